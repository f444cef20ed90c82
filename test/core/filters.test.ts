import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type FilterInput, parseColumns, parseFilters, type RangeCell } from "../../src/core/filters.ts";
import { leads } from "../../src/hunter/leads.ts";
import { recipients } from "../../src/hunter/recipients.ts";
import { jobs } from "../../src/huntr/jobs.ts";
import { memberFields } from "../../src/huntr/member-fields.ts";
import { members } from "../../src/huntr/members.ts";

const may = 1777593600;

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
    ["a blank value", "created_after=;owner_member_id= ", {}],
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
      [["title"], [""], ["employer, stage"]],
      ["title", "employer", "stage"],
    ],
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
    [undefined, "Hunter Recipients needs the filter campaign_id. Give its number."],
    ["", "Hunter Recipients needs the filter campaign_id. Give its number."],
    [{}, "Hunter Recipients needs the filter campaign_id. Give its number."],
    ["Spring outreach", "The filter campaign_id takes a whole number, 1 or more."],
    ["1/../../leads", "The filter campaign_id takes a whole number, 1 or more."],
  ])("%j is refused", (input, sentence) => {
    expect(() => parseFilters(recipients, input)).toThrow(sentence);
  });
});
