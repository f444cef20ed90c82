import type { Kind, RunChange, RunOf } from "./run.ts";

/** The right to work on a run, as its worker holds it. */
export interface Lease<K extends Kind> {
  /** So much of it is left that a write to the sheet will have ended before anybody else may begin. */
  isSafe(): boolean;
  /**
   * Stores a change of the run and takes the lease anew.
   * @returns the run as stored, which a person may have paused or cancelled; null when the lease was lost.
   */
  save(change: RunChange<K>): RunOf<K> | null;
}
