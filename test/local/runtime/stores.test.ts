import { expect, test } from "vitest";
import { COLLEAGUE, hostOn, OWNER, outcomeOf, told } from "./fixture.ts";

const P = "var p = PropertiesService.getScriptProperties(); ";
const C = "var c = CacheService.getScriptCache(); ";

test("facts 1.4: a property holds 9 KB, in bytes", async () => {
  const put = (length: number, letter: string) =>
    `${P} p.setProperty("a", new Array(${length + 1}).join("${letter}")); return p.getProperty("a").length`;
  expect(await outcomeOf(put(9216, "x"))).toBe(9216);
  expect(await outcomeOf(put(9217, "x"))).toBe("Exception: Argument too large: value");
  expect(await outcomeOf(put(4609, "ä"))).toBe("Exception: Argument too large: value");
});

test("facts 1.4: a store holds 500 KB; what would pass it is not written", async () => {
  const body = `${P} var v = new Array(9001).join("x");
    try { for (var i = 0; i < 60; i += 1) p.setProperty("k" + i, v); } catch (e) { return [i, e.message, p.getKeys().length]; }`;
  expect(await outcomeOf(body)).toEqual([
    56,
    "You have exceeded the property storage quota. Please remove some properties and try again.",
    56,
  ]);
});

test("facts 9.2: properties are text; setProperties may delete all others", async () => {
  const body = `${P} p.setProperty("a", 42); p.setProperties({ b: true, c: "x" }); var before = p.getProperties();
    p.setProperties({ d: 1 }, true); p.deleteProperty("none"); return [before, p.getProperties(), p.getProperty("a")];`;
  expect(await outcomeOf(body)).toEqual([{ a: "42", b: "true", c: "x" }, { d: "1" }, null]);
});

test.each([
  ["a value beyond 102,400 bytes", 'c.put("a", new Array(102402).join("x"))', "Argument too large: value"],
  ["a key beyond 250 characters", 'c.put(new Array(252).join("k"), "v")', "Argument too large: key"],
  ["a look at a key beyond 250 characters", 'c.get("k".repeat(251))', "Argument too large: key"],
  ["the removal of a key beyond 250 characters", 'c.remove("k".repeat(251))', "Argument too large: key"],
  ["an empty key", 'c.get("")', "Invalid argument: key"],
  ["a null key", 'c.put(null, "v")', "Invalid argument: key"],
])("facts 1.4: the cache refuses %s", async (_, code, message) => {
  expect(await outcomeOf(C + code)).toBe(`Exception: ${message}`);
});

test("facts 1.4: items live 600 s unless said otherwise, on the virtual clock", async () => {
  const body = `${C} c.put("a", "1"); c.put("b", "2", 900); c.putAll({ d: null, e: {} });
    Utilities.sleep(299000); Utilities.sleep(0); var early = c.getAll(["a", "b", "d", "e", "z"]);
    return [early, null];`;
  expect(await outcomeOf(body)).toEqual([{ a: "1", b: "2", d: "null", e: "[object Object]" }, null]);
  const host = await hostOn(
    `function put() { ${C} c.put("a", "1"); c.put("b", "2", 900); } function get() { ${C} return [c.get("a"), c.get("b")]; }`,
  );
  await host.call("put", [], { entry: "menu" });
  await host.advance(601_000);
  expect(told(await host.call("get", [], { entry: "menu" }))).toEqual([null, "2"]);
});

test("facts 1.4: beyond 1,000 items the 101 oldest go", async () => {
  const body = `${C} var all = {}; for (var i = 0; i < 1000; i += 1) all["k" + i] = "v"; c.putAll(all);
    var full = [c.get("k0"), c.get("k999")]; c.put("one more", "v");
    return full.concat([c.get("k0"), c.get("k100"), c.get("k101"), c.get("one more")]);`;
  expect(await outcomeOf(body)).toEqual(["v", "v", null, null, "v", "v"]);
});

test("facts 1.4: items may go early: the switch makes every n-th look miss", async () => {
  const body = `${C} c.put("a", "1"); return [c.get("a"), c.get("a"), c.get("a")];`;
  expect(await outcomeOf(body, { switches: { cacheEvictsEvery: 2 } })).toEqual(["1", null, null]);
});

test("facts 9.2: script caches are shared by everybody, user caches are not", async () => {
  const host = await hostOn(`
    function put() { CacheService.getScriptCache().put("a", "1"); CacheService.getUserCache().put("a", "2"); }
    function get() { return [CacheService.getScriptCache().get("a"), CacheService.getUserCache().get("a")]; }`);
  await host.call("put", [], { entry: "menu" });
  expect(told(await host.call("get", [], { entry: "menu", as: COLLEAGUE }))).toEqual(["1", null]);
});

const NULLS = `function main() {
  return [SpreadsheetApp.getActiveSpreadsheet(), PropertiesService.getDocumentProperties(), CacheService.getDocumentCache(), LockService.getDocumentLock()]
    .map(function (x) { return x === null; });
}`;

test("facts 4.3, 9.1, 9.2: in an add-on's clock trigger there is no active file, nor anything of the document", async () => {
  const host = await hostOn(NULLS, { mode: "addon" });
  expect(told(await host.call("main", [], { entry: "trigger" }))).toEqual([true, true, true, true]);
  expect(told(await host.call("main", [], { entry: "menu" }))).toEqual([false, false, false, false]);
  const other = await hostOn(NULLS, { mode: "addon", switches: { addonTriggerHasSpreadsheet: true } });
  expect(told(await other.call("main", [], { entry: "trigger" }))).toEqual([false, false, false, false]);
});

