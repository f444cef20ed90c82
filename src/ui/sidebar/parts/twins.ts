import type { Twins } from "../../calls.ts";

/** All columns of a header; undefined where it is one alone, also one that is called `constructor`. */
export function twinsOf(header: string, twins: Twins): Twins[string] | undefined {
  return Object.hasOwn(twins, header) ? twins[header] : undefined;
}

/** What a person has to decide before a column of that name can be meant; null where there is only one. */
function twinText(header: string, twins: Twins): string | null {
  const letters = twinsOf(header, twins)?.map(({ column }) => column);
  if (!letters) return null;
  const listed = `${letters.slice(0, -1).join(", ")} and ${letters[letters.length - 1]}`;
  const which = letters.length === 2 ? "both" : "all";
  return `Which "${header}" is meant? Columns ${listed} are ${which} called so. Rename one of them, then choose Read again.`;
}

/** Of the headers that are meant, the question for the first one that several columns have. */
export function twinQuestion(headers: readonly string[], twins: Twins): string | null {
  return headers.map((header) => twinText(header, twins)).find((text) => text !== null) ?? null;
}
