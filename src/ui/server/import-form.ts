import { cellOf } from "../../core/cells.ts";
import { detailedFor } from "../../core/details.ts";
import { assertInput } from "../../core/errors.ts";
import { parseFilters } from "../../core/filters.ts";
import { keyFor } from "../../core/keys.ts";
import { readPage, readWhole } from "../../core/listing.ts";
import { FIRST_CURSOR, type Page } from "../../core/page.ts";
import type { Json, JsonObject } from "../../core/ports.ts";
import type { Cell, Column, Resource } from "../../core/resource.ts";
import { lackingTables } from "../../runs/lacking.ts";
import { entryOf, type Work } from "../../runs/work.ts";
import { allTables } from "../../tables/state.ts";
import type { ImportColumn, ImportForm, ImportPreview, PreviewCell } from "../calls.ts";

const PREVIEW_ROWS = 10;

/** As much of a text as a small table can show: a job's description alone may be 50,000 characters. */
const PREVIEW_CHARS = 120;

/** Which table the person wanted who was led to the page by a menu item. */
const WANTED = "import.table";

/** Has the page begin with a table, when it is opened next. */
export function beginImportWith(table: string, { userStore }: Work["ports"]): void {
  userStore.set(WANTED, table);
}

/**
 * What the page cannot know by itself: the keys, what the account has not got, the sheets that hold a listing already, and
 * what to begin with.
 */
export function importForm(work: Work): ImportForm {
  const { book, ports } = work;
  const hasKey = (api: Resource["api"]) => keyFor(api, ports) !== null;
  const sheets = [...allTables(ports.fileStore)].flatMap(
    ([id, { table, columns, filters, removed, isMain }]) => {
      const sheet = book.sheetById(id);
      return sheet ? [{ name: sheet.name(), table, columns, filters, removed, isMain }] : [];
    },
  );
  const keys = { huntr: hasKey("huntr"), hunter: hasKey("hunter") };
  const form = { keys, lacking: lackingTables(work), sheets };
  const table = ports.userStore.get(WANTED);
  if (table === null) return form;
  ports.userStore.remove(WANTED);
  return { ...form, table };
}

/**
 * The first rows of an import with every column, so that ticking one asks nothing anew.
 * @param spec as `startRun` takes it; only `table` and `filters` count here.
 * @throws ApiError, or InputError for filters that there are not.
 */
export function previewImport(
  spec: Json,
  { book, entries, client, ports }: Work,
  deadlineMs: number,
): ImportPreview {
  const { table, filters } = (spec ?? {}) as { table?: Json; filters?: JsonObject };
  const entry = entryOf(entries, String(table));
  assertInput(entry.paging.style !== "single", `${entry.title} is no list, so there is nothing to import.`);
  const query = parseFilters(entry, filters, book);
  const api = client(entry.api, deadlineMs);
  const own = entry.ownColumns?.((other) => readWhole(api, entryOf(entries, other))) ?? [];
  const columns = [...entry.columns, ...own];
  const page = readPage(api, detailedFor(inSmall(entry), columns, api), query, FIRST_CURSOR);
  // Of leads a first page need not tell: the second one does.
  const totalBehind = ({ records, next }: Page) => {
    if (next === null) return records.length;
    return entry.paging.style === "offset" ? readPage(api, inSmall(entry), query, next).total : null;
  };
  const total = page.total ?? totalBehind(page);
  return {
    ownColumns: own.map(shownColumn),
    names: columns.map(({ name }) => name),
    rows: page.records
      .slice(0, PREVIEW_ROWS)
      .map((record) => columns.map((column) => shownCell(cellOf(column, record, ports.warn)))),
    total,
    ...(total === null && typeof page.most === "number" ? { most: page.most } : {}),
  };
}

/** Asks for no more than is shown, where a listing lets us; how long it may be stays the same. */
function inSmall(entry: Resource): Resource {
  const { paging } = entry;
  switch (paging.style) {
    case "cursor":
      return { ...entry, paging: { ...paging, limit: PREVIEW_ROWS } };
    case "offset":
      if (entry.posted) return entry;
      return {
        ...entry,
        paging: { ...paging, limit: PREVIEW_ROWS, maxOffset: paging.maxOffset + paging.limit - PREVIEW_ROWS },
      };
    default:
      return entry;
  }
}

function shownColumn({ name, header, help, kind, byDefault }: Column): ImportColumn {
  return { name, header, help, kind, byDefault };
}

function shownCell(cell: Cell): PreviewCell {
  if (cell instanceof Date) return cell.toISOString();
  if (typeof cell !== "string" || cell.length <= PREVIEW_CHARS) return cell;
  return `${cell.slice(0, PREVIEW_CHARS).replace(/[\uD800-\uDBFF]$/, "")}…`;
}
