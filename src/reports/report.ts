import type { Cell } from "../core/resource.ts";

/** What a report says, before it is laid on a sheet: no cell, range or colour of a sheet in it. */
export interface Report {
  /** As `startRun` names it: "funnel". */
  readonly report: ReportName;
  readonly title: string;
  /** What the numbers are as of. */
  readonly asOf: Date;
  /** What is left out, in words: "Members who joined after 2026-01-01"; none for everybody. */
  readonly filters: readonly string[];
  /** At most five, the answer at a glance. */
  readonly figures: readonly Figure[];
  readonly thresholds: readonly Threshold[];
  readonly tables: readonly ReportTable[];
  /** How this is counted: sentences. */
  readonly how: readonly string[];
}

export type ReportName =
  | "funnel"
  | "time-in-stage"
  | "at-risk"
  | "weekly"
  | "employers"
  | "caseload"
  | "placements"
  | "changes";

export type ValueKind = "text" | "number" | "percent" | "days" | "date" | "time";

export interface Figure {
  readonly label: string;
  readonly kind: ValueKind;
  /** A percentage is a fraction of 1. Null where too few stand behind it. */
  readonly value: Cell;
  /** How many it is of; null for a plain count. */
  readonly n: number | null;
}

/** A number that a person may change in its cell; it counts from the next time on. */
export interface Threshold {
  /** "days_without_action" */
  readonly name: string;
  /** "Days without an action of their own" */
  readonly label: string;
  readonly value: number;
  readonly choices: readonly number[];
}

export interface ReportTable {
  readonly title: string;
  readonly columns: readonly { readonly header: string; readonly kind: ValueKind }[];
  readonly rows: readonly (readonly Cell[])[];
  /** What stands there when there is no row. */
  readonly empty: string;
  /**
   * The column (from 0) that tells one row from another through every remaking: what a person writes in columns of
   * their own beside it stays beside it. None for a table of sums.
   */
  readonly key?: number;
  /** Headers of columns that are the person's to fill in, right of ours: "Notes", "Confirmed by". */
  readonly own?: readonly string[];
  readonly chart?: {
    readonly kind: "column" | "bar" | "line";
    readonly title: string;
    /** Columns (from 0): the first is the axis, the others are series. */
    readonly columns: readonly number[];
    /** How many of the first rows, where not all. */
    readonly rows?: number;
  };
}

/** A row of Huntr Journeys or Huntr Progress by the names of its columns, and of a member field by its header. */
export type SourceRow = { readonly [column: string]: Cell };

export interface ReportSource {
  /** Huntr Journeys, Huntr Progress, Huntr Members and Huntr Employers, as far as the report needs them. */
  readonly journeys: readonly SourceRow[];
  readonly progress: readonly SourceRow[];
  readonly members: readonly SourceRow[];
  readonly employers: readonly SourceRow[];
}

export interface ReportOptions {
  readonly asOf: Date;
  /** The day on which an instant falls in the file's time zone, as 2026-05-01. */
  readonly dayOf: (instant: Date) => string;
  /** Header of the member field whose values are the cohorts; null for the month of joining. */
  readonly cohort: string | null;
  /** By name, those that a person changed. */
  readonly thresholds: { readonly [name: string]: number };
  /** Of "changes": since when. Null for the last seven days. */
  readonly since: Date | null;
}
