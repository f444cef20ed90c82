import { expect, test } from "vitest";
import { entries } from "../../src/entries.ts";
import { grid, must, settle, start } from "../rig.ts";
import { host, onStage, servers } from "../stage.ts";
import { compute, given, type Shown } from "./computing.ts";

onStage({
  // Of 100 jobs come notes and contacts, deleted ones among them.
  huntr: { size: { jobs: 100, activities: 0, members: 30, employers: 5 }, reading: "newer" },
  hunter: { size: { leads: 120 }, reading: { calls: "of today" } },
  hours: 1,
});

/**
 * The documented 'Stage names to type mapping', in the order of the text, where the reading of the lines that lost
 * what stood between the names is not in doubt.
 */
const STAGES: Record<string, readonly string[]> = {
  APPLY: ["applied", "apply", "applying", "applied online"],
  PHONE_SCREEN: [
    "phone screen",
    "screening call",
    "phone screen(s)",
    "phone screening",
    "tech screen",
    "screening interview",
    "technical screen",
    "technical phone screen",
  ],
  PHONE_INTERVIEW: [
    "phone",
    "phone interview",
    "video interview",
    "hr interview",
    "hr phone interview",
    "phone interviews",
  ],
  ON_SITE_INTERVIEW: [
    "interview",
    "on-site",
    "on-site interview",
    "onsite",
    "onsite interview",
    "on site",
    "on site interview",
    "final round interview",
    "interview 2",
    "interview 1",
    "2nd interview",
    "1st interview",
    "interviewing",
    "interviews 3+",
    "technical interview",
    "personal interview",
    "virtual interview",
    "in person interview",
    "in-person interview",
    "in-person interview(s)",
    "interviewed",
    "final round",
    "second interview",
    "entrevistas",
    "tech interview",
    "final interview",
    "live interview",
    "interview (1st)",
    "interview (2nd)",
    "second round",
    "first interview",
    "2nd round",
    "interview 3",
    "technical",
    "3rd interview",
    "interview scheduled",
    "1st round",
    "in-person",
    "initial interview",
    "entrevista",
  ],
  OFFER_RECEIVED: [
    "offer",
    "offers",
    "offer received",
    "offer extended",
    "offered",
    "offer letter",
    "ofertas",
  ],
  OFFER_ACCEPTED: ["offer accepted", "accepted", "accept", "accept offer"],
  OFFER_DECLINED: [
    "offer declined",
    "declined",
    "decline offer",
    "i rejected",
    "rejected by me",
    "i declined",
    "declined offer",
    "rejected offer",
    "offer rejected",
  ],
  "": ["wishlist", "rejected", "", "no seleccionado", "toString", "offer?"],
};

test("HUNTR_STAGE_TYPE gives the type of every documented name, for a range, in any case, without a request", async () => {
  const pairs = Object.entries(STAGES).flatMap(([type, names]) => names.map((name) => [type, name] as const));
  given(
    host,
    pairs.map(([, name], i) => [i % 2 === 0 ? name : name.toUpperCase()]),
  );
  const before = servers.huntr.requests.length;
  const { cells, error } = await compute(host, `=HUNTR_STAGE_TYPE(In!A1:A${pairs.length})`);
  expect(error).toBe("");
  const shown = pairs.map(([, name], i) => [cells[i]?.[0] ?? "", name]);
  expect(shown).toEqual(pairs.map(([type, name]) => [type, name]));
  expect(servers.huntr.requests.length).toBe(before);
});

test.each([
  ['=HUNTR_STAGE_TYPE("2nd Interview")', "ON_SITE_INTERVIEW"],
  ['=HUNTR_STAGE_TYPE("Wishlist")', ""],
  ["=HUNTR_STAGE_TYPE(In!A9)", ""],
  ["=HUNTR_STAGE_TYPE(12)", ""],
])("%s is '%s'", async (formula, type) => {
  given(host, [["x"]]);
  expect(await compute(host, formula)).toEqual({ cells: [[type]], error: "" });
});

/** Dates and instants are fractions of days in a sheet. */
const rounded = (value: Shown) => (typeof value === "object" ? Math.round(value.serial * 1e5) : value);

/** A filter that there is no listing without, and what it is set to here. */
const CAMPAIGN = 2;

const listings = entries.flatMap(({ table, title, formula, filters, paging, base, needsFilter }) => {
  if (!formula || paging.style === "single") return [];
  const needed = filters.find(({ required }) => required);
  const of = needed ? { [needed.name]: CAMPAIGN } : needsFilter ? { industry: "Technology" } : {};
  const given = needed ? CAMPAIGN : needsFilter ? '"industry=Technology"' : "";
  return [{ table, title, of, base, formula: `=${formula.name}(${given})` }];
});

test.each(listings)(
  "$formula shows what the import of $table writes",
  async ({ formula, table, title, of, base }) => {
    const { cells, error } = await compute(host, formula);
    expect(error).toBe("");
    await start(host, { kind: "import", table, filters: of });
    expect(await settle(host)).toMatchObject([{ status: "done", error: null }]);
    const [head = [], ...body] = grid(host, title) as Shown[][];
    // The hidden column of what was imported is nothing to show.
    const imported = [head, ...body].map((row) => row.filter((_, n) => head[n] !== base?.header));
    expect(imported.length).toBeGreaterThan(1);
    const byKey = (rows: readonly (readonly Shown[])[]) =>
      rows.map((row) => row.map(rounded)).sort((a, b) => (String(a[0]) < String(b[0]) ? -1 : 1));
    expect(cells[0]).toEqual(imported[0]);
    expect(byKey(cells)).toEqual(byKey(imported));
  },
);

