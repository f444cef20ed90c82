// Dates as spreadsheets keep them: days since 1899-12-30 with the time as the fraction, no time zone
// (facts 5.3: 'the cell has no zone').

/** A date, time or duration in a cell: days since 1899-12-30, wall clock. */
export interface Serial {
  readonly serial: number;
}

/** One second, the finest step a cell is read back with, in days. */
const SECOND_IN_DAYS = 1 / 86_400;
const DAY_MS = 86_400_000;
const EPOCH_MS = Date.UTC(1899, 11, 30);

/** Whether a cell value is a date. */
export function isSerial(value: unknown): value is Serial {
  return typeof value === "object" && value !== null && typeof (value as Serial).serial === "number";
}

/** The serial of a wall clock time; `month` is 1–12 and, like `day`, must exist. `undefined` when it does not. */
export function serialOf(year: number, month: number, day: number): number | undefined {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return undefined;
  return Math.round((date.getTime() - EPOCH_MS) / DAY_MS);
}

/** The wall clock parts of a serial, rounded to whole seconds. `month` is 1–12, `weekday` 0 is Sunday. */
export function partsOf(serial: number) {
  const ms = Math.round(serial / SECOND_IN_DAYS) * 1000;
  const date = new Date(EPOCH_MS + ms);
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hours: date.getUTCHours(),
    minutes: date.getUTCMinutes(),
    seconds: date.getUTCSeconds(),
    weekday: date.getUTCDay(),
  };
}

/** The serial that a clock in `timeZone` shows at an instant. */
export function serialAt(instant: Date, timeZone: string): number {
  const parts = new Intl.DateTimeFormat("en-US", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  }).formatToParts(instant);
  const part = (type: string) => Number(parts.find((p) => p.type === type)?.value ?? 0);
  const day = serialOf(part("year"), part("month"), part("day")) ?? 0;
  return day + (part("hour") * 3600 + part("minute") * 60 + part("second")) / 86_400;
}
