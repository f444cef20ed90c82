import { randomUUID } from "node:crypto";
import { Book, type CustomCall, type CustomResult } from "../book/book.ts";
import { metadataOf, removeMetadata } from "../book/metadata.ts";
import type { AuthMode } from "./access.ts";
import { type BookFile, copiedFile, type InstallMode } from "./book-file.ts";
import { Clock } from "./clock.ts";
import type { HostEvents } from "./events.ts";
import { Execute, type KillPlan } from "./execute.ts";
import { type Fault, FaultPlan, type RequestFault, RequestFaults } from "./faults.ts";
import { instantOf, serialOf } from "./file-time.ts";
import { GoogleError } from "./google-error.ts";
import {
  EXECUTION_LIMIT_MS,
  EXECUTIONS_AT_ONCE_PER_USER,
  PAGE_CALLS_AT_ONCE,
  SHORT_EXECUTION_LIMIT_MS,
  TRIGGER_RUNTIME_PER_DAY_MS,
} from "./limits.ts";
import { LockTable } from "./lock-table.ts";
import { Places } from "./places.ts";
import { type CustomFunction, loadProject, type Manifest, type Project } from "./project.ts";
import type { AnswerDialog, Dialog, DialogAnswer, Entry, Execution, Menu } from "./report.ts";
import { checkClientArguments } from "./rpc.ts";
import { SandboxPool } from "./sandbox.ts";
import { Schedule } from "./schedule.ts";
import { AUTHORISATION_REQUIRED, consent } from "./services/authorisation.ts";
import { editorsOfFile } from "./services/protection.ts";
import { clockEvent, nextFiring } from "./services/triggers.ts";
import { defaultSwitches, type Switches } from "./switches.ts";
import type { TriggerRecord } from "./trigger-record.ts";
import {
  type Deployment,
  getEvent,
  type PostOptions,
  postEvent,
  refusalOf,
  refusedAnswer,
  type WebAnswer,
  type WebRequest,
  type WebResult,
  webAnswer,
} from "./web-app.ts";
import type { Area } from "./wire.ts";
import { dayCounter, type Route, type World } from "./world.ts";
import { checkLength } from "./write-queue.ts";

export interface HostOptions {
  /** The folder with Code.js, *.html and appsscript.json. */
  readonly dist: string;
  /** Kept and changed in place; `save()` gives it with everything as it is. */
  readonly book: BookFile;
  /**
   * Another file in which the same people use the same add-on: clock, locks, switches, faults, and what is stored for
   * people and the script are that host's. What the book holds of these is left.
   */
  readonly beside?: Host;
  /** Where fetches for an origin really go: {"https://api.huntr.co": "http://127.0.0.1:4001"}. A function is asked at the first fetch. */
  readonly routes?: Readonly<Record<string, Route>>;
  readonly mode?: InstallMode;
  /** Sleeps are slept, nothing is modelled: for the page. Triggers fire when somebody calls `advance` (with 0, or what passed). */
  readonly realTime?: boolean;
  readonly switches?: Partial<Switches>;
  readonly faults?: readonly Fault[];
  /** The n-th service call of this host (counted from 1) kills its execution right before or after its effect. */
  readonly kill?: { readonly call: number; readonly when: "before" | "after" };
  /** What a person clicks on an alert or prompt; by default the first of OK, YES and CLOSE. */
  readonly answerDialog?: AnswerDialog;
  /** Scopes that a person refused (granular consent, facts 3.5), by e-mail address. */
  readonly refusedScopes?: Readonly<Record<string, readonly string[]>>;
}

export interface CallOptions {
  readonly entry: Entry;
  /** E-mail address; the owner unless given. */
  readonly as?: string;
  /** For "trigger": what the handler receives beside authMode. */
  readonly event?: unknown;
  /** Other code than the newest. */
  readonly project?: Project;
}

/** A part of a selection; rows and columns count from 1. */
interface SelectedPart {
  readonly sheet: number;
  readonly row: number;
  readonly column: number;
  readonly rows: number;
  readonly columns: number;
}

