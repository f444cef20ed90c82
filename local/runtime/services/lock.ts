import { NEEDS } from "../access.ts";
import { LOCK_CALL_MS } from "../costs.ts";
import { passingFaults } from "../faults.ts";
import { GoogleError } from "../google-error.ts";
import { type CallContext, counted, free, type ServiceTable } from "../service.ts";
import { hasDocument } from "./spreadsheet.ts";

type Scope = "document" | "script" | "user";

function keyOf({ run, home }: CallContext, scope: Scope): string {
  if (scope === "user") return `user ${run.user}`;
  return scope === "document" ? `document ${home.book.id}` : scope;
}

/** facts 9.1: both taking and releasing may throw; a lock whose release threw is held to the execution's end. */
function operate({ world: { locks, switches }, run }: CallContext): void {
  run.spend(LOCK_CALL_MS);
  if (locks.isThrottled(run.now(), switches.lockOperationsPerSecond, switches.lockRefusedShare))
    throw new GoogleError(passingFaults.locks);
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
  operate(context);
  const key = keyOf(context, scope);
  if (ms < 0) return false;
  if (world.locks.take(key, run.id)) return true;
  if (ms === 0) return false;
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
    operate(context);
    world.locks.release(keyOf(context, scope), run.id, run.now());
    return null;
  }),
};
