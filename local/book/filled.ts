// How far a sheet's content reaches. Scripts ask this before almost every read, of sheets that are mostly blank: blank
// places are passed over without asking for each of their cells.
import type { Getters } from "./engine.ts";

interface Extent {
  row: number;
  column: number;
}

/** 1-based; 0 on a blank sheet. Formulas count whatever they show. */
export function lastFilledRow(getters: Getters, sheetId: string): number {
  const shown = lastShown(getters, sheetId).row;
  const rows = getters.tryGetSheet(sheetId)?.rows ?? [];
  for (let row = rows.length - 1; row >= shown; row--) {
    for (const id of Object.values(rows[row]?.cells ?? {}))
      if (id !== undefined && getters.holdsContent(sheetId, id)) return row + 1;
  }
  return shown;
}

/** As `lastFilledRow`. */
export function lastFilledColumn(getters: Getters, sheetId: string): number {
  let last = lastShown(getters, sheetId).column;
  const columns = getters.getNumberCols(sheetId);
  for (const { cells } of getters.tryGetSheet(sheetId)?.rows ?? []) {
    for (let col = columns - 1; col >= last; col--) {
      const id = cells[col];
      if (id !== undefined && getters.holdsContent(sheetId, id)) last = col + 1;
    }
  }
  return last;
}

/** Of what formulas show, also in cells that hold nothing themselves. */
function lastShown(getters: Getters, sheetId: string): Extent {
  const last: Extent = { row: 0, column: 0 };
  for (const [col, results] of Object.entries(getters.getResults(sheetId) ?? {})) {
    for (const [row, { type, value }] of Object.entries(results)) {
      if (type === "empty" || value === "") continue;
      last.row = Math.max(last.row, Number(row) + 1);
      last.column = Math.max(last.column, Number(col) + 1);
    }
  }
  return last;
}
