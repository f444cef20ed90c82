import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { BookFile } from "../../local/runtime/book-file.ts";
import type { Host } from "../../local/runtime/host.ts";
import type { PushPlan } from "../../src/ui/calls.ts";
import { freshFile, grid, json, must, openHost, type Servers, settle, start, startServers } from "../rig.ts";
import { STATUS, under } from "./pushing.ts";

let servers: Servers;
let imported: BookFile;

const SHEET = "Huntr Members";
const field = (type: string) =>
  must(servers.huntr.data.memberFields.find(({ fieldType }) => fieldType === type));
const valueIn = (memberId: unknown, fieldId: string) =>
  servers.huntr.data.members
    .find(({ id }) => id === memberId)
    ?.memberFieldValues.find((one) => one.fieldId === fieldId)?.value;
const puts = (from: number) => servers.huntr.requests.slice(from).filter(({ method }) => method === "PUT");

beforeAll(async () => {
  servers = await startServers({
    huntr: { size: { jobs: 0, activities: 0, members: 12, employers: 2 }, requestsPerSecond: null },
  });
  const host = await openHost(await freshFile(servers.routes), servers.routes);
  await start(host, { kind: "import", table: "huntr.members" });
  await settle(host);
  imported = host.save();
  await host.close();
});
beforeEach(() => {
  servers.huntr.faults.clear();
  servers.huntr.restore(undefined);
});
afterAll(() => servers.close());

/** Types into the cell of a member's row under a header, as a person would. */
function type(host: Host, row: number, header: string, text: string | number | null): void {
  const sheet = must(host.book.sheets().find(({ name }) => name === SHEET)).id;
  const column = must(grid(host, SHEET)[0]).indexOf(header) + 1;
  host.book.write(sheet, row, column, [[text]]);
}

const spec = (...names: string[]) => ({
  kind: "push",
  push: "huntr.member-fields",
  sheet: SHEET,
  map: { id: "ID", ...Object.fromEntries(names.map((name) => [name, name])) },
});

test("what was imported stands in a hidden column, and nothing is sent while nobody changed anything", async () => {
  const host = await openHost(imported, servers.routes);
  const sheet = must(host.book.sheets().find(({ name }) => name === SHEET)).id;
  const at = must(grid(host, SHEET)[0]).indexOf("Member fields in Huntr");
  expect(at).toBeGreaterThan(5);
  const { getters } = host.book.model;
  expect(
    getters.isColHidden(
      must(getters.getSheetIds()[host.book.sheets().findIndex((one) => one.id === sheet)]),
      at,
    ),
  ).toBe(true);
  const before = servers.huntr.requests.length;
  await start(host, spec(...servers.huntr.data.memberFields.map(({ name }) => name)));
  expect((await settle(host))[0]).toMatchObject({ status: "done", counts: { changed: 0, skipped: 12 } });
  expect(puts(before)).toEqual([]);
  await host.close();
});

test("text, number, date and choice are sent as their fields hold them; an emptied cell empties", async () => {
  const host = await openHost(imported, servers.routes);
  host.book.timeZone = "Asia/Tokyo";
  const [text, number, date, choice] = ["TEXT", "NUMBER", "DATE", "MULTIPLE_CHOICE"].map(field);
  const ids = under(grid(host, SHEET), "ID");
  type(host, 2, must(text).name, "'00123");
  type(host, 2, must(number).name, 42);
  type(host, 3, must(date).name, "2026-05-01");
  type(host, 4, must(choice).name, must(must(choice?.choices)[0]).toUpperCase());
  const full = servers.huntr.data.members.findIndex(
    ({ memberFieldValues }, i) => i > 2 && memberFieldValues.some(({ fieldId }) => fieldId === must(text).id),
  );
  const emptied = must(servers.huntr.data.members[full]).id;
  type(host, ids.indexOf(emptied) + 2, must(text).name, null);
  await start(host, spec(...[text, number, date, choice].map((one) => must(one).name)));
  const [run] = await settle(host);
  expect(run).toMatchObject({ status: "done", counts: { failed: 0 } });
  expect(valueIn(ids[0], must(text).id)).toBe("00123");
  expect(valueIn(ids[0], must(number).id)).toBe(42);
  expect(valueIn(ids[1], must(date).id)).toBe(Date.UTC(2026, 4, 1) / 1000);
  expect(valueIn(ids[2], must(choice).id)).toBe(must(choice?.choices)[0]);
  expect(valueIn(emptied, must(text).id)).toBeUndefined();
  await host.close();
});

