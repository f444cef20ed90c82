import type { Clock } from "../core/ports.ts";

/** What a file gets at least: to open it and to see where its runs are takes some seconds. */
const LEAST_MS = 30_000;

/** Does what is to be done in one file until then. @returns whether that was too short. */
export type Turn = (untilMs: number) => boolean;

/**
 * Shares the time of one execution out among files, in their order: what one leaves goes to the others, and those that
 * it was too short for get another turn.
 * @returns what was thrown: the other files are not to suffer.
 */
export function inTurns(turns: readonly Turn[], clock: Pick<Clock, "nowMs">, deadlineMs: number): unknown[] {
  const faults: unknown[] = [];
  const queue = [...turns];
  for (let turn = queue.shift(); turn; turn = queue.shift()) {
    const nowMs = clock.nowMs();
    const leftMs = deadlineMs - nowMs;
    if (leftMs <= 0) break;
    const shareMs = Math.max(LEAST_MS, leftMs / (queue.length + 1));
    try {
      if (turn(nowMs + Math.min(leftMs, shareMs))) queue.push(turn);
    } catch (fault) {
      faults.push(fault);
    }
  }
  return faults;
}
