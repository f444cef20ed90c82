import type { Area } from "../wire.ts";
import { type Grid, parseCells, splitSheet } from "./a1.ts";
import { colourIn } from "./colours.ts";
import { SheetType } from "./enums.ts";
import { areaOf, sheetsAreMadeBy } from "./handles.ts";
import { call, exception } from "./link.ts";
import { type ClearOptions, checkedRange, cleared, type Range, range } from "./range.ts";
import { type RangeList, rangeList } from "./range-list.ts";
import { own, sealed } from "./sealed.ts";
import {
  isBoolean,
  isList,
  isNumber,
  isObject,
  isText,
  isTextList,
  isTextOrNull,
  overload,
} from "./signature.ts";
import { cellOut } from "./values.ts";

const isRange = (v: unknown) => areaOf(v) !== undefined;

/** One call about a sheet, by Google's name for it. Its numbers are integers: a fraction is cut. */
function ask<T>(sheet: Sheet, method: string, args: Record<string, unknown> = {}): T {
  const whole = Object.entries(args).map(([name, v]) => [name, typeof v === "number" ? Math.trunc(v) : v]);
  return call<T>(`Sheet.${method}`, { sheet: sheet[own].sheetId, ...Object.fromEntries(whole) });
}

function insert(
  sheet: Sheet,
  method: string,
  what: "rows" | "columns",
  before: number,
  count: unknown,
): Sheet {
  ask(sheet, method, { what, before, count });
  return sheet;
}

/** @throws Google's error for a text that is no range (facts 5.1) */
function notation(sheet: Sheet, text: string): Area {
  const { sheetId } = sheet[own];
  const { sheet: name, cells } = splitSheet(text);
  const parsed = parseCells(cells, call<Grid>("Sheet.grid", { sheet: sheetId }));
  if (!parsed) {
    const named = call<Area | null>("Spreadsheet.getRangeByName", { name: cells });
    if (named && name === null) return named;
    throw exception("Range not found");
  }
  if (name === null) return { s: sheetId, ...parsed };
  const id = call<number | null>("Spreadsheet.getSheetByName", { name });
  if (id === null) throw exception("Range not found");
  return { s: id, ...parsed };
}

export class Sheet {
  readonly [own]: { readonly sheetId: number };

  constructor(sheetId: number) {
    this[own] = { sheetId };
  }

  // What it is.
  getSheetId(): number {
    return this[own].sheetId;
  }
  getName(): string {
    return ask(this, "getName");
  }
  getSheetName(): string {
    return ask(this, "getSheetName");
  }
  setName(...args: unknown[]): this {
    overload("SpreadsheetApp.Sheet.setName", args, [isText]);
    ask(this, "setName", { name: args[0] });
    return this;
  }
  getIndex(): number {
    return ask(this, "getIndex");
  }
  getType(): unknown {
    return SheetType.GRID;
  }
  getTabColor(): string | null {
    return ask(this, "getTabColor");
  }
  setTabColor(...args: unknown[]): this {
    overload("SpreadsheetApp.Sheet.setTabColor", args, [isTextOrNull]);
    ask(this, "setTabColor", { color: typeof args[0] === "string" ? colourIn(args[0]) : null });
    return this;
  }
  isSheetHidden(): boolean {
    return ask(this, "isSheetHidden");
  }
  hideSheet(): this {
    ask(this, "hideSheet");
    return this;
  }
  showSheet(): this {
    ask(this, "showSheet");
    return this;
  }
  activate(): this {
    ask(this, "activate");
    return this;
  }

