import { ChoiceList, joinChoices } from "../core/choices.ts";
import { assertInput } from "../core/errors.ts";
import { fieldAt, objectsOf } from "../core/json.ts";
import { alike, meantBy, textIn } from "../core/names.ts";
import { ownColumnNamer } from "../core/own-columns.ts";
import type { Json, JsonObject } from "../core/ports.ts";
import { recordNamed, type Values } from "../core/push.ts";
import type { Column, ColumnKind, ReadWhole } from "../core/resource.ts";
import type { SheetValue } from "../core/spreadsheet.ts";
import { memberFields } from "./member-fields.ts";

const KIND_OF_FIELD: Readonly<Record<string, "number" | "date">> = { NUMBER: "number", DATE: "date" };

/** The type of fields that hold several choices: its values are sent as lists. */
const SEVERAL = "MULTIPLE_SELECT";
/** The type of fields that hold one of several choices. */
const ONE = "MULTIPLE_CHOICE";

/** Header of what the fields held when the row was last read from Huntr. */
export const BASE_HEADER = "Member fields in Huntr";

/** A column per member field, by its name, for records that hold memberFieldValues. */
export function memberFieldColumns(read: ReadWhole, taken: readonly { readonly name: string }[]): Column[] {
  const nameOf = ownColumnNamer(
    taken.map((column) => column.name),
    "member field",
    [BASE_HEADER],
  );
  return read(memberFields.table).flatMap((field): Column[] => {
    const [id, name] = [textIn(field, "id"), textIn(field, "name")];
    if (id === "" || name === "") return [];
    return [
      {
        ...nameOf(name, name),
        ...readerOf(field),
        ownId: id,
        help: `Your organization's member field '${name}'.`,
        byDefault: true,
      },
    ];
  });
}

/** What a member field holds. */
export function kindOfField({ fieldType }: JsonObject): "text" | "number" | "date" {
  return KIND_OF_FIELD[String(fieldType)] ?? "text";
}

/** How a member field's value is read from a record that holds memberFieldValues. */
export function readerOf(field: JsonObject): Pick<Column, "kind" | "value" | "meaning"> {
  const kind = kindOfField(field);
  const { id, fieldType } = field;
  const choices = choicesOf(field);
  if (fieldType !== SEVERAL) {
    const value: Column["value"] = (record) => fieldValue(record, String(id), kind);
    if (fieldType !== ONE) return { kind, value };
    return { kind, value, meaning: (text) => oneMeaning(text, choices) };
  }
  const list = new ChoiceList(choices);
  return {
    kind,
    value: (record) => joined(valueIn(record, String(id)), choices),
    meaning: (text) => list.meaning(text),
  };
}

/** Choices as a cell shows them. An older Huntr answers a text, which may be one of them as it is (today.md, 3). */
function joined(value: Json | undefined, choices: readonly string[]): Json | undefined {
  if (!Array.isArray(value)) return choices.indexOf(String(value)) < 0 ? value : joinChoices([String(value)]);
  const held = value.filter((one) => one !== null);
  return held.some((one) => typeof one === "object") ? value : joinChoices(held.map(String));
}

/** As `meantBy` reads it: choices that differ in case alone are to be kept apart. */
function oneMeaning(text: string, choices: readonly string[]): string {
  const isAmbiguous = choices.filter((choice) => alike(choice) === alike(text)).length > 1;
  return isAmbiguous ? text : alike(text);
}

function choicesOf({ choices }: JsonObject): string[] {
  return Array.isArray(choices) ? choices.map(String) : [];
}

/**
 * Member field values are 'mixed': a number field may hold "42", a text field a number, a date seconds or text, and
 * any of them a list.
 */
function fieldValue(record: JsonObject, fieldId: string, kind: ColumnKind): Json | undefined {
  const value = valueIn(record, fieldId);
  if (Array.isArray(value) && kind !== "text" && value.length <= 1) return fitted(value[0], kind);
  return fitted(value, kind);
}

