import type { Pool } from "../../hunter/plan.ts";
import type { ChosenRows } from "../chosen-rows.ts";

/** Where a look-up run is, besides what stands in the sheet. */
export interface LookupState {
  /** The rows that are to be asked for afresh carry a mark. */
  readonly isMarked: boolean;
  /** Some rows were hidden when the others were marked: only what carries a mark, or is told by `chosen`, is asked for. */
  readonly isPicked?: true;
  /**
   * The rows that were chosen, by what they said when the run was started; null for all. Once they are marked, or others
   * are hidden, `each` is of those alone that carry no mark: the run is kept with every batch, however many rows it names.
   */
  readonly chosen: ChosenRows | null;
  /** How often what was not settled has been gone through. */
  readonly looks: number;
  /**
   * Marks of the questions that stayed open in this look, one after the other. A run of an earlier version has none here:
   * its marks, under another name, had another length.
   */
  readonly waitingMarks?: string;
  /** E-mail domains past their daily limit, and until when. */
  readonly full: { readonly [domain: string]: number };
  /** How often only such domains were left since the last answer. */
  readonly fullDays?: number;
  /** Used by the account before the run bought anything. */
  readonly usedBefore: number | null;
  /** What it is paid from, as far as the account said: a run of an earlier version does not know. */
  readonly pool?: Pool;
  /** What results of before spared, by the prices of two pools. */
  readonly saved: number;
  /** The same in credits of one pool, which does not charge for all of them; a run of an earlier version has none. */
  readonly savedCredits?: number;
  /** How long an answer took, as the worker saw it last, in milliseconds. */
  readonly tookMs: number;
}

export const START: LookupState = {
  isMarked: false,
  chosen: null,
  looks: 0,
  full: {},
  usedBefore: null,
  saved: 0,
  savedCredits: 0,
  tookMs: 0,
};

/** What results of before spared a run, in credits of the pool that there is; null where Hunter does not say. */
export function savedIn({ saved, savedCredits = 0 }: LookupState, pool: Pool | null): number {
  return pool === "credits" ? savedCredits : saved;
}
