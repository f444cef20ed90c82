// How the cost of an import grows with its rows, and what it costs to write a row at a time instead.
// Prints a table; nothing passes or fails.
import { startHuntr } from "../../local/apis/index.ts";
import { buildRuntime } from "../../local/runtime/bundle.ts";
import { type Cost, carried, line, measured, OURS, openHost, setUp, TOKEN } from "./parts/measure.ts";
import { withPlainScript } from "./parts/plain.ts";

const SIZES = [1_000, 5_000, 20_000, 50_000];
const MB = 1_024;

/** @param rows that were written */
const show = (name: string, cost: Cost, rows: number) =>
  line(name, [
    [cost.requests, 0],
    [cost.spreadsheetCalls, 0],
    [cost.modelledS, 1],
    [(cost.modelledS * 1_000) / rows, 2],
    // The most that this whole process has held so far, the sample server's data included.
    [process.resourceUsage().maxRSS / MB, 0],
  ]);

await buildRuntime();
console.log(`\nImport of jobs × 18 columns (MB: the most memory, resident, that this process held so far)`);
console.log(`${" ".repeat(24)}     requests  sheet calls   modelled s  s per 1k row       MB so far`);
for (const jobs of SIZES) {
  const server = await startHuntr({ token: TOKEN, size: { jobs, activities: 0 }, requestsPerSecond: null });
  const name = jobs.toLocaleString("en-US");
  if (jobs === SIZES[0]) {
    await withPlainScript("row", async (dist) => {
      const host = await openHost(dist, server.url);
      const cost = await measured(host, async () => void (await host.call("main", [], { entry: "menu" })));
      console.log(show(`${name}, a row at a time`, cost, jobs));
      await host.close();
    });
  }
  const host = await openHost(OURS, server.url);
  await setUp(host);
  const cost = await measured(
    host,
    async () => void (await carried(host, { kind: "import", table: "huntr.jobs" })),
  );
  console.log(show(name, cost, jobs));
  await host.close();
  await server.close();
}
