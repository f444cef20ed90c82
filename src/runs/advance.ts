import { ApiError, InputError } from "../core/errors.ts";
import { BusyFault } from "../core/locked.ts";
import { TableFault } from "../tables/fault.ts";
import { claim, claimedUntilMs, giveUpClaim } from "./claim.ts";
import { kindOf } from "./kinds.ts";
import type { Lease } from "./lease.ts";
import { LOG_LEASE_MS, logEnds } from "./log.ts";
import { isUnfinished, type Run, type SliceEnd } from "./run.ts";
import { changeRun } from "./store.ts";
import type { Work } from "./work.ts";

/**
 * Longer than anything between two checkpoints: 50 s for a page with its retries, 60 s for a last fetch that
 * hangs (facts, 6.1). After a carrier was killed the run stands still for this long.
 */
const LEASE_MS = 120_000;
/** How soon a second carrier looks again while another one is at work on that table. */
const LOOK_AGAIN_MS = 5_000;
/** Waits after faults that may pass, in a row; after the last the run stops and says why. About 20 minutes in all. */
const FAULT_WAITS_MS = [10_000, 20_000, 40_000, 80_000, 160_000, 300_000, 300_000, 300_000];

/** However long an API asks to be left alone, a run looks again after this: a Retry-After may be nonsense. */
const LONGEST_REST_MS = 3_600_000;

/** Kinds of API errors that pass by themselves. */
const PASSING: readonly ApiError["kind"][] = ["rate", "unreachable", "malformed", "try-later", "out-of-time"];

/**
 * Does one slice of a run: as much as fits into `budgetMs`, checkpointed batch by batch. Never throws for what the
 * run itself can carry: faults end up in its status.
 * @param who only the person whose key the run was started with carries it on.
 * @param helpMs as `budgetMs`, for lending a hand to another execution that carries the run.
 * @returns the run as stored afterwards, null when there is none.
 */
export function advanceRun(
  id: string,
  who: string,
  work: Work,
  budgetMs: number,
  helpMs: number = budgetMs,
): Run | null {
  const { clock, uuid } = work.ports;
  const startMs = clock.nowMs();
  const holder = uuid();
  let isMine = false;
  let busyUntilMs = 0;
  const taken = changeRun(work.ports, id, (run, all) => {
    if (!isUnfinished(run) || run.who !== who || run.waitUntilMs > startMs) return null;
    // Two carriers of one table would both add the same records, whichever run each is at. One of them may be at a
    // run that was cancelled, and not know it yet.
    const ofSubject = all().filter(({ subject }) => subject === run.subject);
    busyUntilMs = Math.max(
      claimedUntilMs(work.ports, run.subject),
      ...ofSubject.map(({ lease }) => lease?.untilMs ?? 0),
    );
    if (busyUntilMs > startMs) return null;
    isMine = true;
    claim(work.ports, run.subject, startMs + LEASE_MS);
    return { ...run, status: "running", carriedMs: startMs, lease: { holder, untilMs: startMs + LEASE_MS } };
  });
  if (!taken) return null;
  if (!isMine)
    return helped(taken, who, work, startMs, helpMs) ? taken : waiting(taken, busyUntilMs, startMs);
  const lease: Lease = {
    isSafe: () => clock.nowMs() < leaseUntilMs - LEASE_MS / 4,
    save: (change) => {
      const nowMs = clock.nowMs();
      let kept = false;
      const run = changeRun(work.ports, id, (stored) => {
        if (stored.lease?.holder !== holder) return null;
        kept = true;
        claim(work.ports, stored.subject, nowMs + LEASE_MS);
        return { ...stored, ...change, lease: { holder, untilMs: nowMs + LEASE_MS } };
      });
      if (kept) leaseUntilMs = nowMs + LEASE_MS;
      return kept ? run : null;
    },
  };
  let leaseUntilMs = startMs + LEASE_MS;
  let end: SliceEnd;
  try {
    end = kindOf(taken.spec.kind).advance(taken, work, lease, startMs + budgetMs);
  } catch (error) {
    end = endOf(error, work);
  }
  let isEnd = false;
  const left = changeRun(work.ports, id, (stored) => {
    if (stored.lease?.holder !== holder) return null;
    giveUpClaim(work.ports, stored.subject);
    const run = finished({ ...stored, lease: null }, end, clock.nowMs());
    isEnd = isUnfinished(stored) && !isUnfinished(run);
    return isEnd ? { ...run, logMs: clock.nowMs() + LOG_LEASE_MS } : run;
  });
  if (left && isEnd) logEnds([left], work);
  return left;
}

function endOf(error: unknown, work: Work): SliceEnd {
  if (error instanceof ApiError) {
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

function finished(run: Run, end: SliceEnd, nowMs: number): Run {
  if (!isUnfinished(run)) return run;
  switch (end.end) {
    case "done":
      return {
        ...run,
        ...end.change,
        status: "done",
        error: null,
        faults: 0,
        waitUntilMs: 0,
        finishedMs: nowMs,
      };
    case "stopped":
      return { ...run, ...end.change, status: "stopped", error: end.sentence, finishedMs: nowMs };
    case "again":
      return { ...run, error: null, waitUntilMs: 0 };
    case "wait":
      return { ...run, error: null, waitUntilMs: end.untilMs };
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

/** Lends a hand to whoever carries the run, where its kind can use one. What goes wrong goes wrong for the carrier, too. */
function helped(run: Run, who: string, work: Work, nowMs: number, helpMs: number): boolean {
  const isCarried = isUnfinished(run) && run.who === who && (run.lease?.untilMs ?? 0) > nowMs;
  if (!isCarried || run.waitUntilMs > nowMs) return false;
  try {
    return kindOf(run.spec.kind).help?.(run, work, nowMs + helpMs) ?? false;
  } catch {
    return false;
  }
}

function waiting(run: Run, busyUntilMs: number, nowMs: number): Run {
  if (!isUnfinished(run) || busyUntilMs <= nowMs) return run;
  return { ...run, waitUntilMs: Math.max(run.waitUntilMs, Math.min(busyUntilMs, nowMs + LOOK_AGAIN_MS)) };
}
