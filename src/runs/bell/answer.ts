import { readPage } from "../../core/listing.ts";
import { BusyFault } from "../../core/locked.ts";
import { FIRST_CURSOR } from "../../core/page.ts";
import type { Store } from "../../core/ports.ts";
import { DAY_MS, MINUTE_MS } from "../../core/times.ts";
import { allTables, type TableState } from "../../tables/state.ts";
import { followedFrom, PAGE_MS } from "../pass/whole.ts";
import { resumeRuns } from "../resume.ts";
import { queueRun } from "../start.ts";
import { type Work, whoAmI } from "../work.ts";
import { loadHooks, loadNote } from "./note.ts";

/** Name of the global function that the trigger of each minute calls while live updates are on. */
export const ANSWER_BELLS = "answerBells";

/** So long after the last look the next bell is answered: with the trigger's minute, tables are right within five. */
const SPACING_MS = 3 * MINUTE_MS;
/**
 * Google lets a person's triggers run for 90 minutes a day (facts, 1.2). Looking whether somebody rang takes a second of
 * each minute, 24 of them. Answering bells may take this long of the rest; the others of the day are answered seldom.
 */
const MOST_SPENT_MS = 30 * MINUTE_MS;
const SELDOM_MS = 15 * MINUTE_MS;
/** What is still not in the tables after so many refreshes is left to the next bell, or to their schedules. */
const MOST_LOOKS = 3;
/** A whole listing that began so long after an action holds what it tells. */
const RECORDED_SECONDS = 60;

/** How far bells are answered. */
interface Answered {
  /** When the last look began: who rang before is answered by it. */
  readonly atMs: number;
  /** How many looks in a row found something that was in no table yet. */
  readonly open: number;
  /** Of a day, counted from 1970: how long its triggers were at it. */
  readonly day: number;
  readonly spentMs: number;
  /** From the last bell until the tables were right. */
  readonly lagMs: number | null;
  /** Why Huntr could not be asked. */
  readonly error: string | null;
}

const ANSWERED = "bell.answered";

export function loadAnswered(store: Store): Answered {
  const none = { atMs: 0, open: 0, day: 0, spentMs: 0, lagMs: null, error: null };
  return { ...none, ...(JSON.parse(store.get(ANSWERED) ?? "{}") as Partial<Answered>) };
}

/** Whether it is time to look what happened. Two reads: a trigger asks each minute. */
export function isRung({ ports: { fileStore, clock } }: Pick<Work, "ports">): boolean {
  const nowMs = clock.nowMs();
  const { atMs, open, error, ...spent } = loadAnswered(fileStore);
  const isSeldom = error !== null || spentOf(spent, nowMs) >= MOST_SPENT_MS;
  if (nowMs - atMs < (isSeldom ? SELDOM_MS : SPACING_MS)) return false;
  return open > 0 || loadNote(fileStore).lastMs > atMs;
}

/** Today's. */
function spentOf({ day, spentMs }: Pick<Answered, "day" | "spentMs">, nowMs: number): number {
  return day === Math.floor(nowMs / DAY_MS) ? spentMs : 0;
}

/**
 * Reads what happened, and brings up to date what it concerns. One request tells whether anything did: a bell that is
 * forged, or rung again, costs no more. One of the person whose trigger this is; others have theirs taken away.
 */
export function answerBells(work: Work, deadlineMs: number): void {
  const { ports } = work;
  const { fileStore, clock, triggers } = ports;
  if (loadHooks(fileStore)?.who !== whoAmI(ports)) {
    triggers.remove(ANSWER_BELLS);
    return;
  }
  const startedMs = clock.nowMs();
  const isOpen = queueByBell(work);
  if (isOpen) resumeRuns(work, deadlineMs);
  const answered = loadAnswered(fileStore);
  const nowMs = clock.nowMs();
  save(fileStore, {
    ...answered,
    day: Math.floor(nowMs / DAY_MS),
    spentMs: spentOf(answered, nowMs) + nowMs - startedMs,
    ...(isOpen ? { lagMs: Math.max(0, nowMs - loadNote(fileStore).lastMs) } : {}),
  });
}

/** Queues a refresh of each table that does not hold yet what happened. @returns whether there is any. */
export function queueByBell(work: Work): boolean {
  const { ports } = work;
  const { clock, fileStore } = ports;
  if (!isRung(work) || loadHooks(fileStore)?.who !== whoAmI(ports)) return false;
  const { open, ...before } = loadAnswered(fileStore);
  const atMs = clock.nowMs();
  try {
    const sheets = outdatedSheets(work);
    for (const [sheetId, name] of sheets)
      queueRun({ kind: "refresh", sheet: name }, work, { sheetId, sinceMs: atMs });
    const looks = sheets.size > 0 ? open + 1 : 0;
    save(fileStore, { ...before, atMs, open: looks >= MOST_LOOKS ? 0 : looks, error: null });
    return sheets.size > 0;
  } catch (error) {
    if (error instanceof BusyFault) return false;
    // Told in Set up; the next bell has it tried again. A mail for each of them would help nobody.
    const { name, message } = error as Error;
    const sentence = name === "HuntsheetError" ? message : work.sheetFault(error).sentence;
    save(fileStore, { ...before, atMs, open: open + 1 >= MOST_LOOKS ? 0 : open + 1, error: sentence });
    return false;
  }
}

function save(store: Store, answered: Answered): void {
  store.set(ANSWERED, JSON.stringify(answered));
}

/** Names by id of the sheets of tables that lack what an action tells. One request, none where no table follows them. */
function outdatedSheets({ ports, book, entries, client }: Work): Map<number, string> {
  const following = [...allTables(ports.fileStore)].flatMap(([id, { table, followed }]) => {
    const entry = entries.find((other) => other.table === table);
    const sheet = book.sheetById(id);
    if (!entry?.follows || !followed || !sheet) return [];
    return { id, sheet, followed, since: sinceOf(followed), api: entry.api, actions: entry.follows.actions };
  });
  const [first] = following;
  if (!first) return new Map();
  const since = { created_after: Math.min(...following.map((table) => table.since)) };
  const untilMs = ports.clock.nowMs() + PAGE_MS;
  // Newest first: where a page of them is known, so are the older ones.
  const { records } = readPage(client(first.api, untilMs), first.actions, since, FIRST_CURSOR);
  const outdated = following.filter(({ followed, since }) =>
    records.some(
      ({ id, createdAt }) => Number(createdAt) >= since && followed.handled.indexOf(String(id)) < 0,
    ),
  );
  return new Map(outdated.map(({ id, sheet }) => [id, sheet.name()]));
}

/** Unix seconds: what happened earlier is in the table. A whole listing names no actions, however late it was read. */
function sinceOf({ sinceSeconds, wholeMs }: NonNullable<TableState["followed"]>): number {
  return sinceSeconds === followedFrom(wholeMs)
    ? Math.floor(wholeMs / 1000) - RECORDED_SECONDS
    : sinceSeconds;
}
