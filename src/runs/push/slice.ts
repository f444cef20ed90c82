import type { Client } from "../../core/client.ts";
import type { OpenPush, Values } from "../../core/push.ts";
import { TableFault } from "../../tables/fault.ts";
import { placeOf, type UserRow } from "../../tables/user-rows.ts";
import { plus } from "../counted.ts";
import type { Lease } from "../lease.ts";
import { rowsText, unpackRows } from "../row-list.ts";
import { isUnfinished, type RunChange, type RunOf, type SliceEnd } from "../run.ts";
import type { Work } from "../work.ts";
import { sendAll } from "./calls.ts";
import { arrivedOf, decide, nextBatch, sentByOther, triedAgain } from "./decide.ts";
import { KeptRecords } from "./keep.ts";
import { meantIn, PushSheet, textOf, VOLATILE, wordOf } from "./sheet.ts";

/** A pause or a cancel is seen this late while a batch is being sent. */
const LEASE_FRESH_MS = 5_000;
/**
 * No call begins later than this after the lease was taken: it may hang for a minute (facts, 6.1), and is to be over
 * before anybody else may begin, who would ask the API and not be told of it.
 */
const CALL_MS = 50_000;
/** A slice sends for this long, however long it had to read before. */
const LEAST_MS = 5_000;
/** Rows that were missed are looked at anew: not for ever, since a formula may never show the same twice. */
const MOST_LOOKS = 3;

const AGAIN = { end: "again" } as const;

/** What was decided about rows, by place: the text that stood there, and the mark or outcome that is to. */
type Decided = ReadonlyMap<string, { readonly text: string; readonly mark: string }>;

/**
 * One slice of a push. First marks the rows that are to be sent as this run's, so that they are known however the sheet
 * is sorted. Then sends them batch by batch: marks them as being sent, flushes, sends, writes what became of them. Rows
 * that carry that mark when a slice begins are in doubt: the API is asked about them before anything else. So no call
 * takes effect for a row that does not carry it, and no row that carries it is sent unasked.
 */
export class PushSlice {
  private readonly at: PushSheet;
  private readonly client: Client;
  private readonly open: OpenPush;
  private readonly kept: KeptRecords | null;
  /** Whose key sends. */
  private readonly who: string;
  /** What stands in the columns beside from now on, by key. */
  private readonly beside = new Map<string, Values>();
  private run: RunOf<"push">;
  private savedMs: number;
  private untilMs: number;

  constructor(
    begun: RunOf<"push">,
    private readonly work: Work,
    private readonly lease: Lease<"push">,
    deadlineMs: number,
  ) {
    this.run = begun;
    this.who = begun.who;
    this.at = PushSheet.of(begun, work, !begun.state.isMarked);
    const { push } = this.at;
    this.client = work.client(push.api, deadlineMs + CALL_MS);
    this.open = this.at.open(this.client);
    this.kept = push.keeps ? new KeptRecords(push.keeps, this.client, work, begun.state.unshown) : null;
    this.savedMs = this.nowMs();
    this.untilMs = deadlineMs;
  }

  advance(): SliceEnd<"push"> {
    if (!this.run.state.isMarked && !this.mark()) return AGAIN;
    this.at.rows.mustBeThere = true;
    this.takeTime();
    if (!this.settle()) return AGAIN;
    for (let isFirst = true; ; isFirst = false) {
      if (this.nowMs() >= this.untilMs) return AGAIN;
      this.client.deadlineMs = this.untilMs + CALL_MS;
      const marks = nextBatch(this.at, this.open);
      if (marks.size > 0) this.kept?.prepare();
      if (isFirst) this.takeTime();
      if (marks.size === 0) return this.end();
      if (!this.mayCall() || !this.sendBatch(marks, !isFirst)) return AGAIN;
    }
  }

