import type { JsonObject } from "../core/ports.ts";

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

/** Work that may outlast one execution, as it is kept with the file between slices. At most 9 KB as JSON. */
export interface Run {
  readonly id: string;
  readonly spec: ImportSpec;
  /** For a person: "Huntr Jobs". */
  readonly what: string;
  readonly status: RunStatus;
  /** Whose key it runs with: a random id in that person's own store, since the platform need not tell who acts. */
  readonly who: string;
  readonly sheet: { readonly id: number; readonly name: string } | null;
  /** The first `batch` batches are on the sheet, and the listing goes on at `place` (null: at its start, or at its end). */
  readonly place: JsonObject | null;
  /** The whole listing is on the sheet; what is left is to take away the rows of records that are gone. */
  readonly atEnd: boolean;
  readonly batch: number;
  /** The table held rows when the run began, so that some may turn out to be gone. */
  readonly hadRows: boolean;
  readonly done: number;
  readonly total: number | null;
  readonly counts: { readonly added: number; readonly changed: number; readonly removed: number };
  readonly error: string | null;
  /** How often the listing was read anew because the cache had forgotten what was seen. */
  readonly rereadings: number;
  /** Faults that may pass, one after another, without a batch between them. */
  readonly faults: number;
  readonly waitUntilMs: number;
  /** One carrier at a time: until then nobody else touches the run. */
  readonly lease: { readonly holder: string; readonly untilMs: number } | null;
  readonly startedMs: number;
  readonly finishedMs: number | null;
}

/** Goes on by itself. */
export function isUnfinished(run: Run): boolean {
  return run.status === "queued" || run.status === "running";
}
