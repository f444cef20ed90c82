import { describe, expect, test } from "vitest";
import { hunterApi } from "../../src/hunter/api.ts";
import { type Reply as Answer, Asker } from "../../src/hunter/asking.ts";
import { lookups, type Question, type Result } from "../../src/hunter/lookups.ts";
import { type Reply, World } from "../core/scripted.ts";
import { must } from "../rig.ts";
import { sample } from "../samples/samples.ts";

const error = (status: number, id: string): Reply => ({
  status,
  json: { errors: [{ id, code: status, details: "Why" }] },
});
const done: Reply = { json: sample("hunter/email-verifier") };

const asker = (world: World, kept: Result[] = [], key = "sentinel-key") =>
  new Asker(lookups.verify, world.client(hunterApi, { seconds: 3_600, key }), world, (results) =>
    kept.push(...results),
  );
const questions = (...emails: string[]): Question[] =>
  emails.map((email) => must(lookups.verify.question({ email })));
const addresses = (count: number, domain: string) =>
  Array.from({ length: count }, (_, n) => `p${n}@${domain}`);

/** The status of one address, or the kind of its error. */
function said(reply: Answer | undefined): string {
  const known = must(reply);
  if (known.is === "answered") return must(known.results[0]).record.status;
  if (known.is === "failed") return known.error.kind;
  return known.is === "unsettled" ? `${known.status}?` : known.is;
}

describe("asking for one address", () => {
  test("a result is Hunter's own record, and is kept before it is handed out", () => {
    const world = new World().replies(done);
    const kept: Result[] = [];
    const reply = asker(world, kept).ask(questions(" Patrick@Stripe.com "), 0).get("patrick@stripe.com");
    expect(reply).toMatchObject({ is: "answered", results: kept });
    expect(kept).toMatchObject([{ key: "patrick@stripe.com", record: { status: "valid", score: 100 } }]);
    expect(world.paths()).toEqual(["v2/email-verifier?email=patrick%40stripe.com"]);
  });

  test.each<[string, Reply, string, boolean]>([
    ["still running", { status: 202 }, "pending?", false],
    ["the other server misbehaves", { status: 222 }, "unknown?", false],
    ["claimed", error(451, "claimed_email"), "claimed", true],
    ["no address", error(400, "invalid_email"), "Hunter: Why", true],
    ["unknown to Hunter", { json: { data: { status: "unknown" } } }, "unknown", true],
    ["a used-up plan", error(429, "usage_exceeded"), "usage", false],
    ["the domain's daily limit", error(429, "too_many_requests"), "domain-limit", false],
    ["an answer without data", { json: {} }, "malformed", false],
  ])("%s", (_, reply, status, isKept) => {
    const world = new World().replies(reply);
    const kept: Result[] = [];
    expect(said(asker(world, kept).ask(questions("a@b.test"), 0).get("a@b.test"))).toBe(status);
    expect(kept.length).toBe(isKept ? 1 : 0);
    expect(world.sent.length).toBe(1);
  });

  test("of a claimed address nothing but that is kept", () => {
    const kept: Result[] = [];
    asker(new World().replies(error(451, "claimed_email")), kept).ask(questions("a@b.test"), 0);
    expect(kept).toEqual([{ key: "a@b.test", record: { status: "claimed" } }]);
  });

  test("slowed down: it waits and asks again", () => {
    const world = new World().replies(error(403, "rate"), done);
    expect(said(asker(world).ask(questions("a@b.test"), 0).get("a@b.test"))).toBe("valid");
  });

  test("what the trial key gives is made up, and never kept", () => {
    const kept: Result[] = [];
    const world = new World().replies(done);
    expect(said(asker(world, kept, "test-api-key").ask(questions("a@b.test"), 0).get("a@b.test"))).toBe(
      "valid",
    );
    expect(kept).toEqual([]);
  });
});

describe("two who ask at once", () => {
  test("what one is asking, the other leaves alone, and finds the answer in the cache", () => {
    const world = new World();
    const other = asker(world);
    const seen: string[] = [];
    world.answer = () => {
      seen.push(said(other.ask(questions("a@b.test"), 0).get("a@b.test")));
      return done;
    };
    expect(said(asker(world).ask(questions("a@b.test"), 0).get("a@b.test"))).toBe("valid");
    expect(seen).toEqual(["later"]);
    expect(said(other.ask(questions("a@b.test"), 0).get("a@b.test"))).toBe("valid");
    expect(world.sent.length).toBe(1);
  });

  test("an answer from before the instant that counts is none", () => {
    const world = new World().replies(done);
    asker(world).ask(questions("a@b.test"), 0);
    asker(world).ask(questions("a@b.test"), world.nowMs + 1);
    expect(world.sent.length).toBe(2);
  });

  test("what failed may be asked by anybody again", () => {
    const world = new World().replies(error(429, "usage_exceeded"), done);
    asker(world).ask(questions("a@b.test"), 0);
    expect(said(asker(world).ask(questions("a@b.test"), 0).get("a@b.test"))).toBe("valid");
  });

  test("without a turn at the lock nothing is asked", () => {
    const world = new World().replies(done);
    world.lockIsBusy = true;
    expect(said(asker(world).ask(questions("a@b.test"), 0).get("a@b.test"))).toBe("later");
    expect(world.sent.length).toBe(0);
  });
});

describe("a domain's daily limit", () => {
  test("met: the domain is left alone by everybody, the others go on", () => {
    const world = new World();
    world.answer = ({ url }) => (url.includes("full.test") ? error(429, "too_many_requests") : done);
    const full = asker(world).ask(questions(...addresses(10, "full.test")), 0);
    expect([...full.values()].map(said)).toEqual(Array(10).fill("domain-limit"));
    const replies = asker(world).ask(questions("a@full.test", "a@free.test"), 0);
    expect([...replies.values()].map(said)).toEqual(["domain-limit", "valid"]);
    const sent = world.sent.length;
    expect(said(asker(world).ask(questions("b@full.test"), 0).get("b@full.test"))).toBe("domain-limit");
    expect(world.sent.length).toBe(sent);
  });

  test("announced by the header: nothing is asked in vain", () => {
    const world = new World();
    let left = 3;
    world.answer = () => {
      left -= 1;
      return { ...done, headers: { "x-rate-limit-remaining": String(left) } };
    };
    const one = asker(world);
    expect(said(one.ask(questions("a@near.test"), 0).get("a@near.test"))).toBe("valid");
    const replies = one.ask(questions("b@near.test", "c@near.test", "d@near.test"), 0);
    expect([...replies.values()].map(said).sort()).toEqual(["later", "valid", "valid"]);
    expect(said(one.ask(questions("d@near.test"), 0).get("d@near.test"))).toBe("domain-limit");
    expect(world.sent.length).toBe(3);
  });
});

test("1,000 addresses are asked for at 95 % of the documented 300 a minute or more", () => {
  const world = new World().replies(done);
  world.requestMs = 250;
  const start = world.nowMs;
  const one = asker(world);
  const all = addresses(1_000, "free.test");
  for (let from = 0; from < all.length; from += 10) one.ask(questions(...all.slice(from, from + 10)), 0);
  expect(1_000 / ((world.nowMs - start) / 60_000)).toBeGreaterThanOrEqual(285);
});
