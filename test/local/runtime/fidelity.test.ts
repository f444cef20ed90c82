/** Where a public test suite of Apps Script, which its authors proved live, knew better than this stand-in. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { Host } from "../../../local/runtime/host.ts";
import { newFile, told, writeAddon } from "./fixture.ts";

const CELLS = 's.getRange("A1:B2").setValues([[1, "=A1+1"], ["x", true]]);';
const RICH = `var bold = SpreadsheetApp.newTextStyle().setBold(true).build();
  var rich = SpreadsheetApp.newRichTextValue().setText("abc").setTextStyle(1, 3, bold).build();`;

/** What a script does on a sheet `s` of its own, and what it has then; a text that begins with `!` is what it throws. */
const ROWS: readonly (readonly [what: string, body: string, seen: unknown])[] = [
  // Colours.
  [
    "colours by name are read back as hex, in any case",
    `var r = s.getRange("A1").setBackground("aliceblue").setFontColor("Red");
     return [r.getBackground(), r.getFontColor(), r.setBackground("#FFF").getBackground(), r.setBackground("REBECCAPURPLE").getBackground()];`,
    ["#f0f8ff", "#ff0000", "#ffffff", "#663399"],
  ],
  [
    "… among many",
    's.getRange("A1:B1").setFontColors([["navy", null]]); return s.getRange("A1:B1").getFontColors();',
    [["#000080", "#000000"]],
  ],
  [
    "… of a list of ranges, a text style, a conditional format, a tab",
    `s.getRangeList(["A1"]).setBackground("lime"); s.setTabColor("Gold");
     s.getRange("B1").setTextStyle(SpreadsheetApp.newTextStyle().setForegroundColor("teal").build());
     var rule = SpreadsheetApp.newConditionalFormatRule().whenCellEmpty().setBackground("pink").setFontColor("blue").setRanges([s.getRange("A1")]).build();
     return [s.getRange("A1").getBackground(), s.getTabColor(), s.getRange("B1").getFontColor(),
       rule.getBooleanCondition().getBackground(), rule.getBooleanCondition().getFontColor()];`,
    ["#00ff00", "#ffd700", "#008080", "#ffc0cb", "#0000ff"],
  ],
  // Objects as text.
  [
    "an object is its class as text",
    `s.getRange("A1:A2").createFilter();
     return [s.getRange("A1"), SpreadsheetApp.newTextStyle(), SpreadsheetApp.newTextStyle().build(), s.getFilter(),
       SpreadsheetApp.newDataValidation(), SpreadsheetApp.newDataValidation().requireCheckbox().build(), s.getRange("A1").protect(),
       s, SpreadsheetApp.getActive()].map(String);`,
    [
      "Range",
      "TextStyleBuilder",
      "TextStyle",
      "Filter",
      "DataValidationBuilder",
      "DataValidation",
      "Protection",
      "Sheet",
      "Spreadsheet",
    ],
  ],
  [
    "a user is the address as text, an enumeration its member",
    "return [String(Session.getActiveUser()), String(SpreadsheetApp.WrapStrategy.CLIP)];",
    ["olga@example.com", "CLIP"],
  ],
  // Formulas.
  [
    "setFormula on several cells is relative",
    's.getRange("C1:D2").setFormula("=A1+$A$1"); return s.getRange("C1:D2").getFormulas();',
    [
      ["=A1+$A$1", "=B1+$A$1"],
      ["=A2+$A$1", "=B2+$A$1"],
    ],
  ],
  [
    "… of a list of ranges too",
    's.getRangeList(["C1:C2", "E5"]).setFormula("=A1"); return [s.getRange("C1:C2").getFormulas(), s.getRange("E5").getFormula()];',
    [[["=A1"], ["=A2"]], "=A1"],
  ],
  [
    "null among formulas clears",
    `${CELLS} s.getRange("A1:B1").setFormulas([[null, null]]); s.getRange("A2").setFormula(null); return s.getRange("A1:B2").getValues();`,
    [
      ["", ""],
      ["", true],
    ],
  ],
  // Notations.
  [
    "R1C1 notation",
    'return ["R5C3", "R2C2:R4C5", "r1c1:r2c2"].map(function (a) { return s.getRange(a).getA1Notation(); });',
    ["C5", "B2:E4", "A1:B2"],
  ],
  [
    "R1C1 notation of another sheet, and columns that look like it",
    `return [SpreadsheetApp.getActive().getRange("'" + s.getName() + "'!R3C2").getA1Notation(), s.getRange("R5").getA1Notation(), s.getRange("C3:R5").getA1Notation()];`,
    ["B3", "R5", "C3:R5"],
  ],
  [
    "a notation that begins with an exclamation mark",
    'return s.getRange("!c2:e5").getA1Notation();',
    "C2:E5",
  ],
  // Looks.
  [
    "getWrap of untouched and of cleared cells",
    `var r = s.getRange("A1"), out = [r.getWrap(), String(r.getWrapStrategy())];
     r.setWrap(false); out.push(r.getWrap(), String(r.getWrapStrategy())); r.clear(); out.push(r.getWrap(), String(r.getWrapStrategy()));
     r.setWrap(true); out.push(r.getWrap(), String(r.getWrapStrategy())); return out;`,
    [true, "OVERFLOW", false, "OVERFLOW", true, "OVERFLOW", true, "WRAP"],
  ],
  [
    "the number format general",
    'return ["general", "General"].map(function (f) { return s.getRange("A1").setNumberFormat(f).getNumberFormat(); });',
    ["0.###############", "0.###############"],
  ],
  [
    "horizontal alignments",
    'return ["normal", "general", "left", null].map(function (a) { return s.getRange("A1").setHorizontalAlignment(a).getHorizontalAlignment(); });',
    ["general-left", "general", "left", "general"],
  ],
  [
    "the font of a text style",
    'return [s.getRange("A1").getTextStyle().getFontFamily(), s.getRange("A1").setTextStyle(SpreadsheetApp.newTextStyle().setFontFamily("Lora").build()).getTextStyle().getFontFamily(), s.getRange("A1").getFontFamily()];',
    ["arial,sans,sans-serif", "Lora", "Lora"],
  ],
  [
    "a text whose end was styled has no empty part",
    `${RICH} return rich.getRuns().map(function (run) { return [run.getText(), run.getTextStyle().isBold()]; });`,
    [
      ["a", false],
      ["bc", true],
    ],
  ],
  // Protections.
  [
    "a new protection's editors are without the owner",
    'return [s.getRange("A1").protect().getEditors().length, s.protect().addEditor("x@example.com").getEditors().map(String)];',
    [0, ["x@example.com"]],
  ],
  [
    "a protected sheet's range has no notation",
    "var r = s.protect().getRange(); return [r.getA1Notation(), r.getNumRows()];",
    ["", 1000],
  ],
  // Locks and caches.
  [
    "a lock is not waited for back in time",
    `var lock = LockService.getScriptLock(), out = [lock.tryLock(-100), lock.hasLock(), lock.tryLock(0)]; lock.releaseLock();
     try { lock.waitLock(-100); } catch (e) { out.push(e.message); } return out;`,
    [false, false, true, "Lock timeout: another process was holding the lock for too long."],
  ],
  [
    "a cache gives null when it is written",
    'var c = CacheService.getScriptCache(); return [c.put("a", "b"), c.putAll({ a: "b" }), c.remove("a"), c.removeAll(["a"])].map(function (v) { return v === null; });',
    [true, true, true, true],
  ],
  // Utilities.
  [
    "a digest of texts",
    "return Utilities.computeDigest(Utilities.DigestAlgorithm.MD5, ['a', 'b']);",
    "!Cannot convert",
  ],
  ["a signature of texts", "return Utilities.computeHmacSha256Signature(['a'], ['b']);", "!Cannot convert"],
  [
    "… with an algorithm",
    "return Utilities.computeHmacSignature(Utilities.MacAlgorithm.HMAC_MD5, ['a'], [1]);",
    "!Cannot convert",
  ],
  ["the media type of JavaScript", "return MimeType.JAVASCRIPT;", "application/javascript"],
  // Copying.
  [
    "a copy fills as many whole times as fit",
    `${CELLS} s.getRange("A1:B2").copyTo(s.getRange("D5:H9")); return s.getRange("D5:H9").getDisplayValues();`,
    [
      ["1", "2", "1", "2", ""],
      ["x", "TRUE", "x", "TRUE", ""],
      ["1", "2", "1", "2", ""],
      ["x", "TRUE", "x", "TRUE", ""],
      ["", "", "", "", ""],
    ],
  ],
  [
    "… of values alone too, and never less than once",
    `${CELLS} s.getRange("A1:B2").copyValuesToRange(s, 4, 8, 5, 9); s.getRange("A1:B2").copyTo(s.getRange("J1:J5"));
     return [s.getRange("D5:H9").getDisplayValues().map(function (row) { return row.join(); }), s.getRange("J1:K5").getDisplayValues().map(function (row) { return row.join(); })];`,
    [
      ["1,2,1,2,", "x,TRUE,x,TRUE,", "1,2,1,2,", "x,TRUE,x,TRUE,", ",,,,"],
      ["1,2", "x,TRUE", "1,2", "x,TRUE", ","],
    ],
  ],
  [
    "a transposed copy",
    `${CELLS} s.getRange("A1:B1").copyTo(s.getRange("D5"), SpreadsheetApp.CopyPasteType.PASTE_VALUES, true); return s.getRange("D5:E6").getDisplayValues();`,
    [
      ["1", ""],
      ["2", ""],
    ],
  ],
  [
    "a kind of copy that is none is ignored",
    `${CELLS} s.getRange("A1:B1").copyTo(s.getRange("D5"), "FOO"); return s.getRange("D5:E5").getDisplayValues();`,
    [["1", "2"]],
  ],
];

let seen: Record<string, unknown>;
let host: Host;

beforeAll(async () => {
  const cases = ROWS.map(([what, body]) => `${JSON.stringify(what)}: function (s) { ${body} }`).join(",\n");
  const dist = writeAddon(`var cases = {${cases}};
    function main() {
      var out = {};
      Object.keys(cases).forEach(function (name) {
        try { out[name] = cases[name](SpreadsheetApp.getActive().insertSheet()); } catch (e) { out[name] = "!" + e.message; }
      });
      return out;
    }`);
  host = await Host.open({ dist, book: newFile() });
  seen = told(await host.call("main", [], { entry: "menu" })) as Record<string, unknown>;
});

afterAll(() => host.close());

test.each(ROWS)("%s", (what, _, expected) => {
  const value = seen[what];
  if (typeof expected === "string" && expected.startsWith("!"))
    expect(value).toMatch(new RegExp(`^${expected}`));
  else expect(value).toEqual(expected);
});
