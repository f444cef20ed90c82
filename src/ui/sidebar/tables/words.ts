import type { ManagedTable, TableRhythm } from "../../calls.ts";
import { countText } from "../parts/numbers.ts";

export const DAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"] as const;

/** 9 → "9 AM" */
export function hourText(hour: number): string {
  return `${hour % 12 || 12} ${hour < 12 ? "AM" : "PM"}`;
}

/** "every hour", "every day at 9 AM", "every Monday at 9 AM" */
export function rhythmText({ every, hour, day }: TableRhythm): string {
  if (every === "hour") return "every hour";
  return `every ${every === "day" ? "day" : DAYS[day]} at ${hourText(hour)}`;
}

/** "Sun, Nov 22, 2:05 PM", in the spreadsheet's time zone, as its schedules are. */
export function timeText(ms: number, timeZone: string): string {
  return new Date(ms).toLocaleString("en-US", {
    timeZone,
    weekday: "short",
    month: "short",
    day: "numeric",
    hour: "numeric",
    minute: "2-digit",
  });
}

/** "1,500 rows" */
export function rowsText(rows: number): string {
  return `${countText(rows)} ${rows === 1 ? "row" : "rows"}`;
}

/** "The last 3 refreshes failed: Huntr refused the access token. …" */
export function failureText({ failures, error }: ManagedTable): string {
  const which = failures > 1 ? `The last ${countText(failures)} refreshes failed` : "The last refresh failed";
  return `${which}: ${error ?? "it did not say why."}`;
}
