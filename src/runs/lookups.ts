import { type ApiError, InputError } from "../core/errors.ts";
import { parseFilters } from "../core/filters.ts";
import { fieldAt, isJsonObject } from "../core/json.ts";
import type { Json, JsonObject } from "../core/ports.ts";
import { creditsLeft } from "../hunter/account.ts";
import { Asker, isHopeless, LOOKED_AT } from "../hunter/asking.ts";
import {
  type Lookup,
  type LookupRecord,
  lookupOf,
  lookups,
  type Question,
  standingOf,
} from "../hunter/lookups.ts";
import { PaidResults } from "../tables/paid.ts";
import type { UserRow } from "../tables/rows.ts";
import { plus } from "./importing.ts";
import type { RunKind } from "./kinds.ts";
import type { Lease } from "./lease.ts";
import { columnOf, digestOf, identityOf, LookupSheet, PENDING, QUEUED, wordOf } from "./lookup-sheet.ts";
import { isUnfinished, type LookupSpec, type Run, type SliceEnd } from "./run.ts";
import { loadRuns } from "./store.ts";
import type { Work } from "./work.ts";

const DAY_MS = 86_400_000;
const DEFAULT_MAX_AGE_DAYS = 90;
/** A batch with its waits gets this long, so that it ends well within the lease. */
const BATCH_MS = 50_000;
/** Answers are stored batch by batch, and put beside their rows less often: that takes several calls. */
const WRITTEN_TOGETHER = 40;
const WRITTEN_AFTER_MS = 10_000;
/**
 * A request may take 20 s, a fetch returns when its slowest does, and more than ten a second may not leave: to use
 * the rate, several executions have to ask at once. A page may make ten calls at a time (facts, 1.6).
 */
const MOST_HANDS = 9;
const ROWS_PER_HAND = 10;
/** A helper that finds nothing to ask this often has nothing to do. */
const MOST_IDLE = 2;
/** How long to wait for somebody else who is asking the same. */
const OTHERS_MS = 2_000;
/** Between two looks at what Hunter is still verifying, by the number of looks. */
const PENDING_WAITS_MS = [30_000, 60_000, 120_000, 240_000, 480_000, 600_000, 600_000];
/** A mail server that misbehaves for longer than this many looks is not going to tell (api/README, 222). */
const FLAKY_LOOKS = 3;
/** What a run's 9 KB have room for. */
const MOST_REMEMBERED = 300;
const MOST_ROWS = 1_000;

/** Where a look-up run is, besides what stands in the sheet. */
interface LookupState {
  /** The rows that are to be asked for afresh carry a mark. */
  readonly isMarked: boolean;
  /** How often what was not settled has been gone through. */
  readonly looks: number;
  /** Digests of the questions that stayed open in this look. */
  readonly open: readonly string[];
  /** E-mail domains past their daily limit, and until when. */
  readonly full: { readonly [domain: string]: number };
  /** Used by the account before the run bought anything. */
  readonly usedBefore: number | null;
  /** Credits that results of before spared. */
  readonly saved: number;
}

const START: LookupState = { isMarked: false, looks: 0, open: [], full: {}, usedBefore: null, saved: 0 };