test.each(["TEXT", "NUMBER", "DATE", "MULTIPLE_CHOICE"])(
  "a %s whose cell's format shows nothing stays as it is in Huntr, edited or not",
  async (kind) => {
    const { id, name, choices } = field(kind);
    const [one, two] = servers.huntr.data.members.map((member) => String(member.id));
    const values = { TEXT: ["mine", "yours"], NUMBER: [1, 2], DATE: [86_400, 172_800] }[kind] ?? choices;
    const [held, other] = must(values) as (string | number)[];
    for (const member of [one, two]) servers.huntr.setFieldValue(must(member), id, held);
    const host = await openHost(imported, servers.routes);
    await start(host, { kind: "refresh", sheet: SHEET });
    await settle(host);
    const ids = under(grid(host, SHEET), "ID").map(String);
    const [untouched, edited] = [one, two].map((member) => ids.indexOf(must(member)) + 2);
    type(host, must(edited), name, kind === "DATE" ? "2026-05-01" : must(other));
    const sheet = must(host.book.sheets().find((each) => each.name === SHEET)).id;
    const column = must(grid(host, SHEET)[0]).indexOf(name) + 1;
    for (const row of [untouched, edited]) host.book.setNumberFormats(sheet, must(row), column, [[";;;"]]);
    const before = servers.huntr.requests.length;
    await start(host, spec(name));
    expect((await settle(host))[0]).toMatchObject({ status: "done", counts: { changed: 0, failed: 0 } });
    expect(puts(before)).toEqual([]);
    expect([one, two].map((member) => valueIn(member, id))).toEqual([held, held]);
    await host.close();
  },
);

test("a value of the wrong kind, and one that changed in Huntr meanwhile, are said and not sent", async () => {
  const host = await openHost(imported, servers.routes);
  const [text, number, choice] = ["TEXT", "NUMBER", "MULTIPLE_CHOICE"].map(field);
  const ids = under(grid(host, SHEET), "ID").map(String);
  type(host, 2, must(number).name, "many");
  type(host, 3, must(choice).name, "no such choice");
  type(host, 4, must(text).name, "mine");
  servers.huntr.setFieldValue(must(ids[2]), must(text).id, "theirs");
  servers.huntr.setFieldValue(must(ids[4]), must(text).id, "theirs, and nobody changed it here");
  const before = servers.huntr.requests.length;
  // What has a fault comes first, and rows in which nothing changed are counted alone.
  const plan = await json<PushPlan>(
    host.rpc("previewPush", [JSON.stringify(spec(...[text, number, choice].map((one) => must(one).name)))]),
  );
  expect(plan).toMatchObject({ send: 0, skipped: 9, failed: 3 });
  expect(plan.problems.map(({ row }) => row)).toEqual([2, 3, 4]);
  await start(host, spec(...[text, number, choice].map((one) => must(one).name)));
  expect((await settle(host))[0]).toMatchObject({ status: "done", counts: { changed: 0, failed: 3 } });
  expect(puts(before)).toEqual([]);
  const statuses = under(grid(host, SHEET), STATUS);
  expect(statuses[0]).toBe(`failed: "many" is no number, as ${must(number).name} takes: write it as 3.5`);
  expect(statuses[1]).toMatch(/^failed: "no such choice" is no choice of /);
  expect(statuses[2]).toMatch(
    new RegExp(`^failed: conflict: ${must(text).name} is "theirs" in Huntr by now`),
  );
  expect(statuses[4]).toBe("skipped: nothing to change");
  await host.close();
});

test("a row that was sent is looked at again when somebody changes it again", async () => {
  const host = await openHost(imported, servers.routes);
  const { id, name } = field("TEXT");
  const member = under(grid(host, SHEET), "ID")[0];
  for (const text of ["one", "two"]) {
    type(host, 2, name, text);
    await start(host, spec(name));
    expect((await settle(host))[0]).toMatchObject({ status: "done", counts: { changed: 1 } });
    expect(valueIn(member, id)).toBe(text);
    // As a refresh would.
    await start(host, { kind: "import", table: "huntr.members" });
    await settle(host);
  }
  await host.close();
});

