import { describe, expect, it } from "vitest";
import { serialOf } from "../../../local/book/serial.ts";
import { readTyped, type TypingPlace, typedInputDefaults } from "../../../local/book/typed-input.ts";

const place: TypingPlace = { locale: "en_US", format: undefined, year: () => 2026 };
const day = (year: number, month: number, date: number) => serialOf(year, month, date) ?? Number.NaN;
const number = (value: number, format?: string) => (format ? { value, format } : { value });
const date = (serial: number, format: string) => ({ value: { serial }, format });
const formula = (text: string) => ({ formula: text });

describe("facts 5.2: strings parse as if typed", () => {
  it.each<[string, unknown]>([
    ["0012", number(12)],
    ["5", number(5)],
    ["-5", number(-5)],
    [" 5 ", number(5)],
    ["5.", number(5)],
    [".5", number(0.5)],
    ["(5)", number(-5)],
    ["1,000", number(1000, "#,##0")],
    ["1,000.5", number(1000.5, "#,##0.00")],
    ["$2.99", number(2.99, "$#,##0.00")],
    ["-$3", number(-3, "$#,##0")],
    ["€5", number(5, "[$€]#,##0")],
    ["10%", number(0.1, "0%")],
    ["12.5%", number(0.125, "0.00%")],
    ["1e3", number(1000, "0.00E+00")],
    ["1E-2", number(0.01, "0.00E+00")],
    ["12345678901234567890", number(12345678901234567000)],
    ["TRUE", { value: true }],
    ["false", { value: false }],
    ["True ", { value: true }],
  ])("%j is a number or a boolean", (typed, meaning) => {
    expect(readTyped(typed, place)).toEqual(meaning);
  });

  it.each([
    ["de_DE", "Wahr", true],
    ["fr_FR", "FAUX", false],
    ["es_ES", "verdadero", true],
    ["it_IT", "Vero", true],
    ["pt_BR", "falso", false],
    ["nl_NL", "ONWAAR", false],
  ])("in %s %j is a boolean, or text by the switch", (locale, typed, value) => {
    expect(readTyped(typed, { ...place, locale })).toEqual({ value });
    const switches = { ...typedInputDefaults, localTruths: "text" as const };
    expect(readTyped(typed, { ...place, locale, switches })).toEqual({ value: typed });
    expect(readTyped(typed, place)).toEqual({ value: typed });
  });

  it.each<[string, unknown]>([
    ["2026-10-02", date(day(2026, 10, 2), "yyyy-mm-dd")],
    ["2026/1/2", date(day(2026, 1, 2), "yyyy/mm/dd")],
    ["1/2/2026", date(day(2026, 1, 2), "M/d/yyyy")],
    ["1-2-26", date(day(2026, 1, 2), "M/d/yyyy")],
    ["12/31/1999", date(day(1999, 12, 31), "M/d/yyyy")],
    ["1/2/31", date(day(1931, 1, 2), "M/d/yyyy")],
    ["1/2", date(day(2026, 1, 2), "m/d")],
    ["1-2", date(day(2026, 1, 2), "m-d")],
    ["1/2026", date(day(2026, 1, 1), "m/yyyy")],
    ["Jan 5, 2026", date(day(2026, 1, 5), "mmm d, yyyy")],
    ["January 5, 2026", date(day(2026, 1, 5), "mmmm d, yyyy")],
    ["Mon, Jan 5, 2026", date(day(2026, 1, 5), "mmm d, yyyy")],
    ["5 Jan", date(day(2026, 1, 5), "d mmm")],
    ["5-Jan-2026", date(day(2026, 1, 5), "d mmm yyyy")],
    ["Sept 9", date(day(2026, 9, 9), "mmmm d")],
    ["Mar 2026", date(day(2026, 3, 1), "mmm yyyy")],
    ["16:00", date(16 / 24, "H:mm")],
    ["16:00:30", date(16 / 24 + 30 / 86400, "H:mm:ss")],
    ["1AM", date(1 / 24, "h AM/PM")],
    ["12 am", date(0, "h AM/PM")],
    ["4:30 PM", date(16.5 / 24, "h:mm AM/PM")],
    ["25:00", date(25 / 24, "[h]:mm:ss")],
    ["2026-01-02 16:00", date(day(2026, 1, 2) + 16 / 24, "yyyy-mm-dd H:mm")],
    ["1/2/2026 4:30 PM", date(day(2026, 1, 2) + 16.5 / 24, "M/d/yyyy h:mm AM/PM")],
    ["Jan 5, 2026, 4:30 PM", date(day(2026, 1, 5) + 16.5 / 24, "mmm d, yyyy h:mm AM/PM")],
  ])("%j is a date or a time", (typed, meaning) => {
    expect(readTyped(typed, place)).toEqual(meaning);
  });

  it.each([
    "",
    "Acme",
    "1 000",
    "1,00",
    "1.2.3",
    "0x10",
    "1e400",
    "13/1/2026",
    "2/30/2026",
    "31 Feb",
    "2026-10-02T12:00:00Z",
    "January",
    "May",
    "Truely",
    "5 apples",
    "16:60",
    "13 PM",
    "-",
    "+",
    "@",
    "5\n6",
    "  x ",
    "%5",
    "5%%",
    "$5%",
    "None",
    "é",
  ])("%j stays the text that it is", (typed) => {
    expect(readTyped(typed, place)).toEqual({ value: typed });
  });
});

