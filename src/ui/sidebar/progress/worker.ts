import type { RunView } from "../../calls.ts";
import { CallFailure } from "../parts/call-failure.ts";
import type { Server } from "../parts/server.ts";
import { addMark, type Mark, timeLeftMs } from "./pace.ts";
import { isUnfinished } from "./words.ts";

/** What a person may tell a run. */
export type Order = "pauseRun" | "goOnRun" | "cancelRun";

/** The page's clock and timer, handed in so that tests need not wait. */
export interface Watch {
  nowMs(): number;
  /** False while the page is out of sight: then there is nobody to look for. */
  isSeen(): boolean;
  /** One timer at a time: a new one replaces the one before. */
  wakeIn(ms: number, wake: () => void): void;
}

export interface Progress {
  /** Newest first; null until Google answered for the first time. */
  readonly runs: readonly RunView[] | null;
  /** By run: milliseconds left, where that can be told. */
  readonly leftMs: ReadonlyMap<string, number>;
  /** By run: the order that is under way. */
  readonly orders: ReadonlyMap<string, Order>;
  /** By run: why the last order failed. */
  readonly refused: ReadonlyMap<string, CallFailure>;
  /** `againMs`: the instant of the next try by itself; null when only a person can say 'try again'. */
  readonly trouble: { readonly failure: CallFailure; readonly againMs: number | null } | null;
}

/** A trigger or a colleague may have started something meanwhile. Seldom, since each look is an execution. */
const LOOK_WHILE_AT_WORK_MS = 60_000;
const LOOK_WHILE_RESTING_MS = 30_000;
/** Between two calls for a run that did not get on: another worker holds it, or this computer's clock is ahead of Google's. */
const REST_MS = 2_000;
/** The longest sleep before a run that waits is asked again: this computer's clock may be behind Google's. */
const LONGEST_REST_MS = 60_000;
/** After a call that failed, one after the other. After the last it takes a person; the triggers go on anyway. */
const RETRY_WAITS_MS = [2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000, 60_000];

/**
 * Advances the unfinished runs of the person who looks, for as long as the sidebar is open: one call after the other,
 * never two at once, since two slices of one run would only stand in each other's way, but where the server says that
 * more workers are of use. Orders do not queue behind a
 * slice: a pause that came 20 s late would be none.
 */
export class RunWorker {
  readonly #server: Server;
  readonly #watch: Watch;
  readonly #onChange: (progress: Progress) => void;

  #runs: readonly RunView[] | null = null;
  #listedMs = Number.NEGATIVE_INFINITY;
  /** By run: not asked before this instant. */
  readonly #dueMs = new Map<string, number>();
  readonly #marks = new Map<string, readonly Mark[]>();
  readonly #orders = new Map<string, Order>();
  readonly #refused = new Map<string, CallFailure>();
  /** Counts orders, so that an answer that was on its way meanwhile can be told from a later one. */
  #orderCount = 0;
  #isCalling = false;
  #helpers = 0;
  #failures = 0;
  #failed: "advance" | "list" = "list";
  #trouble: Progress["trouble"] = null;

  constructor(server: Server, watch: Watch, onChange: (progress: Progress) => void) {
    this.#server = server;
    this.#watch = watch;
    this.#onChange = onChange;
  }

  /** Looks at once, after whatever failed before. */
  look(): void {
    this.#trouble = null;
    this.#failures = 0;
    this.#listedMs = Number.NEGATIVE_INFINITY;
    this.#tell();
    this.#next();
  }

  /** Looks unless it did so lately: for a page that comes back into view. */
  wake(): void {
    this.#next();
  }

