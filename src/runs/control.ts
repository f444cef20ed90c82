import { must } from "../core/errors.ts";
import { carryOnWithout } from "./carry.ts";
import { kindOf } from "./kinds.ts";
import { LOG_LEASE_MS, logEnds } from "./log.ts";
import { isUnfinished, type Run } from "./run.ts";
import { changeRun } from "./store.ts";
import { type Work, whoAmI } from "./work.ts";

/** Holder of a lease that was taken from its carrier. */
const NOBODY = "";

/** The carrier sees it at its next checkpoint; what is on the sheet by then stays. */
export function pauseRun(id: string, work: Work): Run {
  return found(changeRun(work.ports, id, (run) => (isUnfinished(run) ? { ...run, status: "paused" } : null)));
}

export function cancelRun(id: string, work: Work): Run {
  const finishedMs = work.ports.clock.nowMs();
  let isEnd = false;
  const run = found(
    changeRun(work.ports, id, (run) => {
      isEnd = isUnfinished(run) || run.status === "paused" || run.status === "stopped";
      return isEnd ? { ...run, status: "cancelled", finishedMs, logMs: finishedMs + LOG_LEASE_MS } : null;
    }),
  );
  if (isEnd) logEnds([run], work);
  try {
    kindOf(run.spec.kind).leave?.(run, work);
  } catch {
    // Its sheet may be gone, or protected: it is cancelled all the same.
  }
  return run;
}

/**
 * Goes on after a pause or a stop. Someone else than its starter takes the run over. Triggers are made again: they are
 * a person's own, and the one of each minute went when there was nothing left to carry.
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
      // Whoever carries it can save nothing from now on, but may be writing to the sheet until the lease ends.
      const lease = run.lease && { ...run.lease, holder: NOBODY };
      return { ...goOn, ...kindOf(run.spec.kind).takenOver, lease };
    }),
  );
  if (isUnfinished(run)) carryOnWithout(work.ports);
  return run;
}

function found(run: Run | null): Run {
  must(run, "That run is no longer kept. Start it again from the menu.");
  return run;
}
