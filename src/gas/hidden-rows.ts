import { BusyFault } from "../core/locked.ts";
import type { Mutex } from "../core/ports.ts";

type GoogleSheet = GoogleAppsScript.Spreadsheet.Sheet;

/** So few are asked about one by one, each a trip to Google. */
const FEW_ROWS = 10;
/** More would take minutes, in which nothing is saved. */
const MOST_ASKED = 500;
/** So many formulas are worked out while others wait for the lock. */
const ROWS_AT_ONCE = 2_000;
const SHEET = "Huntsheet hidden rows";
const LOCK_MS = 10_000;

/**
 * Which of these rows nobody sees: by the filter, by hand or in a folded group. Google's service tells it of one row at a
 * time; a SUBTOTAL, which counts what is in sight, of any number of them at once. The formulas stand in a hidden sheet
 * of ours for the length of a read, under the lock of such sheets. What waits to be written is to be flushed before: where
 * Google refuses it, that is no matter of the sheet of ours.
 * @param rows in which something is filled in: nothing is counted in others.
 * @throws BusyFault, or what Google said, where too many would have to be asked about one by one.
 */
export function hiddenAmong(sheet: GoogleSheet, rows: readonly number[], lock: Mutex): ReadonlySet<number> {
  const counts: unknown[] = [];
  let refusal: unknown = null;
  for (let from = 0; rows.length > FEW_ROWS && from < rows.length; from += ROWS_AT_ONCE) {
    const some = rows.slice(from, from + ROWS_AT_ONCE);
    try {
      const counted = lock.withLock(LOCK_MS, () => countsOf(sheet, some));
      counts.push(...(counted === "busy" ? some.map(() => null) : counted.value));
    } catch (error) {
      // Of the sheet of ours: no room, say. A few rows can be asked about all the same.
      console.warn(error);
      refusal = error;
      counts.push(...some.map(() => null));
    }
  }
  // A formula that is not done yet gives no number.
  const unsure = rows.filter((_, i) => typeof counts[i] !== "number");
  if (unsure.length > MOST_ASKED) throw refusal ?? new BusyFault();
  const asked = askedOneByOne(sheet, unsure);
  return new Set(rows.filter((row, i) => counts[i] === 0 || asked.has(row)));
}

function countsOf(sheet: GoogleSheet, rows: readonly number[]): unknown[] {
  const helper = helperIn(sheet.getParent());
  const missing = rows.length - helper.getMaxRows();
  if (missing > 0) helper.insertRowsAfter(1, missing);
  const name = `'${sheet.getName().replace(/'/g, "''")}'`;
  const range = helper.getRange(1, 1, rows.length, 1);
  // A semicolon: with a comma a file whose decimals have one shows #ERROR!.
  range.setFormulas(rows.map((row) => [`=SUBTOTAL(103;${name}!${row}:${row})`]));
  const counts = range.getValues().map(([count]) => count);
  // Those of an execution that was stopped before this line as well; and before anybody else's are written.
  helper.clearContents();
  SpreadsheetApp.flush();
  return counts;
}

function helperIn(file: GoogleAppsScript.Spreadsheet.Spreadsheet): GoogleSheet {
  const there = file.getSheetByName(SHEET);
  if (there) return there.isSheetHidden() ? there : there.hideSheet();
  const shown = file.getActiveSheet();
  const made = file.insertSheet(SHEET, file.getSheets().length);
  file.setActiveSheet(shown, true);
  made.deleteColumns(2, made.getMaxColumns() - 1);
  return made.hideSheet();
}

function askedOneByOne(sheet: GoogleSheet, rows: readonly number[]): ReadonlySet<number> {
  const filter = rows.length > 0 ? sheet.getFilter() : null;
  return new Set(
    rows.filter((row) => sheet.isRowHiddenByUser(row) || (filter && sheet.isRowHiddenByFilter(row))),
  );
}
