// The value of a cell as Apps Script gives it (facts 5.3).
import type { CellValue } from "./book.ts";
import type { Evaluated, Getters, GridCell, Position } from "./engine.ts";
import { googleError } from "./error-values.ts";
import { showsDates } from "./number-formats.ts";

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
