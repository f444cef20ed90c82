import { cellOf, chosenColumns } from "../core/cells.ts";
import type { Client } from "../core/client.ts";
import { must } from "../core/errors.ts";
import { parseFilters } from "../core/filters.ts";
import { FIRST_PLACE, type Place, readWhole } from "../core/listing.ts";
import type { Json, JsonObject } from "../core/ports.ts";
import type { Column, Resource } from "../core/resource.ts";
import type { Sheet, Workbook } from "../core/spreadsheet.ts";
import { readBatch } from "../core/windows.ts";
import { allTables, saveTableState, type TableState } from "../tables/state.ts";
import { type KeyedRecord, Table } from "../tables/table.ts";
import { counted } from "./counted.ts";
import type { RunKind } from "./kinds.ts";
import type { Lease } from "./lease.ts";
import { type ImportSpec, isUnfinished, type Run, type SliceEnd } from "./run.ts";
import { SeenKeys } from "./seen.ts";
import { sheetForImport } from "./sheet-of-run.ts";
import { entryOf, type Work } from "./work.ts";

/** A page with all its retries gets this long, so that it ends well within the lease. */
export const PAGE_MS = 50_000;
/** A cache that forgets what was seen this often will not keep it next time either: Google keeps 1,000 items (facts, 1.4). */
const MOST_REREADINGS = 3;

/**
 * Cells that are enough for one write; half as many after each fault, for it may be the write that was too long. Writing
 * in between is no loss: the API's allowance grows again meanwhile.
 */
const BATCH_CELLS = 180_000;

/** Of a sheet's name, as far as is known (facts, 5.4). */
const MOST_NAME_CHARS = 100;

/** Actions may be recorded late, and Huntr's clock need not be ours. */
const OVERLAP_SECONDS = 600;

/** Where an import is. */
interface ImportState {
  /** The first `batch` batches are on the sheet, and the listing goes on at `place` (null: at its start, or at its end). */
  readonly place: Place | null;
  /** The whole listing is on the sheet; what is left is to take away the rows of records that are gone. */
  readonly atEnd: boolean;
  readonly batch: number;
  /** The table held rows when the run began, so that some may turn out to be gone. */
  readonly hadRows: boolean;
  /** How often the listing was read anew because the cache had forgotten what was seen. */
  readonly rereadings: number;
  /** What the listing took so far. */
  readonly requests: number;
}

export const START: ImportState = {
  place: null,
  atEnd: false,
  batch: 0,
  hadRows: false,
  rereadings: 0,
  requests: 0,
};

/** Reads a whole listing into a managed table. */
export const importing: RunKind<ImportSpec> = {
  begin: (fields, work) => {
    const spec = importSpec(fields, work);
    const entry = entryOf(work.entries, spec.table);
    return {
      spec,
      what: spec.sheet ?? entry.title,
      unit: unitOf(entry),
      subject: entry.table,
      state: { ...START },
      counts: { added: 0, changed: 0, removed: 0 },
    };
  },
  advance: advanceImport,
  takenOver: { state: { ...START }, done: 0 },
};

/** "Huntr Jobs" holds jobs: a title is the API's name and the plural of what it lists. */
export function unitOf({ title }: Resource): string {
  return title.slice(title.indexOf(" ") + 1).toLowerCase();
}

/** @throws InputError */
function importSpec(fields: JsonObject, { entries }: Work): ImportSpec {
  const entry = entryOf(entries, String(fields.table));
  must(
    entry.paging.style !== "single",
    `${entry.title} is no list, so it cannot be imported. Use its formula.`,
  );
  const { sheet = null, filters = null, columns = null, removed = null } = fields;
  must(
    sheet === null || (typeof sheet === "string" && sheet.trim() !== ""),
    "The sheet's name must be a text.",
  );
  must(
    sheet === null || sheet.length <= MOST_NAME_CHARS,
    `A sheet's name has at most ${MOST_NAME_CHARS} characters.`,
  );
  must(
    removed === null || removed === "mark" || removed === "delete",
    '"removed" is "mark" (a date and grey text) or "delete".',
  );
  must(
    filters === null || (typeof filters === "object" && !Array.isArray(filters)),
    '"filters" is an object of filter names and values.',
  );
  const names = columns === null ? null : asNames(columns);
  parseFilters(entry, filters ?? {});
  // Names of columns that only this organisation has can be checked when they have been read.
  if (names && !entry.ownColumns) chosenColumns(entry, names, []);
  return {
    kind: "import",
    table: entry.table,
    ...(sheet === null ? {} : { sheet: sheet.trim() }),
    ...(filters === null ? {} : { filters }),
    ...(names ? { columns: names } : {}),
    ...(removed === null ? {} : { removed }),
  };
}

function asNames(value: Json): string[] {
  must(
    Array.isArray(value) && !value.some((name) => typeof name !== "string"),
    '"columns" is a list of column names.',
  );
  return value as string[];
}

/** Since when actions are to be read that tell what happened after an instant. Unix seconds. */
export function followedFrom(instantMs: number): number {
  return Math.floor(instantMs / 1000) - OVERLAP_SECONDS;
}

