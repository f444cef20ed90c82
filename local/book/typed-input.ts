// Text as Google Sheets takes it when somebody types it, or a script passes it to setValues: formula, number, date,
// boolean or text (facts 5.2). This is the test bed for injection and for text that must stay text, so where sources
// disagree the reading that does more harm is the default.
import { type LocaleRules, localeRules, monthNames, weekdayNames } from "./locales.ts";
import { TEXT_FORMAT } from "./number-formats.ts";
import { type Serial, serialOf } from "./serial.ts";

/** What no source settles, one switch each. */
export interface TypedInputSwitches {
  /** `+x` where x is no number. Telephone numbers are the usual victims. */
  plus: "formula" | "text";
  /** `+5`. */
  plusNumber: "number" | "text";
  /** `-x` where x is no number; a lone `-` is text either way. */
  minus: "formula" | "text";
  /** `@x`; a lone `@` is text either way. */
  at: "formula" | "text";
  /** White space before `=`. */
  spaceBeforeEquals: "formula" | "text";
  /** The locale's own word for TRUE or FALSE. */
  localTruths: "boolean" | "text";
  /** A leading `'` in a cell whose format is `@`. */
  apostropheInText: "eaten" | "kept";
}

/**
 * Facts 5.2 and 12: '+5' was text in one live test, a number or #ERROR! in others; '@' before a name is not settled;
 * '-' alone was text. People who type '- point' or '+1 555 0100' are known to see #ERROR! or a sum. So: everything
 * that may become a formula does.
 */
export const typedInputDefaults: Readonly<TypedInputSwitches> = {
  plus: "formula",
  plusNumber: "number",
  minus: "formula",
  at: "formula",
  spaceBeforeEquals: "formula",
  localTruths: "boolean",
  apostropheInText: "eaten",
};

/** What typed text means. A `format` is for a cell that has none yet. */
export type Typed =
  | { readonly formula: string }
  | { readonly value: string | number | boolean | Serial; readonly format?: string };

/** Where text is typed. */
export interface TypingPlace {
  /** The book's locale, as `en_US`. */
  locale: string;
  /** The cell's number format before the text arrives. */
  format: string | undefined;
  /** The year that a date without one belongs to. */
  year(): number;
  switches?: TypedInputSwitches;
}

/** Longer text than this is no number, date or boolean; it is not looked at in detail. */
const LONGEST_NON_TEXT = 60;

/** Reads typed text. Text that is nothing else comes back as it is, with its white space; a leading `'` is eaten. */
export function readTyped(typed: string, place: TypingPlace): Typed {
  const switches = place.switches ?? typedInputDefaults;
  const isKept = place.format === TEXT_FORMAT && switches.apostropheInText === "kept";
  if (typed.startsWith("'")) return { value: isKept ? typed : typed.slice(1) };
  const first = typed.charCodeAt(0);
  // Letters other than those below begin names of months and weekdays and booleans only, all of them short.
  if (first === EQUALS) return { formula: typed };
  const text = typed.trim();
  if (text.startsWith("=") && switches.spaceBeforeEquals === "formula") return { formula: text };
  if (place.format === TEXT_FORMAT) return { value: typed };
  if (text === "") return { value: typed };
  if (text.length <= LONGEST_NON_TEXT && !text.includes("\n")) {
    const rules = localeRules(place.locale);
    const plain =
      text.startsWith("+") && switches.plusNumber === "text" ? undefined : readNumber(text, rules);
    if (plain) return plain;
    if (/^(?:true|false)$/i.test(text)) return { value: text.length === 4 };
    const truth = rules.truths?.indexOf(text.toLowerCase()) ?? -1;
    if (truth >= 0 && switches.localTruths === "boolean") return { value: truth === 0 };
    const moment = readMoment(text, rules, place);
    if (moment) return moment;
  }
  return asFormula(text, switches) ?? { value: typed };
}

const EQUALS = 0x3d;

/** `+x`, `-x` and `@x` as the formula that Sheets makes of them. */
function asFormula(text: string, switches: TypedInputSwitches): Typed | undefined {
  if (text.length === 1) return undefined;
  const sign = text[0];
  if (sign === "+" && switches.plus === "formula" && !/^\+[\d.,]+$/.test(text))
    return { formula: `=${text}` };
  if (sign === "-" && switches.minus === "formula") return { formula: `=${text}` };
  if (sign === "@" && switches.at === "formula") return { formula: `=${text}` };
  return undefined;
}

const CURRENCIES = "$€£¥₹";