  // Its size.
  getMaxRows(): number {
    return ask(this, "getMaxRows");
  }
  getMaxColumns(): number {
    return ask(this, "getMaxColumns");
  }
  getLastRow(): number {
    return ask(this, "getLastRow");
  }
  getLastColumn(): number {
    return ask(this, "getLastColumn");
  }
  getFrozenRows(): number {
    return ask(this, "getFrozenRows");
  }
  getFrozenColumns(): number {
    return ask(this, "getFrozenColumns");
  }
  setFrozenRows(...args: unknown[]): void {
    overload("SpreadsheetApp.Sheet.setFrozenRows", args, [isNumber]);
    ask(this, "setFrozenRows", { count: args[0] });
  }
  setFrozenColumns(...args: unknown[]): void {
    overload("SpreadsheetApp.Sheet.setFrozenColumns", args, [isNumber]);
    ask(this, "setFrozenColumns", { count: args[0] });
  }
  getColumnWidth(...args: unknown[]): number {
    overload("SpreadsheetApp.Sheet.getColumnWidth", args, [isNumber]);
    return ask(this, "getColumnWidth", { first: args[0] });
  }
  setColumnWidth(...args: unknown[]): this {
    overload("SpreadsheetApp.Sheet.setColumnWidth", args, [isNumber, isNumber]);
    ask(this, "setColumnWidth", { first: args[0], count: 1, width: args[1] });
    return this;
  }
  setColumnWidths(...args: unknown[]): this {
    overload("SpreadsheetApp.Sheet.setColumnWidths", args, [isNumber, isNumber, isNumber]);
    ask(this, "setColumnWidths", { first: args[0], count: args[1], width: args[2] });
    return this;
  }
  autoResizeColumn(...args: unknown[]): this {
    overload("SpreadsheetApp.Sheet.autoResizeColumn", args, [isNumber]);
    ask(this, "autoResizeColumn", { first: args[0], count: 1 });
    return this;
  }
  autoResizeColumns(...args: unknown[]): this {
    overload("SpreadsheetApp.Sheet.autoResizeColumns", args, [isNumber, isNumber]);
    ask(this, "autoResizeColumns", { first: args[0], count: args[1] });
    return this;
  }

  // Ranges.
  getRange(...args: unknown[]): Range {
    const which = overload(
      "SpreadsheetApp.Sheet.getRange",
      args,
      [isText],
      [isNumber, isNumber],
      [isNumber, isNumber, isNumber],
      [isNumber, isNumber, isNumber, isNumber],
    );
    if (which === 0) return checkedRange(notation(this, args[0] as string));
    const [r, c, nr = 1, nc = 1] = args as [number, number, number?, number?];
    return checkedRange({ s: this[own].sheetId, r, c, nr, nc });
  }
  getRangeList(...args: unknown[]): RangeList {
    overload("SpreadsheetApp.Sheet.getRangeList", args, [isTextList]);
    const areas = (args[0] as string[]).map((text) => notation(this, text));
    call("Sheet.getRange", { at: areas });
    return rangeList(areas);
  }
  getDataRange(): Range {
    return range(ask<Area>(this, "getDataRange"));
  }
  getSheetValues(...args: unknown[]): unknown[][] {
    overload("SpreadsheetApp.Sheet.getSheetValues", args, [isNumber, isNumber, isNumber, isNumber]);
    return this.getRange(...args).getValues();
  }
  getActiveRange(): Range {
    return range(ask<Area>(this, "getActiveRange"));
  }
  getActiveRangeList(): RangeList {
    return rangeList(ask<Area[]>(this, "getActiveRangeList"));
  }

