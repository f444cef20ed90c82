import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CUT_MARK, cellOf } from "../../src/core/cells.ts";
import type { Json, JsonObject } from "../../src/core/ports.ts";
import type { Column, ColumnKind } from "../../src/core/resource.ts";
import { jobs } from "../../src/huntr/jobs.ts";

function column(kind: ColumnKind, timeForm?: "seconds" | "text"): Column {
  return {
    name: "field",
    header: "Field",
    kind,
    help: "",
    byDefault: true,
    value: (record) => record.x,
    ...(timeForm === undefined ? {} : { timeForm }),
  };
}

const day = new Date("2026-05-01");

describe("cellOf", () => {
  test.each<[ColumnKind, Json | undefined, unknown]>([
    ["text", "=IMPORTXML(1)", "=IMPORTXML(1)"],
    ["text", "  00123 ", "  00123 "],
    ["text", ["a", 2, null, true], "a, 2, true"],
    ["text", 42, "42"],
    ["text", true, "true"],
    ["text", [], null],
    ["text", [null], null],
    ["text", "", null],
    ["text", null, null],
    ["text", undefined, null],
    ["number", 0, 0],
    ["number", -1.5, -1.5],
    ["boolean", false, false],
    ["time", 1588634675, new Date("2020-05-04T23:24:35Z")],
    ["time", 0, new Date(0)],
    ["time", -1, new Date(-1000)],
    ["time", 1588634675.5, new Date("2020-05-04T23:24:35.500Z")],
    ["time", "2021-01-01 12:00:00 UTC", new Date("2021-01-01T12:00:00Z")],
    ["time", "2021-01-01T12:00:00.250+02:00", new Date("2021-01-01T10:00:00.250Z")],
    ["date", "2026-05-01", day],
    ["date", "2026-05-01T23:59:59Z", day],
    ["date", 1777593600 + 86_399, day],
    ["date", -1, new Date("1969-12-31")],
  ])("%s of %j", (kind, value, expected) => {
    const warnings: string[] = [];
    expect(cellOf(column(kind), record(value), (warning) => warnings.push(warning))).toEqual(expected);
    expect(warnings).toEqual([]);
  });

  test.each<[ColumnKind, Json, string]>([
    ["text", { a: 1 }, "text was expected, an object came"],
    ["text", [{ a: 1 }], "text was expected, a list came"],
    ["number", "7", "a number was expected, text came"],
    ["boolean", "TRUE", "true or false was expected, text came"],
    ["boolean", 1, "true or false was expected, a number came"],
    ["time", "yesterday", "a time was expected, text came"],
    ["time", "2026-02-30", "a time was expected, text came"],
    ["time", "2026-02-03 25:00", "a time was expected, text came"],
    ["time", 1e15, "a time was expected, a number came"],
    ["date", true, "a date was expected, a boolean came"],
  ])("%s of %j is empty, with one warning", (kind, value, words) => {
    const warnings: string[] = [];
    expect(cellOf(column(kind), record(value), (warning) => warnings.push(warning))).toBeNull();
    expect(warnings).toEqual([`field (record 5eb0): ${words}; left empty.`]);
  });

  test("a time is only read in the form that the column names", () => {
    const ignore = () => {};
    expect(cellOf(column("time", "seconds"), record("2026-05-01"), ignore)).toBeNull();
    expect(cellOf(column("time", "text"), record(1777593600), ignore)).toBeNull();
  });

  test("a text that no cell can hold is cut, with a mark, and not within a character", () => {
    const cell = cellOf(column("text"), record("😀".repeat(30_000)), () => {}) as string;
    expect(cell.endsWith(CUT_MARK)).toBe(true);
    expect(cell.length).toBeLessThanOrEqual(50_000);
    expect(cell.length).toBeGreaterThan(49_900);
    expect(cell.slice(0, -CUT_MARK.length)).toMatch(/^(😀)+$/u);
    expect(cellOf(column("text"), record("x".repeat(50_000)), () => {})).toBe("x".repeat(50_000));
  });

  test("whatever a record holds, there is a cell of the column's kind or none", () => {
    fc.assert(
      fc.property(
        fc.jsonValue(),
        fc.constantFrom<ColumnKind>("text", "number", "boolean", "time", "date"),
        (value, kind) => {
          const cell = cellOf(column(kind), record(value as Json), () => {});
          const type = cell === null ? "none" : cell instanceof Date ? "date" : typeof cell;
          expect([{ text: "string", time: "date" }[kind as string] ?? kind, "none"]).toContain(type);
          if (cell instanceof Date) expect(Number.isNaN(cell.getTime())).toBe(false);
        },
      ),
    );
  });

  test("any job whatsoever gives cells, never an exception", () => {
    const fields = [
      "id",
      "title",
      "list",
      "employer",
      "location",
      "ownerMember",
      "activities",
      "interviewActivities",
      "offerActivity",
      "deadline",
      "createdAt",
    ];
    const odd = fc.dictionary(fc.constantFrom(...fields), fc.jsonValue({ maxDepth: 3 }));
    fc.assert(
      fc.property(odd, (job) => {
        for (const each of jobs.columns) cellOf(each, job as JsonObject, () => {});
      }),
    );
  });
});

function record(x: Json | undefined): JsonObject {
  return x === undefined ? { id: "5eb0" } : { id: "5eb0", x };
}
