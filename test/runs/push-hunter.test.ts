import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { FaultEffect } from "../../local/apis/wire/faults.ts";
import type { BookFile } from "../../local/runtime/book-file.ts";
import type { PushPlan } from "../../src/ui/calls.ts";
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
  expect(plan).toMatchObject({
    hints: [
      {
        row: 2,
        hint: 'country_code is sent as GB; the cell shows "gb"; company_industry is sent as Technology; the cell shows "technology"',
      },
      { row: 3, hint: '"Tech" is no industry that Hunter recommends' },
    ],
  });
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

test("a cell that says nothing leaves what a lead has: Check says so, and what says something goes out", async () => {
  const [list] = servers.hunter.data.leadsLists;
  const whole = {
    first_name: "Ada",
    last_name: "King",
    phone_number: "+1 2",
    company: "Stripe",
    position: "CTO",
    website: "https://stripe.com",
    linkedin_url: "https://linkedin.com/in/ada",
    country_code: "US",
    company_industry: "Technology",
    source: "Fair",
    twitter: "ada",
    company_size: "11-50",
  };
  const emails = ["a", "b", "c", "d"].map((name) => `${name}@kept.example`);
  for (const email of emails) servers.hunter.addLead({ email, ...whole });
  const attribute = must(servers.hunter.data.customAttributes[0]);
  const own = `custom_attributes[${attribute.slug}]`;
  const headers = [...Object.keys(whole), "leads_list_id", "notes", own];
  const none = [
    "N/A",
    "n/a",
    "-",
    "N/A",
    "unknown",
    "keine",
    "not provided",
    "n.a.",
    "TBD",
    "none",
    "—",
    "?",
  ];
  const host = await open([
    ["email", ...headers],
    [must(emails[0]), ...none, "n/a", "N/A", "-"],
    [
      must(emails[1]),
      "Eda",
      "",
      "",
      "Self-employed",
      "Student",
      "",
      "",
      "NO",
      "",
      "Website",
      "",
      "",
      "",
      "",
      "",
    ],
    [
      must(emails[2]),
      "First name",
      "Nachname",
      "",
      "",
      "retired",
      "",
      "",
      "n/a",
      "",
      "",
      "",
      "",
      String(must(list).name),
      "",
      "",
    ],
    [must(emails[3]), "", "", "", "", "", "", "", "", "", "", "", "", "", "", ""],
  ]);
  const map = Object.fromEntries(["email", ...headers].map((name) => [name, name]));
  const spec = { kind: "push", push: "hunter.leads", sheet: "People", map, constants: { source: "None" } };
  const said = (name: string, text: string) => `${name} is left out: "${text}" says nothing`;
  const ordered = [
    "first_name",
    "last_name",
    "position",
    "company",
    "company_industry",
    "company_size",
    "website",
    "country_code",
    "linkedin_url",
    "phone_number",
    "twitter",
    "source",
  ];
  const textOf = (name: string) => String(none[Object.keys(whole).indexOf(name)]);
  const plan = await json(host.rpc("previewPush", [JSON.stringify(spec)]));
  expect(plan).toMatchObject({
    send: 4,
    failed: 0,
    hints: [
      {
        row: 2,
        hint: ordered
          .map((name) => said(name, textOf(name)))
          .concat(said("leads_list_id", "n/a"))
          .join("; "),
      },
      { row: 3, hint: said("company", "Self-employed") },
      {
        row: 4,
        hint: [
          said("first_name", "First name"),
          said("last_name", "Nachname"),
          said("country_code", "n/a"),
        ].join("; "),
      },
    ],
  });
  await start(host, spec);
  expect((await settle(host))[0]).toMatchObject({ status: "done", counts: { saved: 4, failed: 0 } });
  expect(emails.map(leadOf)).toMatchObject([
    { ...whole, notes: "N/A", [String(attribute.slug)]: "-" },
    { ...whole, first_name: "Eda", position: "Student", country_code: "NO", source: "Website" },
    { ...whole, position: "retired", source: "None", leads_list: { id: must(list).id } },
    { ...whole, source: "None" },
  ]);
  await host.close();
});

