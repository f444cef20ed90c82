import { expect, test } from "vitest";
import { createPacer } from "../../src/core/pacing.ts";
import { FORMULA_BUDGET_MS, type FormulaWork } from "../../src/formulas/formula.ts";
import { verifyFormula } from "../../src/formulas/lookups.ts";
import { hunterApi } from "../../src/hunter/api.ts";
import { World } from "../core/scripted.ts";

/** facts 1.1 */
const GOOGLE_STOPS_MS = 30_000;

/** Formulas that share a cache, each with 30 s of its own; Hunter takes `answerMs` for addresses asked side by side. */
function slowHunter(answerMs: number) {
  const world = new World();
  const isLookup = ({ url }: { readonly url: string }) => url.includes("email-verifier");
  world.answer = (request) => {
    // The account is asked as well, and answers at once.
    if (isLookup(request)) world.nowMs += answerMs / (world.batches.slice(-1)[0]?.count ?? 1);
    return isLookup(request) ? { json: { data: { status: "valid" } } } : { status: 500 };
  };
  let longestMs = 0;
  const kept: Record<string, string> = {};
  const properties: NonNullable<FormulaWork["ports"]["sharedStore"]> = {
    get: (name) => kept[name] ?? null,
    getAll: () => ({ ...kept }),
    set: (name, value) => {
      kept[name] = value;
    },
    remove: (name) => {
      delete kept[name];
    },
    room: () => 400_000,
  };
  const compute = (addresses: readonly string[]) => {
    const startMs = world.nowMs;
    const client = world.client(hunterApi, { seconds: FORMULA_BUDGET_MS / 1000 });
    // Of a formula's world, what this one touches.
    const ports: Partial<FormulaWork["ports"]> = Object.assign(world, {
      sharedStore: properties,
      fileStore: properties,
      claims: null,
      uuid: () => String(world.nowMs + world.sent.length),
    });
    const work: Partial<FormulaWork> = {
      ports: ports as FormulaWork["ports"],
      client: () => client,
      book: { sheetByName: () => null } as Partial<FormulaWork["book"]> as FormulaWork["book"],
      startOf: () => new Date(0),
      deadlineMs: startMs + FORMULA_BUDGET_MS,
    };
    try {
      return verifyFormula(
        addresses.map((address) => [address]),
        undefined,
        undefined,
        work as FormulaWork,
      );
    } finally {
      longestMs = Math.max(longestMs, world.nowMs - startMs);
    }
  };
  return { world, compute, asked: () => world.sent.filter(isLookup), longestMs: () => longestMs };
}

test.each([500, 9_000, 15_000, 20_000])(
  "answers that take %d ms are never paid for and lost: the formula ends before Google stops it",
  (answerMs) => {
    const { compute, asked, longestMs } = slowHunter(answerMs);
    const addresses = Array.from({ length: 40 }, (_, i) => `person${i}@school.example`);
    let answer = compute(addresses);
    for (let tries = 1; tries < 10; tries++) {
      const [last] = (answer as string[][])[39] ?? [];
      expect(last).toMatch(
        /^valid$|^Not asked yet: time was up\. Choose Huntsheet ▸ Recalculate formulas\.$/,
      );
      if (last !== "valid") answer = compute(addresses);
    }
    expect(answer).toEqual(addresses.map(() => ["valid"]));
    expect(longestMs()).toBeLessThan(GOOGLE_STOPS_MS - 1_000);
    expect(asked().length).toBe(40);
  },
);

test("what one formula saw of Hunter's slowness another one heeds: a late turn is not taken", () => {
  const { world, compute, asked, longestMs } = slowHunter(20_000);
  compute(["first@school.example"]);
  createPacer(world, hunterApi).slowDown("email-verifier", world.nowMs + 12_000);
  expect(compute(["second@school.example"])).toEqual([
    ["Not asked yet: time was up. Choose Huntsheet ▸ Recalculate formulas."],
  ]);
  expect(asked().length).toBe(1);
  world.nowMs += 12_000;
  expect(compute(["second@school.example"])).toEqual([["valid"]]);
  expect(longestMs()).toBeLessThan(GOOGLE_STOPS_MS - 1_000);
});
