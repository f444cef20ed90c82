import type { ApiError } from "../core/errors.ts";
import type { JsonObject } from "../core/ports.ts";
import { creditsLeft } from "../hunter/account.ts";
import type { LookupRecord } from "../hunter/lookups.ts";
import { PaidResults } from "../tables/paid.ts";
import { identityOf, type UserRow } from "../tables/rows.ts";
import { plus } from "./importing.ts";
import { Inquiry, markOf, PENDING_WAITS_MS, payerOf, sinceOf } from "./inquiry.ts";
import type { Lease } from "./lease.ts";
import { PENDING, QUEUED, wordOf } from "./lookup-sheet.ts";
import { isUnfinished, type LookupSpec, type Run, type SliceEnd } from "./run.ts";
import type { Work } from "./work.ts";

/** Answers are stored batch by batch, and put beside their rows less often: that takes several calls. */
const WRITTEN_TOGETHER = 100;
const WRITTEN_AFTER_MS = 30_000;
/** With a last batch after that, still within the lease. */
const SAVED_AFTER_MS = 10_000;
/** A domain that takes no address for so many days in a row is not going to, as far as anybody can tell. */
const MOST_FULL_DAYS = 3;
/** How long to wait for somebody else who is asking the same. */
const OTHERS_MS = 2_000;

/**
 * One slice: marks the rows that are asked for afresh, then asks batch by batch. What is bought is in the store before
 * it is beside its row, so that a carrier that dies loses at most the batch in flight.
 */
export class LookupSlice {
  private readonly inquiry: Inquiry;
  private run: Run<LookupSpec>;
  private savedMs: number;
  private writtenMs: number;

  constructor(
    begun: Run<LookupSpec>,
    private readonly work: Work,
    private readonly lease: Lease,
    private readonly deadlineMs: number,
  ) {
    this.run = begun;
    this.savedMs = work.ports.clock.nowMs();
    this.writtenMs = this.savedMs;
    this.inquiry = new Inquiry(begun, work, deadlineMs, true);
  }

  advance(): SliceEnd {
    const { inquiry } = this;
    if (!inquiry.state.isMarked && !this.mark()) return { end: "again" };
    const { clock } = this.work.ports;
    for (;;) {
      const { failure, isCapped, isLast, isLost } = this.askSome();
      if (isLost || !this.write(isLast && !failure)) return { end: "again" };
      if (failure) return this.ofFailure(failure);
      if (clock.nowMs() >= this.deadlineMs) return { end: "again" };
      if (!isLast) continue;
      const end = this.rest(clock.nowMs(), isCapped);
      if (end) return end;
      // Others are asking the same: their answers are on the way.
      clock.sleepMs(OTHERS_MS);
    }
  }

  /** Asks until there is enough to be written, or nothing to ask. */
  private askSome() {
    const { inquiry } = this;
    const { clock } = this.work.ports;
    const end = { failure: null as ApiError | null, isCapped: false, isLast: true, isLost: false };
    let questions = inquiry.questions(clock.nowMs());
    while (questions.length > 0) {
      if (inquiry.state.usedBefore === null && !this.noteAccount()) return { ...end, isLost: true };
      const { failure, settled, isCapped } = inquiry.ask(questions);
      if (settled.size > 0) end.isLast = false;
      if (failure || isCapped || settled.size === 0) return { ...end, failure, isCapped };
      const nowMs = clock.nowMs();
      if (
        nowMs >= this.deadlineMs ||
        inquiry.answered >= WRITTEN_TOGETHER ||
        nowMs - this.writtenMs > WRITTEN_AFTER_MS ||
        (nowMs - this.savedMs > SAVED_AFTER_MS && !this.save({}))
      )
        break;
      questions = questions.filter(({ key }) => !settled.has(key));
    }
    return end;
  }

  /** Marks the rows that are to be asked for afresh, and counts what is to be done. */
  private mark(): boolean {
    const { at, lookup, paid } = this.inquiry;
    const sinceMs = sinceOf(this.run, this.work.ports.clock.nowMs());
    const chosen = new Set<string>();
    for (const row of at.rows.rows) {
      const asked = at.askedBy(row);
      if (!asked) continue;
      const keptMs = "question" in asked ? paid.atMs(lookup.name, asked.question.key) : null;
      if (at.isWanted(row, keptMs, sinceMs) && !at.isOpen(row)) chosen.add(identityOf(row));
    }
    if (chosen.size > 0)
      at.rows.write((row) =>
        chosen.has(identityOf(row)) && !at.isMarked(row) ? at.marked(row, QUEUED) : null,
      );
    this.inquiry.state = { ...this.inquiry.state, isMarked: true };
    return this.save({ total: at.countOpen() });
  }

  private noteAccount(): boolean {
    const { lookup, state } = this.inquiry;
    if (!lookup.credit) return true;
    const account = creditsLeft(this.inquiry.client(), lookup.credit);
    this.inquiry.state = { ...state, usedBefore: account?.used ?? -1 };
    return this.save({});
  }

