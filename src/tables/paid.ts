import { locked } from "../core/locked.ts";
import type { Ports, Store } from "../core/ports.ts";
import type { Sheet, SheetValue, Workbook, Written } from "../core/spreadsheet.ts";
import { askName } from "../hunter/asking.ts";
import { type LookupName, type LookupRecord, lookups, type Result } from "../hunter/lookups.ts";
import { growColumns } from "./header.ts";

/** The hidden sheet. Found by name, since a copied file brings it along under another id; by its id where somebody renamed it. */
export const RESULTS_SHEET = "Huntsheet results";
const SHEET_ID = "paidSheet";
const HEADERS = ["Look-up", "Input", "When", "Status", "Credits", "For", "Result"] as const;
type Header = (typeof HEADERS)[number];

/** Formulas cannot write to sheets: what they paid for waits in properties under this name. */
const JOURNAL = "paid.";
const CLAIMED = '"status":"claimed"';
/** A property holds 9 KB, all of them together 500 KB (facts, 1.4): runs and tables need some, too. */
const MOST_CHARACTERS = 8_500;
const JOURNAL_CHARACTERS = 350_000;
/** Whoever may write to the sheet leaves no more in the journal than this: formulas and runs need the room. */
const NOTED_CHARACTERS = 120_000;
/** Each removal is a service call: the next hour takes the rest. */
const MOVED_AT_ONCE = 300;
/** A sheet keeps an instant as a fraction of days. */
const SAME_MS = 1_000;
/** A title may stand above the headers. */
const MOST_ROWS_ABOVE = 5;
/** Hunter may know better tomorrow, and takes nothing for not knowing. */
const UNKNOWN_MS = 86_400_000;

export interface Paid {
  readonly lookup: LookupName;
  readonly key: string;
  readonly atMs: number;
  readonly credits: number;
  /** The run or formula that paid. */
  readonly payer: string;
  readonly status: string;
  /** The record as JSON text. */
  readonly text: string;
}

type PaidPorts = Pick<Ports, "sharedStore" | "fileLock" | "clock" | "warn" | "uuid" | "cache">;

/** All that Hunter was paid for in this file, read once per execution. The newest result of a question counts. */
export class PaidResults {
  private readonly newest = new Map<string, Paid>();
  private journalSize = 0;
  /** Every line, the older ones of a question too. */
  readonly all: Paid[] = [];

  /** Knows nothing yet. */
  constructor(
    private readonly book: Workbook,
    private readonly ports: PaidPorts,
  ) {}

  /** The journal first: what is moved to the sheet meanwhile is then seen twice, never not at all. */
  static open(book: Workbook, ports: PaidPorts): PaidResults {
    const results = new PaidResults(book, ports);
    for (const text of Object.values(journalIn(ports.sharedStore))) {
      results.journalSize += text.length;
      for (const line of results.linesIn(text)) results.takeIn(line);
    }
    const sheet = results.sheet();
    if (sheet) for (const line of results.linesOf(sheet.readAll(true))) results.takeIn(line);
    return results;
  }

  /** What is kept of a question since an instant. That a person must not be asked about is never too old. */
  find(lookup: LookupName, key: string, sinceMs: number): LookupRecord | null {
    const line = this.newest.get(idOf(lookup, key));
    const { atMs = 0, status = "" } = line ?? {};
    const leastMs = status === "unknown" ? Math.max(sinceMs, this.ports.clock.nowMs() - UNKNOWN_MS) : sinceMs;
    if (!line || (atMs < leastMs && status !== "claimed")) return null;
    const record = recordIn(line.text);
    return record && ({ ...record, atMs } as LookupRecord);
  }

  /** When a question was answered last; null when nothing is kept of it. */
  atMs(lookup: LookupName, key: string): number | null {
    return this.newest.get(idOf(lookup, key))?.atMs ?? null;
  }

  /** The credits that a run spent so far. */
  creditsOf(payer: string): number {
    return this.all.reduce((sum, line) => (line.payer === payer ? sum + line.credits : sum), 0);
  }

  /**
   * Puts results where they last: into the journal, which takes one call where the sheet takes four.
   * @param maySheet false for formulas, which may write to none.
   */
  keep(lookup: LookupName, results: readonly Result[], payer: string, maySheet: boolean): void {
    const { clock, sharedStore, uuid } = this.ports;
    const atMs = clock.nowMs();
    const { cost } = lookups[lookup];
    const lines = results.map(({ key, record }) => lineOf(lookup, key, atMs, cost(record), payer, record));
    const texts = partsOf(lines);
    const size = texts.reduce((sum, text) => sum + text.length, 0);
    if (maySheet && (!sharedStore || this.journalSize + size > NOTED_CHARACTERS)) {
      this.append(() => lines);
      this.moveJournal();
    } else {
      this.journalSize += size;
      for (const text of texts) sharedStore?.set(JOURNAL + uuid().slice(0, 13), text);
    }
    for (const line of lines) this.takeIn(line);
  }

