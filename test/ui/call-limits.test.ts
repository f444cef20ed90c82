import { expect, test } from "vitest";
import { CHECK_BUDGET_MS } from "../../src/ui/calls.ts";
import { limitMs } from "../../src/ui/sidebar/parts/server.ts";

/** A slice of an open sidebar, its last batch, and the way there. */
const SLICE_MS = 60_000;

test("a page waits for each call longer than the server may take", () => {
  expect(limitMs("previewPush")).toBeGreaterThan(CHECK_BUDGET_MS + 30_000);
  expect(limitMs("advanceRun")).toBe(SLICE_MS);
});
