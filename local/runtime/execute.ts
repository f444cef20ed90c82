import type { AuthMode } from "./access.ts";
import { checkAccess } from "./access.ts";
import type { LockKind } from "./events.ts";
import { GoogleError } from "./google-error.ts";
import type { Entry, Execution } from "./report.ts";
import { Running } from "./running.ts";
import type { Sandbox } from "./sandbox.ts";
import type { CallContext } from "./service.ts";
import { services } from "./services/index.ts";
import type { Answer, Area, Job, Message, Outcome } from "./wire.ts";
import type { World } from "./world.ts";

/** What is to be run. */
export interface Start {
  readonly id: number;
  readonly name: string;
  /** JSON text of the arguments, in wire form. */
  readonly args: string;
  readonly entry: Entry;
  readonly user: string;
  readonly mode: AuthMode;
  readonly limitMs: number;
  readonly cell: Area | null;
}

/** The n-th service call of a host kills its execution; `calls` counts over all executions. */
export interface KillPlan {
  calls: number;
  at: { readonly call: number; readonly when: "before" | "after" } | null;
}

/** facts 1.1: not catchable, and `finally` does not run. */
const OUT_OF_TIME = "Exceeded maximum execution time";
/** Why an execution died that `--kill` struck. */
export const KILLED = "killed by the stand-in";
const CLOSED = "the stand-in was closed";

/** How an execution died from outside. */
class Death {
  readonly why: string;
  constructor(why: string) {
    this.why = why;
  }
}

/** One execution from start to end. `kill` ends it at any point. */
export class Execute {
  readonly run: Running;
  private readonly world: World;
  private readonly sandbox: Sandbox;
  private readonly plan: KillPlan;
  private death: Death | null = null;
  /** The files that it opened, by id. */
  private readonly opened = new Map<string, World>();
  /** Nothing of the script runs any more. */
  private isScriptOver = false;
  private onDeath: (death: Death) => void = () => undefined;
  private computing: NodeJS.Timeout | undefined;
  private overtime: NodeJS.Timeout | undefined;

  constructor(world: World, sandbox: Sandbox, plan: KillPlan, start: Start) {
    this.world = world;
    this.sandbox = sandbox;
    this.plan = plan;
    this.run = new Running(world, start);
    // From here on nobody else's call is served before this one's first.
    world.schedule.enter(start.id, this.run.startedMs);
  }

  async execute(start: Start): Promise<Execution> {
    const { world, run } = this;
    const job: Omit<Job, "code"> = {
      name: start.name,
      args: start.args,
      config: {
        nowMs: world.realTime ? null : run.startedMs,
        aheadMs: world.clock.aheadOfRealMs ?? 0,
        deadlineMs: run.deadlineMs,
        authMode: start.mode,
        entry: start.entry,
        formulaOddResults: world.switches.formulaOddResults,
        scriptTimeZone: world.project.manifest.timeZone,
      },
    };
    const died = new Promise<Death>((resolve) => {
      this.onDeath = resolve;
    });
    if (world.realTime) this.overtime = setTimeout(() => this.die(OUT_OF_TIME), run.limitMs);
    this.startComputing();
    const ended = await Promise.race([
      this.sandbox.run(world.project.code, job, (message) => this.hear(message)),
      died,
    ]);
    this.isScriptOver = ended !== null && !(ended instanceof Death);
    clearTimeout(this.computing);
    clearTimeout(this.overtime);
    const execution = await this.conclude(ended ?? this.death);
    world.schedule.leave(run.id);
    return execution;
  }

  kill(why = CLOSED): void {
    this.die(why);
  }

  private die(why: string): void {
    if (this.death) return;
    this.death = new Death(why);
    if (!this.isScriptOver) void this.sandbox.kill();
    this.onDeath(this.death);
  }

  /** Google's six minutes for a script that only computes, in real milliseconds. */
  private startComputing(): void {
    this.computing = setTimeout(() => this.die(OUT_OF_TIME), this.world.switches.computeLimitMs);
  }

