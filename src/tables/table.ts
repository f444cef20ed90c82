import { alike } from "../core/names.ts";
import { runsOf } from "../core/neighbours.ts";
import type { JsonObject } from "../core/ports.ts";
import type { BaseColumn, Cell, Column } from "../core/resource.ts";
import {
  MAX_CELLS,
  type RowSpan,
  type Sheet,
  type SheetValue,
  type Workbook,
  type Written,
} from "../core/spreadsheet.ts";
import { DAY_MS } from "../core/times.ts";
import { type Block, blocksOf, bridged, keyFirst } from "./blocks.ts";
import { UnsentEdits } from "./edits.ts";
import { TableFault } from "./fault.ts";
import { FORMATS } from "./formats.ts";
import { addHeaders, growColumns, missingKey } from "./header.ts";
import { findLayout, type Layout, lastOf, REMOVED_HEADER } from "./layout.ts";
import { imageOf, type Plan, planRemoval, planUpdate, type Row, type TableImage } from "./plan.ts";
import { sameCell } from "./same.ts";

/** The grid grows in steps, so that not every page pays for growing it. */
const GROW_AT_LEAST = 1000;
const GROW_SHARE = 0.25;
const REMOVED_COLOUR = "#9aa0a6";
/**
 * Spans of rows that go in one step. Each deletion is a call of its own, and all are by row number: whoever did not
 * look for long would take away what moved there (facts, 5.8).
 */
