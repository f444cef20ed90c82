import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import {
  type HunterOptions,
  type HunterServer,
  SAMPLE_NOW_MS,
  startHunter,
} from "../../../local/apis/index.ts";
import { askHunter, type Question } from "./ask.ts";

let hunter: HunterServer;
beforeAll(async () => {
  hunter = await startHunter({ rateLimits: false });
});
beforeEach(() => hunter.restore(undefined));
afterAll(() => hunter.close());

async function withHunter(
  options: HunterOptions,
  use: (hunter: HunterServer) => Promise<void>,
): Promise<void> {
  const server = await startHunter(options);
  try {
    await use(server);
  } finally {
    await server.close();
  }
}

const TRIAL = { headers: { "x-api-key": "test-api-key" } };
const KEYLESS = { headers: { "x-api-key": "" } };
// Of the sample's companies, one with several pages of addresses.
const BIG = "willowanalytics.example";

async function spent(
  server: HunterServer,
  use: () => Promise<unknown>,
): Promise<{ searches: number; verifications: number }> {
  const used = async () => (await askHunter(server, "account")).body.data.requests;
  const before = await used();
  await use();
  const after = await used();
  return {
    searches: after.searches.used - before.searches.used,
    verifications: after.verifications.used - before.verifications.used,
  };
}

describe("Hunter: refusals, in the documented shape", () => {
  const cases: readonly [path: string, status: number, id: string, question?: Question][] = [
    ["account", 401, "authentication_failed", KEYLESS],
    ["account", 401, "authentication_failed", TRIAL],
    ["leads", 401, "authentication_failed", { headers: { "x-api-key": "nobody" } }],
    ["nothing", 404, "not_found"],
    ["account", 405, "method_not_allowed", { method: "POST", body: {} }],
    ["account", 406, "not_acceptable", { headers: { accept: "text/html" } }],
    ["domain-search", 400, "wrong_params"],
    ["domain-search?domain=a.example&type=odd", 400, "invalid_type"],
    ["domain-search?domain=a.example&seniority=junior,old", 400, "invalid_seniority"],
    ["domain-search?domain=a.example&department=it,spying", 400, "invalid_department"],
    ["domain-search?domain=a.example&required_field=age", 400, "invalid_required_field"],
    ["domain-search?domain=a.example&limit=101", 400, "pagination_error"],
    ["domain-search?domain=a.example&limit=0", 400, "pagination_error"],
    ["domain-search?domain=a.example&offset=-1", 400, "pagination_error"],
    ["domain-search?domain=a.example&type=odd", 400, "invalid_type", TRIAL],
    ["email-finder?first_name=A&last_name=B", 400, "wrong_params"],
    ["email-finder?domain=a.example&first_name=A", 400, "wrong_params"],
    ["email-finder?domain=a.example&first_name=4&last_name=B", 400, "invalid_first_name"],
    ["email-finder?domain=a.example&first_name=A&last_name=B@", 400, "invalid_last_name"],
    ["email-finder?domain=a.example&full_name=Cher", 400, "invalid_full_name"],
    ["email-finder?domain=nowhere&full_name=A%20B", 400, "invalid_domain"],
    ["email-finder?domain=a.invalid&full_name=A%20B", 400, "invalid_domain"],
    ["email-finder?domain=a.example&full_name=A%20B&max_duration=2", 400, "invalid_max_duration"],
    ["email-finder?domain=a.example&full_name=A%20B&max_duration=21", 400, "invalid_max_duration"],
    ["email-verifier", 400, "wrong_params"],
    ["email-verifier?email=nobody", 400, "invalid_email"],
    ["email-verifier?email=claimed.one@a.example", 451, "claimed_email"],
    ["email-count", 400, "wrong_params", KEYLESS],
    ["email-count?company=ab", 400, "wrong_params", KEYLESS],
    ["email-count?domain=a.example&type=odd", 400, "invalid_type", KEYLESS],
  ];
  test.each(cases)("%s: %i %s", async (path, status, id, question = {}) => {
    const answer = await askHunter(hunter, path, question);
    expect(answer.status).toBe(status);
    expect(answer.body).toEqual({ errors: [{ id, code: status, details: expect.any(String) }] });
  });

  test("the key may come as a parameter too", async () => {
    const { status } = await askHunter(hunter, "account?api_key=sample-hunter-key-9a417b", {
      headers: { "x-api-key": "" },
    });
    // An empty header is a header: it wins, as the text gives no other order.
    expect(status).toBe(401);
    const bare = await fetch(`${hunter.url}/v2/account?api_key=sample-hunter-key-9a417b`);
    expect(bare.status).toBe(200);
  });
});

