import { expect, test } from "vitest";
import { FUNNEL_HEADER, funnelRows, further } from "../../src/huntr/funnel.ts";

test("a person counts once in their cohort, by the best of their jobs, in each step up to it", () => {
  const persons = [
    { id: "ann", cohort: "Spring" },
    { id: "bea", cohort: "Spring" },
    { id: "cem", cohort: "Autumn" },
    { id: "dan", cohort: "" },
    { id: "eve", cohort: "Spring" },
  ];
  const furthest = new Map([
    ["ann", "ACCEPTED"],
    ["bea", "APPLIED"],
    ["cem", "INTERVIEW"],
    ["dan", "SAVED"],
    // Of somebody who is no member any more.
    ["zoe", "ACCEPTED"],
  ] as const);
  expect([FUNNEL_HEADER, ...funnelRows(persons, furthest)]).toEqual([
    ["Cohort", "Members", "Saved", "Applied", "Screen", "Interview", "Offer", "Accepted"],
    ["Autumn", 1, 1, 1, 1, 1, 0, 0],
    ["Spring", 3, 2, 2, 1, 1, 1, 1],
    ["(none)", 1, 1, 0, 0, 0, 0, 0],
    ["All", 5, 4, 3, 2, 2, 1, 1],
  ]);
});

test("nobody at all: a row of noughts", () => {
  expect(funnelRows([], new Map())).toEqual([["All", 0, 0, 0, 0, 0, 0, 0]]);
});

test.each([
  ["SAVED", undefined, "SAVED"],
  ["SAVED", "OFFER", "OFFER"],
  ["OFFER", "SCREEN", "OFFER"],
] as const)("of %s and %s the further one is %s", (one, other, furthest) => {
  expect(further(one, other)).toBe(furthest);
});
