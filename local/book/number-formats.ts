// Number formats: the strings that scripts set and read back exactly, and what of them o-spreadsheet can show.

import { helpers } from "@odoo/o-spreadsheet";
import { isDateFormat } from "numfmt";

/** What getNumberFormat() gives for a cell without a format (facts 5.3). */
export const DEFAULT_NUMBER_FORMAT = "0.###############";

/** The 'Plain text' format. */
export const TEXT_FORMAT = "@";

const dateFormats = new Map<string, boolean>();

/** The default by another name. */
export function isGeneral(format: string): boolean {
  return format === DEFAULT_NUMBER_FORMAT || /^general$/i.test(format);
}

/** Whether numbers under this format are dates, times or durations. */
export function showsDates(format: string | undefined): boolean {
  if (!format) return false;
  let shows = dateFormats.get(format);
  if (shows === undefined) {
    try {
      shows = isDateFormat(format);
    } catch {
      shows = false;
    }
    dateFormats.set(format, shows);
  }
  return shows;
}

const shown = new Map<string, string | undefined>();

/** Stand-ins for formats that o-spreadsheet has not got, as [pattern, format it can show]. */
const STAND_INS: readonly (readonly [RegExp, string])[] = [
  [/^\[?h+\]?:mm:ss/i, "hhhh:mm:ss"],
  [/h.*AM\/PM/i, "hh:mm a"],
  [/E[+-]?0/i, "0.00"],
];

/**
 * The format to hand to o-spreadsheet in place of `exact`: the same in its letters when it can show that, the nearest
 * that it can, or `undefined` for none. Never '@': o-spreadsheet would read the cell's content in another way.
 */
export function showable(exact: string | undefined): string | undefined {
  if (!exact || isGeneral(exact) || exact === TEXT_FORMAT) return undefined;
  if (shown.has(exact)) return shown.get(exact);
  const near = nearest(exact);
  shown.set(exact, near);
  return near;
}

function nearest(exact: string): string | undefined {
  const plain = exact.replace(/\[(?:black|blue|cyan|green|magenta|red|white|yellow|color ?\d+)\]/gi, "");
  const candidates = [plain];
  if (showsDates(exact)) {
    candidates[0] = plain.replace(/[DMYHS]+/g, (letters) => letters.toLowerCase());
    candidates.push(plain.toLowerCase().replace(/am\/pm/g, "a"));
  }
  for (const [pattern, format] of STAND_INS) if (pattern.test(exact)) candidates.push(format);
  if (showsDates(exact)) candidates.push("yyyy-mm-dd");
  return candidates.find(canShow);
}

function canShow(format: string): boolean {
  try {
    return helpers.isDateTimeFormat(format) === showsDates(format) && showWithout(format);
  } catch {
    return false;
  }
}

function showWithout(format: string): boolean {
  const text = helpers.formatValue(46_000.75, { format, locale: EN });
  return text !== "" && !text.includes("#ERR");
}

const EN = {
  name: "English (US)",
  code: "en_US",
  thousandsSeparator: ",",
  decimalSeparator: ".",
  weekStart: 7,
  dateFormat: "m/d/yyyy",
  timeFormat: "hh:mm:ss a",
  formulaArgSeparator: ",",
};