  /** Whether formulas may pay for more before the journal is moved. */
  get hasRoom(): boolean {
    return this.journalSize < JOURNAL_CHARACTERS;
  }

  /**
   * Moves the journal into the sheet. Dying in between leaves lines in both: the same twice does no harm.
   * @returns whether there was anything.
   */
  moveJournal(): boolean {
    let names: string[] = [];
    // Read under the lock: what somebody has forgotten meanwhile is not put back.
    this.append(() => {
      const journal = journalIn(this.ports.sharedStore);
      names = Object.keys(journal).slice(0, MOVED_AT_ONCE);
      return names.flatMap((name) => this.linesIn(journal[name] as string));
    });
    for (const name of names) this.ports.sharedStore?.remove(name);
    this.journalSize = 0;
    return names.length > 0;
  }

  /**
   * Takes results away for good, out of sheet, journal and cache.
   * @param rest what is to stay of a line: all of it, a part, or nothing.
   * @param keys addresses whose answers may be in the cache alone.
   * @returns how many lines are gone or cut.
   */
  forget(rest: (line: Paid) => Paid | null, keys: readonly string[] = []): number {
    while (this.moveJournal());
    this.ports.cache.remove(keys.map((key) => askName({ name: "verify" }, key)));
    const sheet = this.sheet();
    let count = 0;
    if (sheet)
      locked(this.ports.fileLock, () => {
        count = this.rewrite(sheet, rest);
        this.book.flush();
      });
    return count;
  }

  private rewrite(sheet: Sheet, rest: (line: Paid) => Paid | null): number {
    const rows = sheet.readAll();
    const lines = this.linesOf(rows);
    const kept: Paid[] = [];
    const touched = new Set<string>();
    let count = 0;
    for (const line of lines) {
      const left = rest(line);
      if (left) kept.push(left);
      if (left === line) continue;
      count++;
      touched.add(stemOf(line));
    }
    if (count === 0) return 0;
    const at = placesIn(rows);
    // Written over, not deleted: the lines that stay move up, and blank ones follow.
    sheet.write(
      at.row + 2,
      1,
      rows.slice(at.row + 1).map((_, i) => cellsOf(kept[i], at)),
    );
    // An answer with several results is cached under the first of them.
    const asked = lines.filter((line) => touched.has(stemOf(line)));
    this.ports.cache.remove(asked.map(({ lookup, key }) => askName({ name: lookup }, key)));
    return count;
  }

  private append(linesOf: () => readonly Paid[]): void {
    locked(this.ports.fileLock, () => {
      const lines = linesOf();
      if (lines.length === 0) return;
      const sheet = this.sheet() ?? this.made();
      const at = placesIn(sheet.read(1, 1, Math.min(MOST_ROWS_ABOVE, sheet.gridRows()), sheet.gridColumns()));
      growColumns(sheet, at.headers.length);
      if (at.isLost) sheet.write(at.row + 1, 1, [at.headers]);
      sheet.append(lines.map((line) => cellsOf(line, at)));
      const claimed = lines.filter(({ lookup, status }) => lookup === "verify" && status === "claimed");
      const rest = (line: Paid) =>
        claimed.reduce<Paid | null>((left, { key }) => left && withoutPerson(left, key), line);
      if (claimed.length > 0) this.rewrite(sheet, rest);
      this.book.flush();
    });
  }

  private sheet(): Sheet | null {
    const byName = this.book.sheetByName(RESULTS_SHEET);
    const id = byName ? null : this.ports.sharedStore?.get(SHEET_ID);
    return byName ?? (id ? this.book.sheetById(Number(id)) : null);
  }

  private made(): Sheet {
    const sheet = this.book.addSheetBehind(RESULTS_SHEET);
    sheet.format({ "@": [1, 2, 4, 6, 7], "yyyy-mm-dd hh:mm:ss": [3] }, 2, sheet.gridRows());
    sheet.dressHeader(1, HEADERS.length);
    sheet.hide();
    this.ports.sharedStore?.set(SHEET_ID, String(sheet.id));
    return sheet;
  }

