import type { Exchange } from "../runtime/events.ts";
import type { Host } from "../runtime/host.ts";
import type { Execution } from "../runtime/report.ts";
import { maskedExchange } from "./masked-exchange.ts";
import type { ServerMessage } from "./messages.ts";
import { armedSentences, armFault, faultKinds } from "./panel-faults.ts";
import type {
  ExecutionRow,
  PanelNews,
  PanelState,
  PanelWish,
  RequestRow,
  ShownExchange,
} from "./panel-messages.ts";
import { spokenRule } from "./trigger-rule.ts";
import type { Window, Windows } from "./windows.ts";

/** How far back the panel remembers. A long import is some hundred executions. */
const EXECUTIONS_KEPT = 300;
const REQUESTS_KEPT = 1000;
/** Of one execution: a loop that logs must not fill the page. */
const LOG_LINES_KEPT = 500;

/** Many changes in a row are told once. */
const STATE_AFTER_MS = 100;

/**
 * The server's half of the developer panel: remembers what the host's executions did, from the start on, and tells the
 * windows that have their panel open.
 */
export class DeveloperPanel {
  private readonly executions = new Map<number, ExecutionRow>();
  private readonly startedAt = new Map<number, number>();
  private readonly requests: RequestRow[] = [];
  private readonly exchanges = new Map<number, ShownExchange>();
  private readonly watching = new WeakSet<Window>();
  private readonly stops: (() => void)[];
  private timer: NodeJS.Timeout | null = null;
  private lastState = "";

  constructor(
    private readonly host: Host,
    private readonly windows: Windows,
  ) {
    this.stops = [
      host.on("started", ({ id, function: name, entry, user }) => {
        this.startedAt.set(id, performance.now());
        this.keep({
          id,
          function: name,
          entry,
          user,
          fate: "running",
          startedMs: host.now(),
          tookMs: null,
          modelledMs: null,
          error: null,
          stack: null,
          diedIn: null,
          log: [],
          calls: [],
          requests: 0,
        });
      }),
      host.on("ended", ({ id, execution }) => this.end(id, execution)),
      host.on("log", ({ id, ...line }) => {
        const row = this.executions.get(id);
        if (!row || row.log.length >= LOG_LINES_KEPT) return;
        this.executions.set(id, { ...row, log: [...row.log, line] });
        this.tell({ kind: "log", id, line });
      }),
      host.on("request", (exchange) => this.request(exchange)),
      host.on("changed", () => this.stateChanged()),
    ];
  }

  /** No more news from this host. */
  close(): void {
    for (const stop of this.stops) stop();
    if (this.timer) clearTimeout(this.timer);
  }

  /** Does what a page asks for. */
  hear(window: Window, wish: PanelWish): void {
    const { host } = this;
    switch (wish.kind) {
      case "watch": {
        this.watching.add(window);
        const [executions, requests] = [[...this.executions.values()], this.requests];
        window.send(news({ kind: "history", executions, requests }));
        window.send(news({ kind: "state", state: this.state() }));
        return;
      }
      case "stop":
        for (const id of wish.ids) host.stop(id);
        return;
      case "fire":
        void host.fireNow(wish.trigger);
        return;
      case "arm":
        armFault(host, wish.fault, wish.number);
        this.stateChanged();
        return;
      case "disarm":
        host.disarm();
        this.stateChanged();
        return;
      case "rename":
        host.rename(wish.name);
        return;
      case "look into": {
        const exchange = this.exchanges.get(wish.request);
        if (exchange) window.send(news({ kind: "exchange", request: wish.request, exchange }));
        return;
      }
    }
  }

  private request(exchange: Exchange): void {
    const { id, tookMs, method, status, atMs } = exchange;
    const { url, ...shown } = maskedExchange(exchange);
    const number = (this.requests.at(-1)?.number ?? 0) + 1;
    const execution = this.executions.get(id)?.function ?? "";
    const row = { number, method, url, status, atMs, tookMs, execution: id, function: execution };
    this.requests.push(row);
    this.exchanges.set(number, shown);
    if (this.requests.length > REQUESTS_KEPT) this.exchanges.delete(this.requests.shift()?.number ?? 0);
    this.tell({ kind: "request", row });
    this.stateChanged();
  }

  private end(id: number, execution: Execution): void {
    const row = this.executions.get(id);
    const startedAt = this.startedAt.get(id) ?? performance.now();
    this.startedAt.delete(id);
    // An execution that never began has no row.
    if (!row) return;
    const calls = execution.serviceCalls;
    this.keep({
      ...row,
      ...fateOf(execution),
      tookMs: performance.now() - startedAt,
      modelledMs: calls.reduce((sum, { ms }) => sum + ms, 0),
      log: execution.log.slice(0, LOG_LINES_KEPT),
      calls,
      requests: execution.requests.length,
    });
    this.stateChanged();
  }

  private keep(row: ExecutionRow): void {
    this.executions.set(row.id, row);
    for (const [id, { fate }] of this.executions) {
      if (this.executions.size <= EXECUTIONS_KEPT) break;
      if (fate !== "running") this.executions.delete(id);
    }
    this.tell({ kind: "execution", row });
  }

  private stateChanged(): void {
    this.timer ??= setTimeout(() => {
      this.timer = null;
      const state = this.state();
      const text = JSON.stringify(state);
      if (text === this.lastState) return;
      this.lastState = text;
      this.tell({ kind: "state", state });
    }, STATE_AFTER_MS);
  }

  private state(): PanelState {
    const { host } = this;
    return {
      title: host.book.name,
      triggers: host.triggers().map(({ id, function: name, user, rule, nextMs }) => ({
        id,
        function: name,
        user,
        rule: spokenRule(rule),
        nextMs,
      })),
      faultKinds,
      armed: armedSentences(host.armed()),
    };
  }

  private tell(told: PanelNews): void {
    for (const window of this.windows) if (this.watching.has(window)) window.send(news(told));
  }
}

function news(told: PanelNews): ServerMessage {
  return { type: "panel news", news: told };
}

function fateOf(execution: Execution): Pick<ExecutionRow, "fate" | "error" | "stack" | "diedIn"> {
  const nothing = { error: null, stack: null, diedIn: null };
  if (execution.ok) return { ...nothing, fate: "done" };
  if ("killed" in execution)
    return { ...nothing, fate: "killed", error: execution.killed, diedIn: execution.call };
  const { name, message, stack } = execution.error;
  return { ...nothing, fate: "failed", error: `${name}: ${message}`, stack: scriptFrames(stack) };
}

/** The lines of a stack that are the script's own; below them is only the stand-in. Null when there is none. */
function scriptFrames(stack = ""): string | null {
  const frames = stack.split("\n").filter((line) => /^\s*at .*\bCode\.gs:/.test(line));
  return frames.length === 0 ? null : frames.map((line) => line.trim()).join("\n");
}
