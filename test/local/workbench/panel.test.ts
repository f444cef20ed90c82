import type { Browser, Locator } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { type HuntrServer, startHuntr } from "../../../local/apis/index.ts";
import { Host } from "../../../local/runtime/host.ts";
import type { Reopening } from "../../../local/workbench/messages.ts";
import type { Served } from "../../../local/workbench/server.ts";
import { leave, sharedBrowser } from "../../browser.ts";
import { eventually } from "../../patience.ts";
import { newFile, OWNER, writeAddon } from "../runtime/fixture.ts";
import { choose, type OpenedPage, openPage } from "./opened-page.ts";

const CODE = `
function onOpen() {
  SpreadsheetApp.getUi().createMenu("Sample add-on")
    .addItem("Write", "write").addItem("Fail", "fail").addItem("Ask thrice", "askThrice")
    .addItem("Wait", "waitLong").addItem("Remind me", "remindMe").addItem("Ask a person", "askPerson").addToUi();
}
function write() {
  console.log("writing");
  console.warn("careful");
  SpreadsheetApp.getActiveSheet().getRange(1, 1, 2, 1).setValues([["a"], ["b"]]);
  SpreadsheetApp.flush();
}
function fail() { throw new Error("Huntr refused the access token."); }
function get() {
  return UrlFetchApp.fetch("https://api.huntr.co/org/members?api_key=very-secret", {
    muteHttpExceptions: true, headers: { Authorization: "Bearer very-secret" },
  }).getResponseCode();
}
function askThrice() { SpreadsheetApp.getActiveSheet().getRange("C1").setValue([get(), get(), get()].join(" ")); }
function waitLong() { Utilities.sleep(60000); SpreadsheetApp.getActiveSheet().getRange("D1").setValue("waited"); }
function askPerson() { SpreadsheetApp.getUi().alert("Go on?"); }
function remindMe() { ScriptApp.newTrigger("remind").timeBased().everyHours(1).create(); }
function remind(e) {
  var cell = SpreadsheetApp.getActiveSpreadsheet().getSheets()[0].getRange("E1");
  cell.setValue(cell.getValue() + 1);
}
`;

const HOUR_MS = 3_600_000;

/** Triggers are looked for every second. */

let browser: Browser;
let dist: string;
let huntr: HuntrServer;
let opened: OpenedPage;

beforeAll(async () => {
  dist = writeAddon(CODE);
  [browser, huntr] = await Promise.all([sharedBrowser(), startHuntr()]);
});
afterEach(async () => {
  expect(opened.troubles).toEqual([]);
  await opened.close();
});
afterAll(() => Promise.all([leave(browser), huntr.close()]));

function options() {
  return { dist, book: newFile(), routes: { "https://api.huntr.co": huntr.url } };
}

async function open(served: Parameters<typeof openPage>[3] = {}): Promise<OpenedPage> {
  opened = await openPage(browser, options(), {}, served);
  return opened;
}

/** Opens the panel, if need be, at a tab. */
async function panelAt(tab: string): Promise<Locator> {
  const panel = opened.page.getByRole("complementary", { name: "Developer panel" });
  if (await panel.isHidden()) await opened.page.getByRole("button", { name: "Developer panel" }).click();
  await panel.getByRole("tab", { name: tab }).click();
  return panel.getByRole("tabpanel");
}

test("folded away, the panel takes no room; the keys open it, move in it and fold it again", async () => {
  const { page } = await open();
  const grid = page.locator(".o-grid");
  const widthBefore = (await grid.boundingBox())?.width ?? 0;
  await expect.poll(() => page.locator("#developer").isVisible()).toBe(false);
  await page.keyboard.press("Alt+Shift+KeyD");
  await page.locator("[role=tab][aria-selected=true]:focus", { hasText: "Executions" }).waitFor();
  await expect.poll(async () => (await grid.boundingBox())?.width).toBe(widthBefore - 460);
  await page.keyboard.press("ArrowRight");
  await page.getByRole("tabpanel", { name: "Requests" }).waitFor();
  await page.keyboard.press("Alt+Shift+KeyD");
  await page.locator("#developer").waitFor({ state: "hidden" });
  await expect.poll(async () => (await grid.boundingBox())?.width).toBe(widthBefore);
});

