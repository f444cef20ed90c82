// Rows of a range in another order, as one change: contents, exact formats, styles, notes and links go with their row,
// whoever sorts: a script, or a page's menu.
import { cellValue } from "./cell-values.ts";
import { type Content, WRITE_BLOCK, type WriteBlock } from "./commands.ts";
import { formulaText, storedContent } from "./contents.ts";
import { type Getters, type GridCell, pluginClass, replacePlugin, type Zone } from "./engine.ts";
import { type SortKey, sortedOrder } from "./sorting.ts";

/** What is to be written so that the rows of a zone are sorted, and which row, counted from the zone's first, each was; `keys` name columns of the sheet, counted from 0. */
export function sortedRows(
  getters: Getters,
  sheetId: string,
  zone: Zone,
  keys: readonly SortKey[],
): { block: WriteBlock; order: number[] } {
  const { top, left } = zone;
  const [rows, columns] = [zone.bottom - top + 1, zone.right - left + 1];
  const cells = Array.from({ length: rows }, (_, i) =>
    Array.from({ length: columns }, (_, j) => getters.getCell({ sheetId, row: top + i, col: left + j })),
  );
  const values = cells.map((line, i) =>
    line.map((cell, j) => cellValue(getters, cell, { sheetId, row: top + i, col: left + j })),
  );
  const order = sortedOrder(
    values,
    keys.map((key) => ({ ...key, column: key.column - left })),
  );
  const sorted = order.map((from) => cells[from] ?? []);
  const block = {
    ...{ sheetId, top, left, rows, columns },
    contents: sorted.map((line, i) =>
      line.map((cell) => (cell ? movedContent(getters, cell, sheetId, i - (order[i] ?? i)) : "")),
    ),
    formats: sorted.map((line) => line.map((cell) => cell?.exact ?? "")),
    styles: sorted.map((line) => line.map((cell) => cell?.style ?? {})),
    notes: sorted.map((line) => line.map((cell) => cell?.note ?? "")),
    runs: sorted.map((line) => line.map((cell) => cell?.runs ?? null)),
  };
  return { block, order };
}

/** A cell's content some rows further down: references of formulas move along. */
function movedContent(getters: Getters, cell: GridCell, sheetId: string, rows: number): Content {
  if (!cell.isFormula) return storedContent(cell);
  if (rows === 0) return formulaText(cell, getters);
  return getters.getTranslatedCellFormula(sheetId, 0, rows, cell.compiledFormula);
}

interface SortInside {
  getters: Getters & { doesIntersectMerge(sheetId: string, zone: Zone): boolean };
  dispatch(type: string, payload: object): void;
  mainCells(sheetId: string, zone: Zone): object[][];
  hasHeader(sheetId: string, cells: object[][]): boolean;
  sortZone(
    sheetId: string,
    anchor: { col: number },
    zone: Zone,
    direction: string,
    options: SortOptions,
  ): void;
}

interface SortOptions {
  /** Whether a first row that looks like a header is sorted too. */
  sortHeaders?: boolean;
}

const OriginalSort = pluginClass<SortInside>("featurePluginRegistry", "sort");

/** The page's sorting, in the order of Sheets. */
class Sort extends OriginalSort {
  override sortZone(
    sheetId: string,
    anchor: { col: number },
    zone: Zone,
    direction: string,
    options: SortOptions,
  ): void {
    // Merged cells of one size are sorted as o-spreadsheet does it.
    if (this.getters.doesIntersectMerge(sheetId, zone)) {
      super.sortZone(sheetId, anchor, zone, direction, options);
      return;
    }
    const hasHeader = !options.sortHeaders && this.hasHeader(sheetId, this.mainCells(sheetId, zone));
    const body = hasHeader ? { ...zone, top: zone.top + 1 } : zone;
    const key = { column: anchor.col, ascending: direction === "asc" };
    this.dispatch(WRITE_BLOCK, sortedRows(this.getters, sheetId, body, [key]).block);
  }
}

replacePlugin("featurePluginRegistry", "sort", Sort);