  /** Marks the rows that are to be sent, and writes the outcomes of those that are not. @returns whether to go on. */
  private mark(): boolean {
    const { at } = this;
    const { chosen, looks, sends } = this.run.state;
    // Listings were read since the last look: rows are hidden, and chosen, by where they are now.
    at.rows.look();
    if (chosen !== null && meantIn(at) !== chosen)
      throw new TableFault(
        `The chosen rows were moved or changed before they were sent. Choose them again. ${VOLATILE}`,
      );
    const marks = new Map<string, { text: string; mark: string }>();
    const seen = new Set<string>();
    const checked = sends === undefined ? null : unpackRows(sends);
    let unchecked = 0;
    const { decided, hidden } = decide(at, this.who, this.open);
    decided.forEach((mark, row) => {
      seen.add(placeOf(row));
      // Shown again, changed in the API or rid of its outcome since: nobody was told that it would go.
      if (mark !== null && checked?.has(row.row) === false && at.marks.isQueued(mark)) unchecked++;
      else if (mark !== null) marks.set(placeOf(row), { text: textOf(row), mark });
    });
    // All that was read may have taken longer than the lease lasts.
    if (!this.save({})) return false;
    const marked = this.write(marks);
    // Rows that were inserted in the moment of a read push the last ones out of it; others were edited meanwhile.
    const isMissed = (row: UserRow) => textOf(row) === "" && !seen.has(placeOf(row));
    if (chosen === null && looks < MOST_LOOKS && at.rows.rows.some(isMissed)) {
      this.save({ state: { ...this.run.state, looks: looks + 1 } });
      return false;
    }
    const texts = [...marked.keys()].map((place) => marks.get(place)?.mark ?? "");
    const left = marks.size - marked.size + unchecked;
    return this.count(
      texts.filter((text) => !at.marks.isQueued(text)),
      {
        state: { ...this.run.state, isMarked: true, who: this.who, rows: rowsText([...marked.values()]) },
        note: left > 0 ? leftText(left) : null,
        total: marked.size,
      },
      hidden,
    );
  }

  /** @returns sheet rows by place; a row that somebody else sent meanwhile stays as it is. */
  private write(marks: Decided): ReadonlyMap<string, number> {
    const { at } = this;
    const marked = new Map<string, number>();
    at.mark((row) => {
      const { text, mark } = marks.get(placeOf(row)) ?? {};
      const now = textOf(row);
      if (mark === undefined || (now !== text && !at.marks.isQueued(now))) return undefined;
      marked.set(placeOf(row), row.row);
      return mark;
    });
    return marked;
  }

  /** Asks the API what became of the rows in doubt. @returns whether to go on. */
  private settle(): boolean {
    const { at, who } = this;
    const settled = new Map<string, string>();
    let isWhole = true;
    for (const row of at.rows.rows) {
      if (!at.marks.isSending(textOf(row))) continue;
      isWhole = this.mayCall();
      if (!isWhole) break;
      const values = at.valuesOf(row);
      const arrived = arrivedOf(this.open, values);
      const isOurs = this.run.state.who === who;
      settled.set(at.keyOf(values), arrived ?? (isOurs ? triedAgain(row, at) : sentByOther(at.push)));
      this.note(values);
    }
    if (settled.size === 0 && this.run.state.who === who) return true;
    if (!this.save({})) return false;
    at.writeOver(settled, () => false, this.beside);
    const ended = [...settled.values()].filter((text) => !at.marks.isQueued(text));
    // Its faults stay counted: an API that takes nothing is to stop the run in the end.
    const { state, faults } = this.run;
    return this.count(ended, { state: isWhole ? { ...state, who } : state, faults }) && isWhole;
  }

  /**
   * Marks the rows of a batch as being sent, and sends them.
   * @param isFresh the last look was a moment ago.
   * @returns whether to go on. @throws ApiError when the API would take no more
   */
  private sendBatch(marks: ReadonlyMap<string, string>, isFresh: boolean): boolean {
    const { at } = this;
    at.mark((row) => (at.marks.isQueued(textOf(row)) ? marks.get(placeOf(row)) : undefined), isFresh);
    const isOfBatch = (row: UserRow) => at.marks.isSending(marks.get(placeOf(row)) ?? "");
    const batch = new Map<string, Values>();
    for (const row of at.rows.rows) {
      const values = at.valuesOf(row);
      if (at.marks.isSending(textOf(row)) && isOfBatch(row)) batch.set(at.keyOf(values), values);
    }
    this.kept?.add(this.open.kept?.([...batch.values()]) ?? []);
    const { outcomes, failure } = sendAll([...batch], at.push, this.open, () => this.mayCall());
    for (const values of batch.values()) this.note(values);
    this.writeOutcomes(outcomes, isOfBatch);
    const dropped = [...marks.values()].filter((text) => !at.marks.isSending(text));
    const ended = [...outcomes].filter(([, text]) => text !== "");
    const texts = ended.map(([, text]) => text);
    const { note, state } = this.run;
    const { said = note } = state;
    const saidNow = noteOf(said, ended, at);
    const unshown = this.kept ? { unshown: this.kept.counts } : {};
    const change = {
      note: joined(saidNow, this.kept?.sentence ?? null),
      state: { ...state, ...unshown, said: saidNow },
    };
    if (!this.count([...dropped, ...texts], change)) return false;
    if (failure) throw failure;
    return true;
  }