const MOST_SPANS = { delete: 50, mark: 500 } as const;
/** Begins what we say in a note on a cell. */
const OUR_NOTE = "Huntsheet: ";

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
  private edits: UnsentEdits | null = null;
  /** Last sheet row in which one of our columns holds something; 1 is the header. */
  private lastRow = 1;
  /** True while something of the user's stands below our last row. */
  private usedBelow = false;
  private isFormatted: boolean;
  /** All of the sheet was read this very moment. */
  private isJustRead = true;
  private gridRows: number;
  /** The headers of a table that is new, until they are written with its first rows. */
  private unwritten: readonly string[] | null = null;

  private constructor(
    private readonly book: Workbook,
    private readonly sheet: Sheet,
    private readonly key: string,
    private readonly columns: readonly Column[],
    private readonly base: BaseColumn | undefined,
    /** Names of columns that came in and are not filled in every row yet: what is blank there nobody emptied. */
    readonly filling: readonly string[],
    private readonly isExact: (column: Column) => boolean,
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
   * @param more.again of these, names of those that are put there again.
   * @param more.exact of `written`, names whose header counts in its own case only: see `sureColumns`.
   * @param more.isNew the sheet was made this very moment, and need not be looked at.
   * @param more.headers what some of our headers are called now.
   * @param more.filling columns that came in before, as `filling` told, and are not filled in every row yet.
   * @param more.base the hidden column by which a person's edits are told, when it is among the columns.
   * @throws TableFault when the key's header is missing from a sheet that holds something, or a column that is to be
   * added has its header there already.
   */
  static open(
    book: Workbook,
    sheet: Sheet,
    key: string,
    columns: readonly Column[],
    written: readonly string[],
    more: {
      readonly isNew?: boolean;
      readonly again?: readonly string[];
      readonly exact?: readonly string[];
      readonly headers?: ReadonlyMap<string, string>;
      readonly base?: BaseColumn | undefined;
      readonly filling?: readonly string[] | undefined;
    } = {},
  ): Table {
    const values = more.isNew ? [] : sheet.readAll();
    const { again = [], exact = [] } = more;
    // One that is not there yet, or was taken out, has no header that somebody could have typed anew.
    const isExact = ({ name }: Column) =>
      written.length > 0 &&
      name !== key &&
      (written.indexOf(name) < 0 || exact.indexOf(name) >= 0 || again.indexOf(name) >= 0);
    if (isBlank(values)) {
      const headers = columns.map(({ header }) => header);
      growColumns(sheet, headers.length);
      sheet.dressHeader(1, headers.length);
      columns.forEach(({ isHidden }, i) => {
        if (isHidden) sheet.hideColumn(i + 1);
      });
      const table = new Table(book, sheet, key, columns, more.base, [], isExact, [headers]);
      table.unwritten = headers;
      return table;
    }
    if (more.headers) rename(sheet, values, more.headers);
    const layout = layoutOf(sheet, values, key, columns, isExact);
    // Whoever died here left a header without a cell below it.
    const theirs = layout.placed.find(
      ({ column, at }) =>
        written.length > 0 &&
        column.name !== key &&
        written.indexOf(column.name) < 0 &&
        values.some((row, i) => i > 0 && (row[at - 1] ?? "") !== ""),
    );
    if (theirs) throw notOurs(sheet, theirs.column.header);
    const fresh = layout.missing.filter(({ name }) => written.indexOf(name) < 0 || again.indexOf(name) >= 0);
    const filling = [...(more.filling ?? []), ...fresh.map(({ name }) => name)];
    if (fresh.length === 0) return new Table(book, sheet, key, columns, more.base, filling, isExact, values);
    const last = lastOf(layout);
    addHeaders(
      sheet,
      last,
      fresh.every((_, i) => values.every((row) => (row[last + i] ?? "") === "")),
      fresh.map(({ header }) => header),
    );
    const table = new Table(book, sheet, key, columns, more.base, filling, isExact, sheet.readAll());
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

  /** Those that stand in it, each once. */
  get keys(): string[] {
    return [...new Set(this.image.keys)].filter((key) => key !== "");
  }

  has(key: string): boolean {
    return this.image.keys.indexOf(key) >= 0;
  }

  /** How many rows `remove` would take away, as of the last look, and of how many. */
  countGone(isGone: (key: string) => boolean, how: "mark" | "delete"): { gone: number; of: number } {
    const count = (of: typeof isGone) => planRemoval(this.image, of, how === "delete").length;
    return { gone: count(isGone), of: count(() => true) };
  }

  /** The columns that are in the sheet, whoever put them where. */
  get placedColumns(): readonly Column[] {
    return this.layout.placed.map(({ column }) => column);
  }

  /** Those that are wanted, and have no header in the sheet. */
  get missingColumns(): readonly Column[] {
    return this.layout.missing;
  }

  /**
   * Names of the columns that are in the sheet, and that no other header there is like: should such a header be found in
   * another case or with other blanks, somebody typed it anew. Of any other one it may be a column of the user's.
   */
  get sureColumns(): string[] {
    const near = this.header.map((text) => alike(String(text)));
    return this.placedColumns
      .filter(({ header }) => near.indexOf(alike(header)) === near.lastIndexOf(alike(header)))
      .map(({ name }) => name);
  }

  /**
   * Brings the given records up to date in the sheet. Nothing is sent before `Workbook.flush`. The first time it trusts
   * what was read when the table was opened: who does anything slow in between opens it anew.
   */
  update(rows: readonly KeyedRecord[]): UpdateCounts {
    this.look();
    const counts = this.put(rows);
    if (this.unwritten) this.sheet.write(1, 1, [this.unwritten]);
    this.unwritten = null;
    this.isJustRead = false;
    return counts;
  }

  /**
   * Writes blanks into our cells of the row below our last one, which are blank: that changes nothing. Not into the
   * header, which may be protected where the rows below are not.
   * @throws what the sheet says of a write there.
   */
  tryToAdd(): void {
    const row = this.lastRow + 1;
    if (row > this.gridRows) return;
    for (const { at, indexes } of blocksOf(this.layout)) this.sheet.write(row, at, [indexes.map(() => null)]);
  }

  /**
   * Takes away, or marks with a date and grey text, the rows of records that are gone: right after a look, for a row
   * that is deleted is lost. Where they lie far apart it takes several steps, each sent to the sheet and with a look of
   * its own.
   * @param mayGoOn asked between two steps, with the rows that went in the last one.
   * @returns how many rows went since `mayGoOn` was last asked, null when it said no.
   */
  remove(
    isGone: (key: string) => boolean,
    how: "mark" | "delete",
    today: Date,
    mayGoOn: (removed: number) => boolean,
  ): number | null {
    for (;;) {
      this.look();
      const rows = planRemoval(this.image, isGone, how === "delete");
      if (rows.length === 0) return 0;
      const spans = rowSpansOf(rows).slice(-MOST_SPANS[how]);
      this.take(spans, how, today);
      const removed = spans.reduce((sum, { count }) => sum + count, 0);
      // What is marked stays where it is.
      if (how === "delete" || removed < rows.length) this.isJustRead = false;
      if (removed === rows.length) return removed;
      this.book.flush();
      if (!mayGoOn(removed)) return null;
    }
  }

  private put(rows: readonly KeyedRecord[]): UpdateCounts {
    const planned = rows.map((record) => this.rowOf(record));
    const plan = planUpdate(
      this.image,
      planned,
      (cell, found, i) => this.same(cell, found, i),
      (row, found) => this.edits?.merged(row, found) ?? row,
    );
    // Before the base column says that they were written.
    this.applyNotes(plan.notes);
    this.applyChanges(plan);
    if (!this.haveArrived(plan.changed)) this.applyChanges(plan);
    this.applyAdditions(plan.added);
    return { added: plan.added.length, changed: plan.changed.length };
  }

  private take(spans: readonly RowSpan[], how: "mark" | "delete", today: Date): void {
    const { keys, values, removed } = this.image;
    const isGone = (row: number) => spans.some(({ first, count }) => row >= first && row < first + count);
    if (how === "mark") {
      this.sheet.fill(spans, this.removedColumn(), today);
      this.sheet.colour(spans, this.ourColumns(), REMOVED_COLOUR);
      this.image = { keys, values, removed: removed.map((was, i) => was || isGone(i + 2)) };
      return;
    }
    const count = spans.reduce((sum, span) => sum + span.count, 0);
    // A sheet keeps at least one row below its frozen header (facts, 5.1).
    const isAll = count === this.gridRows - 1;
    if (isAll) this.sheet.insertRowsAfter(this.gridRows, 1);
    for (const span of [...spans].reverse()) this.sheet.deleteRows(span.first, span.count);
    const isLeft = (_: unknown, i: number) => !isGone(i + 2);
    this.image = {
      keys: keys.filter(isLeft),
      values: values.filter(isLeft),
      removed: removed.filter(isLeft),
    };
    this.lastRow -= count;
    this.gridRows -= count - (isAll ? 1 : 0);
  }

  private same(cell: Cell, found: SheetValue, index: number): boolean {
    const placed = this.layout.placed[index];
    return placed ? sameCell(placed.column, cell, found, this.book) : true;
  }

  private rowOf({ key, cells, record }: KeyedRecord): Row {
    const row = { key, cells: this.layout.placed.map(({ column }) => cells(column)) };
    if (!record) return row;
    const whole = { ...row, record };
    return this.edits?.added(whole) ?? whole;
  }

  private takeIn(values: readonly (readonly SheetValue[])[]): void {
    const header = values[0] ?? [];
    const layout = layoutOf(this.sheet, values, this.key, this.columns, this.isExact);
    putRight(this.sheet, header, layout);
    const ours = layout.placed.map(({ at }) => at - 1);
    this.lastRow = 1;
    values.forEach((row, index) => {
      if (ours.some((i) => (row[i] ?? "") !== "")) this.lastRow = index + 1;
    });
    this.usedBelow = values.slice(this.lastRow).some((row) => row.some((value) => value !== ""));
    this.header = header;
    this.layout = layout;
    this.edits =
      this.base && layout.placed.some(({ column }) => column === this.base)
        ? new UnsentEdits(layout.placed, this.base, this.filling, (cell, found, i) =>
            this.same(cell, found, i),
          )
        : null;
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
    const keyIndex = this.layout.placed.findIndex(({ at }) => at === this.layout.keyAt);
    const byKept = new Map<string, { kept: readonly number[]; rows: number[] }>();
    for (const { row, kept } of plan.changed) {
      const same = byKept.get(kept.join()) ?? { kept, rows: [] };
      same.rows.push(row);
      byKept.set(kept.join(), same);
    }
    for (const { kept, rows } of byKept.values()) {
      const blocks = blocksOf(this.layout, [keyIndex, ...kept]);
      for (const span of bridged(rows, (row) => this.mayBridge(row)))
        for (const block of blocks) this.writeBlock(span, block, values);
    }
    if (plan.returned.length > 0 && this.layout.removedAt !== null) {
      const removed = this.image.removed as boolean[];
      const spans = rowSpansOf(plan.returned);
      for (const row of plan.returned) removed[row - 2] = false;
      this.sheet.fill(spans, this.layout.removedAt, null);
      this.sheet.colour(spans, this.ourColumns(), null);
    }
  }

  private writeBlock(
    { first, last }: { first: number; last: number },
    block: Block,
    values: SheetValue[][],
  ): void {
    const cells: Written[][] = [];
    for (let row = first; row <= last; row++)
      cells.push(
        block.indexes.map((i) => written(values[row - 2]?.[i], this.layout.placed[i]?.column, this.book)),
      );
    this.sheet.write(first, block.at, cells);
  }

  /** Whether a row that did not change may be written over with what it says. */
  private mayBridge(row: number): boolean {
    return this.image.keys[row - 2] !== "" && !this.edits?.isIn(this.image.values[row - 2] ?? []);
  }

  /** Our part of a note is its own line; what else stands there is the person's. */
  private applyNotes(notes: Plan["notes"]): void {
    const columns = new Set(notes.map(({ index }) => index));
    for (const index of columns) {
      const at = this.layout.placed[index]?.at;
      const ours = notes.filter((note) => note.index === index);
      const rows = ours.map(({ row }) => row).sort((a, b) => a - b);
      const [first = 0, last = 0] = [rows[0], rows[rows.length - 1]];
      if (at === undefined) continue;
      const said = this.sheet.notes(first, at, last - first + 1);
      for (const { row, text } of ours) {
        const lines = (said[row - first] ?? "").split("\n").filter((line) => line.indexOf(OUR_NOTE) !== 0);
        if (text !== null) lines.push(OUR_NOTE + text);
        said[row - first] = lines.join("\n").trim();
      }
      for (const span of runsOf(rows))
        this.sheet.writeNotes(span.first, at, said.slice(span.first - first, span.last - first + 1));
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
    const isFormatting = !this.isFormatted && first <= this.gridRows;
    if (isFormatting) this.sheet.format(this.formats(), first, this.gridRows);
    if (!taken) this.growRows(first + added.length - 1);
    this.isFormatted = true;
    if (this.image.removed[first - 3]) {
      const count = taken ? added.length : this.gridRows - first + 1;
      this.sheet.colour([{ first, count }], this.ourColumns(), null);
    }
    this.writeAdditions(first, added);
    if (isFormatting) this.assertArrived(first, added);
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

  private writeAdditions(first: number, added: readonly Row[]): void {
    for (const block of keyFirst(blocksOf(this.layout), this.layout)) {
      const lines = added.map(({ cells }): readonly Written[] =>
        block.indexes.map((i) => written(cells[i] ?? "", this.layout.placed[i]?.column, this.book)),
      );
      // Of a new table all columns are neighbours, and its first row is the one below the headers.
      if (this.unwritten) this.sheet.write(first - 1, block.at, [this.unwritten, ...lines]);
      else this.sheet.write(first, block.at, lines);
    }
    this.unwritten = null;
  }

  /**
   * Everything rests on keys that read as they were written. Whether the apostrophe before a text is eaten under the
   * format `@` is seen both ways (facts, 5.2): where it is not, these rows do without that format.
   */
  private assertArrived(first: number, added: readonly Row[]): void {
    if (this.hasArrived(first, added)) return;
    const texts = this.formats()[FORMATS.text ?? ""] ?? [];
    this.sheet.format({ [FORMATS.number ?? ""]: texts }, first, this.gridRows);
    this.writeAdditions(first, added);
    if (this.hasArrived(first, added)) return;
    throw new TableFault(
      `Google Sheets changes the IDs that are written into "${this.sheet.name()}", so its rows could not be found again. Nothing more is written there: import into another sheet, or tell whoever set Huntsheet up.`,
    );
  }

  /**
   * As `assertArrived`, of columns that are filled in rows that were there before: of each one text is read back that is
   * written behind an apostrophe.
   * @returns false when they are to be written anew, now without the format of texts.
   */
  private haveArrived(changed: Plan["changed"]): boolean {
    const kept: number[] = [];
    this.layout.placed.forEach(({ column, at }, i) => {
      if (FORMATS[column.kind] !== FORMATS.text || this.filling.indexOf(column.name) < 0) return;
      const isOdd = (cell: Cell) => typeof cell === "string" && /^[^A-Za-z]|\d/.test(cell);
      const odd = changed.find(({ cells }) => isOdd(cells[i] ?? ""));
      if (odd && String(this.sheet.read(odd.row, at, 1, 1)[0]?.[0]) === `'${String(odd.cells[i])}`)
        kept.push(at);
    });
    if (kept.length > 0) this.sheet.format({ [FORMATS.number ?? ""]: kept }, 2, this.gridRows);
    return kept.length === 0;
  }

  private hasArrived(first: number, [row]: readonly Row[]): boolean {
    return this.layout.placed.every(({ column, at }, i) => {
      if (column.name !== this.key) return true;
      return String(this.sheet.read(first, at, 1, 1)[0]?.[0]) === String(row?.cells[i]);
    });
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
  readonly record?: JsonObject;
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
  isExact: (column: Column) => boolean,
): Layout {
  const layout = findLayout(values[0] ?? [], key, columns, isExact);
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

/** Gives headers that somebody typed in another case their own again. */
function putRight(sheet: Sheet, header: readonly SheetValue[], { placed }: Layout): void {
  for (const { column, at } of placed)
    if (String(header[at - 1]).trim() !== column.header) sheet.write(1, at, [[column.header]]);
}

export function isBlank(values: readonly (readonly SheetValue[])[]): boolean {
  return values.every((row) => row.every((value) => value === ""));
}
