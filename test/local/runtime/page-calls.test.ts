import { expect, test } from "vitest";
import { checkClientArguments } from "../../../local/runtime/rpc.ts";
import { hostOn, told } from "./fixture.ts";

class Thing {}
const ring: unknown[] = [];
ring.push(ring);

test.each([
  ["a Date", [new Date()], "Failed due to illegal value in property: 0"],
  ["a nested Date", [{ a: { when: new Date() } }], "Failed due to illegal value in property: when"],
  ["a function", [() => 1], "Failed due to illegal value in property: 0"],
  ["an object of a class", [new Thing()], "Failed due to illegal value in property: 0"],
  ["a cycle", [ring], "Failed due to circular reference."],
])("facts 7.2: %s in is refused on the page's side", async (_, args, message) => {
  expect(() => checkClientArguments(args)).toThrow(message);
  const host = await hostOn("function f() {}");
  await expect(host.rpc("f", args)).rejects.toThrow(message);
});

test("facts 7.2: undefined in an array arrives as null, other JSON as itself", async () => {
  const host = await hostOn("function f(a, b) { return [a, b === null]; }");
  expect(told(await host.rpc("f", [[1, undefined, { a: undefined, b: "x" }], undefined]))).toEqual([
    [1, null, { b: "x" }],
    true,
  ]);
});

test.each([
  ["a Date", "new Date()"],
  ["a nested Date", "({ ok: true, list: [{ at: new Date() }] })"],
  ["a function", "({ f: function () {} })"],
  ["a service's object", "({ s: SpreadsheetApp.getActiveSheet() })"],
  ["nothing", "undefined"],
])("facts 7.2: %s out makes the whole result null", async (_, value) => {
  const host = await hostOn(`function f() { return ${value}; }`);
  expect(told(await host.rpc("f", []))).toBe(null);
});

test("facts 7.2: names that end in _ are private", async () => {
  const host = await hostOn("function secret_() { return 1; }");
  expect(told(await host.rpc("secret_", []))).toMatch(/private/);
});

test.each([
  ["a method", "o.m", []],
  ["a function that no declaration names", "arrow", []],
  ["what the language itself has", "eval", ["1 + 1"]],
])("facts 7.2: %s is nothing that a page may call", async (_, name, args) => {
  const host = await hostOn("const o = { m() { return 1; } }; const arrow = () => 1;");
  expect(told(await host.rpc(name, args))).toBe(`Exception: Script function not found: ${name}`);
});

test("facts 1.6, 7.2: ten calls of a page at once, the eleventh waits", async () => {
  const host = await hostOn("function f() { Utilities.sleep(1000); return Date.now(); }");
  let running = 0;
  let most = 0;
  host.on("started", () => {
    running += 1;
    most = Math.max(most, running);
  });
  host.on("ended", () => {
    running -= 1;
  });
  const ends = await Promise.all(Array.from({ length: 11 }, () => host.rpc("f", [])));
  expect(most).toBe(10);
  expect(ends.every((e) => e.ok)).toBe(true);
});

test("facts 1.1, 1.6: beyond 30 executions of one user at once Google says so", async () => {
  const host = await hostOn("function f() { Utilities.sleep(1000); return 1; }");
  const ends = await Promise.all(Array.from({ length: 31 }, () => host.call("f", [], { entry: "menu" })));
  expect(ends.map(told).filter((v) => v !== 1)).toEqual([
    "Exception: There are too many scripts running simultaneously for this Google user account.",
  ]);
});

test("facts 7.2: calls return in any order, each when it is done", async () => {
  const host = await hostOn("function f(ms) { Utilities.sleep(ms); return ms; }", { realTime: true });
  const order: unknown[] = [];
  const hear = async (ms: number) => order.push(told(await host.rpc("f", [ms])));
  await Promise.all([hear(2000), hear(0), hear(1000)]);
  expect(order).toEqual([0, 1000, 2000]);
});
