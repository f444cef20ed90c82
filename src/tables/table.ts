import { runsOf } from "../core/neighbours.ts";
import type { Cell, Column } from "../core/resource.ts";
import {
  MAX_CELLS,
  type RowSpan,
  type Sheet,
  type SheetValue,
  type Workbook,
  type Written,
} from "../core/spreadsheet.ts";
import { blocksOf, bridged, keyFirst } from "./blocks.ts";
import { TableFault } from "./fault.ts";
import { FORMATS } from "./formats.ts";
import { addHeaders, growColumns, missingKey } from "./header.ts";
import { findLayout, type Layout, lastOf, REMOVED_HEADER } from "./layout.ts";
import { imageOf, type Plan, planRemoval, planUpdate, type Row, type TableImage } from "./plan.ts";
import { sameCell } from "./same.ts";

/** The grid grows in steps, so that not every page pays for growing it. */
const GROW_AT_LEAST = 1000;
const GROW_SHARE = 0.25;
const DAY_MS = 86_400_000;
const REMOVED_COLOUR = "#9aa0a6";

export interface UpdateCounts {
  readonly added: number;
  readonly changed: number;
}

/**
 * A managed table in its sheet, for the length of one execution. It owns the columns that it finds by their headers
 * and the rows that it finds by their key; everything else in the sheet is the user's and is never written.
 * Every method leaves the sheet so that stopping right after any single write loses and doubles nothing: the key
 * of a new row is written first, and the key of an existing row never.
 */
export class Table {
  private layout!: Layout;
  private image!: TableImage;
  private header!: readonly SheetValue[];
  /** Last sheet row in which one of our columns holds something; 1 is the header. */
  private lastRow = 1;
  /** True while something of the user's stands below our last row. */
  private usedBelow = false;
  private isFormatted: boolean;
  /** All of the sheet was read this very moment. */
  private isJustRead = true;
  private gridRows: number;

  private constructor(
    private readonly book: Workbook,
    private readonly sheet: Sheet,
    private readonly key: string,
    private readonly columns: readonly Column[],
    values: readonly (readonly SheetValue[])[],
  ) {
    this.gridRows = sheet.gridRows();
    this.takeIn(values);
    // A table that has rows keeps the formats that its user gave to its columns. New rows take on those of the last.
    this.isFormatted = this.size > 0;
  }

  /**
   * Opens a table, making its header when the sheet is blank and adding headers of columns that it has not had yet.
   * @param columns the key first; columns whose name is in `written` and whose header is gone stay away.
   * @param more.isNew the sheet was made this very moment, and need not be looked at.
   * @param more.headers what some of our headers are called now.
   * @throws TableFault when the key's header is missing from a sheet that holds something, or a column that is to be
   * added has its header there already.
   */
  static open(
    book: Workbook,
    sheet: Sheet,
    key: string,
    columns: readonly Column[],
    written: readonly string[],
    more: { readonly isNew?: boolean; readonly headers?: ReadonlyMap<string, string> } = {},
  ): Table {
    const values = more.isNew ? [] : sheet.readAll();
    if (isBlank(values)) {
      const headers = columns.map(({ header }) => header);
      growColumns(sheet, headers.length);
      sheet.write(1, 1, [headers]);
      sheet.dressHeader(1, headers.length);
      columns.forEach(({ isHidden }, i) => {
        if (isHidden) sheet.hideColumn(i + 1);
      });
      return new Table(book, sheet, key, columns, [headers]);
    }
    if (more.headers) rename(sheet, values, more.headers);
    const layout = layoutOf(sheet, values, key, columns);
    // Whoever died here left a header without a cell below it.
    const theirs = layout.placed.find(
      ({ column, at }) =>
        written.length > 0 &&
        column.name !== key &&
        written.indexOf(column.name) < 0 &&
        values.some((row, i) => i > 0 && (row[at - 1] ?? "") !== ""),
    );
    if (theirs) throw notOurs(sheet, theirs.column.header);
    const fresh = layout.missing.filter(({ name }) => written.indexOf(name) < 0);
    if (fresh.length === 0) return new Table(book, sheet, key, columns, values);
    const last = lastOf(layout);
    addHeaders(
      sheet,
      last,
      fresh.every((_, i) => values.every((row) => (row[last + i] ?? "") === "")),
      fresh.map(({ header }) => header),
    );
    const table = new Table(book, sheet, key, columns, sheet.readAll());
    sheet.format(table.formats(fresh), 2, table.gridRows);
    for (const { column, at } of table.layout.placed)
      if (column.isHidden && fresh.indexOf(column) >= 0) sheet.hideColumn(at);
    return table;
  }

