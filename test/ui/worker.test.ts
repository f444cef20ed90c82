import { describe, expect, test } from "vitest";
import type { RunView } from "../../src/ui/calls.ts";
import { CallFailure, failureOf } from "../../src/ui/sidebar/parts/call-failure.ts";
import type { Server } from "../../src/ui/sidebar/parts/server.ts";
import { timeLeftMs } from "../../src/ui/sidebar/progress/pace.ts";
import { countedText, waitingText } from "../../src/ui/sidebar/progress/words.ts";
import { type Progress, RunWorker } from "../../src/ui/sidebar/progress/worker.ts";

const RUN: RunView = {
  id: "r1",
  kind: "import",
  what: "Huntr Jobs",
  unit: "jobs",
  status: "running",
  done: 300,
  total: 1500,
  note: null,
  error: null,
  sheet: null,
  startedMs: 0,
  finishedMs: null,
  counts: { added: 300, changed: 0, removed: 0 },
  isMine: true,
};

/** A worker on a clock of its own: `pass` goes from one timer to the next and notes when calls were made. */
function carried(calls: Partial<Server>, o: { isSeen?: boolean } = {}) {
  let nowMs = 1_000_000;
  let timer: { atMs: number; wake: () => void } | null = null;
  let progress: Progress | null = null;
  const atMs: Record<string, number[]> = {};
  const noted = new Proxy(calls, {
    get: (target, name: keyof Server) => (id: string) => {
      atMs[name] = [...(atMs[name] ?? []), nowMs - 1_000_000];
      return (target[name] as (id: string) => Promise<unknown>)(id);
    },
  });
  const watch = {
    nowMs: () => nowMs,
    isSeen: () => o.isSeen ?? true,
    wakeIn: (ms: number, wake: () => void) => {
      timer = { atMs: nowMs + ms, wake };
    },
  };
  const worker = new RunWorker(noted as Server, watch, (told) => {
    progress = told;
  });
  worker.look();
  const settle = () => new Promise((done) => setImmediate(done));
  return {
    worker,
    atMs,
    progress: () => progress as Progress | null,
    async pass(ms: number) {
      const endMs = nowMs + ms;
      await settle();
      while (timer && timer.atMs <= endMs) {
        nowMs = timer.atMs;
        const { wake } = timer;
        timer = null;
        wake();
        await settle();
      }
      nowMs = endMs;
    },
  };
}

describe("worker", () => {
  test("a run that does not get on is asked every 2 s, not without a pause", async () => {
    const { atMs, pass } = carried({ listRuns: async () => [RUN], advanceRun: async () => RUN });
    await pass(10_000);
    expect(atMs.advanceRun).toEqual([0, 2_000, 4_000, 6_000, 8_000, 10_000]);
  });

  test("a wait is slept through, but no longer than a minute at a time", async () => {
    const { atMs, pass } = carried({
      listRuns: async () => [RUN],
      advanceRun: async () => ({ ...RUN, waitUntilMs: 1_000_000 + 100_000 }),
    });
    await pass(101_000);
    expect(atMs.advanceRun).toEqual([0, 60_000, 100_000]);
  });

  test("slices that fail: growing waits, with a look before each, and in the end a person", async () => {
    const { worker, atMs, pass, progress } = carried({
      listRuns: async () => [RUN],
      advanceRun: () => Promise.reject(failureOf("NetworkError: Connection failure due to HTTP 0")),
    });
    await pass(3_600_000);
    expect(atMs.advanceRun).toEqual([0, 2_000, 6_000, 14_000, 30_000, 62_000, 122_000, 182_000, 242_000]);
    expect(progress()?.trouble).toMatchObject({ failure: { kind: "unreachable" }, againMs: null });
    worker.look();
    await pass(0);
    expect(atMs.advanceRun?.length).toBe(10);
  });

  test("a wait of one run lets another one go on", async () => {
    const waiting = { ...RUN, id: "slow", waitUntilMs: 1_030_000 };
    const quick = { ...RUN, id: "quick", startedMs: 1 };
    const asked: string[] = [];
    const { pass } = carried({
      listRuns: async () => [quick, waiting],
      advanceRun: async (id: string) => {
        asked.push(id);
        return id === "slow"
          ? waiting
          : { ...quick, done: 300 + asked.length, status: asked.length > 3 ? "done" : "running" };
      },
    });
    await pass(5_000);
    expect(asked).toEqual(["slow", "quick", "quick", "quick"]);
  });

  test("with nothing to carry it looks every 30 s, and not at all while nobody can see it", async () => {
    const seen = carried({ listRuns: async () => [] });
    await seen.pass(60_000);
    expect(seen.atMs.listRuns).toEqual([0, 30_000, 60_000]);
    const unseen = carried({ listRuns: async () => [] }, { isSeen: false });
    await unseen.pass(60_000);
    expect(unseen.atMs.listRuns).toEqual([0]);
  });
});

describe("words", () => {
  test.each([
    [1500, "jobs", "1,500 jobs"],
    [1, "member fields", "1 member field"],
    [1, "activity categories", "1 activity category"],
    [0, "leads lists", "0 leads lists"],
    [1, "addresses", "1 address"],
  ])("%i of %s: %s", (count, unit, text) => {
    expect(countedText(count, unit)).toBe(text);
  });

  test.each([
    ["Huntr asked us to slow down.", 12_000, "Huntr asked us to slow down, going on in 12 s"],
    [
      "Huntr did not answer. It was asked 3 times.",
      200_000,
      "Huntr did not answer. It was asked 3 times. Going on in 4 min",
    ],
    [null, 0, "Waiting, going on in a moment"],
  ])("%s, %i ms: %s", (error, ms, text) => {
    expect(waitingText({ ...RUN, error }, ms)).toBe(text);
  });

  test.each([
    ["Exception: Error: Set a key first.", "thrown", "Set a key first."],
    ["", "thrown", "Something went wrong, and Google did not say what."],
  ])("a fault %j is %s: %s", (fault, kind, message) => {
    expect(failureOf(fault)).toMatchObject({ kind, message });
    expect(failureOf(fault)).toBeInstanceOf(CallFailure);
  });

  test("the time left is told after two slices, by the pace between them", () => {
    const marks = [0, 100, 200].map((done, index) => ({ atMs: index * 10_000, done }));
    expect(timeLeftMs(marks.slice(0, 2), 500)).toBe(null);
    expect(timeLeftMs(marks, null)).toBe(null);
    expect(timeLeftMs(marks, 500)).toBe(30_000);
  });
});
