import { cellUnder, chosenColumns } from "../core/cells.ts";
import { ApiError, InputError, must } from "../core/errors.ts";
import { parseColumns, parseFilters } from "../core/filters.ts";
import type { JsonObject } from "../core/ports.ts";
import type { Column } from "../core/resource.ts";
import { DAY_MS } from "../core/times.ts";
import { Asker, isHopeless } from "../hunter/asking.ts";
import { addressesIn } from "../hunter/domain-search.ts";
import {
  type Inputs,
  type Lookup,
  type LookupRecord,
  lookups,
  type Question,
  standingOf,
} from "../hunter/lookups.ts";
import { PaidResults } from "../tables/paid.ts";
import {
  type Argument,
  type FormulaWork,
  inFormula,
  inputsOf,
  type Shown,
  shown,
  unfinished,
} from "./formula.ts";

const DEFAULT_MAX_AGE_DAYS = 90;
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

/** Follows the number of inputs that were seen to. */
const SEEN_TO = {
  verify: "addresses are verified",
  find: "people are looked up",
  domain: "domains are searched",
  count: "domains are counted",
};

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
    const query = parseFilters(lookup, filters);
    const given: { [name: string]: string } = {};
    for (const [name, value] of Object.entries(query)) given[name] = String(value);
    const wanted = chosenColumns(lookup, parseColumns(columns), [], { withKey: false });
    const { inputs, isRange } = inputsOf(place);
    const asked = inputs.map((domain) => ({ ...given, domain: String(domain) }));
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
    must(
      !values.some(({ inputs }) => inputs.length !== 1 && inputs.length !== count),
      "The ranges must have as many cells each.",
    );
    const asked = Array.from({ length: count }, (_, row) => {
      const inputs: { [parameter: string]: string } = {};
      names.forEach((name, i) => {
        const cells = values[i]?.inputs ?? [];
        inputs[name] = String(cells[cells.length === 1 ? 0 : row] ?? "");
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
 * What is known of each input: from the store, else asked for, each different one once. What is bought is in the journal
 * the moment it is there: a formula that runs out of time or usage has lost nothing that was paid for.
 * @throws Error with a sentence when not every input could be seen to, or the only one cannot be asked.
 */
function found(
  lookup: Lookup,
  asked: readonly Inputs[],
  isRange: boolean,
  maxAgeDays: Argument,
  work: FormulaWork,
): Found[] {
  const questions = asked.map((inputs): Question | Found => {
    try {
      return lookup.question(inputs);
    } catch (error) {
      if (error instanceof InputError && isRange) return { status: error.message };
      throw error;
    }
  });
  const distinct = new Map<string, Question>();
  for (const question of questions)
    if (question && isQuestion(question)) distinct.set(question.key, question);
  const records = answersTo(lookup, [...distinct.values()], ageLimitMs(maxAgeDays), work);
  return questions.map((question) => {
    if (!question || !isQuestion(question)) return question;
    const record = records.get(question.key) ?? null;
    if (record?.isRefused && !isRange) throw new InputError(record.status);
    return record;
  });
}

function answersTo(
  lookup: Lookup,
  questions: readonly Question[],
  maxAgeMs: number,
  work: FormulaWork,
): Map<string, LookupRecord> {
  const records = new Map<string, LookupRecord>();
  if (questions.length === 0) return records;
  const { ports, book } = work;
  const { clock } = ports;
  const sinceMs = clock.nowMs() - maxAgeMs;
  const paid = PaidResults.open(book, ports);
  const passing = new Map<string, LookupRecord>();
  const tries = new Map<string, number>();
  const full = new Set<string>();
  const asker = new Asker(lookup, work.client("hunter"), ports, (results) =>
    paid.keep(lookup.name, results, formulaOf(lookup), false),
  );
  let failure = null as ApiError | null;
  const latestMs = work.deadlineMs + LAST_ANSWERS_MS;
  for (;;) {
    const open: Question[] = [];
    for (const question of questions) {
      if (records.has(question.key) || full.has(question.group ?? "")) continue;
      const kept = (key: string) => passing.get(key) ?? paid.find(lookup.name, key, sinceMs);
      const standing = standingOf(lookup, question, kept, asker.perPage);
      if ("record" in standing) records.set(question.key, standing.record);
      else open.push(standing.ask);
    }
    if (open.length === 0 || (failure && failure.kind !== "domain-limit")) break;
    must(paid.hasRoom, NO_ROOM);
    const beganMs = clock.nowMs();
    if (beganMs + asker.tookMs > latestMs || beganMs >= work.deadlineMs) {
      failure = failure ?? tooSlow(asker.tookMs);
      break;
    }
    // What was asked in vain comes last.
    open.sort((a, b) => (tries.get(a.key) ?? 0) - (tries.get(b.key) ?? 0));
    let isFurther = false;
    // Pages are large, and the journal is not.
    asker.ask(lookup.pages ? open.slice(0, 2) : open, sinceMs, latestMs).forEach((reply, key) => {
      if (reply.is === "answered") {
        isFurther = true;
        for (const { key: at, record } of reply.results)
          if (!paid.find(lookup.name, at, sinceMs))
            passing.set(at, { ...record, atMs: clock.nowMs() } as LookupRecord);
        return;
      }
      const tried = (tries.get(key) ?? 0) + 1;
      tries.set(key, tried);
      if (reply.is === "unsettled" && tried >= MOST_TRIES) passing.set(key, { status: reply.status });
      if (reply.is !== "failed") return;
      const { group = "" } = open.find((one) => one.key === key) as Question;
      if (reply.error.kind === "domain-limit") full.add(group);
      failure =
        failure && (isHopeless(failure) || reply.error.kind === "domain-limit") ? failure : reply.error;
    });
    if (!isFurther && !failure) clock.sleepMs(LOOK_AGAIN_MS);
  }
  if (failure && records.size < questions.length)
    throw unfinished(failure, SEEN_TO[lookup.name], records.size, questions.length);
  return records;
}

const NO_ROOM =
  "There is no room left for what formulas pay for. Choose Huntsheet ▸ Recalculate formulas, which makes some.";

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

function isQuestion(value: Question | LookupRecord): value is Question {
  return "query" in value;
}

function ageLimitMs(days: Argument): number {
  if (days === undefined || days === null || days === "") return DEFAULT_MAX_AGE_DAYS * DAY_MS;
  const number = Number(days);
  must(Number.isFinite(number) && number >= 0, "max_age_days is a number of days, such as 30.");
  return number * DAY_MS;
}