test("edited again after it was sent, without a refresh between: sent, while what others changed stays a conflict", async () => {
  const host = await openHost(imported, servers.routes);
  const [text, number] = ["TEXT", "NUMBER"].map(field);
  const member = String(under(grid(host, SHEET), "ID")[0]);
  const both = spec(must(text).name, must(number).name);
  servers.huntr.setFieldValue(member, must(number).id, 7);
  for (const typed of ["one", "two"]) {
    type(host, 2, must(text).name, typed);
    // The second time the answer is lost after Huntr had acted.
    if (typed === "two")
      servers.huntr.faults.add({
        effect: { kind: "drop", when: "after" },
        when: ({ method }) => method === "PUT",
      });
    await start(host, both);
    expect((await settle(host))[0]).toMatchObject({ status: "done", counts: { changed: 1 } });
    expect(valueIn(member, must(text).id)).toBe(typed);
  }
  type(host, 2, must(text).name, "three");
  type(host, 2, must(number).name, 8);
  await start(host, both);
  expect((await settle(host))[0]).toMatchObject({ status: "done", counts: { changed: 0, failed: 1 } });
  expect(under(grid(host, SHEET), STATUS)[0]).toMatch(
    new RegExp(`^failed: conflict: ${must(number).name} is "7" in Huntr by now`),
  );
  expect(valueIn(member, must(number).id)).toBe(7);
  await host.close();
});

test("a field that holds several values: nothing to change while they stand as imported, and one typed over them is sent", async () => {
  const host = await openHost(imported, servers.routes);
  const { id, name, choices } = field("MULTIPLE_CHOICE");
  const [first, second] = must(choices);
  const member = String(under(grid(host, SHEET), "ID")[0]);
  servers.huntr.setFieldValue(member, id, [must(first), must(second)]);
  await start(host, { kind: "import", table: "huntr.members" });
  await settle(host);
  expect(under(grid(host, SHEET), name)[0]).toBe(`${first}, ${second}`);
  const before = servers.huntr.requests.length;
  await start(host, spec(name));
  expect((await settle(host))[0]).toMatchObject({ status: "done", counts: { changed: 0, skipped: 12 } });
  expect(puts(before)).toEqual([]);
  type(host, 2, name, must(second));
  await start(host, spec(name));
  expect((await settle(host))[0]).toMatchObject({ status: "done", counts: { changed: 1 } });
  expect(valueIn(member, id)).toBe(second);
  await host.close();
});

test("a cell that was edited after the check, in a row that it named or not, is not sent until it is checked again", async () => {
  const host = await openHost(imported, servers.routes);
  const { id, name } = must(field("TEXT"));
  const ids = under(grid(host, SHEET), "ID").map(String);
  const check = () => json<PushPlan>(host.rpc("previewPush", [JSON.stringify(spec(name))]));
  type(host, 2, name, "first");
  type(host, 4, name, "second");
  const plan = await check();
  expect(plan).toMatchObject({ send: 2, rows: "2, 4" });
  type(host, 9, name, "never shown");
  const before = servers.huntr.requests.length;
  await expect(start(host, { ...spec(name), checked: plan.checked })).rejects.toThrow(
    /^The rows were changed since they were checked\./,
  );
  type(host, 2, name, "another");
  await expect(start(host, { ...spec(name), checked: plan.checked })).rejects.toThrow(
    /since they were checked/,
  );
  expect(puts(before)).toEqual([]);
  const again = await check();
  expect(again.changes.map(({ row }) => row)).toEqual([2, 4, 9]);
  await start(host, { ...spec(name), checked: again.checked });
  expect((await settle(host))[0]).toMatchObject({ status: "done", counts: { changed: 3 } });
  expect([0, 2, 7].map((i) => valueIn(ids[i], id))).toEqual(["another", "second", "never shown"]);
  await host.close();
});

