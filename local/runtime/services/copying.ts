import { overlap, zoneOf } from "../../book/cell-range.ts";
import {
  breakApart,
  type CopyWhat,
  copyCells,
  copyTarget,
  merge,
  merges,
  moveCells,
} from "../../book/copying.ts";
import { filterRange } from "../../book/filters.ts";
import { GoogleError } from "../google-error.ts";
import type { CallContext, ServiceTable } from "../service.ts";
import type { Area } from "../wire.ts";
import { checkArea } from "./areas.ts";
import { areaOfRange, cellRange } from "./criteria.ts";
import { queueProtected } from "./protection.ts";
import { reading, writing } from "./ranges.ts";

const ALL: CopyWhat = { contents: "formulas", formats: true, notes: true, validations: true };

/** What Google's kinds of pasting take along. Borders and conditional formats do not travel here. */
const KINDS: Readonly<Record<string, CopyWhat>> = {
  PASTE_NORMAL: ALL,
  PASTE_NO_BORDERS: ALL,
  PASTE_FORMAT: { formats: true },
  PASTE_FORMULA: { contents: "formulas" },
  PASTE_DATA_VALIDATION: { validations: true },
  PASTE_VALUES: { contents: "values" },
  PASTE_COLUMN_WIDTHS: { columnWidths: true },
};

const copy = writing<{ to: Area; kind: string; isTransposed?: boolean }>(
  (context, area, { to, kind, isTransposed }) => {
    const what = KINDS[kind];
    if (!what) throw new GoogleError(`not implemented in the stand-in: Range.copyTo with ${kind}`, "Error");
    const from = cellRange(area);
    const shape = isTransposed ? { ...from, rows: from.columns, columns: from.rows } : from;
    const target = copyTarget(shape, cellRange(to));
    checkArea(context, areaOfRange(target));
    queueProtected(context, areaOfRange(target));
    context.run.writes.change((book) => copyCells(book, from, target, what, isTransposed));
  },
);

/** Merged cells that an area touches. */
function mergesIn({ world }: CallContext, area: Area) {
  const zone = zoneOf(cellRange(area));
  return merges(world.book, area.s).filter((one) => overlap(zoneOf(one), zone));
}

/** Takes the merged cells of an area apart. @throws GoogleError for one that reaches beyond it; [K] */
function breakMerges(context: CallContext, area: Area): void {
  const inside = mergesIn(context, area);
  const isWhole = ({ row, column, rows, columns }: (typeof inside)[number]) =>
    row >= area.r &&
    column >= area.c &&
    row + rows <= area.r + area.nr &&
    column + columns <= area.c + area.nc;
  if (!inside.every(isWhole))
    throw new GoogleError("You must select all cells in a merged range to merge or unmerge them.");
  breakApart(context.world.book, area.s, inside);
}

export const copying: ServiceTable = {
  "Range.copyTo": copy,
  "Range.copyValuesToRange": copy,
  "Range.copyFormatToRange": copy,
  "Range.moveTo": writing<{ to: Area }>((context, area, { to }) => {
    if (to.s !== area.s)
      throw new GoogleError("not implemented in the stand-in: Range.moveTo another sheet", "Error");
    const target = { ...area, r: to.r, c: to.c };
    checkArea(context, target);
    queueProtected(context, target);
    context.run.writes.change((book) => moveCells(book, cellRange(area), cellRange(target)));
  }),
  "Range.merge": writing<{ parts: readonly Area[] }>((context, area, { parts }) =>
    context.run.writes.change((book) => {
      const filter = filterRange(book, area.s);
      if (filter && overlap(zoneOf(filter), zoneOf(cellRange(area))))
        throw new GoogleError("not implemented in the stand-in: Range.merge inside of a filter", "Error");
      breakMerges(context, area);
      merge(book, area.s, parts.map(cellRange));
    }),
  ),
  "Range.breakApart": writing((context, area) => context.run.writes.change(() => breakMerges(context, area))),
  "Range.getMergedRanges": reading((context, area) => mergesIn(context, area).map(areaOfRange)),
};
