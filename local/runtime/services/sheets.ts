import type { CellInput, ClearWhat } from "../../book/book.ts";
import { type CellRange, zoneOf } from "../../book/cell-range.ts";
import { merges } from "../../book/copying.ts";
import { NEEDS } from "../access.ts";
import { spreadsheetMs } from "../costs.ts";
import { GoogleError } from "../google-error.ts";
import { FILE_CELLS, SHEET_COLUMNS, SHEET_NAME_CHARACTERS } from "../limits.ts";
import { type CallContext, counted, free, type ServiceCall, type ServiceTable } from "../service.ts";
import type { Area, WireCell } from "../wire.ts";
import { checkArea, openTab, partsOn, selectionOn, sheetInfo } from "./areas.ts";
import { checkProtected } from "./protection.ts";
import { cellInput } from "./ranges.ts";

interface On {
  readonly sheet: number;
}

/** What Google's client knows without a trip to the cells; a sheet that is gone is told. */
function fact(read: (info: ReturnType<typeof sheetInfo>, context: CallContext) => unknown): ServiceCall {
  return free(NEEDS.readDocument, (context, { sheet }: On) => read(sheetInfo(context, sheet), context));
}

/** Looks at the cells, so what is queued is sent first. */
export function look(read: (context: CallContext, sheet: number) => unknown): ServiceCall {
  return counted(NEEDS.readDocument, (context, { sheet }: On) => {
    context.run.spend(spreadsheetMs(0));
    context.run.writes.flush();
    sheetInfo(context, sheet);
    return read(context, sheet);
  });
}

/** Changes the sheet at once: what is queued goes before it. */
export function change<T>(
  apply: (context: CallContext, sheet: number, args: T) => unknown,
  cells: (args: T) => number = () => 0,
): ServiceCall {
  return counted(NEEDS.writeDocument, (context, args: On & T) => {
    context.run.spend(spreadsheetMs(cells(args)));
    context.run.writes.flush();
    sheetInfo(context, args.sheet);
    return apply(context, args.sheet, args) ?? null;
  });
}

/** facts 1.5: 10 million cells, blank ones too. */
export function checkCellCount({ world }: CallContext, added: number): void {
  if (world.book.cellCount() + added > FILE_CELLS)
    throw new GoogleError(
      `This action would increase the number of cells in the workbook above the limit of ${FILE_CELLS} cells.`,
    );
}

/** facts 1.5; the words are ours. */
function checkColumnCount(columns: number): void {
  if (columns > SHEET_COLUMNS) throw new GoogleError(`A sheet has at most ${SHEET_COLUMNS} columns.`);
}

/** facts 5.4; compared without regard to case, the harsher reading of a [?]. */
export function checkSheetName({ world }: CallContext, name: string, except: number | null): void {
  if (name.trim() === "" || name.length > SHEET_NAME_CHARACTERS)
    throw new GoogleError(`The sheet name must be between 1 and ${SHEET_NAME_CHARACTERS} characters.`);
  const taken = world.book
    .sheets()
    .some((s) => s.id !== except && s.name.toLowerCase() === name.toLowerCase());
  if (taken)
    throw new GoogleError(`A sheet with the name "${name}" already exists. Please enter another name.`);
}

interface Lines {
  readonly what: "rows" | "columns";
  readonly count: number;
}

const insert = change<Lines & { before: number }>((context, id, { what, before, count }) => {
  const { world } = context;
  const info = sheetInfo(context, id);
  if (count < 1) throw new GoogleError(`The number of ${what} to insert must be at least 1.`);
  const size = what === "rows" ? info.rows : info.columns;
  // [K]: what comes after a line looks like it, what comes before one likewise; there is no line 0.
  const isAfter = context.call.endsWith("After");
  if (before < (isAfter ? 2 : 1) || before > size + 1)
    throw new GoogleError(`Those ${what} are out of bounds.`);
  if (what === "columns") checkColumnCount(info.columns + count);
  checkCellCount(context, count * (what === "rows" ? info.columns : info.rows));
  checkProtected(context, id, { insert: what === "rows" ? "ROW" : "COL", before: before - 1 });
  if (what === "rows") world.book.insertRows(id, before, count, isAfter ? "above" : "below");
  else world.book.insertColumns(id, before, count, isAfter ? "left" : "right");
});

