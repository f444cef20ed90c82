import type { Layout } from "./layout.ts";

/** Changed rows that lie this close are written in one block: a service call costs as much as thousands of cells. */
const BRIDGE_ROWS = 8;

/** However scattered the changes are: in more blocks than this, the calls cost more than the unchanged rows between. */
const MOST_SPANS = 50;

/** Neighbouring columns of ours, which one call can write. */
export interface Block {
  /** Sheet column of the block's first cell. */
  readonly at: number;
  /** Indexes into the layout's placed columns. */
  readonly indexes: number[];
}

/** The user's columns lie between blocks. @param without indexes of placed columns that are not to be written. */
export function blocksOf(layout: Layout, without: readonly number[] = []): Block[] {
  const blocks: Block[] = [];
  layout.placed.forEach(({ at }, index) => {
    if (without.indexOf(index) >= 0) return;
    const block = blocks[blocks.length - 1];
    if (block && block.at + block.indexes.length === at) block.indexes.push(index);
    else blocks.push({ at, indexes: [index] });
  });
  return blocks;
}

/** The block that holds the key comes first: a row without its key would never be found again. */
export function keyFirst(blocks: Block[], layout: Layout): Block[] {
  const holdsKey = (block: Block) =>
    layout.keyAt >= block.at && layout.keyAt < block.at + block.indexes.length;
  return [...blocks.filter(holdsKey), ...blocks.filter((block) => !holdsKey(block))];
}

/** Spans of rows to write: neighbours, and those with few enough unchanged rows of ours between. Rows ascend. */
export function bridged(
  rows: readonly number[],
  isOurs: (row: number) => boolean,
): { first: number; last: number }[] {
  const widest = (rows[rows.length - 1] ?? 0) - (rows[0] ?? 0);
  for (let bridge = BRIDGE_ROWS; ; bridge *= 2) {
    const spans = spansOf(rows, isOurs, bridge);
    if (spans.length <= MOST_SPANS || bridge >= widest) return spans;
  }
}

/** As `bridged`, with at most so many rows between. */
export function spansOf(
  rows: readonly number[],
  isOurs: (row: number) => boolean,
  bridge: number,
): { first: number; last: number }[] {
  const spans: { first: number; last: number }[] = [];
  for (const row of rows) {
    const span = spans[spans.length - 1];
    const gap = span ? row - span.last - 1 : bridge + 1;
    if (span && gap <= bridge && Array.from({ length: gap }, (_, i) => row - 1 - i).every(isOurs))
      span.last = row;
    else spans.push({ first: row, last: row });
  }
  return spans;
}
