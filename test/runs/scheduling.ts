import { DateTime } from "luxon";
import { type BookFile, newBookFile } from "../../local/runtime/book-file.ts";
import type { Host } from "../../local/runtime/host.ts";
import type { ManagedTable, TablesState } from "../../src/ui/calls.ts";
import { COLLEAGUE, grid, json, KEYS, must, OWNER, openHost, settle, start, value } from "../rig.ts";

/** What the tests of schedules share: a file with three small tables, two people, and the log as they read it. */

export const ZONE = "America/New_York";
export const HOUR_MS = 3_600_000;
export const NAMES: Record<string, string> = { [OWNER]: "Anna", [COLLEAGUE]: "Ben" };
export const FIELDS = "Huntr Member Fields";
export const BOARDS = "Huntr Board Templates";
export const CATEGORIES = "Huntr Activity Categories";
const TABLES = ["member-fields", "board-templates", "activity-categories"];
/** A Sunday in October, two minutes before ten in New York. */
const START_MS = Date.parse("2026-10-25T13:58:00Z");

/** Both people have set their keys and names, and the owner has imported the tables: his hourly trigger is there. */
export async function fileWithTables(routes: Record<string, string>): Promise<BookFile> {
  const host = await openHost(newBookFile({ owner: OWNER, nowMs: START_MS }), routes);
  host.book.timeZone = ZONE;
  for (const as of [OWNER, COLLEAGUE]) {
    await value(host.rpc("saveKeys", [JSON.stringify(KEYS)], { as }));
    await value(host.rpc("saveMyName", [NAMES[as]], { as }));
  }
  for (const table of TABLES) await start(host, { kind: "import", table: `huntr.${table}` });
  await settle(host);
  // The trigger of each minute goes when it finds nothing to do.
  await host.advance(120_000);
  const file = host.save();
  await host.close();
  return file;
}

export async function tableIn(host: Host, sheet: string, as = OWNER): Promise<ManagedTable> {
  const { tables } = await json<TablesState>(host.rpc("tablesState", [], { as }));
  return must(tables.find((table) => table.sheet.name === sheet));
}

export async function setSchedule(host: Host, sheet: string, rhythm: object, as = OWNER): Promise<void> {
  const { id } = (await tableIn(host, sheet, as)).sheet;
  await value(host.rpc("saveSchedule", [id, JSON.stringify(rhythm)], { as }));
}

export async function advanceTo(host: Host, iso: string): Promise<void> {
  await host.advance(Date.parse(iso) - host.now());
}

/** When, to the minute by the file's clocks, who, which sheet and how it ended, the oldest first. */
export function logOf(host: Host): string[][] {
  const [, ...lines] = grid(host, "Huntsheet log");
  return lines.reverse().map(([when, who, , sheet, outcome]) => {
    const days = (when as { serial: number }).serial;
    const shown = DateTime.fromObject({ year: 1899, month: 12, day: 30 }, { zone: "utc" })
      .plus({ minutes: Math.floor(days * 1440 + 1e-6) })
      .toFormat("MM-dd HH:mm");
    return [shown, String(who), String(sheet), String(outcome)];
  });
}
