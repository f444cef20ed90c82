import { isNoValue } from "../core/cells.ts";
import { type ColumnSketch, timeAt } from "../core/columns.ts";
import { must } from "../core/errors.ts";
import { fieldAt } from "../core/json.ts";
import type { JsonObject } from "../core/ports.ts";
import type { Inputs, LookupRecord } from "./lookups.ts";

/** Hunter takes no shorter company (the text, email-count). */
const SHORTEST_COMPANY = 3;
/** Part of a name in the cache, which stays below 250 characters (facts, 1.4) as a digest; and of a URL. */
const LONGEST_INPUT = 200;

const DOMAIN = /^([\p{L}\p{N}]([\p{L}\p{N}-]*[\p{L}\p{N}])?\.)+[\p{L}\p{N}-]{2,}$/u;

/** Signs without a width, which come along with what is copied from web pages. */
const UNSEEN = /[\u00ad\u200b-\u200f\u2060\ufeff]/g;

/** One line, without blanks around it. @throws InputError for what a formula that failed has left. */
export function tidy(text: string | undefined): string {
  must(!isNoValue(text ?? ""), `The cell shows ${text}: mend its formula first.`);
  return (text ?? "").normalize("NFC").replace(UNSEEN, "").replace(/\s+/g, " ").trim();
}

/**
 * The domain or the company that is meant; domain wins, as at Hunter. A web address or an e-mail address stands for its
 * domain, and words without a dot for a company, whichever column they are in.
 * @returns null when both are blank.
 * @throws InputError
 */
export function placeOf(inputs: Inputs): { readonly domain: string } | { readonly company: string } | null {
  const text = tidy(inputs.domain) || tidy(inputs.company);
  if (text === "") return null;
  const host = hostIn(text);
  if (isDomain(text)) return { domain: host };
  must(!/@|:\/\//.test(text) && text.length <= LONGEST_INPUT, `"${short(text)}" is no domain.`);
  must(
    text.length >= SHORTEST_COMPANY,
    `"${text}" is too short for a company: give ${SHORTEST_COMPANY} characters or its domain.`,
  );
  return { company: text };
}

/** Whether a text is a domain, or a web address, or anything else that stands for its domain. */
export function isDomain(text: string): boolean {
  const host = hostIn(text);
  return host.length <= LONGEST_INPUT && DOMAIN.test(host);
}

function hostIn(text: string): string {
  return text
    .toLowerCase()
    .replace(/^[a-z]+:\/\//, "")
    .replace(/[/?#].*$/, "")
    .replace(/^.*@/, "")
    .replace(/:\d+$/, "")
    .replace(/^www\.|\.$/g, "");
}

export function short(text: string): string {
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}

/** The same for all who mean the same: "domain=reddit.com; first_name=alexis". */
export function keyOf(query: { readonly [name: string]: string }): string {
  return Object.entries(query)
    .map(([name, value]) => `${name}=${value.toLowerCase()}`)
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
