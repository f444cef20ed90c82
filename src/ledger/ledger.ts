import { waitMs } from "../core/backoff.ts";
import type { Client } from "../core/client.ts";
import { ApiError, isHopeless } from "../core/errors.ts";
import { fieldAt, isJsonObject } from "../core/json.ts";
import { type Json, LONGEST_SECONDS, type Ports } from "../core/ports.ts";
import type { Outcome } from "../core/request.ts";
import type { Workbook } from "../core/spreadsheet.ts";
import { DAY_MS } from "../core/times.ts";
import { DOMAIN_IS_FULL } from "../hunter/errors.ts";
import type { Lookup, LookupName, LookupRecord, Question, Result, Standing } from "../hunter/lookup.ts";
import { standingOf } from "../hunter/lookup.ts";
import type { Pool } from "../hunter/plan.ts";
import { PlanLeft } from "./account.ts";
import type { Budget, Cost } from "./budget.ts";
import { DomainLimits } from "./domain-limits.ts";
import { type InFlight, inFlightIn, inFlightName, inFlightText, type Unsettled } from "./in-flight.ts";
import { MOST_ATTEMPTS } from "./lost-answers.ts";
import { costOf, leastFor, mostFor, within } from "./price.ts";
import type { ResultLine } from "./result-line.ts";
import { recordIn } from "./result-line.ts";
import { Results } from "./results.ts";
import { trialPrefix } from "./trial.ts";

/** A batch gets no answers that were sent for later than this; the last fetch may hang for 55 s more. */
const ASKING_MS = 50_000;
const LOCK_WAIT_MS = 10_000;

/**
 * So many leave side by side, for all of them count for the same second (the text's rates): more would be turned away.
 * One answer that is lost loses those of its whole batch (facts, 6.4): where one may cost ten credits, fewer leave.
 */
const AT_ONCE: { readonly [name in LookupName]: number } = {
  verify: 10,
  find: 15,
  domain: 5,
  count: 15,
  person: 15,
  company: 15,
  combined: 15,
  "domain-finder": 15,
};
/**
 * The answers that others got are looked for among so many in one call. Of the cache's 1,000 items (facts, 1.4) what one
 * execution found is not to push out all others.
 */
const LOOKED_AT = 100;
/** What costs nothing stands in the cache as long as somebody may be waiting for it. */
const FREE_SECONDS = 600;
/** After so many batches in a row without an answer it is Hunter, or the way there. */
const MOST_LOST_BATCHES = 3;

/** How long Hunter takes for an answer just now; what somebody saw is taken in by and by. */
const TOOK = "took.";
const TOOK_FADES = 0.8;
const PER_PAGE = "hunter.perPage";
const MOST_PER_PAGE = 100;
/** What the smallest plan allows (docs/apis.md, pagination_error). */
const LEAST_PER_PAGE = 10;

export type LedgerPorts = Pick<
  Ports,
  "cache" | "claims" | "fileLock" | "fileStore" | "clock" | "random" | "sharedStore" | "warn" | "uuid"
>;

/** Who asks, and what for. */
export interface Purpose {
  /** The run or formula that pays, as it stands beside what was bought. */
  readonly payer: string;
  /** An answer from before this instant is none. */
  readonly sinceMs: number;
  readonly budget: Budget;
  /** Whether sheets may be written to. */
  readonly maySheet: boolean;
  /** What another asker got no outcome of a moment ago is not asked again so soon. */
  readonly isPatient: boolean;
  /** Nothing is asked that would be answered later than this. */
  readonly latestMs?: number;
  /** Wants to know what the account had used right before the first question; -1 when Hunter does not say. */
  readonly onFirst?: (used: number) => void;
  /** Whether Hunter could not be reached a moment ago: one question finds out whether it can be now. */
  readonly isProbe?: boolean;
}

/** What became of a question; nothing is told of those that were not come to. */
export type Reply =
  | { readonly is: "answered"; readonly results: readonly Result[] }
  /** Not answered yet, or somebody else is asking just now. */
  | { readonly is: "later" }
  /** The cap, or the account, leaves nothing for it. */
  | { readonly is: "unaffordable"; readonly by: "cap" | "account" }
  /** The status as far as it is known. */
  | { readonly is: "unsettled"; readonly status: Unsettled }
  /** The answer did not arrive: Hunter may have counted it. For good, when it was asked for often enough. */
  | { readonly is: "lost"; readonly error: ApiError; readonly isForGood: boolean }
  | { readonly is: "failed"; readonly error: ApiError };

