// A book as plain JSON: what is ours, and o-spreadsheet's own data for everything else (borders, charts, filters …).
import type { Model } from "@odoo/o-spreadsheet";
import { helpers } from "@odoo/o-spreadsheet";
import type { CustomResult } from "./custom-functions.ts";
import type { CorePluginInside } from "./engine.ts";
import { localeRules } from "./locales.ts";

/** Raised when a book's form changes in a way that older code cannot read. */
const FORM = 1;

export interface SavedBook {
  form: number;
  id: string;
  name: string;
  timeZone: string;
  locale: string;
  /** How many sheets were ever made, which the next one's number follows from. */
  sheetsMade: number;
  /** o-spreadsheet's workbook data; the cells are in its section `huntsheet`. */
  workbook: object;
  /** Results of custom functions that cells use. */
  results: [string, CustomResult][];
}

/** The size of a new sheet (facts 5.3). */
export const NEW_SHEET = { rows: 1000, columns: 26 };

/** The form that a saved book has. */
export function savedBook(parts: Omit<SavedBook, "form">): SavedBook {
  return { form: FORM, ...parts };
}

/** Checks that data is a saved book. */
export function readSavedBook(data: unknown): SavedBook {
  const book = data as SavedBook;
  if (typeof data !== "object" || data === null || book.form !== FORM || typeof book.workbook !== "object") {
    throw new Error("This is not a saved book, or one of another version.");
  }
  return book;
}

/** Workbook data with one empty sheet, number 0. */
export function newWorkbook(locale: string): object {
  const data = helpers.createEmptyWorkbookData("Sheet1");
  const [sheet] = data.sheets;
  Object.assign(sheet ?? {}, { id: "0", rowNumber: NEW_SHEET.rows, colNumber: NEW_SHEET.columns });
  return { ...data, settings: { locale: spreadsheetLocale(locale) } };
}

/** The locale as o-spreadsheet describes one. */
export function spreadsheetLocale(code: string) {
  const rules = localeRules(code);
  return {
    name: code,
    code,
    thousandsSeparator: rules.groups[0] ?? ",",
    decimalSeparator: rules.decimal,
    weekStart: code === "en_US" ? 7 : 1,
    dateFormat: rules.dateFormat.toLowerCase(),
    timeFormat: code === "en_US" ? "hh:mm:ss a" : "hh:mm:ss",
    formulaArgSeparator: rules.decimal === "," ? ";" : ",",
  };
}

/**
 * A model's workbook data, detached from it. Not by `exportData()`, which builds a second model to check itself and
 * looks at every cell of the grid for borders.
 */
export function exportWorkbook(model: Model): object {
  const { handlers } = model as unknown as { handlers: (CorePluginInside & { borders?: object })[] };
  const data = helpers.createEmptyWorkbookData();
  for (const handler of handlers) {
    const borderless = handler.borders !== undefined && Object.keys(handler.borders).length === 0;
    if (typeof handler.export === "function" && !borderless) handler.export(data, false);
  }
  // Column and row headers that nothing was set for say nothing.
  return JSON.parse(JSON.stringify(data));
}
