import type { Cell } from "../core/resource.ts";
import { DAY_MS, MINUTE_MS } from "../core/times.ts";
import type { ReportOptions } from "./report.ts";

/** Clocks everywhere are apart by whole quarters of an hour: within one it is the same day. */
const QUARTER_MS = 15 * MINUTE_MS;

/** Days of the file's time zone as numbers that count on by one each day. */
export class Calendar {
  /** Asking a time zone is slow, and many jobs share their days. */
  private readonly days = new Map<number, number>();
  readonly today: number;

  constructor(private readonly options: Pick<ReportOptions, "asOf" | "dayOf">) {
    this.today = this.dayOf(options.asOf) ?? 0;
  }

  /** The day of an instant; null for what is none. */
  dayOf(cell: Cell | undefined): number | null {
    if (!(cell instanceof Date) || Number.isNaN(cell.getTime())) return null;
    const quarter = Math.floor(cell.getTime() / QUARTER_MS);
    let day = this.days.get(quarter);
    if (day === undefined) {
      day = Date.parse(this.options.dayOf(cell)) / DAY_MS;
      this.days.set(quarter, day);
    }
    return day;
  }

  /** Whole days from a day until today; none is left of a day that is still to come. */
  daysSince(day: number): number {
    return Math.max(0, this.today - day);
  }
}

/** A day as a cell of kind `date`. */
export function dayCell(day: number | null): Date | null {
  return day === null ? null : new Date(day * DAY_MS);
}

/** "2026-05-01" */
export function dayText(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

/** The Monday of a day's week. 1 January 1970, day 0, was a Thursday. */
export function mondayOf(day: number): number {
  return day - ((((day + 3) % 7) + 7) % 7);
}
