import { cellUnder } from "../core/cells.ts";
import { chosenColumns } from "../core/columns.ts";
import { ApiError, assertInput, InputError } from "../core/errors.ts";
import { parseColumns, parseFilters } from "../core/filters.ts";
import type { JsonObject } from "../core/ports.ts";
import type { Column } from "../core/resource.ts";
import type { SheetValue } from "../core/spreadsheet.ts";
import { DAY_MS } from "../core/times.ts";
import { addressesIn } from "../hunter/domain-search.ts";
import { DOMAIN_IS_FULL } from "../hunter/errors.ts";
import type { Lookup, LookupRecord, Question } from "../hunter/lookup.ts";
import { lookups } from "../hunter/lookups.ts";
import { Budget } from "../ledger/budget.ts";
import { Ledger } from "../ledger/ledger.ts";
import {
  type Argument,
  type FormulaWork,
  inFormula,
  inputsOf,
  OWNER_NEEDS_KEY,
  type Shown,
  shown,
  textIn,
} from "./formula.ts";
import { noAnswer, notAsked } from "./unanswered.ts";

/** What was bought no longer ago is fresh, whatever age was asked for. */
const FRESH_MS = 1_800_000;
/**
 * Beyond a formula's own deadline, still within Google's 30 s. Where Hunter is slow (a verification may take 20 s),
 * nothing is asked that would be answered later than that: it would be paid for, and lost with the formula.
 */
const LAST_ANSWERS_MS = 6_000;
/** From then on it is Hunter that takes long, and not its rate that is used up. */
const SLOW_MS = 5_000;
/** Between two looks at what another formula is asking, and at what Hunter is still verifying. */
const LOOK_AGAIN_MS = 1_000;
/** How often what is not settled is asked in one formula. */
const MOST_TRIES = 2;
/** Pages of domain searches that are asked for together: they are large, and the journal is not. */
const MOST_PAGES = 2;
/** Other questions, of which no more leave side by side. */
const MOST_ASKED = 15;
/** What is kept of a page of a hundred addresses, and of another answer. */
const PAGE_BYTES = 40_000;
const RESULT_BYTES = 1_000;
/** Of a person or a company. */
const ENRICHED_BYTES = 4_000;

/** What an input came to: nothing for a blank one, or a sentence for one that cannot be asked. */
type Found = null | LookupRecord;

/** The body of HUNTER_VERIFY: one row per address. */
export function verifyFormula(
  email: Argument,
  columns: Argument,
  maxAgeDays: Argument,
  work: FormulaWork,
): Shown | Shown[][] {
  return rowsFormula(lookups.verify, { email }, columns, maxAgeDays, work);
}

/** The body of HUNTER_FIND: one row per person. A single name may be a whole one. */
export function findFormula(
  place: Argument,
  first: Argument,
  last: Argument,
  columns: Argument,
  work: FormulaWork,
): Shown | Shown[][] {
  const people = { domain: place, first_name: first, last_name: last };
  return rowsFormula(lookups.find, people, columns, undefined, work);
}

/** The body of HUNTER_PERSON: one row for each address or handle on LinkedIn. */
export function personFormula(who: Argument, columns: Argument, work: FormulaWork): Shown | Shown[][] {
  return rowsFormula(lookups.person, { who }, columns, undefined, work);
}

/** The body of HUNTER_COMPANY. */
export function companyFormula(domain: Argument, columns: Argument, work: FormulaWork): Shown | Shown[][] {
  return rowsFormula(lookups.company, { domain }, columns, undefined, work);
}

/** The body of HUNTER_DOMAIN_FINDER. */
export function domainFinderFormula(name: Argument, columns: Argument, work: FormulaWork): Shown | Shown[][] {
  return rowsFormula(lookups["domain-finder"], { company: name }, columns, undefined, work);
}

/** The body of HUNTER_COUNT. */
export function countFormula(place: Argument, type: Argument, work: FormulaWork): Shown | Shown[][] {
  return rowsFormula(lookups.count, { domain: place, type }, undefined, undefined, work);
}

/** The body of HUNTER_DOMAIN: a header row, then one row per address of each domain. */
export function domainFormula(
  place: Argument,
  filters: Argument,
  columns: Argument,
  work: FormulaWork,
): Shown[][] {
  const lookup = lookups.domain;
  return inFormula("hunter", () => {
    const query = parseFilters(lookup, filters, work.book);
    const given: { [name: string]: string } = {};
    for (const [name, value] of Object.entries(query)) given[name] = String(value);
    const wanted = chosenColumns(lookup, parseColumns(columns), [], { withKey: false });
    const { inputs, isRange } = inputsOf(place);
    const asked = inputs.map((domain) => ({ ...given, domain }));
    const rows: Shown[][] = [wanted.map(({ header }) => header)];
    for (const record of found(lookup, asked, isRange, undefined, work)) {
      const addresses = record ? addressesIn(record) : [];
      for (const address of addresses) rows.push(cellsOf(wanted, address, work));
      // Nothing found, or a sentence that says why.
      if (record && addresses.length === 0) rows.push(wanted.map((_, i) => (i === 0 ? record.status : "")));
    }
    return rows;
  });
}