test("what changed in Huntr after the check brings no row along that the check did not name", async () => {
  const host = await openHost(imported, servers.routes);
  const { id, name } = must(field("TEXT"));
  // In a sheet without what was imported each cell that differs from Huntr is sent.
  const [one, two] = servers.huntr.data.members;
  for (const member of [one, two]) servers.huntr.setFieldValue(must(member).id, id, "as it is");
  const people = host.book.insertSheet("People");
  host.book.write(people, 1, 1, [
    ["ID", name],
    [must(one).id, "changed"],
    [must(two).id, "as it is"],
  ]);
  const order = { ...spec(name), sheet: "People" };
  const plan = await json<PushPlan>(host.rpc("previewPush", [JSON.stringify(order)]));
  expect(plan).toMatchObject({ send: 1, rows: "2" });
  servers.huntr.setFieldValue(must(two).id, id, "theirs");
  await start(host, { ...order, checked: plan.checked });
  expect((await settle(host))[0]).toMatchObject({
    status: "done",
    counts: { changed: 1 },
    note: "1 row was changed while it was checked, and is left out. Send again for it.",
  });
  expect([one, two].map((member) => valueIn(member?.id, id))).toEqual(["changed", "theirs"]);
  await host.close();
});

test("what would be sent as Huntr holds it is nothing to change: one choice in other case, a text with blanks", async () => {
  servers.huntr.restore(undefined);
  const choices = ["Data Science", "Sales, EMEA", "Go", "go"];
  const one = servers.huntr.createMemberField({ name: "Track", fieldType: "MULTIPLE_CHOICE", choices });
  const text = field("TEXT");
  const of = (n: number) => String(must(servers.huntr.data.members[n]).id);
  const held = ["Data Science", "Sales, EMEA", "Go", "Retired", "Data Science", "Data Science"];
  held.forEach((choice, n) => {
    servers.huntr.setFieldValue(of(n), one.id, choice);
    servers.huntr.setFieldValue(of(n), text.id, "abc");
  });
  const host = await openHost(await freshFile(servers.routes), servers.routes);
  await start(host, { kind: "import", table: "huntr.members" });
  await settle(host);
  const check = () => json<PushPlan>(host.rpc("previewPush", [JSON.stringify(spec("Track", text.name))]));
  const rowOf = (n: number) => under(grid(host, SHEET), "ID").indexOf(of(n)) + 2;
  for (const [n, typed] of [
    "data science",
    "SALES,  emea",
    "Go",
    "retired",
    "Data  Science",
    "\u200bdata science ",
  ].entries())
    type(host, rowOf(n), "Track", typed);
  type(host, rowOf(0), text.name, " abc ");
  expect(await check()).toMatchObject({ send: 0, failed: 0, changes: [] });
  const before = servers.huntr.requests.length;
  await start(host, spec("Track", text.name));
  expect((await settle(host))[0]).toMatchObject({ status: "done", counts: { changed: 0, failed: 0 } });
  expect(puts(before)).toEqual([]);
  // A refresh has nothing to keep, and another choice is a change.
  servers.huntr.setFieldValue(of(0), one.id, "Sales, EMEA");
  expect(await check()).toMatchObject({ send: 0, failed: 0 });
  type(host, rowOf(2), "Track", "go");
  type(host, rowOf(1), "Track", "data science");
  expect((await check()).changes).toEqual([
    { row: rowOf(1), change: 'Track: "Sales, EMEA" → "Data Science"' },
    { row: rowOf(2), change: 'Track: "Go" → "go"' },
  ]);
  // Elsewhere nothing is known of what was imported.
  const sheet = host.book.insertSheet("Mine");
  host.book.write(sheet, 1, 1, [
    ["ID", "Track"],
    [of(4), "DATA science"],
    [of(5), "go"],
    [of(3), "sales"],
  ]);
  const mine = { ...spec("Track"), sheet: "Mine" };
  expect(await json(host.rpc("previewPush", [JSON.stringify(mine)]))).toMatchObject({
    send: 1,
    skipped: 1,
    problems: [
      {
        row: 4,
        outcome: 'failed: "sales" is no choice of Track; there are "Data Science", "Sales, EMEA", "Go", "go"',
      },
    ],
  });
  for (const _ of ["first", "again"]) {
    await start(host, mine);
    await settle(host);
  }
  expect(puts(before)).toHaveLength(1);
  await host.close();
});
