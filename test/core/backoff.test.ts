import { describe, expect, test } from "vitest";
import { retryAfterMs, shouldRetry, waitMs } from "../../src/core/backoff.ts";

describe("shouldRetry", () => {
  test.each([
    ["GET", "again", 1, undefined, true],
    ["GET", "again", 4, undefined, true],
    ["GET", "again", 5, undefined, false],
    ["GET", "again", 2, 2, false],
    ["GET", "slow-down", 1, undefined, true],
    ["GET", "no", 1, undefined, false],
    ["POST", "again", 1, undefined, false],
    ["POST", "slow-down", 1, undefined, true],
    ["PUT", "again", 1, undefined, false],
    ["PUT", "slow-down", 1, undefined, true],
    ["DELETE", "again", 1, undefined, false],
    ["DELETE", "slow-down", 1, undefined, true],
  ] as const)("%s after '%s', attempt %i of %s: %s", (method, retry, attempt, max, expected) => {
    expect(shouldRetry(method === "GET", retry, attempt, max)).toBe(expected);
  });
});

describe("waitMs", () => {
  test.each([
    [1, null, 0, 0],
    [1, null, 0.5, 500],
    [1, null, 0.999, 999],
    [2, null, 0.999, 1998],
    [5, null, 0.5, 8000],
    [6, null, 0.5, 16000],
    [12, null, 0.5, 16000],
    [1, 7000, 0, 7000],
    [1, 7000, 0.5, 7125],
    [1, 0, 0, 0],
  ])("attempt %i, Retry-After %s, random %d: %i ms", (attempt, asked, random, expected) => {
    expect(waitMs(attempt, asked, random)).toBe(expected);
  });
});

describe("retryAfterMs", () => {
  const now = Date.UTC(2026, 10, 16, 9);
  test.each([
    [undefined, null],
    ["", null],
    ["soon", null],
    ["-3", null],
    ["2026", 2_026_000],
    ["5", 5000],
    [" 1.5 ", 1500],
    ["Mon, 16 Nov 2026 09:00:30 GMT", 30_000],
    ["Mon, 16 Nov 2026 08:00:00 GMT", 0],
    ["Mon, whenever", null],
  ])("%s is %s", (header, expected) => {
    expect(retryAfterMs(header, now)).toBe(expected);
  });
});
