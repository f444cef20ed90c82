import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ChoiceList, joinChoices } from "../../src/core/choices.ts";
import { alike } from "../../src/core/names.ts";

/** Several choices in one cell. */

const PLAIN = ["Sales", "Design", "Data Science"];
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
  "line\nline",
];

const read = (choices: readonly string[], text: string) => new ChoiceList(choices).read(text);

describe("what a cell says", () => {
  test.each<[string, readonly string[], string, string[], string[]]>([
    ["one", PLAIN, "Sales", ["Sales"], []],
    ["several", PLAIN, "Sales, Data Science", ["Sales", "Data Science"], []],
    ["no blanks", PLAIN, "Sales,Design", ["Sales", "Design"], []],
    ["semicolons and lines", PLAIN, "Sales; Design\nData Science", ["Sales", "Design", "Data Science"], []],
    ["another case, and blanks", PLAIN, " sales ,DATA  science", ["Sales", "Data Science"], []],
    ["twice", PLAIN, "Sales, sales, Sales", ["Sales"], []],
    ["separators and nothing between", PLAIN, ", ;\n,", [], []],
    ["nothing", PLAIN, "", [], []],
    ["blanks", PLAIN, "  ", [], []],
    ["no choice", PLAIN, "Sales, Marketing", ["Sales"], ["Marketing"]],
    ["no choices at all", [], "Sales", [], ["Sales"]],
    ["with quotes that it does not need", PLAIN, '"Sales", "Design"', ["Sales", "Design"], []],
    ["a comma in a choice, in quotes", AWKWARD, '"Sales, EMEA"', ["Sales, EMEA"], []],
    ["a comma that may be either", AWKWARD, "Sales, EMEA", ["Sales", "EMEA"], []],
    [
      "a comma that must be the choice's",
      ["Sales, EMEA", "Design"],
      "Design, sales,emea",
      ["Design", "Sales, EMEA"],
      [],
    ],
    ["the same beside no choice", ["Sales, EMEA"], "Sales, EMEA, Typo", ["Sales, EMEA"], ["Typo"]],
    ["half of it in quotes", ["Sales, EMEA"], '"Sales", EMEA', [], ["Sales", "EMEA"]],
    ["quotes in a choice", AWKWARD, 'the "best", EMEA', ['the "best"', "EMEA"], []],
    ["a quote that is not closed", AWKWARD, '"EMEA, Sales', ["Sales"], ['"EMEA']],
    ["case alone tells two apart: exactly so", AWKWARD, "Go", ["Go"], []],
    ["case alone tells two apart: neither", AWKWARD, "GO", [], ["GO"]],
    ["a choice that is only a separator", [",", "A"], 'A, ","', ["A", ","], []],
  ])("%s", (_what, choices, text, known, unknown) => {
    expect(read(choices, text)).toEqual({ known, unknown });
  });
});

test.each<[readonly string[], string]>([
  [[], ""],
  [["A", "B"], "A, B"],
  [["A", "A"], "A"],
  [["", " ", "A"], "A"],
  [["Sales, EMEA", "A"], '"Sales, EMEA", A'],
  [['the "best"'], '"the ""best"""'],
  [[" A"], '" A"'],
])("%j is shown as %s", (choices, shown) => {
  expect(joinChoices(choices)).toBe(shown);
});

const choice = fc.oneof(
  fc.constantFrom(...AWKWARD, ",", '"', '""', '"A", "B"', ", A", "A,", "1", "1.5", "TRUE", "\u00a0x"),
  fc.string({ unit: fc.constantFrom("a", "A", "b", " ", ",", ";", '"', "\n", "é") }),
  fc.string(),
);
const choices = fc.uniqueArray(choice, { maxLength: 8 }).map((all) => all.filter((one) => alike(one) !== ""));
const chosen = choices.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all)));

test("any choices among any are read from what is shown of them", () => {
  fc.assert(
    fc.property(chosen, ([all, some]) => {
      const { known, unknown } = read(all, joinChoices(some));
      expect([new Set(known), unknown]).toEqual([new Set(some), []]);
    }),
    { numRuns: 300 },
  );
});

test("in another order, or twice, they mean the same; with one more or less they do not", () => {
  fc.assert(
    fc.property(chosen, fc.nat(), ([all, some], n) => {
      const list = new ChoiceList(all);
      const meaning = list.meaning(joinChoices(some));
      expect(list.meaning(joinChoices([...some].reverse()))).toBe(meaning);
      expect(list.meaning([...some, ...some].map((one) => joinChoices([one])).join(";"))).toBe(meaning);
      if (some.length > 0)
        expect(list.meaning(joinChoices(some.filter((_, i) => i !== n % some.length)))).not.toBe(meaning);
    }),
    { numRuns: 200 },
  );
});

test("any text is read, and what is read of it is read again", () => {
  fc.assert(
    fc.property(choices, fc.oneof(choice, fc.string()), (all, text) => {
      const list = new ChoiceList(all);
      const { known, unknown } = list.read(text);
      expect(new Set(list.read(joinChoices([...known, ...unknown])).known)).toEqual(new Set(known));
    }),
    { numRuns: 200 },
  );
});

test("a long text of commas is read at once", () => {
  const list = new ChoiceList(["a", "a, a", "a, a, a"]);
  expect(list.read(`${"a, ".repeat(5_000)}x`)).toEqual({ known: ["a"], unknown: ["x"] });
  expect(list.read('"'.repeat(50_000)).known).toEqual([]);
});
