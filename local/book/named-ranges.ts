// Names for ranges, which formulas may use. o-spreadsheet keeps them, moves them with the grid and shows them.
import type { Book } from "./book.ts";
import type { SheetZone } from "./engine.ts";
import { sheetNumber } from "./sheet-ids.ts";

/** A name and its cells; rows and columns count from 1. */
export interface NamedRange {
  readonly name: string;
  readonly sheet: number;
  readonly row: number;
  readonly column: number;
  readonly rows: number;
  readonly columns: number;
}

/** In the order in which they were made. One whose cells were all deleted is gone. */
export function namedRanges(book: Book): NamedRange[] {
  const getters = book.model.getters as unknown as { getNamedRanges(): { name: string; range: SheetZone }[] };
  return getters.getNamedRanges().map(({ name, range: { sheetId, zone } }) => ({
    name,
    sheet: sheetNumber(sheetId),
    row: zone.top + 1,
    column: zone.left + 1,
    rows: zone.bottom - zone.top + 1,
    columns: zone.right - zone.left + 1,
  }));
}

/** Names are told apart without regard to case. */
export function namedRange(book: Book, name: string): NamedRange | undefined {
  return namedRanges(book).find((each) => each.name.toLowerCase() === name.toLowerCase());
}

/** Gives a range a name, in place of the range that had it, if one did; `before` is renamed to it. */
export function setNamedRange(book: Book, to: NamedRange, before = namedRange(book, to.name)?.name): void {
  const { name, sheet, row, column, rows, columns } = to;
  const zone = { top: row - 1, left: column - 1, bottom: row + rows - 2, right: column + columns - 2 };
  const ranges = [{ _sheetId: book.sheetKey(sheet), _zone: zone }];
  if (before === undefined) book.dispatch("CREATE_NAMED_RANGE", { name, ranges });
  else book.dispatch("UPDATE_NAMED_RANGE", { oldRangeName: before, newRangeName: name, ranges });
}

export function removeNamedRange(book: Book, name: string): void {
  book.dispatch("DELETE_NAMED_RANGE", { name });
}