test("its width, its tab and that it is open outlast a reload; the focus stays in the grid", async () => {
  const { page } = await open();
  await panelAt("Clock");
  const panel = page.locator("#developer");
  const width = async () => (await panel.boundingBox())?.width;
  const before = (await width()) ?? 0;
  await panel.getByRole("separator", { name: "Width" }).press("ArrowLeft");
  await expect.poll(() => width()).toBe(before + 20);
  const edge = await panel.getByRole("separator").boundingBox();
  await page.mouse.move((edge?.x ?? 0) + 3, 300);
  await page.mouse.down();
  await page.mouse.move((edge?.x ?? 0) - 57, 320);
  await page.mouse.up();
  await expect.poll(() => width()).toBe(before + 80);
  await page.reload();
  await page.locator(".o-grid canvas").waitFor();
  await panel.getByRole("tabpanel", { name: "Clock" }).getByText("No trigger is set up.").waitFor();
  await expect.poll(() => width()).toBe(before + 80);
  await expect.poll(() => panel.locator(":focus").count()).toBe(0);
  await panel.getByRole("button", { name: "Close developer panel" }).click();
  await page.reload();
  await page.locator(".o-grid canvas").waitFor();
  await expect.poll(() => panel.isVisible()).toBe(false);
});

test("executions show their log, service calls and modelled time, also those from before it was opened", async () => {
  const { page, menu, picture } = await open();
  await menu("Sample add-on", "Write");
  const list = await panelAt("Executions");
  const item = list.getByRole("listitem").filter({ hasText: "write" });
  await item.getByRole("img", { name: "Completed" }).waitFor();
  await item.locator("summary").focus();
  await page.keyboard.press("Enter");
  await expect.poll(() => item.locator(".log li").allInnerTexts()).toEqual(["writing", "careful"]);
  await expect.poll(() => item.locator(".calls").innerText()).toMatch(/Range\.setValues\s+× 1\s+\d+ ms/);
  await expect.poll(() => item.innerText()).toContain(OWNER);
  await menu("Sample add-on", "Fail");
  const failed = list.getByRole("listitem").filter({ has: page.getByText("fail", { exact: true }) });
  await failed.getByRole("img", { name: "Failed" }).waitFor();
  await failed.locator("summary").click();
  await failed.getByText("Error: Huntr refused the access token.").waitFor();
  await expect.poll(() => failed.locator(".stack").innerText()).toMatch(/^at fail \(Code\.gs:\d+:\d+\)$/);
  await picture("panel-executions");
});

test("faults strike as often as said and can be taken back; requests are listed, keys masked; a kill ends", async () => {
  const { page, host, menu, picture } = await open();
  const faults = await panelAt("Faults");
  await faults.getByLabel("What goes wrong").selectOption({ label: "Huntr: 429, too many requests" });
  await faults.getByLabel("times").fill("2");
  await faults.getByRole("button", { name: "Arm" }).click();
  await faults.getByText("A request to api.huntr.co answers 429, 2 times.").waitFor();
  await picture("panel-faults");
  await menu("Sample add-on", "Ask thrice");
  await eventually(() => expect(host.book.values(0, 1, 3, 1, 1)).toEqual([["429 429 401"]]));
  await faults.getByText("Nothing is armed.").waitFor();
  const requests = await panelAt("Requests");
  const row = requests.getByRole("row").filter({ hasText: "api.huntr.co" });
  await expect.poll(() => row.count()).toBe(3);
  await expect
    .poll(() => row.first().innerText())
    .toMatch(/^401\s+GET\s+api\.huntr\.co\/org\/members\?api_key=…\s/);
  await row.first().getByRole("button").press("Enter");
  const exchange = requests.locator(".exchange:visible");
  await exchange.getByText("Bearer …").waitFor();
  await expect
    .poll(() => exchange.innerText())
    .toMatch(/Content-Type\s+application\/json[\s\S]*"message": /i);
  await expect.poll(() => page.content()).not.toContain("very-secret");
  await picture("panel-requests");
  await panelAt("Faults");
  await faults.getByLabel("What goes wrong").selectOption({ label: "Any API: time-out" });
  await faults.getByRole("button", { name: "Arm" }).click();
  await faults.getByRole("button", { name: "Take all back" }).click();
  await faults.getByText("Nothing is armed.").waitFor();
  await faults.getByLabel("What goes wrong").selectOption({ label: "Kill the execution" });
  await faults.getByLabel("service calls from now").fill("1");
  await faults.getByRole("button", { name: "Arm" }).click();
  await faults.getByText("The execution that makes the next service call is killed.").waitFor();
  await menu("Sample add-on", "Write");
  const list = await panelAt("Executions");
  await list.getByRole("img", { name: "Killed" }).waitFor();
  await page.locator(".bar.error", { hasText: "killed by the stand-in" }).getByText("Dismiss").click();
});

