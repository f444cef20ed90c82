import { expect, test } from "vitest";
import { hostOn, outcomeOf, told } from "./fixture.ts";

/** A1:B2 with a formula, a format, a look, a note and a rule. */
const CELLS = `var s = SpreadsheetApp.getActiveSheet(), type = SpreadsheetApp.CopyPasteType;
  s.getRange("A1:B2").setValues([[1, "=A1+$A$1"], ["'007", ""]]);
  s.getRange("A1").setNumberFormat("0.00").setBackground("#ff0000").setNote("n");
  s.getRange("B2").setDataValidation(SpreadsheetApp.newDataValidation().requireCheckbox().build());
  function seen(a1) { var r = s.getRange(a1); return [r.getFormulas(), r.getDisplayValues(), r.getBackgrounds()[0][0], r.getNotes()[0][0], r.getDataValidations()[1][1] !== null]; } `;

test.each([
  [
    's.getRange("D5:E6")',
    [
      ["", "=D5+$A$1"],
      ["", ""],
    ],
    [
      ["1.00", "2.00"],
      ["007", ""],
    ],
    ["#ff0000", "n", true],
  ],
  [
    's.getRange("D5"), { contentsOnly: true }',
    [
      ["", ""],
      ["", ""],
    ],
    [
      ["1", "2"],
      ["007", ""],
    ],
    ["#ffffff", "", false],
  ],
  [
    's.getRange("D5"), { formatOnly: true }',
    [
      ["", ""],
      ["", ""],
    ],
    [
      ["", ""],
      ["", ""],
    ],
    ["#ff0000", "", false],
  ],
  [
    's.getRange("D5"), type.PASTE_FORMULA, false',
    [
      ["", "=D5+$A$1"],
      ["", ""],
    ],
    [
      ["1", "2.00"],
      ["007", ""],
    ],
    ["#ffffff", "", false],
  ],
  [
    's.getRange("D5"), type.PASTE_DATA_VALIDATION, false',
    [
      ["", ""],
      ["", ""],
    ],
    [
      ["", ""],
      ["", ""],
    ],
    ["#ffffff", "", true],
  ],
])("facts 5.4: copyTo(%s)", async (to, formulas, values, rest) => {
  expect(await outcomeOf(`${CELLS} s.getRange("A1:B2").copyTo(${to}); return seen("D5:E6");`)).toEqual([
    formulas,
    values,
    ...rest,
  ]);
});

test("copyTo: one cell fills a larger range, references shift, and other sheets are reached", async () => {
  const body = `${CELLS} s.getRange("B1").copyTo(s.getRange("B2:B4"));
    var t = SpreadsheetApp.getActive().insertSheet("t");
    s.getRange("A1:B1").copyTo(t.getRange("C3"));
    return [s.getRange("B2:B4").getFormulas().join(), t.getRange("C3:D3").getFormulas()[0], t.getRange("D3").getValue(), t.getRange("C3").getNote()];`;
  expect(await outcomeOf(body)).toEqual(["=A2+$A$1,=A3+$A$1,=A4+$A$1", ["", "=C3+$A$1"], 1, "n"]);
});

test("copyValuesToRange and copyFormatToRange take a sheet, columns and rows", async () => {
  const body = `${CELLS} s.getRange("A1:B1").copyValuesToRange(s, 4, 5, 5, 5); s.getRange("A1").copyFormatToRange(0, 4, 5, 5, 5);
    return [s.getRange("D5:E5").getDisplayValues(), s.getRange("D5:E5").getBackgrounds()];`;
  expect(await outcomeOf(body)).toEqual([[["1.00", "2.00"]], [["#ff0000", "#ff0000"]]]);
});

test("moveTo: formulas that name the cells follow, moved ones stay as they read, and nothing is left behind", async () => {
  const body = `${CELLS} s.getRange("C1").setFormula("=SUM(A1:A2)"); s.getRange("A1:B2").moveTo(s.getRange("D5"));
    return [s.getRange("C1").getFormula(), seen("D5:E6"), s.getRange("A1:B2").getValues().join(), s.getRange("A1").getBackground(), s.getRange("A1").getNote()];`;
  expect(await outcomeOf(body)).toEqual([
    "=SUM(D5:D6)",
    [
      [
        ["", "=D5+$D$5"],
        ["", ""],
      ],
      [
        ["1.00", "2.00"],
        ["007", ""],
      ],
      "#ff0000",
      "n",
      true,
    ],
    ",,,",
    "#ffffff",
    "",
  ]);
});

test("copyTo and moveTo take the links of a rich text along, values alone do not", async () => {
  const body = `var s = SpreadsheetApp.getActiveSheet(), a = s.getRange("A1");
    a.setRichTextValue(SpreadsheetApp.newRichTextValue().setText("see here").setLinkUrl(4, 8, "https://example.com/").build());
    a.copyTo(s.getRange("B1")); a.copyTo(s.getRange("C1"), { contentsOnly: true }); s.getRange("B1").moveTo(s.getRange("D1"));
    return ["A1", "B1", "C1", "D1"].map(function (at) {
      var text = s.getRange(at).getRichTextValue();
      return text.getText() && text.getLinkUrl(4, 8);
    });`;
  const link = "https://example.com/";
  expect(await outcomeOf(body)).toEqual([link, "", null, link]);
});

