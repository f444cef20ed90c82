import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { sampleKeys } from "../../../local/apis/index.ts";
import { projectRoot } from "../../../local/runtime/bundle.ts";
import { eventually } from "../../patience.ts";
import { must } from "../../rig.ts";
import { goTo, huntsheet, type OpenedPage } from "./opened-page.ts";

/** Reading 1,500 jobs takes seconds; other tests share the two cores. */
const PATIENCE_MS = 60_000;
const STORY_MS = 5 * PATIENCE_MS;

const VERIFIED = 19;
const README = readFileSync(join(projectRoot(), "README.md"), "utf8");
const DAY_MS = 86_400_000;
const NOTE = "Call on Monday";

const installed = huntsheet();
let opened: OpenedPage;

function sheetNamed(name: string): number {
  return opened.host.book.sheets().find((sheet) => sheet.name === name)?.id ?? -1;
}

/** What a cell of the open tab holds, as the formula bar says it. */
async function holds(page: Page, cell: string, text: string): Promise<void> {
  await goTo(page, cell);
  await page.locator(".o-topbar-composer", { hasText: text }).waitFor();
}

async function openTab(page: Page, name: string): Promise<void> {
  await page.locator(".o-sheet", { hasText: name }).click();
  await page.locator(".o-sheet.active", { hasText: name }).waitFor();
}

function sidebar() {
  return opened.page.frameLocator("#sidebar iframe");
}

async function setKeys(): Promise<void> {
  const { menu, picture } = opened;
  await menu("Huntsheet", "Set up");
  for (const [card, field, key] of [
    ["Huntr", "Access token", sampleKeys.huntr],
    ["Hunter", "API key", sampleKeys.hunter],
  ] as const) {
    const form = sidebar().getByRole("region", { name: card, exact: true });
    await form.getByLabel(field, { exact: true }).fill(key);
    await form.getByLabel(field, { exact: true }).press("Enter");
    await form.getByText(/ accepts this /).waitFor();
  }
  await picture("story-1-keys");
}

/** Imports the jobs from the menu and watches the bar until it is done. Gives what the bar said, as it went. */
async function importJobs(): Promise<Set<string>> {
  const { menu, picture } = opened;
  await menu("Huntsheet", "Import", "Huntr Jobs");
  const bar = sidebar().getByRole("progressbar", { name: "Progress of Huntr Jobs" });
  await bar.waitFor();
  const said = new Set<string>();
  while (await bar.isVisible()) {
    const text = await bar.getAttribute("aria-valuetext", { timeout: 1000 }).catch(() => null);
    if (text !== null && !said.has(text)) await picture("story-2-importing");
    if (text !== null) said.add(text);
  }
  await sidebar().getByText("Done", { exact: true }).first().waitFor();
  return said;
}

/** What the table holds: each row by its ID. */
function tableById(): Map<unknown, readonly unknown[]> {
  const { book } = opened.host;
  const sheet = sheetNamed("Huntr Jobs");
  const rows = book.values(sheet, 2, 1, book.lastRow(sheet) - 1, book.lastColumn(sheet));
  return new Map(rows.map((row) => [row[0], row]));
}

/** From now on Huntr keeps whoever reads activities waiting. @returns lets those go. */
function holdActivities(): () => void {
  let letGo = () => {};
  const until = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  const { faults } = installed.huntr;
  // Of two faults a request meets the one that was there first.
  faults.clear();
  faults.add({
    effect: { kind: "hold", until },
    when: ({ path }) => path === "/org/activities",
    times: Number.POSITIVE_INFINITY,
  });
  return letGo;
}

function readsActivities(): boolean {
  return installed.huntr.requests.some(
    ({ url, status }) => url.startsWith("/org/activities") && status === 0,
  );
}

