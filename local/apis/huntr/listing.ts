import { indexAfter, OBJECT_ID, sortNewestFirst } from "../data/object-ids.ts";
import type { Call, Reply } from "../wire/call.ts";
import { type Fault, Refusal } from "./refusals.ts";

/**
 * How the last page of a listing shows that it is one; Huntr's text never shows it.
 * missing: no `next` · null · empty: "" · inf: "inf" · page: it has a `next` like any other, and an empty page follows
 */
export type ListingEnd = "missing" | "null" | "empty" | "inf" | "page";

export interface ListingRules {
  readonly end: ListingEnd;
  /** Pages hold no more than this, whatever `limit` asked for. */
  readonly cap?: number;
  /** The greatest `limit` that is taken: 499, as "under 500" has it. */
  readonly maxLimit: number;
  /** Which of created_after and created_before let through their own second. */
  readonly inclusive: "neither" | "after" | "before" | "both";
  /** Whether the listings without documented pages (invitations, fields, templates, categories) page as well. */
  readonly pageEverything: boolean;
  /** What `members?email=` gives: a listing of one, or the member itself. */
  readonly memberByEmail: "list" | "bare";
}

export const DEFAULT_RULES: ListingRules = {
  end: "missing",
  maxLimit: 499,
  inclusive: "neither",
  pageEverything: false,
  memberByEmail: "list",
};

const DEFAULT_LIMIT = 100;

/** A filter of a listing: what its value must look like, and what it lets through. */
export interface Filter<T> {
  readonly accepts: (value: string) => boolean;
  readonly keeps: (thing: T, value: string) => boolean;
}

export type Filters<T> = Readonly<Record<string, Filter<T>>>;

export function byId<T>(idOf: (thing: T) => string | undefined): Filter<T> {
  return {
    accepts: (value) => OBJECT_ID.test(value),
    keeps: (thing, value) => idOf(thing) === value.toLowerCase(),
  };
}

export function byText<T>(textOf: (thing: T) => string): Filter<T> {
  return { accepts: () => true, keeps: (thing, value) => textOf(thing) === value };
}

export function byTruth<T>(truthOf: (thing: T) => boolean): Filter<T> {
  return {
    accepts: (value) => value === "true" || value === "false",
    keeps: (thing, value) => String(truthOf(thing)) === value,
  };
}

/** created_after and created_before, Unix seconds. */
export function byCreation(rules: ListingRules): Filters<{ createdAt: number }> {
  const accepts = (value: string) => /^\d{1,12}$/.test(value);
  const after = rules.inclusive === "after" || rules.inclusive === "both";
  const before = rules.inclusive === "before" || rules.inclusive === "both";
  return {
    created_after: {
      accepts,
      keeps: ({ createdAt }, value) => createdAt > Number(value) || (after && createdAt === Number(value)),
    },
    created_before: {
      accepts,
      keeps: ({ createdAt }, value) => createdAt < Number(value) || (before && createdAt === Number(value)),
    },
  };
}

/**
 * One page of a listing that is held newest first.
 * @throws Refusal 400 naming every parameter that is not right
 */
export function pageOf<T extends { id: string }>(
  call: Call,
  things: readonly T[],
  filters: Filters<T>,
  rules: ListingRules,
): Reply {
  const limit = call.query.get("limit");
  const next = call.query.get("next");
  const faults: Fault[] = [];
  const invalid = (param: string, value: string, message = "Invalid value") =>
    faults.push({ message, param, value, location: "query" });
  const limitIsRight =
    limit === null || (/^\d+$/.test(limit) && Number(limit) >= 1 && Number(limit) <= rules.maxLimit);
  if (!limitIsRight) invalid("limit", limit, "Limit must be an integer under 500");
  if (next !== null && !OBJECT_ID.test(next)) invalid("next", next);
  const kept = keepers(call, filters, invalid);
  if (faults.length > 0) throw new Refusal(400, faults);

  const room = Math.min(
    limit === null ? DEFAULT_LIMIT : Number(limit),
    rules.cap ?? Number.POSITIVE_INFINITY,
  );
  const data: T[] = [];
  let hasMore = false;
  for (
    let index = next === null ? 0 : indexAfter(things, next.toLowerCase());
    index < things.length;
    index++
  ) {
    const thing = things[index] as T;
    if (!kept(thing)) continue;
    hasMore = data.length === room;
    if (hasMore) break;
    data.push(thing);
  }
  return { status: 200, body: { data, ...nextOf(data.at(-1)?.id, hasMore, rules.end) } };
}

/** A listing without documented pages: everything at once. */
export function wholeOf<T extends { id: string }>(
  call: Call,
  things: readonly T[],
  rules: ListingRules,
): Reply {
  return rules.pageEverything
    ? pageOf(call, sortNewestFirst([...things]), {}, rules)
    : { status: 200, body: { data: things } };
}

function keepers<T>(
  call: Call,
  filters: Filters<T>,
  invalid: (param: string, value: string) => void,
): (thing: T) => boolean {
  const asked: { filter: Filter<T>; value: string }[] = [];
  for (const [name, filter] of Object.entries(filters)) {
    const value = call.query.get(name);
    if (value === null) continue;
    if (filter.accepts(value)) asked.push({ filter, value });
    else invalid(name, value);
  }
  return (thing) => asked.every(({ filter, value }) => filter.keeps(thing, value));
}

function nextOf(lastId: string | undefined, hasMore: boolean, end: ListingEnd): { next?: string | null } {
  if (lastId !== undefined && (hasMore || end === "page")) return { next: lastId };
  switch (end) {
    case "null":
      return { next: null };
    case "empty":
      return { next: "" };
    case "inf":
      return { next: "inf" };
    default:
      return {};
  }
}
