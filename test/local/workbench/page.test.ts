import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import WebSocket from "ws";
import { leave, sharedBrowser } from "../../browser.ts";
import { eventually } from "../../patience.ts";
import { must } from "../../rig.ts";
import { newFile, OWNER, writeAddon } from "../runtime/fixture.ts";
import { type OpenedPage, openPage } from "./opened-page.ts";

/** A small add-on with one of everything that the page shows. */
const CODE = `
function onOpen() {
  var ui = SpreadsheetApp.getUi();
  ui.createMenu("Sample add-on")
    .addSubMenu(ui.createMenu("Import").addItem("Rows", "importRows"))
    .addSeparator()
    .addItem("Greet", "greet")
    .addItem("Panel", "showPanel")
    .addItem("Fail", "fail")
    .addItem("Where am I", "whereAmI")
    .addItem("Remind me", "remindMe")
    .addItem("Remind me soon", "remindSoon")
    .addItem("Note", "note")
    .addToUi();
}
function importRows() {
  var sheets = SpreadsheetApp.getActiveSpreadsheet().getSheets();
  var sheet = SpreadsheetApp.getActiveSpreadsheet().insertSheet("Rows");
  for (var block = 0; block < 4; block++) {
    // Whoever looks while it runs says when it may end.
    while (block === 3 && sheets[0].getRange("B1").getValue() !== "go on") Utilities.sleep(50);
    var rows = [];
    for (var i = 1; i <= 25; i++) rows.push([block * 25 + i, "Row " + (block * 25 + i)]);
    sheet.getRange(block * 25 + 1, 1, 25, 2).setValues(rows);
    SpreadsheetApp.flush();
    Utilities.sleep(150);
  }
}
function greet() {
  var ui = SpreadsheetApp.getUi();
  var answer = ui.prompt("Greeting", "What is your name?", ui.ButtonSet.OK_CANCEL);
  var word = answer.getSelectedButton() === ui.Button.OK ? answer.getResponseText() : "nobody";
  SpreadsheetApp.getActiveSpreadsheet().toast("Hello " + word, "Greeting", 30);
}
function showPanel() {
  SpreadsheetApp.getUi().showSidebar(HtmlService.createHtmlOutputFromFile("panel").setTitle("Sample panel"));
}
function fail() { throw new Error("Huntr refused the access token."); }
function whereAmI() {
  var parts = SpreadsheetApp.getActiveRangeList().getRanges().concat(SpreadsheetApp.getActiveRange());
  var names = parts.map(function (range) { return range.getA1Notation(); });
  SpreadsheetApp.getActiveSpreadsheet().toast(names.join(" "), "Selected", 30);
}
function remindMe() { ScriptApp.newTrigger("remind").timeBased().after(30 * 60 * 1000).create(); }
function remindSoon() { ScriptApp.newTrigger("remind").timeBased().after(1000).create(); }
function remind() { SpreadsheetApp.getActiveSpreadsheet().getSheets()[0].getRange("A1").setValue("now"); }
function note() { SpreadsheetApp.getActiveRange().setValue("look").setNote("Written by a script."); }
function shout(word) {
  if (!word) throw new Error("Say something.");
  return JSON.stringify({ loud: word.toUpperCase() });
}
/**
 * So many rows.
 * @param {number} count How many.
 * @return The rows.
 * @customfunction
 */
function SAMPLE_ROWS(count) {
  Utilities.sleep(800);
  if (count > 9) throw new Error("Too many.");
  var rows = [];
  for (var i = 1; i <= count; i++) rows.push(["item " + i, i]);
  return rows;
}
`;

const PANEL = `<!doctype html><html><head></head><body>
  <button onclick="say('hello')">Say hello</button><button onclick="say('')">Say nothing</button>
  <button onclick="google.script.host.close()">Close</button><p id="heard"></p>
  <script>
    function say(word) {
      var out = document.getElementById("heard");
      google.script.run
        .withSuccessHandler(function (text) { out.textContent = JSON.parse(text).loud; })
        .withFailureHandler(function (fault) { out.textContent = fault.message; })
        .shout(word);
    }
  </script></body></html>`;

let browser: Browser;
let dist: string;
let opened: OpenedPage;

beforeAll(async () => {
  browser = await sharedBrowser();
  dist = writeAddon(CODE, { html: { panel: PANEL } });
});
afterEach(() => opened.close());
afterAll(() => leave(browser));

async function open(): Promise<OpenedPage> {
  opened = await openPage(browser, { dist, book: newFile() });
  return opened;
}