/** Asks Hunter for each row of a user's sheet, each different input once, and pays for nothing twice. */
export const lookingUp: RunKind<LookupSpec> = {
  begin: (fields, work) => {
    const spec = lookupSpec(fields);
    const sheet = work.book.sheetByName(spec.sheet);
    if (!sheet) throw new InputError(`There is no sheet "${spec.sheet}".`);
    const at = { id: sheet.id, name: sheet.name() };
    const rows = LookupSheet.open({ spec, sheet: at }, work, false);
    // Only where answers may be there that do not count.
    const isMarked = !spec.rows && spec.maxAgeDays === undefined;
    return {
      spec,
      what: `${lookups[spec.lookup].title} in ${at.name}`,
      unit: "rows",
      subject: `sheet.${at.id}`,
      sheet: at,
      state: { ...START, isMarked } as unknown as JsonObject,
      ...(isMarked ? { total: rows.countOpen() } : {}),
      counts: {},
    };
  },
  advance: (run, work, lease, deadlineMs) => new LookupSlice(run, work, lease, deadlineMs).advance(),
  help: (run, work, deadlineMs) => {
    // A cap can be kept by one only, and what a helper buys must be put where it lasts.
    if (run.spec.maxCredits !== undefined || !work.ports.sharedStore || !run.state.isMarked) return false;
    return new LookupSlice(run, work, null, deadlineMs).help();
  },
  hands: ({ spec, total, done }) => {
    const left = spec.maxCredits === undefined && lookups[spec.lookup].credit ? (total ?? 0) - done : 0;
    return Math.max(1, Math.min(MOST_HANDS, Math.ceil(left / ROWS_PER_HAND)));
  },
  leave: (run, work) => {
    const at = LookupSheet.open(run, work);
    at.rows.write((row) => (at.isMarked(row) ? at.marked(row, null) : null));
  },
  takenOver: {},
};

/** Answers from before this instant are none. */
export function sinceOf(
  { spec, startedMs }: Pick<Run<LookupSpec>, "spec" | "startedMs">,
  nowMs: number,
): number {
  return spec.rows ? startedMs : nowMs - (spec.maxAgeDays ?? DEFAULT_MAX_AGE_DAYS) * DAY_MS;
}

/** The payer of what a run buys, as it stands in the store. */
export function payerOf({ what, id }: Pick<Run, "what" | "id">): string {
  return `${what} (${id})`;
}

/**
 * One slice, or with no lease a helper's: marks the rows that are asked for afresh, then asks batch by batch. What is bought is in the store before
 * it is beside its row, so that a carrier that dies loses at most the batch in flight.
 */
class LookupSlice {
  private readonly lookup: Lookup;
  private readonly at: LookupSheet;
  private readonly paid: PaidResults;
  private readonly asker: Asker;
  private readonly sinceMs: number;
  private readonly payer: string;
  private spent: number;
  private run: Run<LookupSpec>;
  private state: LookupState;
  private savedMs: number;
  /** Answers that are not stored: free ones, and those that may be better tomorrow. */
  private readonly passing = new Map<string, LookupRecord>();
  private unwritten = 0;

  constructor(
    begun: Run<LookupSpec>,
    private readonly work: Work,
    private readonly lease: Lease | null,
    private readonly deadlineMs: number,
  ) {
    const { ports, book } = work;
    const { spec } = begun;
    const nowMs = ports.clock.nowMs();
    this.run = begun;
    this.state = begun.state as unknown as LookupState;
    this.savedMs = nowMs;
    this.lookup = lookups[spec.lookup];
    this.at = LookupSheet.open(begun, work, lease !== null);
    this.paid = PaidResults.open(book, ports);
    if (lease) this.paid.moveJournal();
    this.payer = payerOf(begun);
    this.spent = this.paid.creditsOf(this.payer);
    this.sinceMs = sinceOf(begun, nowMs);
    this.asker = new Asker(this.lookup, this.client(), ports, (results) => {
      if (lease) this.paid.add(this.lookup.name, results, this.payer);
      else this.paid.note(this.lookup.name, results, this.payer);
      for (const { record } of results) this.spent += this.lookup.cost(record);
    });
  }

