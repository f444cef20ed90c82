import { expect, test } from "vitest";
import { bridged } from "../../src/tables/blocks.ts";

const every = (step: number, times: number) => Array.from({ length: times }, (_, i) => 2 + i * step);
const ours = () => true;

test("neighbours, and rows with a few of ours between, are one span", () => {
  expect(bridged([2, 3, 10, 40], ours)).toEqual([
    { first: 2, last: 10 },
    { first: 40, last: 40 },
  ]);
});

test("a row of the person's own is never bridged, however many spans that makes", () => {
  const rows = every(2, 200);
  expect(bridged(rows, (row) => row % 2 === 0).length).toBe(200);
});

test("the more scattered the changes, the wider the bridges: the number of writes stays small", () => {
  const rows = every(20, 1_000);
  const spans = bridged(rows, ours);
  expect(spans.length).toBeLessThanOrEqual(50);
  expect(rows.every((row) => spans.some(({ first, last }) => first <= row && row <= last))).toBe(true);
  // Fifty changes among many rows are written as they are.
  expect(bridged(every(400, 50), ours).length).toBe(50);
});

test("nothing changed is nothing to write", () => {
  expect(bridged([], ours)).toEqual([]);
});
