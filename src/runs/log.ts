import type { Sheet, SheetValue, Workbook, Written } from "../core/spreadsheet.ts";
import { growColumns } from "../tables/header.ts";
import { recordOutcome } from "./outcomes.ts";
import type { Run } from "./run.ts";
import { changeRun } from "./store.ts";
import { nameOf, type Work } from "./work.ts";

const LOG_SHEET = "Huntsheet log";
const HEADERS = ["When", "Who", "What", "Sheet", "Outcome", "Run", "Details"];
/** Below the header. */
const MOST_LINES = 1_000;
/** A line that was written before its writer died is among the newest. */
const LINES_LOOKED_AT = 50;

/** Whoever ended a run has this long to write its line; then the next trigger does, for a day. */
export const LOG_LEASE_MS = 120_000;
const GIVEN_UP_MS = 86_400_000;

/**
 * Writes a line for each run that ended, the newest on top, and keeps how it went for the list of tables. Never
 * throws: a log that is protected is no reason for a run to fail.
 * @param runs that the caller alone may log for now (`logMs`).
 */
export function logEnds(runs: readonly Run[], work: Work): void {
  if (runs.length === 0) return;
  const { ports, book } = work;
  try {
    for (const run of runs) recordOutcome(run, ports.fileStore);
    writeLines(runs, book, (who) => nameOf(who, ports));
    for (const { id } of runs) changeRun(ports, id, (run) => ({ ...run, logMs: null }));
  } catch (error) {
    ports.warn(`The sheet "${LOG_SHEET}" was not written. ${work.sheetFault(error).sentence}`);
  }
}

/** Writes the lines of those runs whose carrier died after their end. */
export function logForgotten(runs: readonly Run[], work: Work): void {
  const nowMs = work.ports.clock.nowMs();
  const isForgotten = ({ logMs, finishedMs }: Run) =>
    logMs !== null && logMs < nowMs && finishedMs !== null && nowMs - finishedMs < GIVEN_UP_MS;
  const taken: Run[] = [];
  for (const { id } of runs.filter(isForgotten)) {
    changeRun(work.ports, id, (run) => {
      if (!isForgotten(run)) return null;
      taken.push(run);
      return { ...run, logMs: nowMs + LOG_LEASE_MS };
    });
  }
  logEnds(taken, work);
}

function writeLines(runs: readonly Run[], book: Workbook, name: (who: string) => string): void {
  const known = book.sheetByName(LOG_SHEET);
  const sheet = known ?? book.addSheetBehind(LOG_SHEET);
  const rows = sheet.gridRows();
  const looked = Math.min(rows, LINES_LOOKED_AT + 1);
  const [top = [], ...below] =
    known?.read(1, 1, looked, known.gridColumns()) ?? Array<SheetValue[]>(looked).fill([]);
  // A person may have moved columns, or taken some out.
  const isHeader = HEADERS.some((header) => top.includes(header));
  const header = isHeader ? top : HEADERS;
  const [when, run] = [header.indexOf("When"), header.indexOf("Run")];
  const isThere = ({ id, finishedMs }: Run) =>
    below.some((line) => {
      const at = line[when];
      return (
        line[run] === id && (!(at instanceof Date) || Math.abs(at.getTime() - (finishedMs ?? 0)) < 1_000)
      );
    });
  const lines = runs
    .filter((ended) => !isThere(ended))
    .sort((a, b) => (b.finishedMs ?? 0) - (a.finishedMs ?? 0))
    .map((ended) => {
      const cells = lineOf(ended, name(ended.who));
      return header.map((word) => cells[HEADERS.indexOf(String(word))] ?? null);
    });
  if (lines.length === 0) return;
  if (!isHeader)
    dressLog(
      sheet,
      top.some((value) => value !== ""),
    );
  // Whoever died between inserting and writing left blank lines, and a new log has nothing else.
  const used = below.findIndex((line) => line.some((value) => value !== ""));
  const more = lines.length - (used < 0 ? below.length : used);
  // Before the newest line, whose formats the new ones take on; after the header they would take on its own.
  if (more > 0) sheet.insertRowsBefore(2, more);
  if (isHeader) sheet.write(2, 1, lines);
  else sheet.write(1, 1, [HEADERS, ...lines]);
  const over = rows + Math.max(0, more) - (MOST_LINES + 1);
  if (over > 0) sheet.deleteRows(MOST_LINES + 2, over);
  book.flush();
}

/** Makes room for the headers, and readies the columns. */
function dressLog(sheet: Sheet, isUsed: boolean): void {
  if (isUsed) sheet.insertRowsBefore(1, 1);
  growColumns(sheet, HEADERS.length);
  sheet.dressHeader(1, HEADERS.length);
  sheet.format({ "yyyy-mm-dd hh:mm": [1] }, 2, sheet.gridRows());
}

/** In the order of HEADERS. */
function lineOf(run: Run, who: string): Written[] {
  const { spec, what, sheet, status, id, finishedMs, done, unit, counts, note, error, state } = run;
  const changes = Object.entries(counts)
    .filter(([, count]) => count)
    .map(([word, count]) => numbered(count, word));
  const details = [numbered(done, unit), ...changes].join(", ");
  const rows = typeof state.rows === "string" && state.rows !== "" ? `Rows ${state.rows}` : null;
  const more = [rows, status === "stopped" ? error : note].filter((part) => part).join(". ");
  return [
    new Date(finishedMs ?? 0),
    who,
    `${capital(spec.kind)}: ${what}`,
    sheet?.name ?? "",
    capital(status),
    id,
    more ? `${details}. ${more}` : details,
  ];
}

function numbered(count: number, word: string): string {
  return `${count.toLocaleString("en-US")} ${word}`;
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
