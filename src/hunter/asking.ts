import type { Client } from "../core/client.ts";
import { digest } from "../core/digest.ts";
import { ApiError, type ErrorKind } from "../core/errors.ts";
import { fieldAt, isJsonObject } from "../core/json.ts";
import type { Json, Ports } from "../core/ports.ts";
import { DAY_MS } from "../core/times.ts";
import { DOMAIN_IS_FULL } from "./api.ts";
import { DomainLimits } from "./domain-limits.ts";
import type { Lookup, LookupName, LookupRecord, Question, Result } from "./lookups.ts";

/**
 * A batch gets no answers that were sent for later than this; the last fetch may hang for 55 s more. Whoever was about
 * to ask and died is waited for as long as that.
 */
const ASKING_MS = 50_000;
const CLAIM_SECONDS = 120;
/** An answer stands in the cache as long as somebody may be waiting for it; where it is kept for good is elsewhere. */
const ANSWER_SECONDS = 600;
const LOCK_WAIT_MS = 10_000;
/** As long as the cache keeps anything (facts, 1.4). */
const LONGEST_SECONDS = 21_600;

/** So many leave side by side, for all of them count for the same second (the text's rates): more would be turned away. */
const AT_ONCE: { readonly [name in LookupName]: number } = { verify: 10, find: 15, domain: 15, count: 15 };
/** The answers that others got are looked for among so many in one call. */
const LOOKED_AT = 100;

/** In place of an answer: somebody is asking. */
const CLAIM = "?";
/** In place of an answer that Hunter has not got yet, before it is of use to ask again. */
const UNSETTLED: readonly string[] = ["pending", "unknown"] satisfies Unsettled[];
const UNSETTLED_SECONDS = 25;
/** How long Hunter takes for an answer just now; what somebody saw is taken in by and by. */
const TOOK = "took.";
const TOOK_FADES = 0.8;
const PER_PAGE = "hunter.perPage";
const MOST_PER_PAGE = 100;
/** What the smallest plan allows (api/README, pagination_error). */
const LEAST_PER_PAGE = 10;

type Unsettled = "pending" | "unknown";

/**
 * `later`: not answered yet, or somebody else is asking just now. `unaffordable`: the cap leaves nothing for it.
 * `unsettled`: the status as far as it is known.
 */
export type Reply =
  | { readonly is: "answered"; readonly results: readonly Result[] }
  | { readonly is: "later" }
  | { readonly is: "unaffordable" }
  | { readonly is: "unsettled"; readonly status: Unsettled }
  | { readonly is: "failed"; readonly error: ApiError };

/** A cap on what may be spent, shared by all who ask for the same purpose. */
export interface Allowance {
  /** Takes what each may cost at most before it is asked; whatever is not among the questions given back is too dear. To be called under the lock. */
  take(questions: readonly Question[]): readonly Question[];
  /**
   * Gives back what was not spent.
   * @param costs by key: credits, or null for what may have been spent and is to be asked again.
   */
  settle(costs: ReadonlyMap<string, number | null>): void;
}

/**
 * Asks Hunter, for one execution. Two executions never ask the same at once: what one asks is claimed in the cache, and
 * the other finds the answer there. What was paid for is handed to `keep` before anybody sees it.
 */
export class Asker {
  /** How many addresses a page of a domain search may have. */
  perPage = MOST_PER_PAGE;
  /** How many questions were sent. */
  asked = 0;
  /** How long an answer may take, as far as anybody has seen lately. */
  tookMs = 0;
  /** What another asker got no outcome of a moment ago is not asked again so soon. */
  isPatient = false;
  private readonly limits: DomainLimits;

  /**
   * @param keep puts what was paid for where it lasts.
   * @param allowance null when there is no cap.
   */
  constructor(
    private readonly lookup: Lookup,
    private readonly client: Client,
    private readonly ports: Pick<Ports, "cache" | "fileLock" | "clock">,
    private readonly keep: (results: readonly Result[]) => void,
    private readonly allowance: Allowance | null = null,
  ) {
    this.limits = new DomainLimits(ports);
    if (lookup.pages && ports.cache.getAll([PER_PAGE])[PER_PAGE]) this.perPage = LEAST_PER_PAGE;
  }

