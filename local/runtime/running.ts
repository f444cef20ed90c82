import type { Book } from "../book/book.ts";
import type { AuthMode } from "./access.ts";
import { checkValidation } from "./input-check.ts";
import type { Dialog, Entry, ExecutionReport, LogLine, Menu, Panel, RequestRecord, Toast } from "./report.ts";
import type { Area } from "./wire.ts";
import type { World } from "./world.ts";
import { WriteQueue } from "./write-queue.ts";

/** An answer's bytes, kept until the execution ends: the script may ask for them. */
export interface KeptResponse {
  readonly bytes: Buffer;
}

/** One execution while it runs: who, as what, how long, and what it has done so far. */
export class Running {
  readonly log: LogLine[] = [];
  readonly toasts: Toast[] = [];
  readonly alerts: Dialog[] = [];
  readonly menus: Menu[] = [];
  readonly requests: RequestRecord[] = [];
  readonly responses: KeptResponse[] = [];
  sidebar: Panel | null = null;
  /** The tabs that a clock trigger opened itself, by file: nobody has one open for it (facts 4.2). */
  readonly ownSheets = new Map<Book, number>();
  /** Google's name of the service call that was last begun. */
  lastCall: string | null = null;

  readonly id: number;
  readonly name: string;
  readonly entry: Entry;
  readonly user: string;
  readonly mode: AuthMode;
  readonly limitMs: number;
  /** The cell of a custom function. */
  readonly cell: Area | null;
  readonly startedMs: number;
  /** What the execution is in. */
  private readonly world: World;
  /** What waits to be written, by file. */
  private readonly queues = new Map<Book, WriteQueue>();
  private atHand: WriteQueue;
  private readonly calls = new Map<string, { count: number; ms: number }>();
  private elapsedMs = 0;
  private readonly aheadAtStartMs: number;

  constructor(
    world: World,
    o: {
      id: number;
      name: string;
      entry: Entry;
      user: string;
      mode: AuthMode;
      limitMs: number;
      cell: Area | null;
    },
  ) {
    this.world = world;
    this.id = o.id;
    this.name = o.name;
    this.entry = o.entry;
    this.user = o.user;
    this.mode = o.mode;
    this.limitMs = o.limitMs;
    this.cell = o.cell;
    this.startedMs = world.clock.startMs(world.schedule.atMs);
    this.aheadAtStartMs = world.clock.aheadOfRealMs ?? 0;
    this.atHand = this.queueFor(world);
  }

  /** What waits to be written into the file of the call at hand. */
  get writes(): WriteQueue {
    return this.atHand;
  }

  /** The next call is about a file. */
  turnTo(world: World): void {
    this.atHand = this.queues.get(world.book) ?? this.queueFor(world);
  }

  private queueFor(world: World): WriteQueue {
    const queue = new WriteQueue(
      world.book,
      (area, cells) => checkValidation(world, area, cells),
      (cells) => this.spend((cells * world.switches.flushMicrosecondsPerCell) / 1000),
    );
    this.queues.set(world.book, queue);
    return queue;
  }

  /** Sends what waits, file by file. @throws GoogleError for the first write that Sheets refuses */
  flush(): void {
    for (const queue of this.queues.values()) queue.flush();
  }

  /** What waits is lost. */
  drop(): void {
    for (const queue of this.queues.values()) queue.drop();
  }

  /** The instant as this execution sees it; executions at once have each their own. */
  now(): number {
    return this.world.realTime ? this.world.clock.now() : this.startedMs + this.elapsedMs;
  }

  get deadlineMs(): number {
    return this.startedMs + this.limitMs + this.skippedMs;
  }

  /** How far somebody has moved the real clock on meanwhile: no time that this execution used. */
  private get skippedMs(): number {
    return (this.world.clock.aheadOfRealMs ?? 0) - this.aheadAtStartMs;
  }

  /** Modelled time passes. On the real clock it passes by itself. */
  spend(ms: number): void {
    if (!this.world.realTime) this.elapsedMs += ms;
    const last = this.lastCall === null ? undefined : this.calls.get(this.lastCall);
    if (last) last.ms += ms;
  }

  /** Time that passed while waiting for somebody else. */
  waitUntil(ms: number): void {
    this.spend(Math.max(0, ms - this.now()));
  }

  count(call: string): void {
    this.lastCall = call;
    const entry = this.calls.get(call) ?? { count: 0, ms: 0 };
    entry.count += 1;
    this.calls.set(call, entry);
  }

  report(): ExecutionReport {
    return {
      function: this.name,
      entry: this.entry,
      user: this.user,
      log: this.log,
      toasts: this.toasts,
      alerts: this.alerts,
      sidebar: this.sidebar,
      menus: this.menus,
      serviceCalls: [...this.calls].map(([name, { count, ms }]) => ({ name, count, ms })),
      virtualMs: this.now() - this.startedMs - this.skippedMs,
      startedMs: this.startedMs,
      requests: this.requests,
    };
  }
}
