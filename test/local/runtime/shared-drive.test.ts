import { expect, test } from "vitest";
import { newBookFile } from "../../../local/runtime/book-file.ts";
import { COLLEAGUE, hostOn, OWNER, START_MS, told } from "./fixture.ts";

const CODE = `
  function owner() { return SpreadsheetApp.getActiveSpreadsheet().getOwner(); }
  function put() { PropertiesService.getUserProperties().setProperty("whose", Session.getEffectiveUser().getEmail()); }
  function WHOSE() { return PropertiesService.getUserProperties().getProperty("whose"); }
  function protect() { SpreadsheetApp.getActiveSheet().getRange("A1").protect().removeEditors(["${OWNER}"]); }
  function write() { SpreadsheetApp.getActiveSheet().getRange("A1").setValue(1); return "written"; }`;

const sharedFile = () => newBookFile({ owner: OWNER, nowMs: START_MS, isInSharedDrive: true });

test("facts 13: a file in a shared drive has no owner; formulas there see what is stored for whoever made it", async () => {
  const host = await hostOn(CODE, { book: sharedFile() });
  expect(told(await host.call("owner", [], { entry: "menu" }))).toBeNull();
  for (const as of [OWNER, COLLEAGUE]) await host.call("put", [], { entry: "menu", as });
  host.sitDown(COLLEAGUE);
  const sheet = host.book.sheets()[0]?.id ?? 0;
  host.book.write(sheet, 2, 2, [["=WHOSE()"]]);
  await host.book.settled();
  expect(host.book.values(sheet, 2, 2, 1, 1)).toEqual([[OWNER]]);
});

test("facts 13: whoever made it can be kept out of what a colleague protects, as nobody can who owns a file", async () => {
  for (const [book, end] of [
    [sharedFile(), "Exception: You are trying to edit a protected cell or object."],
    [newBookFile({ owner: OWNER, nowMs: START_MS }), "written"],
  ] as const) {
    const host = await hostOn(CODE, { book });
    await host.call("protect", [], { entry: "menu", as: COLLEAGUE });
    expect(told(await host.call("write", [], { entry: "menu" }))).toMatch(end);
  }
});
