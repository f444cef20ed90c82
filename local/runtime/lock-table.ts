import type { Schedule } from "./schedule.ts";

const SECOND_MS = 1_000;
const DICE_SIDES = 2 ** 31 - 1;

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
  /** When locks were taken and released within the last second. */
  private recentMs: number[] = [];
  private dice = 1;

  constructor(schedule: Schedule) {
    this.schedule = schedule;
  }

  /**
   * Whether Google throttles the script's locks at this instant (facts 9.1); an operation that it lets pass is counted.
   * @param refusedShare of the operations are refused by chance, the same ones each time
   */
  isThrottled(atMs: number, perSecond: number, refusedShare: number): boolean {
    // Park and Miller's generator.
    this.dice = (this.dice * 48_271) % DICE_SIDES;
    if (this.dice / DICE_SIDES < refusedShare) return true;
    this.recentMs = this.recentMs.filter((ms) => ms > atMs - SECOND_MS);
    if (perSecond > 0 && this.recentMs.length >= perSecond) return true;
    this.recentMs.push(atMs);
    return false;
  }

  holds(key: string, id: number): boolean {
    return this.holders.get(key) === id;
  }

  /** The locks of an execution. */
  heldBy(id: number): string[] {
    return [...this.holders].flatMap(([key, holder]) => (holder === id ? [key] : []));
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
