import type { ApiError } from "../../core/errors.ts";
import { payerOf } from "../../core/payer.ts";
import { creditsLeft } from "../../hunter/account.ts";
import type { LookupRecord } from "../../hunter/lookup.ts";
import type { Pool } from "../../hunter/plan.ts";
import type { Round } from "../../ledger/ledger.ts";
import { costOf, rounded } from "../../ledger/price.ts";
import { Results } from "../../ledger/results.ts";
import { identityOf, placeOf, type UserRow } from "../../tables/user-rows.ts";
import { andThese, chosenRows, onlyThese } from "../chosen-rows.ts";
import { plus } from "../counted.ts";
import type { Lease } from "../lease.ts";
import { isUnfinished, type Run, type RunChange, type RunOf, type SliceEnd } from "../run.ts";
import type { Work } from "../work.ts";
import { LookupSession, markOf, PENDING_WAITS_MS, sinceOf } from "./session.ts";
import { wordOf } from "./sheet.ts";
import { savedIn } from "./state.ts";

/**
 * Answers are stored batch by batch, and put beside their rows less often, for that takes several calls: the first ones at
 * once, then as many again as are there, and so many at last.
 */
const WRITTEN_TOGETHER = 100;
const WRITTEN_AFTER_MS = 30_000;
/** While a person waits for the first of them. */
const FIRST_WRITTEN_AFTER_MS = 10_000;
/** With fewer rows nobody assists. */
export const ROWS_PER_WORKER = 10;
/** What was looked at a moment ago needs no second look before it is written to. */
const FRESH_MS = 3_000;
/** With a last batch after that, still within the lease. */
const SAVED_AFTER_MS = 10_000;
/** A domain that takes no address for so many days in a row is not going to, as far as anybody can tell. */
const MOST_FULL_DAYS = 3;
/** How long to wait for somebody else who is asking the same. */
const OTHERS_MS = 2_000;

/**
 * One slice: marks the rows that are asked for afresh, then asks batch by batch. What is bought is in the store before
 * it is beside its row, so that a worker that dies loses at most the batch in flight.
 */
export class LookupSlice {
  private readonly session: LookupSession;
  private run: RunOf<"lookup">;
  private savedMs: number;
  private writtenMs: number;
  private lookedMs: number;
  /** Credits, before this slice and in all where somebody added them up. */
  private readonly spentBefore: number;
  private spentInAll: number | null = null;

  constructor(
    begun: RunOf<"lookup">,
    private readonly work: Work,
    private readonly lease: Lease<"lookup">,
    private readonly deadlineMs: number,
  ) {
    this.run = begun;
    this.savedMs = work.ports.clock.nowMs();
    this.writtenMs = this.savedMs;
    this.session = new LookupSession(begun, work, deadlineMs, (used) => this.noteUsed(used));
    this.lookedMs = this.savedMs;
    this.spentBefore =
      begun.counts["credits spent"] ?? begun.counts[`${this.session.lookup.credit} spent`] ?? 0;
  }

  advance(): SliceEnd<"lookup"> {
    try {
      return this.look();
    } finally {
      // The next slice does not know what could not be kept.
      this.session.ledger.results.keepLeft();
    }
  }

  private look(): SliceEnd<"lookup"> {
    const { session } = this;
    if (!session.state.isMarked && !this.mark()) return { end: "again" };
    if (session.lookup.credit && session.state.usedBefore === null) this.tryToWrite();
    const { clock } = this.work.ports;
    for (;;) {
      const { failure, isShort, isLast } = this.askSome();
      if (!this.write(isLast && !failure)) return { end: "again" };
      if (failure) throw failure;
      if (clock.nowMs() >= this.deadlineMs) return { end: "again" };
      if (!isLast) continue;
      const end = this.rest(clock.nowMs(), isShort);
      if (end) return end;
      // Others are asking the same: their answers are on the way.
      clock.sleepMs(OTHERS_MS);
    }
  }

