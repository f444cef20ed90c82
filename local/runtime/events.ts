import type { Entry, Execution, LogLine, Panel, RequestRecord, Toast } from "./report.ts";

/** What listeners (the page) hear. */
export interface HostEvents {
  started: { id: number; function: string; entry: Entry; user: string };
  ended: { id: number; execution: Execution };
  log: LogLine & { id: number };
  toast: Toast & { user: string };
  panel: Panel & { user: string };
  request: RequestRecord & { id: number };
  /** Something that is saved has changed. */
  changed: Record<never, never>;
}
