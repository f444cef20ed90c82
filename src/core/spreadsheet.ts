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

/** How a cell looks; what is not said is as Google has it. */
export interface Look {
  /** A number format of Google's: "0%". */
  readonly format?: string;
  readonly isBold?: boolean;
  /** In points. */
  readonly size?: number;
  readonly isGrey?: boolean;
  /** On the grey of a table's head. */
  readonly isHead?: boolean;
}

export interface Area {
  readonly row: number;
  readonly column: number;
  readonly rows: number;
  readonly columns: number;
}

export interface ChartOnSheet {
  /** By which it is found again. */
  readonly title: string;
  readonly kind: "column" | "bar" | "line";
  /** The cell under its upper left corner. */
  readonly row: number;
  readonly column: number;
  /** The axis, then each series, with a header above. */
  readonly ranges: readonly Area[];
}

/** Rows and columns count from 1, as a person counts them. */
export interface Sheet {
  /** Stays the same when the tab is renamed or moved. */
  readonly id: number;
  name(): string;
  /** The size of the grid, blank rows and columns included. */
  gridRows(): number;
  gridColumns(): number;
  /** Down to the last row with content. */
  usedRows(): number;
  /**
   * From A1 to the last cell with content; at least one cell. One read.
   * @param isRough what somebody pushes out of it by inserting rows or columns at that very moment is missed.
   */
  readAll(isRough?: boolean): SheetValue[][];
  read(row: number, column: number, rows: number, columns: number): SheetValue[][];
  /** What cells show, in their formats and the file's locale. One read. */
  readShown(row: number, column: number, rows: number, columns: number): string[][];
  /** As `readAll`, the formulas: "" where a cell has none. */
  formulas(): string[][];
  /** Text arrives as that very text, never as a formula, a number or a date. One write. */
  write(row: number, column: number, cells: readonly (readonly Written[])[]): void;
  /** Writes below the last row that holds anything, growing the grid. One look and one write. */
  append(cells: readonly (readonly Written[])[]): void;
  /** Formulas as `formulas` gave them, below each other. One write. */
  writeFormulas(row: number, column: number, formulas: readonly string[]): void;
  /** One value into one column of many rows. One write. */
  fill(rows: readonly RowSpan[], column: number, value: Written): void;
  /** Number formats for whole blocks of columns, from `firstRow` down to `lastRow`: a call, or one per format. */
  format(formats: Readonly<Record<string, readonly number[]>>, firstRow: number, lastRow: number): void;
  /** Text colour of whole rows over some columns; null is the default colour. One call. */
  colour(rows: readonly RowSpan[], columns: readonly number[], colour: string | null): void;
  /** Backgrounds for a column from `firstRow` down, by what a cell says: as rules that its user can change. */
  colourWords(column: number, firstRow: number, colours: Readonly<Record<string, string>>): void;
  insertRowsAfter(row: number, count: number): void;
  insertRowsBefore(row: number, count: number): void;
  hideColumn(column: number): void;
  insertColumnsAfter(column: number, count: number): void;
  deleteRows(first: number, count: number): void;
  /** Shows it to the person, also when its tab was hidden; with a row, goes there. */
  show(row?: number): void;
  /** Those that the person has selected, part by part. */
  selectedRows(): RowSpan[];
  /**
   * Which of these rows are hidden: by the filter, by hand or in a folded group. A filter view is each person's own, and
   * no script is told of one. For any number of rows a few calls.
   * @param rows in which something is filled in.
   */
  hiddenAmong(rows: readonly number[]): ReadonlySet<number>;
  /** A drop-down in a column, from a row down. Other values stay allowed. */
  offer(column: number, firstRow: number, choices: readonly string[]): void;
  /** A drop-down in one cell. Other values stay allowed. */
  offerAt(row: number, column: number, choices: readonly (string | number)[]): void;
  /** The looks of a block of cells. Some five calls. */
  style(row: number, column: number, looks: readonly (readonly Look[])[]): void;
  /** In pixels, from the first column on; neighbours of one width in one call. */
  widths(pixels: readonly number[]): void;
  /** Has the charts of these titles show these cells; makes those that are not there only where `makes` says so. */
  chart(charts: readonly ChartOnSheet[], makes: boolean): void;
  /** Sorts rows with all that stands in them by a column, ascending. One call. */
  sortRows(area: Area, column: number): void;
  /** Bold headers over wide enough columns, once, when they are made; with the first column the row is frozen too. */
  dressHeader(first: number, columns: number, row?: number): void;
  /** The notes on the cells of a column, "" where there is none. One read. */
  notes(row: number, column: number, rows: number): string[];
  /** Puts them there, below each other; "" takes one away. One write. */
  writeNotes(row: number, column: number, notes: readonly string[]): void;
  /** Takes the tab out of sight. */
  hide(): void;
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
  /**
   * The one of exactly that name, else the only one whose name differs in nothing but case and blanks.
   * @throws InputError when it may be several.
   */
  sheetByName(name: string): Sheet | null;
  /** Of the tabs in sight. */
  sheetNames(): string[];
  /** The one that the person looks at. */
  openSheet(): Sheet;
  /** A new sheet with that name at the end of the tabs, shown to the person if there is one. */
  addSheet(name: string): Sheet;
  /** As `addSheet`, and whoever is there goes on looking at what they looked at. */
  addSheetBehind(name: string): Sheet;
  /** Cells of all sheets together, blank ones included. */
  cellCount(): number;
  /** The day that an instant falls on in the file's time zone, as 2026-05-01. */
  dayOf(instant: Date): string;
  /**
   * Whether a cell that one instant was written into may come back as the other: a sheet keeps what calendar and clocks
   * show, and of an hour that they show twice it does not keep which it was.
   */
  showsSame(one: Date, other: Date): boolean;
  /** As the settings of the file have it: en_US. */
  locale(): string;
  /** As the settings of the file have it: America/New_York. */
  timeZone(): string;
  /** The instant at which a day such as 2026-05-01 begins in the file's time zone, or its clocks show a full hour of it. */
  startOf(day: Day, hour?: number): Date;
  /** Sends what is queued. Only after it may a checkpoint say that the rows are there. */
  flush(): void;
}

/** 10 million cells per file (facts, 1.5). */
export const MAX_CELLS = 10_000_000;
