/**
 * Days on which something is odd, each the next one to come.
 * @typedef {{ name: string; timeZone: string; from(nowMs: number): number }} Shift timeZone: the machine's; from: the
 *   instant at which the run begins, milliseconds since 1970
 */

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/**
 * The first of the years to come whose instant is not past.
 * @param {number} nowMs
 * @param {(year: number) => number} instantOf NaN for a year that has none
 */
function next(nowMs, instantOf) {
  for (let year = new Date(nowMs).getUTCFullYear(); ; year += 1)
    if (instantOf(year) > nowMs) return instantOf(year);
}

/**
 * The n-th Sunday of a month, or the last one.
 * @param {number} year
 * @param {number} month from 0
 * @param {number | "last"} nth
 */
function sunday(year, month, nth) {
  const from =
    nth === "last" ? new Date(Date.UTC(year, month + 1, -6)) : new Date(Date.UTC(year, month, nth * 7 - 6));
  return from.getTime() + ((7 - from.getUTCDay()) % 7) * DAY_MS;
}

/** @type {readonly Shift[]} */
export const SHIFTS = [
  { name: "day", timeZone: "Etc/UTC", from: (nowMs) => nowMs + DAY_MS },
  { name: "month", timeZone: "Etc/UTC", from: (nowMs) => nowMs + 31 * DAY_MS },
  {
    name: "spring-eu",
    timeZone: "Europe/Berlin",
    from: (nowMs) => next(nowMs, (year) => sunday(year, 2, "last") + 59 * MINUTE_MS),
  },
  {
    name: "autumn-us",
    timeZone: "America/New_York",
    from: (nowMs) => next(nowMs, (year) => sunday(year, 10, 1) + 359 * MINUTE_MS),
  },
  {
    name: "leap-day",
    timeZone: "Asia/Tokyo",
    from: (nowMs) =>
      next(nowMs, (year) =>
        new Date(Date.UTC(year, 1, 29)).getUTCMonth() === 1 ? Date.UTC(year, 1, 29, 12) : Number.NaN,
      ),
  },
  {
    name: "new-year",
    timeZone: "Etc/UTC",
    from: (nowMs) => next(nowMs, (year) => Date.UTC(year, 11, 31, 23, 59)),
  },
];