test("what runs can be stopped, from the title row and from the list", async () => {
  const { page, host, menu, picture } = await open();
  await menu("Sample add-on", "Wait");
  await page.locator("#status", { hasText: "Running waitLong" }).waitFor();
  await page.getByRole("button", { name: "Stop what is running" }).click();
  await page.locator("#status", { hasText: "Saved" }).waitFor();
  const list = await panelAt("Executions");
  await menu("Sample add-on", "Wait");
  await list.getByRole("img", { name: "Running" }).waitFor();
  await picture("panel-running");
  await list.getByRole("button", { name: "Stop waitLong" }).click();
  await list.getByText("waitLong").first().waitFor();
  await expect.poll(() => list.getByRole("img", { name: "Killed" }).count()).toBe(2);
  await expect.poll(() => page.locator(".bar").count()).toBe(0);
  expect(host.book.values(0, 1, 4, 1, 1)).toEqual([[""]]);
});

test("stopping an execution that waits at an alert closes the alert", async () => {
  const { page, menu } = await open();
  const list = await panelAt("Executions");
  await menu("Sample add-on", "Ask a person");
  const alert = page.getByRole("alertdialog", { name: "Go on?" });
  await alert.waitFor();
  // The alert covers the rest of the page, but not the panel.
  await list.getByRole("button", { name: "Stop askPerson" }).click();
  await alert.waitFor({ state: "detached" });
  await page.locator("#status", { hasText: "Saved" }).waitFor();
  await menu("Sample add-on", "Write");
  const written = list.getByRole("listitem").filter({ hasText: "write" });
  await written.getByRole("img", { name: "Completed" }).waitFor();
});

test("a trigger shows when it fires next, runs now, and one hour later", async () => {
  const { page, host, menu, picture } = await open();
  const clock = await panelAt("Clock");
  await clock.getByText("No trigger is set up.").waitFor();
  await menu("Sample add-on", "Remind me");
  const row = clock.getByRole("row").filter({ hasText: "remind" });
  await row.getByText("every hour").waitFor();
  await expect.poll(() => row.innerText()).toMatch(/in (60 min|1 h)/);
  const next = host.triggers()[0]?.nextMs;
  await row.getByRole("button", { name: "Run remind now" }).click();
  await eventually(() => expect(host.book.values(0, 1, 5, 1, 1)).toEqual([[1]]));
  expect(host.triggers()[0]?.nextMs).toBe(next);
  await picture("panel-clock");
  await clock.getByRole("button", { name: "One hour later" }).click();
  await eventually(() => expect(host.book.values(0, 1, 5, 1, 1)).toEqual([[2]]));
  await eventually(() => expect(host.triggers()[0]?.nextMs).toBe((next ?? 0) + HOUR_MS));
  await page.locator("#status", { hasText: "Saved" }).waitFor();
});

