import { expect, test } from "vitest";
import { recalculate } from "../../src/formulas/recalculate.ts";
import { must, OWNER, value } from "../rig.ts";
import { host, onStage, servers } from "../stage.ts";
import { fakeSheet } from "./fake-sheet.ts";

onStage({
  huntr: { size: { jobs: 5, activities: 0, members: 4, employers: 2 } },
  hunter: { size: { leads: 3 } },
  hours: 1,
});

/** The first sheet, which is the one that is open. */
const SHEET = 0;
const formulasOf = () => host.book.formulas(SHEET, 1, 1, 12, 6);
const shownIn = (row: number, column: number) => must(host.book.values(SHEET, row, column, 1, 1)[0])[0];
const huntrAsked = () => servers.huntr.requests.length;

async function recalculated() {
  const running = host.call("recalculateFormulas", [], { entry: "menu", as: OWNER });
  await value(running);
  await host.book.settled();
  return running;
}

test("Recalculate formulas: what changed at Huntr is shown, in somebody's larger formula too, and every formula is as it was", async () => {
  const [first] = servers.huntr.data.members;
  const id = must(first?.id);
  host.book.write(SHEET, 1, 1, [
    [`=HUNTR_MEMBER("${id}", "email")`, "=1+1"],
    [`=IF(TRUE, "<" & huntr_member("${id}", "email") & ">", "no")`, "note of mine"],
    ['="HUNTR_MEMBERS("', 7],
    ['=HUNTR_MEMBERS("", "email")', ""],
  ]);
  await host.book.settled();
  const before = formulasOf();
  const old = must(first?.email);
  expect(shownIn(1, 1)).toBe(old);

  const changed = "new.address@mail.example";
  for (const member of servers.huntr.data.members)
    if (member.id === id) Object.assign(member, { email: changed });

  const asked = huntrAsked();
  const execution = await recalculated();
  expect(formulasOf()).toEqual(before);
  expect(shownIn(1, 1)).toBe(changed);
  expect(shownIn(2, 1)).toBe(`<${changed}>`);
  expect(shownIn(3, 1)).toBe("HUNTR_MEMBERS(");
  expect([shownIn(1, 2), shownIn(2, 2), shownIn(3, 2)]).toEqual([2, "note of mine", 7]);
  expect(host.book.values(SHEET, 4, 1, 6, 1).flat()).toContain(changed);
  expect(huntrAsked()).toBeGreaterThan(asked);
  expect(execution.toasts.map(({ message }) => message)).toEqual([
    "Formulas computed anew: 3. What Hunter was paid for is kept.",
  ]);
});

test("nothing that is paid for is asked for again, and formulas next to each other cost two writes", async () => {
  const emails = servers.huntr.data.members.map(({ id }) => [`=HUNTR_MEMBER("${id}", "email")`]);
  host.book.write(SHEET, 1, 1, emails);
  host.book.write(SHEET, 1, 3, [['=HUNTER_VERIFY("one@example.com")'], ["=HUNTR_STAGE_TYPE(B1)"]]);
  await host.book.settled();
  const before = formulasOf();
  const paid = servers.hunter.requests.length;
  // The first time, what formulas paid for is moved to its sheet, too.
  await recalculated();
  const execution = await recalculated();
  expect(formulasOf()).toEqual(before);
  expect(servers.hunter.requests.length).toBe(paid);
  const calls = Object.fromEntries(execution.serviceCalls.map(({ name, count }) => [name, count]));
  expect(calls["Range.setValues"]).toBe(1);
  expect(calls["Range.setFormulas"]).toBe(1);
});

test("paid formulas that show an error, 'pending' or that they were not come to are computed again, those with results stay", async () => {
  const out = { effect: { kind: "status", status: 401, body: {} }, times: 3 } as const;
  host.book.write(SHEET, 1, 3, [['=HUNTER_VERIFY("known@example.com")']]);
  await host.book.settled();
  const known = shownIn(1, 3);
  servers.hunter.faults.add({ ...out, when: ({ query }) => query.get("email") === "failed@example.com" });
  host.book.write(SHEET, 2, 3, [['=HUNTER_VERIFY("failed@example.com")']]);
  host.book.write(SHEET, 3, 3, [['=HUNTER_VERIFY("slow.one@example.com")']]);
  host.book.write(SHEET, 1, 6, [["left.one@example.com"], ["left.two@example.com"]]);
  servers.hunter.faults.add({
    ...out,
    when: ({ query }) => query.get("email")?.startsWith("left.two") === true,
    effect: { kind: "drop", when: "before" },
  });
  host.book.write(SHEET, 5, 3, [["=HUNTER_VERIFY(F1:F2)"]]);
  await host.book.settled();
  expect([shownIn(2, 3), shownIn(3, 3)]).toEqual(["#ERROR!", "pending"]);
  expect(shownIn(6, 3)).toMatch(/^No answer yet: /);
  servers.hunter.faults.clear();
  await host.advance(2 * 3_600_000);
  const asked = servers.hunter.requests.length;
  await recalculated();
  const emails = servers.hunter.requests
    .slice(asked)
    .map(({ url }) => new URL(url, "https://a.example").searchParams.get("email"));
  expect(shownIn(1, 3)).toBe(known);
  expect(emails).not.toContain("known@example.com");
  expect(emails).not.toContain("left.one@example.com");
  for (const row of [2, 3, 5, 6]) expect(shownIn(row, 3)).toMatch(/^[a-z_]+$/);
});

test("a sheet without such formulas is not written to", async () => {
  host.book.write(SHEET, 1, 1, [["=1+1", "HUNTR_JOBS()"]]);
  const execution = await recalculated();
  expect(execution.serviceCalls.map(({ name }) => name)).not.toContain("Range.setValues");
  expect(execution.toasts[0]?.message).toMatch(/anew: 0\./);
});

const NAMES = ["HUNTR_JOBS", "HUNTR_JOB"];
const ports = { cache: { getAll: () => ({}), putAll: () => {}, remove: () => {} }, uuid: () => "0123456789" };

test("where Sheets refuses a cell, all other formulas are back, and the refusal is told", () => {
  const sheet = fakeSheet(
    [
      ["=HUNTR_JOBS()", "x", "=HUNTR_JOBS(B1)"],
      ["=1", "", ""],
      ["=Huntr_Job (A1)", "", "=A1"],
    ],
    (row, column) => row === 1 && column === 3,
  );
  const before = sheet.formulas();
  expect(() => recalculate(sheet, NAMES, sheet, ports)).toThrow("protected");
  expect(sheet.formulas()).toEqual(before);
  expect(sheet.writes.length).toBeGreaterThan(3);
});

test.each([
  ["=HUNTR_JOBS()", 1],
  ["=huntr_job(A1)", 1],
  ["=SUM(1,HUNTR_JOBS ())", 1],
  ['="a" & HUNTR_JOB("b")', 1],
  ["=MY_HUNTR_JOB(A1)", 0],
  ["=HUNTR_JOBS", 0],
  ['="say ""HUNTR_JOBS()"" twice"', 0],
  ["='HUNTR_JOBS(1)'!A1", 0],
  ["=HUNTER_VERIFY(HUNTR_JOB(A1))", 0],
])("%s counts as %i formulas of ours", (formula, count) => {
  const sheet = fakeSheet([[formula]], () => false);
  expect(recalculate(sheet, NAMES, sheet, ports)).toBe(count);
  expect(sheet.formulas()).toEqual([[formula]]);
});
