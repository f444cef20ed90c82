import type { Client } from "../../core/client.ts";
import { ApiError, type ErrorKind } from "../../core/errors.ts";
import { parseFilters } from "../../core/filters.ts";
import { cursorPage, cursorRequest, readPage } from "../../core/listing.ts";
import { FIRST_CURSOR, type Page, type PageCursor } from "../../core/page.ts";
import type { JsonObject } from "../../core/ports.ts";
import type { Query, QueryValue } from "../../core/query.ts";
import type { Changes, Column, RecordRequest, Resource } from "../../core/resource.ts";
import type { Sheet } from "../../core/spreadsheet.ts";
import { loadTableState, saveTableState, type TableState } from "../../tables/state.ts";
import { type KeyedRecord, Table } from "../../tables/table.ts";
import { type Counted, many } from "../counted.ts";
import type { Lease } from "../lease.ts";
import { isDoubtful } from "../pass/doubt.ts";
import { keyed } from "../pass/keyed.ts";
import { lostIn, lostText } from "../pass/lost.ts";
import { shapeOf } from "../pass/shape.ts";
import { Unshown } from "../pass/unshown.ts";
import { followedFrom, PAGE_MS } from "../pass/whole.ts";
import type { RunOf, SliceEnd } from "../run.ts";
import { entryOf } from "../work.ts";

/** What more requests would bring is not on the sheet within a slice. */
const MOST_REQUESTS = 300;
/** What failed so often may fail again; the whole listing saves its place on the way. */
const MOST_TRIES = 2;
/** About what a page holds, to tell beforehand how many requests it takes to read the records that are new. */
const PAGE_RECORDS = 499;

/** What a refresh by changes works with. */
interface Following {
  readonly run: RunOf<"refresh">;
  readonly work: Counted;
  readonly lease: Lease<"refresh">;
  readonly sheet: Sheet;
  readonly state: TableState;
  readonly entry: Resource;
  readonly follows: NonNullable<Resource["follows"]>;
  readonly followed: NonNullable<TableState["followed"]>;
  readonly client: Client;
  readonly filters: Query;
  readonly columns: readonly Column[];
  readonly startedMs: number;
  /** More than these, and the whole listing is cheaper. */
  readonly mostRequests: number;
}

/** Reads something; null when only the whole listing can tell, or it takes fewer requests. */
type OrWhole<T> = T | null;

/**
 * Reads the actions since the last time, then what they tell of, and writes it. In one go: what a stop interrupts is
 * done again, and changes nothing that is there.
 */
export function followActions(
  run: RunOf<"refresh">,
  work: Counted,
  lease: Lease<"refresh">,
  sheet: Sheet,
  state: TableState,
  deadlineMs: number,
): OrWhole<SliceEnd<"refresh">> {
  const startedMs = work.ports.clock.nowMs();
  const entry = entryOf(work.entries, state.table);
  const { follows } = entry;
  const { followed } = state;
  const { tries } = run.state;
  if (!follows || !followed || run.spec.full || tries > MOST_TRIES) return null;
  // Actions do not tell everything: a member's new name, a stage that was renamed.
  if (startedMs - followed.wholeMs >= follows.wholeEveryMs) return null;
  if (followed.wholeRequests < leastRequests(entry, state) || state.filling) return null;
  // What stands there shows the times of another zone.
  if (state.zone !== work.book.timeZone()) return null;
  // Somebody emptied it: what did not change since then would stay away.
  if (sheet.usedRows() < 2) return null;
  const client = work.client(entry.api, Math.min(deadlineMs, startedMs + PAGE_MS));
  const { columns, own } = shapeOf({ table: state.table }, run.sheet, work, client);
  // Fields that are new, gone or renamed.
  if (JSON.stringify(own) !== JSON.stringify(state.own ?? {})) return null;
  // A column that is new in the sheet, or says something else each day, is to be filled in every row.
  if (columns.some((column) => column.changesWithTime || state.written.indexOf(column.name) < 0)) return null;
  const following: Following = {
    ...{ run, work, lease, sheet, state, entry, follows, followed, columns, startedMs, client },
    filters: parseFilters(entry, state.filters, work.book),
    mostRequests: Math.min(followed.wholeRequests, MOST_REQUESTS),
  };
  const actions = isTold(following) ? actionsSince(following) : null;
  const told = actions && changesIn(following, actions);
  const read = told && readChanged(following, told);
  const known: Following = { ...following, state: { ...state, isTold: true } };
  return actions && read && writeChanged(known, read, actions);
}

/** What it takes to see that nothing changed. */
function leastRequests({ follows, ownColumns }: Resource, { isTold }: TableState): number {
  return 1 + (ownColumns ? 1 : 0) + (follows?.toldBy !== undefined && !isTold ? 1 : 0);
}

