import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createPacer } from "../../src/core/pacing.ts";
import { hunterApi as hunter } from "../../src/hunter/api.ts";
import { huntrApi as huntr } from "../../src/huntr/api.ts";
import { World } from "./scripted.ts";

const verifier = "email-verifier";

function bookAll(world: World, sizes: readonly number[], path: string): number[] {
  const pacer = createPacer(world, hunter);
  return sizes.flatMap((size) => {
    const turn = pacer.reserve(path, size, Number.POSITIVE_INFINITY);
    if (!turn.granted) throw new Error("no turn");
    return Array.from({ length: size }, () => world.nowMs + turn.waitMs);
  });
}

describe("pacer", () => {
  test("the first of a second go at once, the next after the second", () => {
    const world = new World();
    const start = world.nowMs;
    expect(bookAll(world, [10, 1, 9, 1], verifier).map((at) => at - start)).toEqual([
      ...Array(10).fill(0),
      ...Array(10).fill(1250),
      2500,
    ]);
  });

  test("within any second and any minute there are never more than allowed", () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ size: fc.integer({ min: 1, max: 10 }), idleMs: fc.nat(1500) }), {
          maxLength: 120,
        }),
        (steps) => {
          const world = new World();
          const departures = steps.flatMap(({ size, idleMs }) => {
            world.nowMs += idleMs;
            return bookAll(world, [size], verifier);
          });
          for (const at of departures) {
            expect(departures.filter((other) => other >= at && other < at + 1000).length).toBeLessThanOrEqual(
              10,
            );
            expect(
              departures.filter((other) => other >= at && other < at + 60_000).length,
            ).toBeLessThanOrEqual(300);
          }
        },
      ),
      { numRuns: 40 },
    );
  });

  test("1,000 verifications run at 95 % of the documented 300 a minute or more", () => {
    const world = new World();
    const departures = bookAll(world, Array(100).fill(10), verifier);
    const minutes = ((departures[999] ?? 0) - (departures[0] ?? 0)) / 60_000;
    expect(1000 / minutes).toBeGreaterThanOrEqual(300 * 0.95);
  });

  test("two executions share one allowance, paths of different rates do not", () => {
    const world = new World();
    const start = world.nowMs;
    bookAll(world, [10], verifier);
    expect(bookAll(world, [1], verifier)[0]).toBe(start + 1250);
    expect(bookAll(world, [1], "email-finder")[0]).toBe(start);
  });

  test("when told to slow down, everybody waits", () => {
    const world = new World();
    createPacer(world, huntr).slowDown("jobs", world.nowMs + 5000);
    createPacer(world, huntr).slowDown("jobs", world.nowMs + 2000);
    expect(createPacer(world, huntr).reserve("members", 1, Number.POSITIVE_INFINITY)).toEqual({
      granted: true,
      waitMs: 5000,
      count: 1,
    });
  });

  test("a turn that would come too late is not booked", () => {
    const world = new World();
    const pacer = createPacer(world, hunter);
    pacer.reserve(verifier, 10, world.nowMs);
    const before = JSON.stringify(world.cached);
    expect(pacer.reserve(verifier, 10, world.nowMs + 1000)).toEqual({
      granted: false,
      atMs: world.nowMs + 1250,
    });
    expect(JSON.stringify(world.cached)).toBe(before);
  });

  test("rather than have a large batch wait for long, the part of it that may leave goes at once", () => {
    const world = new World();
    const pacer = createPacer(world, huntr);
    const late = Number.POSITIVE_INFINITY;
    pacer.reserve("jobs", 1, late);
    expect(pacer.reserve("jobs", 20, late, 10)).toEqual({ granted: true, waitMs: 0, count: 19 });
    // Too few of them: they wait together.
    expect(pacer.reserve("jobs", 12, late, 6)).toEqual({ granted: true, waitMs: 1_100, count: 12 });
    // A short wait costs less than a second fetch.
    world.nowMs += 1_800;
    expect(pacer.reserve("jobs", 16, late, 8)).toEqual({ granted: true, waitMs: 400, count: 16 });
  });

  test("in a crowd at the lock there is no turn, rather than one too many", () => {
    const world = new World();
    world.lockIsBusy = true;
    const pacer = createPacer(world, hunter);
    const start = world.nowMs;
    expect(pacer.reserve(verifier, 10, start + 60_000)).toEqual({ granted: false, atMs: start + 13_000 });
    expect(pacer.reserve(verifier, 10, world.nowMs)).toMatchObject({ granted: false });
  });

  test.each(["", "{", "null", "[1]", '["x",[]]', '[0,[["a"],null,3]]'])(
    "a spoilt cache (%s) is an empty one",
    (text) => {
      const world = new World();
      world.cached[`pace.hunter.${verifier}`] = text;
      expect(createPacer(world, hunter).reserve(verifier, 1, world.nowMs)).toEqual({
        granted: true,
        waitMs: 0,
        count: 1,
      });
    },
  );
});