  // Rows and columns.
  appendRow(...args: unknown[]): this {
    overload("SpreadsheetApp.Sheet.appendRow", args, [isList]);
    ask(this, "appendRow", { values: (args[0] as unknown[]).map(cellOut) });
    return this;
  }
  insertRowAfter(...args: unknown[]): Sheet {
    overload("SpreadsheetApp.Sheet.insertRowAfter", args, [isNumber]);
    return insert(this, "insertRowAfter", "rows", Number(args[0]) + 1, 1);
  }
  insertRowBefore(...args: unknown[]): Sheet {
    overload("SpreadsheetApp.Sheet.insertRowBefore", args, [isNumber]);
    return insert(this, "insertRowBefore", "rows", Number(args[0]), 1);
  }
  insertRowsAfter(...args: unknown[]): Sheet {
    overload("SpreadsheetApp.Sheet.insertRowsAfter", args, [isNumber, isNumber]);
    return insert(this, "insertRowsAfter", "rows", Number(args[0]) + 1, args[1]);
  }
  insertRowsBefore(...args: unknown[]): Sheet {
    overload("SpreadsheetApp.Sheet.insertRowsBefore", args, [isNumber, isNumber]);
    return insert(this, "insertRowsBefore", "rows", Number(args[0]), args[1]);
  }
  insertRows(...args: unknown[]): void {
    overload("SpreadsheetApp.Sheet.insertRows", args, [isNumber], [isNumber, isNumber]);
    insert(this, "insertRows", "rows", Number(args[0]), args[1] ?? 1);
  }
  insertColumnAfter(...args: unknown[]): Sheet {
    overload("SpreadsheetApp.Sheet.insertColumnAfter", args, [isNumber]);
    return insert(this, "insertColumnAfter", "columns", Number(args[0]) + 1, 1);
  }
  insertColumnBefore(...args: unknown[]): Sheet {
    overload("SpreadsheetApp.Sheet.insertColumnBefore", args, [isNumber]);
    return insert(this, "insertColumnBefore", "columns", Number(args[0]), 1);
  }
  insertColumnsAfter(...args: unknown[]): Sheet {
    overload("SpreadsheetApp.Sheet.insertColumnsAfter", args, [isNumber, isNumber]);
    return insert(this, "insertColumnsAfter", "columns", Number(args[0]) + 1, args[1]);
  }
  insertColumnsBefore(...args: unknown[]): Sheet {
    overload("SpreadsheetApp.Sheet.insertColumnsBefore", args, [isNumber, isNumber]);
    return insert(this, "insertColumnsBefore", "columns", Number(args[0]), args[1]);
  }
  insertColumns(...args: unknown[]): void {
    overload("SpreadsheetApp.Sheet.insertColumns", args, [isNumber], [isNumber, isNumber]);
    insert(this, "insertColumns", "columns", Number(args[0]), args[1] ?? 1);
  }
  deleteRow(...args: unknown[]): this {
    overload("SpreadsheetApp.Sheet.deleteRow", args, [isNumber]);
    ask(this, "deleteRow", { what: "rows", first: args[0], count: 1 });
    return this;
  }
  deleteRows(...args: unknown[]): void {
    overload("SpreadsheetApp.Sheet.deleteRows", args, [isNumber, isNumber]);
    ask(this, "deleteRows", { what: "rows", first: args[0], count: args[1] });
  }
  deleteColumn(...args: unknown[]): this {
    overload("SpreadsheetApp.Sheet.deleteColumn", args, [isNumber]);
    ask(this, "deleteColumn", { what: "columns", first: args[0], count: 1 });
    return this;
  }
  deleteColumns(...args: unknown[]): void {
    overload("SpreadsheetApp.Sheet.deleteColumns", args, [isNumber, isNumber]);
    ask(this, "deleteColumns", { what: "columns", first: args[0], count: args[1] });
  }
  hideColumns(...args: unknown[]): void {
    overload("SpreadsheetApp.Sheet.hideColumns", args, [isNumber], [isNumber, isNumber]);
    ask(this, "hideColumns", { first: args[0], count: args[1] ?? 1 });
  }
  hideColumn(...args: unknown[]): void {
    overload("SpreadsheetApp.Sheet.hideColumn", args, [isRange]);
    const area = areaOf(args[0]);
    ask(this, "hideColumn", { first: area?.c, count: area?.nc });
  }
  showColumns(...args: unknown[]): void {
    overload("SpreadsheetApp.Sheet.showColumns", args, [isNumber], [isNumber, isNumber]);
    ask(this, "showColumns", { first: args[0], count: args[1] ?? 1 });
  }
  unhideColumn(...args: unknown[]): void {
    overload("SpreadsheetApp.Sheet.unhideColumn", args, [isRange]);
    const area = areaOf(args[0]);
    ask(this, "unhideColumn", { first: area?.c, count: area?.nc });
  }
  isColumnHiddenByUser(...args: unknown[]): boolean {
    overload("SpreadsheetApp.Sheet.isColumnHiddenByUser", args, [isNumber]);
    return ask(this, "isColumnHiddenByUser", { first: args[0] });
  }
  sort(...args: unknown[]): this {
    overload("SpreadsheetApp.Sheet.sort", args, [isNumber], [isNumber, isBoolean]);
    ask(this, "sort", { column: args[0], ascending: args[1] ?? true });
    return this;
  }

  // Clearing.
  clear(...args: unknown[]): this {
    overload("SpreadsheetApp.Sheet.clear", args, [], [isObject]);
    ask(this, "clear", { what: cleared((args[0] ?? {}) as ClearOptions) });
    return this;
  }
  clearContents(): this {
    ask(this, "clearContents", { what: cleared({ contentsOnly: true }) });
    return this;
  }
  clearFormats(): this {
    ask(this, "clearFormats", { what: cleared({ formatOnly: true }) });
    return this;
  }
  clearNotes(): this {
    ask(this, "clearNotes", { what: cleared({ commentsOnly: true }) });
    return this;
  }
}

function sheet(id: number): Sheet {
  return sealed("Sheet", new Sheet(id));
}

sheetsAreMadeBy(sheet);
