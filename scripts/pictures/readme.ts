// The pictures in the README: the add-on in the workbench, on the sample organisation.
import { mkdir, stat } from "node:fs/promises";
import { join } from "node:path";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { sampleKeys, startHunter, startHuntr } from "../../local/apis/index.ts";
import type { Book } from "../../local/book/book.ts";
import { newBookFile } from "../../local/runtime/book-file.ts";
import type { HostOptions } from "../../local/runtime/host.ts";
import { launchBrowser } from "../../test/browser.ts";
import { type OpenedPage, openCell, openPage } from "../../test/local/workbench/opened-page.ts";

const WINDOW = { viewport: { width: 1280, height: 800 } };
/** The sidebar is shown alone: high enough for all that is in it, and with more pixels, so that its text stays crisp. */
const SIDEBAR_WINDOW = { viewport: { width: 1280, height: 1050 }, deviceScaleFactor: 2 };

/** An import of 1,500 jobs, with the browser on the same two cores. */
const PATIENCE_MS = 90_000;
/** New contents fade in; a picture taken meanwhile shows ghosts. */
const FADE_MS = 800;

const ADVISOR = "maria.santos@example.com";
const TITLE = "Career services 2026";

export interface Picture {
  readonly path: string;
  readonly bytes: number;
}

/** Takes all of them into `folder`, with the add-on that was built into `dist`. */
export async function takePictures(dist: string, folder: string): Promise<Picture[]> {
  await mkdir(folder, { recursive: true });
  const [browser, huntr, hunter] = await Promise.all([launchBrowser(), startHuntr(), startHunter()]);
  const routes = { "https://api.huntr.co": huntr.url, "https://api.hunter.io": hunter.url };
  const open = (window: BrowserContextOptions) => openSpreadsheet(browser, { dist, routes }, window);
  const addresses = hunter.data.leads.slice(0, VERIFIED).map(({ email }) => String(email));
  try {
    return [
      await pictureOfImport(await open(WINDOW), join(folder, "import.png")),
      await pictureOfFormulas(await open(WINDOW), addresses, join(folder, "formulas.png")),
      await pictureOfSetUp(await open(SIDEBAR_WINDOW), join(folder, "setup.png")),
    ];
  } finally {
    await Promise.all([browser.close(), huntr.close(), hunter.close()]);
  }
}

async function openSpreadsheet(
  browser: Browser,
  addon: Pick<HostOptions, "dist" | "routes">,
  window: BrowserContextOptions,
): Promise<OpenedPage> {
  const book = newBookFile({ owner: ADVISOR, nowMs: Date.now() });
  const opened = await openPage(browser, { ...addon, book }, window);
  opened.host.book.name = TITLE;
  await opened.host.rpc("saveKeys", [JSON.stringify(sampleKeys)]);
  await opened.page.reload();
  await opened.page.locator("#avatar:not(:empty)").waitFor();
  opened.page.setDefaultTimeout(PATIENCE_MS);
  return opened;
}

async function pictureOfImport(opened: OpenedPage, path: string): Promise<Picture> {
  const { page, menu } = opened;
  await menu("Huntsheet", "Import", "Huntr Jobs");
  const sidebar = page.frameLocator("#sidebar iframe");
  await sidebar.getByText("Done", { exact: true }).waitFor();
  await openCell(page, "B2");
  return taken(opened, page, path);
}

async function pictureOfFormulas(
  opened: OpenedPage,
  addresses: readonly string[],
  path: string,
): Promise<Picture> {
  const { page, host, type } = opened;
  const { book } = host;
  layOut(book, addresses);
  await type("A1", '=HUNTR_JOBS("created_before=2026-04-01", "title, employer, stage, owner")');
  await settled(book);
  await type("E2", `=HUNTR_STAGE_TYPE(C2:C${ROWS})`);
  await type("H2", `=HUNTER_VERIFY(G2:G${VERIFIED + 1}, "status, score")`);
  await settled(book);
  await openCell(page, "A1");
  return taken(opened, page, path);
}

/** How many rows of jobs get a stage type beside them: what the picture shows, and some more. */
const ROWS = 40;
/** How many addresses are verified. */
const VERIFIED = 12;
/** Pixels, from column A on. */
const WIDTHS = [250, 150, 110, 140, 150, 15, 275, 80, 45];

/** What a person has typed and dressed before the formulas come. */
function layOut(book: Book, addresses: readonly string[]): void {
  WIDTHS.forEach((px, i) => {
    book.setColumnWidth(0, i + 1, px);
  });
  book.write(0, 1, 5, [["Stage type", null, "Address", "Status", "Score"]]);
  book.write(
    0,
    2,
    7,
    addresses.map((address) => [address]),
  );
  book.setStyles(0, 1, 1, 1, WIDTHS.length, { bold: true, background: "#f1f3f4" });
  book.setFrozen(0, 1, 0);
}

/** Waits until the formulas that were typed have come to the book and run. */
async function settled(book: Book): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, FADE_MS));
  await book.settled();
}

async function pictureOfSetUp(opened: OpenedPage, path: string): Promise<Picture> {
  const { page, menu } = opened;
  await menu("Huntsheet", "Set up");
  const sidebar = page.frameLocator("#sidebar iframe");
  const tests = sidebar.getByRole("button", { name: "Test" });
  await tests.first().waitFor();
  for (const test of await tests.all()) await test.click();
  await sidebar.getByText("Verifications").first().waitFor();
  return taken(opened, page.locator("#sidebar"), path);
}

async function taken(
  { page, troubles, close }: OpenedPage,
  what: Pick<Page, "screenshot">,
  path: string,
): Promise<Picture> {
  await page.locator("#status", { hasText: "Saved" }).waitFor();
  await page.mouse.move(WINDOW.viewport.width / 2, 0);
  await page.waitForTimeout(FADE_MS);
  await what.screenshot({ path });
  await close();
  if (troubles.length > 0) throw new Error(`The page had troubles: ${troubles.join("; ")}`);
  return { path, bytes: (await stat(path)).size };
}