/** What a fired trigger came to. */
export interface Firing {
  readonly function: string;
  /** The message of what it threw, or why it was not run; null when all went well. */
  readonly error: string | null;
  readonly execution: Execution | null;
}

/** What is yet to go wrong on purpose. */
export interface Armed {
  readonly calls: readonly { readonly fault: Fault; readonly left: number }[];
  readonly requests: readonly { readonly fault: RequestFault; readonly left: number }[];
  readonly kill: HostOptions["kill"] | null;
}

/** Why an execution died that a person stopped. Google's own words are in no source. */
export const STOPPED = "stopped by hand";

/** The cells that a person has open when nobody said. */
const FIRST_CELL = { r: 1, c: 1, nr: 1, nc: 1 } as const;

function firstButton(dialog: Dialog): DialogAnswer {
  const usual = (["OK", "YES"] as const).find((button) => dialog.buttons.includes(button));
  return { button: usual ?? "CLOSE", text: "" };
}

/** One spreadsheet file with its script project: executions, stores, triggers, clock. */
export class Host {
  readonly book: Book;
  private readonly world: World;
  private readonly shared: Shared;
  private readonly pool: SandboxPool;
  private readonly listeners = new Map<string, Set<(data: never) => void>>();
  private readonly running = new Map<number, Execute>();
  /** What ContentService's answers redirect to, until somebody looks. */
  private readonly echoes = new Map<string, { type: string; body: string }>();
  private menus: readonly Menu[] = [];
  /** Whose quota formulas use (facts 2.4). */
  private atKeyboard: string;

  /**
   * Loads dist and the book file. The book's formulas run through this host from then on.
   * Sets the time zone of this process to the script's: dates in the script show it (facts 5.3).
   * @throws Error with a sentence when dist holds no add-on, or a bound script is to have another file beside; CodeRefused when Apps Script would refuse its code
   */
  static async open(options: HostOptions): Promise<Host> {
    if (options.beside && options.mode !== "addon")
      throw new Error("A bound script belongs to one file: only an add-on has others beside it.");
    const project = loadProject(options.dist);
    process.env.TZ = project.manifest.timeZone;
    return new Host(options, project, await SandboxPool.open());
  }

  private constructor(options: HostOptions, project: Project, pool: SandboxPool) {
    const { book: file, beside } = options;
    this.pool = pool;
    this.atKeyboard = file.owner;
    this.book = file.spreadsheet === null ? Book.create({ id: randomUUID() }) : Book.load(file.spreadsheet);
    const own = {
      book: this.book,
      file,
      selections: new Map(),
      tables: [],
      emit: (event: keyof HostEvents, data: never) => this.emit(event, data),
      touch: () => this.emit("changed", {}),
    };
    this.shared = beside?.shared ?? newShared(options);
    this.world = beside ? { ...beside.world, ...own } : { ...newProject(options, project), ...own };
    if (beside) shareStores(file, beside.world.file);
    this.world.files.set(this.book.id, this.world);
    this.shared.hosts.add(this);
    for (const fault of options.faults ?? []) this.world.faults.add(fault);
    this.book.now = () => new Date(this.now());
    this.book.arrayResults = this.world.switches.arrayResults;
    this.book.metadataMovesInSort = this.world.switches.metadataMovesInSort;
    this.book.onChange(() => this.world.touch());
    this.book.setCustomFunctions(this.nameable(), (call) => this.evaluate(call));
  }

  get manifest(): Manifest {
    return this.world.project.manifest;
  }
  get owner(): string {
    return this.world.file.owner;
  }
  get mode(): InstallMode {
    return this.world.mode;
  }

