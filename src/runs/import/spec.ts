import { chosenColumns } from "../../core/columns.ts";
import { assertInput } from "../../core/errors.ts";
import { isName, parseFilters } from "../../core/filters.ts";
import { idNamed } from "../../core/named-id.ts";
import { snakeCase } from "../../core/names.ts";
import type { Json, JsonObject } from "../../core/ports.ts";
import type { Resource } from "../../core/resource.ts";
import type { ImportSpec } from "../run.ts";
import { entryOf, type Work } from "../work.ts";

/** Of a sheet's name, as far as is known (facts, 5.4). */
const MOST_NAME_CHARS = 100;
/** A person waits for it. */
const READ_MS = 20_000;

/** The spec of an import, of what a caller gave. @throws InputError */
export function importSpec(fields: JsonObject, work: Work): ImportSpec {
  const { book, entries } = work;
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
  const ids = idsIn(filters ?? {}, entry, work);
  parseFilters(entry, ids, book);
  // Names of columns that only this organisation has can be checked when they have been read.
  if (names && !entry.ownColumns) chosenColumns(entry, names, []);
  return {
    table: entry.table,
    ...(sheet === null ? {} : { sheet }),
    ...(filters === null ? {} : { filters: ids }),
    ...(names ? { columns: names } : {}),
    ...(removed === null ? {} : { removed }),
  };
}

/** The filters with ids for names: whoever gives a name means the record that has it now. @throws InputError, ApiError */
function idsIn(filters: JsonObject, { api, filters: known }: Resource, work: Work): JsonObject {
  const ids: { [name: string]: Json } = {};
  for (const [name, value] of Object.entries(filters)) {
    const filter = known.find((one) => one.name === snakeCase(name));
    if (!filter?.of || typeof value !== "string" || !isName(filter, value)) continue;
    const client = work.client(api, work.ports.clock.nowMs() + READ_MS);
    ids[name] = idNamed(value, entryOf(work.entries, filter.of), client);
  }
  return { ...filters, ...ids };
}

function asNames(value: Json): string[] {
  assertInput(
    Array.isArray(value) && !value.some((name) => typeof name !== "string"),
    '"columns" is a list of column names.',
  );
  return value as string[];
}
