// How long a person waits for the workbench's page, in a real Chromium on this machine: with the sample organisation's
// jobs imported, and with a big sheet. Prints the middle one of three; nothing passes or fails.
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { startHuntr } from "../../local/apis/index.ts";
import { newBookFile } from "../../local/runtime/book-file.ts";
import { buildRuntime, projectRoot } from "../../local/runtime/bundle.ts";
import { launchBrowser } from "../../test/browser.ts";
import { drawn, goTo, type OpenedPage, openPage } from "../../test/local/workbench/opened-page.ts";

const TOKEN = "bench-token";
const ROUNDS = 3;
const COLUMNS = 20;
const BIG_ROWS = 10_000;

/** A time that somebody waits. */
interface Wait {
  readonly what: string;
  readonly ms: number;
}

async function timed(what: string, work: () => Promise<unknown>): Promise<Wait> {
  const startMs = performance.now();
  await work();
  return { what, ms: performance.now() - startMs };
}

/** Imports the sample organisation's jobs as a sidebar would, and adds columns of the user's own. Gives the sheet. */
async function importJobs({ host }: OpenedPage): Promise<number> {
  await host.rpc("saveKeys", [JSON.stringify({ huntr: TOKEN })]);
  const started = await host.rpc("startRun", [{ kind: "import", table: "huntr.jobs" }]);
  const { id } = JSON.parse(started.ok ? String(started.value) : "{}") as { id?: string };
  for (let status = ""; status !== "done"; ) {
    const advanced = await host.rpc("advanceRun", [id]);
    if (!advanced.ok) throw new Error(`advanceRun failed: ${JSON.stringify(advanced).slice(0, 300)}`);
    status = (JSON.parse(String(advanced.value)) as { status: string }).status;
  }
  const sheet = host.book.sheets().find(({ name }) => name === "Huntr Jobs")?.id ?? -1;
  const own = Array.from({ length: host.book.lastRow(sheet) }, (_, row) =>
    Array.from({ length: COLUMNS - host.book.lastColumn(sheet) }, (_, column) => `${row} ${column}`),
  );
  host.book.write(sheet, 1, host.book.lastColumn(sheet) + 1, own);
  return sheet;
}

/** A sheet of text, numbers, dates and booleans. */
async function fillBig({ host }: OpenedPage): Promise<number> {
  host.book.insertRows(0, 1000, BIG_ROWS - 1000);
  const rows = Array.from({ length: BIG_ROWS }, (_, row) =>
    Array.from({ length: COLUMNS }, (_, column) =>
      column % 4 === 0
        ? `job ${row}`
        : column % 4 === 1
          ? row * column
          : column % 4 === 2
            ? { serial: 46_000 + row }
            : row % 2 === 0,
    ),
  );
  host.book.write(0, 1, 1, rows);
  return 0;
}

/** What a person waits for who opens a spreadsheet, looks at its end and writes there. */
async function waits(opened: OpenedPage, sheet: number): Promise<Wait[]> {
  const { page, host, workbench } = opened;
  const last = host.book.lastRow(sheet);
  await page.goto("about:blank");
  return [
    await timed("page ready", async () => {
      await page.goto(workbench.url);
      await page.locator(".o-grid canvas").waitFor();
      await page.locator("#avatar:not(:empty)").waitFor();
      await drawn(page);
    }),
    await timed("scroll to the end", async () => {
      await goTo(page, `A${last}`);
      await drawn(page);
    }),
    await timed("type into a cell", async () => {
      await page.keyboard.type("x");
      await page.keyboard.press("Enter");
      while (host.book.values(sheet, last, 1, 1, 1)[0]?.[0] !== "x") await page.evaluate("0");
      await drawn(page);
    }),
  ];
}

/** The middle one of several rounds, by what was waited for. */
function middle(rounds: readonly (readonly Wait[])[]): Wait[] {
  return (rounds[0] ?? []).map(({ what }, index) => {
    const all = rounds.map((round) => round[index]?.ms ?? Number.NaN).sort((a, b) => a - b);
    return { what, ms: all[Math.floor(all.length / 2)] ?? Number.NaN };
  });
}

async function measured(
  browser: Browser,
  url: string,
  fill: (opened: OpenedPage) => Promise<number>,
): Promise<void> {
  const opened = await openPage(browser, {
    dist: join(projectRoot(), "dist"),
    book: newBookFile({ owner: "owner@example.com", nowMs: Date.now() }),
    routes: { "https://api.huntr.co": url },
  });
  const sheet = await fill(opened);
  // The page opens at the first tab.
  for (const { id } of opened.host.book.sheets()) if (id !== sheet) opened.host.book.removeSheet(id);
  const rounds: Wait[][] = [];
  for (let round = 0; round < ROUNDS; round += 1) rounds.push(await waits(opened, sheet));
  const size = `${opened.host.book.lastRow(sheet).toLocaleString("en-US")} rows × ${opened.host.book.lastColumn(sheet)} columns`;
  console.log(`\n${size}`);
  for (const { what, ms } of middle(rounds))
    console.log(`${what.padEnd(22)}${(ms / 1000).toFixed(2).padStart(8)} s`);
  await opened.close();
}

await buildRuntime();
const [browser, huntr] = await Promise.all([launchBrowser(), startHuntr({ token: TOKEN })]);
try {
  await measured(browser, huntr.url, importJobs);
  await measured(browser, huntr.url, fillBig);
} finally {
  await Promise.all([browser.close(), huntr.close()]);
}
