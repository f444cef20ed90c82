import { objectsOf } from "../core/json.ts";
import type { Json, JsonObject } from "../core/ports.ts";

/**
 * What the hidden column of a members table says: the member field values as they were imported. Of a cell that a
 * person typed over it goes on saying what it was before, and what a note on that cell says that Huntr holds by now.
 */

/** Longer values are cut in sentences. */
const MOST_SAID = 200;

/** The member as it was imported, as far as its fields go; null for any other text. */
export function importedValues(text: string): JsonObject | null {
  try {
    const memberFieldValues = JSON.parse(text) as Json;
    return Array.isArray(memberFieldValues) ? { memberFieldValues } : null;
  } catch {
    return null;
  }
}

/** What a note says that Huntr holds in a field; null when there is none. */
export function toldValue(member: JsonObject, fieldId: string): string | null {
  const told = valuesOf(member).find((one) => one.fieldId === fieldId)?.told;
  return typeof told === "string" ? told : null;
}

/**
 * The text for a member of whom some fields are kept as they were before: those that a person typed over, and those
 * whose columns are not written, for there a cell goes on showing what it did.
 * @param kept by field, what a note says.
 * @param written ids of the fields whose columns are.
 */
export function keptValues(
  member: JsonObject,
  before: JsonObject,
  kept: ReadonlyMap<string, string | null>,
  written: readonly string[],
): string {
  const isNow = (fieldId: string) => written.indexOf(fieldId) >= 0 && !kept.has(fieldId);
  const now = valuesOf(member).filter(({ fieldId }) => isNow(String(fieldId)));
  const held = valuesOf(before).map(({ fieldId }) => String(fieldId));
  const ids = new Set([...held, ...kept.keys()].filter((fieldId) => !isNow(fieldId)));
  const old = [...ids].map((fieldId): JsonObject => {
    const { told: saidBefore, ...value } = valuesOf(before).find((one) => one.fieldId === fieldId) ?? {
      fieldId,
      value: null,
    };
    const told = kept.has(fieldId) ? kept.get(fieldId) : saidBefore;
    return typeof told === "string" ? { ...value, told } : value;
  });
  // A field that was blank and is so needs no mention.
  const said = old.filter(({ value, told }) => value !== null || told !== undefined);
  return JSON.stringify([...now, ...said]);
}

/** That Huntr changed a field as well: "City is "Rome" in Huntr by now and was "Paris"". */
export function conflictText(what: string, now: string, before: string): string {
  return `${what} is "${short(now)}" in Huntr by now and was "${short(before)}"`;
}

/** What to do about it. */
export function takeOver(now: string): string {
  return `type "${short(now)}", refresh, then change it again`;
}

function short(text: string): string {
  const line = text.replace(/\s+/g, " ");
  return line.length > MOST_SAID ? `${line.slice(0, MOST_SAID)}…` : line;
}

function valuesOf({ memberFieldValues }: JsonObject): JsonObject[] {
  return objectsOf(memberFieldValues);
}