test("HUNTR_MEMBERS: filters, and a column for each member field", async () => {
  const { members, memberFields } = servers.huntr.data;
  const { cells } = await compute(host, '=HUNTR_MEMBERS("active=false", "email, is active")');
  const passive = members.filter(({ isActive }) => !isActive);
  expect(passive.length).toBeGreaterThan(0);
  expect(cells.slice(1)).toEqual(passive.map(({ email }) => [email, false]));
  const some = members[3];
  const one = await compute(host, `=HUNTR_MEMBERS("email=${some?.email ?? ""}", "id, email")`);
  expect(one.cells).toEqual([
    ["ID", "Email"],
    [some?.id, some?.email],
  ]);
  const header = (await compute(host, "=HUNTR_MEMBERS()")).cells[0]?.join("|") ?? "";
  for (const { name } of memberFields) expect(header).toContain(name);
  expect((await compute(host, '=HUNTR_MEMBERS("active=perhaps")')).error).toBe(
    "The filter active can be true or false.",
  );
});

test("HUNTR_CANDIDATES: a filter by the API's own name and as a column's, and what only a request of each one's own tells", async () => {
  const { candidates } = must(servers.huntr.data.newer);
  const { id, memberId, headline } = must(candidates[1]);
  for (const name of ["memberId", "member_id", "Member ID"]) {
    const one = await compute(
      host,
      `=HUNTR_CANDIDATES("${name}=${memberId}", "id, headline, willing to relocate")`,
    );
    expect([one.error, one.cells[1]]).toEqual(["", [id, headline, true]]);
  }
  expect((await compute(host, '=HUNTR_CANDIDATES("email=nobody@mail.example")')).cells).toHaveLength(1);
  const partners = servers.huntr.data.employers.filter(({ isPartner }) => isPartner);
  const shown = await compute(host, '=HUNTR_EMPLOYERS("isPartner=true", "name")');
  expect(shown.cells.slice(1).flat().sort()).toEqual(partners.map(({ name }) => name).sort());
  const { goals } = must(servers.huntr.data.newer);
  expect((await compute(host, '=HUNTR_GOALS("includeInactive=true", "id")')).cells.length).toBe(
    goals.length + 1,
  );
});

test("HUNTER_LEADS: filters of a list, of several words, and of a custom attribute", async () => {
  const { leads, customAttributes } = servers.hunter.data;
  const verified = await compute(host, '=HUNTER_LEADS("verification_status=valid, accept_all", "id")');
  const wanted = leads.filter(({ verification }) =>
    ["valid", "accept_all"].includes(String((verification as { status?: string } | null)?.status)),
  );
  expect(wanted.length).toBeGreaterThan(0);
  expect(verified.cells.slice(1).flat().sort()).toEqual(wanted.map(({ id }) => id).sort());
  const slug = customAttributes[0]?.slug ?? "";
  const withAttribute = await compute(host, `=HUNTER_LEADS("custom_attributes[${slug}]=*", "id, ${slug}")`);
  expect(withAttribute.error).toBe("");
  expect(withAttribute.cells.length).toBeGreaterThan(1);
  expect(withAttribute.cells.length).toBeLessThan(leads.length);
  for (const [, value] of withAttribute.cells.slice(1)) expect(value).not.toBe("");
  expect((await compute(host, '=HUNTER_LEADS("sync_status=perhaps")')).error).toBe(
    "The filter sync_status cannot be 'perhaps'. It can be pending, error, success.",
  );
});

/** 2026-12-01, in days since 1899-12-30. */
const FIRST_OF_DECEMBER = 46_357;

test("HUNTER_ACCOUNT: what is used and left, and when it starts anew", async () => {
  const { cells, error } = await compute(host, "=HUNTER_ACCOUNT()");
  expect(error).toBe("");
  expect(Object.fromEntries((cells[0] ?? []).map((name, i) => [name, cells[1]?.[i]]))).toEqual({
    "Plan name": "Growth",
    "Searches used": 214,
    "Searches available": 5_000,
    "Searches left": 4_786,
    "Verifications used": 1_310,
    "Verifications available": 10_000,
    "Verifications left": 8_690,
    "Reset date": { serial: FIRST_OF_DECEMBER },
    "Credits used": "",
    "Credits available": "",
    "Credits left": "",
  });
});

test.each(["America/Los_Angeles", "Etc/UTC", "Pacific/Auckland"])(
  "a day without a time is that day in a file of the time zone %s",
  async (zone) => {
    host.book.timeZone = zone;
    const { cells } = await compute(host, "=HUNTER_ACCOUNT()");
    expect(cells[1]?.[cells[0]?.indexOf("Reset date") ?? -1]).toEqual({ serial: FIRST_OF_DECEMBER });
  },
);

test.each([
  ['=HUNTR_MEMBERS("email=#N/A")', "The filter email shows #N/A: mend its formula first."],
  ['=HUNTR_MEMBERS("email="&In!A1)', "The filter email is blank. Give it a value or leave it out."],
  ['=HUNTR_JOBS("owner_member_id=5eb0; created_after="&In!A1)', "The filter created_after is blank."],
  ['=HUNTER_DOMAIN("willowanalytics.example", "limit="&In!A1)', "The filter limit is blank."],
  [
    '=HUNTR_JOBS("created_after=2026-05-02;created_before=2026-05-01")',
    "The filter created_after is later than created_before",
  ],
])("%s asks nothing, and says why", async (formula, sentence) => {
  const before = [servers.huntr, servers.hunter].map(({ requests }) => requests.length);
  given(host, [[null]]);
  const { error } = await compute(host, formula);
  expect(error).toContain(sentence);
  expect([servers.huntr, servers.hunter].map(({ requests }) => requests.length)).toEqual(before);
});
