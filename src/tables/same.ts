import { meaningOf } from "../core/cells.ts";
import type { Cell, Column } from "../core/resource.ts";
import type { SheetValue, Workbook } from "../core/spreadsheet.ts";

/**
 * Whether a cell already shows what it should. A day without a time is written as a day, so it is compared by the
 * file's calendar; an instant is compared as an instant.
 */
export function sameCell(
  column: Column,
  planned: Cell,
  found: SheetValue,
  book: Pick<Workbook, "dayOf" | "showsSame">,
): boolean {
  if (column.meaning && planned !== found) return meaningOf(column, planned) === meaningOf(column, found);
  if (planned === null) return found === "";
  if (planned instanceof Date) {
    if (!(found instanceof Date)) return false;
    if (column.kind === "date") return book.dayOf(found) === planned.toISOString().slice(0, 10);
    return book.showsSame(found, planned);
  }
  return planned === found;
}
