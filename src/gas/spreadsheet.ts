import { columnLetters } from "../core/column-letters.ts";
import { meantBy } from "../core/names.ts";
import { runsOf } from "../core/neighbours.ts";
import type { Mutex } from "../core/ports.ts";
import type { RowSpan, Sheet, SheetValue, Workbook, Written } from "../core/spreadsheet.ts";
import { fileZone } from "./file-zone.ts";
import { literalText } from "./formula-escape.ts";
import { hiddenAmong } from "./hidden-rows.ts";

type GoogleSheet = GoogleAppsScript.Spreadsheet.Sheet;

/** Header row: Google's own grey for a table's head. */
const HEADER_BACKGROUND = "#f1f3f4";
/** In pixels, for all columns in one call: names, addresses and times fit into it, where Google's 100 cuts them. */
const COLUMN_WIDTH = 140;

/** A sheet that grows at its end does so in steps. */
const SPARE_ROWS = 500;
/** Cells that one call gives formats of their own: for more, a call for each format is less to send. */
const MOST_FORMATS = 50_000;

/** What an execution changed, in whichever file, and did not flush yet: Google may keep it back until then (facts, 5.8). */
class Unsent {
  private isNone = true;
  private readonly sheets = new Set<number>();

  /** A sheet that is about to be changed. */
  changing(sheet: GoogleSheet): GoogleSheet {
    this.isNone = false;
    return sheet;
  }

  made(sheet: GoogleSheet): GoogleSheet {
    this.sheets.add(sheet.getSheetId());
    return this.changing(sheet);
  }

  flush(): void {
    SpreadsheetApp.flush();
    this.isNone = true;
    this.sheets.clear();
  }

  flushIfAny(): void {
    if (!this.isNone) this.flush();
  }

  /**
   * Does what only changes looks. In typed columns of a Table it throws once the queue is sent, and takes along what is
   * queued with it (facts, 5.5): so what was queued goes first, and the looks alone, for which nothing is given up. In a
   * sheet that was made a moment ago nobody can have made a Table.
   */
  dress(sheet: GoogleSheet, work: () => unknown): void {
    if (this.sheets.has(sheet.getSheetId())) {
      work();
      return;
    }
    this.flushIfAny();
    try {
      work();
      this.flush();
    } catch (error) {
      console.warn(error);
    }
  }
}

const unsent = new Unsent();

/** @param lock of the sheets that all write to. */
export function workbookOn(file: GoogleAppsScript.Spreadsheet.Spreadsheet, lock: Mutex): Workbook {
  const sheetOn = (sheet: GoogleSheet) => sheetIn(sheet, lock);
  return {
    id: file.getId(),
    sheetById: (id) => {
      const sheet = file.getSheets().find((other) => other.getSheetId() === id);
      return sheet ? sheetOn(sheet) : null;
    },
    sheetByName: (name) => {
      const sheet =
        file.getSheetByName(name) ?? meantBy(name, file.getSheets(), "sheets", (other) => other.getName());
      return sheet ? sheetOn(sheet) : null;
    },
    sheetNames: () =>
      file
        .getSheets()
        .filter((sheet) => !sheet.isSheetHidden())
        .map((sheet) => sheet.getName()),
    openSheet: () => sheetOn(file.getActiveSheet()),
    addSheet: (name) => sheetOn(unsent.made(file.insertSheet(name, file.getSheets().length))),
    addSheetBehind: (name) => {
      const shown = file.getActiveSheet();
      const sheet = unsent.made(file.insertSheet(name, file.getSheets().length));
      file.setActiveSheet(shown);
      return sheetOn(sheet);
    },
    cellCount: () => file.getSheets().reduce((n, sheet) => n + sheet.getMaxRows() * sheet.getMaxColumns(), 0),
    locale: once(() => file.getSpreadsheetLocale()),
    ...fileZone(once(() => file.getSpreadsheetTimeZone())),
    flush: () => unsent.flush(),
  };
}

/** A setting of the file, which is asked for cell by cell, and is a call to Google. */
function once(ask: () => string): () => string {
  let known: string | null = null;
  return () => {
    known ??= ask();
    return known;
  };
}

