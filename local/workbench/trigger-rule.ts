import type { ClockRule } from "../runtime/trigger-record.ts";

const MINUTE_MS = 60_000;
const WEEK_DAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

function every(count: number, unit: string): string {
  return count === 1 ? `every ${unit}` : `every ${count} ${unit}s`;
}

function days(rule: ClockRule): string {
  if (rule.monthDay !== undefined) return `on day ${rule.monthDay} of the month`;
  const week = every(rule.everyWeeks ?? 1, "week");
  if (rule.weekDay !== undefined) return `${week} on ${WEEK_DAYS[rule.weekDay] ?? "?"}`;
  return rule.everyWeeks === undefined ? every(rule.everyDays ?? 1, "day") : week;
}

/** A clock trigger's rule as one would say it: "every 6 hours", "once, after 30 min". */
export function spokenRule(rule: ClockRule): string {
  if (rule.everyMinutes !== undefined) return every(rule.everyMinutes, "minute");
  if (rule.everyHours !== undefined) return every(rule.everyHours, "hour");
  if (rule.afterMs !== undefined)
    return `once, after ${Math.round((rule.afterMs / MINUTE_MS) * 10) / 10} min`;
  if (rule.atMs !== undefined || rule.atDate) return "once";
  const hour =
    rule.atHour === undefined ? "" : ` at ${rule.atHour}:${String(rule.nearMinute ?? 0).padStart(2, "0")}`;
  return days(rule) + hour;
}
