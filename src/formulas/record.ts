import type { GetRequest } from "../core/client.ts";
import { type ApiError, InputError } from "../core/errors.ts";
import { parseColumns } from "../core/filters.ts";
import { recordsOf } from "../core/listing.ts";
import type { Json, JsonObject } from "../core/ports.ts";
import type { Resource } from "../core/resource.ts";
import type { Written } from "../core/spreadsheet.ts";
import { singleIn } from "../hunter/records.ts";
import { isAddress } from "../hunter/verifier.ts";
import { keptRows } from "./answer-cache.ts";
import {
  type Argument,
  type FormulaWork,
  inFormula,
  inputsOf,
  type Shown,
  shown,
  unfinished,
} from "./formula.ts";
import { columnsShown, rowOf } from "./rows.ts";

/** As many as are asked side by side: what comes back is kept before the next are asked. */
const AT_ONCE = 20;

/** What the row of an input shows that nothing was found for. */
const NOT_FOUND = "not found";

/** Where a record is found by its id (H4, H10, U7), or as the one that the listing gives for an e-mail address. */
interface Lookup {
  readonly table: string;
  readonly noun: string;
  readonly id: RegExp;
  readonly hasEmail: boolean;
  /** Reads the answer for an id, where it is not as the listing's. */
  readonly records?: (body: Json) => JsonObject[];
}

const HUNTR_ID = /^[\w-]{1,64}$/;

/** By the formula's name. */
const lookups = {
  HUNTR_JOB: { table: "huntr.jobs", noun: "job", id: HUNTR_ID, hasEmail: false },
  HUNTR_MEMBER: { table: "huntr.members", noun: "member", id: HUNTR_ID, hasEmail: true },
  HUNTER_LEAD: { table: "hunter.leads", noun: "lead", id: /^\d{1,15}$/, hasEmail: true, records: singleIn },
} satisfies Record<string, Lookup>;

/** The names of the formulas. */
export const recordFormulas = Object.keys(lookups);

/**
 * The body of a single record's formula, without a header row. Every distinct input is asked for once, and a row is
 * kept the moment it is there. In a range, an input that nothing was found for has a row that says so.
 * @throws Error with a sentence when a single input has no record, or not every input could be seen to.
 */
export function recordFormula(
  name: keyof typeof lookups,
  input: Argument,
  columns: Argument,
  work: FormulaWork,
): Shown | Shown[][] {
  const lookup: Lookup = lookups[name];
  const entry = work.entry(lookup.table);
  return inFormula(entry.api, () => {
    const { inputs, isRange } = inputsOf(input);
    const wanted = inputs.map((one) => tidy(String(one)));
    const found = lookedUp(lookup, entry, wanted, parseColumns(columns), work);
    const width = Math.max(1, ...[...found.values()].map((row) => row.length));
    const rows = wanted.map((one): Shown[] => {
      const row = found.get(one) || [one && NOT_FOUND];
      return Array.from({ length: width }, (_, n) =>
        shown(n < row.length ? (row[n] as Written) : null, work),
      );
    });
    if (isRange) return rows;
    const [only = ""] = wanted;
    if (only !== "" && !found.has(only)) throw notFound(lookup, entry, only, work);
    const [[cell = ""] = []] = rows;
    return width === 1 ? cell : rows;
  });
}

/** An e-mail address is the same in any case; an id is not. */
function tidy(input: string): string {
  const text = input.trim();
  return !text.includes("@") ? text : text.toLowerCase();
}

/** @returns the rows of the inputs that there is a record for. */
function lookedUp(
  { id, hasEmail, noun, records }: Lookup,
  entry: Resource,
  inputs: readonly string[],
  names: string[] | undefined,
  work: FormulaWork,
): ReadonlyMap<string, Written[]> {
  const distinct = [...new Set(inputs)].filter((input) => input !== "");
  const { rows: found, keep } = keptRows(work.ports.cache, JSON.stringify([entry.table, names]), distinct);
  const missing = distinct.filter(
    (input) => !found.has(input) && (id.test(input) || (hasEmail && isAddress(input))),
  );
  if (missing.length === 0) return found;
  const columns = columnsShown(entry, names, work);
  const client = work.client(entry.api);
  for (let from = 0; from < missing.length; from += AT_ONCE) {
    const asked = missing.slice(from, from + AT_ONCE);
    const fresh = new Map<string, Written[]>();
    let failure: ApiError | null = null;
    client.getAll(asked.map((input) => request(entry, input))).forEach((outcome, n) => {
      const input = asked[n] as string;
      if (!outcome.ok) {
        if (!isAbsence(outcome.error)) failure = outcome.error;
        return;
      }
      const isByEmail = isAddress(input);
      const reading = records && !isByEmail ? { ...entry, records } : entry;
      // Whatever else the listing may take for a match, the address must be the very one.
      const record = recordsOf(client, reading, outcome.body).find(
        ({ email }) => !isByEmail || String(email).toLowerCase() === input,
      );
      if (record) fresh.set(input, rowOf(columns, record, work));
    });
    keep(fresh);
    fresh.forEach((row, input) => {
      found.set(input, row);
    });
    if (failure) throw unfinished(failure, `${noun}s are read`, found.size, distinct.length);
  }
  return found;
}

function request({ path }: Resource, input: string): GetRequest {
  return isAddress(input) ? { path, query: { email: input } } : { path: `${path}/${input}` };
}

/** Huntr answers 400 to what is no id of its kind. */
function isAbsence({ kind, code }: ApiError): boolean {
  return kind === "not-found" || kind === "gone" || (kind === "bad-request" && code === "id");
}

function notFound({ noun, hasEmail }: Lookup, entry: Resource, input: string, work: FormulaWork): InputError {
  const { name } = work.client(entry.api).api;
  return new InputError(
    `${name} has no ${noun} "${input}". Give its id${hasEmail ? " or e-mail address" : ""}, as the import of ${entry.title} shows it.`,
  );
}