test("the page looks like a spreadsheet and asks nobody but its own server for anything", async () => {
  const { page, troubles, picture } = await open();
  await expect.poll(() => page.locator("#document-title").textContent()).toBe("Untitled spreadsheet");
  await expect.poll(() => page.locator("#data", { hasText: "Sample data" }).isVisible()).toBe(true);
  await expect.poll(() => page.locator("#avatar").getAttribute("title")).toBe(`Acting as ${OWNER}`);
  await picture("workbench-open");
  expect(troubles).toEqual([]);
});

test("what is typed into a cell lands in the book, read as Google would read it", async () => {
  const { host, type, troubles } = await open();
  await type("B2", "hello");
  await type("B3", "'00123");
  await type("B4", "$2.99");
  await type("B5", "=2*21");
  await eventually(() => expect(host.book.displayValues(0, 5, 2, 1, 1)).toEqual([["42"]]));
  expect(host.book.values(0, 2, 2, 4, 1)).toEqual([["hello"], ["00123"], [2.99], [42]]);
  expect(troubles).toEqual([]);
});

test("what a script writes shows in the page while it runs, on the tab that it opened", async () => {
  const { page, host, menu, picture, troubles } = await open();
  await menu("Sample add-on", "Import", "Rows");
  await page.locator(".o-sheet.active", { hasText: "Rows" }).waitFor();
  await page.locator("#bars", { hasText: "Running importRows" }).waitFor();
  const sheet = host.book.sheets()[1]?.id ?? -1;
  await eventually(() => expect(host.book.lastRow(sheet)).toBe(75));
  await picture("workbench-running");
  host.book.write(0, 1, 2, [["go on"]]);
  await page.locator("#bars:empty").waitFor({ state: "attached" });
  expect(host.book.lastRow(sheet)).toBe(100);
  await picture("workbench-imported");
  expect(troubles).toEqual([]);
});

test("a custom function shows Loading... and then spills; its error can be read", async () => {
  const { host, page, type, picture, troubles } = await open();
  await type("A1", "=SAMPLE_ROWS(3)");
  await page.locator("#status", { hasText: "SAMPLE_ROWS" }).waitFor();
  expect(host.book.displayValues(0, 1, 1, 1, 1)).toEqual([["Loading..."]]);
  await picture("workbench-loading");
  await eventually(() => expect(host.book.values(0, 3, 1, 1, 2)).toEqual([["item 3", 3]]));
  await type("D1", "=SAMPLE_ROWS(10)");
  await eventually(() => expect(host.book.values(0, 1, 4, 1, 1)).toEqual([["#ERROR!"]]));
  await page.locator("#status", { hasText: "Saved" }).waitFor();
  await picture("workbench-formula");
  expect(troubles).toEqual([]);
});

test("a sidebar calls the script and hears what it gave or threw; it can close itself", async () => {
  const { page, menu, picture, troubles } = await open();
  await menu("Sample add-on", "Panel");
  const panel = page.frameLocator("#sidebar iframe");
  await panel.getByText("Say hello").click();
  await panel.locator("#heard", { hasText: "HELLO" }).waitFor();
  await panel.getByText("Say nothing").click();
  await panel.locator("#heard", { hasText: "Say something." }).waitFor();
  await expect.poll(() => page.locator("#sidebar-title").textContent()).toBe("Sample panel");
  await expect.poll(async () => (await page.locator("#sidebar").boundingBox())?.width).toBe(300);
  await picture("workbench-sidebar");
  await panel.getByText("Close").click();
  await page.locator("#sidebar").waitFor({ state: "hidden" });
  expect(troubles).toEqual([]);
});

test("a prompt holds the script until it is answered; a toast shows", async () => {
  const { page, menu, picture, troubles } = await open();
  await menu("Sample add-on", "Greet");
  await page.locator(".dialog", { hasText: "What is your name?" }).waitFor();
  await picture("workbench-prompt");
  await page.keyboard.type("Ada");
  await page.getByRole("button", { name: "OK" }).click();
  await page.locator(".notice", { hasText: "Hello Ada" }).waitFor();
  await picture("workbench-toast");
  expect(troubles).toEqual([]);
});

test("what a menu function throws stands at the top until it is dismissed", async () => {
  const { page, menu, picture, troubles } = await open();
  await menu("Sample add-on", "Fail");
  const bar = page.locator(".bar.error", { hasText: "Huntr refused the access token." });
  await bar.waitFor();
  await picture("workbench-error");
  await bar.getByText("Dismiss").click();
  await bar.waitFor({ state: "detached" });
  expect(troubles).toEqual([]);
});

