import type { JsonObject } from "../core/ports.ts";
import type { LookupName } from "../hunter/lookups.ts";
import type { Purse } from "./allowance.ts";

export type RunStatus = "queued" | "running" | "paused" | "done" | "stopped" | "cancelled";

/** What `startRun` takes; the fixed fields of each kind are in the design, section 4. */
export interface ImportSpec {
  readonly kind: "import";
  readonly table: string;
  readonly sheet?: string;
  readonly filters?: JsonObject;
  readonly columns?: readonly string[];
  readonly removed?: "mark" | "delete";
}

export interface PushSpec {
  readonly kind: "push";
  readonly push: string;
  readonly sheet: string;
  /** Headers by field: an API's own, or the name of a member field. */
  readonly map: { readonly [field: string]: string };
  /** For every row in which the field is blank. */
  readonly constants?: JsonObject;
  /** Sheet rows, as `packRows` makes a text of them; without them all that were not sent yet. */
  readonly rows?: string;
}

export interface RefreshSpec {
  readonly kind: "refresh";
  readonly sheet: string;
  readonly full?: true;
}

export interface LookupSpec {
  readonly kind: "lookup";
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
  /** Sheet rows that are asked for afresh, whatever is stored. */
  readonly rows?: readonly number[];
  /** Of `domain` and `count`, for every row: {"type": "personal", "limit": 10}. */
  readonly filters?: JsonObject;
  /** Of `domain`: the sheet for the addresses, "Hunter Domain Search" unless given. */
  readonly into?: string;
  /** Of `domain`: headers of the row's columns that each address takes along. */
  readonly along?: readonly string[];
}

export type Spec = ImportSpec | RefreshSpec | PushSpec | LookupSpec;

/** Work that may outlast one execution, as it is kept with the file between slices. At most 9 KB as JSON. */
export interface Run<S extends Spec = Spec> {
  readonly id: string;
  readonly spec: S;
  /** For a person: "Huntr Jobs". */
  readonly what: string;
  /** What `done` and `total` count, in the plural: "jobs". */
  readonly unit: string;
  /** What no two carriers may be at together, whichever runs they carry: a table's name, or a sheet. */
  readonly subject: string;
  readonly status: RunStatus;
  /** Whose key it runs with: a random id in that person's own store, since the platform need not tell who acts. */
  readonly who: string;
  readonly sheet: { readonly id: number; readonly name: string } | null;
  /** A schedule started it: whatever becomes of it, it was that schedule's start. */
  readonly isDue?: true;
  /** Where the run is, as its kind keeps it. */
  readonly state: JsonObject;
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
  /** Of a look-up with a cap: what of it is gone. Changed by all who ask for the run, whoever carries it. */
  readonly purse?: Purse;
  /** One carrier at a time: until then nobody else touches the run. */
  readonly lease: { readonly holder: string; readonly untilMs: number } | null;
  readonly startedMs: number;
  /** When somebody last carried it on: who waited longest is next. */
  readonly carriedMs: number;
  readonly finishedMs: number | null;
  /** From then on anybody may write the line of its end in the log; null when there is none to write. */
  readonly logMs: number | null;
}

/** How a slice ended. `again`: more is to be done, at once. `wait`: not before then, and nothing is wrong. `fault`: something that may pass. */
export type SliceEnd =
  | { readonly end: "done"; readonly change: Partial<Run> }
  | { readonly end: "again" }
  | { readonly end: "wait"; readonly untilMs: number }
  | { readonly end: "stopped"; readonly sentence: string; readonly change?: Partial<Run> }
  | { readonly end: "fault"; readonly sentence: string; readonly retryAtMs: number };

/** Goes on by itself. */
export function isUnfinished(run: Run): boolean {
  return run.status === "queued" || run.status === "running";
}
