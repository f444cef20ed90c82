import type { Client } from "../../core/client.ts";
import { chosenColumns } from "../../core/columns.ts";
import { readWhole } from "../../core/listing.ts";
import type { Column, Resource } from "../../core/resource.ts";
import type { Workbook } from "../../core/spreadsheet.ts";
import { allTables, type TableState } from "../../tables/state.ts";
import type { ImportSpec, Run } from "../run.ts";
import { entryOf, type Work } from "../work.ts";
import { type OwnNames, Renames } from "./renames.ts";

/** What a table is to look like. */
export interface Shape {
  readonly entry: Resource;
  readonly columns: readonly Column[];
  /** As they were chosen; undefined for those shown by default. */
  readonly names: readonly string[] | undefined;
  readonly own: OwnNames;
  /** All managed tables, as they were when the columns were chosen. */
  readonly tables: ReadonlyMap<number, TableState>;
}

/**
 * Reads the columns that only this organisation has, and chooses: what the spec names, else what was chosen before.
 * @throws ApiError, InputError
 */
export function shapeOf(spec: ImportSpec, sheet: Run["sheet"], work: Work, client: Client): Shape {
  const entry = entryOf(work.entries, spec.table);
  const tables = allTables(work.ports.fileStore);
  const known = sheet ? tables.get(sheet.id) : tableBefore(work.book, tables, spec);
  const ownColumns = entry.ownColumns?.((table) => readWhole(client, entryOf(work.entries, table))) ?? [];
  const own: Record<string, [string, string]> = {};
  for (const { ownId = "", name, header } of ownColumns) own[ownId] = [name, header];
  const names =
    spec.columns ?? (known?.columns ? new Renames(known.own, own).named(known.columns) : undefined);
  const columns = chosenColumns(entry, names, ownColumns);
  const { base } = entry;
  const isBased = base && columns.some((one) => ownColumns.indexOf(one) >= 0);
  return { entry, columns: isBased ? [...columns, base] : columns, names, own, tables };
}

/** What is known of the table that is about to be brought up to date. A sheet that was deleted has left its state behind. */
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
