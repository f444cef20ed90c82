import type { ApiError } from "../core/errors.ts";
import { DAY_MS } from "../core/times.ts";
import { Asker, isHopeless } from "../hunter/asking.ts";
import { type Lookup, type LookupRecord, lookups, type Question, standingOf } from "../hunter/lookups.ts";
import { PaidResults } from "../tables/paid.ts";
import type { UserRow } from "../tables/rows.ts";
import { RunAllowance } from "./allowance.ts";
import { digestOf, LookupSheet } from "./lookup-sheet.ts";
import type { LookupSpec, Run } from "./run.ts";
import type { Work } from "./work.ts";

const DEFAULT_MAX_AGE_DAYS = 90;
/** A batch with its waits gets this long, so that it ends well within the lease. */
const BATCH_MS = 50_000;
/** Between two looks at what Hunter is still verifying, by the number of looks. */
export const PENDING_WAITS_MS = [30_000, 60_000, 120_000, 240_000, 480_000, 600_000, 600_000];
/** A mail server that misbehaves for longer than this many looks is not going to tell (api/README, 222). */
const FLAKY_LOOKS = 3;
/** What a run's 9 KB have room for. */
const MOST_OPEN = 600;
const MOST_FULL = 40;
/** Two questions with the same mark: one of them waits for the other, which does no harm. */
const MARK_LENGTH = 3;

/** Where a look-up run is, besides what stands in the sheet. */
export interface LookupState {
  /** The rows that are to be asked for afresh carry a mark. */
  readonly isMarked: boolean;
  /** How often what was not settled has been gone through. */
  readonly looks: number;
  /** Marks of the questions that stayed open in this look, one after the other. */
  readonly open: string;
  /** E-mail domains past their daily limit, and until when. */
  readonly full: { readonly [domain: string]: number };
  /** How often only such domains were left since the last answer. */
  readonly fullDays?: number;
  /** Used by the account before the run bought anything. */
  readonly usedBefore: number | null;
  /** Credits that results of before spared. */
  readonly saved: number;
}

export const START: LookupState = {
  isMarked: false,
  looks: 0,
  open: "",
  full: {},
  usedBefore: null,
  saved: 0,
};

/** Answers from before this instant are none. */
export function sinceOf(
  { spec, startedMs }: Pick<Run<LookupSpec>, "spec" | "startedMs">,
  nowMs: number,
): number {
  return spec.rows ? startedMs : nowMs - (spec.maxAgeDays ?? DEFAULT_MAX_AGE_DAYS) * DAY_MS;
}

/** The payer of what a run buys, as it stands in the store. */
export function payerOf({ what, id }: Pick<Run, "what" | "id">): string {
  return `${what} (${id})`;
}

/** What the rows of a run ask, and what one execution knows of it, asks and pays for. */
export class Inquiry {
  readonly lookup: Lookup;
  readonly at: LookupSheet;
  readonly paid: PaidResults;
  readonly asker: Asker;
  /** Credits that the run spent, as far as is known here. */
  spent: number;
  state: LookupState;
  /** How many answers came since somebody set this to 0. */
  answered = 0;
  /** Answers that are not stored: free ones, and those that may be better tomorrow. */
  private readonly passing = new Map<string, LookupRecord>();
  private readonly sinceMs: number;

  /** @param isCarrier only the carrier touches the user's sheet. */
  constructor(
    run: Run<LookupSpec>,
    private readonly work: Work,
    private readonly deadlineMs: number,
    isCarrier: boolean,
  ) {
    const { ports, book } = work;
    const { lookup, maxCredits } = run.spec;
    this.lookup = lookups[lookup];
    this.state = run.state as unknown as LookupState;
    this.at = LookupSheet.open(run, work, isCarrier);
    this.paid = PaidResults.open(book, ports);
    if (isCarrier) this.paid.moveJournal();
    const payer = payerOf(run);
    this.spent = this.paid.creditsOf(payer);
    this.sinceMs = sinceOf(run, ports.clock.nowMs());
    const isCapped = maxCredits !== undefined && this.lookup.credit !== null;
    this.asker = new Asker(
      this.lookup,
      this.client(),
      ports,
      (results) => {
        this.paid.keep(lookup, results, payer, true);
        for (const { record } of results) this.spent += this.lookup.cost(record);
      },
      isCapped ? new RunAllowance(run.id, maxCredits, ports) : null,
    );
    this.asker.isPatient = true;
  }

