import { describe, expect, test } from "vitest";
import { CUT_MARK } from "../../src/core/cells.ts";
import { dayIn, type FieldKind, numberIn, readCell } from "../../src/core/reading.ts";
import { fileZone } from "../../src/gas/file-zone.ts";

const file = (locale = "en_US", zone = "Etc/UTC") => ({ ...fileZone(() => zone), locale: () => locale });
const read = (
  kind: FieldKind,
  value: string | number | boolean | Date,
  shown: string,
  locale?: string,
  zone?: string,
) => readCell("size", kind, { value, shown }, file(locale, zone));
const MAY = new Date("2026-05-01T00:00:00Z");
const HALF_PAST_TWO = new Date("1899-12-30T14:30:00Z");

describe("a text is what the cell shows, and where Sheets made something else of it the row is named", () => {
  test.each<[string | number | boolean | Date, string, string | undefined, RegExp | null]>([
    ["11-50", "11-50", "11-50", null],
    [" Rome ", " Rome ", " Rome ", null],
    ["=1+1", "=1+1", "=1+1", null],
    [new Date("2026-01-10T00:00:00Z"), "1-10", "1-10", /^size is sent as "1-10", .* holds a date or a time$/],
    [HALF_PAST_TWO, "14:30", "14:30", /"14:30"/],
    [MAY, "May 2026", "May 2026", /"May 2026"/],
    [new Date("1899-12-31T12:00:00Z"), "36:00:00", "36:00:00", /"36:00:00"/],
    [444, "00444", "00444", /^size is sent as "00444", .* holds the number 444$/],
    [444, "444", "444", null],
    [2.3456, "2.35", "2.35", /2\.3456$/],
    [0.99, "99%", "99%", /"99%".* 0\.99$/],
    [5, "$5.00", "$5.00", /"\$5\.00"/],
    [1.5, "1,5", "1,5", /"1,5"/],
    [true, "TRUE", "TRUE", null],
    [false, "FALSCH", "FALSCH", null],
    ["", "", "", null],
    ["   ", "   ", "", null],
  ])("%s that shows as %s", (value, shown, sent, hint) => {
    const reading = read("text", value, shown);
    expect(reading.value).toBe(sent);
    expect(reading.fault).toBeUndefined();
    if (hint) expect(reading.hint).toMatch(hint);
    else expect(reading.hint).toBeUndefined();
  });

  test.each<[FieldKind, string | number | boolean | Date, string]>([
    ["text", "Rome", "a text"],
    ["text", 444, "the number 444"],
    ["text", MAY, "a date or a time"],
    ["text", true, "true or false"],
    ["id", 12345, "the number 12345"],
    ["date", MAY, "a date or a time"],
    ["number", 0, "the number 0"],
    ["number", "5", "a text"],
  ])(
    "a cell whose format shows nothing is left out of a %s, and the row is named: %s",
    (kind, value, held) => {
      expect(read(kind, value, "")).toEqual({
        leftOut: "its cell does not show",
        hint: `size is left out: its cell holds ${held}, and shows nothing`,
      });
    },
  );

  test("a long number that shows cut short goes nowhere", () => {
    expect(read("text", 1234567890123456, "1.23457E+15")).toEqual({
      fault: "size shows 1.23457E+15, short for a longer number: make the cell plain text, and type it again",
    });
  });

  const cut = [
    `abc${CUT_MARK}`,
    `abc${CUT_MARK} and mine`,
    ` abc${CUT_MARK}  `,
    `mine: abc${CUT_MARK}.`,
    `abc\n${CUT_MARK.trim()}`,
    CUT_MARK.trim(),
    `2026-05-01${CUT_MARK}`,
    `12${CUT_MARK}`,
  ];
  test.each(["text", "id", "number", "percent", "date"] as const)(
    "what was cut to fit into its cell is left out of a %s, whatever was added to it",
    (kind) => {
      for (const text of cut)
        expect(read(kind, text, text)).toEqual({
          leftOut: "Huntsheet cut",
          hint: "size was cut by Huntsheet to fit into its cell, and is left out",
        });
    },
  );
});

test.each([
  ["12,345", 12345],
  ["1.2E+4", 12000],
  ["00012", 12],
])("a number that is an id is sent as its digits, though it shows as %s", (shown, value) => {
  expect(read("id", value, shown)).toEqual({ value: String(value) });
});

