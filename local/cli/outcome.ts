import { KILLED } from "../runtime/execute.ts";
import type { Execution } from "../runtime/report.ts";

/** What a command came to: one JSON document and the exit status that goes with it. */
export interface Outcome {
  readonly status: 0 | 1 | 3;
  readonly document: unknown;
}

export const done = (document: unknown): Outcome => ({ status: 0, document });

/** An execution that did not end well; null when it did. Only `--kill` kills: running too long is an error, as people see it. */
export function failureOf(execution: Execution): Outcome | null {
  if (execution.ok) return null;
  if ("killed" in execution && execution.killed === KILLED)
    return { status: 3, document: { killed: true, call: execution.call } };
  const { name, message } =
    "killed" in execution ? { name: "Exception", message: execution.killed } : execution.error;
  return { status: 1, document: { error: { name, message } } };
}