const remove = change<Lines & { first: number }>((context, id, { what, first, count }) => {
  const { world } = context;
  const info = sheetInfo(context, id);
  const [size, frozen] = what === "rows" ? [info.rows, info.frozenRows] : [info.columns, info.frozenColumns];
  if (count < 1 || first < 1 || first + count - 1 > size)
    throw new GoogleError(`Those ${what} are out of bounds.`);
  if (count === size) throw new GoogleError(`You can't delete all the ${what} on the sheet.`);
  if (frozen > 0 && first <= frozen + 1 && first + count - 1 === size)
    throw new GoogleError(`Sorry, it is not possible to delete all non-frozen ${what}.`);
  const [row, column] = what === "rows" ? [first, 1] : [1, first];
  const [rows, columns] = what === "rows" ? [count, info.columns] : [info.rows, count];
  checkProtected(context, id, zoneOf({ row, column, rows, columns }));
  if (what === "rows") world.book.removeRows(id, first, count);
  else world.book.removeColumns(id, first, count);
});

/** The look that Google gives to a column whose width is fitted: the longest text, in pixels per character and a margin. */
const PIXELS_PER_CHARACTER = 7;
const FIT_MARGIN = 17;
const NARROWEST = 21;

/** @throws GoogleError for columns that the sheet has not got */
function checkColumns(context: CallContext, id: number, first: number, count: number): void {
  if (first < 1 || count < 1 || first + count - 1 > sheetInfo(context, id).columns)
    throw new GoogleError("Those columns are out of bounds.");
}

const fit = change<{ first: number; count: number }>((context, id, { first, count }) => {
  const { world } = context;
  checkColumns(context, id, first, count);
  checkProtected(context, id, "name");
  const rows = world.book.lastRow(id);
  if (rows === 0) return;
  const shown = world.book.displayValues(id, 1, first, rows, count);
  for (let i = 0; i < count; i += 1) {
    let longest = 0;
    for (const row of shown) longest = Math.max(longest, row[i]?.length ?? 0);
    if (longest > 0)
      world.book.setColumnWidth(
        id,
        first + i,
        Math.max(NARROWEST, longest * PIXELS_PER_CHARACTER + FIT_MARGIN),
      );
  }
});

const widen = change<{ first: number; count: number; width: number }>(
  (context, id, { first, count, width }) => {
    const { world } = context;
    checkColumns(context, id, first, count);
    checkProtected(context, id, "name");
    for (let column = first; column < first + count; column += 1)
      world.book.setColumnWidth(id, column, width);
  },
);

const clearAll = change<{ what: ClearWhat }>((context, id, { what }) => {
  const { rows, columns } = sheetInfo(context, id);
  checkProtected(context, id, zoneOf({ row: 1, column: 1, rows, columns }));
  context.world.book.clear(id, 1, 1, rows, columns, what);
});

/** @throws GoogleError when the last frozen line would cut merged cells; [K]: words of the Sheets API */
function checkFreezing(
  { world }: CallContext,
  id: number,
  what: "rows" | "columns",
  isCut: (cells: CellRange) => boolean,
): void {
  if (merges(world.book, id).some(isCut))
    throw new GoogleError(`You can't freeze ${what} which contain only part of a merged cell.`);
}

