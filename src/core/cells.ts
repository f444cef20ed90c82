import { assertInput } from "./errors.ts";
import { fieldAt, wordFor } from "./json.ts";
import type { Json, JsonObject } from "./ports.ts";
import type { Cell, Column, ColumnKind } from "./resource.ts";
import type { Written } from "./spreadsheet.ts";
import { DAY_MS, parseTime, secondsToMs } from "./times.ts";

/** Characters in one cell (facts, 1.5). */
const MAX_CELL_CHARS = 50_000;

/** Ends a text that was longer than a cell can be. */
export const CUT_MARK = " … [cut by Huntsheet: longer than a cell can be]";

/** What a cell holds in place of a value while its formula fails, or is not done (facts, 2.2 and 2.5). */
const NO_VALUE = /^(#(N\/A|REF!|VALUE!|DIV\/0!|NAME\?|NUM!|NULL!|ERROR!)|Loading\.{3})$/;

export function isNoValue(text: string): boolean {
  return NO_VALUE.test(text.trim());
}

/** @throws InputError for what a formula that failed has left in a cell. */
export function assertValue(text: string): void {
  assertInput(!isNoValue(text), `The cell shows ${text}: mend its formula first.`);
}

const WANTED: Record<ColumnKind, string> = {
  text: "text",
  number: "a number",
  boolean: "true or false",
  time: "a time",
  date: "a date",
};

/**
 * What a record shows in a column. A value of the wrong type is an empty cell and one warning, never an exception.
 * @param warn is told the column, the types and the record's id, but never the value: it may be personal.
 */
export function cellOf(column: Column, record: JsonObject, warn: (message: string) => void): Cell {
  const value = column.value(record);
  if (value === undefined || value === null || value === "") return null;
  const cell = converted(column, value);
  if (cell !== undefined) return cell;
  const id = fieldAt(record, "id");
  const where = typeof id === "string" || typeof id === "number" ? ` (record ${id})` : "";
  warn(`${column.name}${where}: ${WANTED[column.kind]} was expected, ${wordFor(value)} came; left empty.`);
  return null;
}

/** A cell as sentences say it. */
export function textOf(cell: Cell): string {
  if (cell === null) return "";
  return cell instanceof Date ? cell.toISOString().slice(0, 10) : String(cell);
}

/** What two cells of a column have in common that say the same. */
export function meaningOf({ meaning }: Column, cell: Cell): string {
  return meaning ? meaning(textOf(cell)) : textOf(cell);
}

/** The same as it is written. A day stays a day: what instant it begins at depends on the file's time zone. */
export function cellUnder(column: Column, record: JsonObject, warn: (message: string) => void): Written {
  const cell = cellOf(column, record, warn);
  return column.kind === "date" && cell instanceof Date ? { day: cell.toISOString().slice(0, 10) } : cell;
}

/** Undefined when the value cannot be of the column's kind. */
function converted(column: Column, value: Json): Cell | undefined {
  switch (column.kind) {
    case "text":
      return textCell(value);
    case "number":
      return typeof value === "number" && Number.isFinite(value) ? value : undefined;
    case "boolean":
      return typeof value === "boolean" ? value : undefined;
    default: {
      const ms = timeOf(value, column.timeForm);
      if (ms === null) return undefined;
      return new Date(column.kind === "date" ? Math.floor(ms / DAY_MS) * DAY_MS : ms);
    }
  }
}

/** A job's title may well arrive as the number 42: whatever is plain can be shown as text. */
function textCell(value: Json): Cell | undefined {
  if (!Array.isArray(value)) return typeof value === "object" ? undefined : cutText(String(value));
  const parts: string[] = [];
  for (const part of value) {
    if (part === null) continue;
    if (typeof part === "object") return undefined;
    parts.push(String(part));
  }
  return parts.length > 0 ? cutText(parts.join(", ")) : null;
}

/**
 * At most as long as a cell can be, mark included, and never cut within a surrogate pair. Text that would otherwise
 * be taken for a formula is typed behind an apostrophe, and whether that counts is not known: one less.
 */
function cutText(text: string): string {
  const most = /^[=+']/.test(text) ? MAX_CELL_CHARS - 1 : MAX_CELL_CHARS;
  if (text.length <= most) return text;
  const kept = text.slice(0, most - CUT_MARK.length);
  return kept.replace(/[\uD800-\uDBFF]$/, "") + CUT_MARK;
}

function timeOf(value: Json, form: Column["timeForm"]): number | null {
  if (typeof value === "number") return form === "text" ? null : secondsToMs(value);
  if (typeof value === "string") return form === "seconds" ? null : parseTime(value);
  return null;
}
