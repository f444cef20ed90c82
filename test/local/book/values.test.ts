import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Book, type CellInput } from "../../../local/book/book.ts";
import { serialOf } from "../../../local/book/serial.ts";

const JAN_2 = serialOf(2026, 1, 2) ?? 0;

/** A new book with a block at A1. */
function bookWith(...rows: CellInput[][]): Book {
  const book = Book.create();
  book.write(0, 1, 1, rows);
  return book;
}

const valueAt = (book: Book, row = 1, column = 1) => book.values(0, row, column, 1, 1)[0]?.[0];
const shownAt = (book: Book, row = 1, column = 1) => book.displayValues(0, row, column, 1, 1)[0]?.[0];
const formatAt = (book: Book, row = 1, column = 1) => book.numberFormats(0, row, column, 1, 1)[0]?.[0];

const AWKWARD = [
  "=SUM(A1)",
  "00123",
  "[a](b)",
  "[label](https://example.com/x)",
  "https://example.com",
  "  x ",
  "\u0000\u0001\u001f",
  "\u05e9\u05dc\u05d5\u05dd \u202e abc",
  "👩‍👩‍👧",
  "a\nb\r\nc",
  "'",
  "''x",
  "'=1",
  "TRUE",
  "#N/A",
  "Loading...",
  "1/2",
  "@x",
  "+1 555",
  "constructor",
  "__proto__",
  "x".repeat(50_000),
];

describe("text that was written behind an apostrophe reads back as it is", () => {
  it.each(AWKWARD.map((text) => [text]))("%j", (text) => {
    const book = bookWith([`'${text}`]);
    expect(valueAt(book)).toBe(text);
    expect(shownAt(book)).toBe(text);
    expect(book.formulas(0, 1, 1, 1, 1)).toEqual([[""]]);
    expect(valueAt(Book.load(JSON.parse(JSON.stringify(book.save()))))).toBe(text);
  });

  it("1,000 generated texts: by value, through a formula, saved and loaded", () => {
    const text = fc.oneof(
      fc.string({ unit: "binary", maxLength: 40 }),
      fc.string({ unit: fc.constantFrom(..."=+-@'\"$€%.,:/ 0123456789AMPTRUEfalsejan\n\t"), maxLength: 12 }),
    );
    const texts = fc.sample(text, { numRuns: 1000, seed: 2 });
    const book = Book.create();
    book.write(
      0,
      1,
      1,
      texts.map((one) => [`'${one}`]),
    );
    const read = book.values(0, 1, 1, texts.length, 1).map(([value]) => value);
    expect(read).toEqual(texts);
    const again = Book.load(JSON.parse(JSON.stringify(book.save())));
    expect(again.values(0, 1, 1, texts.length, 1).map(([value]) => value)).toEqual(texts);
    book.write(
      0,
      1,
      2,
      texts.map((_, i) => [`=A${i + 1}`]),
    );
    const referred = book.values(0, 1, 2, texts.length, 1).map(([value]) => value);
    // A formula shows a blank cell as 0.
    expect(referred).toEqual(texts.map((one) => (one === "" ? 0 : one)));
  });
});