  /** The file's clock, milliseconds since 1970. */
  now(): number {
    return this.world.clock.now();
  }
  customFunctions(): readonly CustomFunction[] {
    return this.world.project.customFunctions;
  }
  /** What a formula may name, offered or not: those that are not have no `doc` (facts 2.1). */
  nameable(): { name: string; params: string[]; doc: string }[] {
    return this.world.project.nameable.map((f) => ({ ...f, params: [...f.params] }));
  }
  /** What the last onOpen made. */
  menu(): readonly Menu[] {
    return this.menus;
  }
  triggers(): readonly TriggerRecord[] {
    return this.world.file.triggers;
  }
  /** The n-th service call from now on kills its execution; null takes that back. */
  killAt(kill: HostOptions["kill"] | null): void {
    this.shared.kill.calls = 0;
    this.shared.kill.at = kill ?? null;
  }
  /** Makes a coming service call fail. */
  fault(fault: Fault): void {
    this.world.faults.add(fault);
  }
  /** Puts something in place of coming answers of the APIs. */
  requestFault(fault: RequestFault): void {
    this.world.requestFaults.add(fault);
  }
  /** What `fault`, `requestFault` and `killAt` have yet to do. `call` counts from now on: 1 is the next one. */
  armed(): Armed {
    const { at, calls } = this.shared.kill;
    return {
      calls: this.world.faults.armed(),
      requests: this.world.requestFaults.armed(),
      kill: at && at.call > calls ? { call: at.call - calls, when: at.when } : null,
    };
  }
  /** Takes back whatever is armed. */
  disarm(): void {
    this.world.faults.clear();
    this.world.requestFaults.clear();
    this.killAt(null);
  }
  /** 'Convert to table': typed columns from now on, while this host is open; the range does not move with its cells. */
  convertToTable({ sheet, row, column, rows, columns }: SelectedPart): void {
    this.world.tables.push({ s: sheet, r: row, c: column, nr: rows, nc: columns });
  }
  /** What befalls triggers with nobody told (facts 10): they are gone, or listed and never fire again. */
  breakTriggers(how: "gone" | "dead"): void {
    const { file } = this.world;
    if (how === "gone") file.triggers.length = 0;
    else for (const trigger of file.triggers) trigger.nextMs = null;
  }
  /** Renames the spreadsheet; an empty name leaves it as it is. */
  rename(name: string): void {
    const trimmed = name.trim();
    if (trimmed === "" || trimmed === this.book.name) return;
    this.book.name = trimmed;
    this.world.touch();
  }
  /** Says which of the manifest's scopes a person does not grant (any more); an empty list grants all. */
  refuseScopes(user: string, scopes: readonly string[]): void {
    this.world.refusedScopes[user] = scopes;
  }
  /** Ends a running execution as a person may on Google's "Executions" page. False when there is none of that id. */
  stop(id: number): boolean {
    const execute = this.running.get(id);
    execute?.kill(STOPPED);
    return execute !== undefined;
  }
  /** Says who is at the keyboard: formulas are charged to that person. */
  sitDown(user: string): void {
    this.atKeyboard = user;
  }
  /**
   * What a person has selected on a sheet: getActiveRangeList and getActiveSheet go by it, and of several parts
   * getActiveRange by the last one. Rows and columns count from 1.
   */
  select(user: string, ...parts: readonly SelectedPart[]): void {
    this.sitDown(user);
    this.world.selections.set(
      user,
      parts.map(({ sheet, row, column, rows, columns }) => ({
        s: sheet,
        r: row,
        c: column,
        nr: rows,
        nc: columns,
      })),
    );
    this.world.file.activeSheets[user] = parts.at(-1)?.sheet ?? 0;
  }

  /** The tab that a person has open, by number: scripts change it too. Undefined: nobody said. */
  activeSheet(user: string): number | undefined {
    return this.world.file.activeSheets[user];
  }

  /** @returns a function that stops listening */
  on<K extends keyof HostEvents>(event: K, listener: (data: HostEvents[K]) => void): () => void {
    const set = this.listeners.get(event) ?? new Set();
    this.listeners.set(event, set);
    set.add(listener as (data: never) => void);
    return () => set.delete(listener as (data: never) => void);
  }

