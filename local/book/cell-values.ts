// What a cell holds, as Apps Script gives and takes it (facts 5.2, 5.3).
import type { Evaluated, Getters, GridCell, Position } from "./engine.ts";
import { googleError } from "./error-values.ts";
import { showsDates } from "./number-formats.ts";
import type { Serial } from "./serial.ts";

/** A cell's value: "" is blank, errors are their text (`#N/A`), dates and times are serials. */
export type CellValue = string | number | boolean | Serial;

/** What to write: null empties, a string is typed text (`'` forces text, `=` is a formula). */
export type CellInput = null | string | number | boolean | Serial;

/** @param cell what `getCell` gives for the position */
export function cellValue(getters: Getters, cell: GridCell | undefined, position: Position): CellValue {
  if (cell && !cell.isFormula && cell.content !== "") return heldValue(cell.parsedValue, cell.exact);
  const evaluated = getters.getEvaluatedCell(position);
  return evaluated.type === "empty" ? "" : givenValue(evaluated, cell);
}

function heldValue(value: string | number | boolean | null, format: string | undefined): CellValue {
  if (value === null) return "";
  return typeof value === "number" && showsDates(format) ? { serial: value } : value;
}

function givenValue(evaluated: Evaluated, cell: GridCell | undefined): CellValue {
  const { type, value } = evaluated;
  if (type === "error" && typeof value === "string") return googleError(value) || value;
  return heldValue(value, cell?.exact ?? evaluated.format);
}
