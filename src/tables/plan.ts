import type { JsonObject } from "../core/ports.ts";
import type { Cell } from "../core/resource.ts";
import type { SheetValue } from "../core/spreadsheet.ts";
import type { Layout } from "./layout.ts";

/** A record on its way into the table: its key, and one cell per placed column of the layout, in that order. */
export interface Row {
  readonly key: string;
  readonly cells: readonly Cell[];
  /** Where its cells came from, for those who have to read more from it. */
  readonly record?: JsonObject;
}

/** A row on its way into one that is there. */
export interface MergedRow {
  readonly cells: readonly Cell[];
  /** Indexes of cells that are a person's and stay as they are. */
  readonly kept?: readonly number[];
  readonly notes?: readonly NoteChange[];
}

/** What our part of the note on a cell is to say; null when there is to be none. */
export interface NoteChange {
  readonly index: number;
  readonly text: string | null;
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
  readonly changed: readonly {
    readonly row: number;
    readonly cells: readonly Cell[];
    readonly kept: readonly number[];
  }[];
  readonly added: readonly Row[];
  /** Rows of records that had been marked as gone and are back. */
  readonly returned: readonly number[];
  readonly notes: readonly (NoteChange & { readonly row: number })[];
}

export type SameCell = (planned: Cell, found: SheetValue, columnIndex: number) => boolean;

/**
 * What brings the table up to the given records: rows that differ are written again, unknown keys are added below.
 * A key that stands in several rows (a person copied one) is brought up to date in each of them. Of a record that
 * comes twice the last form counts: a listing that moves under a reader may show it on two pages.
 * @param merged what of a record goes into a row that is there, by what stands in it.
 */
export function planUpdate(
  image: TableImage,
  rows: readonly Row[],
  same: SameCell,
  merged: (row: Row, found: readonly SheetValue[]) => MergedRow = (row) => row,
): Plan {
  const rowsOfKey = new Map<string, number[]>();
  image.keys.forEach((key, index) => {
    if (key === "") return;
    const at = rowsOfKey.get(key);
    if (at) at.push(index);
    else rowsOfKey.set(key, [index]);
  });
  const latest = new Map<string, Row>();
  for (const row of rows) latest.set(row.key, row);
  const changed: Plan["changed"][number][] = [];
  const noted: Plan["notes"][number][] = [];
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
      const { cells, kept = [], notes = [] } = merged(row, found);
      for (const note of notes) noted.push({ ...note, row: index + 2 });
      if (cells.some((cell, i) => kept.indexOf(i) < 0 && !same(cell, found[i] ?? "", i)))
        changed.push({ row: index + 2, cells, kept });
      if (image.removed[index]) returned.push(index + 2);
    }
  }
  changed.sort((a, b) => a.row - b.row);
  returned.sort((a, b) => a - b);
  return { changed, added, returned, notes: noted };
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
