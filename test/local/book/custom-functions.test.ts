import { describe, expect, it } from "vitest";
import { Book, type CustomCall, type CustomResult } from "../../../local/book/book.ts";
import { setNamedRange } from "../../../local/book/named-ranges.ts";

const FUNCTIONS = ["ECHO", "ROWS_OF", "FAIL", "WHEN", "NOTHING"].map((name) => ({
  name,
  params: ["x"],
  doc: name,
}));

/** A book with the functions above and a list of the calls that were made. */
function bookWithFunctions(data?: unknown): { book: Book; calls: CustomCall[] } {
  const book = data === undefined ? Book.create() : Book.load(data);
  const calls: CustomCall[] = [];
  book.setCustomFunctions(FUNCTIONS, async (call): Promise<CustomResult> => {
    calls.push(call);
    await new Promise((resolve) => setTimeout(resolve, 1));
    const [first] = call.args;
    if (call.name === "FAIL") return { error: "Huntr refused the access token. (line 3)." };
    if (call.name === "ROWS_OF") {
      const rows = Array.from({ length: Number(first) }, (_, i) => [`row ${i + 1}`, i + 1]);
      return { value: rows };
    }
    if (call.name === "WHEN") return { value: { serial: 46_024 } };
    if (call.name === "NOTHING") return { value: null };
    return { value: typeof first === "object" ? JSON.stringify(first) : first };
  });
  return { book, calls };
}

const at = (book: Book, row = 1, column = 1) => book.values(0, row, column, 1, 1)[0]?.[0];

