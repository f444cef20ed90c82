import { must } from "../core/errors.ts";
import { parseFilters } from "../core/filters.ts";
import { isJsonObject } from "../core/json.ts";
import type { Json, JsonObject } from "../core/ports.ts";
import { lookupOf } from "../hunter/lookups.ts";
import { isData } from "../hunter/recognition.ts";
import { columnOf } from "./lookup-sheet.ts";
import type { LookupSpec } from "./run.ts";

/** Their numbers have to fit into a run's 9 KB. */
const MOST_ROWS = 1_000;

/** The spec of a look-up out of what a caller gave. @throws InputError */
export function lookupSpec(fields: JsonObject): LookupSpec {
  const lookup = lookupOf(fields.lookup);
  const { sheet, inputs, outputs, maxAgeDays = null, maxCredits = null, rows = null } = fields;
  const { filters = null, into = null, along = null } = fields;
  must(typeof sheet === "string" && sheet.trim() !== "", "The sheet's name must be a text.");
  const asked = textsIn(inputs, "inputs", "API parameters");
  for (const [name, header] of Object.entries(asked)) {
    must(
      lookup.inputs.includes(name),
      `${lookup.title} takes no "${name}". It takes: ${lookup.inputs.join(", ")}.`,
    );
    must(!isData(header), `"${header}" is no header. Insert a row with headers above your first row.`);
  }
  for (const names of lookup.needs) {
    must(
      names.some((name) => name in asked),
      `Say which column holds the ${names.join(" or ")} of each row.`,
    );
  }
  const shown: { [column: string]: string } = {};
  const wanted = textsIn(outputs, "outputs", "columns");
  for (const [name, header] of Object.entries(wanted)) shown[columnOf(lookup, name).name] = header.trim();
  const headers = Object.values(shown).map((header) => header.toLowerCase());
  const taken = Object.values(asked).map((header) => header.trim().toLowerCase());
  const twice = headers.find((header, i) => headers.indexOf(header) !== i || taken.includes(header));
  must(twice === undefined, `Two columns are called "${twice}". Give each another header.`);
  must(headers.length !== 0, '"outputs" says which columns are to be filled, such as {"status": "Status"}.');
  for (const number of [maxAgeDays, maxCredits]) {
    must(
      number === null || (typeof number === "number" && number >= 0),
      '"maxAgeDays" and "maxCredits" are numbers.',
    );
  }
  must(
    rows === null || (Array.isArray(rows) && rows.every((row) => Number.isInteger(row) && Number(row) > 0)),
    '"rows" is a list of row numbers.',
  );
  must(
    !rows || rows.length <= MOST_ROWS,
    `At most ${MOST_ROWS} rows can be named. Leave "rows" out for all that have no result yet.`,
  );
  must(
    along === null || (Array.isArray(along) && along.every((one) => typeof one === "string")),
    '"along" is a list of headers.',
  );
  must(into === null || typeof into === "string", '"into" is the name of a sheet.');
  must(filters === null || isJsonObject(filters), '"filters" is an object of names and values.');
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
    ...given({ maxAgeDays, maxCredits, rows, filters: filters && constants, into: into || null, along }),
  };
}

function given(fields: JsonObject): Partial<LookupSpec> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));
}

function textsIn(value: Json | undefined, name: string, what: string): { [name: string]: string } {
  must(
    isJsonObject(value) && Object.values(value).every((one) => typeof one === "string" && one.trim() !== ""),
    `"${name}" is an object of ${what} and the headers of their columns.`,
  );
  return value as { [name: string]: string };
}
