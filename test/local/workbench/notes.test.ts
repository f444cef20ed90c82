import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { leave, sharedBrowser } from "../../browser.ts";
import { eventually } from "../../patience.ts";
import { must } from "../../rig.ts";
import { newFile, writeAddon } from "../runtime/fixture.ts";
import { choose, goTo, type OpenedPage, openPage } from "./opened-page.ts";
import { downloadXlsx } from "./xlsx.ts";

const CODE = `
function onOpen() {}
function read(cell) { return SpreadsheetApp.getActiveSheet().getRange(cell).getNote(); }
function insertRows() { SpreadsheetApp.getActiveSheet().insertRowsBefore(1, 2); }
`;

let browser: Browser;
let opened: OpenedPage;
let editor: ReturnType<Page["locator"]>;

beforeAll(async () => {
  browser = await sharedBrowser();
  opened = await openPage(browser, { dist: writeAddon(CODE), book: newFile() });
  editor = opened.page.getByRole("textbox", { name: "Note" });
});
afterAll(async () => {
  expect(opened.troubles).toEqual([]);
  await opened.close();
  await leave(browser);
});

/** What scripts see. */
async function noted(cell: string, wanted: string): Promise<void> {
  await eventually(async () =>
    expect(await opened.host.call("read", [cell], { entry: "menu" })).toMatchObject({ value: wanted }),
  );
}

async function write(text: string): Promise<void> {
  await editor.waitFor();
  await opened.page.locator(".cell-note.editor:focus").waitFor();
  await opened.page.keyboard.press("Control+a");
  await opened.page.keyboard.type(text);
}

/** Rests the pointer on a cell: 48 and 26 pixels of headers, cells of 100 by 23. */
async function hover(page: Page, column: number, row: number): Promise<void> {
  // A window that begins anew has none for a moment.
  const grid = await eventually(async () => must(await page.locator(".o-grid").boundingBox()));
  const [x, y] = [grid.x + 48 + 100 * column - 50, grid.y + 26 + 23 * row - 11];
  await page.mouse.move(x, y);
  await page.mouse.move(x + 5, y + 2);
}

test("Shift+F2 writes a note; scripts and another window see it, and it is undone and done again", async () => {
  const { page, workbench, picture } = opened;
  await goTo(page, "B2");
  await page.keyboard.press("Shift+F2");
  await write("Call on Monday.\nAsk for <b>Li</b> & co.");
  await picture("note-written");
  await page.keyboard.press("Escape");
  await editor.waitFor({ state: "detached" });
  const text = "Call on Monday.\nAsk for <b>Li</b> & co.";
  await noted("B2", text);
  const second = await browser.newPage();
  await second.goto(workbench.url);
  await second.locator(".o-grid canvas").waitFor();
  await hover(second, 2, 2);
  await second.locator(".cell-note", { hasText: text }).waitFor();
  await page.keyboard.press("Control+z");
  await noted("B2", "");
  await hover(second, 3, 3);
  await second.locator(".cell-note").waitFor({ state: "detached" });
  await second.close();
  await page.keyboard.press("Control+y");
  await noted("B2", text);
});

test("Insert ▸ Note edits a note, so does a click into it, and Edit ▸ Delete ▸ Notes takes it away", async () => {
  const { page } = opened;
  await goTo(page, "B5");
  await choose(page, "Insert", "Note");
  await write("first");
  // A click elsewhere keeps what was written.
  await page.getByLabel("Name box").click();
  await noted("B5", "first");
  await hover(page, 2, 5);
  await page.locator(".cell-note", { hasText: "first" }).click();
  await write("second");
  await page.keyboard.press("Escape");
  await noted("B5", "second");
  await goTo(page, "B5");
  await choose(page, "Edit", "Delete", "Notes");
  await noted("B5", "");
});

test("a note stays with its cell: rows come in above while it is written, the cell is cut and pasted", async () => {
  const { page, host } = opened;
  await goTo(page, "D5");
  await page.keyboard.press("Shift+F2");
  await write("stays");
  expect((await host.call("insertRows", [], { entry: "menu" })).ok).toBe(true);
  await page.keyboard.type(" here");
  await expect.poll(() => host.book.notes(0, 4, 2, 1, 1)).toEqual([[expect.stringContaining("Monday")]]);
  await expect.poll(() => editor.evaluate((box) => box.getBoundingClientRect().top)).toBeGreaterThan(0);
  await page.keyboard.press("Escape");
  await noted("D7", "stays here");
  await goTo(page, "D7");
  await page.keyboard.press("Control+x");
  await goTo(page, "F9");
  await page.keyboard.press("Control+v");
  await noted("F9", "stays here");
  await noted("D7", "");
});

test("an .xlsx has the notes, as comments", async () => {
  const { page } = opened;
  const { parts } = await downloadXlsx(page);
  const comments = must(parts["xl/comments1.xml"]);
  const found = [...comments.matchAll(/ref="([A-Z0-9]+)"[\s\S]*?<t [^>]*>([\s\S]*?)<\/t>/g)];
  expect(Object.fromEntries(found.map(([, cell, text]) => [cell, text]))).toEqual({
    B4: "Call on Monday.\nAsk for &lt;b&gt;Li&lt;/b&gt; &amp; co.",
    F9: "stays here",
  });
  expect(parts["xl/worksheets/_rels/sheet0.xml.rels"]).toContain("../comments1.xml");
  expect(must(parts["xl/drawings/vmlDrawing1.vml"]).match(/ObjectType="Note"/g)).toHaveLength(2);
  expect(must(parts["[Content_Types].xml"])).toContain("/xl/comments1.xml");
});
