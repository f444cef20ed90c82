import type { Api, Retry } from "./api.ts";
import { rateFor, ruleFor } from "./api.ts";
import type { ErrorFacts, ErrorKind } from "./errors.ts";
import { ApiError, tidySaid } from "./errors.ts";
import type { Pacer } from "./pacing.ts";
import type { HttpRequest, HttpResponse, Json, NoAnswer, Ports } from "./ports.ts";
import type { Query } from "./query.ts";
import { queryText } from "./query.ts";
import { retryAfterMs, shouldRetry, waitMs } from "./retry.ts";

/** The platform's limit is 2,082 (facts, 1.3). */
const MAX_URL_CHARS = 2_000;

/** A batch of fetchAll stays small, for one fault of the network fails all of it (facts, 6.4). */
const MAX_SIDE_BY_SIDE = 20;

/** Others should not run into the same limit in the meantime, even when jitter lets us wait less. */
const SHORTEST_SLOW_DOWN_MS = 1_000;

export interface GetRequest {
  readonly path: string;
  readonly query?: Query;
  /** Once one of a group meets `domain-limit`, the rest of the group is not sent. */
  readonly group?: string;
}

export interface Answer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Null when the answer had no body. */
  readonly body: Json;
}

/** `wasSlowed`: it came only after the API had asked us to slow down. */
export type Outcome =
  | ({ readonly ok: true; readonly wasSlowed: boolean } & Answer)
  | { readonly ok: false; readonly error: ApiError };

export interface Client {
  readonly api: Api;
  /** What it answers is made up. */
  readonly isTrial: boolean;
  /** Nothing is sent, and nothing waits, past this instant (milliseconds since 1970). */
  deadlineMs: number;
  /** How long the last requests took, without the wait for their turn. */
  readonly tookMs: number;
  /** @throws ApiError */
  get(path: string, query?: Query): Answer;
  /** Side by side; each request fails, waits and tries again for itself. One outcome per request, in their order. */
  getAll(requests: readonly GetRequest[]): Outcome[];
  /**
   * Sends a change once. It is sent again only when the API turned it away unread.
   * After `unreachable` or `malformed` the effect may be there all the same.
   * @throws ApiError
   */
  send(method: "POST" | "PUT" | "DELETE", path: string, query?: Query, body?: Json): Answer;
}

export interface ClientWorld {
  readonly ports: Pick<Ports, "transport" | "clock" | "random">;
  readonly pacer: Pacer;
  /** Null when none is stored. */
  readonly key: string | null;
  /** The client's first one. */
  readonly deadlineMs: number;
}

/** A request on its way. */
interface Errand {
  readonly request: HttpRequest;
  readonly path: string;
  readonly group: string | undefined;
  attempt: number;
  /** The answers of a batch were lost, perhaps because of this one: it is not to take others along again. */
  isAlone: boolean;
  notBeforeMs: number;
  /** Why it is not done yet. */
  lastKind: ErrorKind | undefined;
  outcome: Outcome | null;
}

/** What a fault or a bad answer comes to, before it is decided whether to ask again. */
interface Trouble {
  readonly error: ApiError;
  readonly retry: Retry;
  readonly maxAttempts?: number | undefined;
  readonly retryAfterMs?: number | null;
}

