import { DateTime } from "luxon";
import { isZone } from "./file-time.ts";
import { GoogleError } from "./google-error.ts";

/** A stretch of a SimpleDateFormat pattern (facts 9.3): a run of one letter, or literal text. */
type Part = { readonly letter: string; readonly count: number } | { readonly text: string };

function partsOf(pattern: string): Part[] {
  const parts: Part[] = [];
  for (const match of pattern.matchAll(/''|'((?:[^']|'')*)'|([A-Za-z])\2*|[^A-Za-z']+/g)) {
    const [whole, quoted, letter] = match;
    if (whole === "''") parts.push({ text: "'" });
    else if (quoted !== undefined) parts.push({ text: quoted.replaceAll("''", "'") });
    else if (letter) parts.push({ letter, count: whole.length });
    else parts.push({ text: whole });
  }
  return parts;
}

function offsetText(t: DateTime, count: number): string {
  if (t.offset === 0) return "Z";
  return t.toFormat(count === 1 ? "ZZZ" : count === 2 ? "ZZZ" : "ZZ").slice(0, count === 1 ? 3 : undefined);
}

/** Letters of SimpleDateFormat that the stand-in writes. `YYYY` is the week's year, as there. */
const WRITERS: Readonly<Record<string, (t: DateTime, count: number) => string>> = {
  G: () => "AD",
  y: (t, n) => (n === 2 ? t.toFormat("yy") : String(t.year).padStart(n, "0")),
  Y: (t, n) => (n === 2 ? String(t.weekYear).slice(-2) : String(t.weekYear).padStart(n, "0")),
  M: (t, n) => t.toFormat("M".repeat(Math.min(n, 4)), { locale: "en-US" }),
  d: (t, n) => String(t.day).padStart(n, "0"),
  D: (t, n) => String(t.ordinal).padStart(n, "0"),
  E: (t, n) => t.toFormat(n > 3 ? "EEEE" : "EEE", { locale: "en-US" }),
  u: (t) => String(t.weekday),
  a: (t) => (t.hour < 12 ? "AM" : "PM"),
  H: (t, n) => String(t.hour).padStart(n, "0"),
  k: (t, n) => String(t.hour === 0 ? 24 : t.hour).padStart(n, "0"),
  K: (t, n) => String(t.hour % 12).padStart(n, "0"),
  h: (t, n) => String(t.hour % 12 === 0 ? 12 : t.hour % 12).padStart(n, "0"),
  m: (t, n) => String(t.minute).padStart(n, "0"),
  s: (t, n) => String(t.second).padStart(n, "0"),
  S: (t, n) => String(t.millisecond).padStart(n, "0"),
  w: (t, n) => String(t.weekNumber).padStart(n, "0"),
  z: (t) => t.toFormat("ZZZZ", { locale: "en-US" }),
  Z: (t) => t.toFormat("ZZZ"),
  X: offsetText,
};

function zoneOf(zone: string): string {
  const offset = /^GMT([+-]\d{1,2}(?::?\d{2})?)$/.exec(zone);
  if (offset) return `UTC${offset[1]}`;
  // Java takes a zone that it does not know for GMT.
  return isZone(zone) ? zone : "utc";
}

/**
 * Utilities.formatDate.
 * @param ms the instant, milliseconds since 1970
 * @throws GoogleError for a letter that SimpleDateFormat has and this has not
 */
export function formatDate(ms: number, zone: string, pattern: string): string {
  const t = DateTime.fromMillis(ms, { zone: zoneOf(zone) });
  return partsOf(pattern)
    .map((part) => {
      if ("text" in part) return part.text;
      const write = WRITERS[part.letter];
      if (!write)
        throw new GoogleError(
          `not implemented in the stand-in: Utilities.formatDate with ${part.letter}`,
          "Error",
        );
      return write(t, part.count);
    })
    .join("");
}

/** SimpleDateFormat's letters in luxon's words, for reading. */
function readingToken(letter: string, count: number): string {
  const token: Readonly<Record<string, string>> = {
    y: count === 2 ? "yy" : "yyyy",
    M: "M".repeat(Math.min(count, 4)),
    d: count > 1 ? "dd" : "d",
    H: count > 1 ? "HH" : "H",
    h: count > 1 ? "hh" : "h",
    m: count > 1 ? "mm" : "m",
    s: count > 1 ? "ss" : "s",
    S: "SSS",
    a: "a",
    E: count > 3 ? "EEEE" : "EEE",
    Z: "ZZZ",
    X: "ZZ",
  };
  const found = token[letter];
  if (!found)
    throw new GoogleError(`not implemented in the stand-in: Utilities.parseDate with ${letter}`, "Error");
  return found;
}

/**
 * Utilities.parseDate.
 * @returns milliseconds since 1970
 * @throws GoogleError when the text does not fit (facts 9.3)
 */
export function parseDate(text: string, zone: string, pattern: string): number {
  const format = partsOf(pattern)
    .map((part) => ("text" in part ? `'${part.text}'` : readingToken(part.letter, part.count)))
    .join("");
  const iso = text.replace(/Z$/, pattern.endsWith("X") ? "+00:00" : "Z");
  const t = DateTime.fromFormat(iso, format, { zone: zoneOf(zone), locale: "en-US" });
  if (!t.isValid) throw new GoogleError(`Unparseable date: "${text}"`);
  return t.toMillis();
}
