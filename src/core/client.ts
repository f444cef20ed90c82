import type { Api } from "./api.ts";
import { BatchSender, type SenderWorld } from "./batch-sender.ts";
import { bytesIn } from "./bytes.ts";
import { digest } from "./digest.ts";
import { isHopeless } from "./errors.ts";
import { fieldAt } from "./json.ts";
import { type Cache, type Json, LONGEST_SECONDS } from "./ports.ts";
import type { Query } from "./query.ts";
import {
  type Answer,
  type GetRequest,
  type Outcome,
  type PendingRequest,
  prepareRequest,
} from "./request.ts";

export interface Client {
  readonly api: Api;
  /** What it answers is made up. */
  readonly isTrial: boolean;
  /** Tells the key from others and does not give it away; "" without one. */
  readonly keyMark: string;
  /** Nothing is sent, and nothing waits, past this instant (milliseconds since 1970). */
  deadlineMs: number;
  /** Milliseconds since 1970. */
  nowMs(): number;
  /** How long the last requests took, without the wait for their turn. */
  readonly tookMs: number;
  /** Books a turn for so many requests that follow at once: for who has the lock that it takes. */
  book(path: string, count: number, untilMs: number): void;
  /** @throws ApiError */
  get(path: string, query?: Query): Answer;
  /** Reads by POST. @param isPriced as of a `GetRequest`; what such a one was answered is kept for some hours. @throws ApiError */
  post(path: string, query: Query, posted: Json, isPriced: boolean): Answer;
  /**
   * Side by side; each request fails, waits and tries again for itself, but a priced one only when it was turned away
   * unread. One outcome per request, in their order.
   */
  getAll(requests: readonly GetRequest[]): Outcome[];
  /**
   * Sends a change once. It is sent again only when the API turned it away unread.
   * After `unreachable` or `malformed` the effect may be there all the same.
   * @throws ApiError
   */
  send(method: "POST" | "PUT" | "DELETE", path: string, query?: Query, body?: Json): Answer;
}

/** A cache holds 100 KB in a value (facts, 1.4). */
const MOST_KEPT_BYTES = 95_000;

export interface ClientWorld extends Omit<SenderWorld, "secrets"> {
  readonly ports: SenderWorld["ports"] & { readonly cache?: Cache };
  /** Null when none is stored. */
  readonly key: string | null;
  /** The client's first one. */
  readonly deadlineMs: number;
}

export function createClient(api: Api, { ports, pacer, key, deadlineMs }: ClientWorld): Client {
  const sender = new BatchSender(api, { ports, pacer, secrets: key === null ? [] : [key] });

  /** Runs until every request has its outcome. */
  function run(requests: readonly PendingRequest[]): Outcome[] {
    let account: { readonly data: Json | undefined } | null = null;
    for (;;) {
      stopWhatIsPointless(requests);
      const open = requests.filter((pending) => pending.outcome === null);
      if (open.length === 0) break;
      sender.send(open, client.deadlineMs);
      const unclear = open.filter((pending) => pending.unclear !== null);
      if (unclear.length === 0) continue;
      account ??= { data: unclear.some(({ path }) => path === api.accountPath) ? undefined : accountData() };
      sender.judge(unclear, account.data);
    }
    return requests.map((pending) => pending.outcome as Outcome);
  }

  /** What the account says, for what only it can tell. Free. */
  function accountData(): Json | undefined {
    const [outcome] = run([prepareRequest(api, key, "GET", { path: api.accountPath ?? "" })]);
    return outcome?.ok ? fieldAt(outcome.body, "data") : undefined;
  }

  const client: Client = {
    api,
    nowMs: () => ports.clock.nowMs(),
    isTrial: key !== null && key === api.trialKey,
    keyMark: key === null ? "" : digest(key),
    deadlineMs,
    get tookMs() {
      return sender.tookMs;
    },
    book: (path, count, untilMs) => sender.book(path, count, untilMs),
    get(path, query = {}) {
      return unwrap(run([prepareRequest(api, key, "GET", { path, query })])[0]);
    },
    post(path, query, posted, isPriced) {
      const request = { path, query, posted, isPriced };
      const { cache } = ports;
      const name = `posted.${digest(JSON.stringify([client.keyMark, path, query, posted]))}`;
      const kept = isPriced && cache?.getAll([name])[name];
      if (kept) return JSON.parse(kept) as Answer;
      const answer = unwrap(run([prepareRequest(api, key, "POST", request, posted)])[0]);
      const text = JSON.stringify(answer);
      if (isPriced && bytesIn(text) < MOST_KEPT_BYTES) cache?.putAll({ [name]: text }, LONGEST_SECONDS);
      return answer;
    },
    getAll(requests) {
      return run(requests.map((request) => prepareRequest(api, key, "GET", request)));
    },
    send(method, path, query = {}, body) {
      return unwrap(run([prepareRequest(api, key, method, { path, query }, body)])[0]);
    },
  };
  return client;
}

/** Hands a hopeless error on to all that is not sent yet, and a domain's daily limit to its group. */
function stopWhatIsPointless(requests: readonly PendingRequest[]): void {
  for (const pending of requests) {
    if (pending.outcome === null || pending.outcome.ok) continue;
    const { error } = pending.outcome;
    const everyone = isHopeless(error);
    if (!everyone && (error.kind !== "domain-limit" || pending.group === undefined)) continue;
    for (const other of requests) {
      if (other.outcome === null && (everyone || other.group === pending.group))
        other.outcome = pending.outcome;
    }
  }
}

function unwrap(outcome: Outcome | undefined): Answer {
  if (outcome === undefined) throw new Error("A request came back without an outcome.");
  if (!outcome.ok) throw outcome.error;
  return outcome;
}
