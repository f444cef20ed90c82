import { beforeEach, describe, expect, test } from "vitest";
import type { MemberField } from "../../local/apis/huntr/shapes.ts";
import { grid, must, type SeenRun, settle, start, value } from "../rig.ts";
import { host, onStage, servers } from "../stage.ts";

/** Member fields that a person typed over and has not sent yet, and the imports and refreshes that come before. */

const SHEET = "Huntr Members";
const HOUR_MS = 3_600_000;

onStage({
  hours: 9,
  huntr: { size: { jobs: 0, activities: 0, members: 12, employers: 2 }, requestsPerSecond: null },
  prepare: async (first) => {
    await start(first, { kind: "import", table: "huntr.members" });
    await settle(first);
  },
});

let text: MemberField;
beforeEach(() => {
  text = must(servers.huntr.data.memberFields.find(({ fieldType }) => fieldType === "TEXT"));
});

const sheetId = () => must(host.book.sheets().find(({ name }) => name === SHEET)).id;
const columnOf = (header: string) => must(grid(host, SHEET)[0]).indexOf(header) + 1;
const cellAt = (row: number, header = text.name) => grid(host, SHEET)[row - 1]?.[columnOf(header) - 1];
const noteAt = (row: number) => host.book.notes(sheetId(), row, columnOf(text.name), 1, 1)[0]?.[0] ?? "";
const memberIn = (row: number) => String(grid(host, SHEET)[row - 1]?.[0]);
const type = (row: number, cell: string, header = text.name) =>
  host.book.write(sheetId(), row, columnOf(header), [[cell]]);

async function run(spec: object): Promise<SeenRun> {
  const { id } = await start(host, spec);
  return must((await settle(host)).find((other) => other.id === id));
}
const refresh = () => run({ kind: "refresh", sheet: SHEET });
const send = () =>
  run({
    kind: "push",
    push: "huntr.member-fields",
    sheet: SHEET,
    map: { id: "ID", [text.name]: text.name },
  });

const ways: [string, object][] = [
  ["an import", { kind: "import", table: "huntr.members" }],
  ["a refresh", { kind: "refresh", sheet: SHEET }],
];

