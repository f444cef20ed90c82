import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, expect } from "vitest";
import {
  type HunterOptions,
  type HunterServer,
  type HuntrOptions,
  type HuntrServer,
  sampleKeys,
  startHunter,
  startHuntr,
} from "../../../local/apis/index.ts";
import { newBookFile } from "../../../local/runtime/book-file.ts";
import { projectRoot } from "../../../local/runtime/bundle.ts";
import { Host, type HostOptions } from "../../../local/runtime/host.ts";
import { DialogDesk } from "../../../local/workbench/dialog-desk.ts";
import { workbenchBookPath } from "../../../local/workbench/saving.ts";
import { openWorkbench, type Workbench, type WorkbenchOptions } from "../../../local/workbench/server.ts";
import { leave, pictureOf, sharedBrowser } from "../../browser.ts";
import { PATIENCE_MS } from "../../patience.ts";
import { OWNER } from "../runtime/fixture.ts";

/** What a person has before them: the page in a browser, on a workbench of its own. */
export interface OpenedPage {
  readonly page: Page;
  readonly host: Host;
  readonly workbench: Workbench;
  /** Whatever should not have happened: console errors, uncaught faults, requests to other machines, missing files. */
  readonly troubles: readonly string[];
  /** Clicks Extensions ▸ … down to the named item. */
  menu(...path: readonly string[]): Promise<void>;
  /** Types into a cell, as a person does: name box, then keys. */
  type(cell: string, text: string): Promise<void>;
  /** Takes a picture into artifacts/. */
  picture(name: string): Promise<void>;
  close(): Promise<void>;
}

const WINDOW = { width: 1280, height: 760 };
/** Opens a workbench on a host with these options and a page on it, and waits until the grid is drawn. */
export async function openPage(
  browser: Browser,
  options: HostOptions,
  window: BrowserContextOptions = {},
  served: Pick<WorkbenchOptions, "reopen" | "makeCopy"> = {},
): Promise<OpenedPage> {
  const dialogs = new DialogDesk();
  const host = await Host.open({ realTime: true, answerDialog: dialogs.ask, ...options });
  const workbench = await openWorkbench({
    host,
    port: 0,
    dialogs,
    data: "sample",
    bookPath: workbenchBookPath(),
    save: async () => {},
    ...served,
  });
  const page = await browser.newPage({ viewport: WINDOW, ...window });
  page.setDefaultTimeout(PATIENCE_MS);
  const troubles: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") troubles.push(message.text());
  });
  page.on("pageerror", (fault) => troubles.push(String(fault)));
  page.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(workbench.url) && !/^(data|blob|about):/.test(url)) troubles.push(`asked for ${url}`);
  });
  page.on("response", (response) => {
    if (response.status() >= 400) troubles.push(`${response.status()} ${response.url()}`);
  });
  await page.goto(workbench.url);
  await page.locator(".o-grid canvas").waitFor();
  await page.locator("#avatar:not(:empty)").waitFor();
  return {
    page,
    host,
    workbench,
    troubles,
    menu: (...path) => choose(page, "Extensions", ...path),
    type: async (cell, text) => {
      await openCell(page, cell);
      await page.keyboard.type(text);
      await page.keyboard.press("Enter");
    },
    picture: async (name) => {
      const folder = join(projectRoot(), "artifacts");
      await mkdir(folder, { recursive: true });
      const path = join(folder, `${name}.png`);
      // What runs would be over by the time that nothing moves.
      if (await page.locator("#status.working").isVisible()) await pictureOf(page, { path });
      else await writeFile(path, await stillPicture(page));
    },
    close: async () => {
      await page.close();
      await workbench.close();
      await host.close();
    },
  };
}

/** The built add-on and its sample servers, for all tests of a file. */
export interface Huntsheet {
  readonly browser: Browser;
  readonly huntr: HuntrServer;
  readonly hunter: HunterServer;
  /** Opens a page on a new spreadsheet in which nobody has stored a key. */
  openWithoutKeys(): Promise<OpenedPage>;
  /** As that, with the owner's keys stored. */
  open(): Promise<OpenedPage>;
}

/** To be called at the top of a test file; what it gives is there once its tests run. */
export function huntsheet(o: { huntr?: HuntrOptions; hunter?: HunterOptions } = {}): Huntsheet {
  let browser: Browser;
  let huntr: HuntrServer;
  let hunter: HunterServer;
  beforeAll(async () => {
    // The page's clock is the real one, and so is that of its book: the sample is of the same day.
    const now = Date.now();
    [browser, huntr, hunter] = await Promise.all([
      sharedBrowser(),
      startHuntr({ now, ...o.huntr }),
      startHunter({ now, ...o.hunter }),
    ]);
  });
  afterAll(() => Promise.all([leave(browser), huntr.close(), hunter.close()]));
  const openWithoutKeys = () =>
    openPage(browser, {
      dist: join(projectRoot(), "dist"),
      book: newBookFile({ owner: OWNER, nowMs: Date.now() }),
      routes: { "https://api.huntr.co": huntr.url, "https://api.hunter.io": hunter.url },
    });
  return {
    get browser() {
      return browser;
    },
    get huntr() {
      return huntr;
    },
    get hunter() {
      return hunter;
    },
    openWithoutKeys,
    open: async () => {
      const opened = await openWithoutKeys();
      const stored = await opened.host.rpc("saveKeys", [JSON.stringify(sampleKeys)]);
      expect(stored).toMatchObject({ ok: true });
      return opened;
    },
  };
}

/** Chooses from a menu of the menu bar. */
export async function choose(page: Page, menu: string, ...path: readonly string[]): Promise<void> {
  await page.locator(".o-topbar-menu", { hasText: menu }).click();
  const item = (label: string) =>
    page.locator(".o-menu-item").filter({ has: page.getByText(label, { exact: true }) });
  for (const label of path.slice(0, -1)) await item(label).hover();
  await item(path.at(-1) ?? "").click();
}

/** Of what moves by itself (a clock, a run), a picture is taken in the end as it is. */
const MOST_PICTURES = 8;

/** What is to be seen when nothing moves any more: new contents of cells fade in, and would show as ghosts. */
export async function stillPicture(of: Pick<Page, "screenshot">): Promise<Buffer> {
  let last = await pictureOf(of);
  for (let taken = 1; taken < MOST_PICTURES; taken += 1) {
    const next = await pictureOf(of);
    if (next.equals(last)) return next;
    last = next;
  }
  return last;
}

/** Waits until what has happened is on the screen. */
export async function drawn(page: Page): Promise<void> {
  await page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))");
}

/** Goes to a cell by the name box. */
export async function goTo(page: Page, cell: string): Promise<void> {
  const nameBox = page.getByLabel("Name box");
  // A key that was pressed just now takes the focus to the grid when it is drawn.
  await drawn(page);
  await nameBox.fill(cell);
  await nameBox.press("Enter");
  await page.waitForFunction(
    `document.activeElement.matches(".o-composer") && document.getElementById("name-box").value === "${cell}"`,
  );
}

/** Goes to an empty cell. */
async function openCell(page: Page, cell: string): Promise<void> {
  await goTo(page, cell);
  // On a busy machine the page may still hold what was typed into the cell before: a person would see that and wait.
  await page.locator(".o-composer:focus", { hasText: /^\s*$/ }).waitFor({ state: "attached" });
}
