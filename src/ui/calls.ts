/**
 * What a sidebar may ask of the server. Every function takes plain JSON values and returns JSON text of the shape
 * named here: a Date in a returned object would arrive as null for the whole of it (facts, 7.2).
 */

import type { LookupName } from "../hunter/lookup.ts";
import type { Pool } from "../hunter/plan.ts";
import type { PushPlan } from "../runs/push/plan.ts";
import type { SoFar } from "../runs/push/read-in-parts.ts";
import type { RunView } from "../runs/view.ts";

/** `startRun`'s look-up; `previewLookup` takes it without inputs and outputs, too. */
export type { LookupSpec, RunStatus } from "../runs/run.ts";
export type { LookupName, Pool, PushPlan, RunView, SoFar };

/** A check reads whom rows are compared with, a page for each 100 to 500 of them. Without parts it takes that long at most. */
export const CHECK_BUDGET_MS = 120_000;

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

/** By what is paid from: two pools, or `credits` where the plan has one pool, which is paid from in fractions. */
export interface Amounts {
  readonly searches: number;
  readonly verifications: number;
  readonly credits?: number;
}

export interface PoolUse {
  readonly used: number;
  readonly available: number;
  readonly left?: number;
  /** Used beyond the plan, where Hunter says so. */
  readonly over?: number;
}

/** The outcome of trying a key out. `sentence` is for the person: what is right, or what to do. */
export interface KeyTest {
  readonly ok: boolean;
  readonly sentence: string;
  /** The service knows no such key; without this, whether it works could not be told. */
  readonly isRefused?: true;
  /** Hunter only. */
  readonly account?: {
    readonly plan: string;
    readonly searches: PoolUse;
    readonly verifications: PoolUse;
    /** Where the plan has one pool: then this decides. */
    readonly credits?: PoolUse;
    /** As Hunter writes it: 2026-12-01. */
    readonly resetDate: string;
  };
}

/** A column as the page shows it. The server tells only those that one organisation has: the entries have the rest. */
export interface ImportColumn {
  readonly name: string;
  readonly header: string;
  readonly help: string;
  readonly kind: "text" | "number" | "boolean" | "time" | "date";
  readonly byDefault: boolean;
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
  /** Tables that the account has not got: nobody is shown them. */
  readonly lacking: readonly string[];
  readonly sheets: readonly ImportedSheet[];
  /** The table to begin with, when a menu item of its own led here. */
  readonly table?: string;
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
  /** No more than so many there are, where the API tells that at least. */
  readonly most?: number;
}

/** What a filter can be set to: a record's id, as text, and the words by which a person knows it. */
export interface Choice {
  readonly id: string;
  readonly label: string;
}

export interface Choices {
  readonly choices: readonly Choice[];
  /** Where the rest is, for the next call; null when there is none. */
  readonly next: string | null;
}

/** By each header that several columns have: these columns ("B", "D"), and what stands in the first filled cells of each. */
export interface Twins {
  readonly [header: string]: readonly { readonly column: string; readonly values: readonly string[] }[];
}

/** A sheet on which rows can be looked up. The page knows the look-ups themselves (src/hunter/lookups.ts). */
export interface LookupForm {
  /** The one that a menu item led to. */
  readonly lookup: LookupName;
  /** Whether there is a Hunter key. */
  readonly hasKey: boolean;
  readonly sheet: string;
  /** Names of all sheets in sight. */
  readonly sheets: readonly string[];
  /** Sheet rows that hold something: how many, those selected, and those that are hidden. */
  readonly rows: {
    readonly all: number;
    readonly selected: readonly number[];
    readonly hidden: readonly number[];
  };
  readonly headers: readonly string[];
  readonly twins: Twins;
  /** By header, what stands in the first filled cells below it. */
  readonly samples: { readonly [header: string]: readonly string[] };
  /** Headers by API parameter, as far as they were recognised. */
  readonly recognised: { readonly [parameter: string]: string };
}

