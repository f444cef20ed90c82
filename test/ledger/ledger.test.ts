import { describe, expect, test } from "vitest";
import type { Workbook } from "../../src/core/spreadsheet.ts";
import { hunterApi } from "../../src/hunter/api.ts";
import type { Question } from "../../src/hunter/lookup.ts";
import { lookups } from "../../src/hunter/lookups.ts";
import { Budget } from "../../src/ledger/budget.ts";
import { type Reply as Answer, Ledger } from "../../src/ledger/ledger.ts";
import { type Reply, World } from "../core/scripted.ts";
import { must } from "../rig.ts";
import { sample } from "../samples/samples.ts";

const error = (status: number, id: string, details = "Why"): Reply => ({
  status,
  json: { errors: [{ id, code: status, details }] },
});
const usedUp = error(402, "payment_required");
const domainFull = error(429, "too_many_requests", "The limit of verifications per domain in 24 hours");
const done: Reply = { json: sample("hunter/email-verifier") };

/** A world whose account says nothing unless told otherwise, and whose journal holds what was paid for. */
class Paying extends World {
  readonly properties: Record<string, string> = {};
  account: Reply = error(500, "down");
  readonly sharedStore = {
    get: (name: string) => this.properties[name] ?? null,
    getAll: () => ({ ...this.properties }),
    set: (name: string, text: string) => void Object.assign(this.properties, { [name]: text }),
    room: () => 500_000,
    remove: (name: string) => void Reflect.deleteProperty(this.properties, name),
  };
  readonly fileStore = this.sharedStore;
  readonly claims = null;
  readonly uuid = () => `${this.nowMs}${this.sent.length}${Object.keys(this.properties).length}`;

  /** One reply to each look-up after the other; the last one is repeated. */
  override replies(...replies: Reply[]): this {
    let nth = 0;
    this.answers(() => replies[Math.min(++nth, replies.length) - 1] ?? {});
    return this;
  }

  answers(answer: World["answer"]): void {
    this.answer = (request, nth) => (request.url.includes("/account") ? this.account : answer(request, nth));
  }

  /** Look-ups that were sent. */
  get asked() {
    return this.sent.filter(({ url }) => !url.includes("/account"));
  }

  /** What was kept, as key and record. */
  get kept(): unknown[][] {
    return Object.values(this.properties).flatMap((text) =>
      (JSON.parse(text) as unknown[][]).map((line) => [line[1], line[5]]),
    );
  }
}

class Asker {
  private readonly ledger: (sinceMs: number) => Ledger;
  constructor(world: Paying, key: string, budget = new Budget(null, null)) {
    const client = world.client(hunterApi, { seconds: 3_600, key });
    const book = { sheetByName: () => null } as Partial<Workbook> as Workbook;
    const purpose = { payer: "test", maySheet: false, isPatient: false, budget };
    this.ledger = (sinceMs) => new Ledger(lookups.verify, client, world, book, { ...purpose, sinceMs });
  }
  /** With nothing in mind but what the cache tells. */
  ask(asked: readonly Question[], sinceMs: number): ReadonlyMap<string, Answer> {
    return this.ledger(sinceMs).ask(asked).replies;
  }
}

const asker = (world: Paying, key = "sentinel-key") => new Asker(world, key);
const questions = (...emails: string[]): Question[] =>
  emails.map((email) => must(lookups.verify.question({ email })));
const addresses = (count: number, domain: string) =>
  Array.from({ length: count }, (_, n) => `p${n}@${domain}`);

/** The status of one address, or the kind of its error. */
function said(reply: Answer | undefined): string {
  const known = must(reply);
  if (known.is === "answered") return must(known.results[0]).record.status;
  if (known.is === "failed" || known.is === "lost") return known.error.kind;
  return known.is === "unsettled" ? `${known.status}?` : known.is;
}

