import { describe, expect, test } from "vitest";
import type { Api } from "../../src/core/api.ts";
import { ApiError } from "../../src/core/errors.ts";
import { hunterApi as hunter } from "../../src/hunter/api.ts";
import { huntrApi as huntr } from "../../src/huntr/api.ts";
import { sample } from "../samples/samples.ts";
import { type Reply, World } from "./scripted.ts";

function errorOf(work: () => unknown): ApiError {
  try {
    work();
  } catch (error) {
    if (error instanceof ApiError) return error;
    throw error;
  }
  throw new Error("no error came");
}

const hunterError = (id: string, details: string) => ({ errors: [{ id, code: 400, details }] });
const lost: Reply = { fault: "Address unavailable: https://api.huntr.co/org/jobs?x=1", mayPass: true };

describe("client: what an answer means", () => {
  test.each<[string, Api, string, Reply, Partial<ApiError>, string]>([
    [
      "a wrong token",
      huntr,
      "jobs",
      { status: 401, json: { message: "nope" } },
      { kind: "refused" },
      "Huntr refused the access token while reading jobs. Set it under Huntsheet ▸ Set up. Huntr: nope",
    ],
    [
      "administrators only",
      huntr,
      "members",
      { status: 403 },
      { kind: "forbidden" },
      "Huntr lets only administrators do this (reading members). Use an access token that an administrator of your organization made.",
    ],
    [
      "a bad parameter",
      huntr,
      "jobs",
      { status: 400, json: sample("huntr/error") },
      { kind: "bad-request", code: "limit" },
      "Huntr would not do this while reading jobs. Check the filters and values. Huntr: Limit must be an integer under 500 (limit)",
    ],
    [
      "an id that is not there",
      huntr,
      "jobs/1",
      { status: 404 },
      { kind: "not-found" },
      "Huntr found nothing of that id while reading jobs. Check the id; it may have been deleted.",
    ],
    [
      "a resource that is gone",
      huntr,
      "events",
      { status: 410 },
      { kind: "gone" },
      "Huntr has no events any more. Use actions instead.",
    ],
    [
      "a wrong key",
      hunter,
      "leads",
      { status: 401, json: hunterError("authentication_failed", "No user found for the API key supplied") },
      { kind: "refused", code: "authentication_failed" },
      "Hunter refused the API key while reading leads. Set it under Huntsheet ▸ Set up. Hunter: No user found for the API key supplied",
    ],
    [
      "a claimed address",
      hunter,
      "email-verifier",
      { status: 451 },
      { kind: "claimed" },
      "The person asked Hunter not to process this address. Do not use it.",
    ],
    [
      "a missing parameter",
      hunter,
      "email-count",
      { status: 400, json: sample("hunter/error") },
      { kind: "bad-request", code: "wrong_params" },
      "Hunter would not do this while counting addresses. Check the filters and values. Hunter: You are missing the domain parameter",
    ],
    [
      "a redirect",
      hunter,
      "leads",
      { status: 302 },
      { kind: "malformed" },
      "Hunter sent us elsewhere while reading leads, which it should not. Try again later.",
    ],
    [
      "an unknown host",
      hunter,
      "leads",
      { fault: "DNS error", mayPass: false },
      { kind: "unreachable" },
      "Hunter could not be reached while reading leads. Ask whoever looks after your network whether the address is blocked.",
    ],
  ])("%s", (_, api, path, reply, facts, sentence) => {
    const world = new World().replies(reply);
    const error = errorOf(() => world.client(api).get(path));
    expect(error.message).toBe(sentence);
    expect(error).toMatchObject(facts);
    expect(world.sent).toHaveLength(1);
  });

  test.each([
    ["in a proxy's words", "error code: 1015"],
    ["as a page", "<html><title>429 Too Many Requests</title></html>"],
    ["in plain words", "Too Many Requests\n"],
  ])("Hunter, 429 %s: a rate that is waited for, and no used-up plan", (_, body) => {
    const reply = { status: 429, headers: { "retry-after": "2" }, body };
    const world = new World().replies(reply, { json: {} });
    world.client(hunter).get("email-verifier", { email: "a@one.example" });
    expect(world.sent).toHaveLength(2);
    expect(world.slept.reduce((sum, ms) => sum + ms, 0)).toBeGreaterThanOrEqual(2_000);
    const error = errorOf(() => new World().replies(reply).client(hunter, { seconds: 1 }).get("leads"));
    expect(error.kind).not.toBe("usage");
    expect(error.message).not.toContain("usage limit");
  });

  test("no key: nothing is sent, but to where none is needed", () => {
    const world = new World();
    const error = errorOf(() => world.client(huntr, { key: null }).get("jobs"));
    expect(error.kind).toBe("no-key");
    expect(error.message).toBe(
      "Huntr needs an access token, and none is set. Set it under Huntsheet ▸ Set up.",
    );
    expect(world.sent).toEqual([]);
    world.client(hunter, { key: null }).get("email-count", { domain: "stripe.com" });
    expect(world.sent[0]?.headers).toEqual({ accept: "application/json" });
  });

  test("the key is in its header and nowhere else", () => {
    const world = new World();
    world.client(huntr).get("jobs", { limit: 499 });
    world.client(hunter).get("leads");
    expect(world.sent.map(({ headers }) => headers)).toEqual([
      { accept: "application/json", authorization: "Bearer sentinel-key" },
      { accept: "application/json", "x-api-key": "sentinel-key" },
    ]);
    expect(world.paths()).toEqual(["org/jobs?limit=499", "v2/leads"]);
  });

  test("an API that repeats the key does not get it into the error", () => {
    const world = new World().replies({
      status: 400,
      json: hunterError("sentinel-key", "Bad key sentinel-key"),
    });
    const error = errorOf(() => world.client(hunter).get("leads"));
    expect(`${error.message} ${error.code} ${error.stack}`).not.toContain("sentinel-key");
  });

  test("parameters are encoded, lists as name[], brackets and odd characters too", () => {
    const world = new World();
    world.client(hunter).get("leads", {
      query: "a&b=c d/ü",
      sending_status: ["sent", "~"],
      "custom_attributes[job title]": "*",
      half: "\uD800",
    });
    expect(world.paths()).toEqual([
      "v2/leads?query=a%26b%3Dc%20d%2F%C3%BC&sending_status%5B%5D=sent&sending_status%5B%5D=~&custom_attributes%5Bjob%20title%5D=*&half=%EF%BF%BD",
    ]);
  });

  test("an address that the platform would refuse is refused before", () => {
    const world = new World();
    const error = errorOf(() => world.client(hunter).get("leads", { query: "x".repeat(2000) }));
    expect(error.message).toBe("The filters are too long to send to Hunter. Use fewer or shorter ones.");
    expect(world.sent).toEqual([]);
  });
});

