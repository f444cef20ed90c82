import type { Ports } from "../core/ports.ts";
import { advanceRun } from "./advance.ts";
import { isUnfinished, type Run } from "./run.ts";
import { BusyFault, loadRuns } from "./store.ts";
import { type Work, whoAmI } from "./work.ts";

/** Names of the global functions that the triggers call. */
const HOURLY = "hourly";
const EVERY_MINUTE = "continueRuns";

/**
 * All of them: the build makes sure that there is a function for each.
 * @public
 */
export const triggerHandlers = [HOURLY, EVERY_MINUTE] as const;

/** Of the 6 minutes of an execution (facts, 1.1): what is left is for the last page and for saving. */
export const TRIGGER_BUDGET_MS = 270_000;

/**
 * Sees to it that a run goes on when no sidebar carries it: each minute where the script may ask for that, each hour
 * anyway. Called from a click, since triggers made inside a trigger were seen to end up disabled (facts, 4.4).
 * @returns false when only an open sidebar can carry it.
 */
export function carryOnWithout({
  triggers,
  minuteTriggers,
}: Pick<Ports, "triggers" | "minuteTriggers">): boolean {
  const hourly = triggers.ensure(HOURLY, "hour");
  return (minuteTriggers && triggers.ensure(EVERY_MINUTE, "minute")) || hourly;
}

/**
 * Carries on the unfinished runs of the person whose trigger this is, the one that waited longest first.
 * @returns whether any of them is still unfinished.
 */
export function carryOn(work: Work, deadlineMs: number): boolean {
  const { clock, fileStore, triggers } = work.ports;
  const who = whoAmI(work.ports);
  const mine = loadRuns(fileStore)
    .filter((run) => isUnfinished(run) && run.who === who)
    .reverse();
  for (const { id } of mine) {
    for (;;) {
      const left = deadlineMs - clock.nowMs();
      if (left <= 0) return true;
      const run = unlessBusy(() => advanceRun(id, who, work, left));
      // A colleague may have taken it over in the meantime.
      if (!run || !isUnfinished(run) || run.who !== who || run.waitUntilMs > clock.nowMs()) break;
    }
  }
  const isLeft = loadRuns(fileStore).some((run) => isUnfinished(run) && run.who === who);
  if (!isLeft) triggers.remove(EVERY_MINUTE);
  return isLeft;
}

/** Whoever holds the lock now is at work, and the next trigger comes soon: nothing to send the person a mail about. */
function unlessBusy(advance: () => Run | null): Run | null {
  try {
    return advance();
  } catch (error) {
    if (error instanceof BusyFault) return null;
    throw error;
  }
}