  advance(): SliceEnd {
    if (!this.state.isMarked && !this.mark()) return { end: "again" };
    const { clock } = this.work.ports;
    for (;;) {
      const nowMs = clock.nowMs();
      let questions = this.questions(nowMs);
      let failure: ApiError | null = null;
      let isCapped = false;
      let answered = 0;
      while (questions.length > 0 && !failure) {
        if (this.state.usedBefore === null && !this.noteAccount()) return { end: "again" };
        const batch = this.affordable(questions.slice(0, LOOKED_AT));
        isCapped = batch.length === 0;
        if (isCapped) break;
        const outcome = this.ask(batch);
        failure = outcome.failure;
        answered += outcome.settled.size;
        questions = questions.filter(({ key }) => !outcome.settled.has(key));
        if (outcome.settled.size === 0) break;
        const atMs = clock.nowMs();
        if (
          atMs >= this.deadlineMs ||
          this.unwritten >= WRITTEN_TOGETHER ||
          atMs - this.savedMs > WRITTEN_AFTER_MS
        )
          break;
      }
      const isLast = answered === 0;
      if (!this.write(isLast && !failure && !isCapped)) return { end: "again" };
      if (failure) return this.ofFailure(failure);
      if (isCapped) {
        const sentence = `The cap of ${this.run.spec.maxCredits} ${this.lookup.credit} is spent, and rows are left. Start it again with a higher cap.`;
        return { end: "stopped", sentence };
      }
      if (clock.nowMs() >= this.deadlineMs) return { end: "again" };
      if (!isLast) continue;
      const end = this.rest(clock.nowMs());
      if (end) return end;
      // Others are asking the same: their answers are on the way.
      clock.sleepMs(OTHERS_MS);
    }
  }

  /** Buys part of what the carrier would have to, into the journal: it finds the answers in the cache. */
  help(): boolean {
    const { clock, random } = this.work.ports;
    for (let idle = 0; idle < MOST_IDLE; ) {
      const run = loadRuns(this.work.ports.fileStore).find(({ id }) => id === this.run.id);
      const nowMs = clock.nowMs();
      const questions = this.questions(nowMs);
      if (
        run?.status !== "running" ||
        nowMs >= this.deadlineMs ||
        !this.paid.hasRoom ||
        questions.length === 0
      )
        break;
      let isIdle = true;
      // What the account had used before is read by the carrier.
      if (run.state.usedBefore !== null) {
        const from = Math.floor(random() * Math.max(0, questions.length - LOOKED_AT));
        const { failure, settled } = this.ask(questions.slice(from, from + LOOKED_AT));
        if (failure) break;
        isIdle = settled.size === 0;
      } else clock.sleepMs(OTHERS_MS);
      idle = isIdle ? idle + 1 : 0;
    }
    return this.asker.asked > 0;
  }

  private client() {
    return this.work.client("hunter", this.deadlineMs + BATCH_MS);
  }

  private kept(key: string): LookupRecord | null {
    return this.passing.get(key) ?? this.paid.find(this.lookup.name, key, this.sinceMs);
  }

  /** What is known of an open row: its record, or the question that is to be asked next. Null for nothing to do. */
  private standing(row: UserRow): { readonly record: LookupRecord } | { readonly ask: Question } | null {
    const asked = this.at.askedBy(row);
    if (!asked) return null;
    if ("problem" in asked) return { record: { status: asked.problem, isRefused: true } };
    return standingOf(this.lookup, asked.question, (key) => this.kept(key), this.asker.perPage);
  }

  /** What is to be asked now, each question once. */
  private questions(nowMs: number): Question[] {
    const { open, full } = this.state;
    const questions = new Map<string, Question>();
    for (const row of this.at.rows.rows) {
      const standing = this.at.isOpen(row) ? this.standing(row) : null;
      if (!standing || !("ask" in standing)) continue;
      const { ask } = standing;
      if ((full[ask.group ?? ""] ?? 0) <= nowMs && open.indexOf(digestOf(ask)) < 0)
        questions.set(ask.key, ask);
    }
    return [...questions.values()];
  }

  private ask(batch: readonly Question[]): { failure: ApiError | null; settled: Set<string> } {
    const nowMs = this.work.ports.clock.nowMs();
    let failure: ApiError | null = null;
    const settled = new Set<string>();
    this.asker.ask(batch, this.sinceMs).forEach((reply, key) => {
      const question = batch.find((one) => one.key === key) as Question;
      if (reply.is !== "later") settled.add(key);
      if (reply.is === "answered") {
        this.unwritten++;
        for (const { key: at, record } of reply.results)
          if (!this.kept(at)) this.passing.set(at, { ...record, atMs: nowMs } as LookupRecord);
      } else if (reply.is === "unsettled") this.unsettled(question, reply.status);
      else if (reply.is === "failed" && reply.error.kind === "domain-limit") this.putOff(question, nowMs);
      else if (reply.is === "failed") failure = failure && isHopeless(failure) ? failure : reply.error;
    });
    return { failure, settled };
  }

