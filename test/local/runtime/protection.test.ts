import { expect, test } from "vitest";
import type { Host } from "../../../local/runtime/host.ts";
import { COLLEAGUE, hostOn, OWNER, outcomeOf, told } from "./fixture.ts";

const REFUSAL =
  "Exception: You are trying to edit a protected cell or object. Please contact the spreadsheet owner to remove protection if you need to edit.";
const SHEET = "var s = SpreadsheetApp.getActiveSheet(); ";
/** The owner keeps a protection to himself, as Google's own sample does it. */
const TO_ME = `function toMe(p) {
  var me = Session.getEffectiveUser(); p.addEditor(me); p.removeEditors(p.getEditors());
  if (p.canDomainEdit()) p.setDomainEdit(false);
  return p;
} `;

const run = async (host: Host, name: string, as = OWNER) =>
  told(await host.call(name, [], { entry: "menu", as }));

/** What a colleague comes up against after the owner protected B2:C4. */
async function asColleague(
  code: string,
  protect = 's.getRange("B3").setValue("theirs"); toMe(s.getRange("B2:C4").protect())',
): Promise<unknown> {
  const host = await hostOn(
    `${TO_ME} function protect() { ${SHEET} ${protect}; } function main() { ${SHEET} ${code} }`,
  );
  expect(await run(host, "protect")).toBe(null);
  return run(host, "main", COLLEAGUE);
}

test.each([
  ["setValue in a protected range", 's.getRange("B2").setValue(1)'],
  ["setValues that reach into it", 's.getRange("A1:B2").setValues([[1, 2], [3, 4]])'],
  ["formats", 's.getRange("C4").setBackground("#ff0000")'],
  [
    "a rich text",
    's.getRange("B2").setRichTextValue(SpreadsheetApp.newRichTextValue().setText("x").build())',
  ],
  ["a text style", 's.getRange("B2").setTextStyle(SpreadsheetApp.newTextStyle().setBold(true).build())'],
  ["replacing in it", 's.createTextFinder("theirs").replaceAllWith("mine")'],
  ["clearing", 's.getRange("A1:Z99").clearContent()'],
  ["sorting through it", 's.getRange("A1:C9").sort(1)'],
  ["deleting one of its rows", "s.deleteRow(3)"],
  ["deleting one of its columns", "s.deleteColumn(3)"],
  ["inserting a row between its rows", "s.insertRowBefore(3)"],
  [
    "deleting its sheet",
    'SpreadsheetApp.getActive().insertSheet("t"); SpreadsheetApp.getActive().deleteSheet(s)',
  ],
  ["removing the protection", "s.getProtections(SpreadsheetApp.ProtectionType.RANGE)[0].remove()"],
  ["admitting oneself", `s.getProtections(SpreadsheetApp.ProtectionType.RANGE)[0].addEditor("${COLLEAGUE}")`],
])("facts 5.1: %s is refused to who may not edit", async (_, code) => {
  expect(await asColleague(code)).toBe(REFUSAL);
});

test.each([
  ["hiding it", 'SpreadsheetApp.getActive().insertSheet("t"); s.hideSheet()'],
  ["its tab", 's.setTabColor("#ff0000")'],
  ["a column's width", "s.setColumnWidth(1, 200)"],
  ["fitting a column", "s.autoResizeColumn(1)"],
  ["a row's height", "s.setRowHeight(1, 50)"],
  ["hiding rows", "s.hideRows(1)"],
  ["freezing rows", "s.setFrozenRows(1)"],
  ["conditional formats", "s.clearConditionalFormatRules()"],
  [
    "a chart",
    's.insertChart(s.newChart().asColumnChart().addRange(s.getRange("A1")).setPosition(1, 1, 0, 0).build())',
  ],
])("facts 5.1: of a protected sheet, %s is refused to who may not edit", async (_, code) => {
  expect(await asColleague(code, "toMe(s.protect())")).toBe(REFUSAL);
});

test.each([
  ["cells beside it", 's.getRange("A1:A9").setValue(1); return s.getRange("A9").getValue();', 1],
  ["a row above it", "s.insertRowBefore(2); return s.getMaxRows();", 1001],
  ["a row below it", "s.insertRowAfter(4); return s.getMaxRows();", 1001],
  ["a row that it does not reach", "s.deleteRow(5); return s.getMaxRows();", 999],
  ["the sheet's name", 's.setName("t"); return s.getName();', "t"],
  [
    "looking at it",
    "var p = s.getProtections(SpreadsheetApp.ProtectionType.RANGE)[0]; return [p.canEdit(), p.getRange().getA1Notation()];",
    [false, "B2:C4"],
  ],
])("protections: %s stays open to everybody", async (_, code, value) => {
  expect(await asColleague(code)).toEqual(value);
});

