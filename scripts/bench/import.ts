// Imports the same jobs in two ways and compares what each costs: Huntsheet's bundle, and a script as one would write
// it first: one request after another, and a setValues for each page. Prints ratios; nothing passes or fails.
import { startHuntr } from "../../local/apis/index.ts";
import { buildRuntime } from "../../local/runtime/bundle.ts";
import { type Cost, carried, line, measured, OURS, openHost, setUp, TOKEN } from "./parts/measure.ts";
import { withPlainScript } from "./parts/plain.ts";

const JOBS = 20_000;

async function plainCost(url: string): Promise<Cost> {
  const costs: Cost[] = [];
  await withPlainScript("page", async (dist) => {
    const host = await openHost(dist, url);
    costs.push(await measured(host, async () => void (await host.call("main", [], { entry: "menu" }))));
    await host.close();
  });
  return costs[0] as Cost;
}

async function ourCost(url: string): Promise<Cost> {
  const host = await openHost(OURS, url);
  await setUp(host);
  const cost = await measured(host, async () => {
    const { done } = await carried(host, { kind: "import", table: "huntr.jobs" });
    if (done !== JOBS) throw new Error(`${done} of ${JOBS} jobs arrived.`);
  });
  await host.close();
  return cost;
}

const show = (name: string, cost: Cost) =>
  line(name, [
    [cost.modelledS, 1],
    [cost.realS, 1],
    [cost.requests, 0],
    [cost.spreadsheetCalls, 0],
    [(cost.spreadsheetCalls * 1_000) / JOBS, 2],
  ]);

async function compared(requestsPerSecond: number | null): Promise<void> {
  const size = { jobs: JOBS, activities: 4 * JOBS };
  const server = await startHuntr({ token: TOKEN, size, requestsPerSecond });
  try {
    const plain = await plainCost(server.url);
    const ours = await ourCost(server.url);
    const limit =
      requestsPerSecond === null ? "no limit on requests" : `${requestsPerSecond} requests a second allowed`;
    console.log(`\n${JOBS.toLocaleString("en-US")} jobs × 18 columns, ${limit}`);
    console.log(`${" ".repeat(24)}   modelled s       real s     requests  sheet calls  per 1k rows`);
    console.log(show("one after another", plain));
    console.log(show("Huntsheet", ours));
    const times = (of: (cost: Cost) => number) => `${(of(plain) / of(ours)).toFixed(2)}×`.padStart(13);
    console.log(
      `${"times as fast".padEnd(24)}${times((cost) => cost.modelledS)}${times((cost) => cost.realS)}`,
    );
  } finally {
    await server.close();
  }
}

await buildRuntime();
await compared(null);
await compared(20);
