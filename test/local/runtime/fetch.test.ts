import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, expect, test } from "vitest";
import { hostOn, outcomeOf, START_MS, told } from "./fixture.ts";

interface Seen {
  method: string;
  url: string;
  headers: IncomingMessage["headers"];
  body: string;
}

let server: Server;
let seen: Seen[];
let routes: Record<string, string>;

beforeEach(async () => {
  seen = [];
  server = createServer({ keepAliveTimeout: 0 }, async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    const url = request.url ?? "";
    seen.push({ method: request.method ?? "", url, headers: request.headers, body });
    if (url.includes("drop")) return void response.destroy();
    if (url.includes("slow")) return;
    const headers: Record<string, string | string[]> = {
      "Content-Type": "text/plain; charset=utf-8",
      "X-Case": "Kept",
    };
    if (url.includes("late")) headers["X-Virtual-Delay"] = "70000";
    if (url.includes("twice")) headers["Set-Cookie"] = ["a=1", "b=2"];
    if (url.includes("to-other")) headers.Location = "https://api.hunter.io/landed";
    if (url.includes("gzip")) headers["Content-Encoding"] = "gzip";
    const status = Number(/status=(\d+)/.exec(url)?.[1] ?? (url.includes("to-other") ? 302 : 200));
    response.writeHead(status, headers);
    const text = url.includes("big") ? "x".repeat(102_400) : `äöü ${url}`;
    response.end(url.includes("gzip") ? gzipSync(text) : text);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const base = `http://127.0.0.1:${port}`;
  routes = { "https://api.huntr.co": base, "https://api.hunter.io": base };
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

const HUNTR = "https://api.huntr.co";
const run = (body: string, more: Parameters<typeof outcomeOf>[1] = {}) =>
  outcomeOf(body, { routes, ...more });

test("a fetch goes to the route, with the virtual time, Google's agent and what the script said", async () => {
  const body = `var r = UrlFetchApp.fetch("${HUNTR}/org/jobs?limit=3", { headers: { Authorization: "Bearer t" } });
    return [r.getResponseCode(), r.getContentText(), r.getHeaders()["X-Case"], r.getContent().slice(0, 2)];`;
  expect(await run(body)).toEqual([200, "äöü /org/jobs?limit=3", "Kept", [-61, -92]]);
  expect(seen).toMatchObject([
    {
      method: "GET",
      url: "/org/jobs?limit=3",
      headers: { authorization: "Bearer t", "x-virtual-time": new Date(START_MS).toISOString() },
    },
  ]);
  expect(seen[0]?.headers["user-agent"]).toContain("Google-Apps-Script");
});

test("facts 6.1: methods, JSON bodies, form bodies, DELETE with a body", async () => {
  const body = `
    UrlFetchApp.fetch("${HUNTR}/a", { method: "POST", contentType: "application/json", payload: JSON.stringify({ a: 1 }) });
    UrlFetchApp.fetch("${HUNTR}/b", { method: "post", payload: { x: "1 2", y: "ä" } });
    UrlFetchApp.fetch("${HUNTR}/c", { method: "delete", contentType: "application/json", payload: "{}" });`;
  await run(body);
  expect(seen.map(({ method, headers, body: sent }) => [method, headers["content-type"], sent])).toEqual([
    ["POST", "application/json", '{"a":1}'],
    ["POST", "application/x-www-form-urlencoded", "x=1+2&y=%C3%A4"],
    ["DELETE", "application/json", "{}"],
  ]);
});

test("facts 6.2: repeated headers are a list in getAllHeaders; gzip is undone", async () => {
  const body = `var r = UrlFetchApp.fetch("${HUNTR}/twice?gzip"); return [r.getAllHeaders()["Set-Cookie"], r.getContentText()];`;
  expect(await run(body)).toEqual([["a=1", "b=2"], "äöü /twice?gzip"]);
});

test("facts 6.3: a failure throws with scheme and host only, unless muted", async () => {
  const url = `${HUNTR}/a?status=404&key=secret`;
  const thrown = await run(`UrlFetchApp.fetch("${url}")`);
  expect(thrown).toMatch(
    /^Exception: Request failed for https:\/\/api.huntr.co returned code 404. Truncated server response: /,
  );
  expect(
    await run(`return UrlFetchApp.fetch("${url}", { muteHttpExceptions: true }).getResponseCode()`),
  ).toBe(404);
});

test.each([
  ["an unknown host", "https://nowhere.example/a?b=c", "DNS error: https://nowhere.example/a?b=c"],
  ["a private address", "http://192.168.0.1/a", "Address unavailable: http://192.168.0.1/a"],
  ["a connection that breaks", `${HUNTR}/drop`, `Address unavailable: ${HUNTR}/drop`],
  ["no address", "nonsense", "Invalid argument: nonsense"],
])("facts 6.3: %s throws in spite of mute, with the whole address", async (_, url, message) => {
  const o = { manifest: { urlFetchWhitelist: undefined } };
  expect(await run(`UrlFetchApp.fetch("${url}", { muteHttpExceptions: true })`, o)).toBe(
    `Exception: ${message}`,
  );
});

test("facts 6.1: a fetch times out after 60 s, by the server's word on the virtual clock", async () => {
  const host = await hostOn(
    `function main() { UrlFetchApp.fetch("${HUNTR}/late", { timeoutSeconds: 300 }); }`,
    { routes },
  );
  const execution = await host.call("main", [], { entry: "menu" });
  expect(told(execution)).toBe(`Exception: Timeout: ${HUNTR}/late`);
  expect(execution.virtualMs).toBe(60_250);
  const settable = { switches: { fetchTimeoutSettable: true } };
  const body = `return UrlFetchApp.fetch("${HUNTR}/late", { timeoutSeconds: 300 }).getResponseCode()`;
  expect(await run(body, settable)).toBe(200);
});

test("facts 6.1: a server that never answers times out", async () => {
  const switches = { fetchTimeoutSeconds: 0.2 };
  expect(await run(`UrlFetchApp.fetch("${HUNTR}/slow")`, { switches })).toBe(
    `Exception: Timeout: ${HUNTR}/slow`,
  );
});

test.each([
  [
    "an address beyond 2,048 characters",
    `"${HUNTR}/" + new Array(2049).join("x")`,
    "{}",
    "Limit Exceeded: URLFetch URL Length.",
  ],
  [
    "a Host header",
    `"${HUNTR}/"`,
    '{ headers: { Host: "a" } }',
    "Attribute provided with invalid value: Header:Host",
  ],
  [
    "a null header",
    `"${HUNTR}/"`,
    '{ headers: { "X-A": null } }',
    "Attribute provided with invalid value: Header:X-A",
  ],
  [
    "an undefined header",
    `"${HUNTR}/"`,
    '{ headers: { "X-A": undefined } }',
    "Attribute provided with invalid value: Header:X-A",
  ],
  [
    "headers that are a list",
    `"${HUNTR}/"`,
    '{ headers: ["a"] }',
    "Attribute provided with invalid value: headers",
  ],
  [
    "an address that is too long once it is escaped",
    `"${HUNTR}/?q=" + "ä".repeat(400)`,
    "{}",
    "Limit Exceeded: URLFetch URL Length.",
  ],
  [
    "headers beyond 8 KB",
    `"${HUNTR}/"`,
    '{ headers: { a: new Array(8200).join("x") } }',
    "Limit Exceeded: URLFetch Header Size.",
  ],
  [
    "more than 100 headers",
    `"${HUNTR}/"`,
    '{ headers: Object.fromEntries(Array.from({ length: 101 }, function (_, i) { return ["a" + i, "x"]; })) }',
    "Limit Exceeded: URLFetch Header Count.",
  ],
  [
    "a header of two lines",
    `"${HUNTR}/"`,
    '{ headers: { Authorization: "Bearer a\\nb" } }',
    "Attribute provided with invalid value: Header:Authorization",
  ],
  [
    "a header with what is not Latin-1",
    `"${HUNTR}/"`,
    '{ headers: { Authorization: "Bearer \u200bab" } }',
    "Attribute provided with invalid value: Header:Authorization",
  ],
  [
    "a body beyond 50 MB",
    `"${HUNTR}/"`,
    '{ method: "post", payload: "x".repeat(50 * 1024 * 1024 + 1) }',
    "Limit Exceeded: URLFetch POST Size.",
  ],
  [
    "a method that is none",
    `"${HUNTR}/"`,
    '{ method: "list" }',
    "Attribute provided with invalid value: method",
  ],
])("facts 1.3, 6.1: %s is refused before anything is sent", async (_, url, params, message) => {
  expect(await run(`UrlFetchApp.fetch(${url}, ${params})`)).toBe(`Exception: ${message}`);
  expect(seen).toEqual([]);
});

test("facts 6.1: a GET with a payload is refused by default, left out by the switch", async () => {
  const body = `return UrlFetchApp.fetch("${HUNTR}/a", { payload: "x" }).getResponseCode()`;
  expect(await run(body)).toMatch(/not settled/);
  expect(await run(body, { switches: { getWithPayload: "ignored" } })).toBe(200);
  expect(seen.map((s) => s.body)).toEqual([""]);
});

test("facts 6.1: a Content-Type among the headers does nothing by default, is sent by the switch", async () => {
  const body = `UrlFetchApp.fetch("${HUNTR}/a", { method: "post", headers: { "content-type": "application/json" }, payload: "{}" })`;
  await run(body);
  await run(body, { switches: { contentTypeInHeaders: "used" } });
  expect(seen.map(({ headers }) => headers["content-type"])).toEqual([
    "application/x-www-form-urlencoded",
    "application/json",
  ]);
});

test("facts 6.4: fetchAll of nothing is refused by default, nothing by the switch", async () => {
  const body = "return UrlFetchApp.fetchAll([])";
  expect(await run(body)).toMatch(/not settled/);
  expect(await run(body, { switches: { emptyFetchAll: "empty" } })).toEqual([]);
});

test.each([
  ["https://api.huntr.co/", `${HUNTR}/org`, true],
  ["https://api.huntr.co/org", `${HUNTR}/org/jobs`, true],
  ["https://api.huntr.co/Org", `${HUNTR}/org`, false],
  ["https://*.huntr.co/", `${HUNTR}/org`, true],
  ["https://*.co/org", `${HUNTR}/org`, true],
  ["https://api.huntr.co", `${HUNTR}/org`, false],
  ["https://api.hunter.io/", `${HUNTR}/org`, false],
])("facts 3.4: urlFetchWhitelist %s lets %s through: %s", async (prefix, url, isAllowed) => {
  const out = await run(`return UrlFetchApp.fetch("${url}").getResponseCode()`, {
    manifest: { urlFetchWhitelist: [prefix] },
  });
  if (isAllowed) expect(out).toBe(200);
  else expect(out).toMatch(/urlFetchWhitelist/);
});

test("facts 6.4: fetchAll sends side by side, answers in order, and lasts as long as its slowest", async () => {
  const host = await hostOn(
    `function main() { return UrlFetchApp.fetchAll(["${HUNTR}/1", { url: "${HUNTR}/big" }, "${HUNTR}/3"]).map(function (r) { return r.getContentText().slice(0, 6); }); }`,
    { routes },
  );
  const execution = await host.call("main", [], { entry: "menu" });
  expect(told(execution)).toEqual(["äöü /1", "xxxxxx", "äöü /3"]);
  expect(execution.virtualMs).toBe(260);
  expect(execution.requests.map((r) => [r.url, r.status, r.atMs])).toEqual(
    expect.arrayContaining([
      [`${HUNTR}/1`, 200, START_MS],
      [`${HUNTR}/big`, 200, START_MS],
    ]),
  );
});

test("facts 6.4: one malformed address fails the batch before anything is sent", async () => {
  expect(await run(`UrlFetchApp.fetchAll(["${HUNTR}/1", "nonsense"])`)).toBe(
    "Exception: Invalid argument: nonsense",
  );
  expect(seen).toEqual([]);
});

test("facts 6.4: one unmuted failure, or one broken connection, loses the whole batch", async () => {
  const failing = `[{ url: "${HUNTR}/1", muteHttpExceptions: true }, "${HUNTR}/2?status=500"]`;
  expect(await run(`UrlFetchApp.fetchAll(${failing})`)).toMatch(/returned code 500/);
  const broken = `[{ url: "${HUNTR}/1", muteHttpExceptions: true }, { url: "${HUNTR}/drop", muteHttpExceptions: true }]`;
  expect(await run(`UrlFetchApp.fetchAll(${broken})`)).toMatch(/Address unavailable/);
  expect(seen).toHaveLength(4);
});

test("facts 6.4: a batch that fails lasts as long as its slowest member, not as all together", async () => {
  const host = await hostOn(
    `function main() { try { UrlFetchApp.fetchAll(["${HUNTR}/late", "${HUNTR}/late", "${HUNTR}/drop"]); } catch (e) { return e.message; } }`,
    { routes },
  );
  const execution = await host.call("main", [], { entry: "menu" });
  expect(told(execution)).toMatch(/^Timeout/);
  expect(execution.virtualMs).toBeLessThan(61_000);
});

test("facts 1.3: each member of fetchAll counts to the day's 20,000", async () => {
  const host = await hostOn(
    `function one() { return UrlFetchApp.fetch("${HUNTR}/1").getResponseCode(); } function three() { UrlFetchApp.fetchAll(["${HUNTR}/1", "${HUNTR}/1", "${HUNTR}/1"]); }`,
    { routes },
  );
  await host.call("one", [], { entry: "menu" });
  const counter = host.save().counters["olga@example.com"];
  if (counter) counter.fetches = 19_997;
  expect(told(await host.call("three", [], { entry: "menu" }))).toBe(null);
  expect(told(await host.call("one", [], { entry: "menu" }))).toBe(
    "Exception: Service invoked too many times for one day: urlfetch.",
  );
  await host.advance(24 * 60 * 60_000);
  expect(told(await host.call("one", [], { entry: "menu" }))).toBe(200);
});

test("facts 6.2: a redirect is followed without credentials on another host, or given back when told so", async () => {
  const params = '{ headers: { Authorization: "Bearer t" }';
  const body = `return UrlFetchApp.fetch("${HUNTR}/to-other", ${params} }).getContentText()`;
  expect(await run(body)).toBe("äöü /landed");
  expect(seen.map((s) => s.headers.authorization)).toEqual(["Bearer t", undefined]);
  const kept = `return UrlFetchApp.fetch("${HUNTR}/to-other", ${params}, followRedirects: false }).getResponseCode()`;
  expect(await run(kept)).toBe(302);
});

test("modelled time: 250 ms and a millisecond per 10 KB", async () => {
  const host = await hostOn(`function main() { UrlFetchApp.fetch("${HUNTR}/big"); }`, { routes });
  expect((await host.call("main", [], { entry: "menu" })).virtualMs).toBe(260);
});

test("on the real clock sleeps are slept, and servers are told what the clock of the book says", async () => {
  const host = await hostOn(
    `function main() { Utilities.sleep(50); UrlFetchApp.fetch("${HUNTR}/1"); return Date.now(); }`,
    {
      routes,
      realTime: true,
    },
  );
  const startMs = Date.now();
  const execution = await host.call("main", [], { entry: "menu" });
  expect(Date.now() - startMs).toBeGreaterThanOrEqual(50);
  expect(Math.abs(Number(told(execution)) - Date.now())).toBeLessThan(
    60_000 + START_MS - Math.min(START_MS, Date.now()),
  );
  const heardMs = Date.parse(String(seen[0]?.headers["x-virtual-time"]));
  expect(heardMs).toBeGreaterThanOrEqual(START_MS);
  expect(heardMs).toBeLessThanOrEqual(host.now());
});
