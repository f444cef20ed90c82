import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type HunterServer, startHunter } from "../../../local/apis/index.ts";
import { askHunter, type Question } from "./ask.ts";

let hunter: HunterServer;
beforeAll(async () => {
  hunter = await startHunter();
});
beforeEach(() => hunter.restore(undefined));
afterAll(() => hunter.close());

type Lead = Record<string, unknown> & { id: number; email: string };
const leads = () => hunter.data.leads as Lead[];

describe("Hunter: leads", () => {
  test("there are 500 in 6 lists, and pages joined are the data, the latest first", async () => {
    const joined: unknown[] = [];
    for (let offset = 0; offset < 500; offset += 77) {
      const { body } = await askHunter(hunter, `leads?limit=77&offset=${offset}`);
      expect(body.meta).toEqual({
        count: Math.min(77, 500 - offset),
        total: 500,
        params: { limit: 77, offset },
      });
      joined.push(...body.data.leads);
    }
    expect(joined).toEqual(hunter.data.leads);
    expect(hunter.data.leadsLists).toHaveLength(6);
    const times = leads().map((lead) => String(lead.created_at));
    expect(times).toEqual([...times].sort().reverse());
  });

  test("a lead shows its attributes by slug and its list with a count", async () => {
    const lead = leads().find((entry) => entry.customer_id === "00123");
    const { body } = await askHunter(hunter, `leads/${lead?.id}`);
    expect(body.data).toMatchObject({ customer_id: "00123", campaign_id: null, phone_number: "+1 555 0100" });
    const list = hunter.data.leadsLists.find((entry) => entry.id === body.data.leads_list.id);
    expect(body.data.leads_list).toEqual({ id: list?.id, name: list?.name, leads_count: list?.leads_count });
  });

  const filters: readonly [query: string, keeps: (lead: Lead) => boolean][] = [
    ["company=*", (lead) => lead.company !== null],
    ["position=~", (lead) => lead.position === null],
    ["country_code=ca", (lead) => lead.country_code === "CA"],
    ["industry=Science", (lead) => lead.company_industry === "Science"],
    ["phone_number=%2B1%20555%200100", (lead) => lead.phone_number === "+1 555 0100"],
    ["sync_status=error", (lead) => lead.sync_status === "error"],
    ["last_activity_at=*", (lead) => lead.last_activity_at !== null],
    ["last_contacted_at=~", (lead) => lead.last_contacted_at === null],
    [
      "sending_status[]=bounced&sending_status[]=~",
      (lead) => lead.sending_status === "bounced" || lead.sending_status === null,
    ],
    [
      "verification_status%5B%5D=valid",
      (lead) => (lead.verification as { status: string }).status === "valid",
    ],
    ["custom_attributes[customer_id]=*", (lead) => lead.customer_id !== null],
    ["custom_attributes[met_at]=Career%20fair", (lead) => lead.met_at === "Career fair"],
    ["leads_list_id=3", (lead) => (lead.leads_list as { id: number }).id === 3],
    [
      "query=sato",
      (lead) =>
        [lead.first_name, lead.last_name, lead.email].some((text) =>
          String(text).toLowerCase().includes("sato"),
        ),
    ],
    ["company=*&country_code=~", (lead) => lead.company !== null && lead.country_code === null],
  ];
  test.each(filters)("filter %s", async (query, keeps) => {
    const { body } = await askHunter(hunter, `leads?limit=1000&${query}`);
    expect(body.data.leads).toEqual(leads().filter(keeps));
    expect(body.data.leads.length).toBeGreaterThan(0);
  });

  const post = (body: unknown): Question => ({ method: "POST", body });
  const refusals: readonly [path: string, status: number, id: string, question?: Question][] = [
    ["leads?limit=1001", 400, "pagination_error"],
    ["leads?limit=0", 400, "pagination_error"],
    ["leads?offset=100001", 400, "pagination_error"],
    ["leads?sync_status=odd", 400, "invalid_sync_status"],
    ["leads?sending_status[]=odd", 400, "invalid_sending_status"],
    ["leads?verification_status[]=odd", 400, "invalid_verification_status"],
    ["leads?last_activity_at=today", 400, "invalid_last_activity_at"],
    ["leads?custom_attributes[nothing]=1", 400, "invalid_custom_attribute"],
    ["leads/99999", 404, "not_found"],
    ["leads/x", 404, "not_found"],
    ["leads/99999", 404, "not_found", { method: "DELETE" }],
    ["leads/99999", 404, "not_found", { method: "PUT", body: {} }],
    ["leads", 400, "wrong_params", post({ first_name: "A" })],
    ["leads", 400, "wrong_params", post("{")],
    ["leads", 400, "invalid_email", post({ email: "a" })],
    ["leads", 451, "claimed_email", post({ email: "claimed.a@b.example" })],
    ["leads", 422, "invalid_confidence_score", post({ email: "a@b.example", confidence_score: 101 })],
    ["leads", 422, "invalid_leads_list_id", post({ email: "a@b.example", leads_list_id: 99 })],
    ["leads", 422, "invalid_country_code", post({ email: "a@b.example", country_code: "Canada" })],
    [
      "leads",
      422,
      "invalid_custom_attributes",
      post({ email: "a@b.example", custom_attributes: { nothing: "1" } }),
    ],
    ["leads", 400, "wrong_params", { method: "PUT", body: { first_name: "A" } }],
    ["leads_custom_attributes/9", 404, "not_found"],
    ["leads_custom_attributes", 400, "wrong_params", post({})],
    ["leads_custom_attributes", 422, "duplicate_label", post({ label: "customer id" })],
    ["leads_lists?limit=101", 400, "pagination_error"],
    ["leads_lists/9", 404, "not_found"],
    ["leads_lists", 400, "wrong_params", post({ name: " " })],
  ];
  test.each(refusals)("%s: %i %s (%#)", async (path, status, id, question = {}) => {
    const answer = await askHunter(hunter, path, question);
    expect(answer.status).toBe(status);
    expect(answer.body).toEqual({ errors: [{ id, code: status, details: expect.any(String) }] });
    expect(hunter.data.leads).toHaveLength(500);
  });

  test("created, updated by e-mail, updated by id, deleted", async () => {
    const email = "alexis@reddit.example";
    const created = await askHunter(
      hunter,
      "leads",
      post({
        email,
        first_name: "Alexis",
        confidence_score: 97,
        custom_attributes: { customer_id: "00123" },
      }),
    );
    expect(created.status).toBe(201);
    expect(created.body.data).toMatchObject({
      id: 501,
      email,
      confidence_score: 97,
      customer_id: "00123",
      leads_list: { id: 6 },
    });
    expect((await askHunter(hunter, "leads?limit=1")).body.data.leads).toEqual([created.body.data]);
    expect((await askHunter(hunter, "leads", post({ email: email.toUpperCase() }))).body.errors[0].id).toBe(
      "duplicate_email",
    );

    const put = (body: unknown) => askHunter(hunter, "leads", { method: "PUT", body });
    const updated = await put({ email, last_name: "Ohanian" });
    expect([updated.status, updated.body.data]).toEqual([
      200,
      { ...created.body.data, last_name: "Ohanian" },
    ]);
    expect((await put({ email: "second@reddit.example" })).status).toBe(201);

    const byId = await askHunter(hunter, "leads/501", {
      method: "PUT",
      body: { company: "Facebook", last_name: null },
    });
    expect([byId.status, byId.body]).toEqual([204, ""]);
    const clash = await askHunter(hunter, "leads/501", {
      method: "PUT",
      body: { email: "second@reddit.example" },
    });
    expect(clash.status).toBe(422);
    expect((await askHunter(hunter, "leads/501")).body.data).toMatchObject({
      company: "Facebook",
      last_name: null,
      first_name: "Alexis",
    });

    expect((await askHunter(hunter, "leads/501", { method: "DELETE" })).status).toBe(204);
    expect((await askHunter(hunter, "leads/501")).status).toBe(404);
    expect((await put({ email })).body.data.id).toBe(503);
  });

  test("a server may answer updates with a body", async () => {
    const other = await startHunter({ updateStatus: 200, size: { leads: 3 } });
    const { status, body } = await askHunter(other, "leads/2", { method: "PUT", body: { company: "X" } });
    expect([status, body.data.company]).toEqual([200, "X"]);
    await other.close();
  });
});

