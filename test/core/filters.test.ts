import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type FilterInput,
  parseFilters as parse,
  parseColumns,
  type RangeCell,
} from "../../src/core/filters.ts";
import type { Resource } from "../../src/core/resource.ts";
import { fileZone } from "../../src/gas/file-zone.ts";
import { leads } from "../../src/hunter/leads.ts";
import { recipients } from "../../src/hunter/recipients.ts";
import { jobs } from "../../src/huntr/jobs.ts";
import { memberFields } from "../../src/huntr/member-fields.ts";
import { members } from "../../src/huntr/members.ts";

const parseFilters = (resource: Resource, input: FilterInput, zone = "UTC", locale = "en_US") =>
  parse(resource, input, { ...fileZone(() => zone), locale: () => locale });

const may = 1777593600;

describe("a day as people type it in the file's locale", () => {
  const utc = Date.UTC(2026, 4, 1) / 1000;
  test.each([
    ["en_US", "5/1/2026"],
    ["en_US", "05/01/2026"],
    ["en_GB", "1/5/2026"],
    ["de_DE", "1.5.2026"],
    ["de_DE", "01.05.2026"],
    ["nl_NL", "1-5-2026"],
    ["ar_EG", "1/5/2026"],
    ["ja_JP", "2026/05/01"],
    ["sv_SE", "2026-05-01"],
    ["fr_FR", " 1/5/2026 "],
  ])("%s: %s", (locale, day) => {
    expect(parseFilters(jobs, `created_after=${day}`, "UTC", locale)).toEqual({ created_after: utc });
    expect(parseFilters(jobs, { created_after: day }, "UTC", locale)).toEqual({ created_after: utc });
    expect(parseFilters(jobs, [["created_after", day]], "America/New_York", locale)).toEqual({
      created_after: utc + 4 * 3600,
    });
  });

  test.each([
    ["en_US", "13/1/2026"],
    ["en_US", "5-1-2026"],
    ["en_US", "1.11.2026"],
    ["de_DE", "11/1/2026"],
    ["de_DE", "5/31/2026"],
    ["de_DE", "31.4.2026"],
    ["en_US", "5/1/26"],
    ["en_US", "May 1"],
    ["en_US", "5/2026"],
    ["en_US", "20260501"],
    ["en_US", "yesterday"],
  ])("%s: %s is refused with what to write", (locale, day) => {
    expect(() => parseFilters(jobs, `created_after=${day}`, "UTC", locale)).toThrow(
      "The filter created_after takes a date like 2026-01-31, or Unix seconds.",
    );
  });
});

