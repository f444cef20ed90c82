// A rectangle of cells as this folder's callers name it, and as o-spreadsheet does.
import type { BookModel } from "./book-model.ts";
import type { SheetZone, Zone } from "./engine.ts";
import { sheetNumber } from "./sheet-ids.ts";

/** `sheet` is its number; rows and columns count from 1. */
export interface CellRange {
  readonly sheet: number;
  readonly row: number;
  readonly column: number;
  readonly rows: number;
  readonly columns: number;
}

export function zoneOf({ row, column, rows, columns }: Omit<CellRange, "sheet">): Zone {
  return { top: row - 1, left: column - 1, bottom: row + rows - 2, right: column + columns - 2 };
}

export function rangeOf({ sheetId, zone }: SheetZone): CellRange {
  const { top, left, bottom, right } = zone;
  const [rows, columns] = [bottom - top + 1, right - left + 1];
  return { sheet: sheetNumber(sheetId), row: top + 1, column: left + 1, rows, columns };
}

/** A range as o-spreadsheet's commands carry it; concurrent changes of the grid move it. */
export interface RangeData {
  _sheetId: string;
  _zone: Zone;
}

export function rangeData(book: BookModel, range: CellRange): RangeData {
  return { _sheetId: book.sheetKey(range.sheet), _zone: zoneOf(range) };
}

/** The rectangle that two zones share; undefined when they share none. */
export function overlap(a: Zone, b: Zone): Zone | undefined {
  const zone = {
    top: Math.max(a.top, b.top),
    left: Math.max(a.left, b.left),
    bottom: Math.min(a.bottom, b.bottom),
    right: Math.min(a.right, b.right),
  };
  return zone.top <= zone.bottom && zone.left <= zone.right ? zone : undefined;
}
