import { expect, test } from "vitest";
import { COLLEAGUE, hostOn, OWNER, START_MS, told } from "./fixture.ts";

const HOUR = 3_600_000;
const CODE = `
  function make(how, n) {
    var t = ScriptApp.newTrigger("tick").timeBased();
    if (how === "at") t.at(new Date(n)); else if (how === "atDate") t.atDate(2026, 11, 16).atHour(9).nearMinute(n); else if (how === "daily") t.everyDays(1).atHour(n).inTimezone("America/New_York"); else t[how](n);
    return t.create().getUniqueId();
  }
  function tick(e) {
    var p = PropertiesService.getScriptProperties();
    p.setProperty("fired", (p.getProperty("fired") || "") + new Date().toISOString().slice(0, 16) + " ");
    p.setProperty("event", JSON.stringify(e)); p.setProperty("user", Session.getActiveUser().getEmail());
  }
  function list() { return ScriptApp.getProjectTriggers().map(function (t) { return [t.getHandlerFunction(), String(t.getEventType()), t.getTriggerSourceId()]; }); }
  function clear() { ScriptApp.getProjectTriggers().forEach(function (t) { ScriptApp.deleteTrigger(t); }); }
  function fail() { throw new Error("no"); }
  function makeFailing() { ScriptApp.newTrigger("fail").timeBased().everyMinutes(10).create(); }
  function slow() { for (var i = 0; i < 5; i += 1) Utilities.sleep(60000); }
  function makeSlow() { ScriptApp.newTrigger("slow").timeBased().everyMinutes(10).create(); }
`;

test("facts 4.1, 4.2: triggers fire on the clock, as who made them, with the event of the reference", async () => {
  const host = await hostOn(CODE);
  await host.call("make", ["everyHours", 1], { entry: "menu", as: COLLEAGUE });
  expect(await host.advance(150 * 60_000)).toMatchObject([
    { function: "tick", error: null },
    { function: "tick", error: null },
  ]);
  const { script } = host.save().properties;
  expect(script.fired).toBe("2026-11-16T10:00 2026-11-16T11:00 ");
  expect(script.user).toBe(COLLEAGUE);
  expect(JSON.parse(script.event ?? "")).toEqual({
    authMode: "FULL",
    triggerUid: host.triggers()[0]?.id,
    timezone: "UTC",
    year: 2026,
    month: 11,
    "day-of-month": 16,
    "day-of-week": 1,
    "week-of-year": 47,
    hour: 11,
    minute: 0,
    second: 0,
  });
});

test("facts 4.1: one-shots fire once, stay listed and count; deleting is by whoever made them", async () => {
  const host = await hostOn(CODE);
  await host.call("make", ["after", 60_000], { entry: "menu" });
  await host.call("make", ["at", START_MS + HOUR], { entry: "menu" });
  expect(await host.advance(24 * HOUR)).toHaveLength(2);
  expect(told(await host.call("list", [], { entry: "menu" }))).toEqual([
    ["tick", "CLOCK", null],
    ["tick", "CLOCK", null],
  ]);
  expect(told(await host.call("list", [], { entry: "menu", as: COLLEAGUE }))).toEqual([]);
  await host.call("clear", [], { entry: "menu" });
  expect(host.triggers()).toEqual([]);
});

test("facts 4.1: a daily trigger keeps its hour in its own zone", async () => {
  const host = await hostOn(CODE);
  await host.call("make", ["daily", 9], { entry: "menu" });
  await host.advance(48 * HOUR);
  expect(host.save().properties.script.fired).toBe("2026-11-16T14:00 2026-11-17T14:00 ");
});

test("facts 4.1: a weekly trigger fires once a week, on whichever day", async () => {
  const host = await hostOn(CODE);
  await host.call("make", ["everyWeeks", 1], { entry: "menu" });
  await host.advance(21 * 24 * HOUR);
  expect(String(host.save().properties.script.fired).trim().split(" ")).toHaveLength(3);
});

test.each([
  [
    "everyMinutes",
    7,
    "The value you passed to everyMinutes was invalid. It must be one of 1, 5, 10, 15 or 30.",
  ],
  ["everyHours", 5, "The value you passed to everyHours was invalid. It must be one of 1, 2, 4, 6, 8 or 12."],
])("facts 1.2: %s(%i) is refused", async (how, n, message) => {
  const host = await hostOn(CODE);
  expect(told(await host.call("make", [how, n], { entry: "menu" }))).toBe(`Exception: ${message}`);
});

test("facts 1.2: twenty triggers per user, and not one more", async () => {
  const host = await hostOn(CODE);
  for (let i = 0; i < 20; i += 1) await host.call("make", ["after", HOUR], { entry: "menu" });
  expect(told(await host.call("make", ["after", HOUR], { entry: "menu" }))).toBe(
    "Exception: This script has too many triggers. Triggers must be deleted from the script before more can be added.",
  );
  expect((await host.call("make", ["after", HOUR], { entry: "menu", as: COLLEAGUE })).ok).toBe(true);
});