  /**
   * Asks side by side what nobody else is asking, as much as may leave in one second.
   * @param questions more than that: the answers that others got are found on the way.
   * @param sinceMs an answer that somebody got before is none.
   * @param latestMs nothing is asked that would be answered later than this.
   * @returns by key; nothing of questions that were not come to.
   */
  ask(
    questions: readonly Question[],
    sinceMs: number,
    latestMs: number = Number.POSITIVE_INFINITY,
  ): Map<string, Reply> {
    const { clock, fileLock, cache } = this.ports;
    const replies = new Map<string, Reply>();
    const turn = fileLock.withLock(LOCK_WAIT_MS, () => this.claim(questions, sinceMs, replies));
    if (turn === "busy") {
      for (const { key } of questions) replies.set(key, { is: "later" });
      return replies;
    }
    const mine = turn.value;
    if (mine.length === 0) return replies;
    this.asked += mine.length;
    const untilMs = this.client.deadlineMs;
    this.client.deadlineMs = Math.min(untilMs, clock.nowMs() + ASKING_MS, latestMs - this.tookMs);
    const outcomes = this.client.getAll(
      mine.map(({ query, group }) => ({ path: this.lookup.path, query, ...(group ? { group } : {}) })),
    );
    this.client.deadlineMs = untilMs;
    this.tookMs = Math.round(Math.max(this.client.tookMs, TOOK_FADES * this.tookMs));
    const kept: Result[] = [];
    const puts: Record<string, string> = { [TOOK + this.lookup.name]: String(this.tookMs) };
    const gone: string[] = [];
    const open: Record<string, string> = {};
    const costs = new Map<string, number | null>();
    outcomes.forEach((outcome, n) => {
      const question = mine[n] as Question;
      const reply = outcome.ok ? this.read(question, outcome.body) : this.ofError(question, outcome.error);
      replies.set(question.key, reply);
      costs.set(question.key, this.costOf(reply));
      if (reply.is === "unsettled") open[this.nameOf(question)] = reply.status;
      else if (reply.is !== "answered") gone.push(this.nameOf(question));
      else {
        puts[this.nameOf(question)] = JSON.stringify([clock.nowMs(), reply.results]);
        kept.push(...reply.results);
      }
    });
    if (kept.length > 0 && this.lookup.credit && !this.client.isTrial) this.keep(kept);
    this.allowance?.settle(costs);
    this.limits.heard(mine, outcomes);
    cache.remove(gone);
    cache.putAll(puts, ANSWER_SECONDS);
    if (Object.keys(open).length > 0) cache.putAll(open, UNSETTLED_SECONDS);
    return replies;
  }

  /** What is to be asked, after everybody else was told so. */
  private claim(
    questions: readonly Question[],
    sinceMs: number,
    replies: Map<string, Reply>,
  ): readonly Question[] {
    const { clock, cache } = this.ports;
    const most = AT_ONCE[this.lookup.name];
    const wanted: Question[] = [];
    for (let from = 0; from < questions.length && wanted.length < most; from += LOOKED_AT) {
      const part = questions.slice(from, from + LOOKED_AT);
      const took = TOOK + this.lookup.name;
      const names = part.map((one) => this.nameOf(one));
      const found = cache.getAll([...names, ...this.limits.namesOf(part), took]);
      this.limits.read(found);
      this.tookMs = Math.max(this.tookMs, Number(found[took] ?? 0));
      for (const question of part) {
        const text = found[this.nameOf(question)];
        const known = text === undefined ? undefined : answerIn(text, sinceMs);
        const answer = known?.is === "unsettled" && !this.isPatient ? undefined : known;
        const room = this.limits.roomFor(question.group);
        if (answer) replies.set(question.key, answer);
        else if (room === "full") replies.set(question.key, { is: "failed", error: isFull(clock.nowMs()) });
        else if (room === "wait") replies.set(question.key, { is: "later" });
        else if (wanted.length < most) {
          this.limits.take(question.group);
          wanted.push(question);
        }
      }
    }
    const mine = this.allowance ? this.allowance.take(wanted) : wanted;
    const isMine = new Set(mine.map(({ key }) => key));
    for (const { key, group } of wanted) {
      if (isMine.has(key)) continue;
      this.limits.giveBack(group);
      replies.set(key, { is: "unaffordable" });
    }
    if (mine.length === 0 && wanted.length > 0) {
      // Whoever asks just now may give credits back.
      const others = questions.filter(({ key }) => !replies.has(key));
      const found = others.length > 0 ? cache.getAll(others.map((one) => this.nameOf(one))) : {};
      for (const one of others) if (found[this.nameOf(one)] === CLAIM) replies.set(one.key, { is: "later" });
    }
    const claims = mine.map((question) => [this.nameOf(question), CLAIM]);
    if (mine.length > 0) cache.putAll(Object.fromEntries(claims), CLAIM_SECONDS);
    this.limits.save(mine);
    return mine;
  }