test("Hunter: an account of 101,500 leads is cut at offset 100,000, and whole by its lists", async () => {
  const big = await startHunter({ size: { leads: 101_500 } });
  const { body } = await askHunter(big, "leads?limit=1000&offset=100000");
  expect([body.data.leads.length, body.meta.total]).toEqual([1000, 101_500]);
  const totals = await Promise.all(
    [1, 2, 3, 4, 5, 6].map(
      async (list) => (await askHunter(big, `leads?leads_list_id=${list}&limit=1`)).body.meta.total,
    ),
  );
  expect(totals.reduce((sum, total) => sum + total, 0)).toBe(101_500);
  await big.close();
});

test("Hunter: custom attributes are made, renamed and taken away, from the leads too", async () => {
  const created = await askHunter(hunter, "leads_custom_attributes", {
    method: "POST",
    body: { label: "Size of Shoe" },
  });
  expect([created.status, created.body.data]).toEqual([
    201,
    { id: 4, label: "Size of Shoe", slug: "size_of_shoe" },
  ]);
  expect(leads()[0]).toHaveProperty("size_of_shoe", null);
  await askHunter(hunter, "leads_custom_attributes/4", { method: "PUT", body: { label: "Shoe" } });
  const { body } = await askHunter(hunter, "leads_custom_attributes");
  expect(body.meta.total).toBe(4);
  expect(body.data.leads_custom_attributes[0]).toEqual({ id: 4, label: "Shoe", slug: "size_of_shoe" });
  expect((await askHunter(hunter, "leads_custom_attributes/4", { method: "DELETE" })).status).toBe(204);
  expect(leads()[0]).not.toHaveProperty("size_of_shoe");
  expect((await askHunter(hunter, "leads_custom_attributes/2")).body.data.slug).toBe("customer_id");
});

