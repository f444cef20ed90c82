import { chosenColumns } from "../core/cells.ts";
import type { Client } from "../core/client.ts";
import { parseFilters } from "../core/filters.ts";
import { cursorPage, cursorRequest, FIRST_PLACE, type Page, type Place, readPage } from "../core/listing.ts";
import type { JsonObject } from "../core/ports.ts";
import type { Query, QueryValue } from "../core/query.ts";
import type { Lookup, Resource } from "../core/resource.ts";
import type { Sheet } from "../core/spreadsheet.ts";
import { saveTableState, type TableState } from "../tables/state.ts";
import { type KeyedRecord, Table } from "../tables/table.ts";
import { type Counted, many } from "./counted.ts";
import { followedFrom, keyed, PAGE_MS } from "./importing.ts";
import type { Lease } from "./lease.ts";
import { isUnfinished, type RefreshSpec, type Run, type SliceEnd } from "./run.ts";
import { entryOf } from "./work.ts";

/** Actions do not tell everything: a member's new name, a stage that was renamed. */
const WHOLE_EVERY_MS = 7 * 86_400_000;
/** What more requests would bring is not on the sheet within a slice. */
const MOST_REQUESTS = 300;
/** What failed so often may fail again; the whole listing saves its place on the way. */
const MOST_TRIES = 2;
/** Of 24 characters each: a property holds 9 KB. */
const MOST_HANDLED = 150;
/** About what a page holds, to tell beforehand how many requests it takes to read the records that are new. */
const PAGE_RECORDS = 499;

/**
 * Reads the actions since the last time, then what they tell of, and writes it. In one go: what a stop interrupts is
 * done again, and changes nothing that is there.
 * @returns null when the whole listing is to be read: nothing else can tell, or it takes fewer requests.
 */
