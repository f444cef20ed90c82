import { afterAll, beforeAll, expect, test } from "vitest";
import { SAMPLE_NOW_MS } from "../../local/apis/index.ts";
import { newBookFile } from "../../local/runtime/book-file.ts";
import type { Host } from "../../local/runtime/host.ts";
import { openAddon } from "../addon.ts";
import { compute } from "../formulas/computing.ts";
import {
  COLLEAGUE,
  grid,
  KEYS,
  must,
  OWNER,
  type Servers,
  settle,
  start,
  startServers,
  value,
} from "../rig.ts";
import { givenAddresses, VERIFY } from "./looking-up.ts";
import { setSchedule } from "./scheduling.ts";

/**
 * A published add-on has one script lock and one script cache for all its users in the world (facts, 3.3): whoever holds
 * the one keeps strangers waiting, and what goes into the other pushes out what is theirs.
 */

const HOUR_MS = 3_600_000;
const SPEC = { kind: "import", table: "huntr.jobs", columns: ["title"] };
/** What may be asked while strangers wait. */
const QUICK = /^(Lock|Cache)\./;
/** Of our own, while nobody but the same person or the same file waits: no address is fetched. */
const SLOW = /^(UrlFetchApp|ScriptApp|ClockTriggerBuilder)\./;

let servers: Servers;
let host: Host;
/** Service calls by the lock that was held: "script Range.setValues". */
const held = new Map<string, number>();

beforeAll(async () => {
  servers = await startServers({
    huntr: { size: { jobs: 60, activities: 0, members: 12, employers: 5 } },
    hunter: { account: { verifications: { used: 0, available: 2_000 } } },
  });
  host = await openAddon(newBookFile({ owner: OWNER, nowMs: SAMPLE_NOW_MS }), servers.routes);
  for (const as of [OWNER, COLLEAGUE]) await value(host.rpc("saveKeys", [JSON.stringify(KEYS)], { as }));
  host.on("call", ({ call, locks }) => {
    for (const lock of locks) held.set(`${lock} ${call}`, (held.get(`${lock} ${call}`) ?? 0) + 1);
  });
  // By a sidebar, by a trigger, by a formula and by two people, with what is left to the log and to the hidden tabs.
  await start(host, SPEC);
  await settle(host);
  await start(host, { kind: "refresh", sheet: "Huntr Jobs" });
  await host.advance(2 * HOUR_MS);
  await start(host, { kind: "import", table: "huntr.member-fields" }, COLLEAGUE);
  await settle(host, COLLEAGUE);
  await setSchedule(host, "Huntr Member Fields", { every: "hour" }, COLLEAGUE);
  await setSchedule(host, "Huntr Jobs", { every: "hour" });
  givenAddresses(
    host,
    Array.from({ length: 40 }, (_, i) => `person${i}@school.example`),
  );
  await start(host, VERIFY);
  await settle(host);
  await compute(host, '=HUNTER_VERIFY("someone@school.example")');
  await host.advance(3 * HOUR_MS);
});
afterAll(async () => {
  await host.close();
  await servers.close();
});

const under = (lock: string) =>
  [...held.keys()].flatMap((key) => (key.startsWith(`${lock} `) ? [key.slice(lock.length + 1)] : [])).sort();

test("all of it was done", () => {
  expect(grid(host, "Huntr Jobs")).toHaveLength(61);
  expect(grid(host, "Huntsheet log").length).toBeGreaterThan(6);
  expect(host.book.sheets().map(({ name }) => name)).toContain("Huntsheet hidden rows");
});

test("the lock that strangers share is held for notes in the cache, and never across the sheet, what is stored or a request", () => {
  expect(under("script").filter((call) => !QUICK.test(call))).toEqual([]);
  expect(under("script")).toContain("Cache.putAll");
});

test("the locks of a person and of a file are held across no request", () => {
  for (const lock of ["user", "document"]) expect(under(lock).filter((call) => SLOW.test(call))).toEqual([]);
});

test("the person's lock is held across no read, write or flush of a sheet", () => {
  expect(
    under("user").filter((call) => /^(Range|RangeList|Sheet|Spreadsheet|SpreadsheetApp)\./.test(call)),
  ).toEqual([]);
});

test("the cache that strangers share holds who is at what under the file's id, and nobody's name, key or address", () => {
  const { script } = host.save().caches;
  expect(Object.keys(script).length).toBeGreaterThan(0);
  for (const [name, item] of Object.entries(must(script))) {
    expect(name).toMatch(new RegExp(`^${host.book.id}\\.(carrier|schedule|bought|sheets)\\b`));
    expect(name + item.value).not.toMatch(/@|sentinel/);
  }
});

test("the script's properties, which strangers share, are not used", () => {
  expect(host.save().properties.script).toEqual({});
});