describe("a number is a number by the file's locale", () => {
  test.each<[string, string, number | null]>([
    ["en_US", "1,000", 1000],
    ["en_US", "1.000", 1],
    ["en_US", "-3.5", -3.5],
    ["en_US", ".5", 0.5],
    ["en_US", "1,00", null],
    ["en_US", "1,000,0", null],
    ["de_DE", "1.000", 1000],
    ["de_DE", "3,5", 3.5],
    ["de_DE", "3.5", null],
    ["de_DE", "1.234.567,25", 1234567.25],
    ["fr_FR", "1 000,5", 1000.5],
    ["fr_FR", "1\u202f000", 1000],
    ["pl_PL", "12\u00a0345", 12345],
    ["de_CH", "1’000.5", 1000.5],
    ["de_CH", "1'000", 1000],
    ["en_IN", "12,34,567", 1234567],
    ["pt_BR", "1.000,00", 1000],
    ["ar_EG", "1,000.5", 1000.5],
    ["no such locale", "1,000", 1000],
    ["en_US", "0x1A", null],
    ["en_US", "1e3", null],
    ["en_US", "Infinity", null],
    ["en_US", "50%", null],
    ["en_US", "+7", 7],
    ["en_US", "\u22125", -5],
    ["en_US", ".", null],
    ["en_US", "-", null],
    ["en_US", "12 apples", null],
  ])("%s: %s", (locale, text, number) => {
    expect(numberIn(text, locale)).toBe(number);
  });

  test.each<[string | number | boolean | Date, string, string, object]>([
    [97, "97", "en_US", { value: 97 }],
    [1000, "1.000", "de_DE", { value: 1000 }],
    [0.97, "97%", "en_US", { value: 0.97, hint: 'size is sent as 0.97; the cell shows "97%"' }],
    [2.3456, "2.35", "en_US", { value: 2.3456, hint: 'size is sent as 2.3456; the cell shows "2.35"' }],
    ["1.000", "1.000", "de_DE", { value: 1000, hint: 'size is sent as 1000; the cell shows "1.000"' }],
    ["42", "42", "de_DE", { value: 42 }],
    ["3.5", "3.5", "de_DE", { fault: '"3.5" is no number, as size takes: write it as 3,5' }],
    ["0x1A", "0x1A", "en_US", { fault: '"0x1A" is no number, as size takes: write it as 3.5' }],
    [MAY, "5", "en_US", { fault: '"5" is no number, as size takes: write it as 3.5' }],
    [true, "TRUE", "en_US", { fault: '"TRUE" is no number, as size takes: write it as 3.5' }],
    ["", "", "en_US", { value: "" }],
  ])("%s that shows as %s in %s", (value, shown, locale, reading) => {
    expect(read("number", value, shown, locale)).toEqual(reading);
  });

  const as85 = (shown: string) => ({ value: 85, hint: `size is sent as 85; the cell shows "${shown}"` });
  test.each<[string | number | boolean | Date, string, string, object]>([
    [0.85, "85%", "en_US", as85("85%")],
    [0.85, "85 %", "de_DE", as85("85 %")],
    [0.85, "85\u00a0%", "fr_FR", as85("85\u00a0%")],
    [0.85, "%85", "tr_TR", as85("%85")],
    [0.85, "85.00%", "en_US", as85("85.00%")],
    ["85%", "85%", "en_US", as85("85%")],
    ["85,0 %", "85,0 %", "de_DE", as85("85,0 %")],
    [0.29, "29%", "en_US", { value: 29, hint: 'size is sent as 29; the cell shows "29%"' }],
    [0.005, "1%", "en_US", { value: 0.5, hint: 'size is sent as 0.5; the cell shows "1%"' }],
    [1, "100%", "en_US", { value: 100, hint: 'size is sent as 100; the cell shows "100%"' }],
    [85, "85", "en_US", { value: 85 }],
    [1, "1", "en_US", { value: 1 }],
    [0.85, "0.85", "en_US", { value: 0.85 }],
    [85, "85 pts", "en_US", { value: 85, hint: 'size is sent as 85; the cell shows "85 pts"' }],
    ["high %", "high %", "en_US", { fault: '"high %" is no number, as size takes: write it as 85' }],
    [MAY, "5%", "en_US", { fault: '"5%" is no number, as size takes: write it as 85' }],
  ])("of hundredths, %s that shows as %s in %s", (value, shown, locale, reading) => {
    expect(read("percent", value, shown, locale)).toEqual(reading);
  });
});

