import { expect, test } from "vitest";
import type { Host } from "../../local/runtime/host.ts";
import type { WebhooksState } from "../../src/ui/calls.ts";
import { grid, json, must, openHost, settle, start } from "../rig.ts";
import { file, onServers, servers } from "../stage.ts";
import { setSchedule } from "./scheduling.ts";

/** A term of afternoons at school: what happens in them is rung as senders do, and not always. */

const MINUTE_MS = 60_000;
const WEEK_MS = 7 * 24 * 60 * MINUTE_MS;
const WEEKS = 10;
const CHANGES_A_WEEK = 8;
const LOST = 0.1;
const REPEATED = 0.3;
const JOBS = "Huntr Jobs";
const ACTIVITIES = "Huntr Activities";

onServers({
  huntr: { size: { jobs: 60, activities: 30, members: 6, employers: 6 } },
  prepare: async (host) => {
    for (const table of ["jobs", "activities"])
      await start(host, { kind: "import", table: `huntr.${table}` });
    await settle(host);
    for (const sheet of [JOBS, ACTIVITIES]) await setSchedule(host, sheet, { every: "day", hour: 2 });
    await json(host.rpc("setWebhooks", [true]));
    await host.advance(2 * MINUTE_MS);
  },
});

/** [0, 1), the same each time. */
function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Goes to another time without living through it: a minute's trigger fires once, not ten thousand times. */
async function later(host: Host, ms: number): Promise<Host> {
  const saved = host.save();
  await host.close();
  return openHost({ ...saved, clockMs: saved.clockMs + ms }, servers.routes);
}

const sorted = (rows: unknown[][]) => rows.map((row) => JSON.stringify(row)).sort();

test("a term with a tenth of the bells lost, others repeated and in disorder: tables equal a fresh import, and the lag stays below five minutes", async () => {
  const chance = dice(15);
  let host = await openHost(file, servers.routes);
  const { query } = await json<WebhooksState>(host.rpc("webhooksState", []));
  const k = query.slice(2);
  const ring = () => host.post("{}", { query: [["k", k]] });
  const lags: number[] = [];
  /** What was rung and is not in the table yet, by its title. */
  const open = new Map<string, number>();
  let triggerMs = 0;
  let rung = 0;
  const listen = () =>
    host.on("ended", ({ execution }) => {
      if (execution.entry !== "trigger") return;
      triggerMs += execution.virtualMs;
      if (execution.requests.length < 2 || open.size === 0) return;
      const shown = new Set(grid(host, JOBS).flat());
      for (const [title, atMs] of open) {
        if (!shown.has(title)) continue;
        lags.push(host.now() - atMs);
        open.delete(title);
      }
    });
  for (let week = 0; week < WEEKS; week++) {
    host = await later(host, WEEK_MS);
    listen();
    await host.advance(4 * MINUTE_MS);
    const late: (() => Promise<unknown>)[] = [];
    for (let n = 0; n < CHANGES_A_WEEK; n++) {
      const { jobs } = servers.huntr.data;
      const { id } = must(jobs[Math.floor(chance() * jobs.length)]);
      const at = Math.floor(host.now() / 1000);
      const title = `Week ${week}, ${n}`;
      const isLost = chance() < LOST;
      servers.huntr.changeAt(at, "updateJob", id, { title });
      if (n % 3 === 0) servers.huntr.changeAt(at, "createActivity", { job: id, category: "Apply" });
      if (n % 4 === 1) servers.huntr.changeAt(at, "deleteJob", must(jobs[jobs.length - 1]).id);
      if (!isLost) {
        rung += 1;
        if (!servers.huntr.data.jobs.some((job) => job.title === title)) throw new Error("No such job.");
        for (const [other] of open)
          if (!servers.huntr.data.jobs.some((job) => job.title === other)) open.delete(other);
        open.set(title, host.now());
        await ring();
        if (chance() < REPEATED) late.push(ring, ring);
      }
      await host.advance(chance() * 3 * MINUTE_MS);
      // Repeats come when they come.
      if (chance() < 0.3) await Promise.all(late.splice(0).map((again) => again()));
    }
    await host.advance(6 * MINUTE_MS);
    expect(
      [...open.keys()].filter((title) => servers.huntr.data.jobs.some((job) => job.title === title)),
    ).toEqual([]);
  }
  // The night's schedule finds what nobody rang for.
  host = await later(host, 24 * 60 * MINUTE_MS);
  await host.advance(61 * MINUTE_MS);
  for (const table of ["jobs", "activities"])
    await start(host, { kind: "import", table: `huntr.${table}`, sheet: `Fresh ${table}` });
  await settle(host);
  expect(grid(host, "Fresh jobs").length).toBeGreaterThan(30);
  const fresh = (name: string) => sorted(grid(host, name));
  expect(kept(host, JOBS)).toEqual(fresh("Fresh jobs"));
  expect(kept(host, ACTIVITIES)).toEqual(fresh("Fresh activities"));
  lags.sort((a, b) => a - b);
  const seconds = (ms: number) => Math.round(ms / 1000);
  const figures = {
    bells: rung,
    medianSeconds: seconds(must(lags[lags.length >> 1])),
    worstSeconds: seconds(must(lags.at(-1))),
    triggerSeconds: seconds(triggerMs),
  };
  console.info(JSON.stringify(figures));
  expect(lags.length).toBeGreaterThan(rung / 2);
  expect(figures.medianSeconds).toBeLessThan(180);
  expect(figures.worstSeconds).toBeLessThanOrEqual(300);
  await host.close();
});

/** Without rows that are marked as gone, and the column that says so. */
function kept(host: Host, sheet: string): string[] {
  const [header = [], ...rows] = grid(host, sheet);
  const removed = header.indexOf("Removed");
  const without = (row: unknown[]) => row.filter((_, i) => i !== removed);
  const left = removed < 0 ? rows : rows.filter((row) => row[removed] === "" || row[removed] === null);
  return sorted([without(header), ...left.map(without)]);
}
