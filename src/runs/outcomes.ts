import type { Store } from "../core/ports.ts";
import { bySheet } from "../tables/state.ts";
import type { Run } from "./run.ts";

/** How a table was last brought up to date: runs are forgotten after some time, this is not. */
export interface Outcome {
  readonly endedMs: number;
  /** Of the last success. */
  readonly note: string | null;
  readonly error: string | null;
  /** Since then. */
  readonly failures: number;
}

const PREFIX = "outcome.";

/** All by sheet id. One service call. */
export function allOutcomes(store: Store): Map<number, Outcome> {
  return bySheet(store, PREFIX);
}

/** Whether a run brings a managed table up to date. */
export function isOfTable({ kind }: Pick<Run, "kind">): boolean {
  return kind === "import" || kind === "refresh";
}

/** To be called when a run has ended; once more does no harm. */
export function recordOutcome(run: Run, store: Store): void {
  const { sheet, status, finishedMs, note, error } = run;
  if (!isOfTable(run) || !sheet || status === "cancelled") return;
  if (status === "stopped") recordFailure(store, sheet.id, finishedMs ?? 0, error ?? "");
  else save(store, sheet.id, { endedMs: finishedMs ?? 0, note, error: null, failures: 0 });
}

/** Also for a refresh that could not even be started. */
export function recordFailure(store: Store, sheetId: number, endedMs: number, sentence: string): void {
  const { note, failures, ...before } = JSON.parse(
    store.get(PREFIX + sheetId) ?? '{"failures":0}',
  ) as Outcome;
  if (before.endedMs === endedMs) return;
  save(store, sheetId, { endedMs, note: note ?? null, error: sentence, failures: failures + 1 });
}

function save(store: Store, sheetId: number, outcome: Outcome): void {
  store.set(PREFIX + sheetId, JSON.stringify(outcome));
}
