import type { Client } from "./client.ts";
import { InputError, must } from "./errors.ts";
import type { JsonObject } from "./ports.ts";
import type { Cell, Column, ReadWhole } from "./resource.ts";
import type { SheetValue } from "./spreadsheet.ts";

/** A row by field: what stands in the sheet, or the constant where the row is blank. "" where there is neither. */
export type Values = { readonly [field: string]: SheetValue };

/** What a push works with, for the length of one execution. */
export interface PushWorld {
  readonly client: Client;
  readonly read: ReadWhole;
  /** The fields that are mapped to a column or given as a constant. */
  readonly fields: readonly string[];
  /** Those of them that have a column. */
  readonly mapped: readonly string[];
  readonly constants: JsonObject;
  /** The day on which an instant falls in the file's time zone, as 2026-05-01. */
  readonly dayOf: (instant: Date) => string;
  readonly nowMs: number;
  /** Whether a cell of the sheet shows what a column would. */
  readonly isShown: (column: Column, cell: Cell, found: SheetValue) => boolean;
  /** Whether Hunter told a look-up of this file that the person must not be processed. In lower case. */
  readonly isClaimed: (email: string) => boolean;
  readonly warn: (message: string) => void;
}

/** One kind of thing that goes out to an API, a row of the sheet each. */
export interface Push {
  /** As in `startRun({kind: "push", push})`, frozen. */
  readonly name: string;
  readonly api: "huntr" | "hunter";
  /** For a person: "Invitations". */
  readonly title: string;
  /** Tells this push's marks and outcomes in the status column from those of another: "invitation". */
  readonly noun: string | ((constants: JsonObject) => string);
  /** Follows the number of rows that were sent: "invited". */
  readonly verb: string;
  /** How many rows one call takes. */
  readonly perCall: number;
  /** One of these must be mapped: the first of them that a row holds tells it from the others. */
  readonly keys: readonly string[];
  /** Read beside the mapped fields, and written by `beside`, where the sheet has such a column: its header by field. */
  readonly beside?: { readonly [field: string]: string };
  /** Of an earlier outcome in the row, what it says was made: a field for the first group, kept while it is marked. */
  readonly made?: { readonly field: string; readonly words: RegExp };
  /**
   * Whether rows that were sent before are looked at again: where `check` finds out what has changed since, or where
   * a person chose them. Without it they never are.
   */
  readonly resends?: "changed" | "chosen";
  /** Where records are kept that the push takes away, as rows of a table. */
  readonly keeps?: { readonly table: string; readonly sheet: string };
  /** Reads what rows are checked against. @throws InputError for a field or a constant that there is not. */
  open(world: PushWorld): OpenPush;
}

/** Outcomes begin with `done`, `skipped: ` or `failed: ` (design, section 4). */
export interface OpenPush {
  /**
   * The outcome of a row that needs no sending, or cannot be sent as it is; null for one to be sent.
   * @param again right before it is sent: somebody may have edited it since the first time.
   * @throws InputError for a row that fails.
   */
  check(values: Values, again?: boolean): string | null;
  /** What is odd about a row, though it can be sent as it is. */
  hint?(values: Values): string | null;
  /** What sending the row would change, for a person who decides about it. */
  describe?(values: Values): string;
  /** The records that `send` is about to take away. */
  kept?(rows: readonly Values[]): JsonObject[];
  /**
   * One call, with at most `perCall` rows.
   * @returns one outcome per row.
   * @throws ApiError when the call as a whole failed.
   */
  send(rows: readonly Values[]): string[];
  /** Asks the API about a row of which nobody knows whether it was sent: its outcome, null when it did not arrive. */
  arrived(values: Values): string | null;
  /** What stands in the columns beside from now on, for values that `send` or `arrived` was just given. */
  beside?(values: Values): Values | undefined;
}

/** The person asked not to be processed. */
export const CLAIMED = "skipped: claimed (asked Hunter not to be processed)";

/** The row is as it is in the API: not worth a person's time. */
export const UNCHANGED = "skipped: nothing to change";

/** What a key is compared by: two ways to write one address are one person. */
export function sameKey(value: unknown): string {
  return String(value ?? "")
    .normalize("NFC")
    .trim()
    .toLowerCase();
}

/** Of a record that a row names by its id. */
export function idOf({ id = "" }: Values): string {
  return String(id).trim();
}

/** By id, else by name, in whatever way a person writes it. */
export function recordNamed(
  records: readonly JsonObject[],
  wanted: string,
  id = "id",
  name = "name",
): JsonObject | undefined {
  const by = (key: string) => records.find((record) => sameKey(record[key]) === sameKey(wanted));
  return by(id) ?? by(name);
}

/** The outcome of a row that cannot be sent as it is. @throws what tells nothing of the row */
export function failed(error: unknown): string {
  if (error instanceof InputError) return `failed: ${error.message}`;
  throw error;
}

/** @throws InputError for a field that would not be sent, though somebody means it to be. */
export function onlyFields(fields: readonly string[], known: readonly string[], what: string): void {
  const unknown = fields.find((name) => !known.includes(name));
  must(unknown === undefined, `${what} has no field "${unknown}". It has: ${known.join(", ")}.`);
}

/** The form of an address, as far as it can be told without asking. A copied one may hold characters that nobody sees. */
export function isAddress(text: string): boolean {
  return (
    text.length <= 200 &&
    /^[^@]+@[^@]+\.[^@]+$/.test(text) &&
    !/[\s,;:<>()[\]"\p{C}]|\.\.|\.@|@\.|^\.|\.$/u.test(text)
  );
}