test("who acts can be chosen; the document is renamed in the panel and in the title row", async () => {
  const { page, host, picture } = await open();
  const file = await panelAt("File");
  await file.getByRole("radio", { name: "colleague@example.com editor" }).check();
  await page.locator("#avatar[title='Acting as colleague@example.com']").waitFor();
  await file.getByLabel("Name").fill("Class of 2027");
  await file.getByLabel("Name").press("Enter");
  await page.locator("#document-title", { hasText: "Class of 2027" }).waitFor();
  await page.getByRole("button", { name: "Class of 2027" }).click();
  await page.getByRole("textbox", { name: "Name of the spreadsheet" }).fill("Class of 2028");
  await page.keyboard.press("Enter");
  await eventually(() => expect(host.book.name).toBe("Class of 2028"));
  await expect.poll(() => file.getByLabel("Name").inputValue()).toBe("Class of 2028");
  await expect.poll(() => file.getByText("Start afresh…").isVisible()).toBe(false);
  await picture("panel-file");
});

/** Hosts that were opened anew in place of the first. */
const reopened: Host[] = [];
afterEach(() => Promise.all(reopened.splice(0).map((host) => host.close())));

/** What the command line does when the page asks for it: another host in the place of the one that is served. */
async function reopen(how: Reopening): Promise<Served> {
  await opened.host.close();
  const host = await Host.open({ ...options(), realTime: true });
  reopened.push(host);
  const data = how.kind === "data" ? how.data : "sample";
  return { host, data, bookPath: "book.json", save: async () => {} };
}

test("the badge says whose data it is; going live asks first", async () => {
  const { page, picture } = await open({ reopen });
  const badge = page.locator("#data");
  await expect.poll(() => badge.innerText()).toBe("Sample data");
  const live = page.getByRole("menuitemradio", { name: "Live: api.huntr.co, api.hunter.io" });
  const question = page.getByRole("alertdialog", { name: "Go live?" });
  await badge.click();
  await live.click();
  await question.getByRole("button", { name: "Cancel" }).click();
  expect(reopened.length).toBe(0);
  await badge.click();
  await live.click();
  await question.getByRole("button", { name: "Go live" }).click();
  await badge.getByText("Live: api.huntr.co, api.hunter.io").waitFor();
  await page.locator("#avatar:not(:empty)").waitFor();
  await picture("live");
  await badge.click();
  await page.getByRole("menuitemradio", { name: "Sample data" }).click();
  await badge.getByText("Sample data").waitFor();
  await page.locator("#avatar:not(:empty)").waitFor();
});

test("the script can be installed otherwise, and the spreadsheet copied", async () => {
  const wishes: Reopening[] = [];
  const { page } = await open({
    reopen: (how) => {
      wishes.push(how);
      return reopen(how);
    },
    makeCopy: async (user) => `${opened.workbench.url}?copy-for=${user}`,
  });
  const [copy] = await Promise.all([page.waitForEvent("popup"), choose(page, "File", "Make a copy")]);
  expect(copy.url()).toContain(`copy-for=${OWNER}`);
  await copy.locator("#avatar:not(:empty)").waitFor();
  await copy.close();
  const file = await panelAt("File");
  await Promise.all([
    page.waitForEvent("load"),
    file.getByRole("radio", { name: "Installed as an add-on" }).click(),
  ]);
  expect(wishes).toEqual([{ kind: "install", mode: "addon" }]);
  await page.locator("#avatar:not(:empty)").waitFor();
});

test("starting afresh asks first, then serves an empty spreadsheet to every window", async () => {
  const { page, host, type, picture } = await open({ reopen });
  await type("A1", "old");
  await eventually(() => expect(host.book.values(0, 1, 1, 1, 1)).toEqual([["old"]]));
  const file = await panelAt("File");
  await file.getByText("Start afresh…").click();
  const question = page.getByRole("alertdialog", { name: "Start afresh?" });
  await picture("panel-afresh");
  await page.keyboard.press("Escape");
  await question.waitFor({ state: "detached" });
  expect(reopened.length).toBe(0);
  await file.getByText("Start afresh…").click();
  await Promise.all([
    page.waitForEvent("load"),
    question.getByRole("button", { name: "Start afresh" }).click(),
  ]);
  expect(reopened).toHaveLength(1);
  await page.locator(".o-topbar-composer", { hasText: /^$/ }).waitFor();
  await page.locator("#avatar:not(:empty)").waitFor();
  await type("B2", "new");
  await eventually(() =>
    expect(reopened[0]?.book.values(0, 1, 1, 2, 2)).toEqual([
      ["", ""],
      ["", "new"],
    ]),
  );
});
