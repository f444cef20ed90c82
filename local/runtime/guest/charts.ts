/** Charts over a sheet's grid, and the part of the Charts service that they need (facts 5.6). */
import type { ChartCells, ChartSpec } from "../../book/charts.ts";
import type { Area } from "../wire.ts";
import { ChartHiddenDimensionStrategy, ChartMergeStrategy, ChartPosition, ChartType } from "./enums.ts";
import { areaOf } from "./handles.ts";
import { call, exception } from "./link.ts";
import { type Range, range } from "./range.ts";
import { addMembers, type EnumMember, isMember, notImplemented, own, sealed } from "./sealed.ts";
import { Sheet } from "./sheet.ts";
import { type Is, isAny, isNumber, isText, isTextList, overload } from "./signature.ts";

const isRange = (v: unknown) => areaOf(v) !== undefined;

const cellsOf = ({ s, r, c, nr, nc }: Area): ChartCells => ({
  sheet: s,
  row: r,
  column: c,
  rows: nr,
  columns: nc,
});
const areaIn = ({ sheet, row, column, rows, columns }: ChartCells): Area => ({
  s: sheet,
  r: row,
  c: column,
  nr: rows,
  nc: columns,
});
const isSameArea = (a: Area, b: Area) =>
  a.s === b.s && a.r === b.r && a.c === b.c && a.nr === b.nr && a.nc === b.nc;

interface Held {
  spec: ChartSpec;
  /** Null: not on a sheet yet. */
  readonly id: number | null;
}

class ContainerInfo {
  readonly [own]: ChartSpec;

  constructor(spec: ChartSpec) {
    this[own] = spec;
  }
  getAnchorRow(): number {
    return this[own].row;
  }
  getAnchorColumn(): number {
    return this[own].column;
  }
  getOffsetX(): number {
    return this[own].x;
  }
  getOffsetY(): number {
    return this[own].y;
  }
}

class ChartOptions {
  readonly [own]: Readonly<Record<string, unknown>>;

  constructor(options: Readonly<Record<string, unknown>>) {
    this[own] = options;
  }
  get(...args: unknown[]): unknown {
    overload("Charts.ChartOptions.get", args, [isText]);
    return this[own][args[0] as string] ?? null;
  }
}

const container = (spec: ChartSpec) => sealed("ContainerInfo", new ContainerInfo(spec));
const rangesOf = ({ ranges }: ChartSpec): Range[] => ranges.map((cells) => range(areaIn(cells)));
const strategy = <K extends string>(set: Record<K, EnumMember<K>>, name: string | undefined, usual: K) =>
  set[(name ?? usual) as K];

class EmbeddedChart {
  readonly [own]: Held;

  constructor(held: Held) {
    this[own] = held;
  }
  getChartId(): number | null {
    return this[own].id;
  }
  getRanges(): Range[] {
    return rangesOf(this[own].spec);
  }
  getContainerInfo(): unknown {
    return container(this[own].spec);
  }
  getOptions(): unknown {
    return sealed("ChartOptions", new ChartOptions(this[own].spec.options));
  }
  getNumHeaders(): number {
    return this[own].spec.headers ?? -1;
  }
  getMergeStrategy(): unknown {
    return strategy(ChartMergeStrategy, this[own].spec.strategies.merge, "MERGE_COLUMNS");
  }
  getHiddenDimensionStrategy(): unknown {
    return strategy(ChartHiddenDimensionStrategy, this[own].spec.strategies.hidden, "IGNORE_BOTH");
  }
  modify(): unknown {
    return sealed("EmbeddedChartBuilder", new EmbeddedChartBuilder(this[own]));
  }
  /** A picture would need a browser. */
  getAs(): never {
    throw notImplemented("EmbeddedChart.getAs");
  }
}

const chart = (held: Held) => sealed("EmbeddedChart", new EmbeddedChart(held));

function change<T extends EmbeddedChartBuilder>(builder: T, to: Partial<ChartSpec>): T {
  builder[own] = { ...builder[own], spec: { ...builder[own].spec, ...to } };
  return builder;
}