export const sheets: ServiceTable = {
  "Sheet.grid": fact(({ rows, columns }) => ({ rows, columns })),
  "Sheet.getName": fact((info) => info.name),
  "Sheet.getSheetName": fact((info) => info.name),
  "Sheet.getMaxRows": fact((info) => info.rows),
  "Sheet.getMaxColumns": fact((info) => info.columns),
  "Sheet.getFrozenRows": fact((info) => info.frozenRows),
  "Sheet.getFrozenColumns": fact((info) => info.frozenColumns),
  "Sheet.isSheetHidden": fact((info) => info.hidden),
  "Sheet.getIndex": fact((info, { world }) => world.book.sheets().findIndex((s) => s.id === info.id) + 1),
  "Sheet.getRange": free(NEEDS.readDocument, (context, { at }: { at: Area[] }) => {
    for (const area of at) checkArea(context, area);
    return null;
  }),
  "Sheet.getActiveRange": fact((info, context) => selectionOn(context, info.id)),
  "Sheet.getActiveRangeList": fact((info, context) => partsOn(context, info.id)),
  "Sheet.getColumnWidth": free(NEEDS.readDocument, (context, { sheet, first }: On & { first: number }) => {
    checkColumns(context, sheet, first, 1);
    return context.world.book.columnWidths(sheet, first, 1)[0];
  }),

  "Sheet.getLastRow": look(({ world }, id) => world.book.lastRow(id)),
  "Sheet.getLastColumn": look(({ world }, id) => world.book.lastColumn(id)),
  // facts 5.3: from A1 to the last content; A1 alone on a blank sheet.
  "Sheet.getDataRange": look(({ world }, id) => ({
    s: id,
    r: 1,
    c: 1,
    nr: Math.max(1, world.book.lastRow(id)),
    nc: Math.max(1, world.book.lastColumn(id)),
  })),

  "Sheet.setName": change<{ name: string }>((context, id, { name }) => {
    checkSheetName(context, name, id);
    checkProtected(context, id, "name");
    context.world.book.renameSheet(id, name);
  }),
  "Sheet.activate": free(NEEDS.writeDocument, (context, { sheet }: On) => {
    openTab(context, sheetInfo(context, sheet).id);
    return null;
  }),
  "Sheet.hideSheet": change((context, id) => {
    const { world } = context;
    checkProtected(context, id, "name");
    const shown = world.book.sheets().filter((s) => !s.hidden);
    if (shown.length === 1 && shown[0]?.id === id)
      throw new GoogleError("You can't hide all the sheets in a document.");
    world.book.setHidden(id, true);
  }),
  "Sheet.showSheet": change((context, id) => {
    checkProtected(context, id, "name");
    context.world.book.setHidden(id, false);
  }),
  "Sheet.setFrozenRows": change<{ count: number }>((context, id, { count }) => {
    const info = sheetInfo(context, id);
    if (count >= info.rows) throw new GoogleError("You can't freeze all visible rows on the sheet.");
    checkProtected(context, id, "name");
    checkFreezing(context, id, "rows", ({ row, rows }) => row <= count && row + rows - 1 > count);
    context.world.book.setFrozen(id, count, info.frozenColumns);
  }),
  "Sheet.setFrozenColumns": change<{ count: number }>((context, id, { count }) => {
    const info = sheetInfo(context, id);
    if (count >= info.columns) throw new GoogleError("You can't freeze all visible columns on the sheet.");
    checkProtected(context, id, "name");
    checkFreezing(
      context,
      id,
      "columns",
      ({ column, columns }) => column <= count && column + columns - 1 > count,
    );
    context.world.book.setFrozen(id, info.frozenRows, count);
  }),
  "Sheet.setColumnWidth": widen,
  "Sheet.setColumnWidths": widen,
  "Sheet.autoResizeColumn": fit,
  "Sheet.autoResizeColumns": fit,

  "Sheet.insertRowAfter": insert,
  "Sheet.insertRowBefore": insert,
  "Sheet.insertRowsAfter": insert,
  "Sheet.insertRowsBefore": insert,
  "Sheet.insertRows": insert,
  "Sheet.insertColumnAfter": insert,
  "Sheet.insertColumnBefore": insert,
  "Sheet.insertColumnsAfter": insert,
  "Sheet.insertColumnsBefore": insert,
  "Sheet.insertColumns": insert,
  "Sheet.deleteRow": remove,
  "Sheet.deleteRows": remove,
  "Sheet.deleteColumn": remove,
  "Sheet.deleteColumns": remove,

  // facts 5.2, 5.4: grows the grid itself, and parses before a column's '@' applies.
  "Sheet.appendRow": change<{ values: WireCell[] }>(
    (context, id, { values }) => {
      const { world, run } = context;
      if (values.length === 0) return;
      const row = world.book.lastRow(id) + 1;
      const info = sheetInfo(context, id);
      checkColumnCount(values.length);
      checkProtected(context, id, zoneOf({ row, column: 1, rows: 1, columns: values.length }));
      if (row > info.rows) {
        checkCellCount(context, info.columns);
        world.book.insertRows(id, info.rows + 1, 1);
      }
      if (values.length > info.columns) {
        checkCellCount(context, (values.length - info.columns) * Math.max(row, info.rows));
        world.book.insertColumns(id, info.columns + 1, values.length - info.columns);
      }
      const cells: CellInput[] = values.map((v) => cellInput(v, world.book.timeZone));
      const formats = world.book.numberFormats(id, row, 1, 1, values.length)[0] ?? [];
      const asText = formats.map((format) => format === "@");
      const set = (format: string) =>
        asText.forEach((is, i) => {
          if (is) world.book.setNumberFormats(id, row, i + 1, [[format]]);
        });
      set("");
      run.writes.cells({ s: id, r: row, c: 1, nr: 1, nc: values.length }, [cells]);
      run.writes.flush();
      set("@");
    },
    ({ values }) => values.length,
  ),
  "Sheet.sort": change<{ column: number; ascending: boolean }>((context, id, key) => {
    const info = sheetInfo(context, id);
    checkColumns(context, id, key.column, 1);
    const first = info.frozenRows + 1;
    const rows = context.world.book.lastRow(id) - info.frozenRows;
    if (rows <= 0) return;
    const columns = context.world.book.lastColumn(id);
    checkProtected(context, id, zoneOf({ row: first, column: 1, rows, columns }));
    context.world.book.sortRange(id, first, 1, rows, columns, [key]);
  }),

  "Sheet.clear": clearAll,
  "Sheet.clearContents": clearAll,
  "Sheet.clearFormats": clearAll,
  "Sheet.clearNotes": clearAll,
  "Sheet.copyTo": change((context, id) => {
    const info = sheetInfo(context, id);
    checkCellCount(context, info.rows * info.columns);
    return context.world.book.copySheet(id);
  }),
};
