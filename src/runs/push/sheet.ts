import { addressIn, addressKey } from "../../core/addresses.ts";
import type { Client } from "../../core/client.ts";
import { digest } from "../../core/digest.ts";
import { InputError } from "../../core/errors.ts";
import { readWhole } from "../../core/listing.ts";
import type { JsonObject } from "../../core/ports.ts";
import { type OpenPush, type Push, sameKey, type Values } from "../../core/push.ts";
import type { Query } from "../../core/query.ts";
import { type Reading, readCell, sentAs } from "../../core/reading.ts";
import type { Resource } from "../../core/resource.ts";
import type { Sheet, SheetValue, Written } from "../../core/spreadsheet.ts";
import { Results } from "../../ledger/results.ts";
import { TableFault } from "../../tables/fault.ts";
import { sameCell } from "../../tables/same.ts";
import { identityOf, type Output, type UserRow, UserRows } from "../../tables/user-rows.ts";
import { contentsOf } from "../chosen-rows.ts";
import { unpackRows } from "../row-list.ts";
import { RowMarks } from "../row-marks.ts";
import type { Run, RunOf } from "../run.ts";
import { loadRuns } from "../store.ts";
import { entryOf, type Work } from "../work.ts";
import { pushOf, STATUS_HEADER } from "./spec.ts";

/** Rows of a sheet that go out: what they mean to a push, and the marks that they carry. */
export class PushSheet {
  readonly rows: UserRows;
  /** The spec's rows; null for all. */
  readonly chosen: ReadonlySet<number> | null;
  readonly marks: RowMarks;
  /** In the marks and outcomes of this sending: "invitation", "recipient of campaign 12". */
  readonly noun: string;
  /** What the person chose besides rows: which column is which field, and what has no column. */
  readonly sameForAll: string;
  private readonly constants: { readonly [field: string]: SheetValue };
  /** Those that have a column. */
  private readonly fields: readonly string[];
  private readonly beside: readonly string[];
  private readonly takesHidden: boolean;
  /** As the API has a field, once it was asked. */
  private kindOf: OpenPush["kindOf"];
  private all: readonly Run[] | null = null;

  private constructor(
    { id, spec }: Pick<RunOf<"push">, "id" | "spec">,
    sheet: Sheet,
    readonly push: Push,
    private readonly work: Work,
    mayAdd: boolean,
  ) {
    const { map, constants = {}, rows, hidden = false } = spec;
    this.takesHidden = hidden;
    this.constants = constants as PushSheet["constants"];
    this.sameForAll = JSON.stringify([map, constants]);
    this.fields = Object.keys(map);
    this.beside = Object.keys(push.beside ?? {});
    const outputs = this.beside.map((field): Output => {
      return { header: push.beside?.[field] as string, kind: "text", isOptional: true };
    });
    this.rows = new UserRows(
      work.book,
      sheet,
      this.fields.map((field) => map[field] as string),
      [{ header: STATUS_HEADER, kind: "text" }, ...outputs],
      [],
      mayAdd,
    );
    this.rows.assertDistinct();
    this.rows.isOurs = true;
    this.chosen = rows === undefined ? null : unpackRows(rows);
    this.noun = typeof push.noun === "string" ? push.noun : push.noun(constants);
    this.marks = new RowMarks(id, this.noun, () => this.runs());
  }

  /**
   * @param mayAdd false for a look that writes nothing.
   * @throws TableFault when the sheet is gone, or lacks a column, or has one twice.
   */
  static of(run: Pick<RunOf<"push">, "id" | "spec" | "sheet">, work: Work, mayAdd: boolean): PushSheet {
    const sheet = run.sheet && work.book.sheetById(run.sheet.id);
    if (!sheet)
      throw new TableFault(
        `The sheet "${run.sheet?.name}" was deleted. Its rows that were not sent stay so.`,
      );
    return new PushSheet(run, sheet, pushOf(run.spec.push, work), work, mayAdd);
  }

  /** The runs of the file, as they were when first asked for. */
  runs(): readonly Run[] {
    this.all ??= loadRuns(this.work.ports.fileStore);
    return this.all;
  }

  /** @param read reads a listing whole. */
  open(
    client: Client,
    read: (resource: Resource, filters?: Query) => JsonObject[] = (resource, filters) =>
      readWhole(client, resource, filters),
  ): OpenPush {
    const { book, ports, entries } = this.work;
    const results = new Results(book, ports);
    const open = this.push.open({
      client,
      read: (table, filters) => read(entryOf(entries, table), filters),
      fields: [...new Set(this.fields.concat(Object.keys(this.constants)))],
      mapped: this.fields,
      constants: this.constants as JsonObject,
      dayOf: book.dayOf,
      nowMs: ports.clock.nowMs(),
      isShown: (column, cell, found) => sameCell(column, cell, found, book),
      hasOptedOut: (email) => results.isClaimed(email),
      warn: ports.warn,
    });
    this.kindOf = (field) => open.kindOf?.(field);
    return open;
  }

