import type { Resource } from "../core/resource.ts";
import { recordsOf } from "./records.ts";

/** The text says both 'must be an integer under 500' and 'the maximum is 500': right under both (docs/apis.md). */
const PAGE_LIMIT = 499;

/** What is alike in Huntr's listings. */
export const LISTING = {
  api: "huntr",
  paging: { style: "cursor", limit: PAGE_LIMIT },
  records: recordsOf,
  key: "id",
} as const satisfies Partial<Resource>;

/** Ids of records (H4, H10). */
export const HUNTR_ID = /^[\w-]{1,64}$/;

/** A listing that takes no limit: one page or a cursor, as it comes. */
export const SHORT_LISTING = { ...LISTING, paging: { style: "either" } } as const satisfies Partial<Resource>;