test("a row with an address and the lead of somebody else adds neither; with the same one, or a lead that is gone, the address", async () => {
  const campaign = must(servers.hunter.data.campaigns.find(({ archived }) => !archived));
  const lead = Number(servers.hunter.addLead({ email: "Bo@lead.example" }).id);
  const host = await open([
    ["E-mail", "Lead"],
    ["ann@row.example", lead],
    ["Bo <bo@LEAD.example>", lead],
    ["cy@row.example", 99_999_999],
    ["di@row.example", ""],
  ]);
  const spec = {
    kind: "push",
    push: "hunter.recipients",
    sheet: "People",
    map: { emails: "E-mail", lead_ids: "Lead" },
    constants: { campaign_id: campaign.id },
  };
  const before = servers.hunter.requests.length;
  await start(host, spec);
  expect((await settle(host))[0]).toMatchObject({ status: "done", counts: { added: 3, failed: 1 } });
  const added = `done (recipient of campaign ${campaign.id} added) for`;
  expect(under(grid(host, "People"), STATUS)).toEqual([
    `failed: lead ${lead} is bo@lead.example, not ann@row.example. Mend the row, then send it again.`,
    `${added} bo@LEAD.example`,
    `${added} cy@row.example`,
    `${added} di@row.example`,
  ]);
  expect(sent("POST", before).map(({ body }) => JSON.parse(String(body)))).toEqual([
    { emails: ["bo@LEAD.example", "cy@row.example", "di@row.example"] },
  ]);
  await host.close();
});

test("who stands in a row that fails is added by the next one that names them", async () => {
  const campaign = must(servers.hunter.data.campaigns.find(({ archived }) => !archived));
  const bo = Number(servers.hunter.addLead({ email: "bo@twice.example" }).id);
  const ann = Number(servers.hunter.addLead({ email: "ann@twice.example" }).id);
  const host = await open([
    ["E-mail", "Lead"],
    ["ann@twice.example", bo],
    ["", ann],
    ["", bo],
  ]);
  const map = { emails: "E-mail", lead_ids: "Lead" };
  const constants = { campaign_id: campaign.id };
  const before = servers.hunter.requests.length;
  await start(host, { kind: "push", push: "hunter.recipients", sheet: "People", map, constants });
  expect((await settle(host))[0]).toMatchObject({ status: "done", counts: { added: 2, failed: 1 } });
  expect(sent("POST", before).map(({ body }) => JSON.parse(String(body)))).toEqual([{ lead_ids: [ann, bo] }]);
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

test.each<[string, number, (body: unknown) => unknown, RegExp]>([
  ["201 with a body", 201, (body) => body, /^done \(lead \d+ created\) for new@/],
  ["202 with a body", 202, (body) => body, /^done \(lead \d+ saved, which Hunter does later\) for new@/],
  ["202 without", 202, () => "", /^done \(lead saved, which Hunter does later\) for new@/],
  ["204", 204, () => "", /^done \(lead saved\) for new@/],
])(
  "a new lead that Hunter answers with %s: what became of it is said as far as it is known",
  async (_, status, bodyOf, said) => {
    servers.hunter.faults.add({
      effect: { kind: "change", change: ({ body }) => ({ status, body: bodyOf(body) }) },
      when: ({ method }) => method === "PUT",
    });
    const host = await open([["E-mail"], ["new@new.example"]]);
    await start(host, { kind: "push", push: "hunter.leads", sheet: "People", map: { email: "E-mail" } });
    await settle(host);
    expect(under(grid(host, "People"), STATUS)[0]).toMatch(said);
    await host.close();
  },
);

test("a row whose formula failed is not sent, and a lead saved without an answer's body is named", async () => {
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
    "done (lead saved) for whole@new.example",
    "failed: first_name shows #N/A, mend its formula first",
    "failed: first_name shows Loading..., mend its formula first",
  ]);
  expect(sent("PUT", before)).toHaveLength(1);
  await host.close();
});

