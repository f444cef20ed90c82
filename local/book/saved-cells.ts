// A sheet's cells as JSON: small, readable, and quick to turn back into cells. Rows and columns are 0-based.
import type { Content } from "./commands.ts";
import { formulaText, storedContent } from "./contents.ts";
import type { CellStyle, Getters } from "./engine.ts";
import { showable } from "./number-formats.ts";
import type { TextRun } from "./rich-text.ts";

/** A value on a vertical run of cells: [column, first row, length, value]. */
type Run<T> = [column: number, row: number, length: number, value: T];

export interface SavedCells {
  /** Row by row from the first, without blank ends; null where nothing is. Contents as commands carry them. */
  rows: Content[][];
  formats?: Run<string>[];
  styles?: Run<CellStyle>[];
  notes?: [column: number, row: number, note: string][];
  richTexts?: [column: number, row: number, runs: readonly TextRun[]][];
}

/** What is saved of one cell. */
interface SavedCell {
  content?: Content;
  exact?: string;
  format?: string | undefined;
  style?: CellStyle;
  note?: string;
  runs?: readonly TextRun[];
}

/** A sheet's cells for saving. */
export function exportCells(getters: Getters, sheetId: string): SavedCells {
  const rows: Content[][] = [];
  const formats: Placed<string>[] = [];
  const styles: Placed<string>[] = [];
  const notes: [number, number, string][] = [];
  const richTexts: [number, number, readonly TextRun[]][] = [];
  for (const cell of getters.getCells(sheetId)) {
    const { row, col } = getters.getCellPosition(cell.id);
    const content = cell.isFormula ? formulaText(cell, getters) : storedContent(cell);
    if (content !== "") {
      while (rows.length <= row) rows.push([]);
      const line = rows[row] as Content[];
      while (line.length <= col) line.push(null);
      line[col] = content;
    }
    if (cell.exact) formats.push({ col, row, value: cell.exact });
    if (cell.style) styles.push({ col, row, value: JSON.stringify(cell.style) });
    if (cell.note) notes.push([col, row, cell.note]);
    if (cell.runs) richTexts.push([col, row, cell.runs]);
  }
  const saved: SavedCells = { rows };
  if (formats.length > 0) saved.formats = runsOf(formats);
  if (styles.length > 0)
    saved.styles = runsOf(styles).map(([c, r, n, style]) => [c, r, n, JSON.parse(style)]);
  if (notes.length > 0) saved.notes = notes.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  if (richTexts.length > 0) saved.richTexts = richTexts.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  return saved;
}

/** Hands every saved cell to `put`, each once. */
export function importCells(
  saved: SavedCells,
  put: (row: number, col: number, cell: SavedCell) => void,
): void {
  const extras = new Map<number, Map<number, SavedCell>>();
  const at = (row: number, col: number): SavedCell => {
    let line = extras.get(row);
    if (!line) {
      line = new Map();
      extras.set(row, line);
    }
    const cell = line.get(col) ?? {};
    line.set(col, cell);
    return cell;
  };
  for (const [col, row, length, exact] of saved.formats ?? []) {
    const format = showable(exact);
    for (let i = 0; i < length; i++) Object.assign(at(row + i, col), { exact, format });
  }
  for (const [col, row, length, style] of saved.styles ?? []) {
    for (let i = 0; i < length; i++) at(row + i, col).style = style;
  }
  for (const [col, row, note] of saved.notes ?? []) at(row, col).note = note;
  for (const [col, row, runs] of saved.richTexts ?? []) at(row, col).runs = runs;
  saved.rows.forEach((line, row) => {
    const extra = extras.get(row);
    line.forEach((content, col) => {
      if (content === null) return;
      const more = extra?.get(col);
      extra?.delete(col);
      put(row, col, more ? { ...more, content } : { content });
    });
  });
  for (const [row, line] of extras) for (const [col, cell] of line) put(row, col, cell);
}

interface Placed<T> {
  col: number;
  row: number;
  value: T;
}

/** Neighbours below each other with the same value, joined. */
function runsOf(cells: Placed<string>[]): Run<string>[] {
  cells.sort((a, b) => a.col - b.col || a.row - b.row);
  const runs: Run<string>[] = [];
  for (const { col, row, value } of cells) {
    const last = runs.at(-1);
    if (last && last[0] === col && last[1] + last[2] === row && last[3] === value) last[2]++;
    else runs.push([col, row, 1, value]);
  }
  return runs;
}
