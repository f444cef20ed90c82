import type { Client } from "./client.ts";
import { assertInput, type ErrorKind, InputError } from "./errors.ts";
import { meantBy, nameWithId, textIn } from "./names.ts";
import type { JsonObject } from "./ports.ts";
import type { FieldKind } from "./reading.ts";
import type { Cell, Column, ReadWhole } from "./resource.ts";
import type { SheetValue } from "./spreadsheet.ts";

/**
 * A row by field, as `readCell` reads it, or the constant where the row is blank. "" where there is neither, and nothing
 * for what must not go out.
 */
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
  /** Whether the person at an address, in lower case, asked not to be processed, as far as this file was told. */
  readonly hasOptedOut: (email: string) => boolean;
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
  /** Fields that tell rows of the same key apart: several notes on one member. */
  readonly alsoKeys?: readonly string[];
  /** The table without which an account cannot have it (`Resource.newer`). */
  readonly needs?: string;
  /** Constants that name one record, by the table of which it is: a name is made its id before anything else. */
  readonly named?: { readonly [field: string]: string };
  /** Fields that are more than text. */
  readonly kinds?: { readonly [field: string]: FieldKind };
  /** Read beside the mapped fields, and written by `beside`, where the sheet has such a column: its header by field. */
  readonly beside?: { readonly [field: string]: string };
  /** Of an earlier outcome in the row, what it says was made: a field for the first group, kept while it is marked. */
  readonly made?: { readonly field: string; readonly words: RegExp };
  /**
   * Whether rows that were sent before are looked at again: where `check` finds out what has changed since, or where
   * a person chose them. Without it they never are.
   */
  readonly resends?: "changed" | "chosen";
  /** Outcomes of rows that the API refuses for a reason that is no fault of theirs. */
  readonly refusals?: { readonly [kind in ErrorKind]?: string };
  /** Where records are kept that the push takes away, as rows of a table. */
  readonly keeps?: { readonly table: string; readonly sheet: string };
  /** Reads what rows are checked against. @throws InputError for a field or a constant that there is not. */
  open(world: PushWorld): OpenPush;
}

/** Outcomes begin with `done`, `skipped: ` or `failed: `: scripts rely on it. */
export interface OpenPush {
  /** As `Push.kinds`, for fields of which only the API tells. */
  kindOf?(field: string): FieldKind | undefined;
  /** What a row means, where two rows may say it in different words. @throws InputError */
  sameAs?(values: Values): string;
  /**
   * The outcome of a row that needs no sending, or cannot be sent as it is; null for one to be sent.
   * @param again right before it is sent: somebody may have edited it since the first time.
   * @throws InputError for a row that fails.
   */
  check(values: Values, again?: boolean): string | null;
  /**
   * What goes out by field, of the very body that `send` makes: text, and records by the name that the row gives them, or
   * by their own where the row's only resembles it.
   */
  sent?(values: Values): { readonly [field: string]: string };
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

/** The row is as it is in the API: not worth a person's time. */
export const UNCHANGED = "skipped: nothing to change";

/** What a name is compared by. */
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

/**
 * By name, else by id, else by both as `nameWithId` has them.
 * @param what in a sentence: "leads lists".
 * @throws InputError when it may be several.
 */
export function recordNamed(
  records: readonly JsonObject[],
  wanted: string,
  what: string,
): JsonObject | undefined {
  const by = (key: string) => (record: JsonObject) => textIn(record, key);
  return meantBy(wanted, records, what, by("name"), by("id"), (record) => nameWithId(record));
}

/** What a record that was found by `recordNamed` is called to the person who gave the name. */
export function calledAs(record: JsonObject, wanted: string): string {
  const own = [textIn(record, "name"), textIn(record, "id"), nameWithId(record)];
  return own.includes(wanted) ? wanted : nameWithId(record);
}

/**
 * What each part of a row comes to.
 * @throws InputError with the sentences of all that fail: whoever mends the row mends all of it at once.
 */
export function allOf<T, R>(parts: readonly T[], made: (part: T) => R): R[] {
  const faults: string[] = [];
  const results = parts.flatMap((part): R[] => {
    try {
      return [made(part)];
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      faults.push(error.message);
      return [];
    }
  });
  assertInput(faults.length === 0, faults.join("; "));
  return results;
}

/** The outcome of a row that cannot be sent as it is. @throws what tells nothing of the row */
export function failed(error: unknown): string {
  if (error instanceof InputError) return `failed: ${error.message}`;
  throw error;
}

/** @throws InputError for a field that would not be sent, though somebody means it to be. */
export function onlyFields(fields: readonly string[], known: readonly string[], what: string): void {
  const unknown = fields.find((name) => !known.includes(name));
  assertInput(unknown === undefined, `${what} has no field "${unknown}". It has: ${known.join(", ")}.`);
}
