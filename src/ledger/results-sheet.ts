import { addressKey } from "../core/addresses.ts";
import type { Store } from "../core/ports.ts";
import type { Sheet, SheetValue, Workbook, Written } from "../core/spreadsheet.ts";
import type { LookupName } from "../hunter/lookup.ts";
import { lookups } from "../hunter/lookups.ts";
import { growColumns } from "../tables/header.ts";
import type { ResultLine } from "./result-line.ts";

/** The hidden sheet. Found by name, since a copied file brings it along under another id; by its id where somebody renamed it. */
export const RESULTS_SHEET = "Huntsheet results";
const SHEET_ID = "paidSheet";
const HEADERS = ["Look-up", "Input", "When", "Status", "Credits", "For", "Result"] as const;
type Header = (typeof HEADERS)[number];
/** What tells which rows are wanted. */
const KEY_HEADERS: readonly Header[] = ["Look-up", "Input", "When"];

const CLAIMED = '"status":"claimed"';
/** A title may stand above the headers. */
const MOST_ROWS_ABOVE = 5;
/** A read takes as long as so many rows of it: rather than twice, rows in between are read in vain. */
const GAP_ROWS = 8_000;

/** Which result stands in a row, without the result. */
export interface ResultKey {
  /** Of the sheet, from 1. */
  readonly row: number;
  readonly lookup: LookupName;
  readonly key: string;
  readonly atMs: number;
}

/** The layout of the sheet of results, which a person may have sorted, moved or spoilt. */
export class ResultsSheet {
  /** Null where there is none, undefined before anybody looked. */
  private sheet: Sheet | null | undefined;

  constructor(
    private readonly book: Workbook,
    private readonly store: Store | null,
    private readonly warn: (message: string) => void,
  ) {}

  /** Everything, in one read. */
  readAll(): ResultLine[] {
    const rows = this.cached()?.readAll(true) ?? [];
    return this.linesOf(rows, layoutIn(rows));
  }

  /** What there is, without the results themselves: a small part of it all. */
  readKeys(): ResultKey[] {
    const sheet = this.cached();
    if (!sheet) return [];
    const layout = layoutOn(sheet);
    const columns = KEY_HEADERS.map((header) => layout.of(header));
    const first = Math.min(...columns);
    const width = Math.max(...columns) - first + 1;
    const keys: ResultKey[] = [];
    let spoilt = 0;
    sheet.read(1, first + 1, sheet.gridRows(), width).forEach((cells, index) => {
      const [lookup = "", key = "", when = ""] = columns.map((column) => cells[column - first] ?? "");
      if (index <= layout.row || (lookup === "" && key === "" && when === "")) return;
      if (when instanceof Date && isLookup(lookup))
        keys.push({ row: index + 1, lookup, key: keyIn(lookup, key), atMs: when.getTime() });
      else spoilt++;
    });
    this.warnOfSpoilt(spoilt);
    return keys;
  }

  /** @param rows of the sheet, as `readKeys` gave them a moment ago. */
  readRows(rows: readonly number[]): ResultLine[] {
    const sheet = this.cached();
    if (!sheet || rows.length === 0) return [];
    const layout = layoutOn(sheet);
    const lines: ResultLine[] = [];
    const wanted = new Set(rows);
    for (const { first, last } of spansOf([...wanted].sort((a, b) => a - b))) {
      const cells = sheet.read(first, 1, last - first + 1, Math.max(1, layout.headers.length));
      const meant = cells.filter((_, index) => wanted.has(first + index));
      lines.push(...this.linesOf(meant, { ...layout, row: -1 }));
    }
    return lines;
  }

  /** Writes lines below all others. To be called under the lock. */
  append(lines: readonly ResultLine[]): void {
    // A person may have deleted it, or made it, since the last look.
    const found = this.find();
    const sheet = found ?? this.create();
    this.sheet = sheet;
    if (!found && lines.length < sheet.gridRows()) {
      const layout = layoutIn([HEADERS]);
      sheet.write(1, 1, [HEADERS, ...lines.map((line) => cellsOf(line, layout))]);
      return;
    }
    const layout = layoutOn(sheet);
    growColumns(sheet, layout.headers.length);
    if (layout.isLost) sheet.write(layout.row + 1, 1, [layout.headers]);
    sheet.append(lines.map((line) => cellsOf(line, layout)));
  }

  /**
   * Writes what is to stay of each line over what was there. To be called under the lock.
   * @returns the lines that are gone or were cut, and all that there were.
   */
  rewrite(rest: (line: ResultLine) => ResultLine | null): {
    readonly changed: readonly ResultLine[];
    readonly all: readonly ResultLine[];
  } {
    const sheet = this.cached();
    if (!sheet) return { changed: [], all: [] };
    const rows = sheet.readAll();
    const layout = layoutIn(rows);
    const all = this.linesOf(rows, layout);
    const kept: ResultLine[] = [];
    const changed: ResultLine[] = [];
    for (const line of all) {
      const left = rest(line);
      if (left) kept.push(left);
      if (left !== line) changed.push(line);
    }
    // Written over, not deleted: the lines that stay move up, and blank ones follow.
    if (changed.length > 0)
      sheet.write(
        layout.row + 2,
        1,
        rows.slice(layout.row + 1).map((_, i) => cellsOf(kept[i], layout)),
      );
    return { changed, all };
  }

