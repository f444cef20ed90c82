import { expect, test } from "vitest";
import type { Client, GetRequest, Outcome } from "../../src/core/client.ts";
import type { Ports } from "../../src/core/ports.ts";
import { FORMULA_BUDGET_MS, type FormulaWork } from "../../src/formulas/formula.ts";
import { verifyFormula } from "../../src/formulas/verify.ts";

/** facts 1.1 */
const GOOGLE_STOPS_MS = 30_000;

/** Formulas that share a cache, each with 30 s of its own; Hunter takes `answerMs` for addresses asked side by side. */
function slowHunter(answerMs: number) {
  const kept: Record<string, string> = {};
  const asked: string[] = [];
  let endedMs = 0;
  const compute = (addresses: readonly string[]) => {
    let nowMs = 0;
    const getAll = (requests: readonly GetRequest[]): Outcome[] => {
      nowMs += answerMs;
      asked.push(...requests.map(({ query }) => String(query?.email)));
      return requests.map(() => ({
        ok: true,
        wasSlowed: false,
        status: 200,
        headers: {},
        body: { data: { status: "valid" } },
      }));
    };
    const cache: Ports["cache"] = {
      getAll: () => ({ ...kept }),
      putAll: (values) => void Object.assign(kept, values),
      remove: () => {},
    };
    const work = {
      ports: { cache, clock: { nowMs: () => nowMs, sleepMs: () => {} }, warn: () => {} },
      client: () => ({ getAll }) as unknown as Client,
      startOf: () => new Date(0),
      deadlineMs: FORMULA_BUDGET_MS,
    } as unknown as FormulaWork;
    try {
      return verifyFormula(
        addresses.map((address) => [address]),
        undefined,
        undefined,
        work,
      );
    } finally {
      endedMs = Math.max(endedMs, nowMs);
    }
  };
  return { compute, asked, endedMs: () => endedMs };
}

test.each([500, 9_000, 15_000, 20_000])(
  "answers that take %d ms are never paid for and lost: the formula ends before Google stops it",
  (answerMs) => {
    const { compute, asked, endedMs } = slowHunter(answerMs);
    const addresses = Array.from({ length: 40 }, (_, i) => `person${i}@school.example`);
    let answer: unknown = null;
    for (let tries = 0; answer === null && tries < 10; tries++) {
      try {
        answer = compute(addresses);
      } catch (error) {
        expect((error as Error).message).toMatch(
          /Hunter takes long .* of 40 addresses are verified and kept/,
        );
      }
    }
    expect(answer).toEqual(addresses.map(() => ["valid"]));
    expect(endedMs()).toBeLessThan(GOOGLE_STOPS_MS - 1_000);
    expect(asked.length).toBe(40);
  },
);