/** Whether the account's actions tell of these records at all: else nothing would ever seem to have changed. */
function isTold({ client, follows: { actions, toldBy }, state }: Following): boolean {
  if (toldBy === undefined || state.isTold) return true;
  const listing: Resource = { ...actions, paging: { style: "cursor", limit: 1 } };
  try {
    const { records } = readPage(client, listing, { action_type: toldBy }, FIRST_CURSOR);
    return records.some(({ actionType }) => actionType === toldBy);
  } catch (error) {
    if (error instanceof ApiError && REFUSED.indexOf(error.kind) >= 0) return false;
    throw error;
  }
}

function actionsSince({
  client,
  follows,
  followed,
  work,
  mostRequests,
}: Following): OrWhole<readonly JsonObject[]> {
  const actions: JsonObject[] = [];
  const since = { created_after: followed.sinceSeconds };
  for (let place: PageCursor | null = FIRST_CURSOR; place !== null; ) {
    if (work.requests() >= mostRequests) return null;
    const page: Page = readPage(client, follows.actions, since, place);
    for (const action of page.records) actions.push(action);
    place = page.next;
  }
  return actions;
}

function changesIn(
  { client, follows, followed, columns, filters }: Following,
  actions: readonly JsonObject[],
): OrWhole<Changes> {
  const isNew = ({ id }: JsonObject) => followed.handled.indexOf(String(id)) < 0;
  const shown = { columns: columns.map(({ name }) => name), filters };
  const changes = follows.tell(actions, { ...shown, isNew });
  if (!changes?.older?.length) return changes;
  const older = readRequested(client, follows.actions, {}, changes.older);
  if (!older) return null;
  const isOlder = new Set(older);
  return follows.tell([...actions, ...older], {
    ...shown,
    isNew: (action) => isOlder.has(action) || isNew(action),
  });
}

/** What a table lacks. */
interface Read {
  readonly found: ReadonlyMap<string, KeyedRecord>;
  readonly gone: ReadonlySet<string>;
  readonly unshown: Unshown;
}

function readChanged(following: Following, told: Changes): OrWhole<Read> {
  const { client, entry, filters, followed, work, mostRequests } = following;
  // A record that is asked for by its id comes whatever the filters: it belongs here if it did before.
  const before = Object.keys(filters).length > 0 ? openTable(following) : null;
  const found = new Map<string, KeyedRecord>();
  const unshown = new Unshown();
  const open = () =>
    [...told.touched].filter(
      ([id, { path }]) =>
        !found.has(id) && !told.gone.has(id) && (path === undefined || !before || before.has(id)),
    );
  const pages = Math.ceil(told.created.size / PAGE_RECORDS);
  const known = open().filter(([id]) => !told.created.has(id));
  if (work.requests() + pages + told.lists.length + known.length > mostRequests) return null;
  const read = (lookups: readonly RecordRequest[]) => {
    const records = worked(following, readRequested(client, entry, filters, lookups));
    for (const one of keyed(records ?? [], entry, unshown)) found.set(one.key, one);
    return records !== null;
  };
  const since = { query: { created_after: followed.sinceSeconds } };
  const lists = told.created.size > 0 ? [...told.lists, since] : told.lists;
  // Side by side with the lists, unless these may bring some of them.
  const beside = told.lists.length > 0 ? [] : known;
  if (!read([...lists, ...beside.map(([, lookup]) => lookup)])) return null;
  const later = open().filter((one) => beside.every(([id]) => id !== one[0]));
  if (!read(later.map(([, lookup]) => lookup))) return null;
  const single = [...beside, ...later].map(([id]) => id);
  return { found, gone: new Set([...told.gone, ...single].filter((id) => !found.has(id))), unshown };
}

/** Records as the table has them, where they are made of more than was read. */
function worked(
  { client, entry: { singly }, work, mostRequests, startedMs }: Following,
  records: OrWhole<JsonObject[]>,
): OrWhole<JsonObject[]> {
  if (!records || !singly || records.length === 0) return records;
  if (work.requests() + records.length * singly.requestsEach > mostRequests) return null;
  return singly.made(records, (listing, requests) => readRequested(client, listing, {}, requests), startedMs);
}

function openTable({ work, sheet, entry, columns, state }: Following): Table {
  const { written, exact = written } = state;
  return Table.open(work.book, sheet, entry.key, columns, written, { exact, base: entry.base });
}

