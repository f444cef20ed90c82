import type { Cell } from "../core/resource.ts";
import type { SheetValue } from "../core/spreadsheet.ts";
import type { Layout } from "./layout.ts";

/** A record on its way into the table: its key, and one cell per placed column of the layout, in that order. */
export interface Row {
  readonly key: string;
  readonly cells: readonly Cell[];
}

/** What stands in the sheet below the header, as far as a plan needs it. */
export interface TableImage {
  /** Per data row (the first is sheet row 2) the key, "" where the row is the user's. */
  readonly keys: readonly string[];
  /** Per data row the values under the placed columns, in the layout's order. */
  readonly values: readonly (readonly SheetValue[])[];
  /** Per data row whether it carries a 'Removed' date. */
  readonly removed: readonly boolean[];
}

/** An update as data: nothing is touched until it is applied. Rows are sheet rows. */
export interface Plan {
  readonly changed: readonly { readonly row: number; readonly cells: readonly Cell[] }[];
  readonly added: readonly Row[];
  /** Rows of records that had been marked as gone and are back. */
  readonly returned: readonly number[];
}

export type SameCell = (planned: Cell, found: SheetValue, columnIndex: number) => boolean;

/**
 * What brings the table up to the given records: rows that differ are written again, unknown keys are added below.
 * A key that stands in several rows (a person copied one) is brought up to date in each of them. Of a record that
 * comes twice the last form counts: a listing that moves under a reader may show it on two pages.
 */
export function planUpdate(image: TableImage, rows: readonly Row[], same: SameCell): Plan {
  const rowsOfKey = new Map<string, number[]>();
  image.keys.forEach((key, index) => {
    if (key === "") return;
    const at = rowsOfKey.get(key);
    if (at) at.push(index);
    else rowsOfKey.set(key, [index]);
  });
  const latest = new Map<string, Row>();
  for (const row of rows) latest.set(row.key, row);
  const changed: { row: number; cells: readonly Cell[] }[] = [];
  const added: Row[] = [];
  const returned: number[] = [];
  for (const row of latest.values()) {
    const at = rowsOfKey.get(row.key);
    if (!at) {
      added.push(row);
      continue;
    }
    for (const index of at) {
      const found = image.values[index] ?? [];
      if (row.cells.some((cell, i) => !same(cell, found[i] ?? "", i)))
        changed.push({ row: index + 2, cells: row.cells });
      if (image.removed[index]) returned.push(index + 2);
    }
  }
  changed.sort((a, b) => a.row - b.row);
  returned.sort((a, b) => a - b);
  return { changed, added, returned };
}

/** An id of either API: "Total", which a person wrote below the ids, is none, and its row is theirs. */
const ID = /^\S*\d\S*$/;

/** The sheet rows of records that are gone, and that are not marked so yet. */
export function planRemoval(
  image: TableImage,
  isGone: (key: string) => boolean,
  markedToo: boolean,
): number[] {
  const rows: number[] = [];
  image.keys.forEach((key, index) => {
    if (ID.test(key) && isGone(key) && (markedToo || !image.removed[index])) rows.push(index + 2);
  });
  return rows;
}

/** Cuts a sheet's values down to what a plan needs. */
export function imageOf(values: readonly (readonly SheetValue[])[], layout: Layout): TableImage {
  const body = values.slice(1);
  return {
    keys: body.map((row) => String(row[layout.keyAt - 1] ?? "").trim()),
    values: body.map((row) => layout.placed.map(({ at }) => row[at - 1] ?? "")),
    removed: body.map((row) => layout.removedAt !== null && row[layout.removedAt - 1] instanceof Date),
  };
}
