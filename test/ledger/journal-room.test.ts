import fc from "fast-check";
import { expect, test } from "vitest";
import { StoreFullFault } from "../../src/core/errors.ts";
import { PropertySpace } from "../../src/gas/property-space.ts";
import { Journal } from "../../src/ledger/journal.ts";
import type { ResultLine } from "../../src/ledger/result-line.ts";
import { DyingProperties } from "../gas/dying-properties.ts";

/** Many formulas that ask at once in a file whose store is nearly full, as each execution sees it. */
function nearlyFull(freeBytes: number) {
  const properties = new DyingProperties();
  let id = 0;
  const clock = { ms: 1_790_000_000_000 };
  const space = () =>
    new PropertySpace(properties, {
      nowMs: () => clock.ms,
      random: Math.random,
      fullFault: () => new StoreFullFault(true),
    }).store();
  const first = space();
  while (first.room() > freeBytes) {
    const size = Math.min(100_000, first.room() - freeBytes);
    first.set(`old${id++}`, "x".repeat(size));
    if (size < 2_000) break;
  }
  const lock = { isBusy: false };
  const journal = () =>
    new Journal({
      sharedStore: space(),
      clock: { nowMs: () => clock.ms, sleepMs: () => {} },
      fileLock: { withLock: (_, work) => (lock.isBusy ? "busy" : { value: work() }) },
      warn: () => {},
      uuid: () => `uuid-${id++}`,
    });
  return { properties, journal, space, lock, clock };
}

/** As much as is reserved for a batch of such answers, or less. */
function linesOf(bytes: number): ResultLine[] {
  const text = JSON.stringify({ status: "valid", pad: "x".repeat(Math.max(0, bytes - 200)) });
  return [{ lookup: "verify", key: "a@b.example", atMs: 1, credits: 1, payer: "me", status: "valid", text }];
}

const step = fc.record({
  who: fc.nat(7),
  bytes: fc.constantFrom(1_000, 10_000, 60_000, 120_000),
  isWhole: fc.boolean(),
});

test("of formulas that ask at once whoever was told to pay finds room for the answer, and what was put by and not used is free again", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 100_000, max: 480_000 }),
      fc.array(step, { minLength: 10, maxLength: 30 }),
      (freeBytes, steps) => {
        const { journal, space } = nearlyFull(freeBytes);
        const journals = Array.from({ length: 8 }, journal);
        // All of them have looked before the first one asks.
        for (const one of journals) one.read();
        const paying = new Map<number, number>();
        for (const { who, bytes, isWhole } of steps) {
          const one = journals[who] as Journal;
          const paid = paying.get(who);
          if (paid === undefined) {
            if (one.reserve(bytes) === "reserved") paying.set(who, bytes);
          } else {
            one.write(linesOf(isWhole ? paid : 500));
            paying.delete(who);
          }
        }
        for (const who of paying.keys()) journals[who]?.release();
        const left = Object.entries(space().getAll()).filter(([name]) => !/^(old|paid\.)/.test(name));
        expect(left).toEqual([]);
        expect(Object.values(space().getAll()).filter((text) => text.trim() === "[]")).toEqual([]);
        // Runs and tables keep theirs.
        expect(space().room()).toBeGreaterThan(Math.min(freeBytes, 120_000) - 12_000);
      },
    ),
    { numRuns: 20 },
  );
});

test("with plenty of room for all of them nothing is put by, and no call is made", () => {
  const { properties, journal } = nearlyFull(480_000);
  const one = journal();
  one.read();
  const before = properties.calls;
  expect(one.reserve(10_000)).toBe("reserved");
  expect(properties.calls).toBe(before);
  // A range of fifteen addresses or more.
  expect(one.reserve(15_000)).toBe("reserved");
  expect(properties.calls).toBe(before);
  expect(one.reserve(60_000)).toBe("reserved");
  expect(properties.calls).toBeGreaterThan(before);
});

test("a large answer's room is put by, and given back, in one small write each", () => {
  const { properties, journal } = nearlyFull(480_000);
  const one = journal();
  one.read();
  const before = properties.calls;
  expect(one.reserve(80_000)).toBe("reserved");
  // Others' are looked at first.
  expect(properties.calls).toBeLessThanOrEqual(before + 2);
  one.write(linesOf(500));
  expect(properties.calls).toBeLessThanOrEqual(before + 4);
});

test("what a formula has put by stays so when the journal is moved while Hunter is asked", () => {
  const { journal } = nearlyFull(250_000);
  const [one, other] = [journal(), journal()];
  expect(one.reserve(80_000)).toBe("reserved");
  other.remove(other.take().names);
  expect(other.reserve(80_000)).toBe("later");
  one.write(linesOf(80_000));
  expect(other.read()).toHaveLength(1);
});

test("what a formula that was stopped had put by is free again a minute later", () => {
  const { journal, clock, space } = nearlyFull(250_000);
  const [stopped, other] = [journal(), journal()];
  expect(stopped.reserve(80_000)).toBe("reserved");
  clock.ms += 40_000;
  expect(other.reserve(80_000)).toBe("later");
  clock.ms += 21_000;
  expect(other.reserve(80_000)).toBe("reserved");
  other.release();
  expect(Object.keys(space().getAll()).filter((name) => !name.startsWith("old"))).toEqual([]);
});

test("what others have put by is waited for, what is used up is not", () => {
  const { journal, space, lock } = nearlyFull(250_000);
  const [one, other, third] = [journal(), journal(), journal()];
  expect(one.reserve(80_000)).toBe("reserved");
  expect(other.reserve(80_000)).toBe("later");
  // Without a turn at the lock, what was paid for is kept all the same.
  lock.isBusy = true;
  one.write(linesOf(500));
  expect(other.reserve(80_000)).toBe("later");
  lock.isBusy = false;
  expect(Object.values(space().getAll()).filter((text) => text.includes("a@b.example"))).toHaveLength(1);
  expect(other.reserve(80_000)).toBe("reserved");
  other.write(linesOf(80_000));
  expect(third.reserve(80_000)).toBe("full");
});