  /**
   * Puts answers beside their rows.
   * @param isEndOfLook what is not settled shows so.
   * @returns whether to go on.
   */
  private write(isEndOfLook: boolean): boolean {
    const { inquiry } = this;
    const { at, lookup } = inquiry;
    const settled: { row: UserRow; record: LookupRecord }[] = [];
    const words: { [word: string]: number } = {};
    const known = new Set<string>();
    let { saved } = inquiry.state;
    let isAnyOpen = false;
    for (const row of at.rows.rows) {
      const standing = inquiry.standing(row);
      if (!standing) continue;
      if ("ask" in standing) {
        isAnyOpen = true;
        continue;
      }
      const { record } = standing;
      const word = wordOf(record);
      settled.push({ row, record });
      words[word] = (words[word] ?? 0) + 1;
      if (Number(record.atMs) < this.run.startedMs && !known.has(identityOf(row)))
        saved += lookup.cost(record);
      known.add(identityOf(row));
    }
    const open = inquiry.openMarks();
    if (settled.length > 0 || (isEndOfLook && isAnyOpen)) {
      if (lookup.pages) at.writeAddresses(settled);
      at.rows.write((row) => {
        const standing = inquiry.standing(row);
        if (!standing) return null;
        if ("record" in standing) return at.cellsOf(standing.record);
        return isEndOfLook && open.has(markOf(standing.ask)) ? at.marked(row, PENDING) : at.asItIs(row);
      });
    }
    inquiry.answered = 0;
    this.writtenMs = this.work.ports.clock.nowMs();
    const isNews = settled.length > 0;
    inquiry.state = { ...inquiry.state, saved, ...(isNews ? { fullDays: 0 } : {}) };
    const counts = { ...plus(this.run.counts, words), ...this.spentWords() };
    const progress = isNews ? { faults: 0, error: null } : {};
    return this.save({ ...progress, counts, done: this.run.done + settled.length });
  }

  private spentWords(): Run["counts"] {
    const { lookup, spent } = this.inquiry;
    return lookup.credit ? { [`${lookup.credit} spent`]: spent } : {};
  }

  /**
   * When nothing is left that can be asked now: done, a wait, or null when others are asking.
   * @param isCapped what is left is not asked for want of credits.
   */
  private rest(nowMs: number, isCapped: boolean): SliceEnd | null {
    const { inquiry } = this;
    const { open, looks } = inquiry.state;
    if (!isCapped && inquiry.questions(nowMs).length > 0) return null;
    let untilMs = Number.POSITIVE_INFINITY;
    const domains = new Set<string>();
    for (const row of inquiry.at.rows.rows) {
      const standing = inquiry.standing(row);
      if (!standing || !("ask" in standing)) continue;
      const fullUntilMs = inquiry.fullUntilMs(standing.ask);
      if (fullUntilMs <= nowMs) continue;
      untilMs = Math.min(untilMs, fullUntilMs);
      domains.add(standing.ask.group ?? "");
    }
    if (open !== "") {
      const wait = PENDING_WAITS_MS[Math.min(looks, PENDING_WAITS_MS.length - 1)] ?? 0;
      inquiry.state = { ...inquiry.state, open: "", looks: looks + 1 };
      const note = "Hunter is still verifying some addresses; they are asked for again by themselves.";
      return this.wait(note, Math.min(untilMs, nowMs + wait));
    }
    if (isCapped) {
      const { credit } = inquiry.lookup;
      const sentence = `The cap of ${this.run.spec.maxCredits} ${credit} is spent, and rows are left. Start it again with a higher cap.`;
      return { end: "stopped", sentence };
    }
    // What is asked from now on is asked for the first time.
    inquiry.state = { ...inquiry.state, looks: 0 };
    if (domains.size > 0) {
      const [first = ""] = domains;
      const others = domains.size > 1 ? ` and of ${domains.size - 1} other domains` : "";
      const fullDays = (inquiry.state.fullDays ?? 0) + 1;
      if (fullDays > MOST_FULL_DAYS) {
        const sentence = `Hunter has verified no address of ${first}${others} for ${MOST_FULL_DAYS} days. Start it again another day.`;
        return { end: "stopped", sentence };
      }
      inquiry.state = { ...inquiry.state, fullDays };
      const note = `Addresses of ${first}${others} wait until tomorrow: Hunter verifies only so many of a domain per day.`;
      return this.wait(note, untilMs);
    }
    // Helpers bought what this slice did not see.
    const paid = PaidResults.open(this.work.book, this.work.ports);
    paid.moveJournal();
    inquiry.spent = paid.creditsOf(payerOf(this.run));
    const { done, counts } = this.run;
    return {
      end: "done",
      change: { total: done, counts: { ...counts, ...this.spentWords() }, note: this.cost() },
    };
  }

  /** What the run cost, and what the store spared it. */
  private cost(): string | null {
    const { lookup, state, spent } = this.inquiry;
    const { credit } = lookup;
    const { usedBefore, saved } = state;
    if (!credit) return null;
    const spared = saved > 0 ? ` ${saved} ${credit} were saved: their results had been paid for before.` : "";
    if (spent === 0 && usedBefore === null) return `Nothing was spent.${spared}`;
    const before = usedBefore ?? -1;
    const after = before < 0 ? null : creditsLeft(this.inquiry.client(), credit);
    const counted = after ? ` Hunter counted ${after.used - before}, ${after.left} are left.` : "";
    return `${spent} ${credit} were spent, by the price list.${counted}${spared}`;
  }

  private wait(note: string, untilMs: number): SliceEnd {
    return this.save({ note }) ? { end: "wait", untilMs } : { end: "again" };
  }

  private ofFailure(failure: ApiError): SliceEnd {
    const { credit } = this.inquiry.lookup;
    if (failure.kind !== "usage" || !credit) throw failure;
    const reset = creditsLeft(this.inquiry.client(), credit)?.resetDate;
    const sentence = reset ? `${failure.message} Hunter resets it on ${reset}.` : failure.message;
    return { end: "stopped", sentence };
  }

  private save(change: Partial<Run>): boolean {
    const { state: at, asker } = this.inquiry;
    // All of it is plain data, which an interface does not tell the compiler.
    const state = { ...at, tookMs: asker.tookMs } as unknown as JsonObject;
    const saved = this.lease.save({ ...change, state });
    if (!saved) return false;
    this.run = saved as Run<LookupSpec>;
    this.savedMs = this.work.ports.clock.nowMs();
    return isUnfinished(saved);
  }
}
