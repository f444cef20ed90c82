import { existsSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { sampleKeys } from "../../local/apis/index.ts";
import { durationMs, readCommandLine } from "../../local/cli/usage.ts";
import { main } from "../../local/cli.ts";
import type { BookFile } from "../../local/runtime/book-file.ts";
import { writeAddon } from "./runtime/fixture.ts";

/** A small add-on with the functions that the command line relies on: two runs of three steps each. */
const ADDON = `
  function onOpen() {
    var ui = SpreadsheetApp.getUi();
    ui.createMenu("Small").addItem("Hello", "hello").addSeparator().addSubMenu(ui.createMenu("More").addItem("Fail", "fail")).addToUi();
  }
  function store() { return PropertiesService.getDocumentProperties(); }
  function runs() { return JSON.parse(store().getProperty("runs") || "[]"); }
  function put(runs) { store().setProperty("runs", JSON.stringify(runs)); return runs; }
  function hello(name) { console.log("hello"); console.warn("careful"); SpreadsheetApp.getActive().toast("hi"); return "hello " + name; }
  function fail() { SpreadsheetApp.getActiveSheet().appendRow(["before"]); throw new Error("told so"); }
  function saveKeys(json) { var k = JSON.parse(json); for (var n in k) PropertiesService.getUserProperties().setProperty("key " + n, k[n]); return "{}"; }
  function startRun(spec) {
    var isMine = spec.kind !== "theirs";
    if (!isMine) ScriptApp.newTrigger("carry").timeBased().everyMinutes(1).create();
    return JSON.stringify(put(runs().concat([{ id: String(runs().length + 1), kind: spec.kind, status: "queued", done: 0, total: 3, error: null, isMine: isMine }])));
  }
  function carry() { put(runs().map(function (r) { return r.isMine ? r : Object.assign(r, { status: "done", done: 3 }); })); }
  function listRuns() { return JSON.stringify(runs()); }
  function advanceRun(id) {
    var all = runs(), run = all.filter(function (r) { return r.id === id; })[0];
    if (!run.isMine) return JSON.stringify(run);
    var answer = UrlFetchApp.fetch("https://api.huntr.co/org/step");
    SpreadsheetApp.getActiveSheet().appendRow([id, answer.getContentText()]);
    run.done += 1; run.status = run.done === 3 ? "done" : "running"; run.waitUntilMs = Date.now() + 60000;
    put(all); return JSON.stringify(run);
  }
  function endless() { for (;;) Utilities.sleep(60000); }
  function scheduleEndless() { ScriptApp.newTrigger("endless").timeBased().everyHours(1).create(); }
  function breaking() { throw new Error("never"); }
  function tick() { SpreadsheetApp.getActiveSheet().appendRow(["tick"]); }
  function schedule() { ScriptApp.newTrigger("tick").timeBased().everyHours(1).create(); ScriptApp.newTrigger("breaking").timeBased().everyHours(2).create(); }
  function count() { var p = store(); for (var i = 0; i < 5; i += 1) p.setProperty("n", i); return 1; }
  function who() { return Session.getActiveUser().getEmail(); }
  function when() { return new Date().toISOString(); }
  function newestJob() {
    var key = PropertiesService.getUserProperties().getProperty("key huntr");
    return UrlFetchApp.fetch("https://api.huntr.co/org/jobs?limit=1", { headers: { Authorization: "Bearer " + key } }).getContentText();
  }
  function memberFields() {
    var key = PropertiesService.getUserProperties().getProperty("key huntr");
    return UrlFetchApp.fetch("https://api.huntr.co/org/member-fields", { headers: { Authorization: "Bearer " + key } }).getContentText();
  }
  function credits() {
    var key = PropertiesService.getUserProperties().getProperty("key hunter");
    return UrlFetchApp.fetch("https://api.hunter.io/v2/account", { headers: { "X-API-KEY": key } }).getContentText();
  }
  function doPost(e) { return HtmlService.createHtmlOutput(e.parameter.a + e.postData.contents); }
  /**
   * Doubles.
   * @param {number} n a number
   * @customfunction
   */
  function DOUBLE(n) { return Array.isArray(n) ? n.map(function (r) { return [r[0] * 2]; }) : n * 2; }
  /** @customfunction */
  function BAD() { throw new Error("no luck"); }
  /** @customfunction */
  function KEY() { return PropertiesService.getUserProperties().getProperty("key huntr"); }
`;

let server: Server;
let route: string;
let asked = 0;
const dist = writeAddon(ADDON);

beforeAll(async () => {
  server = createServer({ keepAliveTimeout: 0 }, (_, response) => {
    asked += 1;
    response.end(`step ${asked}`);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  route = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const newBook = () => join(mkdtempSync(join(tmpdir(), "book-")), "b.json");
const saved = (path: string) => JSON.parse(readFileSync(path, "utf8")) as BookFile;

/** Runs one command; everything goes to the routed server, so that no sample server is needed. */
async function cli(...argv: string[]): Promise<{ status: number; json: unknown; told: string }> {
  let printed = "";
  let told = "";
  const routes = ["--route", `https://api.huntr.co=${route}`, "--route", `https://api.hunter.io=${route}`];
  const status = await main([...argv, ...routes], {
    print: (text) => {
      printed += text;
    },
    tell: (line) => {
      told += line;
    },
    dist: async () => dist,
  });
  return { status, json: printed === "" ? undefined : JSON.parse(printed), told };
}

test("menu: onOpen, then what it made", async () => {
  const items = [
    { label: "Hello", function: "hello" },
    { label: "More", items: [{ label: "Fail", function: "fail" }] },
  ];
  expect(await cli("menu")).toMatchObject({ status: 0, json: [{ label: "Small", items }] });
});

test("functions: names, parameters, JSDoc", async () => {
  const { json } = await cli("functions");
  expect(json).toEqual([
    { name: "DOUBLE", params: ["n"], doc: "Doubles.\n@param {number} n a number\n@customfunction" },
    { name: "BAD", params: [], doc: "@customfunction" },
    { name: "KEY", params: [], doc: "@customfunction" },
  ]);
});

test("call: result, log, toasts, alerts, sidebar", async () => {
  expect(await cli("call", "hello", '"you"')).toEqual({
    status: 0,
    told: "",
    json: {
      result: "hello you",
      log: ["hello", "warn: careful"],
      toasts: [{ message: "hi", title: "", seconds: 5 }],
      alerts: [],
      sidebar: null,
    },
  });
});

test("call: a function that threw exits with 1, and what it did before stays in the book", async () => {
  const book = newBook();
  expect(await cli("call", "fail", "--book", book)).toMatchObject({
    status: 1,
    json: { error: { name: "Error", message: "told so" } },
  });
  const { json } = await cli("dump", "--book", book);
  expect(json).toEqual({
    sheets: [{ name: "Sheet1", hidden: false, values: [["before"]], formulas: [[""]], frozenRows: 0 }],
  });
});

test.each([
  ["2", "0", "Properties.setProperty"],
  ["2+", "1", "Properties.setProperty"],
])("--kill %s: exits with 3, names the call, keeps what happened", async (kill, left, call) => {
  const book = newBook();
  expect(await cli("call", "count", "--book", book, "--kill", kill)).toMatchObject({
    status: 3,
    json: { killed: true, call },
  });
  expect(saved(book).properties.document).toEqual({ n: left });
});

test("keys: stores them as the set-up sidebar does, for who acts", async () => {
  const book = newBook();
  await cli("keys", "--huntr", "T", "--book", book, "--user", "a@example.com");
  await cli("keys", "--hunter", "K", "--book", book, "--user", "b@example.com");
  expect(saved(book).properties.user).toEqual({
    "a@example.com": { "key huntr": "T" },
    "b@example.com": { "key hunter": "K" },
  });
  expect(saved(book).owner).toBe("a@example.com");
  expect((await cli("formula", "=KEY()", "--book", book, "--user", "b@example.com")).json).toEqual({
    value: [["T"]],
  });
});

test.each([
  ["=DOUBLE(21)", { value: [[42]] }],
  ["=DOUBLE({1;2;3})", { value: [[2], [4], [6]] }],
  ["1+1", { value: [[2]] }],
  ["=DATE(2026,5,1)", { value: [["2026-05-01T00:00:00.000Z"]] }],
  ["=BAD()", { error: "no luck" }],
])("formula %s settles to %j", async (text, document) => {
  const { status, json } = await cli("formula", text);
  expect(status).toBe(0);
  if ("error" in document) expect((json as { error: string }).error).toContain(document.error);
  else expect(json).toEqual(document);
});

test("formula: --at says where; without it what is there stays", async () => {
  const book = newBook();
  await cli("edit", "Sheet1", "A1", '[["x", 4]]', "--book", book);
  await cli("formula", "=DOUBLE(B1)", "--at", "Sheet1!B3", "--book", book);
  await cli("formula", "=B3", "--book", book);
  const { json } = (await cli("dump", "--book", book)) as {
    json: { sheets: { values: unknown; formulas: unknown }[] };
  };
  expect(json.sheets[0]?.values).toEqual([
    ["x", 4, "", 8],
    ["", "", "", ""],
    ["", 8, "", ""],
  ]);
  expect(json.sheets[0]?.formulas).toEqual([
    ["", "", "", "=B3"],
    ["", "", "", ""],
    ["", "=DOUBLE(B1)", "", ""],
  ]);
});

test("edit and dump: typed as a person would, dates as ISO text, types kept", async () => {
  const book = newBook();
  const typed = [["'=x", "0012", "TRUE", "2026-05-01", "=1+1", null, 3, true]];
  expect((await cli("edit", "Sheet1", "B2", JSON.stringify(typed), "--book", book)).json).toEqual({
    ok: true,
  });
  const { json } = (await cli("dump", "--sheet", "Sheet1", "--book", book)) as {
    json: { sheets: { values: unknown[][] }[] };
  };
  expect(json.sheets[0]?.values[1]).toEqual(["", "=x", 12, true, "2026-05-01T00:00:00.000Z", 2, "", 3, true]);
});

test("runs and settle: advances every run, waits as long as it says, on the virtual clock", async () => {
  const book = newBook();
  asked = 0;
  await cli("call", "startRun", '{"kind":"import"}', "--book", book, "--now", "2026-11-16T09:00:00Z");
  await cli("call", "startRun", '{"kind":"refresh"}', "--book", book);
  const first = { id: "1", kind: "import", status: "queued", done: 0, total: 3, error: null };
  expect((await cli("runs", "--book", book)).json).toEqual([first, { ...first, id: "2", kind: "refresh" }]);
  const { json } = (await cli("settle", "--book", book)) as {
    json: { runs: unknown; requests: number; virtualSeconds: number };
  };
  expect(json.runs).toEqual([
    { ...first, status: "done", done: 3 },
    { ...first, id: "2", kind: "refresh", status: "done", done: 3 },
  ]);
  expect(json.requests).toBe(6);
  expect(json.virtualSeconds).toBeGreaterThan(120);
  expect(json.virtualSeconds).toBeLessThan(200);
});

test("settle: waits for a run that only somebody else's trigger carries on", async () => {
  const book = newBook();
  await cli("call", "startRun", '{"kind":"theirs"}', "--book", book, "--now", "2026-11-16T09:00:00Z");
  await cli("call", "startRun", '{"kind":"import"}', "--book", book);
  const { status, json } = (await cli("settle", "--book", book)) as { status: number; json: unknown };
  expect([status, json]).toMatchObject([0, { runs: [{ status: "done" }, { status: "done" }] }]);
});

test("tick: moves the clock on and tells what fired", async () => {
  const book = newBook();
  await cli("call", "schedule", "--book", book, "--now", "2026-11-16T09:00:00Z");
  expect((await cli("tick", "150m", "--book", book)).json).toEqual([
    { function: "tick", error: null },
    { function: "tick", error: null },
    { function: "breaking", error: "never" },
  ]);
  const { json } = (await cli("call", "when", "--book", book)) as { json: { result: string } };
  expect(json.result).toMatch(/^2026-11-16T11:30:00/);
});

test("post: delivers a body and a query to the web app", async () => {
  const file = join(mkdtempSync(join(tmpdir(), "post-")), "body.json");
  writeFileSync(file, '{"x":1}');
  expect((await cli("post", file, "--query", "a=b")).json).toEqual({ status: 200, body: 'b{"x":1}' });
});

test("a book is one file that may be copied", async () => {
  const book = newBook();
  await cli("call", "count", "--book", book);
  writeFileSync(`${book}.copy`, readFileSync(book));
  await cli("call", "fail", "--book", book);
  expect((await cli("dump", "--book", `${book}.copy`)).json).toMatchObject({ sheets: [{ values: [] }] });
  expect(saved(`${book}.copy`).properties.document).toEqual({ n: "4" });
});

test.each([
  [[]],
  [["nonsense"]],
  [["call"]],
  [["call", "hello", "not JSON"]],
  [["tick", "soon"]],
  [["menu", "--nonsense"]],
  [["menu", "--kill", "0"]],
  [["menu", "--mode", "other"]],
  [["menu", "--now", "later"]],
  [["menu", "--book"]],
  [["dump", "--sheet", "None"]],
  [["edit", "Sheet1", "A1", "[1]"]],
  [["formula", "=1", "--at", "None!A1"]],
  [["post", "missing.json"]],
  [["runs", "--port", "1"]],
  [["call", "hello", "--sheet", "Sheet1"]],
  [["dump", "--book", "."]],
])("%j: wrong usage exits with 2 and prints nothing on stdout", async (argv) => {
  const { status, json, told } = await cli(...argv);
  expect({ status, json }).toEqual({ status: 2, json: undefined });
  expect(told).not.toBe("");
});

test("wrong usage makes no book", async () => {
  const path = newBook();
  expect((await cli("tick", "soon", "--book", path)).status).toBe(2);
  expect((await cli("dump", "--sheet", "None", "--book", path)).status).toBe(2);
  expect(existsSync(path)).toBe(false);
});

test("a function that runs out of its six minutes is an error, in a trigger its own; only --kill kills", async () => {
  const book = newBook();
  const error = { name: "Exception", message: "Exceeded maximum execution time" };
  expect(await cli("call", "endless", "--book", book)).toMatchObject({ status: 1, json: { error } });
  await cli("call", "scheduleEndless", "--book", book);
  expect(await cli("tick", "1h", "--book", book)).toMatchObject({
    status: 0,
    json: [{ function: "endless", error: error.message }],
  });
  expect(await cli("tick", "1h", "--kill", "2", "--book", book)).toMatchObject({
    status: 3,
    json: { killed: true, call: "Utilities.sleep" },
  });
});

test("a file that is no book is left alone", async () => {
  const path = newBook();
  for (const text of ["[]", '{"format":1}', "nonsense"]) {
    writeFileSync(path, text);
    expect((await cli("dump", "--book", path)).status).toBe(2);
    expect(readFileSync(path, "utf8")).toBe(text);
  }
});

test("options: both ways of writing them, routes of the two APIs only", () => {
  const { operands, options } = readCommandLine(["call", "f", "--book=b", "--", "--x"]);
  expect([operands, options.book]).toEqual([["f", "--x"], "b"]);
  expect(() => readCommandLine(["menu", "--route", "https://other.example=http://127.0.0.1:1"])).toThrow(
    /api.huntr.co/,
  );
});

test.each([
  ["90m", 5_400_000],
  ["1d", 86_400_000],
  ["1h30m", 5_400_000],
  ["500ms", 500],
])("a duration of %s is %i ms", (text, ms) => {
  expect(durationMs(text)).toBe(ms);
});

test("a new book on the sample servers begins with their keys and their day; one that is routed does not", async () => {
  const book = newBook();
  const quiet = { print: () => undefined, tell: () => undefined, dist: async () => dist };
  await main(["call", "when", "--book", book, "--user", "a@example.com"], quiet);
  expect(saved(book).properties.user["a@example.com"]).toEqual({
    "key huntr": sampleKeys.huntr,
    "key hunter": sampleKeys.hunter,
  });
  expect(new Date(saved(book).clockMs).toISOString()).toMatch(/^2026-11-16T09:00:/);
  const routed = newBook();
  await main(["call", "when", "--book", routed, "--route", `https://api.huntr.co=${route}`], quiet);
  expect(saved(routed).properties.user["owner@example.com"]).toEqual({ "key hunter": sampleKeys.hunter });
});

test.each(["2026-11-16T09:00:00Z", "2028-02-29T23:30:00Z"])(
  "--now %s: the sample is of that day, the same each time",
  async (now) => {
    const asked = async () => {
      const book = newBook();
      let printed = "";
      const print = (text: string) => {
        printed += text;
      };
      await main(["call", "newestJob", "--book", book, "--now", now], {
        print,
        tell: print,
        dist: async () => dist,
      });
      return { printed, kept: saved(book).sampleNowMs };
    };
    const { printed, kept } = await asked();
    const [job] = JSON.parse(JSON.parse(printed).result).data;
    expect(job.createdAt * 1000).toBeGreaterThan(Date.parse(now) - 3 * 86_400_000);
    expect(job.createdAt * 1000).toBeLessThanOrEqual(Date.parse(now));
    expect(kept).toBe(Date.parse(now));
    expect((await asked()).printed).toBe(printed);
  },
);

test.each([
  ["--today", true],
  ["--", false],
])("%s: the sample servers have one pool of credits: %s", async (option, isOnePool) => {
  let printed = "";
  const print = (text: string) => {
    printed += text;
  };
  await main(["call", "credits", option], { print, tell: print, dist: async () => dist });
  const { requests } = JSON.parse(JSON.parse(printed).result).data;
  expect("credits" in requests).toBe(isOnePool);
});

test.each([
  ["once with --today", ["--today"]],
  ["twice with --today", ["--today", "--today"]],
  ["first without --today", ["--", "--today"]],
  ["with --today before and after", ["--today", "--", "--today"]],
])("a saved book that is opened %s has one field of several choices", async (_, opened) => {
  const book = newBook();
  let printed = "";
  for (const option of opened) {
    printed = "";
    const print = (text: string) => {
      printed += text;
    };
    await main(["call", "memberFields", "--book", book, option], {
      print,
      tell: print,
      dist: async () => dist,
    });
  }
  const { data } = JSON.parse(JSON.parse(printed).result);
  expect(data.filter(({ name }: { name: string }) => name === "Skills")).toHaveLength(1);
});

test("--kill counts this command's calls only, not those that store the sample keys", async () => {
  const book = newBook();
  let printed = "";
  const print = (text: string) => {
    printed += text;
  };
  const terminal = { print, tell: print, dist: async () => dist };
  const status = await main(["call", "count", "--book", book, "--kill", "1"], terminal);
  expect([status, JSON.parse(printed)]).toEqual([3, { killed: true, call: "Properties.setProperty" }]);
  expect(saved(book).properties.document).toEqual({});
});
