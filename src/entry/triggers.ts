import { consentUrl } from "../gas/consent.ts";
import { forgetFile, triggerFiles, type World } from "../gas/world.ts";
import { Results } from "../ledger/results.ts";
import { answerBells as answer, isRung, queueByBell } from "../runs/bell/answer.ts";
import { resumeRuns, TRIGGER_BUDGET_MS, unlessBusy } from "../runs/resume.ts";
import { hasSchedule, startDue } from "../runs/schedules.ts";
import { inTurns, type Turn } from "../runs/turns.ts";
import type { Work } from "../runs/work.ts";
import { currentWork, workOf } from "./work.ts";

/** What Google's clock calls. */

/** The one hourly trigger: starts what is due and advances what is unfinished, in one file after the other. */
export function hourly(): void {
  onTrigger((work) => {
    unlessBusy(() => startDue(work));
    if (work.ports.minuteTriggers) queueByBell(work);
    unlessBusy(() => new Results(work.book, work.ports).moveJournal());
  });
}

/** The trigger of each minute that a bound script has while a run is unfinished. */
export function continueRuns(): void {
  onTrigger(() => {});
}

/** The trigger of each minute that a bound script has while live updates are on. */
export function answerBells(): void {
  const work = currentWork();
  if (isRung(work) && consentUrl() === null) answer(work, work.ports.clock.nowMs() + TRIGGER_BUDGET_MS);
}

function onTrigger(begin: (work: Work) => void): void {
  // Google has an add-on's triggers fire all the same (facts, 4.2), and mails each failure: Tables says what to allow.
  if (consentUrl() !== null) return;
  const clock = { nowMs: () => Date.now() };
  const deadlineMs = clock.nowMs() + TRIGGER_BUDGET_MS;
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
    if (!isLeft && !hasSchedule(work)) forgetFile(world);
    return isLeft && Date.now() >= untilMs;
  };
}
