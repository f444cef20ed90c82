import { assertInput, InputError } from "../core/errors.ts";
import { locked } from "../core/locked.ts";
import { type JsonObject, LONGEST_SECONDS, type Ports } from "../core/ports.ts";
import type { Workbook } from "../core/spreadsheet.ts";
import { DAY_MS, HOUR_MS } from "../core/times.ts";
import { allTables, tableSheets } from "../tables/state.ts";
import { recordFailure } from "./outcomes.ts";
import { HOURLY } from "./resume.ts";
import { allSchedules, changeSchedule, type Schedule } from "./schedule.ts";
import { queueRun } from "./start.ts";
import { type Work, whoAmI } from "./work.ts";

/** The platform moves an hourly trigger about by some minutes (facts, 4.1); nearer together, one fired twice. */
const LEAST_HOUR_MS = HOUR_MS / 2;
/** An hourly trigger that stays away for this long is dead, or its owner is gone. */
const LATE_MS = 3 * HOUR_MS;
/** Claim of a schedule's start, with the sheet's id. */
const CLAIM = "schedule.";

/**
 * When a schedule falls due after its last start: within an hour from then its owner's trigger starts it. In place of
 * an hour that the clocks leave out it is one beside it; an hour that comes twice counts once.
 */
export function nextMs(schedule: Schedule, book: Workbook): number {
  const { every, startedMs } = schedule;
  if (every === "hour") return startedMs + HOUR_MS;
  return dueTimes(schedule, startedMs, book).find((ms) => ms > startedMs) ?? startedMs;
}

/** Since when a schedule has waited in vain for its owner's trigger; null when all is well. */
export function lateSinceMs(schedule: Schedule, nowMs: number, book: Workbook): number | null {
  const next = nextMs(schedule, book);
  return nowMs - next > LATE_MS ? next : null;
}

/** When it last fell due: any start since then is what it asks for. */
function lastMs(schedule: Schedule, nowMs: number, book: Workbook): number {
  if (schedule.every === "hour") return nowMs - LEAST_HOUR_MS;
  return Math.max(...dueTimes(schedule, nowMs, book).filter((ms) => ms <= nowMs));
}

/** The instants of a daily or weekly schedule in the week before and after another one, ascending. */
function dueTimes({ every, hour, day }: Schedule, aroundMs: number, book: Workbook): number[] {
  const today = Date.parse(book.dayOf(new Date(aroundMs)));
  const times: number[] = [];
  for (let n = -7; n <= 7; n++) {
    const date = new Date(today + n * DAY_MS);
    if (every === "day" || date.getUTCDay() === day)
      times.push(book.startOf({ day: date.toISOString().slice(0, 10) }, hour).getTime());
  }
  return times;
}

/**
 * Sets, changes or takes over the schedule of a table for the person at hand; without `every` it is taken away. The
 * hourly trigger is made here, from a click: one made inside a trigger may end up disabled (facts, 4.4).
 * @throws InputError when it cannot be kept.
 */
export function setSchedule(sheetId: number, fields: JsonObject, work: Work): void {
  assertInput(
    fields.every === undefined || allTables(work.ports.fileStore).has(sheetId),
    "Huntsheet does not fill this sheet. Import it first.",
  );
  setSchedules([sheetId], fields, work);
}

/** As `setSchedule`, for each table of the file. What a colleague's schedule refreshes stays theirs. @throws InputError */
export function setScheduleOfAll(fields: JsonObject, work: Work): void {
  const { fileStore } = work.ports;
  const who = whoAmI(work.ports);
  const schedules = allSchedules(fileStore);
  const ids = tableSheets(fileStore, work.book).map(({ id }) => id);
  setSchedules(
    ids.filter((id) => (schedules.get(id)?.who ?? who) === who),
    fields,
    work,
  );
}