/**
 * Reads the listing on from where the last slice left it and brings the table up to date, batch by batch: read,
 * write, flush, checkpoint. A carrier that dies anywhere in between leaves at most one batch to be read again, and
 * writing a batch again changes nothing.
 */
function advanceImport(begun: Run<ImportSpec>, given: Work, lease: Lease, deadlineMs: number): SliceEnd {
  const work = counted(given);
  const { ports, book } = work;
  const { clock } = ports;
  const entry = entryOf(work.entries, begun.spec.table);
  const client = () => work.client(entry.api, Math.min(deadlineMs, clock.nowMs() + PAGE_MS));
  const query = parseFilters(entry, begun.spec.filters);
  const shape = shapeOf(begun, entry, work, client());
  const { columns, tables } = shape;

  let run: Run = begun;
  // As it was saved here.
  let at = run.state as unknown as ImportState;
  const begunIn = run.sheet && book.sheetById(run.sheet.id);
  const sheetNow = () => begunIn ?? sheetForImport(book, entry, columns, tables, begun.spec.sheet);
  if (!begunIn) {
    // Told now, not when everything was read.
    sheetNow();
    // The sheet was deleted under way, or this is the first slice: what was read before is on no sheet.
    at = { ...START, rereadings: at.rereadings };
    run = { ...run, done: 0 };
  }
  // One that is made is made when there is something to write, and nobody can have typed into it.
  const open = () => openTable(begun.spec, work, sheetNow(), shape);
  const seen = new SeenKeys(ports.cache, run.id);
  const requestsBefore = at.requests;
  let opened: Opened | null = null;
  while (!at.atEnd) {
    const enough = BATCH_CELLS / columns.length / 2 ** run.faults;
    const page = readBatch(client(), entry, query, at.place ?? FIRST_PLACE, enough);
    const records = page.records.map((record) => keyed(record, entry, ports.warn)).filter(isKeyed);
    if (!lease.isSafe() && !lease.save({})) return { end: "again" };
    opened ??= open();
    const { table, sheet } = opened;
    const hadRows = at.hadRows || (at.batch === 0 && table.size > 0);
    const { added, changed } = table.update(records);
    if (hadRows)
      seen.add(
        at.batch,
        records.map(({ key }) => key),
      );
    book.flush();
    const { counts } = run;
    at = {
      ...at,
      hadRows,
      place: page.next,
      atEnd: page.next === null,
      batch: at.batch + 1,
      requests: requestsBefore + work.requests(),
    };
    const change: Partial<Run> = {
      state: { ...at },
      done: run.done + new Set(records.map(({ key }) => key)).size,
      total: page.total ?? run.total,
      counts: plus(counts, { added, changed }),
      sheet: { id: sheet.id, name: sheet.name() },
      faults: 0,
      error: null,
    };
    // Where nothing is left to do, the end of the run says all of that.
    const saved = at.atEnd && !hadRows ? { ...run, ...change } : lease.save(change);
    if (!saved || !isUnfinished(saved)) return { end: "again" };
    run = saved;
    if (!at.atEnd && clock.nowMs() >= deadlineMs) return { end: "again" };
  }

  const { table, sheet, state } = opened ?? open();
  let removed = 0;
  let size = table.size;
  if (at.hadRows) {
    const keys = seen.all(at.batch);
    // The cache may forget at any time; then only a new reading can tell what is gone.
    if (!keys) {
      if (at.rereadings >= MOST_REREADINGS) {
        // Whoever says 'go on' has all of them tried again.
        const change = { state: { ...START, hadRows: true }, done: 0 };
        return { end: "stopped", sentence: forgotten(entry, sheet.name()), change };
      }
      lease.save({ state: { ...START, hadRows: true, rereadings: at.rereadings + 1 }, done: 0 });
      return { end: "again" };
    }
    size = keys.size;
    removed = table.remove((key) => !keys.has(key), state.removed, new Date(clock.nowMs()));
    book.flush();
    seen.forget(at.batch);
  }
  saveTableState(ports.fileStore, sheet.id, {
    ...state,
    lastSuccessMs: clock.nowMs(),
    followed: {
      sinceSeconds: followedFrom(run.startedMs),
      handled: [],
      wholeMs: run.startedMs,
      wholeRequests: at.requests,
    },
  });
  return {
    end: "done",
    // Pages and windows overlap, so what was counted on the way may be a few too many.
    change: {
      done: size,
      total: size,
      state: { ...at },
      counts: plus(run.counts, { removed }),
      sheet: { id: sheet.id, name: sheet.name() },
    },
  };
}

interface Opened {
  readonly sheet: Sheet;
  readonly table: Table;
  readonly state: TableState;
}

/**
 * Opens the table and notes what it is from now on: until it is whole again no action can tell what it lacks.
 * @param where its sheet, or the name of the one to make.
 */
