// The pictures in the README: the add-on in the workbench, on the sample organisation.
import { mkdir, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { sampleKeys, startHunter, startHuntr } from "../../local/apis/index.ts";
import type { Book } from "../../local/book/book.ts";
import { newBookFile } from "../../local/runtime/book-file.ts";
import type { HostOptions } from "../../local/runtime/host.ts";
import { launchBrowser } from "../../test/browser.ts";
import { goTo, type OpenedPage, openPage, stillPicture } from "../../test/local/workbench/opened-page.ts";

const WINDOW = { viewport: { width: 1280, height: 800 } };
/** The sidebar is shown alone: high enough for all that is in it, and with more pixels, so that its text stays crisp. */
const SIDEBAR_WINDOW = { viewport: { width: 1280, height: 1050 }, deviceScaleFactor: 2 };

/** An import of 1,500 jobs, with the browser on the same two cores. */
const PATIENCE_MS = 90_000;
const ADVISOR = "maria.santos@example.com";
/** The book runs on the real clock; the sample in it is of the same day. */
const NOW_MS = Date.now();
const TITLE = `Career services ${new Date(NOW_MS).getFullYear()}`;

export interface Picture {
  readonly path: string;
  readonly bytes: number;
}

/** Takes all of them into `folder`, with the add-on that was built into `dist`. */
export async function takePictures(dist: string, folder: string): Promise<Picture[]> {
  await mkdir(folder, { recursive: true });
  const [browser, huntr, hunter] = await Promise.all([
    launchBrowser(),
    startHuntr({ now: NOW_MS }),
    startHunter({ now: NOW_MS }),
  ]);
  const routes = { "https://api.huntr.co": huntr.url, "https://api.hunter.io": hunter.url };
  const open = (window: BrowserContextOptions) => openSpreadsheet(browser, { dist, routes }, window);
  const addresses = hunter.data.leads.slice(0, VERIFIED).map(({ email }) => String(email));
  try {
    return [
      await pictureOfImport(await open(WINDOW), join(folder, "import.png")),
      await pictureOfFormulas(await open(WINDOW), addresses, join(folder, "formulas.png")),
      await pictureOfSetUp(await open(SIDEBAR_WINDOW), join(folder, "setup.png")),
      await pictureOfSend(await open(WINDOW), join(folder, "send.png")),
      await pictureOfLookUp(await open(WINDOW), addresses, join(folder, "look-up.png")),
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
  const book = newBookFile({ owner: ADVISOR, nowMs: NOW_MS });
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
  await goTo(page, "B2");
  return taken(opened, page, path);
}

async function pictureOfFormulas(
  opened: OpenedPage,
  addresses: readonly string[],
  path: string,
): Promise<Picture> {
  const { page, host } = opened;
  layOut(host.book, addresses);
  await enter(
    opened,
    "A1",
    `=HUNTR_JOBS("created_before=${new Date(NOW_MS - 230 * 86_400_000).toISOString().slice(0, 10)}", "title, employer, stage, owner")`,
  );
  await enter(opened, "E2", `=HUNTR_STAGE_TYPE(C2:C${ROWS})`);
  await enter(opened, "H2", `=HUNTER_VERIFY(G2:G${VERIFIED + 1}, "status, score")`);
  await goTo(page, "A1");
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

/** Types a formula, and waits until it has come to the book and run. */
async function enter({ host, page, type }: OpenedPage, cell: string, formula: string): Promise<void> {
  await type(cell, formula);
  const [column, row] = [cell.charCodeAt(0) - "A".charCodeAt(0) + 1, Number(cell.slice(1))];
  while (host.book.displayValues(0, row, column, 1, 1)[0]?.[0] === "") await page.evaluate("0");
  await host.book.settled();
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

/** People to invite, one of whom is a member already, and one whose address is none. */
const PEOPLE = [
  ["E-mail", "Board name", "Notes"],
  ["grace.hopper@alumni.example", "Grace's search", "met at the fair"],
  ["katherine.johnson@alumni.example", "Katherine's search", ""],
  ["mary.jackson@alumni.example", "Mary's search", "wants to move to Vancouver"],
  ["dorothy vaughan", "Dorothy's search", "ask for her address"],
  ["grace.hopper@alumni.example", "", "again?"],
];

async function pictureOfSend(opened: OpenedPage, path: string): Promise<Picture> {
  const { page, host, menu } = opened;
  host.book.write(0, 1, 1, PEOPLE);
  host.book.setStyles(0, 1, 1, 1, 3, { bold: true, background: "#f1f3f4" });
  for (const column of [1, 2, 3]) host.book.setColumnWidth(0, column, 220);
  await menu("Huntsheet", "Huntr", "Invite people…");
  const sidebar = page.frameLocator("#sidebar iframe");
  await sidebar.getByRole("button", { name: "Check" }).click();
  await sidebar.getByText("It cannot be taken back.").waitFor();
  await goTo(page, "A2");
  return taken(opened, page, path);
}

async function pictureOfLookUp(
  opened: OpenedPage,
  addresses: readonly string[],
  path: string,
): Promise<Picture> {
  const { page, host, menu } = opened;
  host.book.write(0, 1, 1, [["E-mail"], ...addresses.map((address) => [address])]);
  host.book.setStyles(0, 1, 1, 1, 1, { bold: true, background: "#f1f3f4" });
  host.book.setColumnWidth(0, 1, 290);
  await menu("Huntsheet", "Hunter", "Verify addresses…");
  const sidebar = page.frameLocator("#sidebar iframe");
  await sidebar.getByRole("button", { name: "See the price" }).click();
  await sidebar.getByRole("button", { name: /^Verify/ }).click();
  await sidebar.getByText("Done", { exact: true }).waitFor();
  await goTo(page, "A2");
  return taken(opened, page, path);
}

async function taken(
  { page, troubles, close }: OpenedPage,
  what: Pick<Page, "screenshot">,
  path: string,
): Promise<Picture> {
  await page.locator("#status", { hasText: "Saved" }).waitFor();
  await page.mouse.move(WINDOW.viewport.width / 2, 0);
  await writeFile(path, await stillPicture(what));
  await close();
  if (troubles.length > 0) throw new Error(`The page had troubles: ${troubles.join("; ")}`);
  return { path, bytes: (await stat(path)).size };
}
