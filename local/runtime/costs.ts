/**
 * Modelled time of service calls: the same work costs the same on every machine. The figures are round ones of ours,
 * of the order that users measured (facts 5.8); Google publishes none.
 */

/** One UrlFetchApp call, in milliseconds, before the size of what came back. */
const FETCH_MS = 250;
/** Bytes of a response that cost one more millisecond: 10 KB. */
const FETCH_BYTES_PER_MS = 10 * 1024;
/** One read or write call of SpreadsheetApp, in milliseconds. */
const SPREADSHEET_CALL_MS = 60;
/** One cell read or written, in milliseconds: a microsecond. */
const SPREADSHEET_CELL_MS = 0.001;
export const CACHE_CALL_MS = 10;
export const PROPERTIES_CALL_MS = 15;
export const LOCK_CALL_MS = 30;
/** Creating, listing or deleting triggers: taken like a spreadsheet call. */
export const TRIGGER_CALL_MS = 60;
/** Toasts, sidebars, dialogs: sent and forgotten. */
export const UI_CALL_MS = 10;
/** What `Date.now()` costs, so that a loop which waits by looking at the clock ends: a microsecond. */
export const CLOCK_READ_MS = 0.001;

/** The modelled time of one fetch by the bytes of its answer. */
export function fetchMs(bytes: number): number {
  return FETCH_MS + Math.floor(bytes / FETCH_BYTES_PER_MS);
}

/** The modelled time of a spreadsheet call that touches so many cells. */
export function spreadsheetMs(cells: number): number {
  return SPREADSHEET_CALL_MS + cells * SPREADSHEET_CELL_MS;
}
