import { ApiError, InputError } from "../core/errors.ts";
import { BusyFault } from "../core/locked.ts";
import { HOUR_MS } from "../core/times.ts";
import { TableFault } from "../tables/fault.ts";
import { claiming, type Held, heldByOthers, leased, released } from "./claims.ts";
import { KEY_OUT_OF_REACH } from "./key-reach.ts";
import { kindOf } from "./kinds.ts";
import type { Lease } from "./lease.ts";
import { LOG_LEASE_MS, logEnds } from "./log.ts";
import { changed, isUnfinished, type Kind, type Run, type SliceEnd } from "./run.ts";
import { changeRun } from "./store.ts";
import type { Work } from "./work.ts";

/**
 * Longer than anything between two checkpoints: 50 s for a page with its retries, 60 s for a last fetch that
 * hangs (facts, 6.1). After a worker was killed the run stands still for this long.
 */
const LEASE_MS = 120_000;
/** What a write is given: it begins with a lease that is nearly new, however short it turns out. */
const WRITE_MS = 100_000;
/** Waits after faults that may pass, in a row; after the last the run stops and says why. About 20 minutes in all. */
const FAULT_WAITS_MS = [10_000, 20_000, 40_000, 80_000, 160_000, 300_000, 300_000, 300_000];

/** However long an API asks to be left alone, a run looks again after this: a Retry-After may be nonsense. */
const LONGEST_REST_MS = HOUR_MS;

/** Kinds of API errors that pass by themselves. */
const PASSING: readonly ApiError["kind"][] = ["rate", "unreachable", "malformed", "try-later", "out-of-time"];

/**
 * Does one slice of a run: as much as fits into `budgetMs`, checkpointed batch by batch. Never throws for what the
 * run itself can bear: faults end up in its status.
 * @param who only the person whose key the run was started with advances it.
 * @param assistMs as `budgetMs`, for assisting another worker that holds the run.
 * @returns the run as stored afterwards, null when there is none.
 */
export function advanceRun(
  id: string,
  who: string,
  work: Work,
  budgetMs: number,
  assistMs: number = budgetMs,
): Run | null {
  const { ports } = work;
  const { clock } = ports;
  const startMs = clock.nowMs();
  const holder = ports.uuid();
  let isMine = false;
  let held: Held | null = null;
  const taken = changeRun(ports, id, (run, all) => {
    // Others may have held the lock for long.
    const nowMs = clock.nowMs();
    if (!isUnfinished(run) || run.who !== who || run.waitUntilMs > nowMs || isOutOfReach(run, ports))
      return null;
    // One of the others may be at a run that was cancelled, and not know it yet.
    const others = all();
    const begun = { status: "running", carriedMs: nowMs, waitsForOpen: false } as const;
    const next = changed(run, { ...kindOf<Kind>(run.kind).taken?.(run), ...begun });
    return claiming(ports, () => {
      held = heldByOthers(run, others, ports);
      if (held) return null;
      isMine = true;
      return leased(next, holder, nowMs + LEASE_MS, ports);
    });
  });
  if (!taken) return null;
  if (!isMine) return assisted(taken, who, work, startMs, assistMs) ? taken : waiting(taken, held);
  const end = sliceOf(taken, holder, work, startMs + budgetMs);
  let now: readonly Run[] = [];
  let isEnd = false;
  const left = changeRun(ports, id, (stored, all) => {
    now = all();
    if (stored.lease?.holder !== holder) return null;
    const run = finished(released(stored, ports), end, clock.nowMs());
    isEnd = isUnfinished(stored) && !isUnfinished(run);
    return isEnd ? { ...run, logMs: clock.nowMs() + LOG_LEASE_MS } : run;
  });
  if (left && isEnd) logEnds([left], work);
  // Whoever cancelled this run, or another one while this one was at its sheet, left its marks there.
  tidyUp(now, work);
  return left;
}

/** The work itself, by whoever holds the run. */
function sliceOf(run: Run, holder: string, work: Work, deadlineMs: number): SliceEnd<Kind> {
  try {
    return kindOf<Kind>(run.kind).advance(run, work, leaseOn(run, holder, work), deadlineMs);
  } catch (error) {
    return endOf(error, work);
  }
}

function leaseOn({ id, lease }: Run, holder: string, { ports }: Work): Lease<Kind> {
  const { clock } = ports;
  let leaseUntilMs = lease?.untilMs ?? 0;
  return {
    isSafe: () => clock.nowMs() < leaseUntilMs - WRITE_MS,
    save: (change) => {
      let nowMs = 0;
      let kept = false;
      const run = changeRun(ports, id, (stored, all) => {
        if (stored.lease?.holder !== holder) return null;
        nowMs = clock.nowMs();
        const renewed = () => leased(changed(stored, change), holder, nowMs + LEASE_MS, ports);
        kept = true;
        if (nowMs < leaseUntilMs) return renewed();
        // Too late, and somebody else may have begun: with another run in the same sheet, which this one cannot tell.
        const others = all();
        return claiming(ports, () => {
          kept = !heldByOthers(stored, others, ports, holder);
          return kept ? renewed() : null;
        });
      });
      if (kept) leaseUntilMs = nowMs + LEASE_MS;
      return kept ? run : null;
    },
  };
}

