import { NEEDS } from "../access.ts";
import { LOCK_CALL_MS } from "../costs.ts";
import type { Schedule } from "../schedule.ts";
import { type CallContext, counted, free, type ServiceTable } from "../service.ts";
import { hasDocument } from "./spreadsheet.ts";

type Scope = "document" | "script" | "user";

interface Waiter {
  readonly id: number;
  /** Called with the instant at which the lock is this one's. */
  readonly granted: (atMs: number) => void;
}

/** Who holds what, over all executions of a file. Locks are not saved: nothing runs while a book lies in a file. */
export class LockTable {
  private readonly schedule: Schedule;
  private readonly holders = new Map<string, number>();
  private readonly queues = new Map<string, Waiter[]>();

  constructor(schedule: Schedule) {
    this.schedule = schedule;
  }

  holds(key: string, id: number): boolean {
    return this.holders.get(key) === id;
  }

  /** Takes the lock if it is free or one's own (facts 9.1: taking it again gives true). */
  take(key: string, id: number): boolean {
    const holder = this.holders.get(key);
    if (holder !== undefined && holder !== id) return false;
    this.holders.set(key, id);
    return true;
  }

  /** Waits in line. */
  wait(key: string, waiter: Waiter): void {
    const queue = this.queues.get(key) ?? [];
    queue.push(waiter);
    this.queues.set(key, queue);
  }

  giveUp(key: string, id: number): void {
    const queue = this.queues.get(key);
    const index = queue?.findIndex((w) => w.id === id) ?? -1;
    if (index >= 0) queue?.splice(index, 1);
  }

  release(key: string, id: number, atMs: number): void {
    if (!this.holds(key, id)) return;
    this.holders.delete(key);
    const next = this.queues.get(key)?.shift();
    if (!next) return;
    this.holders.set(key, next.id);
    next.granted(atMs);
    this.schedule.hasten(next.id, atMs);
  }

  /** At the end of an execution: its locks go free, it waits for none (facts 9.1). */
  releaseAll(id: number, atMs: number): void {
    for (const key of this.queues.keys()) this.giveUp(key, id);
    for (const [key, holder] of [...this.holders]) if (holder === id) this.release(key, id, atMs);
  }
}

function keyOf({ run }: CallContext, scope: Scope): string {
  return scope === "user" ? `user ${run.user}` : scope;
}

/** On the real clock nobody hurries a waiting execution, so it looks for itself. */
function realWait(ms: number, isGranted: () => boolean): Promise<void> {
  const stepMs = 20;
  return new Promise((resolve) => {
    const start = Date.now();
    const look = () => (isGranted() || Date.now() - start >= ms ? resolve() : setTimeout(look, stepMs));
    look();
  });
}

const lock = counted(NEEDS.storage, async (context, { scope, ms }: { scope: Scope; ms: number }) => {
  const { world, run } = context;
  run.spend(LOCK_CALL_MS);
  const key = keyOf(context, scope);
  if (world.locks.take(key, run.id)) return true;
  if (ms <= 0) return false;
  let grantedMs: number | null = null;
  world.locks.wait(key, {
    id: run.id,
    granted: (atMs) => {
      grantedMs = atMs;
    },
  });
  const deadlineMs = run.now() + ms;
  if (world.realTime) await realWait(ms, () => grantedMs !== null);
  else await world.schedule.turn(run.id, deadlineMs);
  if (grantedMs === null) {
    world.locks.giveUp(key, run.id);
    run.waitUntil(deadlineMs);
    return false;
  }
  run.waitUntil(grantedMs);
  return true;
});

export const lockCalls: ServiceTable = {
  "LockService.getDocumentLock": free(NEEDS.storage, hasDocument),
  "LockService.getScriptLock": free(NEEDS.storage, () => true),
  "LockService.getUserLock": free(NEEDS.storage, () => true),

  "Lock.tryLock": lock,
  "Lock.waitLock": lock,
  "Lock.hasLock": free(NEEDS.storage, (context, { scope }: { scope: Scope }) =>
    context.world.locks.holds(keyOf(context, scope), context.run.id),
  ),
  // facts 5.8: releasing sends nothing; a script must flush before it.
  "Lock.releaseLock": counted(NEEDS.storage, (context, { scope }: { scope: Scope }) => {
    const { world, run } = context;
    run.spend(LOCK_CALL_MS);
    world.locks.release(keyOf(context, scope), run.id, run.now());
    return null;
  }),
};