describe("facts 5.2: numbers, booleans and dates keep their type", () => {
  it.each<[CellInput, unknown]>([
    [5, 5],
    [-0.25, -0.25],
    [1e21, 1e21],
    [true, true],
    [{ serial: JAN_2 }, { serial: JAN_2 }],
    ["1/2/2026", { serial: JAN_2 }],
    [null, ""],
    ["", ""],
  ])("%j", (input, value) => {
    expect(valueAt(bookWith([input]))).toEqual(value);
  });

  it("a date in a cell without a format brings a date format", () => {
    const book = bookWith([{ serial: JAN_2 }, { serial: JAN_2 + 0.5 }]);
    expect(book.numberFormats(0, 1, 1, 1, 2)).toEqual([["M/d/yyyy", "M/d/yyyy H:mm:ss"]]);
    expect(book.displayValues(0, 1, 1, 1, 2)).toEqual([["1/2/2026", "1/2/2026 12:00:00"]]);
  });

  it("facts 5.2: a time is on 1899-12-30, and 1900 is no leap year", () => {
    const book = bookWith([{ serial: 0.5 }, { serial: 2 }, { serial: 60 }]);
    book.setNumberFormats(0, 1, 1, [["yyyy-mm-dd hh:mm", "yyyy-mm-dd", "yyyy-mm-dd"]]);
    expect(book.displayValues(0, 1, 1, 1, 3)).toEqual([["1899-12-30 12:00", "1900-01-01", "1900-02-28"]]);
  });

  it("a date keeps the format that the cell has", () => {
    const book = Book.create();
    book.setNumberFormats(0, 1, 1, [["yyyy-mm-dd"]]);
    book.write(0, 1, 1, [[{ serial: JAN_2 }]]);
    expect([formatAt(book), shownAt(book)]).toEqual(["yyyy-mm-dd", "2026-01-02"]);
  });

  it("a date without a year is of the year of the book's clock, in the book's zone", () => {
    const book = Book.create({ timeZone: "Pacific/Auckland" });
    book.now = () => new Date("2030-12-31T20:00:00Z");
    book.write(0, 1, 1, [["1/2", "=TODAY()"]]);
    expect(book.values(0, 1, 1, 1, 2)).toEqual([
      [{ serial: serialOf(2031, 1, 2) }, { serial: serialOf(2031, 1, 1) }],
    ]);
  });
});

describe("facts 5.3: reading", () => {
  it("a number in a date-formatted cell reads as a date, and as a number again without the format", () => {
    const book = bookWith([JAN_2]);
    book.setNumberFormats(0, 1, 1, [["d MMM yyyy"]]);
    expect(valueAt(book)).toEqual({ serial: JAN_2 });
    book.setNumberFormats(0, 1, 1, [["0.00"]]);
    expect(valueAt(book)).toBe(JAN_2);
  });

  it("the default number format is 0.###############", () => {
    expect(formatAt(bookWith([5]))).toBe("0.###############");
  });

  it.each<[string, number, string]>([
    ["h:mm AM/PM", 0.6875, "4:30 PM"],
    ["0.00E+00", 12345, "1.23E+04"],
    ["[Red]0.0", 2.25, "2.3"],
    ['#,##0.00" kg"', 1234.5, "1,234.50 kg"],
    ["dd.MM.yyyy", JAN_2, "02.01.2026"],
    ["@", 7, "7"],
    ["[h]:mm:ss", 25 / 24, "25:00:00"],
    ["0%", 0.5, "50%"],
  ])("number format %j is given back exactly, and shown", (format, value, shown) => {
    const book = bookWith([value]);
    book.setNumberFormats(0, 1, 1, [[format]]);
    expect(formatAt(book)).toBe(format);
    expect(shownAt(book)).toBe(shown);
    expect(formatAt(Book.load(book.save()))).toBe(format);
  });

  it.each<[string, string]>([
    ["=1/0", "#DIV/0!"],
    ["=NA()", "#N/A"],
    ['=1+"a"', "#VALUE!"],
    ["=foo(", "#ERROR!"],
    ["=@x", "#ERROR!"],
    ["=A1", "#REF!"],
    ["=VLOOKUP(9,{1,2},2,FALSE)", "#N/A"],
  ])("the error of %s reads %s", (formula, error) => {
    const book = bookWith([formula]);
    expect(valueAt(book)).toBe(error);
    expect(shownAt(book)).toBe(error);
  });

  it("booleans and large numbers are shown as Sheets shows them", () => {
    expect(bookWith([true, false, 1234567.125, 12]).displayValues(0, 1, 1, 1, 5)).toEqual([
      ["TRUE", "FALSE", "1234567.125", "12", ""],
    ]);
  });

  it("numbers are shown with the locale's signs", () => {
    const book = Book.create({ locale: "de_DE" });
    book.write(0, 1, 1, [["1.234,5", 2.5]]);
    expect(book.displayValues(0, 1, 1, 1, 2)).toEqual([["1.234,50", "2,5"]]);
  });

  it("a new locale changes how text is read and numbers are shown, not formats that are set", () => {
    const book = bookWith(["1/2/2026", 2.5]);
    book.locale = "de_DE";
    book.write(0, 2, 1, [["1.2.2026"]]);
    expect(book.numberFormats(0, 1, 1, 2, 1)).toEqual([["M/d/yyyy"], ["dd.MM.yyyy"]]);
    expect(book.displayValues(0, 1, 1, 2, 2)).toEqual([
      ["1/2/2026", "2,5"],
      ["01.02.2026", ""],
    ]);
    expect(Book.load(book.save()).locale).toBe("de_DE");
  });

  it("getLastRow is 0 on a blank sheet; formats do not count, formulas that show nothing do", () => {
    const book = Book.create();
    book.setNumberFormats(0, 50, 3, [["@"]]);
    book.setNotes(0, 60, 3, [["note"]]);
    expect([book.lastRow(0), book.lastColumn(0)]).toEqual([0, 0]);
    book.write(0, 7, 2, [['=""']]);
    expect([book.lastRow(0), book.lastColumn(0)]).toEqual([7, 2]);
    book.write(0, 3, 3, [["=SEQUENCE(9,2)"]]);
    expect([book.lastRow(0), book.lastColumn(0)]).toEqual([11, 4]);
  });
});

