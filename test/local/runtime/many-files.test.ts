import { expect, onTestFinished, test } from "vitest";
import { newBookFile } from "../../../local/runtime/book-file.ts";
import { Host, type HostOptions } from "../../../local/runtime/host.ts";
import { COLLEAGUE, manifest, OWNER, START_MS, told, writeAddon } from "./fixture.ts";

/** An add-on in several spreadsheet files: one project, the same people, and a document for each. */

const HOUR_MS = 3_600_000;
const CODE = `
  function run(code, id) { return new Function("id", code)(id); }
  function tick() { run(PropertiesService.getUserProperties().getProperty("tick") || ""); }
`;
const AUTH = "https://www.googleapis.com/auth/";

async function files(count: number, more: Partial<HostOptions> = {}): Promise<Host[]> {
  const dist = writeAddon(CODE, {
    manifest: { oauthScopes: [...manifest.oauthScopes, `${AUTH}spreadsheets`] },
  });
  const hosts: Host[] = [];
  for (let i = 0; i < count; i++) {
    const [beside] = hosts;
    const book = newBookFile({ owner: OWNER, nowMs: START_MS });
    const host = await Host.open({ dist, mode: "addon", book, ...more, ...(beside && { beside }) });
    onTestFinished(() => host.close());
    hosts.push(host);
  }
  return hosts;
}

const run = async (host: Host, code: string, id = "", as = OWNER) =>
  told(await host.call("run", [code, id], { entry: "menu", as }));

test("facts 9.2: what is a person's or the script's is the same in all files, what is a document's is not", async () => {
  const [one, two] = (await files(2)) as [Host, Host];
  const put = `PropertiesService.getUserProperties().setProperty("a", "mine");
    PropertiesService.getScriptProperties().setProperty("a", "all");
    PropertiesService.getDocumentProperties().setProperty("a", "here");
    CacheService.getUserCache().put("a", "mine"); CacheService.getScriptCache().put("a", "all");
    CacheService.getDocumentCache().put("a", "here");`;
  const look = `return ["User", "Script", "Document"].map(function (which) {
    return [PropertiesService["get" + which + "Properties"]().getProperty("a"), CacheService["get" + which + "Cache"]().get("a")]; })`;
  await run(one, put);
  const own = ["mine", "mine"];
  expect(await run(two, look)).toEqual([own, ["all", "all"], [null, null]]);
  expect(await run(two, look, "", COLLEAGUE)).toEqual([
    [null, null],
    ["all", "all"],
    [null, null],
  ]);
  expect(await run(one, look)).toEqual([own, ["all", "all"], ["here", "here"]]);
});

test("facts 4.3: a file that is opened by its id is written and read beside the one that is open", async () => {
  const [one, two] = (await files(2)) as [Host, Host];
  const code = `var other = SpreadsheetApp.openById(id), here = SpreadsheetApp.getActiveSpreadsheet();
    var there = other.getSheets()[0]; there.setName("Theirs");
    there.getRange("A1:B1").setValues([["x", "y"]]); here.getSheets()[0].getRange(1, 1).setValue("z");
    var made = other.insertSheet("More"); made.getRange(2, 2).setValue(7);
    return [here.getId() !== other.getId(), other.getSheetByName("Theirs").getRange("A1:B1").getValues(),
      here.getSheetByName("Theirs"), here.getRange("A1").getValue(), there.getParent().getId(), made.getDataRange().getValues()];`;
  expect(await run(one, code, two.book.id)).toEqual([
    true,
    [["x", "y"]],
    null,
    "z",
    two.book.id,
    [
      ["", ""],
      ["", 7],
    ],
  ]);
  const cells = (host: Host) => host.book.values(host.book.sheets()[0]?.id ?? 0, 1, 1, 1, 2);
  expect([cells(one), cells(two)]).toEqual([[["z", ""]], [["x", "y"]]]);
  expect(two.book.sheets().map(({ name }) => name)).toEqual(["Theirs", "More"]);
});

test.each([
  "sheets.there.copyTo(sheets.here.getParent())",
  "sheets.here.copyTo(sheets.there.getParent())",
  'sheets.there.getRange("A1").copyTo(sheets.here.getRange("B2"))',
  'sheets.here.getRange("A1").moveTo(sheets.there.getRange("B2"))',
])("what goes from one file into another is refused by name, and done in neither: %s", async (code) => {
  const [one, two] = (await files(2)) as [Host, Host];
  const sheets = `var sheets = { here: SpreadsheetApp.getActiveSpreadsheet().getSheets()[0], there: SpreadsheetApp.openById(id).getSheets()[0] };`;
  expect(await run(one, `${sheets} ${code}`, two.book.id)).toContain("not implemented in the stand-in");
});