describe("parseFilters: Huntr", () => {
  test.each<[string, FilterInput, object]>([
    ["nothing", undefined, {}],
    ["blank", "", {}],
    ["null", null, {}],
    ["blanks and separators", " ; \n ;", {}],
    [
      "text",
      "created_after=2026-05-01; owner_member_id=5eb0",
      { created_after: may, owner_member_id: "5eb0" },
    ],
    [
      "text over lines",
      "created_after=2026-05-01\nowner_member_id=5eb0",
      { created_after: may, owner_member_id: "5eb0" },
    ],
    [
      "a blank value beside a name, and one of an object",
      [
        ["owner_member_id", ""],
        ["created_after", null],
      ],
      {},
    ],
    ["names as a person writes them", "Created after = 2026-05-01", { created_after: may }],
    ["a time of day", "created_after=2026-05-01T00:00:30Z", { created_after: may + 30 }],
    ["Unix seconds", `created_after=${may}`, { created_after: may }],
    [
      "a range",
      [
        ["created_after", new Date(may * 1000)],
        ["owner_member_id", "5eb0"],
        ["", ""],
      ],
      { created_after: may, owner_member_id: "5eb0" },
    ],
    ["a range that is wider than filled", [["owner_member_id", "5eb0", "", ""]], { owner_member_id: "5eb0" }],
    [
      "a range of one column",
      [["created_after=2026-05-01"], [""], ["owner_member_id=5eb0"]],
      { created_after: may, owner_member_id: "5eb0" },
    ],
    [
      "an object",
      { created_after: "2026-05-01", created_before: may, owner_member_id: null },
      { created_after: may, created_before: may },
    ],
    ["a number for an id", { owner_member_id: 12 }, { owner_member_id: "12" }],
  ])("%s", (_, input, expected) => {
    expect(parseFilters(jobs, input)).toEqual(expected);
  });

  test.each<[string, FilterInput, string]>([
    ["a day", "created_after=2026-11-01", "2026-11-01T04:00:00Z"],
    ["a day in winter", "created_after=2026-12-01", "2026-12-01T05:00:00Z"],
    ["a day of a script", { created_after: "2026-11-01" }, "2026-11-01T04:00:00Z"],
    ["a day in a range", [["created_after", "2026-11-01"]], "2026-11-01T04:00:00Z"],
    ["a date cell", [["created_after", new Date("2026-11-01T04:00:00Z")]], "2026-11-01T04:00:00Z"],
    ["a date cell joined to a text", "created_after=46327", "2026-11-01T04:00:00Z"],
    ["a number cell that shows a date's number", [["created_after", 46_327]], "2026-11-01T04:00:00Z"],
    ["one with a time, in a German file", "created_after=46327,75", "2026-11-01T23:00:00Z"],
    ["one of a script", { created_after: 46_327.5 }, "2026-11-01T17:00:00Z"],
    ["a time of day", "created_after=2026-11-02 09:30", "2026-11-02T14:30:00Z"],
    ["a time of UTC", "created_after=2026-11-02T09:30:00Z", "2026-11-02T09:30:00Z"],
    ["a time of some zone", "created_after=2026-11-02T09:30+01:00", "2026-11-02T08:30:00Z"],
    ["Unix seconds", "created_after=1793505600", "2026-11-01T04:00:00Z"],
  ])("in a New York file: %s", (_, input, instant) => {
    expect(parseFilters(jobs, input, "America/New_York")).toEqual({
      created_after: Date.parse(instant) / 1000,
    });
  });

  test("a day whose clocks skip midnight begins where they go on", () => {
    const { created_after } = parseFilters(jobs, "created_after=2026-09-06", "America/Santiago");
    expect(created_after).toBe(Date.parse("2026-09-06T04:00:00Z") / 1000);
  });

  test.each([
    "2026",
    "20261101",
    "0",
    "1.11.2026",
    "2026-13-01",
    "Nov 1, 2026",
    "1e9",
    "-46327",
    "1793505600000",
  ])("%j is no date, and lists nothing instead of everything", (text) => {
    const sentence = "The filter created_after takes a date like 2026-01-31, or Unix seconds.";
    expect(() => parseFilters(jobs, `created_after=${text}`)).toThrow(sentence);
    if (text !== "1e9") expect(() => parseFilters(jobs, { created_after: Number(text) })).toThrow(sentence);
  });

  test("a date cell for a text is the file's day", () => {
    const query = { query: "2026-11-01" };
    expect(parseFilters(leads, [["query", new Date("2026-11-01T04:00:00Z")]], "America/New_York")).toEqual(
      query,
    );
  });

  test.each([
    ["active=TRUE", true],
    ["active=no", false],
    ["active=1", true],
  ])("%s", (text, expected) => {
    expect(parseFilters(members, text)).toEqual({ active: expected });
  });

  test.each<[string, FilterInput, string]>([
    ["an unknown name", "owner=5eb0", "Huntr Jobs has no filter 'owner'. Did you mean owner_member_id?"],
    [
      "a name that is like none",
      "xyz=1",
      "Huntr Jobs has no filter 'xyz'. Huntr Jobs has the filters owner_member_id, creator_member_id, created_after, created_before.",
    ],
    [
      "no pairs",
      "yesterday",
      "Filters are text like owner_member_id=…; …=…, or a range of two columns with names and values. Huntr Jobs has the filters owner_member_id, creator_member_id, created_after, created_before.",
    ],
    ["a number", 7, "Filters are text like"],
    [
      "a date that is none",
      "created_after=2026-02-30",
      "The filter created_after takes a date like 2026-01-31, or Unix seconds.",
    ],
    [
      "the same twice",
      "created_after=2026-01-01;created_after=2026-01-02",
      "The filter created_after is given twice. Give it once.",
    ],
    ["a list for one", { owner_member_id: ["a", "b"] }, "The filter owner_member_id takes a single value."],
    ["an object for one", { owner_member_id: { a: 1 } }, "The filter owner_member_id takes a single value."],
    ["a value without a name", [["", "5eb0"]], "Filters are text like"],
    ["three columns", [["owner_member_id", "5eb0", "x"]], "Filters are text like"],
    ["a prototype's name", "__proto__=1", "Huntr Jobs has no filter '__proto__'."],
  ])("%s is an error that helps", (_, input, sentence) => {
    expect(() => parseFilters(jobs, input)).toThrow(sentence);
  });

  test.each<[string, FilterInput, string]>([
    ["owner_member_id=", "owner_member_id=", "owner_member_id"],
    ["spaces", "owner_member_id=  ; created_after=2026-01-01", "owner_member_id"],
    ["a date at the end", "owner_member_id=5eb0;created_after=", "created_after"],
    ["quotes around nothing", 'owner_member_id=""', "owner_member_id"],
    ["a name as a person writes it", "Created after =\n", "created_after"],
    [
      "a cell of a range of one column",
      [["owner_member_id="], ["created_after=2026-01-01"]],
      "owner_member_id",
    ],
  ])("a blank value in a text is not everything: %s", (_, input, name) => {
    expect(() => parseFilters(jobs, input)).toThrow(
      `The filter ${name} is blank. Give it a value or leave it out.`,
    );
  });

  test.each<[string, FilterInput]>([
    ["text", "created_after=2026-05-02; created_before=2026-05-01"],
    ["Unix seconds", `created_before=${may};created_after=${may + 1}`],
    [
      "a range",
      [
        ["created_after", "2026-05-02"],
        ["created_before", new Date(may * 1000)],
      ],
    ],
    ["an object", { created_after: "2026-05-02", created_before: "2026-05-01" }],
  ])("the end before the beginning: %s", (_, input) => {
    expect(() => parseFilters(jobs, input)).toThrow(
      "The filter created_after is later than created_before, so that nothing lies between them. Swap the two, or leave one out.",
    );
  });

  test("the end at the beginning is no error", () => {
    const query = { created_after: may, created_before: may };
    expect(parseFilters(jobs, `created_after=${may}; created_before=${may}`)).toEqual(query);
  });

  test("neither true nor false", () => {
    expect(() => parseFilters(members, "active=maybe")).toThrow("The filter active can be true or false.");
  });

  test("a listing that takes none", () => {
    expect(() => parseFilters(memberFields, "name=x")).toThrow("Huntr Member Fields takes no filters.");
  });
});

