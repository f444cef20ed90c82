import type { Column, Resource } from "../../core/resource.ts";
import type { Sheet, SheetValue, Workbook } from "../../core/spreadsheet.ts";
import { TableFault } from "../../tables/fault.ts";
import { findLayout } from "../../tables/layout.ts";
import type { TableState } from "../../tables/state.ts";
import { isBlank } from "../../tables/table.ts";

/**
 * The sheet that an import fills, or the name of the one that is to be made. A named one is taken when it is blank or
 * holds that table already; without a name the table's main sheet is found again wherever it was moved or renamed to. A
 * sheet that holds anything else is never touched.
 * @throws TableFault when the named sheet holds something else.
 */
export function sheetForImport(
  book: Workbook,
  entry: Resource,
  columns: readonly Column[],
  tables: ReadonlyMap<number, TableState>,
  name: string | undefined,
): Sheet | string {
  if (name !== undefined) {
    const sheet = book.sheetByName(name);
    if (!sheet) return name.trim();
    if (holds(sheet, entry, columns, tables)) return sheet;
    throw new TableFault(
      `The sheet "${name}" holds something other than ${entry.title}. Give another sheet name, or empty that sheet first.`,
    );
  }
  const main = mainSheet(book, tables, entry.table);
  if (main) return main;
  for (let n = 1; ; n++) {
    const title = n === 1 ? entry.title : `${entry.title} ${n}`;
    const sheet = book.sheetByName(title);
    if (!sheet) return title;
    if (tables.get(sheet.id)?.isMain !== false && holds(sheet, entry, columns, tables)) return sheet;
  }
}

/** The one that an import without a sheet's name fills, wherever it was moved or renamed to. */
export function mainSheet(
  book: Workbook,
  tables: ReadonlyMap<number, TableState>,
  table: string,
): Sheet | null {
  for (const [id, state] of tables) {
    if (state.table !== table || !state.isMain) continue;
    const sheet = book.sheetById(id);
    if (sheet) return sheet;
  }
  return null;
}

function holds(
  sheet: Sheet,
  entry: Resource,
  columns: readonly Column[],
  tables: ReadonlyMap<number, TableState>,
): boolean {
  const state = tables.get(sheet.id);
  if (state) return state.table === entry.table;
  const values = sheet.readAll();
  return isBlank(values) || looksLike(values[0] ?? [], entry, columns);
}

/** A copied file has our sheets but not what was kept with the original: they are told by their headers. */
function looksLike(header: readonly SheetValue[], entry: Resource, columns: readonly Column[]): boolean {
  const layout = findLayout(header, entry.key, columns);
  return layout !== null && layout.placed.length * 2 > columns.length;
}
