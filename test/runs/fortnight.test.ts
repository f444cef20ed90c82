import { DateTime } from "luxon";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { BookFile } from "../../local/runtime/book-file.ts";
import type { Host } from "../../local/runtime/host.ts";
import { COLLEAGUE, must, OWNER, openHost, type Servers, startServers } from "../rig.ts";
import {
  advanceTo,
  BOARDS,
  CATEGORIES,
  FIELDS,
  fileWithTables,
  HOUR_MS,
  logOf,
  NAMES,
  setSchedule,
  tableIn,
  ZONE,
} from "./scheduling.ts";

const SUNDAY = 0;

let servers: Servers;
let file: BookFile;

beforeAll(async () => {
  servers = await startServers({ huntr: { size: { jobs: 0, activities: 0, members: 5, employers: 5 } } });
  file = await fileWithTables(servers.routes);
});
afterAll(() => servers.close());

interface Plan {
  readonly sheet: string;
  readonly user: string;
  readonly every: "hour" | "day" | "week";
  readonly hour: number;
  readonly day: number;
}

/** The instant at which a plan last fell due, reckoned by another library than the add-on's own code. */
function lastDue({ every, hour, day }: Plan, atMs: number): number {
  if (every === "hour") return atMs - HOUR_MS / 2;
  for (let back = 0; ; back++) {
    const { year, month, day: date } = DateTime.fromMillis(atMs, { zone: ZONE }).minus({ days: back });
    const at = DateTime.fromObject({ year, month, day: date, hour }, { zone: ZONE });
    if (at.toMillis() <= atMs && (every === "day" || at.weekday % 7 === day)) return at.toMillis();
  }
}

test("14 days, three schedules, two people, clocks put back, a key refused for a day, a trigger killed, a day without triggers: each due refresh once, and the log tells it all", async () => {
  let host = await openHost(file, servers.routes);
  const plans: Plan[] = [
    { sheet: FIELDS, user: OWNER, every: "hour", hour: 0, day: 0 },
    // Both in the hour that comes twice on Sunday, November 1.
    { sheet: BOARDS, user: OWNER, every: "day", hour: 1, day: 0 },
    { sheet: CATEGORIES, user: COLLEAGUE, every: "week", hour: 1, day: SUNDAY },
  ];
  const firings: { readonly atMs: number; readonly user: string }[] = [];
  const idle: number[] = [];
  const listen = (on: Host) => {
    on.on("started", ({ function: name, user }) => {
      if (name === "hourly") firings.push({ atMs: on.now(), user });
    });
    on.on("ended", ({ execution }) => {
      const calls = execution.serviceCalls.reduce((n, { count }) => n + count, 0);
      if (execution.ok && execution.entry === "trigger" && execution.requests.length === 0) idle.push(calls);
    });
  };
  listen(host);
  await host.advance(60_000);
  const setMs = new Map<string, number>();
  for (const plan of plans) {
    // Ben's trigger comes 40 minutes after Anna's.
    if (plan.user === COLLEAGUE) await host.advance(40 * 60_000);
    await setSchedule(host, plan.sheet, plan, plan.user);
    setMs.set(plan.sheet, host.now());
  }
  const before = logOf(host).length;

  // Thursday, 1 AM: Anna's trigger has two refreshes to do, and dies in the middle of the first.
  await advanceTo(host, "2026-10-29T05:50:00Z");
  host.killAt({ call: 14, when: "before" });
  const killedFrom = firings.length;
  await advanceTo(host, "2026-10-29T06:30:00Z");
  expect(firings.length).toBe(killedFrom + 1);
  const killedMs = must(firings[killedFrom]).atMs;
  expect(host.armed().kill).toBeNull();

  await advanceTo(host, "2026-11-03T12:20:00Z");
  servers.huntr.faults.add({ times: 1_000, effect: { kind: "status", status: 401 } });
  await advanceTo(host, "2026-11-04T12:20:00Z");
  const failed = await tableIn(host, FIELDS, COLLEAGUE);
  expect(failed).toMatchObject({
    failures: 24,
    schedule: { owner: "Anna", isMine: false, lateSinceMs: null },
  });
  expect(failed.error).toMatch(/^Huntr refused the access token/);
  servers.huntr.faults.clear();

  await advanceTo(host, "2026-11-05T12:20:00Z");
  const saved = host.save();
  await host.close();
  host = await openHost({ ...saved, clockMs: saved.clockMs + 24 * HOUR_MS }, servers.routes);
  listen(host);
  const late = await tableIn(host, FIELDS);
  expect(must(must(late.schedule).lateSinceMs)).toBeGreaterThan(Date.parse("2026-11-05T12:00:00Z"));
  await advanceTo(host, "2026-11-08T14:30:00Z");

  const expected: string[][] = [];
  const startedMs = new Map(setMs);
  const held = new Set<string>();
  for (const { atMs, user } of firings) {
    for (const plan of plans) {
      if (plan.user !== user) continue;
      const isDue = must(startedMs.get(plan.sheet)) < lastDue(plan, atMs);
      if (isDue) startedMs.set(plan.sheet, atMs);
      if (atMs === killedMs) held.add(plan.sheet);
      else if (isDue || held.delete(plan.sheet)) {
        held.delete(plan.sheet);
        const isRefused =
          atMs > Date.parse("2026-11-03T12:20:00Z") && atMs < Date.parse("2026-11-04T12:20:00Z");
        const shown = DateTime.fromMillis(atMs, { zone: ZONE }).toFormat("MM-dd HH:mm");
        expected.push([shown, must(NAMES[user]), plan.sheet, isRefused ? "Stopped" : "Done"]);
      }
    }
  }
  const found = logOf(host).slice(before);
  expect([...found].sort()).toEqual([...expected].sort());
  const of = (sheet: string) => found.filter((line) => line[2] === sheet).map(([when]) => when);
  expect(of(BOARDS)).toEqual([
    "10-26 01:58",
    "10-27 01:58",
    "10-28 01:58",
    // Killed, and carried on by the next trigger.
    "10-29 02:58",
    "10-30 01:58",
    "10-31 01:58",
    "11-01 01:58",
    "11-02 01:58",
    "11-03 01:58",
    "11-04 01:58",
    "11-05 01:58",
    // Missed at 01:00: once the triggers came back.
    "11-06 07:20",
    "11-07 01:20",
    "11-08 01:20",
  ]);
  expect(of(CATEGORIES)).toEqual(["11-01 01:41", "11-08 01:20"]);
  // The hour that came twice had two hourly refreshes, like any other two hours.
  expect(of(FIELDS).filter((when) => when?.startsWith("11-01")).length).toBe(25);
  expect(idle.length).toBeGreaterThan(300);
  expect(Math.max(...idle)).toBeLessThan(10);
  const { failures, error, schedule } = await tableIn(host, FIELDS);
  expect([failures, error, must(schedule).lateSinceMs]).toEqual([0, null, null]);
  await host.close();
}, 240_000);
