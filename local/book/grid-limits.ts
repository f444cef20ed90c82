// How large grids may be in Sheets.

/** facts 1.5: cells of one file, blank ones included. */
export const FILE_CELLS = 10_000_000;
/** facts 1.5: columns of one sheet (ZZZ). */
export const SHEET_COLUMNS = 18_278;
