/**
 * Places boxes in rows, so that every arrow points downward, and lets long arrows pass between the boxes on their way.
 * @typedef {{ from: string; to: string }} Arrow
 * @typedef {{ row: number; x: number }} Place row 0 is the lowest; x is the middle
 */

/** How wide an arrow is that passes a row. */
const LANE = 12;
const SWEEPS = 12;

/**
 * @param {readonly (readonly [name: string, width: number])[]} boxes
 * @param {readonly Arrow[]} arrows without a circle
 * @param {number} gap between neighbours
 * @returns {{ places: Map<string, Place>; bends: Map<string, Place[]>; total: number }} bends: by "from to", from the top
 */
export function layered(boxes, arrows, gap) {
  /** @type {Map<string, number>} */
  const heights = new Map();
  /** @param {string} name @returns {number} one more than the highest of what it points to */
  const heightOf = (name) => {
    const known = heights.get(name);
    if (known !== undefined) return known;
    const below = arrows.filter(({ from }) => from === name).map(({ to }) => heightOf(to) + 1);
    const height = Math.max(0, ...below);
    heights.set(name, height);
    return height;
  };
  /** @type {{ name: string; width: number; x: number; near: Set<string> }[][]} */
  const rows = [];
  const add = (/** @type {number} */ row, /** @type {string} */ name, /** @type {number} */ width) => {
    for (let i = rows.length; i <= row; i++) rows.push([]);
    rows[row]?.push({ name, width, x: 0, near: new Set() });
  };
  for (const [name, width] of boxes) add(heightOf(name), name, width);
  const lane = (/** @type {Arrow} */ { from, to }, /** @type {number} */ row) => `${from} ${to} ${row}`;
  for (const arrow of arrows) {
    const [top, bottom] = [heightOf(arrow.from), heightOf(arrow.to)];
    for (let row = bottom + 1; row < top; row++) add(row, lane(arrow, row), LANE);
  }
  const all = new Map(rows.flat().map((node) => [node.name, node]));
  for (const arrow of arrows) {
    const [top, bottom] = [heightOf(arrow.from), heightOf(arrow.to)];
    const names = Array.from({ length: top - bottom - 1 }, (_, i) => lane(arrow, top - 1 - i));
    const way = [arrow.from, ...names, arrow.to];
    way.slice(1).forEach((name, i) => {
      all.get(name)?.near.add(way[i] ?? "");
      all.get(way[i] ?? "")?.near.add(name);
    });
  }

  const total = Math.max(...rows.map((row) => row.reduce((sum, { width }) => sum + width + gap, -gap)));
  for (const row of rows) spread(row, gap, total);
  for (let sweep = 0; sweep < SWEEPS; sweep++)
    for (const row of sweep % 2 ? rows : [...rows].reverse()) {
      for (const node of row) {
        const xs = [...node.near].map((name) => all.get(name)?.x ?? 0);
        if (xs.length > 0) node.x = xs.reduce((sum, x) => sum + x, 0) / xs.length;
      }
      row.sort((a, b) => a.x - b.x || (a.name < b.name ? -1 : 1));
      part(row, gap, total);
    }
  const place = (/** @type {string} */ name, /** @type {number} */ row) => ({
    row,
    x: all.get(name)?.x ?? 0,
  });
  return {
    total,
    places: new Map(boxes.map(([name]) => [name, place(name, heightOf(name))])),
    bends: new Map(
      arrows.map((arrow) => {
        const [top, bottom] = [heightOf(arrow.from), heightOf(arrow.to)];
        const rowsBetween = Array.from({ length: top - bottom - 1 }, (_, i) => top - 1 - i);
        return [`${arrow.from} ${arrow.to}`, rowsBetween.map((row) => place(lane(arrow, row), row))];
      }),
    ),
  };
}

/** Side by side, in the middle. @param {{ width: number; x: number }[]} row @param {number} gap @param {number} total */
function spread(row, gap, total) {
  let left = (total - row.reduce((sum, { width }) => sum + width + gap, -gap)) / 2;
  for (const node of row) {
    node.x = left + node.width / 2;
    left += node.width + gap;
  }
}

/** Moves neighbours apart that overlap, as little as may be. @param {{ width: number; x: number }[]} row @param {number} gap @param {number} total */
function part(row, gap, total) {
  let left = 0;
  for (const node of row) {
    node.x = Math.max(node.x, left + node.width / 2);
    left = node.x + node.width / 2 + gap;
  }
  let right = total;
  for (const node of [...row].reverse()) {
    node.x = Math.min(node.x, right - node.width / 2);
    right = node.x - node.width / 2 - gap;
  }
}
