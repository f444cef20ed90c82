import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { BookFile } from "../../local/runtime/book-file.ts";
import type { Host } from "../../local/runtime/host.ts";
import type { TablesState } from "../../src/ui/calls.ts";
import {
  COLLEAGUE,
  grid,
  json,
  listRuns,
  must,
  OWNER,
  openHost,
  type Servers,
  settle,
  start,
  startServers,
  value,
} from "../rig.ts";
import {
  advanceTo,
  BOARDS,
  CATEGORIES,
  FIELDS,
  fileWithTables,
  HOUR_MS,
  logOf,
  setSchedule,
  tableIn,
} from "./scheduling.ts";

/** In New York, where it is 10 AM on the 25th when a test begins; the owner's trigger fires at :58. */
const DAILY = { every: "day", hour: 9 };
const BEFORE_NINE = "2026-10-26T12:30:00Z";
const AFTER_NINE = "2026-10-26T14:30:00Z";

let servers: Servers;
let file: BookFile;
let host: Host;
let logged = 0;

beforeAll(async () => {
  servers = await startServers({
    huntr: { size: { jobs: 0, activities: 0, members: 60, employers: 5 }, listing: { cap: 3 } },
  });
  file = await fileWithTables(servers.routes);
});
afterAll(() => servers.close());
beforeEach(async () => {
  servers.huntr.restore(undefined);
  await open(file);
});
afterEach(async () => {
  servers.huntr.faults.clear();
  await host.close();
});

async function open(book: BookFile, more: Parameters<typeof openHost>[2] = {}): Promise<void> {
  host = await openHost(book, servers.routes, more);
  logged = logOf(host).length;
}

/** What was logged in a test. */
const log = () => logOf(host).slice(logged);

const hourlyOf = (user: string) =>
  must(host.triggers().find((trigger) => trigger.user === user && trigger.function === "hourly"));

