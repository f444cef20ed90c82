import { plainText } from "../core/addresses.ts";
import { assertValue } from "../core/cells.ts";
import { type ColumnSketch, timeAt } from "../core/columns.ts";
import { fieldAt, isJsonObject } from "../core/json.ts";
import type { Json, JsonObject } from "../core/ports.ts";
import { decodedHost } from "../core/punycode.ts";
import type { LookupRecord } from "./lookup.ts";

/** Part of a name in the cache, which stays below 250 characters (facts, 1.4) as a digest; and of a URL. */
export const LONGEST_INPUT = 200;

/** One line, without blanks around it. @throws InputError for what a formula that failed has left. */
export function tidy(text: string | undefined): string {
  assertValue(text ?? "");
  return plainText(text ?? "");
}

/** "Prénom" is "prenom", "firstName" is "first name", "N/A" is "n a": words that are compared. */
export function wordsOf(text: string): string {
  return text
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .replace(/ß/g, "ss")
    .replace(/([a-z])([A-Z])(?!n\b)/g, "$1 $2")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}

/** The lines of a cell that say something, each tidy. */
export function linesIn(text: string | undefined): string[] {
  return (text ?? "").split(/[\n-\r\x85\u2028\u2029]+/).flatMap((line) => tidy(line) || []);
}

export function short(text: string): string {
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}

/** The same for all who mean the same: "domain=reddit.com; first_name=alexis". */
export function keyOf(query: { readonly [name: string]: string }): string {
  return Object.entries(query)
    .map(([name, value]) => `${name}=${(name === "domain" ? decodedHost(value) : value).toLowerCase()}`)
    .join("; ");
}

/** Where something was found is not kept, only on how many pages; and no text longer than anybody reads in a cell. */
export function slim(data: JsonObject, longest = 300): JsonObject {
  const kept: JsonObject = {};
  for (const [name, value] of Object.entries(data)) {
    if (name.startsWith("_") || value === null) continue;
    kept[name] =
      name === "sources" && Array.isArray(value)
        ? value.length
        : typeof value === "string"
          ? value.slice(0, longest)
          : value;
  }
  return kept;
}

/** So many of a list are kept: a result must fit into a cell. */
const MOST_KEPT = 30;

/** What is kept of a value that may be long in any of its parts. */
export function compact(value: Json): Json {
  if (typeof value === "string") return value.slice(0, 300);
  if (Array.isArray(value)) return value.slice(0, MOST_KEPT).map(compact);
  if (!isJsonObject(value)) return value;
  const kept: JsonObject = {};
  for (const [name, inner] of Object.entries(value)) {
    const part = name.startsWith("_") || inner === null || inner === undefined ? null : compact(inner);
    if (part !== null) kept[name] = part;
  }
  return kept;
}

/** `status` by whether there is something. */
export function foundIf(isFound: boolean, data: JsonObject): LookupRecord {
  return { ...data, status: isFound ? "found" : "not found" };
}

/** When Hunter gave the answer: `atMs` is put in when a record is read. */
export function answeredAt(name: string): ColumnSketch {
  return timeAt(name, "When Hunter gave this answer.", (record) => {
    const atMs = fieldAt(record, "atMs");
    return typeof atMs === "number" ? atMs / 1_000 : null;
  });
}