test("Hunter: lists page, show their leads, are made, renamed and deleted", async () => {
  const { body: first } = await askHunter(hunter, "leads_lists?limit=4");
  const { body: rest } = await askHunter(hunter, "leads_lists?limit=4&offset=4");
  expect([...first.data.leads_lists, ...rest.data.leads_lists]).toEqual(hunter.data.leadsLists);
  expect(first.meta).toEqual({ total: 6, params: { limit: 4, offset: 0 } });

  const found: number[] = [];
  const total = hunter.data.leadsLists.find((list) => list.id === 2)?.leads_count ?? 0;
  for (let offset = 0; offset < total; offset += 30) {
    const { body } = await askHunter(hunter, `leads_lists/2?limit=30&offset=${offset}`);
    expect(body.meta).toEqual({ params: { limit: 30, offset, leads_list_id: 2 } });
    for (const lead of body.data.leads) {
      expect(lead).toMatchObject({ leads_list_id: 2 });
      expect(lead).not.toHaveProperty("leads_list");
      found.push(lead.id);
    }
  }
  expect(found).toEqual(
    leads()
      .filter((lead) => (lead.leads_list as { id: number }).id === 2)
      .map((lead) => lead.id),
  );

  const created = await askHunter(hunter, "leads_lists", { method: "POST", body: { name: "New" } });
  expect([created.status, created.body.data]).toMatchObject([201, { id: 7, name: "New", leads_count: 0 }]);
  expect((await askHunter(hunter, "leads_lists/7", { method: "PUT", body: { name: "Newer" } })).status).toBe(
    204,
  );
  expect(hunter.data.leadsLists[0]).toMatchObject({ id: 7, name: "Newer" });
  expect((await askHunter(hunter, "leads_lists/2", { method: "DELETE" })).status).toBe(204);
  expect(leads().filter((lead) => lead.leads_list === null)).toHaveLength(total);
});

