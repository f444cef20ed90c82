import { expect, test } from "vitest";
import { StoreFullFault } from "../../src/core/errors.ts";
import type { OtherFile } from "../../src/core/ports.ts";
import { PropertySpace } from "../../src/gas/property-space.ts";
import { makeRoom } from "../../src/runs/room.ts";
import { DyingProperties } from "../gas/dying-properties.ts";

const DAY_MS = 86_400_000;
/** What a start needs. */
const START_BYTES = 50_000;
const NOW_MS = Date.parse("2026-11-16T09:00:00Z");

interface Told {
  readonly days: number;
  readonly isGone?: boolean;
  readonly open?: "queued" | "running" | "paused";
  readonly hasSchedule?: boolean;
  /** Runs that are over, of some 2,000 bytes each. */
  readonly over?: number;
}

/** A person's store with some 20 KB for each of these files, and what of it is left when room is made. */
function whenFull(files: Record<string, Told>, own: Told = { days: 0 }) {
  const properties = new DyingProperties();
  const put = (name: string, value: string) => properties.kept.set(name, value);
  const space = new PropertySpace(properties, {
    nowMs: () => NOW_MS,
    random: Math.random,
    fullFault: () => new StoreFullFault(false),
  });
  const run = (n: number, status: string) =>
    JSON.stringify({ id: `r${n}`, status, startedMs: n, pad: "x".repeat(1_900) });
  for (const [id, { days, open, hasSchedule, over = 0 }] of Object.entries({ own, ...files })) {
    const prefix = `file.${id}.`;
    put(`${prefix}seen`, String(NOW_MS - days * DAY_MS));
    put(`${prefix}table.0`, JSON.stringify({ table: "huntr.jobs" }));
    if (open) put(`${prefix}run.r0`, run(0, open));
    if (hasSchedule) put(`${prefix}schedule.0`, JSON.stringify({ every: "day" }));
    for (let n = 1; n <= over; n++) put(`${prefix}run.r${n}`, run(n, "done"));
    for (let n = 0; id !== "own" && over === 0 && n < 4; n++)
      put(`${prefix}table.9${n}`, `"${"x".repeat(5_000)}"`);
  }
  // Filled up, but for 30 KB of what a start needs.
  const mine = space.store();
  for (const name of ["one", "two", "three"])
    mine.set(name, "x".repeat(Math.max(0, mine.room() - (START_BYTES - 30_000))));
  const tried: string[] = [];
  const otherFiles = (): OtherFile[] =>
    space
      .files()
      .filter(({ id }) => id !== "own")
      .map(({ id, seenMs }) => ({
        seenMs,
        store: space.fileStore(id),
        isInReach: () => {
          tried.push(id);
          return !files[id]?.isGone;
        },
        purge: () => space.purgeFile(id),
      }));
  let error: unknown = null;
  try {
    makeRoom(START_BYTES, {
      fileStore: space.fileStore("own"),
      otherFiles,
      clock: { nowMs: () => NOW_MS, sleepMs: () => {} },
    });
  } catch (fault) {
    error = fault;
  }
  const runsOf = (id: string) =>
    [...properties.kept.keys()]
      .filter((name) => name.startsWith(`file.${id}.run.`))
      .map((name) => name.slice(-2));
  return { left: space.files().map(({ id }) => id), tried, error, runsOf };
}

test("of files that were deleted the oldest go, as many as it takes", () => {
  const files = {
    live: { days: 50, hasSchedule: true },
    newer: { days: 5, isGone: true },
    oldest: { days: 90, isGone: true },
    middle: { days: 30, isGone: true },
  };
  const { left, tried, error } = whenFull(files);
  expect(error).toBe(null);
  expect(left.sort()).toEqual(["live", "newer", "own"]);
  expect(tried).toEqual(["oldest", "live", "middle"]);
});

test("what waits in a file that does not open goes only where nothing else is left to go", () => {
  const { left, error } = whenFull({
    gone: { days: 90, isGone: true, open: "paused" },
    done: { days: 60 },
    also: { days: 50 },
  });
  expect(error).toBe(null);
  expect(left).toContain("gone");
});

test("a deleted file's unfinished runs keep nothing; one that was used today is not taken for deleted", () => {
  const { left, error } = whenFull({
    gone: { days: 2, isGone: true, open: "running" },
    old: { days: 3, isGone: true, open: "paused" },
    hiccup: { days: 0.5, isGone: true },
  });
  expect(error).toBe(null);
  expect(left.sort()).toEqual(["hiccup", "own"]);
});

test("then what is over goes, here and elsewhere: the last three stay, and what is open", () => {
  const { left, error, runsOf } = whenFull(
    { other: { days: 2, open: "paused", over: 9 }, third: { days: 3, over: 9 } },
    { days: 0, over: 9, open: "running" },
  );
  expect(error).toBe(null);
  expect(left.sort()).toEqual(["other", "own", "third"]);
  expect(runsOf("own").sort()).toEqual(["r0", "r7", "r8", "r9"]);
  expect(runsOf("third").sort()).toEqual(["r7", "r8", "r9"]);
  expect(runsOf("other")).toContain("r0");
});

test("then files that nobody used for a month, unless something waits in them", () => {
  const { left, error } = whenFull({
    paused: { days: 80, open: "paused" },
    scheduled: { days: 70, hasSchedule: true },
    done: { days: 60 },
    also: { days: 50 },
    lately: { days: 20 },
  });
  expect(error).toBe(null);
  expect(left.sort()).toEqual(["lately", "own", "paused", "scheduled"]);
});

test("when all of it is needed, nothing goes and a sentence says what to do", () => {
  const files = { paused: { days: 80, open: "paused" as const }, lately: { days: 20 } };
  const { left, error } = whenFull(files);
  expect(String(error)).toMatch(/500 KB.*all your spreadsheets.*delete spreadsheets/);
  expect(left.sort()).toEqual(["lately", "own", "paused"]);
});
