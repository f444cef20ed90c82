import { expect, test } from "vitest";
import { passingFaults } from "../../../local/runtime/faults.ts";
import { hostOn, outcomeOf, told } from "./fixture.ts";

const WRITE = `SpreadsheetApp.getActiveSheet().getRange("A1").setValue("x");`;

test.each([
  ["Range.setValue", passingFaults.serverError],
  ["Range.setValue", passingFaults.timedOut("abc")],
  ["SpreadsheetApp.flush", passingFaults.unavailable],
  ["Properties.setProperty", passingFaults.internal],
  ["Lock.tryLock", passingFaults.tooMany],
])("facts 10: a passing fault at %s: %s", async (call, message) => {
  const body = `
    ${WRITE} SpreadsheetApp.flush(); PropertiesService.getScriptProperties().setProperty("a", 1); LockService.getScriptLock().tryLock(0); return "ok";`;
  const host = await hostOn(`function main() { ${body} }`, { faults: [{ call, message }] });
  expect(told(await host.call("main", [], { entry: "menu" }))).toBe(`Exception: ${message}`);
  expect(told(await host.call("main", [], { entry: "menu" }))).toBe("ok");
});

test("facts 10: the write landed, then threw", async () => {
  const message = passingFaults.timedOut("abc");
  const body = `try { ${WRITE} } catch (e) { return [e.message, SpreadsheetApp.getActiveSheet().getRange("A1").getValue()]; }`;
  expect(await outcomeOf(body, { faults: [{ call: "Range.setValue", message, when: "after" }] })).toEqual([
    message,
    "x",
  ]);
  expect(await outcomeOf(body, { faults: [{ call: "Range.setValue", message }] })).toEqual([message, ""]);
});

test("the n-th matching call, and several in a row", async () => {
  const body = `
    var out = []; for (var i = 0; i < 5; i += 1) try { PropertiesService.getScriptProperties().getKeys(); out.push(i); } catch (e) { out.push("-"); } return out;`;
  expect(
    await outcomeOf(body, { faults: [{ call: /^Properties/, nth: 2, times: 2, message: "Internal error" }] }),
  ).toEqual([0, "-", "-", 3, 4]);
});

const STEPS = `function main() {
  var p = PropertiesService.getScriptProperties();
  try {
    p.setProperty("a", 1);
    ${WRITE}
    p.setProperty("b", 1);
    SpreadsheetApp.flush();
  } catch (e) { p.setProperty("caught", 1); } finally { p.setProperty("finally", 1); }
}`;

test.each([
  [1, "before", "Properties.setProperty", [], ""],
  [1, "after", "Properties.setProperty", ["a"], ""],
  [2, "before", "Range.setValue", ["a"], ""],
  [2, "after", "Range.setValue", ["a"], "x"],
  [3, "before", "Properties.setProperty", ["a"], ""],
  [4, "before", "SpreadsheetApp.flush", ["a", "b"], ""],
  [4, "after", "SpreadsheetApp.flush", ["a", "b"], "x"],
  [9, "before", null, ["a", "b", "finally"], "x"],
] as const)(
  "killed at call %i, %s its effect: what happened stays, what was queued is lost",
  async (call, when, name, keys, cell) => {
    const host = await hostOn(STEPS, { kill: { call, when } });
    const execution = await host.call("main", [], { entry: "menu" });
    expect("killed" in execution ? execution.call : null).toBe(name);
    expect(Object.keys(host.save().properties.script)).toEqual(keys);
    expect(host.book.values(0, 1, 1, 1, 1)).toEqual([[cell]]);
  },
);

/** One call of each service, by Google's name. */
const ANYWHERE: Readonly<Record<string, string>> = {
  "Range.getValues": `SpreadsheetApp.getActiveSheet().getRange("A1").getValues()`,
  "Range.setValues": `SpreadsheetApp.getActiveSheet().getRange("A1").setValues([[1]])`,
  "Sheet.getLastRow": "SpreadsheetApp.getActiveSheet().getLastRow()",
  "Sheet.insertRowsAfter": "SpreadsheetApp.getActiveSheet().insertRowsAfter(1, 1)",
  "Spreadsheet.insertSheet": "SpreadsheetApp.getActive().insertSheet()",
  "SpreadsheetApp.flush": "SpreadsheetApp.flush()",
  "UrlFetchApp.fetch": `UrlFetchApp.fetch("https://api.huntr.co/")`,
  "UrlFetchApp.fetchAll": `UrlFetchApp.fetchAll(["https://api.huntr.co/"])`,
  "Properties.getProperty": `PropertiesService.getUserProperties().getProperty("a")`,
  "Properties.setProperty": `PropertiesService.getUserProperties().setProperty("a", "b")`,
  "Cache.get": `CacheService.getScriptCache().get("a")`,
  "Cache.put": `CacheService.getScriptCache().put("a", "b")`,
  "Lock.waitLock": "LockService.getScriptLock().waitLock(1)",
  "ScriptApp.getProjectTriggers": "ScriptApp.getProjectTriggers()",
  "ClockTriggerBuilder.create": `ScriptApp.newTrigger("f").timeBased().everyHours(1).create()`,
  "Ui.showSidebar": `SpreadsheetApp.getUi().showSidebar(HtmlService.createHtmlOutput("a"))`,
};

test("facts 10: every passing fault can strike at any call", async () => {
  const texts = Object.values(passingFaults).map((text) => (typeof text === "string" ? text : text("x")));
  const tries = Object.entries(ANYWHERE).flatMap(([call, code]) =>
    texts.map((message) => ({ call, code, message })),
  );
  const host = await hostOn(
    `function main() { return [${tries.map(({ code }) => `function () { ${code}; }`).join(", ")}].map(function (f) { try { f(); return ""; } catch (e) { return e.name + ": " + e.message; } }); }`,
    {
      faults: tries.map(({ call, message }, i) => ({ call, message, nth: (i % texts.length) + 1 })),
    },
  );
  expect(told(await host.call("main", [], { entry: "menu" }))).toEqual(
    tries.map(({ message }) => `Exception: ${message}`),
  );
});