  private unsettled(question: Question, status: "pending" | "unknown"): void {
    const looks = this.state.looks;
    if (looks >= (status === "unknown" ? FLAKY_LOOKS : PENDING_WAITS_MS.length)) {
      this.passing.set(question.key, { status: "unknown" });
      return;
    }
    const open = [...this.state.open, digestOf(question)].slice(-MOST_REMEMBERED);
    this.state = { ...this.state, open };
  }

  private putOff({ group = "" }: Question, nowMs: number): void {
    this.state = { ...this.state, full: { ...this.state.full, [group]: nowMs + DAY_MS } };
  }

  /** As much of a batch as the cap allows, were each to cost the most it may. */
  private affordable(batch: readonly Question[]): Question[] {
    const { maxCredits } = this.run.spec;
    if (maxCredits === undefined || !this.lookup.credit) return [...batch];
    let left = maxCredits - this.spent;
    const affordable: Question[] = [];
    for (const question of batch) {
      const { limit } = question.query;
      if (left < 1) break;
      // Ten addresses are a search.
      const most = typeof limit === "number" ? Math.min(Math.ceil(limit / 10), left) : 1;
      left -= most;
      affordable.push(
        typeof limit === "number"
          ? { ...question, query: { ...question.query, limit: Math.min(limit, most * 10) } }
          : question,
      );
    }
    return affordable;
  }

  /** Marks the rows that are to be asked for afresh, and counts what is to be done. */
  private mark(): boolean {
    const { at, lookup } = this;
    const chosen = new Set<string>();
    for (const row of at.rows.rows) {
      const asked = at.askedBy(row);
      if (!asked) continue;
      const keptMs = "question" in asked ? this.paid.atMs(lookup.name, asked.question.key) : null;
      if (at.isWanted(row, keptMs, this.sinceMs) && !at.isOpen(row)) chosen.add(identityOf(row));
    }
    if (chosen.size > 0)
      at.rows.write((row) =>
        chosen.has(identityOf(row)) && !at.isMarked(row) ? at.marked(row, QUEUED) : null,
      );
    this.state = { ...this.state, isMarked: true };
    return this.save({ total: at.countOpen() });
  }

  private noteAccount(): boolean {
    if (!this.lookup.credit) return true;
    const account = creditsLeft(this.client(), this.lookup.credit);
    this.state = { ...this.state, usedBefore: account?.used ?? -1 };
    return this.save({});
  }

  /**
   * Puts answers beside their rows.
   * @param isEndOfLook what is not settled shows so.
   * @returns whether to go on.
   */
  private write(isEndOfLook: boolean): boolean {
    const { at, lookup } = this;
    const settled: { row: UserRow; record: LookupRecord }[] = [];
    const saved = new Map<string, number>();
    let isAnyOpen = false;
    for (const row of at.rows.rows) {
      const standing = at.isOpen(row) ? this.standing(row) : null;
      if (!standing) continue;
      if ("ask" in standing) isAnyOpen = true;
      else {
        settled.push({ row, record: standing.record });
        if (Number(standing.record.atMs) < this.run.startedMs)
          saved.set(identityOf(row), lookup.cost(standing.record));
      }
    }
    const open = new Set(this.state.open);
    if (settled.length > 0 || (isEndOfLook && isAnyOpen)) {
      if (lookup.pages) at.writeAddresses(settled);
      at.rows.write((row) => {
        const standing = at.isOpen(row) ? this.standing(row) : null;
        if (!standing) return null;
        if ("record" in standing) return at.cellsOf(standing.record);
        return isEndOfLook && open.has(digestOf(standing.ask)) ? at.marked(row, PENDING) : null;
      });
    }
    this.unwritten = 0;
    const words: { [word: string]: number } = {};
    for (const { record } of settled) words[wordOf(record)] = (words[wordOf(record)] ?? 0) + 1;
    let sum = this.state.saved;
    saved.forEach((credits) => {
      sum += credits;
    });
    this.state = { ...this.state, saved: sum };
    const counts = { ...plus(this.run.counts, words), ...this.spentWords() };
    const progress = settled.length > 0 ? { faults: 0, error: null } : {};
    return this.save({ ...progress, counts, done: this.run.done + settled.length });
  }

