import { addressIn, addressKey } from "../../core/addresses.ts";
import { columnLetters } from "../../core/column-letters.ts";
import { assertInput, InputError } from "../../core/errors.ts";
import { keyFor } from "../../core/keys.ts";
import { payerOf } from "../../core/payer.ts";
import type { Json, JsonObject } from "../../core/ports.ts";
import type { Sheet, SheetValue, Workbook } from "../../core/spreadsheet.ts";
import { DAY_MS } from "../../core/times.ts";
import { type LookupName, standingOf } from "../../hunter/lookup.ts";
import { lookupOf, lookups } from "../../hunter/lookups.ts";
import type { Credit, Pool } from "../../hunter/plan.ts";
import { recognisedInputs } from "../../hunter/recognition.ts";
import { PlanLeft } from "../../ledger/account.ts";
import { eraseResults } from "../../ledger/erase.ts";
import { leastFor } from "../../ledger/price.ts";
import type { ResultLine } from "../../ledger/result-line.ts";
import { Results, withoutPerson } from "../../ledger/results.ts";
import { sinceOf } from "../../runs/lookup/session.ts";
import { LookupSheet } from "../../runs/lookup/sheet.ts";
import { lookupSpec } from "../../runs/lookup/spec.ts";
import { savedIn } from "../../runs/lookup/state.ts";
import { loadRuns } from "../../runs/store.ts";
import { sheetNamed, type Work, whoAmI } from "../../runs/work.ts";
import type { UserRow } from "../../tables/user-rows.ts";
import type { Amounts, Credits, LookupForm, LookupPreview, Twins } from "../calls.ts";
import { tryKey } from "./key-test.ts";

/** Titles and notes may stand above the headers. */
const MOST_ROWS_ABOVE = 20;
/** Enough to tell what a column holds. */
const SAMPLE_ROWS = 50;
const SHOWN_ROWS = 5;
/** So much of a column tells a person what it holds. */
const SHOWN_VALUES = 3;
const SHOWN_CHARACTERS = 60;
/** Without an account to ask: as long as most plans' periods. */
const PERIOD_DAYS = 31;

const NONE: Amounts = { searches: 0, verifications: 0 };

const WANTED = "lookup.name";

/** Has the page begin with a look-up, when it is opened next. */
export function beginLookupWith(lookup: LookupName, { userStore }: Work["ports"]): void {
  userStore.set(WANTED, lookup);
}

/** @param name of a sheet, "" for the one that the person looks at. @throws InputError */
export function lookupForm(name: string, { book, ports }: Work): LookupForm {
  const { sheet, values, at, headers, isSelected } = chosenSheet(name, book);
  const filled = values.flatMap((row, i) => (i > at && row.some(isFilled) ? [i + 1] : []));
  return {
    lookup: (ports.userStore.get(WANTED) ?? "verify") as LookupName,
    hasKey: keyFor("hunter", ports) !== null,
    sheet: sheet.name(),
    sheets: book.sheetNames(),
    rows: { all: filled.length, selected: filled.filter(isSelected), hidden: [...sheet.hiddenAmong(filled)] },
    headers: [...new Set(headers)].filter((text) => text !== ""),
    ...samplesIn(sheet, values, headers, at),
    recognised: recognisedIn(values, headers, at),
  };
}

/** The sheet of that name, or for "" the one that the person looks at, and which of its rows are selected. */
export function chosenSheet(name: string, book: Workbook) {
  const shown = book.openSheet();
  const sheet = name === "" ? shown : book.sheetByName(name);
  assertInput(sheet, `There is no sheet "${name}". Choose another one.`);
  const values = sheet.readAll();
  const parts = sheet.id === shown.id ? sheet.selectedRows() : [];
  return {
    sheet,
    values,
    ...headersIn(sheet, values),
    isSelected: (row: number) => parts.some(({ first, count }) => row >= first && row < first + count),
  };
}

/** A blank, a sign that nobody sees, and a box that nobody ticked, is nothing that somebody filled in. */
export function isFilled(value: SheetValue): boolean {
  return value !== false && !/^[\s\p{Cf}]*$/u.test(String(value));
}

/** The headers as they are seen, and the index of their row. */
function headersIn(sheet: Sheet, values: readonly SheetValue[][]) {
  const at = headerAt(values);
  const row = values[at] ?? [];
  const isText = row.every((value) => typeof value === "string");
  const shown = isText ? row : (sheet.readShown(at + 1, 1, 1, row.length)[0] ?? []);
  return { at, headers: shown.map((text) => String(text).trim()) };
}

