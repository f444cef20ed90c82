import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { loadProject, readCode } from "../../../local/runtime/project.ts";
import { hostOn, outcomeOf, told, writeAddon } from "./fixture.ts";

test("facts 8.3: every execution begins with fresh globals", async () => {
  const host = await hostOn("var count = 0; function main() { count += 1; return count; }");
  expect(told(await host.call("main", [], { entry: "menu" }))).toBe(1);
  expect(told(await host.call("main", [], { entry: "menu" }))).toBe(1);
});

test.each([
  ["setTimeout", "undefined"],
  ["fetch", "undefined"],
  ["URL", "undefined"],
  ["URLSearchParams", "undefined"],
  ["TextEncoder", "undefined"],
  ["atob", "undefined"],
  ["crypto", "undefined"],
  ["structuredClone", "undefined"],
  ["queueMicrotask", "undefined"],
  ["performance", "undefined"],
  ["process", "undefined"],
  ["require", "undefined"],
  ["Buffer", "undefined"],
  ["window", "undefined"],
  ["AbortController", "undefined"],
  ["SharedArrayBuffer", "undefined"],
  ["console", "object"],
  ["WebAssembly", "object"],
  ["Intl", "object"],
  ["Promise", "function"],
  ["BigInt", "function"],
])("facts 8.1: typeof %s is %s", async (name, type) => {
  expect(await outcomeOf(`return typeof ${name}`)).toBe(type);
});

test("facts 8.1: nothing of a browser or of Node is there", async () => {
  const absent =
    "setTimeout setInterval setImmediate clearTimeout clearInterval fetch URL URLSearchParams Headers Request Response FormData File Blob TextEncoder TextDecoder atob btoa crypto structuredClone queueMicrotask performance process AbortController Event EventTarget ReadableStream WritableStream TransformStream window self document navigator localStorage require module exports Buffer global";
  const body = `return "${absent}".split(" ").filter(function (name) { return name in globalThis; })`;
  expect(await outcomeOf(body)).toEqual([]);
});

test("facts 8.3: names that end in _ are private to menus and triggers too", async () => {
  const host = await hostOn("function secret_() { return 1; }");
  for (const entry of ["menu", "trigger", "open"] as const)
    expect(told(await host.call("secret_", [], { entry }))).toBe(
      "Exception: Script function not found: secret_",
    );
});

test("facts 8.3: all files share one scope in an order; there is one file here, and a second is refused", () => {
  const dist = writeAddon("function main() {}");
  writeFileSync(join(dist, "More.js"), "function more() {}");
  expect(() => loadProject(dist)).toThrow("not implemented in the stand-in: more code files: More.js");
});

test("facts 5.3: dates without a zone in the script's code are of the script's zone", async () => {
  const body = "return [new Date(2026, 2, 8, 1).toISOString(), new Date(2026, 2, 8, 3).toISOString()]";
  expect(await outcomeOf(body, { manifest: { timeZone: "America/New_York" } })).toEqual([
    "2026-03-08T06:00:00.000Z",
    "2026-03-08T07:00:00.000Z",
  ]);
  const here = "return new Date(2026, 6, 1).getTimezoneOffset()";
  for (const [timeZone, minutes] of [
    ["Etc/UTC", 0],
    ["America/New_York", 240],
    ["Asia/Tokyo", -540],
    ["America/New_York", 240],
  ] as const)
    expect(await outcomeOf(here, { manifest: { timeZone } })).toBe(minutes);
});

test("facts 8.1: nothing of the script leads out to Node", async () => {
  const body = `
    try { return String(SpreadsheetApp.getActive.constructor("return typeof process")()); } catch (e) { return e.message; }`;
  expect(await outcomeOf(body)).toBe("undefined");
});

test.each([
  ["#private members", "class A { #x = 1; }"],
  ["static blocks", "class A { static { } }"],
  ["class fields", "class A { x = 1; }"],
  ["modules", "export const a = 1;"],
  ["modules", 'import "./a.js";'],
  ["dynamic import", 'function f() { return import("a"); }'],
  ["top-level await", "await 1;"],
  ["a logical assignment of ES2021", "var a; a ??= 1;"],
])("facts 8.2: %s are refused", (_, code) => {
  expect(() => readCode(code)).toThrow(/^ParseError: .*line 1/);
});

