import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { BookFile } from "../../local/runtime/book-file.ts";
import { freshFile, grid, json, must, openHost, type Servers, settle, start, startServers } from "../rig.ts";
import { STATUS, under, withRows } from "./pushing.ts";

let servers: Servers;
let fresh: BookFile;

beforeAll(async () => {
  servers = await startServers();
  fresh = await freshFile(servers.routes);
});
beforeEach(() => {
  servers.hunter.faults.clear();
  servers.hunter.restore(undefined);
});
afterAll(() => servers.close());

const leadOf = (email: string) => servers.hunter.data.leads.find((lead) => lead.email === email);
const open = async (rows: (string | number)[][]) =>
  openHost(await withRows(fresh, servers, "People", rows), servers.routes);
const sent = (method: string, from: number) =>
  servers.hunter.requests.slice(from).filter((request) => request.method === method);

test("leads: created and updated by address, in a list, with a custom attribute; what Hunter would refuse is said before", async () => {
  const list = must(servers.hunter.data.leadsLists[0]);
  const attribute = must(servers.hunter.data.customAttributes[0]);
  const known = must(servers.hunter.data.leads[0]);
  servers.hunter.claim("claimed@new.example");
  const host = await open([
    ["E-mail", "First", "Country", "Score", "List", "Own", "Industry"],
    ["ada@new.example", "Ada", "gb", 97, list.name, "=1+1", "technology"],
    [String(known.email), "Renamed", "", "", list.id, "", "Tech"],
    ["b@new.example", "", "Xx", "", list.id, ""],
    ["c@new.example", "", "", 101, list.id, ""],
    ["d@new.example", "", "", "", "no such list", ""],
    ["claimed@new.example", "", "", "", list.id, ""],
  ]);
  const spec = {
    kind: "push",
    push: "hunter.leads",
    sheet: "People",
    map: {
      email: "E-mail",
      first_name: "First",
      country_code: "Country",
      confidence_score: "Score",
      company_industry: "Industry",
      leads_list_id: "List",
      [`custom_attributes[${attribute.slug}]`]: "Own",
    },
    constants: { source: "The fair" },
  };
  const plan = await json(host.rpc("previewPush", [JSON.stringify(spec)]));
  expect(plan).toMatchObject({ send: 3, failed: 3, skipped: 0, done: 0 });
  expect(plan).toMatchObject({ hints: [{ row: 3, hint: '"Tech" is no industry that Hunter recommends' }] });
  await start(host, spec);
  expect((await settle(host))[0]).toMatchObject({
    status: "done",
    counts: { saved: 2, failed: 3, skipped: 1 },
  });
  expect(under(grid(host, "People"), STATUS)).toEqual([
    expect.stringMatching(/^done \(lead \d+ created\) for ada@new\.example$/),
    `done (lead ${known.id} updated) for ${String(known.email).toLowerCase()}`,
    'failed: "Xx" is no country code: it is two letters, such as US',
    'failed: "101" is no confidence score: it is a whole number from 0 to 100',
    'failed: Hunter has no leads list "no such list"',
    "skipped: claimed (asked Hunter not to be processed)",
  ]);
  expect(leadOf("ada@new.example")).toMatchObject({
    first_name: "Ada",
    country_code: "GB",
    company_industry: "Technology",
    confidence_score: 97,
    source: "The fair",
    leads_list: { id: list.id },
    [attribute.slug]: "2",
  });
  expect(leadOf(String(known.email))).toMatchObject({ first_name: "Renamed", last_name: known.last_name });

  const before = servers.hunter.requests.length;
  await start(host, spec);
  await settle(host);
  // The claimed one is asked once more: only Hunter knows.
  expect(sent("PUT", before)).toHaveLength(1);
  await host.close();
});

