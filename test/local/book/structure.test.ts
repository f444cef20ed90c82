import { describe, expect, it } from "vitest";
import { Book } from "../../../local/book/book.ts";

/** A book whose rows 2–5 hold a label, a number and a formula on it, with a format and a note in row 3. */
function tableBook(): Book {
  const book = Book.create();
  book.write(0, 1, 1, [
    ["Name", "Amount", "Twice"],
    ["b", 3, "=B2*2"],
    ["a", 1, "=B3*2"],
    ["c", 2, "=B4*2"],
    ["", "", "=SUM(B2:B4)"],
  ]);
  book.setNumberFormats(0, 3, 2, [["0.00"]]);
  book.setNotes(0, 3, 1, [["first"]]);
  return book;
}

const block = (book: Book, row: number, rows: number) => book.values(0, row, 1, rows, 3);

describe("rows and columns", () => {
  it("inserted rows move formulas, formats and notes along", () => {
    const book = tableBook();
    book.insertRows(0, 3, 2);
    expect(book.formulas(0, 5, 3, 3, 1)).toEqual([["=B5*2"], ["=B6*2"], ["=SUM(B2:B6)"]]);
    expect(book.numberFormats(0, 5, 2, 1, 1)).toEqual([["0.00"]]);
    expect(book.notes(0, 3, 1, 3, 1)).toEqual([[""], [""], ["first"]]);
    expect(book.sheets()[0]?.rows).toBe(1002);
  });

  it("rows inserted after the last one are blank and there", () => {
    const book = tableBook();
    book.insertRows(0, 1001, 500);
    book.write(0, 1500, 1, [["end"]]);
    expect(book.values(0, 1500, 1, 1, 1)).toEqual([["end"]]);
    expect(book.cellCount()).toBe(1500 * 26);
  });

  it("removed rows take everything of theirs with them", () => {
    const book = tableBook();
    book.removeRows(0, 3, 1);
    expect(block(book, 2, 3)).toEqual([
      ["b", 3, 6],
      ["c", 2, 4],
      ["", "", 5],
    ]);
    expect(book.notes(0, 1, 1, 5, 1).flat().join("")).toBe("");
    expect(book.sheets()[0]?.rows).toBe(999);
  });

  it("a formula whose cell was removed is #REF!", () => {
    const book = tableBook();
    book.write(0, 9, 1, [["=B3"]]);
    book.removeRows(0, 3, 1);
    expect(book.values(0, 8, 1, 1, 1)).toEqual([["#REF!"]]);
  });

  it("columns come and go the same way", () => {
    const book = tableBook();
    book.insertColumns(0, 2, 1);
    expect(book.formulas(0, 2, 4, 1, 1)).toEqual([["=C2*2"]]);
    expect(book.numberFormats(0, 3, 3, 1, 1)).toEqual([["0.00"]]);
    book.removeColumns(0, 1, 2);
    expect(book.values(0, 2, 1, 1, 2)).toEqual([[3, 6]]);
    book.insertColumns(0, 26, 4);
    expect(book.sheets()[0]?.columns).toBe(29);
  });
});

describe("sorting", () => {
  it("rows move whole: values, formulas on their own row, formats and notes", () => {
    const book = tableBook();
    book.sortRange(0, 2, 1, 3, 3, [{ column: 1, ascending: true }]);
    expect(block(book, 2, 4)).toEqual([
      ["a", 1, 2],
      ["b", 3, 6],
      ["c", 2, 4],
      ["", "", 6],
    ]);
    expect(book.formulas(0, 2, 3, 3, 1)).toEqual([["=B2*2"], ["=B3*2"], ["=B4*2"]]);
    expect(book.numberFormats(0, 2, 2, 2, 1)).toEqual([["0.00"], ["0.###############"]]);
    expect(book.notes(0, 2, 1, 2, 1)).toEqual([["first"], [""]]);
  });

  it("numbers before text before booleans, blanks last in both directions", () => {
    const book = Book.create();
    book.write(0, 1, 1, [["'b"], [true], [null], [2], ["'A"], [10]]);
    book.sortRange(0, 1, 1, 6, 1, [{ column: 1, ascending: true }]);
    expect(book.values(0, 1, 1, 6, 1).flat()).toEqual([2, 10, "A", "b", true, ""]);
    book.sortRange(0, 1, 1, 6, 1, [{ column: 1, ascending: false }]);
    expect(book.values(0, 1, 1, 6, 1).flat()).toEqual([true, "b", "A", 10, 2, ""]);
  });
});