/** What asking once came to. */
export interface Round {
  readonly replies: ReadonlyMap<string, Reply>;
  /** What needs not be asked again for now. */
  readonly settled: ReadonlySet<string>;
  /** What keeps the rest from being asked: hopeless, or Hunter cannot be reached. */
  readonly failure: ApiError | null;
  /** Answers were lost that are to be asked for again. */
  readonly isLost: boolean;
  /** Nothing could be asked for want of credits, and nobody who may give some back is asking. */
  readonly isShort: "cap" | "account" | null;
}

/** A batch with what is to be known of it. */
interface ClaimedBatch {
  readonly mine: readonly Question[];
  /** Nothing is known of the account, and this execution is to ask it. */
  readonly needsAccount: boolean;
}

/**
 * The one way to ask Hunter for what it is paid for. Of every question it knows whether it was asked, is being asked or
 * is answered, what that cost, and who paid: two executions never ask the same at once, nothing is asked twice that is
 * known, and what was paid for is kept before anybody sees it.
 */
export class Ledger {
  /** How many addresses a page of a domain search may have. */
  perPage = MOST_PER_PAGE;
  /** How many questions were sent. */
  sentCount = 0;
  /** Credits that this execution spent. */
  spent = 0;
  /** How long an answer may take, as far as anybody has seen lately. */
  tookMs = 0;
  readonly results: Results;
  /** Null for what is free, and for made-up answers. */
  readonly plan: PlanLeft | null;
  /** Answers that are not stored: free ones, made-up ones, and those that may be better tomorrow. */
  private readonly unstored = new Map<string, LookupRecord>();
  private readonly limits: DomainLimits;
  private readonly prefix: string;
  /** In a row, and when to try again then. */
  private lostBatches: number;
  private lostFault: ApiError | null = null;
  private notBeforeMs = 0;
  private isFirst: boolean;
  private hasRead = false;
  /** Of e-mail domains, what needs no lock to be told. */
  private ample: Record<string, string> = {};

  constructor(
    private readonly lookup: Lookup,
    private readonly client: Client,
    private readonly ports: LedgerPorts,
    book: Workbook,
    private readonly purpose: Purpose,
  ) {
    this.limits = new DomainLimits(ports);
    this.results = new Results(book, ports);
    this.prefix = trialPrefix(client);
    this.isFirst = purpose.onFirst !== undefined;
    this.lostBatches = purpose.isProbe ? 1 : 0;
    const hasPlan = lookup.credit !== null && !client.isTrial && client.keyMark !== "";
    this.plan = hasPlan && lookup.credit ? new PlanLeft(lookup.credit, client, ports) : null;
    if (lookup.pages && ports.cache.getAll([PER_PAGE])[PER_PAGE]) this.perPage = LEAST_PER_PAGE;
  }

  /** What it is paid from, as far as the account said. */
  get pool(): Pool | null {
    return this.plan?.pool ?? null;
  }

  private get least(): number {
    return leastFor(this.lookup, this.pool);
  }

  /**
   * Reads what is kept of these, all at once: what is not loaded here is read one by one. Of a few the cache is asked
   * first, and what had to be looked for in the sheet is there for the next; for many one read of everything is less.
   */
  load(questions: readonly Question[]): void {
    const { cache } = this.ports;
    const { name, credit } = this.lookup;
    if (!credit || questions.length === 0) return;
    if (questions.length > LOOKED_AT) {
      this.results.all();
      return;
    }
    const missing = this.notCached(questions);
    if (missing.length === 0) return;
    const lines = this.results.load(
      name,
      missing.map(({ key }) => key),
    );
    if (lines.length > 0) cache.putAll(this.textsOf(lines), LONGEST_SECONDS);
  }

  private notCached(questions: readonly Question[]): Question[] {
    const found = this.ports.cache.getAll(questions.map((one) => this.nameOf(one)));
    return questions.filter((question) => {
      const known = inFlightIn(found[this.nameOf(question)]);
      if (known?.is !== "answered" || known.atMs < this.purpose.sinceMs) return true;
      this.takeIn(known);
      return false;
    });
  }

