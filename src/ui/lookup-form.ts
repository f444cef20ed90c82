import { InputError, must } from "../core/errors.ts";
import { keyFor } from "../core/keys.ts";
import type { Json, JsonObject } from "../core/ports.ts";
import type { Sheet, SheetValue, Workbook } from "../core/spreadsheet.ts";
import { DAY_MS } from "../core/times.ts";
import { creditsLeft } from "../hunter/account.ts";
import { type LookupName, lookupOf, lookups, standingOf } from "../hunter/lookups.ts";
import { recognisedInputs } from "../hunter/recognition.ts";
import { addressIn } from "../hunter/verifier.ts";
import { payerOf, sinceOf } from "../runs/inquiry.ts";
import { LookupSheet } from "../runs/lookup-sheet.ts";
import { lookupSpec } from "../runs/lookup-spec.ts";
import { loadRuns } from "../runs/store.ts";
import { sheetNamed, type Work, whoAmI } from "../runs/work.ts";
import { type Paid, PaidResults, withoutPerson } from "../tables/paid.ts";
import type { Credits, LookupForm, LookupPreview } from "./calls.ts";
import { tryKey } from "./key-test.ts";

/** Titles and notes may stand above the headers. */
const MOST_ROWS_ABOVE = 20;
/** Enough to tell what a column holds. */
const SAMPLE_ROWS = 50;
const SHOWN_ROWS = 5;
/** Without an account to ask: as long as most plans' periods. */
const PERIOD_DAYS = 31;

const WANTED = "lookup.name";

/** Has the page begin with a look-up, when it is opened next. */
export function beginLookupWith(lookup: LookupName, { userStore }: Work["ports"]): void {
  userStore.set(WANTED, lookup);
}

/** @param name of a sheet, "" for the one that the person looks at. @throws InputError */
export function lookupForm(name: string, { book, ports }: Work): LookupForm {
  const { sheet, values, at, isSelected } = chosenSheet(name, book);
  const filled = values.flatMap((row, i) => (i > at && row.some((value) => value !== "") ? [i + 1] : []));
  return {
    lookup: (ports.userStore.get(WANTED) ?? "verify") as LookupName,
    hasKey: keyFor("hunter", ports) !== null,
    sheet: sheet.name(),
    sheets: book.sheetNames(),
    rows: { all: filled.length, selected: filled.filter(isSelected) },
    ...columnsIn(values),
  };
}

/** The sheet of that name, or for "" the one that the person looks at, and which of its rows are selected. */
export function chosenSheet(name: string, book: Workbook) {
  const shown = book.openSheet();
  const sheet = name === "" ? shown : book.sheetByName(name);
  must(sheet, `There is no sheet "${name}". Choose another one.`);
  const values = sheet.readAll();
  const parts = sheet.id === shown.id ? sheet.selectedRows() : [];
  return {
    sheet,
    values,
    /** Index of the row of headers. */
    at: headerAt(values),
    isSelected: (row: number) => parts.some(({ first, count }) => row >= first && row < first + count),
  };
}

function columnsIn(rows: readonly SheetValue[][]): Pick<LookupForm, "headers" | "recognised"> {
  const at = headerAt(rows);
  const header = rows[at] ?? [];
  return {
    headers: [...new Set(header.map((value) => String(value).trim()))].filter((text) => text !== ""),
    recognised: recognisedInputs(header, rows.slice(at + 1, at + 1 + SAMPLE_ROWS)),
  };
}

/** Index of the row of headers, the first one with several cells filled. */
function headerAt(rows: readonly (readonly SheetValue[])[]): number {
  const filled = (row: readonly SheetValue[]) => row.filter((value) => value !== "").length;
  const above = rows.slice(0, MOST_ROWS_ABOVE);
  const title = above.findIndex((row) => filled(row) > 0);
  const table = above.findIndex((row) => filled(row) > 1);
  return Math.max(0, table < 0 ? title : table);
}

