import type { Client } from "./client.ts";
import type { ApiError } from "./errors.ts";
import { cursorPage, cursorRequest, FIRST_PLACE, type Page, type Place, readPage } from "./listing.ts";
import type { JsonObject } from "./ports.ts";
import type { Query } from "./query.ts";
import type { Resource } from "./resource.ts";

/**
 * A cursor is serial, but `created_after` and `created_before` cut a listing that is sorted by creation into windows
 * of time, and these can be read side by side (api/README, 'Parallel reading'). The text does not say which end of a
 * window is inclusive, so neighbours overlap by a second; the table drops what comes twice.
 */

/** A window is to hold so many pages: each costs one request more, for the empty page at its end. */
const PAGES_PER_WINDOW = 2;
const FIRST_AT_ONCE = 10;
/** As many as one batch of the transport takes. */
const MOST_AT_ONCE = 20;
/** Cursors that each of 20 chains remembers: 400 would make the place too long to be stored. */
const CHAIN_DIGESTS = 12;
/** Unless its reader says how many records are enough for one write: what is read is not held back for longer. */
const BATCH_RECORDS = 10_000;

/** A window on its way: seconds since 1970, both within the listing; `page` is the place in its own listing. */
interface Chain {
  readonly from: number | null;
  readonly to: number;
  readonly page: Place;
}

interface Windows {
  /** Everything newer than this second is read, or in a chain. */
  readonly frontier: number;
  /** Seconds per window. */
  readonly width: number;
  readonly atOnce: number;
  readonly chains: readonly Chain[];
  /** The oldest end of the listing was reached. */
  readonly tailDone: boolean;
  /** The cursor to go on with one page after another, should the API turn out to ignore the filters. */
  readonly serial: Place;
}

/**
 * Reads a listing on from a place: some thousand records where they can be read side by side, else a page.
 * @throws ApiError when nothing at all could be read; the place is then still good.
 */
export function readBatch(
  client: Client,
  resource: Resource,
  filters: Query,
  place: Place,
  enough: number = BATCH_RECORDS,
): Page {
  const { read, ...listing } = resource;
  if (read)
    return read((other, query, at) => readBatch(client, other, query, at, enough), listing, filters, place);
  if (!resource.createdSeconds) return readPage(client, resource, filters, place);
  const records: JsonObject[] = [];
  let next: Place | null = place;
  try {
    while (next !== null && records.length < enough) {
      const page: Page = readOn(client, resource, filters, next);
      for (const record of page.records) records.push(record);
      next = page.next;
    }
  } catch (error) {
    // The end of a window is progress too, though it brings no record.
    if (next === place) throw error;
  }
  return { records, next, total: null };
}

function readOn(client: Client, resource: Resource, filters: Query, place: Place): Page {
  if (place.windows !== undefined)
    return readWindows(client, resource, filters, place.windows as JsonObject & Windows);
  const page = readPage(client, resource, filters, (place.serial as Place | undefined) ?? FIRST_PLACE);
  if (page.next === null) return page;
  if (place.isSerial === true) return { ...page, next: { serial: page.next, isSerial: true } };
  const times = timesOf(resource, page.records);
  if (times === null || times.newest === times.oldest) return { ...page, next: { serial: page.next } };
  const windows: Windows = {
    frontier: times.oldest,
    width: PAGES_PER_WINDOW * (times.newest - times.oldest),
    atOnce: FIRST_AT_ONCE,
    chains: [],
    tailDone: false,
    serial: page.next,
  };
  return { ...page, next: asPlace(windows) };
}

