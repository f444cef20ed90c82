import type { Workbook } from "../core/spreadsheet.ts";
import { MINUTE_MS } from "../core/times.ts";

const HOUR_MS = 3_600_000;

/** Days and clocks of a spreadsheet file, whose time zone need not be the script's (facts, 5.3). */
export function fileZone(timeZone: () => string): Pick<Workbook, "timeZone" | "dayOf" | "startOf"> {
  let clocks: Intl.DateTimeFormat | null = null;
  /** What calendars and clocks there show at an instant, each part as a number. */
  const shownAt = (instant: Date): Record<string, number> => {
    clocks ??= new Intl.DateTimeFormat("en-US", {
      timeZone: timeZone(),
      hour12: false,
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
    });
    // Part by part: the order that a locale puts them in has changed between versions of V8's data.
    const shown: Record<string, number> = {};
    for (const { type, value } of clocks.formatToParts(instant)) shown[type] = Number(value);
    return shown;
  };
  /** How far the clocks are ahead of UTC at an instant, in milliseconds. */
  const aheadMs = (instantMs: number): number => {
    const { year = 0, month = 0, day = 0, hour = 0, minute = 0 } = shownAt(new Date(instantMs));
    // Midnight may come as 24.
    return Date.UTC(year, month - 1, day, hour % 24, minute) - Math.floor(instantMs / MINUTE_MS) * MINUTE_MS;
  };
  return {
    timeZone,
    dayOf: (instant) => {
      const { year, month, day } = shownAt(instant);
      return [year, month, day].map((part) => String(part).padStart(2, "0")).join("-");
    },
    startOf: ({ day }, hour = 0) => {
      const utcMs = Date.parse(`${day}T00:00:00Z`) + hour * HOUR_MS;
      const guessMs = utcMs - aheadMs(utcMs);
      // The clocks may have been changed in between.
      return new Date(utcMs - aheadMs(guessMs));
    },
  };
}
