import { expect, test } from "vitest";
import { hostOn, outcomeOf, told } from "./fixture.ts";

const on = (body: string) => `var ss = SpreadsheetApp.getActive(), sheet = ss.getActiveSheet(); ${body}`;
const ALL = `function all() {
  return SpreadsheetApp.getActive().getNamedRanges().map(function (n) {
    return n.getName() + "=" + n.getRange().getSheet().getName() + "!" + n.getRange().getA1Notation();
  });
}`;

test("facts 5.5: a name is set, replaced, found without regard to case, renamed, moved and removed", async () => {
  const body = `
    ss.setNamedRange("Names", sheet.getRange("A1:B2"));
    ss.setNamedRange("Other", ss.insertSheet("Two").getRange("C3"));
    ss.setNamedRange("Names", sheet.getRange("A2:A9"));
    var told = [all(), sheet.getNamedRanges().length, ss.getRangeByName("names").getA1Notation(), ss.getRangeByName("none")];
    var first = ss.getNamedRanges()[0].setName("People").setRange(sheet.getRange("D1"));
    told.push(first.getName(), all());
    first.remove(); ss.removeNamedRange("Other");
    return told.concat([all()]);`;
  expect(await outcomeOf(ALL + on(body))).toEqual([
    ["Names=Sheet1!A2:A9", "Other=Two!C3"],
    1,
    "A2:A9",
    null,
    "People",
    ["People=Sheet1!D1", "Other=Two!C3"],
    [],
  ]);
});

test("facts 5.5: a named range moves with inserted and deleted rows; gone with its last cell", async () => {
  const body = `
    ss.setNamedRange("Names", sheet.getRange("A3:A5"));
    var told = [];
    sheet.insertRowBefore(1); told.push(all());
    sheet.insertRowBefore(5); told.push(all());
    sheet.deleteRows(1, 4); told.push(all());
    sheet.deleteRows(1, 3); told.push(all());
    return told;`;
  expect(await outcomeOf(ALL + on(body))).toEqual([
    ["Names=Sheet1!A4:A6"],
    ["Names=Sheet1!A4:A7"],
    ["Names=Sheet1!A1:A3"],
    [],
  ]);
});

test("a formula may use a name, before and after it moves, and a script may open a range by it", async () => {
  const host = await hostOn(`
    function fill() { ${on(`
      sheet.getRange("A1:A3").setValues([[1], [2], [3]]);
      sheet.getRange("C1:C2").setValues([["=SUM(Numbers)"], ["=SUM(numbers) + 1"]]);
      ss.setNamedRange("Numbers", sheet.getRange("A1:A3"));
      sheet.insertRowBefore(2); sheet.getRange("A2").setValue(10);
      return [sheet.getRange("Numbers").getA1Notation(), ss.getRange("Numbers").getNumRows()].concat(sheet.getRange("C1:C3").getValues().join());`)} }`);
  expect(told(await host.call("fill", [], { entry: "menu" }))).toEqual(["A1:A4", 4, "16,,17"]);
});

test.each(["", "with space", "1st", "A1", "r1c1", "TRUE", "a-b", "x".repeat(251)])(
  "Sheets allows no range the name '%s'",
  async (name) => {
    expect(await outcomeOf(on(`ss.setNamedRange("${name}", sheet.getRange("A1"))`))).toMatch(/is invalid/);
  },
);

test("what is not there is told", async () => {
  expect(await outcomeOf(on(`ss.removeNamedRange("None")`))).toMatch(/no named range None/);
  expect(await outcomeOf(on(`sheet.getRange("None")`))).toBe("Exception: Range not found");
  expect(await outcomeOf(on(`ss.setNamedRange("A", "A1")`))).toMatch(/don't match the method signature/);
});
