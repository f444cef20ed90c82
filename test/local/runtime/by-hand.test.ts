import { expect, test } from "vitest";
import { startHuntr } from "../../../local/apis/index.ts";
import { hostOn, told } from "./fixture.ts";

/** What a person does from the workbench's panel while executions run. */

const HOUR_MS = 3_600_000;
const HUNTR = "https://api.huntr.co";

const ASK = `
function ask() {
  return UrlFetchApp.fetch("https://api.huntr.co/org/members", { muteHttpExceptions: true }).getResponseCode();
}`;

test("stop: ends a running execution; what was written before stays, what follows never happens", async () => {
  const host = await hostOn(
    `function main() {
      var cell = SpreadsheetApp.getActiveSheet().getRange("A1");
      cell.setValue("begun"); SpreadsheetApp.flush(); Utilities.sleep(60000);
      cell.setValue("done");
    }`,
    { realTime: true },
  );
  host.on("call", ({ id, call }) => {
    if (call === "Utilities.sleep") setImmediate(() => host.stop(id));
  });
  expect(told(await host.call("main", [], { entry: "menu" }))).toBe("killed: stopped by hand");
  expect(host.book.values(0, 1, 1, 1, 1)).toEqual([["begun"]]);
  expect(host.stop(1)).toBe(false);
});

test("advance on the real clock: time that is skipped is not charged to an execution that runs", async () => {
  const host = await hostOn(`function main() { Utilities.sleep(50); SpreadsheetApp.flush(); }`, {
    realTime: true,
  });
  const sleeps = new Promise<void>((resolve) => {
    host.on("call", ({ call }) => {
      if (call === "Utilities.sleep") resolve();
    });
  });
  const running = host.call("main", [], { entry: "menu" });
  await sleeps;
  await host.advance(HOUR_MS);
  const execution = await running;
  expect(execution.ok).toBe(true);
  expect(execution.virtualMs).toBeLessThan(HOUR_MS / 10);
});

test("fireNow: runs the handler and leaves the next firing as it was", async () => {
  const host = await hostOn(`
    function setUp() { ScriptApp.newTrigger("tick").timeBased().everyHours(1).create(); }
    function tick(e) { SpreadsheetApp.getActiveSpreadsheet().getSheets()[0].getRange("A1").setValue("by " + e.triggerUid); }`);
  await host.call("setUp", [], { entry: "menu" });
  const [trigger] = host.triggers();
  const { id = "", nextMs = null } = trigger ?? {};
  expect(await host.fireNow(id)).toMatchObject({ function: "tick", error: null });
  expect(host.book.values(0, 1, 1, 1, 1)).toEqual([[`by ${id}`]]);
  expect(host.triggers()[0]?.nextMs).toBe(nextMs);
  expect(await host.fireNow("none")).toBe(null);
});

test("requestFault: strikes requests to its origin so often, in place of the server", async () => {
  const huntr = await startHuntr();
  const host = await hostOn(ASK, { routes: { [HUNTR]: huntr.url } });
  host.requestFault({ outcome: { status: 429, body: {} }, origin: HUNTR, times: 1 });
  host.requestFault({ outcome: "timed out", times: 1 });
  host.requestFault({ outcome: "lost", times: 1 });
  host.requestFault({ outcome: { status: 500, body: {} }, origin: "https://api.hunter.io", times: 1 });
  const ask = async () => told(await host.call("ask", [], { entry: "menu" }));
  expect(await ask()).toBe(429);
  expect(await ask()).toBe(`Exception: Timeout: ${HUNTR}/org/members`);
  expect(await ask()).toBe(`Exception: Address unavailable: ${HUNTR}/org/members`);
  expect(huntr.requests).toHaveLength(0);
  expect(await ask()).toBe(401);
  expect(host.armed().requests).toMatchObject([{ left: 1 }]);
  await huntr.close();
});

test("disarm: takes faults and a kill back", async () => {
  const host = await hostOn(`function main() { SpreadsheetApp.flush(); return "fine"; }`);
  host.fault({ call: "SpreadsheetApp.flush", times: 2, message: "Service unavailable: Spreadsheets" });
  host.killAt({ call: 5, when: "before" });
  expect(told(await host.call("main", [], { entry: "menu" }))).toMatch("Service unavailable");
  expect(host.armed()).toMatchObject({ calls: [{ left: 1 }], kill: { call: 4, when: "before" } });
  host.disarm();
  expect(host.armed()).toEqual({ calls: [], requests: [], kill: null });
  expect(told(await host.call("main", [], { entry: "menu" }))).toBe("fine");
});