  /** Null where Hunter may count it, though there is no outcome yet. */
  private costOf(reply: Reply): number | null {
    if (reply.is === "answered")
      return reply.results.reduce((sum, { record }) => sum + this.lookup.cost(record), 0);
    if (reply.is === "unsettled") return null;
    const { kind = "", after = "" } = reply.is === "failed" ? reply.error : {};
    const last = kind === "out-of-time" ? after : kind;
    return last === "unreachable" || last === "malformed" ? null : 0;
  }

  private read(question: Question, body: Json): Reply {
    const data = fieldAt(body, "data");
    if (isJsonObject(data)) {
      const { pages, record } = this.lookup;
      const results = pages ? pages.results(question, body) : [{ key: question.key, record: record(data) }];
      return { is: "answered", results };
    }
    const sentence = "Hunter answered without the outcome of a look-up. Try again later.";
    return { is: "failed", error: new ApiError("Hunter", "malformed", sentence) };
  }

  /** The errors that are outcomes all the same (api/README). */
  private ofError({ key, query }: Question, error: ApiError): Reply {
    const { kind, code, status, after } = error;
    const answered = (record: LookupRecord): Reply => ({ is: "answered", results: [{ key, record }] });
    if (kind === "claimed") return answered({ status: "claimed" });
    if (kind === "pending" || after === "pending") return { is: "unsettled", status: "pending" };
    if (kind === "try-later" || after === "try-later") return { is: "unsettled", status: "unknown" };
    // A plan may have no second page either.
    if (code === "pagination_error" && Number(query.limit) <= LEAST_PER_PAGE && Number(query.offset) > 0)
      return answered({ status: "found", emails: [] });
    if (code === "pagination_error" && Number(query.limit) > LEAST_PER_PAGE) {
      this.perPage = LEAST_PER_PAGE;
      this.ports.cache.putAll({ [PER_PAGE]: CLAIM }, LONGEST_SECONDS);
      return { is: "later" };
    }
    if (kind === "bad-request" && status === 400) {
      // Hunter's own words; what stands before them is about filters.
      const said = error.message.slice(Math.max(0, error.message.lastIndexOf("Hunter: ")));
      return answered({ status: said, isRefused: true });
    }
    return { is: "failed", error };
  }

  private nameOf({ key }: Question): string {
    return askName(this.lookup, key);
  }
}

/** What the cache knows a question by. */
export function askName({ name }: Pick<Lookup, "name">, key: string): string {
  return `ask.${digest(`${name} ${key}`)}`;
}

/** After these the same key fares no better with the next question. */
const HOPELESS: readonly ErrorKind[] = ["no-key", "refused", "forbidden", "usage"];

export function isHopeless({ kind }: ApiError): boolean {
  return HOPELESS.includes(kind);
}

function answerIn(text: string, sinceMs: number): Reply | undefined {
  if (text === CLAIM) return { is: "later" };
  if (UNSETTLED.includes(text)) return { is: "unsettled", status: text as Unsettled };
  const [atMs, results] = JSON.parse(text) as [number, Result[]];
  return atMs >= sinceMs ? { is: "answered", results } : undefined;
}

function isFull(nowMs: number): ApiError {
  return new ApiError("Hunter", "domain-limit", DOMAIN_IS_FULL, { retryAtMs: nowMs + DAY_MS });
}