  /** How a question stands: its record, or what is to be asked of it next. */
  standing(question: Question): Standing {
    return standingOf(this.lookup, question, (key) => this.kept(key), this.perPage);
  }

  /** Has a question be taken for answered for as long as this execution lasts. */
  settleFor(key: string, record: LookupRecord): void {
    this.unstored.set(key, record);
  }

  /**
   * Asks side by side what nobody else is asking, as much as may leave in one second.
   * @param questions more than that: the answers that others got are found on the way.
   */
  ask(questions: readonly Question[]): Round {
    const replies = new Map<string, Reply>();
    const { clock } = this.ports;
    const latestMs = Math.min(this.purpose.latestMs ?? Number.POSITIVE_INFINITY, this.client.deadlineMs);
    if (this.notBeforeMs > latestMs) return roundOf(replies, this.lostFault);
    if (this.notBeforeMs > clock.nowMs()) clock.sleepMs(this.notBeforeMs - clock.nowMs());
    let claimed = this.claim(questions, replies);
    if (claimed?.needsAccount) {
      this.plan?.ask();
      this.hasRead = true;
      claimed = this.claim(questions, replies);
    }
    if (!claimed) {
      for (const { key } of questions) replies.set(key, { is: "later" });
      return roundOf(replies, null);
    }
    if (claimed.mine.length > 0) {
      if (this.isFirst) this.purpose.onFirst?.(this.plan?.used ?? -1);
      this.isFirst = false;
      this.send(claimed.mine, replies);
    }
    return roundOf(replies, this.lostBatches >= MOST_LOST_BATCHES ? this.lostFault : null);
  }

  private sentUntilMs(): number {
    const latestMs = (this.purpose.latestMs ?? Number.POSITIVE_INFINITY) - this.tookMs;
    return Math.min(this.client.deadlineMs, this.ports.clock.nowMs() + ASKING_MS, latestMs);
  }

  private send(mine: readonly Question[], replies: Map<string, Reply>): void {
    this.sentCount += mine.length;
    const untilMs = this.client.deadlineMs;
    this.client.deadlineMs = this.sentUntilMs();
    const isPriced = this.lookup.credit !== null;
    const outcomes = this.client.getAll(
      mine.map(({ query, group }) => ({
        path: this.lookup.path,
        query,
        isPriced,
        ...(group ? { group } : {}),
      })),
    );
    this.client.deadlineMs = untilMs;
    this.tookMs = Math.round(Math.max(this.client.tookMs, TOOK_FADES * this.tookMs));
    const costs = new Map<string, Cost>();
    const bought: Result[] = [];
    const missed: Question[] = [];
    outcomes.forEach((outcome, n) => {
      const question = mine[n] as Question;
      if (!outcome.ok && this.lookup.isMissed404 && outcome.error.kind === "not-found") {
        missed.push(question);
        costs.set(question.key, 0);
        return;
      }
      const reply = outcome.ok ? this.read(question, outcome.body) : this.ofError(question, outcome.error);
      replies.set(question.key, reply);
      costs.set(question.key, this.costOf(reply));
      if (reply.is === "answered") bought.push(...reply.results);
    });
    this.keep(bought);
    this.settle(mine, outcomes, costs);
    // What was paid for is kept by now, whatever becomes of the next question.
    if (missed.length > 0) this.judgeMissed(missed, bought.length > 0, replies);
    this.tell(mine, replies);
    this.noteLost(mine, replies);
  }

  /** @param isOffered another question of the batch was answered. */
  private judgeMissed(missed: readonly Question[], isOffered: boolean, replies: Map<string, Reply>): void {
    const error = isOffered ? null : this.notOffered();
    const results = missed.map(({ key }): Result => ({ key, record: { status: "not found" } }));
    for (const result of results)
      replies.set(result.key, error ? { is: "failed", error } : { is: "answered", results: [result] });
    if (!error) this.keep(results);
  }

