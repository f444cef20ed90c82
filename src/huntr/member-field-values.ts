import type { ColumnSketch } from "../core/columns.ts";
import { fieldAt, objectsOf } from "../core/json.ts";
import { ownColumnNamer } from "../core/own-columns.ts";
import type { Json, JsonObject } from "../core/ports.ts";
import type { Column, ColumnKind, ReadWhole } from "../core/resource.ts";
import { memberFields } from "./member-fields.ts";

const KIND_OF_FIELD: Readonly<Record<string, ColumnKind>> = { NUMBER: "number", DATE: "date" };

/** A column per member field, by its name, for records that hold memberFieldValues. */
export function memberFieldColumns(read: ReadWhole, taken: readonly ColumnSketch[]): Column[] {
  const nameOf = ownColumnNamer(
    taken.map((column) => column.name),
    "member field",
  );
  return read(memberFields.table).flatMap((field): Column[] => {
    const { id, name, fieldType } = field;
    if (typeof id !== "string" || typeof name !== "string") return [];
    const kind = typeof fieldType === "string" ? (KIND_OF_FIELD[fieldType] ?? "text") : "text";
    return [
      {
        ...nameOf(name, name),
        kind,
        help: `Your organization's member field '${name}'.`,
        byDefault: true,
        value: (record) => fieldValue(record, id, kind),
      },
    ];
  });
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
