import { expect, test } from "vitest";
import { hostOn, outcomeOf, told } from "./fixture.ts";

const SHEET = "var s = SpreadsheetApp.getActiveSheet(); ";

test.each([
  [
    "rows differ",
    "s.getRange(1, 1, 2, 2).setValues([[1, 2]])",
    "The number of rows in the data does not match the number of rows in the range. The data has 1 but the range has 2.",
  ],
  [
    "ragged rows",
    "s.getRange(1, 1, 2, 2).setValues([[1, 2], [3]])",
    "The number of columns in the data does not match the number of columns in the range. The data has 1 but the range has 2.",
  ],
  [
    "text for a grid",
    "s.getRange('A1').setValues('a')",
    "The parameters (String) don't match the method signature for SpreadsheetApp.Range.setValues.",
  ],
  [
    "a list for a grid",
    "s.getRange('A1').setValues([1])",
    "The parameters (number[]) don't match the method signature for SpreadsheetApp.Range.setValues.",
  ],
  [
    "null for a row",
    "s.getRange(null, 1)",
    "The parameters (null,number) don't match the method signature for SpreadsheetApp.Sheet.getRange.",
  ],
  ["no rows", "s.getRange(1, 1, 0, 1)", "The number of rows in the range must be at least 1."],
  ["no columns", "s.getRange(1, 1, 1, 0)", "The number of columns in the range must be at least 1."],
  [
    "beyond the grid",
    "s.getRange(1000, 1, 2, 1)",
    "The coordinates of the range are outside the dimensions of the sheet.",
  ],
  ["row 0", "s.getRange(0, 1)", "The coordinates or dimensions of the range are invalid."],
  ["bad A1 text", "s.getRange('A0B')", "Range not found"],
  [
    "a number among number formats",
    "s.getRange('A1').setNumberFormats([[1]])",
    "The parameters (number[][]) don't match the method signature for SpreadsheetApp.Range.setNumberFormats.",
  ],
  [
    "a locale that is none",
    "SpreadsheetApp.getActive().setSpreadsheetLocale('German')",
    "Invalid argument: German",
  ],
  ["rows after none", "s.insertRowsAfter(0, 1)", "Those rows are out of bounds."],
  ["deleting beyond the end", "s.deleteRows(990, 20)", "Those rows are out of bounds."],
  ["deleting all rows", "s.deleteRows(1, 1000)", "You can't delete all the rows on the sheet."],
  [
    "deleting all rows that are not frozen",
    "s.setFrozenRows(1); s.deleteRows(2, 999)",
    "Sorry, it is not possible to delete all non-frozen rows.",
  ],
  [
    "the last sheet",
    "SpreadsheetApp.getActive().deleteSheet(s)",
    "You can't remove all the sheets in a document.",
  ],
  [
    "a name that is taken",
    "SpreadsheetApp.getActive().insertSheet('Sheet1')",
    'A sheet with the name "Sheet1" already exists. Please enter another name.',
  ],
  [
    "the last sheet that shows",
    "SpreadsheetApp.getActive().insertSheet('b').hideSheet(); SpreadsheetApp.getActive().deleteSheet(s)",
    "You can't remove all the visible sheets in a document.",
  ],
  [
    "a name of blanks",
    "SpreadsheetApp.getActive().insertSheet(' ')",
    "The sheet name must be between 1 and 100 characters.",
  ],
  [
    "a place behind all tabs",
    "SpreadsheetApp.getActive().insertSheet('b', 2)",
    "The sheet's position is out of bounds.",
  ],
  [
    "moving a tab to nowhere",
    "SpreadsheetApp.getActive().moveActiveSheet(2)",
    "The sheet's position is out of bounds.",
  ],
  ["hiding all rows", "s.hideRows(1, 1000)", "You can't hide all the rows on the sheet."],
  ["hiding all columns", "s.hideColumns(1, 26)", "You can't hide all the columns on the sheet."],
  ["sorting by a column beside", "s.getRange('B1:C2').sort(1)", "The sort column 1 is outside the range."],
  ["sorting a sheet by no column", "s.sort(27)", "Those columns are out of bounds."],
  [
    "freezing half of what is merged",
    "s.getRange('A1:B2').merge(); s.setFrozenRows(1)",
    "You can't freeze rows which contain only part of a merged cell.",
  ],
  [
    "freezing half of what is merged, by columns",
    "s.getRange('A1:B2').merge(); s.setFrozenColumns(1)",
    "You can't freeze columns which contain only part of a merged cell.",
  ],
  [
    "merging half of what is merged",
    "s.getRange('A1:B2').merge(); s.getRange('B2:C3').merge()",
    "You must select all cells in a merged range to merge or unmerge them.",
  ],
  [
    "parting half of what is merged",
    "s.getRange('A1:B2').merge(); s.getRange('A1').breakApart()",
    "You must select all cells in a merged range to merge or unmerge them.",
  ],
  [
    "a number format of null",
    "s.getRange('A1').setNumberFormat(null)",
    "The parameters (null) don't match the method signature for SpreadsheetApp.Range.setNumberFormat.",
  ],
])("facts 5.1: %s", async (_, code, message) => {
  expect(await outcomeOf(SHEET + code)).toBe(`Exception: ${message}`);
});

