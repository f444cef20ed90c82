import { cellOf, chosenColumns } from "../core/cells.ts";
import type { Client } from "../core/client.ts";
import { parseFilters } from "../core/filters.ts";
import { firstPlace, readWhole } from "../core/listing.ts";
import type { JsonObject } from "../core/ports.ts";
import type { Column, Resource } from "../core/resource.ts";
import type { Workbook } from "../core/spreadsheet.ts";
import { readBatch } from "../core/windows.ts";
import { allTables, saveTableState, type TableState } from "../tables/state.ts";
import { type KeyedRecord, Table } from "../tables/table.ts";
import type { Lease } from "./lease.ts";
import { type ImportSpec, isUnfinished, type Run } from "./run.ts";
import { SeenKeys } from "./seen.ts";
import { sheetForImport } from "./sheet-of-run.ts";
import { entryOf, type Work } from "./work.ts";

/** How a slice ended. `again`: more is to be done, at once. `wait`: not before then, and nothing is wrong. `fault`: something that may pass. */
export type SliceEnd =
  | { readonly end: "done"; readonly change: Partial<Run> }
  | { readonly end: "again" }
  | { readonly end: "wait"; readonly untilMs: number }
  | { readonly end: "stopped"; readonly sentence: string }
  | { readonly end: "fault"; readonly sentence: string; readonly retryAtMs: number };

/** A page with all its retries gets this long, so that it ends well within the lease. */
const PAGE_MS = 50_000;
/** A cache that forgets what was seen this often will not keep it next time either: Google keeps 1,000 items (facts, 1.4). */
const MOST_REREADINGS = 3;

/**
 * Reads the listing on from where the last slice left it and brings the table up to date, batch by batch: read,
 * write, flush, checkpoint. A carrier that dies anywhere in between leaves at most one batch to be read again, and
 * writing a batch again changes nothing.
 */
export function advanceImport(begun: Run, work: Work, lease: Lease, deadlineMs: number): SliceEnd {
  const { ports, book } = work;
  const { clock } = ports;
  const entry = entryOf(work.entries, begun.spec.table);
  const client = () => work.client(entry.api, Math.min(deadlineMs, clock.nowMs() + PAGE_MS));
  const query = parseFilters(entry, begun.spec.filters);
  const { columns, tables } = tableOf(begun, entry, work, client());

  let run = begun;
  let sheet = run.sheet && book.sheetById(run.sheet.id);
  if (!sheet) {
    sheet = sheetForImport(book, entry, columns, tables, begun.spec.sheet);
    // The sheet was deleted under way, or this is the first slice: what was read before is on no sheet.
    const moved = lease.save({ ...atStart, sheet: { id: sheet.id, name: sheet.name() } });
    if (!moved) return { end: "again" };
    run = moved;
  }
  const known = tables.get(sheet.id);
  const table = Table.open(book, sheet, entry.key, columns, known?.written ?? []);
  const state: TableState = {
    table: entry.table,
    filters: begun.spec.filters ?? {},
    columns: begun.spec.columns ?? known?.columns ?? null,
    written: union(
      known?.written ?? [],
      table.placedColumns.map(({ name }) => name),
    ),
    removed: begun.spec.removed ?? known?.removed ?? "mark",
    isMain: known?.isMain ?? begun.spec.sheet === undefined,
    lastSuccessMs: known?.lastSuccessMs ?? null,
  };
  saveTableState(ports.fileStore, sheet.id, state);

  const seen = new SeenKeys(ports.cache, run.id);
  const hadRows = run.hadRows || (run.batch === 0 && table.size > 0);
  while (!run.atEnd) {
    const page = readBatch(client(), entry, query, run.place ?? firstPlace(entry));
    const records = page.records.map((record) => keyed(record, entry, ports.warn)).filter(isKeyed);
    if (!lease.isSafe() && !lease.save({})) return { end: "again" };
    const { added, changed } = table.update(records);
    if (hadRows)
      seen.add(
        run.batch,
        records.map(({ key }) => key),
      );
    book.flush();
    const { counts } = run;
    const saved = lease.save({
      hadRows,
      place: page.next,
      atEnd: page.next === null,
      batch: run.batch + 1,
      done: run.done + new Set(records.map(({ key }) => key)).size,
      total: page.total ?? run.total,
      counts: { ...counts, added: counts.added + added, changed: counts.changed + changed },
      faults: 0,
      error: null,
    });
    if (!saved || !isUnfinished(saved)) return { end: "again" };
    run = saved;
    if (!run.atEnd && clock.nowMs() >= deadlineMs) return { end: "again" };
  }

  let removed = 0;
  let size = table.size;
  if (run.hadRows) {
    const keys = seen.all(run.batch);
    // The cache may forget at any time; then only a new reading can tell what is gone.
    if (!keys) {
      if (run.rereadings >= MOST_REREADINGS)
        return { end: "stopped", sentence: forgotten(entry, sheet.name()) };
      lease.save({ ...atStart, hadRows: true, rereadings: run.rereadings + 1 });
      return { end: "again" };
    }
    size = keys.size;
    removed = table.remove(keys, state.removed, new Date(clock.nowMs()));
    book.flush();
  }
  saveTableState(ports.fileStore, sheet.id, { ...state, lastSuccessMs: clock.nowMs() });
  seen.forget(run.batch);
  return {
    end: "done",
    // Pages and windows overlap, so what was counted on the way may be a few too many.
    change: {
      done: size,
      total: size,
      counts: { ...run.counts, removed: run.counts.removed + removed },
      sheet: { id: sheet.id, name: sheet.name() },
    },
  };
}

function forgotten(entry: Resource, sheet: string): string {
  return `All of ${entry.title} is in the sheet "${sheet}", but Google's cache forgot several times which of its rows were still listed, so those that are gone are not marked. Go on later, or import into a new sheet.`;
}

const atStart = { place: null, atEnd: false, batch: 0, done: 0, hadRows: false } as const;

function tableOf(
  run: Run,
  entry: Resource,
  work: Work,
  client: Client,
): { columns: Column[]; tables: Map<number, TableState> } {
  const tables = allTables(work.ports.fileStore);
  const known = run.sheet ? tables.get(run.sheet.id) : tableBefore(work.book, tables, run.spec);
  const names = run.spec.columns ?? known?.columns ?? undefined;
  const own = entry.ownColumns
    ? entry.ownColumns((table) => readWhole(client, entryOf(work.entries, table)))
    : [];
  return { columns: chosenColumns(entry, names ?? undefined, own), tables };
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

function keyed(record: JsonObject, entry: Resource, warn: (message: string) => void): KeyedRecord | null {
  const column = entry.columns.find(({ name }) => name === entry.key);
  const id = column?.value(record);
  if (typeof id !== "string" && typeof id !== "number") {
    warn(`${entry.title}: a record without an id was left out.`);
    return null;
  }
  return { key: String(id), cells: (wanted) => cellOf(wanted, record, warn) };
}

function isKeyed(record: KeyedRecord | null): record is KeyedRecord {
  return record !== null;
}

function union(a: readonly string[], b: readonly string[]): string[] {
  return [...new Set([...a, ...b])];
}