export function createClient(api: Api, world: ClientWorld): Client {
  const { ports, pacer, key } = world;
  const secrets = key === null ? [] : [key];
  /** How many may leave side by side: halved when the API asks us to slow down, one more after each batch when not. */
  let width = MAX_SIDE_BY_SIDE;
  let tookMs = 0;

  function fail(kind: ErrorKind, sentence: string, facts: ErrorFacts = {}): ApiError {
    return new ApiError(api.name, kind, sentence, facts, secrets);
  }

  function prepare(method: HttpRequest["method"], get: GetRequest, body?: Json): Errand {
    const url = `${api.base}/${get.path}${queryText(get.query ?? {})}`;
    const headers: Record<string, string> = { accept: "application/json" };
    if (key !== null) Object.assign(headers, api.authHeader(key));
    const errand: Errand = {
      request: { method, url, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) },
      path: get.path,
      group: get.group,
      attempt: 0,
      isAlone: false,
      notBeforeMs: 0,
      lastKind: undefined,
      outcome: null,
    };
    if (key === null && !api.keyless.includes(get.path)) {
      const sentence = `${api.name} needs an ${api.keyWords}, and none is set. Set it under Huntsheet ▸ Set up.`;
      errand.outcome = { ok: false, error: fail("no-key", sentence) };
    } else if (url.length > MAX_URL_CHARS) {
      const sentence = `The filters are too long to send to ${api.name}. Use fewer or shorter ones.`;
      errand.outcome = { ok: false, error: fail("bad-request", sentence) };
    }
    return errand;
  }

  function outOfTime(errand: Errand, atMs: number): Outcome {
    const why = errand.lastKind === "rate" ? `${api.name} asked us to slow down` : `${api.name} was not free`;
    const sentence = `${why}, and there was no time left to wait while ${doing(api, errand)}. Try again in a minute.`;
    const after = errand.lastKind === undefined ? {} : { after: errand.lastKind };
    return { ok: false, error: fail("out-of-time", sentence, { retryAtMs: atMs, ...after }) };
  }

  /** Sends what is due of the errands as one batch, after waiting for a turn; or settles what there is no time for. */
  function sendBatch(open: readonly Errand[]): void {
    const first = open[0];
    if (first === undefined) return;
    const nowMs = ports.clock.nowMs();
    const dueMs = Math.max(nowMs, Math.min(...open.map((errand) => errand.notBeforeMs)));
    if (dueMs >= client.deadlineMs) {
      for (const errand of open) errand.outcome = outOfTime(errand, Math.max(dueMs, errand.notBeforeMs));
      return;
    }
    if (dueMs > nowMs) ports.clock.sleepMs(dueMs - nowMs);
    const due = open.filter((errand) => errand.notBeforeMs <= dueMs);
    const { path, isAlone } = due[0] ?? first;
    const rate = rateFor(api.rates, path);
    const isSharing = (errand: Errand) => rateFor(api.rates, errand.path) === rate;
    const batch = due
      .filter((errand) => isSharing(errand) && errand.isAlone === isAlone)
      .slice(0, isAlone ? 1 : Math.min(width, rate.perSecond, rate.perMinute));
    const turn = pacer.reserve(path, batch.length, client.deadlineMs);
    if (!turn.granted) {
      // Nobody who shares the allowance comes earlier, and every further try would cost a lock.
      for (const errand of open.filter(isSharing)) errand.outcome = outOfTime(errand, turn.atMs);
      return;
    }
    if (turn.waitMs > 0) ports.clock.sleepMs(turn.waitMs);
    const sentMs = ports.clock.nowMs();
    const answers = ports.transport.send(batch.map((errand) => errand.request));
    tookMs = ports.clock.nowMs() - sentMs;
    const slowUntilMs = batch.map((errand, index) => {
      const answer = answers[index] as HttpResponse | NoAnswer;
      if ("fault" in answer && batch.length > 1) errand.isAlone = true;
      return settle(errand, answer);
    });
    const latestMs = Math.max(...slowUntilMs);
    if (latestMs > 0) pacer.slowDown(path, latestMs);
    // Sending all that were turned away at once again would have most of them turned away again.
    width = latestMs > 0 ? Math.max(1, batch.length >> 1) : Math.min(MAX_SIDE_BY_SIDE, width + 1);
  }

  /** @returns until when nobody should ask, 0 when the API did not ask us to slow down. */
  function settle(errand: Errand, answer: HttpResponse | NoAnswer): number {
    errand.attempt += 1;
    const judged = judge(errand, answer);
    if ("ok" in judged) {
      errand.outcome = judged;
      return 0;
    }
    const { error, retry } = judged;
    errand.lastKind = error.kind;
    const nowMs = ports.clock.nowMs();
    const wait = waitMs(errand.attempt, judged.retryAfterMs ?? null, ports.random());
    if (shouldRetry(errand.request.method, retry, errand.attempt, judged.maxAttempts)) {
      errand.notBeforeMs = nowMs + wait;
    } else errand.outcome = { ok: false, error };
    return retry === "slow-down" ? nowMs + Math.max(wait, SHORTEST_SLOW_DOWN_MS) : 0;
  }

  function judge(errand: Errand, answer: HttpResponse | NoAnswer): Outcome | Trouble {
    if ("fault" in answer) return noAnswer(errand, answer);
    const parsed = parseBody(answer.body);
    const said = parsed.ok ? api.said(parsed.body) : null;
    const rule = ruleFor(api, errand.path, answer.status, said?.code);
    if (rule !== null) {
      const own = said === null ? "" : ` ${api.name}: ${tidySaid(said.text)}`;
      const nowMs = ports.clock.nowMs();
      const asked = retryAfterMs(answer.headers["retry-after"], nowMs);
      const rest = asked ?? rule.restMs;
      const error = fail(rule.kind, rule.sentence.replace("{doing}", doing(api, errand)) + own, {
        status: answer.status,
        ...(rest === undefined ? {} : { retryAtMs: nowMs + rest }),
        ...(said?.code === undefined ? {} : { code: said.code }),
      });
      return { error, retry: rule.retry ?? "no", maxAttempts: rule.maxAttempts, retryAfterMs: asked };
    }
    const mayBeEmpty = answer.status === 204 || errand.request.method !== "GET";
    if (parsed.ok && (parsed.body !== null || mayBeEmpty)) {
      const wasSlowed = errand.lastKind === "rate";
      return { ok: true, wasSlowed, status: answer.status, headers: answer.headers, body: parsed.body };
    }
    const sentence = `${api.name} answered with something that is not data while ${doing(api, errand)}. Try again later.`;
    const error = fail("malformed", sentence, { status: answer.status });
    return { error, retry: "again" };
  }

  function noAnswer(errand: Errand, answer: NoAnswer): Trouble {
    const todo = answer.mayPass
      ? "Try again in a few minutes."
      : "Ask whoever looks after your network whether the address is blocked.";
    // The fault's own text repeats the whole URL, filters and all (facts, 6.3): it is left out.
    const error = fail(
      "unreachable",
      `${api.name} could not be reached while ${doing(api, errand)}. ${todo}`,
    );
    return { error, retry: answer.mayPass ? "again" : "no" };
  }

  /** Runs until every errand has its outcome. */
  function run(errands: readonly Errand[]): Outcome[] {
    for (;;) {
      stopWhatIsPointless(errands);
      const open = errands.filter((errand) => errand.outcome === null);
      if (open.length === 0) break;
      sendBatch(open);
    }
    return errands.map((errand) => errand.outcome as Outcome);
  }

  const client: Client = {
    api,
    isTrial: key !== null && key === api.trialKey,
    deadlineMs: world.deadlineMs,
    get tookMs() {
      return tookMs;
    },
    get(path, query = {}) {
      return unwrap(run([prepare("GET", { path, query })])[0]);
    },
    getAll(requests) {
      return run(requests.map((request) => prepare("GET", request)));
    },
    send(method, path, query = {}, body) {
      return unwrap(run([prepare(method, { path, query }, body)])[0]);
    },
  };
  return client;
}

