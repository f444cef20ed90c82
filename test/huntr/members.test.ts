import { describe, expect, test } from "vitest";
import { cellOf } from "../../src/core/cells.ts";
import type { Json, JsonObject } from "../../src/core/ports.ts";
import { members } from "../../src/huntr/members.ts";

function own(fields: JsonObject[]) {
  return members.ownColumns?.((table) => (table === "huntr.member-fields" ? fields : [])) ?? [];
}

function fieldCell(fieldType: string | undefined, value: Json): [unknown, number] {
  const field: JsonObject = { id: "f1", name: "Field", ...(fieldType === undefined ? {} : { fieldType }) };
  const [column] = own([field]);
  if (column === undefined) throw new Error("no column");
  const warnings: string[] = [];
  const member = {
    id: "m1",
    memberFieldValues: [
      { fieldId: "other", value: "x" },
      { fieldId: "f1", value },
    ],
  };
  const cell = cellOf(column, member, (warning) => warnings.push(warning));
  return [cell, warnings.length];
}

describe("member field columns", () => {
  test.each<[string | undefined, Json, unknown, number]>([
    ["MULTIPLE_CHOICE", "Seattle", "Seattle", 0],
    ["MULTIPLE_CHOICE", ["Seattle", "Miami"], "Seattle, Miami", 0],
    ["TEXT", "00123", "00123", 0],
    ["TEXT", 42, "42", 0],
    ["TEXT", true, "true", 0],
    ["TEXT", { odd: 1 }, null, 1],
    ["NUMBER", 42, 42, 0],
    ["NUMBER", "42.5", 42.5, 0],
    ["NUMBER", ["42"], 42, 0],
    ["NUMBER", "", null, 0],
    ["NUMBER", "many", null, 1],
    ["DATE", 1777593600, new Date("2026-05-01"), 0],
    ["DATE", 1777593600000, new Date("2026-05-01"), 0],
    ["DATE", "2026-05-01", new Date("2026-05-01"), 0],
    ["DATE", "next May", null, 1],
    ["A_TYPE_OF_TOMORROW", "x", "x", 0],
    [undefined, "x", "x", 0],
    ["TEXT", null, null, 0],
    ["MULTIPLE_CHOICE", ["Seattle", null, 7, true], "Seattle, 7, true", 0],
    ["MULTIPLE_CHOICE", [], null, 0],
    ["NUMBER", [], null, 0],
    ["NUMBER", [1, 2], null, 1],
    ["DATE", [1777593600], new Date("2026-05-01"), 0],
    ["DATE", "2026-05-01T23:30:00-08:00", new Date("2026-05-02"), 0],
  ])("%s of %j", (fieldType, value, cell, warnings) => {
    expect(fieldCell(fieldType, value)).toEqual([cell, warnings]);
  });

  test("stand under the fields' own names; a field without a name or id has no column", () => {
    const columns = own([
      { id: "a", name: "Start Date" },
      { id: "b" },
      { name: "c" },
      { id: "d", name: "Email" },
    ]);
    expect(columns.map(({ name, header }) => [name, header])).toEqual([
      ["start_date", "Start Date"],
      ["email_2", "Email (member field)"],
    ]);
  });

  test("a member without values, or with an odd list of them, has empty cells", () => {
    const [column] = own([{ id: "a", name: "A" }]);
    for (const member of [
      {},
      { memberFieldValues: null },
      { memberFieldValues: ["x", null] },
    ] as JsonObject[]) {
      expect(column && cellOf(column, member, () => {})).toBeNull();
    }
  });
});