describe("facts 5.2: formulas", () => {
  it.each(["=1+1", "=", "=cmd|' /C calc'!A0"])("%j is a formula", (typed) => {
    expect(readTyped(typed, place)).toEqual(formula(typed));
  });

  it.each([
    ["+1 555 0100", "=+1 555 0100"],
    ["+A1", "=+A1"],
    ["-A1", "=-A1"],
    ["- point", "=- point"],
    ["@SUM(A1)", "=@SUM(A1)"],
    [" =1+1", "=1+1"],
  ])("%j becomes a formula unless the switch says otherwise", (typed, becomes) => {
    expect(readTyped(typed, place)).toEqual(formula(becomes));
    const switches = {
      plus: "text",
      plusNumber: "number",
      minus: "text",
      at: "text",
      spaceBeforeEquals: "text",
      localTruths: "text",
      apostropheInText: "kept",
    } as const;
    expect(readTyped(typed, { ...place, switches })).toEqual({ value: typed });
  });

  it("'+5' is a number, and text where the switch says so", () => {
    expect(readTyped("+5", place)).toEqual({ value: 5 });
    const switches = { ...typedInputDefaults, plusNumber: "text" as const };
    expect(readTyped("+5", { ...place, switches })).toEqual({ value: "+5" });
  });
});

describe("facts 5.2: a leading apostrophe forces text and is eaten", () => {
  it.each(["=1+1", "0012", "TRUE", "1/2", "'quoted", "", "+1", "@x", "- x"])("'%s", (text) => {
    expect(readTyped(`'${text}`, place)).toEqual({ value: text });
  });
});

describe("facts 5.2: the format '@', set before", () => {
  const asText = { ...place, format: "@" };

  it.each(["01", "1-2", "1AM", "TRUE", "$5", "+5", "+x", "@x", "-x", " 7 "])("keeps %j as text", (typed) => {
    expect(readTyped(typed, asText)).toEqual({ value: typed });
  });

  it("does not stop a formula", () => {
    expect(readTyped("=1+1", asText)).toEqual(formula("=1+1"));
  });

  it("still lets a leading apostrophe be eaten", () => {
    expect(readTyped("'=1+1", asText)).toEqual({ value: "=1+1" });
  });
});

describe("facts 5.2: parsing follows the file's locale", () => {
  it.each<[string, string, unknown]>([
    ["de_DE", "1.000,5", number(1000.5, "#,##0.00")],
    ["de_DE", "2,5", number(2.5)],
    ["de_DE", "5.1.2026", date(day(2026, 1, 5), "dd.MM.yyyy")],
    ["de_DE", "5 €", number(5, "#,##0 [$€]")],
    ["de_DE", "5. Mai 2026", date(day(2026, 5, 5), "d mmm yyyy")],
    ["de_DE", "2.5", date(day(2026, 5, 2), "d.m")],
    ["fr_FR", "1 000", number(1000, "#,##0")],
    ["fr_FR", "05/01/2026", date(day(2026, 1, 5), "dd/MM/yyyy")],
    ["en_GB", "5/1/2026", date(day(2026, 1, 5), "dd/MM/yyyy")],
    ["en_GB", "2.5", number(2.5)],
  ])("%s: %j", (locale, typed, meaning) => {
    expect(readTyped(typed, { ...place, locale })).toEqual(meaning);
  });
});
