import type { JsonObject } from "../core/ports.ts";
import type { LookupName } from "../hunter/lookup.ts";
import type { Pool } from "../hunter/plan.ts";
import type { BudgetState } from "../ledger/budget.ts";
import type { LookupState } from "./lookup/state.ts";
import type { PassState } from "./pass/state.ts";
import type { PushState } from "./push/state.ts";
import type { RefreshState } from "./refresh/state.ts";

export type RunStatus = "queued" | "running" | "paused" | "done" | "stopped" | "cancelled";

/** What `startRun` takes for each kind. Scripts and stored schedules hold such specs: names stay. */
export interface ImportSpec {
  readonly table: string;
  readonly sheet?: string;
  readonly filters?: JsonObject;
  readonly columns?: readonly string[];
  readonly removed?: "mark" | "delete";
}

export interface PushSpec {
  readonly push: string;
  readonly sheet: string;
  /** Headers by field: an API's own, or the name of a member field. */
  readonly map: { readonly [field: string]: string };
  /** For every row in which the field is blank. */
  readonly constants?: JsonObject;
  /** Sheet rows, as `packRows` makes a text of them; without them all that were not sent yet. */
  readonly rows?: string;
  /** Hidden rows are taken along. */
  readonly hidden?: true;
}

export interface RefreshSpec {
  readonly sheet: string;
  readonly full?: true;
}

export interface LookupSpec {
  readonly lookup: LookupName;
  readonly sheet: string;
  /** Headers by API parameter: {"email": "E-mail"}. */
  readonly inputs: { readonly [parameter: string]: string };
  /**
   * Headers by column name: {"status": "Status", "verified_at": "Verified at"}. Of a domain search, the columns of an
   * address go to the sheet `into`, the others beside the row.
   */
  readonly outputs: { readonly [column: string]: string };
  /** An answer that is older is asked for again, also where it stands beside its row. 90 unless given. */
  readonly maxAgeDays?: number;
  readonly maxCredits?: number;
  /** What a person was asked to give `maxCredits` in, where that may be another pool than it is paid from. */
  readonly capIn?: Pool;
  /** Sheet rows that are asked for afresh, whatever is stored, as `packRows` makes a text of them. */
  readonly rows?: string;
  /** Hidden rows are taken along. */
  readonly hidden?: true;
  /** Of `domain` and `count`, for every row: {"type": "personal", "limit": 10}. */
  readonly filters?: JsonObject;
  /** Of `domain`: the sheet for the addresses, "Hunter Domain Search" unless given. */
  readonly into?: string;
  /** Of `domain`: headers of the row's columns that each address takes along. */
  readonly along?: readonly string[];
}

/** What a run of each kind was asked to do, and where it is. A new kind is an entry here, one in kinds.ts and a folder. */
export interface Kinds {
  readonly import: { readonly spec: ImportSpec; readonly state: PassState };
  readonly refresh: { readonly spec: RefreshSpec; readonly state: RefreshState };
  readonly push: { readonly spec: PushSpec; readonly state: PushState };
  readonly lookup: {
    readonly spec: LookupSpec;
    readonly state: LookupState;
    /** What of a cap is gone. Changed by all who ask for the run, whoever holds it. */
    readonly purse?: BudgetState;
  };
}

export type Kind = keyof Kinds;

/** A sheet or a table that is written, by all the keys under which somebody else may name it. */
export interface Target {
  /** For a person, after "another run": 'in the sheet "People"'. */
  readonly where: string;
  readonly keys: readonly string[];
}

interface StoredLease {
  readonly holder: string;
  readonly untilMs: number;
  /** Keys of targets. */
  readonly claims: readonly string[];
  /** Its holder sees nothing of the file's cache and journal (facts, 4.3): what it asks, an assistant would ask again. */
  readonly isApart?: true;
}

/** Work that may outlast one execution, as it is kept with the file between slices. */
interface RunBase {
  readonly id: string;
  /** For a person: "Huntr Jobs". */
  readonly what: string;
  /** What `done` and `total` count, in the plural: "jobs". */
  readonly unit: string;
  /** What it writes besides its sheet: claimed with it by whoever holds the run. */
  readonly writes: readonly Target[];
  readonly status: RunStatus;
  /** Whose key it runs with: a random id in that person's own store, since the platform need not tell who acts. */
  readonly who: string;
  readonly sheet: { readonly id: number; readonly name: string } | null;
  /** A schedule started it: whatever becomes of it, it was that schedule's start. */
  readonly isDue?: true;
  readonly done: number;
  readonly total: number | null;
  /** What came of it so far, by a word that a person reads after the number: "added". */
  readonly counts: { readonly [word: string]: number };
  /** How it went and what it cost, in a sentence, where there is more to say than counts. */
  readonly note: string | null;
  readonly error: string | null;
  /** Faults that may pass, one after another, without a batch between them. */
  readonly faults: number;
  readonly waitUntilMs: number;
  /** It needs what only those see who have the file open: a trigger of an add-on leaves it alone. */
  readonly waitsForOpen?: boolean;
  /** Google refused the person a trigger: only an open sidebar advances it. */
  readonly needsSidebar?: boolean;
  /** One worker holds it at a time: until then nobody else touches the run, or what its worker claims. */
  readonly lease: StoredLease | null;
  readonly startedMs: number;
  /** When a worker last took it: who waited longest is next. */
  readonly carriedMs: number;
  readonly finishedMs: number | null;
  /** From then on anybody may write the line of its end in the log; null when there is none to write. */
  readonly logMs: number | null;
  /** It was cancelled, and its marks are still in its sheet. */
  readonly isUntidy?: true;
}

/** A run of one kind. */
export type RunOf<K extends Kind> = { readonly [P in K]: RunBase & { readonly kind: P } & Kinds[P] }[K];

/** A run of any kind, told by `kind`. */
export type Run = RunOf<Kind>;

/** What may change of a run while a worker holds it. */
export type RunChange<K extends Kind> = Partial<Omit<RunBase, "id">> & { readonly state?: Kinds[K]["state"] };

/** How a slice ended. `again`: more is to be done, at once. `wait`: not before then, and nothing is wrong. `open`: not before somebody has the file open. `fault`: something that may pass. */
export type SliceEnd<K extends Kind> =
  | { readonly end: "done"; readonly change: RunChange<K> }
  | { readonly end: "again" }
  | { readonly end: "wait"; readonly untilMs: number; readonly sentence?: string }
  | { readonly end: "open"; readonly sentence: string }
  | { readonly end: "stopped"; readonly sentence: string; readonly change?: RunChange<K> }
  | { readonly end: "fault"; readonly sentence: string; readonly retryAtMs: number };

/** Goes on by itself. */
export function isUnfinished({ status }: Pick<Run, "status">): boolean {
  return status === "queued" || status === "running";
}

/** Goes on by itself, or when somebody says so. */
export function isOpen(run: Pick<Run, "status">): boolean {
  return isUnfinished(run) || run.status === "paused";
}

export function changed<K extends Kind>(run: RunOf<K>, change: RunChange<K>): RunOf<K> {
  // Its kind and spec stay and the state is of that kind, which the compiler cannot follow through a spread.
  return { ...run, ...change } as RunOf<K>;
}
