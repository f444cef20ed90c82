// Charts: o-spreadsheet keeps, moves and draws them. What a script said of one and o-spreadsheet has no word for is kept
// with it under `google`.
import type { BookModel } from "./book-model.ts";
import { cellValue } from "./cell-values.ts";
import { chartTypes, type Getters, type Zone } from "./engine.ts";
import { newSheetNumber, sheetNumber } from "./sheet-ids.ts";

/** Google's kinds that can be drawn. */
export type ChartKind = "COLUMN" | "BAR" | "LINE" | "AREA" | "PIE" | "SCATTER" | "COMBO";

/** Cells that a chart shows; rows and columns count from 1. */
export interface ChartCells {
  readonly sheet: number;
  readonly row: number;
  readonly column: number;
  readonly rows: number;
  readonly columns: number;
}

export interface ChartSpec {
  /** A page can make kinds of which scripts know nothing: o-spreadsheet's word. */
  readonly kind: ChartKind | string;
  /** The first column is what the others are shown by. */
  readonly ranges: readonly ChartCells[];
  /** Its corner: a cell, counted from 1, and pixels from there. */
  readonly row: number;
  readonly column: number;
  readonly x: number;
  readonly y: number;
  /** By Google's names, nested ones with dots: "hAxis.title". */
  readonly options: Readonly<Record<string, unknown>>;
  /** Rows that are headings; null: as the cells look. */
  readonly headers: number | null;
  /** Google's strategies, which change nothing here. */
  readonly strategies: Readonly<Record<string, string>>;
}

export interface Chart extends ChartSpec {
  readonly id: number;
}

/** Sheets' size of a new chart, in pixels. */
const SIZE = { width: 600, height: 371 };

const FORMS: Readonly<Record<ChartKind, object>> = {
  COLUMN: { type: "bar", stacked: false, horizontal: false },
  BAR: { type: "bar", stacked: false, horizontal: true },
  LINE: { type: "line", stacked: false, labelsAsText: false, cumulative: false },
  AREA: { type: "line", stacked: false, labelsAsText: false, cumulative: false, fillArea: true },
  PIE: { type: "pie" },
  SCATTER: { type: "scatter", labelsAsText: false },
  COMBO: { type: "combo" },
};

/** Ours, on o-spreadsheet's definition. */
interface Kept {
  readonly kind: string;
  readonly options: Readonly<Record<string, unknown>>;
  readonly headers: number | null;
  readonly strategies: Readonly<Record<string, string>>;
  /** How many columns each range has. */
  readonly spans: readonly number[];
}

/** The part of o-spreadsheet's definition that matters here. */
interface Definition {
  readonly type: string;
  readonly horizontal?: boolean;
  readonly fillArea?: boolean;
  readonly title?: { readonly text?: string };
  readonly dataSource?: {
    readonly labelRange?: string;
    readonly dataSets?: readonly { dataRange: string }[];
  };
  readonly google?: Kept;
}

interface Figure {
  readonly col: number;
  readonly row: number;
  readonly offset: { readonly x: number; readonly y: number };
  readonly width: number;
  readonly height: number;
}

interface ChartGetters extends Getters {
  getChartIds(sheetId: string): string[];
  getChartDefinition(chartId: string): Definition;
  getFigureIdFromChartId(chartId: string): string;
  getFigure(sheetId: string, figureId: string): Figure;
  getRangeFromZone(sheetId: string, zone: Zone): unknown;
  getRangeString(range: unknown, forSheetId?: string): string;
}

// Without this o-spreadsheet would drop what it does not know.
for (const { allowedDefinitionKeys } of chartTypes()) allowedDefinitionKeys.push("google");

const gettersOf = (book: BookModel) => book.model.getters as ChartGetters;

/** A sheet's charts, those that people made in a page among them. */
export function charts(book: BookModel, sheet: number): Chart[] {
  const getters = gettersOf(book);
  const sheetId = book.sheetKey(sheet);
  return getters.getChartIds(sheetId).map((chartId) => {
    const definition = getters.getChartDefinition(chartId);
    const figure = getters.getFigure(sheetId, getters.getFigureIdFromChartId(chartId));
    const { google } = definition;
    return {
      id: sheetNumber(chartId),
      kind: google?.kind ?? kindOf(definition),
      ranges: rangesOf(getters, sheetId, definition),
      row: figure.row + 1,
      column: figure.col + 1,
      x: figure.offset.x,
      y: figure.offset.y,
      options: google?.options ?? (definition.title?.text ? { title: definition.title.text } : {}),
      headers: google?.headers ?? null,
      strategies: google?.strategies ?? {},
    };
  });
}

