import type { PageCursor } from "../../core/page.ts";

/** Where a pass over a whole listing is. */
export interface PassState {
  /** Its number in the table's state; 0 before it began to write. */
  readonly number: number;
  /** The first `batch` batches are on the sheet, and the listing goes on at `place` (null: at its start). */
  readonly place: PageCursor | null;
  readonly batch: number;
  /** The table held rows when the pass began, so that some may turn out to be gone. */
  readonly hadRows: boolean;
  /** How often the listing was read anew because the cache had forgotten what was seen. */
  readonly rereadings: number;
  /** What the listing took so far. */
  readonly requests: number;
  /** Cells that are enough for the next write, by what the last one took; null before the first one. */
  readonly cells: number | null;
  /** So much seemed gone that the listing is read once more before anybody is asked. */
  readonly isDoubted: boolean;
  /** So many rows may go: a person was asked about them, and had the run go on. */
  readonly agreed: number;
  /** What the batches held that the table cannot show, by header. */
  readonly unshown: { readonly [header: string]: number };
}

/** Of the first write to a table: at 150 µs a cell, the slowest that was measured (facts, 5.8), 7 seconds. */
export const FIRST_CELLS = 50_000;

export const START: PassState = {
  number: 0,
  place: null,
  batch: 0,
  hadRows: false,
  rereadings: 0,
  requests: 0,
  cells: null,
  isDoubted: false,
  agreed: 0,
  unshown: {},
};

/** At the listing's start again. What was found out about the sheet, and what a person agreed to, stays. */
export function anew({ rereadings, cells, isDoubted, agreed }: PassState): PassState {
  return { ...START, rereadings, cells, isDoubted, agreed };
}

/** How long a write is to take: long enough that calls do not count, and short beside the lease. */
const WRITE_MS = 10_000;
const FEWEST_CELLS = 5_000;
const MOST_CELLS = 360_000;
/** What took next to no time tells little of what takes longer. */
const MOST_GROWTH = 8;
/** What is left over by so little is written along with the rest: a write has calls of its own besides its cells. */
const OVER = 1.5;

/**
 * How many cells are enough for the next write.
 * @param enough for the last one.
 * @param written by the last one, in so many milliseconds.
 */
export function nextCells(enough: number, written: number, tookMs: number): number {
  // What a small one takes is mostly the calls.
  if (written < enough / 2) return enough;
  const factor = Math.min(MOST_GROWTH, Math.max(1 / 4, WRITE_MS / Math.max(1, tookMs)));
  return Math.min(MOST_CELLS, Math.max(FEWEST_CELLS, Math.round(enough * factor)));
}

/** How many of so many rows go into the next write. @param enough rows, as `nextCells` has it */
export function nextRows(rows: number, enough: number): number {
  return rows <= enough * OVER ? rows : enough;
}
