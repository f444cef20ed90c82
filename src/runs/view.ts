import type { Ports } from "../core/ports.ts";
import { waitingRuns } from "./claims.ts";
import { kindOf } from "./kinds.ts";
import { isUnfinished, type Kind, type Run, type RunStatus } from "./run.ts";
import { whoAmI } from "./work.ts";

/** A run as a sidebar, or a script that calls `listRuns`, gets to see it. Plain JSON. */
export interface RunView {
  readonly id: string;
  readonly kind: Kind;
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
  /** Nothing happens before this instant (milliseconds since 1970): slowed down by the API, or another worker is at it. */
  readonly waitUntilMs?: number;
  readonly startedMs: number;
  readonly finishedMs: number | null;
  /** What came of it, by a word that follows the number: {"added": 3}. */
  readonly counts: { readonly [word: string]: number };
  /** More calls of `advanceRun` at once than one are of use: while one holds the run, the others ask the API. */
  readonly workers?: number;
  /** False for a run that a colleague started: theirs to advance, until one takes it over with 'Resume'. */
  readonly isMine: boolean;
  /** Of the person's own: Google refused them a trigger, so that it goes on only while a sidebar is open. */
  readonly needsSidebar?: true;
}

const NEEDS_SIDEBAR =
  'Google refused Huntsheet a trigger: keep this sidebar open until this is done. Triggers may lack your permission, which "Tables and schedules" asks for, or be too many: delete some at script.google.com.';

/** All of them. Those that wait for another run in their sheet say so. */
export function viewsOf(runs: readonly Run[], ports: Ports): RunView[] {
  const waits = waitingRuns(runs, ports);
  return runs.map((run) => {
    const held = waits.get(run.id);
    return viewOf(held ? { ...run, error: held.sentence, waitUntilMs: held.againMs } : run, ports);
  });
}

export function viewOf(run: Run, ports: Ports): RunView {
  const { id, what, unit, status, done, total, note, error, sheet, startedMs, finishedMs, counts } = run;
  const isMine = run.who === whoAmI(ports);
  const needsSidebar = isMine && run.needsSidebar === true && isUnfinished(run);
  const view = {
    id,
    kind: run.kind,
    what,
    unit,
    status,
    done,
    total,
    // A colleague's goes on by their sidebar, whatever is open here.
    note: needsSidebar ? NEEDS_SIDEBAR : note,
    error,
    sheet,
    startedMs,
    finishedMs,
    counts,
    isMine,
    ...(needsSidebar ? { needsSidebar } : {}),
  };
  if (run.waitUntilMs > ports.clock.nowMs()) return { ...view, waitUntilMs: run.waitUntilMs };
  const workers = isUnfinished(run) ? (kindOf<Kind>(run.kind).workers?.(run) ?? 1) : 1;
  return workers > 1 ? { ...view, workers } : view;
}
