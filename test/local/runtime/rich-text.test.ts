import { expect, test } from "vitest";
import { hostOn, outcomeOf, told } from "./fixture.ts";

const on = (body: string) => `
  var sheet = SpreadsheetApp.getActiveSheet(), cell = sheet.getRange("A1"), make = SpreadsheetApp.newRichTextValue;
  function runs(v) { return v.getRuns().map(function (r) {
    return [r.getText(), r.getStartIndex(), r.getEndIndex(), r.getLinkUrl(), r.getTextStyle().isBold()];
  }); }
  ${body}`;

test("facts 5.5: a rich text is built of parts with links and styles, written, and read again", async () => {
  const body = `
    var bold = SpreadsheetApp.newTextStyle().setBold(true).setForegroundColor("#FF0000").build();
    cell.setRichTextValue(make().setText("see this page").setLinkUrl(4, 8, "https://a.example/").setTextStyle(0, 8, bold).build());
    var value = cell.getRichTextValue();
    return [cell.getValue(), runs(value), value.getLinkUrl(), value.getLinkUrl(5, 7), value.getTextStyle(0, 4).getForegroundColor(),
      value.getTextStyle().isBold(), value.getTextStyle().isItalic(), value.getTextStyle().getFontSize()];`;
  expect(await outcomeOf(on(body))).toEqual([
    "see this page",
    [
      ["see ", 0, 4, null, true],
      ["this", 4, 8, "https://a.example/", true],
      [" page", 8, 13, null, false],
    ],
    null,
    "https://a.example/",
    "#ff0000",
    null,
    false,
    10,
  ]);
});

test("a link of a whole text, taken away again; a copy changes nothing of what it came from", async () => {
  const body = `
    var value = make().setText("page").setLinkUrl("https://a.example/").build();
    var bare = value.copy().setLinkUrl(null).build(), half = value.copy().setLinkUrl(0, 2, null).build();
    return [value.getLinkUrl(), bare.getLinkUrl(), half.getLinkUrl(), runs(half).length, bare.getRuns().length];`;
  expect(await outcomeOf(on(body))).toEqual(["https://a.example/", null, null, 2, 1]);
});

test("text of a rich value is text: no formula, no number, and no rich value is left when the cell is written again", async () => {
  const body = `
    var values = [["=1+1", "5"], ["'x", ""]].map(function (row) { return row.map(function (t) { return make().setText(t).setLinkUrl(t && "https://a.example/" || null).build(); }); });
    sheet.getRange("A1:B2").setRichTextValues(values);
    var read = sheet.getRange("A1:B2").getValues();
    cell.setValue("=1+1"); sheet.getRange("B1").setValue("again");
    return [read, sheet.getRange("A1:B2").getRichTextValues().map(function (row) { return row.map(function (v) { return v && v.getLinkUrl(); }); })];`;
  expect(await outcomeOf(on(body))).toEqual([
    [
      ["=1+1", "5"],
      ["'x", ""],
    ],
    [
      [null, null],
      ["https://a.example/", null],
    ],
  ]);
});

test("facts 5.5: a number has no rich text, or an empty one, by the switch; a formula's link is told", async () => {
  const body = on(`
    sheet.getRange("A1:C1").setValues([[5, "text", '=HYPERLINK("https://b.example/", "label")']]);
    return sheet.getRange("A1:D1").getRichTextValues()[0].map(function (v) { return v && [v.getText(), v.getLinkUrl()]; });`);
  const rest = [
    ["text", null],
    ["label", "https://b.example/"],
    ["", null],
  ];
  expect(await outcomeOf(body)).toEqual([null, ...rest]);
  expect(await outcomeOf(body, { switches: { richTextOfNumbers: "empty" } })).toEqual([["", null], ...rest]);
});

