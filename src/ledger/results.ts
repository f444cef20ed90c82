import { addressKey } from "../core/addresses.ts";
import { fieldAt } from "../core/json.ts";
import { locked } from "../core/locked.ts";
import type { Ports } from "../core/ports.ts";
import type { Workbook } from "../core/spreadsheet.ts";
import { DAY_MS } from "../core/times.ts";
import { addressOfKey, handleKeysOf, personKey } from "../hunter/enrichment.ts";
import type { LookupName, LookupRecord, Result } from "../hunter/lookup.ts";
import type { Pool } from "../hunter/plan.ts";
import { BoughtElsewhere } from "./elsewhere.ts";
import { inFlightName } from "./in-flight.ts";
import { Journal } from "./journal.ts";
import { linesOf, type ResultLine, recordIn, stemOf } from "./result-line.ts";
import { type ResultKey, ResultsSheet } from "./results-sheet.ts";

/** Whoever may write to the sheet leaves no more in the journal than this: formulas and runs need the room. */
const JOURNAL_LIMIT_BYTES = 120_000;
/** A sheet keeps an instant as a fraction of days. */
const SAME_MS = 1_000;
/** Hunter may know better tomorrow, and takes nothing for not knowing. */
const UNKNOWN_MS = DAY_MS;

export type ResultPorts = Pick<
  Ports,
  "sharedStore" | "fileStore" | "claims" | "fileLock" | "sheetLock" | "clock" | "warn" | "uuid" | "cache"
>;

/**
 * What Hunter was paid for in this file, in the journal and in the sheet. Of the sheet the keys are read first, and then
 * only what is asked for. The newest result of a question counts.
 */
export class Results {
  readonly journal: Journal;
  readonly elsewhere: BoughtElsewhere;
  private readonly sheet: ResultsSheet;
  private readonly newest = new Map<string, ResultLine>();
  private lines: ResultLine[] = [];
  /** Of the sheet, by stem; null before it was read. */
  private keys: Map<string, ResultKey[]> | null = null;
  private readonly loaded = new Set<string>();
  private isJournalRead = false;
  /** What could not be kept until now. */
  private left: readonly ResultLine[] = [];

  constructor(
    private readonly book: Workbook,
    private readonly ports: ResultPorts,
  ) {
    this.journal = new Journal(ports);
    this.elsewhere = new BoughtElsewhere(ports);
    this.sheet = new ResultsSheet(book, ports.sharedStore, ports.warn);
  }

  /**
   * Reads what is kept of these questions, all at once.
   * @returns the lines that came out of the sheet.
   */
  load(lookup: LookupName, keys: Iterable<string>): ResultLine[] {
    // The journal first: what is moved to the sheet meanwhile is then seen twice, never not at all.
    this.readJournal();
    const known = this.readKeys();
    const rows: number[] = [];
    for (const key of keys) {
      const stem = stemOf({ lookup, key });
      if (this.loaded.has(stem)) continue;
      this.loaded.add(stem);
      for (const { row } of known.get(stem) ?? []) rows.push(row);
    }
    const lines = this.sheet.readRows(rows);
    for (const line of lines) this.takeIn(line);
    return lines;
  }

  /** What is kept of a question since an instant. That a person must not be asked about is never too old. */
  find(lookup: LookupName, key: string, sinceMs: number): LookupRecord | null {
    const line = this.newestOf(lookup, key);
    const { atMs = 0, status = "" } = line ?? {};
    const leastMs = status === "unknown" ? Math.max(sinceMs, this.ports.clock.nowMs() - UNKNOWN_MS) : sinceMs;
    if (!line || (atMs < leastMs && status !== "claimed")) return null;
    const record = recordIn(line.text);
    return record && ({ ...record, atMs } as LookupRecord);
  }

  /** Whether a person asked Hunter not to be processed. */
  isClaimed(email: string): boolean {
    const key = addressKey(email);
    if (key === "") return false;
    const isSo = (lookup: LookupName, of: string) => this.find(lookup, of, 0)?.status === "claimed";
    return isSo("verify", key) || isSo("person", personKey(key)) || isSo("combined", personKey(key));
  }

  /** When a question was answered last; null when nothing is kept of it. */
  atMs(lookup: LookupName, key: string): number | null {
    return this.newestOf(lookup, key)?.atMs ?? null;
  }

  /** Every line, the older ones of a question too. */
  all(): readonly ResultLine[] {
    this.lines = [];
    this.newest.clear();
    this.isJournalRead = false;
    this.readJournal();
    this.keys = new Map();
    for (const line of this.sheet.readAll()) this.takeIn(line);
    return this.lines;
  }

  /** The credits that a run spent so far. */
  creditsOf(payer: string): number {
    return this.all().reduce((sum, line) => (line.payer === payer ? sum + line.credits : sum), 0);
  }

  /**
   * Puts results where they last: into the journal, which takes one call where the sheet takes four. Never throws: an
   * answer that was paid for is there, whatever becomes of its keeping.
   * @param pool that they were paid from.
   * @param maySheet false for formulas, which may write to none.
   */
  keep(
    lookup: LookupName,
    results: readonly Result[],
    payer: string,
    pool: Pool | null,
    maySheet: boolean,
  ): void {
    const lines = linesOf(lookup, results, this.ports.clock.nowMs(), payer, pool);
    this.tryToKeep([...this.left, ...lines], maySheet);
    for (const line of lines) this.takeIn(line);
  }

  /** One more try for what could not be kept, when its time is over: whoever held the sheet may be gone. Never throws. */
  keepLeft(): void {
    if (this.left.length > 0) this.tryToKeep(this.left, true);
  }