test("facts 4.3: a bound script's trigger has its container", async () => {
  const host = await hostOn(NULLS);
  expect(told(await host.call("main", [], { entry: "trigger" }))).toEqual([false, false, false, false]);
});

const LOCKS = `
  var log = [];
  function hold(ms) { var l = LockService.getDocumentLock(); l.waitLock(60000); var p = PropertiesService.getScriptProperties();
    var before = Number(p.getProperty("n") || 0); Utilities.sleep(ms); p.setProperty("n", before + 1); l.releaseLock(); return Date.now(); }
  function unlocked(ms) { var p = PropertiesService.getScriptProperties(); var before = Number(p.getProperty("n") || 0); Utilities.sleep(ms); p.setProperty("n", before + 1); }
  function attempt(ms) { var l = LockService.getDocumentLock(); return [l.tryLock(ms), Date.now()]; }
  function wait(ms) { LockService.getDocumentLock().waitLock(ms); }
  function mine() { var l = LockService.getScriptLock(); return [l.tryLock(0), l.tryLock(0), l.hasLock(), LockService.getUserLock().hasLock()]; }
  function leave() { LockService.getScriptLock().tryLock(0); }
  function other() { return LockService.getUserLock().tryLock(0); }
`;

test("facts 9.1: executions at once take their turns under a lock, and interleave without one", async () => {
  const host = await hostOn(LOCKS);
  const n = () => host.save().properties.script.n;
  await Promise.all([1, 2, 3].map(() => host.call("unlocked", [1000], { entry: "menu" })));
  expect(n()).toBe("1");
  const ends = await Promise.all([1, 2, 3].map(() => host.call("hold", [1000], { entry: "menu" })));
  expect(n()).toBe("4");
  const times = ends.map((e) => Number(told(e))).sort((a, b) => a - b);
  expect((times[2] ?? 0) - (times[0] ?? 0)).toBeGreaterThan(2000);
});

test("facts 9.1: tryLock gives up after its time on the virtual clock, waitLock with Google's words", async () => {
  const host = await hostOn(LOCKS);
  const startMs = host.now();
  const [, tried, waited] = await Promise.all([
    host.call("hold", [30_000], { entry: "menu" }),
    host.call("attempt", [2_000], { entry: "menu", as: COLLEAGUE }),
    host.call("wait", [3_000], { entry: "menu", as: COLLEAGUE }),
  ]);
  expect(told(tried as never)).toEqual([false, startMs + 2_030]);
  expect(told(waited as never)).toBe(
    "Exception: Lock timeout: another process was holding the lock for too long.",
  );
});

test("facts 9.1: taking a lock again gives true; it goes free when the run ends; user locks are each person's", async () => {
  const host = await hostOn(LOCKS);
  expect(told(await host.call("mine", [], { entry: "menu" }))).toEqual([true, true, true, false]);
  await host.call("leave", [], { entry: "menu" });
  expect(told(await host.call("mine", [], { entry: "menu", as: COLLEAGUE }))).toEqual([
    true,
    true,
    true,
    false,
  ]);
});

test("facts 9.1: a lock that was taken twice is free after one release", async () => {
  const body =
    "var l = LockService.getScriptLock(); l.tryLock(0); l.tryLock(0); l.releaseLock(); return l.hasLock()";
  expect(await outcomeOf(body)).toBe(false);
});

test("facts 9.1: a killed execution's locks go free", async () => {
  const host = await hostOn(
    `${LOCKS} function die() { LockService.getDocumentLock().tryLock(0); Utilities.sleep(300000); Utilities.sleep(300000); }`,
  );
  expect(told(await host.call("die", [], { entry: "menu" }))).toMatch(/^killed/);
  expect((told(await host.call("attempt", [0], { entry: "menu" })) as unknown[])[0]).toBe(true);
});

test("executions at once come out the same every time", async () => {
  const story = async () => {
    const host = await hostOn(LOCKS);
    const ends = await Promise.all([5, 300, 20].map((ms) => host.call("hold", [ms], { entry: "menu" })));
    return ends.map(told);
  };
  expect(await story()).toEqual(await story());
});

test("facts 1.4, 1.6: 50,000 property reads and writes a day, of which none is left", async () => {
  const host = await hostOn(
    `function get() { return PropertiesService.getUserProperties().getKeys().length; }`,
  );
  expect(told(await host.call("get", [], { entry: "menu" }))).toBe(0);
  const counter = host.save().counters[OWNER];
  if (counter) counter.propertyCalls = 50_000;
  expect(told(await host.call("get", [], { entry: "menu" }))).toBe(
    "Exception: Service invoked too many times for one day: properties.",
  );
  expect(told(await host.call("get", [], { entry: "menu", as: COLLEAGUE }))).toBe(0);
});

test("names that every object has are no entries of a store", async () => {
  const body = `${P} ${C} return ["constructor", "toString"].map(function (k) { return [p.getProperty(k), c.get(k)].map(String).join(" "); });`;
  expect(await outcomeOf(body)).toEqual(["null null", "null null"]);
});

test("facts 3.2, 9.1: a lock does not survive the wait for a person", async () => {
  const body = `var l = LockService.getScriptLock(); l.waitLock(1); var before = l.hasLock(); SpreadsheetApp.getUi().alert("a"); return [before, l.hasLock()];`;
  expect(await outcomeOf(body)).toEqual([true, false]);
});
