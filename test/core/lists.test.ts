import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { arrayIn } from "../../src/core/json.ts";
import type { Json } from "../../src/core/ports.ts";
import { campaigns } from "../../src/hunter/campaigns.ts";
import { leadsLists } from "../../src/hunter/leads-lists.ts";
import { recordsOf } from "../../src/huntr/records.ts";

const LIST = [{ id: "a" }, { id: "b" }];

describe("the list of an answer, wherever it stands", () => {
  test.each<[string, Json]>([
    ["at the top", LIST],
    ["in data", { data: LIST, next: "b" }],
    ["under its name", { data: { sequences: [], campaigns: LIST } }],
    ["under another name", { data: { sequences: LIST }, meta: { limit: 20 } }],
    ["in another spelling", { data: { "leads-lists": LIST, folder: null } }],
  ])("%s", (_, body) => {
    expect(campaigns.records(body)).toEqual(LIST);
  });

  test.each<[string, Json]>([
    ["one record, whose lists are its own", { data: { id: 1, tags: LIST } }],
    ["several, of which none has the name", { data: { a: LIST, b: LIST } }],
    ["an object", { data: { total: 2 } }],
    ["nothing", null],
    ["a text", "ok"],
  ])("%s: none", (_, body) => {
    expect(arrayIn(body, "campaigns")).toBeNull();
    expect(() => leadsLists.records(body)).toThrow();
  });

  test("Huntr's: bare, in data, keyed; and a single record as before", () => {
    for (const body of [LIST, { data: LIST }, { data: { tags: LIST } }])
      expect(recordsOf(body)).toEqual(LIST);
    for (const body of [LIST[0] as Json, { data: LIST[0] as Json }])
      expect(recordsOf(body)).toEqual([LIST[0]]);
  });

  test("any answer at all: a list out of it, or none", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (body) => {
        const found = arrayIn(body as Json, "leads");
        expect(found === null || JSON.stringify(body).includes(JSON.stringify(found))).toBe(true);
      }),
    );
  });
});