  private emit<K extends keyof HostEvents>(event: K, data: HostEvents[K]): void {
    for (const listener of this.listeners.get(event) ?? []) (listener as (data: HostEvents[K]) => void)(data);
  }

  /** Runs a global function and waits until it ended. Never rejects for what the script does. */
  async call(name: string, args: readonly unknown[], o: CallOptions): Promise<Execution> {
    const user = o.as ?? this.owner;
    // facts 3.1: a menu click or a sidebar's call enables an add-on in the file.
    if (o.entry === "menu" || o.entry === "rpc") this.world.file.enabled = true;
    const given = o.entry === "trigger" || o.entry === "open" ? [o.event ?? {}] : args;
    // facts 8.3: names that end in _ are private everywhere.
    if (name.endsWith("_")) return this.refused(name, o.entry, user, `Script function not found: ${name}`);
    // facts 1.1, 1.6: beyond 30 at once a user is told so; only formulas wait.
    if (!this.shared.atOnce.tryTake(user))
      return this.refused(
        name,
        o.entry,
        user,
        "There are too many scripts running simultaneously for this Google user account.",
      );
    try {
      const { entry, project = this.world.project } = o;
      return await this.execute({ name, args: JSON.stringify(given), entry, user, cell: null, project });
    } finally {
      this.shared.atOnce.give(user);
    }
  }

  /**
   * As google.script.run (facts 7.2): serialises both ways, refuses private names, ten at once.
   * @throws TypeError for arguments that the page's side refuses
   */
  async rpc(name: string, args: readonly unknown[], o: { as?: string } = {}): Promise<Execution> {
    const user = o.as ?? this.owner;
    const plain = checkClientArguments(args);
    if (name.endsWith("_"))
      return this.refused(name, "rpc", user, `${name} is private: its name ends in "_".`);
    // Neither methods of objects nor what the language itself has: a page would have eval.
    if (!this.world.project.functions.includes(name))
      return this.refused(name, "rpc", user, `Script function not found: ${name}`);
    await this.shared.pageCalls.take(user);
    try {
      return await this.call(name, plain, { entry: "rpc", as: user });
    } finally {
      this.shared.pageCalls.give(user);
    }
  }

  /** Runs onOpen as a person who opens the file and keeps the menu that it made. */
  async onOpen(user = this.owner): Promise<Execution> {
    const execution = await this.call("onOpen", [], { entry: "open", as: user });
    if (execution.ok) this.menus = execution.menus;
    return execution;
  }

  /** Delivers a GET to the web app. */
  get(o: WebRequest = {}): Promise<WebAnswer> {
    return this.request("doGet", "get", getEvent(o), o);
  }

  /** Delivers a POST to the web app. */
  post(body: string, o: PostOptions = {}): Promise<WebAnswer> {
    return this.request("doPost", "post", postEvent(body, o), o);
  }

  /** What a GET of a 302's `location` answers, once (facts 7.3). */
  follow(location: string): { status: number; type: string; body: string } {
    const text = this.echoes.get(location);
    this.echoes.delete(location);
    return text ? { status: 200, ...text } : { status: 404, type: "text/html", body: "" };
  }

  /** Puts other code in place of the newest, as clasp's push does. What is deployed stays as it is. */
  push(dist: string): void {
    const project = loadProject(dist);
    for (const host of this.shared.hosts) {
      host.world.project = project;
      host.book.setCustomFunctions(host.nameable(), (call) => host.evaluate(call));
    }
  }

  /**
   * Makes a version of the newest code, which /exec runs from now on. It is not saved: before the first one /exec runs
   * the newest code, as if the owner had deployed it a moment ago.
   * @returns its number
   */
  deploy(deployer = this.owner): number {
    const version = (this.shared.deployment?.version ?? 0) + 1;
    this.shared.deployment = { version, project: this.world.project, deployer };
    return version;
  }

