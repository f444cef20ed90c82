import type { Run, RunStatus } from "./run.ts";

/** A run as a sidebar, or a script that calls `listRuns`, gets to see it. Plain JSON. */
export interface RunView {
  readonly id: string;
  readonly kind: "import";
  /** For a person: "Huntr Jobs". */
  readonly what: string;
  readonly status: RunStatus;
  /** Records so far. */
  readonly done: number;
  /** Records in all, when the API tells; else null. */
  readonly total: number | null;
  /** What to do, in a sentence, when stopped; what it waits for when it waits. */
  readonly error: string | null;
  readonly sheet: { readonly id: number; readonly name: string } | null;
  /** Nothing happens before this instant (milliseconds since 1970): slowed down by the API, or another carrier is at it. */
  readonly waitUntilMs?: number;
  readonly startedMs: number;
  readonly finishedMs: number | null;
  readonly counts: { readonly added: number; readonly changed: number; readonly removed: number };
  /** False for a run that a colleague started: theirs to carry on, until one takes it over with 'Go on'. */
  readonly isMine: boolean;
}

export function viewOf(run: Run, who: string, nowMs: number): RunView {
  const { id, what, status, done, total, error, sheet, startedMs, finishedMs, counts } = run;
  const view = {
    id,
    kind: run.spec.kind,
    what,
    status,
    done,
    total,
    error,
    sheet,
    startedMs,
    finishedMs,
    counts,
  };
  const isMine = run.who === who;
  return run.waitUntilMs > nowMs ? { ...view, isMine, waitUntilMs: run.waitUntilMs } : { ...view, isMine };
}
