import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { BookFile } from "../../local/runtime/book-file.ts";
import type { Host } from "../../local/runtime/host.ts";
import { ChoiceList, joinChoices } from "../../src/core/choices.ts";
import type { PushPlan } from "../../src/ui/calls.ts";
import { freshFile, grid, json, must, openHost, type Servers, settle, start, startServers } from "../rig.ts";
import { STATUS, under, withRows } from "./pushing.ts";

/** Member fields of several choices, for a Huntr that has them as lists and for one that makes a text of them. */

const SHEET = "Huntr Members";
const NAME = "Skills";
const PLAIN = ["Sales", "Design", "Data Science", "2024"];
const AWKWARD = [
  "Sales",
  "EMEA",
  "Sales, EMEA",
  'the "best"',
  " blank ",
  "a;b",
  "go",
  "Go",
  "=1+1",
  "'x",
  "1.5",
];

describe.each(["older", "newer"] as const)("the %s reading", (reading) => {
  let servers: Servers;
  let file: BookFile;
  let host: Host;
  let fieldId = "";
  let begun: unknown;

  const memberIn = (row: number) => String(grid(host, SHEET)[row - 1]?.[0]);
  const heldBy = (memberId: string) =>
    must(servers.huntr.data.members.find(({ id }) => id === memberId)).memberFieldValues.find(
      (one) => one.fieldId === fieldId,
    )?.value;
  const cells = () => under(grid(host, SHEET), NAME);
  let asked = 0;
  const puts = () => servers.huntr.requests.slice(asked).filter(({ method }) => method === "PUT");
  const set = (row: number, value: unknown) => servers.huntr.setFieldValue(memberIn(row), fieldId, value);

  beforeAll(async () => {
    servers = await startServers({
      huntr: {
        size: { jobs: 0, activities: 0, members: 12, employers: 2 },
        requestsPerSecond: null,
        reading,
      },
    });
    file = await freshFile(servers.routes);
    await use(PLAIN, (n) => (n === 0 ? ["Data Science", "Sales"] : n === 1 ? [] : null));
  });
  beforeEach(async () => {
    servers.huntr.faults.clear();
    servers.huntr.restore(begun);
    asked = servers.huntr.requests.length;
    host = await openHost(file, servers.routes);
    return () => host.close();
  });
  afterAll(() => servers.close());

  /** A field with these choices, what the first members hold of it, and a members table. */
  async function use(choices: string[], held: (n: number) => unknown): Promise<void> {
    servers.huntr.restore(undefined);
    fieldId = servers.huntr.createMemberField({ name: NAME, fieldType: "MULTIPLE_SELECT", choices }).id;
    servers.huntr.data.members.forEach(({ id }, n) => {
      if (held(n) !== null) servers.huntr.setFieldValue(id, fieldId, held(n));
    });
    begun = servers.huntr.state();
    host = await openHost(file, servers.routes);
    await start(host, { kind: "import", table: "huntr.members" });
    await settle(host);
    file = host.save();
    await host.close();
  }
  function type(row: number, text: string | null): void {
    const sheet = must(host.book.sheets().find(({ name }) => name === SHEET)).id;
    const column = must(grid(host, SHEET)[0]).indexOf(NAME) + 1;
    host.book.write(sheet, row, column, [[text]]);
  }
  const spec = { kind: "push", push: "huntr.member-fields", sheet: SHEET, map: { id: "ID", [NAME]: NAME } };
  const check = () => json<PushPlan>(host.rpc("previewPush", [JSON.stringify(spec)]));
  async function send(more: object = spec) {
    await start(host, more);
    return must((await settle(host))[0]);
  }

  test("are shown joined; the same in another order, case or twice is nothing to change", async () => {
    expect(cells().slice(0, 3)).toEqual(["Data Science, Sales", "", ""]);
    for (const text of ["Sales, Data Science", " sales ;DATA science\nSales", "Sales,Sales,Data Science"]) {
      type(2, text);
      expect(await check()).toMatchObject({ send: 0, skipped: 12, failed: 0 });
      expect(await send()).toMatchObject({ status: "done", counts: { changed: 0, skipped: 12 } });
    }
    type(3, " , ");
    expect(await check()).toMatchObject({ send: 0, failed: 0 });
    expect(puts()).toEqual([]);
  });

  test("are sent as a list, of which Check says each; none is an empty list", async () => {
    type(2, "sales, design");
    type(3, "Data Science");
    type(4, "2024");
    const { changes } = await check();
    const before = reading === "newer" ? '"Data Science", "Sales"' : '"Data Science, Sales"';
    expect(changes).toEqual([
      { row: 2, change: `${NAME}: ${before} → "Sales", "Design"` },
      { row: 3, change: `${NAME}: "" → "Data Science"` },
      { row: 4, change: `${NAME}: "" → "2024"` },
    ]);
    expect(await send()).toMatchObject({ status: "done", counts: { changed: 3, failed: 0 } });
    expect([2, 3, 4].map((row) => heldBy(memberIn(row)))).toEqual([
      ["Sales", "Design"],
      ["Data Science"],
      ["2024"],
    ]);
    type(2, null);
    expect((await check()).changes[0]?.change).toMatch(/ → ""$/);
    expect(await send()).toMatchObject({ status: "done", counts: { changed: 1, failed: 0 } });
    expect(heldBy(memberIn(2))).toEqual([]);
    // What was sent is known: the next refresh has nothing to do, and nothing to keep.
    expect(await send({ kind: "refresh", sheet: SHEET })).toMatchObject({ counts: { changed: 0 } });
  });

  test("whose cell's format shows nothing stay as they are in Huntr", async () => {
    const id = must(host.book.sheets().find(({ name }) => name === SHEET)).id;
    host.book.setNumberFormats(id, 2, must(grid(host, SHEET)[0]).indexOf(NAME) + 1, [[";;;"]]);
    expect((await check()).changes).toEqual([]);
    expect(await send()).toMatchObject({ counts: { changed: 0, failed: 0 } });
    expect(puts()).toEqual([]);
  });

  test("a word that is no choice is said, and one that was a choice may stay", async () => {
    type(3, "Sales, Marketing");
    expect((await check()).problems).toEqual([
      {
        row: 3,
        outcome: `failed: "Marketing" is no choice of ${NAME}; there are ${PLAIN.map((one) => `"${one}"`).join(", ")}`,
      },
    ]);
    type(3, null);
    // Renamed in Huntr; what members hold is not.
    const fields = servers.huntr.data.memberFields;
    const at = fields.findIndex(({ id }) => id === fieldId);
    fields[at] = { ...must(fields[at]), choices: ["Selling", ...PLAIN.slice(1)] };
    expect(await check()).toMatchObject({ send: 0, failed: 0 });
    type(2, "Sales, Data Science, Design");
    expect((await check()).changes[0]?.change).toMatch(
      / → "Data Science", "Design", "Sales"$|"Sales", "Data Science", "Design"$/,
    );
    // Whether Huntr takes it nobody knows: here it does not, and nothing is lost.
    expect(await send()).toMatchObject({ status: "done", counts: { changed: 0, failed: 1 } });
    expect(heldBy(memberIn(2))).toEqual(["Data Science", "Sales"]);
    type(2, "Selling, Data Science");
    expect(await send()).toMatchObject({ counts: { changed: 1, failed: 0 } });
  });

  test("what changed on both sides is a conflict; another order in Huntr is none", async () => {
    type(2, "Design");
    set(2, ["Sales", "Data Science"]);
    expect(await check()).toMatchObject({ send: 1, failed: 0 });
    set(2, ["Sales"]);
    expect((await check()).problems[0]?.outcome).toBe(
      `failed: conflict: ${NAME} is "Sales" in Huntr by now and was "Data Science, Sales"; type "Sales", refresh, then change it again`,
    );
    set(2, ["Design"]);
    expect(await check()).toMatchObject({ send: 0, failed: 0 });
    expect(puts()).toEqual([]);
  });

  test("a refresh keeps an edit, and takes another order for none", async () => {
    type(2, "Sales, Data Science");
    type(3, "Design, Sales");
    set(4, ["Design", "Sales"]);
    const refresh = () => send({ kind: "refresh", sheet: SHEET, full: true });
    expect(await refresh()).toMatchObject({ status: "done", counts: { changed: 1 } });
    expect(cells().slice(0, 3)).toEqual(["Sales, Data Science", "Design, Sales", "Design, Sales"]);
    set(2, ["Sales", "2024"]);
    expect(await refresh()).toMatchObject({ counts: { changed: 1 } });
    expect(cells()[0]).toBe("Sales, 2024");
    expect(await send()).toMatchObject({ counts: { changed: 1, failed: 0 } });
    expect(heldBy(memberIn(3))).toEqual(["Design", "Sales"]);
    type(2, "2024,sales");
    expect(await refresh()).toMatchObject({ counts: { changed: 0 } });
  });

  test("an answer that shows other choices than were sent is told, and the edit stays one", async () => {
    servers.huntr.faults.add({
      effect: {
        kind: "change",
        change: (reply) => {
          const body = reply.body as { memberFieldValues: { fieldId: string; value: unknown }[] };
          const memberFieldValues = body.memberFieldValues.map((one) =>
            one.fieldId === fieldId ? { ...one, value: "Sales" } : one,
          );
          return { ...reply, body: { ...body, memberFieldValues } };
        },
      },
      when: ({ method }) => method === "PUT",
      times: 1,
    });
    type(2, "Sales, Design");
    expect(await send()).toMatchObject({ status: "done", counts: { changed: 0, failed: 1 } });
    expect(under(grid(host, SHEET), STATUS)[0]).toBe(
      `failed: ${NAME} holds "Sales" in Huntr, which did not take "Sales", "Design"`,
    );
  });

  test.each([
    ["no body", null],
    ["something else", { ok: true }],
    ["a member without values", { id: "x", email: "x@y.example" }],
  ])("%s in answer to a change is a success all the same", async (_what, body) => {
    servers.huntr.faults.add({
      effect: { kind: "change", change: (reply) => ({ ...reply, body }) },
      when: ({ method }) => method === "PUT",
    });
    type(2, "Sales, Design");
    expect(await send()).toMatchObject({ counts: { changed: 1, failed: 0 } });
  });

  test("an answer that was lost is asked for, in whatever order it is held", async () => {
    servers.huntr.faults.add({
      effect: { kind: "drop", when: "after" },
      when: ({ method }) => method === "PUT",
    });
    type(2, "Sales, Design");
    expect(await send()).toMatchObject({ status: "done", counts: { changed: 1, failed: 0 } });
    expect(puts()).toHaveLength(1);
  });

  test("invitations carry a list where a row has choices, and nothing where it has none", async () => {
    await host.close();
    const rows = [
      ["E-mail", NAME],
      ["ada@new.example", "design; sales"],
      ["bo@new.example", ""],
      ["cy@new.example", "Typo"],
    ];
    host = await openHost(await withRows(file, servers, "People", rows), servers.routes);
    const invite = {
      kind: "push",
      push: "huntr.invitations",
      sheet: "People",
      map: { email: "E-mail", [NAME]: NAME },
    };
    expect(await send(invite)).toMatchObject({ status: "done", counts: { invited: 2, failed: 1 } });
    const sent = ["ada@new.example", "bo@new.example"].map(
      (email) =>
        must(servers.huntr.data.invitations.find(({ toEmail }) => toEmail === email)).memberFieldValues,
    );
    expect(sent).toEqual([[{ fieldId, value: ["Design", "Sales"] }], []]);
    await send({ kind: "import", table: "huntr.invitations" });
    const shown = grid(host, "Huntr Invitations");
    const at = shown.findIndex((row) => row.includes("ada@new.example"));
    expect(under(shown, NAME)[at - 1]).toBe("Design, Sales");
  });

  test("in a sheet of one's own blank cells are left alone, and the same choices for all are sent", async () => {
    await host.close();
    const members = servers.huntr.data.members.slice(0, 3);
    const rows = [["E-mail", "Mine"], ...members.map(({ email }, n) => [email, n === 1 ? "Design" : ""])];
    host = await openHost(await withRows(file, servers, "Mine", rows), servers.routes);
    const own = { kind: "push", push: "huntr.member-fields", sheet: "Mine" };
    await send({ ...own, map: { email: "E-mail", [NAME]: "Mine" } });
    expect(members.map(({ id }) => heldBy(id))).toEqual([["Data Science", "Sales"], ["Design"], undefined]);
    await send({ ...own, map: { email: "E-mail" }, constants: { [NAME]: "Sales, 2024" } });
    for (const { id } of members) expect(heldBy(id)).toEqual(["Sales", "2024"]);
  });
});