test("fonts: a family is kept and read back, Arial where none is set", async () => {
  const body = `var s = SpreadsheetApp.getActiveSheet(); s.getRange("A1:B1").setFontFamilies([["Roboto", null]]);
    s.getRangeList(["C1"]).setFontFamily("Lato");
    return s.getRange("A1:C1").getFontFamilies()[0].concat(s.getRange("A1").getFontFamily());`;
  expect(await outcomeOf(body)).toEqual(["Roboto", "Arial", "Lato", "Roboto"]);
});

test("setBorder draws, clears and leaves sides, in a colour and style", async () => {
  const host = await hostOn(`function main() { var s = SpreadsheetApp.getActiveSheet();
    s.getRange("B2:C3").setBorder(true, null, true, false, true, null, "#FF0000", SpreadsheetApp.BorderStyle.DASHED);
    s.getRangeList(["C2"]).setBorder(false, null, null, true, null, null); }`);
  expect(told(await host.call("main", [], { entry: "menu" }))).toBe(null);
  const getters = host.book.model.getters as unknown as { getCellBorder(at: object): object | null };
  const red = { style: "dashed", color: "#FF0000" };
  expect(getters.getCellBorder({ sheetId: "0", col: 1, row: 1 })).toEqual({ top: red, right: red });
  expect(getters.getCellBorder({ sheetId: "0", col: 2, row: 1 })).toEqual({
    left: red,
    right: { style: "thin", color: "#000000" },
  });
  expect(getters.getCellBorder({ sheetId: "0", col: 1, row: 2 })).toEqual({ bottom: red, right: red });
});

test("merge: the first cell's value stays; merged cells can be asked for and broken apart", async () => {
  const body = `${CELLS} var r = s.getRange("A1:B2"), out = [];
    r.merge(); out.push(r.getValues(), s.getRange("B2").isPartOfMerge(), s.getRange("B2:C9").getMergedRanges().map(function (m) { return m.getA1Notation(); }));
    r.breakApart(); out.push(r.isPartOfMerge()); r.mergeAcross();
    out.push(s.getRange("A1:B2").getMergedRanges().map(function (m) { return m.getA1Notation(); }).sort()); return out;`;
  expect(await outcomeOf(body)).toEqual([
    [
      [1, ""],
      ["", ""],
    ],
    true,
    ["A1:B2"],
    false,
    ["A1:B1", "A2:B2"],
  ]);
});

test("merge: inside of a filter is refused by name", async () => {
  const body = `var s = SpreadsheetApp.getActiveSheet(); s.getRange("A1:B3").createFilter(); s.getRange("B2:C2").merge();`;
  expect(await outcomeOf(body)).toBe(
    "Error: not implemented in the stand-in: Range.merge inside of a filter",
  );
});

test("duplicateActiveSheet: copies with rules and opens the copy; renameActiveSheet names it", async () => {
  const body = `${CELLS} var app = SpreadsheetApp.getActive(); s.protect();
    s.setConditionalFormatRules([SpreadsheetApp.newConditionalFormatRule().whenCellEmpty().setBackground("#00ff00").setRanges([s.getRange("A1")]).build()]);
    var copy = app.duplicateActiveSheet(); var name = copy.getName(); app.renameActiveSheet("mine");
    return [name, app.getActiveSheet().getName(), copy.getRange("A1").getNote(), copy.getRange("B2").getDataValidation() !== null,
      copy.getConditionalFormatRules()[0].getRanges()[0].getSheet().getName(), copy.getProtections(SpreadsheetApp.ProtectionType.SHEET).length];`;
  expect(await outcomeOf(body)).toEqual(["Copy of Sheet1", "mine", "n", true, "mine", 0]);
});

test("rows: hidden and shown by number and by range, high as they were set", async () => {
  const body = `var s = SpreadsheetApp.getActiveSheet(), out = [];
    function hidden() { return [1, 2, 3, 4, 5].filter(function (row) { return s.isRowHiddenByUser(row); }); }
    s.hideRows(2, 3); out.push(hidden()); s.showRows(3); out.push(hidden()); s.unhideRow(s.getRange("A2:A3")); s.hideRow(s.getRange("B5")); out.push(hidden());
    s.setRowHeight(1, 40).setRowHeights(2, 2, 30); out.push([1, 2, 3, 4].map(function (row) { return s.getRowHeight(row); }));
    try { s.hideRows(1001); } catch (e) { out.push(e.message); }
    return out;`;
  expect(await outcomeOf(body)).toEqual([
    [2, 3, 4],
    [2, 4],
    [4, 5],
    [40, 30, 30, 21],
    "Those rows are out of bounds.",
  ]);
});
