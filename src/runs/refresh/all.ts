import { tableSheets } from "../../tables/state.ts";
import { startRun } from "../start.ts";
import type { Work } from "../work.ts";

/** Starts a refresh of each table whose sheet is there. @returns how many. */
export function refreshAll(work: Work): number {
  const sheets = tableSheets(work.ports.fileStore, work.book);
  for (const sheet of sheets) startRun({ kind: "refresh", sheet: sheet.name() }, work);
  return sheets.length;
}