test("any choices, typed as they are shown, are the very ones that Huntr holds; typed again in another order nothing is sent", async () => {
  const servers = await startServers({
    huntr: {
      size: { jobs: 0, activities: 0, members: 40, employers: 2 },
      requestsPerSecond: null,
      reading: "newer",
    },
  });
  const { huntr } = servers;
  const { id: fieldId } = huntr.createMemberField({
    name: NAME,
    fieldType: "MULTIPLE_SELECT",
    choices: AWKWARD,
  });
  const host = await openHost(await freshFile(servers.routes), servers.routes);
  const done = async (spec: object) => {
    await start(host, spec);
    return must((await settle(host))[0]);
  };
  try {
    await done({ kind: "import", table: "huntr.members" });
    const [header = [], ...rows] = grid(host, SHEET);
    const sets = fc.sample(fc.shuffledSubarray(AWKWARD), { numRuns: rows.length, seed: 7 });
    const at = header.indexOf(NAME) + 1;
    const sheet = must(host.book.sheets().find(({ name }) => name === SHEET)).id;
    const put = (texts: string[]) =>
      host.book.write(
        sheet,
        2,
        at,
        texts.map((text) => [/^[=']/.test(text) ? `'${text}` : text]),
      );
    put(sets.map(joinChoices));
    const spec = { kind: "push", push: "huntr.member-fields", sheet: SHEET, map: { id: "ID", [NAME]: NAME } };
    const filled = sets.filter((one) => one.length > 0).length;
    expect(await done(spec)).toMatchObject({ status: "done", counts: { changed: filled, failed: 0 } });
    rows.forEach((row, n) => {
      const { memberFieldValues } = must(huntr.data.members.find(({ id }) => id === row[0]));
      const held = memberFieldValues.find((one) => one.fieldId === fieldId)?.value ?? [];
      expect(new Set(held as string[])).toEqual(new Set(sets[n]));
    });
    put(sets.map((one) => joinChoices([...one].reverse())));
    const before = huntr.requests.length;
    expect(await done(spec)).toMatchObject({ counts: { changed: 0, failed: 0 } });
    expect(huntr.requests.slice(before).filter(({ method }) => method === "PUT")).toEqual([]);
    expect(await done({ kind: "refresh", sheet: SHEET })).toMatchObject({ counts: { changed: 0 } });
    const shown = under(grid(host, SHEET), NAME).map(
      (text) => new ChoiceList(AWKWARD).read(String(text)).known,
    );
    shown.forEach((known, n) => {
      expect(new Set(known)).toEqual(new Set(sets[n]));
    });
  } finally {
    await host.close();
    await servers.close();
  }
});
