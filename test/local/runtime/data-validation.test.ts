import { expect, test } from "vitest";
import { hostOn, outcomeOf, told } from "./fixture.ts";

const SHEET = "var s = SpreadsheetApp.getActiveSheet(); ";
const RULE = "SpreadsheetApp.newDataValidation()";
const LIST = `${RULE}.requireValueInList(["Yes", "No"]).setAllowInvalid(false).build()`;

test("data validation: rules read back as they were set, cell by cell", async () => {
  const body = `${SHEET}
    var t = SpreadsheetApp.getActive().insertSheet("It's");
    s.getRange("A1:B2").setDataValidation(${RULE}.requireValueInList(["a", 2], false).setHelpText("a or 2").build());
    s.getRange("B2:C2").setDataValidations([[null, ${RULE}.requireValueInRange(t.getRange("A1:A5")).setAllowInvalid(false).build()]]);
    s.getRange("D1").setDataValidation(${RULE}.requireNumberBetween(1, 5).build());
    s.getRange("E1").setDataValidation(${RULE}.requireDateOnOrAfter(new Date("2026-02-03T00:00:00Z")).build());
    s.getRange("F1").setDataValidation(${RULE}.requireFormulaSatisfied("=F1>G1").build());
    s.getRange("G1").setDataValidation(${RULE}.requireTextIsEmail().build());
    return s.getRange("A1:H2").getDataValidations().map(function (row) { return row.map(function (rule) {
      if (!rule) return null;
      var values = rule.getCriteriaValues().map(function (v) {
        return v.getA1Notation ? v.getSheet().getName() + "!" + v.getA1Notation() : v.toISOString ? v.toISOString() : v; });
      return [rule.getCriteriaType().name(), values, rule.getAllowInvalid(), rule.getHelpText()];
    }); });`;
  // sealed: a member that a value lacks throws, so each kind is asked by what it has.
  const safe = body.replace("v.getA1Notation ?", 'typeof v === "object" && "getA1Notation" in v ?');
  const list = ["VALUE_IN_LIST", [["a", "2"], false], true, "a or 2"];
  expect(await outcomeOf(safe)).toEqual([
    [
      list,
      list,
      null,
      ["NUMBER_BETWEEN", [1, 5], true, null],
      ["DATE_ON_OR_AFTER", ["2026-02-03T00:00:00.000Z"], true, null],
      ["CUSTOM_FORMULA", ["=F1>G1"], true, null],
      ["TEXT_IS_VALID_EMAIL", [], true, null],
      null,
    ],
    [list, null, ["VALUE_IN_RANGE", ["It's!A1:A5", true], false, null], null, null, null, null, null],
  ]);
});

test.each([
  ["a list", LIST, '"Maybe"', " Please enter one of the following values: Yes, No."],
  ["numbers", `${RULE}.requireNumberGreaterThan(10).setAllowInvalid(false).build()`, "5", ""],
  ["e-mails", `${RULE}.requireTextIsEmail().setAllowInvalid(false).build()`, '"a@b"', ""],
  ["links", `${RULE}.requireTextIsUrl().setAllowInvalid(false).build()`, '"nothing"', ""],
  [
    "dates",
    `${RULE}.requireDateAfter(new Date("2026-02-03T00:00:00Z")).setAllowInvalid(false).build()`,
    '"2026-02-03"',
    "",
  ],
  // A formula sees what its cells hold before the write: it can look at other cells only.
  ["a formula", `${RULE}.requireFormulaSatisfied("=LEN(D1)>3").setAllowInvalid(false).build()`, '"abc"', ""],
  [
    "a range",
    `${RULE}.requireValueInRange(s.getRange("D1:D2")).setAllowInvalid(false).build()`,
    '"x"',
    " Please enter one of the following values: p, q.",
  ],
  ["what a formula gives", LIST, '"=1+1"', " Please enter one of the following values: Yes, No."],
])(
  "facts 5.5: a rule for %s that rejects input stops a script, and nothing is written",
  async (_, rule, value, more) => {
    const body = `${SHEET} s.getRange("D1:D2").setValues([["p"], ["q"]]); s.getRange("B2").setValue("ab");
    s.getRange("B2").setDataValidation(${rule}); SpreadsheetApp.flush();
    try { s.getRange("B2").setValue(${value}); SpreadsheetApp.flush(); } catch (e) { return [e.message, s.getRange("B2").getValue()]; }`;
    const text = "The data you entered in cell B2 violates the data validation rules set on this cell.";
    expect(await outcomeOf(body)).toEqual([text + more, "ab"]);
  },
);

