import { digest } from "../core/digest.ts";
import { type Cache, LONGEST_SECONDS } from "../core/ports.ts";
import type { Written } from "../core/spreadsheet.ts";

/** A value of the cache holds 100 KB (facts, 1.4); a character may take 3 bytes. */
const PART_CHARACTERS = 30_000;
/** Formulas of the same text share an answer for so long. */
const KEPT_SECONDS = 900;
/** What would take more than this share of the cache's 1,000 items is not kept. */
const MAX_PARTS = 100;

/** The generation that every answer is kept under: with a new one all answers of before are void. */
const GENERATION = "answers.generation";

type Cells = Written[][];

/** Has formulas ask anew, whatever is kept of their listings and records. What was paid for is not among it. */
export function forgetAnswers(cache: Cache, generation: string): void {
  cache.putAll({ [GENERATION]: generation }, LONGEST_SECONDS);
}

/**
 * Answers of formulas, shared by all who compute in this file: a recalculation, or ten cells with the same formula,
 * cost one listing. An answer is cut into parts under a stamp, so that parts of two answers never come together.
 */
export function cachedAnswer(
  cache: Cache,
  question: string,
  newStamp: () => string,
  ask: () => Cells,
): Cells {
  const name = `answer.${digest(question)}`;
  const { [name]: head, [GENERATION]: generation = "" } = cache.getAll([name, GENERATION]);
  const kept = head === undefined ? null : assemble(cache, name, head, generation);
  if (kept) return kept;
  const cells = ask();
  const text = textOf(cells);
  const parts = Math.ceil(text.length / PART_CHARACTERS);
  if (parts <= MAX_PARTS) {
    const stamp = newStamp();
    const values: Record<string, string> = { [name]: `${stamp} ${parts} ${generation}` };
    for (let i = 0; i < parts; i++)
      values[partName(name, stamp, i)] = text.slice(i * PART_CHARACTERS, (i + 1) * PART_CHARACTERS);
    cache.putAll(values, KEPT_SECONDS);
  }
  return cells;
}

/**
 * Rows of single records, each kept for itself: whoever asks for one more asks for that one only.
 * @returns what is kept of the inputs, and the way to keep what is not.
 */
export function keptRows(
  cache: Cache,
  question: string,
  inputs: readonly string[],
): { readonly rows: Map<string, Written[]>; readonly keep: (fresh: ReadonlyMap<string, Written[]>) => void } {
  const nameOf = (input: string) => `row.${digest(question + input)}`;
  const { [GENERATION]: generation = "", ...found } = cache.getAll([...inputs.map(nameOf), GENERATION]);
  const rows = new Map<string, Written[]>();
  for (const input of inputs) {
    const [[keptGeneration, ...row] = []] = cellsIn(found[nameOf(input)] || "[]");
    if (keptGeneration === generation) rows.set(input, row);
  }
  return {
    rows,
    keep: (fresh) => {
      const values: Record<string, string> = {};
      fresh.forEach((row, input) => {
        const text = textOf([[generation, ...row]]);
        if (text.length <= PART_CHARACTERS) values[nameOf(input)] = text;
      });
      cache.putAll(values, KEPT_SECONDS);
    },
  };
}

function assemble(cache: Cache, name: string, head: string, generation: string): Cells | null {
  const [stamp = "", count = "0", keptGeneration = ""] = head.split(" ");
  if (keptGeneration !== generation) return null;
  const names = Array.from({ length: Number(count) }, (_, i) => partName(name, stamp, i));
  const found = cache.getAll(names);
  let text = "";
  for (const part of names) {
    const piece = found[part];
    if (piece === undefined) return null;
    text += piece;
  }
  return cellsIn(text);
}

function textOf(cells: Cells): string {
  const text = JSON.stringify(
    cells.map((row) => row.map((cell) => (cell instanceof Date ? { ms: cell.getTime() } : cell))),
  );
  // An emoji that is cut in two between parts would not survive: the cache keeps whole characters only.
  return text.replace(/[\uD800-\uDFFF]/g, (half) => `\\u${half.charCodeAt(0).toString(16)}`);
}

function cellsIn(text: string): Cells {
  const rows = JSON.parse(text) as (Written | { ms: number })[][];
  return rows.map((row) =>
    row.map((cell) => (typeof cell === "object" && cell !== null && "ms" in cell ? new Date(cell.ms) : cell)),
  );
}

function partName(name: string, stamp: string, part: number): string {
  return `${name}.${stamp}.${part}`;
}