describe("facts 2: custom functions", () => {
  it("shows Loading... until the result is there", async () => {
    const { book } = bookWithFunctions();
    book.write(0, 1, 1, [['=ECHO("hello")', "=LEN(A1)"]]);
    expect(book.values(0, 1, 1, 1, 2)).toEqual([["Loading...", "Loading..."]]);
    await book.settled();
    expect(book.values(0, 1, 1, 1, 2)).toEqual([["hello", 5]]);
  });

  it("facts 2.2: arguments: scalars, ranges as rows, blanks as '', dates as serials, percent as decimals", async () => {
    const { book, calls } = bookWithFunctions();
    book.write(0, 1, 1, [["x", 2, true, "1/2/2026", "50%", null]]);
    book.write(0, 2, 1, [
      ["=ECHO(A1:F1)"],
      ["=ECHO(D1,F1)"],
      ["=ECHO(A1:A1)"],
      ["=ECHO()"],
      ["=ECHO(A1,,B1)"],
    ]);
    await book.settled();
    expect(calls.map(({ args }) => args)).toEqual([
      [[["x", 2, true, { serial: 46_024 }, 0.5, ""]]],
      [{ serial: 46_024 }, ""],
      ["x"],
      [],
      // facts 2.2: what a gap gives is not settled; here it is as if left out.
      ["x", undefined, 2],
    ]);
    expect(calls[0]).toMatchObject({ name: "ECHO", sheetId: 0, row: 2, column: 1 });
  });

  it("facts 2.3: arrays overflow right and down", async () => {
    const { book } = bookWithFunctions();
    book.write(0, 1, 1, [["=ROWS_OF(2)"]]);
    await book.settled();
    expect(book.values(0, 1, 1, 3, 3)).toEqual([
      ["row 1", 1, ""],
      ["row 2", 2, ""],
      ["", "", ""],
    ]);
    expect(book.formulas(0, 1, 1, 2, 2)).toEqual([
      ["=ROWS_OF(2)", ""],
      ["", ""],
    ]);
  });

  it("facts 2.3: a cell in the way blocks the array, and gives way when emptied", async () => {
    const { book } = bookWithFunctions();
    book.write(0, 2, 2, [["here"]]);
    book.write(0, 1, 1, [["=ROWS_OF(2)"]]);
    await book.settled();
    expect(at(book)).toBe("#REF!");
    expect(book.errorMessage(0, 1, 1)).toBe(
      "Array result was not expanded because it would overwrite data in B2.",
    );
    book.write(0, 2, 2, [[null]]);
    expect(book.values(0, 2, 1, 1, 2)).toEqual([["row 2", 2]]);
    book.write(0, 2, 1, [["again"]]);
    expect([at(book), at(book, 2, 2)]).toEqual(["#REF!", ""]);
  });

  it("the grid grows for an array that does not fit", async () => {
    const { book } = bookWithFunctions();
    book.write(0, 999, 26, [["=ROWS_OF(5)"]]);
    await book.settled();
    expect(book.sheets()[0]).toMatchObject({ rows: 1003, columns: 27 });
    expect(book.values(0, 1003, 26, 1, 2)).toEqual([["row 5", 5]]);
    book.write(0, 2, 1, [["=SEQUENCE(2000)"]]);
    expect(book.sheets()[0]).toMatchObject({ rows: 2001 });
    expect(book.values(0, 2001, 1, 1, 1)).toEqual([[2000]]);
  });

  it("arrays that follow the grid's edge, or would pass the file's limit, are refused", async () => {
    const { book } = bookWithFunctions();
    book.write(0, 2, 2, [["=ARRAYFORMULA(A:A)", "=SEQUENCE(400000)"]]);
    book.write(0, 3, 5, [["=ROWS(A:A)", "=SEQUENCE(E3)"]]);
    await book.settled();
    expect([at(book, 2, 2), at(book, 2, 3), at(book, 3, 6)]).toEqual(["#REF!", "#REF!", "#REF!"]);
    expect(book.sheets()[0]?.rows).toBeLessThan(1100);
  });

  it("with arrayResults refused, an array that does not fit says how many rows are missing", async () => {
    const { book } = bookWithFunctions();
    book.arrayResults = "refused";
    book.write(0, 999, 1, [["=ROWS_OF(5)"]]);
    await book.settled();
    expect(at(book, 999)).toBe("#REF!");
    expect(book.errorMessage(0, 999, 1)).toBe(
      "Result was not automatically expanded, please insert more rows (3).",
    );
  });

  it("facts 2.5: a call is made once per name and arguments, again when an argument changes", async () => {
    const { book, calls } = bookWithFunctions();
    book.write(0, 1, 1, [[1, "=ECHO(A1)", "=ECHO(A1)"]]);
    await book.settled();
    book.write(0, 5, 5, [["elsewhere"]]);
    book.insertRows(0, 1, 1);
    await book.settled();
    expect(calls).toHaveLength(1);
    book.write(0, 2, 1, [[2]]);
    expect(at(book, 2, 2)).toBe("Loading...");
    await book.settled();
    expect(calls).toHaveLength(2);
    expect(book.values(0, 2, 1, 1, 3)).toEqual([[2, 2, 2]]);
  });

  it("facts 2.6: a thrown error is #ERROR! with its message", async () => {
    const { book } = bookWithFunctions();
    book.write(0, 1, 1, [["=FAIL()"]]);
    await book.settled();
    expect(at(book)).toBe("#ERROR!");
    expect(book.displayValues(0, 1, 1, 1, 1)).toEqual([["#ERROR!"]]);
    expect(book.errorMessage(0, 1, 1)).toBe("Huntr refused the access token. (line 3).");
  });

  it("facts 2.6: a name that is no function is #NAME?", async () => {
    const { book, calls } = bookWithFunctions();
    book.write(0, 1, 1, [["=HUNTR_JOB()"]]);
    await book.settled();
    expect(at(book)).toBe("#NAME?");
    expect(book.errorMessage(0, 1, 1)).toBe("Unknown function: 'HUNTR_JOB'.");
    expect(calls).toEqual([]);
  });

  it("facts 2.1: names are matched without regard to case", async () => {
    const { book } = bookWithFunctions();
    book.write(0, 1, 1, [["=echo(3)"]]);
    await book.settled();
    expect(at(book)).toBe(3);
  });

  it.each([
    ["directly", "=ECHO(NOW())", null],
    ["through a cell", "=ECHO(B1)", "=RAND()"],
    ["through two cells", "=ECHO(C1:C2)", "=RANDBETWEEN(1,2)"],
    ["through a name", "=ECHO(chance)", "=RAND()"],
    ["through a cell that uses a name", "=ECHO(D1)", "=RAND()"],
    ["through a cell that it spills to", "=ECHO(B2)", "=ARRAYFORMULA({1;2}*RAND())"],
  ])("facts 2.2: a volatile argument is refused %s", async (_, formula, hidden) => {
    const { book, calls } = bookWithFunctions();
    setNamedRange(book, { name: "chance", sheet: 0, row: 1, column: 2, rows: 1, columns: 1 });
    book.write(0, 1, 2, [[hidden, "=B1", "=chance"]]);
    book.write(0, 1, 1, [[formula]]);
    await book.settled();
    expect(at(book)).toBe("#ERROR!");
    expect(book.errorMessage(0, 1, 1)).toContain("not allowed to reference a cell with NOW()");
    expect(calls).toEqual([]);
  });

  it.each([
    ["=ECHO(A:A)", null],
    ["=ECHO(B1)", "=A1"],
  ])("a formula among its own arguments (%s) is #REF! and does not run", async (formula, other) => {
    const { book, calls } = bookWithFunctions();
    book.write(0, 1, 1, [[formula, other]]);
    await book.settled();
    expect(at(book)).toBe("#REF!");
    expect(calls).toEqual([]);
  });

  it("a date shows as a date, nothing as nothing", async () => {
    const { book } = bookWithFunctions();
    book.write(0, 1, 1, [["=WHEN()", "=NOTHING()"]]);
    await book.settled();
    expect(book.values(0, 1, 1, 1, 2)).toEqual([[{ serial: 46_024 }, ""]]);
    expect(book.displayValues(0, 1, 1, 1, 2)).toEqual([["1/2/2026", ""]]);
  });

  it("text that looks like something else arrives as it is", async () => {
    const { book } = bookWithFunctions();
    const texts = ["=1+1", "[a](b)", "00123", "https://example.com", " x "];
    book.write(
      0,
      1,
      1,
      texts.map((text) => [`'${text}`]),
    );
    book.write(
      0,
      1,
      2,
      texts.map((_, i) => [`=ECHO(A${i + 1})`]),
    );
    await book.settled();
    expect(book.values(0, 1, 2, texts.length, 1).flat()).toEqual(texts);
  });

  it("waits for arguments that are still loading", async () => {
    const { book, calls } = bookWithFunctions();
    book.write(0, 1, 1, [["=ECHO(ECHO(4))"]]);
    await book.settled();
    expect(at(book)).toBe(4);
    expect(calls.map(({ args }) => args)).toEqual([[4]]);
  });

  it("results are saved with the book and not asked for again; unused ones are left out", async () => {
    const { book } = bookWithFunctions();
    book.write(0, 1, 1, [["=ROWS_OF(2)"], [null], [null], ["=ECHO(9)"]]);
    await book.settled();
    book.write(0, 4, 1, [["gone"]]);
    const saved = book.save() as { results: unknown[] };
    expect(saved.results).toHaveLength(1);
    const again = bookWithFunctions(JSON.parse(JSON.stringify(saved)));
    await again.book.settled();
    expect(again.book.values(0, 1, 1, 2, 2)).toEqual([
      ["row 1", 1],
      ["row 2", 2],
    ]);
    expect(again.calls).toEqual([]);
  });

  it("recalculate asks again, for all or for one name", async () => {
    const { book, calls } = bookWithFunctions();
    book.write(0, 1, 1, [["=ECHO(1)", "=WHEN()"]]);
    await book.settled();
    book.recalculate("ECHO");
    await book.settled();
    expect(calls.map(({ name }) => name)).toEqual(["ECHO", "WHEN", "ECHO"]);
    book.recalculate();
    await book.settled();
    expect(calls).toHaveLength(5);
    expect(at(book)).toBe(1);
  });

  it("a formula that had gone from all its cells at a script's flush is computed again when it comes back", async () => {
    const { book, calls } = bookWithFunctions();
    book.write(0, 1, 1, [["=ECHO(1)", "=ECHO(1)", "=WHEN()"]]);
    await book.settled();
    expect(calls.map(({ name }) => name)).toEqual(["ECHO", "WHEN"]);
    book.write(0, 1, 1, [["'=ECHO(1)"]]);
    book.forgetUnusedResults();
    book.write(0, 1, 1, [["=ECHO(1)", "'=ECHO(1)", "=WHEN()"]]);
    await book.settled();
    expect(calls).toHaveLength(2);
    book.write(0, 1, 1, [["'=ECHO(1)"]]);
    book.forgetUnusedResults();
    book.write(0, 1, 1, [["=ECHO(1)"]]);
    expect(at(book)).toBe("Loading...");
    await book.settled();
    expect(calls.map(({ name }) => name)).toEqual(["ECHO", "WHEN", "ECHO"]);
  });

  it("a formula that is gone before its result came does no harm", async () => {
    const { book } = bookWithFunctions();
    book.write(0, 1, 1, [["=ECHO(1)"]]);
    book.removeRows(0, 1, 1);
    await book.settled();
    expect(at(book)).toBe("");
  });

  it("ARRAYFORMULA is there", () => {
    const book = Book.create();
    book.write(0, 1, 1, [[1], [2], ["=ARRAYFORMULA(A1:A2*10)"]]);
    expect(book.values(0, 3, 1, 2, 1)).toEqual([[10], [20]]);
  });
});
