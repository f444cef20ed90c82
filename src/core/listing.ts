import type { Api } from "./api.ts";
import type { Client } from "./client.ts";
import { digest } from "./digest.ts";
import { ApiError } from "./errors.ts";
import { fieldAt, UnexpectedShape } from "./json.ts";
import { type Memory, memoryIn } from "./memory.ts";
import { FIRST_CURSOR, type Page, type PageCursor } from "./page.ts";
import type { Json, JsonObject } from "./ports.ts";
import type { Query } from "./query.ts";
import type { ReadOn, Resource } from "./resource.ts";

/** A value of `next` that other clients of Huntr met after the last page of activities (docs/apis.md). */
const ENDS: readonly Json[] = ["", "inf"];

/** Smaller plans answer larger pages with 400 pagination_error, the smallest one those of more than 10 (docs/apis.md). */
const SMALLER_PAGES = [100, 10] as const;

/** What a page has that is posted for without its size: small plans take none (docs/apis.md, U32). */
const MOST_POSTED = 100;

/** Empty pages in a row, each of which says that there is more, after which nobody asks on (ours). */
const MOST_EMPTY_PAGES = 3;
/** How often records may turn out to have gone: a total that goes up and down must not have a list read for ever (ours). */
const MOST_STEPS_BACK = 20;

/** At 12 characters each that is 4.8 KB of a place. */
const MAX_DIGESTS = 400;
const DIGEST_CHARS = 12;

/** Reads a short listing to its end. @throws ApiError */
export function readWhole(client: Client, resource: Resource, filters: Query = {}): JsonObject[] {
  const memory = memoryIn(null, "");
  return readToEnd(
    (listing, query, place) => readPage(client, listing, query, place, memory),
    resource,
    filters,
  );
}

/** All that there is from a listing's start on. */
export function readToEnd(readOn: ReadOn, listing: Resource, filters: Query): JsonObject[] {
  const records: JsonObject[] = [];
  for (let place: PageCursor | null = FIRST_CURSOR; place !== null; ) {
    const page: Page = readOn(listing, filters, place);
    for (const record of page.records) records.push(record);
    place = page.next;
  }
  return records;
}

/**
 * Reads one page of a listing.
 * A short page is no end: the server may give fewer than asked for. The end is a page without `next`, or an empty one
 * whose cursor was used before (docs/apis.md); by offset it is the total, or an empty page where that is not sure.
 * @param memory of all readings on from one start, for what is gathered; without one its records are worked out one by one.
 * @throws ApiError, of kind `loop` when a page with records leads to a cursor of before, or repeats one of before, or
 *   one empty page after another says that there is more.
 */
export function readPage(
  client: Client,
  resource: Resource,
  filters: Query,
  place: PageCursor,
  memory?: Memory,
): Page {
  const { read, ...listing } = resource;
  if (read) {
    const readOn: ReadOn = (other, query, at) => readPage(client, other, query, at);
    return read(readOn, listing, filters, place, { nowMs: client.nowMs(), memory });
  }
  switch (resource.paging.style) {
    case "single": {
      const records = recordsOf(client, resource, client.get(resource.path, filters).body);
      return { records, next: null, total: records.length };
    }
    case "offset":
      return readOffsetPage(client, resource, resource.paging, filters, place);
    default:
      return readCursorPage(client, resource, filters, place);
  }
}

function readCursorPage(client: Client, resource: Resource, filters: Query, place: PageCursor): Page {
  const { path, query } = cursorRequest(resource, filters, place);
  return cursorPage(client, resource, client.get(path, query).body, place);
}

/**
 * The request for the page at a place of a listing with cursors.
 * A listing that takes no cursor is asked without a limit too: the text documents neither there.
 */
export function cursorRequest(
  resource: Resource,
  filters: Query,
  place: PageCursor,
): { readonly path: string; readonly query: Query } {
  const cursor = textIn(place, "next");
  const limit = resource.paging.style === "cursor" ? { limit: resource.paging.limit } : {};
  return {
    path: resource.path,
    query: { ...filters, ...limit, ...(cursor === "" ? {} : { next: cursor }) },
  };
}

/**
 * What an answer to `cursorRequest` holds, and where the listing goes on.
 * @param mostDigests how many cursors of before are remembered, to notice a loop: 12 characters of the place each.
 */
