import { beforeEach, expect, test } from "vitest";
import { compute } from "../formulas/computing.ts";
import { grid, must, type SeenRun, settle, start } from "../rig.ts";
import { host, onStage, servers } from "../stage.ts";

/** Columns that only an organisation has, whatever it calls them, and calls them later. */

const MEMBERS = "Huntr Members";
const LEADS = "Hunter Leads";

let fields: { id: string; name: string; fieldType: string }[] = [];
let attributes: { id: number; label: string; slug: string }[] = [];

onStage({
  huntr: { size: { jobs: 5, activities: 0, members: 6, employers: 2 }, requestsPerSecond: null },
  hunter: { size: { leads: 6 }, rateLimits: false },
});
beforeEach(() => {
  const answers = [
    [servers.huntr, /\/member-fields$/, () => ({ data: fields })],
    [
      servers.huntr,
      /\/members$/,
      () => ({
        data: servers.huntr.data.members.map((member) => ({
          ...member,
          memberFieldValues: fields.map(({ id }) => ({ fieldId: id, value: valueFor(id, member.email) })),
        })),
      }),
    ],
    [
      servers.hunter,
      /\/leads_custom_attributes$/,
      () => ({ data: { leads_custom_attributes: attributes }, meta: {} }),
    ],
  ] as const;
  for (const [server, path, body] of answers)
    server.faults.add({
      when: (call) => path.test(call.path),
      times: Number.POSITIVE_INFINITY,
      effect: { kind: "change", change: (reply) => ({ ...reply, body: body() }) },
    });
});

/** Of a field for a member: no two alike. */
let round = 1;
const valueFor = (field: string, email: string) => `${field} of ${email}, ${round}`;
const text = (id: string, name: string) => ({ id, name, fieldType: "TEXT" });

async function run(spec: object): Promise<SeenRun> {
  const { id } = await start(host, spec);
  return must((await settle(host)).find((other) => other.id === id));
}
const importMembers = (more: object = {}) => run({ kind: "import", table: "huntr.members", ...more });
const refresh = (sheet = MEMBERS) => run({ kind: "refresh", sheet });
const header = (sheet = MEMBERS) => must(grid(host, sheet)[0]).map(String);
const idOf = (name: string) => must(host.book.sheets().find((sheet) => sheet.name === name)).id;

/** The values under a header, with the member whose row it is. */
function under(name: string, sheet = MEMBERS): Map<string, unknown> {
  const [first = [], ...rows] = grid(host, sheet);
  const [email, at] = [first.indexOf("Email"), first.indexOf(name)];
  expect([name, at]).not.toEqual([name, -1]);
  return new Map(rows.map((row) => [String(row[email]), row[at]]));
}
function expectField(name: string, id: string): void {
  for (const [email, shown] of under(name)) expect(shown).toBe(valueFor(id, email));
}
/** A column of the user's, right of ours. */
function note(name: string): void {
  const at = header().length + 1;
  const emails = grid(host, MEMBERS).map((row) => row[header().indexOf("Email")]);
  host.book.write(
    idOf(MEMBERS),
    1,
    at,
    emails.map((email, i) => [i === 0 ? name : `note on ${email}`]),
  );
}
function expectNotes(name: string): void {
  for (const [email, shown] of under(name)) expect(shown).toBe(`note on ${email}`);
}

test("fields called like a column of ours, and like each other: a header each, and the formula has the same", async () => {
  fields = [
    text("f1", "Email"),
    text("f2", "removed"),
    text("f3", "Cohort"),
    text("f4", "cohort"),
    text("f5", " ID "),
  ];
  expect(await importMembers()).toMatchObject({ status: "done" });
  expect(new Set(header().map((name) => name.toLowerCase())).size).toBe(header().length);
  expectField("Email (member field)", "f1");
  expectField("removed (member field)", "f2");
  expectField("Cohort", "f3");
  expectField("cohort (member field)", "f4");
  expectField("ID (member field)", "f5");
  const { cells, error } = await compute(host, '=HUNTR_MEMBERS("", "*")');
  expect(error).toBe("");
  const shown = header().filter((name) => name !== "Member fields in Huntr");
  // Those to be chosen stand among them.
  const [all = []] = cells;
  expect(all.filter((name) => shown.includes(String(name)))).toEqual(shown);
  const [first = [], ...rows] = grid(host, MEMBERS);
  const at = first.indexOf("cohort (member field)");
  expect(cells.slice(1).map((row) => row[all.indexOf("cohort (member field)")])).toEqual(
    rows.map((row) => row[at]),
  );
});

test("a range of headers is a list of whole names, whatever signs are in them; so is a list of columns to import", async () => {
  const names = [
    "City, State",
    "A; B",
    "First, Last; Middle",
    'Say "hi"',
    "Line\nbreak",
    "2026",
    "* any",
    "id, email",
    "a=b",
    ",",
    "Où, quand ?",
    "TRUE",
  ];
  fields = names.map((name, i) => text(`f${i}`, name));
  await importMembers();
  const shown = header().filter((name) => name !== "Member fields in Huntr");
  expect(shown.length).toBeGreaterThanOrEqual(names.length);
  const { cells, error } = await compute(
    host,
    `=HUNTR_MEMBERS("",'${MEMBERS}'!A1:${"ABCDEFGHIJKLMNOPQRSTUVWXYZ".charAt(header().length - 1)}1)`,
  );
  expect([error, cells[0]?.filter((name) => name !== "")]).toEqual(["", shown]);
  expect((await compute(host, '=HUNTR_MEMBERS("","Member fields in Huntr")')).error).toContain(
    "has no column",
  );
  expect(await importMembers({ sheet: "Chosen", columns: shown })).toMatchObject({
    status: "done",
    error: null,
  });
  expect(header("Chosen").filter((name) => name !== "Member fields in Huntr")).toEqual(shown);
});

