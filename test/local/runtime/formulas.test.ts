import { expect, test } from "vitest";
import type { Host } from "../../../local/runtime/host.ts";
import { hostOn } from "./fixture.ts";

const F = "/** @customfunction */ function";
const CODE = `
  ${F} TYPES(a, b) { return [a, b].map(function f(v) { return Array.isArray(v) ? "[" + v.map(f).join(",") + "]" : v === undefined ? "undefined" : v instanceof Date ? v.toISOString() : typeof v + ":" + v; }).join(" "); }
  ${F} RUNS() { var p = PropertiesService.getDocumentProperties(); var n = Number(p.getProperty("n") || 0) + 1; p.setProperty("n", n); return n; }
  ${F} WRITE() { SpreadsheetApp.getActiveSheet().getRange("C1").setValue(1); return 1; }
  ${F} TRIGGER() { ScriptApp.getProjectTriggers(); return 1; }
  ${F} SCRIPT() { return ScriptApp.getScriptId(); }
  ${F} ALLOWED() { return String(ScriptApp.getAuthorizationInfo(ScriptApp.AuthMode.FULL).getAuthorizationStatus()); }
  ${F} ASKS() { ScriptApp.requireScopes(ScriptApp.AuthMode.FULL, []); return 1; }
  ${F} WEB_TEXT() { return ContentService.createTextOutput("x").getContent(); }
  ${F} UI() { SpreadsheetApp.getUi(); return 1; }
  ${F} OPEN() { SpreadsheetApp.openById("x"); return 1; }
  ${F} MAIL() { return "[" + Session.getActiveUser().getEmail() + "]"; }
  ${F} HERE() { return SpreadsheetApp.getActiveRange().getA1Notation(); }
  ${F} READ() { return SpreadsheetApp.getActiveSheet().getRange("B1").getValue(); }
  ${F} SLOW() { Utilities.sleep(31000); return 1; }
  ${F} FAILS() { throw new Error("told so"); }
  ${F} GRID() { return [[1, 2], [3, 4]]; }
  ${F} LIST() { return [1, 2]; }
  ${F} WHEN() { return new Date("2026-07-01T00:00:00Z"); }
  ${F} RAGGED() { return [[1, 2], [3]]; }
  ${F} NAN() { return NaN; }
  ${F} NULLS() { return null; }
  ${F} NOTHING() { return []; }
  ${F} NO_ROW() { return [[]]; }
  ${F} LONG() { return [["x".repeat(50001)]]; }
  var state = 0; ${F} FRESH(x) { state += 1; return state; }
`;

async function value(host: Host, formula: string): Promise<unknown> {
  host.book.write(0, 1, 1, [[formula]]);
  await host.book.settled();
  const [[shown] = []] = host.book.values(0, 1, 1, 1, 1);
  return typeof shown === "string" && shown.startsWith("#")
    ? `${shown} ${host.book.errorMessage(0, 1, 1)}`
    : shown;
}