export function followActions(
  run: Run<RefreshSpec>,
  work: Counted,
  lease: Lease,
  sheet: Sheet,
  state: TableState,
  deadlineMs: number,
): SliceEnd | null {
  const { ports, book, requests } = work;
  const entry = entryOf(work.entries, state.table);
  const { follows } = entry;
  const { followed } = state;
  const startedMs = ports.clock.nowMs();
  const tries = Number(run.state.tries ?? 0);
  if (!follows || !followed || run.spec.full || tries >= MOST_TRIES) return null;
  if (startedMs - followed.wholeMs >= WHOLE_EVERY_MS) return null;
  // Somebody emptied it: what did not change since then would stay away.
  if (sheet.usedRows() < 2) return null;
  const saved = lease.save({ state: { tries: tries + 1 } });
  if (!saved || !isUnfinished(saved)) return { end: "again" };

  const client = work.client(entry.api, Math.min(deadlineMs, startedMs + PAGE_MS));
  const filters = parseFilters(entry, state.filters);
  const columns = chosenColumns(entry, state.columns ?? undefined, []);
  // A column that is new in the sheet is to be filled in every row.
  if (columns.some(({ name }) => state.written.indexOf(name) < 0)) return null;
  const mostRequests = Math.min(followed.wholeRequests, MOST_REQUESTS);
  const actions: JsonObject[] = [];
  const since = { created_after: followed.sinceSeconds };
  for (let place: Place | null = FIRST_PLACE; place !== null; ) {
    if (requests() >= mostRequests) return null;
    const page: Page = readPage(client, follows.actions, since, place);
    for (const action of page.records) actions.push(action);
    place = page.next;
  }
  const isNew = ({ id }: JsonObject) => followed.handled.indexOf(String(id)) < 0;
  const shown = { columns: columns.map(({ name }) => name), filters };
  let changes = follows.tell(actions.filter(isNew), shown);
  if (changes?.older?.length) {
    const older = readLookups(client, follows.actions, {}, changes.older);
    changes = follows.tell([...actions.filter(isNew), ...older], shown);
  }
  if (!changes) return null;
  const told = changes;

  const openTable = () => Table.open(book, sheet, entry.key, columns, state.written);
  // A record that is asked for by its id comes whatever the filters: it belongs here if it did before.
  const before = Object.keys(filters).length > 0 ? openTable() : null;
  const found = new Map<string, KeyedRecord>();
  const open = () =>
    [...told.touched].filter(
      ([id, { path }]) =>
        !found.has(id) && !told.gone.has(id) && (path === undefined || !before || before.has(id)),
    );
  const pages = Math.ceil(told.created.size / PAGE_RECORDS);
  const known = open().filter(([id]) => !told.created.has(id));
  if (requests() + pages + told.lists.length + known.length > mostRequests) return null;
  const read = (lookups: readonly Lookup[]) => {
    for (const record of readLookups(client, entry, filters, lookups)) {
      const one = keyed(record, entry, ports.warn);
      if (one) found.set(one.key, one);
    }
  };
  const lists = told.created.size > 0 ? [...told.lists, { query: since }] : told.lists;
  // Side by side with the lists, unless these may bring some of them.
  const beside = told.lists.length > 0 ? [] : known;
  read([...lists, ...beside.map(([, lookup]) => lookup)]);
  const later = open().filter((one) => beside.every(([id]) => id !== one[0]));
  read(later.map(([, lookup]) => lookup));
  const single = [...beside, ...later];

  if (!lease.isSafe() && !lease.save({})) return { end: "again" };
  const gone = new Set([...told.gone, ...single.map(([id]) => id).filter((id) => !found.has(id))]);
  let counts = { added: 0, changed: 0, removed: 0 };
  if (found.size + gone.size > 0) {
    const isGone = (key: string) => gone.has(key);
    counts = openTable().change([...found.values()], isGone, state.removed, new Date(startedMs));
    book.flush();
  }
  const sinceSeconds = followedFrom(startedMs);
  const handled = actions
    .filter(({ createdAt }) => Number(createdAt) >= sinceSeconds)
    .map(({ id }) => String(id));
  saveTableState(ports.fileStore, sheet.id, {
    ...state,
    name: sheet.name(),
    lastSuccessMs: ports.clock.nowMs(),
    followed: { ...followed, sinceSeconds, handled: handled.slice(0, MOST_HANDLED) },
  });
  return {
    end: "done",
    change: {
      done: found.size,
      total: found.size,
      counts,
      note: `From ${client.api.name}'s actions: ${many(requests(), "request")}, ${many(found.size, "row")} read.`,
      sheet: { id: sheet.id, name: sheet.name() },
    },
  };
}

/** Reads what is looked up, side by side. What is not there any more is left out. */
function readLookups(
  client: Client,
  entry: Resource,
  filters: Query,
  lookups: readonly Lookup[],
): JsonObject[] {
  const records: JsonObject[] = [];
  const distinct = new Map(lookups.map((lookup) => [JSON.stringify(lookup), lookup]));
  let open = [...distinct.values()].flatMap(({ path, query }) => {
    const place = FIRST_PLACE;
    if (path !== undefined)
      return [{ listing: { ...entry, path, paging: { style: "either" } } as Resource, query, place }];
    const narrow = narrowed(filters, query);
    return narrow ? [{ listing: entry, query: narrow, place }] : [];
  });
  while (open.length > 0) {
    const outcomes = client.getAll(
      open.map(({ listing, query, place }) => cursorRequest(listing, query, place)),
    );
    open = open.flatMap((one, i) => {
      const outcome = outcomes[i];
      if (!outcome) return [];
      if (!outcome.ok) {
        if (outcome.error.kind === "not-found" || outcome.error.kind === "gone") return [];
        throw outcome.error;
      }
      const page = cursorPage(client, one.listing, outcome.body, one.place);
      for (const record of page.records) records.push(record);
      return page.next ? [{ ...one, place: page.next }] : [];
    });
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
