import axe from "axe-core";
import type { Browser, Frame, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { leave, sharedBrowser } from "../../browser.ts";
import { eventually } from "../../patience.ts";
import { KEYS, must, startServers } from "../../rig.ts";
import { newFile, writeAddon } from "../runtime/fixture.ts";
import { goTo, type OpenedPage, openPage } from "./opened-page.ts";

const CODE = `
function onOpen() {
  var ui = SpreadsheetApp.getUi();
  ui.createMenu("Sample add-on")
    .addItem("Panel", "showPanel").addItem("Greet", "greet").addItem("Dialog", "showDialog").addToUi();
}
function page(title) { return HtmlService.createHtmlOutputFromFile("panel").setTitle(title); }
function showPanel() { SpreadsheetApp.getUi().showSidebar(page("Sample panel")); }
function showDialog() { SpreadsheetApp.getUi().showModalDialog(page("Sample dialog"), "Sample dialog"); }
function greet() {
  var answer = SpreadsheetApp.getUi().prompt("Greeting", "What is your name?", SpreadsheetApp.getUi().ButtonSet.OK_CANCEL);
  SpreadsheetApp.getActiveSheet().getRange("A1").setValue(answer.getSelectedButton() + " " + answer.getResponseText());
}
function note(word) { SpreadsheetApp.getActiveSheet().getRange("B1").setValue(word); }
`;

const PANEL = `<!doctype html><html lang="en"><head><title>Sample</title></head><body><main>
  <h1>Sample</h1><button onclick="google.script.run.note('pressed')">Press</button></main></body></html>`;

let browser: Browser;
let dist: string;
let opened: OpenedPage;

beforeAll(async () => {
  browser = await sharedBrowser();
  dist = writeAddon(CODE, { html: { panel: PANEL } });
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

/** Presses keys one after another. */
async function press(...keys: readonly string[]): Promise<void> {
  for (const key of keys) await opened.page.keyboard.press(key);
}

/** Waits until the focus is on what a selector names. A frame has it when its document has. */
async function focused(selector: string, hasText = ""): Promise<void> {
  const isThere = `document.activeElement.matches(${JSON.stringify(selector)})
    && document.activeElement.textContent.includes(${JSON.stringify(hasText)})`;
  await opened.page.waitForFunction(isThere);
}

/** Waits until the focus is in the page of a frame: keys that come before that page has its buttons lead past it. */
async function focusedFrame(around: string, hasText = ""): Promise<void> {
  await focused(`${around} iframe`);
  const element = await opened.page.locator(`${around} iframe`).elementHandle();
  const frame = must(await must(element).contentFrame());
  await frame.locator("button").waitFor();
  await frame.waitForFunction(
    `document.hasFocus() && document.activeElement.textContent.includes(${JSON.stringify(hasText)})`,
  );
}

const GRID = ".o-grid .o-composer";

/** Extensions ▸ Sample add-on ▸ the item so many lines down. */
async function runItem(index: number): Promise<void> {
  await press("Alt+KeyN");
  // It may be open before onOpen has filled it.
  await opened.page.locator(".o-menu-item", { hasText: "Sample add-on" }).waitFor();
  await focused(".o-popover *");
  await press("ArrowDown", "ArrowRight");
  await opened.page.locator(".o-menu-item-active", { hasText: "Panel" }).waitFor();
  for (let i = 0; i < index; i += 1) await press("ArrowDown");
  await press("Enter");
}

test("keys alone: a menu item opens the sidebar, F6 leads into it and on, and closing it gives the grid back its keys", async () => {
  const { page, host } = await open();
  await runItem(0);
  await page.locator("#sidebar").waitFor();
  await focused(GRID);
  // Past the sheet tabs.
  await press("F6", "F6");
  await focusedFrame("#sidebar");
  await press("Tab");
  await focusedFrame("#sidebar", "Press");
  await press("Enter");
  await eventually(() => expect(host.book.values(0, 1, 2, 1, 1)).toEqual([["pressed"]]));
  await press("F6");
  await focused("header button");
  // Menus, toolbar, cells, sheet tabs, and round to the sidebar.
  await press("F6", "F6", "F6", "F6", "F6", "Shift+Tab");
  await focused("#sidebar-close");
  await press("Enter");
  await page.locator("#sidebar").waitFor({ state: "hidden" });
  await focused(GRID);
});

test("keys alone: a prompt is answered, a dialog keeps the focus until Escape closes it", async () => {
  const { page, host } = await open();
  await runItem(1);
  await focused(".dialog input");
  await page.keyboard.type("Ada");
  await press("Tab");
  await focused(".dialog button", "OK");
  await press("Tab");
  await focused(".dialog button", "Cancel");
  await press("Shift+Tab", "Enter");
  await eventually(() => expect(host.book.values(0, 1, 1, 1, 1)).toEqual([["OK Ada"]]));
  await focused(GRID);
  await runItem(2);
  await focusedFrame(".dialog");
  await press("F6");
  await focusedFrame(".dialog");
  await press("Tab");
  await focusedFrame(".dialog", "Press");
  await press("Shift+Tab");
  await focused(".dialog .close");
  // Wherever Tab leads, it is not under the dialog.
  await press("Shift+Tab");
  await expect.poll(() => page.evaluate("document.activeElement.closest('main, header')")).toBeNull();
  await page.locator(".dialog .close").focus();
  await press("Escape");
  await page.locator(".dialog").waitFor({ state: "detached" });
  await focused(GRID);
});

test("keys alone: the menu bar, the menus of the title row and the developer panel, with the focus to be seen", async () => {
  const { page } = await open();
  await press("Shift+F6", "Shift+F6");
  await focused(".o-topbar-menu", "File");
  await expect
    .poll(() => page.evaluate("getComputedStyle(document.activeElement).outlineStyle"))
    .toBe("solid");
  await press("ArrowRight", "Enter", "ArrowDown");
  await page.locator(".o-menu-item", { hasText: "Undo" }).waitFor();
  await press("ArrowRight");
  await page.locator(".o-menu-item", { hasText: "Zoom" }).waitFor();
  await press("Escape");
  await focused(GRID);
  await press("Shift+F6", "Shift+F6", "Shift+F6");
  await focused("#document-title button");
  await page.locator("#account").focus();
  await press("Enter", "ArrowDown");
  await focused("[role=menuitemradio]", "colleague@example.com");
  await press("Escape");
  await focused("#account");
  await press("Enter", "ArrowDown", "Enter");
  await page.locator("#avatar[title='Acting as colleague@example.com']").waitFor();
  await press("Alt+Shift+KeyD");
  await focused("[role=tab]", "Executions");
  await press("End");
  await focused("[role=tab]", "File");
  await press("Alt+Shift+KeyD");
  await focused(GRID);
});

test("keys alone: the toolbar and its boxes, the sheet tabs and their menu", async () => {
  const { page, host, type } = await open();
  const { book } = host;
  await type("A1", "Ada");
  book.insertSheet("Second");
  await goTo(page, "A1");
  // From the menus Tab leads on into the toolbar, and the arrow keys move in it.
  await press("Shift+F6", "Shift+F6");
  await focused(".o-topbar-menu", "File");
  await press("Tab");
  await focused("[role=toolbar] [role=button][aria-label='Undo (Ctrl+Z)']");
  while (!(await page.locator("[aria-label='Bold (Ctrl+B)']:focus").count())) await press("ArrowRight");
  await press("Enter");
  await eventually(() => expect(book.styles(0, 1, 1, 1, 1)[0]?.[0]?.bold).toBe(true));
  await focused(GRID);
  await press("Shift+F6");
  while (!(await page.locator("[aria-label='Horizontal align']:focus").count())) await press("ArrowRight");
  await press("Enter");
  await focused(".o-popover [role=button]");
  await press("ArrowRight", "Enter");
  await eventually(() => expect(book.styles(0, 1, 1, 1, 1)[0]?.[0]?.align).toBe("center"));
  await focused(GRID);
  await press("F6");
  await focused("[role=tab][aria-selected=true]", "Sheet1");
  await press("ArrowRight", "Enter");
  await page.locator("[role=tab][aria-selected=true]", { hasText: "Second" }).waitFor();
  await press("Alt+ArrowUp");
  await page.locator("[role=tab][aria-selected=true]", { hasText: "Sheet1" }).waitFor();
  await press("Alt+Shift+KeyS");
  await page.locator(".o-menu-item", { hasText: "Duplicate" }).waitFor();
  await press("Escape");
  await focused(GRID);
});

/** Faults that are not ours to mend. */
const EXCEPTIONS: readonly { readonly rule: string; readonly selector: RegExp; readonly reason: string }[] =
  [];

/** What axe-core finds that keeps people out: its words, and where. */
async function barriers(where: Page | Frame): Promise<string[]> {
  await where.evaluate(axe.source);
  const { violations } = (await where.evaluate("axe.run(document, { iframes: false })")) as axe.AxeResults;
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, nodes }) => nodes.map(({ target }) => ({ rule: id, at: target.join(" ") })))
    .filter(({ rule, at }) => !EXCEPTIONS.some((known) => known.rule === rule && known.selector.test(at)))
    .map(({ rule, at }) => `${rule}: ${at}`);
}

