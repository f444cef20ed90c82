import { runsOf } from "../core/neighbours.ts";
import type { ColumnKind } from "../core/resource.ts";
import type { Sheet, SheetValue, Workbook, Written } from "../core/spreadsheet.ts";
import { spansOf } from "./blocks.ts";
import { TableFault } from "./fault.ts";
import { FORMATS } from "./formats.ts";
import { growColumns } from "./header.ts";

/** Titles and notes may stand above the headers. */
const MOST_ROWS_ABOVE = 20;
/** A person may sort in the moment between a look and a write; hardly three times in a row. */
const MOST_TURNS = 4;

export interface Output {
  readonly header: string;
  readonly kind: ColumnKind;
  /** Not made where it is missing: it is blank then, and nothing is written. */
  readonly isOptional?: boolean;
  /** Backgrounds by what a cell says, when the column is made. */
  readonly colours?: Readonly<Record<string, string>>;
}

/** A row of the user's, as it was last read. */
export interface UserRow {
  /** Sheet row, from 1. */
  readonly row: number;
  /** Under the input headers, in their order. */
  readonly inputs: readonly SheetValue[];
  /** How many rows above have the same inputs. */
  readonly nth: number;
  /** Under the output headers, in their order. */
  readonly outputs: readonly SheetValue[];
}

/**
 * Rows of a sheet that belongs to its user: we read some of its columns, and write into others. A row is known by what
 * stands in its input columns, never by its number: people sort, insert and delete while work goes on.
 */
export class UserRows {
  /** All rows below the headers in which some input is not blank. */
  rows: readonly UserRow[] = [];
  /** From then on a column of the outputs that is gone is a fault: what it said would be lost. */
  mustBeThere = false;
  /** A header of ours, or of an input, that two columns have; the first of these is read. */
  twice: string | null = null;
  /**
   * The output columns are ours in every row: text in between may be written over with itself, so that rows that lie
   * far apart take one call. Formulas, numbers and dates are the user's.
   */
  isOurs = false;
  /** Those in which all inputs are blank as well. */
  private all: readonly UserRow[] = [];
  /** Rows with formulas among the outputs; null when that may be otherwise by now. */
  private formulaRows: ReadonlySet<number> | null = null;
  private written: ReadonlyMap<number, unknown> = new Map();
  private inputsAt: readonly number[] = [];
  private outputsAt: readonly number[] = [];

  /**
   * @param inputs headers that must be there.
   * @param outputs columns that are made to the right of all others where their header is not there.
   * @param optional headers of more inputs, which are blank where the sheet does not have them.
   * @param mayAdd false for a look that writes nothing: outputs without a column are blank then.
   * @throws TableFault when the sheet lacks an input header.
   */
  constructor(
    private readonly book: Workbook,
    private readonly sheet: Sheet,
    private readonly inputs: readonly string[],
    private readonly outputs: readonly Output[],
    private readonly optional: readonly string[] = [],
    private readonly mayAdd = true,
  ) {
    this.look();
  }

  /** Reads the sheet again. */
  look(): void {
    // Where columns had to be made first, they are there the second time.
    if (!this.takeIn(this.sheet.readAll(!this.mayAdd))) this.takeIn(this.sheet.readAll());
  }

  /**
   * Looks again, writes the outputs of the rows that `cellsOf` gives cells for, and sends them to the sheet. What came
   * to lie beside another row, because somebody sorted, inserted or edited at that very moment, is put right.
   * @param cellsOf one cell per output, null for a row that stays as it is. Asked again after each look: it must tell
   *   its rows by their inputs and outputs. Of blank rows it is asked where outputs are ours.
   * @param isFresh the last look was a moment ago.
   * @returns how many rows were written.
   */
  write(cellsOf: (row: UserRow) => readonly Written[] | null, isFresh = false): number {
    if (!isFresh) this.look();
    const due = new Map<string, readonly Written[]>();
    for (const row of this.all) due.set(placeOf(row), row.outputs);
    // Of a row whose inputs somebody edited at that moment nobody knows what it said.
    const nothing = this.outputs.map(() => null);
    const sent = new Set<string>();
    let count = 0;
    for (let turn = 0; turn < MOST_TURNS; turn++) {
      const wanted = new Map<number, readonly Written[]>();
      const changed: number[] = [];
      const known = new Map<number, UserRow>();
      for (const row of this.all) {
        known.set(row.row, row);
        const place = placeOf(row);
        let cells: readonly Written[] | null = due.get(place) ?? nothing;
        // It says what was sent, and not what it is to say: that was meant for another row.
        const isStray = turn > 0 && sent.has(this.textOf(row.outputs)) && !this.shows(row, cells);
        if (!isStray) {
          cells = isBlank(row) && !this.isOurs ? null : cellsOf(row);
          if (cells) due.set(place, cells);
        }
        if (!cells) continue;
        wanted.set(row.row, cells);
        if (!this.shows(row, cells)) changed.push(row.row);
      }
      if (changed.length === 0) return count;
      if (turn === 0) count = changed.length;
      this.written = wanted;
      const isFree = (row: number) => wanted.has(row) || (this.isOurs && this.isText(known.get(row)));
      for (const { first, last } of spansOf(changed, isFree, Number.POSITIVE_INFINITY)) {
        const lines: (readonly Written[])[] = [];
        for (let row = first; row <= last; row++) {
          const cells = wanted.get(row) ?? known.get(row)?.outputs ?? [];
          lines.push(cells);
          sent.add(this.textOf(cells));
        }
        this.writeLines(first, lines);
      }
      this.book.flush();
      this.look();
    }
    return count;
  }

