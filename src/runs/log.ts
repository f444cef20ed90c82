import { locked } from "../core/locked.ts";
import type { Sheet, SheetValue, Workbook } from "../core/spreadsheet.ts";
import { DAY_MS } from "../core/times.ts";
import { growColumns } from "../tables/header.ts";
import { recordOutcome } from "./outcomes.ts";
import type { Run } from "./run.ts";
import { changeHeldRun, changeRun } from "./store.ts";
import { nameOf, type Work, whoAmI } from "./work.ts";

const LOG_SHEET = "Huntsheet log";
const HEADERS = ["When", "Who", "What", "Sheet", "Outcome", "Run", "Details"];
/** In the order of HEADERS. A line without a run is of what was done at once. */
type Line = readonly [
  when: Date,
  who: string,
  what: string,
  sheet: string,
  outcome: string,
  run: string,
  details: string,
];
/** Below the header. */
const MOST_LINES = 1_000;
/** A line that was written before its writer died is among the newest. */
const LINES_LOOKED_AT = 50;

/** Whoever ended a run has this long to write its line; then the next trigger does, for a day. */
export const LOG_LEASE_MS = 120_000;
const GIVEN_UP_MS = DAY_MS;

/**
 * Writes a line for each run that ended, the newest on top, and keeps how it went for the list of tables. Never
 * throws: a log that is protected is no reason for a run to fail.
 * @param runs that the caller alone may log for now (`logMs`).
 */
export function logEnds(runs: readonly Run[], work: Work): void {
  if (runs.length > 0) attempt(work, () => locked(work.ports.sheetLock, () => writeEnds(runs, work)));
}

function writeEnds(runs: readonly Run[], { ports, book }: Work): void {
  locked(ports.storeLock, () => {
    for (const run of runs) recordOutcome(run, ports.fileStore);
  });
  writeLines(
    runs.map((run) => lineOf(run, nameOf(run.who, ports))),
    book,
  );
  locked(ports.storeLock, () => {
    for (const { id } of runs) changeHeldRun(ports, id, (run) => ({ ...run, logMs: null }));
  });
}

/** Writes a line for what the person at hand had done at once, without a run. Never throws. */
export function logAction(what: string, details: string, work: Work): void {
  attempt(work, ({ ports, book }) => {
    const who = nameOf(whoAmI(ports), ports);
    const line: Line = [new Date(ports.clock.nowMs()), who, what, "", "Done", "", details];
    locked(ports.sheetLock, () => writeLines([line], book));
  });
}

/** Writes the lines of those runs whose worker died after their end. */
export function logForgotten(runs: readonly Run[], work: Work): void {
  const nowMs = work.ports.clock.nowMs();
  const isForgotten = (run: Run) => isUnlogged(run, nowMs) && (run.logMs ?? 0) < nowMs;
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

/** Whether the line of a run that is over is still to be written. */
export function isUnlogged({ logMs, finishedMs }: Run, nowMs: number): boolean {
  return logMs !== null && finishedMs !== null && nowMs - finishedMs < GIVEN_UP_MS;
}

function attempt(work: Work, write: (work: Work) => void): void {
  try {
    write(work);
  } catch (error) {
    work.ports.warn(`The sheet "${LOG_SHEET}" was not written. ${work.sheetFault(error).sentence}`);
  }
}

/** To be called under the lock of such sheets: of two who insert at once, one would write over the other's lines. */
function writeLines(all: readonly Line[], book: Workbook): void {
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
  const isThere = ([ended, , , , , id]: Line) =>
    below.some((line) => {
      const at = line[when];
      return (
        id !== "" &&
        line[run] === id &&
        (!(at instanceof Date) || Math.abs(at.getTime() - ended.getTime()) < 1_000)
      );
    });
  const lines = all
    .filter((line) => !isThere(line))
    .sort(([a], [b]) => b.getTime() - a.getTime())
    .map((line) => header.map((word) => line[HEADERS.indexOf(String(word))] ?? null));
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

function lineOf(run: Run, who: string): Line {
  const { kind, what, sheet, status, id, finishedMs, done, unit, counts, note, error } = run;
  const changes = Object.entries(counts)
    .filter(([, count]) => count)
    .map(([word, count]) => numbered(count, word));
  const isUnchanged = kind === "refresh" && status === "done" && changes.length === 0;
  const numbers = isUnchanged && done === 0 ? [] : [numbered(done, unit)];
  const details = [...numbers, ...changes, ...(isUnchanged ? ["nothing changed"] : [])].join(", ");
  const rows = run.kind === "push" && run.state.rows !== "" ? `Rows ${run.state.rows}` : null;
  const more = [rows, status === "stopped" && error, note].filter((part) => part).join(". ");
  return [
    new Date(finishedMs ?? 0),
    who,
    `${capital(kind)}: ${what}`,
    sheet?.name ?? "",
    capital(status),
    id,
    more ? `${capital(details)}. ${more}` : capital(details),
  ];
}

function numbered(count: number, word: string): string {
  return `${count.toLocaleString("en-US")} ${word}`;
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
