import { chosenColumns } from "../../core/columns.ts";
import { assertInput } from "../../core/errors.ts";
import { parseFilters } from "../../core/filters.ts";
import type { Json, JsonObject } from "../../core/ports.ts";
import type { ImportSpec } from "../run.ts";
import { entryOf, type Work } from "../work.ts";

/** Of a sheet's name, as far as is known (facts, 5.4). */
const MOST_NAME_CHARS = 100;

/** The spec of an import, of what a caller gave. @throws InputError */
export function importSpec(fields: JsonObject, { book, entries }: Work): ImportSpec {
  const entry = entryOf(entries, String(fields.table));
  assertInput(
    entry.paging.style !== "single",
    `${entry.title} is no list, so it cannot be imported. Use its formula.`,
  );
  const { sheet = null, filters = null, columns = null, removed = null } = fields;
  assertInput(
    sheet === null || (typeof sheet === "string" && sheet.trim() !== ""),
    "The sheet's name must be a text.",
  );
  assertInput(
    sheet === null || sheet.length <= MOST_NAME_CHARS,
    `A sheet's name has at most ${MOST_NAME_CHARS} characters.`,
  );
  assertInput(
    removed === null || removed === "mark" || removed === "delete",
    '"removed" is "mark" (a date and grey text) or "delete".',
  );
  assertInput(
    filters === null || (typeof filters === "object" && !Array.isArray(filters)),
    '"filters" is an object of filter names and values.',
  );
  const names = columns === null ? null : asNames(columns);
  parseFilters(entry, filters ?? {}, book);
  // Names of columns that only this organisation has can be checked when they have been read.
  if (names && !entry.ownColumns) chosenColumns(entry, names, []);
  return {
    table: entry.table,
    ...(sheet === null ? {} : { sheet }),
    ...(filters === null ? {} : { filters }),
    ...(names ? { columns: names } : {}),
    ...(removed === null ? {} : { removed }),
  };
}

function asNames(value: Json): string[] {
  assertInput(
    Array.isArray(value) && !value.some((name) => typeof name !== "string"),
    '"columns" is a list of column names.',
  );
  return value as string[];
}