test("facts 8.2: ?. and ?? and what ES2019 has are accepted", () => {
  const code =
    "const f = async (a = 1, ...b) => ({ ...a?.b, c: a ?? `b` }); function* g() { yield 1; } class A { m() {} }";
  expect(readCode(code)).toEqual({
    functions: ["g"],
    nameable: [{ name: "g", params: [], doc: "" }],
    customFunctions: [],
  });
});

test("facts 2.1: a custom function is a declaration with @customfunction; its JSDoc is shown", () => {
  const code = `
    /**
     * Counts.
     * @param {string} name whose
     * @customfunction
     */
    function COUNT_OF(name, more) { return 1; }
    /** @customfunction */
    function HIDDEN_() {}
    /** No formula. */
    function other() {}
    /** @customfunction */
    const NOT_DECLARED = () => 1;`;
  expect(readCode(code).customFunctions).toEqual([
    {
      name: "COUNT_OF",
      params: ["name", "more"],
      doc: "Counts.\n@param {string} name whose\n@customfunction",
    },
  ]);
});

test("facts 8.1: an entry function may be async; a promise that waits for nothing ends the execution", async () => {
  expect(await outcomeOf("return (async () => { await null; return 5; })()")).toBe(5);
  expect(await outcomeOf("return new Promise(() => {})")).toBe(null);
});

test("facts 8.1: what a script leaves for later is done before its execution ends, and nothing of it reaches the next one", async () => {
  const host = await hostOn(`
    function main() {
      Promise.reject(new Error("of nobody's concern"));
      (async () => {
        for (var i = 0; i < 20; i += 1) await null;
        PropertiesService.getScriptProperties().setProperty("later", String(typeof leftBehind));
        leftBehind = 1;
        Array.prototype.leftBehind = 1;
      })();
      return typeof leftBehind + typeof [].leftBehind;
    }`);
  for (let i = 0; i < 3; i += 1) {
    const execution = await host.call("main", [], { entry: "menu" });
    expect(told(execution)).toBe("undefinedundefined");
    expect(execution.serviceCalls).toEqual([{ name: "Properties.setProperty", count: 1, ms: 15 }]);
    expect(host.save().properties.script).toEqual({ later: "undefined" });
  }
});

test("an execution that runs out of memory says so, and the next one runs", async () => {
  const host = await hostOn(`
    function hoard() { var all = []; for (;;) all.push(new Array(1e6).fill(all.length)); }
    function main() { return 1; }`);
  expect(told(await host.call("hoard", [], { entry: "menu" }))).toBe("Exception: Out of memory error.");
  expect(told(await host.call("main", [], { entry: "menu" }))).toBe(1);
});

test("facts 3.2: a function is found as obj.method and as a const, and a missing one is said to be missing", async () => {
  const host = await hostOn("const f = () => 1; const o = { m: function () { return 2; } };");
  expect(told(await host.call("f", [], { entry: "menu" }))).toBe(1);
  expect(told(await host.call("o.m", [], { entry: "menu" }))).toBe(2);
  expect(told(await host.call("g", [], { entry: "menu" }))).toBe("Error: Script function not found: g");
});

test("facts 1.1: six minutes on the virtual clock kill the execution; nothing catches that", async () => {
  const host = await hostOn(`
    function main() {
      try { for (var i = 0; i < 10; i += 1) Utilities.sleep(60000); }
      catch (e) { PropertiesService.getScriptProperties().setProperty("caught", "1"); }
      finally { PropertiesService.getScriptProperties().setProperty("finally", "1"); }
    }`);
  const execution = await host.call("main", [], { entry: "menu" });
  expect(told(execution)).toBe("killed: Exceeded maximum execution time");
  expect(execution.serviceCalls).toEqual([{ name: "Utilities.sleep", count: 7, ms: 420_000 }]);
  expect(host.save().properties.script).toEqual({});
});

test("facts 1.1: a simple trigger has 30 s", async () => {
  const host = await hostOn("function onOpen() { Utilities.sleep(29000); Utilities.sleep(2000); }");
  expect(told(await host.onOpen())).toBe("killed: Exceeded maximum execution time");
});

test("facts 1.1: a script that waits by looking at the clock is killed as well", async () => {
  const body = "var until = Date.now() + 500; while (Date.now() < until) {} return Date.now() - until < 2;";
  expect(await outcomeOf(body)).toBe(true);
  expect(await outcomeOf("while (true) {}", { switches: { computeLimitMs: 300 } })).toBe(
    "killed: Exceeded maximum execution time",
  );
});