  /** Asks until there is enough to be written, or nothing to ask. */
  private askSome() {
    const { session } = this;
    const { clock } = this.work.ports;
    const end = { failure: null as ApiError | null, isShort: null as Round["isShort"], isLast: true };
    const enough = Math.min(WRITTEN_TOGETHER, Math.max(1, this.run.done));
    const writtenAfterMs = enough < WRITTEN_TOGETHER ? FIRST_WRITTEN_AFTER_MS : WRITTEN_AFTER_MS;
    let questions = session.questions(clock.nowMs());
    while (questions.length > 0) {
      const { failure, settled, isShort, isLost } = session.ask(questions);
      if (settled.size > 0 || isLost) end.isLast = false;
      if (failure || isShort || end.isLast) return { ...end, failure, isShort };
      const nowMs = clock.nowMs();
      if (
        nowMs >= this.deadlineMs ||
        session.answered >= enough ||
        nowMs - this.writtenMs > writtenAfterMs ||
        (nowMs - this.savedMs > SAVED_AFTER_MS && !this.save({}))
      )
        break;
      questions = questions.filter(({ key }) => !settled.has(key));
    }
    return end;
  }

  /** Marks the rows that are to be asked for afresh, and counts what is to be done. */
  private mark(): boolean {
    const { at, lookup, ledger } = this.session;
    const sinceMs = sinceOf(this.run);
    ledger.load(this.session.asked(() => true));
    const wanted = at.rows.rows.filter((row) => {
      const asked = at.askedBy(row);
      const keptMs =
        asked && "question" in asked ? ledger.results.atMs(lookup.name, asked.question.key) : null;
      return asked && at.isWanted(row, keptMs, sinceMs);
    });
    const hidden = at.hiddenAmong(wanted);
    const chosen = new Set<string>();
    const bare: string[] = [];
    for (const row of wanted) {
      if (hidden.has(row)) continue;
      if (!at.isOpen(row) || hidden.size > 0) chosen.add(placeOf(row));
      if (at.isOpen(row) && at.isBare(row)) bare.push(identityOf(row));
    }
    if (chosen.size > 0)
      at.rows.write((row) => (chosen.has(placeOf(row)) && !at.isMarked(row) ? at.queued(row) : null));
    // The others carry its mark from now on.
    const { state } = this.session;
    const isPicked = hidden.size > 0 ? ({ isPicked: true } as const) : {};
    // Those that wait without one are told from hidden ones by what they say.
    const picked = state.chosen ?? (hidden.size > 0 ? chosenRows([]) : null);
    this.session.state = { ...state, ...isPicked, isMarked: true, chosen: picked && onlyThese(picked, bare) };
    at.pick(this.session.state);
    const counts = hidden.size > 0 ? { counts: plus(this.run.counts, { hidden: hidden.size }) } : {};
    return this.save({ total: at.openRows().length, ...counts });
  }

  /** That a sheet or column is protected is to be found out before the first answer is paid for. */
  private tryToWrite(): void {
    const { session } = this;
    const { at } = session;
    const asking = at.rows.rows.filter((row) => "ask" in (session.standing(row) ?? {}));
    if (asking.length === 0) return;
    at.tryInto();
    // Whoever could add all columns can write in them.
    const first = at.rows.hasNewColumns ? undefined : asking.find((row) => !at.isMarked(row));
    if (!first) return;
    const place = placeOf(first);
    at.rows.write((row) => (placeOf(row) === place ? at.queued(row) : null));
    at.rows.write((row) => (placeOf(row) === place ? first.outputs : null), true);
  }

  /** What the account had used before the run bought anything is what those wait for that assist. */
  private noteUsed(used: number): void {
    this.session.state = { ...this.session.state, usedBefore: used };
    if ((this.run.total ?? 0) > ROWS_PER_WORKER) this.save({});
  }

