import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Execution } from "../../../local/runtime/report.ts";
import { leave, sharedBrowser } from "../../browser.ts";
import { eventually } from "../../patience.ts";
import { newFile, writeAddon } from "../runtime/fixture.ts";
import { choose, goTo, openPage } from "./opened-page.ts";
import { downloadXlsx } from "./xlsx.ts";

/**
 * Writes 5,000 cells in a hundred blocks, and after each twenty of them waits until a page has typed again: however slow
 * one of the two is, they work at the same time.
 */
const CODE = `
function onOpen() { SpreadsheetApp.getUi().createMenu("Sample add-on").addItem("Fill", "fill").addToUi(); }
function fill() {
  var sheet = SpreadsheetApp.getActiveSheet();
  sheet.insertRowsAfter(sheet.getMaxRows(), 100);
  for (var block = 0; block < 100; block++) {
    var rows = [];
    for (var i = 0; i < 10; i++) {
      var n = block * 10 + i;
      rows.push([n, "row " + n, n % 7, new Date(1e12 + n * 1e9), n % 2 === 0]);
    }
    sheet.getRange(block * 10 + 2, 1, 10, 5).setValues(rows);
    SpreadsheetApp.flush();
    while (block % 20 === 19 && block < 80 && !hasTyped(sheet, (block + 1) / 20)) Utilities.sleep(50);
  }
}
function hasTyped(sheet, turn) {
  return sheet.getDataRange().getValues().some(function (row) { return row.indexOf("typed " + turn) >= 0; });
}`;

let browser: Browser;

beforeAll(async () => {
  browser = await sharedBrowser();
});
afterAll(() => leave(browser));

/** What a page holds: every part of its .xlsx. */
async function contents(page: Page): Promise<Record<string, string>> {
  return (await downloadXlsx(page)).parts;
}

test("a script writes 5,000 cells while a page types, inserts rows and sorts: the book and all pages end the same", async () => {
  const { page, host, workbench, menu, type, troubles, close } = await openPage(browser, {
    dist: writeAddon(CODE),
    book: newFile(),
  });
  const second = await browser.newPage();
  await second.goto(workbench.url);
  await second.locator(".o-grid canvas").waitFor();
  const filling: Execution[] = [];
  host.on("ended", ({ execution }) => {
    if (execution.function === "fill") filling.push(execution);
  });
  await menu("Sample add-on", "Fill");
  await eventually(() => expect(host.book.lastRow(0)).toBeGreaterThan(20));
  for (let turn = 1; turn <= 4; turn += 1) {
    expect(filling).toEqual([]);
    await type(`G${turn * 3}`, `typed ${turn}`);
    await goTo(page, `A${turn * 2}`);
    await choose(page, "Insert", "Rows", "Row above");
    await type(`H${turn}`, `=SUM(A1:A${turn * 10})`);
    await goTo(page, `G${turn}`);
    await page.keyboard.press("Control+Shift+ArrowDown");
    await choose(page, "Data", "Sort range", "Sort range Z to A");
  }
  await goTo(page, "B1");
  await page.keyboard.press("Control+z");
  await eventually(() => expect(filling).toMatchObject([{ ok: true }]));
  await page.locator("#status", { hasText: "Saved" }).waitFor();
  await second.locator("#status", { hasText: "Saved" }).waitFor();
  const values = host.book.values(0, 1, 1, host.book.lastRow(0), 8);
  expect(values.flat().filter((value) => /^row \d+$/.test(String(value))).length).toBeGreaterThan(900);
  expect(values.flat().filter((value) => /^typed \d$/.test(String(value))).length).toBe(4);
  // A page that is opened now has the server's book.
  const third = await browser.newPage();
  await third.goto(workbench.url);
  await third.locator(".o-grid canvas").waitFor();
  const [one, two, three] = [await contents(page), await contents(second), await contents(third)];
  expect(two).toEqual(three);
  expect(one).toEqual(three);
  expect(troubles).toEqual([]);
  await Promise.all([second.close(), third.close()]);
  await close();
});
