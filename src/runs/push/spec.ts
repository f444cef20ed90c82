import { isAddress } from "../../core/addresses.ts";
import { assertInput, InputError } from "../../core/errors.ts";
import { isJsonObject } from "../../core/json.ts";
import { alike } from "../../core/names.ts";
import type { Json, JsonObject } from "../../core/ports.ts";
import type { Push } from "../../core/push.ts";
import { isData } from "../../hunter/recognition.ts";
import { packRows } from "../row-list.ts";
import type { PushSpec } from "../run.ts";
import type { Work } from "../work.ts";

/** Where a push writes what became of each row: scripts and people's own formulas rely on the name. */
export const STATUS_HEADER = "Huntsheet status";

/** A misspelt `rows` would send the whole sheet: whatever else is given is refused. */
const FIELDS = ["kind", "push", "sheet", "map", "constants", "rows", "hidden", "checked"];

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
  const { sheet, map, constants = null, rows = null, hidden = false } = fields;
  const unknown = Object.keys(fields).find((name) => FIELDS.indexOf(name) < 0);
  assertInput(unknown === undefined, `A push does not take "${unknown}". It takes: ${FIELDS.join(", ")}.`);
  assertInput(typeof sheet === "string", "The sheet's name must be a text.");
  assertInput(
    isJsonObject(map) && !Object.keys(map).some((field) => typeof map[field] !== "string"),
    '"map" is an object of fields and the headers of their columns.',
  );
  assertInput(
    constants === null || isJsonObject(constants),
    '"constants" is an object of fields and values.',
  );
  assertInput(
    rows === null || (Array.isArray(rows) && rows.every(isRow)),
    '"rows" is a list of row numbers.',
  );
  assertInput(typeof hidden === "boolean", '"hidden" is true where hidden rows are taken along.');
  const isPlain = (value: Json | undefined) => value === null || typeof value !== "object";
  assertInput(
    !constants || Object.keys(constants).every((field) => isPlain(constants[field])),
    "A constant is a text, a number or a boolean.",
  );
  const key = push.keys.find((name) => constants && name in constants);
  assertInput(key === undefined, `The ${key} is each row's own: it cannot be a constant.`);
  for (const field of Object.keys(map)) {
    const header = String(map[field]).trim().toLowerCase();
    // A column may well be called Node.js, but no key is.
    const isFirstRow = isAddress(header) || (push.keys.indexOf(field) >= 0 && isData(header));
    assertInput(!isFirstRow, `"${map[field]}" is no header. Insert a row with headers above your first row.`);
    assertInput(header !== "", `The ${field} needs the header of a column.`);
    assertInput(
      alike(header) !== alike(STATUS_HEADER),
      `Outcomes are written under "${STATUS_HEADER}": choose another column.`,
    );
  }
  assertInput(
    push.keys.some((name) => name in map),
    `Say which column holds the ${push.keys.join(" or ")} of each row.`,
  );
  return {
    push: push.name,
    sheet,
    map: map as { [field: string]: string },
    ...(constants ? { constants } : {}),
    ...(rows ? { rows: packRows(rows as number[]) } : {}),
    ...(hidden ? { hidden } : {}),
  };
}

function isRow(row: Json): boolean {
  return typeof row === "number" && row >= 1 && row % 1 === 0;
}