/** What a look-up over a sheet would come to. */
export interface LookupPreview {
  readonly inputs: { readonly [parameter: string]: string };
  /** Rows with something to look up, and how many of them are left alone since their answer is there. */
  readonly rows: number;
  readonly done: number;
  /** Rows to be done that are left out since they are hidden. They are none of `rows`. */
  readonly hidden: number;
  /** Different inputs among the rows that are to be done. */
  readonly distinct: number;
  readonly alreadyPaid: number;
  readonly toBuy: number;
  readonly invalid: number;
  /** What it is paid from, as far as Hunter says which pool there is; null where it is free. */
  readonly pool: Pool | null;
  /** What one costs at most, by the pool that there is; of a domain search, ten addresses. 0 where it is free. */
  readonly each: number;
  /** Null where it is free, or Hunter did not say. */
  readonly account: {
    readonly used: number;
    readonly left: number;
    readonly resetDate: string | null;
  } | null;
  /** The first 5 rows, by parameter; `problem` for one that would not be asked. */
  readonly first: readonly {
    readonly row: number;
    readonly inputs: { readonly [parameter: string]: string };
    readonly problem: string | null;
  }[];
  /** Of chosen rows: for `startRun`, which then refuses to look other rows up than these. */
  readonly checked: string | null;
}

/** What was spent on Hunter since the account's last reset, as far as this spreadsheet knows. */
export interface Credits {
  readonly account: KeyTest["account"] | null;
  /** By run or formula. `isMine`: null for formulas, whose person Google does not tell, and for runs long ago. */
  readonly spent: readonly (Amounts & {
    readonly what: string;
    readonly isMine: boolean | null;
    readonly lastMs: number;
  })[];
  /** What the stored results spared the runs of this period. */
  readonly saved: Amounts;
  readonly results: number;
}

/** Which stored results go. */
export type Forgetting =
  | { readonly olderThanDays: number }
  /** Everything of that person's; that Hunter must not process them is remembered. */
  | { readonly email: string }
  | { readonly all: true };

/** A record as the API gave it. */
export interface SendRecord {
  readonly [field: string]: unknown;
}

/** A sheet whose rows can be sent out. */
export interface SendForm {
  /** As `startRun` names it: the one asked for, else the one that a menu item led to. */
  readonly push: string;
  /** Pushes that the account cannot have: nobody is shown them. */
  readonly lacking: readonly string[];
  readonly hasKey: boolean;
  readonly sheet: { readonly id: number; readonly name: string };
  /** Names of all sheets in sight. */
  readonly sheets: readonly string[];
  /** Without the one of the outcomes. */
  readonly headers: readonly string[];
  readonly twins: Twins;
  /** By header, what stands in the first filled cells below it. */
  readonly samples: { readonly [header: string]: readonly string[] };
  /** Headers by what look-ups call it (email, first_name …), as far as they were recognised. */
  readonly recognised: { readonly [parameter: string]: string };
  /** Sheet rows that hold something: how many, and those hidden, selected, failed, or sent so that it can be taken back. */
  readonly rows: {
    readonly all: number;
    readonly hidden: readonly number[];
    readonly selected: readonly number[];
    readonly failed: readonly number[];
    /** The campaign is "" where none is meant. */
    readonly undoable: readonly { readonly row: number; readonly campaign: string }[];
  };
  /** Of those that failed the first ones, with what is wrong. */
  readonly problems: PushPlan["problems"];
  /** By table, what the push's fields are, or are chosen from; none without a key. */
  readonly records: { readonly [table: string]: readonly SendRecord[] };
}

/** A sheet to be made for people to fill in. */
export interface SendTemplate {
  readonly name: string;
  /** Stands above the headers. */
  readonly example: string;
  readonly columns: readonly {
    readonly header: string;
    readonly kind: "text" | "number" | "date";
    /** Offered as a drop-down. */
    readonly choices: readonly string[];
  }[];
}

/** When a table is refreshed by itself. `hour` is 0 to 23, `day` 0 (Sunday) to 6, in the spreadsheet's time zone. */
export interface TableRhythm {
  readonly every: "hour" | "day" | "week";
  readonly hour: number;
  readonly day: number;
}

