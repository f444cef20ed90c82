import { digest } from "../../core/digest.ts";
import { ApiError, InputError } from "../../core/errors.ts";
import { readPage } from "../../core/listing.ts";
import { locked } from "../../core/locked.ts";
import { FIRST_CURSOR } from "../../core/page.ts";
import type { JsonObject, Store } from "../../core/ports.ts";
import type { Resource } from "../../core/resource.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "../../core/times.ts";
import { allTables } from "../../tables/state.ts";
import { advanceRun } from "../advance.ts";
import { unlessBusy } from "../resume.ts";
import { isUnfinished, type Run } from "../run.ts";
import { queueRun } from "../start.ts";
import { entryOf, type Work, whoAmI } from "../work.ts";
import { loadNote } from "./ring.ts";
import { loadWebhooks } from "./webhooks.ts";

/** How far the bells were answered. Written by the triggers of the person whom they belong to. */
export interface Answered {
  /** What rang until then is answered for. */
  readonly doneMs: number;
  /** When Huntr was last asked whether there is something new, and when tables were last refreshed for it. */
  readonly askedMs: number;
  readonly refreshedMs: number;
  /** Digest of the newest actions, and when the newest was made, in Unix seconds. */
  readonly seen: string;
  readonly newest: number;
  /** From the oldest action that was new until it stood in the tables, the last time. */
  readonly lagMs: number | null;
  /** What the refreshes of a day took, in milliseconds; the day in days since 1970. */
  readonly day: number;
  readonly spentMs: number;
  /** Why Huntr could not be asked: a sentence. */
  readonly error: string | null;
}

const NAME = "bell.answered";
const NOTHING: Answered = {
  doneMs: 0,
  askedMs: 0,
  refreshedMs: 0,
  seen: "",
  newest: 0,
  lagMs: null,
  day: 0,
  spentMs: 0,
  error: null,
};

/** A bell may ring before its action can be read: what rang later than this is looked at once more. */
const SETTLE_MS = MINUTE_MS;
/** With the minute of the trigger and the time that they take, tables are up to date within five minutes. */
const REFRESH_EVERY_MS = 3 * MINUTE_MS;
/**
 * Of the 90 minutes that all triggers of a person may run in a day (facts, 1.2); looking each minute takes some 24 of
 * them. From then on bells are answered once an hour.
 */
export const REFRESH_MS_PER_DAY = 30 * MINUTE_MS;
/** Actions of one look, and how far back from the newest they may still come in: ids of a second come in any order. */
const LOOK_RECORDS = 50;
const LATE_SECONDS = 60;
/** A look takes a second; what is not answered by then is asked for a minute later. */
const LOOK_MS = 20_000;

/** One service call. */
export function loadAnswered(store: Store): Answered {
  return { ...NOTHING, ...(JSON.parse(store.get(NAME) ?? "{}") as Partial<Answered>) };
}

export function forgetAnswered(store: Store): void {
  store.remove(NAME);
}

/**
 * Refreshes the tables that follow actions when bells rang and Huntr has something new. A look costs one request, once
 * a minute at most, however many rang; only what it finds costs more.
 */
export function answerBells(work: Work, deadlineMs: number): void {
  const begun = begin(work);
  if (!begun) return;
  const { fileStore } = work.ports;
  const tables = followers(work);
  const answered: Answered = { ...begun, error: null, doneMs: begun.askedMs - SETTLE_MS };
  const look = tables[0] ? lookAt(tables[0].entry, work) : "nothing";
  if (look === null) return;
  if (look === "nothing" || "error" in look) {
    save(fileStore, look === "nothing" ? answered : { ...begun, ...look });
    return;
  }
  if (look.seen === begun.seen) {
    save(fileStore, answered);
    return;
  }
  const runs = tables.flatMap(({ sheet }) => refreshOf(sheet, begun.askedMs, work));
  const { seen, newest } = look;
  // One that was under way may have read the actions before: then the next look finds them new again.
  const isAll = runs.every(({ startedMs }) => startedMs >= begun.askedMs);
  const refreshed = {
    ...(isAll ? { ...answered, seen, newest } : { ...begun, error: null }),
    refreshedMs: begun.askedMs,
  };
  // The runs are there: whoever dies from here on, they go on.
  save(fileStore, refreshed);
  save(fileStore, { ...refreshed, ...advanced(runs, look.since(begun.newest), refreshed, work, deadlineMs) });
}

