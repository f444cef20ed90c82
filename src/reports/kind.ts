import type { Cell } from "../core/resource.ts";
import { rate } from "./numbers.ts";
import type { Organisation } from "./people.ts";
import type { Figure, Report, ReportSource, ReportTable, Threshold, ValueKind } from "./report.ts";

/** One of the reports: what it is called, what it stands on, and how it is counted. */
export interface ReportKind {
  readonly title: string;
  /** The tables that it reads. */
  readonly needs: readonly (keyof ReportSource)[];
  /** With the values that count unless a person changes them. */
  readonly thresholds: readonly Threshold[];
  readonly make: (organisation: Organisation, limit: Limit) => ReportBody;
}

export type ReportBody = Pick<Report, "filters" | "figures" | "tables" | "how">;

/** The value of a threshold. */
export type Limit = (name: string) => number;

export const SMALLEST_N: Threshold = {
  name: "smallest_n",
  label: "Fewest people for a percentage",
  value: 5,
  choices: [1, 3, 5, 10, 20],
};

/** A number at the top of a report. @param n how many it is of, where it is no plain count. */
export function figure(
  label: string,
  value: Cell,
  n: number | null = null,
  kind: ValueKind = "number",
): Figure {
  return { label, kind, value, n };
}

/** A percentage at the top of a report. */
export function shareFigure(label: string, part: number, n: number, limit: Limit): Figure {
  return figure(label, share(part, n, limit), n, "percent");
}

/** A share as a fraction of 1; null where too few stand behind it, or nobody. */
export function share(part: number, n: number, limit: Limit): number | null {
  return rate(part, n, limit(SMALLEST_N.name));
}

/** "Member", or "Joined|date" where it is no text. */
export function columnsOf(...columns: readonly string[]): ReportTable["columns"] {
  return columns.map((column) => {
    const [header = "", kind = "text"] = column.split("|");
    return { header, kind: kind as ValueKind };
  });
}

/** "1 day", "3 days" */
export function counted(n: number, one: string): string {
  return `${n} ${one}${n === 1 ? "" : "s"}`;
}

export const HOW_PERCENT =
  "Every percentage counts people, each of them once, however many jobs they have. The number of people that it is based on (n) is shown with it; when there are fewer than the threshold says, no percentage is shown.";

export const HOW_DAYS = "Days are calendar days in the time zone of this spreadsheet.";

export const NO_MEMBERS = "There are no members yet.";

/** Which cohorts there are, in words. */
export function howCohorts({ options: { cohort } }: Organisation): string {
  return cohort === null
    ? "A cohort is everyone who joined in the same month."
    : `A cohort is everyone with the same value in the member field "${cohort}". Members without a value are under "Not set".`;
}

/** What is left out of every count of jobs. */
export function howJobs({ strayJobs }: Organisation): string[] {
  return strayJobs === 0
    ? []
    : [`Left out: ${counted(strayJobs, "job")} whose owner is not among the members.`];
}
