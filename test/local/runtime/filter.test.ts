import { expect, test } from "vitest";
import { hostOn, outcomeOf, told } from "./fixture.ts";

const CRITERIA = "SpreadsheetApp.newFilterCriteria()";
/** A table with a filter on A1:C5, and what a script sees of it. */
const TABLE = `var s = SpreadsheetApp.getActiveSheet();
  s.getRange("A1:C5").setValues([["Name", "Stage", "Score"], ["b", "APPLY", 2], ["a", "OFFER", 10], ["d", "", 3], ["c", "apply", ""]]);
  var f = s.getRange("A1:C5").createFilter();
  function hidden() { return [1, 2, 3, 4, 5, 6].filter(function (row) { return s.isRowHiddenByFilter(row); }); } `;

test.each([
  ['setHiddenValues(["APPLY"])', 2, [2, 5]],
  ['setHiddenValues([""])', 2, [4]],
  ['whenTextContains("off")', 2, [2, 4, 5]],
  ["whenCellEmpty()", 2, [2, 3, 5]],
  ["whenNumberGreaterThan(2)", 3, [2, 5]],
  ['whenFormulaSatisfied("=FALSE")', 3, [2, 3, 4, 5]],
])("filters: %s hides rows, and no value is lost to a script", async (criteria, column, rows) => {
  const body = `${TABLE} f.setColumnFilterCriteria(${column}, ${CRITERIA}.${criteria}.build());
    return [hidden(), s.getRange("A1:A5").getValues().join(), s.getDataRange().getNumRows()];`;
  expect(await outcomeOf(body)).toEqual([rows, "Name,b,a,d,c", 5]);
});

test("filters: criteria read back, add up over columns, and are removed one by one or with the filter", async () => {
  const body = `${TABLE} var out = [];
    f.setColumnFilterCriteria(2, ${CRITERIA}.setHiddenValues(["OFFER"]).build());
    f.setColumnFilterCriteria(3, ${CRITERIA}.whenNumberBetween(2, 5).build()); out.push(hidden());
    var c = s.getFilter().getColumnFilterCriteria(3);
    out.push(c.getCriteriaType().name(), c.getCriteriaValues(), f.getColumnFilterCriteria(2).getHiddenValues(), f.getColumnFilterCriteria(1));
    f.removeColumnFilterCriteria(2).setColumnFilterCriteria(3, null); out.push(hidden());
    f.setColumnFilterCriteria(1, ${CRITERIA}.setHiddenValues(["a"]).build()); out.push(hidden(), f.getRange().getA1Notation());
    f.remove(); out.push(hidden(), s.getFilter());
    s.getRange("A1:C5").createFilter(); out.push(hidden());
    return out;`;
  expect(await outcomeOf(body)).toEqual([
    [3, 5],
    "NUMBER_BETWEEN",
    [2, 5],
    ["OFFER"],
    null,
    [],
    [3],
    "A1:C5",
    [],
    null,
    [],
  ]);
});

test("filters: what a script writes is filtered as well, and its place follows the grid", async () => {
  const body = `${TABLE} var out = [];
    f.setColumnFilterCriteria(2, ${CRITERIA}.setHiddenValues(["APPLY"]).build());
    s.getRange("B4").setValue("Apply"); out.push(hidden());
    s.insertColumnBefore(1); s.insertRowBefore(1); out.push(s.getFilter().getRange().getA1Notation(), hidden());
    out.push(s.getFilter().getColumnFilterCriteria(3).getHiddenValues());
    s.deleteColumn(3); out.push(hidden(), s.getFilter().getRange().getA1Notation());
    return out;`;
  expect(await outcomeOf(body)).toEqual([[2, 4, 5], "B2:D6", [3, 5, 6], ["APPLY"], [], "B2:C6"]);
});

test("filters: sort leaves the header, takes notes and formats along, and hides anew", async () => {
  const body = `${TABLE} s.getRange("A3").setNote("first").setBackground("#ff0000"); s.getRange("C3").setNumberFormat("0.00");
    f.setColumnFilterCriteria(1, ${CRITERIA}.setHiddenValues(["a"]).build());
    f.sort(1, true);
    return [s.getRange("A1:A5").getValues().join(), s.getRange("A2").getNote(), s.getRange("A2").getBackground(),
      s.getRange("C2").getDisplayValue(), s.getRange("A3").getNote(), hidden()];`;
  expect(await outcomeOf(body)).toEqual(["Name,a,b,c,d", "first", "#ff0000", "10.00", "", [2]]);
});

test("filters: come back with the book file", async () => {
  const host = await hostOn(
    `function main() { ${TABLE} f.setColumnFilterCriteria(2, ${CRITERIA}.setHiddenValues(["APPLY"]).build()); }`,
  );
  expect(told(await host.call("main", [], { entry: "menu" }))).toBe(null);
  const again = `var s = SpreadsheetApp.getActiveSheet();
    return [s.getFilter().getRange().getA1Notation(), s.getFilter().getColumnFilterCriteria(2).getHiddenValues(), s.isRowHiddenByFilter(2), s.isRowHiddenByFilter(3)];`;
  expect(await outcomeOf(again, { book: structuredClone(host.save()) })).toEqual([
    "A1:C5",
    ["APPLY"],
    true,
    false,
  ]);
});

test.each([
  [
    "facts 5.1: a second filter",
    's.getRange("F1:G3").createFilter()',
    "Exception: You can't create a filter in a sheet that already has a filter.",
  ],
  [
    "a column beside it",
    `f.setColumnFilterCriteria(4, ${CRITERIA}.whenCellEmpty().build())`,
    "Exception: The column position 4 is outside the range of the filter.",
  ],
  [
    "hidden values beside a condition",
    `f.setColumnFilterCriteria(1, ${CRITERIA}.whenCellEmpty().setHiddenValues(["a"]).build())`,
    "Error: not implemented in the stand-in: FilterCriteria with hidden values and a condition at once",
  ],
  [
    "a builder for criteria",
    `f.setColumnFilterCriteria(1, ${CRITERIA})`,
    "Exception: The parameters (number,(class)) don't match the method signature for SpreadsheetApp.Filter.setColumnFilterCriteria.",
  ],
])("filters refuse: %s", async (_, code, message) => {
  expect(await outcomeOf(TABLE + code)).toBe(message);
});

test("sort: a range by several keys in their own directions, a sheet below its frozen rows", async () => {
  const body = `var s = SpreadsheetApp.getActiveSheet(); s.setFrozenRows(1);
    s.getRange("A1:B5").setValues([["k", "n"], ["a", 1], ["b", 2], ["a", 3], ["b", ""]]);
    s.getRange("A2:B5").sort([{ column: 1, ascending: false }, { column: 2, ascending: true }]);
    var first = s.getRange("A1:B5").getValues().join(";");
    s.getRange("A2:B5").sort([2]); var second = s.getRange("B2:B5").getValues().join();
    s.sort(2, false); return [first, second, s.getRange("B1:B5").getValues().join()];`;
  expect(await outcomeOf(body)).toEqual(["k,n;b,2;b,;a,1;a,3", "1,2,3,", "n,3,2,1,"]);
});