test.each([
  ["WRITE", "You do not have permission to call setValue"],
  ["TRIGGER", "You do not have permission to call ScriptApp service."],
  ["SCRIPT", "You do not have permission to call ScriptApp service."],
  ["ALLOWED", "You do not have permission to call ScriptApp service."],
  ["ASKS", "You do not have permission to call ScriptApp service."],
  ["WEB_TEXT", "You do not have permission to call ContentService service."],
  ["OPEN", "You do not have permission to call SpreadsheetApp service."],
  ["SLOW", "Exceeded maximum execution time (line 0)."],
  ["FAILS", "told so"],
  ["RAGGED", "ragged rows"],
  ["NAN", "NaN"],
  ["NULLS", "null"],
  ["NOTHING", "an empty list"],
  ["NO_ROW", "an empty list"],
  ["LONG", "Your input contains more than the maximum of 50000 characters in a single cell."],
])("facts 1.5, 2.3, 2.4, 2.6: =%s() is #ERROR!: %s", async (name, message) => {
  const host = await hostOn(CODE);
  const shown = await value(host, `=${name}()`);
  expect(shown).toMatch(/^#ERROR!/);
  expect(shown).toContain(message);
});

test("facts 2.4: a formula has no UI, knows nobody, its active range is its cell, and may read the file", async () => {
  const host = await hostOn(CODE);
  host.book.write(0, 1, 2, [["beside"]]);
  expect(await value(host, "=UI()")).toMatch(/^#ERROR!/);
  expect(await value(host, "=MAIL()")).toBe("[]");
  expect(await value(host, "=HERE()")).toBe("A1");
  expect(await value(host, "=READ()")).toBe("beside");
});

test("facts 2.2: what arguments become", async () => {
  const host = await hostOn(CODE);
  host.book.timeZone = "America/New_York";
  host.book.write(0, 1, 3, [["x", 1.5, true, { serial: 46_037.5 }, null, "10%"]]);
  expect(await value(host, "=TYPES(C1)")).toBe("string:x undefined");
  expect(await value(host, "=TYPES(D1, E1)")).toBe("number:1.5 boolean:true");
  expect(await value(host, "=TYPES(F1, H1)")).toBe("2026-01-15T17:00:00.000Z number:0.1");
  expect(await value(host, "=TYPES(C1:D1, G1:G2)")).toBe("[[string:x,number:1.5]] [[string:],[string:]]");
});

test("facts 2.3: rows spill, a flat list is a column, a Date is the file's wall clock", async () => {
  const host = await hostOn(CODE);
  host.book.timeZone = "America/New_York";
  await value(host, "=GRID()");
  expect(host.book.values(0, 1, 1, 2, 2)).toEqual([
    [1, 2],
    [3, 4],
  ]);
  await value(host, "=LIST()");
  expect(host.book.values(0, 1, 1, 2, 2)).toEqual([
    [1, ""],
    [2, ""],
  ]);
  host.book.setNumberFormats(0, 1, 1, [["yyyy-mm-dd hh:mm"]]);
  await value(host, "=WHEN()");
  expect(host.book.displayValues(0, 1, 1, 1, 1)).toEqual([["2026-06-30 20:00"]]);
});

test("facts 2.3: by the switch, odd results are blank, filled up or #NUM!", async () => {
  const host = await hostOn(CODE, { switches: { formulaOddResults: "blank" } });
  expect(await value(host, "=NULLS()")).toBe("");
  expect(await value(host, "=NOTHING()")).toBe("");
  expect(await value(host, "=NAN()")).toMatch(/^#NUM!/);
  await value(host, "=RAGGED()");
  expect(host.book.values(0, 1, 1, 2, 2)).toEqual([
    [1, 2],
    [3, ""],
  ]);
});

test("facts 2.5, 8.3: each call is an execution of its own, and runs again only when its arguments change", async () => {
  const host = await hostOn(CODE);
  expect(await value(host, "=FRESH(1) + FRESH(2)")).toBe(2);
  expect(await value(host, "=RUNS()")).toBe(1);
  host.book.write(0, 5, 5, [["elsewhere"]]);
  await host.book.settled();
  expect(host.book.values(0, 1, 1, 1, 1)).toEqual([[1]]);
});

test("facts 2.4: refused scopes are refused in formulas, without asking", async () => {
  const scope = "https://www.googleapis.com/auth/script.external_request";
  const host = await hostOn(
    `${F} F() { return UrlFetchApp.fetch("https://api.huntr.co/").getResponseCode(); }`,
    {
      refusedScopes: { "olga@example.com": [scope] },
    },
  );
  expect(await value(host, "=F()")).toContain(
    `not sufficient to call UrlFetchApp.fetch. Required permissions: ${scope}`,
  );
});

test("facts 1.1: forty formulas at once: thirty run, the others wait their turn", async () => {
  const host = await hostOn(`${F} WAIT(n) { Utilities.sleep(1000); return n; }`);
  let running = 0;
  let most = 0;
  host.on("started", () => {
    running += 1;
    most = Math.max(most, running);
  });
  host.on("ended", () => {
    running -= 1;
  });
  host.book.write(
    0,
    1,
    1,
    Array.from({ length: 40 }, (_, i) => [`=WAIT(${i})`]),
  );
  await host.book.settled();
  expect(host.book.values(0, 1, 1, 40, 1).map(([v]) => v)).toEqual(Array.from({ length: 40 }, (_, i) => i));
  expect(most).toBe(30);
});
