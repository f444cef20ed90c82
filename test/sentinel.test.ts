import { afterAll, beforeAll, expect, test } from "vitest";
import type { Execution } from "../local/runtime/report.ts";
import { freshFile, grid, KEYS, OWNER, openHost, type Servers, settle, start, startServers } from "./rig.ts";

let servers: Servers;

beforeAll(async () => {
  servers = await startServers({ huntr: { size: { jobs: 40, activities: 0, members: 6, employers: 6 } } });
});
afterAll(() => servers.close());

/** The key, and what it looks like in a URL, in base 64 or backwards. */
function forms(key: string): string[] {
  return [
    key,
    encodeURIComponent(key),
    Buffer.from(key).toString("base64").replace(/=+$/, ""),
    [...key].reverse().join(""),
  ];
}

function holdsKey(text: string): string[] {
  return [KEYS.huntr, KEYS.hunter].filter((key) => forms(key).some((form) => text.includes(form)));
}

test("a key is found nowhere but in its owner's property store and the two auth headers: after runs, formulas, faults and logs", async () => {
  const host = await openHost(await freshFile(servers.routes), servers.routes);
  const executions: Execution[] = [];
  const heard: string[] = [];
  host.on("ended", ({ execution }) => executions.push(execution));
  for (const event of ["log", "toast", "panel"] as const)
    host.on(event, (data) => heard.push(JSON.stringify(data)));
  // What goes over the wire is for the panel, which masks it (test/local/workbench/masked-exchange.test.ts).
  host.on("request", ({ sent: _s, received: _r, ...others }) => heard.push(JSON.stringify(others)));
  await host.onOpen();
  for (const api of ["huntr", "hunter"]) await host.rpc("testKey", [api]);
  await host.rpc("setupState", []);
  for (const table of ["huntr.jobs", "huntr.members", "hunter.leads"])
    await start(host, { kind: "import", table });
  await settle(host);
  const { book } = host;
  const echo = (key: string) => ({
    message: `bad key ${key}`,
    error: { message: `bad key ${key}` },
    errors: [{ id: "x", details: `bad key ${key}` }],
  });
  for (const effect of [
    { kind: "drop", when: "before" },
    { kind: "drop", when: "after" },
    { kind: "html", status: 502 },
    { kind: "cut" },
    { kind: "status", status: 401, body: echo(KEYS.huntr) },
    { kind: "status", status: 403, body: echo(KEYS.huntr) },
    { kind: "status", status: 500, body: echo(KEYS.huntr) },
  ] as const) {
    servers.huntr.faults.add({ effect, when: () => true, times: 6 });
    await start(host, { kind: "import", table: "huntr.jobs" });
    await settle(host);
    servers.huntr.faults.clear();
  }
  servers.hunter.faults.add({
    effect: { kind: "status", status: 401, body: echo(KEYS.hunter) },
    when: () => true,
    times: 6,
  });
  [
    '=HUNTR_JOBS("created_after=2026-01-01", "title")',
    '=HUNTER_VERIFY("ann@intercom.example")',
    "=HUNTER_ACCOUNT()",
  ].forEach((formula, i) => {
    book.write(0, 1 + i * 60, 1, [[formula]]);
  });
  await book.settled();
  servers.hunter.faults.clear();
  expect(JSON.stringify(grid(host, "Sheet1"))).toContain("Title");
  const file = host.save();
  await host.close();

  // It was used: by both APIs, in the header alone.
  expect(
    servers.huntr.requests.every(({ headers }) => headers.authorization === `Bearer ${KEYS.huntr}`),
  ).toBe(true);
  expect(servers.hunter.requests.every(({ headers }) => headers["x-api-key"] === KEYS.hunter)).toBe(true);
  for (const { url, body, headers } of [...servers.huntr.requests, ...servers.hunter.requests]) {
    const { authorization: _a, "x-api-key": _k, ...others } = headers;
    expect(holdsKey(JSON.stringify([url, body, others]))).toEqual([]);
  }
  // It was kept: for its owner.
  expect(holdsKey(JSON.stringify(file.properties.user[OWNER]))).toEqual([KEYS.huntr, KEYS.hunter]);
  const { user, ...properties } = file.properties;
  const { [OWNER]: _own, ...others } = user;
  expect(holdsKey(JSON.stringify({ ...file, properties: { ...properties, user: others } }))).toEqual([]);
  expect(holdsKey(JSON.stringify(file.caches))).toEqual([]);
  // It was told to nobody.
  expect(executions.length).toBeGreaterThan(20);
  for (const execution of executions) expect(holdsKey(JSON.stringify(execution))).toEqual([]);
  expect(holdsKey(heard.join("\n"))).toEqual([]);
});
