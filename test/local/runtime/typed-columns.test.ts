import { expect, test } from "vitest";
import { hostOn, told } from "./fixture.ts";

const ROWS: readonly (readonly [what: string, body: string, seen: unknown])[] = [
  [
    "number formats are refused when the queue is sent, with what is queued behind them",
    `s.getRange("A2").setValue("before"); s.getRange("A1:A3").setNumberFormat("0"); s.getRange("A3").setValue("behind");
     try { SpreadsheetApp.flush(); } catch (e) { return [e.message, s.getRange("A2:A3").getValues()]; }`,
    ["You can't set the number format of cells in a typed column.", [["before"], [""]]],
  ],
  [
    "data validations too",
    `s.getRange("B9").setDataValidation(SpreadsheetApp.newDataValidation().requireCheckbox().build());
     try { SpreadsheetApp.flush(); } catch (e) { return e.message; }`,
    "This operation is not allowed on cells in typed columns.",
  ],
  [
    "and filters across them",
    'try { s.getRange("A1:Z9").createFilter(); } catch (e) { return e.message; }',
    "You cannot create a filter that intersects a table.",
  ],
  [
    "what is beside the Table is free",
    's.getRange("D1").setNumberFormat("0"); SpreadsheetApp.flush(); return s.getRange("D1").getNumberFormat();',
    "0",
  ],
];

test.each(ROWS)("facts 5.5, typed columns: %s", async (_, body, seen) => {
  const host = await hostOn(`function main() { var s = SpreadsheetApp.getActiveSheet(); ${body} }`);
  host.convertToTable({ sheet: host.book.sheets()[0]?.id ?? 0, row: 1, column: 1, rows: 10, columns: 3 });
  expect(told(await host.call("main", [], { entry: "menu" }))).toEqual(seen);
});

test("facts 5.8: a flush costs by cells, where the switch says how much", async () => {
  const body = `function main() { SpreadsheetApp.getActiveSheet().getRange("A1:D500").setValue(1);
    var before = Date.now(); SpreadsheetApp.flush(); return Date.now() - before; }`;
  const ms = async (flushMicrosecondsPerCell: number) => {
    const host = await hostOn(body, { switches: { flushMicrosecondsPerCell } });
    return told(await host.call("main", [], { entry: "menu" })) as number;
  };
  expect((await ms(150)) - (await ms(0))).toBeCloseTo(2000 * 0.15, -1);
});

test("facts 5.2: under the format @ an apostrophe is eaten or kept, as the switch says", async () => {
  const host =
    await hostOn(`function main() { var s = SpreadsheetApp.getActiveSheet(); s.getRange("A1").setNumberFormat("@");
    s.getRange("A1:B1").setValues([["'01", "'01"]]); return s.getRange("A1:B1").getValues(); }`);
  expect(told(await host.call("main", [], { entry: "menu" }))).toEqual([["01", "01"]]);
  host.book.typedInput = { ...host.book.typedInput, apostropheInText: "kept" };
  expect(told(await host.call("main", [], { entry: "menu" }))).toEqual([["'01", "01"]]);
});