describe("parseFilters: Hunter leads", () => {
  test.each<[string, FilterInput, object]>([
    ["any and none", "company=*; position=~", { company: "*", position: "~" }],
    ["a list", "sending_status=Sent, opened", { sending_status: ["sent", "opened"] }],
    ["a list by the API's own name", "sending_status[]=~", { sending_status: ["~"] }],
    ["a list in pieces", "sending_status=sent;sending_status=opened", { sending_status: ["sent", "opened"] }],
    ["a list in an object", { sending_status: ["sent", "opened"] }, { sending_status: ["sent", "opened"] }],
    ["a custom attribute", "custom_attributes[customer_id]=*", { "custom_attributes[customer_id]": "*" }],
    ["a number", "leads_list_id=3", { leads_list_id: 3 }],
    ["= within a value", "query=a=b", { query: "a=b" }],
    ["; within quotes", 'company="Fish; Chips"; query=x', { company: "Fish; Chips", query: "x" }],
    ["a choice in another case", "sync_status=SUCCESS", { sync_status: "success" }],
  ])("%s", (_, input, expected) => {
    expect(parseFilters(leads, input)).toEqual(expected);
  });

  test.each([
    [
      "verification_status=fine",
      "The filter verification_status cannot be 'fine'. It can be accept_all, disposable, invalid, unknown, valid, webmail, pending.",
    ],
    ["last_activity_at=2026-01-01", "The filter last_activity_at cannot be '2026-01-01'. It can be *, ~."],
    ["leads_list_id=", "The filter leads_list_id is blank. Give it a value or leave it out."],
    ["sending_status= , ", "The filter sending_status is blank. Give it a value or leave it out."],
    ["sending_status[]=", "The filter sending_status is blank. Give it a value or leave it out."],
    [
      "custom_attributes[city]=",
      "The filter custom_attributes[city] is blank. Give it a value or leave it out.",
    ],
    ["colour=", "Hunter Leads has no filter 'colour'."],
    ["leads_list_id=first", "The filter leads_list_id takes a whole number, 1 or more."],
    ["custom_attributes=x", "Hunter Leads has no filter 'custom_attributes'."],
  ])("%s is an error that helps", (text, sentence) => {
    expect(() => parseFilters(leads, text)).toThrow(sentence);
  });

  test("any value without separators comes through text, range and object alike", () => {
    const word = fc
      .string({ minLength: 1 })
      .filter((text) => !/[;\n"]/.test(text) && text.trim() !== "" && text.trim() === text);
    fc.assert(
      fc.property(word, (value) => {
        const expected = { company: value };
        expect(parseFilters(leads, `company=${value}`)).toEqual(expected);
        expect(parseFilters(leads, [["company", value]])).toEqual(expected);
        expect(parseFilters(leads, { company: value })).toEqual(expected);
      }),
    );
  });

  test("whatever is typed, filters or a sentence come of it", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        try {
          parseFilters(leads, text);
        } catch (error) {
          expect((error as Error).name).toBe("HuntsheetError");
        }
      }),
    );
  });
});