  private async request(name: string, entry: Entry, event: object, o: WebRequest): Promise<WebAnswer> {
    const newest = { project: this.world.project, deployer: this.owner };
    const { project, deployer } = o.to === "dev" ? newest : (this.shared.deployment ?? newest);
    const { manifest } = project;
    const user = manifest.executeAs === "USER_ACCESSING" ? (o.as ?? deployer) : deployer;
    const refusal = refusalOf(manifest, deployer, editorsOfFile(this.world.file), o);
    if (refusal) return refusedAnswer(this.refused(name, entry, user, refusal.why), refusal);
    const execution = await this.call(name, [event], { entry, as: user, project });
    const echo = `https://script.googleusercontent.com/macros/echo?user_content_key=${randomUUID()}`;
    const result = execution.ok ? (execution.value as WebResult) : null;
    if (result?.kind === "text") this.echoes.set(echo, { type: result.type, body: result.body });
    return webAnswer(execution, echo);
  }

  /** The file's clock, and how to move it. */
  readonly clock = {
    now: () => this.now(),
    advance: (ms: number) => this.advance(ms),
  };

  /**
   * Moves the clock on, firing triggers that fall due, in their order; `advance(0)` fires what is overdue. On the real
   * clock, what passed by itself since the last call counts towards `ms`.
   */
  advance(ms: number): Promise<Firing[]> {
    const work = this.shared.firing.then(() => this.advanceNow(ms));
    this.shared.firing = work.catch(() => undefined);
    return work;
  }

  private async advanceNow(ms: number): Promise<Firing[]> {
    const { clock, realTime } = this.world;
    const targetMs = this.now() + ms;
    if (realTime) clock.skip(ms);
    const firings: Firing[] = [];
    for (;;) {
      const untilMs = realTime ? clock.now() : targetMs;
      const due = this.nextDue(untilMs);
      if (!due) break;
      clock.moveTo(due.dueMs);
      firings.push(await due.host.fire(due.trigger, due.dueMs));
    }
    clock.moveTo(targetMs);
    // The real clock looks every second: that alone is nothing to save.
    if (ms > 0 || firings.length > 0) this.world.touch();
    return firings;
  }

  /** The trigger that falls due first, in whichever file, not later than an instant. */
  private nextDue(untilMs: number): { host: Host; trigger: TriggerRecord; dueMs: number } | null {
    let first: { host: Host; trigger: TriggerRecord; dueMs: number } | null = null;
    for (const host of this.shared.hosts) {
      for (const trigger of host.world.file.triggers) {
        const dueMs = trigger.nextMs;
        if (dueMs !== null && dueMs <= untilMs && (!first || dueMs < first.dueMs))
          first = { host, trigger, dueMs };
      }
    }
    return first;
  }

  private async fire(trigger: TriggerRecord, dueMs: number): Promise<Firing> {
    const next = nextFiring(trigger.rule, dueMs, this.manifest.timeZone);
    // A trigger that was overdue for long fires once, not once for every time it missed.
    trigger.nextMs = next === null ? null : Math.max(next, this.now() + Math.min(next - dueMs, 1));
    return this.runTrigger(trigger, dueMs);
  }

  /**
   * Runs a trigger's handler now, at its own expense of the day's allowance; when it fires next stays as it is.
   * Null when there is no trigger of that id (any more).
   */
  async fireNow(id: string): Promise<Firing | null> {
    const trigger = this.world.file.triggers.find((t) => t.id === id);
    return trigger ? this.runTrigger(trigger, this.now()) : null;
  }