/** One round: the chains go on, and new windows and a look at what lies beyond them take the free places. */
function readWindows(client: Client, resource: Resource, filters: Query, windows: Windows): Page {
  const asked: Chain[] = [...windows.chains];
  const free = windows.tailDone ? 0 : windows.atOnce - asked.length;
  let frontier = windows.frontier;
  let tail: Chain | null = null;
  if (free >= 2) {
    for (let i = 0; i < free - 1; i++) {
      asked.push({ from: frontier - windows.width, to: frontier, page: {} });
      frontier -= windows.width + 1;
    }
    tail = { from: null, to: frontier, page: {} };
    asked.push(tail);
  }
  const outcomes = client.getAll(
    asked.map((chain) => cursorRequest(resource, bounded(filters, chain), chain.page)),
  );
  const records: JsonObject[] = [];
  const chains: Chain[] = [];
  const restOf = new Map<Chain, Chain>();
  let failure: ApiError | null = null;
  let isIgnored = false;
  let wasSlowed = false;
  let { tailDone, width } = windows;
  asked.forEach((chain, i) => {
    const outcome = outcomes[i];
    if (!outcome?.ok) {
      failure = failure ?? outcome?.error ?? null;
      // A tail that was not answered is asked anew, below the windows of this round.
      if (chain !== tail) chains.push(chain);
      return;
    }
    wasSlowed = wasSlowed || outcome.wasSlowed;
    const page = cursorPage(client, resource, outcome.body, chain.page, CHAIN_DIGESTS);
    for (const record of page.records) records.push(record);
    const times = timesOf(resource, page.records);
    if (times !== null && (times.newest > chain.to + 1 || times.oldest < (chain.from ?? times.oldest) - 1))
      isIgnored = true;
    if (page.next === null) tailDone = tailDone || chain === tail;
    else if (chain === tail && times !== null) {
      frontier = times.oldest;
      width = Math.max(1, PAGES_PER_WINDOW * (times.newest - times.oldest));
    } else {
      tailDone = tailDone || chain === tail;
      const going = { ...chain, page: page.next };
      chains.push(going);
      // What is left of a window, when it looks like more than a page.
      const { newest, oldest } = times ?? { newest: 0, oldest: 0 };
      if (chain.from !== null && oldest - chain.from > newest - oldest && oldest < newest)
        restOf.set(going, { from: chain.from, to: oldest, page: {} });
    }
  });
  if (failure && !outcomes.some(({ ok }) => ok)) throw failure;
  // An API that does not know the filters gives the whole listing in every window: right, but many times over.
  if (isIgnored) return { records, next: { serial: windows.serial, isSerial: true }, total: null };
  const atOnce =
    failure || wasSlowed ? Math.max(2, windows.atOnce >> 1) : Math.min(MOST_AT_ONCE, windows.atOnce * 2);
  // No new window takes the free places any more: what is left of the others is read from both ends.
  for (const [chain, { from, to, page }] of restOf) {
    if (!tailDone || from === null || chains.length >= atOnce) break;
    const middle = Math.floor((from + to) / 2);
    chains.splice(chains.indexOf(chain), 1, { from: middle, to, page }, { from, to: middle, page });
  }
  const isEnd = tailDone && chains.length === 0;
  return {
    records,
    next: isEnd ? null : asPlace({ ...windows, frontier, width, atOnce, chains, tailDone }),
    total: null,
  };
}

/** The filters of a window, within those that the person chose. */
function bounded(filters: Query, { from, to }: Chain): Query {
  const chosenAfter = Number(filters.created_after ?? Number.NEGATIVE_INFINITY);
  const chosenBefore = Number(filters.created_before ?? Number.POSITIVE_INFINITY);
  const after = Math.max(chosenAfter, (from ?? Number.NEGATIVE_INFINITY) - 1);
  return {
    ...filters,
    ...(after === Number.NEGATIVE_INFINITY ? {} : { created_after: after }),
    created_before: Math.min(chosenBefore, to + 1),
  };
}

/** When the newest and the oldest of some records were created; null when not all of them tell. */
function timesOf(
  resource: Resource,
  records: readonly JsonObject[],
): { newest: number; oldest: number } | null {
  let newest = Number.NEGATIVE_INFINITY;
  let oldest = Number.POSITIVE_INFINITY;
  for (const record of records) {
    const seconds = resource.createdSeconds?.(record);
    if (typeof seconds !== "number") return null;
    newest = Math.max(newest, seconds);
    oldest = Math.min(oldest, seconds);
  }
  return records.length > 0 ? { newest, oldest } : null;
}

function asPlace(windows: Windows): Place {
  return { windows: { ...windows, chains: windows.chains.map((chain) => ({ ...chain })) } };
}
