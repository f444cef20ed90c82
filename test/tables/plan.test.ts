import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { runsOf } from "../../src/core/neighbours.ts";
import { planRemoval, planUpdate, type Row, type TableImage } from "../../src/tables/plan.ts";

const same = (planned: unknown, found: unknown) => (planned ?? "") === found;

const image = (
  rows: readonly (readonly [string, string])[],
  removed: readonly number[] = [],
): TableImage => ({
  keys: rows.map(([key]) => key),
  values: rows.map((row) => [...row]),
  removed: rows.map((_, i) => removed.includes(i)),
});
const row = (key: string, title: string): Row => ({ key, cells: [key, title] });

describe("planUpdate", () => {
  const before = image([
    ["a", "Apple"],
    ["", "a note of the user's"],
    ["b", "Bravo"],
  ]);

  test.each([
    ["what is equal is left alone", before, [row("a", "Apple"), row("b", "Bravo")], [], []],
    ["what differs is written in its own row", before, [row("b", "Beta")], [4], []],
    ["what is not there is added", before, [row("c", "Charlie")], [], ["c"]],
    [
      "of a record that comes twice the last form counts",
      before,
      [row("c", "old"), row("c", "new")],
      [],
      ["c"],
    ],
    [
      "a row that a person copied is brought up to date as well",
      image([
        ["a", "x"],
        ["a", "y"],
      ]),
      [row("a", "z")],
      [2, 3],
      [],
    ],
    ["a row without a key is the user's", before, [row("", "")], [], [""]],
  ])("%s", (_, img, rows, changed, added) => {
    const plan = planUpdate(img, rows, same);
    expect(plan.changed.map((change) => change.row)).toEqual(changed);
    expect(plan.added.map(({ key }) => key)).toEqual(added);
  });

  test("a record that had been marked as gone and is back is told", () => {
    expect(planUpdate(image([["a", "Apple"]], [0]), [row("a", "Apple")], same).returned).toEqual([2]);
  });

  test("applied, a plan gives each record once, in its newest form, and keeps every row where it was", () => {
    const key = fc.constantFrom("a", "b", "c", "d", "e");
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.tuple(key, fc.string()), { selector: ([k]) => k }),
        fc.array(fc.tuple(key, fc.string())),
        (there, coming) => {
          const plan = planUpdate(
            image(there),
            coming.map(([k, t]) => row(k, t)),
            same,
          );
          const sheet = there.map(([k, t]) => [k, t]);
          for (const change of plan.changed) sheet[change.row - 2] = [...change.cells] as string[];
          for (const added of plan.added) sheet.push([...added.cells] as string[]);
          const newest = new Map([...there, ...coming]);
          expect(new Map(sheet as [string, string][])).toEqual(newest);
          expect(sheet.length).toBe(newest.size);
          expect(sheet.slice(0, there.length).map(([k]) => k)).toEqual(there.map(([k]) => k));
        },
      ),
    );
  });
});

test("planRemoval: rows whose record is gone, unless they are marked already or their key is no id", () => {
  const there = image(
    [
      ["a1", ""],
      ["b2", ""],
      ["", "note"],
      ["c3", ""],
      ["Total", "a person's own"],
    ],
    [3],
  );
  expect(planRemoval(there, (key) => key !== "a1", false)).toEqual([3]);
  expect(planRemoval(there, (key) => key !== "a1", true)).toEqual([3, 5]);
});

test("runsOf joins neighbours", () => {
  expect(runsOf([2, 3, 5, 6, 7, 9])).toEqual([
    { first: 2, last: 3 },
    { first: 5, last: 7 },
    { first: 9, last: 9 },
  ]);
});