describe("facts 5.4: sheets", () => {
  it("a new book has Sheet1, number 0, of 1000 × 26", () => {
    expect(Book.create().sheets()).toEqual([
      { id: 0, name: "Sheet1", hidden: false, rows: 1000, columns: 26, frozenRows: 0, frozenColumns: 0 },
    ]);
  });

  it("sheet numbers are stable under rename and move, and need not be small", () => {
    const book = Book.create();
    const jobs = book.insertSheet("Jobs");
    const first = book.insertSheet("First", 0);
    expect(jobs).toBeGreaterThan(1000);
    book.renameSheet(jobs, "Huntr: a/b*");
    book.moveSheet(jobs, 0);
    expect(book.sheets().map(({ id, name }) => [id, name])).toEqual([
      [jobs, "Huntr: a/b*"],
      [first, "First"],
      [0, "Sheet1"],
    ]);
  });

  it("a hidden sheet can be removed though only one is visible", () => {
    const book = Book.create();
    const hidden = book.insertSheet("Hidden");
    book.setHidden(hidden, true);
    expect(book.sheets()[1]?.hidden).toBe(true);
    book.removeSheet(hidden);
    expect(book.sheets()).toHaveLength(1);
    expect(() => book.removeSheet(0)).toThrow("refused DELETE_SHEET");
  });

  it("frozen rows and columns", () => {
    const book = Book.create();
    book.setFrozen(0, 1, 2);
    expect(book.sheets()[0]).toMatchObject({ frozenRows: 1, frozenColumns: 2 });
    book.setFrozen(0, 0, 0);
    expect(book.sheets()[0]).toMatchObject({ frozenRows: 0, frozenColumns: 0 });
  });

  it("a copy is called 'Copy of …' and carries values, formulas, exact formats and notes", () => {
    const book = tableBook();
    const copy = book.copySheet(0);
    const second = book.copySheet(0);
    expect(book.sheets().map(({ name }) => name)).toEqual(["Sheet1", "Copy of Sheet1 2", "Copy of Sheet1"]);
    expect(book.values(copy, 2, 1, 3, 3)).toEqual(book.values(0, 2, 1, 3, 3));
    expect(book.formulas(second, 5, 3, 1, 1)).toEqual([["=SUM(B2:B4)"]]);
    expect(book.numberFormats(copy, 3, 2, 1, 1)).toEqual([["0.00"]]);
    expect(book.notes(copy, 3, 1, 1, 1)).toEqual([["first"]]);
    book.write(copy, 3, 1, [["changed"]]);
    expect(book.values(0, 3, 1, 1, 1)).toEqual([["a"]]);
  });

  it("formulas find other sheets by name, also after a rename", () => {
    const book = Book.create();
    const other = book.insertSheet("Other one");
    book.write(other, 1, 1, [[7]]);
    book.write(0, 1, 1, [["='Other one'!A1+1"]]);
    book.renameSheet(other, "Renamed one");
    book.write(other, 1, 1, [[8]]);
    expect(book.values(0, 1, 1, 1, 1)).toEqual([[9]]);
    expect(book.formulas(0, 1, 1, 1, 1)).toEqual([["='Renamed one'!A1+1"]]);
  });
});

describe("saving and loading", () => {
  it("gives back all of it, and saves the same again", () => {
    const book = tableBook();
    book.name = "Cohorts";
    book.setStyles(0, 1, 1, 1, 3, { bold: true, fontColor: "#112233" });
    book.setFrozen(0, 1, 0);
    book.setColumnWidth(0, 2, 240);
    book.setNumberFormats(0, 900, 26, [["@"]]);
    const hidden = book.insertSheet("Results");
    book.write(hidden, 1, 1, [["'=not a formula", { serial: 46_000.5 }, false]]);
    book.setHidden(hidden, true);
    const saved = JSON.parse(JSON.stringify(book.save()));
    const loaded = Book.load(saved);
    expect(loaded.save()).toEqual(saved);
    expect(loaded.sheets()).toEqual(book.sheets());
    expect([loaded.name, loaded.columnWidths(0, 2, 1), loaded.numberFormats(0, 900, 26, 1, 1)]).toEqual([
      "Cohorts",
      [240],
      [["@"]],
    ]);
    for (const { id } of book.sheets()) {
      expect(loaded.values(id, 1, 1, 6, 4)).toEqual(book.values(id, 1, 1, 6, 4));
      expect(loaded.styles(id, 1, 1, 6, 4)).toEqual(book.styles(id, 1, 1, 6, 4));
      expect(loaded.formulas(id, 1, 1, 6, 4)).toEqual(book.formulas(id, 1, 1, 6, 4));
    }
    expect(loaded.insertSheet("Next")).toBe(book.insertSheet("Next"));
  });

  it("refuses data that is no book", () => {
    expect(() => Book.load({ form: 99 })).toThrow("not a saved book");
  });

  it("prints nothing", () => {
    const printed: unknown[] = [];
    const loud = { ...console };
    for (const name of ["debug", "log", "info", "warn", "error"] as const) {
      console[name] = (...words) => printed.push(words);
    }
    try {
      const book = tableBook();
      book.insertRows(0, 2, 1);
      Book.load(book.save()).sortRange(0, 2, 1, 4, 3, [{ column: 1, ascending: true }]);
    } finally {
      Object.assign(console, loud);
    }
    expect(printed).toEqual([]);
  });
});
