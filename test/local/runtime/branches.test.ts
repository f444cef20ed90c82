import { expect, test } from "vitest";
import { hostOn } from "./fixture.ts";

const CODE = `
/** @customfunction */
function F(x) { console.log("F" + x); return x; }
/** @customfunction */
function BAD() { console.log("BAD"); throw new Error("no"); }`;

/** What a formula shows beside A1:A3 with 1, blank and 0, and which calls it makes. */
const ROWS: readonly (readonly [formula: string, shows: unknown, calls: readonly string[]])[] = [
  ['=IF(TRUE,"no",F(1))', "no", []],
  ['=IF(A2="","",F(A2))', "", []],
  ["=IF(A1=1,F(1),F(2))", 1, ["F1"]],
  ['=IF(FALSE,F(1),"x")', "x", []],
  ["=IF(F(1)=1,F(2),F(3))", 2, ["F1", "F2"]],
  ["=IF(F(0)=1,F(2),F(3))", 3, ["F0", "F3"]],
  ["=1+IF(TRUE,IF(FALSE,F(1),F(2)),F(3))", 3, ["F2"]],
  ['=IFS(A1=2,F(1),A1=1,"yes",TRUE,F(2))', "yes", []],
  ["=IFS(A1=1,F(1),F(5)=5,F(2))", 1, ["F1"]],
  ["=IFS(FALSE,F(1))", "#N/A or error", []],
  ['=SWITCH(A1,2,F(1),1,"one",F(2))', "one", []],
  ["=SWITCH(A1,2,F(1),F(2))", 2, ["F2"]],
  ['=CHOOSE(2,F(1),"b",F(3))', "b", []],
  ["=CHOOSE(3,F(1),F(2),F(3))", 3, ["F3"]],
  ["=IFERROR(A1,F(1))", 1, []],
  ["=IFERROR(1/A3,F(1))", 1, ["F1"]],
  ["=IFERROR(F(1),F(2))", 1, ["F1"]],
  ["=IFERROR(BAD(),F(2))", 2, ["BAD", "F2"]],
  ["=IFNA(F(1),F(2))", 1, ["F1"]],
  ["=F(IF(TRUE,1,F(2)))", 1, ["F1"]],
  ["=SUM(F(1),F(2))", 3, ["F1", "F2"]],
];

test.each(ROWS)("facts 2.5: %s", async (formula, shows, calls) => {
  const host = await hostOn(CODE);
  const { book } = host;
  const sheet = book.sheets()[0]?.id ?? 0;
  const called: string[] = [];
  host.on("log", ({ text }) => called.push(text));
  book.write(sheet, 1, 1, [[1], [""], [0]]);
  book.write(sheet, 1, 3, [[formula]]);
  await book.settled();
  if (shows === "#N/A or error") expect(book.errorMessage(sheet, 1, 3)).not.toBe("");
  else expect(book.values(sheet, 1, 3, 1, 1)[0]?.[0]).toBe(shows);
  expect(called.sort()).toEqual([...calls].sort());
});