test(
  "an advisor's first day: keys, an import, formulas, a note that stays, a colleague, a trigger, and all of it after a reload",
  async () => {
    opened = await installed.openWithoutKeys();
    const { page, host, workbench, menu, type, picture, troubles, close } = opened;
    const { book } = host;
    page.setDefaultTimeout(PATIENCE_MS);

    await setKeys();
    expect((await importJobs()).size).toBeGreaterThan(0);
    expect(tableById().size).toBe(1500);
    await picture("story-3-imported");

    // Formulas on a new tab.
    await openTab(page, "Sheet1");
    const addresses = installed.hunter.data.leads.slice(0, VERIFIED).map(({ email }) => String(email));
    await type("A1", "Address");
    for (const [index, address] of addresses.entries()) await type(`A${index + 2}`, address);
    await goTo(page, "B2");
    await page.keyboard.type("=HUNTER_V");
    await page.locator(".o-autocomplete-dropdown", { hasText: "HUNTER_VERIFY" }).waitFor();
    await picture("story-4-autocomplete");
    await page.keyboard.type("ERIFY(");
    const help = page.locator(".o-formula-assistant");
    await help.getByText("HUNTER_VERIFY(").first().waitFor();
    await expect.poll(() => help.innerText()).toContain("email");
    await picture("story-5-help");
    await page.keyboard.type("A2:A20)");
    await page.keyboard.press("Enter");
    await eventually(
      () => expect(book.values(0, 2, 2, VERIFIED, 1).flat().filter(Boolean)).toHaveLength(VERIFIED),
      PATIENCE_MS,
    );
    const longAgo = new Date(host.now() - 200 * DAY_MS).toISOString().slice(0, 10);
    await type("D1", `=HUNTR_JOBS("created_before=${longAgo}", "title, employer, stage")`);
    await eventually(
      () => expect(book.values(0, 1, 4, 1, 3)).toEqual([["Title", "Employer", "Stage"]]),
      PATIENCE_MS,
    );
    expect(book.lastRow(0)).toBeGreaterThan(VERIFIED + 1);
    // What the README has a newcomer type: a column of recent jobs, whatever the day.
    await type("H1", must(/`(=HUNTR_JOBS\("created_after=.*?\))`/.exec(README)?.[1]));
    await eventually(
      () => expect(book.values(0, 1, 8, 1, 3)).toEqual([["Title", "Employer", "Stage"]]),
      PATIENCE_MS,
    );
    expect(book.values(0, 4, 8, 1, 1)).not.toEqual([[""]]);
    await goTo(page, "A1");
    await picture("story-6-formulas");

    // A column of the advisor's own, and what happens at Huntr meanwhile.
    await openTab(page, "Huntr Jobs");
    const sheet = sheetNamed("Huntr Jobs");
    const own = String.fromCharCode("A".charCodeAt(0) + book.lastColumn(sheet));
    await type(`${own}1`, "Notes");
    await type(`${own}3`, NOTE);
    await eventually(() => expect(book.values(sheet, 3, book.lastColumn(sheet), 1, 1)).toEqual([[NOTE]]));
    const [noted = ""] = book.values(sheet, 3, 1, 1, 1).flat();
    const owner = must(installed.huntr.data.members[0]).id;
    const created = installed.huntr.createJob({ owner, title: "=Head of growth", stage: "Applied" });
    const moved = must(installed.huntr.data.jobs.find(({ id }) => id !== noted && id !== created.id));
    installed.huntr.moveJob(moved.id, "Offer");
    await menu("Huntsheet", "Tables and schedules");
    await sidebar().getByRole("button", { name: "Refresh Huntr Jobs now" }).click();
    await eventually(() => expect(tableById().size).toBe(1501), PATIENCE_MS);
    await eventually(() => expect(tableById().get(moved.id)).toContain("Offer"), PATIENCE_MS);
    const refreshed = tableById();
    expect(refreshed.get(noted)?.at(-1)).toBe(NOTE);
    expect([...refreshed.values()].filter((row) => row.at(-1) === NOTE)).toHaveLength(1);
    expect(refreshed.get(created.id)).toContain("=Head of growth");
    await goTo(page, `${own}3`);
    await picture("story-7-refreshed");

    // From now on by itself: the next job comes within the hour.
    await menu("Huntsheet", "Tables and schedules");
    await sidebar().getByText("Set a schedule").click();
    await sidebar().getByLabel("Refresh", { exact: true }).selectOption({ label: "Every hour" });
    await sidebar().getByRole("button", { name: "Save", exact: true }).click();
    await sidebar().getByText("Next after").waitFor();
    await picture("story-8-schedule");
    installed.huntr.createJob({ owner, title: "Night nurse", stage: "Wishlist" });
    await page.locator("#clock").click();
    await page.getByRole("menuitem", { name: "Skip ahead 1 hour" }).click();
    await eventually(() => expect(tableById().size).toBe(1502), PATIENCE_MS);

    // A slip of the hand, taken back.
    await goTo(page, `${own}3`);
    await page.keyboard.press("Delete");
    await eventually(() => expect(book.values(sheet, 3, book.lastColumn(sheet), 1, 1)).toEqual([[""]]));
    await page.keyboard.press("Control+z");
    await eventually(() => expect(book.values(sheet, 3, book.lastColumn(sheet), 1, 1)).toEqual([[NOTE]]));

    // A colleague looks at the same.
    const second = await installed.browser.newPage();
    second.setDefaultTimeout(PATIENCE_MS);
    await second.goto(workbench.url);
    await second.locator(".o-grid canvas").waitFor();
    await second.locator("#account").click();
    await second.getByRole("menuitemradio", { name: "colleague@example.com" }).click();
    await second.locator("#avatar[title='Acting as colleague@example.com']").waitFor();
    await openTab(second, "Huntr Jobs");
    await holds(second, `${own}3`, NOTE);
    await second.close();

    // An import that is cut off, and that nobody watches any more, goes on by itself.
    await page.getByRole("button", { name: "Developer panel" }).click();
    await page.getByRole("tab", { name: "Faults" }).click();
    await page.getByLabel("What goes wrong").selectOption({ label: "Kill the execution" });
    await page.getByLabel("service calls from now").fill("1");
    const goOn = holdActivities();
    await menu("Huntsheet", "Import", "Huntr Activities");
    await eventually(() => expect(readsActivities()).toBe(true), PATIENCE_MS);
    await page.getByRole("button", { name: "Arm" }).click();
    await page.getByText("The execution that makes the next service call is killed.").waitFor();
    // Whoever else reads them goes on waiting, until nobody watches any more.
    const goOnLater = holdActivities();
    goOn();
    await page.getByRole("tab", { name: "Executions" }).click();
    await page.getByRole("img", { name: "Killed" }).waitFor();
    const activities = installed.huntr.data.activities.length + 1;
    const begun = sheetNamed("Huntr Activities");
    if (begun >= 0) expect(book.lastRow(begun)).toBeLessThan(activities);
    await picture("story-9-killed");
    await page.locator("#sidebar-close").click();
    goOnLater();
    await page.getByRole("tab", { name: "Clock" }).click();
    await page.getByRole("row").filter({ hasText: "every" }).first().waitFor();
    await page.getByRole("button", { name: "One hour later" }).click();
    await eventually(
      () => expect(book.lastRow(sheetNamed("Huntr Activities"))).toBe(activities),
      PATIENCE_MS,
    );
    await page.getByRole("tab", { name: "Executions" }).click();
    const fired = page.locator(".execution").filter({ hasText: "Trigger" });
    await fired.getByRole("img", { name: "Completed" }).first().waitFor();
    await picture("story-10-trigger");

    // The next morning.
    await page.locator("#status", { hasText: "Saved" }).waitFor();
    await page.reload();
    await page.locator(".o-grid canvas").waitFor();
    await page.getByRole("tabpanel", { name: "Executions" }).waitFor();
    await openTab(page, "Huntr Jobs");
    await holds(page, `${own}3`, NOTE);
    await openTab(page, "Sheet1");
    await holds(page, "A2", must(addresses[0]));
    await menu("Huntsheet", "Set up");
    await expect.poll(() => sidebar().getByText("Stored", { exact: true }).count()).toBe(2);
    await picture("story-11-reloaded");
    expect(troubles).toEqual([]);
    await close();
  },
  STORY_MS,
);