  private isText(row: UserRow | undefined): boolean {
    if (!this.formulaRows) {
      const formulas = this.sheet.formulas();
      const has = (row: number) => this.outputsAt.some((at) => formulas[row - 1]?.[at - 1]);
      this.formulaRows = new Set(this.all.map(({ row }) => row).filter(has));
    }
    return (
      row !== undefined &&
      !this.formulaRows.has(row.row) &&
      row.outputs.every((value) => typeof value === "string")
    );
  }

  private shows({ outputs }: UserRow, cells: readonly Written[]): boolean {
    return cells.every((cell, i) => !this.outputsAt[i] || this.isShown(cell, outputs[i] ?? ""));
  }

  /** Alike for cells and for what they are read as. */
  private textOf(cells: readonly Written[]): string {
    const texts = this.outputsAt.map((at, i) => {
      const cell = at ? (cells[i] ?? "") : "";
      if (typeof cell !== "object") return cell;
      return "day" in cell ? cell.day : this.book.dayOf(cell);
    });
    return JSON.stringify(texts);
  }

  private writeLines(first: number, lines: readonly (readonly Written[])[]): void {
    const there = this.outputsAt.filter((at) => at > 0);
    for (const block of runsOf(there.sort((a, b) => a - b))) {
      const indexes: number[] = [];
      for (let at = block.first; at <= block.last; at++) indexes.push(this.outputsAt.indexOf(at));
      this.sheet.write(
        first,
        block.first,
        lines.map((cells) => indexes.map((i) => cells[i] ?? null)),
      );
    }
  }

  private isShown(cell: Written, found: SheetValue): boolean {
    if (cell === null || cell === "") return found === "";
    if (typeof cell !== "object") return cell === found;
    if (!(found instanceof Date)) return false;
    if ("day" in cell) return this.book.dayOf(found) === cell.day;
    // A sheet keeps an instant as a fraction of days.
    return Math.abs(found.getTime() - cell.getTime()) < 500;
  }

  /** @returns false when columns had to be made: the sheet must be read anew then. */
  private takeIn(values: readonly (readonly SheetValue[])[]): boolean {
    const headings = values.slice(0, MOST_ROWS_ABOVE).map((row) => row.map(plain));
    const at = (header: string, row: readonly string[]) => row.indexOf(plain(header)) + 1;
    const headerRow = headings.findIndex((row) => this.inputs.every((header) => at(header, row) > 0));
    const heading = headings[headerRow];
    if (!heading) {
      const missing = this.inputs.find((header) => at(header, headings[0] ?? []) === 0) ?? "";
      throw this.lacks(missing);
    }
    const absent = this.outputs.filter(({ header, isOptional }) => !isOptional && at(header, heading) === 0);
    const headers = this.outputs.map(({ header }) => header);
    this.twice =
      this.inputs
        .concat(headers)
        .find((header) => heading.lastIndexOf(plain(header)) + 1 > at(header, heading)) ?? null;
    if (absent[0] && this.mustBeThere) throw this.lacks(absent[0].header);
    if (absent.length > 0 && this.mayAdd) {
      this.addColumns(absent, headerRow + 1, Math.max(...values.map((row) => row.length)));
      return false;
    }
    this.inputsAt = this.inputs.concat(this.optional).map((header) => at(header, heading));
    this.outputsAt = headers.map((header) => at(header, heading));
    const under = (row: readonly SheetValue[], columns: readonly number[]) =>
      columns.map((column) => row[column - 1] ?? "");
    const counts = new Map<string, number>();
    const all = values
      .map((row, index) => {
        const inputs = under(row, this.inputsAt);
        const identity = identityOf({ inputs });
        const nth = counts.get(identity) ?? 0;
        if (index > headerRow) counts.set(identity, nth + 1);
        return { row: index + 1, inputs, nth, outputs: under(row, this.outputsAt) };
      })
      .slice(headerRow + 1);
    // Whatever somebody else wrote, or moved, may be a formula.
    const isAsBefore = (row: UserRow, i: number) => {
      const before = this.all[i];
      return (
        before?.row === row.row &&
        placeOf(before) === placeOf(row) &&
        (this.written.has(row.row) ||
          this.formulaRows?.has(row.row) ||
          this.textOf(before.outputs) === this.textOf(row.outputs))
      );
    };
    if (this.formulaRows && !all.every(isAsBefore)) this.formulaRows = null;
    this.all = all;
    this.rows = all.filter((row) => !isBlank(row));
    return true;
  }

  private lacks(header: string): TableFault {
    return new TableFault(
      `The sheet "${this.sheet.name()}" has no column "${header}". Put that header back, or choose the columns again.`,
    );
  }

  private addColumns(outputs: readonly Output[], headerRow: number, width: number): void {
    const first = width + 1;
    growColumns(this.sheet, width + outputs.length);
    outputs.forEach(({ kind, colours }, i) => {
      const format = FORMATS[kind];
      if (format) this.sheet.format({ [format]: [first + i] }, headerRow + 1, this.sheet.gridRows());
      if (colours) this.sheet.colourWords(first + i, headerRow + 1, colours);
    });
    this.sheet.write(headerRow, first, [outputs.map(({ header }) => header)]);
    if (headerRow === 1) this.sheet.dressHeader(first, outputs.length);
  }
}

/** Headers are compared so. */
function plain(value: SheetValue): string {
  return String(value).trim().toLowerCase();
}

function isBlank({ inputs }: UserRow): boolean {
  return inputs.every((value) => plain(value) === "");
}

/** What a row says under the input headers. */
export function identityOf({ inputs }: Pick<UserRow, "inputs">): string {
  return JSON.stringify(inputs);
}

/** Tells a row from all others as long as nobody edits its inputs, wherever it is. */
export function placeOf(row: UserRow): string {
  return `${row.nth}${identityOf(row)}`;
}