export function recognisedIn(values: readonly SheetValue[][], headers: readonly string[], at: number) {
  return recognisedInputs(headers, values.slice(at + 1, at + 1 + SAMPLE_ROWS));
}

/**
 * What a person sees in the first filled cells of each header's column; of a header that several columns have, in those
 * of the first one, and as its twins in all of them: which is meant only a person knows.
 */
export function samplesIn(
  sheet: Sheet,
  values: readonly SheetValue[][],
  headers: readonly string[],
  at: number,
): Pick<LookupForm, "samples" | "twins"> {
  const rows = values.slice(at + 1, at + 1 + SAMPLE_ROWS);
  const isText = rows.every((row) => row.every((value) => typeof value === "string"));
  const shown = isText ? rows : sheet.readShown(at + 2, 1, rows.length, headers.length);
  const columns = new Map<string, Twins[string][number][]>();
  headers.forEach((header, i) => {
    if (header === "") return;
    const filled = shown.map((row) => String(row[i] ?? "")).filter((text) => text !== "");
    const seen = filled.slice(0, SHOWN_VALUES).map((text) => text.slice(0, SHOWN_CHARACTERS));
    columns.set(header, [...(columns.get(header) ?? []), { column: columnLetters(i + 1), values: seen }]);
  });
  const samples: { [header: string]: readonly string[] } = Object.create(null);
  const twins: { [header: string]: Twins[string] } = Object.create(null);
  columns.forEach((its, header) => {
    samples[header] = its[0]?.values ?? [];
    if (its.length > 1) twins[header] = its;
  });
  return { samples, twins };
}

/** Index of the row of headers, the first one with several cells filled. */
function headerAt(rows: readonly (readonly SheetValue[])[]): number {
  const filled = (row: readonly SheetValue[]) => row.filter((value) => value !== "").length;
  const above = rows.slice(0, MOST_ROWS_ABOVE);
  const title = above.findIndex((row) => filled(row) > 0);
  const table = above.findIndex((row) => filled(row) > 1);
  return Math.max(0, table < 0 ? title : table);
}

/** What a look-up would come to. Nothing is bought, and nothing written in sheets of anybody's. */
export function previewLookup(fields: JsonObject, work: Work, deadlineMs: number): LookupPreview {
  const { ports, book } = work;
  const lookup = lookupOf(fields.lookup);
  const sheet = sheetNamed(String(fields.sheet), work);
  const spec = lookupSpec(
    {
      outputs: { status: "Status" },
      ...fields,
      inputs: fields.inputs ?? inputsFor(lookup.inputs, sheet),
    },
    work,
  );
  const at = LookupSheet.look(spec, null, work);
  const results = new Results(book, ports);
  const sinceMs = sinceOf({ spec, startedMs: ports.clock.nowMs() });
  const keys = at.rows.rows.flatMap((row) => {
    const asked = at.askedBy(row);
    return asked && "question" in asked ? [asked.question.key] : [];
  });
  if (lookup.credit) results.load(lookup.name, keys);
  const keptMs = (row: UserRow) => {
    const asked = at.askedBy(row);
    return results.atMs(lookup.name, asked && "question" in asked ? asked.question.key : "");
  };
  const wanted = new Set(
    at.rows.rows.filter((row) => at.askedBy(row) && at.isWanted(row, keptMs(row), sinceMs)),
  );
  const hidden = at.hiddenAmong([...wanted]);
  const counts = { rows: 0, done: 0, invalid: 0, hidden: hidden.size };
  const isPaid = new Map<string, boolean>();
  const first: { row: number; inputs: { readonly [name: string]: string }; problem: string | null }[] = [];
  for (const row of at.rows.rows) {
    const asked = at.askedBy(row);
    if (!asked || hidden.has(row)) continue;
    counts.rows++;
    const problem = "problem" in asked ? asked.problem : null;
    if (first.length < SHOWN_ROWS)
      first.push({ row: row.row, inputs: problem ? at.shownOf(row) : at.inputsOf(row), problem });
    if (!wanted.has(row)) counts.done++;
    else if ("problem" in asked) counts.invalid++;
    else {
      const kept = (key: string) => results.find(lookup.name, key, sinceMs);
      isPaid.set(asked.question.key, "record" in standingOf(lookup, asked.question, kept, 1));
    }
  }
  const alreadyPaid = [...isPaid.values()].filter((is) => is).length;
  const toBuy = isPaid.size - alreadyPaid;
  const account =
    lookup.credit && new PlanLeft(lookup.credit, work.client("hunter", deadlineMs), ports).ask();
  const pool = account?.pool ?? lookup.credit;
  const each = pool ? leastFor(lookup, pool) : 0;
  return {
    inputs: spec.inputs,
    ...counts,
    distinct: isPaid.size,
    alreadyPaid,
    toBuy,
    pool,
    each,
    account,
    first,
    checked: at.chosenRows()?.contents ?? null,
  };
}

