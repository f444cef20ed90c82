import type { CellRange } from "../../book/cell-range.ts";
import { type Criterion, operatorOf } from "../../book/criteria.ts";
import { instantOf, serialOf } from "../file-time.ts";
import { GoogleError } from "../google-error.ts";
import type { Area, WireCell } from "../wire.ts";

/** A criterion between the script and the book: dates are instants there and serials here (facts 5.3). */
export interface WireCriterion {
  readonly criteria: string;
  readonly values: readonly WireCell[];
}

/** @throws Error by name for a criterion that the book cannot evaluate */
export function criterionIn({ criteria, values }: WireCriterion, zone: string): Criterion {
  const criterion = {
    criteria,
    values: values.map((value) => {
      if (typeof value !== "object" || value === null)
        return typeof value === "number" ? value : String(value ?? "");
      return "d" in value ? { serial: serialOf(value.d, zone) } : value.n;
    }),
  };
  if (!operatorOf(criterion))
    throw new GoogleError(
      `not implemented in the stand-in: ${criteria} ${values.map(String).join(", ")}`,
      "Error",
    );
  return criterion;
}

export function criterionOut({ criteria, values }: Criterion, zone: string): WireCriterion {
  return {
    criteria,
    values: values.map((value) => (typeof value === "object" ? { d: instantOf(value.serial, zone) } : value)),
  };
}

export function cellRange({ s, r, c, nr, nc }: Area): CellRange {
  return { sheet: s, row: r, column: c, rows: nr, columns: nc };
}

export function areaOfRange({ sheet, row, column, rows, columns }: CellRange): Area {
  return { s: sheet, r: row, c: column, nr: rows, nc: columns };
}