describe("client: trying again", () => {
  test.each<[string, Api, Reply]>([
    ["503", huntr, { status: 503, body: "<html>" }],
    ["500", hunter, { status: 500 }],
    ["429 of Huntr", huntr, { status: 429 }],
    ["403 of Hunter", hunter, { status: 403 }],
    ["a lost connection", huntr, lost],
    ["HTML for JSON", huntr, { body: "<html>please log in</html>" }],
    ["cut JSON", huntr, { body: '{"data":[' }],
    ["nothing at all", huntr, { body: "" }],
  ])("%s, then an answer", (_, api, trouble) => {
    const world = new World().replies(trouble, trouble, { json: { data: [] } });
    expect(world.client(api).get("jobs").body).toEqual({ data: [] });
    expect(world.sent).toHaveLength(3);
  });

  test.each<[string, Reply, string, string]>([
    [
      "500",
      { status: 500 },
      "unreachable",
      "Huntr is out of order while reading jobs. Try again in a few minutes.",
    ],
    [
      "a lost connection",
      lost,
      "unreachable",
      "Huntr could not be reached while reading jobs. Try again in a few minutes.",
    ],
    [
      "HTML",
      { body: "<html>" },
      "malformed",
      "Huntr answered with something that is not data while reading jobs. Try again later.",
    ],
    [
      "429",
      { status: 429 },
      "rate",
      "Huntr asked us to slow down while reading jobs. Try again in a minute.",
    ],
  ])("%s for good: five attempts, then a sentence", (_, trouble, kind, sentence) => {
    const world = new World().replies(trouble);
    const error = errorOf(() => world.client(huntr).get("jobs"));
    expect(world.sent).toHaveLength(5);
    expect([error.kind, error.message]).toEqual([kind, sentence]);
  });

  test("Retry-After is kept to, by everybody who works in the file", () => {
    const world = new World().replies({ status: 429, headers: { "retry-after": "7" } }, { json: {} });
    const start = world.nowMs;
    world.client(huntr).get("jobs");
    expect(world.batches.map(({ atMs }) => atMs - start)).toEqual([0, 7125]);
  });

  test("a wait past the deadline is not begun: it says when to go on", () => {
    const world = new World().replies({ status: 429, headers: { "retry-after": "120" } });
    const start = world.nowMs;
    const error = errorOf(() => world.client(huntr, { seconds: 20 }).get("jobs"));
    expect(error).toMatchObject({ kind: "out-of-time", after: "rate", retryAtMs: start + 120_125 });
    expect(error.message).toBe(
      "Huntr asked us to slow down, and there was no time left to wait while reading jobs. Try again in a minute.",
    );
    expect(world.slept).toEqual([]);
  });

  test("past the deadline nothing is sent", () => {
    const world = new World();
    expect(errorOf(() => world.client(huntr, { seconds: 0 }).get("jobs")).kind).toBe("out-of-time");
    expect(world.sent).toEqual([]);
  });

  test.each(["POST", "PUT", "DELETE"] as const)(
    "%s: not again after a fault or a server error, for it may have worked",
    (method) => {
      for (const trouble of [lost, { status: 500 }, { body: "<html>" }]) {
        const world = new World().replies(trouble, { json: {} });
        errorOf(() => world.client(hunter).send(method, "leads/1", {}, {}));
        expect(world.sent).toHaveLength(1);
      }
    },
  );

  test.each(["POST", "PUT", "DELETE"] as const)("%s: again when it was turned away unread", (method) => {
    const world = new World().replies({ status: 403 }, { status: 204 });
    expect(world.client(hunter).send(method, "leads/1", {}, { emails: ["a@b.test"] })).toMatchObject({
      status: 204,
      body: null,
    });
    expect(world.sent.map(({ body }) => body)).toEqual(Array(2).fill('{"emails":["a@b.test"]}'));
  });

  test("a change may answer without a body", () => {
    const world = new World().replies({ status: 200, body: "" });
    expect(world.client(hunter).send("PUT", "leads/1", {}, { company: "X" }).body).toBeNull();
  });
});