function openTable(
  spec: ImportSpec,
  { book, entries, ports }: Work,
  where: Sheet | string,
  { columns, names, own, tables }: Shape,
): Opened {
  const isNew = typeof where === "string";
  const sheet = isNew ? book.addSheet(where) : where;
  const known = tables.get(sheet.id);
  const { key } = entryOf(entries, spec.table);
  const renamed = renamedSince(known, own);
  const written = named(known?.written ?? [], renamed);
  // What a person took out comes back when it is chosen again.
  const before = known?.columns && named(known.columns, renamed);
  const isAsBefore = (name: string) =>
    !before || !spec.columns || before.indexOf(name) >= 0 || before.indexOf("*") >= 0;
  const headers = new Map(renamed.map(([, , from, to]) => [from, to]));
  const table = Table.open(book, sheet, key, columns, written.filter(isAsBefore), { isNew, headers });
  const placed = table.placedColumns.map(({ name }) => name);
  const state: TableState = {
    table: spec.table,
    name: sheet.name(),
    filters: spec.filters ?? {},
    columns: names ?? null,
    written: [...new Set([...written, ...placed])],
    ...(Object.keys(own).length > 0 ? { own } : {}),
    removed: spec.removed ?? known?.removed ?? "mark",
    isMain: known?.isMain ?? spec.sheet === undefined,
    lastSuccessMs: known?.lastSuccessMs ?? null,
    followed: null,
  };
  if (JSON.stringify(known) !== JSON.stringify(state)) saveTableState(ports.fileStore, sheet.id, state);
  return { sheet, table, state };
}

function forgotten(entry: Resource, sheet: string): string {
  return `All of ${entry.title} is in the sheet "${sheet}", but Google's cache forgot several times which of its rows were still listed, so those that are gone are not marked. Go on later, or import into a new sheet.`;
}

/** Counts with some more of each. */
export function plus(counts: Run["counts"], more: Run["counts"]): Run["counts"] {
  const sum = { ...counts };
  for (const word of Object.keys(more)) sum[word] = (sum[word] ?? 0) + (more[word] ?? 0);
  return sum;
}

/** What a table is to look like. */
interface Shape {
  readonly columns: readonly Column[];
  /** As they were chosen; undefined for those shown by default. */
  readonly names: readonly string[] | undefined;
  readonly own: NonNullable<TableState["own"]>;
  readonly tables: ReadonlyMap<number, TableState>;
}

function shapeOf(run: Run<ImportSpec>, entry: Resource, work: Work, client: Client): Shape {
  const tables = allTables(work.ports.fileStore);
  const known = run.sheet ? tables.get(run.sheet.id) : tableBefore(work.book, tables, run.spec);
  const ownColumns = entry.ownColumns?.((table) => readWhole(client, entryOf(work.entries, table))) ?? [];
  const own: Record<string, [string, string]> = {};
  for (const { ownId = "", name, header } of ownColumns) own[ownId] = [name, header];
  const names =
    run.spec.columns ?? (known?.columns ? named(known.columns, renamedSince(known, own)) : undefined);
  const columns = chosenColumns(entry, names, ownColumns);
  const { base } = entry;
  const isBased = base && columns.some((one) => ownColumns.indexOf(one) >= 0);
  return { columns: isBased ? [...columns, base] : columns, names, own, tables };
}

type Renamed = readonly (readonly [nameBefore: string, name: string, headerBefore: string, header: string])[];

/** The own columns that are called something else now. */
function renamedSince(known: TableState | undefined, own: Shape["own"]): Renamed {
  return Object.keys(own).flatMap((id) => {
    const [nameBefore, headerBefore] = known?.own?.[id] ?? [];
    const [name = "", header = ""] = own[id] ?? [];
    if (nameBefore === undefined || headerBefore === undefined) return [];
    return name === nameBefore && header === headerBefore ? [] : [[nameBefore, name, headerBefore, header]];
  });
}

function named(names: readonly string[], renamed: Renamed): string[] {
  return names.map((name) => renamed.find(([before]) => before === name)?.[1] ?? name);
}

/** What is known of the table that a run is about to bring up to date. A sheet that was deleted has left its state behind. */
function tableBefore(
  book: Workbook,
  tables: ReadonlyMap<number, TableState>,
  { table, sheet }: ImportSpec,
): TableState | undefined {
  if (sheet !== undefined) {
    const state = tables.get(book.sheetByName(sheet)?.id ?? -1);
    return state?.table === table ? state : undefined;
  }
  for (const [id, state] of tables)
    if (state.table === table && state.isMain && book.sheetById(id)) return state;
  return undefined;
}

export function keyed(
  record: JsonObject,
  entry: Resource,
  warn: (message: string) => void,
): KeyedRecord | null {
  const column = entry.columns.find(({ name }) => name === entry.key);
  const id = column?.value(record);
  if (typeof id !== "string" && typeof id !== "number") {
    warn(`${entry.title}: a record without an id was left out.`);
    return null;
  }
  return { key: String(id), cells: (wanted) => cellOf(wanted, record, warn) };
}

export function isKeyed(record: KeyedRecord | null): record is KeyedRecord {
  return record !== null;
}
