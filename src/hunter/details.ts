import { ApiError } from "../core/errors.ts";
import type { JsonObject } from "../core/ports.ts";
import type { ReadOn, Resource } from "../core/resource.ts";
import { singleIn } from "./records.ts";

/** Each record takes so many requests more: a page is read within a slice. */
export const DETAILED_PER_PAGE = 10;

/**
 * Reads a listing whose records tell more by themselves.
 * @param more of one record's path, what else is read: the name that it is put under, "" for among the record's own, and
 *   the path below.
 */
export function readDetailed(
  more: readonly (readonly [name: string, path: string])[],
): NonNullable<Resource["read"]> {
  return (readOn, listing, filters, place) => {
    const page = readOn(listing, filters, place);
    const records = page.records.map((record) => {
      const whole: JsonObject = { ...record };
      if (typeof record.id !== "number") return whole;
      for (const [name, path] of more) {
        const found = oneOf(readOn, listing, `${listing.path}/${record.id}${path}`);
        if (name === "") Object.assign(whole, found);
        else whole[name] = found;
      }
      return whole;
    });
    return { ...page, records };
  };
}

/** Nothing where the account has no such call, or the record went away meanwhile. */
function oneOf(readOn: ReadOn, listing: Resource, path: string): JsonObject {
  try {
    const [found] = readOn(
      { ...listing, path, paging: { style: "single" }, records: singleIn },
      {},
      {},
    ).records;
    return found ?? {};
  } catch (error) {
    const isAbsent =
      error instanceof ApiError && ["not-found", "gone", "forbidden", "malformed"].includes(error.kind);
    if (isAbsent) return {};
    throw error;
  }
}
