import type { Area } from "../wire.ts";

/** Size of a sheet's grid, for open-ended notations such as "A2:C". */
export interface Grid {
  readonly rows: number;
  readonly columns: number;
}

/** 1 → "A", 27 → "AA". */
function columnLetters(column: number): string {
  let letters = "";
  for (let rest = column; rest > 0; rest = Math.floor((rest - 1) / 26))
    letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters;
  return letters;
}

/** "AA" → 27. */
export function columnNumber(letters: string): number {
  let column = 0;
  for (const letter of letters.toUpperCase()) column = column * 26 + letter.charCodeAt(0) - 64;
  return column;
}

/** Splits "'It''s'!A1" into sheet and cells; the sheet is null when none is named (facts 5.4: an apostrophe is doubled). */
export function splitSheet(text: string): { sheet: string | null; cells: string } {
  const quoted = /^'((?:[^']|'')*)'!(.*)$/s.exec(text);
  if (quoted) return { sheet: (quoted[1] ?? "").replaceAll("''", "'"), cells: quoted[2] ?? "" };
  const plain = /^([^!]*)!(.*)$/s.exec(text);
  if (plain) return { sheet: plain[1] || null, cells: plain[2] ?? "" };
  return { sheet: null, cells: text };
}

/** The area with these two corners. */
function between([r1, c1]: [number, number], [r2, c2]: [number, number]): Omit<Area, "s"> {
  const [r, c] = [Math.min(r1, r2), Math.min(c1, c2)];
  return { r, c, nr: Math.max(r1, r2) - r + 1, nc: Math.max(c1, c2) - c + 1 };
}

/**
 * "B2", "A1:C3", "A:C", "2:5", "A2:C", "R1C2", "R1C2:R3C4" as rows and columns counted from 1.
 * @returns null when the text is no such notation
 */
export function parseCells(text: string, grid: Grid): Omit<Area, "s"> | null {
  const r1c1 = /^R(\d+)C(\d+)(?::R(\d+)C(\d+))?$/i.exec(text.trim());
  if (r1c1) {
    const [fromR, fromC, toR, toC] = r1c1.slice(1).map(Number) as [number, number, number, number];
    return r1c1[3] ? between([fromR, fromC], [toR, toC]) : between([fromR, fromC], [fromR, fromC]);
  }
  const match = /^\$?([A-Za-z]{1,3})?\$?(\d+)?(?::\$?([A-Za-z]{1,3})?\$?(\d+)?)?$/.exec(text.trim());
  if (!match) return null;
  const [, fromColumn, fromRow, toColumn, toRow] = match;
  const single = !text.includes(":");
  if (single && (!fromColumn || !fromRow)) return null;
  if (!single && ((!fromColumn && !fromRow) || (!toColumn && !toRow))) return null;
  const r1 = fromRow ? Number(fromRow) : 1;
  const c1 = fromColumn ? columnNumber(fromColumn) : 1;
  const r2 = single ? r1 : toRow ? Number(toRow) : grid.rows;
  const c2 = single ? c1 : toColumn ? columnNumber(toColumn) : grid.columns;
  const area = between([r1, c1], [r2, c2]);
  if (!fromColumn && !toColumn) return { ...area, open: "ROW" };
  return !fromRow && !toRow ? { ...area, open: "COLUMN" } : area;
}

/** The notation of an area without its sheet: "A1", "A1:C3", "2:2"; of a protected sheet "". */
export function areaText(area: Area): string {
  if (area.open === "SHEET") return "";
  if (area.open === "ROW") return `${area.r}:${area.r + area.nr - 1}`;
  if (area.open === "COLUMN") return `${columnLetters(area.c)}:${columnLetters(area.c + area.nc - 1)}`;
  const from = `${columnLetters(area.c)}${area.r}`;
  if (area.nr === 1 && area.nc === 1) return from;
  return `${from}:${columnLetters(area.c + area.nc - 1)}${area.r + area.nr - 1}`;
}
