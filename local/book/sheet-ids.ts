// Sheets are numbered in Apps Script and named by any text in o-spreadsheet: ours are digits, a page's are its own.

/** Google's numbers fit 31 bits and are small only for the first sheet (facts 5.4). */
const LARGEST_ID = 0x7fff_ffff;
const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

function hash(text: string): number {
  let value = FNV_OFFSET;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), FNV_PRIME);
  return (value & LARGEST_ID) >>> 0;
}

/** The number of a sheet, the same for ever. */
export function sheetNumber(sheetId: string): number {
  return /^\d{1,10}$/.test(sheetId) ? Number(sheetId) : hash(sheetId);
}

/** A number for a new sheet: large, as Google's are, yet the same for the same sequence of steps. */
export function newSheetNumber(taken: readonly number[], created: number): number {
  let id = hash(`sheet ${created}`);
  while (taken.includes(id)) id = (id + 1) & LARGEST_ID;
  return id;
}
