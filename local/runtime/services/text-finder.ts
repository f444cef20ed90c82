import { zoneOf } from "../../book/cell-range.ts";
import { GoogleError } from "../google-error.ts";
import type { CallContext, ServiceTable } from "../service.ts";
import type { Area } from "../wire.ts";
import { checkArea, sheetInfo } from "./areas.ts";
import { cellRange } from "./criteria.ts";
import { documentChange, documentRead } from "./document-calls.ts";
import { checkProtected } from "./protection.ts";

/** Where to look: a range, a sheet, or the whole file. */
export interface FindScope {
  readonly sheet?: number;
  readonly area?: Area;
}

export interface FindOptions {
  readonly text: string;
  readonly matchCase?: boolean;
  readonly matchEntireCell?: boolean;
  readonly matchFormulaText?: boolean;
  readonly useRegularExpression?: boolean;
  readonly ignoreDiacritics?: boolean;
}

interface Search {
  readonly scope: FindScope;
  readonly options: FindOptions;
}

/** Letters without their marks, and where each came from: "Köln" → "Koln". */
function bare(text: string): { letters: string; from: number[] } {
  let letters = "";
  const from: number[] = [];
  let at = 0;
  for (const letter of text) {
    const plain = letter.normalize("NFD").replace(/\p{M}/gu, "");
    for (let i = 0; i < plain.length; i += 1) from.push(at);
    letters += plain;
    at += letter.length;
  }
  from.push(text.length);
  return { letters, from };
}

/** @throws GoogleError for a pattern that is none; the words are ours */
function patternOf(options: FindOptions): RegExp {
  const { text, matchCase, matchEntireCell, useRegularExpression, ignoreDiacritics } = options;
  const wanted = ignoreDiacritics ? bare(text).letters : text;
  const source = useRegularExpression ? wanted : wanted.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
  try {
    return new RegExp(matchEntireCell ? `^(?:${source})$` : source, matchCase ? "gu" : "giu");
  } catch {
    throw new GoogleError(`Invalid regular expression: ${text}`);
  }
}

/** The text with every match replaced, and how many there were. Groups ($1) count in regular expressions only. */
function replaced(text: string, options: FindOptions, to: string): { text: string; count: number } {
  const { letters, from } = options.ignoreDiacritics ? bare(text) : { letters: text, from: null };
  const place = (index: number) => from?.[index] ?? index;
  let result = "";
  let end = 0;
  let count = 0;
  for (const match of letters.matchAll(patternOf(options))) {
    // An empty match would replace nothing by something everywhere.
    if (match[0] === "") continue;
    const group = (_: string, n: string) => match[Number(n)] ?? "";
    result +=
      text.slice(end, place(match.index)) +
      (options.useRegularExpression ? to.replace(/\$(\d)/g, group) : to);
    end = place(match.index + match[0].length);
    count += 1;
  }
  return { text: result + text.slice(end), count };
}

/** Every cell's text as the search sees it, from A1 on, sheet by sheet in tab order. */
function* texts(context: CallContext, { scope, options }: Search): Generator<{ area: Area; text: string }> {
  const { book } = context.world;
  if (scope.area) checkArea(context, scope.area);
  const only = scope.area?.s ?? scope.sheet;
  const sheets = only === undefined ? book.sheets() : [sheetInfo(context, only)];
  for (const { id } of sheets) {
    const { r = 1, c = 1, nr = Number.POSITIVE_INFINITY, nc = Number.POSITIVE_INFINITY } = scope.area ?? {};
    const rows = Math.min(nr, book.lastRow(id) - r + 1);
    const columns = Math.min(nc, book.lastColumn(id) - c + 1);
    if (rows < 1 || columns < 1) continue;
    const shown = book.displayValues(id, r, c, rows, columns);
    const formulas = options.matchFormulaText ? book.formulas(id, r, c, rows, columns) : [];
    for (let i = 0; i < rows; i += 1)
      for (let j = 0; j < columns; j += 1)
        yield {
          area: { s: id, r: r + i, c: c + j, nr: 1, nc: 1 },
          text: formulas[i]?.[j] || (shown[i]?.[j] ?? ""),
        };
  }
}

function matches(context: CallContext, search: Search): Area[] {
  const pattern = patternOf(search.options);
  return [...texts(context, search)]
    .filter(({ text }) => {
      pattern.lastIndex = 0;
      return text !== "" && pattern.test(search.options.ignoreDiacritics ? bare(text).letters : text);
    })
    .map(({ area }) => area);
}

/** Whether `a` comes before `b` in the order of the search. */
function isBefore({ world }: CallContext, a: Area, b: Area): boolean {
  const order = world.book.sheets().map(({ id }) => id);
  const places = [a, b].map(({ s, r, c }) => [order.indexOf(s), r, c]) as [number[], number[]];
  const differs = places[0].findIndex((part, i) => part !== places[1][i]);
  return differs >= 0 && (places[0][differs] as number) < (places[1][differs] as number);
}

/** Replaces in one cell, as if typed; formulas only where the search is about their text. @returns how many matches */
function replaceIn({ world, run }: CallContext, area: Area, options: FindOptions, to: string): number {
  const { s, r, c } = area;
  const formula = world.book.formulas(s, r, c, 1, 1)[0]?.[0] ?? "";
  if (formula !== "" && !options.matchFormulaText) return 0;
  const { text, count } = replaced(
    formula || (world.book.displayValues(s, r, c, 1, 1)[0]?.[0] ?? ""),
    options,
    to,
  );
  // What a cell refuses of any other write, it refuses of this one.
  if (count > 0) {
    run.writes.cells(area, [[text]]);
    run.writes.flush();
  }
  return count;
}

/** @throws GoogleError before anything is replaced, when this person may not edit one of the cells */
function replaceAll(context: CallContext, areas: readonly Area[], options: FindOptions, to: string): number {
  for (const area of areas) checkProtected(context, area.s, zoneOf(cellRange(area)));
  return areas.reduce((sum, area) => sum + replaceIn(context, area, options, to), 0);
}

interface Step extends Search {
  readonly at: Area | null;
}

export const textFinder: ServiceTable = {
  "TextFinder.findAll": documentRead((context, search: Search) => matches(context, search)),
  "TextFinder.findNext": documentRead((context, { at, ...search }: Step) => {
    const all = matches(context, search);
    const last = at && { ...at, r: at.r + at.nr - 1, c: at.c + at.nc - 1 };
    return all.find((area) => !last || isBefore(context, last, area)) ?? null;
  }),
  "TextFinder.findPrevious": documentRead(
    (context, { at, ...search }: Step) =>
      matches(context, search)
        .reverse()
        .find((area) => !at || isBefore(context, area, at)) ?? null,
  ),
  "TextFinder.replaceWith": documentChange(
    (context, { options, match, to }: { options: FindOptions; match: Area; to: string }) =>
      replaceAll(context, [match], options, to),
  ),
  "TextFinder.replaceAllWith": documentChange((context, { to, ...search }: Search & { to: string }) =>
    replaceAll(context, matches(context, search), search.options, to),
  ),
};