test("facts 1.5: more than 10 million cells are refused, and nothing is inserted", async () => {
  const body = `${SHEET} try { s.insertRowsAfter(1000, 400000); } catch (e) { return [e.message, s.getMaxRows()]; }`;
  expect(await outcomeOf(body)).toEqual([
    "This action would increase the number of cells in the workbook above the limit of 10000000 cells.",
    1000,
  ]);
});

test("facts 1.5: a sheet has at most 18,278 columns", async () => {
  expect(await outcomeOf(`${SHEET} s.deleteRows(2, 999); s.insertColumnsAfter(26, 18253)`)).toMatch(
    /^Exception: .*18278/,
  );
});

test("facts 1.5, 5.8: 50,001 characters are refused when the queue is sent, at a later line", async () => {
  const long = `${SHEET} s.getRange("A1").setValue("ok"); s.getRange("A2").setValue(new Array(50002).join("x"));`;
  const message = "Your input contains more than the maximum of 50000 characters in a single cell.";
  expect(await outcomeOf(`${long} try { SpreadsheetApp.flush(); } catch (e) { return e.message; }`)).toBe(
    message,
  );
  // Not caught around the write itself: it comes at the end of the execution.
  const host = await hostOn(
    `function main() { try { ${long} } catch (e) { return "caught"; } return "none"; }`,
  );
  expect(told(await host.call("main", [], { entry: "menu" }))).toBe(`Exception: ${message}`);
});

test("facts 5.8: writes wait in a queue; a read, flush and the end send them", async () => {
  const host = await hostOn(`
    function read() { ${SHEET} s.getRange("A1").setValue(1); return s.getRange("A1").getValue(); }
    function wait() { ${SHEET} s.getRange("A2").setValue(2); SpreadsheetApp.getUi(); Utilities.sleep(400000); }
    function end() { ${SHEET} s.getRange("A3").setValue(3); }
    function flushed() { ${SHEET} s.getRange("A4").setValue(4); SpreadsheetApp.flush(); s.getRange("A5").setValue(5); Utilities.sleep(300000); Utilities.sleep(300000); }`);
  expect(told(await host.call("read", [], { entry: "menu" }))).toBe(1);
  await host.call("end", [], { entry: "menu" });
  expect(told(await host.call("flushed", [], { entry: "menu" }))).toMatch(/^killed/);
  expect(host.book.values(0, 1, 1, 5, 1)).toEqual([[1], [""], [3], [4], [""]]);
});

test("facts 1.1, 5.8: what is queued at a kill is lost; the switch applies it", async () => {
  const code = `function main() { ${SHEET} s.getRange("A1").setValue(1); Utilities.sleep(300000); Utilities.sleep(300000); }`;
  const lost = await hostOn(code);
  await lost.call("main", [], { entry: "menu" });
  expect(lost.book.values(0, 1, 1, 1, 1)).toEqual([[""]]);
  const applied = await hostOn(code, { switches: { queuedWritesOnKill: "applied" } });
  await applied.call("main", [], { entry: "menu" });
  expect(applied.book.values(0, 1, 1, 1, 1)).toEqual([[1]]);
});

test("facts 5.2: strings are parsed as if typed, other types kept, null and undefined empty the cell", async () => {
  const body = `${SHEET}
    s.getRange("B1").setValue("there");
    s.getRange(1, 1, 1, 12).setValues([["0012", null, "TRUE", "2026-10-02", "1,000", "$2.99", "-5", "'=x", "'007", true, 1.5, undefined]]);
    return s.getRange(1, 1, 1, 12).getValues()[0].map(function (v) { return v instanceof Date ? v.toISOString() : v; });`;
  expect(await outcomeOf(body)).toEqual([
    12,
    "",
    true,
    "2026-10-02T00:00:00.000Z",
    1000,
    2.99,
    -5,
    "=x",
    "007",
    true,
    1.5,
    "",
  ]);
});

