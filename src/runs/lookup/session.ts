import type { ApiError } from "../../core/errors.ts";
import { payerOf } from "../../core/payer.ts";
import { DAY_MS } from "../../core/times.ts";
import type { Lookup, LookupRecord, Question } from "../../hunter/lookup.ts";
import { lookups } from "../../hunter/lookups.ts";
import { Budget } from "../../ledger/budget.ts";
import type { Unsettled } from "../../ledger/in-flight.ts";
import { Ledger, type Round } from "../../ledger/ledger.ts";
import { capIn } from "../../ledger/price.ts";
import type { UserRow } from "../../tables/user-rows.ts";
import type { RunOf } from "../run.ts";
import { changeRun } from "../store.ts";
import type { Work } from "../work.ts";
import { digestOf, LookupSheet } from "./sheet.ts";
import type { LookupState } from "./state.ts";

const DEFAULT_MAX_AGE_DAYS = 90;
/** A batch with its waits gets this long, so that it ends well within the lease. */
const BATCH_MS = 50_000;
/** Between two looks at what Hunter is still verifying, by the number of looks. */
export const PENDING_WAITS_MS = [30_000, 60_000, 120_000, 240_000, 480_000, 600_000, 600_000];
/** A mail server that misbehaves for longer than this many looks is not going to tell (docs/apis.md, 222). */
const FLAKY_LOOKS = 3;
/** Two questions with the same mark: one of them waits for the other, which does no harm. */
const MARK_LENGTH = 4;

const NO_ANSWER = "No answer came from Hunter, which may have counted it. Empty this cell to ask again.";

/** Answers from before this instant are none: what the run bought itself is new enough, however long it takes. */
export function sinceOf({ spec, startedMs }: Pick<RunOf<"lookup">, "spec" | "startedMs">): number {
  return spec.rows !== undefined ? startedMs : startedMs - (spec.maxAgeDays ?? DEFAULT_MAX_AGE_DAYS) * DAY_MS;
}

/** What the rows of a run ask, and what one execution knows of it. */
export class LookupSession {
  readonly lookup: Lookup;
  readonly at: LookupSheet;
  readonly ledger: Ledger;
  readonly budget: Budget;
  state: LookupState;
  /** Keys of what was bought already, and waits where this execution does not see it. */
  private readonly elsewhere: ReadonlySet<string>;
  /** How many answers came since somebody set this to 0. */
  answered = 0;

  /**
   * @param onFirst for the worker that holds the run, which alone touches the user's sheet: called with what the account
   *   had used before the run bought anything; null for one that assists.
   */
  constructor(
    run: RunOf<"lookup">,
    private readonly work: Work,
    private readonly deadlineMs: number,
    onFirst: ((used: number) => void) | null,
  ) {
    const { ports, book } = work;
    const { lookup, maxCredits = null, capIn: unit } = run.spec;
    this.lookup = lookups[lookup];
    this.state = run.state;
    this.at = LookupSheet.open(run, work, onFirst !== null);
    const cap = () => capIn(this.lookup, maxCredits ?? 0, unit, this.ledger.pool ?? this.state.pool ?? null);
    this.budget = new Budget(this.lookup.credit && maxCredits !== null ? cap : null, {
      change: (change) => {
        changeRun(ports, run.id, (stored) => {
          const purse = stored.kind === "lookup" ? change(stored.purse) : null;
          return stored.kind === "lookup" && purse ? { ...stored, purse } : null;
        });
      },
    });
    this.ledger = new Ledger(this.lookup, this.client(), ports, book, {
      payer: payerOf(run),
      sinceMs: sinceOf(run),
      budget: this.budget,
      maySheet: true,
      isPatient: true,
      ...(onFirst && run.state.usedBefore === null ? { onFirst } : {}),
      isProbe: run.faults > 0,
    });
    const asked = this.asked((row) => this.at.isOpen(row));
    this.ledger.load(asked);
    const { elsewhere } = this.ledger.results;
    this.elsewhere = elsewhere.among(asked.map(({ key }) => ({ lookup, key })));
  }

  client() {
    return this.work.client("hunter", this.deadlineMs + BATCH_MS);
  }

  /** What is known of an open row: its record, or the question that is to be asked next. Null for nothing to do. */
  standing(row: UserRow): { readonly record: LookupRecord } | { readonly ask: Question } | null {
    const asked = this.at.isOpen(row) ? this.at.askedBy(row) : null;
    if (!asked) return null;
    if ("problem" in asked) return { record: { status: asked.problem, isRefused: true } };
    return this.ledger.standing(asked.question);
  }

  /** What is to be asked now, each question once. */
  questions(nowMs: number): Question[] {
    const open = this.openMarks();
    const questions = new Map<string, Question>();
    for (const row of this.at.rows.rows) {
      const standing = this.standing(row);
      if (!standing || !("ask" in standing)) continue;
      const { ask } = standing;
      const isPutOff = this.fullUntilMs(ask) > nowMs || open.has(markOf(ask)) || this.isElsewhere(ask);
      if (!isPutOff) questions.set(ask.key, ask);
    }
    return [...questions.values()];
  }

  /** Asks, and notes what is put off until another look or another day. */
  ask(questions: readonly Question[]): Round {
    const nowMs = this.work.ports.clock.nowMs();
    const asked = new Map(questions.map((question) => [question.key, question]));
    const round = this.ledger.ask(questions);
    round.replies.forEach((reply, key) => {
      const question = asked.get(key) as Question;
      if (reply.is === "answered") this.answered++;
      else if (reply.is === "unsettled") this.unsettled(question, reply.status);
      else if (reply.is === "lost" && reply.isForGood)
        this.ledger.settleFor(key, { status: NO_ANSWER, isLost: true });
      else if (reply.is === "failed" && isFull(reply.error)) this.putOff(question, nowMs);
    });
    return round;
  }

  isElsewhere({ key }: Question): boolean {
    return this.elsewhere.has(key);
  }

  fullUntilMs({ group = "" }: Question): number {
    return this.state.full[group] ?? 0;
  }

  openMarks(): ReadonlySet<string> {
    return new Set(this.state.waitingMarks?.match(/.{4}/g) ?? []);
  }

  /** What these rows ask, whatever is known of it. */
  asked(isMeant: (row: UserRow) => boolean): Question[] {
    const questions: Question[] = [];
    for (const row of this.at.rows.rows) {
      const asked = isMeant(row) ? this.at.askedBy(row) : null;
      if (asked && "question" in asked) questions.push(asked.question);
    }
    return questions;
  }

  private unsettled(question: Question, status: Unsettled): void {
    const { looks, waitingMarks = "" } = this.state;
    if (looks >= (status === "unknown" ? FLAKY_LOOKS : PENDING_WAITS_MS.length))
      this.ledger.settleFor(question.key, { status: "unknown" });
    else this.state = { ...this.state, waitingMarks: waitingMarks + markOf(question) };
  }

  private putOff({ group = "" }: Question, nowMs: number): void {
    const full: { [domain: string]: number } = { [group]: nowMs + DAY_MS };
    for (const [other, untilMs] of Object.entries(this.state.full))
      if (untilMs > nowMs) full[other] ??= untilMs;
    this.state = { ...this.state, full };
  }
}

function isFull({ kind }: ApiError): boolean {
  return kind === "domain-limit";
}

export function markOf(question: Question): string {
  return digestOf(question).slice(0, MARK_LENGTH);
}