describe("a day is a day of the file", () => {
  test.each<[string, string, string, string | null]>([
    ["2026-05-01", "en_US", "Etc/UTC", "2026-05-01"],
    ["2026-05-01T23:30:00-05:00", "en_US", "Etc/UTC", "2026-05-02"],
    ["2026-05-01T23:30:00-05:00", "en_US", "America/New_York", "2026-05-02"],
    ["2026-05-01T23:30:00-05:00", "en_US", "America/Los_Angeles", "2026-05-01"],
    ["2026-05-01 23:30", "en_US", "Pacific/Auckland", "2026-05-01"],
    ["2026-05-01T00:00:00Z", "en_US", "America/New_York", "2026-05-01"],
    ["2026-05-01T00:00:00.000Z", "en_US", "America/New_York", "2026-05-01"],
    ["2026-05-01T02:00:00Z", "en_US", "America/New_York", "2026-04-30"],
    ["5/1/2026", "en_US", "Etc/UTC", "2026-05-01"],
    ["5/1/2026", "en_GB", "Etc/UTC", "2026-01-05"],
    ["01.05.2026", "de_DE", "Etc/UTC", "2026-05-01"],
    ["01-05-2026", "nl_NL", "Etc/UTC", "2026-05-01"],
    ["2026/05/01", "ja_JP", "Etc/UTC", "2026-05-01"],
    ["13/1/2026", "en_US", "Etc/UTC", null],
    ["31.4.2026", "de_DE", "Etc/UTC", null],
    ["1.5.26", "de_DE", "Etc/UTC", null],
    ["14:30", "en_US", "Etc/UTC", null],
    ["46143", "en_US", "Etc/UTC", null],
    ["soon", "en_US", "Etc/UTC", null],
  ])("%s in %s, %s", (text, locale, zone, day) => {
    expect(dayIn(text, file(locale, zone))).toBe(day);
  });

  test.each<[string | number | boolean | Date, string, object]>([
    [MAY, "May 2026", { value: MAY }],
    ["2026-05-01", "2026-05-01", { value: MAY }],
    ["1.5.2026", "1.5.2026", { value: MAY, hint: 'size is sent as 2026-05-01; the cell shows "1.5.2026"' }],
    [
      HALF_PAST_TWO,
      "14:30",
      { fault: '"14:30" is no date, as size takes: write it as 2026-05-01 or 01.05.2026' },
    ],
    [46143, "46143", { fault: '"46143" is no date, as size takes: write it as 2026-05-01 or 01.05.2026' }],
    [false, "FALSCH", { fault: '"FALSCH" is no date, as size takes: write it as 2026-05-01 or 01.05.2026' }],
  ])("%s that shows as %s", (value, shown, reading) => {
    expect(read("date", value, shown, "de_DE")).toEqual(reading);
  });

  test.each([
    ["en_US", "2026-05-01 or 05/01/2026"],
    ["en_GB", "2026-05-01 or 01/05/2026"],
    ["de_DE", "2026-05-01 or 01.05.2026"],
    ["fr_FR", "2026-05-01 or 01/05/2026"],
    ["nl_NL", "2026-05-01 or 01-05-2026"],
    ["pt_BR", "2026-05-01 or 01/05/2026"],
    ["ja_JP", "2026-05-01 or 2026/05/01"],
    ["sv_SE", "2026-05-01"],
    ["ko_KR", "2026-05-01 or 2026.05.01"],
    ["pl_PL", "2026-05-01 or 01.05.2026"],
    ["ar_EG", "2026-05-01 or 01/05/2026"],
    ["no such locale", "2026-05-01 or 05/01/2026"],
  ])("what is none is told with the ways to write it in %s, which are read", (locale, ways) => {
    const fault = `"soon" is no date, as size takes: write it as ${ways}`;
    expect(read("date", "soon", "soon", locale)).toEqual({ fault });
    for (const way of ways.split(" or ")) expect(dayIn(way, file(locale))).toBe("2026-05-01");
  });
});