  private async runTrigger(trigger: TriggerRecord, dueMs: number): Promise<Firing> {
    const counter = dayCounter(this.world, trigger.user);
    // facts 1.2: the day's allowance is used up.
    if (counter.triggerMs >= TRIGGER_RUNTIME_PER_DAY_MS)
      return {
        function: trigger.function,
        error: "Service using too much computer time for one day.",
        execution: null,
      };
    // facts 4.2: a published add-on's trigger fires all the same, and dies at the first call that it may not make.
    if (this.mode === "bound" && consent(this.world, trigger.user).lacking.length > 0)
      return { function: trigger.function, error: AUTHORISATION_REQUIRED, execution: null };
    const execution = await this.call(trigger.function, [], {
      entry: "trigger",
      as: trigger.user,
      event: clockEvent(trigger, dueMs),
    });
    counter.triggerMs += execution.virtualMs;
    const error = execution.ok ? null : "killed" in execution ? execution.killed : execution.error.message;
    return { function: trigger.function, error, execution };
  }

  /** Everything as it is now, plain JSON. */
  save(): BookFile {
    const { file } = this.world;
    file.clockMs = Math.ceil(this.now());
    file.spreadsheet = this.book.save();
    return file;
  }

  /**
   * "Make a copy": another file with the document as it is now, and a script of its own that knows nothing yet. Results
   * of custom functions are computed anew there.
   */
  copyFile(owner = this.owner): BookFile {
    const { file, mode } = this.world;
    const copy = this.book.copy(randomUUID(), `Copy of ${this.book.name}`);
    // Another project does not see the metadata that is this one's own.
    if (mode === "bound")
      for (const { id, visibility } of metadataOf(copy))
        if (visibility === "PROJECT") removeMetadata(copy, id);
    file.clockMs = Math.ceil(this.now());
    return copiedFile(file, { mode, owner, spreadsheet: copy.save() });
  }

  /** Somebody deletes the file for good: nobody can open it, and no trigger fires in it. */
  deleteFile(): void {
    this.world.files.delete(this.book.id);
    this.shared.hosts.delete(this);
    this.world.file.triggers.length = 0;
  }

  /** Kills what runs. */
  async close(): Promise<void> {
    this.shared.hosts.delete(this);
    for (const execute of this.running.values()) execute.kill();
  }

  private authMode(entry: Entry): AuthMode {
    if (entry === "formula") return "CUSTOM_FUNCTION";
    // facts 3.1: an add-on that is only installed opens with NONE; bound scripts have LIMITED.
    if (entry === "open") return this.world.mode === "addon" && !this.world.file.enabled ? "NONE" : "LIMITED";
    return "FULL";
  }

  private async execute(o: {
    name: string;
    args: string;
    entry: Entry;
    user: string;
    cell: Area | null;
    project?: Project;
  }): Promise<Execution> {
    this.shared.lastId += 1;
    const id = this.shared.lastId;
    const isShort = o.entry === "formula" || o.entry === "open";
    const start = {
      ...o,
      id,
      mode: this.authMode(o.entry),
      limitMs: isShort ? SHORT_EXECUTION_LIMIT_MS : EXECUTION_LIMIT_MS,
    };
    const sandbox = this.pool.take();
    const world =
      o.project && o.project !== this.world.project ? { ...this.world, project: o.project } : this.world;
    const execute = new Execute(world, sandbox, this.shared.kill, start);
    this.running.set(id, execute);
    this.emit("started", { id, function: o.name, entry: o.entry, user: o.user });
    try {
      const execution = await execute.execute(start);
      this.emit("ended", { id, execution });
      return execution;
    } finally {
      this.running.delete(id);
      this.pool.give(sandbox);
    }
  }

  /** An execution that never began. */
  private refused(name: string, entry: Entry, user: string, message: string): Execution {
    return {
      function: name,
      entry,
      user,
      log: [],
      toasts: [],
      alerts: [],
      sidebar: null,
      menus: [],
      serviceCalls: [],
      virtualMs: 0,
      startedMs: this.now(),
      requests: [],
      ok: false,
      error: { name: "Exception", message },
    };
  }

