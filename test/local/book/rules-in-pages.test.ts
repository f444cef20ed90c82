import { describe, expect, it } from "vitest";
import { Book } from "../../../local/book/book.ts";
import { formatRules, setFormatRules } from "../../../local/book/conditional-formats.ts";
import { quietly } from "../../../local/book/engine.ts";
import { columnFilter, createFilter, filterRange, setColumnFilter } from "../../../local/book/filters.ts";
import { addProtection, PROTECTED, protectionsOf } from "../../../local/book/protections.ts";
import { exportWorkbook } from "../../../local/book/saved-book.ts";
import { setValidations, validations } from "../../../local/book/validations.ts";
import { cellsOf, joinPage, type Page } from "./joined-page.ts";

const range = (row: number, column: number, rows: number, columns: number) => ({
  ...{ sheet: 0, row, column, rows, columns },
});
const RED = {
  condition: { criteria: "TEXT_CONTAINS", values: ["x"] },
  style: { background: "#ff0000" },
} as const;
const LIST = {
  criterion: { criteria: "VALUE_IN_LIST", values: ["a", "b"] },
  ...{ source: null, hasDropdown: true, allowsInvalid: false, helpText: "help" },
};
const WORDS = { description: "d", isWarningOnly: false, sheet: 0, unprotected: [] };
const OWNER = { email: "olga@example.com", isOwner: true };
const COLLEAGUE = { email: "carl@example.com", isOwner: false };

/** Everything that a model would save. */
const whole = ({ model }: Pick<Page, "model">) => JSON.parse(JSON.stringify(exportWorkbook(model)));
const send = (page: Page, type: string, payload: object) =>
  quietly(() =>
    (page.model.dispatch as (type: string, payload: object) => { reasons: readonly string[] })(type, payload),
  );
const insertRow = (page: Page, before: number) =>
  send(page, "ADD_COLUMNS_ROWS", {
    ...{ sheetId: "0", sheetName: "Sheet1", dimension: "ROW", position: "before" },
    ...{ base: before - 1, quantity: 1 },
  });
const filteredRows = ({ model }: Pick<Page, "model">) =>
  [1, 2, 3, 4, 5].filter((row) =>
    (model.getters as unknown as { isRowHidden(sheetId: string, row: number): boolean }).isRowHidden(
      "0",
      row - 1,
    ),
  );

/** Four rows below a header. */
function tableBook(): Book {
  const book = Book.create();
  book.write(0, 1, 1, [
    ["Name", "Score"],
    ["b", 2],
    ["a", 10],
    ["d", 3],
    ["c", ""],
  ]);
  return book;
}