/** Notes that somebody looks now; null when there is nothing to look for, or not yet. */
function begin({ ports }: Work): Answered | null {
  const { fileStore, fileLock, clock } = ports;
  if (loadWebhooks(fileStore)?.who !== whoAmI(ports)) return null;
  const { lastMs } = loadNote(fileStore);
  return locked(fileLock, () => {
    const nowMs = clock.nowMs();
    const answered = loadAnswered(fileStore);
    if (lastMs <= answered.doneMs || !isTime(answered, nowMs)) return null;
    const begun = { ...answered, askedMs: nowMs };
    save(fileStore, begun);
    return begun;
  });
}

/** In whole minutes, as triggers fire: one that comes a moment early is not to wait for the next. */
function isTime({ askedMs, refreshedMs, day, spentMs, error }: Answered, nowMs: number): boolean {
  const minute = (ms: number) => Math.floor(ms / MINUTE_MS);
  const since = (ms: number) => (minute(nowMs) - minute(ms)) * MINUTE_MS;
  const isSpent = day === dayOf(nowMs) && spentMs >= REFRESH_MS_PER_DAY;
  return (
    since(askedMs) >= (error === null ? MINUTE_MS : HOUR_MS) &&
    since(refreshedMs) >= (isSpent ? HOUR_MS : REFRESH_EVERY_MS)
  );
}

function dayOf(ms: number): number {
  return Math.floor(ms / DAY_MS);
}

interface Follower {
  readonly sheet: string;
  readonly entry: Resource;
}

function followers({ ports, book, entries }: Work): Follower[] {
  return [...allTables(ports.fileStore)].flatMap(([id, { table }]) => {
    const entry = entryOf(entries, table);
    const sheet = entry.follows && book.sheetById(id);
    return sheet ? [{ sheet: sheet.name(), entry }] : [];
  });
}

/** The newest actions, as far as it takes to see whether there are new ones. */
interface Look extends Pick<Answered, "seen" | "newest"> {
  /** When the oldest of those was made that came after another one, in Unix seconds; null when that is not known. */
  readonly since: (newest: number) => number | null;
}

/** One request. Null when it is to be tried again, an error when only a person can help. */
function lookAt({ api, follows }: Resource, { client, ports }: Work): Look | { error: string } | null {
  const actions = { ...follows?.actions, paging: { style: "cursor", limit: LOOK_RECORDS } } as Resource;
  let records: readonly JsonObject[];
  try {
    records = readPage(client(api, ports.clock.nowMs() + LOOK_MS), actions, {}, FIRST_CURSOR).records;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return /^(no-key|refused|forbidden)$/.test(error.kind) ? { error: error.message } : null;
  }
  const times = records.map(({ createdAt }) => Number(createdAt) || 0);
  const newest = Math.max(0, ...times);
  const late = records.filter((_, i) => (times[i] ?? 0) > newest - LATE_SECONDS);
  return {
    seen: digest(late.map(({ id }) => String(id)).join()),
    newest,
    since: (before) => {
      const made = times.filter((time) => time > before);
      return before > 0 && made.length > 0 ? Math.min(...made) : null;
    },
  };
}

function refreshOf(sheet: string, sinceMs: number, work: Work): Run[] {
  const { book } = work;
  try {
    const sheetId = book.sheetByName(sheet)?.id ?? 0;
    return [queueRun({ kind: "refresh", sheet }, work, { sheetId, sinceMs })];
  } catch (error) {
    // The schedule, or who refreshes it by hand, is told why.
    if (error instanceof InputError) return [];
    throw error;
  }
}

/** Does as much of the runs as there is time for. @returns what that took, and how late it is when all are done. */
function advanced(
  runs: readonly Run[],
  since: number | null,
  { day, spentMs, lagMs }: Answered,
  work: Work,
  deadlineMs: number,
): Pick<Answered, "day" | "spentMs" | "lagMs"> {
  const { clock } = work.ports;
  const startMs = clock.nowMs();
  const ends = runs.map(({ id, who }) =>
    unlessBusy(() => advanceRun(id, who, work, Math.max(0, deadlineMs - clock.nowMs()))),
  );
  const nowMs = clock.nowMs();
  const today = dayOf(nowMs);
  const isThrough = since !== null && ends.every((run) => run && !isUnfinished(run));
  return {
    day: today,
    spentMs: (day === today ? spentMs : 0) + nowMs - startMs,
    lagMs: isThrough ? Math.max(0, nowMs - since * 1_000) : lagMs,
  };
}

function save(store: Store, answered: Answered): void {
  store.set(NAME, JSON.stringify(answered));
}