/** Puts a chart on a sheet, or in the place of the one with that id, wherever it stands by then; gives its id. */
export function putChart(book: BookModel, sheet: number, spec: ChartSpec, id?: number): number {
  const sheetId = book.sheetKey(sheet);
  const definition = definitionOf(book, sheetId, spec);
  const [col, row] = [spec.column - 1, spec.row - 1];
  const offset = { x: spec.x, y: spec.y };
  const size = {
    width: Number(spec.options.width ?? SIZE.width),
    height: Number(spec.options.height ?? SIZE.height),
  };
  const chartId = id === undefined ? undefined : chartKey(book, sheetId, id);
  if (chartId === undefined) {
    const taken = gettersOf(book).getChartIds(sheetId).map(sheetNumber);
    // As sheets are numbered; by the clock, so that none is used again.
    const made = newSheetNumber(taken, book.now().getTime() + taken.length);
    const figureId = `figure of ${made}`;
    book.dispatch("CREATE_CHART", {
      chartId: String(made),
      figureId,
      sheetId,
      col,
      row,
      offset,
      size,
      definition,
    });
    return made;
  }
  const figureId = gettersOf(book).getFigureIdFromChartId(chartId);
  book.dispatch("UPDATE_CHART", { chartId, figureId, sheetId, definition });
  book.dispatch("UPDATE_FIGURE", { figureId, sheetId, col, row, offset, ...size });
  return sheetNumber(chartId);
}

/** @returns whether there was one */
export function removeChart(book: BookModel, sheet: number, id: number): boolean {
  const sheetId = book.sheetKey(sheet);
  const chartId = chartKey(book, sheetId, id);
  if (chartId === undefined) return false;
  book.dispatch("DELETE_FIGURE", { sheetId, figureId: gettersOf(book).getFigureIdFromChartId(chartId) });
  return true;
}

function chartKey(book: BookModel, sheetId: string, id: number): string | undefined {
  return gettersOf(book)
    .getChartIds(sheetId)
    .find((chartId) => sheetNumber(chartId) === id);
}

function kindOf({ type, horizontal, fillArea }: Definition): string {
  if (type === "bar") return horizontal ? "BAR" : "COLUMN";
  return type === "line" && fillArea ? "AREA" : type.toUpperCase();
}

/** The ranges as they were given, wherever their columns are now; each column alone when some are gone. */
function rangesOf(getters: ChartGetters, sheetId: string, { dataSource, google }: Definition): ChartCells[] {
  const texts = [dataSource?.labelRange, ...(dataSource?.dataSets ?? []).map(({ dataRange }) => dataRange)];
  const columns = texts.flatMap((text) => {
    const range = text ? getters.getRangeFromSheetXC(sheetId, text) : undefined;
    return range && range.invalidXc === undefined ? [range] : [];
  });
  const spans = google?.spans ?? [];
  const isWhole = spans.reduce((sum, span) => sum + span, 0) === columns.length;
  let from = 0;
  return (isWhole ? spans : columns.map(() => 1)).flatMap((span) => {
    const group = columns.slice(from, from + span);
    from += span;
    const [first, last] = [group[0], group.at(-1)];
    if (!first || !last) return [];
    const { top, left, bottom } = first.zone;
    return [
      {
        sheet: sheetNumber(first.sheetId),
        row: top + 1,
        column: left + 1,
        rows: bottom - top + 1,
        columns: last.zone.right - left + 1,
      },
    ];
  });
}

function definitionOf(book: BookModel, sheetId: string, spec: ChartSpec): object {
  const getters = gettersOf(book);
  const { kind, options, headers, strategies, ranges } = spec;
  const columns = ranges.flatMap(({ sheet, row, column, rows, columns: count }) =>
    Array.from({ length: count }, (_, i) => {
      const zone = { top: row - 1, bottom: row + rows - 2, left: column - 1 + i, right: column - 1 + i };
      return getters.getRangeString(getters.getRangeFromZone(book.sheetKey(sheet), zone), sheetId);
    }),
  );
  const [labelRange, ...series] = columns.length > 1 ? columns : [undefined, ...columns];
  const colours = Array.isArray(options.colors) ? options.colors.map(String) : [];
  const title = (name: string) => (typeof options[name] === "string" ? { text: options[name] } : {});
  const legend = String(options["legend.position"] ?? options.legend ?? "top");
  return {
    ...(FORMS[kind as ChartKind] ?? FORMS.COLUMN),
    ...(options.isStacked === true &&
      (kind === "COLUMN" || kind === "BAR" || kind === "AREA") && { stacked: true }),
    title: title("title"),
    legendPosition: legend === "in" || legend === "labeled" ? "right" : legend,
    ...(typeof options.backgroundColor === "string" && { background: options.backgroundColor }),
    ...(kind !== "PIE" && {
      axesDesign: { x: { title: title("hAxis.title") }, y: { title: title("vAxis.title") } },
    }),
    dataSetStyles: Object.fromEntries(colours.map((backgroundColor, i) => [String(i), { backgroundColor }])),
    dataSource: {
      type: "range",
      dataSets: series.map((dataRange, i) => ({ dataSetId: String(i), dataRange })),
      dataSetsHaveTitle: headers === null ? hasHeadings(book, ranges) : headers > 0,
      ...(labelRange !== undefined && { labelRange }),
    },
    google: {
      kind,
      options,
      headers,
      strategies,
      spans: ranges.map((range) => range.columns),
    } satisfies Kept,
  };
}

/** Whether the first row is text above something else. */
function hasHeadings(book: BookModel, ranges: readonly ChartCells[]): boolean {
  const last = ranges.at(-1);
  if (!last || last.rows < 2) return false;
  const getters = gettersOf(book);
  const [first, second] = [last.row, last.row + 1].map((row) => {
    const position = {
      sheetId: book.sheetKey(last.sheet),
      row: row - 1,
      col: last.column + last.columns - 2,
    };
    return cellValue(getters, getters.getCell(position), position);
  });
  return typeof first === "string" && typeof second !== "string";
}
