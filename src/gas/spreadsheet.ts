import type { RowSpan, Sheet, SheetValue, Workbook, Written } from "../core/spreadsheet.ts";
import { typedText } from "./typed-text.ts";

type GoogleSheet = GoogleAppsScript.Spreadsheet.Sheet;

const MINUTE_MS = 60_000;

/** Header row: Google's own grey for a table's head. */
const HEADER_BACKGROUND = "#f1f3f4";
/** In pixels, for all columns in one call: names, addresses and times fit into it, where Google's 100 cuts them. */
const COLUMN_WIDTH = 140;

export function workbookOn(file: GoogleAppsScript.Spreadsheet.Spreadsheet): Workbook {
  let days: Intl.DateTimeFormat | null = null;
  let clocks: Intl.DateTimeFormat | null = null;
  return {
    id: file.getId(),
    sheetById: (id) => {
      const sheet = file.getSheets().find((other) => other.getSheetId() === id);
      return sheet ? sheetOn(sheet) : null;
    },
    sheetByName: (name) => {
      // No two sheets may have names that differ in case alone, yet they are looked up with regard to it.
      const sheet =
        file.getSheetByName(name) ??
        file.getSheets().find((other) => other.getName().toLowerCase() === name.toLowerCase());
      return sheet ? sheetOn(sheet) : null;
    },
    openSheet: () => sheetOn(file.getActiveSheet()),
    addSheet: (name) => sheetOn(file.insertSheet(name, file.getSheets().length)),
    cellCount: () => file.getSheets().reduce((n, sheet) => n + sheet.getMaxRows() * sheet.getMaxColumns(), 0),
    dayOf: (instant) => {
      days ??= new Intl.DateTimeFormat("en-US", {
        timeZone: file.getSpreadsheetTimeZone(),
        year: "numeric",
        month: "2-digit",
        day: "2-digit",
      });
      // Part by part: the order that a locale puts them in has changed between versions of V8's data.
      const parts: Record<string, string> = {};
      for (const { type, value } of days.formatToParts(instant)) parts[type] = value;
      return `${parts.year}-${parts.month}-${parts.day}`;
    },
    startOf: ({ day }) => {
      clocks ??= new Intl.DateTimeFormat("en-US", {
        timeZone: file.getSpreadsheetTimeZone(),
        hour12: false,
        year: "numeric",
        month: "numeric",
        day: "numeric",
        hour: "numeric",
        minute: "numeric",
      });
      const utcMs = Date.parse(`${day}T00:00:00Z`);
      const guessMs = utcMs - aheadMs(clocks, utcMs);
      // The clocks may have been changed in between.
      return new Date(utcMs - aheadMs(clocks, guessMs));
    },
    flush: () => SpreadsheetApp.flush(),
  };
}

/** How far the clocks of a zone are ahead of UTC at an instant, in milliseconds. */
function aheadMs(clocks: Intl.DateTimeFormat, instantMs: number): number {
  const shown: Record<string, number> = {};
  for (const { type, value } of clocks.formatToParts(new Date(instantMs))) shown[type] = Number(value);
  const { year = 0, month = 0, day = 0, hour = 0, minute = 0 } = shown;
  // Midnight may come as 24.
  return Date.UTC(year, month - 1, day, hour % 24, minute) - Math.floor(instantMs / MINUTE_MS) * MINUTE_MS;
}

function sheetOn(sheet: GoogleSheet): Sheet {
  return {
    id: sheet.getSheetId(),
    name: () => sheet.getName(),
    gridRows: () => sheet.getMaxRows(),
    gridColumns: () => sheet.getMaxColumns(),
    readAll: () => sheet.getDataRange().getValues() as SheetValue[][],
    read: (row, column, rows, columns) =>
      sheet.getRange(row, column, rows, columns).getValues() as SheetValue[][],
    formulas: () => sheet.getDataRange().getFormulas(),
    writeFormulas: (row, column, formulas) => {
      sheet.getRange(row, column, formulas.length, 1).setFormulas(formulas.map((formula) => [formula]));
    },
    write: (row, column, cells) => {
      const width = cells[0]?.length ?? 0;
      if (width === 0) return;
      sheet.getRange(row, column, cells.length, width).setValues(cells.map((line) => line.map(typed)));
    },
    fill: (rows, column, value) => {
      sheet.getRangeList(areas([column], rows)).setValue(typed(value));
    },
    format: (formats, firstRow, lastRow) => {
      for (const format of Object.keys(formats)) {
        sheet
          .getRangeList(areas(formats[format] ?? [], [{ first: firstRow, count: lastRow - firstRow + 1 }]))
          .setNumberFormat(format);
      }
    },
    colour: (rows, columns, colour) => {
      sheet.getRangeList(areas(columns, rows)).setFontColor(colour);
    },
    insertRowsAfter: (row, count) => {
      sheet.insertRowsAfter(row, count);
    },
    insertColumnsAfter: (column, count) => {
      sheet.insertColumnsAfter(column, count);
    },
    deleteRows: (first, count) => {
      sheet.deleteRows(first, count);
    },
    dressHeader: (first, columns) => {
      sheet.getRange(1, first, 1, columns).setFontWeight("bold").setBackground(HEADER_BACKGROUND);
      sheet.setColumnWidths(first, columns, COLUMN_WIDTH);
      if (first === 1) sheet.setFrozenRows(1);
    },
  };
}

/** A value in the form that `setValues` needs for it to arrive as meant. */
function typed(cell: Written): string | number | boolean | Date {
  if (cell === null) return "";
  if (typeof cell === "string") return typedText(cell);
  if (typeof cell === "number") return Number.isFinite(cell) ? cell : "";
  if (typeof cell === "boolean" || cell instanceof Date) return cell;
  // Parsed as typed: a day as such, which no time zone can move.
  return cell.day;
}

/** The A1 names of the areas over some columns and rows; neighbouring columns are one area. */
function areas(columns: readonly number[], rows: readonly RowSpan[]): string[] {
  const names: string[] = [];
  const sorted = [...columns].sort((a, b) => a - b);
  for (let i = 0; i < sorted.length; ) {
    let end = i;
    while (sorted[end + 1] === (sorted[end] as number) + 1) end++;
    for (const { first, count } of rows) {
      names.push(
        `${letters(sorted[i] as number)}${first}:${letters(sorted[end] as number)}${first + count - 1}`,
      );
    }
    i = end + 1;
  }
  return names;
}

/** 1 is A, 27 is AA. */
function letters(column: number): string {
  let name = "";
  for (let n = column; n > 0; n = Math.floor((n - 1) / 26))
    name = String.fromCharCode(65 + ((n - 1) % 26)) + name;
  return name;
}
