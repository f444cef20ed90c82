import type { Workbook } from "../core/spreadsheet.ts";
import { HOUR_MS, MINUTE_MS } from "../core/times.ts";

/** A sheet keeps a date as a fraction of days: an instant may come back off by less than this. */
const ROUNDING_MS = 500;
/** Clocks are turned back by half an hour (Lord Howe) to some hours, where a country changes its zone. */
const MOST_TURNED_BACK_MS = 3 * HOUR_MS;

/** Days and clocks of a spreadsheet file, whose time zone need not be the script's (facts, 5.3). */
export function fileZone(
  timeZone: () => string,
): Pick<Workbook, "timeZone" | "dayOf" | "showsSame" | "startOf"> {
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
  const dayOf = (instant: Date): string => {
    const { year, month, day } = shownAt(instant);
    return [year, month, day].map((part) => String(part).padStart(2, "0")).join("-");
  };
  return {
    timeZone,
    dayOf,
    showsSame: (one, other) => {
      const apartMs = one.getTime() - other.getTime();
      if (Math.abs(apartMs) < ROUNDING_MS) return true;
      if (Math.abs(apartMs) > MOST_TURNED_BACK_MS) return false;
      const aheadOfOther = aheadMs(one.getTime()) - aheadMs(other.getTime());
      return Math.abs(apartMs + aheadOfOther) < ROUNDING_MS;
    },
    startOf: ({ day }, hour = 0) => {
      const utcMs = Date.parse(`${day}T00:00:00Z`) + hour * HOUR_MS;
      const guessMs = utcMs - aheadMs(utcMs);
      // The clocks may have been changed in between.
      const start = new Date(utcMs - aheadMs(guessMs));
      if (dayOf(start) >= day) return start;
      // They skip midnight: the day begins with what they show after it.
      return new Date(utcMs - Math.min(aheadMs(start.getTime()), utcMs - start.getTime()));
    },
  };
}
