import { expect, test } from "vitest";
import { type BookFile, parseBookFile } from "../../../local/runtime/book-file.ts";
import { hostOn, outcomeOf, told } from "./fixture.ts";

/** Where all of the file's metadata is, in words: "k@ROW 3". */
const SHOW = `
  function show(all) {
    return all.map(function (m) {
      var at = m.getLocation(), cells = at.getRow() || at.getColumn();
      return m.getKey() + "@" + at.getLocationType() + (cells ? " " + cells.getA1Notation() : "");
    }).join(", ");
  }
  function everything() { return show(SpreadsheetApp.getActive().createDeveloperMetadataFinder().find()); }`;
const inSheet = (body: string) => `var ss = SpreadsheetApp.getActive(), sheet = ss.getActiveSheet(); ${body}`;
const shown = (body: string) => outcomeOf(`${SHOW} ${inSheet(body)} return everything();`);

test("facts 5.5: the file, a sheet, a row and a column carry keys and values, document-visible unless told otherwise", async () => {
  const body = `
    ss.addDeveloperMetadata("file");
    sheet.addDeveloperMetadata("sheet", "7");
    sheet.getRange("3:3").addDeveloperMetadata("row", "v", SpreadsheetApp.DeveloperMetadataVisibility.PROJECT);
    sheet.getRange("B:B").addDeveloperMetadata("column", SpreadsheetApp.DeveloperMetadataVisibility.PROJECT);
    return ss.createDeveloperMetadataFinder().find().map(function (m) {
      return [m.getKey(), m.getValue(), String(m.getVisibility()), String(m.getLocation().getLocationType())];
    });`;
  expect(await outcomeOf(inSheet(body))).toEqual([
    ["file", null, "DOCUMENT", "SPREADSHEET"],
    ["sheet", "7", "DOCUMENT", "SHEET"],
    ["row", "v", "PROJECT", "ROW"],
    ["column", null, "PROJECT", "COLUMN"],
  ]);
});

const REFUSED = /^Exception: Adding developer metadata to arbitrary ranges is not currently supported\./;

test.each(["A1", "A1:C3", "2:3", "B:C", "A3:3"])("facts 5.1: the range %s carries none", async (cells) => {
  expect(await outcomeOf(inSheet(`sheet.getRange("${cells}").addDeveloperMetadata("k")`))).toMatch(REFUSED);
});

test("a whole row by numbers is refused or carries it, by the switch", async () => {
  const body = `sheet.getRange(3, 1, 1, sheet.getMaxColumns()).addDeveloperMetadata("k"); return "done";`;
  expect(await outcomeOf(inSheet(body))).toMatch(REFUSED);
  expect(await outcomeOf(inSheet(body), { switches: { metadataOnBoundedLines: true } })).toBe("done");
});

test.each([
  ["rows inserted above", "sheet.insertRowsBefore(1, 2)", "r@ROW 5:5, c@COLUMN B:B"],
  ["a row inserted in its place", "sheet.insertRowBefore(3)", "r@ROW 4:4, c@COLUMN B:B"],
  ["a row inserted right below", "sheet.insertRowAfter(3)", "r@ROW 3:3, c@COLUMN B:B"],
  ["a row deleted above", "sheet.deleteRow(1)", "r@ROW 2:2, c@COLUMN B:B"],
  ["the row deleted", "sheet.deleteRow(3)", "c@COLUMN B:B"],
  [
    "columns inserted and deleted",
    "sheet.insertColumnBefore(1); sheet.deleteColumn(5)",
    "r@ROW 3:3, c@COLUMN C:C",
  ],
  [
    "all other columns deleted",
    "sheet.deleteColumns(3, 24); sheet.deleteColumn(1)",
    "r@ROW 3:3, c@COLUMN A:A",
  ],
])("facts 5.5: row and column metadata after %s", async (_, change, where) => {
  expect(
    await shown(
      `sheet.getRange("3:3").addDeveloperMetadata("r"); sheet.getRange("B:B").addDeveloperMetadata("c"); ${change};`,
    ),
  ).toBe(where);
});