describe("client: side by side", () => {
  test("one batch, outcomes in the order asked for, each failing for itself", () => {
    const world = new World();
    world.answer = ({ url }) => (url.endsWith("/2") ? { status: 404 } : { json: { url } });
    const outcomes = world.client(huntr).getAll([{ path: "jobs/1" }, { path: "jobs/2" }, { path: "jobs/3" }]);
    expect(outcomes.map((outcome) => (outcome.ok ? outcome.body : outcome.error.kind))).toEqual([
      { url: "https://api.huntr.co/org/jobs/1" },
      "not-found",
      { url: "https://api.huntr.co/org/jobs/3" },
    ]);
    expect(world.batches).toHaveLength(1);
  });

  test("only those in trouble are asked again", () => {
    const world = new World();
    world.answer = ({ url }, nth) => (url.endsWith("=3") && nth <= 5 ? { status: 503 } : { json: {} });
    const requests = [1, 2, 3, 4, 5].map((n) => ({ path: "jobs", query: { n } }));
    expect(
      world
        .client(huntr)
        .getAll(requests)
        .every(({ ok }) => ok),
    ).toBe(true);
    expect(world.batches.map(({ count }) => count)).toEqual([5, 1]);
  });

  test("batches keep to the allowance of the path", () => {
    const world = new World();
    const start = world.nowMs;
    world
      .client(hunter)
      .getAll(Array.from({ length: 25 }, (_, n) => ({ path: "email-verifier", query: { n } })));
    expect(world.batches.map(({ atMs, count }) => [atMs - start, count])).toEqual([
      [0, 10],
      [1250, 10],
      [2500, 5],
    ]);
  });

  test("a turn that was booked ahead needs no lock; one that was missed, or is for fewer or others, is another's", () => {
    const ask = (missedMs: number, booked: number, count: number, path = "email-verifier") => {
      const world = new World();
      const client = world.client(hunter);
      client.book("email-verifier", booked, Number.POSITIVE_INFINITY);
      world.nowMs += missedMs;
      world.lockIsBusy = true;
      const requests = Array.from({ length: count }, (_, n) => ({ path, query: { n } }));
      return client.getAll(requests).filter(({ ok }) => ok).length;
    };
    expect(ask(0, 10, 10)).toBe(10);
    expect(ask(200, 10, 8)).toBe(8);
    expect(ask(201, 10, 10)).toBe(0);
    expect(ask(0, 9, 10)).toBe(0);
    expect(ask(0, 10, 1, "email-finder")).toBe(0);
  });

  test("once the plan is used up nothing more is sent, and what came is kept", () => {
    const world = new World();
    world.answer = (_, nth) => (nth < 12 ? { json: {} } : { status: 402 });
    const outcomes = world
      .client(hunter)
      .getAll(Array.from({ length: 100 }, (_, n) => ({ path: "email-finder", query: { n } })));
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(11);
    expect(new Set(outcomes.map((outcome) => (outcome.ok ? "" : outcome.error.kind)))).toEqual(
      new Set(["", "usage"]),
    );
    // The last one asks the account when it is reset.
    expect(world.sent).toHaveLength(16);
  });

  test("nothing to do is nothing sent", () => {
    const world = new World();
    expect(world.client(huntr).getAll([])).toEqual([]);
    expect(world.batches).toEqual([]);
  });

  test("what there is no turn for before the deadline is out of time; the rest is there", () => {
    const world = new World();
    const outcomes = world
      .client(hunter, { seconds: 2 })
      .getAll(Array.from({ length: 30 }, (_, n) => ({ path: "email-verifier", query: { n } })));
    expect(outcomes.map((outcome) => (outcome.ok ? "ok" : outcome.error.kind))).toEqual([
      ...Array(20).fill("ok"),
      ...Array(10).fill("out-of-time"),
    ]);
  });
});