test("an address that a look-up found claimed goes to no lead and no campaign, though Hunter would take it", async () => {
  const claimed = "asked@not-to.example";
  const campaign = must(servers.hunter.data.campaigns.find(({ archived }) => !archived));
  const lead = servers.hunter.addLead({ email: claimed });
  servers.hunter.faults.add({
    effect: { kind: "status", status: 451, body: { errors: [{ id: "claimed_email", code: 451 }] } },
    when: ({ query }) => query.has("email"),
  });
  const host = await open([
    ["E-mail", "Lead", "Verified"],
    [claimed.toUpperCase(), "", ""],
    ["", Number(lead.id), ""],
  ]);
  const sheet = "People";
  const inputs = { email: "E-mail" };
  await start(host, { kind: "lookup", lookup: "verify", sheet, inputs, outputs: { status: "Verified" } });
  await settle(host);
  const before = servers.hunter.requests.length;
  await start(host, { kind: "push", push: "hunter.leads", sheet, map: { email: "E-mail" } });
  expect((await settle(host))[0]).toMatchObject({ status: "done", counts: { saved: 0, skipped: 1 } });
  const map = { emails: "E-mail", lead_ids: "Lead" };
  const constants = { campaign_id: campaign.id };
  await start(host, { kind: "push", push: "hunter.recipients", sheet, map, constants });
  expect((await settle(host))[0]).toMatchObject({ status: "done", counts: { added: 0, skipped: 2 } });
  const skipped = "skipped: claimed (asked Hunter not to be processed)";
  expect(under(grid(host, sheet), STATUS)).toEqual([skipped, skipped]);
  expect([...sent("PUT", before), ...sent("POST", before)]).toHaveLength(0);
  await host.close();
});

test("a row whose formula failed is not sent, and a lead updated without an answer's body is named", async () => {
  servers.hunter.faults.add({
    effect: { kind: "status", status: 204, body: "" },
    when: ({ method }) => method === "PUT",
  });
  const host = await open([
    ["E-mail", "First"],
    ["whole@new.example", "Ada"],
    ["broken@new.example", "#N/A"],
    ["slow@new.example", "Loading..."],
  ]);
  const before = servers.hunter.requests.length;
  await start(host, {
    kind: "push",
    push: "hunter.leads",
    sheet: "People",
    map: { email: "E-mail", first_name: "First" },
  });
  await settle(host);
  expect(under(grid(host, "People"), STATUS)).toEqual([
    "done (lead updated) for whole@new.example",
    "failed: first_name shows #N/A, mend its formula first",
    "failed: first_name shows Loading..., mend its formula first",
  ]);
  expect(sent("PUT", before)).toHaveLength(1);
  await host.close();
});

test("leads are deleted by id or address, and kept in a sheet from which they can be saved again", async () => {
  const [one, two] = servers.hunter.data.leads;
  const host = await open([
    ["ID", "E-mail"],
    [Number(must(one).id), ""],
    ["", String(must(two).email)],
    [999_999_999, ""],
  ]);
  const map = { id: "ID", email: "E-mail" };
  await start(host, { kind: "push", push: "hunter.leads.delete", sheet: "People", map });
  expect((await settle(host))[0]).toMatchObject({ status: "done", counts: { deleted: 2, skipped: 1 } });
  expect(leadOf(String(must(one).email))).toBeUndefined();
  expect(leadOf(String(must(two).email))).toBeUndefined();
  const kept = grid(host, "Huntsheet deleted leads");
  expect(under(kept, "Email")).toEqual([must(one).email, must(two).email]);
  await start(host, {
    kind: "push",
    push: "hunter.leads",
    sheet: "Huntsheet deleted leads",
    map: { email: "Email", first_name: "First name", company: "Company" },
  });
  expect((await settle(host))[0]).toMatchObject({ status: "done", counts: { saved: 2 } });
  expect(leadOf(String(must(one).email))).toMatchObject({ company: must(one).company });
  await host.close();
});

test("recipients: reasons stand beside the skipped rows, and one bad lead does not hold up the others", async () => {
  const campaign = must(
    servers.hunter.data.campaigns.find(
      ({ archived, id }) => !archived && servers.hunter.data.recipients(id).length > 0,
    ),
  );
  const there = must(servers.hunter.data.recipients(campaign.id)[0]).email;
  const lead = servers.hunter.addLead({ email: "lead@new.example" });
  servers.hunter.claim("claimed@new.example");
  const host = await open([
    ["E-mail", "Lead"],
    ["new@new.example", ""],
    [there.toUpperCase(), ""],
    ["no address", ""],
    ["claimed@new.example", ""],
    ["", Number(lead.id)],
    ["", 999_999_999],
  ]);
  const spec = {
    kind: "push",
    push: "hunter.recipients",
    sheet: "People",
    map: { emails: "E-mail", lead_ids: "Lead" },
    constants: { campaign_id: campaign.id },
  };
  await start(host, spec);
  expect((await settle(host))[0]).toMatchObject({
    status: "done",
    counts: { added: 2, skipped: 2, failed: 2 },
  });
  expect(under(grid(host, "People"), STATUS)).toEqual([
    `done (recipient of campaign ${campaign.id} added) for new@new.example`,
    "skipped: duplicate (already in this campaign)",
    'failed: "no address" is no e-mail address',
    "skipped: claimed (asked not to get any e-mails)",
    `done (recipient of campaign ${campaign.id} added) for ${lead.id}`,
    "failed: Hunter has no lead 999999999",
  ]);
  const recipients = servers.hunter.data.recipients(campaign.id).map(({ email }) => email);
  expect(recipients).toContain("new@new.example");
  expect(recipients).toContain(lead.email);

  await start(host, {
    ...spec,
    push: "hunter.recipients.cancel",
    map: { emails: "E-mail" },
  });
  expect((await settle(host))[0]).toMatchObject({ status: "done" });
  expect(under(grid(host, "People"), STATUS)[0]).toBe(
    `done (cancellation in campaign ${campaign.id}) for new@new.example`,
  );
  await host.close();
});