  get sheetId(): number {
    return this.sheet.id;
  }

  /** How many rows carry a key. */
  get size(): number {
    return this.image.keys.filter((key) => key !== "").length;
  }

  has(key: string): boolean {
    return this.image.keys.indexOf(key) >= 0;
  }

  /** The columns that are in the sheet, whoever put them where. */
  get placedColumns(): readonly Column[] {
    return this.layout.placed.map(({ column }) => column);
  }

  /**
   * Brings the given records up to date in the sheet. Nothing is sent before `Workbook.flush`. The first time it trusts
   * what was read when the table was opened: who does anything slow in between opens it anew.
   */
  update(rows: readonly KeyedRecord[]): UpdateCounts {
    this.look();
    const counts = this.put(rows);
    this.isJustRead = false;
    return counts;
  }

  /**
   * Takes away, or marks with a date and grey text, the rows of records that are gone.
   * @returns how many rows.
   */
  remove(isGone: (key: string) => boolean, how: "mark" | "delete", today: Date): number {
    this.look();
    const removed = this.take(isGone, how, today);
    this.isJustRead = false;
    return removed;
  }

  /** As `remove` and then `update`: what is gone goes right after the look, for a row that is deleted is lost. */
  change(
    rows: readonly KeyedRecord[],
    isGone: (key: string) => boolean,
    how: "mark" | "delete",
    today: Date,
  ): UpdateCounts & { readonly removed: number } {
    this.look();
    const removed = this.take(isGone, how, today);
    const counts = this.put(rows);
    this.isJustRead = false;
    return { ...counts, removed };
  }

  private put(rows: readonly KeyedRecord[]): UpdateCounts {
    const planned = rows.map((record) => this.rowOf(record));
    const plan = planUpdate(this.image, planned, (cell, found, i) => this.same(cell, found, i));
    this.applyChanges(plan);
    this.applyAdditions(plan.added);
    return { added: plan.added.length, changed: plan.changed.length };
  }

  private take(isGone: (key: string) => boolean, how: "mark" | "delete", today: Date): number {
    const rows = planRemoval(this.image, isGone, how === "delete");
    if (rows.length === 0) return 0;
    const { keys, values, removed } = this.image;
    const gone = new Set(rows);
    if (how === "delete") {
      // A sheet keeps at least one row below its frozen header (facts, 5.1).
      const isAll = rows.length === this.gridRows - 1;
      if (isAll) this.sheet.insertRowsAfter(this.gridRows, 1);
      for (const { first, count } of rowSpansOf(rows).reverse()) this.sheet.deleteRows(first, count);
      const isLeft = (_: unknown, i: number) => !gone.has(i + 2);
      this.image = {
        keys: keys.filter(isLeft),
        values: values.filter(isLeft),
        removed: removed.filter(isLeft),
      };
      this.lastRow -= rows.length;
      this.gridRows -= rows.length - (isAll ? 1 : 0);
      return rows.length;
    }
    const at = this.removedColumn();
    const spans = rowSpansOf(rows);
    this.sheet.fill(spans, at, today);
    this.sheet.colour(spans, this.ourColumns(), REMOVED_COLOUR);
    this.image = { keys, values, removed: removed.map((was, i) => was || gone.has(i + 2)) };
    return rows.length;
  }

  private same(cell: Cell, found: SheetValue, index: number): boolean {
    const placed = this.layout.placed[index];
    return placed ? sameCell(placed.column, cell, found, (day) => this.book.dayOf(day)) : true;
  }

  private rowOf({ key, cells }: KeyedRecord): Row {
    return { key, cells: this.layout.placed.map(({ column }) => cells(column)) };
  }

  private takeIn(values: readonly (readonly SheetValue[])[]): void {
    const header = values[0] ?? [];
    const layout = layoutOf(this.sheet, values, this.key, this.columns);
    const ours = layout.placed.map(({ at }) => at - 1);
    this.lastRow = 1;
    values.forEach((row, index) => {
      if (ours.some((i) => (row[i] ?? "") !== "")) this.lastRow = index + 1;
    });
    this.usedBelow = values.slice(this.lastRow).some((row) => row.some((value) => value !== ""));
    this.header = header;
    this.layout = layout;
    this.image = imageOf(values, layout);
  }

