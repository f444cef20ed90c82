import type { Column } from "../core/resource.ts";
import type { Sheet } from "../core/spreadsheet.ts";

/**
 * Adds headers to the right of our last column; what the user has there moves on.
 * @param isFree nobody has anything there.
 */
export function addHeaders(sheet: Sheet, last: number, isFree: boolean, headers: readonly string[]): void {
  if (isFree) growColumns(sheet, last + headers.length);
  else sheet.insertColumnsAfter(last, headers.length);
  sheet.write(1, last + 1, [headers]);
  sheet.dressHeader(last + 1, headers.length);
}

export function growColumns(sheet: Sheet, needed: number): void {
  const have = sheet.gridColumns();
  if (needed > have) sheet.insertColumnsAfter(have, needed - have);
}

/** The sentence for a sheet in which the key's header is gone. */
export function missingKey(sheet: string, columns: readonly Column[], key: string): string {
  const header = columns.find(({ name }) => name === key)?.header ?? "ID";
  return `The sheet "${sheet}" has no column "${header}" in its first row, so its rows cannot be told apart. Put that header back over the ids, or rename the sheet and import into a new one.`;
}
