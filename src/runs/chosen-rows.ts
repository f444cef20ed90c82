import { digest } from "../core/digest.ts";

/**
 * Rows that a person chose by their numbers, told by what stands in them from the click to the first write: whoever
 * sorts, inserts or edits in between must not have other rows seen to in their place.
 */
export interface RowContent {
  /** Sheet row, from 1. */
  readonly row: number;
  readonly content: string;
}

/** As it is kept with a run. */
export interface ChosenRows {
  /** `contentsOf` them. */
  readonly contents: string;
  /** As `contents`, wherever they are. */
  readonly anywhere: string;
  /** A short digest of each content, one after the other. */
  readonly each: string;
}

/** Of 12: a row that happens to have another's is found out by `anywhere`. */
const EACH_LENGTH = 5;

/** What stands where, as a digest. */
export function contentsOf(rows: readonly RowContent[]): string {
  return digest(JSON.stringify(rows.map(({ row, content }) => [row, content])));
}

export function chosenRows(rows: readonly RowContent[]): ChosenRows {
  return {
    contents: contentsOf(rows),
    anywhere: anywhere(rows),
    each: rows.map(({ content }) => shortOf(content)).join(""),
  };
}

/**
 * The chosen rows among all of a sheet, wherever they are by now.
 * @param numbers of the rows at the time of the click.
 * @returns null when one of them was edited or is gone.
 */
export function foundAgain<R extends RowContent>(
  all: readonly R[],
  numbers: ReadonlySet<number>,
  chosen: ChosenRows,
): R[] | null {
  const there = all.filter(({ row }) => numbers.has(row));
  if (contentsOf(there) === chosen.contents) return there;
  const wanted = new Map<string, number>();
  for (const short of shortsIn(chosen)) wanted.set(short, (wanted.get(short) ?? 0) + 1);
  const moved = all.filter(({ content }) => {
    const short = shortOf(content);
    const left = wanted.get(short) ?? 0;
    wanted.set(short, left - 1);
    return left > 0;
  });
  return anywhere(moved) === chosen.anywhere ? moved : null;
}

/** The short digests, for `isAmong`. */
export function shortsIn({ each }: ChosenRows): string[] {
  return each.match(/.{5}/g) ?? [];
}

/** As chosen rows are kept of which only those with these contents are still to be told one by one. */
export function onlyThese(chosen: ChosenRows, contents: readonly string[]): ChosenRows {
  return { ...chosen, each: [...new Set(contents.map(shortOf))].join("") };
}

/** As `onlyThese`, besides those that are told already. */
export function andThese(chosen: ChosenRows, contents: readonly string[]): ChosenRows {
  return { ...chosen, each: [...new Set([...shortsIn(chosen), ...contents.map(shortOf)])].join("") };
}

/** Of a content: tells it from others as far as it takes to know rows again that wait for an answer. */
export function shortOf(content: string): string {
  return digest(content).slice(0, EACH_LENGTH);
}

function anywhere(rows: readonly RowContent[]): string {
  return digest(JSON.stringify(rows.map(({ content }) => content).sort()));
}
