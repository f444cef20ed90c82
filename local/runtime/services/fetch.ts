import { NEEDS } from "../access.ts";
import { fetchMs } from "../costs.ts";
import type { RequestFault } from "../faults.ts";
import { GoogleError } from "../google-error.ts";
import type { WireRequest, WireResponse } from "../guest/url-fetch.ts";
import { type Incoming, type Outgoing, send } from "../http.ts";
import {
  FETCH_BODY_BYTES,
  FETCH_HEADER_BYTES,
  FETCH_HEADERS,
  FETCH_URL_CHARACTERS,
  FETCHES_PER_DAY,
} from "../limits.ts";
import { type CallContext, counted, free, type ServiceTable } from "../service.ts";
import { dayCounter, type World } from "../world.ts";

/** facts 6.2: the agent that Google names; may be overridden. */
const USER_AGENT =
  "Mozilla/5.0 (compatible; Google-Apps-Script; beanserver; +https://script.google.com; id: stand-in)";
const METHODS = ["get", "post", "put", "patch", "delete"];
/** A redirect chain is given up after so many ([K], as browsers do). */
const MOST_REDIRECTS = 20;
/** A server may say with this header how many virtual milliseconds its answer took beside the network's. */
const DELAY_HEADER = "x-virtual-delay";
/** Statuses that are no failure (facts 6.3: non-2xx without mute throws; redirects that were not followed do not). */
const FIRST_FAILURE = 400;
/** What HTTP lets a header be called, and hold: one line of Latin-1. */
const HEADER_NAME = /^[!#$%&'*+.^`|~\w-]+$/;
const HEADER_VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;
/** How much of a failed answer the error shows. */
const SHOWN_CHARACTERS = 100;

/** A request that was looked at: it may be sent. */
interface Checked {
  readonly request: WireRequest;
  readonly method: string;
  readonly headers: [string, string][];
  readonly body: Buffer | null;
  readonly contentType: string | null;
  readonly timeoutMs: number;
}

function bodyOf(payload: NonNullable<WireRequest["payload"]>): { body: Buffer; type: string | null } {
  if ("text" in payload) return { body: Buffer.from(payload.text, "utf8"), type: null };
  if ("base64" in payload) return { body: Buffer.from(payload.base64, "base64"), type: payload.type };
  const form = new URLSearchParams(payload.form);
  return { body: Buffer.from(form.toString()), type: null };
}

/** facts 3.4: https prefixes only, with a path; the path is case-sensitive; one leading "*." stands for any host part. */
function isAllowed(url: URL, list: readonly string[]): boolean {
  return list.some((prefix) => {
    const match = /^https:\/\/(\*\.)?([^/]+)(\/.*)$/.exec(prefix);
    if (!match || url.protocol !== "https:") return false;
    const [, wild, host = "", path = "/"] = match;
    const hostFits = wild ? url.host.endsWith(`.${host.toLowerCase()}`) : url.host === host.toLowerCase();
    return hostFits && (url.pathname + url.search).startsWith(path);
  });
}

/** What is wrong with a request before it is sent. @throws GoogleError (facts 1.3, 6.1, 6.3) */
function check({ world }: CallContext, request: WireRequest): Checked {
  const { switches } = world;
  let url: URL;
  try {
    url = new URL(request.url);
  } catch {
    throw new GoogleError(`Invalid argument: ${request.url}`);
  }
  if (url.protocol !== "https:" && url.protocol !== "http:")
    throw new GoogleError(`Invalid argument: ${request.url}`);
  // What is sent counts: "ä" is six characters of it.
  if (Math.max(request.url.length, url.href.length) > FETCH_URL_CHARACTERS)
    throw new GoogleError("Limit Exceeded: URLFetch URL Length.");
  const method = String(request.method ?? "get").toLowerCase();
  if (!METHODS.includes(method)) throw new GoogleError(`Attribute provided with invalid value: method`);

  const headers: [string, string][] = [];
  for (const [name, value] of Object.entries(request.headers ?? {})) {
    const isWrong = value === null || value === undefined || /^(host|content-length)$/i.test(name);
    if (isWrong || !HEADER_NAME.test(name) || !HEADER_VALUE.test(String(value)))
      throw new GoogleError(`Attribute provided with invalid value: Header:${name}`);
    if (switches.contentTypeInHeaders === "used" || !/^content-type$/i.test(name))
      headers.push([name, String(value)]);
  }
  const headerBytes = headers.reduce((sum, [name, value]) => sum + Buffer.byteLength(name + value) + 4, 0);
  if (headers.length > FETCH_HEADERS) throw new GoogleError("Limit Exceeded: URLFetch Header Count.");
  if (headerBytes > FETCH_HEADER_BYTES) throw new GoogleError("Limit Exceeded: URLFetch Header Size.");

  let body: Buffer | null = null;
  let contentType = request.contentType === undefined ? null : String(request.contentType);
  if (request.payload !== undefined) {
    if (method === "get") {
      if (switches.getWithPayload === "refused")
        throw new GoogleError(
          "not settled by any source, so refused in the stand-in: a GET with a payload",
          "Error",
        );
    } else {
      const read = bodyOf(request.payload);
      body = read.body;
      // facts 6.1: form-urlencoded unless said otherwise.
      contentType ??= read.type ?? "application/x-www-form-urlencoded";
      if (body.length > FETCH_BODY_BYTES) throw new GoogleError("Limit Exceeded: URLFetch POST Size.");
    }
  }
  const list = world.project.manifest.urlFetchWhitelist;
  // The wording is ours: no source has Google's.
  if (list && !isAllowed(url, list))
    throw new GoogleError(
      `The URL is not in the urlFetchWhitelist of the manifest: ${url.origin}${url.pathname}`,
    );
  const seconds =
    switches.fetchTimeoutSettable && typeof request.timeoutSeconds === "number"
      ? request.timeoutSeconds
      : switches.fetchTimeoutSeconds;
  return { request, method, headers, body, contentType, timeoutMs: seconds * 1000 };
}

const asked = new WeakMap<World, Map<string, Promise<string>>>();

/** Where an origin really is; null for every host that is not routed. */
async function routeOf(world: World, origin: string): Promise<string | null> {
  const route = world.routes[origin];
  if (route === undefined) return null;
  if (typeof route === "string") return route;
  const answers = asked.get(world) ?? new Map<string, Promise<string>>();
  asked.set(world, answers);
  const answer = answers.get(origin) ?? route();
  answers.set(origin, answer);
  return answer;
}

const isLoopback = (base: string) => /^(127\.\d+\.\d+\.\d+|localhost|\[::1\])$/.test(new URL(base).hostname);

function headersOnWire(checked: Checked, sameHost: boolean): [string, string][] {
  const headers = checked.headers.filter(([name]) => sameHost || !/^(authorization|cookie)$/i.test(name));
  const has = (wanted: string) => headers.some(([name]) => name.toLowerCase() === wanted);
  if (!has("user-agent")) headers.push(["User-Agent", USER_AGENT]);
  if (!has("accept-encoding")) headers.push(["Accept-Encoding", "gzip"]);
  if (checked.body && checked.contentType && !has("content-type"))
    headers.push(["Content-Type", checked.contentType]);
  if (checked.body) headers.push(["Content-Length", String(checked.body.length)]);
  return headers;
}

/** No answer came. `ms`: how long that took. */
class Undelivered extends GoogleError {
  readonly ms: number;
  constructor(message: string, ms: number) {
    super(message);
    this.ms = ms;
  }
}

function isAddressOf(error: unknown, ...codes: string[]): boolean {
  return codes.includes((error as { code?: string }).code ?? "");
}

/** The answer that a fault puts in place of the server's. @throws Error as `send` does */
function struck({ outcome }: RequestFault): Incoming {
  if (outcome === "timed out") throw Object.assign(new Error("timed out"), { code: "ETIMEDOUT" });
  if (outcome === "lost") throw Object.assign(new Error("socket hang up"), { code: "ECONNRESET" });
  const headers = { "Content-Type": "application/json", ...outcome.headers };
  return {
    status: outcome.status,
    headers: Object.entries(headers),
    body: Buffer.from(JSON.stringify(outcome.body)),
  };
}

/** One answer, redirects followed. @throws GoogleError in spite of mute (facts 6.3) */
async function deliver(context: CallContext, checked: Checked): Promise<{ incoming: Incoming; ms: number }> {
  const { world, run } = context;
  let url = checked.request.url;
  let method = checked.method;
  let body = checked.body;
  let ms = 0;
  const firstHost = new URL(url).host;
  for (let hop = 0; hop <= MOST_REDIRECTS; hop += 1) {
    const record = { method: method.toUpperCase(), url, atMs: run.now() + ms };
    const { origin, host } = new URL(url);
    const base = await routeOf(world, origin);
    const headers = headersOnWire({ ...checked, body }, host === firstHost);
    // Rate limits can be judged on the book's clock. A true host hears nothing of it.
    if (base !== null && isLoopback(base))
      headers.push(["X-Virtual-Time", new Date(run.now()).toISOString()]);
    const sent = { headers, body };
    const begunMs = performance.now();
    const told = (received: Incoming | null) => {
      const status = received?.status ?? null;
      run.requests.push({ ...record, status });
      const tookMs = performance.now() - begunMs;
      world.emit("request", { ...record, status, id: run.id, tookMs, sent, received });
    };
    if (base === null) {
      told(null);
      // A host is reached only by a route, and private addresses are refused by Google too (facts 6.2).
      throw new Undelivered(
        /^(\d|\[|localhost)/.test(host) ? `Address unavailable: ${url}` : `DNS error: ${url}`,
        ms,
      );
    }
    if (!isLoopback(base) && base !== origin)
      throw new GoogleError(
        `A route of the stand-in must lead to this machine or to the host itself: ${base}`,
        "Error",
      );
    const outgoing: Outgoing = {
      method: method.toUpperCase(),
      url,
      base,
      ...sent,
      timeoutMs: checked.timeoutMs,
    };
    let incoming: Incoming;
    try {
      const fault = world.requestFaults.take(origin);
      incoming = fault ? struck(fault) : await send(outgoing);
    } catch (error) {
      told(null);
      if (isAddressOf(error, "ETIMEDOUT")) throw new Undelivered(`Timeout: ${url}`, ms + checked.timeoutMs);
      if (isAddressOf(error, "ENOTFOUND", "EAI_AGAIN")) throw new Undelivered(`DNS error: ${url}`, ms);
      throw new Undelivered(`Address unavailable: ${url}`, ms + fetchMs(0));
    }
    told(incoming);
    const header = (name: string) => incoming.headers.find(([key]) => key.toLowerCase() === name)?.[1];
    const delayMs = Number(header(DELAY_HEADER) ?? 0) || 0;
    ms += fetchMs(incoming.body.length) + delayMs;
    if (delayMs >= checked.timeoutMs)
      throw new Undelivered(`Timeout: ${url}`, ms - delayMs + checked.timeoutMs);
    if (incoming.body.length > FETCH_BODY_BYTES)
      throw new Undelivered("Limit Exceeded: URLFetch Response Size.", ms);
    const location = header("location");
    const redirects = [301, 302, 303, 307, 308].includes(incoming.status) && location !== undefined;
    if (!redirects || !checked.request.followRedirects) return { incoming, ms };
    url = new URL(location, url).href;
    if (incoming.status !== 307 && incoming.status !== 308 && method !== "get") {
      method = "get";
      body = null;
    }
  }
  throw new Undelivered(`Too many redirects: ${checked.request.url}`, ms);
}

function charsetOf(type: string | null): string {
  return /charset=["']?([\w-]+)/i.exec(type ?? "")?.[1] ?? "utf-8";
}

/** @throws GoogleError for a charset that nobody knows */
export function decodeText(bytes: Buffer, charset: string): string {
  try {
    return new TextDecoder(charset).decode(bytes);
  } catch {
    throw new GoogleError(`Invalid argument: ${charset}`);
  }
}

function keep({ run }: CallContext, incoming: Incoming): WireResponse {
  const type = incoming.headers.find(([name]) => name.toLowerCase() === "content-type")?.[1] ?? null;
  const id = run.responses.push({ bytes: incoming.body }) - 1;
  return {
    id,
    status: incoming.status,
    headers: incoming.headers.filter(([name]) => name.toLowerCase() !== DELAY_HEADER),
    text: decodeText(incoming.body, charsetOf(type)),
    type,
  };
}

/** facts 6.3: only scheme and host are named. @throws GoogleError for an answer that is a failure and not muted */
function judge(checked: Checked, response: WireResponse): void {
  if (checked.request.muteHttpExceptions || response.status < FIRST_FAILURE) return;
  const { origin } = new URL(checked.request.url);
  const shown =
    response.text.length > SHOWN_CHARACTERS
      ? `${response.text.slice(0, SHOWN_CHARACTERS)}...`
      : response.text;
  throw new GoogleError(
    `Request failed for ${origin} returned code ${response.status}. Truncated server response: ${shown} (use muteHttpExceptions option to examine full response)`,
  );
}

/** facts 1.3: each member of fetchAll counts. */
function checkQuota({ world, run }: CallContext, calls: number): void {
  const counter = dayCounter(world, run.user);
  counter.fetches += calls;
  if (counter.fetches > FETCHES_PER_DAY)
    throw new GoogleError("Service invoked too many times for one day: urlfetch.");
}

export const fetchCalls: ServiceTable = {
  "UrlFetchApp.fetch": counted(NEEDS.fetch, async (context, { request }: { request: WireRequest }) => {
    const checked = check(context, request);
    checkQuota(context, 1);
    try {
      const { incoming, ms } = await deliver(context, checked);
      context.run.spend(ms);
      const response = keep(context, incoming);
      judge(checked, response);
      return response;
    } catch (error) {
      if (error instanceof Undelivered) context.run.spend(error.ms);
      throw error;
    }
  }),
  // facts 6.4: one malformed address fails the batch before anything is sent; a fault of one loses all; the call
  // lasts as long as its slowest member.
  "UrlFetchApp.fetchAll": counted(NEEDS.fetch, async (context, { requests }: { requests: WireRequest[] }) => {
    if (requests.length === 0 && context.world.switches.emptyFetchAll === "refused")
      throw new GoogleError(
        "not settled by any source, so refused in the stand-in: fetchAll without a request",
        "Error",
      );
    const checked = requests.map((request) => check(context, request));
    checkQuota(context, requests.length);
    const outcomes = await Promise.allSettled(checked.map((each) => deliver(context, each)));
    let slowest = 0;
    for (const outcome of outcomes) {
      const ended: unknown = outcome.status === "fulfilled" ? outcome.value : outcome.reason;
      slowest = Math.max(slowest, (ended as { ms?: number }).ms ?? 0);
    }
    context.run.spend(slowest);
    const fault = outcomes.find((outcome) => outcome.status === "rejected");
    if (fault) throw fault.reason;
    return outcomes.map((outcome, i) => {
      const { incoming } = (outcome as PromiseFulfilledResult<{ incoming: Incoming }>).value;
      const response = keep(context, incoming);
      judge(checked[i] as Checked, response);
      return response;
    });
  }),
  "UrlFetchApp.getRequest": free(NEEDS.fetch, (context, { request }: { request: WireRequest }) => {
    const checked = check(context, request);
    return {
      url: request.url,
      method: checked.method,
      contentType: checked.contentType ?? "application/x-www-form-urlencoded",
      ...(checked.body ? { payload: checked.body.toString("utf8") } : {}),
      headers: Object.fromEntries(checked.headers),
    };
  }),
  "HTTPResponse.getContentText": free(
    NEEDS.nothing,
    ({ run }, { id, charset }: { id: number; charset: string }) =>
      decodeText(run.responses[id]?.bytes ?? Buffer.alloc(0), charset),
  ),
  "HTTPResponse.getContent": free(NEEDS.nothing, ({ run }, { id }: { id: number }) => [
    ...new Int8Array(run.responses[id]?.bytes ?? Buffer.alloc(0)),
  ]),
  "HTTPResponse.getBlob": free(NEEDS.nothing, ({ run }, { id }: { id: number }) =>
    (run.responses[id]?.bytes ?? Buffer.alloc(0)).toString("base64"),
  ),
};