function setSchedules(
  sheetIds: readonly number[],
  { every = null, hour = 0, day = 0 }: JsonObject,
  { ports, book }: Work,
): void {
  const { fileStore, clock, triggers } = ports;
  if (every === null) {
    for (const id of sheetIds) changeSchedule(ports, id, () => null);
    return;
  }
  assertInput(
    (every === "hour" || every === "day" || every === "week") && isWhole(hour, 23) && isWhole(day, 6),
    '"every" is "hour", "day" or "week", "hour" 0 to 23, "day" 0 (Sunday) to 6.',
  );
  assertInput(
    triggers.consentUrl() === null,
    'Google wants your permission first. Allow it in "Tables and schedules".',
  );
  const startedMs = clock.nowMs();
  const who = whoAmI(ports);
  const schedules = allSchedules(fileStore);
  const isDead = (schedule: Schedule | undefined) =>
    schedule?.who === who && lateSinceMs(schedule, startedMs, book) !== null;
  // A trigger may be listed and yet be dead (facts, 10).
  if (sheetIds.some((id) => isDead(schedules.get(id)))) triggers.remove(HOURLY);
  assertInput(
    triggers.ensure({ [HOURLY]: "hour" }),
    "Google refused you a trigger. Delete some at script.google.com, then save again.",
  );
  for (const id of sheetIds) changeSchedule(ports, id, () => ({ every, hour, day, who, startedMs }));
}

function isWhole(value: unknown, most: number): value is number {
  return typeof value === "number" && value % 1 === 0 && value >= 0 && value <= most;
}

/** Whether the person at hand has a schedule in this file. */
export function hasSchedule({ ports }: Work): boolean {
  const who = whoAmI(ports);
  return [...allSchedules(ports.fileStore).values()].some((schedule) => schedule.who === who);
}

/**
 * Queues a refresh for each schedule of the person at hand that is due, the least recently started first. What was
 * missed several times is done once. A start is noted when the run is there, and a run that is there answers for what
 * was not noted: whoever dies in between, it happens once.
 */
export function startDue(work: Work): void {
  const { ports, book } = work;
  const { clock, fileStore } = ports;
  const nowMs = clock.nowMs();
  const who = whoAmI(ports);
  const mine = [...allSchedules(fileStore)].sort(([, a], [, b]) => a.startedMs - b.startedMs);
  for (const [sheetId, schedule] of mine) {
    if (schedule.who !== who) continue;
    const sinceMs = lastMs(schedule, nowMs, book);
    if (schedule.startedMs >= sinceMs) continue;
    const sheet = book.sheetById(sheetId);
    const othersSinceMs = schedule.every === "hour" ? nowMs - HOUR_MS : sinceMs;
    // A deleted sheet is not made again by a clock: whoever undoes the deletion finds its schedule again.
    if (sheet && isFree(ports, sheetId, who, nowMs, othersSinceMs)) {
      try {
        queueRun({ kind: "refresh", sheet: sheet.name() }, work, { sheetId, sinceMs });
      } catch (error) {
        if (!(error instanceof InputError)) throw error;
        recordFailure(fileStore, sheetId, nowMs, error.message);
      }
    }
    changeSchedule(ports, sheetId, (stored) =>
      stored && stored.who === who && stored.startedMs === schedule.startedMs
        ? { ...stored, startedMs: nowMs }
        : stored,
    );
  }
}

/**
 * An add-on keeps schedules per person: two people may have one for the same table and not know of each other. The
 * cache, which both see, tells whether somebody else was first. Who died after a claim of their own goes on.
 */
function isFree(
  { claims, fileLock }: Ports,
  sheetId: number,
  who: string,
  nowMs: number,
  sinceMs: number,
): boolean {
  if (!claims) return true;
  const name = CLAIM + sheetId;
  return locked(fileLock, () => {
    const [by, atMs] = (claims.getAll([name])[name] ?? `${who} 0`).split(" ");
    const isFirst = by === who || Number(atMs) < sinceMs;
    if (isFirst) claims.putAll({ [name]: `${who} ${nowMs}` }, LONGEST_SECONDS);
    return isFirst;
  });
}