  /**
   * Why a miss may be none: 404 is also what an account is told that does not have the call. Without its parameters the
   * call is refused for these where there is one. Asked once, and known for some hours; free.
   */
  private notOffered(): ApiError | null {
    const { cache } = this.ports;
    const name = `offers.${this.lookup.name}.${this.client.keyMark}`;
    if (cache.getAll([name])[name]) return null;
    const [outcome] = this.client.getAll([{ path: this.lookup.path }]);
    const error = outcome && !outcome.ok ? outcome.error : null;
    if (error && !["bad-request", "conflict"].includes(error.kind)) {
      if (error.kind !== "not-found") return error;
      const sentence = `Hunter does not offer this to your account (${this.lookup.title}). Look what your plan includes.`;
      return new ApiError("Hunter", "forbidden", sentence);
    }
    cache.putAll({ [name]: "yes" }, LONGEST_SECONDS);
    return null;
  }

  /** What is to be asked, after everybody else was told so; null when the turn at the lock did not come. */
  private claim(questions: readonly Question[], replies: Map<string, Reply>): ClaimedBatch | null {
    const turn = this.ports.fileLock.withLock(LOCK_WAIT_MS, () => this.claimHeld(questions, replies));
    return turn === "busy" ? null : turn.value;
  }

  private claimHeld(questions: readonly Question[], replies: Map<string, Reply>): ClaimedBatch {
    const { cache } = this.ports;
    const { budget } = this.purpose;
    budget.open();
    const { wanted, plan } = this.wantedOf(questions, replies);
    if (wanted.length > 0 && plan === "unknown") {
      this.plan?.claim();
      for (const { group } of wanted) this.limits.giveBack(group);
      return { mine: [], needsAccount: true };
    }
    if (wanted.length > 0 && plan === "being read") {
      for (const { group } of wanted) this.limits.giveBack(group);
      for (const { key } of wanted) replies.set(key, { is: "later" });
      return { mine: [], needsAccount: false };
    }
    const mine = this.affordable(wanted, replies);
    if (mine.length === 0 && wanted.length > 0) {
      if (this.plan?.isStale && this.plan.left < this.least && !this.plan.isUnderWay) {
        this.plan.claim();
        return { mine, needsAccount: true };
      }
      this.waitForOthers(questions, replies);
    }
    budget.close();
    this.plan?.close();
    if (mine.length > 0) {
      const [claim, seconds] = inFlightText({ is: "asking" });
      cache.putAll(Object.fromEntries(mine.map((question) => [this.nameOf(question), claim])), seconds);
      // Before the first ones leave it is noted what was used, which may take longer than a turn lasts.
      if (!this.isFirst) this.client.book(this.lookup.path, mine.length, this.sentUntilMs());
    }
    this.limits.save(mine);
    return { mine, needsAccount: false };
  }

  /** What is neither answered nor being asked, as much as may leave at once. */
  private wantedOf(questions: readonly Question[], replies: Map<string, Reply>) {
    const { clock, cache } = this.ports;
    const took = TOOK + this.lookup.name;
    const wanted: Question[] = [];
    let plan = this.plan ? null : ("known" as ReturnType<PlanLeft["read"]>);
    const ordered = this.suspectsLast(questions);
    for (let from = 0; from < ordered.length; from += LOOKED_AT) {
      if (wanted.length >= this.atOnce(wanted)) break;
      const part = ordered.slice(from, from + LOOKED_AT);
      const names = part.map((one) => this.nameOf(one));
      const planName = this.plan && plan === null ? this.plan.cacheNames : [];
      const found = cache.getAll([...names, ...this.limits.namesOf(part), ...planName, took]);
      this.limits.read(found);
      if (this.plan && plan === null) plan = this.plan.read(found, this.isFirst && !this.hasRead);
      this.tookMs = Math.max(this.tookMs, Number(found[took] ?? 0));
      for (const question of part) {
        const state = inFlightIn(found[this.nameOf(question)]);
        const known = this.replyOf(question, state);
        const room = this.limits.roomFor(question.group);
        if (known) replies.set(question.key, known);
        else if (room === "full")
          replies.set(question.key, { is: "failed", error: domainFullError(clock.nowMs()) });
        else if (room === "wait") replies.set(question.key, { is: "later" });
        else if (wanted.length < this.atOnce(wanted) && this.mayJoin(wanted, question)) {
          this.limits.take(question.group);
          wanted.push(question);
        }
      }
    }
    return { wanted, plan };
  }

