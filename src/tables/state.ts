import type { JsonObject, Store } from "../core/ports.ts";
import type { Sheet, Workbook } from "../core/spreadsheet.ts";

/** How far a table has followed the actions of its API, and what it takes to read it whole instead. */
interface Followed {
  /** Unix seconds: what happened earlier is in the table. */
  readonly sinceSeconds: number;
  /** Ids of later actions whose effects are in the table as well, newest first. */
  readonly handled: readonly string[];
  /** When the last whole listing was begun, and the requests that it took. */
  readonly wholeMs: number;
  readonly wholeRequests: number;
}

/** The pass that is under way over a table, or was the last one: an import, a whole refresh or one by changes. */
export interface TablePass {
  /** Of its passes. One that finds another number than its own begins anew: what it knows is not what stands there. */
  readonly number: number;
  /** The run that is at it; null when it came to its end. */
  readonly run: string | null;
}

/** What the file remembers of a managed table: kept under its sheet's id, so that a renamed tab is found. */
export interface TableState {
  readonly table: string;
  /** The tab's name when the table was last brought up to date: who starts a refresh may know no other. */
  readonly name: string;
  readonly filters: JsonObject;
  /** Names chosen by the person; null for the columns shown by default. */
  readonly columns: readonly string[] | null;
  /** Names of columns that were once put into the sheet: one of these that is missing was taken out by a person. */
  readonly written: readonly string[];
  /**
   * Of these, names of columns that were not in the sheet at the last pass, or that the user had a column beside whose
   * header differs in its case alone: such a header is not taken for theirs.
   */
  readonly exact?: readonly string[];
  /** Headers of columns that went out of the sheet, until the end of a pass says so. */
  readonly lost?: readonly string[];
  /** Name and header of each own column by its id, as they were then: who renames it in Huntr or Hunter keeps it. */
  readonly own?: Readonly<Record<string, readonly [name: string, header: string]>>;
  /** Rows of records that are gone: get a date and grey text, or are deleted with what stands beside them. */
  readonly removed: "mark" | "delete";
  /** True for the table that the menu item makes; it is found again without its name. */
  readonly isMain: boolean;
  readonly lastSuccessMs: number | null;
  readonly pass?: TablePass;
  /** The file's time zone in which its times were written. */
  readonly zone?: string;
  /** Names of columns that came in and are not filled in every row yet. */
  readonly filling?: readonly string[];
  /** The account's actions are known to tell of these records (see `Resource.follows`). */
  readonly isTold?: true;
  /** Null until the listing was read whole. */
  readonly followed: Followed | null;
}

const PREFIX = "table.";

export function saveTableState(store: Store, sheetId: number, state: TableState): void {
  store.set(PREFIX + sheetId, JSON.stringify(state));
}

export function loadTableState(store: Store, sheetId: number): TableState | undefined {
  const text = store.get(PREFIX + sheetId);
  return text === null ? undefined : (JSON.parse(text) as TableState);
}

/** All managed tables by sheet id. One service call. */
export function allTables(store: Store): Map<number, TableState> {
  return bySheet(store, PREFIX);
}

/** The sheets of all managed tables, but for those that were deleted. */
export function tableSheets(store: Store, book: Workbook): Sheet[] {
  return [...allTables(store).keys()].flatMap((id) => book.sheetById(id) ?? []);
}

/** What is kept as JSON under a prefix and a sheet's id, by that id. One service call. */
export function bySheet<T>(store: Store, prefix: string): Map<number, T> {
  const found = new Map<number, T>();
  const all = store.getAll();
  for (const name of Object.keys(all)) {
    if (name.indexOf(prefix) === 0)
      found.set(Number(name.slice(prefix.length)), JSON.parse(all[name] as string) as T);
  }
  return found;
}
