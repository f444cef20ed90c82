import { expect, test } from "vitest";
import { outcomeOf } from "./fixture.ts";

/** A1:C3 of the first sheet, and one cell of a second. */
const FILL = `
  var ss = SpreadsheetApp.getActive(), sheet = ss.getActiveSheet();
  sheet.getRange("A1:C3").setValues([["Köln", "koln", 1234.5], ["a.b", "aab", "=1&\\"ab\\""], ["Ab ab", "", "'=x"]]);
  sheet.getRange("C1").setNumberFormat("#,##0.00");
  ss.insertSheet("Two").getRange("B2").setValue("xab");
  function at(ranges) { return ranges.map(function (r) { return r.getSheet().getIndex() + r.getA1Notation(); }).join(" "); }`;
const found = (finder: string) => outcomeOf(`${FILL} return at(${finder}.findAll());`);
const cells = (finder: string) =>
  outcomeOf(`${FILL} var n = ${finder};
    return [n].concat(sheet.getRange("A1:C3").getDisplayValues().map(function (row) { return row.join(","); }));`);

test.each([
  ["what cells show, in any case, everywhere", "ss.createTextFinder('AB')", "1B2 1C2 1A3 2B2"],
  ["numbers as they are shown", "ss.createTextFinder('1,234.50')", "1C1"],
  ["one sheet", "sheet.createTextFinder('ab')", "1B2 1C2 1A3"],
  ["one range", "sheet.getRange('A:B').createTextFinder('ab')", "1B2 1A3"],
  ["upper and lower case", "ss.createTextFinder('Ab').matchCase(true)", "1A3"],
  ["whole cells", "ss.createTextFinder('aab').matchEntireCell(true)", "1B2"],
  ["signs that mean something elsewhere", "ss.createTextFinder('a.b')", "1A2"],
  ["a regular expression", "ss.createTextFinder('^a.b$').useRegularExpression(true)", "1A2 1B2"],
  ["formulas' text", "ss.createTextFinder('=1&').matchFormulaText(true)", "1C2"],
  ["marks on letters", "ss.createTextFinder('koln')", "1B1"],
  ["no marks on letters", "ss.createTextFinder('kòln').ignoreDiacritics(true)", "1A1 1B1"],
  ["nothing", "ss.createTextFinder('zzz')", ""],
])("a text finder looks for %s", async (_, finder, where) => {
  expect(await found(finder)).toBe(where);
});

test("findNext and findPrevious walk from match to match, from where they are told to start", async () => {
  const body = `${FILL}
    var finder = ss.createTextFinder("ab"), seen = [], show = function (r) { return r ? at([r]) : null; };
    seen.push(finder.getCurrentMatch());
    for (var i = 0; i < 5; i++) seen.push(show(finder.findNext()));
    seen.push(show(finder.findPrevious()), show(finder.getCurrentMatch()));
    seen.push(show(ss.createTextFinder("ab").findPrevious()));
    seen.push(show(ss.createTextFinder("ab").startFrom(sheet.getRange("B2")).findNext()));
    return seen;`;
  expect(await outcomeOf(body)).toEqual([null, "1B2", "1C2", "1A3", "2B2", null, "1A3", "1A3", "2B2", "1C2"]);
});

test.each([
  [
    "every match, not in formulas",
    "sheet.createTextFinder('ab').replaceAllWith('X')",
    [3, "Köln,koln,1,234.50", "a.b,aX,1ab", "X X,,=x"],
  ],
  [
    "formulas too",
    "sheet.createTextFinder('ab').matchFormulaText(true).replaceAllWith('X')",
    [4, "Köln,koln,1,234.50", "a.b,aX,1X", "X X,,=x"],
  ],
  [
    "groups",
    "sheet.createTextFinder('(a)(.)b').useRegularExpression(true).replaceAllWith('$2$1$$')",
    [2, "Köln,koln,1,234.50", ".a$$,aa$$,1ab", "Ab ab,,=x"],
  ],
  [
    "letters with marks",
    "sheet.createTextFinder('ol').ignoreDiacritics(true).replaceAllWith('ö')",
    [2, "Kön,kön,1,234.50", "a.b,aab,1ab", "Ab ab,,=x"],
  ],
  [
    "text that reads as a number",
    "sheet.createTextFinder('koln').replaceAllWith('7')",
    [1, "Köln,7,1,234.50", "a.b,aab,1ab", "Ab ab,,=x"],
  ],
])("replaceAllWith: %s", async (_, finder, result) => {
  expect(await cells(finder)).toEqual(result);
});

test("replaceWith changes the current match only", async () => {
  const body = `${FILL} var finder = sheet.createTextFinder("ab"); var before = finder.replaceWith("Y");
    finder.findNext(); return [before, finder.replaceWith("Y"), sheet.getRange("A2:B3").getValues()];`;
  expect(await outcomeOf(body)).toEqual([
    0,
    1,
    [
      ["a.b", "aY"],
      ["Ab ab", ""],
    ],
  ]);
});

test("facts 1.5: what a cell cannot hold is not put there by a finder either", async () => {
  const body = `var s = SpreadsheetApp.getActiveSheet(); s.getRange("A1").setValue("a");
    return s.createTextFinder("a").replaceAllWith("x".repeat(50001))`;
  expect(await outcomeOf(body)).toMatch(/^Exception: Your input contains more than the maximum of 50000/);
});

test("a pattern that is none is refused, and so are arguments of another kind", async () => {
  expect(await outcomeOf(`${FILL} ss.createTextFinder("(").useRegularExpression(true).findAll()`)).toMatch(
    /Invalid regular/,
  );
  expect(await outcomeOf(`${FILL} ss.createTextFinder(1)`)).toMatch(/don't match the method signature/);
});
