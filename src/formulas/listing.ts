import { detailedFor } from "../core/details.ts";
import { ApiError } from "../core/errors.ts";
import { parseColumns, parseFilters } from "../core/filters.ts";
import { memoryIn } from "../core/memory.ts";
import { idNamed } from "../core/named-id.ts";
import { FIRST_CURSOR, type Page, type PageCursor } from "../core/page.ts";
import type { JsonObject } from "../core/ports.ts";
import type { Query } from "../core/query.ts";
import type { Resource } from "../core/resource.ts";
import type { Written } from "../core/spreadsheet.ts";
import { readBatch } from "../core/windows.ts";
import { cachedAnswer } from "./answer-cache.ts";
import { type Argument, type FormulaWork, inFormula, type Shown, shown } from "./formula.ts";
import { columnsShown, rowOf } from "./rows.ts";

/**
 * The body of a listing's formula: the whole listing with a header row, or an error; never a part of it in silence.
 * @throws Error with a sentence that names the import or a filter when the listing does not fit into a formula's 30 s.
 */
export function listingFormula(
  entry: Resource,
  filters: Argument,
  columns: Argument,
  work: FormulaWork,
): Shown[][] {
  return inFormula(entry.api, () => {
    const { cache, uuid } = work.ports;
    const kept = (question: readonly unknown[], answer: () => Written[][]) =>
      cachedAnswer(cache, JSON.stringify(question), () => uuid().slice(0, 8), answer);
    const query = parseFilters(entry, filters, work.book, (table, name) => {
      const found = kept([table, "id of", name], () => [
        [String(idNamed(name, work.entry(table), work.client(entry.api)))],
      ]);
      return String(found[0]?.[0]);
    });
    const names = parseColumns(columns);
    const cells = kept([entry.table, query, names ?? null], () => ask(entry, query, names, work));
    return cells.map((row) => row.map((cell) => shown(cell, work)));
  });
}

function ask(
  entry: Resource,
  query: Query,
  names: readonly string[] | undefined,
  work: FormulaWork,
): Written[][] {
  const columns = columnsShown(entry, names, work);
  const detailed = detailedFor(entry, columns, work.client(entry.api));
  const { records, note } = readInTime(detailed, query, work);
  const rows = records.map((record) => rowOf(columns, record, work));
  // Never a part of it in silence.
  if (note) rows.push(columns.map((_, i) => (i === 0 ? note : null)));
  return [columns.map(({ header }) => header), ...rows];
}

/** A round at a time: between two of them it is seen whether time is left. */
const ROUND = 1;

/**
 * Every record once: a listing that grows while it is read may show one on two pages.
 * @param wanted what the person asked for, where that is made of this listing among others.
 */
export function readInTime(
  entry: Resource,
  query: Query,
  work: FormulaWork,
  wanted: Resource = entry,
): { readonly records: JsonObject[]; readonly note?: string | undefined } {
  const client = work.client(entry.api);
  const key = entry.columns.find(({ name }) => name === entry.key);
  const records = new Map<unknown, JsonObject>();
  let note: string | undefined;
  const memory = memoryIn(null, "");
  try {
    for (let place: PageCursor | null = FIRST_CURSOR; place !== null; ) {
      const page: Page = readBatch(client, entry, query, place, ROUND, memory);
      for (const record of page.records) records.set(key?.value(record) ?? record, record);
      place = page.next;
      note = page.note;
      if (place !== null && work.ports.clock.nowMs() >= work.deadlineMs)
        throw tooLong(wanted, records.size, page.total);
    }
  } catch (error) {
    const ranOut = error instanceof ApiError && error.kind === "out-of-time" && error.after === undefined;
    if (ranOut && records.size > 0) throw tooLong(wanted, records.size, null);
    throw error;
  }
  if (!entry.createdSeconds) return { records: [...records.values()], note };
  // Windows of time come in no order; a listing's own is that of its ids, which begin with the time.
  const newestFirst = [...records].sort(([a], [b]) => (String(a) < String(b) ? 1 : -1));
  return { records: newestFirst.map(([, record]) => record) };
}

function tooLong(entry: Resource, read: number, total: number | null): Error {
  const filter = entry.filters.find(({ kind }) => kind === "time") ?? entry.filters[0];
  const narrower = filter ? `, or narrow it with a filter such as ${filter.name}` : "";
  const size = total === null ? `more than ${read}` : `${total}`;
  return new Error(
    `This listing has ${size} rows, too many for a formula's 30 seconds. Import it instead (Huntsheet ▸ Import ▸ ${entry.title})${narrower}.`,
  );
}
