import type { Clock, Mutex } from "./ports.ts";

/** Whoever does not get a lock in this time is told to come again. */
const LOCK_WAIT_MS = 15_000;

export class BusyFault extends Error {
  override readonly name = "HuntsheetError";
  constructor() {
    super("This spreadsheet is busy with other work of Huntsheet. Try again in a few seconds.");
  }
}

/** The same lock, waited for no longer than until an instant. */
export function lockUntil(deadlineMs: number, lock: Mutex, clock: Clock): Mutex {
  return {
    withLock: (waitMs, work) =>
      lock.withLock(Math.max(0, Math.min(waitMs, deadlineMs - clock.nowMs())), work),
  };
}

/** Does what nobody else may do meanwhile. @throws BusyFault when the lock does not come free. */
export function locked<T>(lock: Mutex, work: () => T): T {
  const turn = lock.withLock(LOCK_WAIT_MS, work);
  if (turn === "busy") throw new BusyFault();
  return turn.value;
}
