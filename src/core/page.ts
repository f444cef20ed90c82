import type { JsonObject } from "./ports.ts";

/**
 * Where a listing goes on: plain JSON that may be stored between executions, below 6 KB. What is in it is
 * the business of listing.ts and windows.ts.
 */
export type PageCursor = JsonObject;

export interface Page {
  readonly records: JsonObject[];
  /** Null at the end of the listing. */
  readonly next: PageCursor | null;
  /** Records in all, when the API tells. */
  readonly total: number | null;
  /** No more than so many match, where the API tells that much. */
  readonly most?: number | null;
  /** A sentence for who reads the end of a listing that is not shown whole, and cannot be. */
  readonly note?: string;
}

/** Where a listing begins. */
export const FIRST_CURSOR: PageCursor = {};
