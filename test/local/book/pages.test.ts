import { describe, expect, it } from "vitest";
import { Book } from "../../../local/book/book.ts";
import { quietly } from "../../../local/book/engine.ts";
import { cellsOf, joinPage, shown } from "./joined-page.ts";

describe("pages that show the book", () => {
  it("see what is there and what a script writes", () => {
    const book = Book.create();
    book.write(0, 1, 1, [["'[a](b)", { serial: 46_024 }]]);
    const page = joinPage(book, "one");
    book.write(0, 2, 1, [["'00123", "1/2/2026"]]);
    book.setNumberFormats(0, 2, 2, [["yyyy-mm-dd"]]);
    book.setNotes(0, 2, 1, [["note"]]);
    expect([shown(page, 1, 1), shown(page, 1, 2), shown(page, 2, 1), shown(page, 2, 2)]).toEqual([
      "[a](b)",
      "1/2/2026",
      "00123",
      "2026-01-02",
    ]);
    expect(page.cells()).toEqual(cellsOf(book));
  });

  it("get the room that an array needs, whoever typed its formula", async () => {
    const book = Book.create();
    const page = joinPage(book, "one");
    page.type([1, 2], "=SEQUENCE(2000)");
    await book.settled();
    expect(shown(page, 2001, 1)).toBe("2000");
    book.write(0, 1, 20, [["=SEQUENCE(1, 30)"]]);
    await book.settled();
    expect([shown(page, 1, 20), shown(page, 1, 49)]).toEqual(["1", "30"]);
    expect(page.cells()).toEqual(cellsOf(book));
  });

  it("facts 5.2: what is typed in a page is read as Sheets reads it, on both sides", () => {
    const book = Book.create();
    book.now = () => new Date("2025-06-01T00:00:00Z");
    const page = joinPage(book, "one");
    page.type([1, 1], "'00123");
    page.type([1, 2], "$2.99");
    page.type([1, 3], "Jan 5, 2026");
    page.type([1, 4], "1 234");
    page.type([1, 5], "=A2*2");
    expect(book.values(0, 1, 1, 5, 1).flat()).toEqual(["00123", 2.99, { serial: 46_027 }, "1 234", 5.98]);
    expect(page.cells()).toEqual(cellsOf(book));
  });

  it("undo in a page takes back its own typing, with the cell's former format and note", () => {
    const book = Book.create();
    book.write(0, 1, 1, [["'before"]]);
    book.setNotes(0, 1, 1, [["note"]]);
    const page = joinPage(book, "one");
    page.type([1, 1], "after");
    expect(book.values(0, 1, 1, 1, 1)).toEqual([["after"]]);
    book.write(0, 2, 1, [["later"]]);
    quietly(() => page.model.dispatch("REQUEST_UNDO"));
    expect(book.values(0, 1, 1, 2, 1)).toEqual([["before"], ["later"]]);
    expect(book.notes(0, 1, 1, 1, 1)).toEqual([["note"]]);
    expect(page.cells()).toEqual(cellsOf(book));
  });

  it("a formula that undo brings back follows its cells, and is worked out anew with them", () => {
    const book = Book.create();
    book.write(0, 1, 1, [[2, "=A1*2"]]);
    const page = joinPage(book, "one");
    page.type([1, 2], "no formula");
    quietly(() => page.model.dispatch("REQUEST_UNDO"));
    book.insertRows(0, 1, 1);
    book.write(0, 2, 1, [[5]]);
    expect(book.formulas(0, 2, 2, 1, 1)).toEqual([["=A2*2"]]);
    expect([book.values(0, 2, 2, 1, 1), shown(page, 2, 2)]).toEqual([[[10]], "10"]);
    page.type([2, 2], "");
    expect([book.lastRow(0), book.lastColumn(0)]).toEqual([2, 1]);
    quietly(() => page.model.dispatch("REQUEST_UNDO"));
    expect([book.lastRow(0), book.lastColumn(0)]).toEqual([2, 2]);
    expect(page.cells()).toEqual(cellsOf(book));
  });

  it("typing and script writes at the same time end the same everywhere", () => {
    const book = Book.create();
    const pages = [joinPage(book, "one"), joinPage(book, "two")];
    for (const page of pages) page.hold();
    book.write(0, 1, 1, [
      [1, 2],
      [3, 4],
      [5, 6],
    ]);
    book.insertRows(0, 2, 1);
    pages[0]?.type([3, 2], "from one");
    pages[1]?.type([4, 3], "from two");
    quietly(() =>
      pages[1]?.model.dispatch("ADD_COLUMNS_ROWS", {
        sheetId: "0",
        sheetName: "Sheet1",
        dimension: "COL",
        position: "before",
        base: 1,
        quantity: 1,
      }),
    );
    book.write(0, 1, 2, [["x"], ["y"]]);
    for (const page of pages) page.release();
    for (const page of pages) expect(page.cells()).toEqual(cellsOf(book));
    expect(book.values(0, 1, 1, 4, 1).flat()).toEqual([1, "", 3, 5]);
  });

  it("undoing inserted rows after a script wrote across them keeps the rest of the block", () => {
    const book = Book.create();
    const page = joinPage(book, "one");
    quietly(() =>
      page.model.dispatch("ADD_COLUMNS_ROWS", {
        sheetId: "0",
        sheetName: "Sheet1",
        dimension: "ROW",
        position: "before",
        base: 1,
        quantity: 1,
      }),
    );
    book.write(0, 1, 1, [["a"], ["b"], ["c"]]);
    quietly(() => page.model.dispatch("REQUEST_UNDO"));
    expect(book.values(0, 1, 1, 3, 1).flat()).toEqual(["a", "c", ""]);
    expect(page.cells()).toEqual(cellsOf(book));
  });

  it("show a custom function's result when the book has it, also one that joins later", async () => {
    const book = Book.create();
    book.setCustomFunctions([{ name: "ECHO", params: ["x"], doc: "" }], async ({ args }) => ({
      value: args[0],
    }));
    const page = joinPage(book, "one");
    page.type([1, 1], '=ECHO("hi")');
    expect(shown(page, 1, 1)).toBe("Loading...");
    await book.settled();
    expect(shown(page, 1, 1)).toBe("hi");
    expect(shown(joinPage(book, "two"), 1, 1)).toBe("hi");
  });

  it("a message that does not follow the latest revision is dropped", () => {
    const book = Book.create();
    const message = { type: "REMOTE_REVISION", serverRevisionId: "other", nextRevisionId: "next" };
    expect(book.hub.accept(message)).toBe(false);
    expect(book.hub.revision).toBe("START_REVISION");
  });
});