/** What a record that holds memberFieldValues has in a field, as it arrived. */
export function valueIn(record: Json, fieldId: string): Json | undefined {
  const values = objectsOf(fieldAt(record, "memberFieldValues"));
  return values.find((one) => String(one.fieldId) === fieldId)?.value;
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

/** @throws InputError when the organisation has no such field, or several that may be meant. */
export function fieldNamed(fields: readonly JsonObject[], name: string): JsonObject {
  const found = recordNamed(fields, name, "member fields");
  const names = fields.map((field) => `"${String(field.name)}"`).join(", ");
  assertInput(found, `Huntr has no member field "${name}". It has: ${names}.`);
  return found;
}

/**
 * What is sent for a cell, as it was read for the kind of the field: one of the choices, a list of several, a number, Unix
 * seconds at 00:00 UTC of the day, or text. Null for a blank cell.
 * @param before what a cell shows of the field now: a choice that is called something else since may stay.
 * @throws InputError for what the field cannot hold.
 */
export function sentValue(
  { field, list }: MappedField,
  cell: SheetValue,
  dayOf: (instant: Date) => string,
  before = "",
): Json {
  if (holdsSeveral(field)) return sentChoices(field, list, String(cell), before);
  if (cell instanceof Date) return Date.parse(dayOf(cell)) / 1000;
  if (typeof cell === "number") return cell;
  const text = String(cell).trim();
  if (text === "") return null;
  if (field.fieldType !== ONE) return text;
  const choice = meantBy(String(cell), choicesOf(field), `choices of ${String(field.name)}`, (one) => one);
  assertInput(choice !== undefined, noChoice(field, text));
  return choice;
}

export function holdsSeveral({ fieldType }: JsonObject): boolean {
  return fieldType === SEVERAL;
}

/** What takes a field's value away. */
export function blankOf({ fieldType }: JsonObject): Json {
  return fieldType === SEVERAL ? [] : null;
}

/** A value as it is sent, for a person who decides about it: several choices each in quotes. */
export function saidValue(value: Json): string {
  return Array.isArray(value) ? value.map((one) => `"${one}"`).join(", ") || '""' : `"${value ?? ""}"`;
}

/** A member field under the name by which a push has it. */
export interface MappedField {
  readonly name: string;
  readonly field: JsonObject;
  /** The choices that it has, by which its cells are read. */
  readonly list: ChoiceList;
}

export function mappedField(name: string, field: JsonObject): MappedField {
  return { name, field, list: new ChoiceList(choicesOf(field)) };
}

/** As `OpenPush.kindOf`. */
export function kindAmong(
  mapped: readonly MappedField[],
  wanted: string,
): ReturnType<typeof kindOfField> | undefined {
  const found = mapped.find(({ name }) => name === wanted);
  return found && kindOfField(found.field);
}

/** Where cells are read as several choices though each may be one: which. Null when there are none. */
export function choicesHint(mapped: readonly MappedField[], values: Values): string | null {
  const hints = mapped.flatMap(({ name, field, list }) => {
    if (!holdsSeveral(field)) return [];
    const text = String(values[name] ?? "");
    const { known } = list.read(text);
    const whole = list.one(text);
    if (whole === undefined || known.length < 2) return [];
    return `${name} is sent as ${saidValue([...known])}; for the one choice write ${joinChoices([whole])}, with the quotes`;
  });
  return hints.join("; ") || null;
}

function sentChoices(field: JsonObject, list: ChoiceList, text: string, before: string): Json {
  const held = list.read(before).unknown;
  const all = held.length === 0 ? list : new ChoiceList([...choicesOf(field), ...held]);
  const { known, unknown } = all.read(text);
  assertInput(unknown.length === 0, noChoice(field, String(unknown[0])));
  return known.length > 0 ? [...known] : null;
}

function noChoice(field: JsonObject, text: string): string {
  return `"${text}" is no choice of ${String(field.name)}; there are ${saidValue(choicesOf(field))}`;
}
