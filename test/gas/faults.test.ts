import { expect, test } from "vitest";
import { passingFaults } from "../../local/runtime/faults.ts";
import { TYPED_COLUMNS } from "../../local/runtime/services/typed-columns.ts";
import { sheetFault } from "../../src/gas/faults.ts";

const url = "https://api.huntr.co/org/jobs";

test.each([
  ...Object.values(passingFaults).map((fault) => (typeof fault === "string" ? fault : fault(url))),
  "Service invoked too many times in a short time: exec qps. Try Utilities.sleep(1000) between calls.",
  "Script invoked too many times per second for this Google user account.",
  "There are too many scripts running simultaneously for this Google user account.",
  "The coordinates of the range are outside the dimensions of the sheet.",
  "Dienst Tabellen ist gerade nicht erreichbar.",
])("passes by waiting: %s", (said) => {
  expect(sheetFault(new Error(said)).mayPass).toBe(true);
});

const LASTING: readonly (readonly [said: string, sentence: RegExp])[] = [
  ["Service invoked too many times for one day: urlfetch.", /within 24 hours/],
  ["Service using too much computer time for one day.", /within 24 hours/],
  [
    "The data you entered in cell U2 violates the data validation rules set on this cell.",
    /data validation rule of this sheet/,
  ],
  [
    "The data you entered in cell U2 violates the data validation rules set on this sheet.",
    /data validation rule of this sheet/,
  ],
  ...Object.values(TYPED_COLUMNS).map((said) => [said, /Table of Google Sheets/] as const),
  [
    "You are trying to edit a protected cell or object. Please contact the spreadsheet owner to remove protection if you need to edit.",
    /^A protected range/,
  ],
  [
    "This action would increase the number of cells in the workbook above the limit of 10000000 cells.",
    /10,000,000 cells/,
  ],
  ["You do not have permission to call UrlFetchApp.fetch", /allow everything/],
  [
    "Specified permissions are not sufficient to call ScriptApp.newTrigger. Required permissions: https://www.googleapis.com/auth/script.scriptapp",
    /allow everything/,
  ],
  ["Authorization is required to perform that action.", /allow everything/],
  ["Your input contains more than the maximum of 50000 characters in a single cell.", /^Google said/],
];

test.each(LASTING)("lasts, and says what to do: %s", (said, sentence) => {
  const fault = sheetFault(new Error(said));
  expect(fault).toEqual({ ...fault, mayPass: false, sentence: expect.stringMatching(sentence) });
});

test("of what is known, none of Google's own words is in a sentence", () => {
  for (const said of Object.values(passingFaults)
    .slice(0, 6)
    .map((fault) => (typeof fault === "string" ? fault : fault(url))))
    expect(sheetFault(new Error(said)).sentence).not.toContain(said.slice(0, 20));
});