test.each([
  [false, "r@ROW 3:3"],
  [true, "r@ROW 1:1"],
])(
  "facts 5.5: row metadata goes with its row in a sort, or stays, by the switch: %s",
  async (metadataMovesInSort, where) => {
    const body = `sheet.getRange("A1:A3").setValues([[3], [2], [1]]); sheet.getRange("3:3").addDeveloperMetadata("r");
    sheet.getRange("A1:A3").sort(1); return everything();`;
    expect(await outcomeOf(SHOW + inSheet(body), { switches: { metadataMovesInSort } })).toBe(where);
  },
);

test("facts 5.5: metadata goes with its sheet, and a copy of the sheet has its own", async () => {
  const body = `
    sheet.addDeveloperMetadata("s"); sheet.getRange("2:2").addDeveloperMetadata("r");
    var copy = sheet.copyTo(ss);
    var ids = ss.createDeveloperMetadataFinder().find().map(function (m) { return m.getId(); });
    var before = show(copy.createDeveloperMetadataFinder().find());
    ss.deleteSheet(copy);
    return [ids.length, new Set(ids).size, before, everything()];`;
  expect(await outcomeOf(SHOW + inSheet(body))).toEqual([4, 4, "s@SHEET, r@ROW 2:2", "s@SHEET, r@ROW 2:2"]);
});

test("facts 5.5: a row that a person drags elsewhere takes its metadata along", async () => {
  const host = await hostOn(
    `${SHOW} function mark() { ${inSheet('sheet.getRange("5:5").addDeveloperMetadata("r"); sheet.getRange("B:B").addDeveloperMetadata("c")')} }`,
  );
  await host.call("mark", [], { entry: "menu" });
  const move = (dimension: "ROW" | "COL", from: number, position: "before" | "after", to: number) =>
    host.book.model.dispatch("MOVE_COLUMNS_ROWS", {
      sheetId: "0",
      sheetName: "Sheet1",
      dimension,
      base: to - 1,
      position,
      elements: [from - 1],
    });
  const where = async () => told(await host.call("everything", [], { entry: "menu" }));
  expect(move("ROW", 5, "before", 2).isSuccessful).toBe(true);
  expect(await where()).toBe("r@ROW 2:2, c@COLUMN B:B");
  expect(move("COL", 2, "after", 5).isSuccessful).toBe(true);
  expect(await where()).toBe("r@ROW 2:2, c@COLUMN E:E");
});

test("facts 5.5: undoing an insertion takes the row back and its metadata with it", async () => {
  const host =
    await hostOn(`${SHOW} function mark() { ${inSheet('sheet.getRange("3:3").addDeveloperMetadata("r")')} }
    function insert() { ${inSheet("sheet.insertRowBefore(1)")} }`);
  await host.call("mark", [], { entry: "menu" });
  // A page listens, so that there is something to undo.
  host.book.hub.listeners.add(() => undefined);
  await host.call("insert", [], { entry: "menu" });
  const where = async () => told(await host.call("everything", [], { entry: "menu" }));
  expect(await where()).toBe("r@ROW 4:4");
  host.book.model.dispatch("REQUEST_UNDO");
  expect(await where()).toBe("r@ROW 3:3");
});