  /**
   * A person may have sorted, moved or inserted since the last page was written. The header and the keys tell
   * without reading the whole table again.
   */
  private look(): void {
    if (this.isJustRead) return;
    this.gridRows = this.sheet.gridRows();
    const rows = Math.min(this.image.keys.length, this.gridRows - 1);
    const width = Math.min(this.header.length, this.sheet.gridColumns());
    const header = this.sheet.read(1, 1, 1, width)[0] ?? [];
    const keys = rows > 0 ? this.sheet.read(2, this.layout.keyAt, rows, 1) : [];
    const isSame =
      this.header.every((value, i) => String(value) === String(header[i])) &&
      this.image.keys.every((key, i) => key === String(keys[i]?.[0]).trim());
    if (!isSame) this.takeIn(this.sheet.readAll());
  }

  private applyChanges(plan: Plan): void {
    const values = this.image.values as SheetValue[][];
    for (const { row, cells } of plan.changed) values[row - 2] = cells.map((cell) => cell ?? "");
    // Neighbouring columns of ours are written together; the key is left out, so that a write that comes to lie in
    // a wrong row because someone sorted at that very moment can never make a row pass for another.
    const blocks = blocksOf(this.layout, true);
    const rows = plan.changed.map(({ row }) => row);
    for (const span of bridged(rows, (row) => this.image.keys[row - 2] !== "")) {
      for (const block of blocks) {
        const cells: Written[][] = [];
        for (let row = span.first; row <= span.last; row++) {
          cells.push(
            block.indexes.map((i) => written(values[row - 2]?.[i], this.layout.placed[i]?.column, this.book)),
          );
        }
        this.sheet.write(span.first, block.at, cells);
      }
    }
    if (plan.returned.length > 0 && this.layout.removedAt !== null) {
      const removed = this.image.removed as boolean[];
      const spans = rowSpansOf(plan.returned);
      for (const row of plan.returned) removed[row - 2] = false;
      this.sheet.fill(spans, this.layout.removedAt, null);
      this.sheet.colour(spans, this.ourColumns(), null);
    }
  }

  private applyAdditions(added: readonly Row[]): void {
    if (added.length === 0) return;
    const first = this.lastRow + 1;
    const taken =
      this.usedBelow ||
      (!this.isJustRead &&
        first <= this.gridRows &&
        !isBlank(
          this.sheet.read(first, 1, Math.min(added.length, this.gridRows - first + 1), this.header.length),
        ));
    if (taken) {
      this.assertRoom(added.length);
      // New rows look as those that they are inserted at: not as a header.
      if (this.lastRow > 1) this.sheet.insertRowsAfter(this.lastRow, added.length);
      else this.sheet.insertRowsBefore(first, added.length);
      this.gridRows += added.length;
    }
    // The rows that the grid grows by take on the formats of its last one.
    if (!this.isFormatted && first <= this.gridRows) this.sheet.format(this.formats(), first, this.gridRows);
    if (!taken) this.growRows(first + added.length - 1);
    this.isFormatted = true;
    if (this.image.removed[first - 3]) {
      const count = taken ? added.length : this.gridRows - first + 1;
      this.sheet.colour([{ first, count }], this.ourColumns(), null);
    }
    for (const block of keyFirst(blocksOf(this.layout, false), this.layout)) {
      this.sheet.write(
        first,
        block.at,
        added.map(({ cells }) =>
          block.indexes.map((i) => written(cells[i] ?? "", this.layout.placed[i]?.column, this.book)),
        ),
      );
    }
    type Grown = { keys: string[]; values: SheetValue[][]; removed: boolean[] };
    const { keys, values, removed } = this.image as Grown;
    while (keys.length < first - 2) {
      keys.push("");
      values.push([]);
      removed.push(false);
    }
    // Rows that were made push the ones below them down.
    const replaced = taken ? 0 : 1;
    added.forEach(({ key, cells }, i) => {
      const at = first - 2 + i;
      keys.splice(at, replaced, key);
      values.splice(
        at,
        replaced,
        cells.map((cell) => cell ?? ""),
      );
      removed.splice(at, replaced, false);
    });
    this.lastRow = first + added.length - 1;
  }

  private growRows(needed: number): void {
    const short = needed - this.gridRows;
    if (short <= 0) return;
    const step = Math.max(short, GROW_AT_LEAST, Math.ceil(this.gridRows * GROW_SHARE));
    const room = this.assertRoom(short);
    const grow = Math.max(short, Math.min(step, room));
    this.sheet.insertRowsAfter(this.gridRows, grow);
    this.gridRows += grow;
  }

  /** @returns how many rows this sheet may still grow by. */
  private assertRoom(rows: number): number {
    const wide = this.sheet.gridColumns();
    const now = this.book.cellCount();
    const room = Math.floor((MAX_CELLS - now) / wide);
    if (rows > room) {
      throw new TableFault(
        `${rows.toLocaleString("en-US")} more rows would bring this spreadsheet to ${(now + rows * wide).toLocaleString("en-US")} cells; Google Sheets holds 10,000,000. Delete sheets or columns that you do not need, or import into a new spreadsheet, then start again.`,
      );
    }
    return room;
  }