/** {a: {b: 1}} under "x" is "x.a.b". */
function flat(name: string, value: unknown): [string, unknown][] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [[name, value]];
  return Object.entries(value).flatMap(([inner, each]) => flat(`${name}.${inner}`, each));
}

function setOption<T extends EmbeddedChartBuilder>(builder: T, name: string, value: unknown): T {
  return change(builder, {
    options: { ...builder[own].spec.options, ...Object.fromEntries(flat(name, value)) },
  });
}

function setStrategy(
  builder: EmbeddedChartBuilder,
  method: string,
  args: unknown[],
  set: Record<string, EnumMember>,
  name: string,
): EmbeddedChartBuilder {
  overload(`SpreadsheetApp.EmbeddedChartBuilder.${method}`, args, [(v) => isMember(set, v)]);
  const { strategies } = builder[own].spec;
  return change(builder, { strategies: { ...strategies, [name]: String(args[0]) } });
}

/** The builder of no type in particular, and what all of them have. */
class EmbeddedChartBuilder {
  [own]: Held;

  constructor(held: Held) {
    this[own] = held;
  }
  getChartType(): unknown {
    return ChartType[(this[own].spec.kind || "COLUMN") as keyof typeof ChartType];
  }
  setChartType(...args: unknown[]): EmbeddedChartBuilder {
    overload("SpreadsheetApp.EmbeddedChartBuilder.setChartType", args, [(v) => isMember(ChartType, v)]);
    const kind = String(args[0]);
    if (!TYPES.some((type) => type.kind === kind)) throw notImplemented(`a chart of type ${kind}`);
    return change(this, { kind });
  }
  addRange(...args: unknown[]): EmbeddedChartBuilder {
    overload("SpreadsheetApp.EmbeddedChartBuilder.addRange", args, [isRange]);
    return change(this, { ranges: [...this[own].spec.ranges, cellsOf(areaOf(args[0]) as Area)] });
  }
  removeRange(...args: unknown[]): EmbeddedChartBuilder {
    overload("SpreadsheetApp.EmbeddedChartBuilder.removeRange", args, [isRange]);
    const gone = areaOf(args[0]) as Area;
    return change(this, {
      ranges: this[own].spec.ranges.filter((cells) => !isSameArea(areaIn(cells), gone)),
    });
  }
  clearRanges(): EmbeddedChartBuilder {
    return change(this, { ranges: [] });
  }
  getRanges(): Range[] {
    return rangesOf(this[own].spec);
  }
  getContainer(): unknown {
    return container(this[own].spec);
  }
  setPosition(...args: unknown[]): EmbeddedChartBuilder {
    overload("SpreadsheetApp.EmbeddedChartBuilder.setPosition", args, [
      isNumber,
      isNumber,
      isNumber,
      isNumber,
    ]);
    const [row, column, x, y] = args as [number, number, number, number];
    return change(this, { row, column, x, y });
  }
  setOption(...args: unknown[]): EmbeddedChartBuilder {
    overload("SpreadsheetApp.EmbeddedChartBuilder.setOption", args, [isText, isAny]);
    return setOption(this, args[0] as string, args[1]);
  }
  setNumHeaders(...args: unknown[]): EmbeddedChartBuilder {
    overload("SpreadsheetApp.EmbeddedChartBuilder.setNumHeaders", args, [isNumber]);
    return change(this, { headers: args[0] as number });
  }
  setMergeStrategy(...args: unknown[]): EmbeddedChartBuilder {
    return setStrategy(this, "setMergeStrategy", args, ChartMergeStrategy, "merge");
  }
  setHiddenDimensionStrategy(...args: unknown[]): EmbeddedChartBuilder {
    // facts 5.6.
    if (this[own].spec.kind === "")
      throw exception(
        "Unexpected error while getting the method or property setHiddenDimensionStrategy on object SpreadsheetApp.EmbeddedChartBuilder.",
      );
    return setStrategy(this, "setHiddenDimensionStrategy", args, ChartHiddenDimensionStrategy, "hidden");
  }
  build(): EmbeddedChart {
    const { spec, id } = this[own];
    return chart({ id, spec: { ...spec, kind: spec.kind || "COLUMN" } });
  }
}

