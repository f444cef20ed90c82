import type { Client } from "../core/client.ts";
import { digest } from "../core/digest.ts";
import { readWhole } from "../core/listing.ts";
import { type OpenPush, type Push, sameKey, type Values } from "../core/push.ts";
import type { SheetValue } from "../core/spreadsheet.ts";
import { TableFault } from "../tables/fault.ts";
import { PaidResults } from "../tables/paid.ts";
import { type UserRow, UserRows } from "../tables/rows.ts";
import { sameCell } from "../tables/same.ts";
import { pushOf, STATUS_HEADER } from "./push-spec.ts";
import { unpackRows } from "./row-list.ts";
import type { PushSpec, Run } from "./run.ts";
import { entryOf, type Work } from "./work.ts";

/** Sheet, rows and push of a run, with what its rows mean and the marks that they carry. */
export interface PushSheet {
  readonly push: Push;
  readonly rows: UserRows;
  /** The spec's rows; null for all. */
  readonly chosen: ReadonlySet<number> | null;
  /** Marks of this run begin so: what else a row is marked with follows. */
  readonly queued: string;
  readonly sending: string;
  /** In the marks and outcomes of this sending: "invitation", "recipient of campaign 12". */
  readonly noun: string;
  open(client: Client): OpenPush;
  valuesOf(row: UserRow): Values;
  /** "" for a row without one. */
  keyOf(values: Values): string;
  /** The mark of a row that waits. @param tries how often it was sent already, and did not arrive. */
  queueMark(row: UserRow, tries?: number): string;
  /**
   * Writes marks and outcomes; undefined leaves a row as it is, null takes away what stands there.
   * @param isFresh the last look was a moment ago.
   */
  mark(textOf: (row: UserRow) => string | null | undefined, isFresh?: boolean): void;
  /**
   * Writes outcomes by key over the mark of what is being sent; "" puts the row back in the queue.
   * @param isSent tells rows that were sent although somebody took their mark away.
   * @param beside what stands in the columns beside from now on, by key.
   */
  writeOver(
    outcomes: ReadonlyMap<string, string>,
    isSent: (row: UserRow) => boolean,
    beside: ReadonlyMap<string, Values>,
  ): void;
}

/**
 * @param mayAdd false for a look that writes nothing.
 * @throws TableFault when the sheet is gone, or lacks a column, or has one twice.
 */