describe("once for each due time", () => {
  test("a trigger that fires again at once, or with another one: nothing more is done", async () => {
    await setSchedule(host, FIELDS, { every: "hour" });
    await setSchedule(host, BOARDS, DAILY);
    await advanceTo(host, AFTER_NINE);
    const before = log().length;
    const asked = servers.huntr.requests.length;
    for (let i = 0; i < 3; i++) expect(must(await host.fireNow(hourlyOf(OWNER).id)).error).toBeNull();
    // 32 minutes after the last: the hourly one may be done, once.
    expect(log().slice(before)).toEqual([["10-26 10:30", "Anna", FIELDS, "Done"]]);
    expect(servers.huntr.requests.length - asked).toBe(1);
  });

  test("the one that was started least recently comes first", async () => {
    await setSchedule(host, CATEGORIES, { every: "week", hour: 9, day: 1 });
    await host.advance(60_000);
    await setSchedule(host, FIELDS, { every: "hour" });
    await host.advance(60_000);
    await setSchedule(host, BOARDS, DAILY);
    await advanceTo(host, "2026-10-26T14:10:00Z");
    expect(
      log()
        .slice(-3)
        .map(([, , sheet]) => sheet),
    ).toEqual([CATEGORIES, BOARDS, FIELDS]);
  });

  test("a refresh by hand after the due time is the one; before it is none", async () => {
    await setSchedule(host, FIELDS, DAILY);
    await advanceTo(host, BEFORE_NINE);
    await start(host, { kind: "refresh", sheet: FIELDS });
    await settle(host);
    await advanceTo(host, "2026-10-26T14:10:00Z");
    expect(log().map(([when]) => when)).toEqual(["10-26 08:30", "10-26 09:58"]);
    await advanceTo(host, "2026-10-27T13:05:00Z");
    await start(host, { kind: "refresh", sheet: FIELDS }, COLLEAGUE);
    await settle(host, COLLEAGUE);
    await advanceTo(host, "2026-10-27T17:00:00Z");
    expect(
      log()
        .slice(2)
        .map(([when, who]) => [when, who]),
    ).toEqual([["10-27 09:05", "Ben"]]);
  });

  test("a refresh by hand that came to nothing is none", async () => {
    await setSchedule(host, FIELDS, DAILY);
    await advanceTo(host, "2026-10-26T13:05:00Z");
    await value(host.rpc("forgetKey", ["huntr"], { as: COLLEAGUE }));
    await start(host, { kind: "refresh", sheet: FIELDS }, COLLEAGUE);
    await settle(host, COLLEAGUE);
    const { id } = await start(host, { kind: "refresh", sheet: FIELDS });
    await json(host.rpc("cancelRun", [id]));
    await advanceTo(host, "2026-10-26T16:10:00Z");
    expect(log().map(([when, who, , how]) => [when, who, how])).toEqual([
      ["10-26 09:05", "Ben", "Stopped"],
      ["10-26 09:05", "Anna", "Cancelled"],
      ["10-26 09:58", "Anna", "Done"],
    ]);
  });

  test("one that is still under way is not started a second time; one that somebody paused does not keep the next from starting", async () => {
    await setSchedule(host, FIELDS, DAILY);
    servers.huntr.faults.add({
      times: 1_000,
      effect: { kind: "status", status: 429, headers: { "retry-after": "3000" } },
    });
    await advanceTo(host, AFTER_NINE);
    const [run] = await listRuns(host);
    expect(run).toMatchObject({ status: "running" });
    await start(host, { kind: "refresh", sheet: FIELDS });
    expect((await listRuns(host))[0]?.id).toBe(must(run).id);
    await value(host.rpc("pauseRun", [must(run).id]));
    servers.huntr.faults.clear();
    await advanceTo(host, "2026-10-28T14:30:00Z");
    expect((await tableIn(host, FIELDS)).run).toMatchObject({ id: must(run).id, status: "paused" });
    expect(log().map(([when, , , how]) => [when, how])).toEqual([
      ["10-27 09:58", "Done"],
      ["10-28 09:58", "Done"],
    ]);
    await value(host.rpc("goOnRun", [must(run).id]));
    await settle(host);
    expect(log().length).toBe(3);
  });

  test("killed before and after each service call of a trigger that has one to do: done once, and logged once", async () => {
    const died = new Set<string>();
    for (const [when, queued] of [
      ["before", "lost"],
      ["after", "applied"],
    ] as const) {
      await host.close();
      await open(structuredClone(file), { switches: { queuedWritesOnKill: queued } });
      await setSchedule(host, FIELDS, DAILY);
      // Fired by hand, each day for another call. A sidebar that finds a run left alone makes the trigger anew.
      const fire = () => {
        const trigger = hourlyOf(OWNER);
        trigger.nextMs = null;
        return host.fireNow(trigger.id);
      };
      hourlyOf(OWNER).nextMs = null;
      for (let call = 1; ; call++) {
        await host.advance(24 * HOUR_MS);
        const before = logOf(host).length;
        host.killAt({ call, when });
        const execution = must(must(await fire()).execution);
        host.killAt(null);
        if (!("killed" in execution)) break;
        died.add(String(execution.call));
        await host.advance(HOUR_MS / 4);
        // Each other day a sidebar is opened first, and ends what is there.
        if (call % 2 === 0) await settle(host);
        for (let again = 0; again < 2; again++) await fire();
        const where = `${when} call ${call}, ${execution.call}`;
        expect(
          logOf(host)
            .slice(before)
            .map(([, , sheet, outcome]) => [sheet, outcome]),
          where,
        ).toEqual([[FIELDS, "Done"]]);
        expect((await tableIn(host, FIELDS)).failures, where).toBe(0);
      }
    }
    expect(died.size).toBeGreaterThan(10);
    expect([...died]).toEqual(
      expect.arrayContaining([
        "Properties.setProperty",
        "UrlFetchApp.fetch",
        "Sheet.insertRowsBefore",
        "Range.setValues",
        "SpreadsheetApp.flush",
      ]),
    );
  }, 240_000);

  test("missed for five days: once", async () => {
    await setSchedule(host, FIELDS, { every: "hour" });
    await setSchedule(host, BOARDS, DAILY);
    await advanceTo(host, BEFORE_NINE);
    const before = log().length;
    const saved = host.save();
    await host.close();
    host = await openHost({ ...saved, clockMs: saved.clockMs + 120 * HOUR_MS }, servers.routes);
    await host.advance(HOUR_MS / 4);
    expect(
      log()
        .slice(before)
        .map(([, , sheet]) => sheet),
    ).toEqual([BOARDS, FIELDS]);
  });
});

