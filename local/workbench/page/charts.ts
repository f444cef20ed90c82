import * as chartJs from "chart.js";

/** o-spreadsheet draws charts with a global `Chart` that carries every export of chart.js, as its script build does. */
export function provideCharts(): void {
  chartJs.Chart.register(...chartJs.registerables);
  const carried: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(chartJs)) {
    if (!(name in chartJs.Chart)) carried[name] = value;
  }
  Object.assign(globalThis, { Chart: Object.assign(chartJs.Chart, carried) });
}
