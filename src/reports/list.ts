import type { SheetValue } from "../core/spreadsheet.ts";

/** Where a list of before stands in its sheet, as it was read. */
export interface ListBefore {
  /** What its rows say that is ours, by key, in the order in which they stand. */
  readonly keys: readonly string[];
  /** Of each row, whether somebody wrote beside it. */
  readonly isNoted: readonly boolean[];
}

export interface ListPlan {
  /** For each row that stood there: the new row (from 0) that it shows from now on; null where it is listed no more. */
  readonly shows: readonly (number | null)[];
  /** New rows (from 0) that come in below, in their order. */
  readonly added: readonly number[];
  /** By which the rows, the added ones last, are to be sorted; those that may go come last. */
  readonly ranks: readonly number[];
  /** How many of them may go once they are sorted: nobody wrote beside them. */
  readonly gone: number;
}

/**
 * How a list that somebody wrote beside becomes the new one: rows stay with what stands beside them, and one that is
 * listed no more stays at the end where somebody wrote beside it.
 * @param keys of the new rows, in their order; each once.
 */
export function planList({ keys: before, isNoted }: ListBefore, keys: readonly string[]): ListPlan {
  const at = new Map(keys.map((key, i) => [key, i]));
  const shown = new Set<number>();
  const shows = before.map((key) => {
    const row = at.get(key);
    // A key that stands there twice was copied by somebody: the second row is theirs.
    if (row === undefined || shown.has(row)) return null;
    shown.add(row);
    return row;
  });
  const added = keys.map((_, i) => i).filter((i) => !shown.has(i));
  let kept = 0;
  let gone = 0;
  const ranks = shows.map((row, i) => {
    if (row !== null) return row + 1;
    return isNoted[i] ? keys.length + ++kept : keys.length + before.length + 1 + gone++;
  });
  return { shows, added, ranks: [...ranks, ...added.map((row) => row + 1)], gone };
}

/** The row (from 0) in which all of these headers stand, as typed or in another case; null when there is none. */
export function headerRow(values: readonly (readonly SheetValue[])[], headers: readonly string[]): number | null {
  const wanted = headers.map((header) => header.toLowerCase());
  const found = values.findIndex((row) => {
    const texts = new Set(row.map((cell) => String(cell).trim().toLowerCase()));
    return wanted.every((header) => texts.has(header));
  });
  return found < 0 ? null : found;
}