  valuesOf(row: UserRow): Values {
    // A member field may be called __proto__ or constructor.
    const values: { [field: string]: SheetValue } = Object.create(null);
    for (const [field, { value }] of this.readingsOf(row)) if (value !== undefined) values[field] = value;
    this.beside.forEach((field, i) => {
      values[field] = row.outputs[i + 1] ?? "";
    });
    const { made } = this.push;
    if (made) values[made.field] = made.words.exec(textOf(row))?.[1] ?? "";
    return values;
  }

  /** Why the row cannot go out, whatever the push: null when it can. */
  faultOf(row: UserRow): string | null {
    const faults = this.readingsOf(row).flatMap(([, { fault }]) => fault ?? []);
    return faults.join("; ") || null;
  }

  /** Where the row could be read in two ways, or something else goes out than it shows: which it is. */
  hintsOf(row: UserRow, open: OpenPush): string[] {
    const sent = this.sentOf(row, open);
    if (typeof sent === "string") return [sent];
    return this.readingsOf(row).flatMap(([field, { hint }]) => {
      const shown = (row.shown[this.fields.indexOf(field)] ?? "").trim();
      const goesOut = sent[field] ?? shown;
      return hint ?? (shown === "" || goesOut === shown ? [] : sentAs(field, goesOut, shown));
    });
  }

  /** As `OpenPush.sent`; the sentence where a row cannot be told of: the others are all the same. */
  private sentOf(row: UserRow, open: OpenPush): ReturnType<NonNullable<OpenPush["sent"]>> | string {
    try {
      return open.sent?.(this.valuesOf(row)) ?? {};
    } catch (error) {
      if (error instanceof InputError) return error.message;
      throw error;
    }
  }

  /** Those of the rows that are left out, since nobody sees them. */
  hiddenAmong(rows: readonly UserRow[]): ReadonlySet<UserRow> {
    return this.takesHidden ? new Set() : this.rows.hiddenAmong(rows);
  }

  /** "" for a row without one. */
  keyOf(values: Values): string {
    const first = this.firstKeyOf(values);
    const { alsoKeys = [] } = this.push;
    return first === "" ? "" : [first, ...alsoKeys.map((name) => sameKey(values[name]))].join("\n");
  }

  private firstKeyOf(values: Values): string {
    return addressKey(this.keyCell(values));
  }

  /** Whom or what the key names, as it is sent. A cell in which somebody put a second address meanwhile is its own name. */
  nameOf(values: Values): string {
    const cell = this.keyCell(values);
    try {
      return addressIn(cell);
    } catch {
      return addressKey(cell);
    }
  }

  /** What tells a row from the others: undefined where it holds none of it. */
  private keyCell(values: Values): SheetValue | undefined {
    return this.push.keys.map((name) => values[name]).find((cell) => addressKey(cell) !== "");
  }

  /** As `keyOf` its values: nothing else is read, since all rows of a sheet are asked batch after batch. */
  keyIn(row: UserRow): string {
    return this.keyOf(this.keysIn(row));
  }

  /** As an outcome names it. */
  firstKeyIn(row: UserRow): string {
    return this.firstKeyOf(this.keysIn(row));
  }

  private keysIn(row: UserRow): Values {
    const { keys, alsoKeys = [] } = this.push;
    const values: { [field: string]: SheetValue } = {};
    for (const [field, { value }] of this.readingsOf(row, keys.concat(alsoKeys)))
      if (value !== undefined) values[field] = value;
    return values;
  }

  /** The mark of a row that waits. @param tries how often it was sent already, and did not arrive. */
  queueMark(row: UserRow, tries = 0): string {
    const made = this.push.made?.words.exec(textOf(row))?.[0];
    return `${this.marks.queued}${made ? `, ${made}` : ""}${tries > 0 ? `, try ${tries + 1}` : ""}`;
  }

  /**
   * Writes marks and outcomes; undefined leaves a row as it is, null takes away what stands there.
   * @param isFresh the last look was a moment ago.
   */
  mark(markOf: (row: UserRow) => string | null | undefined, isFresh?: boolean): void {
    this.rows.write((row) => {
      const mark = markOf(row);
      return mark === undefined ? null : withText(row, mark);
    }, isFresh);
  }

