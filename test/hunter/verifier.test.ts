import { describe, expect, test } from "vitest";
import { hunterApi } from "../../src/hunter/api.ts";
import { verify, verifyMany } from "../../src/hunter/verifier.ts";
import { type Reply, World } from "../core/scripted.ts";
import { sample } from "../samples/samples.ts";

const error = (status: number, id: string): Reply => ({
  status,
  json: { errors: [{ id, code: status, details: "…" }] },
});
const done: Reply = { json: sample("hunter/email-verifier") };

describe("verify", () => {
  test("a result is Hunter's own record", () => {
    const world = new World().replies(done);
    expect(verify(world.client(hunterApi), " Patrick@Stripe.com ")).toMatchObject({
      status: "valid",
      score: 100,
    });
    expect(world.paths()).toEqual(["v2/email-verifier?email=patrick%40stripe.com"]);
  });

  test.each<[string, Reply[], string, number]>([
    ["still running twice", [{ status: 202 }], "pending", 2],
    ["running, then there", [{ status: 202 }, done], "valid", 2],
    ["the other server misbehaves for good", [{ status: 222 }], "unknown", 3],
    ["the other server misbehaves once", [{ status: 222 }, done], "valid", 2],
    ["claimed", [error(451, "claimed_email")], "claimed", 1],
    ["slowed down", [error(403, "rate"), done], "valid", 2],
  ])("%s", (_, replies, status, requests) => {
    const world = new World().replies(...replies);
    expect(verify(world.client(hunterApi), "a@b.test").status).toBe(status);
    expect(world.sent).toHaveLength(requests);
  });

  test("of a claimed address nothing but that is kept", () => {
    const world = new World().replies(error(451, "claimed_email"));
    expect(verify(world.client(hunterApi), "a@b.test")).toEqual({ status: "claimed" });
  });

  test("still running, and no time to ask again: pending", () => {
    const world = new World().replies({ status: 202 });
    world.requestMs = 20_000;
    expect(verify(world.client(hunterApi, { seconds: 20.1 }), "a@b.test")).toEqual({ status: "pending" });
  });

  test.each<[string, Reply, string]>([
    ["a used-up plan", error(429, "usage_exceeded"), "usage"],
    ["the domain's daily limit", error(429, "too_many_requests"), "domain-limit"],
    ["no address", error(400, "invalid_email"), "bad-request"],
    ["an answer without a status", { json: { data: {} } }, "malformed"],
  ])("%s is an error", (_, reply, kind) => {
    const world = new World().replies(reply);
    expect(() => verify(world.client(hunterApi), "a@b.test")).toThrow(expect.objectContaining({ kind }));
  });
});

describe("verifyMany", () => {
  const addresses = (count: number, domain: string) =>
    Array.from({ length: count }, (_, n) => `p${n}@${domain}`);

  test("each distinct address is asked for once", () => {
    const world = new World().replies(done);
    const outcomes = verifyMany(world.client(hunterApi), ["a@b.test", "A@B.test ", "c@b.test", "a@b.test"]);
    expect(outcomes.map(({ ok }) => ok)).toEqual([true, true, true, true]);
    expect(world.sent).toHaveLength(2);
  });

  test("a domain past its daily limit is left alone after one batch, the others go on", () => {
    const world = new World();
    world.answer = ({ url }) => (url.includes("full.test") ? error(429, "too_many_requests") : done);
    const outcomes = verifyMany(world.client(hunterApi), [
      ...addresses(40, "full.test"),
      ...addresses(30, "free.test"),
    ]);
    expect(
      outcomes.slice(0, 40).every((outcome) => !outcome.ok && outcome.error.kind === "domain-limit"),
    ).toBe(true);
    expect(outcomes.slice(40).every(({ ok }) => ok)).toBe(true);
    expect(world.sent.filter(({ url }) => url.includes("full.test"))).toHaveLength(10);
  });

  test("1,000 addresses are asked for at 95 % of the documented 300 a minute or more", () => {
    const world = new World().replies(done);
    world.requestMs = 250;
    const start = world.nowMs;
    verifyMany(world.client(hunterApi, { seconds: 3600 }), addresses(1000, "free.test"));
    expect(1000 / ((world.nowMs - start) / 60_000)).toBeGreaterThanOrEqual(285);
  });

  test("nothing asked, nothing sent", () => {
    const world = new World();
    expect(verifyMany(world.client(hunterApi), [])).toEqual([]);
    expect(world.sent).toEqual([]);
  });
});