  /** After a batch that was lost, one alone finds out whether answers arrive again. */
  private atOnce(wanted: readonly Question[]): number {
    const isProbe = this.lostBatches > 0 || wanted.some((question) => this.isSuspect(question));
    return isProbe ? 1 : AT_ONCE[this.lookup.name];
  }

  /** What was in a lost batch is not to take others along again: it may be the one that nothing comes back from. */
  private mayJoin(wanted: readonly Question[], question: Question): boolean {
    return wanted.length === 0 || !this.isSuspect(question);
  }

  private suspectsLast(questions: readonly Question[]): readonly Question[] {
    if (this.purpose.budget.lostCount === 0) return questions;
    const isGood = (question: Question) => !this.isSuspect(question);
    return [...questions.filter(isGood), ...questions.filter((question) => !isGood(question))];
  }

  private isSuspect({ key }: Question): boolean {
    return this.lookup.credit !== null && this.purpose.budget.lostTimes(key) > 0;
  }

  /** As many of them as cap and account leave credits for. */
  private affordable(wanted: readonly Question[], replies: Map<string, Reply>): Question[] {
    const { budget } = this.purpose;
    if (!this.lookup.credit) return [...wanted];
    const mine: Question[] = [];
    for (const question of wanted) {
      const held = budget.heldFor(question.key);
      const { least } = this;
      const left = Math.min(budget.left, this.plan?.left ?? Number.POSITIVE_INFINITY);
      const price =
        held ?? Math.min(mostFor(this.lookup, question, this.pool), least * Math.floor(left / least));
      if (price < least) {
        this.limits.giveBack(question.group);
        replies.set(question.key, { is: "unaffordable", by: budget.left < least ? "cap" : "account" });
        continue;
      }
      budget.take(question, price);
      if (held === undefined) this.plan?.take(question.key, price);
      mine.push(within(question, price));
    }
    return mine;
  }

  /** Whoever asks just now may give credits back. */
  private waitForOthers(questions: readonly Question[], replies: Map<string, Reply>): void {
    const others = questions.filter(({ key }) => !replies.has(key));
    const found = others.length > 0 ? this.ports.cache.getAll(others.map((one) => this.nameOf(one))) : {};
    let isWaiting = this.plan?.isUnderWay === true;
    for (const one of others) {
      if (inFlightIn(found[this.nameOf(one)])?.is !== "asking") continue;
      replies.set(one.key, { is: "later" });
      isWaiting = true;
    }
    if (!isWaiting) return;
    replies.forEach((reply, key) => {
      if (reply.is === "unaffordable" && reply.by === "account") replies.set(key, { is: "later" });
    });
  }

  /** Puts what was paid for where it lasts, before anybody sees it. */
  private keep(bought: readonly Result[]): void {
    for (const { record } of bought) this.spent += costOf(this.lookup, record, this.pool);
    const { name, credit } = this.lookup;
    if (bought.length > 0 && credit && !this.client.isTrial)
      for (const [of, results] of this.withParts(name, bought))
        this.results.keep(of, results, this.purpose.payer, this.pool, this.purpose.maySheet);
    this.takeIn({ is: "answered", atMs: this.ports.clock.nowMs(), results: bought });
  }

  /** By look-up: what was asked for, and what else came with it. */
  private withParts(name: LookupName, bought: readonly Result[]): ReadonlyMap<LookupName, Result[]> {
    const all = new Map<LookupName, Result[]>([[name, [...bought]]]);
    for (const one of bought)
      for (const { lookup, result } of this.lookup.parts?.(one) ?? [])
        all.set(lookup, [...(all.get(lookup) ?? []), result]);
    return all;
  }