  /** A person may have sorted, moved columns, or spoilt a line: that one is left out. */
  private linesOf(rows: readonly (readonly SheetValue[])[]): Paid[] {
    const at = placesIn(rows);
    const names = Object.keys(lookups);
    let spoilt = 0;
    const lines: Paid[] = [];
    for (const row of rows.slice(at.row + 1)) {
      const cell = (header: Header) => row[at.of(header)] ?? "";
      const [lookup, when, text] = [String(cell("Look-up")), cell("When"), String(cell("Result"))];
      if (row.every((value) => value === "")) continue;
      if (!(when instanceof Date) || !names.includes(lookup) || text.charAt(0) !== "{") spoilt++;
      else
        lines.push({
          lookup: lookup as LookupName,
          key: String(cell("Input")),
          atMs: when.getTime(),
          credits: Number(cell("Credits")) || 0,
          payer: String(cell("For")),
          // Whoever writes over the one has the other left: nobody is asked about who asked not to be.
          status: text.includes(CLAIMED) ? "claimed" : String(cell("Status")),
          text,
        });
    }
    if (spoilt > 0)
      this.ports.warn(`${spoilt} rows of the sheet "${RESULTS_SHEET}" are spoilt and were left out.`);
    return lines;
  }

  private linesIn(text: string): Paid[] {
    try {
      return (JSON.parse(text) as Parameters<typeof lineOf>[]).map((parts) => lineOf(...parts));
    } catch {
      this.ports.warn("A part of the journal cannot be read and was left out.");
      return [];
    }
  }

  private takeIn(line: Paid): void {
    const id = idOf(line.lookup, line.key);
    const known = this.newest.get(id);
    // Whoever died while the journal was moved left it twice.
    if (known?.payer === line.payer && Math.abs(known.atMs - line.atMs) < SAME_MS) return;
    this.all.push(line);
    if (line.status === "claimed" || !known || (known.status !== "claimed" && known.atMs <= line.atMs))
      this.newest.set(id, line);
  }
}

/** A line without a person's address in lower case: null when it was about that person, cut when a search found them among others. */
export function withoutPerson(line: Paid, email: string): Paid | null {
  if (line.lookup === "verify") return line.key === email && line.status !== "claimed" ? null : line;
  const record = recordIn(line.text);
  if (!record) return line;
  if (String(record.email).toLowerCase() === email) return null;
  if (!Array.isArray(record.emails)) return line;
  let isTold = false;
  const emails = record.emails.map((one) => {
    if (!JSON.stringify(one).toLowerCase().includes(`"${email}"`)) return one;
    isTold = true;
    // The places of the others tell which page comes next.
    return {};
  });
  return isTold ? { ...line, text: JSON.stringify({ ...record, emails }) } : line;
}

function lineOf(
  lookup: LookupName,
  key: string,
  atMs: number,
  credits: number,
  payer: string,
  record: LookupRecord,
): Paid {
  return { lookup, key, atMs, credits, payer, status: record.status, text: JSON.stringify(record) };
}

function stemOf({ lookup, key }: Paid): string {
  return `${lookup} ${key.replace(/; offset=\d+$/, "")}`;
}

function recordIn(text: string): LookupRecord | null {
  try {
    return JSON.parse(text) as LookupRecord;
  } catch {
    // A person edited it.
    return null;
  }
}

function idOf(lookup: LookupName, key: string): string {
  return `${lookup} ${key}`;
}

interface Places {
  /** Index of the row of headers. */
  readonly row: number;
  /** As they are, or are to be where some are gone. */
  readonly headers: readonly Written[];
  readonly isLost: boolean;
  /** Index of a header's column; of one that is gone, that where it was made. */
  readonly of: (header: Header) => number;
}

/** A person may have put a title above, moved columns, deleted or renamed some. */
function placesIn(rows: readonly (readonly SheetValue[])[]): Places {
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

/** Blank cells without a line. */
function cellsOf(line: Paid | undefined, at: Places): Written[] {
  const cells: Written[] = at.headers.map(() => null);
  if (!line) return cells;
  const { lookup, key, atMs, status, credits, payer, text } = line;
  [lookup, key, new Date(atMs), status, credits, payer, text].forEach((value, i) => {
    cells[at.of(HEADERS[i] as Header)] = value;
  });
  return cells;
}

function journalIn(store: Store | null): Record<string, string> {
  const all = Object.entries(store?.getAll() ?? {});
  return Object.fromEntries(all.filter(([name]) => name.startsWith(JOURNAL)));
}

/** Lines as texts for properties. */
function partsOf(lines: readonly Paid[]): string[] {
  const text = escaped(lines);
  if (lines.length < 2 || text.length <= MOST_CHARACTERS) return [text];
  const half = lines.length >> 1;
  return [...partsOf(lines.slice(0, half)), ...partsOf(lines.slice(half))];
}

/** A property's limit is in bytes: with these, characters are bytes. */
function escaped(lines: readonly Paid[]): string {
  const short = lines.map(({ lookup, key, atMs, credits, payer, text }) => [
    lookup,
    key,
    atMs,
    credits,
    payer,
    JSON.parse(text),
  ]);
  return JSON.stringify(short).replace(
    /[^\0-\x7f]/g,
    (letter) => `\\u${`000${letter.charCodeAt(0).toString(16)}`.slice(-4)}`,
  );
}
