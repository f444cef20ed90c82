import { zoneOf } from "../../book/cell-range.ts";
import {
  type ColumnFilter,
  columnFilter,
  createFilter,
  filterRange,
  isFilteredOut,
  removeFilter,
  setColumnFilter,
} from "../../book/filters.ts";
import { NEEDS } from "../access.ts";
import { spreadsheetMs } from "../costs.ts";
import { GoogleError } from "../google-error.ts";
import { type CallContext, counted, type ServiceTable } from "../service.ts";
import type { Area } from "../wire.ts";
import { checkArea } from "./areas.ts";
import { areaOfRange, cellRange, criterionIn, criterionOut, type WireCriterion } from "./criteria.ts";
import { checkProtected } from "./protection.ts";
import { change, look } from "./sheets.ts";
import { checkTyped } from "./typed-columns.ts";

/** A column's filter between the script and the book. */
interface WireFilter {
  readonly hiddenValues: readonly string[] | null;
  readonly criterion: WireCriterion | null;
}

/** facts 5.5: a sheet has one filter. @throws GoogleError when it has none any more; the words are ours */
function filtered(context: CallContext, sheet: number): Area {
  const range = filterRange(context.world.book, sheet);
  if (!range) throw new GoogleError("The filter does not exist any more.");
  return areaOfRange(range);
}

function checkColumn(context: CallContext, sheet: number, column: number): Area {
  const area = filtered(context, sheet);
  // Google's words are in no source.
  if (column < area.c || column >= area.c + area.nc)
    throw new GoogleError(`The column position ${column} is outside the range of the filter.`);
  return area;
}

interface At {
  readonly column: number;
}

const setCriteria = change<At & { filter: WireFilter | null }>((context, sheet, { column, filter }) => {
  const { book } = context.world;
  const { r, c, nc } = checkColumn(context, sheet, column);
  checkProtected(context, sheet, zoneOf({ row: r, column: c, rows: 1, columns: nc }));
  if (filter?.criterion && filter.hiddenValues)
    throw new GoogleError(
      "not implemented in the stand-in: FilterCriteria with hidden values and a condition at once",
      "Error",
    );
  const wanted: ColumnFilter | null = filter?.criterion
    ? { criterion: criterionIn(filter.criterion, book.timeZone) }
    : filter?.hiddenValues
      ? { hiddenValues: filter.hiddenValues }
      : null;
  setColumnFilter(book, sheet, column, wanted);
});

export const filters: ServiceTable = {
  "Range.createFilter": counted(NEEDS.writeDocument, (context, { at }: { at: readonly [Area] }) => {
    const { run, world } = context;
    const [area] = at;
    run.spend(spreadsheetMs(0));
    run.writes.flush();
    checkArea(context, area);
    checkProtected(context, area.s, zoneOf(cellRange(area)));
    // facts 5.1.
    if (filterRange(world.book, area.s))
      throw new GoogleError("You can't create a filter in a sheet that already has a filter.");
    checkTyped(context, area, "filter");
    createFilter(world.book, cellRange(area));
    return null;
  }),
  "Sheet.getFilter": look(({ world }, sheet) => filterRange(world.book, sheet) !== null),
  "Sheet.isRowHiddenByFilter": counted(
    NEEDS.readDocument,
    (context, { sheet, row }: { sheet: number; row: number }) => {
      context.run.spend(spreadsheetMs(0));
      context.run.writes.flush();
      checkArea(context, { s: sheet, r: row, c: 1, nr: 1, nc: 1 });
      return isFilteredOut(context.world.book, sheet, row);
    },
  ),
  "Filter.getRange": look(filtered),
  "Filter.remove": change((context, sheet) => {
    checkProtected(context, sheet, zoneOf(cellRange(filtered(context, sheet))));
    removeFilter(context.world.book, sheet);
  }),
  "Filter.getColumnFilterCriteria": counted(
    NEEDS.readDocument,
    (context, { sheet, column }: At & { sheet: number }): WireFilter | null => {
      context.run.spend(spreadsheetMs(0));
      context.run.writes.flush();
      checkColumn(context, sheet, column);
      const { book } = context.world;
      const filter = columnFilter(book, sheet, column);
      if (!filter) return null;
      if ("hiddenValues" in filter) return { hiddenValues: filter.hiddenValues, criterion: null };
      return { hiddenValues: null, criterion: criterionOut(filter.criterion, book.timeZone) };
    },
  ),
  "Filter.setColumnFilterCriteria": setCriteria,
  "Filter.removeColumnFilterCriteria": setCriteria,
  // The header row stays where it is.
  "Filter.sort": change<At & { ascending: boolean }>((context, sheet, key) => {
    const { r, c, nr, nc } = checkColumn(context, sheet, key.column);
    if (nr === 1) return;
    checkProtected(context, sheet, zoneOf({ row: r + 1, column: c, rows: nr - 1, columns: nc }));
    context.world.book.sortRange(sheet, r + 1, c, nr - 1, nc, [key]);
  }),
};
