import type { Json, JsonObject } from "./ports.ts";

/** Anything that a listing or a record may turn out to hold, however the API wrote it. */
export function isJsonObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * The value under a path of names, or undefined when any of them is missing. Own properties only: an organisation may
 * well name an attribute "constructor".
 */
export function fieldAt(value: Json | undefined, ...path: readonly string[]): Json | undefined {
  let at = value;
  for (const name of path) {
    // biome-ignore lint/suspicious/noPrototypeBuiltins: Object.hasOwn is younger than ES2019.
    if (!isJsonObject(at) || !Object.prototype.hasOwnProperty.call(at, name)) return undefined;
    at = at[name];
  }
  return at;
}

/** An answer that is JSON, but not of the documented shape. The listing makes an ApiError of it. */
export class UnexpectedShape extends Error {}

/** The objects of a list; what is no object among them is left out. */
export function objectsOf(list: Json | undefined): JsonObject[] {
  return Array.isArray(list) ? list.filter(isJsonObject) : [];
}

/**
 * The list of an answer, wherever it stands: at the top, in `data`, or in `data` under a name, which differs by age and
 * spelling (campaigns and sequences, leads_lists and leads-lists). Null when there is none, or it is not sure which.
 * @param name of the list among several.
 */
export function arrayIn(body: Json, name: string): readonly Json[] | null {
  const data = fieldAt(body, "data");
  for (const place of [body, data, fieldAt(data, name)]) if (Array.isArray(place)) return place;
  // What has an id is one record, and the lists in it are the record's.
  if (!isJsonObject(data) || data.id !== undefined) return null;
  const lists = Object.values(data).filter((one) => Array.isArray(one));
  return lists.length === 1 ? (lists[0] as readonly Json[]) : null;
}

/** The records of a listing. @throws UnexpectedShape when anything else is among them: it would be lost unsaid. */
export function recordsIn(list: readonly Json[]): JsonObject[] {
  const records = list.filter((one) => one !== null);
  if (records.every(isJsonObject)) return records as JsonObject[];
  throw new UnexpectedShape();
}

/** "a number", "text", "a list": for warnings, which never repeat a value (it may be personal). */
export function wordFor(value: Json): string {
  if (value === null) return "nothing";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "an object";
  return typeof value === "string" ? "text" : `a ${typeof value}`;
}