  private tryToKeep(lines: readonly ResultLine[], maySheet: boolean): void {
    const { journal } = this;
    try {
      if (maySheet && (!journal.isThere || journal.size > JOURNAL_LIMIT_BYTES)) this.toSheet(lines);
      else this.toJournal(lines, maySheet);
      this.left = [];
    } catch (error) {
      this.left = lines;
      this.ports.warn(`What Hunter was paid for could not be kept: ${(error as Error).message}`);
    }
  }

  /**
   * Moves the journal into the sheet. Dying in between leaves lines in both: the same twice does no harm.
   * @returns whether there was anything.
   */
  moveJournal(): boolean {
    let moved = null as ReturnType<Journal["take"]> | null;
    // Read under the lock: what somebody has forgotten meanwhile is not put back.
    this.append(() => {
      moved = this.journal.take();
      return moved.lines;
    });
    if (!moved || moved.names.length === 0) return false;
    this.journal.remove(moved.names);
    if (moved.isAll) this.elsewhere.clear(moved.lines);
    return true;
  }

  /**
   * Changes what the sheet holds, and has the cache forget what it knew of it. To be called under the lock.
   * @param rest what is to stay of a line: all of it, a part, or nothing.
   * @returns how many lines are gone or cut.
   */
  rewrite(rest: (line: ResultLine) => ResultLine | null): number {
    const { changed, all } = this.sheet.rewrite(rest);
    const touched = new Set(changed.map(stemOf));
    // An answer with several results is cached under the first of them.
    const asked = all.filter((line) => touched.has(stemOf(line)));
    this.ports.cache.remove(asked.map(({ lookup, key }) => inFlightName({ name: lookup }, key)));
    return changed.length;
  }

  private toSheet(lines: readonly ResultLine[]): void {
    this.append(() => lines);
    this.moveJournal();
  }

  private toJournal(lines: readonly ResultLine[], maySheet: boolean): void {
    try {
      this.journal.write(lines);
      this.elsewhere.note(lines);
    } catch (error) {
      if (!maySheet) throw error;
      this.toSheet(lines);
    }
  }

  private append(linesOf: () => readonly ResultLine[]): void {
    locked(this.ports.sheetLock, () => {
      const lines = linesOf();
      if (lines.length === 0) return;
      this.sheet.append(lines);
      const claimed = lines.filter(({ status }) => status === "claimed");
      const rest = (line: ResultLine) =>
        claimed.reduce<ResultLine | null>((left, one) => left && withoutClaimed(left, one), line);
      if (claimed.length > 0) this.rewrite(rest);
      this.book.flush();
    });
  }

  private newestOf(lookup: LookupName, key: string): ResultLine | undefined {
    if (!this.loaded.has(stemOf({ lookup, key }))) this.load(lookup, [key]);
    return this.newest.get(idOf(lookup, key));
  }

  private readJournal(): void {
    if (this.isJournalRead) return;
    this.isJournalRead = true;
    for (const line of this.journal.read()) this.takeIn(line);
  }

  private readKeys(): ReadonlyMap<string, readonly ResultKey[]> {
    if (this.keys) return this.keys;
    const keys = new Map<string, ResultKey[]>();
    for (const key of this.sheet.readKeys()) {
      const stem = stemOf(key);
      const same = keys.get(stem);
      if (same) same.push(key);
      else keys.set(stem, [key]);
    }
    this.keys = keys;
    return keys;
  }

  private takeIn(line: ResultLine): void {
    const id = idOf(line.lookup, line.key);
    const known = this.newest.get(id);
    // Whoever died while the journal was moved left it twice.
    if (known?.payer === line.payer && Math.abs(known.atMs - line.atMs) < SAME_MS) return;
    this.lines.push(line);
    if (line.status === "claimed" || !known || (known.status !== "claimed" && known.atMs <= line.atMs))
      this.newest.set(id, line);
  }
}

/** A line without the person of whom another says that they asked not to be processed. */
function withoutClaimed(line: ResultLine, { lookup, key }: ResultLine): ResultLine | null {
  const address = lookup === "verify" ? key : addressOfKey(key);
  if (address !== "") return withoutPerson(line, address);
  const record = line.status === "claimed" ? null : recordIn(line.text);
  return record && handleKeysOf(record).includes(key) ? null : line;
}

/** A line without a person, by the address's key: null when it was about that person, cut when a search found them among others. */
export function withoutPerson(line: ResultLine, email: string): ResultLine | null {
  // A line of before may stand under the address as it was given.
  if (line.lookup === "verify")
    return line.status !== "claimed" && (line.key === email || addressKey(line.key) === email) ? null : line;
  if (line.key === personKey(email)) return line.status === "claimed" ? line : null;
  const record = recordIn(line.text);
  if (!record) return line;
  if ([record.email, fieldAt(record, "person", "email")].some((told) => addressKey(told) === email))
    return null;
  if (!Array.isArray(record.emails)) return line;
  let isTold = false;
  const emails = record.emails.map((one) => {
    // Hunter may write the domain as xn--….
    const isTheirs = addressKey(fieldAt(one, "value")) === email;
    if (!isTheirs && !JSON.stringify(one).toLowerCase().includes(`"${email}"`)) return one;
    isTold = true;
    // The places of the others tell which page comes next.
    return {};
  });
  return isTold ? { ...line, text: JSON.stringify({ ...record, emails }) } : line;
}

function idOf(lookup: LookupName, key: string): string {
  return `${lookup} ${key}`;
}
