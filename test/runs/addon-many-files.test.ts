import { afterAll, beforeAll, expect, test } from "vitest";
import { SAMPLE_NOW_MS } from "../../local/apis/index.ts";
import { newBookFile } from "../../local/runtime/book-file.ts";
import type { Host, HostOptions } from "../../local/runtime/host.ts";
import { openAddon } from "../addon.ts";
import {
  grid,
  KEYS,
  listRuns,
  must,
  OWNER,
  type Servers,
  settle,
  start,
  startServers,
  value,
} from "../rig.ts";
import { FIELDS, setSchedule } from "./scheduling.ts";

/** A person who uses the add-on in many files: one store, one day's allowance, and hourly triggers that have to do for all. */

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** FILES=40 in the environment is what one person is promised, in a minute; else it is in proportion. */
const FILES = Number(process.env.FILES ?? 8);
const BUSY = Math.ceil(FILES / 4);
const MOST_FILES = 40;
/** Longer than that no file waits for its turn. */
const UNSERVED_HOURS = 6;
const HALF_THE_STORE = (500 * 1024) / 2;
const FIELDS_SPEC = { kind: "import", table: "huntr.member-fields" };
const JOBS_SPEC = { kind: "import", table: "huntr.jobs", columns: ["title"] };

let servers: Servers;

beforeAll(async () => {
  servers = await startServers({
    huntr: {
      size: { jobs: 300, activities: 0, members: 3, employers: 5 },
      listing: { cap: 3 },
      requestsPerSecond: null,
    },
  });
});
afterAll(() => servers.close());

/** Every answer of the jobs takes most of a minute: a run takes two hours of the trigger's minutes for itself alone. */
function slowJobs(): void {
  servers.huntr.faults.add({
    times: 100_000,
    when: ({ path }) => path.includes("jobs"),
    effect: {
      kind: "change",
      change: (reply) => ({ ...reply, headers: { ...reply.headers, "x-virtual-delay": "50000" } }),
    },
  });
}

async function files(count: number, more: Partial<HostOptions> = {}): Promise<Host[]> {
  const hosts: Host[] = [];
  for (let i = 0; i < count; i++) {
    const [beside] = hosts;
    const book = newBookFile({ owner: OWNER, nowMs: SAMPLE_NOW_MS });
    hosts.push(await openAddon(book, servers.routes, { ...more, ...(beside && { beside }) }));
  }
  await value(must(hosts[0]).rpc("saveKeys", [JSON.stringify(KEYS)]));
  return hosts;
}

const closeAll = async (hosts: readonly Host[]) => {
  servers.huntr.faults.clear();
  for (const host of hosts) await host.close();
};

function mine(host: Host): Record<string, string> {
  return must(host.save().properties.user[OWNER]);
}

const bytesOf = (store: Record<string, string>) =>
  Object.entries(store).reduce((sum, [name, text]) => sum + Buffer.byteLength(name + text), 0);

const dues = (host: Host) =>
  grid(host, "Huntsheet log").filter(([, , , sheet, outcome]) => sheet === FIELDS && outcome === "Done")
    .length;

/** How long ago the trigger was last at each of the files, the longest, in hours. */
function longestUnserved(hosts: readonly Host[]): number {
  const [first] = hosts;
  const store = mine(must(first));
  const served = hosts.map(({ book }) => Number(store[`file.${book.id}.served`] ?? 0));
  return (must(first).now() - Math.min(...served)) / HOUR_MS;
}

/** How many hours ago, by the clock of its file, a schedule for that hour of the day was due last. */
function hoursSince(hour: number, host: Host): number {
  const format = { hour: "numeric", hourCycle: "h23", timeZone: host.book.timeZone } as const;
  return (Number(new Intl.DateTimeFormat("en", format).format(host.now())) - hour + 24) % 24;
}