test("facts 5.2, 5.4: what no source settles is as local/README.md says", async () => {
  const body = `${SHEET}
    s.getRange("A1:D1").setValues([[{ a: 1 }, [1, 2], NaN, 1 / 0]]);
    s.getRange("A2").setNumberFormat("@").clear();
    return [s.getRange("A1:D1").getValues()[0], s.getRange("A2").getNumberFormat()];`;
  expect(await outcomeOf(body)).toEqual([
    ["{a=1}", "[Ljava.lang.Object;@0", "NaN", "Infinity"],
    "0.###############",
  ]);
});

test("a cell with a formula is not blank, whatever it shows", async () => {
  const body = `${SHEET} s.getRange("A1").setFormula('=""'); return ["A1", "A2", "A1:A2"].map(function (a) { return s.getRange(a).isBlank(); })`;
  expect(await outcomeOf(body)).toEqual([false, true, false]);
});

test("a semicolon may stand between a formula's arguments, and stays in texts and arrays", async () => {
  const body = `${SHEET} s.getRange("A1:C1").setFormulas([["=SUM(1;2)", '=CONCATENATE("a;b";"c")', "=ROWS({1;2})"]]); return s.getRange("A1:C1").getValues()[0];`;
  expect(await outcomeOf(body)).toEqual([3, "a;bc", 2]);
});

test("facts 5.2: a string that begins with = becomes a formula, in a cell formatted as text too", async () => {
  const body = `${SHEET}
    var r = s.getRange("A1:B1"); r.setNumberFormat("@"); r.setValues([["=1+1", "01"]]);
    return [r.getFormulas()[0], r.getValues()[0][1]];`;
  expect(await outcomeOf(body)).toEqual([["=1+1", ""], "01"]);
});

test("facts 5.2: appendRow parses before the column's @ applies", async () => {
  const body = `${SHEET} s.getRange("A1:A9").setNumberFormat("@"); s.appendRow(["0012"]);
    return [s.getRange("A1").getValue(), s.getRange("A1").getNumberFormat()];`;
  expect(await outcomeOf(body)).toEqual([12, "@"]);
});

test("facts 5.3: dates go through the file's zone, daylight saving included, not the script's", async () => {
  const body = `
    SpreadsheetApp.getActive().setSpreadsheetTimeZone("America/New_York"); ${SHEET}
    var winter = new Date("2026-01-15T12:00:00Z"), summer = new Date("2026-07-15T12:00:00Z");
    s.getRange("A1:B1").setValues([[winter, summer]]);
    s.getRange("C1").setValue("2026-07-15 08:00:00");
    var v = s.getRange("A1:C1").getValues()[0].map(function (d) { return d.toISOString(); });
    return v.concat(s.getRange("A1:B1").getDisplayValues()[0]);`;
  const out = (await outcomeOf(body)) as string[];
  expect(out.slice(0, 3)).toEqual([
    "2026-01-15T12:00:00.000Z",
    "2026-07-15T12:00:00.000Z",
    "2026-07-15T12:00:00.000Z",
  ]);
  expect(out[3]).toContain("7:00:00");
  expect(out[4]).toContain("8:00:00");
});

test("facts 5.3: blank sheets and default formats", async () => {
  const body = `${SHEET} var d = s.getDataRange();
    return [d.getA1Notation(), d.getValues(), s.getLastRow(), s.getMaxRows(), s.getMaxColumns(), s.getRange("B2").getNumberFormat(), s.getRange("B2").getBackground()];`;
  expect(await outcomeOf(body)).toEqual(["A1", [[""]], 0, 1000, 26, "0.###############", "#ffffff"]);
});

test("facts 5.4: sheets: ids stay, names are looked up, a new one becomes active", async () => {
  const body = `
    var ss = SpreadsheetApp.getActive(), first = ss.getSheets()[0], made = ss.insertSheet("It's");
    made.getRange("A1").setValue("x"); made.setName("Renamed");
    return [first.getSheetId(), ss.getActiveSheet().getName(), ss.getSheetByName("none"), ss.getSheetById(made.getSheetId()).getName(),
      ss.getRange("Renamed!A1").getValue(), ss.getSheetById(12345), made.getIndex()];`;
  expect(await outcomeOf(body)).toEqual([0, "Renamed", null, "Renamed", "x", null, 2]);
});

test("facts 5.4: writing past the last row throws; appendRow grows the grid", async () => {
  const body = `${SHEET}
    s.deleteRows(2, 999); s.getRange("A1").setValue("a"); s.appendRow(["b"]);
    try { s.getRange(3, 1).setValue("c"); } catch (e) { return [s.getMaxRows(), s.getLastRow(), e.message]; }`;
  expect(await outcomeOf(body)).toEqual([
    2,
    2,
    "The coordinates of the range are outside the dimensions of the sheet.",
  ]);
});