test.each([
  ["everyMinutes", 30],
  ["after", 60_000],
  ["at", START_MS + 60_000],
  ["atDate", 30],
])("facts 1.2: an add-on's %s(%i) is more often than hourly", async (how, n) => {
  const host = await hostOn(CODE, { mode: "addon" });
  expect(told(await host.call("make", [how, n], { entry: "menu" }))).toBe(
    "Exception: Clock events must be scheduled at least 1 hour(s) apart.",
  );
});

test("facts 1.2: an add-on has one clock trigger per user and document", async () => {
  const host = await hostOn(CODE, { mode: "addon" });
  const make = (as: string) => host.call("make", ["everyHours", 1], { entry: "menu", as });
  expect((await make(OWNER)).ok).toBe(true);
  expect(told(await make(OWNER))).toMatch(
    /^Exception: This add-on has created too many time-based triggers in this document/,
  );
  expect((await make(COLLEAGUE)).ok).toBe(true);
});

test("facts 1.2: triggers made in a day are counted by the switch, deleted ones too", async () => {
  const host = await hostOn(CODE, { switches: { triggersMadePerDay: 2 } });
  const make = async () => {
    const made = await host.call("make", ["everyHours", 1], { entry: "menu" });
    await host.call("clear", [], { entry: "menu" });
    return made.ok || told(made);
  };
  expect([await make(), await make(), await make()]).toEqual([
    true,
    true,
    "Exception: Service invoked too many times for one day: triggers.",
  ]);
  await host.advance(24 * HOUR);
  expect(await make()).toBe(true);
});

test("facts 4.2: a handler that throws is told in the firing and goes on firing; nobody gets mail", async () => {
  const host = await hostOn(CODE);
  await host.call("makeFailing", [], { entry: "menu" });
  const firings = await host.advance(25 * 60_000);
  expect(firings.map(({ function: name, error }) => ({ name, error }))).toEqual([
    { name: "fail", error: "no" },
    { name: "fail", error: "no" },
  ]);
});

test("facts 1.2: 90 minutes of trigger running time a day, then none runs", async () => {
  const host = await hostOn(CODE);
  await host.call("makeSlow", [], { entry: "menu" });
  const firings = await host.advance(200 * 60_000);
  expect(firings.slice(0, 18).every((f) => f.error === null)).toBe(true);
  expect(firings[18]?.error).toBe("Service using too much computer time for one day.");
});

test("facts 3.1: triggers are made in FULL mode only", async () => {
  const host = await hostOn(
    `function onOpen() { ScriptApp.newTrigger("a").timeBased().everyHours(1).create(); }`,
  );
  expect(told(await host.onOpen())).toMatch(
    /^Exception: You do not have permission to call ScriptApp.newTrigger. Required/,
  );
});

test("facts 4.2: in a trigger nobody has a tab open or anything selected", async () => {
  const host = await hostOn(`
    function look() { var s = SpreadsheetApp.getActive(); return [s.getActiveSheet().getName(), s.getActiveRange().getA1Notation(), s.getActiveSheet().getActiveRange().getA1Notation()]; }
    function open() { SpreadsheetApp.getActive().insertSheet("New"); return look(); }`);
  host.book.insertSheet("Second");
  const [, second] = host.book.sheets();
  host.select(OWNER, { sheet: second?.id ?? 0, row: 5, column: 5, rows: 1, columns: 1 });
  expect(told(await host.call("look", [], { entry: "menu" }))).toEqual(["Second", "E5", "E5"]);
  expect(told(await host.call("look", [], { entry: "trigger" }))).toEqual(["Sheet1", "A1", "A1"]);
  expect(told(await host.call("open", [], { entry: "trigger" }))).toEqual(["New", "A1", "A1"]);
  expect(told(await host.call("look", [], { entry: "menu" }))).toEqual(["Second", "E5", "E5"]);
});

test.each([
  ["atHour", 24],
  ["nearMinute", 60],
  ["onMonthDay", 0],
  ["everyDays", 0],
  ["everyWeeks", -1],
])("facts 4.1: %s(%i) is nothing that a calendar has", async (how, n) => {
  const host = await hostOn(CODE);
  expect(told(await host.call("make", [how, n], { entry: "menu" }))).toMatch(
    /^Exception: The value you passed to \w+ was invalid/,
  );
});

test("facts 4.1: a trigger's id is digits, at any instant", async () => {
  const host = await hostOn(CODE);
  await host.call("make", ["after", HOUR], { entry: "menu" });
  expect(host.triggers()[0]?.id).toMatch(/^\d+$/);
});
