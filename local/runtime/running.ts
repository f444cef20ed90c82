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
  readonly writes: WriteQueue;
  sidebar: Panel | null = null;
  /** The file was opened by its id: an add-on's clock trigger has it only then. */
  openedById = false;
  /** The tab that a clock trigger opened itself: nobody has one open for it (facts 4.2). */
  ownSheet: number | null = null;
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
  private readonly world: World;
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
    this.writes = new WriteQueue(
      world.book,
      (area, cells) => checkValidation(world, area, cells),
      (cells) => this.spend((cells * world.switches.flushMicrosecondsPerCell) / 1000),
    );
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