  /** Gives back what was not spent, and takes in what the answers tell of the domains' limits. */
  private settle(
    mine: readonly Question[],
    outcomes: readonly Outcome[],
    costs: ReadonlyMap<string, Cost>,
  ): void {
    const { budget } = this.purpose;
    const news = this.limits.newsIn(mine, outcomes);
    const isPriced = this.lookup.credit !== null;
    const isOfBudget = isPriced && budget.isNews(costs);
    const isOfPlan = isPriced && this.plan?.isNews === true;
    // It has less than it said: it is asked again before the next question.
    const isUsedUp = outcomes.some((outcome) => !outcome.ok && outcome.error.kind === "usage");
    if (isUsedUp && this.plan) this.ports.cache.remove(this.plan.cacheNames);
    this.ample = this.limits.ampleIn(news);
    if (!this.limits.isCounted(news) && !isOfBudget && !isOfPlan) return;
    const spent = new Map([...costs].map(([key, cost]) => [key, typeof cost === "number" ? cost : null]));
    this.ports.fileLock.withLock(LOCK_WAIT_MS, () => {
      if (isOfBudget) budget.settle(costs);
      if (isOfPlan) this.plan?.settle(spent);
      this.limits.heard(news);
    });
  }

  private tell(mine: readonly Question[], replies: ReadonlyMap<string, Reply>): void {
    const { cache, clock } = this.ports;
    const puts = new Map<number, Record<string, string>>();
    const put = (name: string, [text, seconds]: readonly [string, number]) => {
      const sameTime = puts.get(seconds) ?? {};
      sameTime[name] = text;
      puts.set(seconds, sameTime);
    };
    const isPaid = this.lookup.credit !== null && !this.client.isTrial;
    put(TOOK + this.lookup.name, [String(this.tookMs), LONGEST_SECONDS]);
    for (const [name, text] of Object.entries(this.ample)) put(name, [text, LONGEST_SECONDS]);
    const gone: string[] = [];
    for (const question of mine) {
      const reply = replies.get(question.key);
      const name = this.nameOf(question);
      if (reply?.is === "answered") {
        const [text] = inFlightText({ is: "answered", atMs: clock.nowMs(), results: reply.results });
        put(name, [text, isPaid ? LONGEST_SECONDS : FREE_SECONDS]);
      } else if (reply?.is === "unsettled") put(name, inFlightText(reply));
      else if (reply?.is === "lost") {
        const times = this.purpose.budget.lostTimes(question.key);
        put(name, inFlightText({ is: "lost", times }));
      } else gone.push(name);
    }
    cache.remove(gone);
    puts.forEach((values, seconds) => {
      cache.putAll(values, seconds);
    });
  }

  /** A batch of which nothing arrived has the next ones wait, and leave one by one. */
  private noteLost(mine: readonly Question[], replies: ReadonlyMap<string, Reply>): void {
    const lost = mine.flatMap(({ key }) => {
      const reply = replies.get(key);
      return reply?.is === "lost" ? [reply.error] : [];
    });
    if (lost.length < mine.length) {
      this.lostBatches = 0;
      this.notBeforeMs = 0;
      return;
    }
    this.lostBatches += 1;
    this.lostFault = lost[0] ?? null;
    const { clock, random } = this.ports;
    this.notBeforeMs = clock.nowMs() + waitMs(this.lostBatches, null, random());
  }

  private costOf(reply: Reply): Cost {
    if (reply.is === "answered")
      return reply.results.reduce((sum, { record }) => sum + costOf(this.lookup, record, this.pool), 0);
    if (reply.is === "unsettled") return "unsettled";
    return reply.is === "lost" ? "lost" : 0;
  }

  private read(question: Question, body: Json): Reply {
    const { pages, record, data: dataIn } = this.lookup;
    const data = dataIn ? dataIn(body) : fieldAt(body, "data");
    if (isJsonObject(data)) {
      const results = pages ? pages.results(question, body) : [{ key: question.key, record: record(data) }];
      return { is: "answered", results };
    }
    const sentence = "Hunter answered without the outcome of a look-up. Try again later.";
    return this.lost(question, new ApiError("Hunter", "malformed", sentence));
  }

  private lost({ key }: Question, error: ApiError): Reply {
    const times = this.purpose.budget.lostTimes(key) + 1;
    return { is: "lost", error, isForGood: times >= MOST_ATTEMPTS };
  }

