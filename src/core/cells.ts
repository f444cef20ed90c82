import { InputError } from "./errors.ts";
import { fieldAt, wordFor } from "./json.ts";
import { nearNames, snakeCase } from "./names.ts";
import type { Json, JsonObject } from "./ports.ts";
import type { Cell, Column, ColumnKind, Resource } from "./resource.ts";
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

function textCell(value: Json): Cell | undefined {
  if (typeof value === "string") return cutText(value);
  if (!Array.isArray(value)) return undefined;
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

/**
 * The columns to show, in the order asked for; by default those that the entry marks, and all own ones.
 * The key comes first, asked for or not, for a table's rows are found by it.
 * @param names as the user wrote them: a name or a header, in any case. `*` is all columns.
 * @param own columns that only this organisation has.
 * @param options `withKey: false` for a formula, whose rows nobody looks up.
 * @throws InputError for a name that there is not.
 */
export function chosenColumns(
  resource: Resource,
  names: readonly string[] | undefined,
  own: readonly Column[],
  options: { readonly withKey?: boolean } = {},
): Column[] {
  const all = allColumns(resource, own);
  const chosen: Column[] = [];
  const add = (column: Column) => {
    if (!chosen.includes(column)) chosen.push(column);
  };
  if (names === undefined || names.length === 0) all.filter((column) => column.byDefault).forEach(add);
  else {
    for (const name of names) {
      if (name.trim() === "*") all.forEach(add);
      else add(findColumn(resource, name, all));
    }
  }
  if (options.withKey === false) return chosen;
  const key = all.find((column) => column.name === resource.key);
  return key === undefined ? chosen : [key, ...chosen.filter((column) => column !== key)];
}

/** Own columns stand before the time of creation, which closes every table. */
function allColumns(resource: Resource, own: readonly Column[]): Column[] {
  const created = resource.columns.findIndex((column) => column.name === "created_at");
  const at = created < 0 ? resource.columns.length : created;
  return [...resource.columns.slice(0, at), ...own, ...resource.columns.slice(at)];
}

function findColumn(resource: Resource, name: string, all: readonly Column[]): Column {
  const wanted = name.trim().toLowerCase();
  const snake = snakeCase(name);
  const found =
    all.find((column) => column.name.toLowerCase() === wanted) ??
    all.find((column) => column.header.toLowerCase() === wanted) ??
    all.find((column) => column.name === snake);
  if (found !== undefined) return found;
  const names = all.map((column) => column.name);
  const near = nearNames(name, names);
  const help =
    near.length > 0
      ? `Did you mean ${near.join(", ")}? Use * for all columns.`
      : `It has: ${names.join(", ")}. Use * for all of them.`;
  throw new InputError(`${resource.title} has no column '${name.trim()}'. ${help}`);
}
