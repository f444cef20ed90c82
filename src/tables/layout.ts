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
 * Finds a table's columns by their header text: a person may move them, and put columns of their own between.
 * @returns null when the key's header is not there: without it no row can be told from another.
 */
export function findLayout(
  header: readonly SheetValue[],
  key: string,
  columns: readonly Column[],
): Layout | null {
  const at = new Map<string, number>();
  const twice: string[] = [];
  header.forEach((text, index) => {
    const name = String(text).trim();
    if (at.has(name)) twice.push(name);
    else if (name !== "") at.set(name, index + 1);
  });
  const placed: PlacedColumn[] = [];
  const missing: Column[] = [];
  for (const column of columns) {
    const found = at.get(column.header);
    if (found === undefined) missing.push(column);
    else placed.push({ column, at: found });
  }
  placed.sort((a, b) => a.at - b.at);
  const keyColumn = placed.find(({ column }) => column.name === key);
  if (!keyColumn) return null;
  const isOurs = (name: string) =>
    name === REMOVED_HEADER || placed.some(({ column }) => column.header === name);
  return {
    keyAt: keyColumn.at,
    placed,
    missing,
    removedAt: at.get(REMOVED_HEADER) ?? null,
    doubled: twice.find(isOurs) ?? null,
  };
}

/** The sheet column of the rightmost one of ours. */
export function lastOf({ placed, removedAt }: Layout): number {
  return placed.reduce((last, { at }) => Math.max(last, at), removedAt ?? 0);
}