/** After these the same key fares no better with the next request. */
const HOPELESS: readonly ErrorKind[] = ["no-key", "refused", "usage"];

/** Hands a hopeless error on to all that is not sent yet, and a domain's daily limit to its group. */
function stopWhatIsPointless(errands: readonly Errand[]): void {
  for (const errand of errands) {
    if (errand.outcome === null || errand.outcome.ok) continue;
    const { error } = errand.outcome;
    const everyone = HOPELESS.includes(error.kind);
    if (!everyone && (error.kind !== "domain-limit" || errand.group === undefined)) continue;
    for (const other of errands) {
      if (other.outcome === null && (everyone || other.group === errand.group))
        other.outcome = errand.outcome;
    }
  }
}

function unwrap(outcome: Outcome | undefined): Answer {
  if (outcome === undefined) throw new Error("A request came back without an outcome.");
  if (!outcome.ok) throw outcome.error;
  return outcome;
}

/** "reading member fields", "writing to leads". */
function doing(api: Api, errand: Errand): string {
  const part = errand.path.split("/")[0] ?? "";
  const what = part.replace(/[-_]/g, " ");
  if (errand.request.method === "GET") return api.doings[part] ?? `reading ${what}`;
  return errand.request.method === "DELETE" ? `removing from ${what}` : `writing to ${what}`;
}

function parseBody(text: string): { readonly ok: true; readonly body: Json } | { readonly ok: false } {
  if (text.trim() === "") return { ok: true, body: null };
  try {
    return { ok: true, body: JSON.parse(text) as Json };
  } catch {
    return { ok: false };
  }
}