  async order(order: Order, id: string): Promise<void> {
    if (this.#orders.has(id)) return;
    this.#orderCount++;
    this.#orders.set(id, order);
    this.#refused.delete(id);
    this.#tell();
    try {
      this.#put(await this.#server[order](id));
      // What the pause lasted is not the pace.
      this.#marks.delete(id);
      this.#dueMs.delete(id);
    } catch (failure) {
      this.#refused.set(id, failure as CallFailure);
    }
    this.#orderCount++;
    this.#orders.delete(id);
    this.#tell();
    this.#next();
  }

  /** Makes the call that is due, or sleeps until one is. */
  #next(): void {
    if (this.#isCalling || this.#trouble?.againMs === null) return;
    const nowMs = this.#watch.nowMs();
    const run = this.#firstDue();
    const runMs = run ? (this.#dueMs.get(run.id) ?? 0) : Number.POSITIVE_INFINITY;
    const lookMs = this.#lookMs(run !== null);
    const atMs = Math.max(Math.min(runMs, lookMs), this.#trouble?.againMs ?? 0);
    if (atMs === Number.POSITIVE_INFINITY) return;
    if (atMs > nowMs) this.#watch.wakeIn(atMs - nowMs, () => this.#next());
    else if (run && lookMs > nowMs) void this.#call("advance", () => this.#advance(run));
    else void this.#call("list", () => this.#list());
  }

  #lookMs(isAtWork: boolean): number {
    if (this.#listedMs === Number.NEGATIVE_INFINITY) return 0;
    if (isAtWork) return this.#listedMs + LOOK_WHILE_AT_WORK_MS;
    return this.#watch.isSeen() ? this.#listedMs + LOOK_WHILE_RESTING_MS : Number.POSITIVE_INFINITY;
  }

  async #call(name: "advance" | "list", call: () => Promise<void>): Promise<void> {
    this.#isCalling = true;
    try {
      await call();
      // A slice that fails again and again is no better for the looks in between.
      if (name === "advance" || this.#failed === "list" || !this.#firstDue()) {
        this.#failures = 0;
        this.#trouble = null;
      }
    } catch (failure) {
      if (!(failure instanceof CallFailure)) throw failure;
      const waitMs = failure.kind === "accounts" ? undefined : RETRY_WAITS_MS[this.#failures];
      this.#failures++;
      this.#failed = name;
      this.#trouble = { failure, againMs: waitMs === undefined ? null : this.#watch.nowMs() + waitMs };
      // What was asked may have happened all the same, and the run may be gone: look before going on.
      this.#listedMs = Number.NEGATIVE_INFINITY;
    } finally {
      this.#isCalling = false;
    }
    this.#tell();
    this.#next();
  }

  async #list(): Promise<void> {
    const orderCount = this.#orderCount;
    const runs = await this.#server.listRuns();
    this.#listedMs = orderCount === this.#orderCount ? this.#watch.nowMs() : Number.NEGATIVE_INFINITY;
    if (orderCount !== this.#orderCount && this.#runs) return;
    this.#runs = [...runs].sort((a, b) => b.startedMs - a.startedMs);
  }

  async #advance(before: RunView): Promise<void> {
    const orderCount = this.#orderCount;
    this.#mark(before);
    this.#help(before);
    const run = await this.#server.advanceRun(before.id);
    const nowMs = this.#watch.nowMs();
    const isFurther = run.done !== before.done || run.status !== before.status;
    const restMs = Math.min((run.waitUntilMs ?? 0) - nowMs, LONGEST_REST_MS);
    this.#dueMs.set(run.id, nowMs + Math.max(restMs, isFurther ? 0 : REST_MS));
    if (isFurther) this.#mark(run);
    // A person's order went out meanwhile: which of the two answers is the later one, only the server knows.
    if (orderCount !== this.#orderCount) this.#listedMs = Number.NEGATIVE_INFINITY;
    else this.#put(run);
  }

  /** What comes of these calls shows in the answers to those that hold it. One that found something to do is made again. */
  #help({ id, workers = 1 }: RunView): void {
    for (; this.#helpers < workers - 1; this.#helpers++) {
      const isOver = (run?: RunView) => {
        this.#helpers--;
        const isOpen = run && isUnfinished(run) && run.waitUntilMs === undefined;
        if (isOpen && this.#orders.get(id) === undefined) this.#help(run);
      };
      this.#server.advanceRun(id).then(isOver, () => isOver());
    }
  }

  /** Of the runs that are ours to advance, the one that may be asked soonest; among equals the one started first. */
  #firstDue(): RunView | null {
    const dueMs = (run: RunView) => this.#dueMs.get(run.id) ?? 0;
    const ours = (this.#runs ?? []).filter(
      (run) => isUnfinished(run) && run.isMine && this.#orders.get(run.id) === undefined,
    );
    const nowMs = this.#watch.nowMs();
    return ours.reduceRight<RunView | null>((first, run) => {
      if (first && Math.max(dueMs(first), nowMs) <= Math.max(dueMs(run), nowMs)) return first;
      return run;
    }, null);
  }

  #put(run: RunView): void {
    this.#runs = (this.#runs ?? []).map((other) => (other.id === run.id ? run : other));
  }

  #mark({ id, done }: RunView): void {
    const marks = this.#marks.get(id) ?? [];
    if (marks[marks.length - 1]?.done === done) return;
    this.#marks.set(id, addMark(marks, { atMs: this.#watch.nowMs(), done }));
  }

  #tell(): void {
    const leftMs = new Map<string, number>();
    for (const run of this.#runs ?? []) {
      const left = isUnfinished(run) ? timeLeftMs(this.#marks.get(run.id) ?? [], run.total) : null;
      if (left !== null) leftMs.set(run.id, left);
    }
    this.#onChange({
      runs: this.#runs,
      leftMs,
      orders: new Map(this.#orders),
      refused: new Map(this.#refused),
      trouble: this.#trouble,
    });
  }
}
