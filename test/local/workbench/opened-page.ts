import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { projectRoot } from "../../../local/runtime/bundle.ts";
import { Host, type HostOptions } from "../../../local/runtime/host.ts";
import { DialogDesk } from "../../../local/workbench/dialog-desk.ts";
import { workbenchBookPath } from "../../../local/workbench/saving.ts";
import { openWorkbench, type Workbench, type WorkbenchOptions } from "../../../local/workbench/server.ts";

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
const PATIENCE_MS = 15_000;

/** Opens a workbench on a host with these options and a page on it, and waits until the grid is drawn. */
export async function openPage(
  browser: Browser,
  options: HostOptions,
  window: BrowserContextOptions = {},
  served: Pick<WorkbenchOptions, "startAfresh"> = {},
): Promise<OpenedPage> {
  const dialogs = new DialogDesk();
  const host = await Host.open({ realTime: true, answerDialog: dialogs.ask, ...options });
  const workbench = await openWorkbench({
    host,
    port: 0,
    dialogs,
    isSample: true,
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
    menu: async (...path) => {
      await page.locator(".o-topbar-menu", { hasText: "Extensions" }).click();
      const item = (label: string) =>
        page.locator(".o-menu-item").filter({ has: page.getByText(label, { exact: true }) });
      for (const label of path.slice(0, -1)) await item(label).hover();
      await item(path.at(-1) ?? "").click();
    },
    type: async (cell, text) => {
      await openCell(page, cell);
      await page.keyboard.type(text);
      await page.keyboard.press("Enter");
    },
    picture: async (name) => {
      const folder = join(projectRoot(), "artifacts");
      await mkdir(folder, { recursive: true });
      await page.screenshot({ path: join(folder, `${name}.png`) });
    },
    close: async () => {
      await page.close();
      await workbench.close();
      await host.close();
    },
  };
}

/** Goes to a cell by the name box. */
export async function openCell(page: Page, cell: string): Promise<void> {
  const nameBox = page.locator(".o-named-range-selector input");
  await nameBox.fill(cell);
  await nameBox.press("Enter");
  // On a busy machine the page may still hold what was typed into the cell before: a person would see that and wait.
  await page.locator(".o-composer:focus", { hasText: /^\s*$/ }).waitFor({ state: "attached" });
}
