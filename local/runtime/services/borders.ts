import { zoneOf } from "../../book/cell-range.ts";
import type { ServiceTable } from "../service.ts";
import { cellRange } from "./criteria.ts";
import { writing } from "./ranges.ts";

/** o-spreadsheet's words for Google's kinds of line. */
const STYLES: Readonly<Record<string, string>> = {
  DOTTED: "dotted",
  DASHED: "dashed",
  SOLID: "thin",
  SOLID_MEDIUM: "medium",
  SOLID_THICK: "thick",
};

/** In the order of setBorder's arguments: o-spreadsheet's names of the sides. */
const SIDES = ["top", "left", "bottom", "right", "v", "h"] as const;

interface Borders {
  /** For each side: true draws, false clears, null leaves. */
  readonly sides: readonly (boolean | null)[];
  readonly color: string | null;
  readonly style: string | null;
}

const set = writing<Borders>(({ run }, area, { sides, color, style }) =>
  run.writes.change((book) => {
    const sheetId = book.sheetKey(area.s);
    SIDES.forEach((position, i) => {
      const isDrawn = sides[i] ?? null;
      if (isDrawn === null) return;
      // o-spreadsheet clears what has no colour.
      const line = isDrawn
        ? { color: color ?? "#000000", style: STYLES[style ?? "SOLID"] ?? "thin" }
        : { color: "" };
      book.dispatch("SET_ZONE_BORDERS", {
        sheetId,
        target: [zoneOf(cellRange(area))],
        border: { position, ...line },
      });
    });
  }),
);

export const borders: ServiceTable = { "Range.setBorder": set, "RangeList.setBorder": set };
