// Imports the same jobs in two ways and compares what each costs: Huntsheet's bundle, and a script as one would write
// it first: one request after another, and a setValues for each page. Prints ratios; nothing passes or fails.
import { startHuntr } from "../../local/apis/index.ts";
import { buildRuntime } from "../../local/runtime/bundle.ts";
import type { Host } from "../../local/runtime/host.ts";
import { type Cost, carried, line, measured, OURS, openHost, setUp, TOKEN } from "./parts/measure.ts";
import { withPlainScript } from "./parts/plain.ts";

const JOBS = 20_000;
const FEW_JOBS = 1_500;
const SHEET = "Huntr Jobs";
const TOO_MANY = 429;

async function plainCost(url: string): Promise<Cost> {
  const costs: Cost[] = [];
  await withPlainScript("page", async (dist) => {
    const host = await openHost(dist, url);
    costs.push(await measured(host, async () => void (await host.call("main", [], { entry: "menu" }))));
    await host.close();
  });
  return costs[0] as Cost;
}

/** What an import costs, and when its first rows stood on the sheet: at the next service call at the latest. */
interface ImportCost extends Cost {
  readonly firstRowsS: number;
  readonly turnedAway: number;
}

async function ourCost(url: string, jobs: number): Promise<ImportCost> {
  const host = await openHost(OURS, url);
  await setUp(host);
  const beganMs = host.now();
  let firstRowsMs: number | null = null;
  let turnedAway = 0;
  const stops = [
    host.on("request", ({ status }) => {
      if (status === TOO_MANY) turnedAway++;
    }),
    host.on("call", () => {
      if (firstRowsMs === null && rowsOn(host) > 1) firstRowsMs = host.now();
    }),
  ];
  const cost = await measured(host, async () => {
    const { done } = await carried(host, { kind: "import", table: "huntr.jobs" });
    if (done !== jobs) throw new Error(`${done} of ${jobs} jobs arrived.`);
  });
  for (const stop of stops) stop();
  const firstRowsS = ((firstRowsMs ?? host.now()) - beganMs) / 1000;
  await host.close();
  return { ...cost, firstRowsS, turnedAway };
}

function rowsOn({ book }: Host): number {
  const sheet = book.sheets().find(({ name }) => name === SHEET);
  return sheet ? book.lastRow(sheet.id) : 0;
}

async function formulaCost(url: string, jobs: number): Promise<Cost> {
  const host = await openHost(OURS, url);
  await setUp(host);
  const { book } = host;
  const sheet = book.insertSheet("Formula");
  book.insertColumns(sheet, 2, 74);
  const cost = await measured(host, async () => {
    book.write(sheet, 1, 1, [["=HUNTR_JOBS()"]]);
    await book.settled();
  });
  if (book.lastRow(sheet) !== jobs + 1) throw new Error(`The formula shows ${book.lastRow(sheet)} rows.`);
  await host.close();
  return cost;
}

const show = (name: string, cost: Cost, jobs: number) =>
  line(name, [
    [cost.modelledS, 1],
    [cost.realS, 1],
    [cost.requests, 0],
    [cost.spreadsheetCalls, 0],
    [(cost.spreadsheetCalls * 1_000) / jobs, 2],
  ]);

async function compared(jobs: number, requestsPerSecond: number | null): Promise<void> {
  const size = { jobs, activities: 4 * jobs };
  const server = await startHuntr({ token: TOKEN, size, requestsPerSecond });
  try {
    const plain = await plainCost(server.url);
    const ours = await ourCost(server.url, jobs);
    const formula = await formulaCost(server.url, jobs);
    const limit =
      requestsPerSecond === null ? "no limit on requests" : `${requestsPerSecond} requests a second allowed`;
    console.log(`\n${jobs.toLocaleString("en-US")} jobs × 18 columns, ${limit}`);
    console.log(`${" ".repeat(24)}   modelled s       real s     requests  sheet calls  per 1k rows`);
    console.log(show("one after another", plain, jobs));
    console.log(show("Huntsheet", ours, jobs));
    const times = (of: (cost: Cost) => number) => `${(of(plain) / of(ours)).toFixed(2)}×`.padStart(13);
    console.log(
      `${"times as fast".padEnd(24)}${times((cost) => cost.modelledS)}${times((cost) => cost.realS)}`,
    );
    console.log(show("=HUNTR_JOBS()", formula, jobs));
    console.log(
      `first rows after ${ours.firstRowsS.toFixed(1)} s; ${(ours.requests / plain.requests).toFixed(2)} requests a page, ${ours.turnedAway} turned away`,
    );
  } finally {
    await server.close();
  }
}

await buildRuntime();
await compared(JOBS, null);
await compared(JOBS, 20);
await compared(FEW_JOBS, 20);