test("one address that Hunter refuses fails its call, and is found by splitting it; the other 69 are added once", async () => {
  const campaign = must(servers.hunter.data.campaigns.find(({ archived }) => !archived));
  const emails = Array.from({ length: 70 }, (_, i) => `person${i}@new.example`);
  servers.hunter.faults.add({
    effect: {
      kind: "status",
      status: 400,
      body: { errors: [{ id: "invalid_email", code: 400, details: "The supplied email is invalid" }] },
    },
    times: Number.POSITIVE_INFINITY,
    when: ({ method, text }) => method === "POST" && text.includes("person33@"),
  });
  const host = await open([["E-mail"], ...emails.map((email) => [email])]);
  await start(host, {
    kind: "push",
    push: "hunter.recipients",
    sheet: "People",
    map: { emails: "E-mail" },
    constants: { campaign_id: campaign.id },
  });
  expect((await settle(host))[0]).toMatchObject({ status: "done", counts: { added: 69, failed: 1 } });
  expect(String(under(grid(host, "People"), STATUS)[33])).toMatch(/^failed: .*The supplied email is invalid/);
  const added = servers.hunter.data.recipients(campaign.id).map(({ email }) => email);
  expect(emails.filter((email) => added.filter((one) => one === email).length === 1)).toHaveLength(69);
  await host.close();
});

test.each([
  [{ kind: "push", push: "nothing", sheet: "People", map: {} }, /^There is no push "nothing"/],
  [
    { kind: "push", push: "hunter.leads", sheet: "People", map: { first_name: "E-mail" } },
    /^Say which column holds the id or email/,
  ],
  [
    { kind: "push", push: "hunter.leads", sheet: "People", map: { email: "huntsheet STATUS" } },
    /^Outcomes are written under "Huntsheet status"/,
  ],
  [
    { kind: "push", push: "hunter.leads", sheet: "People", map: { email: "E-mail" }, constants: { id: 5 } },
    /^The id is each row's own/,
  ],
  [
    {
      kind: "push",
      push: "hunter.leads",
      sheet: "People",
      map: { email: "E-mail" },
      constants: { notes: {} },
    },
    /^A constant is a text, a number or a boolean/,
  ],
  [
    { kind: "push", push: "hunter.leads", sheet: "Nobody", map: { email: "E-mail" } },
    /^There is no sheet "Nobody"/,
  ],
])("a push that cannot be meant is refused: %j", async (spec, sentence) => {
  const host = await open([["E-mail"], ["a@b.example"]]);
  await expect(start(host, spec)).rejects.toThrow(sentence);
  await host.close();
});

test.each([
  [{ push: "hunter.leads", map: { email: "E-mail", nickname: "E-mail" } }, /^A lead has no field "nickname"/],
  [{ push: "hunter.recipients", map: { emails: "E-mail" } }, /^Say which campaign/],
  [
    { push: "hunter.recipients", map: { emails: "E-mail" }, constants: { campaign_id: 12345 } },
    /^Hunter has no campaign 12345/,
  ],
  [
    { push: "huntr.invitations", map: { email: "E-mail", "Shoe size": "E-mail" } },
    /^Huntr has no member field "Shoe size"/,
  ],
  [{ push: "hunter.leads", map: { email: "Mail" } }, /has no column "Mail"/],
])(
  "what only the API can tell stops the run with a sentence, and nothing is sent: %j",
  async (spec, sentence) => {
    const host = await open([["E-mail"], ["a@b.example"]]);
    const before = servers.hunter.requests.length + servers.huntr.requests.length;
    await start(host, { kind: "push", sheet: "People", ...spec });
    const [run] = await settle(host);
    expect(run).toMatchObject({ status: "stopped", done: 0 });
    expect(run?.error).toMatch(sentence);
    expect(
      [...servers.hunter.requests, ...servers.huntr.requests]
        .slice(before)
        .every(({ method }) => method === "GET"),
    ).toBe(true);
    await host.close();
  },
);
