import type { Api } from "./api.ts";
import { BatchSender, type SenderWorld } from "./batch-sender.ts";
import { digest } from "./digest.ts";
import { isHopeless } from "./errors.ts";
import { fieldAt } from "./json.ts";
import type { Json } from "./ports.ts";
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
  /** @param posted the body of what is read by POST. @throws ApiError */
  get(path: string, query?: Query, posted?: Json): Answer;
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

export interface ClientWorld extends Omit<SenderWorld, "secrets"> {
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
    get(path, query = {}, posted) {
      return unwrap(client.getAll([{ path, query, ...(posted === undefined ? {} : { posted }) }])[0]);
    },
    getAll(requests) {
      const prepared = (request: GetRequest) =>
        prepareRequest(api, key, request.posted === undefined ? "GET" : "POST", request, request.posted);
      return run(requests.map(prepared));
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