test("many files with a daily schedule each, a quarter of them with a long run under way: for 24 hours none starves, and the store stays under half full", async () => {
  const hosts = await files(FILES);
  for (const [i, host] of hosts.entries()) {
    await start(host, FIELDS_SPEC);
    await settle(host);
    await setSchedule(host, FIELDS, { every: "day", hour: (i * 5) % 24 });
  }
  const begun = hosts.map(dues);
  slowJobs();
  const busy = hosts.slice(FILES - BUSY);
  const runs = await Promise.all(busy.map((host) => start(host, JOBS_SPEC)));
  // Nobody needs a sidebar: a trigger in one file does for all.
  expect(runs.map(({ needsSidebar }) => needsSidebar ?? false)).toEqual(runs.map(() => false));
  const first = must(hosts[0]);
  const errors: string[] = [];
  const unserved: number[] = [];
  for (let hour = 0; hour < 24; hour++) {
    errors.push(...(await first.advance(HOUR_MS)).flatMap(({ error }) => error ?? []));
    if (hour > UNSERVED_HOURS) unserved.push(longestUnserved(hosts));
    expect(bytesOf(mine(first))).toBeLessThan((HALF_THE_STORE * FILES) / MOST_FILES);
  }
  expect(errors).toEqual([]);
  expect(Math.max(...unserved)).toBeLessThanOrEqual(UNSERVED_HOURS);
  // What fell due in the last hours may still wait for its turn.
  const done = hosts.map((host, i) => dues(host) - must(begun[i]));
  const undone = hosts.flatMap((host, i) => (done[i] === 0 ? hoursSince((i * 5) % 24, host) : []));
  expect(Math.max(0, ...undone)).toBeLessThanOrEqual(UNSERVED_HOURS);
  expect(Math.max(...done)).toBeLessThanOrEqual(2);
  for (const [i, host] of busy.entries()) {
    const run = must((await listRuns(host)).find(({ id }) => id === runs[i]?.id));
    expect([run.status, run.done > 0]).toEqual([run.status === "done" ? "done" : "running", true]);
  }
  const { counters } = first.save();
  expect(must(counters[OWNER]).propertyCalls).toBeLessThan(25_000);
  await closeAll(hosts);
}, 300_000);

test("runs that are started in ten files at the same moment are all carried on by the trigger", async () => {
  const hosts = await files(10);
  await Promise.all(hosts.map((host) => start(host, FIELDS_SPEC)));
  await must(hosts[0]).advance(3 * HOUR_MS);
  for (const host of hosts) expect((await listRuns(host))[0]).toMatchObject({ status: "done" });
  await closeAll(hosts);
});

test("the file with the first trigger is deleted: those of the other files go on, and after a month nothing is left of it", async () => {
  const hosts = await files(3);
  const [first, second, third] = hosts as [Host, Host, Host];
  for (const host of hosts) {
    await start(host, FIELDS_SPEC);
    await settle(host);
  }
  for (const host of [first, second]) await setSchedule(host, FIELDS, { every: "day", hour: 6 });
  const gone = [first.book.id, third.book.id];
  first.deleteFile();
  third.deleteFile();
  const before = dues(second);
  await second.advance(2 * DAY_MS);
  expect(dues(second) - before).toBeGreaterThanOrEqual(2);
  const left = () =>
    Object.entries(mine(second)).filter(([name, text]) => gone.some((id) => (name + text).includes(id)));
  expect(left().length).toBeGreaterThan(0);
  // A month later, of which each hour would be the same.
  for (const id of gone) mine(second)[`file.${id}.seen`] = String(second.now() - 31 * DAY_MS);
  await second.advance(4 * HOUR_MS);
  // One that is there may fail to open for a day or two.
  expect(left().length).toBeGreaterThan(0);
  for (const id of gone) mine(second)[`file.${id}.missed`] = `6 ${second.now() - 2 * DAY_MS}`;
  await second.advance(4 * HOUR_MS);
  expect(left()).toEqual([]);
  await closeAll(hosts);
});

test.each(["file", "all"] as const)(
  "triggers of several files, listed by %s: one of them works in an hour, so that the day's allowance of all of them lasts",
  async (addonTriggersListed) => {
    const hosts = await files(4, { switches: { addonTriggersListed } });
    slowJobs();
    for (const host of hosts) {
      await start(host, JOBS_SPEC);
      await must(hosts[0]).advance(7 * MINUTE_MS);
    }
    expect(hosts.flatMap((host) => host.triggers()).length).toBe(addonTriggersListed === "all" ? 1 : 4);
    const perHour: number[] = [];
    for (let hour = 0; hour < 10; hour++) {
      const firings = await must(hosts[0]).advance(HOUR_MS);
      expect(firings.flatMap(({ error }) => error ?? [])).toEqual([]);
      perHour.push(firings.filter(({ execution }) => (execution?.requests.length ?? 0) > 0).length);
    }
    expect(Math.max(...perHour)).toBe(1);
    expect(perHour.filter((count) => count > 0).length).toBeGreaterThan(3);
    expect(must(must(hosts[0]).save().counters[OWNER]).triggerMs).toBeLessThan(40 * MINUTE_MS);
    await closeAll(hosts);
  },
);
