import { CUT_MARK, isNoValue } from "./cells.ts";
import type { SheetValue, Workbook } from "./spreadsheet.ts";
import { DAY_MS, parseTime } from "./times.ts";

/** A cell: what it holds, and what it shows in the format and the locale that a person sees it in. */
export interface SeenCell {
  readonly value: SheetValue;
  readonly shown: string;
}

/**
 * What is asked of a cell. An `id` is a text, but for a number whatever format it is shown in; `percent` is a number of
 * hundredths, which a cell in the format of percentages holds as 0.85.
 */
export type FieldKind = "text" | "id" | "number" | "percent" | "date";

/** What goes out for a cell. */
export interface Reading {
  /** Text, a number for a number, the instant at which it begins for a day; undefined for what must not go out. */
  readonly value?: SheetValue;
  /** Where the cell could be read in two ways, or is left out: which it is, as a sentence. */
  readonly hint?: string;
  /** Why a cell that holds something is left out, behind "which": "Huntsheet cut". Whoever gets it keeps what it has. */
  readonly leftOut?: string;
  /** Why the row cannot go out, as a sentence. */
  readonly fault?: string;
}

/** What the settings of the file say about numbers and days. */
export type FileSettings = Pick<Workbook, "dayOf" | "startOf" | "locale">;

/** Whether a text was cut by us because it did not fit into a cell: the rest of it is elsewhere. */
export function isCut(text: string): boolean {
  return text.includes(CUT_MARK.trim());
}

/** That something else goes out than what a cell shows. */
export function sentAs(field: string, sent: string, shown: string): string {
  return `${field} is sent as ${sent}; the cell shows "${shown}"`;
}

/**
 * The one way in which a cell is read for an API: a text is what the cell shows, a number or a day is its value, by the
 * file's locale and time zone. What Sheets made of a text unasked goes out only where a person was told.
 * @param field what the cell is read for, as sentences name it.
 */
export function readCell(field: string, kind: FieldKind, cell: SeenCell, file: FileSettings): Reading {
  const { value } = cell;
  const shown = cell.shown.trim();
  if (isNoValue(shown)) return { fault: `${field} shows ${shown}, mend its formula first` };
  if (isCut(shown))
    return {
      leftOut: "Huntsheet cut",
      hint: `${field} was cut by Huntsheet to fit into its cell, and is left out`,
    };
  if (typeof value === "string" && value.trim() === "") return { value: "" };
  if (shown === "")
    return {
      leftOut: "its cell does not show",
      hint: `${field} is left out: its cell holds ${heldIn(value)}, and shows nothing`,
    };
  const isNo = (what: string, example: string): Reading => ({
    fault: `"${shown}" is no ${what}, as ${field} takes: write it as ${example}`,
  });
  if (kind === "number" || kind === "percent") {
    const locale = file.locale();
    const number = numberHeld(kind, value, shown, locale);
    if (number === null) return isNo("number", kind === "percent" ? "85" : `3${waysOf(locale).decimal}5`);
    const isPlain = String(number) === shown || numberIn(shown, locale) === value;
    return isPlain ? { value: number } : { value: number, hint: sentAs(field, String(number), shown) };
  }
  if (kind === "date") {
    const day = value instanceof Date ? file.dayOf(value) : dayIn(shown, file);
    if (day === null || parseTime(day) === null) return isNo("date", dayExamples(file.locale()));
    if (value instanceof Date) return { value };
    const start = file.startOf({ day });
    return day === shown ? { value: start } : { value: start, hint: sentAs(field, day, shown) };
  }
  if (kind === "id" && typeof value === "number") return { value: String(value) };
  if (typeof value === "string" || typeof value === "boolean" || String(value) === shown)
    return { value: cell.shown };
  if (typeof value === "number" && /\dE[+-]?\d+$/i.test(shown))
    return {
      fault: `${field} shows ${shown}, short for a longer number: make the cell plain text, and type it again`,
    };
  return {
    value: cell.shown,
    hint: `${field} is sent as "${shown}", as the cell shows it, though it holds ${heldIn(value)}`,
  };
}

function heldIn(value: SheetValue): string {
  if (value instanceof Date) return "a date or a time";
  if (typeof value === "number") return `the number ${value}`;
  return typeof value === "string" ? "a text" : "true or false";
}

/** As many digits as a sheet keeps: without, 0.29 * 100 is 28.999999999999996. */
const MOST_DIGITS = 15;

/** Null for what is no number. */
function numberHeld(
  kind: "number" | "percent",
  value: SheetValue,
  shown: string,
  locale: string,
): number | null {
  const isPercentage = kind === "percent" && /^%|%$/.test(shown);
  if (typeof value === "number") return isPercentage ? Number((value * 100).toPrecision(MOST_DIGITS)) : value;
  if (typeof value !== "string") return null;
  return numberIn(isPercentage ? shown.replace("%", "") : value, locale);
}

