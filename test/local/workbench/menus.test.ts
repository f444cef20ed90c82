import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { leave, sharedBrowser } from "../../browser.ts";
import { eventually } from "../../patience.ts";
import { newFile, writeAddon } from "../runtime/fixture.ts";
import { choose, type OpenedPage, openPage } from "./opened-page.ts";
import { downloadXlsx, sheetsOf } from "./xlsx.ts";

const CODE = `
function onOpen() { SpreadsheetApp.getUi().createMenu("Sample add-on").addItem("Nothing", "nothing").addToUi(); }
function nothing() {}
/**
 * An address and when it was verified.
 * @param {string} email The address.
 * @return Both.
 * @customfunction
 */
function VERIFIED(email) { return [[email, new Date(Date.UTC(2026, 10, 16, 12)), "007", 3]]; }
`;

let browser: Browser;
let dist: string;
let opened: OpenedPage;

beforeAll(async () => {
  browser = await sharedBrowser();
  dist = writeAddon(CODE);
});
afterEach(async () => {
  expect(opened.troubles).toEqual([]);
  await opened.close();
});
afterAll(() => leave(browser));

async function open(): Promise<OpenedPage> {
  opened = await openPage(browser, { dist, book: newFile() });
  return opened;
}

test("File ▸ Download gives an .xlsx of the whole spreadsheet: text as text, dates, formats, formulas' results", async () => {
  const { page, host, type } = await open();
  const { book } = host;
  book.name = "Class of 2026/27";
  await type("A10", '=VERIFIED("ada@example.com")');
  await eventually(() => expect(book.values(0, 10, 1, 1, 1)).toEqual([["ada@example.com"]]));
  const when = { serial: 46_342.5 };
  book.write(0, 1, 1, [["'00123", "'=IMPORTXML(1)", "'TRUE", "'1/2", "'-1", "a <b> & c"]]);
  book.write(0, 2, 1, [[12.5, true, when, "=A2*2", "[a](b)", "'+1 555 0100", 12_345]]);
  book.setNumberFormats(0, 2, 3, [["yyyy-mm-dd hh:mm"]]);
  // One that the grid cannot show.
  book.setNumberFormats(0, 2, 7, [["0.0000E+00"]]);
  book.setFrozen(0, 1, 0);
  const other = book.insertSheet("Paid results");
  book.write(other, 1, 1, [["secret"]]);
  book.setHidden(other, true);
  await page.locator("#status", { hasText: "Saved" }).waitFor();
  const { name, parts } = await downloadXlsx(page);
  expect(name).toBe("Class of 2026_27.xlsx");
  const [first, second] = sheetsOf(parts);
  expect(second).toMatchObject({ name: "Paid results", isHidden: true, cells: { A1: { value: "secret" } } });
  expect(first).toMatchObject({
    name: "Sheet1",
    isHidden: false,
    frozen: true,
    cells: {
      A1: { value: "00123" },
      B1: { value: "=IMPORTXML(1)" },
      C1: { value: "TRUE" },
      D1: { value: "1/2" },
      E1: { value: "-1" },
      F1: { value: "a <b> & c" },
      A2: { value: 12.5 },
      B2: { value: true },
      C2: { value: 46_342.5, format: "yyyy-mm-dd hh:mm" },
      D2: { value: 25 },
      F2: { value: "+1 555 0100" },
      G2: { value: 12_345, format: "0.0000E+00" },
      A10: { value: "ada@example.com" },
      B10: { value: 46_342.5 },
      C10: { value: "007" },
      D10: { value: 3 },
    },
  });
});

/** The lines of the open menu; a disabled one in brackets. */
async function lines(): Promise<string[]> {
  const items = opened.page.locator(".o-menu-item");
  await items.first().waitFor();
  return items.evaluateAll((all) =>
    all.map((item) => {
      const name = item.querySelector(".o-menu-item-name")?.textContent ?? "";
      return item.classList.contains("disabled") ? `(${name})` : name;
    }),
  );
}

test("the menus have what Google Sheets has, in its words", async () => {
  const { page } = await open();
  const menus: Record<string, string[]> = {};
  for (const menu of ["File", "Edit", "View", "Insert", "Format", "Data"]) {
    await page.locator(".o-topbar-menu", { hasText: menu }).click();
    menus[menu] = await lines();
    await page.keyboard.press("Escape");
  }
  expect(menus).toMatchObject({
    File: ["Rename", "Download", "Print"],
    Edit: ["(Undo)", "(Redo)", "Cut", "Copy", "Paste", "Paste special", "Find and replace", "Delete"],
    View: ["Show", "Zoom", "Freeze", "Group"],
  });
  expect(menus.Insert?.slice(0, 5)).toEqual(["Rows", "Columns", "Cells", "Sheet", "Chart"]);
  expect(menus.Format).toContain("Conditional formatting");
  expect(menus.Data).toContain("Data validation");
  expect(menus.Data?.at(-1)).toBe("Create a filter");
});

test("View ▸ Hidden sheets shows a hidden sheet again; File ▸ Rename leads to the name", async () => {
  const { page, host, picture } = await open();
  const other = host.book.insertSheet("Paid results");
  host.book.setHidden(other, true);
  await expect.poll(() => page.locator(".o-sheet").count()).toBe(1);
  await page.locator(".o-topbar-menu", { hasText: "View" }).click();
  await page.locator(".o-menu-item", { hasText: "Hidden sheets (1)" }).hover();
  await page.locator(".o-menu-item", { hasText: "Show Paid results" }).waitFor();
  await picture("menu-hidden-sheets");
  await page.locator(".o-menu-item", { hasText: "Show Paid results" }).click();
  await page.locator(".o-sheet.active", { hasText: "Paid results" }).waitFor();
  await eventually(() => expect(host.book.sheets()[1]?.hidden).toBe(false));
  await choose(page, "File", "Rename");
  await page.getByRole("textbox", { name: "Name of the spreadsheet" }).fill("Class of 2027");
  await page.keyboard.press("Enter");
  await eventually(() => expect(host.book.name).toBe("Class of 2027"));
  await page.locator(".o-grid .o-composer:focus").waitFor({ state: "attached" });
});

test("the Extensions menu that is open before onOpen is done fills when it is; a click on its name closes it", async () => {
  const { page, workbench } = await open();
  const second = await browser.newPage();
  // The page hears of the menus when we let it.
  await second.addInitScript(`{
    const { parse } = JSON;
    const held = [];
    window.release = () => held.splice(0).forEach((again) => again());
    const add = WebSocket.prototype.addEventListener;
    WebSocket.prototype.addEventListener = function (type, listener) {
      add.call(this, type, (event) => {
        if (type === "message" && parse(event.data).type === "menus") held.push(() => listener.call(this, event));
        else listener.call(this, event);
      });
    };
  }`);
  await second.goto(workbench.url);
  await second.locator(".o-grid canvas").waitFor();
  const name = second.locator(".o-topbar-menu", { hasText: "Extensions" });
  await name.click();
  await second.locator(".o-topbar-menu.active", { hasText: "Extensions" }).waitFor();
  await second.waitForFunction("window.release !== undefined");
  await expect
    .poll(() => second.evaluate("(release(), document.querySelectorAll('.o-menu-item').length)"))
    .toBe(1);
  await second.locator(".o-menu-item", { hasText: "Sample add-on" }).waitFor();
  await name.click();
  await second.locator(".o-menu").waitFor({ state: "detached" });
  await second.close();
  await page.bringToFront();
});
