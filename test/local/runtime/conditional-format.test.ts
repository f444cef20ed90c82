import { expect, test } from "vitest";
import { hostOn, outcomeOf, told } from "./fixture.ts";

const SHEET = "var s = SpreadsheetApp.getActiveSheet(); ";
const RULE = "SpreadsheetApp.newConditionalFormatRule()";

/** What a script reads back of a sheet's rules. */
const READ = `return s.getConditionalFormatRules().map(function (rule) {
  var condition = rule.getBooleanCondition();
  return [
    condition.getCriteriaType().name(), condition.getCriteriaValues().map(String), condition.getBackground(),
    rule.getRanges().map(function (range) { return range.getA1Notation(); }).join()
  ];
});`;

test("facts 5.5: setConditionalFormatRules puts its rules in the place of all others, and they read back as set", async () => {
  const body = `${SHEET}
    var old = ${RULE}.whenCellEmpty().setBackground("#000000").setRanges([s.getRange("Z1")]).build();
    s.setConditionalFormatRules([old]);
    s.setConditionalFormatRules([
      ${RULE}.whenTextEqualTo("APPLY").setBackground("#FF0000").setRanges([s.getRange("A1:B3"), s.getRange("D4")]).build(),
      ${RULE}.whenNumberBetween(1, 10.5).setBackground("#00ff00").setRanges([s.getRange("A1")]).build(),
      ${RULE}.whenFormulaSatisfied("=$C1>2").setBackground("#0000ff").setRanges([s.getRange("A:A")]).build(),
      ${RULE}.whenDateBefore(SpreadsheetApp.RelativeDate.PAST_WEEK).setBackground("#0000ff").setRanges([s.getRange("A1")]).build()
    ]);
    ${READ}`;
  expect(await outcomeOf(body)).toEqual([
    ["TEXT_EQUAL_TO", ["APPLY"], "#ff0000", "A1:B3,D4"],
    ["NUMBER_BETWEEN", ["1", "10.5"], "#00ff00", "A1"],
    ["CUSTOM_FORMULA", ["=$C1>2"], "#0000ff", "A1:A1000"],
    ["DATE_BEFORE_RELATIVE", ["PAST_WEEK"], "#0000ff", "A1"],
  ]);
});

test("conditional formats: a date comes back as the same instant, text styles as they were set", async () => {
  const body = `${SHEET}
    s.setConditionalFormatRules([${RULE}.whenDateAfter(new Date("2026-02-03T00:00:00Z"))
      .setBold(true).setItalic(true).setStrikethrough(true).setUnderline(false).setFontColor("#AA0000")
      .setRanges([s.getRange("A1")]).build()]);
    var c = s.getConditionalFormatRules()[0].getBooleanCondition();
    return [c.getCriteriaValues()[0].toISOString(), c.getBold(), c.getItalic(), c.getStrikethrough(), c.getUnderline(), c.getFontColor(), c.getBackground()];`;
  expect(await outcomeOf(body)).toEqual([
    "2026-02-03T00:00:00.000Z",
    true,
    true,
    true,
    false,
    "#aa0000",
    null,
  ]);
});

/** Sets one rule on A1:A9 and tells which rows of column A it colours. */
async function coloured(when: string, cells: readonly unknown[]): Promise<number[]> {
  const host = await hostOn(`function main() { ${SHEET}
    s.setConditionalFormatRules([${RULE}.${when}.setBackground("#ff0000").setRanges([s.getRange("A1:A9")]).build()]); }`);
  host.book.write(
    0,
    1,
    1,
    cells.map((cell) => [cell as string]),
  );
  expect(told(await host.call("main", [], { entry: "menu" }))).toBe(null);
  const getters = host.book.model.getters as unknown as {
    getCellConditionalFormatStyle(at: object): { fillColor?: string } | undefined;
  };
  return cells.flatMap((_, i) =>
    getters.getCellConditionalFormatStyle({ sheetId: "0", col: 0, row: i })?.fillColor ? [i + 1] : [],
  );
}