  /** One cell's custom function (facts 2). Runs as nobody, on the quota of who is at the keyboard. */
  private async evaluate(call: CustomCall): Promise<CustomResult> {
    const user = this.atKeyboard;
    // facts 2.1: so does a formula.
    this.world.file.enabled = true;
    // facts 2.5: more than 30 at once wait.
    await this.shared.atOnce.take(user);
    try {
      const zone = this.book.timeZone;
      const execution = await this.execute({
        name: this.functionNamed(call.name),
        args: JSON.stringify(call.args.map((arg) => argumentOut(arg, zone))),
        entry: "formula",
        user,
        cell: { s: call.sheetId, ...FIRST_CELL, r: call.row, c: call.column },
      });
      // facts 2.6.
      if ("killed" in execution) return { error: `${execution.killed} (line 0).` };
      if (!execution.ok) return { error: execution.error.message };
      return { value: resultIn(execution.value, zone) };
    } catch (error) {
      if (error instanceof GoogleError) return { error: error.message };
      throw error;
    } finally {
      this.shared.atOnce.give(user);
    }
  }

  /** facts 2.1: names are matched without regard to case. */
  private functionNamed(name: string): string {
    const wanted = name.toLowerCase();
    return this.world.project.nameable.find((f) => f.name.toLowerCase() === wanted)?.name ?? name;
  }
}

/** What hosts of one project have in common beside their worlds'. */
interface Shared {
  readonly hosts: Set<Host>;
  readonly kill: KillPlan;
  readonly atOnce: Places;
  readonly pageCalls: Places;
  /** What /exec runs; null before anything was deployed. */
  deployment: Deployment | null;
  /** Of an execution. */
  lastId: number;
  firing: Promise<unknown>;
}

function newShared({ kill }: HostOptions): Shared {
  return {
    hosts: new Set(),
    kill: { calls: 0, at: kill ?? null },
    atOnce: new Places(EXECUTIONS_AT_ONCE_PER_USER),
    pageCalls: new Places(PAGE_CALLS_AT_ONCE),
    deployment: null,
    lastId: 0,
    firing: Promise.resolve(),
  };
}

type Own = "book" | "file" | "selections" | "tables" | "emit" | "touch";

function newProject(options: HostOptions, project: Project): Omit<World, Own> {
  const realTime = options.realTime ?? false;
  const schedule = new Schedule(realTime);
  return {
    files: new Map(),
    project,
    mode: options.mode ?? "bound",
    realTime,
    clock: new Clock(options.book.clockMs, realTime),
    schedule,
    locks: new LockTable(schedule),
    faults: new FaultPlan(),
    requestFaults: new RequestFaults(),
    switches: { ...defaultSwitches, ...options.switches },
    routes: options.routes ?? {},
    refusedScopes: { ...options.refusedScopes },
    answerDialog: options.answerDialog ?? firstButton,
  };
}

/** facts 9.2: what a person and the script keep is the same in all files, and a person's day has one allowance. */
function shareStores(file: BookFile, { properties, caches, counters }: BookFile): void {
  file.properties = { ...file.properties, script: properties.script, user: properties.user };
  file.caches = { ...file.caches, script: caches.script, user: caches.user };
  file.counters = counters;
}

/** facts 2.2: a date in a cell arrives as a Date, a gap as undefined, a blank as "". */
function argumentOut(value: unknown, zone: string): unknown {
  if (Array.isArray(value)) return value.map((v) => argumentOut(v, zone));
  if (value === undefined) return { u: 1 };
  if (value === null) return "";
  if (typeof value === "object" && "serial" in value) return { d: instantOf(Number(value.serial), zone) };
  return value;
}

/**
 * facts 2.3: a Date becomes the serial that the file's wall clock shows.
 * @throws GoogleError for a text that no cell can hold (facts 1.5)
 */
function resultIn(value: unknown, zone: string): unknown {
  if (Array.isArray(value)) return value.map((v) => resultIn(v, zone));
  if (typeof value === "object" && value !== null && "d" in value)
    return { serial: serialOf(Number(value.d), zone) };
  if (typeof value === "object" && value !== null && "n" in value) return "#NUM!";
  if (typeof value === "string") checkLength(value);
  return value;
}
