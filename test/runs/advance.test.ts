import { expect, test } from "vitest";
import { createPacer } from "../../src/core/pacing.ts";
import type { Workbook } from "../../src/core/spreadsheet.ts";
import { entries } from "../../src/entries.ts";
import { huntrApi } from "../../src/huntr/api.ts";
import { advanceRun } from "../../src/runs/advance.ts";
import type { Run } from "../../src/runs/run.ts";
import { startRun } from "../../src/runs/start.ts";
import { type Work, whoAmI } from "../../src/runs/work.ts";
import { World } from "../core/scripted.ts";

const BUDGET_MS = 15_000;
const HOUR_MS = 3_600_000;
/** The client spreads those who were told the same Retry-After. */
const SPREAD_MS = 250;

/** A file without anything in it, and Huntr as the world has it. Members read their fields before they touch a sheet. */
function advanced(world: World): Run | null {
  const kept = new Map<string, string>();
  const store = {
    get: (name: string) => kept.get(name) ?? null,
    getAll: () => Object.fromEntries(kept),
    set: (name: string, value: string) => void kept.set(name, value),
    remove: (name: string) => void kept.delete(name),
    room: () => 400_000,
  };
  const ports: Partial<Work["ports"]> = {
    clock: world.clock,
    cache: world.cache,
    fileLock: world.fileLock,
    storeLock: world.storeLock,
    sheetLock: world.sheetLock,
    random: world.random,
    warn: world.warn,
    fileStore: store,
    userStore: store,
    triggers: { ensure: () => true, remove: () => true, consentUrl: () => null },
    uuid: () => "0b5e5a52-4b2f-4d4e-9a39-6f1f1a1c8c11",
  };
  const book: Partial<Workbook> = { sheetById: () => null, sheetByName: () => null };
  const work: Work = {
    // What else there is of both is not reached before Huntr's first answer.
    ports: ports as Work["ports"],
    book: book as Workbook,
    entries,
    pushes: [],
    client: (_, deadlineMs) => world.client(huntrApi, { seconds: (deadlineMs - world.nowMs) / 1000 }),
    sheetFault: (other) => ({ sentence: String(other), mayPass: false }),
  };
  const { id } = startRun({ kind: "import", table: "huntr.members" }, work);
  return advanceRun(id, whoAmI(work.ports), work, BUDGET_MS);
}

test("that a slice is over before its turn at the API is no fault: the run goes on at that instant", () => {
  const world = new World();
  const turnMs = world.nowMs + BUDGET_MS + 700;
  createPacer(world, huntrApi).slowDown("members", turnMs);
  expect(advanced(world)).toMatchObject({
    status: "running",
    error: null,
    faults: 0,
    waitUntilMs: turnMs,
    lease: null,
  });
  expect(world.sent).toEqual([]);
});

test("no time left after the API asked to slow down is a fault that may pass", () => {
  const world = new World().replies({ status: 429, headers: { "retry-after": "60" } });
  const run = advanced(world);
  expect(run).toMatchObject({ status: "running", faults: 1 });
  expect(run?.error).toContain("Huntr asked us to slow down");
  const restMs = (run?.waitUntilMs ?? 0) - world.nowMs;
  expect(restMs).toBeGreaterThanOrEqual(60_000);
  expect(restMs).toBeLessThanOrEqual(60_000 + SPREAD_MS);
});

test("a run does not wait for longer than an hour, whatever an API asks for", () => {
  const world = new World().replies({ status: 429, headers: { "retry-after": "3600000" } });
  expect(advanced(world)?.waitUntilMs).toBe(world.nowMs + HOUR_MS);
});
