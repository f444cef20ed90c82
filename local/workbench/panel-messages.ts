import type { Entry, LogLine, RequestRecord, ServiceCallCount } from "../runtime/report.ts";

/** What the developer panel shows and asks for: everything that Google hides. */

export type Fate = "running" | "done" | "failed" | "killed";

export interface ExecutionRow {
  readonly id: number;
  /** The global function. */
  readonly function: string;
  readonly entry: Entry;
  readonly user: string;
  readonly fate: Fate;
  /** On the book's clock, milliseconds since 1970. */
  readonly startedMs: number;
  /** Milliseconds that it took here; null while it runs. */
  readonly tookMs: number | null;
  /** Milliseconds that its service calls would take on Google, by the stand-in's table of costs. */
  readonly modelledMs: number | null;
  /** What it threw or why it died. */
  readonly error: string | null;
  /** Where, in the script's own code. */
  readonly stack: string | null;
  /** The service call during which it died. */
  readonly diedIn: string | null;
  readonly log: readonly LogLine[];
  readonly calls: readonly ServiceCallCount[];
  readonly requests: number;
}

/** A request to an API; keys are masked. */
export interface RequestRow extends RequestRecord {
  /** Counts from 1. */
  readonly number: number;
  readonly execution: number;
  readonly function: string;
  /** Real milliseconds. */
  readonly tookMs: number;
}

/** One side of a request; keys are masked. */
export interface ShownMessage {
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** The beginning of a long one, with a word about the rest. Empty when there is none. */
  readonly body: string;
}

/** All that went over the wire. */
export interface ShownExchange {
  readonly sent: ShownMessage;
  /** Null when no answer came. */
  readonly received: ShownMessage | null;
}

export interface TriggerRow {
  readonly id: string;
  readonly function: string;
  readonly user: string;
  /** "every hour" */
  readonly rule: string;
  /** Milliseconds since 1970 on the book's clock; null when it will not fire again. */
  readonly nextMs: number | null;
}

export interface FaultKind {
  readonly id: string;
  readonly label: string;
  /** What the panel's number means for it. */
  readonly counts: "times" | "service calls from now";
}

/** What changes rarely; sent as a whole. */
export interface PanelState {
  readonly title: string;
  readonly triggers: readonly TriggerRow[];
  readonly faultKinds: readonly FaultKind[];
  /** Sentences: faults that have yet to strike. */
  readonly armed: readonly string[];
}

export type PanelNews =
  | {
      readonly kind: "history";
      /** Oldest first. */
      readonly executions: readonly ExecutionRow[];
      readonly requests: readonly RequestRow[];
    }
  | { readonly kind: "state"; readonly state: PanelState }
  /** A new one, or one that has ended. */
  | { readonly kind: "execution"; readonly row: ExecutionRow }
  | { readonly kind: "log"; readonly id: number; readonly line: LogLine }
  | { readonly kind: "request"; readonly row: RequestRow }
  | { readonly kind: "exchange"; readonly request: number; readonly exchange: ShownExchange };

export type PanelWish =
  /** From now on this window gets news, the history first. */
  | { readonly kind: "watch" }
  | { readonly kind: "stop"; readonly ids: readonly number[] }
  | { readonly kind: "fire"; readonly trigger: string }
  | { readonly kind: "arm"; readonly fault: string; readonly number: number }
  | { readonly kind: "disarm" }
  | { readonly kind: "rename"; readonly name: string }
  /** What went over the wire, by the request's number. */
  | { readonly kind: "look into"; readonly request: number };