describe("rules on cells in pages", () => {
  it("end the same everywhere when a page inserts rows while a script sets them", () => {
    const book = tableBook();
    const page = joinPage(book, "one");
    page.hold();
    insertRow(page, 2);
    setFormatRules(book, 0, [{ ...RED, ranges: [range(2, 1, 4, 1)] }]);
    setValidations(book, 0, 2, 2, [[LIST], [LIST]]);
    addProtection(book, { ...WORDS, range: range(3, 1, 2, 2), editors: null });
    createFilter(book, range(1, 1, 5, 2));
    setColumnFilter(book, 0, 1, { hiddenValues: ["a"] });
    page.release();
    expect(whole(page)).toEqual(whole(book));
    expect(filteredRows(page)).toEqual(filteredRows(book));
    expect(formatRules(book, 0)[0]?.ranges).toEqual([range(3, 1, 4, 1)]);
    expect(protectionsOf(book)[0]?.range).toEqual(range(4, 1, 2, 2));
    expect(
      validations(book, range(2, 2, 3, 1))
        .flat()
        .map(Boolean),
    ).toEqual([false, true, true]);
    expect(filterRange(book, 0)).toEqual(range(1, 1, 6, 2));
    expect(filteredRows(book)).toEqual([4]);
  });

  it("come back from a saved book, in a page that joins later too", () => {
    const book = tableBook();
    setFormatRules(book, 0, [{ ...RED, ranges: [range(2, 1, 4, 1)] }]);
    setValidations(book, 0, 2, 2, [[LIST]]);
    addProtection(book, { ...WORDS, range: null, unprotected: [range(1, 1, 2, 2)], editors: ["a@b.c"] });
    createFilter(book, range(1, 1, 5, 2));
    setColumnFilter(book, 0, 2, { criterion: { criteria: "NUMBER_GREATER_THAN", values: [2] } });
    const again = Book.load(JSON.parse(JSON.stringify(book.save())));
    expect(whole(again)).toEqual(whole(book));
    const page = joinPage(again, "one");
    expect(whole(page)).toEqual(whole(book));
    expect(filteredRows(page)).toEqual([2, 5]);
    expect(filteredRows(again)).toEqual([2, 5]);
  });

  it("a filter that one person sets hides rows for everybody, and undo brings them back", () => {
    const book = tableBook();
    createFilter(book, range(1, 1, 5, 2));
    const [one, two] = [joinPage(book, "one"), joinPage(book, "two")];
    send(one, "UPDATE_FILTER", {
      ...{ sheetId: "0", col: 0, row: 0 },
      value: { filterType: "values", hiddenValues: ["a", "c"] },
    });
    const hidden = [3, 5];
    expect([book, one, two].map(filteredRows)).toEqual([hidden, hidden, hidden]);
    expect(columnFilter(book, 0, 1)).toEqual({ hiddenValues: ["a", "c"] });
    quietly(() => one.model.dispatch("REQUEST_UNDO"));
    expect([book, one, two].map(filteredRows)).toEqual([[], [], []]);
    expect(columnFilter(book, 0, 1)).toBe(null);
  });

  it("a script may set a filter where a page has taken one away", () => {
    const book = tableBook();
    createFilter(book, range(1, 1, 5, 2));
    setColumnFilter(book, 0, 1, { hiddenValues: ["a"] });
    const page = joinPage(book, "one");
    const zone = { top: 0, left: 0, bottom: 4, right: 1 };
    send(page, "UPDATE_TABLE", { sheetId: "0", zone, config: { hasFilters: false } });
    expect([filterRange(book, 0), filteredRows(book), filteredRows(page)]).toEqual([null, [], []]);
    createFilter(book, range(1, 1, 3, 1));
    expect(filterRange(book, 0)).toEqual(range(1, 1, 3, 1));
    expect(filteredRows(book)).toEqual([]);
    expect(whole(page)).toEqual(whole(book));
  });

  it("a page's own sorting takes notes, exact formats and looks along", () => {
    const book = tableBook();
    book.setNotes(0, 3, 1, [["first"]]);
    book.setNumberFormats(0, 3, 2, [['0.00" pts"']]);
    book.setStyles(0, 3, 1, 1, 1, { bold: true });
    book.write(0, 1, 3, [["Twice"], ["=B2*2"], ["=B3*2"], ["=B4*2"], ["=B5*2"]]);
    const page = joinPage(book, "one");
    const zone = { top: 0, left: 0, bottom: 4, right: 2 };
    send(page, "SORT_CELLS", {
      ...{ sheetId: "0", col: 0, row: 0, zone, sortDirection: "asc" },
      sortOptions: {},
    });
    expect(book.values(0, 1, 1, 5, 1).flat()).toEqual(["Name", "a", "b", "c", "d"]);
    expect(book.notes(0, 2, 1, 2, 1).flat()).toEqual(["first", ""]);
    expect(book.numberFormats(0, 2, 2, 1, 1)).toEqual([['0.00" pts"']]);
    expect(book.styles(0, 2, 1, 1, 1)).toEqual([[{ bold: true }]]);
    expect(book.formulas(0, 2, 3, 4, 1).flat()).toEqual(["=B2*2", "=B3*2", "=B4*2", "=B5*2"]);
    expect(page.cells()).toEqual(cellsOf(book));
    quietly(() => page.model.dispatch("REQUEST_UNDO"));
    expect(book.notes(0, 2, 1, 2, 1).flat()).toEqual(["", "first"]);
  });

  it("what is protected stays as it is in the page of somebody who may not edit it, whatever is tried", () => {
    const book = tableBook();
    addProtection(book, { ...WORDS, range: range(2, 1, 3, 2), editors: [] });
    const page = joinPage(book, "one", () => COLLEAGUE);
    const before = page.cells();
    const zone = { top: 0, left: 0, bottom: 4, right: 1 };
    for (const [type, payload] of [
      ["UPDATE_CELL", { col: 0, row: 1, content: "mine" }],
      ["DELETE_CONTENT", { target: [zone] }],
      ["SET_FORMATTING", { target: [zone], style: { bold: true } }],
      ["REMOVE_COLUMNS_ROWS", { sheetName: "Sheet1", dimension: "ROW", elements: [2] }],
      [
        "ADD_COLUMNS_ROWS",
        { sheetName: "Sheet1", dimension: "ROW", position: "before", base: 2, quantity: 1 },
      ],
      ["SORT_CELLS", { col: 0, row: 0, zone, sortDirection: "asc", sortOptions: {} }],
      ["PASTE", { target: [zone] }],
    ] as const)
      expect(send(page, type, { sheetId: "0", ...payload }).reasons).toContain(PROTECTED);
    expect(page.cells()).toEqual(before);
    page.type([1, 1], "free");
    expect(book.values(0, 1, 1, 1, 1)).toEqual([["free"]]);
    // What others do arrives all the same, and the owner may do anything.
    joinPage(book, "two", () => OWNER).type([1, 2], "owner's");
    expect(page.cells()).toEqual(cellsOf(book));
    expect(book.values(0, 2, 1, 1, 1)).toEqual([["owner's"]]);
  });

  it("a conditional format of a kind that only the page makes is kept by a script that sets the others anew", () => {
    const book = tableBook();
    const page = joinPage(book, "one");
    const threshold = { type: "value", color: 0xff0000 };
    send(page, "ADD_CONDITIONAL_FORMAT", {
      sheetId: "0",
      cf: { id: "page", rule: { type: "ColorScaleRule", minimum: threshold, maximum: threshold } },
      ranges: [{ _sheetId: "0", _zone: { top: 1, bottom: 4, left: 1, right: 1 } }],
    });
    setFormatRules(book, 0, [...formatRules(book, 0), { ...RED, ranges: [range(2, 1, 4, 1)] }]);
    expect(formatRules(book, 0)).toMatchObject([
      { condition: null, kept: { type: "ColorScaleRule" }, ranges: [range(2, 2, 4, 1)] },
      { ...RED },
    ]);
    expect(whole(page)).toEqual(whole(book));
  });
});
