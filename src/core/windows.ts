import type { Client } from "./client.ts";
import { ApiError, type ErrorKind } from "./errors.ts";
import { cursorPage, cursorRequest, readPage } from "./listing.ts";
import type { Memory } from "./memory.ts";
import { FIRST_CURSOR, type Page, type PageCursor } from "./page.ts";
import type { JsonObject } from "./ports.ts";
import type { Query } from "./query.ts";
import type { Answer, Outcome } from "./request.ts";
import type { ReadOn, Resource } from "./resource.ts";

/**
 * A cursor is serial, but `created_after` and `created_before` cut a listing into windows of time, and these can be
 * read side by side (docs/apis.md, 'Parallel reading').
 *
 * Nothing is lost by it, whatever the times are like: together the windows hold all instants there are, each is read
 * by its own cursor to its own end, and one on its way is cut by raising its `created_after`, which leaves what it
 * had to give above. Where to cut is a guess from the times in the pages; a bad guess costs requests, never records.
 * The text does not say which end of a window is inclusive, so neighbours overlap by a second; the table drops what
 * comes twice. Only what has no time at all is in no window: where pages do not descend by creation, or leave the
 * window that was asked for, the API is another than the text's, and the listing is read one page after another.
 */

/** Windows that the first page is followed by: a short listing is read in two rounds, and few windows are empty. */
const FIRST_AT_ONCE = 4;
/** With answers in 0.4 s these use up what the API allows (huntr/api.ts); more would only mean more half pages. */
const MOST_AT_ONCE = 8;
/** After a round that was not slowed down. */
const MORE_AT_ONCE = 2;
/** A window at the oldest end is so much wider than all before it together, for nobody knows where a listing ends. */
const TAIL_GROWTH = 1.5;
/** A window is as wide as so many pages less this much: one that is not quite full costs no second request. */
const SPARE_PAGES = 0.1;
/**
 * A window is cut when so many pages seem to be left of it: each cut costs half a page on average, and each page that is
 * left when all other windows have ended a round of its own.
 */
const WORTH_CUTTING_PAGES = 4;
/** Cursors that each chain remembers: 400 would make the place too long to be stored. */
const CHAIN_DIGESTS = 12;
/** Unless its reader says how many records are enough for one write: what is read is not held back for longer. */
const BATCH_RECORDS = 10_000;

/** What an API answers that does not take a cursor and windows together: the windows' fault, not the listing's. */
const WINDOWS_FAIL: readonly ErrorKind[] = ["bad-request", "not-found", "malformed", "loop"];

/** A window on its way: unix seconds, null where it is open. `page` is the place in its own listing. */
interface Chain {
  readonly from: number | null;
  readonly to: number | null;
  readonly page: PageCursor;
  /** The second at which it stands, and how many seconds a page spans there: guesses. */
  readonly at: number;
  readonly pace: number;
}

interface Windows {
  /** From the newest to the oldest, without a gap. */
  readonly chains: readonly Chain[];
  readonly atOnce: number;
  /** Pages that all windows but the open one at the oldest end seem to hold. */
  readonly covered: number;
  /** The cursor to go on with one page after another, should the API turn out to be another than the text's. */
  readonly serial: PageCursor;
}

/**
 * Reads a listing on from a place: some thousand records where they can be read side by side, else a page.
 * @param enough records after which no further round is begun; a round is up to eight pages.
 * @param memory as `readPage` takes it.
 * @throws ApiError when nothing at all could be read; the place is then still good.
 */
