import { locked } from "../core/locked.ts";
import { consentUrl } from "../gas/consent.ts";
import { beginHour, endHour } from "../gas/heartbeat.ts";
import { isBound } from "../gas/install.ts";
import { forgetFile, triggerFiles, type World } from "../gas/world.ts";
import { Results } from "../ledger/results.ts";
import { isUnlogged } from "../runs/log.ts";
import { resumeRuns, TRIGGER_BUDGET_MS, unlessBusy } from "../runs/resume.ts";
import { isUnfinished, type Run } from "../runs/run.ts";
import { hasSchedule, startDue } from "../runs/schedules.ts";
import { loadRuns } from "../runs/store.ts";
import { inTurns, type Turn } from "../runs/turns.ts";
import { type Work, whoAmI } from "../runs/work.ts";
import { workOf } from "./work.ts";

/** What Google's clock calls. */

/** The one hourly trigger: starts what is due and advances what is unfinished, in one file after the other. */
export function hourly(): void {
  const startMs = Date.now();
  const budgetMs = isBound ? TRIGGER_BUDGET_MS : beginHour();
  if (budgetMs === null) return;
  try {
    onTrigger((work) => {
      unlessBusy(() => startDue(work));
      unlessBusy(() => new Results(work.book, work.ports).moveJournal());
    }, budgetMs);
  } finally {
    if (!isBound) endHour(budgetMs, Date.now() - startMs);
  }
}

/** The trigger of each minute that a bound script has while a run is unfinished. */
export function continueRuns(): void {
  onTrigger(() => {});
}

function onTrigger(begin: (work: Work) => void, budgetMs = TRIGGER_BUDGET_MS): void {
  // Google has an add-on's triggers fire all the same (facts, 4.2), and mails each failure: Tables says what to allow.
  if (consentUrl() !== null) return;
  const clock = { nowMs: () => Date.now() };
  const deadlineMs = clock.nowMs() + budgetMs;
  const turns = triggerFiles().map((open) => turnIn(open, begin));
  const faults = inTurns(turns, clock, deadlineMs);
  if (faults.length > 0) throw faults[0];
}

function turnIn(open: () => World | null, begin: (work: Work) => void): Turn {
  let world: World | null = null;
  return (untilMs) => {
    const isFirst = world === null;
    world ??= open();
    if (!world) return false;
    const work = workOf(world);
    if (isFirst) begin(work);
    const isLeft = resumeRuns(work, untilMs);
    if (!isLeft && !hasSchedule(work)) forgetIfIdle(world, work);
    return isLeft && Date.now() >= untilMs;
  };
}

/** A run that somebody starts meanwhile is stored under the lock, and its file noted after that. */
function forgetIfIdle(world: World, work: Work): void {
  const { ports } = work;
  const who = whoAmI(ports);
  const isWaiting = (run: Run) => (isUnfinished(run) && run.who === who) || isLeftUndone(run, Date.now());
  unlessBusy(() =>
    locked(ports.storeLock, () => {
      if (!hasSchedule(work) && !loadRuns(ports.fileStore).some(isWaiting)) forgetFile(world);
    }),
  );
}

/** Whether a run that is over still has marks in its sheet, or no line in the log. */
function isLeftUndone(run: Run, nowMs: number): boolean {
  return run.isUntidy === true || isUnlogged(run, nowMs);
}