/** One row for each input; single values stand for all rows of a range beside them. */
function rowsFormula(
  lookup: Lookup,
  given: { readonly [parameter: string]: Argument },
  columns: Argument,
  maxAgeDays: Argument,
  work: FormulaWork,
): Shown | Shown[][] {
  return inFormula("hunter", () => {
    const wanted = chosenColumns(lookup, parseColumns(columns), [], { withKey: false });
    const names = Object.keys(given);
    const values = names.map((name) => inputsOf(given[name]));
    const count = Math.max(...values.map(({ inputs }) => inputs.length));
    const isRange = values.some((value) => value.isRange);
    assertInput(
      !values.some(({ inputs }) => inputs.length !== 1 && inputs.length !== count),
      "The ranges must have as many cells each.",
    );
    const asked = Array.from({ length: count }, (_, row) => {
      const inputs: { [parameter: string]: SheetValue } = {};
      names.forEach((name, i) => {
        const cells = values[i]?.inputs ?? [];
        inputs[name] = cells[cells.length === 1 ? 0 : row] ?? "";
      });
      return inputs;
    });
    const rows = found(lookup, asked, isRange, maxAgeDays, work).map((record): Shown[] => {
      if (!record) return wanted.map(() => "");
      const cells = cellsOf(wanted, record, work);
      const isTold = cells.some((cell) => cell !== "");
      return isTold ? cells : cells.map((_, i) => (i === 0 ? record.status : ""));
    });
    if (isRange) return rows;
    const [only = []] = rows;
    return only.length === 1 ? (only[0] ?? "") : rows;
  });
}

function cellsOf(columns: readonly Column[], record: JsonObject, work: FormulaWork): Shown[] {
  return columns.map((column) => shown(cellUnder(column, record, work.ports.warn), work));
}

/**
 * What is known of each input: from the store, else asked for, each different one once. What is bought is kept the
 * moment it is there: a formula that runs out of time or usage has lost nothing that was paid for. Inputs of a range
 * that could not be seen to have a sentence that says why.
 * @throws Error with a sentence when the only input could not be seen to, or cannot be asked.
 */
function found(
  lookup: Lookup,
  asked: readonly { readonly [parameter: string]: SheetValue }[],
  isRange: boolean,
  maxAgeDays: Argument,
  work: FormulaWork,
): Found[] {
  const questions = asked.map((inputs): Question | Found => {
    try {
      const texts: { [parameter: string]: string } = {};
      for (const [name, input] of Object.entries(inputs)) texts[name] = textIn(input);
      return lookup.question(texts);
    } catch (error) {
      if (error instanceof InputError && isRange) return { status: error.message };
      throw error;
    }
  });
  const distinct = new Map<string, Question>();
  for (const question of questions)
    if (question && isQuestion(question)) distinct.set(question.key, question);
  const ageMs = ageLimitMs(maxAgeDays);
  const sinceMs = ageMs === null ? 0 : work.ports.clock.nowMs() - ageMs;
  const { records, failures } = answersTo(lookup, [...distinct.values()], sinceMs, work);
  return questions.map((question) => {
    if (!question || !isQuestion(question)) return question;
    const record = records.get(question.key) ?? null;
    const failure = record ? undefined : failures.get(question.key);
    if (record?.isRefused && !isRange) throw new InputError(record.status);
    if (failure && !isRange) throw failure;
    return failure ? { status: inCell(failure) } : record;
  });
}

interface Answers {
  readonly records: ReadonlyMap<string, LookupRecord>;
  /** Why there is no record of the others. */
  readonly failures: ReadonlyMap<string, ApiError>;
}

