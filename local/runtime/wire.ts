/**
 * What crosses between an execution's worker and the host. Only JSON text goes in and out of the bare context, so
 * nothing in there leads out to Node. A Date travels as {d: milliseconds}; NaN and the infinities as {n: "NaN"}.
 */
import type { Entry } from "./report.ts";

export interface JobConfig {
  /** The virtual instant at the start, in milliseconds; null: the real clock. */
  readonly nowMs: number | null;
  /** On the real clock: how far the file's clock is ahead of it. */
  readonly aheadMs: number;
  /** The virtual instant at which the execution dies. */
  readonly deadlineMs: number;
  readonly authMode: "NONE" | "LIMITED" | "CUSTOM_FUNCTION" | "FULL";
  readonly entry: Entry;
  readonly formulaOddResults: "error" | "blank";
  readonly scriptTimeZone: string;
}

/** A project's code. */
export interface Code {
  readonly text: string;
  /** See compiled.ts. */
  readonly compiled: Uint8Array;
}

/** Host → worker, for each execution. */
export interface Job {
  /** Null: that of the worker's last job. To hand it over takes longer than most executions do. */
  readonly code: Code | null;
  readonly name: string;
  /** JSON text of the list of arguments, in wire form. */
  readonly args: string;
  readonly config: JobConfig;
}

/** Worker → host, on the bridge's port. A call waits for an Answer, a note does not. */
export type Message =
  | {
      readonly kind: "call";
      readonly method: string;
      readonly args: string;
      /** Modelled milliseconds that the guest spent on reading the clock since its last call. */
      readonly spentMs: number;
      /** The id of the file that was opened by it; null for the one that the execution is in. */
      readonly file: string | null;
    }
  | { readonly kind: "log"; readonly level: "log" | "info" | "warn" | "error"; readonly text: string };

/** Host → worker in place of an answer: the execution dies at this call. */
export const DIE = "die";

/** Host → worker, as JSON text. `now` is the virtual instant after the call. */
export type Answer =
  | { readonly v?: unknown; readonly now: number }
  | { readonly e: { readonly name: string; readonly message: string }; readonly now: number };

/** Worker → host, on a port of its own, when nothing of the execution runs any more. */
export type Outcome =
  | { readonly ok: true; readonly json: string }
  | { readonly ok: false; readonly error: { name: string; message: string; stack: string } };

/** What a worker is born with: one end of the port and the word that Atomics.wait sleeps on. */
export interface Bridge {
  readonly port: import("node:worker_threads").MessagePort;
  readonly flag: Int32Array;
  /** The guest bundle: an expression that gives `{ install, invoke }`. */
  readonly guest: string;
  /** See compiled.ts. */
  readonly compiled: Uint8Array;
}

export type WireDate = { readonly d: number };
export type WireNumber = { readonly n: "NaN" | "Infinity" | "-Infinity" };
/** A cell on its way: null empties. */
export type WireCell = string | number | boolean | null | WireDate | WireNumber;

/** The area of a sheet that a range stands for; rows and columns count from 1. */
export interface Area {
  /** Sheet id. */
  readonly s: number;
  readonly r: number;
  readonly c: number;
  readonly nr: number;
  readonly nc: number;
  /** Written without one dimension, as whole rows ("2:3") or whole columns ("B:B"); or a protected sheet as a whole. */
  readonly open?: "ROW" | "COLUMN" | "SHEET";
}
