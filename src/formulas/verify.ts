import { cellOf } from "../core/cells.ts";
import { ApiError, InputError } from "../core/errors.ts";
import { parseColumns } from "../core/filters.ts";
import { snakeCase } from "../core/names.ts";
import type { Cache, JsonObject } from "../core/ports.ts";
import type { Column } from "../core/resource.ts";
import {
  addressOf,
  domainOf,
  type Verification,
  verificationColumns,
  verifyMany,
} from "../hunter/verifier.ts";
import {
  type Argument,
  type FormulaWork,
  inFormula,
  inputsOf,
  type Shown,
  shown,
  unfinished,
} from "./formula.ts";

/** As long as the cache keeps anything (facts, 1.4). */
const KEPT_SECONDS = 21_600;
const DEFAULT_MAX_AGE_DAYS = 90;
const DAY_MS = 86_400_000;
/** As many as are asked side by side: what comes back is kept before the next are asked. */
const AT_ONCE = 10;
/**
 * Beyond a formula's own deadline, still within Google's 30 s. Where Hunter is slow (a verification may take 20 s),
 * nothing is asked that would be answered later than that: it would be paid for, and lost with the formula.
 */
const LAST_ANSWERS_MS = 6_000;

/** What a cell without an address shows, so that nobody takes it for Hunter's word 'invalid'. */
const NO_ADDRESS = "no e-mail address";

interface Kept {
  readonly atMs: number;
  readonly record: Verification;
}

/**
 * The body of HUNTER_VERIFY. Every distinct address is asked for once, and an answer is kept the moment it is there:
 * a formula that runs out of time or usage has lost nothing that was paid for.
 * @throws Error with a sentence when not every address could be seen to; those that could are kept for the next try.
 */
export function verifyFormula(
  email: Argument,
  columns: Argument,
  maxAgeDays: Argument,
  work: FormulaWork,
): Shown | Shown[][] {
  return inFormula("hunter", () => {
    const { inputs, isRange } = inputsOf(email);
    const columnsShown = columnsNamed(parseColumns(columns as Parameters<typeof parseColumns>[0]));
    const addresses = inputs.map((input) => addressOf(String(input)));
    const wanted = [...new Set(addresses)].filter(isAddress);
    const records = verified(wanted, ageLimitMs(maxAgeDays), work);
    const rows = addresses.map((address): Shown[] => {
      if (address === "") return columnsShown.map(() => "");
      const record = records.get(address);
      if (!record) return columnsShown.map(({ name }) => (name === "status" ? NO_ADDRESS : ""));
      return columnsShown.map((column) => shown(cellOf(column, record, work.ports.warn), work));
    });
    if (isRange) return rows;
    const row = rows[0] ?? [];
    const [address = ""] = addresses;
    if (address !== "" && !records.has(address)) throw new InputError(`"${address}" is no e-mail address.`);
    return row.length === 1 ? (row[0] ?? "") : [row];
  });
}

/** @returns what is known of each address; those that Hunter does not take for one are not among them. */
function verified(wanted: readonly string[], maxAgeMs: number, work: FormulaWork): Map<string, Verification> {
  const { cache, clock } = work.ports;
  const records = keptOf(cache, wanted, clock.nowMs() - maxAgeMs);
  const client = work.client("hunter");
  let missing = wanted.filter((address) => !records.has(address));
  let failure: ApiError | null = null;
  let slowestMs = 0;
  while (missing.length > 0 && (!failure || isOfOneDomain(failure))) {
    const beganMs = clock.nowMs();
    if (beganMs + slowestMs > work.deadlineMs + LAST_ANSWERS_MS) {
      failure = worse(failure, tooSlow());
      break;
    }
    const asked = missing.slice(0, AT_ONCE);
    const outcomes = verifyMany(client, asked);
    slowestMs = Math.max(slowestMs, clock.nowMs() - beganMs);
    const fresh: Record<string, string> = {};
    const full: string[] = [];
    outcomes.forEach((outcome, n) => {
      const address = asked[n] as string;
      if (!outcome.ok) {
        if (isOfOneAddress(outcome.error)) return;
        if (isOfOneDomain(outcome.error)) full.push(domainOf(address));
        failure = worse(failure, outcome.error);
        return;
      }
      records.set(address, outcome.record);
      // What is pending, or what a mail server spoilt, may be better in a minute: it is shown, but not kept.
      if (isFinal(outcome.record))
        fresh[nameOf(address)] = JSON.stringify({ atMs: clock.nowMs(), record: slim(outcome.record) });
    });
    if (Object.keys(fresh).length > 0) cache.putAll(fresh, KEPT_SECONDS);
    missing = missing.slice(AT_ONCE).filter((address) => full.indexOf(domainOf(address)) < 0);
  }
  if (failure) throw unfinished(failure, "addresses are verified", records.size, wanted.length);
  return records;
}

function tooSlow(): ApiError {
  const sentence =
    "Hunter takes long to verify these addresses, longer than the 30 seconds that a formula may take.";
  return new ApiError("Hunter", "out-of-time", sentence);
}

/** Hunter would not take this one: no reason to withhold the answers for the others. */
function isOfOneAddress({ kind, status }: ApiError): boolean {
  return kind === "bad-request" && status === 400;
}

function isOfOneDomain({ kind }: ApiError): boolean {
  return kind === "domain-limit";
}

/** The one to tell: what stops everything comes before what stops one domain. */
function worse(known: ApiError | null, other: ApiError): ApiError {
  return known && !isOfOneDomain(known) ? known : other;
}

function keptOf(cache: Cache, addresses: readonly string[], oldestMs: number): Map<string, Verification> {
  const records = new Map<string, Verification>();
  if (addresses.length === 0) return records;
  const found = cache.getAll(addresses.map(nameOf));
  for (const address of addresses) {
    const text = found[nameOf(address)];
    if (text === undefined) continue;
    const { atMs, record } = JSON.parse(text) as Kept;
    // Somebody who asked not to be processed is not asked about again, however old that is.
    if (record.status === "claimed" || atMs >= oldestMs) records.set(address, record);
  }
  return records;
}

function nameOf(address: string): string {
  return `verified.${address}`;
}

function isFinal({ status }: Verification): boolean {
  return status !== "pending" && status !== "unknown";
}

/** Where an address was found is not shown, only on how many pages. */
function slim(record: Verification): JsonObject {
  return { ...record, sources: Array.isArray(record.sources) ? record.sources.length : null };
}

/** As much of the form as can be told without asking; the cache's names must stay below 250 characters. */
export function isAddress(text: string): boolean {
  return text.length <= 200 && /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text);
}

function columnsNamed(names: readonly string[] | undefined): Column[] {
  if (names === undefined) return verificationColumns.filter(({ name }) => name === "status");
  const chosen: Column[] = [];
  for (const name of names) {
    const found = verificationColumns.filter(
      (column) => name === "*" || column.name === snakeCase(name) || column.header === name,
    );
    if (found.length === 0) {
      const known = verificationColumns.map((column) => column.name).join(", ");
      throw new InputError(`A verification has no column "${name}". It has: ${known}.`);
    }
    chosen.push(...found);
  }
  return chosen;
}

function ageLimitMs(days: Argument): number {
  if (days === undefined || days === null || days === "") return DEFAULT_MAX_AGE_DAYS * DAY_MS;
  const number = Number(days);
  if (!Number.isFinite(number) || number < 0)
    throw new InputError("max_age_days is a number of days, such as 30.");
  return number * DAY_MS;
}
