import { expect, test } from "vitest";
import type { HostOptions } from "../../../local/runtime/host.ts";
import { COLLEAGUE, hostOn, OWNER, told } from "./fixture.ts";

const CODE = `
  function fill() {
    var ss = SpreadsheetApp.getActive(), sheet = ss.getActiveSheet();
    sheet.getRange("A1:B1").setValues([["text", "=WHO()"]]).setNote("note");
    ss.insertSheet("Hidden").hideSheet();
    ss.setNamedRange("Names", sheet.getRange("A1"));
    sheet.getRange("1:1").addDeveloperMetadata("document");
    ss.addDeveloperMetadata("project", SpreadsheetApp.DeveloperMetadataVisibility.PROJECT);
    var P = PropertiesService, C = CacheService;
    [P.getUserProperties(), P.getScriptProperties(), P.getDocumentProperties()].forEach(function (p) { p.setProperty("k", "v"); });
    [C.getUserCache(), C.getScriptCache(), C.getDocumentCache()].forEach(function (c) { c.put("k", "v"); });
    ScriptApp.newTrigger("fill").timeBased().everyHours(1).create();
    return ss.getId();
  }
  function look() {
    var ss = SpreadsheetApp.getActive(), P = PropertiesService, C = CacheService;
    return {
      id: ss.getId(), name: ss.getName(), owner: ss.getOwner().getEmail(),
      cell: ss.getSheets()[0].getRange("A1").getValue(), note: ss.getSheets()[0].getRange("A1").getNote(),
      sheets: ss.getSheets().map(function (s) { return s.getName() + (s.isSheetHidden() ? " (hidden)" : ""); }),
      names: ss.getNamedRanges().map(function (n) { return n.getName(); }),
      metadata: ss.createDeveloperMetadataFinder().find().map(function (m) { return m.getKey(); }),
      properties: [P.getUserProperties(), P.getScriptProperties(), P.getDocumentProperties()].map(function (p) { return p.getProperty("k"); }),
      caches: [C.getUserCache(), C.getScriptCache(), C.getDocumentCache()].map(function (c) { return c.get("k"); }),
      triggers: ScriptApp.getProjectTriggers().length,
    };
  }
  /** @customfunction */ function WHO() { return PropertiesService.getUserProperties().getProperty("k") || "nobody"; }`;

async function copied(mode: NonNullable<HostOptions["mode"]>, by: string) {
  const host = await hostOn(CODE, { mode });
  const id = told(await host.call("fill", [], { entry: "menu" }));
  // Once more, now that the property is there.
  host.book.recalculate();
  await host.book.settled();
  expect(host.book.values(0, 1, 2, 1, 1)).toEqual([["v"]]);
  const copy = await hostOn(CODE, { mode, book: host.copyFile(by) });
  await copy.book.settled();
  return { host, id, copy, seen: told(await copy.call("look", [], { entry: "menu", as: by })) };
}

test("facts 3.3: a copy is another file of who made it, with what the document holds", async () => {
  const { id, seen } = await copied("bound", COLLEAGUE);
  expect(seen).toMatchObject({
    name: "Copy of Untitled spreadsheet",
    owner: COLLEAGUE,
    cell: "text",
    note: "note",
    sheets: ["Sheet1", "Hidden (hidden)"],
    names: ["Names"],
    metadata: ["document"],
  });
  expect((seen as { id: string }).id).not.toBe(id);
});

test("facts 3.3: a bound script's copy is a new project: no properties, no caches, no triggers", async () => {
  const { host, copy, seen } = await copied("bound", OWNER);
  expect(seen).toMatchObject({
    properties: [null, null, null],
    caches: [null, null, null],
    triggers: 0,
  });
  expect(copy.book.values(0, 1, 2, 1, 1)).toEqual([["nobody"]]);
  expect(told(await host.call("look", [], { entry: "menu" }))).toMatchObject({
    name: "Untitled spreadsheet",
    properties: ["v", "v", "v"],
    triggers: 1,
  });
});

test("facts 3.3: an add-on is the same project in the copy: its own stores and metadata stay, the document's are empty", async () => {
  const { seen } = await copied("addon", OWNER);
  expect(seen).toMatchObject({
    metadata: ["document", "project"],
    properties: ["v", "v", null],
    caches: ["v", "v", null],
    triggers: 0,
  });
});