test("formats, notes and looks read back as they were set", async () => {
  const body = `${SHEET} var r = s.getRange("A1:B2");
    r.setNumberFormat("yyyy-mm-dd").setFontWeight("bold").setNotes([["n", ""], ["", ""]]);
    s.getRangeList(["A1", "B2"]).setFontColor("#FF0000").setBackground("#00ff00");
    s.getRange("A2:B2").setBackgrounds([["#111111", null]]).setWrapStrategy(SpreadsheetApp.WrapStrategy.WRAP);
    return [r.getNumberFormats()[1][1], r.getFontWeights()[1][0], r.getNotes(), r.getFontColors(), r.getBackgrounds(), String(s.getRange("A2").getWrapStrategy())];`;
  expect(await outcomeOf(body)).toEqual([
    "yyyy-mm-dd",
    "bold",
    [
      ["n", ""],
      ["", ""],
    ],
    [
      ["#ff0000", "#000000"],
      ["#000000", "#ff0000"],
    ],
    [
      ["#00ff00", "#ffffff"],
      ["#111111", "#ffffff"],
    ],
    "WRAP",
  ]);
});

test("rows and columns that are inserted look like those that they are inserted after or before", async () => {
  const body = `${SHEET}
    s.getRange("A2:B2").setFontWeight("bold").setNumberFormat("@"); s.getRange("B:B").setFontStyle("italic");
    s.insertRowsAfter(2, 1); s.insertRowsBefore(2, 1); s.insertColumnsAfter(2, 1); s.insertColumnsBefore(2, 1);
    var rows = s.getRange("A1:A5");
    return [rows.getFontWeights().join(), rows.getNumberFormats().join(), s.getRange("A9:E9").getFontStyles().join()];`;
  expect(await outcomeOf(body)).toEqual([
    "normal,bold,bold,bold,normal",
    "0.###############,@,@,@,0.###############",
    "normal,italic,italic,italic,normal",
  ]);
});

test("facts 5.5: a number among notes reads as Java prints it", async () => {
  const body = `${SHEET} s.getRange("A1:B1").setNotes([[25, 2.5]]); return s.getRange("A1:B1").getNotes()`;
  expect(await outcomeOf(body)).toEqual([["25.0", "2.5"]]);
});

test("clear, sort, offset and rows behave as the reference says", async () => {
  const body = `${SHEET}
    s.getRange("A1:B3").setValues([[3, "c"], [1, "a"], [2, "b"]]).setBackground("#123456");
    s.getRange("A1:B3").sort({ column: 1, ascending: false });
    s.insertRowBefore(1); s.getRange("A2").offset(1, 1).clearContent(); s.deleteRow(4);
    return [s.getDataRange().getValues(), s.getRange("B3").getBackground(), s.getRange("A2:C4").getA1Notation(), s.getRange("B:B").getNumRows()];`;
  expect(await outcomeOf(body)).toEqual([
    [
      ["", ""],
      [3, "c"],
      [2, ""],
    ],
    "#123456",
    "A2:C4",
    1000,
  ]);
});

test("modelled time: a spreadsheet call 60 ms and a microsecond a cell; reading handles costs nothing", async () => {
  const host = await hostOn(
    `function main() { ${SHEET} s.getRange(1, 1, 100, 10).setValues(${JSON.stringify(
      Array.from({ length: 100 }, () => Array(10).fill(1)),
    )}); s.getName(); s.getMaxRows(); s.getRange("A1:B2"); }`,
  );
  const execution = await host.call("main", [], { entry: "menu" });
  expect(execution.serviceCalls).toEqual([{ name: "Range.setValues", count: 1, ms: 61 }]);
  expect(execution.virtualMs).toBe(61);
});

