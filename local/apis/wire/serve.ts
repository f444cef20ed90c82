import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import type { Call, Reply, SeenRequest } from "./call.ts";
import type { SampleClock } from "./clock.ts";
import { type FaultQueue, letsServerAct, spoiled } from "./faults.ts";

export interface ServeOptions {
  /** 0, the default, picks a free one. */
  readonly port?: number;
  readonly clock: SampleClock;
  readonly faults: FaultQueue;
  /** Acts and answers in one go, so that an effect is either whole or not there. */
  readonly answer: (call: Call) => Reply;
}

export interface Served {
  /** Without a slash at its end: `http://127.0.0.1:PORT`. */
  readonly url: string;
  readonly requests: SeenRequest[];
  close(): Promise<void>;
}

/** Listens on the loopback address only, and keeps a record of what was asked. */
export async function serve(options: ServeOptions): Promise<Served> {
  const requests: SeenRequest[] = [];
  // A process that is busy for seconds would close a connection at the very moment that a request arrives on it.
  const server = createServer({ keepAliveTimeout: 0 }, (incoming, outgoing) => {
    handle(incoming, outgoing, requests, options).catch((error: unknown) => {
      // A fault in the sample itself: said plainly, so that no test takes it for the API's own 500.
      send(outgoing, { status: 500, body: `the sample server failed: ${String(error)}` });
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port ?? 0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function handle(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  requests: SeenRequest[],
  options: ServeOptions,
): Promise<void> {
  const text = await readText(incoming);
  const url = incoming.url ?? "/";
  const queryAt = url.indexOf("?");
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(incoming.headers)) headers[name] = String(value);
  const method = incoming.method ?? "GET";
  const atMs = options.clock.read(headers["x-virtual-time"]);
  const seen: SeenRequest = { method, url, headers, body: text, status: 0, atMs };
  requests.push(seen);
  const call: Call = {
    number: requests.length,
    method,
    path: queryAt < 0 ? url : url.slice(0, queryAt),
    query: new URLSearchParams(queryAt < 0 ? "" : url.slice(queryAt + 1)),
    headers,
    text,
    atMs,
  };
  const effect = options.faults.take(call);
  if (effect?.kind === "delay") await pause(effect.ms);
  if (effect?.kind === "hold") await effect.until;
  const real = letsServerAct(effect) ? options.answer(call) : undefined;
  const reply = effect === undefined ? real : spoiled(effect, call, real);
  if (reply === undefined) {
    incoming.socket.destroy();
    return;
  }
  seen.status = reply.status;
  send(outgoing, reply);
}

async function readText(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}

function send(outgoing: ServerResponse, reply: Reply): void {
  if (reply.body === undefined) {
    outgoing.writeHead(reply.status, { ...reply.headers });
    outgoing.end();
    return;
  }
  const bytes = Buffer.from(typeof reply.body === "string" ? reply.body : JSON.stringify(reply.body));
  outgoing.writeHead(reply.status, {
    "content-type": "application/json; charset=utf-8",
    "content-length": bytes.length,
    ...reply.headers,
  });
  outgoing.end(bytes);
}
