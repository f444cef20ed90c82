// How far a sheet's content reaches. Scripts ask this before almost every read, of sheets that are mostly blank: blank
// places are passed over without asking for each of their cells.
import type { Getters, Position } from "./engine.ts";

interface Extent {
  row: number;
  column: number;
}

/** 1-based; 0 on a blank sheet. Formulas count whatever they show. */
export function lastFilledRow(getters: Getters, sheetId: string): number {
  const shown = lastShown(getters, sheetId).row;
  const rows = getters.tryGetSheet(sheetId)?.rows ?? [];
  for (let row = rows.length - 1; row >= shown; row--) {
    for (const col in rows[row]?.cells)
      if (isFilled(getters, { sheetId, row, col: Number(col) })) return row + 1;
  }
  return shown;
}

/** As `lastFilledRow`. */
export function lastFilledColumn(getters: Getters, sheetId: string): number {
  let last = lastShown(getters, sheetId).column;
  const columns = getters.getNumberCols(sheetId);
  for (const [row, { cells }] of getters.tryGetSheet(sheetId)?.rows.entries() ?? []) {
    for (let col = columns - 1; col >= last; col--)
      if (cells[col] !== undefined && isFilled(getters, { sheetId, row, col })) last = col + 1;
  }
  return last;
}

/** Of what formulas show, also in cells that hold nothing themselves. */
function lastShown(getters: Getters, sheetId: string): Extent {
  const last: Extent = { row: 0, column: 0 };
  const results = getters.getResults(sheetId);
  for (const col in results) {
    for (const row in results[Number(col)]) {
      const [column, line] = [Number(col) + 1, Number(row) + 1];
      if (line <= last.row && column <= last.column) continue;
      if (!isFilled(getters, { sheetId, row: Number(row), col: Number(col) })) continue;
      last.row = Math.max(last.row, line);
      last.column = Math.max(last.column, column);
    }
  }
  return last;
}

function isFilled(getters: Getters, position: Position): boolean {
  const cell = getters.getCell(position);
  if (cell && (cell.isFormula || cell.content !== "")) return true;
  const { type, value } = getters.getEvaluatedCell(position);
  return type !== "empty" && value !== "";
}