test("axe-core finds no barrier in the page, its menus, its dialogs and its panel", async () => {
  const { page, menu } = await open();
  const found: Record<string, string[]> = { page: await barriers(page) };
  await page.locator(".o-topbar-menu", { hasText: "Edit" }).click();
  await page.locator(".o-menu-item", { hasText: "Paste special" }).hover();
  await page.locator(".o-menu-item", { hasText: "Values only" }).waitFor();
  found.menu = await barriers(page);
  await press("Escape", "Escape");
  for (const button of ["#data", "#clock", "#account"]) {
    if (await page.locator(button).isDisabled()) continue;
    await page.locator(button).click();
    found[button] = await barriers(page);
    await press("Escape");
  }
  await menu("Sample add-on", "Greet");
  await page.locator(".dialog").waitFor();
  found.prompt = await barriers(page);
  await press("Escape");
  await menu("Sample add-on", "Dialog");
  await page.locator(".dialog.html").waitFor();
  found.dialog = await barriers(page);
  await page.locator(".dialog .close").click();
  await page.getByRole("button", { name: "Developer panel" }).click();
  for (const tab of ["Executions", "Requests", "Clock", "Faults", "File"]) {
    await page.getByRole("tab", { name: tab }).click();
    found[tab] = await barriers(page);
  }
  expect(Object.fromEntries(Object.entries(found).filter(([, faults]) => faults.length > 0))).toEqual({});
});