  private writeOutcomes(outcomes: ReadonlyMap<string, string>, isOfBatch: (row: UserRow) => boolean): void {
    try {
      this.at.writeOver(outcomes, isOfBatch, this.beside);
    } catch (error) {
      // They are settled when it goes on; of a sheet that was deleted the run itself tells what became of them.
      if (this.work.book.sheetById(this.run.sheet?.id ?? 0)) throw error;
      this.at.rows.rows = [];
    }
  }

  /** When no row is left in the queue. */
  private end(): SliceEnd<"push"> {
    const { at } = this;
    // Somebody changed a row while it was being sent, or inserted some in the moment of the last read.
    at.rows.look();
    const isOpen = (row: UserRow) => at.marks.isOurs(textOf(row));
    if (at.rows.rows.some(isOpen)) return AGAIN;
    // A row that was emptied meanwhile is none any more.
    at.mark((row) => (isOpen(row) ? null : undefined), true);
    return { end: "done", change: { total: this.run.done } };
  }

  private note(values: Values): void {
    const now = this.open.beside?.(values);
    if (now) this.beside.set(this.at.keyOf(values), now);
  }

  private count(outcomes: readonly string[], change: RunChange<"push">, hidden = 0): boolean {
    const words: { [word: string]: number } = hidden > 0 ? { hidden } : {};
    for (const outcome of outcomes) {
      const word = wordOf(outcome);
      const counted = word === "done" ? this.at.push.verb : word;
      words[counted] = (words[counted] ?? 0) + 1;
    }
    const counts = plus(this.run.counts, words);
    const passed = outcomes.length > 0 ? { faults: 0, error: null } : {};
    return this.save({ ...passed, ...change, done: this.run.done + outcomes.length, counts });
  }

  /** Whether there is time for one more call, which then ends before the lease does. */
  private mayCall(): boolean {
    if (this.nowMs() >= this.untilMs) return false;
    const isOurs = this.nowMs() - this.savedMs < LEASE_FRESH_MS || this.save({});
    this.client.deadlineMs = this.savedMs + CALL_MS;
    return isOurs;
  }

  private save(change: RunChange<"push">): boolean {
    const saved = this.lease.save(change);
    if (saved) this.run = saved;
    this.savedMs = this.nowMs();
    return saved !== null && isUnfinished(saved);
  }

  /** Reading what rows are checked against may take all of a slice's time: then nothing would ever be sent. */
  private takeTime(): void {
    this.untilMs = Math.max(this.untilMs, this.nowMs() + LEAST_MS);
  }

  private nowMs(): number {
    return this.work.ports.clock.nowMs();
  }
}

function leftText(count: number): string {
  return count === 1
    ? "1 row was changed while it was checked, and is left out. Send again for it."
    : `${count} rows were changed while they were checked, and are left out. Send again for them.`;
}

function joined(...parts: readonly (string | null)[]): string | null {
  return parts.filter((part) => part !== null).join(" ") || null;
}

/** The outcomes of rows that nobody finds any more, which would be lost otherwise. */
function noteOf(
  note: string | null,
  outcomes: readonly (readonly [string, string])[],
  at: PushSheet,
): string | null {
  const there = new Set(at.rows.rows.map((row) => at.keyIn(row)));
  const gone = outcomes.filter(([key]) => !there.has(key)).map(([key, text]) => `${key} ${text}`);
  if (gone.length === 0) return note;
  const first = note ?? "Their rows were changed or deleted while they were sent:";
  return [first, ...gone].join(" ");
}