  /** The end: what is queued is sent, unless it died; locks go free. */
  private async conclude(ended: Outcome | Death | null): Promise<Execution> {
    const { world, run } = this;
    if (ended instanceof Death || ended === null || this.death) {
      const why = this.death?.why ?? KILLED;
      if (world.switches.queuedWritesOnKill === "applied") this.flushQuietly();
      run.drop();
      world.locks.releaseAll(run.id, run.now());
      world.clock.reach(run.now());
      return { ...run.report(), ok: false, killed: why, call: run.lastCall };
    }
    await world.schedule.turn(run.id, run.now());
    let late: GoogleError | null = null;
    try {
      run.flush();
    } catch (error) {
      late = asGoogleError(error);
    }
    world.locks.releaseAll(run.id, run.now());
    world.clock.reach(run.now());
    world.touch();
    const report = run.report();
    if (!ended.ok) return { ...report, ok: false, error: ended.error };
    if (late) return { ...report, ok: false, error: { name: late.name, message: late.message } };
    return { ...report, ok: true, value: JSON.parse(ended.json) };
  }

  private flushQuietly(): void {
    try {
      this.run.flush();
    } catch {
      // It died anyway: nobody is there to hear that a write was refused.
    }
  }

  private hear(message: Message): void {
    if (message.kind === "log") {
      const line = { level: message.level, text: message.text };
      this.run.log.push(line);
      this.world.emit("log", { ...line, id: this.run.id });
      return;
    }
    clearTimeout(this.computing);
    void this.serve(message);
  }

  private async serve({ method, args, spentMs, file }: Message & { kind: "call" }): Promise<void> {
    const { world, run } = this;
    run.lastCall ??= null;
    run.spend(spentMs);
    await world.schedule.turn(run.id, run.now());
    if (this.death) return;
    if (run.now() > run.deadlineMs) return this.die(OUT_OF_TIME);
    const answer = await this.answer(method, args, file);
    if (this.death || !answer) return;
    world.clock.reach(run.now());
    if (run.now() > run.deadlineMs) return this.die(OUT_OF_TIME);
    this.startComputing();
    this.sandbox.answer(JSON.stringify(answer));
  }

  /** @returns null when the execution died of it */
  private async answer(method: string, args: string, file: string | null): Promise<Answer | null> {
    const { run, plan } = this;
    const world = this.worldOf(file);
    const context: CallContext = { world, home: this.world, run, call: method };
    run.turnTo(world);
    const service = services[method];
    try {
      if (!service) throw new GoogleError(`not implemented in the stand-in: ${method}`, "Error");
      if (!service.counted) {
        this.check(method);
        return { v: await service.serve(context, JSON.parse(args)), now: run.now() };
      }
      run.count(method);
      plan.calls += 1;
      const locks = world.locks.heldBy(run.id).map((key) => key.split(" ")[0] as LockKind);
      world.emit("call", { id: run.id, call: method, locks });
      const strikes = plan.at?.call === plan.calls ? plan.at.when : null;
      if (strikes === "before") {
        this.die(KILLED);
        return null;
      }
      this.check(method);
      const fault = world.faults.strike(method);
      if (fault && fault.when !== "after") throw new GoogleError(fault.message);
      const value = await service.serve(context, JSON.parse(args));
      if (strikes === "after") {
        // The call took effect: a write is on the sheet, and so is what was queued before it.
        this.flushQuietly();
        this.die(KILLED);
        return null;
      }
      if (fault) {
        run.flush();
        throw new GoogleError(fault.message);
      }
      return { v: value, now: run.now() };
    } catch (error) {
      const { name, message } = asGoogleError(error);
      return { e: { name, message }, now: run.now() };
    }
  }

  /** The file that a call is about. One that was deleted since it was opened is still held here. */
  private worldOf(file: string | null): World {
    if (file === null) return this.world;
    const opened = this.opened.get(file) ?? this.world.files.get(file) ?? this.world;
    this.opened.set(file, opened);
    return opened;
  }

  private check(method: string): void {
    const { world, run } = this;
    const need = services[method]?.need;
    const refused =
      run.mode === "FULL" || run.mode === "CUSTOM_FUNCTION" ? (world.refusedScopes[run.user] ?? []) : [];
    if (need) checkAccess(method, need, run.mode, world.project.manifest.oauthScopes, refused);
  }
}

/** A fault of the stand-in itself is told as one, not as Google's. */
function asGoogleError(error: unknown): GoogleError {
  if (error instanceof GoogleError) return error;
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return new GoogleError(`the stand-in failed: ${text}`, "StandInError");
}
