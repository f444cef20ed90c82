import { describe, expect, test } from "vitest";
import { cellOf, meaningOf } from "../../src/core/cells.ts";
import type { Json, JsonObject } from "../../src/core/ports.ts";
import type { Column } from "../../src/core/resource.ts";
import { choicesHint, mappedField, readerOf, sentValue } from "../../src/huntr/member-field-values.ts";

/** Member fields of several choices (MULTIPLE_SELECT), as lists and as the text of an older Huntr. */

const FIELD: JsonObject = {
  id: "f",
  name: "Skills",
  fieldType: "MULTIPLE_SELECT",
  choices: ["Sales", "EMEA", "Sales, EMEA", "Design"],
};
const column: Column = { name: "skills", header: "Skills", help: "", byDefault: true, ...readerOf(FIELD) };
const warnings: string[] = [];
const cell = (value: Json) =>
  cellOf(column, { id: "m", memberFieldValues: [{ fieldId: "f", value }] }, (text) => warnings.push(text));
const sent = (text: string, before?: string) =>
  sentValue(mappedField("Skills", FIELD), text, () => "", before);

describe("what a cell shows", () => {
  test.each<[string, Json, string | null]>([
    ["a list", ["Sales", "Design"], "Sales, Design"],
    ["a choice with a comma", ["Sales, EMEA"], '"Sales, EMEA"'],
    ["a choice with a comma, as a text", "Sales, EMEA", '"Sales, EMEA"'],
    ["several, as a text", "Sales, Design", "Sales, Design"],
    ["one, as a text", "Sales", "Sales"],
    ["none", [], null],
    ["none, as a text", "", null],
    ["nothing", null, null],
    ["one twice, blanks and numbers", ["Sales", "Sales", null, "", " ", 7, true], "Sales, 7, true"],
    ["a number", 7, "7"],
    ["what is no choice any more", ["Marketing", "Sales"], "Marketing, Sales"],
  ])("%s", (_what, value, shown) => {
    warnings.length = 0;
    expect([cell(value), warnings]).toEqual([shown, []]);
  });

  test("objects are warned of, and shown as nothing", () => {
    warnings.length = 0;
    expect([cell([{ id: "x" }]), cell({ id: "x" }), warnings.length]).toEqual([null, null, 2]);
  });

  test("the same as a list and as a text, in any order", () => {
    const meaning = (value: Json) => meaningOf(column, cell(value));
    expect(meaning("Design, Sales")).toBe(meaning(["Sales", "Design"]));
    expect(meaning("")).toBe(meaning([]));
    expect(meaning("Sales, EMEA")).toBe(meaning(["Sales, EMEA"]));
    expect(meaning(["Sales, EMEA"])).not.toBe(meaning(["Sales", "EMEA"]));
  });
});

describe("what is sent", () => {
  test.each<[string, string, string | undefined, Json]>([
    ["one choice", "design", undefined, ["Design"]],
    ["several", "Design;EMEA", undefined, ["Design", "EMEA"]],
    ["none", " , ", undefined, null],
    [
      "what is no choice any more, where it is held",
      "marketing, Design",
      "Sales, Marketing",
      ["Marketing", "Design"],
    ],
  ])("%s", (_what, text, before, value) => {
    expect(sent(text, before)).toEqual(value);
  });

  test.each([
    ["Marketing, Sales", "Design"],
    ["Typo", ""],
  ])("%s: refused with what there is", (text, before) => {
    expect(() => sent(text, before)).toThrow(
      / is no choice of Skills; there are "Sales", "EMEA", "Sales, EMEA", "Design"$/,
    );
  });
});

test.each<[string, string | null]>([
  [
    "Sales, EMEA",
    'Skills is sent as "Sales", "EMEA"; for the one choice write "Sales, EMEA", with the quotes',
  ],
  ["EMEA, Sales", null],
  ['"Sales, EMEA"', null],
  ["Sales", null],
  ["", null],
])("%j may be read in two ways: %j", (text, hint) => {
  expect(choicesHint([mappedField("Skills", FIELD)], { Skills: text })).toBe(hint);
  expect(choicesHint([mappedField("Skills", { ...FIELD, fieldType: "TEXT" })], { Skills: text })).toBe(null);
});