describe("parseColumns", () => {
  test.each<[RangeCell | RangeCell[] | RangeCell[][], string[] | undefined]>([
    [undefined, undefined],
    [null, undefined],
    ["", undefined],
    [" , ;", undefined],
    ["title, employer ,stage", ["title", "employer", "stage"]],
    ["title; stage", ["title", "stage"]],
    ["*", ["*"]],
    [[["title", "stage"]], ["title", "stage"]],
    [
      [["title"], [""], [" City, State "], ["A; B"]],
      ["title", "City, State", "A; B"],
    ],
    [["City, State"], ["City, State"]],
    ["City, State", ["City", "State"]],
    [[[2026, true, ""]], ["2026", "true"]],
    [
      ["title", "stage"],
      ["title", "stage"],
    ],
  ])("%j is %j", (input, expected) => {
    expect(parseColumns(input)).toEqual(expected);
  });
});

describe("parseFilters: a filter that there is no listing without", () => {
  test.each<[string, FilterInput]>([
    ["its number", 3],
    ["its number as text", " 3 "],
    ["by its name", "campaign_id=3"],
    ["in a range", [["Campaign ID", 3]]],
    ["in an object", { campaign_id: "3" }],
  ])("%s", (_, input) => {
    expect(parseFilters(recipients, input)).toEqual({ campaign_id: 3 });
  });

  test.each<[FilterInput, string]>([
    [undefined, "Hunter Recipients needs the filter campaign_id. Give its number or its name."],
    ["", "Hunter Recipients needs the filter campaign_id. Give its number or its name."],
    [{}, "Hunter Recipients needs the filter campaign_id. Give its number or its name."],
    ["Spring outreach", "The filter campaign_id takes a whole number, 1 or more."],
    ["1/../../leads", "The filter campaign_id takes a whole number, 1 or more."],
  ])("%j is refused", (input, sentence) => {
    expect(() => parseFilters(recipients, input)).toThrow(sentence);
  });

  test.each<[FilterInput, string | null]>([
    ["Spring fair", "Spring fair"],
    ["campaign_id=Spring fair", "Spring fair"],
    ['campaign_id="Fair; 2026"', "Fair; 2026"],
    [[["Campaign ID", "Spring fair "]], "Spring fair "],
    [{ campaign_id: "2026 fair" }, "2026 fair"],
    ["2026 (ID 7)", "2026 (ID 7)"],
    [7, null],
    ["7", null],
    [" 7 ", null],
    [[["campaign_id", 7]], null],
  ])("%j: a name is looked up as it stands, a number is the ID", (input, name) => {
    const asked: string[][] = [];
    const idOf = (...of: [string, string]) => {
      asked.push(of);
      return 7;
    };
    expect(parse(recipients, input, { ...fileZone(() => "UTC"), locale: () => "en_US" }, idOf)).toEqual({
      campaign_id: 7,
    });
    expect(asked).toEqual(name === null ? [] : [["hunter.campaigns", name]]);
  });
});

test.each([
  ["owner_member_id=5eb0abc13fac1580adcf5b19", jobs],
  ["owner_member_id=me", jobs],
  ["campaign_id=7", recipients],
  ["leads_list_id=7", leads],
])("no name is looked for: %s", (text, resource) => {
  const idOf = () => {
    throw new Error("A listing would be read whole.");
  };
  const calendar = { ...fileZone(() => "UTC"), locale: () => "en_US" };
  const [, id] = text.split("=");
  expect(Object.values(parse(resource, text, calendar, idOf)).map(String)).toEqual([id]);
});
