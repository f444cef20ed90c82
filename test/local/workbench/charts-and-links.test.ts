import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { leave, sharedBrowser } from "../../browser.ts";
import { eventually } from "../../patience.ts";
import { newFile, writeAddon } from "../runtime/fixture.ts";
import { openPage } from "./opened-page.ts";

const CODE = `
function onOpen() {}
function draw() {
  var s = SpreadsheetApp.getActiveSheet();
  s.getRange("A1:C3").setValues([["Week", "Jobs", "Offers"], ["W1", 5, 1], ["W2", 7, 2]]);
  s.getRange("A5").setRichTextValue(SpreadsheetApp.newRichTextValue().setText("the board").setLinkUrl("https://huntr.example/board").build());
  s.insertChart(s.newChart().asColumnChart().addRange(s.getRange("A1:C3")).setPosition(2, 5, 0, 0).setTitle("Jobs a week").build());
}
function charts() { return SpreadsheetApp.getActiveSheet().getCharts().length; }`;

let browser: Browser;

beforeAll(async () => {
  browser = await sharedBrowser();
});
afterAll(() => leave(browser));

test("a script's chart is drawn, and deleted by hand it is gone for scripts too; its link leads where it says", async () => {
  const opened = await openPage(browser, { dist: writeAddon(CODE), book: newFile() });
  const { page, host } = opened;
  expect((await host.call("draw", [], { entry: "menu" })).ok).toBe(true);
  const chart = page.locator(".o-figure canvas");
  await chart.waitFor();
  await opened.picture("charts-and-links");

  // The middle of A5: four rows of 23 pixels above it.
  await page.locator(".o-grid-overlay").hover({ position: { x: 30, y: 4 * 23 + 12 } });
  const tool = page.locator(".o-link-tool");
  await tool.getByText("https://huntr.example/board").waitFor();
  const opening = page.waitForEvent("popup");
  await page.context().route("**/*huntr.example/**", (route) => route.fulfill({ body: "the board" }));
  await tool.locator("a").click();
  expect((await opening).url()).toBe("https://huntr.example/board");
  await (await opening).close();

  await chart.click();
  await page.keyboard.press("Delete");
  await chart.waitFor({ state: "detached" });
  await eventually(async () =>
    expect(await host.call("charts", [], { entry: "menu" })).toMatchObject({ value: 0 }),
  );
  expect(opened.troubles).toEqual([]);
  await opened.close();
});
