import { InputError } from "../core/errors.ts";
import { parseFilters } from "../core/filters.ts";
import { isJsonObject } from "../core/json.ts";
import type { Json, JsonObject } from "../core/ports.ts";
import { lookupOf } from "../hunter/lookups.ts";
import { columnOf } from "./lookup-sheet.ts";
import type { LookupSpec } from "./run.ts";

/** Their numbers have to fit into a run's 9 KB. */
const MOST_ROWS = 1_000;

/** The spec of a look-up out of what a caller gave. @throws InputError */
export function lookupSpec(fields: JsonObject): LookupSpec {
  const lookup = lookupOf(fields.lookup);
  const { sheet, inputs, outputs, maxAgeDays = null, maxCredits = null, rows = null } = fields;
  const { filters = null, into = null, along = null } = fields;
  if (typeof sheet !== "string" || sheet.trim() === "")
    throw new InputError("The sheet's name must be a text.");
  const asked = textsIn(inputs, "inputs", "API parameters");
  for (const name of Object.keys(asked)) {
    if (!lookup.inputs.includes(name))
      throw new InputError(`${lookup.title} takes no "${name}". It takes: ${lookup.inputs.join(", ")}.`);
  }
  for (const names of lookup.needs) {
    if (!names.some((name) => name in asked))
      throw new InputError(`Say which column holds the ${names.join(" or ")} of each row.`);
  }
  const shown: { [column: string]: string } = {};
  const given = textsIn(outputs, "outputs", "columns");
  for (const [name, header] of Object.entries(given)) shown[columnOf(lookup, name).name] = header.trim();
  const headers = Object.values(shown).map((header) => header.toLowerCase());
  const taken = Object.values(asked).map((header) => header.trim().toLowerCase());
  const twice = headers.find((header, i) => headers.indexOf(header) !== i || taken.includes(header));
  if (twice !== undefined)
    throw new InputError(`Two columns are called "${twice}". Give each another header.`);
  if (headers.length === 0)
    throw new InputError('"outputs" says which columns are to be filled, such as {"status": "Status"}.');
  for (const number of [maxAgeDays, maxCredits]) {
    if (number !== null && !(typeof number === "number" && number >= 0))
      throw new InputError('"maxAgeDays" and "maxCredits" are numbers.');
  }
  if (rows !== null && (!Array.isArray(rows) || rows.some((row) => typeof row !== "number")))
    throw new InputError('"rows" is a list of row numbers.');
  if (rows && rows.length > MOST_ROWS)
    throw new InputError(
      `At most ${MOST_ROWS} rows can be named. Leave "rows" out for all that have no result yet.`,
    );
  if (along !== null && !isTexts(along)) throw new InputError('"along" is a list of headers.');
  if (into !== null && typeof into !== "string") throw new InputError('"into" is the name of a sheet.');
  if (filters !== null && !isJsonObject(filters))
    throw new InputError('"filters" is an object of names and values.');
  const query = parseFilters(lookup, filters ?? {});
  const constants: JsonObject = {};
  for (const [name, value] of Object.entries(query))
    constants[name] = typeof value === "object" ? value.join(",") : (value as Json);
  return {
    kind: "lookup",
    lookup: lookup.name,
    sheet: sheet.trim(),
    inputs: asked,
    outputs: shown,
    ...(maxAgeDays === null ? {} : { maxAgeDays: maxAgeDays as number }),
    ...(maxCredits === null ? {} : { maxCredits: maxCredits as number }),
    ...(rows ? { rows: rows as number[] } : {}),
    ...(filters ? { filters: constants } : {}),
    ...(into ? { into } : {}),
    ...(along ? { along } : {}),
  };
}

function isTexts(value: Json): value is string[] {
  return Array.isArray(value) && value.every((one) => typeof one === "string");
}

function textsIn(value: Json | undefined, name: string, what: string): { [name: string]: string } {
  if (!isJsonObject(value) || Object.values(value).some((one) => typeof one !== "string"))
    throw new InputError(`"${name}" is an object of ${what} and the headers of their columns.`);
  return value as { [name: string]: string };
}
