import type { Ports } from "../core/ports.ts";
import { kindOf } from "./kinds.ts";
import { isUnfinished, type Run, type RunStatus } from "./run.ts";
import { whoAmI } from "./work.ts";

/** A run as a sidebar, or a script that calls `listRuns`, gets to see it. Plain JSON. */
export interface RunView {
  readonly id: string;
  readonly kind: Run["spec"]["kind"];
  /** For a person: "Huntr Jobs". */
  readonly what: string;
  /** What `done` and `total` count, in the plural: "jobs". */
  readonly unit: string;
  readonly status: RunStatus;
  /** So far. */
  readonly done: number;
  /** In all, when that can be told; else null. */
  readonly total: number | null;
  /** How it went and what it cost, in a sentence; null when the counts say it all. */
  readonly note: string | null;
  /** What to do, in a sentence, when stopped; what it waits for when it waits. */
  readonly error: string | null;
  readonly sheet: { readonly id: number; readonly name: string } | null;
  /** Nothing happens before this instant (milliseconds since 1970): slowed down by the API, or another carrier is at it. */
  readonly waitUntilMs?: number;
  readonly startedMs: number;
  readonly finishedMs: number | null;
  /** What came of it, by a word that follows the number: {"added": 3}. */
  readonly counts: { readonly [word: string]: number };
  /** More calls of `advanceRun` at once than one are of use: while one carries the run, the others ask the API. */
  readonly hands?: number;
  /** False for a run that a colleague started: theirs to carry on, until one takes it over with 'Go on'. */
  readonly isMine: boolean;
}

export function viewOf(run: Run, ports: Ports): RunView {
  const { id, what, unit, status, done, total, note, error, sheet, startedMs, finishedMs, counts } = run;
  const view = {
    id,
    kind: run.spec.kind,
    what,
    unit,
    status,
    done,
    total,
    note,
    error,
    sheet,
    startedMs,
    finishedMs,
    counts,
  };
  const isMine = run.who === whoAmI(ports);
  if (run.waitUntilMs > ports.clock.nowMs()) return { ...view, isMine, waitUntilMs: run.waitUntilMs };
  const hands = isUnfinished(run) ? (kindOf(run.spec.kind).hands?.(run) ?? 1) : 1;
  return hands > 1 ? { ...view, isMine, hands } : { ...view, isMine };
}