export function sheetOf(
  { id, spec, sheet: at }: Pick<Run<PushSpec>, "id" | "spec" | "sheet">,
  work: Work,
  mayAdd: boolean,
): PushSheet {
  const { book, ports } = work;
  const sheet = at && book.sheetById(at.id);
  if (!sheet)
    throw new TableFault(`The sheet "${at?.name}" was deleted. Its rows that were not sent stay so.`);
  const push = pushOf(spec.push, work);
  const { map, constants = {} } = spec;
  const fields = Object.keys(map);
  const beside = Object.keys(push.beside ?? {});
  const rows = new UserRows(
    book,
    sheet,
    fields.map((field) => map[field] as string),
    [
      { header: STATUS_HEADER, kind: "text" },
      ...beside.map(
        (field) => ({ header: push.beside?.[field] as string, kind: "text", isOptional: true }) as const,
      ),
    ],
    [],
    mayAdd,
  );
  // Of two addresses nobody knows which one is meant.
  if (rows.twice !== null)
    throw new TableFault(
      `The sheet "${sheet.name()}" has two columns "${rows.twice}". Rename one of them, then send again.`,
    );
  rows.isOurs = true;
  const noun = typeof push.noun === "string" ? push.noun : push.noun(constants);
  const queued = `queued: ${noun}, run ${id}`;
  const sending = `sending: ${noun}, run ${id}`;
  const keyOf = (values: Values) => {
    const field = push.keys.find((name) => sameKey(values[name]) !== "");
    return field === undefined ? "" : sameKey(values[field]);
  };
  const valuesOf = (row: UserRow) => {
    const values: { [field: string]: SheetValue } = {};
    fields.forEach((field, i) => {
      values[field] = row.inputs[i] ?? "";
    });
    for (const field of Object.keys(constants))
      if (fields.indexOf(field) < 0 || values[field] === "") values[field] = constants[field] as SheetValue;
    beside.forEach((field, i) => {
      values[field] = row.outputs[i + 1] ?? "";
    });
    if (push.made) values[push.made.field] = push.made.words.exec(textOf(row))?.[1] ?? "";
    return values;
  };
  const withText = (row: UserRow, text: string | null) => [text ?? "", ...row.outputs.slice(1)];
  return {
    push,
    rows,
    chosen: spec.rows === undefined ? null : unpackRows(spec.rows),
    noun,
    queued,
    sending,
    keyOf,
    valuesOf,
    open: (client) => {
      let paid: PaidResults | null = null;
      return push.open({
        client,
        read: (table) => readWhole(client, entryOf(work.entries, table)),
        fields: [...new Set(fields.concat(Object.keys(constants)))],
        mapped: fields,
        constants,
        dayOf: book.dayOf,
        nowMs: ports.clock.nowMs(),
        isShown: (column, cell, found) => sameCell(column, cell, found, book.dayOf),
        isClaimed: (email) => {
          paid ??= PaidResults.open(book, ports);
          return paid.find("verify", email, 0)?.status === "claimed";
        },
        warn: ports.warn,
      });
    },
    queueMark: (row, tries = 0) => {
      const made = push.made?.words.exec(textOf(row))?.[0];
      return `${queued}${made ? `, ${made}` : ""}${tries > 0 ? `, try ${tries + 1}` : ""}`;
    },
    mark: (markOf, isFresh) =>
      rows.write((row) => {
        const mark = markOf(row);
        return mark === undefined ? null : withText(row, mark);
      }, isFresh),
    writeOver: (outcomes, isSent, after) =>
      rows.write((row) => {
        const key = keyOf(valuesOf(row));
        const outcome = outcomes.get(key);
        const isMarked = hasMark(row, sending);
        if (outcome === "") return isMarked ? withText(row, textOf(row).replace(sending, queued)) : null;
        if (outcome === undefined || !(isMarked || isSent(row))) return null;
        const now = after.get(key);
        return [told(outcome, key), ...beside.map((field, i) => now?.[field] ?? row.outputs[i + 1] ?? "")];
      }),
  };
}

/** Who is meant in which row, as a digest. What else stands there may be a formula that is never twice the same. */
export function contentsOf({ rows, chosen, keyOf, valuesOf }: PushSheet): string {
  const meant = rows.rows.filter(({ row }) => !chosen || chosen.has(row));
  return digest(JSON.stringify(meant.map((row) => [row.row, keyOf(valuesOf(row))])));
}

/** What this run has not sent it will not send. */
export function unqueue(at: PushSheet): void {
  at.rows.mustBeThere = true;
  at.mark((row) => (hasMark(row, at.queued) ? null : undefined));
}

/**
 * Whether an earlier sending of this kind was done with the row. Who it was is said in the outcome: the address may have
 * been corrected since, or the row copied with it.
 */
export function isDone(row: UserRow, { noun, keyOf, valuesOf }: PushSheet): boolean {
  const start = `done (${noun}`;
  if (!hasMark(row, start) || /^\d/.test(textOf(row).slice(start.length))) return false;
  const sent = / for (\S+)$/.exec(textOf(row))?.[1];
  return sent === undefined || sent === keyOf(valuesOf(row));
}

/** An outcome that says who it was. */
export function told(outcome: string, key: string): string {
  return wordOf(outcome) === "done" ? `${outcome} for ${key}` : outcome;
}

export function hasMark(row: UserRow, mark: string): boolean {
  return textOf(row).indexOf(mark) === 0;
}

export function textOf({ outputs }: UserRow): string {
  return String(outputs[0] ?? "");
}

export function wordOf(outcome: string): "done" | "skipped" | "failed" {
  if (outcome.indexOf("done") === 0) return "done";
  return outcome.indexOf("skipped") === 0 ? "skipped" : "failed";
}
