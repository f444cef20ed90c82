import type { Cell, Column } from "../core/resource.ts";
import type { SheetValue, Workbook } from "../core/spreadsheet.ts";

/** A sheet keeps a date as a fraction of days: an instant may come back off by less than this. */
const ROUNDING_MS = 500;

/**
 * Whether a cell already shows what it should. A day without a time is written as a day, so it is compared by the
 * file's calendar; an instant is compared as an instant.
 */
export function sameCell(
  column: Column,
  planned: Cell,
  found: SheetValue,
  dayOf: Workbook["dayOf"],
): boolean {
  if (planned === null) return found === "";
  if (planned instanceof Date) {
    if (!(found instanceof Date)) return false;
    if (column.kind === "date") return dayOf(found) === planned.toISOString().slice(0, 10);
    return Math.abs(found.getTime() - planned.getTime()) < ROUNDING_MS;
  }
  return planned === found;
}