test("a field that is renamed keeps its column, which is called as it is; what stands beside stays", async () => {
  fields = [text("f1", "Cohort"), text("f2", "Advisor")];
  await importMembers({ columns: ["email", "cohort", "advisor"] });
  note("Mine");
  const before = header();
  fields = [text("f1", "Class"), text("f2", "Advisor")];
  round += 1;
  for (const again of [refresh, importMembers]) {
    expect(await again()).toMatchObject({ status: "done" });
    expect(header()).toEqual(before.map((name) => (name === "Cohort" ? "Class" : name)));
    expectField("Class", "f1");
    expectField("Advisor", "f2");
    expectNotes("Mine");
  }
});

test("two fields that swap their names swap the headers over their values", async () => {
  fields = [text("f1", "Home"), text("f2", "Campus")];
  await importMembers();
  fields = [text("f1", "Campus"), text("f2", "Home")];
  round += 1;
  expect(await refresh()).toMatchObject({ status: "done" });
  expectField("Campus", "f1");
  expectField("Home", "f2");
});

test.each(["renamed to", "made as"])(
  "a field that is %s what the user calls a column: a sentence, and that column stays as it is",
  async (how) => {
    fields = [text("f1", "Cohort")];
    await importMembers();
    note("Advisor");
    fields = how === "made as" ? [text("f1", "Cohort"), text("f2", "Advisor")] : [text("f1", "Advisor")];
    const before = grid(host, MEMBERS);
    expect(await refresh()).toMatchObject({
      status: "stopped",
      error: expect.stringContaining('column "Advisor" of your own'),
    });
    expect(grid(host, MEMBERS)).toEqual(before);
    host.book.write(idOf(MEMBERS), 1, header().length, [["My advisor"]]);
    expect(await refresh()).toMatchObject({ status: "done" });
    expectNotes("My advisor");
    expectField("Advisor", how === "made as" ? "f2" : "f1");
  },
);

test("a column that was taken out stays away, and comes back when it is chosen again", async () => {
  fields = [];
  await importMembers({ columns: ["email", "given_name"] });
  host.book.removeColumns(idOf(MEMBERS), header().indexOf("Given name") + 1, 1);
  await importMembers();
  expect(header()).toEqual(["ID", "Email"]);
  await importMembers({ columns: ["email"] });
  expect(header()).toEqual(["ID", "Email"]);
  await importMembers({ columns: ["email", "given_name"] });
  expect(header()).toEqual(["ID", "Email", "Given name"]);
  expect([...under("Given name").values()]).toEqual(
    servers.huntr.data.members.map(({ givenName }) => givenName),
  );
});

test("a field that comes in beside a column of the user's in another case: a column each, and theirs stays", async () => {
  fields = [text("f1", "Advisor")];
  await importMembers();
  note("cohort");
  fields = [text("f1", "Advisor"), text("f2", "Cohort")];
  for (const again of [refresh, importMembers]) {
    expect(await again()).toMatchObject({ status: "done", error: null });
    expectField("Cohort", "f2");
    expectNotes("cohort");
  }
});

test("a column that was taken out does not come back over one of the user's in another case", async () => {
  fields = [text("f1", "Cohort"), text("f2", "Advisor")];
  await importMembers();
  const takeOut = (name: string) => host.book.removeColumns(idOf(MEMBERS), header().indexOf(name) + 1, 1);
  // Theirs stood beside it before, or is made later.
  note("cohort");
  takeOut("Advisor");
  await refresh();
  takeOut("Cohort");
  note("advisor");
  for (const again of [refresh, importMembers, refresh]) {
    expect(await again()).toMatchObject({ status: "done", error: null });
    expectNotes("cohort");
    expectNotes("advisor");
    expect(header()).not.toContain("Cohort");
    expect(header()).not.toContain("Advisor");
  }
});

test("custom attributes called like a field of a lead: their own values or none, never the field's", async () => {
  attributes = [
    { id: 1, label: "Company", slug: "company" },
    { id: 2, label: "Campaign ID", slug: "campaign_id" },
    { id: 3, label: "Verification", slug: "verification" },
  ];
  expect(await run({ kind: "import", table: "hunter.leads" })).toMatchObject({ status: "done", error: null });
  expect([...under("Company (custom attribute)", LEADS).values()].join("")).toBe("");
  expect([...under("Verification", LEADS).values()].join("")).toBe("");
  const at = header(LEADS).indexOf("Campaign ID");
  attributes = [{ id: 2, label: "Programme", slug: "campaign_id" }];
  expect(await refresh(LEADS)).toMatchObject({ status: "done" });
  expect(header(LEADS).indexOf("Programme")).toBe(at);
});

test.each([
  [60, "How many years of experience do you have in the field that you would like to work in"],
  [200, "これまでに応募した職種と業界、そして希望する勤務地について教えてください"],
  [500, "In which city would you like to work, and from when on could you begin there"],
])(
  "an organization with %i member fields that are questions: members are imported, and refreshed",
  async (count, question) => {
    fields = Array.from({ length: count }, (_, i) =>
      text(`5b3f908c99c94b6177d${10_000 + i}`, `${question} (${i + 1})?`),
    );
    await importMembers();
    expect(header().filter((name) => name.startsWith(question))).toHaveLength(count);
    const columns = fields.map(({ name }) => name);
    const ends = { status: "done", error: null };
    // Two tables of 500 such names each are more than the 500 KB that Google gives a file: that is told.
    if (count < 500) expect(await importMembers({ columns, sheet: "Asked" })).toMatchObject(ends);
    expect(await run({ kind: "refresh", sheet: MEMBERS, full: true })).toMatchObject(ends);
  },
);
