import type { Incoming, Outgoing } from "./http.ts";
import type { Entry, Execution, LogLine, Panel, RequestRecord, Toast } from "./report.ts";

export type LockKind = "document" | "script" | "user";

/** One request with all that went over the wire. It holds keys: whoever shows it masks them. */
export interface Exchange extends RequestRecord {
  /** The execution's. */
  readonly id: number;
  /** Real milliseconds. */
  readonly tookMs: number;
  readonly sent: Pick<Outgoing, "headers" | "body">;
  readonly received: Pick<Incoming, "headers" | "body"> | null;
}

/** What listeners (the page) hear. */
export interface HostEvents {
  started: { id: number; function: string; entry: Entry; user: string };
  ended: { id: number; execution: Execution };
  /** A service call that makes a trip to Google is about to be served; `locks` are those that its execution holds. */
  call: { id: number; call: string; locks: readonly LockKind[] };
  log: LogLine & { id: number };
  toast: Toast & { user: string };
  panel: Panel & { user: string };
  request: Exchange;
  /** Something that is saved has changed. */
  changed: Record<never, never>;
}