describe("two people", () => {
  test("a schedule is its owner's; taken over it is the other's, and both triggers together do it once", async () => {
    await setSchedule(host, FIELDS, DAILY);
    await value(host.rpc("startRun", [{ kind: "refresh", sheet: BOARDS }], { as: COLLEAGUE }));
    await settle(host, COLLEAGUE);
    expect(host.triggers().map(({ user }) => user)).toContain(COLLEAGUE);
    await advanceTo(host, AFTER_NINE);
    expect((await tableIn(host, FIELDS, COLLEAGUE)).schedule).toMatchObject({ owner: "Anna", isMine: false });
    await setSchedule(host, FIELDS, DAILY, COLLEAGUE);
    expect((await tableIn(host, FIELDS)).schedule).toMatchObject({ owner: "Ben", isMine: false });
    await host.advance(24 * HOUR_MS);
    expect(log().map(([, who, sheet]) => [who, sheet])).toEqual([
      ["Ben", BOARDS],
      ["Anna", FIELDS],
      ["Ben", FIELDS],
    ]);
  });

  test("an owner without a key fails with a sentence that all see, until somebody with one takes it over", async () => {
    await setSchedule(host, FIELDS, DAILY);
    await value(host.rpc("forgetKey", ["huntr"]));
    await advanceTo(host, "2026-10-27T14:30:00Z");
    const { error, failures } = await tableIn(host, FIELDS, COLLEAGUE);
    expect([failures, error]).toEqual([2, expect.stringMatching(/^Huntr needs an access token/)]);
    await setSchedule(host, FIELDS, DAILY, COLLEAGUE);
    await advanceTo(host, "2026-10-28T14:30:00Z");
    expect(await tableIn(host, FIELDS)).toMatchObject({ error: null, failures: 0 });
    expect(log().map(([, who, , outcome]) => [who, outcome])).toEqual([
      ["Anna", "Stopped"],
      ["Anna", "Stopped"],
      ["Ben", "Done"],
    ]);
  });

  test("an owner whose trigger is gone: since when, and who takes it over has a trigger of their own", async () => {
    await setSchedule(host, FIELDS, DAILY);
    const saved = host.save();
    await host.close();
    await open({ ...saved, triggers: [] });
    await advanceTo(host, AFTER_NINE);
    expect((await tableIn(host, FIELDS)).schedule).toMatchObject({ lateSinceMs: null });
    await advanceTo(host, "2026-10-26T16:30:00Z");
    expect((await tableIn(host, FIELDS, COLLEAGUE)).schedule).toMatchObject({
      lateSinceMs: Date.parse("2026-10-26T13:00:00Z"),
    });
    await setSchedule(host, FIELDS, DAILY, COLLEAGUE);
    await host.advance(24 * HOUR_MS);
    expect(log().map(([, who]) => who)).toEqual(["Ben"]);
  });
});

