import type { Resource } from "../core/resource.ts";
import { singleIn } from "./records.ts";

/**
 * What is alike in lists and campaigns: 'Limit can range between 1 and 100.' The text names no greatest offset there,
 * as it does for leads.
 */
export const LISTING = {
  api: "hunter",
  paging: { style: "offset", limit: 100, maxOffset: Number.POSITIVE_INFINITY },
  key: "id",
} as const satisfies Partial<Resource>;

/** What is alike where there is a single answer. */
export const SINGLE = {
  api: "hunter",
  paging: { style: "single" },
  records: singleIn,
} as const satisfies Partial<Resource>;
