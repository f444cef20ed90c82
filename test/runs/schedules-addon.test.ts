import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { type BookFile, newBookFile } from "../../local/runtime/book-file.ts";
import type { Host } from "../../local/runtime/host.ts";
import type { TablesState } from "../../src/ui/calls.ts";
import { notedFiles, openAddon } from "../addon.ts";
import {
  COLLEAGUE,
  json,
  KEYS,
  must,
  OWNER,
  type Servers,
  settle,
  start,
  startServers,
  value,
} from "../rig.ts";
import { FIELDS, HOUR_MS, logOf, NAMES, setSchedule, tableIn } from "./scheduling.ts";

/** An add-on's trigger may have no active file and no document properties (facts, 4.3), and people do not see each other's schedules. */

const SPEC = { kind: "import", table: "huntr.member-fields" };

let servers: Servers;
let file: BookFile;
let host: Host;
let logged = 0;

beforeAll(async () => {
  servers = await startServers({ huntr: { size: { jobs: 0, activities: 0, members: 5, employers: 5 } } });
  const first = await open(newBookFile({ owner: OWNER, nowMs: Date.parse("2026-11-02T12:00:00Z") }));
  for (const as of [OWNER, COLLEAGUE]) {
    await value(first.rpc("saveKeys", [JSON.stringify(KEYS)], { as }));
    await value(first.rpc("saveMyName", [NAMES[as]], { as }));
    await start(first, SPEC, as);
    await settle(first, as);
    await first.advance(1_200_000);
  }
  file = first.save();
  await first.close();
});
afterAll(() => servers.close());
beforeEach(async () => {
  host = await open(structuredClone(file));
  logged = logOf(host).length;
});
afterEach(() => host.close());

const open = (book: BookFile) => openAddon(book, servers.routes);

const log = () =>
  logOf(host)
    .slice(logged)
    .map(([when, who]) => `${when} ${who}`);

test("a schedule of one's own: done each day with the spreadsheet closed, and its file stays noted until it is taken away", async () => {
  await setSchedule(host, FIELDS, { every: "day", hour: 6 });
  await host.advance(2 * 24 * HOUR_MS);
  expect(log().length).toBe(2);
  expect(notedFiles(host, OWNER)).toEqual([host.book.id]);
  expect((await tableIn(host, FIELDS, COLLEAGUE)).schedule).toBeNull();
  await setSchedule(host, FIELDS, {});
  await host.advance(2 * HOUR_MS);
  expect(notedFiles(host, OWNER)).toEqual([]);
});

test.each([
  ["hour", 12, 12],
  ["day", 48, 2],
])(
  "two people, each with a schedule for every %s for the same table: no double work",
  async (every, hours, dues) => {
    await setSchedule(host, FIELDS, { every, hour: 6 });
    await setSchedule(host, FIELDS, { every, hour: 6 }, COLLEAGUE);
    await host.advance(hours * HOUR_MS);
    expect(log().length).toBeGreaterThanOrEqual(dues - 1);
    expect(log().length).toBeLessThanOrEqual(dues);
  },
);

test("when the trigger of one is gone, that of the other does it", async () => {
  await setSchedule(host, FIELDS, { every: "day", hour: 6 });
  await setSchedule(host, FIELDS, { every: "day", hour: 6 }, COLLEAGUE);
  const saved = host.save();
  await host.close();
  host = await open({ ...saved, triggers: saved.triggers.filter(({ user }) => user === COLLEAGUE) });
  await host.advance(2 * 24 * HOUR_MS);
  expect(log().map((line) => line.split(" ").at(-1))).toEqual(["Ben", "Ben"]);
  expect(must((await tableIn(host, FIELDS)).schedule).lateSinceMs).not.toBeNull();
});

test("colleagues are told whose schedule it is, as long as it is one", async () => {
  const others = async (as: string) => (await json<TablesState>(host.rpc("tablesState", [], { as }))).others;
  expect(await others(COLLEAGUE)).toEqual([]);
  await setSchedule(host, FIELDS, { every: "day", hour: 6 });
  expect(await others(COLLEAGUE)).toEqual([
    { sheet: FIELDS, by: NAMES[OWNER], every: "day", hour: 6, day: 0 },
  ]);
  expect(await others(OWNER)).toEqual([]);
  await setSchedule(host, FIELDS, {});
  expect(await others(COLLEAGUE)).toEqual([]);
});
