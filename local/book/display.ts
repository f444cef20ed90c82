// What a cell shows, as getDisplayValues() gives it (facts 5.3), by numfmt (MIT).
import { addLocale, format as formatNumber } from "numfmt";
import { localeRules } from "./locales.ts";
import { DEFAULT_NUMBER_FORMAT, TEXT_FORMAT } from "./number-formats.ts";

const GENERAL = "General";

/** numfmt's name for each of our locales, registered on first use with our signs. */
const registered = new Map<string, string>();

function numfmtLocale(code: string): string {
  let tag = registered.get(code);
  if (tag === undefined) {
    tag = code.replace("_", "-");
    const rules = localeRules(code);
    if (tag !== "en-US") {
      try {
        addLocale({ decimal: rules.decimal, group: rules.groups[0] ?? "," }, tag);
      } catch {
        tag = "en-US";
      }
    }
    registered.set(code, tag);
  }
  return tag;
}

/** A value as a cell with that number format shows it. Dates come as their serial; `""` shows as nothing. */
export function displayText(
  value: string | number | boolean | null,
  format: string | undefined,
  locale: string,
): string {
  if (value === null) return "";
  if (typeof value === "boolean") return value ? "TRUE" : "FALSE";
  const general = format === undefined || format === DEFAULT_NUMBER_FORMAT || format === TEXT_FORMAT;
  if (typeof value === "string" && general) return value;
  const pattern = general || /^general$/i.test(format) ? GENERAL : format;
  if (pattern === GENERAL && Number.isInteger(value) && Math.abs(value as number) < 1e15)
    return String(value);
  try {
    // Excel's 29 February 1900 is not in Sheets: day 0 is 1899-12-30 there (facts 5.2).
    return formatNumber(pattern, value, { locale: numfmtLocale(locale), leap1900: false });
  } catch {
    // A format that numfmt cannot read: Sheets would have refused it; show the plain value.
    return String(value);
  }
}
