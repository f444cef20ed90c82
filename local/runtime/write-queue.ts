import type { Book, CellInput } from "../book/book.ts";
import { GoogleError } from "./google-error.ts";
import { CELL_CHARACTERS } from "./limits.ts";
import type { Area } from "./wire.ts";

/** Cells to be written as if typed. */
interface CellWrite {
  readonly area: Area;
  readonly cells: CellInput[][];
}

type Queued = CellWrite | { readonly apply: (book: Book) => void };

/** @throws GoogleError for a text that is too long for a cell (facts 1.5) */
export function checkLength(text: string): void {
  if (text.length > CELL_CHARACTERS)
    throw new GoogleError(
      `Your input contains more than the maximum of ${CELL_CHARACTERS} characters in a single cell.`,
    );
}

/** The write that goes on where another ends, as one. */
function joined(a: CellWrite, b: CellWrite): CellWrite | null {
  const [p, q] = [a.area, b.area];
  if (p.s !== q.s) return null;
  if (q.c === p.c && q.nc === p.nc && q.r === p.r + p.nr)
    return { area: { ...p, nr: p.nr + q.nr }, cells: [...a.cells, ...b.cells] };
  if (q.r === p.r && q.nr === p.nr && q.c === p.c + p.nc)
    return {
      area: { ...p, nc: p.nc + q.nc },
      cells: a.cells.map((row, i) => [...row, ...(b.cells[i] ?? [])]),
    };
  return null;
}

/**
 * facts 5.8: writes are queued and sent by a read that depends on them, by flush, or at the end; what is wrong with
 * their contents is told only then, at a later line.
 */
export class WriteQueue {
  private readonly book: Book;
  private readonly check: (area: Area, cells: CellInput[][]) => void;
  private readonly sent: (cells: number) => void;
  private queued: Queued[] = [];

  /**
   * @param check throws for contents that the cells' own rules refuse
   * @param sent hears how many cells a write had that was sent
   */
  constructor(book: Book, check: (area: Area, cells: CellInput[][]) => void, sent: (cells: number) => void) {
    this.book = book;
    this.check = check;
    this.sent = sent;
  }

  get length(): number {
    return this.queued.length;
  }

  cells(area: Area, cells: CellInput[][]): void {
    const last = this.queued[this.queued.length - 1];
    const one = last && "cells" in last ? joined(last, { area, cells }) : null;
    if (one) this.queued[this.queued.length - 1] = one;
    else this.queued.push({ area, cells });
  }

  change(apply: (book: Book) => void): void {
    this.queued.push({ apply });
  }

  /**
   * Sends what is queued.
   * @throws GoogleError for the first write that Sheets refuses; the ones behind it are dropped
   */
  flush(): void {
    const queued = this.queued;
    this.queued = [];
    for (const write of queued) {
      if ("apply" in write) {
        write.apply(this.book);
        continue;
      }
      for (const row of write.cells) for (const cell of row) if (typeof cell === "string") checkLength(cell);
      this.check(write.area, write.cells);
      const { s, r, c } = write.area;
      this.book.write(s, r, c, write.cells);
      this.sent(write.area.nr * write.area.nc);
    }
  }

  drop(): void {
    this.queued = [];
  }
}