  private cached(): Sheet | null {
    if (this.sheet === undefined) this.sheet = this.find();
    return this.sheet;
  }

  private find(): Sheet | null {
    const byName = this.book.sheetByName(RESULTS_SHEET);
    const id = byName ? null : this.store?.get(SHEET_ID);
    return byName ?? (id ? this.book.sheetById(Number(id)) : null);
  }

  private create(): Sheet {
    const sheet = this.book.addSheetBehind(RESULTS_SHEET);
    sheet.format({ "yyyy-mm-dd hh:mm:ss": [3] }, 2, sheet.gridRows());
    sheet.dressHeader(1, HEADERS.length);
    sheet.hide();
    this.store?.set(SHEET_ID, String(sheet.id));
    return sheet;
  }

  /** A person may have sorted, moved columns, or spoilt a line: that one is left out. */
  private linesOf(rows: readonly (readonly SheetValue[])[], layout: Layout): ResultLine[] {
    let spoilt = 0;
    const lines: ResultLine[] = [];
    rows.forEach((row, index) => {
      if (index <= layout.row || row.every((value) => value === "")) return;
      const cell = (header: Header) => row[layout.of(header)] ?? "";
      const [lookup, when, text] = [cell("Look-up"), cell("When"), String(cell("Result"))];
      if (!(when instanceof Date) || !isLookup(lookup) || text.charAt(0) !== "{") {
        spoilt++;
        return;
      }
      lines.push({
        lookup,
        key: keyIn(lookup, cell("Input")),
        atMs: when.getTime(),
        credits: Number(cell("Credits")) || 0,
        payer: String(cell("For")),
        // Whoever writes over the one has the other left: nobody is asked about who asked not to be.
        status: text.includes(CLAIMED) ? "claimed" : String(cell("Status")),
        text,
      });
    });
    this.warnOfSpoilt(spoilt);
    return lines;
  }

  private warnOfSpoilt(spoilt: number): void {
    if (spoilt > 0) this.warn(`${spoilt} rows of the sheet "${RESULTS_SHEET}" are spoilt and were left out.`);
  }
}

/** Versions before kept an address as it was given: in brackets, or with its domain as xn--…. */
function keyIn(lookup: LookupName, cell: SheetValue): string {
  return lookup === "verify" ? addressKey(cell) : String(cell);
}

function isLookup(value: SheetValue): value is LookupName {
  return String(value) in lookups;
}

/** Spans of rows that are read together. */
function spansOf(rows: readonly number[]): { readonly first: number; readonly last: number }[] {
  const spans: { first: number; last: number }[] = [];
  for (const row of rows) {
    const open = spans[spans.length - 1];
    if (open && row - open.last <= GAP_ROWS) open.last = row;
    else spans.push({ first: row, last: row });
  }
  return spans;
}

interface Layout {
  /** Index of the row of headers. */
  readonly row: number;
  /** As they are, or are to be where some are gone. */
  readonly headers: readonly Written[];
  readonly isLost: boolean;
  /** Index of a header's column; of one that is gone, that where it was made. */
  readonly of: (header: Header) => number;
}

/** A person may have put a title above, moved columns, deleted or renamed some. */
function layoutIn(rows: readonly (readonly SheetValue[])[]): Layout {
  const isHeader = (row: readonly SheetValue[]) => HEADERS.filter((name) => row.includes(name)).length > 2;
  const row = Math.max(0, rows.slice(0, MOST_ROWS_ABOVE).findIndex(isHeader));
  const headers = [...(rows[row] ?? [])];
  while (headers[headers.length - 1] === "") headers.pop();
  const lost = HEADERS.filter((name) => !headers.includes(name));
  for (const name of lost) {
    const was = HEADERS.indexOf(name);
    headers[HEADERS.includes(headers[was] as Header) ? headers.length : was] = name;
  }
  return { row, headers, isLost: lost.length > 0, of: (name) => headers.indexOf(name) };
}

function layoutOn(sheet: Sheet): Layout {
  return layoutIn(sheet.read(1, 1, Math.min(MOST_ROWS_ABOVE, sheet.gridRows()), sheet.gridColumns()));
}

/** Blank cells without a line. */
function cellsOf(line: ResultLine | undefined, layout: Layout): Written[] {
  const cells: Written[] = layout.headers.map(() => null);
  if (!line) return cells;
  const { lookup, key, atMs, status, credits, payer, text } = line;
  [lookup, key, new Date(atMs), status, credits, payer, text].forEach((value, i) => {
    cells[layout.of(HEADERS[i] as Header)] = value;
  });
  return cells;
}