function sheetIn(sheet: GoogleSheet, lock: Mutex): Sheet {
  const changing = () => unsent.changing(sheet);
  const write: Sheet["write"] = (row, column, cells) => {
    const width = cells[0]?.length ?? 0;
    if (width > 0)
      changing()
        .getRange(row, column, cells.length, width)
        .setValues(cells.map((line) => line.map(typed)));
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
    readShown: (row, column, rows, columns) => sheet.getRange(row, column, rows, columns).getDisplayValues(),
    formulas: () => sheet.getDataRange().getFormulas(),
    writeFormulas: (row, column, formulas) => {
      changing()
        .getRange(row, column, formulas.length, 1)
        .setFormulas(formulas.map((formula) => [formula]));
    },
    write,
    append: (cells) => {
      const first = sheet.getLastRow() + 1;
      const missing = first + cells.length - 1 - sheet.getMaxRows();
      if (missing > 0) changing().insertRowsAfter(first - 1, missing + SPARE_ROWS);
      write(first, 1, cells);
    },
    fill: (rows, column, value) =>
      changing()
        .getRangeList(areas([column], rows))
        .setValue(typed(value)),
    format: (formats, firstRow, lastRow) =>
      unsent.dress(sheet, () => {
        const rows = lastRow - firstRow + 1;
        const line = lineOfFormats(formats);
        if (line && rows * line.formats.length <= MOST_FORMATS) {
          const all = Array.from({ length: rows }, () => line.formats);
          sheet.getRange(firstRow, line.first, rows, line.formats.length).setNumberFormats(all);
          return;
        }
        for (const [format, columns] of Object.entries(formats))
          sheet.getRangeList(areas(columns, [{ first: firstRow, count: rows }])).setNumberFormat(format);
      }),
    colour: (rows, columns, colour) => changing().getRangeList(areas(columns, rows)).setFontColor(colour),
    colourWords: (column, firstRow, colours) => {
      const range = sheet.getRange(firstRow, column, sheet.getMaxRows() - firstRow + 1, 1);
      const rules = [...sheet.getConditionalFormatRules(), ...colouring(range, colours)];
      changing().setConditionalFormatRules(rules);
    },
    insertRowsAfter: (row, count) => changing().insertRowsAfter(row, count),
    insertRowsBefore: (row, count) => changing().insertRowsBefore(row, count),
    hideColumn: (column) => changing().hideColumns(column),
    insertColumnsAfter: (column, count) => changing().insertColumnsAfter(column, count),
    deleteRows: (first, count) => changing().deleteRows(first, count),
    show: (row) => {
      changing().showSheet().activate();
      if (row) sheet.getRange(row, 1).activate();
    },
    selectedRows: () =>
      (sheet.getActiveRangeList()?.getRanges() ?? []).map((range) => ({
        first: range.getRow(),
        count: range.getNumRows(),
      })),
    hiddenAmong: (rows) => {
      unsent.flushIfAny();
      return hiddenAmong(sheet, rows, lock);
    },
    offer: (column, firstRow, choices) => {
      const rule = SpreadsheetApp.newDataValidation().requireValueInList([...choices], true);
      const range = sheet.getRange(firstRow, column, sheet.getMaxRows() - firstRow + 1);
      unsent.dress(sheet, () => range.setDataValidation(rule.setAllowInvalid(true).build()));
    },
    notes: (row, column, rows) =>
      sheet
        .getRange(row, column, rows, 1)
        .getNotes()
        .map(([note = ""]) => note),
    writeNotes: (row, column, notes) => {
      changing()
        .getRange(row, column, notes.length, 1)
        .setNotes(notes.map((note) => [note]));
    },
    hide: () => changing().hideSheet(),
    dressHeader: (first, columns, row = 1) => dressHeader(changing(), first, columns, row),
  };
}

function dressHeader(sheet: GoogleSheet, first: number, columns: number, row: number): void {
  sheet.getRange(row, first, 1, columns).setFontWeight("bold").setBackground(HEADER_BACKGROUND);
  sheet.setColumnWidths(first, columns, COLUMN_WIDTH);
  if (first === 1) sheet.setFrozenRows(row);
}

function colouring(range: GoogleAppsScript.Spreadsheet.Range, colours: Readonly<Record<string, string>>) {
  return Object.entries(colours).map(([word, colour]) =>
    SpreadsheetApp.newConditionalFormatRule()
      .whenTextEqualTo(word)
      .setBackground(colour)
      .setRanges([range])
      .build(),
  );
}

/** A value in the form that `setValues` needs for it to arrive as meant. */
function typed(cell: Written): string | number | boolean | Date {
  if (cell === null) return "";
  if (typeof cell === "string") return literalText(cell);
  if (typeof cell === "number") return Number.isFinite(cell) ? cell : "";
  if (typeof cell === "boolean" || cell instanceof Date) return cell;
  // Parsed as typed: a day as such, which no time zone can move.
  return cell.day;
}

/** The formats of neighbouring columns, from left to right; null where one call for all of them is none the less. */
function lineOfFormats(
  formats: Readonly<Record<string, readonly number[]>>,
): { readonly first: number; readonly formats: string[] } | null {
  const names = Object.keys(formats);
  const at = names.flatMap((format) => (formats[format] ?? []).map((column) => ({ format, column })));
  at.sort((a, b) => a.column - b.column);
  const first = at[0]?.column ?? 0;
  if (names.length < 2 || at.some(({ column }, i) => column !== first + i)) return null;
  return { first, formats: at.map(({ format }) => format) };
}

/** The A1 names of the areas over some columns and rows; neighbouring columns are one area. */
function areas(columns: readonly number[], rows: readonly RowSpan[]): string[] {
  return runsOf([...columns].sort((a, b) => a - b)).flatMap((run) =>
    rows.map(
      ({ first, count }) =>
        `${columnLetters(run.first)}${first}:${columnLetters(run.last)}${first + count - 1}`,
    ),
  );
}

/** Whoever inserts rows or columns between the two calls pushes the last ones out of the range. */
const MOST_READS = 3;

function readAll(sheet: GoogleAppsScript.Spreadsheet.Sheet): SheetValue[][] {
  for (let n = 1; ; n++) {
    const [rows, columns] = [sheet.getMaxRows(), sheet.getMaxColumns()];
    const values = sheet.getDataRange().getValues() as SheetValue[][];
    const isWhole = sheet.getMaxRows() <= rows && sheet.getMaxColumns() <= columns;
    if (isWhole || n === MOST_READS) return values;
  }
}