export function cursorPage(
  client: Client,
  resource: Resource,
  body: Json,
  place: PageCursor,
  mostDigests: number = MAX_DIGESTS,
): Page {
  const cursor = textIn(place, "next");
  const records = recordsOf(client, resource, body);
  const next = fieldAt(body, "next");
  const emptyBefore = numberIn(place, "empty") ?? 0;
  const empty = records.length > 0 ? 0 : emptyBefore + 1;
  if (next === undefined || next === null || ENDS.includes(next)) return { records, next: null, total: null };
  if (typeof next !== "string" && typeof next !== "number") throw malformed(client, resource);
  const used =
    cursor === "" ? textIn(place, "used") : withDigest(textIn(place, "used"), digest(cursor), mostDigests);
  if (hasDigest(used, digest(String(next)))) {
    // The cursor of an empty page may be none, and lead back to the beginning.
    if (empty + emptyBefore > 0) return { records, next: null, total: null };
    throw endless(client, resource);
  }
  if (empty === MOST_EMPTY_PAGES) throw hollow(client, resource);
  return { records, next: { next: String(next), used, ...(empty > 0 ? { empty } : {}) }, total: null };
}

function endless({ api }: Client, resource: Resource): ApiError {
  return looping(api, `${api.name} gave the same page of ${resource.title} twice, so the list has no end.`);
}

function hollow({ api }: Client, resource: Resource): ApiError {
  return looping(
    api,
    `${api.name} gave ${MOST_EMPTY_PAGES} empty pages of ${resource.title} in a row, and says that there is more.`,
  );
}

function looping({ name }: Api, sentence: string): ApiError {
  return new ApiError(name, "loop", `${sentence} Try again later; if it stays so, tell ${name}'s support.`);
}

interface OffsetPaging {
  readonly limit: number;
  readonly maxOffset: number;
  readonly beyond?: string;
}

function readOffsetPage(
  client: Client,
  resource: Resource,
  paging: OffsetPaging,
  filters: Query,
  place: PageCursor,
): Page {
  const offset = numberIn(place, "offset") ?? 0;
  const limit = numberIn(place, "limit") ?? paging.limit;
  let body: Json;
  try {
    const { path, posted } = resource;
    ({ body } = posted
      ? client.post(
          path,
          offset === 0 && limit === MOST_POSTED ? {} : { limit, offset },
          filters as Json,
          posted.isCounted(filters),
        )
      : client.get(path, { ...filters, limit, offset }));
  } catch (error) {
    if (!isPagingFault(error) || resource.posted) throw error;
    const smaller = SMALLER_PAGES.find((size) => size < limit);
    if (smaller === undefined) throw offset > 0 ? tooLong(client, offset, null, paging.beyond) : error;
    return readOffsetPage(client, resource, paging, filters, { ...place, limit: smaller });
  }
  const records = recordsOf(client, resource, body);
  const { shown, most, isSure, ...counted } = countsIn(body, limit, records.length);
  // A page with the first record of the one before it, or one that begins as another did, was given before.
  const [first = ""] = records.map(identityOf);
  const used = textIn(place, "used");
  if (records.some((record) => identityOf(record) === place.first) || hasDigest(used, digest(first)))
    throw endless(client, resource);
  const back = numberIn(place, "back") ?? 0;
  const gone = offset > 0 && back < MOST_STEPS_BACK ? goneSince(place, counted) : 0;
  const told = { total: shown, most };
  const empty = (numberIn(place, "empty") ?? 0) + 1;
  if (records.length === 0 && gone === 0) {
    // Where the numbers differ, nobody knows what they are of: then an empty page is the end, when it stays so.
    const isOver = empty === MOST_EMPTY_PAGES && shown === null;
    if (most === null || offset >= most || isOver) return { records, next: null, ...told };
    if (empty === MOST_EMPTY_PAGES) throw hollow(client, resource);
    return { records, next: { ...place, offset, limit, empty }, ...told };
  }
  const next = gone > 0 ? Math.max(0, offset - gone) : offset + records.length;
  const isEnd = gone === 0 && most !== null && next >= most;
  if (isEnd && isSure) return { records, next: null, ...told };
  if (next > paging.maxOffset) {
    if (isEnd) return { records, next: null, ...told };
    throw tooLong(client, paging.maxOffset + paging.limit, shown, paging.beyond);
  }
  const steps =
    gone > 0 ? { back: back + 1 } : { back, first, used: withDigest(used, digest(first), MAX_DIGESTS) };
  return { records, next: { offset: next, limit, ...steps, ...counted }, ...told };
}