  /**
   * Writes outcomes by key over the mark of what is being sent; "" puts the row back in the queue.
   * @param isSent tells rows that were sent although somebody took their mark away.
   * @param after what stands in the columns beside from now on, by key.
   */
  writeOver(
    outcomes: ReadonlyMap<string, string>,
    isSent: (row: UserRow) => boolean,
    after: ReadonlyMap<string, Values>,
  ): void {
    const { marks, beside } = this;
    this.rows.write((row) => {
      const key = this.keyIn(row);
      const outcome = outcomes.get(key);
      const isMarked = marks.isSending(textOf(row));
      if (outcome === "") return isMarked ? withText(row, marks.asQueued(textOf(row))) : null;
      if (outcome === undefined || !(isMarked || isSent(row))) return null;
      const now = after.get(key);
      return [
        told(without(outcome, this.readingsOf(row)), this.nameOf(this.valuesOf(row))),
        ...beside.map((field, i) => now?.[field] ?? row.outputs[i + 1] ?? ""),
      ];
    });
  }

  /**
   * By field, what its cell is read as, or the constant where it is blank.
   * @param only these fields.
   */
  private readingsOf({ inputs, shown }: UserRow, only?: readonly string[]): (readonly [string, Reading])[] {
    const { push, constants, work } = this;
    const read = (field: string, value: SheetValue, seen: string) =>
      readCell(
        field,
        this.kindOf?.(field) ?? push.kinds?.[field] ?? "text",
        { value, shown: seen },
        work.book,
      );
    const isMeant = (field: string) => !only || only.indexOf(field) >= 0;
    const readings = this.fields.flatMap((field, i) => {
      if (!isMeant(field)) return [];
      const reading = read(field, inputs[i] ?? "", shown[i] ?? "");
      const isBlank = reading.value === "" && field in constants;
      return [[field, isBlank ? constantOf(field) : reading] as const];
    });
    const others = Object.keys(constants).filter((field) => this.fields.indexOf(field) < 0 && isMeant(field));
    return [...readings, ...others.map((field) => [field, constantOf(field)] as const)];

    function constantOf(field: string): Reading {
      const value = constants[field] ?? "";
      const { hint: _, ...reading } = read(field, value, String(value));
      return reading;
    }
  }
}

function withText(row: UserRow, text: string | null): Written[] {
  return [text ?? "", ...row.outputs.slice(1)];
}

/** An outcome that says which fields were not sent though their cells hold something. */
function without(outcome: string, readings: readonly (readonly [string, Reading])[]): string {
  const fields = new Map<string, string[]>();
  for (const [field, { leftOut }] of readings)
    if (leftOut !== undefined) fields.set(leftOut, [...(fields.get(leftOut) ?? []), field]);
  const said = [...fields].map(([why, names]) => `; without ${names.join(", ")}, which ${why}`).join("");
  // Fields are named by their users: a `$&` in a name says nothing.
  return outcome.replace(/^(done .*)\)$/, (_, done: string) => `${done}${said})`);
}

/** To whom finds rows changed again and again. */
export const VOLATILE = "Where a formula shows something else each time, type its value in.";

/** What stands in the rows that are meant, as a digest: all that is sent of them, and what is the same for all. */
export function meantIn(at: PushSheet): string {
  const meant = at.rows.rows.filter(({ row }) => !at.chosen || at.chosen.has(row));
  const contents = contentsOf(meant.map((row) => ({ row: row.row, content: identityOf(row) })));
  return digest(at.sameForAll + contents);
}

/** What this run has not sent it will not send. */
export function unqueue(at: PushSheet): void {
  at.rows.mustBeThere = true;
  at.mark((row) => (at.marks.isQueued(textOf(row)) ? null : undefined));
}

/**
 * Whether an earlier sending of this kind was done with the row. Who it was is said in the outcome: the address may have
 * been corrected since, or the row copied with it.
 */
export function isDone(row: UserRow, at: PushSheet): boolean {
  const start = `done (${at.noun}`;
  const text = textOf(row);
  if (!text.startsWith(start) || /^\d/.test(text.slice(start.length))) return false;
  // A name may hold blanks, and " for " too: any end of the outcome that is the row's will do.
  const [, ...ends] = text.split(" for ").map((_, i, parts) => parts.slice(i).join(" for "));
  const key = at.firstKeyIn(row);
  return ends.length === 0 || ends.some((sent) => addressKey(sent) === key);
}

/** An outcome that says who it was. */
export function told(outcome: string, name: string): string {
  return wordOf(outcome) === "done" ? `${outcome} for ${name}` : outcome;
}

export function textOf({ outputs }: UserRow): string {
  return String(outputs[0] ?? "");
}

export function wordOf(outcome: string): "done" | "skipped" | "failed" {
  if (outcome.indexOf("done") === 0) return "done";
  return outcome.indexOf("skipped") === 0 ? "skipped" : "failed";
}
