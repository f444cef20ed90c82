// What it costs to bring a table of 20,000 jobs up to date after 50 changes, by actions and by its whole listing.
// Prints figures; nothing passes or fails.
import { startHuntr } from "../../local/apis/index.ts";
import { buildRuntime } from "../../local/runtime/bundle.ts";
import { carried, line, measured, OURS, openHost, setUp, TOKEN } from "./parts/measure.ts";

const JOBS = 20_000;
const CHANGES = 50;
const COLUMNS = 18;
const HOUR_MS = 3_600_000;

await buildRuntime();
const server = await startHuntr({ token: TOKEN, size: { jobs: JOBS, activities: 4 * JOBS } });
const host = await openHost(OURS, server.url);
try {
  await setUp(host);
  await carried(host, { kind: "import", table: "huntr.jobs" });
  await host.advance(HOUR_MS);
  const [owner] = server.data.members;
  const jobs = [...server.data.jobs];
  for (let n = 0; n < CHANGES; n++) {
    const { id = "" } = jobs[Math.floor((n * JOBS) / CHANGES)] ?? {};
    if (n % 5 === 0) server.createJob({ owner: owner?.id ?? "", title: `New ${n}` });
    else if (n % 5 === 1) server.deleteJob(id);
    else if (n % 5 === 2) server.moveJob(id, "Offer");
    else if (n % 5 === 3) server.createActivity({ job: id, category: "Phone Interview" });
    else server.updateJob(id, { title: `Changed ${n}` });
  }
  console.log(`\nRefresh of ${JOBS.toLocaleString("en-US")} jobs after ${CHANGES} changes`);
  console.log(`${" ".repeat(24)}   modelled s       real s     requests  sheet calls      % cells`);
  for (const full of [false, true]) {
    let note: string | null = null;
    const cost = await measured(host, async () => {
      const spec = { kind: "refresh", sheet: "Huntr Jobs" };
      ({ note } = await carried(host, full ? { ...spec, full } : spec));
    });
    const share = (100 * cost.cellsWritten) / (JOBS * COLUMNS);
    const figures = [
      [cost.modelledS, 1],
      [cost.realS, 1],
      [cost.requests, 0],
      [cost.spreadsheetCalls, 0],
      [share, 2],
    ] as const;
    console.log(line(full ? "whole listing" : "by actions", figures), ` ${note}`);
  }
} finally {
  await host.close();
  await server.close();
}