/** What a look-up would come to. Nothing is bought, and nothing written. */
export function previewLookup(fields: JsonObject, work: Work, deadlineMs: number): LookupPreview {
  const { ports, book } = work;
  const lookup = lookupOf(fields.lookup);
  const sheet = sheetNamed(String(fields.sheet), work);
  const spec = lookupSpec({
    outputs: { status: "Status" },
    ...fields,
    inputs: fields.inputs ?? inputsFor(lookup.inputs, sheet),
  });
  const at = LookupSheet.open({ spec, sheet: null }, work, false);
  const paid = PaidResults.open(book, ports);
  const nowMs = ports.clock.nowMs();
  const sinceMs = sinceOf({ spec, startedMs: nowMs }, nowMs);
  const counts = { rows: 0, done: 0, invalid: 0 };
  const isPaid = new Map<string, boolean>();
  const first: { row: number; inputs: { readonly [name: string]: string }; problem: string | null }[] = [];
  for (const row of at.rows.rows) {
    const asked = at.askedBy(row);
    if (!asked) continue;
    counts.rows++;
    const problem = "problem" in asked ? asked.problem : null;
    if (first.length < SHOWN_ROWS) first.push({ row: row.row, inputs: at.inputsOf(row), problem });
    if (!at.isWanted(row, paid.atMs(lookup.name, "question" in asked ? asked.question.key : ""), sinceMs))
      counts.done++;
    else if ("problem" in asked) counts.invalid++;
    else {
      const kept = (key: string) => paid.find(lookup.name, key, sinceMs);
      isPaid.set(asked.question.key, "record" in standingOf(lookup, asked.question, kept, 1));
    }
  }
  const alreadyPaid = [...isPaid.values()].filter((is) => is).length;
  const toBuy = isPaid.size - alreadyPaid;
  const price = { searches: 0, verifications: 0 };
  if (lookup.credit) price[lookup.credit] = toBuy;
  const account = lookup.credit && creditsLeft(work.client("hunter", deadlineMs), lookup.credit);
  return { inputs: spec.inputs, ...counts, distinct: isPaid.size, alreadyPaid, toBuy, price, account, first };
}

/** Of a whole name and its parts, the parts: Hunter finds more with them. */
function inputsFor(parameters: readonly string[], sheet: Sheet): JsonObject {
  const { recognised } = columnsIn(sheet.readAll());
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
  const { account = null } = tryKey(work.client("hunter", deadlineMs), null);
  const reset = new Date(`${account?.resetDate}T00:00:00Z`);
  const sinceMs = Number.isNaN(reset.getTime())
    ? ports.clock.nowMs() - PERIOD_DAYS * DAY_MS
    : reset.setUTCMonth(reset.getUTCMonth() - 1);
  const runs = loadRuns(ports.fileStore);
  const me = whoAmI(ports);
  const spent = new Map<string, { searches: number; verifications: number; lastMs: number }>();
  const { all } = PaidResults.open(book, ports);
  for (const { lookup, payer, credits, atMs } of all) {
    const { credit } = lookups[lookup];
    if (!credit || atMs < sinceMs || credits === 0) continue;
    const sum = spent.get(payer) ?? { searches: 0, verifications: 0, lastMs: 0 };
    sum[credit] += credits;
    sum.lastMs = Math.max(sum.lastMs, atMs);
    spent.set(payer, sum);
  }
  const saved = { searches: 0, verifications: 0 };
  for (const { spec, state, startedMs } of runs) {
    const credit = spec.kind === "lookup" && lookups[spec.lookup].credit;
    if (credit && startedMs >= sinceMs) saved[credit] += Number(state.saved ?? 0);
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

/** @returns how many results are gone, or were cut. That somebody must not be asked about stays. */
export function forgetResults(which: Json, { ports, book }: Work): { forgotten: number } {
  const { olderThanDays, email, all } = which as Partial<Record<"olderThanDays" | "email" | "all", Json>>;
  let rest: (line: Paid) => Paid | null;
  const keepIf = (isKept: (line: Paid) => boolean) => (line: Paid) =>
    isKept(line) || line.status === "claimed" ? line : null;
  const keys: string[] = [];
  const address = typeof email === "string" ? addressIn(email) : "";
  if (address !== "") {
    rest = (line) => withoutPerson(line, address);
    keys.push(address);
  } else if (typeof olderThanDays === "number") {
    const sinceMs = ports.clock.nowMs() - olderThanDays * DAY_MS;
    rest = keepIf(({ atMs }) => atMs >= sinceMs);
  } else if (all === true) rest = keepIf(() => false);
  else throw new InputError("Say which results go: of an address, of some age, or all.");
  return { forgotten: PaidResults.open(book, ports).forget(rest, keys) };
}
