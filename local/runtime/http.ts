import http from "node:http";
import https from "node:https";
import type { Socket } from "node:net";
import { brotliDecompressSync, gunzipSync, inflateSync } from "node:zlib";

/** A request as it goes over the wire. */
export interface Outgoing {
  readonly method: string;
  /** The address that the script named. */
  readonly url: string;
  /** Where that origin really is. */
  readonly base: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: Buffer | null;
  readonly timeoutMs: number;
}

export interface Incoming {
  readonly status: number;
  readonly headers: readonly (readonly [string, string])[];
  /** Decoded: gzip is undone (facts 6.2). */
  readonly body: Buffer;
}

/** Connections are kept, as Google keeps its own. */
const pooled = { keepAlive: true, maxSockets: 32 };
const agents = { "http:": new http.Agent(pooled), "https:": new https.Agent(pooled) };
/**
 * Servers close connections that nobody used for some seconds, Node's after 5: what is sent at that moment is lost. While
 * a book is written this program may notice nothing for as long.
 */
const LONGEST_IDLE_MS = 2_000;
const idleSinceMs = new WeakMap<Socket, number>();

function dropIdle(agent: http.Agent): void {
  const latest = performance.now() - LONGEST_IDLE_MS;
  for (const sockets of Object.values(agent.freeSockets))
    for (const socket of sockets ?? []) if ((idleSinceMs.get(socket) ?? latest) <= latest) socket.destroy();
}

function decoded(body: Buffer, encoding: string | undefined): Buffer {
  if (encoding === "gzip" || encoding === "x-gzip") return gunzipSync(body);
  if (encoding === "deflate") return inflateSync(body);
  if (encoding === "br") return brotliDecompressSync(body);
  return body;
}

function pairs(raw: readonly string[]): [string, string][] {
  const list: [string, string][] = [];
  for (let i = 0; i + 1 < raw.length; i += 2) list.push([raw[i] as string, raw[i + 1] as string]);
  return list;
}

/**
 * Sends one request.
 * @throws Error whose `code` is ETIMEDOUT after the time-out, or what the connection said
 */
export function send(o: Outgoing): Promise<Incoming> {
  const named = new URL(o.url);
  const real = new URL(o.base);
  const isSecure = real.protocol === "https:";
  const agent = agents[isSecure ? "https:" : "http:"];
  dropIdle(agent);
  return new Promise((resolve, reject) => {
    const request = (isSecure ? https : http).request(
      {
        agent,
        host: real.hostname,
        port: real.port,
        path: `${real.pathname.replace(/\/$/, "")}${named.pathname}${named.search}`,
        method: o.method,
        headers: Object.fromEntries(o.headers),
        setHost: true,
      },
      (response) => {
        const { socket } = response;
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("error", reject);
        response.on("end", () => {
          idleSinceMs.set(socket, performance.now());
          try {
            const body = decoded(Buffer.concat(chunks), response.headers["content-encoding"]);
            resolve({ status: response.statusCode ?? 0, headers: pairs(response.rawHeaders), body });
          } catch (error) {
            reject(error);
          }
        });
      },
    );
    request.setTimeout(o.timeoutMs, () =>
      request.destroy(Object.assign(new Error("timed out"), { code: "ETIMEDOUT" })),
    );
    request.on("error", reject);
    request.end(o.body ?? undefined);
  });
}

/** Lets the program end: idle connections would hold it for a while. */
export function closeConnections(): void {
  for (const agent of Object.values(agents)) agent.destroy();
}