test("the clock of a script is the file's, and sleeping moves it", async () => {
  const body = `
    var a = new Date(); Utilities.sleep(90000); var b = new Date();
    return [a.toISOString(), b - a, a instanceof Date, new Date(0).getTime(), typeof Date(), Date.UTC(1970, 0, 1)];`;
  expect(await outcomeOf(body)).toEqual(["2026-11-16T09:00:00.000Z", 90_000, true, 0, "string", 0]);
});

test("facts 1.6: one sleep lasts at most five minutes", async () => {
  expect(await outcomeOf("Utilities.sleep(300001)")).toMatch(/^Exception: Invalid argument/);
});

test("facts 5.9: what a service throws is an Error named Exception with a stack", async () => {
  const body = `
    try { SpreadsheetApp.getActiveSheet().getRange("nowhere"); }
    catch (e) { return [e instanceof Error, e.name, e.message, typeof e.stack, "fileName" in e]; }`;
  expect(await outcomeOf(body)).toEqual([true, "Exception", "Range not found", "string", false]);
});

test("what the stand-in has not got throws by its name", async () => {
  const names = [
    ["SpreadsheetApp.getActiveSheet().getRange(1, 1).createPivotTable()", "Range.createPivotTable"],
    ["SpreadsheetApp.getActive().getViewers()", "Spreadsheet.getViewers"],
    ["SpreadsheetApp.newDataSourceSpec()", "SpreadsheetApp.newDataSourceSpec"],
    ["MailApp.sendEmail('a', 'b', 'c')", "MailApp.sendEmail"],
    ["ScriptApp.getOAuthToken()", "ScriptApp.getOAuthToken"],
    ["HtmlService.createTemplateFromFile('a')", "HtmlService.createTemplateFromFile"],
    ["ScriptApp.AuthMode.OTHER", "AuthMode.OTHER"],
  ];
  for (const [code, name] of names)
    expect(await outcomeOf(`return ${code}`)).toBe(`Error: not implemented in the stand-in: ${name}`);
});

test("facts 8.3: JSON.stringify of an enumeration gives its name", async () => {
  expect(
    await outcomeOf("return JSON.stringify([ScriptApp.AuthMode.FULL, SpreadsheetApp.WrapStrategy.WRAP])"),
  ).toBe('["FULL","WRAP"]');
});

test("both loggers' lines arrive in order, with what was put into them", async () => {
  const host = await hostOn(`
    function main() { console.log("a %s %d", "b", 1); Logger.log({ c: 2 }); console.error(new Error("d").message); }`);
  const { log } = await host.call("main", [], { entry: "menu" });
  expect(log).toEqual([
    { level: "log", text: "a b 1" },
    { level: "log", text: '{"c":2}' },
    { level: "error", text: "d" },
  ]);
});

test("no log line is lost at the end of an execution", async () => {
  const host = await hostOn("function main() { for (var i = 0; i < 300; i += 1) console.log(i); }");
  for (let i = 0; i < 20; i += 1)
    expect((await host.call("main", [], { entry: "menu" })).log).toHaveLength(300);
});

test.each([
  ["in a loop that catches", "for (;;) try { step(); } catch (e) { step(); } finally { step(); }"],
  ["in a comparison of a sort", "[3, 1, 2].sort(function () { step(); return 1; }); return main();"],
  ["after a promise", "return Promise.resolve().then(step).then(step).then(main).finally(step);"],
  ["in an async function", "return (async function () { for (;;) { await 1; step(); } })();"],
])("an execution that dies %s leaves nothing to the next one", async (_, body) => {
  const host = await hostOn(`
    var left = "nothing";
    function step() { left = "something"; var p = PropertiesService.getScriptProperties(); p.setProperty("n", Number(p.getProperty("n")) + 1); }
    function main() { ${body} }
    function next() { return left + " " + PropertiesService.getScriptProperties().getProperty("n"); }`);
  for (let times = 1; times <= 3; times += 1) {
    host.killAt({ call: 6, when: "after" });
    expect(told(await host.call("main", [], { entry: "menu" }))).toMatch(/^killed/);
    host.killAt(null);
    // Each step reads and writes: the sixth call is the third write.
    expect(told(await host.call("next", [], { entry: "menu" }))).toBe(`nothing ${times * 3}`);
  }
});