function answersTo(
  lookup: Lookup,
  questions: readonly Question[],
  sinceMs: number,
  work: FormulaWork,
): Answers {
  const records = new Map<string, LookupRecord>();
  const failures = new Map<string, ApiError>();
  if (questions.length === 0) return { records, failures };
  const latestMs = work.deadlineMs + LAST_ANSWERS_MS;
  const ledger = ledgerFor(lookup, sinceMs, latestMs, work);
  ledger.load(questions);
  const tries = new Map<string, number>();
  const full = new Set<string>();
  let failure: ApiError | null = null;
  for (;;) {
    const open = new Map<string, { readonly ask: Question; readonly whole: string }>();
    for (const question of questions) {
      if (records.has(question.key) || failures.has(question.key)) continue;
      const standing = ledger.standing(question);
      if ("record" in standing) records.set(question.key, standing.record);
      else open.set(standing.ask.key, { ask: standing.ask, whole: question.key });
    }
    if (open.size > 0) failure ??= hindrance(ledger, work, latestMs);
    const room = open.size > 0 && !failure ? roomFor(open.size, lookup, ledger) : null;
    if (room === "later") {
      work.ports.clock.sleepMs(LOOK_AGAIN_MS);
      continue;
    }
    if (room === "full") failure = new ApiError("Hunter", "usage", NO_ROOM);
    if (open.size === 0 || failure) {
      for (const { whole } of open.values()) if (failure) failures.set(whole, failure);
      ledger.results.journal.release();
      return { records, failures };
    }
    // What was asked in vain comes last.
    const asks = [...open.values()].map(({ ask }) => ask);
    asks.sort((a, b) => (tries.get(a.key) ?? 0) - (tries.get(b.key) ?? 0));
    const round = ledger.ask(lookup.pages ? asks.slice(0, MOST_PAGES) : asks);
    round.replies.forEach((reply, key) => {
      const tried = (tries.get(key) ?? 0) + 1;
      tries.set(key, tried);
      const { ask, whole } = open.get(key) as { ask: Question; whole: string };
      if (reply.is === "unsettled" && tried >= MOST_TRIES) ledger.settleFor(key, { status: reply.status });
      if (reply.is === "lost" && reply.isForGood) failures.set(whole, reply.error);
      if (reply.is === "failed" && reply.error.kind === "domain-limit") {
        full.add(ask.group ?? "");
        failures.set(whole, isFullToday());
      }
    });
    for (const { ask, whole } of open.values()) {
      const isFull = full.has(ask.group ?? "") && !failures.has(whole);
      if (isFull && "ask" in ledger.standing(ask)) failures.set(whole, isFullToday());
    }
    failure = round.isShort && ledger.plan ? ledger.plan.shortage() : round.failure;
    const isFurther = [...round.replies.values()].some(({ is }) => is === "answered" || is === "lost");
    if (!isFurther && !failure) work.ports.clock.sleepMs(LOOK_AGAIN_MS);
  }
}

function ledgerFor(
  lookup: Lookup,
  sinceMs: number,
  latestMs: number,
  { client, ports, book }: FormulaWork,
): Ledger {
  return new Ledger(lookup, client("hunter"), ports, book, {
    payer: formulaOf(lookup),
    sinceMs,
    budget: new Budget(null, null),
    maySheet: false,
    isPatient: false,
    latestMs,
  });
}

/** Why nothing more can be asked for in this formula, null when it can. */
function hindrance(ledger: Ledger, { ports, deadlineMs }: FormulaWork, latestMs: number): ApiError | null {
  const nowMs = ports.clock.nowMs();
  const isLate = nowMs + ledger.tookMs > latestMs || nowMs >= deadlineMs;
  return isLate ? tooSlow(ledger.tookMs) : null;
}

/** Whether what is asked next can be kept. */
function roomFor(questions: number, { pages, credit, isMissed404 }: Lookup, { results }: Ledger) {
  if (!credit) return null;
  const each = isMissed404 ? ENRICHED_BYTES : RESULT_BYTES;
  const bytes = pages ? PAGE_BYTES * Math.min(questions, MOST_PAGES) : each * Math.min(questions, MOST_ASKED);
  return results.journal.reserve(bytes);
}

const NO_ROOM =
  "There is no room left for what formulas pay for. Choose Huntsheet ▸ Recalculate formulas, which makes some.";

/** What a cell of a range says that was not come to. */
function inCell(failure: ApiError): string {
  if (failure.kind === "no-key") return notAsked(OWNER_NEEDS_KEY);
  if (failure.kind === "unreachable" || failure.kind === "malformed") return noAnswer(failure.message);
  if (failure.kind !== "out-of-time") return notAsked(failure.message);
  return notAsked("time was up. Choose Huntsheet ▸ Recalculate formulas.");
}

function tooSlow(tookMs: number): ApiError {
  const sentence =
    tookMs > SLOW_MS
      ? "Hunter takes long to answer, longer than the 30 seconds that a formula may take."
      : "Hunter was not free, and there was no time left to wait in the 30 seconds that a formula may take.";
  return new ApiError("Hunter", "out-of-time", sentence);
}

/** Who paid, in the store. */
function formulaOf({ name }: Lookup): string {
  return `HUNTER_${name.toUpperCase()}`;
}

function isFullToday(): ApiError {
  return new ApiError("Hunter", "domain-limit", DOMAIN_IS_FULL);
}

function isQuestion(value: Question | LookupRecord): value is Question {
  return "query" in value;
}

/**
 * How old an answer may be; null for any age: nothing is bought unasked. A fresh one is fresh for a while, so that a
 * formula over many cells comes to its end, and computing it again does not pay each time.
 */
function ageLimitMs(days: Argument): number | null {
  if (days === undefined || days === null || days === "") return null;
  const number = typeof days === "object" ? Number.NaN : Number(days);
  assertInput(Number.isFinite(number) && number >= 0, "max_age_days is a number of days, such as 30.");
  return Math.max(FRESH_MS, number * DAY_MS);
}
