import { consentUrl } from "../gas/consent.ts";
import { isBound } from "../gas/install.ts";
import { forgetFile, triggerFiles, type World } from "../gas/world.ts";
import { Results } from "../ledger/results.ts";
import { answerBells } from "../runs/bell/answer.ts";
import { resumeRuns, TRIGGER_BUDGET_MS, unlessBusy } from "../runs/resume.ts";
import { hasSchedule, startDue } from "../runs/schedules.ts";
import { inTurns, type Turn } from "../runs/turns.ts";
import type { Work } from "../runs/work.ts";
import { workOf } from "./work.ts";

/** What Google's clock calls. */

/** What is done in a file before its runs go on. */
type Begin = (work: Work, untilMs: number) => void;

/** The one hourly trigger: starts what is due and advances what is unfinished, in one file after the other. */
export function hourly(): void {
  onTrigger((work, untilMs) => {
    unlessBusy(() => startDue(work));
    if (isBound) unlessBusy(() => answerBells(work, untilMs));
    unlessBusy(() => new Results(work.book, work.ports).moveJournal());
  });
}

/** The trigger of each minute that a bound script has while a run is unfinished, or webhooks ring. */
export function continueRuns(): void {
  onTrigger((work, untilMs) => {
    if (isBound) unlessBusy(() => answerBells(work, untilMs));
  });
}

function onTrigger(begin: Begin): void {
  // Google has an add-on's triggers fire all the same (facts, 4.2), and mails each failure: Tables says what to allow.
  if (consentUrl() !== null) return;
  const clock = { nowMs: () => Date.now() };
  const deadlineMs = clock.nowMs() + TRIGGER_BUDGET_MS;
  const turns = triggerFiles().map((open) => turnIn(open, begin));
  const faults = inTurns(turns, clock, deadlineMs);
  if (faults.length > 0) throw faults[0];
}

function turnIn(open: () => World | null, begin: Begin): Turn {
  let world: World | null = null;
  return (untilMs) => {
    const isFirst = world === null;
    world ??= open();
    if (!world) return false;
    const work = workOf(world);
    if (isFirst) begin(work, untilMs);
    const isLeft = resumeRuns(work, untilMs);
    if (!isLeft && !hasSchedule(work)) forgetFile(world);
    return isLeft && Date.now() >= untilMs;
  };
}
