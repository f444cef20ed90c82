import { type Chart, type ChartSpec, charts as chartsOn, putChart, removeChart } from "../../book/charts.ts";
import { GoogleError } from "../google-error.ts";
import type { CallContext, ServiceTable } from "../service.ts";
import { checkArea, sheetInfo } from "./areas.ts";
import { documentChange, documentRead } from "./document-calls.ts";
import { checkProtected } from "./protection.ts";

interface On {
  readonly sheet: number;
}

/** @throws GoogleError for a corner or cells outside of the grid, and on a sheet that this person may not edit */
function checkSpec(context: CallContext, sheet: number, { row, column, ranges }: ChartSpec): void {
  checkProtected(context, sheet, "name");
  checkArea(context, { s: sheet, r: row, c: column, nr: 1, nc: 1 });
  for (const { sheet: s, row: r, column: c, rows: nr, columns: nc } of ranges)
    checkArea(context, { s, r, c, nr, nc });
}

/** @throws GoogleError when it is not on the sheet (any more); the words are ours */
function known({ world }: CallContext, sheet: number, id: number | null): Chart {
  const found = chartsOn(world.book, sheet).find((chart) => chart.id === id);
  if (!found) throw new GoogleError("The chart is not on this sheet.");
  return found;
}

export const charts: ServiceTable = {
  "Sheet.getCharts": documentRead((context, { sheet }: On) => {
    sheetInfo(context, sheet);
    return chartsOn(context.world.book, sheet);
  }),
  "Sheet.insertChart": documentChange((context, { sheet, spec }: On & { spec: ChartSpec }) => {
    sheetInfo(context, sheet);
    checkSpec(context, sheet, spec);
    putChart(context.world.book, sheet, spec);
  }),
  "Sheet.updateChart": documentChange(
    (context, { sheet, spec, id }: On & { spec: ChartSpec; id: number | null }) => {
      checkSpec(context, sheet, spec);
      putChart(context.world.book, sheet, spec, known(context, sheet, id).id);
    },
  ),
  "Sheet.removeChart": documentChange((context, { sheet, id }: On & { id: number | null }) => {
    checkProtected(context, sheet, "name");
    removeChart(context.world.book, sheet, known(context, sheet, id).id);
  }),
};
