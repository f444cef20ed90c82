import { runsOf } from "../core/neighbours.ts";

/** Six rows in a character. */
const BITS = 6;
/** From here on, 64 characters of one byte each stand for 0 to 63. */
const ZERO = 48;
const IN_BITS = "*";
/** As much as a line of the log, or a sidebar, is to say about rows. */
const MOST_CHARS = 200;

/**
 * Row numbers as a text short enough to be kept with a run: spans, "2-31,33", or bits where there are many spans. Every
 * other one of 10,000 rows takes 1.7 KB.
 */
export function packRows(rows: readonly number[]): string {
  const sorted = ascending(rows);
  const spans = spansOf(sorted, "-").join(",");
  const highest = sorted[sorted.length - 1] ?? 0;
  if (spans.length * BITS <= highest) return spans;
  const sixes: number[] = [];
  for (let row = 0; row <= highest; row += BITS) sixes.push(0);
  for (const row of sorted) {
    const at = Math.floor(row / BITS);
    sixes[at] = (sixes[at] ?? 0) | (1 << (row % BITS));
  }
  const bits = IN_BITS + sixes.map((six) => String.fromCharCode(ZERO + six)).join("");
  return bits.length < spans.length ? bits : spans;
}

export function unpackRows(text: string): Set<number> {
  const rows = new Set<number>();
  if (text.charAt(0) === IN_BITS) {
    for (let row = 0; row < (text.length - 1) * BITS; row++) {
      const six = text.charCodeAt(1 + Math.floor(row / BITS)) - ZERO;
      if (six & (1 << (row % BITS))) rows.add(row);
    }
    return rows;
  }
  for (const span of text.split(",").filter((one) => one !== "")) {
    const [first = 0, last = first] = span.split("-").map(Number);
    for (let row = first; row <= last; row++) rows.add(row);
  }
  return rows;
}

/** For a person: "2–31, 33". */
export function rowsText(rows: readonly number[]): string {
  let text = "";
  for (const span of spansOf(ascending(rows), "–")) {
    if (text.length + span.length > MOST_CHARS) return `${text}, and more`;
    text += text === "" ? span : `, ${span}`;
  }
  return text;
}

function spansOf(sorted: readonly number[], to: string): string[] {
  return runsOf(sorted).map(({ first, last }) => (first === last ? `${first}` : `${first}${to}${last}`));
}

function ascending(rows: readonly number[]): number[] {
  return [...new Set(rows)].sort((a, b) => a - b);
}