/** Instants are milliseconds since 1970. */
export interface TableSchedule extends TableRhythm {
  readonly isMine: boolean;
  /** What the person is called whose trigger and key it uses. */
  readonly owner: string;
  /** From then on the next hourly trigger starts it. */
  readonly nextMs: number;
  /** Since when that trigger has stayed away; null when all is well. */
  readonly lateSinceMs: number | null;
  /** What the person should know whose it is, in a sentence; null when there is nothing. */
  readonly note: string | null;
}

/** A sheet that Huntsheet fills. */
export interface ManagedTable {
  readonly sheet: { readonly id: number; readonly name: string };
  /** "Huntr Jobs", whatever the sheet is called. */
  readonly title: string;
  readonly lastSuccessMs: number | null;
  /** Below the header. */
  readonly rows: number;
  /** How the last refresh went and what it cost, in a sentence. */
  readonly note: string | null;
  /** Why the last refresh failed, and how many did one after another. */
  readonly error: string | null;
  readonly failures: number;
  /** What is under way, or paused, for this sheet. */
  readonly run: RunView | null;
  readonly schedule: TableSchedule | null;
}

export interface TablesState {
  readonly tables: readonly ManagedTable[];
  readonly timeZone: string;
  /** Schedules of colleagues that the person does not see among their own: of an add-on everybody has theirs. */
  readonly others: readonly (TableRhythm & { readonly sheet: string; readonly by: string })[];
  /** What the log and colleagues call the person who looks. */
  readonly myName: string;
  /** Where the person must give Google's permission again before any trigger of theirs works; null when all is well. */
  readonly consentUrl: string | null;
}

/** Names and shapes of the global functions that the sidebars call. */
export interface ServerCalls {
  setupState(): SetupState;
  /** `keysJson`: {"huntr"?: string, "hunter"?: string}; blank or missing leaves a key as it is. */
  saveKeys(keysJson: string): SetupState;
  /** Tries a key out and stores it in place of the one that is there; one that is refused is not stored. */
  replaceKey(api: ApiName, key: string): { readonly state: SetupState; readonly test: KeyTest };
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
  tablesState(): TablesState;
  /** `rhythmJson`: a `TableRhythm`; `{}` takes the schedule away. */
  saveSchedule(sheetId: number, rhythmJson: string): TablesState;
  /** As `saveSchedule`, for every table but those that a colleague's schedule refreshes. */
  saveScheduleOfAll(rhythmJson: string): TablesState;
  saveMyName(name: string): TablesState;
  /** Shows the sheet beside the sidebar; with a row, goes there. */
  openSheet(sheetId: number, row?: number): TablesState;
  /** These open another sidebar in place of the one that asks, and answer nothing. */
  showSetup(): void;
  showImport(): void;
  showProgress(): void;
  refreshAllTables(): void;
  /** @param from "" at first, then the `next` of the answer before. */
  choices(table: string, from: string): Choices;
  /** @param sheet "" for the one that the person looks at. */
  lookupForm(sheet: string): LookupForm;
  /** `specJson`: a `LookupSpec`; inputs and outputs may be left out. Writes nothing. */
  previewLookup(specJson: string): LookupPreview;
  /** @param push "" for the one that a menu item led to. @param sheet "" for the one that the person looks at. */
  sendForm(push: string, sheet: string): SendForm;
  /** `specJson`: startRun's `{kind: "push", push, sheet, map, constants?, rows?}`. Sends nothing. */
  previewPush(specJson: string, token: string, nth: number): PushPlan | { readonly soFar: SoFar };
  /**
   * Makes (without an id), renames or deletes (`bodyJson` "null") a member field, leads list or custom attribute.
   * Answers the table's records as they are then.
   */
  changeRecord(table: string, id: string, bodyJson: string): readonly SendRecord[];
  /** `templateJson`: a `SendTemplate`. Answers the name that the sheet got. */
  templateSheet(templateJson: string): { readonly sheet: string };
  credits(): Credits;
  /** `whichJson`: a `Forgetting`. Answers how many results are gone. */
  forgetResults(whichJson: string): { readonly forgotten: number };
}
