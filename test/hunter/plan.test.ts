import { describe, expect, test } from "vitest";
import type { Json } from "../../src/core/ports.ts";
import type { LookupName, LookupRecord } from "../../src/hunter/lookup.ts";
import { lookups } from "../../src/hunter/lookups.ts";
import { isUsedUp, type Pool, usageIn } from "../../src/hunter/plan.ts";
import { costOf, leastFor, mostFor, rounded, within } from "../../src/ledger/price.ts";

const verifications = { used: 41, available: 4000 };

describe("what the account has left", () => {
  test.each<[string, Json, Json]>([
    ["two pools", { verifications }, { pool: "verifications", used: 41, available: 4000, left: 3959 }],
    ["more used than there is", { verifications: { used: 5, available: 3 } }, { left: 0 }],
    [
      "one pool: it decides, whatever stands beside it",
      {
        credits: { used: 120.5, available: 2000, remaining: 1879.5 },
        verifications: { used: 9, available: 9 },
      },
      { pool: "credits", used: 120.5, left: 1879.5 },
    ],
    [
      "one pool without what remains",
      { credits: { used: 49.5, available: 50 } },
      { pool: "credits", left: 0.5 },
    ],
    ["one pool that is overdrawn", { credits: { used: 51, available: 50, remaining: -1 } }, { left: 0 }],
    [
      "what went beyond the plan",
      { credits: { used: 53, available: 50, remaining: 0, over_quota: 3 } },
      { left: 0, over: 3 },
    ],
    ["what remains alone", { credits: { remaining: 3.5 } }, { pool: "credits", used: 0, left: 3.5 }],
    [
      "what remains beside what there is",
      { credits: { available: 10, remaining: 3.5 } },
      { used: 6.5, left: 3.5 },
    ],
    ["one pool of which nothing is said: nobody knows", { credits: {}, verifications }, null],
    ["a pool that is null is none", { credits: null, verifications }, { pool: "verifications" }],
    ["text for numbers", { verifications: { used: "41", available: "4000" } }, null],
    ["nothing", {}, null],
  ])("%s", (_, requests, expected) => {
    const usage = usageIn({ requests }, "verifications");
    if (expected === null) expect(usage).toBeNull();
    else expect(usage).toMatchObject(expected as object);
  });

  test.each<[string, Json, boolean]>([
    [
      "email-verifier",
      { verifications: { used: 1, available: 1 }, searches: { used: 0, available: 1 } },
      true,
    ],
    [
      "email-finder",
      { verifications: { used: 1, available: 1 }, searches: { used: 0, available: 1 } },
      false,
    ],
    ["leads", { verifications: { used: 1, available: 1 }, searches: { used: 0, available: 1 } }, false],
    ["leads", { credits: { used: 1, available: 1 } }, true],
    ["leads", {}, false],
    // Less is left than any question of the kind costs.
    ["email-verifier", { credits: { used: 1, available: 50, remaining: 0.3 } }, true],
    ["email-verifier", { credits: { used: 1, available: 50, remaining: 0.5 } }, false],
    ["email-finder", { credits: { used: 1, available: 50, remaining: 0.5 } }, true],
    ["domain-search", { credits: { used: 1, available: 50, remaining: 1 } }, false],
    ["leads", { credits: { used: 1, available: 50, remaining: 0.3 } }, true],
    ["leads", { credits: { used: 1, available: 50, remaining: 0.5 } }, false],
    ["email-verifier", { verifications: { used: 49.5, available: 50 } }, true],
  ])("%s of %j is used up: %s", (path, requests, expected) => {
    expect(isUsedUp({ requests }, path)).toBe(expected);
  });
});

describe("prices by the pool that is there", () => {
  const record = (fields: object) => ({ status: "found", ...fields }) as LookupRecord;
  const emails = (count: number) => record({ emails: Array.from({ length: count }, () => ({})) });
  test.each<[LookupName, LookupRecord, number, number]>([
    // look-up, record, two pools, one pool
    ["verify", record({ status: "valid" }), 1, 0.5],
    ["verify", record({ status: "invalid" }), 1, 0.5],
    ["verify", record({ status: "accept_all" }), 1, 0.5],
    ["verify", record({ status: "webmail" }), 1, 0],
    ["verify", record({ status: "disposable" }), 1, 0],
    ["verify", record({ status: "unknown" }), 0, 0],
    ["verify", record({ status: "claimed" }), 0, 0],
    ["verify", record({ status: "Hunter: no", isRefused: true }), 0, 0],
    ["find", record({}), 1, 1],
    ["find", record({ status: "not found" }), 0, 0],
    ["domain", emails(25), 3, 3],
    ["domain", emails(10), 1, 1],
    ["domain", emails(0), 0, 0],
    ["count", record({}), 0, 0],
  ])("%s of %j: %d, or %d of one pool", (name, kept, two, one) => {
    const prices = [null, "verifications", "searches"].map((pool) =>
      costOf(lookups[name], kept, pool as Pool | null),
    );
    expect(prices).toEqual([two, two, two]);
    expect(costOf(lookups[name], kept, "credits")).toBe(one);
    const query = name === "domain" ? { limit: 30 } : {};
    expect(mostFor(lookups[name], { key: "", query }, "credits")).toBeGreaterThanOrEqual(one);
  });

  test("a question is cut to what its credits pay for", () => {
    const question = { key: "", query: { limit: 50 } };
    expect(mostFor(lookups.domain, question, "credits")).toBe(5);
    expect(within(question, 2).query.limit).toBe(20);
    expect(leastFor(lookups.verify, "credits")).toBe(0.5);
    expect(leastFor(lookups.verify, null)).toBe(1);
    expect(rounded(0.1 + 0.2)).toBe(0.3);
  });
});
