import type { ColumnSketch } from "../core/columns.ts";
import { must } from "../core/errors.ts";
import { fieldAt, objectsOf } from "../core/json.ts";
import { ownColumnNamer } from "../core/own-columns.ts";
import type { Json, JsonObject } from "../core/ports.ts";
import { recordNamed, sameKey } from "../core/push.ts";
import type { Column, ColumnKind, ReadWhole } from "../core/resource.ts";
import type { SheetValue } from "../core/spreadsheet.ts";
import { DAY_MS, parseTime } from "../core/times.ts";
import { memberFields } from "./member-fields.ts";

const KIND_OF_FIELD: Readonly<Record<string, ColumnKind>> = { NUMBER: "number", DATE: "date" };

/** A column per member field, by its name, for records that hold memberFieldValues. */
export function memberFieldColumns(read: ReadWhole, taken: readonly ColumnSketch[]): Column[] {
  const nameOf = ownColumnNamer(
    taken.map((column) => column.name),
    "member field",
  );
  return read(memberFields.table).flatMap((field): Column[] => {
    const { name } = field;
    if (typeof field.id !== "string" || typeof name !== "string") return [];
    return [
      {
        ...nameOf(name, name),
        ...readerOf(field),
        ownId: field.id,
        help: `Your organization's member field '${name}'.`,
        byDefault: true,
      },
    ];
  });
}

/** How a member field's value is read from a record that holds memberFieldValues. */
export function readerOf({ id, fieldType }: JsonObject): Pick<Column, "kind" | "value"> {
  const kind = KIND_OF_FIELD[String(fieldType)] ?? "text";
  return { kind, value: (record) => fieldValue(record, String(id), kind) };
}

/**
 * Member field values are 'mixed': a number field may hold "42", a text field a number, a date seconds or text, and
 * any of them a list.
 */
function fieldValue(record: JsonObject, fieldId: string, kind: ColumnKind): Json | undefined {
  const values = objectsOf(fieldAt(record, "memberFieldValues"));
  const value = values.find((one) => one.fieldId === fieldId)?.value;
  if (Array.isArray(value) && kind !== "text" && value.length <= 1) return fitted(value[0], kind);
  return fitted(value, kind);
}

/** Later than any date that seconds would stand for (the year 5138): such a number is milliseconds. */
const LEAST_MS = 1e11;

function fitted(value: Json | undefined, kind: ColumnKind): Json | undefined {
  switch (kind) {
    case "number":
      return typeof value === "string" && /^\s*-?\d+(\.\d+)?\s*$/.test(value) ? Number(value) : value;
    case "date":
      return typeof value === "number" && Math.abs(value) >= LEAST_MS ? value / 1000 : value;
    default:
      return typeof value === "number" || typeof value === "boolean" ? String(value) : value;
  }
}

/** @throws InputError when the organisation has no such field. */
export function fieldNamed(fields: readonly JsonObject[], name: string): JsonObject {
  const found = recordNamed(fields, name);
  const names = fields.map((field) => `"${String(field.name)}"`).join(", ");
  must(found, `Huntr has no member field "${name}". It has: ${names}.`);
  return found;
}

/**
 * What is sent for a cell, by the field's type: one of the choices, a number, Unix seconds at 00:00 UTC of the day, or
 * text. Null for a blank cell.
 * @throws InputError for what the field cannot hold.
 */
export function sentValue(field: JsonObject, cell: SheetValue, dayOf: (instant: Date) => string): Json {
  const text = cell instanceof Date ? dayOf(cell) : String(cell).trim();
  if (text === "") return null;
  const name = String(field.name);
  switch (field.fieldType) {
    case "MULTIPLE_CHOICE": {
      const choices = Array.isArray(field.choices) ? field.choices.map(String) : [];
      const choice = choices.find((one) => sameKey(one) === sameKey(text));
      must(choice !== undefined, `"${text}" is no choice of ${name}; there are ${choices.join(", ")}`);
      return choice;
    }
    case "NUMBER": {
      const number = typeof cell === "number" ? cell : Number(text);
      must(Number.isFinite(number), `"${text}" is no number, as ${name} takes: write it as 3.5`);
      return number;
    }
    case "DATE": {
      const ms = parseTime(text);
      must(ms !== null, `"${text}" is no date, as ${name} takes: write it as 2026-05-01`);
      return Math.floor(ms / DAY_MS) * (DAY_MS / 1000);
    }
    default:
      return text;
  }
}