/** Numbers: 5, -5, (5), 1,000, $2.99, 10%, 1e3. */
function readNumber(text: string, rules: LocaleRules): Typed | undefined {
  if (!/\d/.test(text)) return undefined;
  let rest = text;
  let negative = false;
  const bracketed = /^\((.+)\)$/.exec(rest);
  if (bracketed?.[1] && !/^[+-]/.test(bracketed[1])) {
    negative = true;
    rest = bracketed[1].trim();
  }
  const signed = /^([+-])\s*(.+)$/.exec(rest);
  if (signed?.[2] && !negative) {
    negative = signed[1] === "-";
    rest = signed[2];
  }
  const { amount, symbol } = withoutCurrency(rest, rules);
  if (symbol && !signed && /^[+-]/.test(amount)) return undefined;
  const percent = amount.endsWith("%");
  if (percent && symbol) return undefined;
  const digits = numeral(percent ? amount.slice(0, -1).trimEnd() : amount, rules);
  if (!digits) return undefined;
  const size = Number(digits.canonical) / (percent ? 100 : 1);
  if (!Number.isFinite(size)) return undefined;
  const value = negative && size !== 0 ? -size : size;
  const format = formatOf(digits, percent, symbol, rules);
  return format ? { value, format } : { value };
}

function withoutCurrency(text: string, rules: LocaleRules): { amount: string; symbol: string } {
  const symbols = [rules.currency, ...CURRENCIES];
  const before = symbols.find((symbol) => text.startsWith(symbol));
  if (before) return { amount: text.slice(before.length).trimStart(), symbol: before };
  const after = rules.currencyAfter ? symbols.find((symbol) => text.endsWith(symbol)) : undefined;
  if (after) return { amount: text.slice(0, -after.length).trimEnd(), symbol: after };
  return { amount: text, symbol: "" };
}

interface Numeral {
  canonical: string;
  grouped: boolean;
  decimals: number;
  scientific: boolean;
}

const numeralPatterns = new Map<string, RegExp>();

/** Digits with groups of three, decimals and an exponent, in the locale's signs. */
function numeral(text: string, rules: LocaleRules): Numeral | undefined {
  let pattern = numeralPatterns.get(rules.code);
  if (!pattern) {
    const group = `[${rules.groups.map((sign) => (sign === "." ? "\\." : sign)).join("")}]`;
    const point = rules.decimal === "." ? "\\." : ",";
    pattern = new RegExp(`^(\\d{1,3}(?:${group}\\d{3})+|\\d*)(?:${point}(\\d*))?(?:[eE]([+-]?\\d+))?$`);
    numeralPatterns.set(rules.code, pattern);
  }
  const match = pattern.exec(text);
  if (!match) return undefined;
  const [, whole = "", decimals, exponent] = match;
  if (whole === "" && !decimals) return undefined;
  const integer = whole.replace(/\D/g, "");
  return {
    canonical: `${integer || "0"}.${decimals || "0"}${exponent === undefined ? "" : `e${exponent}`}`,
    grouped: integer !== whole,
    decimals: decimals?.length ?? 0,
    scientific: exponent !== undefined,
  };
}

function formatOf(digits: Numeral, percent: boolean, symbol: string, rules: LocaleRules): string | undefined {
  if (percent) return digits.decimals ? "0.00%" : "0%";
  if (symbol) {
    const amount = digits.decimals ? "#,##0.00" : "#,##0";
    const shown = symbol === "$" ? "$" : `[$${symbol}]`;
    return rules.currencyAfter ? `${amount} ${shown}` : `${shown}${amount}`;
  }
  if (digits.scientific) return "0.00E+00";
  if (digits.grouped) return digits.decimals ? "#,##0.00" : "#,##0";
  return undefined;
}

interface Found {
  serial: number;
  format: string;
}

/** Dates, times, and dates with times. */
function readMoment(text: string, rules: LocaleRules, place: TypingPlace): Typed | undefined {
  if (!/\d/.test(text)) return undefined;
  const time = readTime(text);
  if (time) return { value: { serial: time.serial }, format: time.format };
  const date = readDate(text, rules, place);
  if (date) return { value: { serial: date.serial }, format: date.format };
  // The time is what follows the last space, or the last two words of '4:30 PM'.
  const both = /^(.+?),?\s+(\S+(?:\s+[AaPp][Mm])?)$/.exec(text);
  if (!both?.[1] || !both[2]) return undefined;
  const day = readDate(both[1], rules, place);
  const clock = day && readTime(both[2]);
  if (!day || !clock || clock.serial >= 1) return undefined;
  return { value: { serial: day.serial + clock.serial }, format: `${day.format} ${clock.format}` };
}

const HOURS_IN_DAY = 24;
const MINUTES_IN_DAY = 1440;
const SECONDS_IN_DAY = 86_400;

