import { expect, test } from "vitest";
import { ApiError } from "../../src/core/errors.ts";
import { memoryIn } from "../../src/core/memory.ts";
import type { JsonObject } from "../../src/core/ports.ts";
import { discover } from "../../src/hunter/discover.ts";
import { must } from "../rig.ts";

const NO_MEMORY = { nowMs: 0, memory: memoryIn(null, "") };
const read = must(discover.read);
const { read: _, ...listing } = discover;
const LIMIT = { code: "pagination_error" };

test("only Hunter's own limit of paging ends a list early, and then it says so; our own end of it stops", () => {
  const place = { offset: 10_000, total: 12_000, filters: { industry: { include: ["IT"] } } };
  const failing = (status?: number) => () => {
    throw new ApiError("Hunter", "bad-request", "Too long.", { ...LIMIT, ...(status ? { status } : {}) });
  };
  expect(() => read(failing(), listing, {}, place, NO_MEMORY)).toThrow("Too long.");
  expect(() => read(failing(422), listing, {}, place, NO_MEMORY)).toThrow("Too long.");
  expect(() => read(failing(400), listing, { query: "it" }, {}, NO_MEMORY)).toThrow("Too long.");
  expect(read(failing(400), listing, {}, place, NO_MEMORY)).toMatchObject({
    next: null,
    note: expect.stringContaining("the first 10,000 of 12,000 companies only"),
  });
});

test("where Hunter does not say what it understood, words are not asked again for a second page", () => {
  const records: JsonObject[] = [{ domain: "a.example", understood: null }];
  const page = { records, next: { offset: 100, total: 250 }, total: 250 };
  expect(read(() => page, listing, { query: "it" }, {}, NO_MEMORY)).toEqual({
    ...page,
    next: null,
    note: expect.stringContaining("the first 100 of 250 companies only"),
  });
});