test("facts 5.7, 3.2: toasts, alerts, sidebars and menus are told to who started the execution", async () => {
  const host = await hostOn(
    `function main() {
      var ui = SpreadsheetApp.getUi(), ss = SpreadsheetApp.getActive();
      ss.toast("saved", "T", null);
      var b = ui.alert("Title", "Sure?", ui.ButtonSet.YES_NO);
      var p = ui.prompt("Name");
      ui.showSidebar(HtmlService.createHtmlOutputFromFile("side").setTitle("S").setWidth(900));
      return [String(b), b === ui.Button.YES, p.getResponseText()];
    }
    function onOpen() {
      var ui = SpreadsheetApp.getUi();
      ui.createAddonMenu().addItem("A", "a").addSeparator().addSubMenu(ui.createMenu("M").addItem("B", "b")).addToUi();
    }`,
    {
      html: { side: "<p>hi</p>" },
      answerDialog: (d) => (d.kind === "prompt" ? { button: "OK", text: "me" } : { button: "YES" }),
    },
  );
  const execution = await host.call("main", [], { entry: "menu" });
  expect(told(execution)).toEqual(["YES", true, "me"]);
  expect(execution.toasts).toEqual([{ message: "saved", title: "T", seconds: 5 }]);
  expect(execution.alerts).toEqual([
    { kind: "alert", title: "Title", message: "Sure?", buttons: ["YES", "NO"] },
    { kind: "prompt", title: "", message: "Name", buttons: ["OK"] },
  ]);
  expect(execution.sidebar).toMatchObject({ title: "S", file: "side", html: "<p>hi</p>" });
  await host.onOpen();
  expect(host.menu()).toEqual([
    {
      label: "Huntsheet",
      items: [
        { label: "A", function: "a" },
        { separator: true },
        { label: "M", items: [{ label: "B", function: "b" }] },
      ],
    },
  ]);
});

test("columns are hidden and shown, tabs coloured", async () => {
  const body = `${SHEET}
    s.hideColumns(2, 2); var hidden = [1, 2, 3, 4].map(function (c) { return s.isColumnHiddenByUser(c); });
    s.showColumns(2); s.setTabColor("#ff0000");
    return [hidden, s.isColumnHiddenByUser(2), s.getTabColor()];`;
  expect(await outcomeOf(body)).toEqual([[false, true, true, false], false, "#ff0000"]);
});

test.each([
  ["a width beyond the grid", "s.setColumnWidth(27, 50)", "Those columns are out of bounds."],
  ["a width asked for beyond the grid", "s.getColumnWidth(27)", "Those columns are out of bounds."],
  ["fitting beyond the grid", "s.autoResizeColumns(26, 2)", "Those columns are out of bounds."],
  [
    "a row that is too wide",
    "s.deleteRows(2, 999); s.appendRow(new Array(18279).fill(1))",
    "A sheet has at most 18278 columns.",
  ],
  [
    "sorting by a letter",
    "s.getRange('A1:B2').sort('A')",
    "The parameters (String) don't match the method signature for SpreadsheetApp.Range.sort.",
  ],
  [
    "copying to what is no spreadsheet",
    "s.copyTo({})",
    "The parameters ((class)) don't match the method signature for SpreadsheetApp.Sheet.copyTo.",
  ],
])("facts 1.5, 5.1: %s is refused", async (_, code, message) => {
  expect(await outcomeOf(SHEET + code)).toBe(`Exception: ${message}`);
});

test("a count with a fraction is cut, as Java does", async () => {
  const body = `${SHEET} s.insertRowsAfter(1000, 2.9); s.setFrozenRows(1.5); s.deleteRow(3.7); return [s.getMaxRows(), s.getFrozenRows()];`;
  expect(await outcomeOf(body)).toEqual([1001, 1]);
});

test("facts 7.1: a page has four names of meta tags, and no other", async () => {
  const page = (name: string) => `HtmlService.createHtmlOutput("a").addMetaTag("${name}", "x"); return "ok"`;
  expect(await outcomeOf(page("viewport"))).toBe("ok");
  expect(await outcomeOf(page("description"))).toMatch(/^Exception: .*meta tag/);
});

test("a selection has parts: getActiveRangeList gives them all, getActiveRange the last one (reference: Selection)", async () => {
  const host = await hostOn(`
    function names(list) { return list.getRanges().map(function (r) { return r.getA1Notation(); }).join(" "); }
    function select() { ${SHEET} s.getRangeList(["A3", "B7:C7", "A12:A15"]).activate(); }
    function look() {
      ${SHEET} var app = SpreadsheetApp, file = app.getActive();
      return [s, file, app].map(function (of) { return names(of.getActiveRangeList()) + ", " + of.getActiveRange().getA1Notation(); });
    }
    function elsewhere() { ${SHEET} return names(SpreadsheetApp.getActive().insertSheet("Other").getActiveRangeList()); }`);
  await host.call("select", [], { entry: "menu" });
  expect(told(await host.call("look", [], { entry: "menu" }))).toEqual(
    Array(3).fill("A3 B7:C7 A12:A15, A12:A15"),
  );
  expect(told(await host.call("look", [], { entry: "trigger" }))).toEqual(Array(3).fill("A1, A1"));
  expect(told(await host.call("elsewhere", [], { entry: "menu" }))).toBe("A1");
});
