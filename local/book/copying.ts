// Cells copied or moved to another place, with everything that stands on the cell itself: contents, exact formats,
// styles, notes and the parts of rich texts. References in copied formulas shift; those in moved ones stay.
import type { Book } from "./book.ts";
import { type CellRange, rangeOf, zoneOf } from "./cell-range.ts";
import { type Content, TREAT_ZONE, WRITE_BLOCK, type WriteBlock } from "./commands.ts";
import { formulaText, quotedIfSpecial, storedContent } from "./contents.ts";
import type { Getters, GridCell } from "./engine.ts";
import { isSerial } from "./serial.ts";
import { setValidations, validations } from "./validations.ts";

/** What a copy takes along. */
export interface CopyWhat {
  /** Formulas as such, or what they give. */
  readonly contents?: "formulas" | "values";
  /** Number formats and styles. */
  readonly formats?: boolean;
  readonly notes?: boolean;
  readonly validations?: boolean;
  readonly columnWidths?: boolean;
}

const gettersOf = (book: Book) => book.model.getters as unknown as Getters;

/** Where a copy ends up: a larger place is filled with as many whole copies as fit. */
export function copyTarget(from: CellRange, to: CellRange): CellRange {
  const fitted = (place: number, size: number) => Math.max(size, place - (place % size));
  return { ...to, rows: fitted(to.rows, from.rows), columns: fitted(to.columns, from.columns) };
}

/** Copies cells to a place that `copyTarget` gave; `isTransposed`: rows become columns. */
export function copyCells(
  book: Book,
  from: CellRange,
  to: CellRange,
  what: CopyWhat,
  isTransposed = false,
): void {
  const getters = gettersOf(book);
  const [source, target] = [book.sheetKey(from.sheet), book.sheetKey(to.sheet)];
  /** The place in the source, counted from its first cell, of one in the target. */
  const origin = (i: number, j: number) =>
    isTransposed
      ? ([j % from.rows, i % from.columns] as const)
      : ([i % from.rows, j % from.columns] as const);
  const of = <T>(cells: readonly (readonly T[])[], i: number, j: number): T | undefined => {
    const [row, column] = origin(i, j);
    return cells[row]?.[column];
  };
  const at = (i: number, j: number) => {
    const [row, column] = origin(i, j);
    return { row: from.row - 1 + row, col: from.column - 1 + column };
  };
  const cells = grid(to, (i, j) => getters.getCell({ sheetId: source, ...at(i, j) }));
  const values = what.contents ? book.values(from.sheet, from.row, from.column, from.rows, from.columns) : [];
  const contents = (): Content[][] =>
    cells.map((line, i) =>
      line.map((cell, j) => {
        if (what.contents === "formulas" && cell?.isFormula) {
          const { row, col } = at(i, j);
          const [x, y] = [to.column - 1 + j - col, to.row - 1 + i - row];
          return getters.getTranslatedCellFormula(target, x, y, cell.compiledFormula);
        }
        const value = of(values, i, j) ?? "";
        if (isSerial(value)) return value.serial;
        return typeof value === "string" ? quotedIfSpecial(value) : value;
      }),
    );
  const block: WriteBlock = {
    ...{ sheetId: target, top: to.row - 1, left: to.column - 1, rows: to.rows, columns: to.columns },
    ...(what.contents && { contents: contents() }),
    ...(what.formats && {
      formats: cells.map((line) => line.map((cell) => cell?.exact ?? "")),
      styles: cells.map((line) => line.map((cell) => cell?.style ?? {})),
    }),
    // The parts of a rich text are contents with looks.
    ...(what.contents === "formulas" &&
      what.formats && { runs: cells.map((line) => line.map((cell) => cell?.runs ?? null)) }),
    ...(what.notes && { notes: cells.map((line) => line.map((cell) => cell?.note ?? "")) }),
  };
  const rules = what.validations ? validations(book, from) : undefined;
  if (what.contents || what.formats || what.notes) book.dispatch(WRITE_BLOCK, block);
  if (rules) {
    const all = grid(to, (i, j) => of(rules, i, j) ?? null);
    setValidations(book, to.sheet, to.row, to.column, all);
  }
  if (what.columnWidths) {
    const widths = book.columnWidths(from.sheet, from.column, from.columns);
    for (let j = 0; j < to.columns; j++)
      book.setColumnWidth(to.sheet, to.column + j, widths[j % from.columns] ?? 0);
  }
}

/** Moves cells within a sheet; formulas and rules that name them follow. `to`: only its first cell counts. */
export function moveCells(book: Book, from: CellRange, to: CellRange): void {
  const getters = gettersOf(book);
  const sheetId = book.sheetKey(from.sheet);
  const cells = grid(from, (i, j) =>
    getters.getCell({ sheetId, row: from.row - 1 + i, col: from.column - 1 + j }),
  );
  const content = (cell: GridCell | undefined): Content => {
    if (!cell) return "";
    return cell.isFormula ? formulaText(cell, getters) : storedContent(cell);
  };
  const block: WriteBlock = {
    ...{ sheetId, top: to.row - 1, left: to.column - 1, rows: from.rows, columns: from.columns },
    contents: cells.map((line) => line.map(content)),
    formats: cells.map((line) => line.map((cell) => cell?.exact ?? "")),
    styles: cells.map((line) => line.map((cell) => cell?.style ?? {})),
    notes: cells.map((line) => line.map((cell) => cell?.note ?? "")),
    runs: cells.map((line) => line.map((cell) => cell?.runs ?? null)),
  };
  book.dispatch(TREAT_ZONE, { sheetId, zone: zoneOf(from), contents: true, formats: true, notes: true });
  book.dispatch(WRITE_BLOCK, block);
  const sheetName = getters.getSheetName(sheetId);
  const place = { targetSheetId: sheetId, col: to.column - 1, row: to.row - 1 };
  book.dispatch("MOVE_RANGES", { sheetId, sheetName, target: [zoneOf(from)], ...place });
}

interface MergeGetters extends Getters {
  getMerges(sheetId: string): { top: number; left: number; bottom: number; right: number }[];
}

/** The merged cells of a sheet. */
export function merges(book: Book, sheet: number): CellRange[] {
  const sheetId = book.sheetKey(sheet);
  const getters = book.model.getters as unknown as MergeGetters;
  return getters
    .getMerges(sheetId)
    .map(({ top, left, bottom, right }) => rangeOf({ sheetId, zone: { top, left, bottom, right } }));
}

/** Makes each range one cell, which keeps what stood in its first one. */
export function merge(book: Book, sheet: number, ranges: readonly CellRange[]): void {
  const sheetId = book.sheetKey(sheet);
  for (const { row, column, rows, columns } of ranges) {
    // What the others held is gone, as in Sheets.
    if (columns > 1) book.clear(sheet, row, column + 1, 1, columns - 1, { contents: true });
    if (rows > 1) book.clear(sheet, row + 1, column, rows - 1, columns, { contents: true });
  }
  book.dispatch("ADD_MERGE", { sheetId, target: ranges.map(zoneOf), force: true });
}

export function breakApart(book: Book, sheet: number, ranges: readonly CellRange[]): void {
  if (ranges.length > 0)
    book.dispatch("REMOVE_MERGE", { sheetId: book.sheetKey(sheet), target: ranges.map(zoneOf) });
}

function grid<T>({ rows, columns }: CellRange, make: (i: number, j: number) => T): T[][] {
  return Array.from({ length: rows }, (_, i) => Array.from({ length: columns }, (_, j) => make(i, j)));
}
