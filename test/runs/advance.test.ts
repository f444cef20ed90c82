import { expect, test } from "vitest";
import type { Client } from "../../src/core/client.ts";
import { ApiError } from "../../src/core/errors.ts";
import type { Ports } from "../../src/core/ports.ts";
import type { Workbook } from "../../src/core/spreadsheet.ts";
import { entries } from "../../src/entries.ts";
import { advanceRun } from "../../src/runs/advance.ts";
import type { Run } from "../../src/runs/run.ts";
import { startRun } from "../../src/runs/start.ts";
import { type Work, whoAmI } from "../../src/runs/work.ts";

const NOW_MS = 1_800_000_000_000;
const HOUR_MS = 3_600_000;

/** A file without anything in it, and an API that answers every call with the error. */
function workThatMeets(error: ApiError): Work {
  const kept = new Map<string, string>();
  const store = {
    get: (name: string) => kept.get(name) ?? null,
    getAll: () => Object.fromEntries(kept),
    set: (name: string, value: string) => void kept.set(name, value),
    remove: (name: string) => void kept.delete(name),
  };
  const ports: Pick<Ports, "clock" | "fileStore" | "userStore" | "fileLock" | "triggers" | "uuid"> = {
    clock: { nowMs: () => NOW_MS, sleepMs: () => {} },
    fileStore: store,
    userStore: store,
    fileLock: { withLock: (_, work) => ({ value: work() }) },
    triggers: { ensure: () => true, remove: () => {} },
    uuid: () => "0b5e5a52-4b2f-4d4e-9a39-6f1f1a1c8c11",
  };
  const fail = () => {
    throw error;
  };
  const client = { get: fail, getAll: fail, send: fail } as unknown as Client;
  return {
    ports: ports as Ports,
    book: { sheetById: () => null, sheetByName: () => null } as unknown as Workbook,
    entries,
    client: () => client,
    sheetFault: (other) => ({ sentence: String(other), mayPass: false }),
  };
}

/** Members read their fields before anything else: the first call fails. */
function advanced(error: ApiError): Run | null {
  const work = workThatMeets(error);
  const { id } = startRun({ kind: "import", table: "huntr.members" }, work);
  return advanceRun(id, whoAmI(work.ports), work, 15_000);
}

test("that a slice is over before its turn at the API is no fault: the run goes on at that instant", () => {
  const error = new ApiError("Huntr", "out-of-time", "Huntr was not free.", { retryAtMs: NOW_MS + 700 });
  expect(advanced(error)).toMatchObject({
    status: "running",
    error: null,
    faults: 0,
    waitUntilMs: NOW_MS + 700,
    lease: null,
  });
});

test("no time left after the API asked to slow down is a fault that may pass", () => {
  const facts = { retryAtMs: NOW_MS + 60_000, after: "rate" } as const;
  const error = new ApiError("Huntr", "out-of-time", "Huntr asked us to slow down.", facts);
  expect(advanced(error)).toMatchObject({
    status: "running",
    error: "Huntr asked us to slow down.",
    faults: 1,
    waitUntilMs: NOW_MS + 60_000,
  });
});

test("a run does not wait for longer than an hour, whatever an API asks for", () => {
  const error = new ApiError("Huntr", "rate", "Huntr asked us to slow down.", {
    retryAtMs: NOW_MS + 1_000 * HOUR_MS,
  });
  expect(advanced(error)?.waitUntilMs).toBe(NOW_MS + HOUR_MS);
});
