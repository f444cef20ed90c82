import type { Client } from "./client.ts";
import { digest } from "./digest.ts";
import { ApiError } from "./errors.ts";
import { fieldAt, UnexpectedShape } from "./json.ts";
import type { Json, JsonObject } from "./ports.ts";
import type { Query } from "./query.ts";
import type { ReadOn, Resource } from "./resource.ts";

/**
 * Where a listing goes on: plain JSON that may be stored between executions, below 6 KB. What is in it is this file's
 * business.
 */
export type Place = JsonObject;

export interface Page {
  readonly records: JsonObject[];
  /** Null at the end of the listing. */
  readonly next: Place | null;
  /** Records in all, when the API tells. */
  readonly total: number | null;
}

/** A value of `next` that other clients of Huntr met after the last page of activities (api/README). */
const ENDS: readonly Json[] = ["", "inf"];

/** Hunter's smallest plan answers larger pages with 400 pagination_error (api/README). */
const SMALL_PAGE = 10;

/** At 12 characters each that is 4.8 KB of a place. */
const MAX_DIGESTS = 400;
const DIGEST_CHARS = 12;

/** Where a listing begins. */
export const FIRST_PLACE: Place = {};

/** Reads a short listing to its end. @throws ApiError */
export function readWhole(client: Client, resource: Resource): JsonObject[] {
  return readToEnd((listing, filters, place) => readPage(client, listing, filters, place), resource, {});
}

/** All that there is from a listing's start on. */
export function readToEnd(readOn: ReadOn, listing: Resource, filters: Query): JsonObject[] {
  const records: JsonObject[] = [];
  for (let place: Place | null = FIRST_PLACE; place !== null; ) {
    const page: Page = readOn(listing, filters, place);
    for (const record of page.records) records.push(record);
    place = page.next;
  }
  return records;
}

/**
 * Reads one page of a listing.
 * A short page is no end: the server may give fewer than asked for. The end is an empty page, or no `next`.
 * @throws ApiError, of kind `loop` when the listing comes round to a cursor that it gave before.
 */
export function readPage(client: Client, resource: Resource, filters: Query, place: Place): Page {
  const { read, ...listing } = resource;
  if (read) return read((other, query, at) => readPage(client, other, query, at), listing, filters, place);
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

function readCursorPage(client: Client, resource: Resource, filters: Query, place: Place): Page {
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
  place: Place,
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
  place: Place,
  mostDigests: number = MAX_DIGESTS,
): Page {
  const cursor = textIn(place, "next");
  const records = recordsOf(client, resource, body);
  const next = fieldAt(body, "next");
  if (records.length === 0 || next === undefined || next === null || ENDS.includes(next)) {
    return { records, next: null, total: null };
  }
  if (typeof next !== "string" && typeof next !== "number") throw malformed(client, resource);
  const used =
    cursor === "" ? textIn(place, "used") : withDigest(textIn(place, "used"), digest(cursor), mostDigests);
  if (hasDigest(used, digest(String(next)))) {
    const sentence =
      `${client.api.name} gave the same page of ${resource.title} twice, so the list has no end. ` +
      `Try again later; if it stays so, tell ${client.api.name}'s support.`;
    throw new ApiError(client.api.name, "loop", sentence);
  }
  return { records, next: { next: String(next), used }, total: null };
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
  place: Place,
): Page {
  const offset = numberIn(place, "offset") ?? 0;
  const limit = numberIn(place, "limit") ?? paging.limit;
  let body: Json;
  try {
    ({ body } = client.get(resource.path, { ...filters, limit, offset }));
  } catch (error) {
    const tooLarge = error instanceof ApiError && error.code === "pagination_error" && limit > SMALL_PAGE;
    if (!tooLarge) throw error;
    return readOffsetPage(client, resource, paging, filters, { ...place, limit: SMALL_PAGE });
  }
  const records = recordsOf(client, resource, body);
  const total = fieldAt(body, "meta", "total") ?? fieldAt(body, "meta", "results");
  const known = typeof total === "number" ? total : null;
  if (known !== null && known > paging.maxOffset + limit) throw tooLong(client, paging, known);
  // Records that went away since the last page moved the rest up: as many of the unread ones now stand before this page.
  const before = numberIn(place, "total") ?? 0;
  const gone = offset > 0 && known !== null ? Math.max(0, before - known) : 0;
  const next = gone > 0 ? Math.max(0, offset - gone) : offset + records.length;
  const isEnd = gone === 0 && (records.length === 0 || (known !== null && next >= known));
  if (isEnd) return { records, next: null, total: known };
  if (next > paging.maxOffset) throw tooLong(client, paging, known);
  const remembered = known === null ? {} : { total: known };
  return { records, next: { offset: next, limit, ...remembered }, total: known };
}

function tooLong(client: Client, paging: OffsetPaging, total: number | null): ApiError {
  const many = total === null ? "more" : total.toLocaleString("en-US");
  const most = (paging.maxOffset + paging.limit).toLocaleString("en-US");
  const todo = paging.beyond ?? "Use a filter to make the list shorter.";
  const sentence = `${client.api.name} has ${many} records here and lists no more than ${most}. ${todo}`;
  return new ApiError(client.api.name, "bad-request", sentence);
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

function textIn(place: Place, name: string): string {
  const value = place[name];
  return typeof value === "string" ? value : "";
}

function numberIn(place: Place, name: string): number | null {
  const value = place[name];
  return typeof value === "number" ? value : null;
}
