import { describe, expect, test } from "vitest";
import { cellOf } from "../../src/core/cells.ts";
import type { Json, JsonObject } from "../../src/core/ports.ts";
import type { Column } from "../../src/core/resource.ts";
import { leads } from "../../src/hunter/leads.ts";

function own(attributes: JsonObject[]): Column[] {
  return leads.ownColumns?.((table) => (table === "hunter.custom-attributes" ? attributes : [])) ?? [];
}

describe("custom attributes of leads", () => {
  test.each<[Json, unknown, number]>([
    ["cus-4711", "cus-4711", 0],
    ["00123", "00123", 0],
    ["=1+1", "=1+1", 0],
    [42, "42", 0],
    [true, "true", 0],
    [["Career fair", null, 7], "Career fair, 7", 0],
    ["", null, 0],
    [null, null, 0],
    [{ odd: 1 }, null, 1],
  ])("%j, among the lead's own fields or below custom_attributes", (value, cell, warnings) => {
    const [column] = own([{ id: 1, label: "Customer ID", slug: "customer_id" }]);
    for (const lead of [
      { customer_id: value },
      { custom_attributes: { customer_id: value } },
    ] as JsonObject[]) {
      const warned: string[] = [];
      expect(column && cellOf(column, lead, (warning) => warned.push(warning))).toEqual(cell);
      expect(warned).toHaveLength(warnings);
    }
  });

  test("stand under their own labels, beside what a lead has anyway; one without a slug has no column", () => {
    const columns = own([
      { id: 1, label: "Met at", slug: "met_at" },
      { id: 2, label: "Email", slug: "email" },
      { id: 3, label: "No slug" },
      { id: 4, slug: "constructor" },
    ]);
    expect(columns.map(({ name, header }) => [name, header])).toEqual([
      ["met_at", "Met at"],
      ["email_2", "Email (custom attribute)"],
      ["constructor", "constructor"],
    ]);
    expect(columns.map((column) => cellOf(column, {}, () => {}))).toEqual([null, null, null]);
  });
});