describe.each(ways)("%s", (_way, spec) => {
  test("leaves what was typed, and takes in what changed in Huntr beside it", async () => {
    for (let row = 2; row <= 6; row++) type(row, `edited ${row}`);
    const other = memberIn(9);
    servers.huntr.setFieldValue(other, text.id, "from Huntr");
    expect(await run(spec)).toMatchObject({ status: "done", counts: { changed: 1 } });
    for (let row = 2; row <= 6; row++) expect([cellAt(row), noteAt(row)]).toEqual([`edited ${row}`, ""]);
    expect(cellAt(9)).toBe("from Huntr");
    expect(await send()).toMatchObject({ status: "done", counts: { changed: 5, failed: 0 } });
    expect(await run(spec)).toMatchObject({ counts: { changed: 0 } });
  });

  test("leaves a cell that was emptied, and a formula, in a row of which something else is written", async () => {
    const filled = grid(host, SHEET).findIndex((row, i) => i > 0 && row[columnOf(text.name) - 1] !== "") + 1;
    type(filled, "");
    type(3, `="by "&"formula"`);
    for (const row of [filled, 3]) {
      const member = must(servers.huntr.data.members.find(({ id }) => id === memberIn(row)));
      servers.huntr.setMemberActive(member.id, !member.isActive);
    }
    expect(await run(spec)).toMatchObject({ counts: { changed: 2 } });
    expect(cellAt(filled)).toBe("");
    expect(cellAt(3)).toBe("by formula");
    expect(host.book.formulas(sheetId(), 3, columnOf(text.name), 1, 1)[0]?.[0]).toBe(`="by "&"formula"`);
    for (const row of [filled, 3])
      expect(cellAt(row, "Is active")).toBe(
        must(servers.huntr.data.members.find(({ id }) => id === memberIn(row))).isActive,
      );
  });

  test("where Huntr changed it too: both are told, on the cell and when it is sent, and nothing is lost", async () => {
    const member = memberIn(2);
    servers.huntr.setFieldValue(member, text.id, "before");
    await run(spec);
    type(2, "mine");
    host.book.setNotes(sheetId(), 2, columnOf(text.name), [["ask her about this"]]);
    servers.huntr.setFieldValue(member, text.id, "theirs");
    await run(spec);
    expect(cellAt(2)).toBe("mine");
    expect(noteAt(2)).toMatch(/^ask her about this\nHuntsheet: .*"theirs".*"before"/);
    await host.advance(HOUR_MS);
    expect(await run(spec)).toMatchObject({ counts: { changed: 0 } });
    expect(await send()).toMatchObject({ status: "done", counts: { changed: 0, failed: 1 } });
    expect(String(cellAt(2, "Huntsheet status"))).toMatch(/^failed: conflict: .*"theirs".*"before"/);
    // Huntr's word taken over, nothing stands against a change any more.
    type(2, "theirs");
    await run(spec);
    expect(noteAt(2)).toBe("ask her about this");
    type(2, "mine after all");
    await refresh();
    expect(await send()).toMatchObject({ counts: { changed: 1, failed: 0 } });
    const held = must(servers.huntr.data.members.find(({ id }) => id === member)).memberFieldValues;
    expect(held.find(({ fieldId }) => fieldId === text.id)?.value).toBe("mine after all");
  });

  test("sorted by the person: each edit is still beside its member", async () => {
    type(2, "edited");
    const member = memberIn(2);
    host.book.sortRange(sheetId(), 2, 1, 12, host.book.lastColumn(sheetId()), [
      { column: 4, ascending: false },
    ]);
    servers.huntr.setMemberActive(member, false);
    await run(spec);
    const row = grid(host, SHEET).findIndex(([id]) => id === member) + 1;
    expect(cellAt(row)).toBe("edited");
  });
});

test("a column that was taken out and is chosen again is filled, though its cells were blank", async () => {
  const at = columnOf(text.name);
  const shown = new Map(grid(host, SHEET).map((row) => [row[0], row[at - 1]]));
  host.book.removeColumns(sheetId(), at, 1);
  const spec = { kind: "import", table: "huntr.members" };
  await run({ ...spec, columns: ["given_name"] });
  expect(grid(host, SHEET)[0]).not.toContain(text.name);
  const seen = await run({ ...spec, columns: ["given_name", text.name] });
  expect(seen).toMatchObject({ status: "done", error: null });
  expect(new Map(grid(host, SHEET).map((row) => [row[0], row[columnOf(text.name) - 1]]))).toEqual(shown);
});

test("a column that was left out for a while: what changed in Huntr meanwhile is no edit, and is not sent back", async () => {
  const other = must(servers.huntr.data.memberFields.find(({ id }) => id !== text.id)).name;
  const member = memberIn(2);
  await run({ kind: "import", table: "huntr.members", columns: ["given_name", other] });
  servers.huntr.setFieldValue(member, text.id, "changed meanwhile");
  await run({ kind: "refresh", sheet: SHEET });
  expect(await send()).toMatchObject({ counts: { changed: 0, failed: 0 } });
  await run({ kind: "import", table: "huntr.members", columns: ["given_name", other, text.name] });
  expect([cellAt(2), noteAt(2)]).toEqual(["changed meanwhile", ""]);
  expect(await send()).toMatchObject({ counts: { changed: 0, failed: 0 } });
});

test("a schedule that comes before they are sent leaves them", async () => {
  for (let row = 2; row <= 6; row++) type(row, "edited by the coach");
  await value(host.rpc("saveSchedule", [sheetId(), JSON.stringify({ every: "hour" })]));
  await host.advance(2 * HOUR_MS);
  for (let row = 2; row <= 6; row++) expect(cellAt(row)).toBe("edited by the coach");
  expect(await send()).toMatchObject({ counts: { changed: 5 } });
});
