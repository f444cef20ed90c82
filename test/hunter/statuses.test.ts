import { describe, expect, test } from "vitest";
import type { Client } from "../../src/core/client.ts";
import { ApiError } from "../../src/core/errors.ts";
import type { Json } from "../../src/core/ports.ts";
import { hunterApi } from "../../src/hunter/api.ts";
import { type Reply, World } from "../core/scripted.ts";

/** What the account says to whoever asks; null where it does not answer. */
type Account = { readonly [pool: string]: { used: number; available: number; remaining?: number } } | null;

const PLENTY: Account = { searches: { used: 1, available: 50 }, verifications: { used: 1, available: 50 } };
const NO_SEARCHES: Account = { ...PLENTY, searches: { used: 50, available: 50 } };
const NO_VERIFICATIONS: Account = { ...PLENTY, verifications: { used: 60, available: 50 } };
const TWO_EMPTY: Account = { ...NO_SEARCHES, ...{ verifications: { used: 50, available: 50 } } };
const ONE_POOL: Account = { ...TWO_EMPTY, credits: { used: 3.5, available: 50, remaining: 46.5 } };
const SCRAPS: Account = { credits: { used: 49.7, available: 50, remaining: 0.3 } };
const ONE_EMPTY: Account = { ...PLENTY, credits: { used: 50, available: 50 } };

function refusal(status: number, id?: string, details?: string, headers: Record<string, string> = {}): Reply {
  return {
    status,
    headers,
    json: id === undefined ? {} : { errors: [{ id, code: status, details: details ?? "" }] },
  };
}

/** What a request comes to whose every answer is this one, and how often it was sent. */
function come(
  path: string,
  reply: Reply,
  account: Account,
  use: (client: Client) => unknown = (c) => c.get(path),
) {
  const world = new World();
  world.answer = ({ url }) => {
    if (!url.endsWith("/account")) return reply;
    if (!account) return { status: 500 };
    return { json: { data: { reset_date: "2026-12-01", requests: account } } as Json };
  };
  let error: ApiError | null = null;
  try {
    use(world.client(hunterApi));
  } catch (fault) {
    if (!(fault instanceof ApiError)) throw fault;
    error = fault;
  }
  const sent = world.paths().filter((one) => !one.endsWith("account")).length;
  return { kind: error?.kind, message: error?.message ?? "", sent, asked: world.sent.length - sent };
}

const RATE = "Rate limit reached";
const PERIOD =
  "You've reached the limit for the number of requests per billing period included in your plan.";

