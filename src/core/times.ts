export const MINUTE_MS = 60_000;
export const HOUR_MS = 3_600_000;
export const DAY_MS = 86_400_000;

/** Google Sheets shows years 1900 to 9999 as dates; what lies outside is no date that anybody meant. */
const FIRST_MS = Date.UTC(1900, 0, 1);
const LAST_MS = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

/** 2021-01-01, 2021-01-01 12:00:00 UTC (Hunter), 2021-01-01T12:00:00.5+02:00. Without a zone it is UTC. */
const WRITTEN_TIME =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?)?\s*(?:Z|UTC|GMT|([+-])(\d{2}):?(\d{2}))?$/i;

/** Milliseconds since 1970 of a written day or time, or null when it is none (31 April is none). */
export function parseTime(text: string): number | null {
  const match = WRITTEN_TIME.exec(text.trim());
  if (match === null) return null;
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map((part) => Number(part ?? 0)) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  if (hour > 23 || minute > 59 || second > 59) return null;
  const midnight = new Date(Date.UTC(year, month - 1, day));
  if (midnight.getUTCMonth() !== month - 1 || midnight.getUTCDate() !== day) return null;
  const fraction = Number(`0.${match[7] ?? 0}`);
  const zoneMinutes =
    match[8] === undefined ? 0 : (Number(match[9]) * 60 + Number(match[10])) * (match[8] === "-" ? -1 : 1);
  const ms =
    midnight.getTime() +
    ((hour * 60 + minute - zoneMinutes) * 60 + second) * 1000 +
    Math.floor(fraction * 1000);
  return isInRange(ms) ? ms : null;
}

/** Milliseconds since 1970 of Unix seconds, or null when they are no time that anybody meant. */
export function secondsToMs(seconds: number): number | null {
  const ms = Math.round(seconds * 1000);
  return isInRange(ms) ? ms : null;
}

function isInRange(ms: number): boolean {
  return ms >= FIRST_MS && ms <= LAST_MS;
}