describe("Hunter: campaigns", () => {
  const names = (body: { data: { campaigns: { id: number }[] } }) =>
    body.data.campaigns.map((campaign) => campaign.id);

  test("are listed newest first, by what they are", async () => {
    const { body } = await askHunter(hunter, "campaigns");
    expect(body).toEqual({ data: { campaigns: hunter.data.campaigns }, meta: { limit: 20, offset: 0 } });
    expect(names(body)).toEqual([4, 3, 2, 1]);
    expect(names((await askHunter(hunter, "campaigns?started=true")).body)).toEqual([3, 2, 1]);
    expect(
      names((await askHunter(hunter, "campaigns?started=true&archived=false&limit=1&offset=1")).body),
    ).toEqual([2]);
    expect((await askHunter(hunter, "campaigns?archived=maybe")).status).toBe(400);
  });

  test("recipients page in the order in which they were added", async () => {
    const joined: unknown[] = [];
    for (let offset = 0; offset < 120; offset += 50) {
      const { body } = await askHunter(hunter, `campaigns/2/recipients?limit=50&offset=${offset}`);
      expect(body.meta).toEqual({ limit: 50, offset });
      joined.push(...body.data.recipients);
    }
    expect(joined).toEqual(hunter.data.recipients(2));
    expect((await askHunter(hunter, "campaigns/9/recipients")).status).toBe(404);
  });

  const add = (campaign: number, body: unknown) =>
    askHunter(hunter, `campaigns/${campaign}/recipients`, { method: "POST", body });

  test("adding: the new ones are added, the others skipped with their reasons", async () => {
    const status = (wanted: string) =>
      hunter.data.recipients(2).find((entry) => entry.sending_status === wanted)?.email ?? "";
    const odd = leads().find((lead) => lead.email === "no-at-sign");
    const free = leads()[3];
    hunter.removeRecipient(3, hunter.data.recipients(3)[1]?.email ?? "");
    const taken = hunter.data.recipients(3)[0]?.email ?? "";
    const emails = [
      "new@mail.example",
      "new@mail.example",
      taken,
      status("bounced"),
      status("unsubscribed"),
      "claimed.x@mail.example",
    ];
    const answer = await add(3, { emails, lead_ids: [odd?.id, free?.id] });
    expect(answer.body.data).toEqual({
      recipients_added: 2,
      skipped_recipients: [
        { email: "new@mail.example", reason: "duplicate" },
        { email: taken, reason: "duplicate" },
        { email: status("bounced"), reason: "bounced" },
        { email: status("unsubscribed"), reason: "unsubscribed" },
        { email: "claimed.x@mail.example", reason: "claimed" },
        { email: "no-at-sign", reason: "invalid" },
      ],
    });
    expect(answer.body.meta.params.emails).toEqual(emails);
    expect(hunter.data.recipients(3).at(-1)).toMatchObject({
      email: free?.email,
      sending_status: "pending",
      lead_id: free?.id,
    });
    expect(leads()[0]).toMatchObject({ email: "new@mail.example", leads_list: { id: 6 } });
    const [removed] = (
      await add(2, {
        emails: leads()
          .slice(280, 310)
          .map((lead) => lead.email),
      })
    ).body.data.skipped_recipients;
    expect(["removed", "duplicate", "bounced", "unsubscribed"]).toContain(removed.reason);
  });

  test("one that was removed cannot be put back", async () => {
    const email = hunter.data.recipients(3)[1]?.email ?? "";
    hunter.removeRecipient(3, email);
    expect((await add(3, { emails: email })).body.data.skipped_recipients).toEqual([
      { email, reason: "removed" },
    ]);
  });

  const many = Array.from({ length: 51 }, (_, index) => `p${index}@mail.example`);
  test.each<[string, unknown, number, string]>([
    ["a bad address", { emails: ["fine@mail.example", "bad"] }, 400, "invalid_email"],
    ["a lead that is not there", { emails: ["fine@mail.example"], lead_ids: [99_999] }, 404, "not_found"],
    ["nobody", {}, 400, "wrong_params"],
    ["51 addresses", { emails: many }, 400, "wrong_params"],
    ["51 leads", { lead_ids: many.map((_, index) => index + 1) }, 400, "wrong_params"],
  ])("adding %s fails the whole call", async (_what, body, status, id) => {
    const before = hunter.state();
    const answer = await add(3, body);
    expect([answer.status, answer.body.errors[0].id]).toEqual([status, id]);
    expect(hunter.state()).toEqual(before);
    expect((await add(1, { emails: ["fine@mail.example"] })).body.errors[0].id).toBe("archived_campaign");
  });

  test("cancelling takes a JSON body with DELETE, and counts the messages", async () => {
    const cancel = (body: unknown) => askHunter(hunter, "campaigns/3/recipients", { method: "DELETE", body });
    const pending = hunter.data
      .recipients(3)
      .filter((entry) => entry.sending_status === "pending")
      .slice(0, 2);
    const emails = [...pending.map((entry) => entry.email), "stranger@mail.example"];
    const { status, body } = await cancel({ emails });
    const messages = pending.reduce((sum, entry) => sum + 1 + (entry.lead_id % 2), 0);
    expect([status, body]).toEqual([
      200,
      {
        data: { recipients_canceled: emails.slice(0, 2), messages_canceled: messages },
        meta: { params: { emails } },
      },
    ]);
    expect((await cancel({ emails })).body.data).toEqual({ recipients_canceled: [], messages_canceled: 0 });
    expect((await cancel({ emails: [emails[0], "bad"] })).body.errors[0].id).toBe("invalid_email");
    expect((await cancel({})).body.errors[0].id).toBe("wrong_params");
  });
});

test("Hunter: state holds only what differs, and another server goes on from it", async () => {
  expect(hunter.state()).toEqual({});
  await askHunter(hunter, "leads", { method: "POST", body: { email: "one@mail.example" } });
  await askHunter(hunter, "leads/7", { method: "DELETE" });
  await askHunter(hunter, "leads/8", { method: "PUT", body: { notes: "=1+1" } });
  await askHunter(hunter, "leads_lists/1", { method: "DELETE" });
  hunter.setSendingStatus(3, hunter.data.recipients(3)[0]?.email ?? "", "bounced");
  const state = JSON.parse(JSON.stringify(hunter.state()));
  const other = await startHunter();
  other.deleteLead(20);
  other.restore(state);
  expect(other.data.leads).toEqual(hunter.data.leads);
  expect(other.data.leadsLists).toEqual(hunter.data.leadsLists);
  expect(other.data.recipients(3)).toEqual(hunter.data.recipients(3));
  expect(other.state()).toEqual(state);
  const [a, b] = await Promise.all(
    [hunter, other].map((server) =>
      askHunter(server, "leads", { method: "POST", body: { email: "two@mail.example" } }),
    ),
  );
  expect(a?.body.data.id).toBe(b?.body.data.id);
  await other.close();
});
