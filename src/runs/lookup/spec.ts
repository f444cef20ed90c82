import { assertInput } from "../../core/errors.ts";
import { parseFilters } from "../../core/filters.ts";
import { isJsonObject } from "../../core/json.ts";
import { alike } from "../../core/names.ts";
import type { Json, JsonObject } from "../../core/ports.ts";
import type { Lookup } from "../../hunter/lookup.ts";
import { lookupOf } from "../../hunter/lookups.ts";
import { POOLS, type Pool } from "../../hunter/plan.ts";
import { isData } from "../../hunter/recognition.ts";
import { packRows } from "../row-list.ts";
import type { LookupSpec } from "../run.ts";
import type { Work } from "../work.ts";
import { columnOf } from "./sheet.ts";

/** The spec of a look-up out of what a caller gave. @throws InputError */
export function lookupSpec(fields: JsonObject, { book }: Pick<Work, "book">): LookupSpec {
  const lookup = lookupOf(fields.lookup);
  const { sheet, inputs, outputs, maxAgeDays = null, maxCredits = null, capIn = null, rows = null } = fields;
  const { filters = null, into = null, along = null, hidden = false } = fields;
  assertInput(typeof sheet === "string" && sheet.trim() !== "", "The sheet's name must be a text.");
  const asked = textsIn(inputs, "inputs", "API parameters");
  for (const [name, header] of Object.entries(asked)) {
    assertInput(
      lookup.inputs.includes(name),
      `${lookup.title} takes no "${name}". It takes: ${lookup.inputs.join(", ")}.`,
    );
    assertInput(!isData(header), `"${header}" is no header. Insert a row with headers above your first row.`);
  }
  for (const names of lookup.needs) {
    assertInput(
      names.some((name) => name in asked),
      `Say which column holds the ${names.join(" or ")} of each row.`,
    );
  }
  const shown: { [column: string]: string } = {};
  const wanted = textsIn(outputs, "outputs", "columns");
  for (const [name, header] of Object.entries(wanted)) shown[columnOf(lookup, name).name] = header.trim();
  const headers = Object.values(shown).map(alike);
  const taken = Object.values(asked).map(alike);
  const twice = headers.find((header, i) => headers.indexOf(header) !== i || taken.includes(header));
  assertInput(twice === undefined, `Two columns are called "${twice}". Give each another header.`);
  assertInput(
    headers.length !== 0,
    '"outputs" says which columns are to be filled, such as {"status": "Status"}.',
  );
  assertLimits(maxAgeDays, maxCredits, capIn);
  assertInput(
    rows === null || (Array.isArray(rows) && rows.every((row) => Number.isInteger(row) && Number(row) > 0)),
    '"rows" is a list of row numbers.',
  );
  assertInput(
    along === null || (Array.isArray(along) && along.every((one) => typeof one === "string")),
    '"along" is a list of headers.',
  );
  assertInput(typeof hidden === "boolean", '"hidden" is true where hidden rows are taken along.');
  assertInput(into === null || typeof into === "string", '"into" is the name of a sheet.');
  assertInput(filters === null || isJsonObject(filters), '"filters" is an object of names and values.');
  return {
    lookup: lookup.name,
    sheet,
    inputs: asked,
    outputs: shown,
    ...(rows ? { rows: packRows(rows as number[]) } : {}),
    ...(hidden ? { hidden } : {}),
    ...given({
      maxAgeDays,
      maxCredits,
      capIn: capIn as Pool | null,
      filters: filters && constantsOf(lookup, filters, book),
      into: into || null,
      along,
    }),
  };
}

function constantsOf(lookup: Lookup, filters: JsonObject, book: Work["book"]): JsonObject {
  const query = parseFilters(lookup, filters, book);
  const constants: JsonObject = {};
  for (const [name, value] of Object.entries(query))
    constants[name] = typeof value === "object" ? value.join(",") : (value as Json);
  return constants;
}

function assertLimits(maxAgeDays: Json, maxCredits: Json, capIn: Json): void {
  for (const number of [maxAgeDays, maxCredits]) {
    assertInput(
      number === null || (typeof number === "number" && number >= 0),
      '"maxAgeDays" and "maxCredits" are numbers.',
    );
  }
  assertInput(
    capIn === null || POOLS.some((pool) => pool === capIn),
    `"capIn" is one of ${POOLS.join(", ")}.`,
  );
}

function given(fields: JsonObject): Partial<LookupSpec> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));
}

function textsIn(value: Json | undefined, name: string, what: string): { [name: string]: string } {
  assertInput(
    isJsonObject(value) && Object.values(value).every((one) => typeof one === "string" && one.trim() !== ""),
    `"${name}" is an object of ${what} and the headers of their columns.`,
  );
  return value as { [name: string]: string };
}
