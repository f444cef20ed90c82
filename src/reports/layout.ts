import type { ChartOnSheet, Look, Written } from "../core/spreadsheet.ts";
import type { Figure, Report, ReportTable, Threshold, ValueKind } from "./report.ts";

/** A choice that stands on the sheet: a threshold, or what cohorts are made by. */
export interface Setting {
  readonly label: string;
  readonly value: string | number;
  readonly choices: readonly (string | number)[];
}

/** Where everything of a report stands. Its list, which a person writes beside, comes last: all above it is ours. */
export interface Layout {
  readonly cells: readonly (readonly Written[])[];
  readonly looks: readonly (readonly Look[])[];
  readonly charts: readonly ChartOnSheet[];
  /** With the row and column in which its value stands. */
  readonly settings: readonly (Setting & { readonly row: number; readonly column: number })[];
  /** The table that a person writes beside. Its header comes right below the cells. */
  readonly list: ReportTable | null;
}

/** What settings stand below. */
export const SETTINGS = "Settings";
const SETTINGS_HELP = "Choose another value; it counts when the report is made again.";
const HOW = "How this is counted";
/** A chart of Google's usual height covers so many rows. */
const CHART_ROWS = 18;
const FEWEST_COLUMNS = 6;

export const FORMATS: Readonly<Record<ValueKind, string>> = {
  text: "@",
  number: "#,##0",
  percent: "0%",
  days: "0",
  date: "yyyy-mm-dd",
  time: "yyyy-mm-dd hh:mm",
};

/** Lays a report on a sheet's rows. Pure: the same report is always laid alike. */
export function layOut(report: Report, asOfText: string, cohort: Setting): Layout {
  const list = report.tables.find(({ key }) => key !== undefined) ?? null;
  const sums = report.tables.filter((table) => table !== list);
  const page = new Page(Math.max(FEWEST_COLUMNS, ...sums.map(({ columns }) => columns.length)));
  page.line([report.title], [{ isBold: true, size: 18 }]);
  page.line([[`As of ${asOfText}`, ...report.filters].join(" · ")], [{ isGrey: true }]);
  page.gap();
  page.figures(report.figures);
  for (const table of sums) page.table(table);
  page.settings([cohort, ...report.thresholds.map(settingOf)]);
  page.line([HOW], [{ isBold: true, size: 12 }]);
  for (const sentence of report.how) page.line([sentence], [{ isGrey: true }]);
  page.gap();
  if (list) {
    page.line([list.title], [{ isBold: true, size: 12 }]);
    if (list.rows.length === 0) page.line([list.empty], [{ isGrey: true }]);
  }
  return page.laid(list);
}

function settingOf({ label, value, choices }: Threshold): Setting {
  return { label, value, choices };
}

class Page {
  private readonly cells: Written[][] = [];
  private readonly looks: Look[][] = [];
  private readonly charts: ChartOnSheet[] = [];
  private readonly set: Layout["settings"][number][] = [];

  constructor(private readonly width: number) {}

  line(values: readonly Written[], looks: readonly Look[]): void {
    const blanks = <T>(given: readonly T[], blank: T) =>
      Array.from({ length: this.width }, (_, i) => given[i] ?? blank);
    this.cells.push(blanks<Written>(values, null));
    this.looks.push(blanks<Look>(looks, {}));
  }

  gap(): void {
    this.line([], []);
  }

  figures(figures: readonly Figure[]): void {
    if (figures.length === 0) return;
    this.line(
      figures.map(({ label }) => label),
      figures.map(() => ({ isGrey: true })),
    );
    this.line(
      figures.map(({ value }) => value ?? "too few"),
      figures.map(({ kind }) => ({ format: FORMATS[kind], size: 18, isBold: true })),
    );
    this.line(
      figures.map(({ n }) => (n === null ? null : `of ${n.toLocaleString("en-US")}`)),
      figures.map(() => ({ isGrey: true })),
    );
    this.gap();
  }

  table({ title, columns, rows, empty, chart }: ReportTable): void {
    this.line([title], [{ isBold: true, size: 12 }]);
    const top = this.cells.length;
    if (rows.length === 0) {
      this.line([empty], [{ isGrey: true }]);
      this.gap();
      return;
    }
    this.line(
      columns.map(({ header }) => header),
      columns.map(() => ({ isBold: true, isHead: true })),
    );
    for (const row of rows)
      this.line(
        row,
        columns.map(({ kind }) => ({ format: FORMATS[kind] })),
      );
    if (chart) {
      const charted = Math.min(rows.length, chart.rows ?? rows.length) + 1;
      this.charts.push({
        title: chart.title,
        kind: chart.kind,
        row: top,
        column: this.width + 2,
        ranges: chart.columns.map((at) => ({ row: top + 1, column: at + 1, rows: charted, columns: 1 })),
      });
      while (this.cells.length < top + CHART_ROWS) this.gap();
    }
    this.gap();
  }

  settings(settings: readonly Setting[]): void {
    this.line([SETTINGS], [{ isBold: true, size: 12 }]);
    this.line([SETTINGS_HELP], [{ isGrey: true }]);
    for (const setting of settings) {
      this.line(
        [setting.label, setting.value],
        [{}, { isHead: true, ...(typeof setting.value === "number" ? { format: FORMATS.days } : {}) }],
      );
      this.set.push({ ...setting, row: this.cells.length, column: 2 });
    }
    this.gap();
  }

  laid(list: ReportTable | null): Layout {
    return { cells: this.cells, looks: this.looks, charts: this.charts, settings: this.set, list };
  }
}
