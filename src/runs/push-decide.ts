import { isNoValue } from "../core/cells.ts";
import { failed, type OpenPush, type Push } from "../core/push.ts";
import { placeOf, type UserRow } from "../tables/rows.ts";
import { hasMark, isDone, type PushSheet, textOf, told } from "./push-sheet.ts";
import { isUnfinished } from "./run.ts";
import { loadRuns } from "./store.ts";
import type { Work } from "./work.ts";

/** Rows of which nobody would know after a kill. Each batch costs five calls to the sheet and two flushes. */
const ROWS_AT_ONCE = 50;
/** A row that got no answer this often is not sent again by itself. */
const MOST_TRIES = 3;

/** Whose row it is, and whether it is in doubt: "sending: invitation, run 1a2b3c4d, try 2". */
const MARK = /^(?:queued|(sending)): (.+?), run (\w+)/;

/**
 * What is to become of each chosen row: an outcome, the queue, or null to be left alone. Rows of a run that goes on are
 * left to it; those of one that stopped are taken over, and where it was sending them the API is asked.
 */
export function decide(
  at: PushSheet,
  who: string,
  open: OpenPush,
  { ports }: Pick<Work, "ports">,
): Map<UserRow, string | null> {
  const { chosen } = at;
  const decided = new Map<UserRow, string | null>();
  const runs = loadRuns(ports.fileStore);
  const rowOfKey = sentRows(at);
  const { resends } = at.push;
  const isOver = (row: UserRow) =>
    isDone(row, at) && resends !== "changed" && (resends !== "chosen" || !chosen);
  function outcomeOf(row: UserRow): string | null {
    if (isOver(row)) return null;
    const [, isSending, noun, id] = MARK.exec(textOf(row)) ?? [];
    const run = runs.find((other) => other.id === id);
    const isOurs = hasMark(row, at.queued);
    if (run && !isOurs && (isUnfinished(run) || run.status === "paused")) return null;
    if (isSending && noun === at.noun) {
      const values = at.valuesOf(row);
      const key = at.keyOf(values);
      if (rowOfKey.get(key) === row.row) rowOfKey.delete(key);
      const arrived = open.arrived(values);
      if (arrived !== null) return told(arrived, key);
      // Another organisation's key knows nothing of it.
      if (run?.state.who !== who) return sentByOther(at.push);
    }
    return unsendable(row, at, rowOfKey, open, false) ?? at.queueMark(row);
  }
  for (const row of at.rows.rows) if (!chosen || chosen.has(row.row)) decided.set(row, outcomeOf(row));
  return decided;
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
    if (!hasMark(row, at.queued) || sent >= ROWS_AT_ONCE) continue;
    const outcome = unsendable(row, at, rowOfKey, open, true);
    marks.set(placeOf(row), outcome ?? textOf(row).replace(at.queued, at.sending));
    if (outcome === null) sent++;
  }
  return marks;
}

/** Why a row is not sent; null for one that is, whose key is then taken. */
function unsendable(
  row: UserRow,
  at: PushSheet,
  rowOfKey: Map<string, number>,
  open: OpenPush,
  again: boolean,
): string | null {
  const values = at.valuesOf(row);
  const broken = Object.keys(values).find((field) => isNoValue(String(values[field])));
  if (broken !== undefined) return `failed: ${broken} shows ${values[broken]}, mend its formula first`;
  const key = at.keyOf(values);
  if (key === "") return `failed: no ${at.push.keys.join(" or ")} in this row`;
  const twin = rowOfKey.get(key);
  if (twin !== undefined) return `skipped: twice in the sheet, see row ${twin}`;
  try {
    const outcome = open.check(values, again);
    if (outcome === null) rowOfKey.set(key, row.row);
    return outcome;
  } catch (error) {
    return failed(error);
  }
}

/** Sheet rows by the keys of what was sent, or is being sent. */
function sentRows(at: PushSheet): Map<string, number> {
  const rows = new Map<string, number>();
  for (const row of at.rows.rows)
    if (hasMark(row, `sending: ${at.noun}, `) || (isDone(row, at) && !at.push.resends))
      rows.set(at.keyOf(at.valuesOf(row)), row.row);
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
