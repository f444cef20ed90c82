import { BusyFault } from "../core/locked.ts";
import type { Ports } from "../core/ports.ts";
import { advanceRun } from "./advance.ts";
import { logForgotten } from "./log.ts";
import { isUnfinished, type Run } from "./run.ts";
import { loadRuns } from "./store.ts";
import { type Work, whoAmI } from "./work.ts";

/** Names of the global functions that the triggers call. */
export const HOURLY = "hourly";
const EVERY_MINUTE = "continueRuns";

/**
 * All of them: the build makes sure that there is a function for each.
 * @public
 */
export const triggerHandlers = [HOURLY, EVERY_MINUTE] as const;

const HOUR_MS = 3_600_000;

/** Of the 6 minutes of an execution (facts, 1.1): what is left is for the last page and for saving. */
export const TRIGGER_BUDGET_MS = 270_000;
/** While several runs are unfinished, each gets this long at a time. */
const TURN_MS = 60_000;

/**
 * Sees to it that a run goes on when no sidebar carries it: each minute where the script may ask for that, each hour
 * anyway. Called from a click, since triggers made inside a trigger were seen to end up disabled (facts, 4.4).
 * @returns false when only an open sidebar can carry it.
 */
export function carryOnWithout({
  triggers,
  minuteTriggers,
}: Pick<Ports, "triggers" | "minuteTriggers">): boolean {
  return triggers.ensure({ [HOURLY]: "hour", ...(minuteTriggers ? { [EVERY_MINUTE]: "minute" } : {}) });
}

/**
 * Carries on the unfinished runs of the person whose trigger this is, turn by turn, so that a long one does not keep
 * the others waiting: next is the one that nobody was at for longest. Those that ended unlogged are logged.
 * @returns whether any of them is still unfinished.
 */
export function carryOn(work: Work, deadlineMs: number): boolean {
  const { clock, fileStore, triggers } = work.ports;
  const who = whoAmI(work.ports);
  const isMine = (run: Run) => isUnfinished(run) && run.who === who;
  const known = loadRuns(fileStore);
  unlessBusy(() => logForgotten(known, work));
  const queue = known.filter(isMine).sort((a, b) => a.carriedMs - b.carriedMs || a.startedMs - b.startedMs);
  const isAny = queue.length > 0;
  for (let next = queue.shift(); next; next = queue.shift()) {
    const left = deadlineMs - clock.nowMs();
    if (left <= 0) break;
    const { id } = next;
    const run = unlessBusy(() =>
      advanceRun(id, who, work, queue.length > 0 ? Math.min(left, TURN_MS) : left),
    );
    // A colleague may have taken it over in the meantime.
    if (run && isMine(run) && run.waitUntilMs <= clock.nowMs()) queue.push(run);
  }
  const left = (isAny ? loadRuns(fileStore) : known).filter(isMine);
  const soonMs = clock.nowMs() + HOUR_MS;
  // Made inside a trigger it may end up disabled (facts, 4.4): then the hourly one goes on. What waits for tomorrow is
  // left to that one: each minute would use up the day's running time of all triggers (facts, 1.2).
  if (left.some(({ waitUntilMs }) => waitUntilMs < soonMs)) carryOnWithout(work.ports);
  else triggers.remove(EVERY_MINUTE);
  return left.length > 0;
}

/** Whoever holds the lock now is at work, and the next trigger comes soon: nothing to send the person a mail about. */
export function unlessBusy<T>(work: () => T): T | null {
  try {
    return work();
  } catch (error) {
    if (error instanceof BusyFault) return null;
    throw error;
  }
}