  client() {
    return this.work.client("hunter", this.deadlineMs + BATCH_MS);
  }

  /** What is known of an open row: its record, or the question that is to be asked next. Null for nothing to do. */
  standing(row: UserRow): { readonly record: LookupRecord } | { readonly ask: Question } | null {
    const asked = this.at.isOpen(row) ? this.at.askedBy(row) : null;
    if (!asked) return null;
    if ("problem" in asked) return { record: { status: asked.problem, isRefused: true } };
    return standingOf(this.lookup, asked.question, (key) => this.kept(key), this.asker.perPage);
  }

  /** What is to be asked now, each question once. */
  questions(nowMs: number): Question[] {
    const open = this.openMarks();
    const questions = new Map<string, Question>();
    if (open.size >= MOST_OPEN) return [];
    for (const row of this.at.rows.rows) {
      const standing = this.standing(row);
      if (!standing || !("ask" in standing)) continue;
      const { ask } = standing;
      if (this.fullUntilMs(ask) <= nowMs && !open.has(markOf(ask))) questions.set(ask.key, ask);
    }
    return [...questions.values()];
  }

  ask(questions: readonly Question[]): {
    readonly failure: ApiError | null;
    /** Keys of what needs not be asked again in this look. */
    readonly settled: ReadonlySet<string>;
    /** Nothing could be asked for want of credits, and nobody who may give some back is asking. */
    readonly isCapped: boolean;
  } {
    const nowMs = this.work.ports.clock.nowMs();
    const asked = new Map(questions.map((question) => [question.key, question]));
    let failure: ApiError | null = null;
    let isCapped = false;
    let isBusy = false;
    const settled = new Set<string>();
    this.asker.ask(questions, this.sinceMs).forEach((reply, key) => {
      const question = asked.get(key) as Question;
      if (reply.is === "later") isBusy = true;
      else if (reply.is === "unaffordable") isCapped = true;
      else settled.add(key);
      if (reply.is === "answered") {
        this.answered++;
        for (const { key: at, record } of reply.results)
          if (!this.kept(at)) this.passing.set(at, { ...record, atMs: nowMs } as LookupRecord);
      } else if (reply.is === "unsettled") this.unsettled(question, reply.status);
      else if (reply.is === "failed" && reply.error.kind === "domain-limit") this.putOff(question, nowMs);
      else if (reply.is === "failed") failure = failure && isHopeless(failure) ? failure : reply.error;
    });
    return { failure, settled, isCapped: isCapped && !isBusy && settled.size === 0 };
  }

  fullUntilMs({ group = "" }: Question): number {
    return this.state.full[group] ?? 0;
  }

  openMarks(): ReadonlySet<string> {
    return new Set(this.state.open.match(/.../g) ?? []);
  }

  private kept(key: string): LookupRecord | null {
    return this.passing.get(key) ?? this.paid.find(this.lookup.name, key, this.sinceMs);
  }

  private unsettled(question: Question, status: "pending" | "unknown"): void {
    const { looks, open } = this.state;
    if (looks >= (status === "unknown" ? FLAKY_LOOKS : PENDING_WAITS_MS.length))
      this.passing.set(question.key, { status: "unknown" });
    else this.state = { ...this.state, open: open + markOf(question) };
  }

  private putOff({ group = "" }: Question, nowMs: number): void {
    const full: { [domain: string]: number } = { [group]: nowMs + DAY_MS };
    for (const [other, untilMs] of Object.entries(this.state.full).slice(0, MOST_FULL - 1))
      full[other] ??= untilMs;
    this.state = { ...this.state, full };
  }
}

export function markOf(question: Question): string {
  return digestOf(question).slice(0, MARK_LENGTH);
}