/** 16:00, 16:00:05.5, 1AM, 4:30 pm, and durations such as 25:00. */
function readTime(text: string): Found | undefined {
  const match = /^(\d{1,4})(?::(\d{1,2})(?::(\d{1,2})(\.\d+)?)?)?(?:\s*([AaPp])\.?[Mm]\.?)?$/.exec(text);
  if (!match) return undefined;
  const [, hourText = "", minuteText, secondText, fraction, half] = match;
  if (minuteText === undefined && half === undefined) return undefined;
  let hours = Number(hourText);
  const minutes = Number(minuteText ?? 0);
  const seconds = Number(secondText ?? 0) + Number(fraction ?? 0);
  if (minutes >= 60 || seconds >= 60) return undefined;
  if (half) {
    if (hours < 1 || hours > 12) return undefined;
    hours = (hours % 12) + (half.toLowerCase() === "p" ? 12 : 0);
  }
  const serial = hours / HOURS_IN_DAY + minutes / MINUTES_IN_DAY + seconds / SECONDS_IN_DAY;
  if (hours >= HOURS_IN_DAY) return { serial, format: "[h]:mm:ss" };
  const detail = secondText === undefined ? "" : ":ss";
  if (half) return { serial, format: minuteText === undefined ? "h AM/PM" : `h:mm${detail} AM/PM` };
  return { serial, format: `H:mm${detail}` };
}

function readDate(text: string, rules: LocaleRules, place: TypingPlace): Found | undefined {
  return readDigitsDate(text, rules, place) ?? readNamedDate(text, rules, place);
}

/** Two-digit years: 00–29 are of this century, 30–99 of the last (as in Excel; Sheets' help gives no other). */
const FIRST_YEAR_OF_LAST_CENTURY = 30;

function fullYear(text: string): number | undefined {
  if (text.length === 4) return Number(text);
  if (text.length !== 2) return undefined;
  const year = Number(text);
  return year < FIRST_YEAR_OF_LAST_CENTURY ? 2000 + year : 1900 + year;
}

function found(year: number | undefined, month: number, day: number, format: string): Found | undefined {
  if (year === undefined) return undefined;
  const serial = serialOf(year, month, day);
  return serial === undefined ? undefined : { serial, format };
}

/** 2026-01-02 in every locale; 1/2/2026, 1/2 and 1/2026 in the order and with the separators of this one. */
function readDigitsDate(text: string, rules: LocaleRules, place: TypingPlace): Found | undefined {
  const iso = /^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})$/.exec(text);
  if (iso) {
    const format = iso[2] === "-" ? "yyyy-mm-dd" : `yyyy${iso[2]}mm${iso[2]}dd`;
    return found(Number(iso[1]), Number(iso[3]), Number(iso[4]), format);
  }
  const three = /^(\d{1,2})([-/.])(\d{1,2})\2(\d{2}|\d{4})$/.exec(text);
  const dayFirst = rules.dateOrder === "dmy";
  if (three?.[2] && rules.dateSeparators.includes(three[2])) {
    const [first, second] = [Number(three[1]), Number(three[3])];
    const year = fullYear(three[4] ?? "");
    return dayFirst
      ? found(year, second, first, rules.dateFormat)
      : found(year, first, second, rules.dateFormat);
  }
  const two = /^(\d{1,2})([-/.])(\d{1,2}|\d{4})$/.exec(text);
  if (!two?.[2] || !two[3] || !rules.dateSeparators.includes(two[2])) return undefined;
  if (two[3].length === 4) return found(Number(two[3]), Number(two[1]), 1, `m${two[2]}yyyy`);
  const [first, second] = [Number(two[1]), Number(two[3])];
  return dayFirst
    ? found(place.year(), second, first, `d${two[2]}m`)
    : found(place.year(), first, second, `m${two[2]}d`);
}

/** Jan 5, 2026 · 5 Jan 2026 · 5-Jan · Mon, January 5 · Jan 2026. */
function readNamedDate(text: string, rules: LocaleRules, place: TypingPlace): Found | undefined {
  const months = monthNames(rules.code);
  const weekdays = weekdayNames(rules.code);
  const name = /[^\s\d,.\-/]+/.exec(text)?.[0].toLowerCase() ?? "";
  if (!months.has(name) && !weekdays.has(name)) return undefined;
  const words = text
    .toLowerCase()
    .split(/[\s,.\-/]+/)
    .filter((word) => word !== "");
  if (words[0] && weekdays.has(words[0])) words.shift();
  if (words.length < 2 || words.length > 3) return undefined;
  const named = words.findIndex((word) => months.has(word));
  if (named !== 0 && named !== 1) return undefined;
  const month = months.get(words[named] ?? "") ?? 0;
  const letters = (words[named] ?? "").length > 3 ? "mmmm" : "mmm";
  const others = words.filter((_, i) => i !== named);
  if (!others.every((word) => /^\d{1,4}$/.test(word))) return undefined;
  const [first = "", second] = others;
  if (second !== undefined) {
    if (first.length > 2) return undefined;
    const format = named === 0 ? `${letters} d, yyyy` : `d ${letters} yyyy`;
    return found(fullYear(second), month, Number(first), format);
  }
  if (first.length === 4) return named === 0 ? found(Number(first), month, 1, `${letters} yyyy`) : undefined;
  if (first.length > 2) return undefined;
  return found(place.year(), month, Number(first), named === 0 ? `${letters} d` : `d ${letters}`);
}
