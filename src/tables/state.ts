import type { JsonObject, Store } from "../core/ports.ts";

/** What the file remembers of a managed table: kept under its sheet's id, so that a renamed tab is found. */
export interface TableState {
  readonly table: string;
  readonly filters: JsonObject;
  /** Names chosen by the person; null for the columns shown by default. */
  readonly columns: readonly string[] | null;
  /** Names of columns that were once put into the sheet: one of these that is missing was taken out by a person. */
  readonly written: readonly string[];
  /** Rows of records that are gone: get a date and grey text, or are deleted with what stands beside them. */
  readonly removed: "mark" | "delete";
  /** True for the table that the menu item makes; it is found again without its name. */
  readonly isMain: boolean;
  readonly lastSuccessMs: number | null;
}

const PREFIX = "table.";

export function saveTableState(store: Store, sheetId: number, state: TableState): void {
  store.set(PREFIX + sheetId, JSON.stringify(state));
}

/** All managed tables by sheet id. One service call. */
export function allTables(store: Store): Map<number, TableState> {
  const tables = new Map<number, TableState>();
  const all = store.getAll();
  for (const name of Object.keys(all)) {
    if (name.indexOf(PREFIX) === 0)
      tables.set(Number(name.slice(PREFIX.length)), JSON.parse(all[name] as string) as TableState);
  }
  return tables;
}
