import type { Book, CellValue, SheetInfo } from "../book/book.ts";
import { instantOf } from "../runtime/file-time.ts";
import { columnNumber, splitSheet } from "../runtime/guest/a1.ts";
import { WrongUsage } from "./usage.ts";

/** A cell as JSON: types kept, dates as ISO text with Z. */
export function jsonCell(value: CellValue, timeZone: string): string | number | boolean {
  return typeof value === "object" ? new Date(instantOf(value.serial, timeZone)).toISOString() : value;
}

/** @throws WrongUsage when there is none of that name */
export function sheetNamed(book: Book, name: string): SheetInfo {
  const sheet = book.sheets().find((s) => s.name === name);
  if (!sheet) {
    const names = book.sheets().map((s) => `"${s.name}"`);
    throw new WrongUsage(`There is no sheet "${name}", only ${names.join(", ")}.`);
  }
  return sheet;
}

/** "B2" as row and column, counted from 1. @throws WrongUsage */
export function cellNamed(text: string): { row: number; column: number } {
  const [, letters, digits] = /^\$?([A-Za-z]{1,3})\$?([1-9]\d*)$/.exec(text) ?? [];
  if (!letters || !digits) throw new WrongUsage(`${text} is no cell such as A1.`);
  return { row: Number(digits), column: columnNumber(letters) };
}

/** "Sheet1!B2"; without a sheet's name, a cell of the first one. */
export function placeNamed(book: Book, text: string): { sheet: SheetInfo; row: number; column: number } {
  const { sheet, cells } = splitSheet(text);
  const found = sheet === null ? book.sheets()[0] : sheetNamed(book, sheet);
  return { sheet: found as SheetInfo, ...cellNamed(cells) };
}

/** Makes the grid large enough, as pasting beyond its edge does. */
export function growTo(book: Book, sheet: SheetInfo, rows: number, columns: number): void {
  if (rows > sheet.rows) book.insertRows(sheet.id, sheet.rows + 1, rows - sheet.rows);
  if (columns > sheet.columns) book.insertColumns(sheet.id, sheet.columns + 1, columns - sheet.columns);
}

/** How far the result of a formula reaches from its cell. */
export function spillOf(
  book: Book,
  sheetId: number,
  row: number,
  column: number,
): { rows: number; columns: number } {
  const index = book.sheets().findIndex((s) => s.id === sheetId);
  const key = book.model.getters.getSheetIds()[index] as string;
  const isPart = (r: number, c: number) => {
    const origin = book.model.getters.getArrayFormulaSpreadingOn({ sheetId: key, row: r - 1, col: c - 1 });
    return origin?.row === row - 1 && origin.col === column - 1;
  };
  let rows = 1;
  let columns = 1;
  while (isPart(row + rows, column)) rows += 1;
  while (isPart(row, column + columns)) columns += 1;
  return { rows, columns };
}