  private formats(only: readonly Column[] = this.columns): Record<string, number[]> {
    const formats: Record<string, number[]> = {};
    for (const { column, at } of this.layout.placed) {
      const format = FORMATS[column.kind];
      if (format === null || only.indexOf(column) < 0) continue;
      formats[format] = [...(formats[format] ?? []), at];
    }
    return formats;
  }

  private ourColumns(): number[] {
    return this.layout.placed.map(({ at }) => at);
  }

  private removedColumn(): number {
    if (this.layout.removedAt !== null) return this.layout.removedAt;
    if (this.header.some((text) => String(text).trim() === REMOVED_HEADER))
      throw new TableFault(
        `The sheet "${this.sheet.name()}" has a column "${REMOVED_HEADER}" of your own, and Huntsheet writes under that header when rows were gone. Rename yours, then go on.`,
      );
    const last = lastOf(this.layout);
    const isFree =
      last >= this.sheet.gridColumns() || isBlank(this.sheet.read(1, last + 1, this.gridRows, 1));
    addHeaders(this.sheet, last, isFree, [REMOVED_HEADER]);
    const at = last + 1;
    this.layout = { ...this.layout, removedAt: at };
    this.sheet.format({ "yyyy-mm-dd hh:mm": [at] }, 2, this.gridRows);
    return at;
  }
}

function rowSpansOf(rows: readonly number[]): RowSpan[] {
  return runsOf(rows).map(({ first, last }) => ({ first, count: last - first + 1 }));
}

/** A record with its key, and its cell under any column. */
export interface KeyedRecord {
  readonly key: string;
  readonly cells: (column: Column) => Cell;
}

/** A value of a column, planned or as read, in the form in which it is written. A day stays a day. */
function written(value: SheetValue | undefined, column: Column | undefined, book: Workbook): Written {
  if (value === undefined || value === "") return null;
  if (!(value instanceof Date) || column?.kind !== "date") return value;
  // As planned a day is 00:00 UTC; as read it is the instant at which it begins in the file's time zone.
  const isPlanned = value.getTime() % DAY_MS === 0;
  return { day: isPlanned ? value.toISOString().slice(0, 10) : book.dayOf(value) };
}

/** Gives headers of ours the names that they have now. @throws TableFault when the user has a column of such a name */
function rename(sheet: Sheet, values: SheetValue[][], headers: ReadonlyMap<string, string>): void {
  const before = (values[0] ?? []).map((text) => String(text).trim());
  const after = before.map((text) => headers.get(text) ?? text);
  const changed = after.flatMap((text, i) => (text === before[i] ? [] : [{ text, i }]));
  const twice = changed.find(({ text }) => after.indexOf(text) !== after.lastIndexOf(text));
  if (twice) throw notOurs(sheet, twice.text);
  for (const { text, i } of changed) {
    sheet.write(1, i + 1, [[text]]);
    (values[0] as SheetValue[])[i] = text;
  }
}

function notOurs(sheet: Sheet, header: string): TableFault {
  return new TableFault(
    `The sheet "${sheet.name()}" has a column "${header}" of your own, and Huntsheet has one of that name now. Rename yours, then go on.`,
  );
}

/**
 * Where our columns are. A column of dates is ours that tells when rows were gone; one of anything else is the user's.
 * @throws TableFault when rows or columns cannot be told apart.
 */
function layoutOf(
  sheet: Sheet,
  values: readonly (readonly SheetValue[])[],
  key: string,
  columns: readonly Column[],
): Layout {
  const layout = findLayout(values[0] ?? [], key, columns);
  if (!layout) throw new TableFault(missingKey(sheet.name(), columns, key));
  const { doubled, removedAt } = layout;
  if (doubled !== null)
    throw new TableFault(
      `The sheet "${sheet.name()}" has two columns headed "${doubled}", and one of them is Huntsheet's. Rename the other one, then go on.`,
    );
  const marks = values.slice(1).map((row) => (removedAt === null ? "" : (row[removedAt - 1] ?? "")));
  const isOurs = marks.every((mark) => mark === "") || marks.some((mark) => mark instanceof Date);
  return isOurs ? layout : { ...layout, removedAt: null };
}

function isBlank(values: readonly (readonly SheetValue[])[]): boolean {
  return values.every((row) => row.every((value) => value === ""));
}
