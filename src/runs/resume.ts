import { BusyFault } from "../core/locked.ts";
import type { Ports } from "../core/ports.ts";
import { DAY_MS, HOUR_MS } from "../core/times.ts";
import { advanceRun, isOutOfReach, tidyUp } from "./advance.ts";
import { loadWebhooks } from "./bell/webhooks.ts";
import { waitingRuns } from "./claims.ts";
import { logForgotten } from "./log.ts";
import { isUnfinished, type Run } from "./run.ts";
import { changeRun, loadRuns } from "./store.ts";
import { type Work, whoAmI } from "./work.ts";

/** Names of the global functions that the triggers call. */
export const HOURLY = "hourly";
const EVERY_MINUTE = "continueRuns";

/**
 * All of them: the build makes sure that there is a function for each.
 * @public
 */
export const triggerHandlers = [HOURLY, EVERY_MINUTE] as const;

/** So long after somebody was last at a run, its triggers of each minute, or of each hour, are dead. */
const LEFT_MINUTES_MS = 5 * 60_000;
const LEFT_HOURS_MS = 3 * HOUR_MS;
const REVIVED = "triggers.revived";

/** Of a person: when the trigger of each minute was taken away during the last day, in milliseconds since 1970. */
const REMOVED = "minuteTrigger.removed";
/**
 * Google allows a person some 20 creations of triggers a day (facts, 1.2), and whatever is taken away is made again for
 * the next long run: with an hourly schedule, 24 times. From then on it stays for the rest of the day, and costs a
 * second of the triggers' running time a minute.
 */
const MOST_REMOVALS = 6;

/** Of the 6 minutes of an execution (facts, 1.1): what is left is for the last page and for saving. */
export const TRIGGER_BUDGET_MS = 270_000;
/** While several runs are unfinished, each gets this long at a time. */
const TURN_MS = 60_000;

/**
 * Sees to it that a run goes on when no sidebar advances it: each minute where the script may ask for that, each hour
 * anyway. Called from a click, since triggers made inside a trigger were seen to end up disabled (facts, 4.4).
 * @returns false when only an open sidebar can advance it.
 */
export function ensureTriggers({
  triggers,
  minuteTriggers,
}: Pick<Ports, "triggers" | "minuteTriggers">): boolean {
  return triggers.ensure({ [HOURLY]: "hour", ...(minuteTriggers ? { [EVERY_MINUTE]: "minute" } : {}) });
}

/** Sees to it that a run goes on, and notes with it whether only an open sidebar can advance it. */
export function carriedOn(run: Run, { ports }: Work): Run {
  return noted(run, !ensureTriggers(ports), ports);
}

function noted(run: Run, needsSidebar: boolean, ports: Ports): Run {
  if (needsSidebar === (run.needsSidebar ?? false)) return run;
  return changeRun(ports, run.id, (stored) => ({ ...stored, needsSidebar })) ?? run;
}

/**
 * A trigger may be gone, or be listed and dead, with nobody told (facts, 10): that shows by a run that nobody was at for
 * long. Makes the person's anew, once an hour at most, since their makings are numbered (facts, 1.2), and notes with all
 * of their runs what came of it: Google may refuse, with the old ones gone. To be called from a click.
 * @returns the runs as they are then.
 */
export function reviveTriggers(runs: readonly Run[], { ports }: Work): readonly Run[] {
  const { clock, minuteTriggers } = ports;
  const sinceMs = clock.nowMs() - (minuteTriggers ? LEFT_MINUTES_MS : LEFT_HOURS_MS);
  const isMine = (run: Run) => isUnfinished(run) && run.who === whoAmI(ports);
  const left = runs.filter(
    (run) => isMine(run) && !run.waitsForOpen && Math.max(run.carriedMs, run.waitUntilMs) < sinceMs,
  );
  if (left.length === 0) return runs;
  // Nobody is at a run that waits for another one's sheet, however often its trigger looks.
  const waits = waitingRuns(runs, ports);
  if (left.every(({ id }) => waits.has(id))) return runs;
  const isThere = madeAnew(ports);
  if (isThere === null) return runs;
  const needsSidebar = !isThere;
  // The person who looks is told even while somebody else holds the lock.
  return runs.map((run) =>
    isMine(run) ? (unlessBusy(() => noted(run, needsSidebar, ports)) ?? { ...run, needsSidebar }) : run,
  );
}

/**
 * Makes the triggers of the person at hand anew, once an hour at most. To be called from a click.
 * @returns whether Google let it, null when it was done lately.
 */
export function madeAnew(ports: Ports): boolean | null {
  const { cache, triggers } = ports;
  // All who have the file may share the cache.
  const revived = `${REVIVED}.${whoAmI(ports)}`;
  if (cache.getAll([revived])[revived] !== undefined) return null;
  cache.putAll({ [revived]: "1" }, HOUR_MS / 1000);
  for (const handler of triggerHandlers) triggers.remove(handler);
  return ensureTriggers(ports);
}

/**
 * Advances the unfinished runs of the person whose trigger this is, turn by turn, so that a long one does not keep
 * the others waiting: next is the one that nobody was at for longest. Those that ended unlogged are logged.
 * @returns whether any of them is still unfinished.
 */
export function resumeRuns(work: Work, deadlineMs: number): boolean {
  const { clock, fileStore } = work.ports;
  const who = whoAmI(work.ports);
  const isMine = (run: Run) => isUnfinished(run) && run.who === who;
  const isDue = (run: Run) => isMine(run) && !isOutOfReach(run, work.ports);
  const known = loadRuns(fileStore);
  unlessBusy(() => logForgotten(known, work));
  tidyUp(known, work);
  const queue = known.filter(isDue).sort((a, b) => a.carriedMs - b.carriedMs || a.startedMs - b.startedMs);
  const isAny = queue.length > 0;
  for (let next = queue.shift(); next; next = queue.shift()) {
    const left = deadlineMs - clock.nowMs();
    if (left <= 0) break;
    const { id } = next;
    const run = unlessBusy(() =>
      advanceRun(id, who, work, queue.length > 0 ? Math.min(left, TURN_MS) : left),
    );
    // A colleague may have taken it over in the meantime.
    if (run && isDue(run) && run.waitUntilMs <= clock.nowMs()) queue.push(run);
  }
  const now = isAny ? loadRuns(fileStore) : known;
  const left = now.filter(isMine);
  const soonMs = clock.nowMs() + HOUR_MS;
  const isUntidy = now.some((run) => run.isUntidy);
  // Made inside a trigger it may end up disabled (facts, 4.4): then the hourly one goes on. What waits for tomorrow is
  // left to that one: each minute would use up the day's running time of all triggers (facts, 1.2).
  if (left.some(({ waitUntilMs, needsSidebar }) => needsSidebar || waitUntilMs < soonMs)) {
    const needsSidebar = !ensureTriggers(work.ports);
    for (const run of left) unlessBusy(() => noted(run, needsSidebar, work.ports));
  } else if (!isUntidy && loadWebhooks(fileStore)?.who !== who) removeMinuteTrigger(work.ports);
  return left.length > 0;
}

function removeMinuteTrigger({ triggers, userStore, clock }: Ports): void {
  const nowMs = clock.nowMs();
  const all = JSON.parse(userStore.get(REMOVED) ?? "[]") as number[];
  const removed = all.filter((ms) => nowMs - ms < DAY_MS);
  if (removed.length < MOST_REMOVALS && triggers.remove(EVERY_MINUTE))
    userStore.set(REMOVED, JSON.stringify([...removed, nowMs]));
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