test("all that is wrong with a row is said at once", async () => {
  const host = await open([
    ["E-mail", "Country", "Score", "List"],
    ["ann@new.example", "Xx", 101, "no such list"],
    ["bo@new.example", "#N/A", "Loading...", "#REF!"],
  ]);
  const map = { email: "E-mail", country_code: "Country", confidence_score: "Score", leads_list_id: "List" };
  const spec = { kind: "push", push: "hunter.leads", sheet: "People", map };
  const { problems } = await json<{ problems: { outcome: string }[] }>(
    host.rpc("previewPush", [JSON.stringify(spec)]),
  );
  const [made, formulas] = problems.map(({ outcome }) => outcome);
  for (const words of ['"Xx" is no country code', '"101" is no confidence score', '"no such list"'])
    expect(made).toContain(words);
  expect(formulas).toBe(
    `failed: ${["country_code shows #N/A", "confidence_score shows Loading...", "leads_list_id shows #REF!"]
      .map((fault) => `${fault}, mend its formula first`)
      .join("; ")}`,
  );
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

test("what the sheet of deleted leads could not keep is said in the run's note", async () => {
  const [one, two] = servers.hunter.data.leads;
  const host = await open([["ID"], [Number(must(one).id)], [Number(must(two).id)]]);
  const odd = { company: { name: "Ours" } };
  servers.hunter.faults.add({
    when: ({ method, path }) => method === "GET" && /\/leads\/\d+$/.test(path),
    times: 9,
    effect: {
      kind: "change",
      change: (reply) => ({ ...reply, body: { data: { ...(reply.body as { data: object }).data, ...odd } } }),
    },
  });
  await start(host, { kind: "push", push: "hunter.leads.delete", sheet: "People", map: { id: "ID" } });
  expect((await settle(host))[0]).toMatchObject({
    status: "done",
    counts: { deleted: 2 },
    note: 'The sheet "Huntsheet deleted leads" does not have all that was deleted. Could not be shown: 2 under "Company".',
  });
  servers.hunter.faults.clear();
  await host.close();
});

test("a lead that is deleted and saved again has its custom attributes, also where the sheet had no columns for them", async () => {
  const [one, other] = servers.hunter.data.leads;
  const [first, second] = servers.hunter.data.customAttributes.map(({ slug, label }) => ({ slug, label }));
  const host = await open([
    ["E-mail", "Own"],
    [String(must(one).email), "'007"],
    [String(must(other).email), ""],
  ]);
  // As an earlier version left it.
  host.book.write(host.book.insertSheet("Huntsheet deleted leads"), 1, 1, [["ID", "Email"]]);
  const attributes = [must(first), must(second)];
  const deletion = { kind: "push", push: "hunter.leads.delete", sheet: "People", map: { email: "E-mail" } };
  const saving = { kind: "push", push: "hunter.leads", sheet: "People" };
  await start(host, {
    ...saving,
    map: { email: "E-mail", [`custom_attributes[${must(second).slug}]`]: "Own" },
    rows: [2],
  });
  await settle(host);
  const before = leadOf(String(must(one).email));
  expect(before).toMatchObject({ [must(second).slug]: "007" });
  const { changes } = await json<PushPlan>(host.rpc("previewPush", [JSON.stringify(deletion)]));
  expect(changes).toEqual(
    [one, other].map((lead, i) => ({ row: i + 2, change: `deletes ${must(lead).email}` })),
  );
  await start(host, deletion);
  expect((await settle(host))[0]).toMatchObject({ status: "done", counts: { deleted: 2 } });
  const kept = grid(host, "Huntsheet deleted leads");
  expect(kept[0]).toEqual(expect.arrayContaining(attributes.map(({ label }) => label)));
  expect(under(kept, must(second).label)[0]).toBe("007");
  await start(host, {
    ...saving,
    sheet: "Huntsheet deleted leads",
    map: {
      email: "Email",
      ...Object.fromEntries(attributes.map(({ slug, label }) => [`custom_attributes[${slug}]`, label])),
    },
  });
  expect((await settle(host))[0]).toMatchObject({ status: "done", counts: { saved: 2 } });
  for (const { slug } of attributes)
    expect(leadOf(String(must(one).email))).toMatchObject({ [slug]: must(before)[slug] ?? null });
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

test.each<[string, FaultEffect]>([
  ["slow down", { kind: "status", status: 429, headers: { "retry-after": "900" } }],
  ["forbidden", { kind: "status", status: 403, body: { errors: [{ id: "forbidden", code: 403 }] } }],
  ["bad request", { kind: "status", status: 400 }],
  ["no such page", { kind: "status", status: 404 }],
  ["used up", { kind: "status", status: 402 }],
  ["no answer", { kind: "drop", when: "before" }],
])(
  "an answer that does not name whom it skipped, and a read that then fails (%s): nobody is sent twice",
  async (_, effect) => {
    const campaign = must(servers.hunter.data.campaigns.find(({ archived }) => !archived));
    let isSent = false;
    const isRecipients = ({ path }: { path: string }) => path.endsWith("/recipients");
    servers.hunter.faults.add(
      {
        effect: { kind: "change", change: () => ({ status: 201, body: "" }) },
        when: (call) => {
          const isIt = call.method !== "GET" && isRecipients(call);
          isSent ||= isIt;
          return isIt;
        },
        times: 2,
      },
      { effect, when: (call) => isSent && call.method === "GET" && isRecipients(call), times: 1 },
    );
    const host = await open([["E-mail"], ["one@new.example"], ["two@new.example"]]);
    const before = servers.hunter.requests.length;
    const constants = { campaign_id: campaign.id };
    await start(host, {
      kind: "push",
      push: "hunter.recipients",
      sheet: "People",
      map: { emails: "E-mail" },
      constants,
    });
    expect((await settle(host))[0]).toMatchObject({ status: "done", counts: { added: 2 } });
    expect(sent("POST", before)).toHaveLength(1);
    expect(under(grid(host, "People"), STATUS)).toEqual(
      ["one", "two"].map(
        (name) => `done (recipient of campaign ${campaign.id} added) for ${name}@new.example`,
      ),
    );
    await host.close();
  },
);

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