describe("Hunter: what a status means under both readings (today.md, 3)", () => {
  test.each<[string, string, Reply, Account, ApiError["kind"], boolean]>([
    // what, path, answer, account, kind, whether it is asked again before
    ["402: the quota is used up", "email-finder", refusal(402, "payment_required"), PLENTY, "usage", false],
    ["402 without a body", "leads", refusal(402), null, "usage", false],
    ["403 forbidden", "campaigns", refusal(403, "forbidden"), PLENTY, "forbidden", false],
    ["403 no_discover_access", "discover", refusal(403, "no_discover_access"), PLENTY, "forbidden", false],
    [
      "403 in words of permission",
      "leads",
      refusal(403, "no", "You do not have permission."),
      PLENTY,
      "forbidden",
      false,
    ],
    [
      "403 of the owner",
      "campaigns/1",
      refusal(403, "x", "Only the owner may do this"),
      PLENTY,
      "forbidden",
      false,
    ],
    [
      "403 of the plan",
      "discover",
      refusal(403, "x", "Upgrade your plan to use Discover"),
      PLENTY,
      "forbidden",
      false,
    ],
    [
      "403 in words of rate, and of the plan",
      "leads",
      refusal(403, "x", "Your plan allows 15 requests per second"),
      PLENTY,
      "rate",
      true,
    ],
    [
      "403 as of old",
      "leads",
      refusal(403, "rate_limit_reached", "You have reached the rate limit"),
      PLENTY,
      "rate",
      true,
    ],
    ["403 that says nothing", "leads", refusal(403), PLENTY, "rate", true],
    [
      "429 with a short Retry-After",
      "leads",
      refusal(429, "too_many_requests", PERIOD, { "retry-after": "2" }),
      TWO_EMPTY,
      "rate",
      true,
    ],
    [
      "429 in words of the minute",
      "leads",
      refusal(429, "x", "At most 500 requests per minute"),
      TWO_EMPTY,
      "rate",
      true,
    ],
    [
      "429 in words of rate",
      "email-verifier",
      refusal(429, "too_many_requests", RATE),
      NO_VERIFICATIONS,
      "rate",
      true,
    ],
    ["429 restricted_account", "leads", refusal(429, "restricted_account", "No"), PLENTY, "usage", false],
    [
      "429 in words of the billing period",
      "email-finder",
      refusal(429, "too_many_requests", PERIOD),
      PLENTY,
      "usage",
      false,
    ],
    [
      "429 for a month",
      "email-finder",
      refusal(429, "x", "Wait", { "retry-after": "900000" }),
      NO_SEARCHES,
      "usage",
      false,
    ],
    [
      "429 unsaid, nothing left",
      "email-finder",
      refusal(429, "too_many_requests"),
      NO_SEARCHES,
      "usage",
      false,
    ],
    [
      "429 unsaid, something left",
      "email-finder",
      refusal(429, "usage_limit_reached"),
      NO_VERIFICATIONS,
      "rate",
      true,
    ],
    ["429 unsaid, one pool with something left", "email-finder", refusal(429), ONE_POOL, "rate", true],
    ["429 unsaid, one pool with nothing left", "email-finder", refusal(429), ONE_EMPTY, "usage", false],
    [
      "429 unsaid, on the verifier, less left than it costs",
      "email-verifier",
      refusal(429),
      SCRAPS,
      "usage",
      false,
    ],
    ["429 unsaid, the account silent", "email-finder", refusal(429), null, "rate", true],
    ["429 unsaid, of what is free", "leads", refusal(429), NO_SEARCHES, "rate", true],
    ["429 unsaid, of what is free, all used up", "leads", refusal(429), TWO_EMPTY, "usage", false],
    [
      "429 unsaid, on the verifier",
      "email-verifier",
      refusal(429, "too_many_requests"),
      NO_SEARCHES,
      "domain-limit",
      false,
    ],
    [
      "429 unsaid, on the verifier, nothing left",
      "email-verifier",
      refusal(429, "too_many_requests"),
      NO_VERIFICATIONS,
      "usage",
      false,
    ],
    [
      "429 of the domain, on the verifier",
      "email-verifier",
      refusal(429, "x", "verifications per domain in 24 hours"),
      NO_VERIFICATIONS,
      "domain-limit",
      false,
    ],
    [
      "409: the same is under way",
      "campaigns",
      refusal(409, "idempotency_key_in_flight"),
      PLENTY,
      "rate",
      true,
    ],
    [
      "409 under another id",
      "campaigns",
      refusal(409, "busy", "", { "retry-after": "2" }),
      PLENTY,
      "rate",
      true,
    ],
    ["409 of another kind", "campaigns", refusal(409, "name_taken"), PLENTY, "bad-request", false],
    [
      "502 as a page",
      "leads",
      { status: 502, body: "<html>Bad gateway</html>" },
      PLENTY,
      "unreachable",
      true,
    ],
  ])("%s", (_, path, reply, account, kind, isRepeated) => {
    const { kind: is, sent } = come(path, reply, account);
    expect([is, sent > 1]).toEqual([kind, isRepeated]);
    // "A few times": nobody knocks for ever.
    expect(sent).toBeLessThanOrEqual(5);
  });

  test.each<[string, Reply]>([
    ["402", refusal(402, "payment_required")],
    ["429 in words of the plan", refusal(429, "x", PERIOD)],
    ["429 unsaid", refusal(429)],
  ])("%s: the sentence says when it is reset", (_, reply) => {
    expect(come("email-finder", reply, TWO_EMPTY).message).toContain("reset on 2026-12-01");
    expect(come("email-finder", reply, TWO_EMPTY).asked).toBe(1);
  });

  test("a permission is told in a sentence, and names no rate", () => {
    const { message } = come("campaigns", refusal(403, "forbidden", "Not yours"), PLENTY);
    expect(message).toBe(
      "Your Hunter account may not do this (reading campaigns). Ask whoever it belongs to, or look what your plan includes. Hunter: Not yours",
    );
  });

  test("a creation that was turned away for its key is sent again, and not more", () => {
    const send = (client: Client) => client.send("POST", "sequences", {}, { name: "Q3" });
    expect(come("", refusal(409, "idempotency_key_in_flight"), PLENTY, send).sent).toBe(5);
    expect(come("", refusal(409, "name_taken"), PLENTY, send).sent).toBe(1);
    expect(come("", { status: 503, body: "<html></html>" }, PLENTY, send).sent).toBe(1);
  });

  test("of many that are turned away at once the account is asked once", () => {
    const requests = Array.from({ length: 10 }, (_, i) => ({
      path: "email-verifier",
      query: { email: `a${i}@b${i}.test` },
      isPriced: true,
      group: `b${i}.test`,
    }));
    const used = (client: Client) => {
      const [first] = client.getAll(requests);
      if (first && !first.ok) throw first.error;
    };
    expect(come("", refusal(429), NO_VERIFICATIONS, used)).toMatchObject({
      kind: "usage",
      sent: 10,
      asked: 1,
    });
    expect(come("", refusal(429), PLENTY, used)).toMatchObject({ kind: "domain-limit", sent: 10, asked: 1 });
  });

  test("the account itself, turned away: it is waited for, and nobody asks in a circle", () => {
    const world = new World().replies({ status: 429, json: {} });
    expect(() => world.client(hunterApi).get("account")).toThrow("slow down");
    expect(world.sent.length).toBeLessThanOrEqual(5);
    const all = new World().replies({ status: 429, json: {} });
    expect(() => all.client(hunterApi).get("email-finder")).toThrow("slow down");
    expect(all.sent.length).toBeLessThanOrEqual(10);
  });
});