  /**
   * Puts answers beside their rows.
   * @param isEndOfLook what is not settled shows so.
   * @returns whether to go on.
   */
  private write(isEndOfLook: boolean): boolean {
    const { session } = this;
    const { at, lookup } = session;
    const settled: { row: UserRow; record: LookupRecord }[] = [];
    const words: { [word: string]: number } = {};
    const known = new Set<string>();
    let { saved, savedCredits = 0 } = session.state;
    let isAnyOpen = false;
    for (const row of at.rows.rows) {
      const standing = session.standing(row);
      if (!standing) continue;
      if ("ask" in standing) {
        isAnyOpen = true;
        continue;
      }
      const { record } = standing;
      const word = wordOf(record);
      settled.push({ row, record });
      words[word] = (words[word] ?? 0) + 1;
      if (Number(record.atMs) < this.run.startedMs && !known.has(identityOf(row))) {
        saved += costOf(lookup, record, lookup.credit);
        savedCredits += costOf(lookup, record, "credits");
      }
      known.add(identityOf(row));
    }
    const open = session.openMarks();
    const { clock } = this.work.ports;
    if (settled.length > 0 || (isEndOfLook && isAnyOpen)) {
      if (isEndOfLook && !this.noteBare(open)) return false;
      if (lookup.pages) at.writeAddresses(settled);
      at.rows.write(
        (row) => {
          const standing = session.standing(row);
          if (!standing) return null;
          if ("record" in standing) return at.cellsOf(standing.record);
          return isEndOfLook && open.has(markOf(standing.ask)) ? at.pending(row) : at.asItIs(row);
        },
        clock.nowMs() - this.lookedMs < FRESH_MS,
      );
      this.lookedMs = clock.nowMs();
    }
    session.answered = 0;
    this.writtenMs = clock.nowMs();
    const isNews = settled.length > 0;
    session.state = { ...session.state, saved, savedCredits, ...(isNews ? { fullDays: 0 } : {}) };
    const counts = this.withSpent(plus(this.run.counts, words));
    const progress = isNews ? { faults: 0, error: null } : {};
    return this.save({ ...progress, counts, done: this.run.done + settled.length });
  }

  /** What is to show `pending` loses the run's mark: of picked rows it is noted first whose they are. @returns whether to go on. */
  private noteBare(open: ReadonlySet<string>): boolean {
    const { session } = this;
    const { chosen } = session.state;
    if (!chosen) return true;
    const bare = session.at.rows.rows.filter((row) => {
      const standing = session.standing(row);
      return standing !== null && "ask" in standing && open.has(markOf(standing.ask));
    });
    const noted = andThese(chosen, bare.map(identityOf));
    if (noted.each === chosen.each) return true;
    session.state = { ...session.state, chosen: noted };
    return this.save({});
  }

  private get spent(): number {
    return this.spentInAll ?? this.spentBefore + this.session.ledger.spent;
  }

  /** What it is paid from. */
  private get pool(): Pool | null {
    return this.session.ledger.pool ?? this.session.state.pool ?? this.session.lookup.credit;
  }

  /** Which pool there is turns out only when something is asked: until then nothing is spent of any. */
  private withSpent(counts: Run["counts"]): Run["counts"] {
    const { credit } = this.session.lookup;
    if (!credit) return counts;
    const { [`${credit} spent`]: _, ...others } = counts;
    return this.spent > 0 ? { ...others, [`${this.pool} spent`]: rounded(this.spent) } : others;
  }

