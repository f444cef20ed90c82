import type { CellInput } from "../book/book.ts";
import { violation } from "../book/validations.ts";
import { GoogleError } from "./google-error.ts";
import { areaText } from "./guest/a1.ts";
import type { Area } from "./wire.ts";
import type { World } from "./world.ts";

/** @throws Google's error when a rule that rejects other input does not take what a script writes */
export function checkValidation({ book, switches }: World, area: Area, cells: readonly CellInput[][]): void {
  if (switches.writesAgainstValidation === "written") return;
  const found = violation(book, area.s, area.r, area.c, cells);
  if (!found) return;
  const cell = areaText({ s: area.s, r: found.row, c: found.column, nr: 1, nc: 1 });
  const advice = found.allowed
    ? ` Please enter one of the following values: ${found.allowed.join(", ")}.`
    : "";
  throw new GoogleError(
    `The data you entered in cell ${cell} violates the data validation rules set on this cell.${advice}`,
  );
}