describe("asking for one address", () => {
  test("a result is Hunter's own record, and is kept before it is handed out", () => {
    const world = new Paying().replies(done);
    const reply = asker(world).ask(questions(" Patrick@Stripe.com "), 0).get("patrick@stripe.com");
    const [[key, record] = []] = world.kept;
    expect(reply).toMatchObject({ is: "answered", results: [{ key, record }] });
    expect([key, record]).toMatchObject(["patrick@stripe.com", { status: "valid", score: 100 }]);
    expect(world.paths().pop()).toBe("v2/email-verifier?email=patrick%40stripe.com");
  });

  test.each<[string, Reply, string, boolean]>([
    ["still running", { status: 202 }, "pending?", false],
    ["the other server misbehaves", { status: 222 }, "unknown?", false],
    ["claimed", error(451, "claimed_email"), "claimed", true],
    ["no address", error(400, "invalid_email"), "Hunter: Why", true],
    ["unknown to Hunter", { json: { data: { status: "unknown" } } }, "unknown", true],
    ["a used-up plan", usedUp, "usage", false],
    ["the domain's daily limit", domainFull, "domain-limit", false],
    ["an answer without data", { json: {} }, "malformed", false],
  ])("%s", (_, reply, status, isKept) => {
    const world = new Paying().replies(reply);
    expect(said(asker(world).ask(questions("a@b.test"), 0).get("a@b.test"))).toBe(status);
    expect(world.kept.length).toBe(isKept ? 1 : 0);
    expect(world.asked.length).toBe(1);
  });

  test("of a claimed address nothing but that is kept", () => {
    const world = new Paying().replies(error(451, "claimed_email"));
    asker(world).ask(questions("a@b.test"), 0);
    expect(world.kept).toEqual([["a@b.test", { status: "claimed" }]]);
  });

  test("slowed down: it waits and asks again", () => {
    const world = new Paying().replies(error(403, "rate"), done);
    expect(said(asker(world).ask(questions("a@b.test"), 0).get("a@b.test"))).toBe("valid");
  });

  test("what the trial key gives is made up, and never kept", () => {
    const world = new Paying().replies(done);
    expect(said(asker(world, "test-api-key").ask(questions("a@b.test"), 0).get("a@b.test"))).toBe("valid");
    expect(world.kept).toEqual([]);
    expect(said(asker(world).ask(questions("a@b.test"), 0).get("a@b.test"))).toBe("valid");
    expect([world.asked.length, world.kept.length]).toEqual([2, 1]);
  });
});

describe("two who ask at once", () => {
  test("what one is asking, the other leaves alone, and finds the answer in the cache", () => {
    const world = new Paying();
    const other = asker(world);
    const seen: string[] = [];
    world.answers(() => {
      seen.push(said(other.ask(questions("a@b.test"), 0).get("a@b.test")));
      return done;
    });
    expect(said(asker(world).ask(questions("a@b.test"), 0).get("a@b.test"))).toBe("valid");
    expect(seen).toEqual(["later"]);
    expect(said(other.ask(questions("a@b.test"), 0).get("a@b.test"))).toBe("valid");
    expect(world.asked.length).toBe(1);
  });

  test("an answer from before the instant that counts is none", () => {
    const world = new Paying().replies(done);
    asker(world).ask(questions("a@b.test"), 0);
    asker(world).ask(questions("a@b.test"), world.nowMs + 1);
    expect(world.asked.length).toBe(2);
  });

  test("what failed may be asked by anybody again", () => {
    const world = new Paying().replies(usedUp, done);
    asker(world).ask(questions("a@b.test"), 0);
    expect(said(asker(world).ask(questions("a@b.test"), 0).get("a@b.test"))).toBe("valid");
  });

  test("without a turn at the lock nothing is asked", () => {
    const world = new Paying().replies(done);
    world.lockIsBusy = true;
    expect(said(asker(world).ask(questions("a@b.test"), 0).get("a@b.test"))).toBe("later");
    expect(world.asked.length).toBe(0);
  });
});

describe("a domain's daily limit", () => {
  test("met: the domain is left alone by everybody, the others go on", () => {
    const world = new Paying();
    world.answers(({ url }) => (url.includes("full.test") ? domainFull : done));
    const full = asker(world).ask(questions(...addresses(10, "full.test")), 0);
    expect([...full.values()].map(said)).toEqual(Array(10).fill("domain-limit"));
    const replies = asker(world).ask(questions("a@full.test", "a@free.test"), 0);
    expect([...replies.values()].map(said)).toEqual(["domain-limit", "valid"]);
    const sent = world.asked.length;
    expect(said(asker(world).ask(questions("b@full.test"), 0).get("b@full.test"))).toBe("domain-limit");
    expect(world.asked.length).toBe(sent);
  });

  test("announced by the header: nothing is asked in vain", () => {
    const world = new Paying();
    let left = 3;
    world.answers(() => {
      left -= 1;
      return { ...done, headers: { "x-rate-limit-remaining": String(left) } };
    });
    const one = asker(world);
    expect(said(one.ask(questions("a@near.test"), 0).get("a@near.test"))).toBe("valid");
    const replies = one.ask(questions("b@near.test", "c@near.test", "d@near.test"), 0);
    expect([...replies.values()].map(said).sort()).toEqual(["later", "valid", "valid"]);
    expect(said(one.ask(questions("d@near.test"), 0).get("d@near.test"))).toBe("domain-limit");
    expect(world.asked.length).toBe(3);
  });
});

test("1,000 addresses are asked for at 95 % of the documented 300 a minute or more", () => {
  const world = new Paying().replies(done);
  world.requestMs = 250;
  const start = world.nowMs;
  const one = asker(world);
  const all = addresses(1_000, "free.test");
  for (let from = 0; from < all.length; from += 10) one.ask(questions(...all.slice(from, from + 10)), 0);
  expect(1_000 / ((world.nowMs - start) / 60_000)).toBeGreaterThanOrEqual(285);
});