test("axe-core finds no barrier in Huntsheet's sidebars", async () => {
  const servers = await startServers();
  opened = await openPage(browser, {
    dist: new URL("../../../dist", import.meta.url).pathname,
    book: newFile(),
    routes: servers.routes,
  });
  const { page, menu, host } = opened;
  const faults: Record<string, string[]> = {};
  await host.rpc("saveKeys", [JSON.stringify(KEYS)]);
  for (const [heading, ...path] of [
    ["Set up", "Set up"],
    ["Import", "Import", "Import…"],
    ["Progress", "Progress"],
    ["Tables and schedules", "Tables and schedules"],
    ["Invite people", "Huntr", "Invite people…"],
    ["Save leads", "Hunter", "Save leads…"],
    ["Verify addresses", "Hunter", "Verify addresses…"],
    ["Credits", "Hunter", "Credits"],
  ] as const) {
    await menu("Huntsheet", ...path);
    await page.frameLocator("#sidebar iframe").getByRole("heading", { name: heading, exact: true }).waitFor();
    const frame = await must(await page.locator("#sidebar iframe").elementHandle()).contentFrame();
    faults[heading] = await barriers(must(frame));
  }
  await servers.close();
  expect(Object.fromEntries(Object.entries(faults).filter(([, found]) => found.length > 0))).toEqual({});
});
