import { afterEach, expect, test, vi } from "vitest";
import type { Workbook } from "../../src/core/spreadsheet.ts";
import type { ResultLine } from "../../src/ledger/result-line.ts";
import { type ResultPorts, Results } from "../../src/ledger/results.ts";
import { ResultsSheet } from "../../src/ledger/results-sheet.ts";

afterEach(() => vi.restoreAllMocks());

/** In an add-on's trigger, where there is no journal, with a sheet that somebody else holds. */
function heldSheet() {
  const sheet = { isHeld: true, keys: [] as string[] };
  vi.spyOn(ResultsSheet.prototype, "append").mockImplementation((lines: readonly ResultLine[]) => {
    sheet.keys.push(...lines.map(({ key }) => key));
  });
  const ports = {
    sharedStore: null,
    claims: null,
    clock: { nowMs: () => 1_790_000_000_000, sleepMs: () => {} },
    sheetLock: { withLock: (_: number, work: () => unknown) => (sheet.isHeld ? "busy" : { value: work() }) },
    warn: () => {},
    uuid: () => "uuid",
  } as unknown as ResultPorts;
  const results = new Results({ flush: () => {} } as unknown as Workbook, ports);
  const keep = (key: string) =>
    results.keep("verify", [{ key, record: { status: "valid" } }], "me", null, true);
  return { sheet, results, keep };
}

test("what was paid for while somebody held the sheet is kept with what comes next, before it and once", () => {
  const { sheet, results, keep } = heldSheet();
  keep("a@b.example");
  keep("b@b.example");
  expect(sheet.keys).toEqual([]);
  sheet.isHeld = false;
  keep("c@b.example");
  results.keepLeft();
  expect(sheet.keys).toEqual(["a@b.example", "b@b.example", "c@b.example"]);
});

test("and where nothing comes next, when the slice ends", () => {
  const { sheet, results, keep } = heldSheet();
  keep("a@b.example");
  sheet.isHeld = false;
  results.keepLeft();
  expect(sheet.keys).toEqual(["a@b.example"]);
});
