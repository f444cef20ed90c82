import type { Api } from "../../src/core/api.ts";
import { type Client, createClient } from "../../src/core/client.ts";
import { createPacer } from "../../src/core/pacing.ts";
import type { Cache, Clock, HttpRequest, HttpResponse, Json, Mutex, NoAnswer } from "../../src/core/ports.ts";

/** What the far end says next: a status with a body (JSON unless it is text), or no answer at all. */
export type Reply = (Partial<HttpResponse> & { readonly json?: Json }) | NoAnswer;

/** A world in memory: its clock stands still but for sleeping and for the time that requests take. */
export class World {
  nowMs = Date.UTC(2026, 10, 16, 9);
  readonly sent: HttpRequest[] = [];
  /** When each batch left, and how many requests it had. */
  readonly batches: { atMs: number; count: number }[] = [];
  readonly slept: number[] = [];
  readonly warnings: string[] = [];
  readonly cached: Record<string, string> = {};
  lockIsBusy = false;
  requestMs = 0;
  answer: (request: HttpRequest, nth: number) => Reply = () => ({ json: {} });

  readonly clock: Clock = {
    nowMs: () => this.nowMs,
    sleepMs: (ms) => {
      this.slept.push(ms);
      this.nowMs += ms;
    },
  };

  readonly cache: Cache = {
    getAll: (names) =>
      Object.fromEntries(
        names.flatMap((name) => (name in this.cached ? [[name, this.cached[name] ?? ""]] : [])),
      ),
    putAll: (values) => void Object.assign(this.cached, values),
    remove: (names) => {
      for (const name of names) delete this.cached[name];
    },
  };

  readonly fileLock: Mutex = {
    withLock: (waitMs, work) => {
      if (!this.lockIsBusy) return { value: work() };
      this.nowMs += waitMs;
      return "busy";
    },
  };

  readonly storeLock = this.fileLock;
  readonly sheetLock = this.fileLock;

  readonly transport = {
    send: (requests: readonly HttpRequest[]) => {
      this.batches.push({ atMs: this.nowMs, count: requests.length });
      this.nowMs += this.requestMs;
      return requests.map((request) => {
        this.sent.push(request);
        return completed(this.answer(request, this.sent.length));
      });
    },
  };

  readonly random = () => 0.5;
  readonly warn = (message: string) => void this.warnings.push(message);

  /** One reply after the other; the last one is repeated. */
  replies(...replies: Reply[]): this {
    this.answer = (_, nth) => replies[Math.min(nth, replies.length) - 1] ?? { json: {} };
    return this;
  }

  client(api: Api, o: { key?: string | null; seconds?: number } = {}): Client {
    return createClient(api, {
      ports: this,
      pacer: createPacer(this, api),
      key: o.key === undefined ? "sentinel-key" : o.key,
      deadlineMs: this.nowMs + (o.seconds ?? 300) * 1000,
    });
  }

  paths(): string[] {
    return this.sent.map(({ url }) => url.replace(/^https:\/\/[^/]+\//, ""));
  }
}

function completed(reply: Reply): HttpResponse | NoAnswer {
  if ("fault" in reply) return reply;
  const { json } = reply as { json?: Json };
  return {
    status: reply.status ?? 200,
    headers: reply.headers ?? {},
    body: reply.body ?? (json === undefined ? "" : JSON.stringify(json)),
  };
}