describe("the trigger", () => {
  test("a dead one is made again when its owner says so", async () => {
    await setSchedule(host, FIELDS, DAILY);
    const dead = hourlyOf(OWNER);
    dead.nextMs = null;
    await advanceTo(host, "2026-10-26T16:30:00Z");
    expect(log()).toEqual([]);
    await setSchedule(host, FIELDS, { every: "hour" });
    expect(hourlyOf(OWNER).id).not.toBe(dead.id);
    expect(host.triggers().length).toBe(1);
    await host.advance(HOUR_MS);
    expect(log().length).toBe(1);
  });

  test("one that is refused: a sentence, and no schedule", async () => {
    const saved = host.save();
    await host.close();
    await open({ ...saved, triggers: [] });
    host.fault({ call: "ClockTriggerBuilder.create", message: "This script has too many triggers." });
    await expect(setSchedule(host, FIELDS, DAILY)).rejects.toThrow(
      "Google refused you a trigger. Delete some at script.google.com, then save again.",
    );
    expect((await tableIn(host, FIELDS)).schedule).toBeNull();
  });

  test("permission that is missing again is seen, and no schedule is promised", async () => {
    const scope = must(host.manifest.oauthScopes?.find((name) => name.endsWith("external_request")));
    host.refuseScopes(OWNER, [scope]);
    const { consentUrl } = await json<TablesState>(host.rpc("tablesState", []));
    expect(consentUrl).toMatch(/^https:\/\/script\.google\.com\//);
    await expect(setSchedule(host, FIELDS, DAILY)).rejects.toThrow(/^Google wants your permission first/);
    host.refuseScopes(OWNER, []);
    expect((await json<TablesState>(host.rpc("tablesState", []))).consentUrl).toBeNull();
    await setSchedule(host, FIELDS, DAILY);
  });

  test("that of each minute is there while a scheduled refresh is unfinished, and no longer", async () => {
    await setSchedule(host, FIELDS, DAILY);
    servers.huntr.faults.add({
      times: 3,
      effect: { kind: "status", status: 429, headers: { "retry-after": "400" } },
    });
    const seen: string[] = [];
    host.on("started", ({ function: name }) => {
      seen.push(name);
    });
    await advanceTo(host, "2026-10-26T13:50:00Z");
    expect(new Set(seen)).toEqual(new Set(["hourly"]));
    await advanceTo(host, "2026-10-26T14:40:00Z");
    expect(seen.filter((name) => name === "continueRuns").length).toBeGreaterThan(3);
    expect(host.triggers().map((trigger) => trigger.function)).toEqual(["hourly"]);
    expect(log().map(([, , , outcome]) => outcome)).toEqual(["Done"]);
  });

  test("that of each minute is made anew six times a day, however often a refresh is unfinished, and then stays", async () => {
    await setSchedule(host, FIELDS, { every: "hour" });
    let made = 0;
    host.on("call", ({ call }) => {
      if (call === "ClockTriggerBuilder.create") made++;
    });
    // Between the end of one refresh and the beginning of the next.
    await host.advance(HOUR_MS / 4);
    for (let hour = 0; hour < 8; hour++) {
      servers.huntr.faults.add({
        effect: { kind: "status", status: 429, headers: { "retry-after": "400" } },
      });
      await host.advance(HOUR_MS);
    }
    expect(log().map(([, , , outcome]) => outcome)).toEqual(Array(8).fill("Done"));
    expect(made).toBe(6);
    // A day later there is room for more.
    await open({ ...host.save(), clockMs: host.now() + 23 * HOUR_MS });
    await host.advance(HOUR_MS);
    expect(host.triggers().map((trigger) => trigger.function)).toEqual(["hourly"]);
  });
});

describe("tables", () => {
  test("a deleted sheet is not made again by the clock, and leaves the list", async () => {
    await setSchedule(host, FIELDS, DAILY);
    host.book.removeSheet((await tableIn(host, FIELDS)).sheet.id);
    const firings = await host.advance(30 * HOUR_MS);
    expect(firings.map(({ error }) => error)).toEqual(firings.map(() => null));
    expect(host.book.sheets().map(({ name }) => name)).not.toContain(FIELDS);
    const { tables } = await json<TablesState>(host.rpc("tablesState", []));
    expect(tables.map(({ sheet }) => sheet.name)).toEqual([CATEGORIES, BOARDS]);
  });

  test("a renamed one is refreshed under its new name", async () => {
    await setSchedule(host, FIELDS, DAILY);
    host.book.renameSheet((await tableIn(host, FIELDS)).sheet.id, "Fields");
    await advanceTo(host, AFTER_NINE);
    expect(log().map(([, , sheet, outcome]) => [sheet, outcome])).toEqual([["Fields", "Done"]]);
    expect(await tableIn(host, "Fields")).toMatchObject({ rows: grid(host, "Fields").length - 1 });
  });

  test("a schedule that is taken away starts nothing any more", async () => {
    await setSchedule(host, FIELDS, DAILY);
    await setSchedule(host, FIELDS, {});
    await advanceTo(host, AFTER_NINE);
    expect(log()).toEqual([]);
  });

  test.each<[object, RegExp]>([
    [{ every: "month" }, /"every" is "hour", "day" or "week"/],
    [{ every: "day", hour: 24 }, /"hour" 0 to 23/],
    [{ every: "week", hour: 3, day: "Monday" }, /"day" 0 \(Sunday\) to 6/],
  ])("%j is refused with a sentence", async (rhythm, sentence) => {
    await expect(setSchedule(host, FIELDS, rhythm)).rejects.toThrow(sentence);
  });

  test("a sheet that is no table of ours is refused; opening one shows it", async () => {
    const [first] = host.book.sheets();
    await expect(value(host.rpc("saveSchedule", [must(first).id, JSON.stringify(DAILY)]))).rejects.toThrow(
      "Huntsheet does not fill this sheet. Import it first.",
    );
    const { id } = (await tableIn(host, BOARDS)).sheet;
    host.book.setHidden(id, true);
    await value(host.rpc("openSheet", [id]));
    expect(host.activeSheet(OWNER)).toBe(id);
    expect(host.book.sheets().find((sheet) => sheet.id === id)?.hidden).toBe(false);
  });
});

test("a long listing leaves the others their turns", async () => {
  await start(host, { kind: "import", table: "huntr.members", columns: ["email"] });
  await settle(host);
  await setSchedule(host, FIELDS, { every: "hour" });
  await start(host, { kind: "refresh", sheet: "Huntr Members", full: true });
  await host.advance(1_000);
  const long = must((await listRuns(host))[0]);
  // Only fired by hand from here on.
  for (const trigger of host.triggers()) trigger.nextMs = null;
  const slow = (listing: RegExp) =>
    servers.huntr.faults.add({
      times: 1_000,
      when: ({ path }) => listing.test(path),
      effect: {
        kind: "change",
        change: (reply) => ({ ...reply, headers: { ...reply.headers, "x-virtual-delay": "20000" } }),
      },
    });
  slow(/members/);
  await host.advance(HOUR_MS);
  logged = logOf(host).length;
  await host.fireNow(hourlyOf(OWNER).id);
  expect(log().map(([, , sheet]) => sheet)).toEqual([FIELDS]);
  const now = must((await listRuns(host)).find(({ id }) => id === long.id));
  expect(now).toMatchObject({ status: "running" });
  expect(now.done).toBeGreaterThan(0);
});