  private spentWords(): Run["counts"] {
    return this.lookup.credit ? { [`${this.lookup.credit} spent`]: this.spent } : {};
  }

  /** When nothing is left that can be asked now: done, a wait, or null when others are asking. */
  private rest(nowMs: number): SliceEnd | null {
    const { state } = this;
    const { full, open, looks } = state;
    let isAsked = false;
    let untilMs = Number.POSITIVE_INFINITY;
    const domains = new Set<string>();
    for (const row of this.at.rows.rows) {
      const standing = this.at.isOpen(row) ? this.standing(row) : null;
      if (!standing || !("ask" in standing)) continue;
      const { ask } = standing;
      const fullUntilMs = full[ask.group ?? ""] ?? 0;
      if (fullUntilMs > nowMs) {
        untilMs = Math.min(untilMs, fullUntilMs);
        domains.add(ask.group ?? "");
      } else if (open.indexOf(digestOf(ask)) < 0) isAsked = true;
    }
    if (isAsked) return null;
    if (open.length > 0) {
      const wait = PENDING_WAITS_MS[Math.min(looks, PENDING_WAITS_MS.length - 1)] ?? 0;
      this.state = { ...state, open: [], looks: looks + 1 };
      if (
        !this.save({
          note: "Hunter is still verifying some addresses; they are asked for again by themselves.",
        })
      )
        return { end: "again" };
      return { end: "wait", untilMs: Math.min(untilMs, nowMs + wait) };
    }
    if (domains.size > 0) {
      const [first = ""] = domains;
      const others = domains.size > 1 ? ` and of ${domains.size - 1} other domains` : "";
      const note = `Addresses of ${first}${others} wait until tomorrow: Hunter verifies only so many of a domain per day.`;
      return this.save({ note }) ? { end: "wait", untilMs } : { end: "again" };
    }
    // Helpers bought what this slice did not see.
    const paid = PaidResults.open(this.work.book, this.work.ports);
    paid.moveJournal();
    this.spent = paid.creditsOf(this.payer);
    const { done, counts } = this.run;
    return {
      end: "done",
      change: { total: done, counts: { ...counts, ...this.spentWords() }, note: this.cost() },
    };
  }

  /** What the run cost, and what the store spared it. */
  private cost(): string | null {
    const { credit } = this.lookup;
    const { usedBefore, saved } = this.state;
    if (!credit) return null;
    const spared = saved > 0 ? ` ${saved} ${credit} were saved: their results had been paid for before.` : "";
    if (this.spent === 0 && usedBefore === null) return `Nothing was spent.${spared}`;
    const after = usedBefore !== null && usedBefore >= 0 ? creditsLeft(this.client(), credit) : null;
    const counted =
      after && usedBefore !== null
        ? ` Hunter counted ${after.used - usedBefore}, ${after.left} are left.`
        : "";
    return `${this.spent} ${credit} were spent, by the price list.${counted}${spared}`;
  }

  private ofFailure(failure: ApiError): SliceEnd {
    const { credit } = this.lookup;
    if (failure.kind !== "usage" || !credit) throw failure;
    const reset = creditsLeft(this.client(), credit)?.resetDate;
    const sentence = reset ? `${failure.message} Hunter resets it on ${reset}.` : failure.message;
    return { end: "stopped", sentence };
  }

