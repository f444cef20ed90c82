/**
 * What a sidebar may ask of the server. Every function takes plain JSON values and returns JSON text of the shape
 * named here: a Date in a returned object would arrive as null for the whole of it (facts, 7.2).
 */

import type { RunView } from "../runs/view.ts";

export type { RunStatus } from "../runs/run.ts";
export type { RunView };

export type ApiName = "huntr" | "hunter";

export interface KeyState {
  /** A key is stored for the person who looks. The key itself never leaves the server. */
  readonly stored: boolean;
  /** Everybody who edits this spreadsheet can use a key that was shared with it. */
  readonly shared: boolean;
}

export interface SetupState {
  readonly huntr: KeyState;
  readonly hunter: KeyState;
}

/** The outcome of trying a key out. `sentence` is for the person: what is right, or what to do. */
export interface KeyTest {
  readonly ok: boolean;
  readonly sentence: string;
  /** Hunter only. */
  readonly account?: {
    readonly plan: string;
    readonly searches: { readonly used: number; readonly available: number };
    readonly verifications: { readonly used: number; readonly available: number };
    /** As Hunter writes it: 2026-12-01. */
    readonly resetDate: string;
  };
}

/** A filter of a listing, as its entry has it (core/resource): `name` is the API's own parameter. */
export interface ImportFilter {
  /** A name that ends in `[]` stands for any number of parameters with a word of the person's between the brackets. */
  readonly name: string;
  readonly kind: "text" | "number" | "boolean" | "time" | "list";
  readonly help: string;
  /** When only some values are allowed. */
  readonly choices?: readonly string[];
}

export interface ImportColumn {
  readonly name: string;
  readonly header: string;
  readonly help: string;
  readonly kind: "text" | "number" | "boolean" | "time" | "date";
  readonly byDefault: boolean;
}

export interface ImportTable {
  /** As in `startRun({kind: "import", table})`. */
  readonly table: string;
  readonly api: ApiName;
  readonly title: string;
  readonly help: string;
  /** The name of the column that every table has. */
  readonly key: string;
  readonly filters: readonly ImportFilter[];
  /** Without those that only this organisation has: a preview tells these. */
  readonly columns: readonly ImportColumn[];
  readonly hasOwnColumns: boolean;
}

/** A sheet that an import filled before. */
export interface ImportedSheet {
  readonly name: string;
  readonly table: string;
  /** Names as they were chosen, "*" for all; null for the columns shown by default. */
  readonly columns: readonly string[] | null;
  readonly filters: { readonly [name: string]: unknown };
  readonly removed: "mark" | "delete";
  /** True for the sheet that the menu item fills: an import without a sheet's name finds it. */
  readonly isMain: boolean;
}

export interface ImportForm {
  /** Whether there is a key to call an API with, of one's own or shared. */
  readonly keys: { readonly [api in ApiName]: boolean };
  readonly tables: readonly ImportTable[];
  readonly sheets: readonly ImportedSheet[];
}

/** Times and dates are ISO text, by the column's kind; a long text is cut. */
export type PreviewCell = string | number | boolean | null;

export interface ImportPreview {
  readonly ownColumns: readonly ImportColumn[];
  /** Of the columns of each row: all of the table's, then the own ones. */
  readonly names: readonly string[];
  /** At most 10. */
  readonly rows: readonly (readonly PreviewCell[])[];
  /** Null when the API does not tell. */
  readonly total: number | null;
}

/** Names and shapes of the global functions that the sidebars call. */
export interface ServerCalls {
  setupState(): SetupState;
  /** `keysJson`: {"huntr"?: string, "hunter"?: string}; blank or missing leaves a key as it is. */
  saveKeys(keysJson: string): SetupState;
  forgetKey(api: ApiName): SetupState;
  /** Lets everybody who edits this spreadsheet use the person's key (in formulas too), or takes that back. */
  shareKey(api: ApiName, share: boolean): SetupState;
  testKey(api: ApiName): KeyTest;
  listRuns(): RunView[];
  advanceRun(id: string): RunView;
  pauseRun(id: string): RunView;
  goOnRun(id: string): RunView;
  cancelRun(id: string): RunView;
  importForm(): ImportForm;
  /** `specJson` and startRun's: `{kind: "import", table, sheet?, filters?, columns?, removed?}`. */
  previewImport(specJson: string): ImportPreview;
  startRun(specJson: string): RunView;
  /** These two open another sidebar in place of the one that asks, and answer nothing. */
  showSetup(): void;
  showProgress(): void;
}