describe("Hunter: domain search", () => {
  test("pages by offset are all the addresses, each once", async () => {
    const emails: string[] = [];
    let total = 1;
    for (let offset = 0; offset < total; offset += 10) {
      const { body } = await askHunter(hunter, `domain-search?domain=${BIG}&offset=${offset}`);
      expect(body.meta).toMatchObject({
        limit: 10,
        offset,
        params: { domain: BIG, company: null, type: null },
      });
      total = body.meta.results;
      emails.push(...body.data.emails.map((email: { value: string }) => email.value));
    }
    expect(emails.length).toBeGreaterThan(10);
    expect(new Set(emails).size).toBe(total);
  });

  test("costs a search for every ten addresses returned or part of them, and nothing for none", async () => {
    const { body } = await askHunter(hunter, `domain-search?domain=${BIG}&limit=100`);
    const count = body.data.emails.length;
    const again = await spent(hunter, () => askHunter(hunter, `domain-search?domain=${BIG}&limit=100`));
    expect(again).toEqual({ searches: Math.ceil(count / 10), verifications: 0 });
    expect(await spent(hunter, () => askHunter(hunter, "domain-search?domain=gmail.com"))).toEqual({
      searches: 0,
      verifications: 0,
    });
    expect(await spent(hunter, () => askHunter(hunter, `domain-search?domain=${BIG}&offset=9999`))).toEqual({
      searches: 0,
      verifications: 0,
    });
  });

  test("filters keep what fits, and the count agrees", async () => {
    const { body: all } = await askHunter(hunter, `domain-search?domain=${BIG}&limit=100`);
    const { body: some } = await askHunter(
      hunter,
      `domain-search?company=Willow%20Analytics&limit=100&type=personal&seniority=junior,senior&required_field=full_name`,
    );
    const expected = all.data.emails.filter(
      (email: { type: string; seniority: string }) =>
        email.type === "personal" && ["junior", "senior"].includes(email.seniority),
    );
    expect(some.data.emails).toEqual(expected);
    expect(some.meta.params).toEqual({
      domain: null,
      company: "Willow Analytics",
      type: "personal",
      seniority: "junior,senior",
      department: null,
    });
    const { body: count } = await askHunter(hunter, `email-count?domain=${BIG}`, KEYLESS);
    expect(count.data.total).toBe(all.meta.results);
    expect(count.data.personal_emails + count.data.generic_emails).toBe(count.data.total);
    expect(Object.keys(count.data.department)).toHaveLength(14);
  });

  test("a plan with pages of ten refuses more", async () => {
    await withHunter({ planPage: 10 }, async (server) => {
      const refused = await askHunter(server, `domain-search?domain=${BIG}&limit=100`);
      expect([refused.status, refused.body.errors[0].id]).toEqual([400, "pagination_error"]);
      expect((await askHunter(server, `domain-search?domain=${BIG}&limit=10`)).status).toBe(200);
    });
  });

  test("an unknown company is no error", async () => {
    const { status, body } = await askHunter(hunter, "domain-search?company=Unknown%20Ltd");
    expect([status, body.data.domain, body.data.emails]).toEqual([200, null, []]);
  });
});