test.each([
  ['whenTextContains("app")', ["Apply", "apple", "pear", 5], [1, 2]],
  ['whenTextDoesNotContain("app")', ["Apply", "pear"], [2]],
  ['whenTextEqualTo("apply")', ["Apply", "apply now", "apply"], [1, 3]],
  ['whenTextStartsWith("ph")', ["PHONE", "no phone"], [1]],
  ['whenTextEndsWith("ED")', ["hired", "red x"], [1]],
  ["whenNumberGreaterThan(2)", [1, 3, "4x", ""], [2]],
  ["whenNumberNotEqualTo(2)", [1, 2], [1]],
  ["whenNumberNotBetween(2, 3)", [1, 2, 3, 4], [1, 4]],
  ["whenCellEmpty()", ["", "x"], [1]],
  ["whenCellNotEmpty()", ["", "x", 0], [2, 3]],
  ['whenFormulaSatisfied("=LEN($A1)>3")', ["abcd", "abc", "abcde"], [1, 3]],
  ["whenDateBefore(new Date('2026-02-03T00:00:00Z'))", ["2026-02-02", "2026-02-03", "text"], [1]],
  ["whenDateEqualTo(SpreadsheetApp.RelativeDate.TODAY)", ["2026-11-15", "2026-11-16"], [2]],
  ["whenDateBefore(SpreadsheetApp.RelativeDate.PAST_WEEK)", ["2026-11-08", "2026-11-10"], [1]],
])("conditional formats: %s colours what Sheets colours", async (when, cells, rows) => {
  // Blank rows beyond the cells of a case are not looked at.
  const given = [...cells, "filler"];
  const found = await coloured(when, given);
  expect(found.filter((row) => row <= cells.length)).toEqual(rows);
});

test("conditional formats: their ranges follow inserted and deleted rows and columns", async () => {
  const body = `${SHEET}
    s.setConditionalFormatRules([${RULE}.whenFormulaSatisfied("=$C3=1").setBackground("#111111").setRanges([s.getRange("B3:C6")]).build()]);
    s.insertRowsBefore(1, 2); s.insertColumnBefore(1); s.deleteRow(6); ${READ}`;
  expect(await outcomeOf(body)).toEqual([["CUSTOM_FORMULA", ["=$D5=1"], "#111111", "C5:D7"]]);
});

test("conditional formats: a copied rule is another one, and the sheet's own changes only by setting it", async () => {
  const body = `${SHEET}
    s.setConditionalFormatRules([${RULE}.whenCellEmpty().setBackground("#111111").setRanges([s.getRange("A1")]).build()]);
    var changed = s.getConditionalFormatRules()[0].copy().setBackground(null).whenTextContains("x").build();
    var before = s.getConditionalFormatRules()[0].getBooleanCondition().getBackground();
    s.setConditionalFormatRules([changed]);
    var after = s.getConditionalFormatRules();
    s.clearConditionalFormatRules();
    return [before, after[0].getBooleanCondition().getBackground(), after[0].getBooleanCondition().getCriteriaValues(), s.getConditionalFormatRules().length];`;
  expect(await outcomeOf(body)).toEqual(["#111111", null, ["x"], 0]);
});

test.each([
  ["no range", `${RULE}.whenCellEmpty().build()`, "Exception: Ranges must have at least one range."],
  ["an empty list of ranges", `${RULE}.setRanges([])`, "Exception: Ranges must have at least one range."],
  [
    "a rule of another sheet",
    `var t = SpreadsheetApp.getActive().insertSheet("t");
     t.setConditionalFormatRules([${RULE}.whenCellEmpty().setRanges([s.getRange("A1")]).build()])`,
    "Exception: Conditional format rule cannot reference a different sheet.",
  ],
  [
    "a text for a number",
    `${RULE}.whenNumberGreaterThan("1")`,
    "Exception: The parameters (String) don't match the method signature for SpreadsheetApp.ConditionalFormatRuleBuilder.whenNumberGreaterThan.",
  ],
  [
    "a builder for a rule",
    `s.setConditionalFormatRules([${RULE}])`,
    "Exception: The parameters ((class)[]) don't match the method signature for SpreadsheetApp.Sheet.setConditionalFormatRules.",
  ],
  [
    "a colour scale",
    `${RULE}.setGradientMaxpoint("#ffffff")`,
    "Error: not implemented in the stand-in: ConditionalFormatRuleBuilder.setGradientMaxpoint",
  ],
])("facts 5.1: conditional formats refuse %s", async (_, code, message) => {
  expect(await outcomeOf(SHEET + code)).toBe(message);
});