/** facts 5.6: what only the builder of a type has; each is an option of Google's by another name. */
const LOOKS: Readonly<Record<string, { option: string; takes: Is | null; value?: (v: unknown) => unknown }>> =
  {
    setTitle: { option: "title", takes: isText },
    setXAxisTitle: { option: "hAxis.title", takes: isText },
    setYAxisTitle: { option: "vAxis.title", takes: isText },
    setColors: { option: "colors", takes: isTextList },
    setBackgroundColor: { option: "backgroundColor", takes: isText },
    setLegendPosition: {
      option: "legend.position",
      takes: (v) => isMember(ChartPosition, v),
      value: (v) => String(v).toLowerCase(),
    },
    setStacked: { option: "isStacked", takes: null },
    set3D: { option: "is3D", takes: null },
  };
const COMMON = ["setTitle", "setColors", "setBackgroundColor", "setLegendPosition"];
const AXES = [...COMMON, "setXAxisTitle", "setYAxisTitle"];

interface Type {
  readonly word: string;
  readonly kind: string;
  readonly looks: readonly string[];
}

const TYPES: readonly Type[] = [
  { word: "Area", kind: "AREA", looks: [...AXES, "setStacked"] },
  { word: "Bar", kind: "BAR", looks: [...AXES, "setStacked"] },
  { word: "Column", kind: "COLUMN", looks: [...AXES, "setStacked"] },
  { word: "Combo", kind: "COMBO", looks: [...AXES, "setStacked"] },
  { word: "Line", kind: "LINE", looks: AXES },
  { word: "Pie", kind: "PIE", looks: [...COMMON, "set3D"] },
  { word: "Scatter", kind: "SCATTER", looks: AXES },
];

for (const { word, kind, looks } of TYPES) {
  const name = `Embedded${word}ChartBuilder`;
  class Typed extends EmbeddedChartBuilder {}
  addMembers(
    Typed,
    Object.fromEntries(
      looks.map((method) => {
        const { option, takes, value } = LOOKS[method] as (typeof LOOKS)[string];
        const set = function (this: Typed, ...args: unknown[]) {
          overload(`SpreadsheetApp.${name}.${method}`, args, takes ? [takes] : []);
          const given = takes ? args[0] : true;
          return setOption(this, option, value ? value(given) : given);
        };
        return [method, set];
      }),
    ),
  );
  addMembers(EmbeddedChartBuilder, {
    [`as${word}Chart`]() {
      return sealed(name, change(new Typed(this[own]), { kind }));
    },
  });
}

const isChart = (v: unknown): v is EmbeddedChart => v instanceof EmbeddedChart;

/** One call about a sheet and one chart of it. */
function tell(sheet: Sheet, method: "insertChart" | "updateChart" | "removeChart", args: unknown[]): void {
  overload(`SpreadsheetApp.Sheet.${method}`, args, [isChart]);
  call(`Sheet.${method}`, { sheet: sheet[own].sheetId, ...(args[0] as EmbeddedChart)[own] });
}

addMembers(Sheet, {
  newChart() {
    const spec = {
      kind: "",
      ranges: [],
      row: 1,
      column: 1,
      x: 0,
      y: 0,
      options: {},
      headers: null,
      strategies: {},
    };
    return sealed("EmbeddedChartBuilder", new EmbeddedChartBuilder({ id: null, spec }));
  },
  getCharts() {
    const all = call<(ChartSpec & { id: number })[]>("Sheet.getCharts", { sheet: this[own].sheetId });
    return all.map(({ id, ...spec }) => chart({ id, spec }));
  },
  insertChart(...args) {
    tell(this, "insertChart", args);
  },
  updateChart(...args) {
    tell(this, "updateChart", args);
  },
  removeChart(...args) {
    tell(this, "removeChart", args);
  },
});

/** facts 5.6: what of the Charts service the charts of sheets need. */
export const Charts = sealed("Charts", {
  ChartHiddenDimensionStrategy,
  ChartMergeStrategy,
  ChartType,
  Position: ChartPosition,
});
