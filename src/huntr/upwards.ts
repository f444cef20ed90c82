import { readToEnd } from "../core/listing.ts";
import { FIRST_CURSOR, type PageCursor } from "../core/page.ts";
import type { JsonObject } from "../core/ports.ts";
import type { Query } from "../core/query.ts";
import type { Resource } from "../core/resource.ts";
import { inOrder } from "./gathered.ts";
import { linkedId } from "./nested.ts";

/** So many numbers of a place are short enough to be stored. Of more, every other one is left out. */
const MOST_CUTS = 200;

/**
 * For what actions of several types tell of, when none of these is known to be the first: the newest on each thing is its
 * record. Read from the oldest on, the last that is read is the newest, and nothing need be remembered of those before.
 * But a listing begins with the newest, and nobody knows where it ends: on the way down a page of each type tells at
 * which second to cut, on the way up the actions between two cuts are read. So a page is read twice at most, and what has
 * a single page of each type once.
 */
export function readUpwards(thing: string, types: readonly string[]): NonNullable<Resource["read"]> {
  const idOf = linkedId(thing).value;
  const newestOf = (told: readonly JsonObject[]) => [
    ...new Map(inOrder(told).map((action) => [idOf(action), action])).values(),
  ];
  return (readOn, listing, filters, place) => {
    const cuts = (place.cuts ?? []) as readonly number[];
    const upwards = (cuts: readonly number[]): PageCursor | null =>
      cuts.length > 0 ? { cuts: [...cuts], isUp: true } : null;
    const told = (from?: number, to?: number) =>
      types.flatMap((action_type) =>
        readToEnd(readOn, listing, { ...within(filters, from, to), action_type }),
      );
    const [lower, upper] = [...cuts].reverse();
    if (place.isUp === true)
      return { records: newestOf(told(lower, upper)), next: upwards(cuts.slice(0, -1)), total: null };
    // Side by side it would be read from several ends at once, and nobody could tell how far down it came.
    const { createdSeconds: _, ...serial } = listing;
    const pages = types.map((action_type) =>
      readOn(serial, { ...within(filters, undefined, lower), action_type }, FIRST_CURSOR),
    );
    const open = pages.filter(({ next }) => next !== null);
    const next = upwards(cuts);
    if (open.length === 0)
      return { records: newestOf(pages.flatMap(({ records }) => records)), next, total: null };
    const cut = Math.min(Math.max(...open.map(({ records }) => oldestOf(records))), (lower ?? Infinity) - 1);
    if (!Number.isFinite(cut)) return { records: newestOf(told(undefined, lower)), next, total: null };
    const kept = cuts.length < MOST_CUTS ? cuts : cuts.filter((_, i) => i % 2 === 0);
    return { records: [], next: { cuts: [...kept, cut] }, total: null };
  };
}

/** The filters, within seconds that both belong to it whichever way the API means its bounds. */
function within(filters: Query, from?: number, to?: number): Query {
  const { created_after = -Infinity, created_before = Infinity } = filters;
  const after = Math.max(Number(created_after), (from ?? -Infinity) - 1);
  const before = Math.min(Number(created_before), (to ?? Infinity) + 1);
  return {
    ...filters,
    ...(Number.isFinite(after) ? { created_after: after } : {}),
    ...(Number.isFinite(before) ? { created_before: before } : {}),
  };
}

/** Not a number where one of them does not tell. */
function oldestOf(records: readonly JsonObject[]): number {
  return Math.min(
    ...records.map(({ createdAt }) => (typeof createdAt === "number" ? createdAt : Number.NaN)),
  );
}
