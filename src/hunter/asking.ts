import type { Client } from "../core/client.ts";
import { digest } from "../core/digest.ts";
import { ApiError, type ErrorKind } from "../core/errors.ts";
import { fieldAt, isJsonObject } from "../core/json.ts";
import type { Json, Ports } from "../core/ports.ts";
import type { Lookup, LookupName, LookupRecord, Question, Result } from "./lookups.ts";

/** Whoever was about to ask and died is waited for this long: as long as a batch with its waits may take. */
const CLAIM_SECONDS = 90;
/** An answer stands in the cache as long as somebody may be waiting for it; where it is kept for good is elsewhere. */
const ANSWER_SECONDS = 600;
const LOCK_WAIT_MS = 10_000;
const DAY_MS = 86_400_000;
/** As long as the cache keeps anything (facts, 1.4). */
const LONGEST_SECONDS = 21_600;

/** So many leave side by side, for all of them count for the same second (the text's rates): more would be turned away. */
const AT_ONCE: { readonly [name in LookupName]: number } = { verify: 10, find: 15, domain: 15, count: 15 };
/** Of more questions, the answers that others got are looked for in one call. */
export const LOOKED_AT = 100;

/** In place of an answer: somebody is asking. */
const CLAIM = "?";
const PER_PAGE = "hunter.perPage";
const MOST_PER_PAGE = 100;
/** What the smallest plan allows (api/README, pagination_error). */
const LEAST_PER_PAGE = 10;

/** `later`: not answered yet, or somebody else is asking just now. `unsettled`: the status as far as it is known. */
export type Reply =
  | { readonly is: "answered"; readonly results: readonly Result[] }
  | { readonly is: "later" }
  | { readonly is: "unsettled"; readonly status: "pending" | "unknown" }
  | { readonly is: "failed"; readonly error: ApiError };

/**
 * Asks Hunter, for one execution. Two executions never ask the same at once: what one asks is claimed in the cache, and
 * the other finds the answer there. What was paid for is handed to `keep` before anybody sees it.
 */
export class Asker {
  /** How many addresses a page of a domain search may have. */
  perPage = MOST_PER_PAGE;
  /** How many questions were sent. */
  asked = 0;
  /** By e-mail domain: how many more verifications it takes today, as far as Hunter said. */
  private readonly left = new Map<string, number>();

  /** @param keep puts what was paid for where it lasts. */
  constructor(
    private readonly lookup: Lookup,
    private readonly client: Client,
    private readonly ports: Pick<Ports, "cache" | "fileLock" | "clock">,
    private readonly keep: (results: readonly Result[]) => void,
  ) {
    if (lookup.pages && ports.cache.getAll([PER_PAGE])[PER_PAGE]) this.perPage = LEAST_PER_PAGE;
  }

  /**
   * Asks side by side what nobody else is asking, as much as may leave in one second.
   * @param questions more than that: the answers that others got are found among them.
   * @param sinceMs an answer that somebody got before is none.
   * @returns by key.
   */
  ask(questions: readonly Question[], sinceMs: number): Map<string, Reply> {
    const { clock, fileLock, cache } = this.ports;
    const replies = new Map<string, Reply>();
    const fullNames = [...new Set(questions.map(({ group }) => group && fullName(group)))].filter(isText);
    const turn = fileLock.withLock(LOCK_WAIT_MS, () => {
      const found = cache.getAll([...questions.map((one) => this.nameOf(one)), ...fullNames]);
      const claims: Record<string, string> = {};
      let count = 0;
      const mine = questions.filter((question) => {
        const text = found[this.nameOf(question)];
        const answer = text === undefined ? undefined : answerIn(text, sinceMs);
        if (answer) replies.set(question.key, answer);
        else if (question.group && found[fullName(question.group)])
          replies.set(question.key, { is: "failed", error: isFull(clock.nowMs()) });
        else if (count >= AT_ONCE[this.lookup.name] || !this.takesOneMore(question.group))
          replies.set(question.key, { is: "later" });
        else {
          claims[this.nameOf(question)] = CLAIM;
          count++;
          return true;
        }
        return false;
      });
      if (mine.length > 0) cache.putAll(claims, CLAIM_SECONDS);
      return mine;
    });
    if (turn === "busy") {
      for (const { key } of questions) replies.set(key, { is: "later" });
      return replies;
    }
    const mine = turn.value;
    if (mine.length === 0) return replies;
    this.asked += mine.length;
    const outcomes = this.client.getAll(
      mine.map(({ query, group }) => ({ path: this.lookup.path, query, ...(group ? { group } : {}) })),
    );
    const kept: Result[] = [];
    const puts: Record<string, string> = {};
    const gone: string[] = [];
    const full: Record<string, string> = {};
    outcomes.forEach((outcome, n) => {
      const question = mine[n] as Question;
      const { group } = question;
      if (outcome.ok && group) this.note(group, outcome.headers["x-rate-limit-remaining"], full);
      const reply = outcome.ok ? this.read(question, outcome.body) : this.ofError(question, outcome.error);
      if (reply.is === "failed" && reply.error.kind === "domain-limit" && group)
        full[fullName(group)] = CLAIM;
      replies.set(question.key, reply);
      if (reply.is !== "answered") gone.push(this.nameOf(question));
      else {
        puts[this.nameOf(question)] = JSON.stringify([clock.nowMs(), reply.results]);
        kept.push(...reply.results);
      }
    });
    if (kept.length > 0 && this.lookup.credit && !this.client.isTrial) this.keep(kept);
    cache.remove(gone);
    if (Object.keys(puts).length > 0) cache.putAll(puts, ANSWER_SECONDS);
    if (Object.keys(full).length > 0) cache.putAll(full, LONGEST_SECONDS);
    return replies;
  }

  /** Reads before a limit is met how near it is (the text, email-verifier). */
  private note(group: string, remaining: string | undefined, full: Record<string, string>): void {
    const left = remaining === undefined ? Number.NaN : Number(remaining);
    if (!Number.isFinite(left)) return;
    this.left.set(group, Math.min(left, this.left.get(group) ?? left));
    if (left <= 0) full[fullName(group)] = CLAIM;
  }

  private takesOneMore(group: string | undefined): boolean {
    const left = group === undefined ? undefined : this.left.get(group);
    if (group === undefined || left === undefined) return true;
    this.left.set(group, left - 1);
    return left > 0;
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
  return HOPELESS.indexOf(kind) >= 0;
}

function answerIn(text: string, sinceMs: number): Reply | undefined {
  if (text === CLAIM) return { is: "later" };
  const [atMs, results] = JSON.parse(text) as [number, Result[]];
  return atMs >= sinceMs ? { is: "answered", results } : undefined;
}

function fullName(group: string): string {
  return `full.${group}`;
}

function isFull(nowMs: number): ApiError {
  const sentence = "Hunter verifies no more addresses of this domain today. Try again tomorrow.";
  return new ApiError("Hunter", "domain-limit", sentence, { retryAtMs: nowMs + DAY_MS });
}

function isText(value: string | undefined): value is string {
  return !!value;
}
