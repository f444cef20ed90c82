// Room for arrays that formulas give: Sheets adds the rows and columns that one lacks at the grid's end.
import type { FormulaCell, Getters, Position, Room } from "./engine.ts";
import { FILE_CELLS, SHEET_COLUMNS } from "./grid-limits.ts";

/** What becomes of an array that does not fit the grid: the grid grows, or the formula's cell asks for more rows. */
export type ArrayResults = "grows" | "refused";

/** Rows and columns that a grid lacks. */
interface Missing {
  readonly sheetId: string;
  readonly rows: number;
  readonly columns: number;
}

/**
 * Growing makes formulas look again, and some then want still more. A chain of arrays that build on each other settles
 * within a few rounds; what does not settle runs after the grid's edge.
 */
const ROUNDS = 8;

const missing = (getters: Getters, { sheetId, rows, columns }: Room): Missing => ({
  sheetId,
  rows: Math.max(0, rows - getters.getNumberRows(sheetId)),
  columns: Math.max(0, columns - getters.getNumberCols(sheetId)),
});

/** Whether a grid may be made that large for the formula at `origin`. */
export function mayGrow(getters: Getters, origin: Position, room: Room): boolean {
  if (room.columns > SHEET_COLUMNS) return false;
  const lack = missing(getters, room);
  const cells = getters.getSheetIds().reduce((sum, sheetId) => {
    const grows = sheetId === room.sheetId;
    const rows = getters.getNumberRows(sheetId) + (grows ? lack.rows : 0);
    return sum + rows * (getters.getNumberCols(sheetId) + (grows ? lack.columns : 0));
  }, 0);
  return cells <= FILE_CELLS && !followsEdge(getters, origin, lack);
}

/** Whether the formula reads to the end of the grid (A:A, 1:1) that would grow: its array would grow with it, forever. */
function followsEdge(getters: Getters, origin: Position, lack: Missing): boolean {
  const { compiledFormula } = getters.getCell(origin) as FormulaCell;
  return compiledFormula.rangeDependencies.some(
    ({ sheetId, unboundedZone: zone }) =>
      sheetId === lack.sheetId &&
      ((lack.rows > 0 && zone.bottom === undefined) || (lack.columns > 0 && zone.right === undefined)),
  );
}

/** The wants of a book's formulas, given once the evaluation that they came up in is over. */
export class ArrayRoom {
  private readonly asked = new Map<string, Room>();
  private isGiving = false;
  private isClosed = false;

  constructor(private readonly results: () => ArrayResults) {}

  /** Whether the formula at `origin` will get that much room, and is to wait for it. */
  ask(getters: Getters, origin: Position, room: Room): boolean {
    if (this.isClosed || this.results() === "refused" || !mayGrow(getters, origin, room)) return false;
    const { sheetId } = room;
    const { rows = 0, columns = 0 } = this.asked.get(sheetId) ?? {};
    this.asked.set(sheetId, {
      sheetId,
      rows: Math.max(rows, room.rows),
      columns: Math.max(columns, room.columns),
    });
    return true;
  }

  isAsked(): boolean {
    return this.asked.size > 0;
  }

  /**
   * Gives what was asked for, and what is asked for because of that.
   *
   * @param add adds rows and columns at the end of a sheet
   * @param evaluate has all formulas evaluated again
   */
  give(getters: Getters, add: (lack: Missing) => void, evaluate: () => void): void {
    if (this.isGiving) return;
    this.isGiving = true;
    try {
      for (let round = 0; this.isAsked() && round < ROUNDS; round++) {
        for (const room of this.taken()) if (getters.tryGetSheet(room.sheetId)) add(missing(getters, room));
      }
      if (!this.isAsked()) return;
      // Those that still wait have to say that they do not fit.
      this.taken();
      this.isClosed = true;
      evaluate();
    } finally {
      this.isGiving = false;
      this.isClosed = false;
    }
  }

  private taken(): Room[] {
    const rooms = [...this.asked.values()];
    this.asked.clear();
    return rooms;
  }
}