describe("Hunter: finder", () => {
  test("finds whom the search shows, for one search", async () => {
    const { body } = await askHunter(hunter, `domain-search?domain=${BIG}&type=personal&limit=1`);
    const [person] = body.data.emails;
    const path = `email-finder?domain=${BIG}&first_name=${encodeURIComponent(person.first_name.toUpperCase())}&last_name=${encodeURIComponent(person.last_name)}`;
    let found: { data: { email: string; score: number } } | undefined;
    const cost = await spent(hunter, async () => {
      found = (await askHunter(hunter, path)).body;
    });
    expect(found?.data).toMatchObject({ email: person.value, score: person.confidence });
    expect(cost.searches).toBe(1);
  });

  test("finds nobody at a webmail, for nothing", async () => {
    const cost = await spent(hunter, async () => {
      expect(
        (await askHunter(hunter, "email-finder?domain=gmail.com&full_name=A%20B")).body.data.email,
      ).toBeNull();
    });
    expect(cost.searches).toBe(0);
  });

  test("someone who asked not to be processed is refused, and gone from the search", async () => {
    const { body } = await askHunter(hunter, `domain-search?domain=${BIG}&type=personal&limit=1`);
    const [person] = body.data.emails;
    hunter.claim(person.value);
    const again = await askHunter(
      hunter,
      `email-finder?domain=${BIG}&full_name=${encodeURIComponent(`${person.first_name} ${person.last_name}`)}`,
    );
    expect(again.body.errors[0].id).toBe("claimed_email");
    const { body: after } = await askHunter(hunter, `domain-search?domain=${BIG}&limit=100`);
    expect(after.data.emails.map((email: { value: string }) => email.value)).not.toContain(person.value);
    expect((await askHunter(hunter, `email-verifier?email=${person.value}`)).status).toBe(451);
  });
});

describe("Hunter: verifier", () => {
  const verify = (server: HunterServer, email: string, question?: Question) =>
    askHunter(server, `email-verifier?email=${encodeURIComponent(email)}`, question);

  test.each([
    ["someone@gmail.com", "webmail", 1],
    ["someone@mailinator.com", "disposable", 1],
    ["someone@dead.invalid", "invalid", 1],
    ["wanted@somewhere.example", "unknown", 0],
    ["other@somewhere.example", "accept_all", 1],
  ] as const)("%s is %s and costs %i", async (email, status, price) => {
    const outcomes = {
      "wanted@somewhere.example": "unknown",
      "other@somewhere.example": "accept_all",
    } as const;
    await withHunter({ verifier: { outcomes, slowPerThousand: 0, flakyPerThousand: 0 } }, async (server) => {
      const cost = await spent(server, async () => {
        const { body } = await verify(server, email);
        expect(body.data).toMatchObject({ status, email });
        expect(body.meta.params).toEqual({ email });
      });
      expect(cost.verifications).toBe(price);
    });
  });

  test("202 while under way, then the result; all polls count once, for the account and for the domain", async () => {
    const statuses: number[] = [];
    let remaining: (string | null)[] = [];
    const cost = await spent(hunter, async () => {
      for (let poll = 0; poll < 3; poll++) {
        const answer = await verify(hunter, "slow.person@granitehealth.example");
        statuses.push(answer.status);
        remaining = [...remaining, answer.headers.get("x-rate-limit-remaining")];
      }
    });
    expect(statuses).toEqual([202, 202, 200]);
    expect(remaining).toEqual(["199", "199", "199"]);
    expect(cost.verifications).toBeLessThanOrEqual(1);
  });

  test("222 when the remote server misbehaved: once for some, always for others, never paid", async () => {
    const cost = await spent(hunter, async () => {
      expect((await verify(hunter, "broken.person@gmail.com")).status).toBe(222);
      expect((await verify(hunter, "broken.person@gmail.com")).status).toBe(222);
    });
    expect(cost.verifications).toBe(0);
    expect((await verify(hunter, "flaky.person@gmail.com")).status).toBe(222);
    expect((await verify(hunter, "flaky.person@gmail.com")).status).toBe(200);
  });

  test("a domain's daily limit: 429 too_many_requests until a day has passed, other domains go on", async () => {
    await withHunter({ rateLimits: false, verifier: { perDomainPerDay: 2 } }, async (server) => {
      const at = (ms: number, email: string) => verify(server, email, { atMs: SAMPLE_NOW_MS + ms });
      expect((await at(0, "a@gmail.com")).headers.get("x-rate-limit-remaining")).toBe("1");
      await at(1, "b@gmail.com");
      const refused = await at(2, "c@gmail.com");
      expect([
        refused.status,
        refused.body.errors[0].id,
        refused.headers.get("x-rate-limit-remaining"),
      ]).toEqual([429, "too_many_requests", "0"]);
      expect((await at(3, "c@yahoo.com")).status).toBe(200);
      expect((await at(86_400_000, "c@gmail.com")).status).toBe(200);
    });
  });

  test("the plan's limit: 429 usage_limit_reached until the reset date", async () => {
    await withHunter({ account: { verifications: { used: 9, available: 10 } } }, async (server) => {
      const at = (ms: number) => verify(server, "a@gmail.com", { atMs: SAMPLE_NOW_MS + ms });
      expect((await at(0)).status).toBe(200);
      expect((await at(1000)).body.errors[0]).toMatchObject({ id: "usage_limit_reached", code: 429 });
      const { body } = await askHunter(server, "account", { atMs: SAMPLE_NOW_MS + 2000 });
      expect(body.data).toMatchObject({
        reset_date: "2026-12-01",
        requests: { verifications: { used: 10, available: 10 } },
      });
      expect((await at(15 * 86_400_000)).status).toBe(200);
    });
  });
});

