import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Cache } from "../../src/core/ports.ts";
import { isDoubtful, question } from "../../src/runs/pass/doubt.ts";
import { PassKeys } from "../../src/runs/pass/gone.ts";
import { nextCells, nextRows } from "../../src/runs/pass/state.ts";

/** Parts of a pass over a table that need neither a sheet nor a server. */

test.each([
  ["quick: eight times as many", 40_000, 40_000, 800, 320_000],
  ["as slow as was measured: some more", 50_000, 50_000, 7_500, 66_667],
  ["slow: fewer", 50_000, 50_000, 20_000, 25_000],
  ["so slow that it nearly outlived its lease: a quarter, not less", 50_000, 50_000, 100_000, 12_500],
  ["a small one tells nothing", 50_000, 900, 3_000, 50_000],
  ["never more than a write may have", 150_000, 150_000, 10, 360_000],
  ["never so few that calls are all there is", 6_000, 6_000, 90_000, 5_000],
])("cells of the next write, when the last was %s", (_, enough, written, tookMs, next) => {
  expect(nextCells(enough, written, tookMs)).toBe(next);
});

test.each([
  ["few: all", 900, 10_000, 900],
  ["a few too many: all the same", 12_280, 10_000, 12_280],
  ["half again as many: all", 15_000, 10_000, 15_000],
  ["more: as many as are enough", 15_001, 10_000, 10_000],
])("rows of the next write, when those left are %s", (_, rows, enough, next) => {
  expect(nextRows(rows, enough)).toBe(next);
});

describe("rows that would go", () => {
  test.each([
    [0, 0, false],
    [5, 5, false],
    [6, 6, true],
    [6, 30, false],
    [7, 30, true],
    [200, 1_000, false],
    [201, 1_000, true],
  ])("%i of %i: asked about is %s", (gone, of, is) => {
    expect(isDoubtful(gone, of)).toBe(is);
  });

  test("are told in one sentence", () => {
    expect(question(1_412, 4_150, "Huntr", false)).toBe(
      "1,412 of 4,150 rows would be removed, since Huntr does not list them any more. Resume to remove them, or cancel to keep them.",
    );
    expect(question(9, 9, "Hunter", true)).toContain("list them any more with these filters. Resume");
  });
});

describe("the keys of a pass", () => {
  /** Forgets what `forgets` says. */
  function cacheThat(forgets: (name: string) => boolean): Cache {
    const kept = new Map<string, string>();
    return {
      getAll: (names) =>
        Object.fromEntries(
          names.flatMap((name) => (kept.has(name) && !forgets(name) ? [[name, kept.get(name) ?? ""]] : [])),
        ),
      putAll: (values) => {
        for (const [name, text] of Object.entries(values)) kept.set(name, text);
      },
      remove: (names) => {
        for (const name of names) kept.delete(name);
      },
    };
  }
  const ids = (prefix: string, n: number) => Array.from({ length: n }, (_, i) => `${prefix}${i}`);

  test("over any number of executions: what stood there before and was not shown, or nothing at all", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 4_500 }),
        fc.array(fc.integer({ min: 0, max: 2_300 }), { minLength: 1, maxLength: 4 }),
        fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }),
        fc.option(fc.nat(3)),
        (before, shown, isNewExecution, forgotten) => {
          const cache = cacheThat((name) => forgotten !== null && name.includes(`.${forgotten}.`));
          let keys = new PassKeys(cache, "1.1");
          keys.begin(ids("k", before));
          let isOver = true;
          let from = 0;
          shown.forEach((count, batch) => {
            // Half of what a listing shows is new.
            keys.saw(batch, [...ids("k", from + count).slice(from), ...ids("new", count)]);
            from += count;
            if (batch === shown.length - 1 || !isNewExecution[batch]) return;
            keys.keep();
            keys = new PassKeys(cache, "1.1");
            isOver = false;
          });
          const missing = keys.missing(shown.length);
          if (isOver) expect(missing).not.toBe(null);
          if (missing) expect([...missing.gone]).toEqual(ids("k", before).slice(from));
          else expect(forgotten).not.toBe(null);
        },
      ),
      { numRuns: 60 },
    );
  });
});