/**
 * Takes the marks of cancelled runs out of their sheets, but where somebody is at work: there the next slice does it,
 * or the next trigger. Never throws: they are cancelled all the same.
 */
export function tidyUp(runs: readonly Run[], work: Work): void {
  for (const { id, isUntidy } of runs) {
    try {
      if (isUntidy) tidyUpOne(id, work);
    } catch (error) {
      work.ports.warn(work.sheetFault(error).sentence);
    }
  }
}

function tidyUpOne(id: string, work: Work): void {
  const { ports } = work;
  const holder = ports.uuid();
  let isMine = false;
  const run = changeRun(ports, id, (stored, all) => {
    if (!stored.isUntidy) return null;
    const others = all();
    return claiming(ports, () => {
      isMine = !heldByOthers(stored, others, ports);
      return isMine ? leased(stored, holder, ports.clock.nowMs() + LEASE_MS, ports) : null;
    });
  });
  if (!run || !isMine) return;
  try {
    kindOf<Kind>(run.kind).leave?.(run, work);
  } catch (error) {
    // Its sheet may be gone, or protected.
    ports.warn(work.sheetFault(error).sentence);
  }
  changeRun(ports, id, (stored) => {
    if (stored.lease?.holder !== holder) return null;
    const { isUntidy, ...tidy } = released(stored, ports);
    return tidy;
  });
}

function endOf(error: unknown, work: Work): SliceEnd<Kind> {
  if (error instanceof ApiError) {
    if (error.kind === "no-key" && !work.ports.sharedStore)
      return { end: "open", sentence: KEY_OUT_OF_REACH };
    if (error.kind === "out-of-time" && error.after === undefined)
      return { end: "wait", untilMs: error.retryAtMs ?? 0 };
    if (!PASSING.includes(error.kind)) return { end: "stopped", sentence: error.message };
    return { end: "fault", sentence: error.message, retryAtMs: error.retryAtMs ?? 0 };
  }
  if (error instanceof TableFault || error instanceof InputError)
    return { end: "stopped", sentence: error.message };
  if (error instanceof BusyFault) return { end: "fault", sentence: error.message, retryAtMs: 0 };
  const { sentence, mayPass } = work.sheetFault(error);
  return mayPass ? { end: "fault", sentence, retryAtMs: 0 } : { end: "stopped", sentence };
}

function finished(run: Run, end: SliceEnd<Kind>, nowMs: number): Run {
  if (!isUnfinished(run)) return run;
  switch (end.end) {
    case "done":
      return changed(run, {
        ...end.change,
        status: "done",
        error: null,
        faults: 0,
        waitUntilMs: 0,
        finishedMs: nowMs,
      });
    case "stopped":
      return changed(run, { ...end.change, status: "stopped", error: end.sentence, finishedMs: nowMs });
    case "again":
      return { ...run, error: null, waitUntilMs: 0 };
    case "wait":
      return { ...run, error: end.sentence ?? null, waitUntilMs: end.untilMs };
    case "open":
      return { ...run, error: end.sentence, waitUntilMs: 0, waitsForOpen: true };
    case "fault": {
      const wait = FAULT_WAITS_MS[run.faults];
      if (wait === undefined) return { ...run, status: "stopped", error: end.sentence, finishedMs: nowMs };
      return {
        ...run,
        error: end.sentence,
        faults: run.faults + 1,
        waitUntilMs: Math.max(Math.min(end.retryAtMs, nowMs + LONGEST_REST_MS), nowMs + wait),
      };
    }
  }
}

/** Whether the run waits for somebody who sees more of the file than the execution at hand. */
export function isOutOfReach(
  { waitsForOpen }: Pick<Run, "waitsForOpen">,
  { sharedStore }: Pick<Work["ports"], "sharedStore">,
): boolean {
  return waitsForOpen === true && !sharedStore;
}

/** Assists the worker that holds the run, where its kind can use another one. What goes wrong goes wrong for that one, too. */
function assisted(run: Run, who: string, work: Work, nowMs: number, assistMs: number): boolean {
  const isAtWork = isUnfinished(run) && run.who === who && (run.lease?.untilMs ?? 0) > nowMs;
  if (!isAtWork || run.waitUntilMs > nowMs || run.lease?.isApart) return false;
  try {
    return kindOf<Kind>(run.kind).assist?.(run, work, nowMs + assistMs) ?? false;
  } catch {
    return false;
  }
}

function waiting(run: Run, held: Held | null): Run {
  if (!isUnfinished(run) || !held) return run;
  return { ...run, waitUntilMs: Math.max(run.waitUntilMs, held.againMs), error: held.sentence ?? run.error };
}
