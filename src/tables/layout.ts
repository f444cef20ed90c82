import { alike } from "../core/names.ts";
import type { Column } from "../core/resource.ts";
import type { SheetValue } from "../core/spreadsheet.ts";

/** Where the columns of a managed table are in its sheet. Everything that is not listed is the user's. */
export interface Layout {
  /** Sheet column (from 1) of the key. */
  readonly keyAt: number;
  /** The columns that are there, with their sheet column, from left to right. The key is among them. */
  readonly placed: readonly PlacedColumn[];
  /** Wanted, but without a header in the sheet. */
  readonly missing: readonly Column[];
  /** Sheet column of the 'Removed' date, or null while nothing was ever removed. */
  readonly removedAt: number | null;
  /** One of our headers that stands there twice: nothing tells which of the two is the user's. */
  readonly doubled: string | null;
}

export interface PlacedColumn {
  readonly column: Column;
  readonly at: number;
}

/** Header of the date on which a record was first found gone. */
export const REMOVED_HEADER = "Removed";

/**
 * Finds a table's columns by their header text: a person may move them, and put columns of their own between. One whose
 * header somebody typed in another case, or with other blanks, is found where no column has the very header.
 * @param isExact of a column whose header, typed so, is not surely ours, and so the user's.
 * @returns null when the key's header is not there: without it no row can be told from another.
 */
export function findLayout(
  header: readonly SheetValue[],
  key: string,
  columns: readonly Column[],
  isExact: (column: Column) => boolean = () => false,
): Layout | null {
  const names = header.map((text) => String(text).trim());
  const near = new Map<string, number[]>();
  names.forEach((name, i) => {
    near.set(alike(name), [...(near.get(alike(name)) ?? []), i]);
  });
  let doubled: string | null = null;
  const placeOf = (wanted: string, isExact: boolean): number | undefined => {
    const found = near.get(alike(wanted)) ?? [];
    const exact = found.filter((i) => names[i] === wanted);
    const [first, second] = isExact || exact.length > 0 ? exact : found;
    if (second !== undefined) doubled ??= wanted;
    return first === undefined ? undefined : first + 1;
  };
  const placed: PlacedColumn[] = [];
  const missing: Column[] = [];
  for (const column of columns) {
    const at = placeOf(column.header, isExact(column));
    if (at === undefined) missing.push(column);
    else placed.push({ column, at });
  }
  placed.sort((a, b) => a.at - b.at);
  const keyColumn = placed.find(({ column }) => column.name === key);
  if (!keyColumn) return null;
  // Most tables have none: a "removed" of the user's, whose dates would be taken for marks, is not to pass for it.
  const removedAt = placeOf(REMOVED_HEADER, true) ?? null;
  return { keyAt: keyColumn.at, placed, missing, removedAt, doubled };
}

/** The sheet column of the rightmost one of ours. */
export function lastOf({ placed, removedAt }: Layout): number {
  return placed.reduce((last, { at }) => Math.max(last, at), removedAt ?? 0);
}