/** Of a whole name and its parts, the parts: Hunter finds more with them. */
function inputsFor(parameters: readonly string[], sheet: Sheet): JsonObject {
  const values = sheet.readAll();
  const { at, headers } = headersIn(sheet, values);
  const recognised = recognisedIn(values, headers, at);
  const inputs: JsonObject = {};
  for (const name of parameters) {
    const header = recognised[name];
    const isPart = name === "full_name" && recognised.first_name && recognised.last_name;
    if (header !== undefined && !isPart) inputs[name] = header;
  }
  return inputs;
}

/** What was spent since the account was last reset, as the store knows it. */
export function creditsSpent(work: Work, deadlineMs: number): Credits {
  const { ports, book } = work;
  const { account = null } = tryKey(work.client("hunter", deadlineMs));
  const reset = new Date(`${account?.resetDate}T00:00:00Z`);
  const sinceMs = Number.isNaN(reset.getTime())
    ? ports.clock.nowMs() - PERIOD_DAYS * DAY_MS
    : reset.setUTCMonth(reset.getUTCMonth() - 1);
  const runs = loadRuns(ports.fileStore);
  const me = whoAmI(ports);
  const poolOf = (credit: Credit): Pool => (account?.credits ? "credits" : credit);
  const spent = new Map<string, Amounts & { lastMs: number }>();
  const all = new Results(book, ports).all();
  for (const { lookup, payer, credits, atMs } of all) {
    const { credit } = lookups[lookup];
    if (!credit || atMs < sinceMs || credits === 0) continue;
    const sum = spent.get(payer) ?? { ...NONE, lastMs: 0 };
    spent.set(payer, { ...added(sum, poolOf(credit), credits), lastMs: Math.max(sum.lastMs, atMs) });
  }
  let saved: Amounts = NONE;
  for (const run of runs) {
    const lookup = run.kind === "lookup" ? lookups[run.spec.lookup] : null;
    if (run.kind !== "lookup" || !lookup?.credit || run.startedMs < sinceMs) continue;
    const pool = poolOf(lookup.credit);
    saved = added(saved, pool, savedIn(run.state, pool));
  }
  return {
    account,
    saved,
    results: all.length,
    spent: [...spent].map(([what, sum]) => {
      const run = runs.find((other) => payerOf(other) === what);
      return { what, isMine: run ? run.who === me : null, ...sum };
    }),
  };
}

function added<T extends Amounts>(sum: T, pool: Pool, credits: number): T {
  return { ...sum, [pool]: (sum[pool] ?? 0) + credits };
}

/** @returns how many results are gone, or were cut. That somebody must not be asked about stays. */
export function forgetResults(which: Json, { ports, book }: Work): { forgotten: number } {
  const { olderThanDays, email, all } = which as Partial<Record<"olderThanDays" | "email" | "all", Json>>;
  let rest: (line: ResultLine) => ResultLine | null;
  const keepIf = (isKept: (line: ResultLine) => boolean) => (line: ResultLine) =>
    isKept(line) || line.status === "claimed" ? line : null;
  const keys: string[] = [];
  const address = typeof email === "string" ? addressKey(addressIn(email)) : "";
  if (address !== "") {
    rest = (line) => withoutPerson(line, address);
    keys.push(address);
  } else if (typeof olderThanDays === "number") {
    const sinceMs = ports.clock.nowMs() - olderThanDays * DAY_MS;
    rest = keepIf(({ atMs }) => atMs >= sinceMs);
  } else if (all === true) rest = keepIf(() => false);
  else throw new InputError("Say which results go: of an address, of some age, or all.");
  return { forgotten: eraseResults(book, ports, rest, keys) };
}
