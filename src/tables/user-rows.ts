import { alike } from "../core/names.ts";
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

type Lines = readonly (readonly SheetValue[])[];

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
  /** The same as a person sees it. */
  readonly shown: readonly string[];
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
  /** The row of headers. */
  heading: readonly SheetValue[] = [];
  /** From then on a column of the outputs that is gone is a fault: what it said would be lost. */
  mustBeThere = false;
  /** No output had a column before, so that each is this look's own. */
  hasNewColumns = false;
  /** A header of ours, or of an input, that two columns have. */
  private twice: string | null = null;
  /** An output whose only like header is an input's, or another output's. */
  private shared: string | null = null;
  /**
   * The output columns are ours in every row: text in between may be written over with itself, so that rows that lie
   * far apart take one call. Formulas, numbers and dates are the user's.
   */
  isOurs = false;
  /** Those in which all inputs are blank as well. */
  private all: readonly UserRow[] = [];
  /** Rows with formulas among the outputs; null when that may be otherwise by now. */
  private formulaRows: ReadonlySet<number> | null = null;
  /** Sets the formats of new columns; null when they are set. */
  private formatting: (() => void) | null = null;
  /** How new columns get their looks. */
  private readonly undressed: (() => void)[] = [];
  /** The inputs' text was seen to show as it is. */
  private showsText = false;
  private written: ReadonlyMap<number, unknown> = new Map();
  private inputsAt: readonly number[] = [];
  private outputsAt: readonly number[] = [];

  /**
   * @param inputs headers that must be there.
   * @param outputs columns that are made to the right of all others where their header is not there.
   * @param optional headers of more inputs, which are blank where the sheet does not have them.
   * @param mayAdd false for a look that writes nothing: outputs without a column are blank then.
   * @param isGlance text is taken to show as it is: formats such as `;;;`, which hide it, are seen by a later look.
   * @throws TableFault when the sheet lacks an input header.
   */
  constructor(
    private readonly book: Workbook,
    private readonly sheet: Sheet,
    private readonly inputs: readonly string[],
    private readonly outputs: readonly Output[],
    private readonly optional: readonly string[] = [],
    private readonly mayAdd = true,
    private readonly isGlance = false,
  ) {
    this.look();
  }

  /** Of two columns with one header nobody knows which one is meant. @throws TableFault */
  assertDistinct(): void {
    if (this.shared !== null)
      throw new TableFault(
        `"${this.shared}" would be written over a column of the sheet "${this.sheet.name()}" that is called almost so. Give it another header.`,
      );
    if (this.twice === null) return;
    throw new TableFault(
      `The sheet "${this.sheet.name()}" has two columns "${this.twice}". Rename one of them, then start again.`,
    );
  }

  /** Which of the rows nobody sees. */
  hiddenAmong(rows: readonly UserRow[]): ReadonlySet<UserRow> {
    const hidden = this.sheet.hiddenAmong(rows.map(({ row }) => row));
    return new Set(rows.filter(({ row }) => hidden.has(row)));
  }

  /** Reads the sheet again. */
  look(): void {
    let turn = 0;
    let isTorn: boolean;
    do {
      const values = this.sheet.readAll(!this.mayAdd);
      const isText = (this.showsText || this.isGlance) && this.isTextAlone(values);
      const shown = isText ? values : this.sheet.readShown(1, 1, values.length, values[0]?.length ?? 1);
      isTorn = !isText && this.isTorn(values, shown);
      this.showsText ||= !isTorn && this.isShownAsIs(values, shown);
      turn++;
      if (!isTorn || turn === MOST_TURNS) this.takeIn(values, shown);
    } while (isTorn && turn < MOST_TURNS);
  }

  /**
   * Whether somebody sorted between the two reads. Text of the inputs shows as it is, or not at all; rows without any are
   * read again. Of other columns nobody knows what they show, and they are no matter.
   */
  private isTorn(values: Lines, shown: Lines): boolean {
    const isMoved = (value: SheetValue, r: number, c: number) => {
      const seen = shown[r]?.[c] ?? "";
      return isText(value) && seen !== value && (seen !== "" || value === "");
    };
    const found = this.headersIn(values, shown);
    if (!found) return values.some((line, r) => line.some((value, c) => isMoved(value, r, c)));
    const { headerRow } = found;
    const inputsAt = found.inputsAt.filter((c) => c >= 0);
    const rows = values.slice(headerRow);
    if (rows.some((line, r) => inputsAt.some((c) => isMoved(line[c] ?? "", headerRow + r, c)))) return true;
    const isTold = (line: readonly SheetValue[]) => {
      const inputs = inputsAt.map((c) => line[c] ?? "");
      return inputs.some((value) => isText(value) && value !== "") || inputs.every((value) => value === "");
    };
    // Beside them may be formulas that never say the same twice.
    const inputsIn = (lines: Lines) =>
      JSON.stringify(lines.map((line) => inputsAt.map((c) => line[c] ?? "")));
    return !rows.every(isTold) && inputsIn(this.sheet.readAll(true)) !== inputsIn(values);
  }

  /** Formats such as `;;;` show a text otherwise: from a look at which none did, text is taken to show as it is. */
  private isShownAsIs(values: Lines, shown: Lines): boolean {
    const found = this.headersIn(values, shown);
    if (!found) return false;
    const isAsIs = (value: SheetValue, seen: SheetValue | undefined) => !isText(value) || value === seen;
    return values.every((line, r) =>
      found.inputsAt.every((c) => c < 0 || isAsIs(line[c] ?? "", shown[r]?.[c] ?? "")),
    );
  }

  /** Whether the inputs, as far as headers tell which they are, need no look at what their cells show. */
  private isTextAlone(values: Lines): boolean {
    const found = this.headersIn(values, values);
    if (!found) return values.slice(0, MOST_ROWS_ABOVE).every((line) => line.every(isText));
    const { headerRow, inputsAt } = found;
    return values.slice(headerRow + 1).every((line) => inputsAt.every((at) => isText(line[at] ?? "")));
  }

  /** The row of headers, which is the first one with all inputs, and the columns of these and of the optional ones. */
  private headersIn(values: Lines, shown: Lines) {
    const headings = values
      .slice(0, MOST_ROWS_ABOVE)
      .map((row, r) =>
        row.map((value, c) => String(isText(value) ? value : (shown[r]?.[c] ?? value)).trim()),
      );
    const headerRow = headings.findIndex((row) =>
      this.inputs.every((header) => under(header, row).length > 0),
    );
    const heading = headings[headerRow];
    if (!heading) return null;
    const inputsAt = this.inputs.concat(this.optional).map((header) => under(header, heading)[0] ?? -1);
    return { headerRow, heading, inputsAt };
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
    const count = this.writeAll(cellsOf, isFresh);
    this.dress();
    return count;
  }

  private writeAll(cellsOf: (row: UserRow) => readonly Written[] | null, isFresh: boolean): number {
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
      // New columns may lie where somebody has made the cells plain text, which reads otherwise than it was written.
      else this.format();
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
    return this.book.showsSame(found, cell);
  }

  private takeIn(values: Lines, shown: Lines): void {
    const at = (header: string, row: readonly string[]) => (under(header, row)[0] ?? -1) + 1;
    const found = this.headersIn(values, shown);
    if (!found) {
      const first = (values[0] ?? []).map((value) => String(value).trim());
      throw this.lacks(this.inputs.find((header) => at(header, first) === 0) ?? "");
    }
    const { headerRow, heading } = found;
    const absent = this.outputs.filter(({ header, isOptional }) => !isOptional && at(header, heading) === 0);
    this.heading = values[headerRow] ?? [];
    const headers = this.outputs.map(({ header }) => header);
    this.twice =
      this.inputs.concat(headers, this.optional).find((header) => under(header, heading).length > 1) ?? null;
    if (absent[0] && this.mustBeThere) throw this.lacks(absent[0].header);
    if (absent.length > 0 && this.mayAdd) {
      const width = Math.max(...values.map((row) => row.length));
      this.addColumns(absent, headerRow + 1, width);
      this.hasNewColumns = absent.length === this.outputs.filter(({ isOptional }) => !isOptional).length;
      this.takeIn(
        values.map((row, n) => (n === headerRow ? withHeaders(row, width, absent) : row)),
        shown,
      );
      return;
    }
    this.inputsAt = found.inputsAt.map((index) => index + 1);
    this.outputsAt = headers.map((header) => at(header, heading));
    this.shared = headers.find((_, i) => this.isShared(i)) ?? null;
    const cellsIn = (row: readonly SheetValue[], columns: readonly number[]) =>
      columns.map((column) => row[column - 1] ?? "");
    const counts = new Map<string, number>();
    const all = values
      .map((row, index) => {
        const inputs = cellsIn(row, this.inputsAt);
        const seen = cellsIn(shown[index] ?? [], this.inputsAt).map(String);
        const identity = identityOf({ inputs, shown: seen });
        const nth = counts.get(identity) ?? 0;
        if (index > headerRow) counts.set(identity, nth + 1);
        return { row: index + 1, inputs, shown: seen, nth, outputs: cellsIn(row, this.outputsAt) };
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
  }

  private lacks(header: string): TableFault {
    return new TableFault(
      `The sheet "${this.sheet.name()}" has no column "${header}". Put that header back, or choose the columns again.`,
    );
  }

  private addColumns(outputs: readonly Output[], headerRow: number, width: number): void {
    const first = width + 1;
    growColumns(this.sheet, width + outputs.length);
    const formats: { [format: string]: number[] } = {};
    outputs.forEach(({ kind, colours }, i) => {
      // Nobody types here, and under `@` an apostrophe before text may be kept (facts, 5.2).
      const format = kind === "text" ? FORMATS.number : FORMATS[kind];
      if (format) formats[format] = [...(formats[format] ?? []), first + i];
      if (colours) this.undressed.push(() => this.sheet.colourWords(first + i, headerRow + 1, colours));
    });
    this.formatting = () => this.sheet.format(formats, headerRow + 1, this.sheet.gridRows());
    this.sheet.write(headerRow, first, [outputs.map(({ header }) => header)]);
    if (headerRow === 1) this.undressed.push(() => this.sheet.dressHeader(first, outputs.length));
  }

  private isShared(output: number): boolean {
    const column = this.outputsAt[output] ?? 0;
    const read = this.inputsAt.slice(0, this.inputs.length);
    return column > 0 && (read.includes(column) || this.outputsAt.indexOf(column) !== output);
  }

  private format(): void {
    const { formatting } = this;
    this.formatting = null;
    formatting?.();
  }

  /** What a column looks like takes several calls: whoever waits for what is in it gets that first. */
  dress(): void {
    this.format();
    for (const dress of this.undressed.splice(0)) dress();
  }
}

/** A row of headers with those of new columns behind the last one. */
function withHeaders(
  row: readonly SheetValue[],
  width: number,
  outputs: readonly Output[],
): readonly SheetValue[] {
  const blank = Array.from({ length: width - row.length }, () => "");
  return [...row, ...blank, ...outputs.map(({ header }) => header)];
}

/** The columns, from 0, that a header may mean: those of exactly that name, else those that only resemble it. */
function under(header: string, heading: readonly string[]): number[] {
  const having = (isIt: (text: string) => boolean) => heading.flatMap((text, c) => (isIt(text) ? c : []));
  const exact = having((text) => text === header.trim());
  if (exact.length > 0) return exact;
  const wanted = alike(header);
  return having((text) => alike(text) === wanted);
}

function isBlank({ inputs }: UserRow): boolean {
  return inputs.every((value) => /^[\s\p{Cf}]*$/u.test(String(value)));
}

function isText(value: SheetValue): boolean {
  return typeof value === "string";
}

/** What a row says under the input headers. */
export function identityOf({ inputs, shown }: Pick<UserRow, "inputs" | "shown">): string {
  return JSON.stringify(inputs.map((value, i) => (isText(value) ? value : [value, shown[i]])));
}

/** Tells a row from all others as long as nobody edits its inputs, wherever it is. */
export function placeOf(row: UserRow): string {
  return `${row.nth}${identityOf(row)}`;
}