  /** The errors that are outcomes all the same (docs/apis.md). */
  private ofError(question: Question, error: ApiError): Reply {
    const { key, query } = question;
    const { kind, code, status, after } = error;
    const answered = (record: LookupRecord): Reply => ({ is: "answered", results: [{ key, record }] });
    if (kind === "claimed") return answered({ status: "claimed" });
    if (kind === "pending") return { is: "unsettled", status: "pending" };
    if (kind === "try-later") return { is: "unsettled", status: "unknown" };
    // A plan may have no second page either.
    if (code === "pagination_error" && Number(query.limit) <= LEAST_PER_PAGE && Number(query.offset) > 0)
      return answered({ status: "found", emails: [] });
    if (code === "pagination_error" && Number(query.limit) > LEAST_PER_PAGE) {
      this.perPage = LEAST_PER_PAGE;
      this.ports.cache.putAll({ [PER_PAGE]: "small" }, LONGEST_SECONDS);
      return { is: "later" };
    }
    if (kind === "bad-request" && status === 400) {
      // Hunter's own words; what stands before them is about filters.
      const said = error.message.slice(Math.max(0, error.message.lastIndexOf("Hunter: ")));
      return answered({ status: said, isRefused: true });
    }
    const last = kind === "out-of-time" ? after : kind;
    if (last === "unreachable" || last === "malformed") return this.lost(question, error);
    return { is: "failed", error };
  }

  /** What the cache tells of a question; null when it is to be asked. */
  private replyOf({ key }: Question, state: InFlight | null): Reply | null {
    const { budget, isPatient, sinceMs } = this.purpose;
    if (state?.is === "asking") return { is: "later" };
    if (state?.is === "unsettled" && isPatient) return state;
    if (state?.is === "answered" && state.atMs >= sinceMs) {
      this.takeIn(state);
      return state;
    }
    if (state?.is === "lost") budget.heard(key, state.times);
    const isGivenUp = budget.lostTimes(key) >= MOST_ATTEMPTS;
    return isGivenUp
      ? { is: "lost", error: new ApiError("Hunter", "unreachable", NO_ANSWER), isForGood: true }
      : null;
  }

  private takeIn({ atMs, results }: InFlight & { readonly is: "answered" }): void {
    for (const { key, record } of results)
      if (!this.unstored.has(key)) this.unstored.set(key, { ...record, atMs } as LookupRecord);
  }

  private kept(key: string): LookupRecord | null {
    const unstored = this.unstored.get(key);
    if (unstored) return unstored;
    const { name, credit, addressOf } = this.lookup;
    const found = credit ? this.results.find(name, key, this.purpose.sinceMs) : null;
    if (found || !addressOf) return found;
    // Who asked not to be processed is asked about by no other look-up either.
    return this.results.isClaimed(addressOf(key)) ? { status: "claimed" } : null;
  }

  /** Answers out of the sheet, as the cache has answers. */
  private textsOf(lines: readonly ResultLine[]): Record<string, string> {
    const texts: Record<string, string> = {};
    for (const { key, atMs, text } of lines) {
      const record = recordIn(text);
      const newestMs = this.results.atMs(this.lookup.name, key);
      if (record && newestMs === atMs)
        texts[this.nameOf({ key })] = inFlightText({
          is: "answered",
          atMs,
          results: [{ key, record }],
        })[0];
    }
    return texts;
  }

  private nameOf({ key }: Pick<Question, "key">): string {
    return inFlightName(this.lookup, key, this.prefix);
  }
}

const NO_ANSWER = `Hunter gave no answer ${MOST_ATTEMPTS} times, and may have counted each of them.`;

/** What asking came to as a whole. */
function roundOf(replies: ReadonlyMap<string, Reply>, fault: ApiError | null): Round {
  const settled = new Set<string>();
  let failure = fault;
  let isBusy = false;
  let isLost = false;
  let isShort: Round["isShort"] = null;
  replies.forEach((reply, key) => {
    if (reply.is === "later") isBusy = true;
    else if (reply.is === "lost" && !reply.isForGood) isLost = true;
    else if (reply.is === "unaffordable") isShort = reply.by;
    else settled.add(key);
    if (reply.is === "failed" && reply.error.kind !== "domain-limit")
      failure = failure && isHopeless(failure) ? failure : reply.error;
  });
  const isIdle = !isBusy && !isLost && settled.size === 0;
  return { replies, settled, failure, isLost, isShort: isIdle ? isShort : null };
}

function domainFullError(nowMs: number): ApiError {
  return new ApiError("Hunter", "domain-limit", DOMAIN_IS_FULL, { retryAtMs: nowMs + DAY_MS });
}