test("rich text goes with its cell: rows inserted, sorted, a sheet copied, the book saved", async () => {
  const code = `
    function fill() { ${on(`
      function link(t) { return make().setText(t).setLinkUrl("https://" + t + ".example/").build(); }
      sheet.getRange("A1:A2").setRichTextValues([[link("z")], [link("a")]]);
      sheet.getRange("A1:A2").sort(1); sheet.insertRowBefore(1); sheet.copyTo(SpreadsheetApp.getActive());`)} }
    function read() { return SpreadsheetApp.getActive().getSheets().map(function (s) {
      return s.getRange("A1:A3").getRichTextValues().map(function (r) { return r[0].getLinkUrl(); });
    }); }`;
  const host = await hostOn(code);
  expect(told(await host.call("fill", [], { entry: "menu" }))).toBe(null);
  const links = [null, "https://a.example/", "https://z.example/"];
  expect(told(await host.call("read", [], { entry: "menu" }))).toEqual([links, links]);
  const again = await hostOn(code, { book: structuredClone(host.save()) });
  expect(told(await again.call("read", [], { entry: "menu" }))).toEqual([links, links]);
});

test("a page shows a link and opens it, but for addresses that are no page's business", async () => {
  const host = await hostOn(`function link(url) { SpreadsheetApp.getActiveSheet().getRange("A1")
    .setRichTextValue(SpreadsheetApp.newRichTextValue().setText("go").setLinkUrl(url).build()); }`);
  const shown = async (url: string) => {
    await host.call("link", [url], { entry: "menu" });
    return host.book.model.getters.getEvaluatedCell({ sheetId: "0", row: 0, col: 0 }).link?.url;
  };
  expect(await shown("https://a.example/")).toBe("https://a.example/");
  expect(await shown("javascript:alert(1)")).toBeUndefined();
});

test("a link that a person makes in the page is a rich text for scripts, until the text is typed anew", async () => {
  const host =
    await hostOn(`function read() { var v = SpreadsheetApp.getActiveSheet().getRange("A1").getRichTextValue();
    return [v.getText(), v.getLinkUrl()]; }`);
  const write = async (content: string) => {
    host.book.model.dispatch("UPDATE_CELL", { sheetId: "0", row: 0, col: 0, content });
    return told(await host.call("read", [], { entry: "menu" }));
  };
  expect(await write("[=go](https://a.example/)")).toEqual(["=go", "https://a.example/"]);
  expect(await write("go")).toEqual(["go", null]);
  expect(await write("[x](y)")).toEqual(["[x](y)", null]);
});

test("text styles of ranges are the looks of their cells", async () => {
  const body = on(`
    var style = SpreadsheetApp.newTextStyle().setItalic(true).setFontSize(14).setUnderline(true).setForegroundColor("#00FF00").build();
    sheet.getRange("A1:B1").setTextStyle(style);
    sheet.getRange("A2:B2").setTextStyles([[style, style.copy().setItalic(false).setStrikethrough(true).build()]]);
    var styles = sheet.getRange("A1:B2").getTextStyles();
    return [cell.getFontStyle(), cell.getFontSize(), cell.getFontColor(), styles[1][1].isItalic(), styles[1][1].isStrikethrough(),
      styles[0][1].isUnderline(), cell.getTextStyle().isBold(), cell.getTextStyle().getFontFamily()];`);
  expect(await outcomeOf(body)).toEqual([
    "italic",
    14,
    "#00ff00",
    false,
    true,
    true,
    false,
    "arial,sans,sans-serif",
  ]);
});

test.each([
  ["make().setText('abc').setLinkUrl(2, 4, 'https://a.example/')", /offsets 2 to 4/],
  ["make().setText(1)", /don't match the method signature/],
  ["cell.setRichTextValue('a')", /don't match the method signature/],
  ["cell.setRichTextValues([[make().build()], [make().build()]])", /The data has 2 but the range has 1/],
  ["cell.setRichTextValue(make().setText('x'.repeat(50001)).build())", /more than the maximum of 50000/],
])("refused: %s", async (call, message) => {
  expect(await outcomeOf(on(call))).toMatch(message);
});
