import { expect, test } from "vitest";
import type { Store } from "../../src/core/ports.ts";
import type { Run } from "../../src/runs/run.ts";
import { addRun, loadRuns } from "../../src/runs/store.ts";

/** What is kept of these runs, the oldest first, in one of the many files of an add-on when another run comes. */
function keptOf(runs: readonly Partial<Run>[]): string[] {
  const texts = new Map<string, string>();
  const fileStore: Store = {
    get: (name) => texts.get(name) ?? null,
    getAll: () => Object.fromEntries(texts),
    set: (name, value) => void texts.set(name, value),
    remove: (name) => void texts.delete(name),
    room: () => 500_000,
  };
  const told = (run: Partial<Run>, n: number) => ({ id: `r${n}`, startedMs: n, logMs: null, ...run }) as Run;
  for (const [n, run] of runs.entries()) texts.set(`run.r${n}`, JSON.stringify(told(run, n)));
  const ports = {
    fileStore,
    storeLock: { withLock: <T>(_: number, work: () => T) => ({ value: work() }) },
    otherFiles: () => [],
  };
  addRun(ports, told({ status: "queued" }, runs.length), () => undefined);
  return loadRuns(fileStore).map(({ id }) => id);
}

const DONE = { status: "done" } as const;

test("of a file among many what is over and logged goes first: stopped runs stay, and what has marks or no line", () => {
  const runs = [
    { status: "stopped" } as const,
    { status: "cancelled", isUntidy: true } as const,
    { ...DONE, logMs: 5 },
    ...Array<Partial<Run>>(6).fill(DONE),
  ];
  expect(keptOf(runs)).toEqual(["r9", "r8", "r7", "r6", "r2", "r1", "r0"]);
});

test("of whatever end, no more than 20", () => {
  expect(keptOf(Array<Partial<Run>>(30).fill({ status: "stopped" }))).toHaveLength(20);
});