/**
 * How many records went away since the last page: they moved the rest up, so that as many of the unread ones may now
 * stand before this page. Of what does not match some may be among them, which does no harm.
 */
function goneSince(place: PageCursor, now: { readonly total?: number; readonly count?: number }): number {
  const lost = (name: "total" | "count") =>
    (numberIn(place, name) ?? 0) - (now[name] ?? Number.POSITIVE_INFINITY);
  return Math.max(0, lost("total"), lost("count"));
}

/** What an API says of a page that is larger, or further on, than its plan allows. */
export function isPagingFault(error: unknown): boolean {
  return error instanceof ApiError && error.code === PAGING_FAULT;
}

const PAGING_FAULT = "pagination_error";

/**
 * What an answer's `meta` says of how many records there are. The texts differ on leads: `count` is those of the page and
 * `total` those that match, or `count` those that match and `total` all of the team's (docs/apis.md). Beside a count, the
 * total does not end a listing.
 * @param limit how many the page may hold, and `page` how many it does.
 * @returns `shown`: how many match, where all readings agree; `most`: no more than so many match, under any of them; `isSure`:
 *   there is one number only.
 */
function countsIn(body: Json, limit: number, page: number) {
  const total = fieldAt(body, "meta", "total") ?? fieldAt(body, "meta", "results");
  const count = fieldAt(body, "meta", "count");
  if (typeof total !== "number") return { shown: null, most: null, isSure: false };
  const isSure = typeof count !== "number";
  if (isSure || count === total) return { shown: total, most: total, isSure, total };
  // More than a page can hold are not those of the page.
  const isOfAll = count > limit || (page === 0 && count > 0);
  return { shown: null, most: isOfAll ? count : total, isSure, total, ...(isOfAll ? { count } : {}) };
}

/** Longer ones tell no more. */
const IDENTITY_CHARS = 100;

function identityOf({ id, ...rest }: JsonObject): string {
  return JSON.stringify(id ?? rest).slice(0, IDENTITY_CHARS);
}

function tooLong({ api }: Client, most: number, total: number | null, beyond?: string): ApiError {
  const many = total === null ? "more" : total.toLocaleString("en-US");
  const todo = beyond ?? "Use a filter to make the list shorter.";
  const sentence = `${api.name} has ${many} records here and lists no more than ${most.toLocaleString("en-US")}. ${todo}`;
  return new ApiError(api.name, "bad-request", sentence, { code: PAGING_FAULT });
}

/** The records of an answer. @throws ApiError when it is not of the documented shape */
export function recordsOf(client: Client, resource: Resource, body: Json): JsonObject[] {
  try {
    return resource.records(body);
  } catch (error) {
    if (error instanceof UnexpectedShape) throw malformed(client, resource);
    throw error;
  }
}

function malformed(client: Client, resource: Resource): ApiError {
  const sentence = `${client.api.name} answered with something else than a list of ${resource.title}. Try again later.`;
  return new ApiError(client.api.name, "malformed", sentence);
}

/** Keeps the place small: of a long line of digests every other one is enough to notice a loop sooner or later. */
function withDigest(used: string, added: string, most: number): string {
  const digests = digestsOf(used);
  const kept = digests.length < most ? digests : digests.filter((_, index) => index % 2 === 0);
  return kept.join("") + added;
}

function hasDigest(used: string, wanted: string): boolean {
  return digestsOf(used).includes(wanted);
}

function digestsOf(used: string): string[] {
  return used.match(new RegExp(`.{${DIGEST_CHARS}}`, "g")) ?? [];
}

function textIn(place: PageCursor, name: string): string {
  const value = place[name];
  return typeof value === "string" ? value : "";
}

function numberIn(place: PageCursor, name: string): number | null {
  const value = place[name];
  return typeof value === "number" ? value : null;
}