  private save(change: Partial<Run>): boolean {
    const saved = this.lease?.save({ ...change, state: { ...this.state } as unknown as JsonObject });
    if (!saved) return false;
    this.run = saved as Run<LookupSpec>;
    this.savedMs = this.work.ports.clock.nowMs();
    return isUnfinished(saved);
  }
}

/** @throws InputError */
export function lookupSpec(fields: JsonObject): LookupSpec {
  const lookup = lookupOf(fields.lookup);
  const { sheet, inputs, outputs, maxAgeDays = null, maxCredits = null, rows = null } = fields;
  const { filters = null, into = null, along = null } = fields;
  if (typeof sheet !== "string" || sheet.trim() === "")
    throw new InputError("The sheet's name must be a text.");
  const asked = textsIn(inputs, "inputs", "API parameters");
  for (const name of Object.keys(asked)) {
    if (lookup.inputs.indexOf(name) < 0)
      throw new InputError(`${lookup.title} takes no "${name}". It takes: ${lookup.inputs.join(", ")}.`);
  }
  for (const names of lookup.needs) {
    if (!names.some((name) => name in asked))
      throw new InputError(`Say which column holds the ${names.join(" or ")} of each row.`);
  }
  const shown: { [column: string]: string } = {};
  const given = textsIn(outputs, "outputs", "columns");
  for (const name of Object.keys(given)) shown[columnOf(lookup, name).name] = (given[name] as string).trim();
  const headers = Object.keys(shown).map((name) => (shown[name] as string).toLowerCase());
  const taken = Object.keys(asked).map((name) => (asked[name] as string).trim().toLowerCase());
  const twice = headers.find((header, i) => headers.indexOf(header) !== i || taken.indexOf(header) >= 0);
  if (twice !== undefined)
    throw new InputError(`Two columns are called "${twice}". Give each another header.`);
  if (headers.length === 0)
    throw new InputError('"outputs" says which columns are to be filled, such as {"status": "Status"}.');
  for (const number of [maxAgeDays, maxCredits]) {
    if (number !== null && !(typeof number === "number" && number >= 0))
      throw new InputError('"maxAgeDays" and "maxCredits" are numbers.');
  }
  if (rows !== null && (!Array.isArray(rows) || rows.some((row) => typeof row !== "number")))
    throw new InputError('"rows" is a list of row numbers.');
  if (rows && rows.length > MOST_ROWS)
    throw new InputError(
      `At most ${MOST_ROWS} rows can be named. Leave "rows" out for all that have no result yet.`,
    );
  if (along !== null && !isTexts(along)) throw new InputError('"along" is a list of headers.');
  if (into !== null && typeof into !== "string") throw new InputError('"into" is the name of a sheet.');
  if (filters !== null && !isJsonObject(filters))
    throw new InputError('"filters" is an object of names and values.');
  const query = parseFilters(lookup, filters ?? {});
  const constants: JsonObject = {};
  for (const name of Object.keys(query)) {
    const value = query[name];
    constants[name] = typeof value === "object" ? value.join(",") : (value as Json);
  }
  return {
    kind: "lookup",
    lookup: lookup.name,
    sheet: sheet.trim(),
    inputs: asked,
    outputs: shown,
    ...(maxAgeDays === null ? {} : { maxAgeDays: maxAgeDays as number }),
    ...(maxCredits === null ? {} : { maxCredits: maxCredits as number }),
    ...(rows ? { rows: rows as number[] } : {}),
    ...(filters ? { filters: constants } : {}),
    ...(into ? { into } : {}),
    ...(along ? { along } : {}),
  };
}

function isTexts(value: Json): value is string[] {
  return Array.isArray(value) && value.every((one) => typeof one === "string");
}

function textsIn(value: Json | undefined, name: string, what: string): { [name: string]: string } {
  if (!isJsonObject(value) || Object.keys(value).some((one) => typeof fieldAt(value, one) !== "string"))
    throw new InputError(`"${name}" is an object of ${what} and the headers of their columns.`);
  return value as { [name: string]: string };
}
