import { assertInput } from "../core/errors.ts";
import { tidyUp } from "./advance.ts";
import { kindOf } from "./kinds.ts";
import { LOG_LEASE_MS, logEnds } from "./log.ts";
import { carriedOn } from "./resume.ts";
import { changed, isUnfinished, type Kind, type Run } from "./run.ts";
import { changeRun } from "./store.ts";
import { type Work, whoAmI } from "./work.ts";

/** Holder of a lease that was taken from its worker. */
const NOBODY = "";

/** The worker sees it at its next checkpoint; what is on the sheet by then stays. */
export function pauseRun(id: string, work: Work): Run {
  return found(changeRun(work.ports, id, (run) => (isUnfinished(run) ? { ...run, status: "paused" } : null)));
}

export function cancelRun(id: string, work: Work): Run {
  const finishedMs = work.ports.clock.nowMs();
  let isEnd = false;
  const run = found(
    changeRun(work.ports, id, (run) => {
      isEnd = isUnfinished(run) || run.status === "paused" || run.status === "stopped";
      if (!isEnd) return null;
      const end = { ...run, status: "cancelled", finishedMs, logMs: finishedMs + LOG_LEASE_MS } as const;
      return kindOf<Kind>(run.kind).leave ? { ...end, isUntidy: true } : end;
    }),
  );
  if (isEnd) logEnds([run], work);
  if (run.isUntidy) tidyUp([run], work);
  return run;
}

/**
 * Goes on after a pause or a stop. Someone else than its starter takes the run over. Triggers are made again: they are
 * a person's own, and the one of each minute went when there was nothing left to advance.
 */
export function goOnRun(id: string, work: Work): Run {
  const who = whoAmI(work.ports);
  const run = found(
    changeRun(work.ports, id, (run) => {
      if (run.status === "done" || run.status === "cancelled" || (isUnfinished(run) && run.who === who))
        return null;
      const goOn: Run = {
        ...run,
        who,
        status: "queued",
        error: null,
        faults: 0,
        waitUntilMs: 0,
        finishedMs: null,
      };
      if (run.who === who) return goOn;
      // Whoever holds it can save nothing from now on, but may be writing to the sheet until the lease ends.
      const lease = run.lease && { ...run.lease, holder: NOBODY };
      return changed<Kind>(goOn, { ...kindOf(run.kind).takenOver, lease });
    }),
  );
  return isUnfinished(run) ? carriedOn(run, work) : run;
}

function found(run: Run | null): Run {
  assertInput(run, "That run is no longer kept. Start it again from the menu.");
  return run;
}
