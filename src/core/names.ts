import { InputError } from "./errors.ts";

/** The menu function that imports a table: "Huntr Jobs" has importHuntrJobs. */
export function importFunctionName(title: string): string {
  return `import${title.replace(/\s+/g, "")}`;
}

/** "Graduation Date" is graduation_date. Letters and digits of any script stay; "" when there are none. */
export function snakeCase(words: string): string {
  return words
    .normalize("NFC")
    .replace(/([\p{Ll}\p{N}])(\p{Lu})/gu, "$1_$2")
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, "_")
    .replace(/^_+|_+$/g, "");
}

/** The name itself, or the first of `name_2`, `name_3` … that is free. Names are alike whatever their case. */
export function freeName(name: string, taken: ReadonlySet<string>, join: (n: number) => string): string {
  if (!taken.has(name.toLowerCase())) return name;
  for (let n = 2; ; n++) {
    const other = join(n);
    if (!taken.has(other.toLowerCase())) return other;
  }
}

/** Names that differ in nothing but case, blanks and signs that nobody sees. */
export function alike(name: string): string {
  return name
    .normalize("NFC")
    .replace(/\p{Cf}/gu, "")
    .replace(/\s+/g, " ")
    .trim()
    .toLowerCase();
}

/**
 * What a person means by a name: what is called exactly so, else the only thing whose name differs in nothing but case
 * and blanks.
 * @param what in a sentence: "leads lists".
 * @param ways what a thing is called, "" where it has no such name. What is called exactly so in the first of them wins.
 * @throws InputError when it may be several.
 */
export function meantBy<T>(
  wanted: string,
  things: readonly T[],
  what: string,
  ...ways: readonly ((thing: T) => string)[]
): T | undefined {
  if (alike(wanted) === "") return undefined;
  const exact = ways.map((nameOf) => things.filter((thing) => nameOf(thing) === wanted));
  const loose = things.filter((thing) => ways.some((nameOf) => alike(nameOf(thing)) === alike(wanted)));
  const [one, ...twins] = new Set(exact.find((found) => found.length > 0) ?? loose);
  if (one === undefined || twins.length === 0) return one;
  const names = [one, ...twins].map((thing) => `"${(ways[ways.length - 1] as (typeof ways)[0])(thing)}"`);
  throw new InputError(`"${wanted}" may be several ${what}: ${names.join(", ")}. Write one of these.`);
}

type Named = { readonly [field: string]: unknown };

/** A record's name with its id, for where others have that name too. */
export function nameWithId(record: Named, id = "id", name = "name"): string {
  return `${textIn(record, name)} (ID ${textIn(record, id)})`;
}

export function textIn(record: Named, field: string): string {
  const value = record[field];
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}

/** How many slips of the finger still count as the same word. */
const MAX_SLIPS = 2;

/** The names that somebody may have meant, nearest first, at most five. */
export function nearNames(name: string, names: readonly string[]): string[] {
  const wanted = snakeCase(name);
  return names
    .map((other) => ({ other, slips: slipsBetween(wanted, other.toLowerCase()) }))
    .filter(
      ({ other, slips }) =>
        slips <= MAX_SLIPS || (wanted.length > 2 && (other.includes(wanted) || wanted.includes(other))),
    )
    .sort((a, b) => a.slips - b.slips)
    .slice(0, 5)
    .map(({ other }) => other);
}

/** Letters to add, drop or change to make one word of the other. */
function slipsBetween(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const changed = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, changed));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
