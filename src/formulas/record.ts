import { addressIn, addressKey, isAddress } from "../core/addresses.ts";
import { assertValue } from "../core/cells.ts";
import { type ApiError, InputError } from "../core/errors.ts";
import { parseColumns } from "../core/filters.ts";
import { recordsOf } from "../core/listing.ts";
import type { GetRequest } from "../core/request.ts";
import type { Resource, SingleRecord } from "../core/resource.ts";
import type { SheetValue, Written } from "../core/spreadsheet.ts";
import { keptRows } from "./answer-cache.ts";
import {
  type Argument,
  type FormulaWork,
  inFormula,
  inputsOf,
  type Shown,
  shown,
  textIn,
  unfinished,
} from "./formula.ts";
import { columnsShown, rowOf } from "./rows.ts";

/** As many as are asked side by side: what comes back is kept before the next are asked. */
const AT_ONCE = 20;

/** What the row of an input shows that nothing was found for. */
const NOT_FOUND = "not found";

/** Tables by the formula's name: their entries say how a record is found. */
const tables = {
  HUNTR_JOB: "huntr.jobs",
  HUNTR_MEMBER: "huntr.members",
  HUNTER_LEAD: "hunter.leads",
} as const;

/** The names of the formulas. */
export const recordFormulas = Object.keys(tables);

/**
 * The body of a single record's formula, without a header row. Every distinct input is asked for once, and a row is
 * kept the moment it is there. In a range, an input that nothing was found for has a row that says so.
 * @throws Error with a sentence when a single input has no record, or not every input could be seen to.
 */
export function recordFormula(
  name: keyof typeof tables,
  input: Argument,
  columns: Argument,
  work: FormulaWork,
): Shown | Shown[][] {
  const entry = work.entry(tables[name]);
  const { single } = entry;
  if (!single) throw new Error(`The entry of ${entry.table} does not say how a record is found.`);
  return inFormula(entry.api, () => {
    const { inputs, isRange } = inputsOf(input);
    // In a range a date is no id that anything would be found by.
    const wanted = inputs.map((one) => read(isRange && one instanceof Date ? one.toISOString() : one));
    const texts = wanted.map(({ text }) => text);
    const found = lookedUp({ ...entry, single }, texts, parseColumns(columns), work);
    const width = Math.max(1, ...[...found.values()].map((row) => row.length));
    const rows = wanted.map(({ text, fault }): Shown[] => {
      const row = found.get(keyOf(text)) || [fault];
      return Array.from({ length: width }, (_, n) =>
        shown(n < row.length ? (row[n] as Written) : null, work),
      );
    });
    if (isRange) return rows;
    const [{ text = "", fault = "" } = {}] = wanted;
    if (fault !== "" && !found.has(keyOf(text)))
      throw text === "" ? new InputError(fault) : notFound({ ...entry, single }, text, work);
    const [[cell = ""] = []] = rows;
    return width === 1 ? cell : rows;
  });
}

/**
 * What is asked for, and what its row says where there is nothing: no `text` for a cell that could mean several, or whose
 * formula failed.
 */
function read(input: SheetValue): { readonly text: string; readonly fault: string } {
  try {
    const seen = textIn(input);
    assertValue(seen);
    const text = addressIn(seen);
    return { text, fault: text && NOT_FOUND };
  } catch (error) {
    if (error instanceof InputError) return { text: "", fault: error.message };
    throw error;
  }
}

type Findable = Resource & { readonly single: SingleRecord };

/** An e-mail address is the same in any dress; an id is not. */
function keyOf(input: string): string {
  return input.includes("@") ? addressKey(input) : input;
}

/** Whether an API takes two spellings of an address for one is not known: it is asked for both. */
function spellings(input: string): string[] {
  const key = keyOf(input);
  return key === input ? [input] : [input, key];
}

/** @returns by `keyOf` the rows of the inputs that there is a record for. */
function lookedUp(
  entry: Findable,
  inputs: readonly string[],
  names: string[] | undefined,
  work: FormulaWork,
): ReadonlyMap<string, Written[]> {
  const { id, hasEmail, noun, records } = entry.single;
  const distinct = new Map<string, string>();
  for (const input of inputs) if (input !== "") distinct.set(keyOf(input), input);
  const cacheName = JSON.stringify([entry.table, names]);
  const { rows: found, keep } = keptRows(work.ports.cache, cacheName, [...distinct.keys()]);
  const missing = [...distinct]
    .filter(([key, input]) => !found.has(key) && (id.test(input) || (hasEmail && isAddress(input))))
    .flatMap(([, input]) => spellings(input));
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
        ({ email }) => !isByEmail || addressKey(email) === addressKey(input),
      );
      if (record) fresh.set(keyOf(input), rowOf(columns, record, work));
    });
    keep(fresh);
    fresh.forEach((row, key) => {
      found.set(key, row);
    });
    if (failure) throw unfinished(failure, `${noun}s are read`, found.size, distinct.size);
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

function notFound(entry: Findable, input: string, work: FormulaWork): InputError {
  const { noun, hasEmail } = entry.single;
  const { name } = work.client(entry.api).api;
  return new InputError(
    `${name} has no ${noun} "${input}". Give its id${hasEmail ? " or e-mail address" : ""}, as the import of ${entry.title} shows it.`,
  );
}
