import type { Cell } from "./resource.ts";

/** A cell as read: "" is blank, an error is its text ("#N/A"), a date is an instant by the file's time zone. */
export type SheetValue = string | number | boolean | Date;

/** A day without a time: it has no instant before a time zone is known, and is never given one. */
export interface Day {
  /** 2026-05-01 */
  readonly day: string;
}

/** What may be written: a Date is an instant, shown in the file's time zone. */
export type Written = Cell | Day;

/** Rows and columns count from 1, as a person counts them. */
export interface Sheet {
  /** Stays the same when the tab is renamed or moved. */
  readonly id: number;
  name(): string;
  /** The size of the grid, blank rows and columns included. */
  gridRows(): number;
  gridColumns(): number;
  /** From A1 to the last cell with content; at least one cell. One read. */
  readAll(): SheetValue[][];
  read(row: number, column: number, rows: number, columns: number): SheetValue[][];
  /** As `readAll`, the formulas: "" where a cell has none. */
  formulas(): string[][];
  /** Text arrives as that very text, never as a formula, a number or a date. One write. */
  write(row: number, column: number, cells: readonly (readonly Written[])[]): void;
  /** Formulas as `formulas` gave them, below each other. One write. */
  writeFormulas(row: number, column: number, formulas: readonly string[]): void;
  /** One value into one column of many rows. One write. */
  fill(rows: readonly RowSpan[], column: number, value: Written): void;
  /** Number formats for whole blocks of columns, from `firstRow` down to `lastRow`: one call per format. */
  format(formats: Readonly<Record<string, readonly number[]>>, firstRow: number, lastRow: number): void;
  /** Text colour of whole rows over some columns; null is the default colour. One call. */
  colour(rows: readonly RowSpan[], columns: readonly number[], colour: string | null): void;
  insertRowsAfter(row: number, count: number): void;
  insertColumnsAfter(column: number, count: number): void;
  deleteRows(first: number, count: number): void;
  /** Bold headers over wide enough columns, once, when they are made; with the first column the row is frozen too. */
  dressHeader(first: number, columns: number): void;
}

export interface RowSpan {
  readonly first: number;
  readonly count: number;
}

/** The spreadsheet file. */
export interface Workbook {
  /** Stays with the file; a copy has another one. */
  readonly id: string;
  sheetById(id: number): Sheet | null;
  sheetByName(name: string): Sheet | null;
  /** The one that the person looks at. */
  openSheet(): Sheet;
  /** A new sheet with that name at the end of the tabs, shown to the person if there is one. */
  addSheet(name: string): Sheet;
  /** Cells of all sheets together, blank ones included. */
  cellCount(): number;
  /** The day that an instant falls on in the file's time zone, as 2026-05-01. */
  dayOf(instant: Date): string;
  /** The instant at which a day such as 2026-05-01 begins in the file's time zone. */
  startOf(day: Day): Date;
  /** Sends what is queued. Only after it may a checkpoint say that the rows are there. */
  flush(): void;
}

/** 10 million cells per file (facts, 1.5). */
export const MAX_CELLS = 10_000_000;
