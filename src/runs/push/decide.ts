import { failed, type OpenPush, type Push, type Values } from "../../core/push.ts";
import { placeOf, type UserRow } from "../../tables/user-rows.ts";
import { markIn } from "../row-marks.ts";
import { isDone, type PushSheet, textOf, told } from "./sheet.ts";

/** Rows of which nobody would know after a kill. Each batch costs five calls to the sheet and two flushes. */
const ROWS_AT_ONCE = 50;
/** A row that got no answer this often is not sent again by itself. */
const MOST_TRIES = 3;

/**
 * What is to become of each chosen row: an outcome, the queue, or null to be left alone. Rows of a run that goes on are
 * left to it; those of one that stopped are taken over, and where it was sending them the API is asked. Hidden rows are left
 * alone, and counted.
 */
export function decide(
  at: PushSheet,
  who: string,
  open: OpenPush,
): {
  readonly decided: ReadonlyMap<UserRow, string | null>;
  readonly hidden: number;
} {
  const { chosen } = at;
  const decided = new Map<UserRow, string | null>();
  const rowOfKey = sentRows(at);
  const { resends } = at.push;
  const isOver = (row: UserRow) =>
    isDone(row, at) && resends !== "changed" && (resends !== "chosen" || !chosen);
  const isLeft = (row: UserRow) => isOver(row) || at.marks.isOthers(textOf(row));
  const meant = at.rows.rows.filter(({ row }) => !chosen || chosen.has(row));
  const due = meant.filter((row) => !isLeft(row) && !markIn(textOf(row))?.isSending);
  const hidden = at.hiddenAmong(due);
  function outcomeOf(row: UserRow): string | null {
    if (isLeft(row) || hidden.has(row)) return null;
    const mark = markIn(textOf(row));
    if (mark?.isSending && mark.noun === at.noun) {
      const values = at.valuesOf(row);
      const key = at.keyOf(values);
      if (rowOfKey.get(key) === row.row) rowOfKey.delete(key);
      const arrived = arrivedOf(open, values);
      if (arrived !== null) return told(arrived, at.nameOf(values));
      // Another organisation's key knows nothing of it.
      const run = at.runs().find(({ id }) => id === mark.runId);
      if (run?.kind !== "push" || run.state.who !== who) return sentByOther(at.push);
    }
    return unsendable(row, at, rowOfKey, open, false) ?? at.queueMark(row);
  }
  for (const row of meant) decided.set(row, outcomeOf(row));
  return { decided, hidden: hidden.size };
}

/**
 * The rows to be marked next, by place. A queued row that somebody edited meanwhile is checked as it is now, and one
 * that was copied is sent once.
 */
export function nextBatch(at: PushSheet, open: OpenPush): Map<string, string> {
  const marks = new Map<string, string>();
  const rowOfKey = sentRows(at);
  let sent = 0;
  for (const row of at.rows.rows) {
    const text = textOf(row);
    if (!at.marks.isQueued(text) || sent >= ROWS_AT_ONCE) continue;
    const outcome = unsendable(row, at, rowOfKey, open, true);
    marks.set(placeOf(row), outcome ?? at.marks.asSending(text));
    if (outcome === null) sent++;
  }
  return marks;
}

/** What became of a row in doubt; the fault where what it names is nobody's any more. */
export function arrivedOf(open: OpenPush, values: Values): string | null {
  try {
    return open.arrived(values);
  } catch (error) {
    return failed(error);
  }
}

/** Why a row is not sent; null for one that is, whose key is then taken. */
function unsendable(
  row: UserRow,
  at: PushSheet,
  rowOfKey: Map<string, number>,
  open: OpenPush,
  again: boolean,
): string | null {
  const fault = at.faultOf(row);
  if (fault !== null) return `failed: ${fault}`;
  const values = at.valuesOf(row);
  const key = at.keyOf(values);
  if (key === "") return `failed: no ${at.push.keys.join(" or ")} in this row`;
  const twin = rowOfKey.get(key);
  if (twin !== undefined) return `skipped: twice in the sheet, see row ${twin}`;
  try {
    const same = open.sameAs?.(values);
    const other = same === undefined ? undefined : rowOfKey.get(`same ${same}`);
    if (other !== undefined) return `skipped: twice in the sheet, see row ${other}`;
    const outcome = open.check(values, again);
    if (outcome === null) {
      rowOfKey.set(key, row.row);
      if (same !== undefined) rowOfKey.set(`same ${same}`, row.row);
    }
    return outcome;
  } catch (error) {
    return failed(error);
  }
}

/** Sheet rows by the keys of what was sent, or is being sent. */
function sentRows(at: PushSheet): Map<string, number> {
  const rows = new Map<string, number>();
  for (const row of at.rows.rows) {
    const mark = markIn(textOf(row));
    if ((mark?.isSending && mark.noun === at.noun) || (isDone(row, at) && !at.push.resends))
      rows.set(at.keyIn(row), row.row);
  }
  return rows;
}

/** The queue again for a row that did not arrive, until it was tried often enough. */
export function triedAgain(row: UserRow, at: PushSheet): string {
  const tries = Number(/try (\d+)$/.exec(textOf(row))?.[1] ?? 1);
  return tries < MOST_TRIES
    ? at.queueMark(row, tries)
    : `failed: ${apiOf(at.push)} gave no answer, and it did not arrive. Send it again later.`;
}

/** For a row in doubt that another key may have sent: it may belong to another organisation. */
export function sentByOther(push: Push): string {
  return `failed: a person with another key may have sent it, though ${apiOf(push)} shows nothing of it to you. Make sure, then send it again.`;
}

function apiOf({ api }: Push): string {
  return api === "huntr" ? "Huntr" : "Hunter";
}
