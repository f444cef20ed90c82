// The commands by which a book's cells change. They are core commands of o-spreadsheet: recorded, undone, sent to
// pages and rebased like its own. One carries a whole block, because a command per cell costs 3 ms each (spikes).
import {
  addCoreCommand,
  type CellStyle,
  type Command,
  invalidatingCommands,
  rebasing,
  type Zone,
} from "./engine.ts";

import type { TextRun } from "./rich-text.ts";

/**
 * What a cell is to hold: null leaves it, "" empties it, `=…` is a formula, `'…` is the text behind the apostrophe,
 * any other string is that text, numbers and booleans are themselves.
 */
export type Content = null | string | number | boolean;

/** Sets contents, number formats and notes of a block. Every matrix has the block's size; null leaves a cell as it is. */
export interface WriteBlock {
  sheetId: string;
  top: number;
  left: number;
  rows: number;
  columns: number;
  contents?: Content[][];
  /** Number formats as they are set; "" is none. */
  formats?: (string | null)[][];
  /** "" removes. */
  notes?: (string | null)[][];
  /** null leaves, {} is no style. */
  styles?: (CellStyle | null)[][];
  /** The parts of texts; for cells whose contents stand in the same block. */
  runs?: (readonly TextRun[] | null)[][];
}

/** Removes things from, or puts a style on, every cell of a zone. */
export interface TreatZone {
  sheetId: string;
  zone: Zone;
  contents?: boolean;
  formats?: boolean;
  notes?: boolean;
  /** A property that is null goes back to its default. */
  style?: { [K in keyof CellStyle]?: CellStyle[K] | null };
}

/** Tells the grid where new cells are: triples of cell id, row, column; id 0 empties the place. */
export interface PlaceCells {
  sheetId: string;
  places: number[];
}

/** Puts the tabs in an order. */
export interface OrderSheets {
  order: string[];
}

export const WRITE_BLOCK = "HUNTSHEET_WRITE_BLOCK";
export const TREAT_ZONE = "HUNTSHEET_TREAT_ZONE";
export const PLACE_CELLS = "HUNTSHEET_PLACE_CELLS";
export const ORDER_SHEETS = "HUNTSHEET_ORDER_SHEETS";

for (const type of [WRITE_BLOCK, TREAT_ZONE, PLACE_CELLS, ORDER_SHEETS]) addCoreCommand(type);
for (const types of invalidatingCommands) types.add(WRITE_BLOCK).add(TREAT_ZONE);

/** Zone commands are rebased by o-spreadsheet itself, which knows `zone`; blocks need the following. */
interface Added {
  sheetId: string;
  dimension: "ROW" | "COL";
  base: number;
  quantity: number;
  position: "before" | "after";
}

interface Removed {
  sheetId: string;
  dimension: "ROW" | "COL";
  elements: number[];
}

type Matrix<T> = T[][] | undefined;

/** The block with every matrix passed through `rowsOf` (over rows) or `lineOf` (over each row). */
function reshaped(
  block: WriteBlock,
  change: <T>(matrix: (T | null)[][]) => (T | null)[][],
): Partial<WriteBlock> {
  const mapped: Partial<WriteBlock> = {};
  if (block.contents) mapped.contents = change(block.contents);
  if (block.formats) mapped.formats = change(block.formats);
  if (block.notes) mapped.notes = change(block.notes);
  if (block.runs) mapped.runs = change(block.runs);
  if (block.styles) mapped.styles = change(block.styles as Exclude<Matrix<CellStyle | null>, undefined>);
  return mapped;
}

function afterAdding(command: Command, executed: Command): Command {
  const block = command as unknown as WriteBlock;
  const added = executed as unknown as Added;
  if (block.sheetId !== added.sheetId) return command;
  const at = added.position === "before" ? added.base : added.base + 1;
  const [start, size] = added.dimension === "ROW" ? [block.top, block.rows] : [block.left, block.columns];
  if (at >= start + size) return command;
  const moved: Command = { ...command };
  if (at <= start) {
    if (added.dimension === "ROW") moved.top = block.top + added.quantity;
    else moved.left = block.left + added.quantity;
    return moved;
  }
  const gap = Array.from({ length: added.quantity }, () => null);
  const cut = at - start;
  if (added.dimension === "ROW") {
    moved.rows = block.rows + added.quantity;
    const blank = gap.map(() => Array.from({ length: block.columns }, () => null));
    return Object.assign(
      moved,
      reshaped(block, (m) => [...m.slice(0, cut), ...blank.map((line) => [...line]), ...m.slice(cut)]),
    );
  }
  moved.columns = block.columns + added.quantity;
  return Object.assign(
    moved,
    reshaped(block, (m) => m.map((line) => [...line.slice(0, cut), ...gap, ...line.slice(cut)])),
  );
}

function afterRemoving(command: Command, executed: Command): Command | undefined {
  const block = command as unknown as WriteBlock;
  const removed = executed as unknown as Removed;
  if (block.sheetId !== removed.sheetId) return command;
  const byRow = removed.dimension === "ROW";
  const start = byRow ? block.top : block.left;
  const gone = new Set(removed.elements);
  const shift = removed.elements.filter((element) => element < start).length;
  const stays = <T>(_: T, i: number) => !gone.has(start + i);
  const moved: Command = { ...command };
  const size = Array.from({ length: byRow ? block.rows : block.columns }).filter(stays).length;
  if (size === 0) return undefined;
  if (byRow) Object.assign(moved, { top: start - shift, rows: size });
  else Object.assign(moved, { left: start - shift, columns: size });
  return Object.assign(
    moved,
    reshaped(block, (m) => (byRow ? m.filter(stays) : m.map((line) => line.filter(stays)))),
  );
}

rebasing.addTransformation("ADD_COLUMNS_ROWS", [WRITE_BLOCK], afterAdding);
rebasing.addTransformation("REMOVE_COLUMNS_ROWS", [WRITE_BLOCK], afterRemoving);
