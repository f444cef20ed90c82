import type { Run } from "./run.ts";

/** The right to work on a run, as its carrier holds it. */
export interface Lease {
  /** So much of it is left that a write to the sheet will have ended before anybody else may begin. */
  isSafe(): boolean;
  /**
   * Stores a change of the run and takes the lease anew.
   * @returns the run as stored, which a person may have paused or cancelled; null when the lease was lost.
   */
  save(change: Partial<Run>): Run | null;
}