describe("Hunter: rate limits, on the virtual clock", () => {
  const rates = [
    ["domain-search?domain=gmail.com", 15, 500],
    ["email-finder?domain=gmail.com&full_name=A%20B", 15, 500],
    ["email-verifier?email=a@gmail.com", 10, 300],
    ["email-count?domain=gmail.com", 15, Number.POSITIVE_INFINITY],
  ] as const;
  test.each(rates)("%s: %i a second and %d a minute, then 403", async (path, perSecond, perMinute) => {
    const plenty = { used: 0, available: 100_000 };
    await withHunter(
      { account: { searches: plenty, verifications: plenty }, verifier: { perDomainPerDay: 10_000 } },
      async (server) => {
        const at = async (ms: number) => askHunter(server, path, { atMs: SAMPLE_NOW_MS + ms });
        let answered = 0;
        for (let second = 0; answered < Math.min(perMinute, 3 * perSecond); second++) {
          for (let turn = 0; turn < perSecond && answered < perMinute; turn++, answered++) {
            expect((await at(second * 1000)).status).toBe(200);
          }
          const refused = await at(second * 1000 + 999);
          expect([refused.status, refused.body.errors[0].id]).toEqual([403, "rate_limit_reached"]);
        }
        for (let second = 3; answered < perMinute && perMinute < 1000; second++) {
          for (let turn = 0; turn < perSecond && answered < perMinute; turn++, answered++)
            await at(second * 1000);
        }
        if (perMinute < 1000) {
          expect((await at(59_000)).status).toBe(403);
          expect((await at(60_000)).status).toBe(200);
        }
      },
    );
  });
});

describe("Hunter: the trial key", () => {
  test.each([
    ["domain-search?domain=anything.example", "intercom.com"],
    ["email-finder?domain=a.example&full_name=A%20B", "alexis@reddit.com"],
    ["email-verifier?email=a@b.example", "patrick@stripe.com"],
  ])("%s gives the dummy, for nothing", async (path, holds) => {
    const cost = await spent(hunter, async () => {
      expect(JSON.stringify((await askHunter(hunter, path, TRIAL)).body)).toContain(holds);
    });
    expect(cost).toEqual({ searches: 0, verifications: 0 });
  });
});

test("Hunter: state round trip of what was spent, asked and claimed", async () => {
  expect(hunter.state()).toEqual({});
  await askHunter(hunter, `domain-search?domain=${BIG}`);
  await askHunter(hunter, "email-verifier?email=slow.x@gmail.com");
  hunter.claim("me@willow.example");
  const state = JSON.parse(JSON.stringify(hunter.state()));
  await withHunter({}, async (other) => {
    other.restore(state);
    expect(other.state()).toEqual(state);
    expect(other.data.account).toEqual(hunter.data.account);
    expect((await askHunter(other, "email-verifier?email=me@willow.example")).status).toBe(451);
    expect((await askHunter(other, "email-verifier?email=slow.x@gmail.com")).status).toBe(202);
    expect((await askHunter(other, "email-verifier?email=slow.x@gmail.com")).status).toBe(200);
  });
});
