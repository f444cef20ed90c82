import type { Lease } from "../lease.ts";
import { isUnfinished, type Run, type RunChange, type RunOf, type SliceEnd } from "../run.ts";
import type { PassState } from "./state.ts";

/** The kinds of runs that bring a table up to date. */
type PassKind = "import" | "refresh";

/** What a pass over a table sees of the run that is at it, whichever its kind. */
export type PassRun = Pick<Run, "id" | "sheet" | "done" | "total" | "counts" | "faults" | "startedMs">;

export interface PassChange
  extends Partial<Pick<Run, "sheet" | "done" | "total" | "counts" | "faults" | "note" | "error">> {
  readonly at?: PassState;
}

export type PassEnd =
  | { readonly end: "done"; readonly change: PassChange & { readonly at: PassState } }
  | Extract<SliceEnd<PassKind>, { end: "again" | "wait" }>
  | { readonly end: "stopped"; readonly sentence: string; readonly change: PassChange };

export const AGAIN: PassEnd = { end: "again" };

export interface PassWorker {
  readonly run: PassRun;
  /**
   * To be called before each write, with what is known by then: takes the lease anew.
   * @returns false when nothing may be written any more: the lease was lost, or a person stopped the run.
   */
  save(change: PassChange): boolean;
  /** As `save`, where there is no more to say than that it goes on. */
  keep(): boolean;
}

/** @param changeOf what a change of the pass is for the run. */
export function workerOf<K extends PassKind>(
  run: RunOf<K>,
  lease: Lease<K>,
  changeOf: (change: PassChange) => RunChange<K>,
): PassWorker {
  const save = (change: PassChange) => {
    const saved = lease.save(changeOf(change));
    return saved !== null && isUnfinished(saved);
  };
  return { run, save, keep: () => lease.isSafe() || save({}) };
}