test("newer code is that of all files, and so is a version that was deployed", async () => {
  const [one, two] = (await files(2)) as [Host, Host];
  one.deploy();
  one.push(writeAddon(`function run() { return "newer"; }`));
  expect([await run(one, ""), await run(two, "")]).toEqual(["newer", "newer"]);
  expect(two.deploy()).toBe(2);
});

test("facts 5.1: a deleted file cannot be opened, and its triggers are gone", async () => {
  const [one, two] = (await files(2)) as [Host, Host];
  await run(two, `ScriptApp.newTrigger("tick").timeBased().everyHours(1).create();`);
  const { id } = two.book;
  two.deleteFile();
  expect(await run(one, "SpreadsheetApp.openById(id)", id)).toContain("openById");
  expect(await one.advance(2 * HOUR_MS)).toEqual([]);
});

test("facts 1.2: a trigger of each kind in each document, and not more of them than a person may have", async () => {
  const hosts = await files(22);
  const make = `ScriptApp.newTrigger("tick").timeBased().everyHours(1).create();
    return ScriptApp.getProjectTriggers().length`;
  const made = [];
  for (const host of hosts) made.push(await run(host, make));
  expect(made.slice(0, 20)).toEqual(Array.from({ length: 20 }, () => 1));
  expect(made.slice(20)).toEqual([
    expect.stringContaining("too many triggers"),
    expect.stringContaining("too many triggers"),
  ]);
  expect(await run(hosts[0] as Host, make)).toContain("in this document");
  // Another person has triggers of their own.
  expect(await run(hosts[0] as Host, make, "", COLLEAGUE)).toBe(1);
});

test.each([
  ["file", [1, 0]],
  ["all", [1, 1]],
] as const)(
  "addonTriggersListed %s: a script sees the triggers of the file at hand, or of all",
  async (listed, seen) => {
    const hosts = await files(2, { switches: { addonTriggersListed: listed } });
    await run(hosts[0] as Host, `ScriptApp.newTrigger("tick").timeBased().everyHours(1).create();`);
    const counts = [];
    for (const host of hosts) counts.push(await run(host, "return ScriptApp.getProjectTriggers().length"));
    expect(counts).toEqual(seen);
  },
);

test("triggers of all files fire by one clock, each in its own document, at the expense of one day's allowance", async () => {
  const [one, two] = (await files(2, { switches: { addonTriggerHasSpreadsheet: true } })) as [Host, Host];
  await run(
    one,
    `PropertiesService.getUserProperties().setProperty("tick",
    "SpreadsheetApp.getActiveSpreadsheet().getSheets()[0].appendRow([1]); Utilities.sleep(240000)");`,
  );
  for (const host of [one, two])
    await run(host, `ScriptApp.newTrigger("tick").timeBased().everyHours(1).create();`);
  await one.advance(1.5 * HOUR_MS);
  const rows = (host: Host) => host.book.lastRow(host.book.sheets()[0]?.id ?? 0);
  expect([rows(one), rows(two)]).toEqual([1, 1]);
  expect(two.now()).toBe(one.now());
  const errors = (await two.advance(14 * HOUR_MS)).map(({ error }) => error);
  expect(errors.filter((error) => error === null).length).toBe(21);
  expect(errors.at(-1)).toBe("Service using too much computer time for one day.");
});

test("locks: the document's keeps out who works in the same file, the script's everybody", async () => {
  const [one, two] = (await files(2)) as [Host, Host];
  const hold = (which: string) =>
    `LockService.get${which}Lock().tryLock(0); SpreadsheetApp.flush(); Utilities.sleep(20000);`;
  const take = (which: string, ms = 5_000) =>
    `Utilities.sleep(${ms}); var lock = LockService.get${which}Lock(), is = lock.tryLock(0); if (is) lock.releaseLock(); return is;`;
  const seen: unknown[] = [];
  for (const which of ["Document", "User", "Script"]) {
    const [, here, there, theirs] = await Promise.all([
      run(one, hold(which)),
      run(one, take(which)),
      run(two, take(which)),
      run(two, take(which, 9_000), "", COLLEAGUE),
    ]);
    seen.push([which, here, there, theirs]);
  }
  expect(seen).toEqual([
    ["Document", false, true, true],
    ["User", false, false, true],
    ["Script", false, false, false],
  ]);
});

test("a bound script belongs to one file: there is none beside it", async () => {
  const [one] = (await files(1)) as [Host];
  const book = newBookFile({ owner: OWNER, nowMs: START_MS });
  await expect(Host.open({ dist: writeAddon(CODE), book, beside: one })).rejects.toThrow("bound");
});