test("facts 5.8: a refused write is told when the queue is sent, and what stood there stays", async () => {
  expect(
    await asColleague(
      `s.getRange("A1").setValue("mine"); s.getRange("B2").setValue("theirs");
       var seen = "none";
       try { SpreadsheetApp.flush(); } catch (e) { seen = e.message.slice(0, 20); }
       return [seen, s.getRange("A1:B2").getValues()];`,
    ),
  ).toEqual([
    "You are trying to ed",
    [
      ["mine", ""],
      ["", ""],
    ],
  ]);
});

test("facts 5.5: the owner always may edit, and a new protection admits everybody until that is changed", async () => {
  const host = await hostOn(`${TO_ME}
    function open() { ${SHEET} s.getRange("A1").protect(); }
    function close() { ${SHEET} toMe(s.getProtections(SpreadsheetApp.ProtectionType.RANGE)[0]); }
    function remove() { ${SHEET} s.getProtections(SpreadsheetApp.ProtectionType.RANGE)[0].removeEditor("${OWNER}"); }
    function write() { ${SHEET} s.getRange("A1").setValue(Session.getEffectiveUser().getEmail()); return s.getRange("A1").getValue(); }`);
  await run(host, "open");
  expect(await run(host, "write", COLLEAGUE)).toBe(COLLEAGUE);
  await run(host, "close");
  await run(host, "remove");
  expect(await run(host, "write", COLLEAGUE)).toBe(REFUSAL);
  expect(await run(host, "write")).toBe(OWNER);
});

test("protections: a protected sheet keeps others out, but for its unprotected ranges", async () => {
  const protect = 'toMe(s.protect()).setUnprotectedRanges([s.getRange("A1:B2"), s.getRange("A3:C3")])';
  const free = 's.getRange("A1:B3").setValue(1); return s.getRange("B3").getValue();';
  expect(await asColleague(free, protect)).toBe(1);
  for (const code of [
    's.getRange("C2:C3").setValue(1)',
    "s.insertRowAfter(1000)",
    's.setName("t")',
    "s.appendRow([1, 2, 3])",
    "s.clear()",
  ])
    expect(await asColleague(code, protect)).toBe(REFUSAL);
});

test("protections: who is added as an editor may edit; warning-only admits everybody", async () => {
  const write = 's.getRange("B2").setValue(1); return s.getRange("B2").getValue();';
  const added = `toMe(s.getRange("B2").protect()).addEditors(["x@example.com", "${COLLEAGUE}"])`;
  expect(await asColleague(write, added)).toBe(1);
  expect(await asColleague(write, 'toMe(s.getRange("B2").protect()).setWarningOnly(true)')).toBe(1);
  // The second time a sheet is protected, that is the first protection again.
  expect(
    await outcomeOf(`${TO_ME} ${SHEET} s.protect().setDescription("a"); var p = s.protect();
      var t = SpreadsheetApp.ProtectionType;
      return [p.getDescription(), p.getProtectionType().name(), p.getRange().getA1Notation(),
        s.getProtections(t.SHEET).length, s.getProtections(t.RANGE).length];`),
  ).toEqual(["a", "SHEET", "", 1, 0]);
});

test("protections: follow inserted and deleted rows, go with their cells and sheets, and outlive a restart", async () => {
  const host =
    await hostOn(`function protect() { ${SHEET} s.getRange("B3:C5").protect().setDescription("p"); s.getRange("A9").protect();
      s.insertRowsBefore(1, 2); s.deleteRow(6); s.deleteRow(10);
      SpreadsheetApp.getActive().insertSheet("t").protect(); SpreadsheetApp.getActive().deleteActiveSheet(); }
    function main() { var out = [], t = SpreadsheetApp.ProtectionType;
      [t.RANGE, t.SHEET].forEach(function (type) { SpreadsheetApp.getActive().getProtections(type).forEach(function (p) {
        out.push([p.getDescription(), p.getRange().getA1Notation()]); }); });
      return out; }`);
  expect(await run(host, "protect")).toBe(null);
  expect(await run(host, "main")).toEqual([["p", "B5:C6"]]);
  const again = await hostOn(
    `function main() { return SpreadsheetApp.getActive().getProtections(SpreadsheetApp.ProtectionType.RANGE)[0].getRange().getA1Notation(); }`,
    { book: structuredClone(host.save()) },
  );
  expect(await run(again, "main")).toBe("B5:C6");
});