export function readBatch(
  client: Client,
  resource: Resource,
  filters: Query,
  place: PageCursor,
  enough: number = BATCH_RECORDS,
  memory?: Memory,
): Page {
  const { read, ...listing } = resource;
  if (read) {
    const on: ReadOn = (other, query, at) => readBatch(client, other, query, at, enough);
    return read(on, listing, filters, place, { nowMs: client.nowMs(), memory });
  }
  if (!resource.createdSeconds) return readPage(client, resource, filters, place);
  const records: JsonObject[] = [];
  let next: PageCursor | null = place;
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

function readOn(client: Client, resource: Resource, filters: Query, place: PageCursor): Page {
  if (place.windows !== undefined)
    return readWindows(client, resource, filters, place.windows as JsonObject & Windows);
  const page = readPage(client, resource, filters, (place.serial as PageCursor | undefined) ?? FIRST_CURSOR);
  if (page.next === null) return page;
  const stand = standOf(resource, page.records);
  if (place.isSerial === true || stand === "odd")
    return { ...page, next: { serial: page.next, isSerial: true } };
  // Of one second or without records there is too little to guess from; and a short first page may well be the last.
  const isShort = place.serial === undefined && page.records.length < limitOf(resource);
  if (stand === null || stand.pace === 0 || isShort) return { ...page, next: { serial: page.next } };
  const chain: Chain = { from: null, to: null, page: page.next, at: stand.at, pace: stand.pace };
  const windows = { chains: [chain], atOnce: FIRST_AT_ONCE, covered: 0, serial: page.next };
  return { ...page, next: asPlace(windows) };
}

function limitOf({ paging }: Resource): number {
  return "limit" in paging ? paging.limit : 0;
}

/** One round: each chain goes on by a page, and free places are taken by parts of those that have most left. */
function readWindows(client: Client, resource: Resource, filters: Query, before: Windows): Page {
  const windows = spread(before);
  const outcomes = client.getAll(
    windows.chains.map((chain) => cursorRequest(resource, bounded(filters, chain), chain.page)),
  );
  const failures = outcomes.flatMap((outcome) => (outcome.ok ? [] : [outcome.error]));
  const [failure] = failures;
  const serially: PageCursor = { serial: windows.serial, isSerial: true };
  if (failures.some(({ kind }) => WINDOWS_FAIL.indexOf(kind) >= 0))
    return { records: [], next: serially, total: null };
  if (failure && failures.length === outcomes.length) throw failure;
  const records: JsonObject[] = [];
  const chains: Chain[] = [];
  let { covered } = windows;
  let isOdd = false;
  windows.chains.forEach((chain, i) => {
    const outcome = outcomes[i] as Outcome;
    if (!outcome.ok) {
      chains.push(chain);
      return;
    }
    const page = pageOf(client, resource, outcome, chain);
    if (page === null) {
      isOdd = true;
      return;
    }
    for (const record of page.records) records.push(record);
    const stand = standOf(resource, page.records);
    isOdd = isOdd || stand === "odd" || (stand !== null && isOutside(stand, chain));
    if (page.next === null || stand === "odd") return;
    if (chain.from === null) covered += 1;
    // A page of one second tells nothing of those below it.
    const pace = Math.max(1, stand?.pace || chain.pace);
    chains.push({ ...chain, page: page.next, at: stand?.at ?? chain.at, pace });
  });
  if (isOdd) return { records, next: serially, total: null };
  const wasSlowed = failure || outcomes.some((outcome) => outcome.ok && outcome.wasSlowed);
  const atOnce = wasSlowed
    ? Math.max(2, windows.atOnce >> 1)
    : Math.min(MOST_AT_ONCE, windows.atOnce + MORE_AT_ONCE);
  const next = chains.length === 0 ? null : asPlace({ ...windows, chains, atOnce, covered });
  return { records, next, total: null };
}

/** Null for an answer that is no page of its chain. */
function pageOf(client: Client, resource: Resource, { body }: Answer, { page }: Chain): Page | null {
  try {
    return cursorPage(client, resource, body, page, CHAIN_DIGESTS);
  } catch (error) {
    if (error instanceof ApiError && WINDOWS_FAIL.indexOf(error.kind) >= 0) return null;
    throw error;
  }
}

/**
 * Cuts chains in two until as many as may be read at once are on their way. The open one comes first, and after the
 * first round once only: below the end of the listing each window is a request in vain.
 */
function spread({ chains, covered, ...windows }: Windows): Windows {
  const spreading = [...chains];
  let tailCuts = covered === 0 ? FIRST_AT_ONCE : 1;
  while (spreading.length < windows.atOnce) {
    const last = spreading[spreading.length - 1];
    if (last?.from === null && tailCuts > 0) {
      const pages = Math.max(1, Math.floor(covered * TAIL_GROWTH));
      if (!cut(spreading, spreading.length - 1, pages)) break;
      covered += pages;
      tailCuts -= 1;
      continue;
    }
    const left = spreading.map(pagesLeft);
    const most = Math.max(...left);
    if (most < WORTH_CUTTING_PAGES || !cut(spreading, left.indexOf(most), Math.round(most / 2))) break;
  }
  return { ...windows, chains: spreading, covered };
}

/** @returns false when there is no second at which the chain could be cut. */
function cut(chains: Chain[], index: number, pages: number): boolean {
  const chain = chains[index];
  if (!chain) return false;
  const second = Math.floor(chain.at - (pages - SPARE_PAGES) * chain.pace);
  if (second <= (chain.from ?? 0) || second >= chain.at) return false;
  const { from, pace } = chain;
  chains.splice(index, 1, { ...chain, from: second }, { from, to: second, page: {}, at: second, pace });
  return true;
}

/** Of the open chain nobody knows. */
function pagesLeft({ from, at, pace }: Chain): number {
  return from === null ? 0 : (at - from) / pace;
}

/** The filters of a window, within those that the person chose. */
function bounded(filters: Query, { from, to }: Chain): Query {
  const chosenAfter = Number(filters.created_after ?? Number.NEGATIVE_INFINITY);
  const chosenBefore = Number(filters.created_before ?? Number.POSITIVE_INFINITY);
  const after = Math.max(chosenAfter, from === null ? Number.NEGATIVE_INFINITY : from - 1);
  const before = Math.min(chosenBefore, to === null ? Number.POSITIVE_INFINITY : to + 1);
  return {
    ...filters,
    ...(after === Number.NEGATIVE_INFINITY ? {} : { created_after: after }),
    ...(before === Number.POSITIVE_INFINITY ? {} : { created_before: before }),
  };
}

/** What the times of a page tell, in Unix seconds. */
interface Stand {
  readonly newest: number;
  readonly oldest: number;
  /** Where it ends, were it not for a last time that is years off. */
  readonly at: number;
  /** Seconds that as many records span as the page has. */
  readonly pace: number;
}

/** Null for a page without records; `odd` for one whose records do not descend by creation, or do not tell it. */
function standOf(resource: Resource, records: readonly JsonObject[]): Stand | "odd" | null {
  const times: number[] = [];
  let before = Number.POSITIVE_INFINITY;
  for (const record of records) {
    const seconds = resource.createdSeconds?.(record);
    if (typeof seconds !== "number" || seconds > before) return "odd";
    before = seconds;
    times.push(seconds);
  }
  const newest = times[0];
  if (newest === undefined) return null;
  // A single time years off at an end says nothing about the others.
  const edge = Math.floor(times.length / 20);
  const [above = newest, below = newest] = [times[edge], times[times.length - 1 - edge]];
  const pace = ((above - below) * times.length) / (times.length - 2 * edge);
  return { newest, oldest: before, at: Math.max(before, Math.floor(below - pace / 10)), pace };
}

function isOutside({ newest, oldest }: Stand, { from, to }: Chain): boolean {
  return newest > (to ?? newest) + 1 || oldest < (from ?? oldest) - 1;
}

function asPlace({ chains, ...windows }: Windows): PageCursor {
  return { windows: { ...windows, chains: chains.map((chain) => ({ ...chain })) } };
}