const EXAMPLE_DAY = "2026-05-01";

/** How a day may be written in a file: as everywhere, and as its locale has it. */
function dayExamples(locale: string): string {
  const { order, between } = waysOf(locale);
  const parts: { readonly [type: string]: string } = { day: "01", month: "05", year: "2026" };
  const own = order.map((type) => parts[type]).join(between);
  return between === "" || own === EXAMPLE_DAY ? EXAMPLE_DAY : `${EXAMPLE_DAY} or ${own}`;
}

/** The number that a text says in a locale, null for none: "1.000" is a thousand in German, and one in English. */
export function numberIn(text: string, locale: string): number | null {
  const [found, sign = "", digits = "", fraction = ""] = waysOf(locale).number.exec(text.trim()) ?? [];
  if (found === undefined || digits + fraction === "") return null;
  const size = Number(`${digits.replace(/\D/g, "") || 0}.${fraction || 0}`);
  return sign === "" || sign === "+" ? size : -size;
}

/** How a locale writes numbers and days. */
interface Ways {
  /** What stands before fractions. */
  readonly decimal: string;
  readonly number: RegExp;
  /** "day", "month" and "year" in its order. */
  readonly order: readonly string[];
  /** What stands between them: "/". */
  readonly between: string;
}

/** They take long to make, and thousands of cells are read by one. */
const ways = new Map<string, Ways>();

function waysOf(locale: string): Ways {
  const known = ways.get(locale);
  if (known) return known;
  const tag = tagOf(locale);
  const parts = new Intl.NumberFormat(tag).formatToParts(1234567.5);
  const sign = (name: string) => parts.find(({ type }) => type === name)?.value ?? "";
  const [group, decimal] = [sign("group"), sign("decimal")];
  const between = group === "" ? "" : /\s/.test(group) ? "\\s" : `[${/['’]/.test(group) ? "'’" : group}]`;
  const whole = between && `\\d{1,3}(?:${between}\\d{2,3})*${between}\\d{3}|`;
  const dayParts = new Intl.DateTimeFormat(tag).formatToParts(DAY_MS);
  const order = dayParts.map(({ type }) => type as string);
  const made: Ways = {
    decimal,
    number: new RegExp(`^([+\\-\u2212]?)(${whole}\\d+)?(?:[${decimal}](\\d+))?$`),
    order: order.filter((type) => /day|month|year/.test(type)),
    // In some locales with a mark of direction before it.
    between: (dayParts.find(({ type }) => type === "literal")?.value ?? "").replace(/\p{Cf}/gu, "").trim(),
  };
  ways.set(locale, made);
  return made;
}

/**
 * The day that a text says: 2026-05-01, or with the parts in the locale's order. Of an instant it is the day on which it
 * falls where the file is, but for a midnight: that is a day which somebody wrote as an instant.
 */
export function dayIn(
  text: string,
  { dayOf, locale }: Pick<FileSettings, "dayOf" | "locale">,
): string | null {
  const bare = text.trim();
  const ms = parseTime(bare);
  if (ms !== null) {
    const isInstant = /[Z\d]$/i.test(bare) && /:.*(Z|UTC|GMT|[+-]\d\d:?\d\d)$/i.test(bare);
    const isMidnight = /^\S{10}[T ]00:00(:00([.,]0+)?)?\D/.test(bare);
    return isInstant && !isMidnight ? dayOf(new Date(ms)) : bare.slice(0, 10);
  }
  const [, first = "", , second = "", third = ""] =
    /^(\d{1,4})([./-])\s?(\d{1,2})\2\s?(\d{1,4})\.?$/.exec(bare) ?? [];
  const said = waysOf(locale()).order;
  const numbers: { [type: string]: string } = {};
  [first, second, third].forEach((number, i) => {
    numbers[said[i] ?? ""] = number;
  });
  const { year = "", month = "", day = "" } = numbers;
  const iso = `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
  return parseTime(iso) === null ? null : iso;
}

/** As `dayIn`, only for a day that is written with the locale's own signs: 1.11.2026 is none in a file of en_US. */
export function ownDayIn(text: string, file: Pick<FileSettings, "dayOf" | "locale">): string | null {
  const { between } = waysOf(file.locale());
  return between !== "" && text.includes(between) ? dayIn(text, file) : null;
}

/** Sheets writes en_US where a language tag is en-US; digits are those of 1234. */
function tagOf(locale: string): string {
  const tag = locale.replace(/_/g, "-");
  try {
    return Intl.getCanonicalLocales(`${tag}-u-nu-latn-ca-gregory`)[0] ?? "en-US";
  } catch {
    return "en-US";
  }
}