describe("facts 5.2: '@' set before writing", () => {
  it("keeps 01 as text; set afterwards it does not bring it back", () => {
    const book = Book.create();
    book.setNumberFormats(0, 1, 1, [["@"]]);
    book.write(0, 1, 1, [["01"], ["01"]]);
    book.setNumberFormats(0, 2, 1, [["@"]]);
    expect(book.values(0, 1, 1, 2, 1)).toEqual([["01"], [1]]);
  });
});

describe("facts 5.4: clearing", () => {
  it("clearing contents keeps formats and notes; clearing formats keeps contents", () => {
    const book = bookWith([5]);
    book.setNumberFormats(0, 1, 1, [["0.00"]]);
    book.setNotes(0, 1, 1, [["why"]]);
    book.setStyles(0, 1, 1, 1, 1, { bold: true });
    book.clear(0, 1, 1, 1, 1, { contents: true });
    expect([valueAt(book), formatAt(book), book.notes(0, 1, 1, 1, 1)[0]?.[0]]).toEqual(["", "0.00", "why"]);
    book.write(0, 1, 1, [[6]]);
    book.clear(0, 1, 1, 1, 1, { formats: true });
    expect([valueAt(book), formatAt(book), book.notes(0, 1, 1, 1, 1)[0]?.[0]]).toEqual([
      6,
      "0.###############",
      "why",
    ]);
    expect(book.styles(0, 1, 1, 1, 1)).toEqual([[{}]]);
    book.clear(0, 1, 1, 1, 1, { notes: true, contents: true });
    expect(book.model.getters.getCell({ sheetId: "0", row: 0, col: 0 })).toBeUndefined();
  });

  it("a style property that is null goes back to its default", () => {
    const book = Book.create();
    book.setStyles(0, 1, 1, 1, 2, { bold: true, background: "#FFEE00", wrap: "wrap" });
    book.setStyles(0, 1, 1, 1, 1, { bold: null });
    expect(book.styles(0, 1, 1, 1, 2)).toEqual([
      [
        { background: "#ffee00", wrap: "wrap" },
        { bold: true, background: "#ffee00", wrap: "wrap" },
      ],
    ]);
  });
});

describe("notifications", () => {
  it("hears a change once it is done, until told to stop", () => {
    const book = Book.create();
    const seen: unknown[] = [];
    const stop = book.onChange(() => seen.push(valueAt(book)));
    book.write(0, 1, 1, [[1]]);
    stop();
    book.write(0, 1, 1, [[2]]);
    expect(seen).toEqual([1]);
  });
});
