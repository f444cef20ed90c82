import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { leave, sharedBrowser } from "../../browser.ts";
import { eventually } from "../../patience.ts";
import { newFile, writeAddon } from "../runtime/fixture.ts";
import { goTo, type OpenedPage, openPage } from "./opened-page.ts";

const CODE = `
function onOpen() {}
function insertRows() { SpreadsheetApp.getActiveSheet().insertRowsBefore(1, 2); }
`;

let browser: Browser;
let opened: OpenedPage;

beforeAll(async () => {
  browser = await sharedBrowser();
  opened = await openPage(browser, { dist: writeAddon(CODE), book: newFile() });
});
afterAll(async () => {
  expect(opened.troubles).toEqual([]);
  await opened.close();
  await leave(browser);
});

const holds = (cell: [row: number, column: number], wanted: unknown) =>
  eventually(() => expect(opened.host.book.values(0, ...cell, 1, 1)).toEqual([[wanted]]));

/** What a window shows in the formula bar of a cell. */
async function shows(page: Page, cell: string, text: string | RegExp): Promise<void> {
  await goTo(page, cell);
  await page.locator(".o-topbar-composer .o-composer", { hasText: text }).waitFor();
}

test("what is being typed goes into its cell, though a script has rows come in above meanwhile", async () => {
  const { page, host } = opened;
  await goTo(page, "B4");
  await page.keyboard.type("Call");
  expect((await host.call("insertRows", [], { entry: "menu" })).ok).toBe(true);
  await page.locator("#status", { hasText: "Saved" }).waitFor();
  await page.keyboard.type(" back");
  await page.keyboard.press("Enter");
  await holds([6, 2], "Call back");
});

test("what is done while an undoing is on its way waits for it", async () => {
  const { page, type } = opened;
  await type("F1", "one");
  await type("F2", "two");
  await holds([2, 6], "two");
  // Both keys and the typing come before the first undoing can be answered.
  await page.evaluate(`{
    const key = (name, ctrlKey) => document.activeElement.dispatchEvent(
      new KeyboardEvent("keydown", { key: name, ctrlKey, bubbles: true }));
    key("z", true);
    key("z", true);
    document.execCommand("insertText", false, "three");
    key("Enter", false);
  }`);
  await holds([3, 6], "three");
  await holds([2, 6], "");
  await holds([1, 6], "");
});

test("a window that was opened later follows the undoing of what was done before, and stays where it is", async () => {
  const { page, host, workbench, type } = opened;
  await type("A1", "before");
  await type("A2", "kept");
  await holds([2, 1], "kept");
  const second = await browser.newPage();
  const faults: string[] = [];
  second.on("pageerror", ({ message }) => faults.push(message));
  await second.goto(workbench.url);
  await second.locator(".o-grid canvas").waitFor();
  await shows(second, "A1", "before");
  await goTo(second, "D9");
  await page.keyboard.press("Control+z");
  await page.keyboard.press("Control+z");
  await holds([1, 1], "");
  await page.keyboard.press("Control+y");
  await holds([1, 1], "before");
  await page.keyboard.press("Control+z");
  await holds([1, 1], "");
  await type("C3", "after");
  await second.locator(".o-topbar-composer .o-composer", { hasText: /^\s*$/ }).waitFor();
  await expect.poll(() => second.getByLabel("Name box").inputValue()).toBe("D9");
  await shows(second, "C3", "after");
  await shows(second, "A1", /^\s*$/);
  await shows(second, "A2", /^\s*$/);
  // It is a collaborator as before.
  await goTo(second, "D10");
  await second.keyboard.type("mine");
  await second.keyboard.press("Enter");
  await holds([10, 4], "mine");
  await second.keyboard.press("Control+z");
  await holds([10, 4], "");
  expect(host.book.values(0, 3, 3, 1, 1)).toEqual([["after"]]);
  expect(faults).toEqual([]);
  await second.close();
});