test("a script's active range is what is selected in the page, and of several parts the last one", async () => {
  const { page, host, menu, type, troubles } = await open();
  // The page tells of a selection once it has rested; a click may come before.
  await page.evaluate(`{
    const { setTimeout } = window;
    window.setTimeout = (work, ms, ...args) => (ms === 100 ? 0 : setTimeout(work, ms, ...args));
  }`);
  await type("C7", "x");
  await eventually(() => expect(host.book.values(0, 7, 3, 1, 1)).toEqual([["x"]]));
  await menu("Sample add-on", "Where am I");
  await page.locator(".notice", { hasText: "C8 C8" }).waitFor();
  const cells = must(await page.locator(".o-grid").boundingBox());
  await page.keyboard.down("Control");
  // A3, below the column letters and right of the row numbers.
  await page.mouse.click(cells.x + 60, cells.y + 80);
  await page.keyboard.up("Control");
  await menu("Sample add-on", "Where am I");
  await page.locator(".notice", { hasText: "C8 A3 A3" }).waitFor();
  expect(troubles).toEqual([]);
});

test("a trigger fires by itself when its time has come", async () => {
  const { host, menu, troubles } = await open();
  await menu("Sample add-on", "Remind me soon");
  await eventually(() => expect(host.book.values(0, 1, 1, 1, 1)).toEqual([["now"]]));
  expect(troubles).toEqual([]);
});

test("the clock can be moved on, and what falls due meanwhile fires", async () => {
  const { page, host, menu, troubles } = await open();
  await menu("Sample add-on", "Remind me");
  await eventually(() => expect(host.triggers()).toHaveLength(1));
  const before = host.now();
  await page.locator("#clock").click();
  await page.getByText("Skip ahead 1 hour").click();
  await eventually(() => expect(host.book.values(0, 1, 1, 1, 1)).toEqual([["now"]]));
  expect(host.now() - before).toBeGreaterThan(3_500_000);
  expect(troubles).toEqual([]);
});

test("a cell's note shows when the pointer rests on it", async () => {
  const { page, menu, troubles } = await open();
  await menu("Sample add-on", "Note");
  await page.locator(".o-topbar-composer", { hasText: "look" }).waitFor();
  const grid = await page.locator(".o-grid").boundingBox();
  // Over A1: right of the row numbers, below the column letters.
  await page.mouse.move((grid?.x ?? 0) + 60, (grid?.y ?? 0) + 36);
  await page.mouse.move((grid?.x ?? 0) + 70, (grid?.y ?? 0) + 38);
  await page.locator(".cell-note", { hasText: "Written by a script." }).waitFor();
  expect(troubles).toEqual([]);
});

test("a chart of what is selected is drawn", async () => {
  const { page, host, type, picture, troubles } = await open();
  for (const [cell, text] of [
    ["A1", "Stage"],
    ["B1", "Jobs"],
    ["A2", "Applied"],
    ["B2", "7"],
    ["A3", "Offer"],
    ["B3", "2"],
  ] as const)
    await type(cell, text);
  await eventually(() => expect(host.book.values(0, 3, 2, 1, 1)).toEqual([[2]]));
  await page.locator(".o-topbar-menu", { hasText: "Insert" }).click();
  await page.locator(".o-menu-item", { hasText: "Chart" }).click();
  await page.locator(".o-figure canvas").first().waitFor();
  await picture("workbench-chart");
  expect(troubles).toEqual([]);
});

test("another person can act in the window, and gets a menu of their own", async () => {
  const { page, menu, troubles } = await open();
  await page.locator("#account").click();
  await page.getByRole("menuitemradio", { name: "colleague@example.com" }).click();
  await page.locator("#avatar[title='Acting as colleague@example.com']").waitFor();
  await menu("Sample add-on", "Where am I");
  await page.locator(".notice", { hasText: "Selected" }).waitFor();
  expect(troubles).toEqual([]);
});

test("two windows show the same spreadsheet", async () => {
  const { page, workbench, host, type, troubles } = await open();
  const second = await browser.newPage();
  await second.goto(workbench.url);
  await second.locator(".o-grid canvas").waitFor();
  await type("A1", "from the first");
  await eventually(() => expect(host.book.values(0, 1, 1, 1, 1)).toEqual([["from the first"]]));
  await second.locator(".o-topbar-composer", { hasText: "from the first" }).waitFor();
  await second.close();
  await page.locator("#status", { hasText: "Saved" }).waitFor();
  expect(troubles).toEqual([]);
});

test("a page of another site cannot open a line to the workbench", async () => {
  const { workbench } = await open();
  const refused = await new Promise<string>((resolve) => {
    const socket = new WebSocket(`${workbench.url.replace("http", "ws")}line`, {
      origin: "http://evil.example",
    });
    socket.on("open", () => resolve("let in"));
    socket.on("error", ({ message }) => resolve(message));
  });
  expect(refused).toContain("401");
});
