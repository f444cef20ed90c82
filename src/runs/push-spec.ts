import { InputError, must } from "../core/errors.ts";
import { isJsonObject } from "../core/json.ts";
import type { Json, JsonObject } from "../core/ports.ts";
import type { Push } from "../core/push.ts";
import { packRows } from "./row-list.ts";
import type { PushSpec } from "./run.ts";
import type { Work } from "./work.ts";

/** Where a push writes what became of each row (design, section 4). */
export const STATUS_HEADER = "Huntsheet status";

/** A misspelt `rows` would send the whole sheet: whatever else is given is refused. */
const FIELDS = ["kind", "push", "sheet", "map", "constants", "rows", "checked"];
/** Of the 9 KB in which a run is kept (facts, 1.4): the rest is for its note and its error. */
const MOST_BYTES = 6_000;

export function pushOf(name: string, { pushes }: Pick<Work, "pushes">): Push {
  const push = pushes.find((other) => other.name === name);
  if (!push) {
    const names = pushes.map((other) => other.name).join(", ");
    throw new InputError(`There is no push "${name}". There are: ${names}.`);
  }
  return push;
}

/** @throws InputError */
export function pushSpec(fields: JsonObject, work: Pick<Work, "pushes">): PushSpec {
  const push = pushOf(String(fields.push), work);
  const { sheet, map, constants = null, rows = null } = fields;
  const unknown = Object.keys(fields).find((name) => FIELDS.indexOf(name) < 0);
  must(unknown === undefined, `A push does not take "${unknown}". It takes: ${FIELDS.join(", ")}.`);
  must(typeof sheet === "string", "The sheet's name must be a text.");
  must(
    isJsonObject(map) && !Object.keys(map).some((field) => typeof map[field] !== "string"),
    '"map" is an object of fields and the headers of their columns.',
  );
  must(constants === null || isJsonObject(constants), '"constants" is an object of fields and values.');
  must(rows === null || (Array.isArray(rows) && rows.every(isRow)), '"rows" is a list of row numbers.');
  const isPlain = (value: Json | undefined) => value === null || typeof value !== "object";
  must(
    !constants || Object.keys(constants).every((field) => isPlain(constants[field])),
    "A constant is a text, a number or a boolean.",
  );
  const key = push.keys.find((name) => constants && name in constants);
  must(key === undefined, `The ${key} is each row's own: it cannot be a constant.`);
  for (const field of Object.keys(map)) {
    const header = String(map[field]).trim().toLowerCase();
    must(header !== "", `The ${field} needs the header of a column.`);
    must(
      header !== STATUS_HEADER.toLowerCase(),
      `Outcomes are written under "${STATUS_HEADER}": choose another column.`,
    );
  }
  must(
    push.keys.some((name) => name in map),
    `Say which column holds the ${push.keys.join(" or ")} of each row.`,
  );
  const spec: PushSpec = {
    kind: "push",
    push: push.name,
    sheet,
    map: map as { [field: string]: string },
    ...(constants ? { constants } : {}),
    ...(rows ? { rows: packRows(rows as number[]) } : {}),
  };
  must(
    bytesIn(JSON.stringify(spec)) <= MOST_BYTES,
    rows
      ? "These are more rows, or columns, than one run can keep in mind. Choose fewer rows at a time."
      : "These are more columns than one run can keep in mind. Send fewer fields at a time.",
  );
  return spec;
}

function isRow(row: Json): boolean {
  return typeof row === "number" && row >= 1 && row % 1 === 0;
}

function bytesIn(text: string): number {
  return encodeURIComponent(text).replace(/%../g, "-").length;
}