test("data validation: blanks, fitting values and what a rule only warns of are written", async () => {
  const body = `${SHEET} s.getRange("A1:A3").setDataValidation(${LIST});
    s.getRange("B1").setDataValidation(${RULE}.requireValueInList(["Yes"]).build());
    s.getRange("A1:A3").setValues([["yes"], [""], ["=IF(TRUE, \\"No\\", 1)"]]); s.getRange("B1").setValue("other");
    return s.getRange("A1:B3").getValues();`;
  expect(await outcomeOf(body)).toEqual([
    ["yes", "other"],
    ["", ""],
    ["No", ""],
  ]);
});

test("data validation: by the other reading of facts 5.5 scripts write against it (switch writesAgainstValidation)", async () => {
  const body = `${SHEET} s.getRange("A1").setDataValidation(${LIST}).setValue("Maybe"); return s.getRange("A1").getValue();`;
  expect(await outcomeOf(body, { switches: { writesAgainstValidation: "written" } })).toBe("Maybe");
});

test("data validation: a list has 500 choices at most", async () => {
  const offer = (count: number) => `
    var list = []; for (var i = 0; i < ${count}; i += 1) list.push("choice " + i);
    var rule = SpreadsheetApp.newDataValidation().requireValueInList(list).build();
    SpreadsheetApp.getActiveSheet().getRange("A1").setDataValidation(rule); return "ok"`;
  expect(await outcomeOf(offer(500))).toBe("ok");
  expect(await outcomeOf(offer(501))).toMatch(/^Exception: .*more items than the limit of 500/);
});

test("checkboxes: insert, check, uncheck, ask and remove", async () => {
  const body = `${SHEET} var r = s.getRange("A1:B2"), out = []; s.getRange("A1").setValue("x");
    r.insertCheckboxes(); out.push(r.getValues(), r.isChecked());
    s.getRange("A1").check(); out.push(r.isChecked(), s.getRange("A1").isChecked());
    r.check(); out.push(r.isChecked()); s.getRange("B1:C2").uncheck(); out.push(r.getValues(), s.getRange("B1:C1").isChecked());
    s.getRange("B2").setValue("kept"); r.removeCheckboxes();
    out.push(r.getValues(), r.getDataValidation(), r.getHorizontalAlignment());
    return out;`;
  expect(await outcomeOf(body)).toEqual([
    [
      [false, false],
      [false, false],
    ],
    false,
    null,
    true,
    true,
    [
      [true, false],
      [true, false],
    ],
    null,
    [
      ["", ""],
      ["", "kept"],
    ],
    null,
    "general",
  ]);
});

test("data validation: rules and the ranges of their lists follow the grid; clearing takes them from the cells meant", async () => {
  const body = `${SHEET}
    s.getRange("A5:A8").setDataValidation(${RULE}.requireValueInRange(s.getRange("D1:D3")).build());
    s.insertRowsBefore(1, 2); s.insertColumnBefore(1); s.deleteRow(8);
    s.getRange("B9").clearDataValidations(); s.getRange("B7").clear({ validationsOnly: true }); s.getRange("B8").clear();
    return s.getRange("B6:B10").getDataValidations().map(function (row) {
      return row[0] && row[0].getCriteriaValues()[0].getA1Notation(); });`;
  expect(await outcomeOf(body)).toEqual([null, null, "E3:E5", null, null]);
});

test("data validation: a rule that is set cell by cell is one rule in the page", async () => {
  const host = await hostOn(
    `function main() { ${SHEET} for (var i = 1; i <= 20; i++) s.getRange(i, 1).setDataValidation(${LIST}); }`,
  );
  expect(told(await host.call("main", [], { entry: "menu" }))).toBe(null);
  const rules = (
    host.book.model.getters as unknown as {
      getDataValidationRules(
        sheetId: string,
      ): { isBlocking: boolean; ranges: { zone: object }[]; criterion: object }[];
    }
  ).getDataValidationRules("0");
  expect(rules).toMatchObject([
    {
      isBlocking: true,
      criterion: { type: "isValueInList", values: ["Yes", "No"], displayStyle: "arrow" },
      ranges: [{ zone: { top: 0, bottom: 19, left: 0, right: 0 } }],
    },
  ]);
});

test.each([
  [
    "a rule without a criterion",
    `${RULE}.build()`,
    "Exception: A data validation rule must have a criterion.",
  ],
  [
    "a text for a list",
    `${RULE}.requireValueInList("a")`,
    "Exception: The parameters (String) don't match the method signature for SpreadsheetApp.DataValidationBuilder.requireValueInList.",
  ],
  [
    "a builder for a rule",
    `s.getRange("A1").setDataValidation(${RULE})`,
    "Exception: The parameters ((class)) don't match the method signature for SpreadsheetApp.Range.setDataValidation.",
  ],
  [
    "checkboxes with values of their own",
    's.getRange("A1").insertCheckboxes("yes")',
    "Error: not implemented in the stand-in: Range.insertCheckboxes with values of its own",
  ],
])("data validation refuses %s", async (_, code, message) => {
  expect(await outcomeOf(SHEET + code)).toBe(message);
});
