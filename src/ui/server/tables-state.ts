import { scheduleNote } from "../../runs/key-reach.ts";
import { allOutcomes } from "../../runs/outcomes.ts";
import { isOpen } from "../../runs/run.ts";
import { allSchedules, type Schedule } from "../../runs/schedule.ts";
import { lateSinceMs, nextMs } from "../../runs/schedules.ts";
import { loadRuns } from "../../runs/store.ts";
import { toldByOthers } from "../../runs/told.ts";
import { viewOf } from "../../runs/view.ts";
import { nameOf, type Work, whoAmI } from "../../runs/work.ts";
import { allTables } from "../../tables/state.ts";
import type { TableSchedule, TablesState } from "../calls.ts";

/** The managed tables whose sheets are there, by name. Asks no API. */
export function tablesState({ book, entries, ports }: Work): TablesState {
  const { fileStore, clock, triggers } = ports;
  const nowMs = clock.nowMs();
  const who = whoAmI(ports);
  const schedules = allSchedules(fileStore);
  const outcomes = allOutcomes(fileStore);
  const open = loadRuns(fileStore).filter(isOpen);
  const scheduleOf = (schedule: Schedule, table: string): TableSchedule => ({
    every: schedule.every,
    hour: schedule.hour,
    day: schedule.day,
    isMine: schedule.who === who,
    owner: nameOf(schedule.who, ports),
    nextMs: nextMs(schedule, book),
    lateSinceMs: lateSinceMs(schedule, nowMs, book),
    note: schedule.who === who ? scheduleNote(table.startsWith("huntr.") ? "huntr" : "hunter", ports) : null,
  });
  const tables = [...allTables(fileStore)].flatMap(([id, { table, lastSuccessMs }]) => {
    const sheet = book.sheetById(id);
    if (!sheet) return [];
    const { note = null, error = null, failures = 0 } = outcomes.get(id) ?? {};
    const run = open.find((other) => other.sheet?.id === id);
    const schedule = schedules.get(id);
    return {
      sheet: { id, name: sheet.name() },
      title: entries.find((entry) => entry.table === table)?.title ?? table,
      lastSuccessMs,
      rows: Math.max(0, sheet.usedRows() - 1),
      note,
      error,
      failures,
      run: run ? viewOf(run, ports) : null,
      schedule: schedule ? scheduleOf(schedule, table) : null,
    };
  });
  return {
    tables: tables.sort((a, b) => (a.sheet.name < b.sheet.name ? -1 : 1)),
    others: toldByOthers(ports).flatMap(({ sheetId, by, every, hour, day }) => {
      const sheet = book.sheetById(sheetId)?.name();
      return sheet === undefined ? [] : [{ sheet, by, every, hour, day }];
    }),
    timeZone: book.timeZone(),
    myName: nameOf(who, ports),
    consentUrl: triggers.consentUrl(),
  };
}
