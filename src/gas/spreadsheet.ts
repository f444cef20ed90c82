import { runsOf } from "../core/neighbours.ts";
import type { RowSpan, Sheet, SheetValue, Workbook, Written } from "../core/spreadsheet.ts";
import { fileZone } from "./file-zone.ts";
import { typedText } from "./typed-text.ts";

type GoogleSheet = GoogleAppsScript.Spreadsheet.Sheet;

/** Header row: Google's own grey for a table's head. */
const HEADER_BACKGROUND = "#f1f3f4";
/** In pixels, for all columns in one call: names, addresses and times fit into it, where Google's 100 cuts them. */
const COLUMN_WIDTH = 140;

/** A sheet that grows at its end does so in steps. */
const SPARE_ROWS = 500;

export function workbookOn(file: GoogleAppsScript.Spreadsheet.Spreadsheet): Workbook {
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
    sheetNames: () =>
      file
        .getSheets()
        .filter((sheet) => !sheet.isSheetHidden())
        .map((sheet) => sheet.getName()),
    openSheet: () => sheetOn(file.getActiveSheet()),
    addSheet: (name) => sheetOn(file.insertSheet(name, file.getSheets().length)),
    addSheetBehind: (name) => {
      const shown = file.getActiveSheet();
      const sheet = file.insertSheet(name, file.getSheets().length);
      file.setActiveSheet(shown);
      return sheetOn(sheet);
    },
    cellCount: () => file.getSheets().reduce((n, sheet) => n + sheet.getMaxRows() * sheet.getMaxColumns(), 0),
    ...fileZone(() => file.getSpreadsheetTimeZone()),
    flush: () => SpreadsheetApp.flush(),
  };
}

function sheetOn(sheet: GoogleSheet): Sheet {
  const write: Sheet["write"] = (row, column, cells) => {
    const width = cells[0]?.length ?? 0;
    if (width > 0)
      sheet.getRange(row, column, cells.length, width).setValues(cells.map((line) => line.map(typed)));
  };
  return {
    id: sheet.getSheetId(),
    name: () => sheet.getName(),
    gridRows: () => sheet.getMaxRows(),
    gridColumns: () => sheet.getMaxColumns(),
    usedRows: () => sheet.getLastRow(),
    readAll: (isRough) => (isRough ? (sheet.getDataRange().getValues() as SheetValue[][]) : readAll(sheet)),
    read: (row, column, rows, columns) =>
      sheet.getRange(row, column, rows, columns).getValues() as SheetValue[][],
    formulas: () => sheet.getDataRange().getFormulas(),
    writeFormulas: (row, column, formulas) => {
      sheet.getRange(row, column, formulas.length, 1).setFormulas(formulas.map((formula) => [formula]));
    },
    write,
    append: (cells) => {
      const first = sheet.getLastRow() + 1;
      const missing = first + cells.length - 1 - sheet.getMaxRows();
      if (missing > 0) sheet.insertRowsAfter(first - 1, missing + SPARE_ROWS);
      write(first, 1, cells);
    },
    fill: (rows, column, value) => sheet.getRangeList(areas([column], rows)).setValue(typed(value)),
    format: (formats, firstRow, lastRow) => {
      for (const [format, columns] of Object.entries(formats)) {
        sheet
          .getRangeList(areas(columns, [{ first: firstRow, count: lastRow - firstRow + 1 }]))
          .setNumberFormat(format);
      }
    },
    colour: (rows, columns, colour) => sheet.getRangeList(areas(columns, rows)).setFontColor(colour),
    colourWords: (column, firstRow, colours) => {
      const range = sheet.getRange(firstRow, column, sheet.getMaxRows() - firstRow + 1, 1);
      const rules = Object.entries(colours).map(([word, colour]) =>
        SpreadsheetApp.newConditionalFormatRule()
          .whenTextEqualTo(word)
          .setBackground(colour)
          .setRanges([range])
          .build(),
      );
      sheet.setConditionalFormatRules([...sheet.getConditionalFormatRules(), ...rules]);
    },
    insertRowsAfter: (row, count) => sheet.insertRowsAfter(row, count),
    insertRowsBefore: (row, count) => sheet.insertRowsBefore(row, count),
    hideColumn: (column) => sheet.hideColumns(column),
    insertColumnsAfter: (column, count) => sheet.insertColumnsAfter(column, count),
    deleteRows: (first, count) => sheet.deleteRows(first, count),
    show: (row) => {
      sheet.showSheet().activate();
      if (row) sheet.getRange(row, 1).activate();
    },
    selectedRows: () =>
      (sheet.getActiveRangeList()?.getRanges() ?? []).map((range) => ({
        first: range.getRow(),
        count: range.getNumRows(),
      })),
    hasFilter: () => sheet.getFilter() !== null,
    offer: (column, firstRow, choices) => {
      const rule = SpreadsheetApp.newDataValidation().requireValueInList([...choices], true);
      sheet
        .getRange(firstRow, column, sheet.getMaxRows() - firstRow + 1)
        .setDataValidation(rule.setAllowInvalid(true).build());
    },
    hide: () => sheet.hideSheet(),
    dressHeader: (first, columns, row = 1) => {
      sheet.getRange(row, first, 1, columns).setFontWeight("bold").setBackground(HEADER_BACKGROUND);
      sheet.setColumnWidths(first, columns, COLUMN_WIDTH);
      if (first === 1) sheet.setFrozenRows(row);
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
  return runsOf([...columns].sort((a, b) => a - b)).flatMap((run) =>
    rows.map(({ first, count }) => `${letters(run.first)}${first}:${letters(run.last)}${first + count - 1}`),
  );
}

/** 1 is A, 27 is AA. */
function letters(column: number): string {
  let name = "";
  for (let n = column; n > 0; n = Math.floor((n - 1) / 26))
    name = String.fromCharCode(65 + ((n - 1) % 26)) + name;
  return name;
}

/** Whoever inserts rows or columns between the two calls pushes the last ones out of the range. */
const MOST_READS = 3;

function readAll(sheet: GoogleAppsScript.Spreadsheet.Sheet): SheetValue[][] {
  let range = sheet.getDataRange();
  for (let n = 1; ; n++) {
    const values = range.getValues() as SheetValue[][];
    range = sheet.getDataRange();
    const isWhole = range.getNumRows() <= values.length && range.getNumColumns() <= (values[0]?.length ?? 0);
    if (isWhole || n === MOST_READS) return values;
  }
}