  /**
   * When nothing is left that can be asked now: done, a wait, or null when others are asking.
   * @param isShort what is left is not asked for want of credits.
   */
  private rest(nowMs: number, isShort: Round["isShort"]): SliceEnd<"lookup"> | null {
    const { session } = this;
    const { waitingMarks = "", looks } = session.state;
    if (!isShort && session.questions(nowMs).length > 0) return null;
    let untilMs = Number.POSITIVE_INFINITY;
    let elsewhere = 0;
    const domains = new Set<string>();
    for (const row of session.at.rows.rows) {
      const standing = session.standing(row);
      if (!standing || !("ask" in standing)) continue;
      if (session.isElsewhere(standing.ask)) elsewhere++;
      const fullUntilMs = session.fullUntilMs(standing.ask);
      if (fullUntilMs <= nowMs) continue;
      untilMs = Math.min(untilMs, fullUntilMs);
      domains.add(standing.ask.group ?? "");
    }
    if (waitingMarks !== "") {
      const wait = PENDING_WAITS_MS[Math.min(looks, PENDING_WAITS_MS.length - 1)] ?? 0;
      session.state = { ...session.state, waitingMarks: "", looks: looks + 1 };
      const note = "Hunter is still verifying some addresses; they are asked for again by themselves.";
      return this.wait(note, Math.min(untilMs, nowMs + wait));
    }
    if (isShort) return { end: "stopped", sentence: this.shortage(isShort) };
    if (elsewhere > 0) return { end: "open", sentence: boughtElsewhere(elsewhere) };
    // What is asked from now on is asked for the first time.
    session.state = { ...session.state, looks: 0 };
    if (domains.size > 0) {
      const [first = ""] = domains;
      const others = domains.size > 1 ? ` and of ${domains.size - 1} other domains` : "";
      const fullDays = (session.state.fullDays ?? 0) + 1;
      if (fullDays > MOST_FULL_DAYS) {
        const sentence = `Hunter has verified no address of ${first}${others} for ${MOST_FULL_DAYS} days. Start it again another day.`;
        return { end: "stopped", sentence };
      }
      session.state = { ...session.state, fullDays };
      const note = `Addresses of ${first}${others} wait until tomorrow: Hunter verifies only so many of a domain per day.`;
      return this.wait(note, untilMs);
    }
    // Those that assist bought what this slice did not see.
    const results = new Results(this.work.book, this.work.ports);
    results.moveJournal();
    if (session.state.usedBefore !== null) this.spentInAll = results.creditsOf(payerOf(this.run));
    const { done, counts } = this.run;
    return {
      end: "done",
      change: { total: done, counts: this.withSpent(counts), note: this.cost() },
    };
  }

  /** Why the rest is not asked, in a sentence. */
  private shortage(isShort: "cap" | "account"): string {
    const { ledger } = this.session;
    if (isShort === "account" && ledger.plan) return ledger.plan.shortage().message;
    const { maxCredits, capIn = this.pool } = this.run.spec;
    return `The cap of ${maxCredits} ${capIn} is spent, and rows are left.${this.lostWords()} Start it again with a higher cap.`;
  }

  private lostWords(): string {
    const { lostCount } = this.session.budget;
    if (lostCount === 0) return "";
    return ` ${lostCount} answers were lost on the way: Hunter may have counted them, and so does the cap.`;
  }

  /** What the run cost, and what the store spared it. */
  private cost(): string | null {
    const { lookup, state } = this.session;
    const { credit } = lookup;
    const { usedBefore } = state;
    if (!credit) return null;
    const before = usedBefore ?? -1;
    // Of a run that asked nothing nobody knows what it would have paid with.
    const isPoolUnknown = usedBefore === null && state.saved > 0;
    const after = before >= 0 || isPoolUnknown ? creditsLeft(this.session.client(), credit) : null;
    const pool = after?.pool ?? this.pool;
    const saved = savedIn(state, pool);
    const spared =
      saved > 0 ? ` ${rounded(saved)} ${pool} were saved: their results had been paid for before.` : "";
    if (this.spent === 0 && usedBefore === null) return `Nothing was spent.${spared}`;
    const counted =
      after && after.pool === this.pool
        ? ` Hunter counted ${rounded(after.used - before)}, ${rounded(after.left)} are left.`
        : "";
    // The vendor's prices differ: what is reckoned with is the highest.
    const upTo = lookup.isMissed404 ? "Up to " : "";
    return `${upTo}${rounded(this.spent)} ${this.pool} were spent, by the price list.${counted}${spared}`;
  }

  private wait(note: string, untilMs: number): SliceEnd<"lookup"> {
    return this.save({ note }) ? { end: "wait", untilMs } : { end: "again" };
  }

  private save(change: RunChange<"lookup">): boolean {
    const { state: at, ledger } = this.session;
    const state = { ...at, ...(ledger.pool ? { pool: ledger.pool } : {}), tookMs: ledger.tookMs };
    const saved = this.lease.save({ ...change, state });
    if (!saved) return false;
    this.run = saved;
    this.savedMs = this.work.ports.clock.nowMs();
    return isUnfinished(saved);
  }
}

function boughtElsewhere(rows: number): string {
  return `${rows} rows were paid for by formulas, and Google shows their results only while the spreadsheet is open: this goes on when you open Huntsheet ▸ Progress.`;
}