function writeChanged(
  following: Following,
  { found, gone, unshown }: Read,
  actions: readonly JsonObject[],
): OrWhole<SliceEnd<"refresh">> {
  const { run, work, lease, sheet, state, followed, startedMs } = following;
  const { ports, book } = work;
  if (!lease.isSafe() && !lease.save({})) return { end: "again" };
  const passed = state.pass?.number ?? 0;
  let counts = { added: 0, changed: 0, removed: 0 };
  let { pass, exact } = state;
  let lost: readonly string[] = [];
  if (found.size + gone.size > 0) {
    // Another run brought the table up to date since, or is at it.
    if ((loadTableState(ports.fileStore, sheet.id)?.pass?.number ?? 0) !== passed) return { end: "again" };
    const table = openTable(following);
    const isGone = (key: string) => gone.has(key);
    const { gone: rows, of } = table.countGone(isGone, state.removed);
    if (isDoubtful(rows, of)) return null;
    const sure = new Set(table.sureColumns);
    // What came back is to be filled in every row.
    if (state.exact?.some((name) => sure.has(name))) return null;
    lost = lostIn(table, state);
    exact = state.written.filter((name) => !sure.has(name));
    pass = { number: passed + 1, run: null };
    saveTableState(ports.fileStore, sheet.id, { ...state, pass: { ...pass, run: run.id } });
    let removed = 0;
    const rest = table.remove(isGone, state.removed, new Date(startedMs), (part) => {
      removed += part;
      return lease.save({}) !== null;
    });
    if (rest === null) return { end: "again" };
    counts = { ...table.update([...found.values()]), removed: removed + rest };
    book.flush();
  }
  const sinceSeconds = followedFrom(startedMs);
  const handled = actions
    .filter(({ createdAt }) => Number(createdAt) >= sinceSeconds)
    .map(({ id }) => String(id));
  saveTableState(ports.fileStore, sheet.id, {
    ...state,
    ...(pass ? { pass } : {}),
    ...(exact ? { exact } : {}),
    name: sheet.name(),
    lastSuccessMs: ports.clock.nowMs(),
    followed: { ...followed, sinceSeconds, handled },
  });
  return {
    end: "done",
    change: {
      done: found.size,
      total: found.size,
      counts,
      note: [readText(following, found.size), lostText(lost), unshown.sentence]
        .filter((part) => part !== null)
        .join(" "),
      sheet: { id: sheet.id, name: sheet.name() },
    },
  };
}

function readText({ client, work }: Following, rows: number): string {
  return `From ${client.api.name}'s actions: ${many(work.requests(), "request")}, ${many(rows, "row")} read.`;
}

/** Of one record or list: whoever may read the whole listing may do without. */
const REFUSED: readonly ErrorKind[] = ["bad-request", "forbidden", "conflict", "claimed"];

/** Reads what is looked up, side by side. What is not there any more is left out. */
function readRequested(
  client: Client,
  entry: Resource,
  filters: Query,
  lookups: readonly RecordRequest[],
): OrWhole<JsonObject[]> {
  const records: JsonObject[] = [];
  const distinct = new Map(lookups.map((lookup) => [JSON.stringify(lookup), lookup]));
  let open = [...distinct.values()].flatMap(({ path, query }) => {
    const place = FIRST_CURSOR;
    if (path !== undefined)
      return [{ listing: { ...entry, path, paging: { style: "either" } } as Resource, query, place }];
    const narrow = narrowed(filters, query);
    return narrow ? [{ listing: entry, query: narrow, place }] : [];
  });
  while (open.length > 0) {
    const outcomes = client.getAll(
      open.map(({ listing, query, place }) => cursorRequest(listing, query, place)),
    );
    const next: typeof open = [];
    for (const [i, outcome] of outcomes.entries()) {
      const one = open[i];
      if (!one) continue;
      if (!outcome.ok) {
        const { kind } = outcome.error;
        if (kind === "not-found" || kind === "gone") continue;
        if (REFUSED.indexOf(kind) >= 0) return null;
        throw outcome.error;
      }
      const page = cursorPage(client, one.listing, outcome.body, one.place);
      for (const record of page.records) records.push(record);
      if (page.next) next.push({ ...one, place: page.next });
    }
    open = next;
  }
  return records;
}

/** Both queries at once; null when no record can be in both. */
function narrowed(filters: Query, query: Query): Query | null {
  const both: Record<string, QueryValue> = { ...filters };
  for (const name of Object.keys(query)) {
    const a = filters[name];
    const b = query[name] as QueryValue;
    if (a === undefined || a === b) both[name] = b;
    else if (name === "created_after") both[name] = Math.max(Number(a), Number(b));
    else if (name === "created_before") both[name] = Math.min(Number(a), Number(b));
    else return null;
  }
  return both;
}
