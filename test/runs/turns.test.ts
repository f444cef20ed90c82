import fc from "fast-check";
import { expect, test } from "vitest";
import { inTurns } from "../../src/runs/turns.ts";

/** How an add-on's hourly trigger shares its time out among the files of a person. */

const BUDGET_MS = 270_000;

/** What is left to do in each file, in milliseconds, and when each was served. */
function served(left: Map<string, number>, order: readonly string[], faulty = "") {
  let nowMs = 0;
  const log: string[] = [];
  const turns = order.map((id) => (untilMs: number) => {
    log.push(id);
    // Opening it, and seeing where its runs are.
    nowMs += 2_000;
    if (id === faulty) throw new Error(`${id} is gone`);
    const work = left.get(id) ?? 0;
    const done = Math.max(0, Math.min(work, untilMs - nowMs));
    nowMs += done;
    left.set(id, work - done);
    return work > done;
  });
  const faults = inTurns(turns, { nowMs: () => nowMs }, BUDGET_MS);
  return { log, faults, tookMs: nowMs };
}

const HOUR = 3_600_000;

test.each<[string, Record<string, number>, string, string[]]>([
  ["a long one leaves the next its time", { a: HOUR, b: 5_000 }, "", ["a", "b", "a"]],
  [
    "what the others leave goes to the one that has more to do",
    { a: 200_000, b: 0, c: 0 },
    "",
    ["a", "b", "c", "a"],
  ],
  [
    "one that is gone does not keep the others waiting",
    { a: HOUR, b: 5_000, c: 5_000 },
    "a",
    ["a", "b", "c"],
  ],
  ["one alone has all of it", { a: HOUR }, "", ["a"]],
])("%s", (_, work, faulty, log) => {
  const left = new Map(Object.entries(work));
  const done = served(left, [...left.keys()], faulty);
  expect(done.log).toEqual(log);
  expect(done.faults).toHaveLength(faulty === "" ? 0 : 1);
  for (const [id, ms] of Object.entries(work)) if (ms < HOUR) expect([id, left.get(id)]).toEqual([id, 0]);
});

test("with any number of files at work none waits for more hours than it takes to give each its least, and no time is left unused", () => {
  const ids = Array.from({ length: 40 }, (_, i) => `file${i}`);
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 40 }),
      fc.array(fc.constantFrom(0, 1_000, 20_000, 400_000), { minLength: 40, maxLength: 40 }),
      (count, work) => {
        const files = ids.slice(0, count);
        const left = new Map<string, number>();
        const waits = new Map(files.map((id) => [id, 0]));
        let order = files;
        for (let hour = 0; hour < 12; hour++) {
          for (const [i, id] of files.entries()) left.set(id, Math.max(left.get(id) ?? 0, work[i] ?? 0));
          const { log, tookMs } = served(left, order);
          for (const id of files) waits.set(id, log.includes(id) ? 0 : (waits.get(id) ?? 0) + 1);
          expect(Math.max(...waits.values())).toBeLessThanOrEqual(Math.ceil(count / 8));
          const isAnyLeft = files.some((id) => (left.get(id) ?? 0) > 0);
          if (isAnyLeft) expect(tookMs).toBeGreaterThanOrEqual(BUDGET_MS);
          // As the trigger notes them: who was at its turn last comes last.
          const turn = (id: string) => log.lastIndexOf(id);
          order = [...order].sort((a, b) => turn(a) - turn(b));
        }
      },
    ),
  );
});
