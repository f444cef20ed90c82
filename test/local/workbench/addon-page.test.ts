import { expect, test } from "vitest";
import { eventually } from "../../patience.ts";
import { goTo, huntsheet } from "./opened-page.ts";

/** Reading 1,500 jobs over loopback takes seconds; other tests share the two cores. */
const IMPORT_MS = 60_000;

const installed = huntsheet();

test(
  "Huntsheet: importing jobs from the menu fills the sheet while one watches",
  async () => {
    const { page, host, menu, picture, troubles, close } = await installed.open();
    await menu("Huntsheet", "Import", "Huntr Jobs");
    await page.locator(".o-sheet.active", { hasText: "Huntr Jobs" }).waitFor();
    const sheet = host.book.sheets().find(({ name }) => name === "Huntr Jobs")?.id ?? -1;
    await eventually(() => expect(host.book.lastRow(sheet)).toBeGreaterThan(100), IMPORT_MS);
    await picture("huntsheet-importing");
    await eventually(
      () => expect(host.book.lastRow(sheet)).toBe(installed.huntr.data.jobs.length + 1),
      IMPORT_MS,
    );
    await page.frameLocator("#sidebar iframe").getByText("1,500").first().waitFor();
    await picture("huntsheet-imported");
    const ids = host.book.values(sheet, 2, 1, installed.huntr.data.jobs.length, 1).map(([id]) => id);
    expect(new Set(ids)).toEqual(new Set(installed.huntr.data.jobs.map(({ id }) => id)));
    expect(troubles).toEqual([]);
    await close();
  },
  2 * IMPORT_MS,
);

test(
  "Huntsheet: =HUNTR_JOBS() shows Loading... and spills",
  async () => {
    const { host, page, type, picture, troubles, close } = await installed.open();
    await type("A1", "=HUNTR_JOBS()");
    await page.locator("#status", { hasText: "HUNTR_JOBS" }).waitFor();
    expect(host.book.displayValues(0, 1, 1, 1, 1)).toEqual([["Loading..."]]);
    await picture("huntsheet-loading");
    await eventually(
      () => expect(host.book.values(0, 1, 1, 1, 3)).toEqual([["ID", "Title", "Employer"]]),
      IMPORT_MS,
    );
    const last = installed.huntr.data.jobs.length + 1;
    expect(host.book.lastRow(0)).toBe(last);
    await goTo(page, `A${last}`);
    await page.locator("#status", { hasText: "Saved" }).waitFor();
    await picture("huntsheet-formula");
    expect(troubles).toEqual([]);
    await close();
  },
  2 * IMPORT_MS,
);

test("Huntsheet: help about a formula names its parameters", async () => {
  const { page, troubles, close } = await installed.open();
  await goTo(page, "A1");
  await page.keyboard.type("=HUNTR_JOBS(");
  const help = page.locator(".o-formula-assistant");
  await help.locator(".o-formula-assistant-head", { hasText: "HUNTR_JOBS([filters], [columns])" }).waitFor();
  await page.keyboard.type('"", ');
  await expect
    .poll(() => help.locator(".o-formula-assistant-head .o-formula-assistant-focus").innerText())
    .toBe("columns");
  await expect.poll(() => help.innerText()).not.toContain("@param");
  await page.keyboard.press("Escape");
  expect(troubles).toEqual([]);
  await close();
});

test("Huntsheet: the set-up sidebar opens from the menu and finds the stored keys", async () => {
  const { page, menu, picture, troubles, close } = await installed.open();
  await menu("Huntsheet", "Set up");
  await page.frameLocator("#sidebar iframe").getByText("Stored", { exact: true }).first().waitFor();
  await picture("huntsheet-setup");
  expect(troubles).toEqual([]);
  await close();
});