test("a finder looks into its file, sheet or range, by id, key, value, visibility and kind of place", async () => {
  const body = `
    var V = SpreadsheetApp.DeveloperMetadataVisibility, L = SpreadsheetApp.DeveloperMetadataLocationType;
    ss.addDeveloperMetadata("a", "1");
    sheet.addDeveloperMetadata("b", "1");
    sheet.getRange("3:3").addDeveloperMetadata("a", "2", V.PROJECT);
    sheet.getRange("B:B").addDeveloperMetadata("b", "2");
    ss.insertSheet("other").addDeveloperMetadata("a", "3");
    var from = function (where) { return where.createDeveloperMetadataFinder(); };
    return [
      from(ss).withKey("a"), from(ss).withValue("2"), from(ss).withVisibility(V.PROJECT), from(ss).withLocationType(L.SHEET),
      from(ss).withId(ss.getDeveloperMetadata()[0].getId()), from(ss).withKey("a").withValue("2"), from(sheet),
      from(sheet.getRange("1:5")), from(sheet.getRange("A1:D5")), from(sheet.getRange("A3")),
      from(sheet.getRange("A3")).onIntersectingLocations()
    ].map(function (finder) { return show(finder.find()); });`;
  expect(await outcomeOf(SHOW + inSheet(body))).toEqual([
    "a@SPREADSHEET, a@ROW 3:3, a@SHEET",
    "a@ROW 3:3, b@COLUMN B:B",
    "a@ROW 3:3",
    "b@SHEET, a@SHEET",
    "a@SPREADSHEET",
    "a@ROW 3:3",
    "b@SHEET, a@ROW 3:3, b@COLUMN B:B",
    "a@ROW 3:3",
    "",
    "",
    "a@SPREADSHEET, b@SHEET, a@ROW 3:3",
  ]);
});

test("getDeveloperMetadata gives what hangs on that very place; changes, moves and removals take effect at once", async () => {
  const body = `
    sheet.getRange("3:3").addDeveloperMetadata("k", "v");
    var m = sheet.getRange("3:3").getDeveloperMetadata()[0], id = m.getId();
    m.setKey("key").setValue("value").setVisibility(SpreadsheetApp.DeveloperMetadataVisibility.PROJECT);
    var told = [[m.getKey(), m.getValue(), String(m.getVisibility())]];
    m.moveToColumn(sheet.getRange("D:D")); told.push(everything());
    m.moveToRow(sheet.getRange("9:9")); told.push(everything());
    m.moveToSheet(sheet); told.push([everything(), sheet.getDeveloperMetadata().length, m.getLocation().getSheet().getName()]);
    m.moveToSpreadsheet(); told.push([sheet.getDeveloperMetadata().length, ss.getDeveloperMetadata()[0].getId() === id]);
    m.remove(); told.push(everything());
    try { m.getKey(); } catch (e) { told.push(e.message.indexOf("not found") > 0); }
    ss.addDeveloperMetadata("new"); told.push(ss.getDeveloperMetadata()[0].getId() === id);
    return told;`;
  expect(await outcomeOf(SHOW + inSheet(body))).toEqual([
    ["key", "value", "PROJECT"],
    "key@COLUMN D:D",
    "key@ROW 9:9",
    ["key@SHEET", 1, "Sheet1"],
    [0, true],
    "",
    true,
    false,
  ]);
});

test("keys and values of a file are 30,000 characters at most", async () => {
  const body = (n: number) =>
    inSheet(`ss.addDeveloperMetadata("k", "x".repeat(${n})); ss.addDeveloperMetadata("k"); return "done";`);
  expect(await outcomeOf(body(29_998))).toBe("done");
  expect(await outcomeOf(body(29_999))).toMatch(/30000 characters/);
});

test("a formula may read metadata and not add any", async () => {
  const host = await hostOn(`
    /** @customfunction */ function READ() { return SpreadsheetApp.getActive().getDeveloperMetadata().length; }
    /** @customfunction */ function HANG() { SpreadsheetApp.getActive().addDeveloperMetadata("k"); }`);
  host.book.write(0, 1, 1, [["=READ()", "=HANG()"]]);
  await host.book.settled();
  expect(host.book.values(0, 1, 1, 1, 2)).toEqual([[0, "#ERROR!"]]);
  expect(host.book.errorMessage(0, 1, 2)).toContain("permission to call addDeveloperMetadata");
});

test("metadata is saved with the book", async () => {
  const code = `${SHOW} function mark() { ${inSheet('sheet.getRange("3:3").addDeveloperMetadata("r", "v"); ss.addDeveloperMetadata("f")')} }`;
  const first = await hostOn(code);
  await first.call("mark", [], { entry: "menu" });
  const book: BookFile = parseBookFile(JSON.stringify(first.save()), "book");
  const second = await hostOn(code, { book });
  expect(told(await second.call("everything", [], { entry: "menu" }))).toBe("r@ROW 3:3, f@SPREADSHEET");
});
