import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { leave, sharedBrowser } from "../../browser.ts";
import { eventually } from "../../patience.ts";
import { newFile, OWNER, writeAddon } from "../runtime/fixture.ts";
import { choose, goTo, type OpenedPage, openPage } from "./opened-page.ts";

/** A sheet with one of every rule. */
const CODE = `
function onOpen() {}
function prepare() {
  var s = SpreadsheetApp.getActiveSheet(), app = SpreadsheetApp;
  s.getRange("A1:D1").setValues([["Name", "Stage", "Done", "Locked"]]).setFontWeight("bold");
  s.getRange("A2:B5").setValues([["Ada", "APPLY"], ["Ben", "OFFER"], ["Cyd", "APPLY"], ["Dee", "REJECTED"]]);
  s.getRange("B2:B5").setDataValidation(app.newDataValidation().requireValueInList(["APPLY", "OFFER", "REJECTED"]).setAllowInvalid(false).build());
  s.getRange("C2:C5").insertCheckboxes();
  s.setConditionalFormatRules([
    app.newConditionalFormatRule().whenTextEqualTo("OFFER").setBackground("#b7e1cd").setRanges([s.getRange("B2:B5")]).build(),
    app.newConditionalFormatRule().whenTextEqualTo("REJECTED").setFontColor("#cc0000").setStrikethrough(true).setRanges([s.getRange("B2:B5")]).build()
  ]);
  var p = s.getRange("D1:D5").protect(); p.removeEditors(p.getEditors());
}
function hide() {
  var f = SpreadsheetApp.getActiveSheet().getRange("A1:D5").createFilter();
  f.setColumnFilterCriteria(2, SpreadsheetApp.newFilterCriteria().setHiddenValues(["APPLY"]).build());
}
function filtered() { return SpreadsheetApp.getActiveSheet().getFilter().getRange().getA1Notation(); }
`;

let browser: Browser;
let opened: OpenedPage;

beforeAll(async () => {
  browser = await sharedBrowser();
});
beforeEach(async () => {
  opened = await openPage(browser, { dist: writeAddon(CODE), book: newFile() });
  expect((await opened.host.call("prepare", [], { entry: "menu" })).ok).toBe(true);
});
afterEach(async () => {
  expect(opened.troubles).toEqual([]);
  await opened.close();
});
afterAll(() => leave(browser));

const value = (row: number, column: number) => opened.host.book.values(0, row, column, 1, 1)[0]?.[0];
/** A busy machine takes its time to hand on what was typed. */
const holds = (row: number, column: number, wanted: unknown) =>
  eventually(() => expect(value(row, column)).toBe(wanted));

/** Types over what a cell holds. */
async function enter(cell: string, held: string, text: string): Promise<void> {
  const { page } = opened;
  await goTo(page, cell);
  await page.locator(".o-composer:focus", { hasText: held }).waitFor({ state: "attached" });
  await page.keyboard.type(text);
  await page.keyboard.press("Enter");
}

test("a drop-down list takes its values and refuses others in a dialog; a checkbox is ticked by the space bar", async () => {
  const { page } = opened;
  await opened.picture("rules-on-cells");
  await goTo(page, "B2");
  await page.keyboard.press("Enter");
  await page.locator(".o-autocomplete-content", { hasText: "OFFER" }).click();
  await holds(2, 2, "OFFER");
  await enter("B3", "OFFER", "nonsense");
  await page.getByText(/violates the data validation/).waitFor();
  expect(value(3, 2)).toBe("OFFER");
  await page.keyboard.press("Escape");
  await goTo(page, "C2");
  await page.locator(".o-composer:focus", { hasText: "FALSE" }).waitFor({ state: "attached" });
  await page.keyboard.press("Space");
  await holds(2, 3, true);
});

/** Types lines, each followed by Enter, before the page can draw anything of it. */
async function typeAtOnce(...lines: readonly string[]): Promise<void> {
  await opened.page.evaluate(`{
    for (const line of ${JSON.stringify(lines)}) {
      for (const key of line) document.execCommand("insertText", false, key);
      document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true }));
    }
  }`);
}

test("keys that come faster than the page draws replace what cells held, be they drop-downs or not", async () => {
  const { page } = opened;
  await goTo(page, "B3");
  await page.locator(".o-composer:focus", { hasText: "OFFER" }).waitFor({ state: "attached" });
  await typeAtOnce("REJECTED", "OFFER");
  await holds(3, 2, "REJECTED");
  await holds(4, 2, "OFFER");
  await goTo(page, "A2");
  await page.locator(".o-composer:focus", { hasText: "Ada" }).waitFor({ state: "attached" });
  // The first letter is taken back before it was drawn.
  await page.evaluate(`document.execCommand("insertText", false, "x"), document.execCommand("delete")`);
  await typeAtOnce("Grace", "=1+1");
  await holds(2, 1, "Grace");
  await holds(3, 1, 2);
});

test("a protected cell says so to who may not edit it, and lets the owner", async () => {
  const { page, host } = opened;
  await opened.type("D2", "owner's");
  await holds(2, 4, "owner's");
  await page.locator("#account").click();
  await page.getByRole("menuitemradio", { name: "colleague@example.com" }).click();
  await page.locator("#avatar[title='Acting as colleague@example.com']").waitFor();
  await enter("D2", "owner's", "mine");
  await page.getByText("You are trying to edit a protected cell or object.").waitFor();
  await opened.picture("protected-cell");
  expect(host.owner).toBe(OWNER);
  expect(value(2, 4)).toBe("owner's");
});

test("rows that a filter hides are gone from the page, and stay for scripts", async () => {
  const { host } = opened;
  expect((await host.call("hide", [], { entry: "menu" })).ok).toBe(true);
  // The third row stands where the second one was.
  const second = { x: 98, y: 211 };
  await eventually(async () => {
    await opened.page.mouse.click(second.x, second.y);
    expect(await opened.page.getByLabel("Name box").inputValue()).toBe("A3");
  });
  await opened.picture("filtered");
  expect(host.book.values(0, 1, 1, 5, 1).flat()).toEqual(["Name", "Ada", "Ben", "Cyd", "Dee"]);
});

test("a filter made from the menu leaves the cells as they look, and is there for scripts", async () => {
  const { page, host } = opened;
  await goTo(page, "A2");
  await choose(page, "Data", "Create a filter");
  await eventually(async () =>
    expect(await host.call("filtered", [], { entry: "menu" })).toMatchObject({ value: "A1:D5" }),
  );
  await opened.picture("filter-made");
  await page.locator(".o-topbar-menu", { hasText: "Data" }).click();
  await page.locator(".o-menu-item", { hasText: "Remove filter" }).waitFor();
});
