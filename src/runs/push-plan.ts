import type { JsonObject } from "../core/ports.ts";
import { UNCHANGED } from "../core/push.ts";
import { decide } from "./push-decide.ts";
import { contentsOf, wordOf } from "./push-sheet.ts";
import { lookAt } from "./pushing.ts";
import { rowsText } from "./row-list.ts";
import { type Work, whoAmI } from "./work.ts";

/** What sending the rows would come to. */
export interface PushPlan {
  /** Rows that would be sent. */
  readonly send: number;
  /** Which they are, for a person: "2–31, 33". */
  readonly rows: string;
  /** Rows that were sent before, or are left to another run. */
  readonly done: number;
  readonly skipped: number;
  readonly failed: number;
  /** Of the rows that would not be sent, the first ones: those with a fault, then those that are skipped for a reason. */
  readonly problems: readonly { readonly row: number; readonly outcome: string }[];
  /** Of the rows that would be sent, the first ones of which something is odd. */
  readonly hints: readonly { readonly row: number; readonly hint: string }[];
  /** Of the rows that would be sent, what the first ones change, where a push can tell. */
  readonly changes: readonly { readonly row: number; readonly change: string }[];
  /** For `startRun`, which then refuses to send other rows than these. */
  readonly checked: string;
}

/** As many as a person reads. */
export const MOST_PROBLEMS = 20;

/** Checks all that can be checked without sending, and writes nothing. */
export function planPush(fields: JsonObject, work: Work, deadlineMs: number): PushPlan {
  const at = lookAt(fields, work);
  const counts = { done: 0, skipped: 0, failed: 0 };
  const sent: number[] = [];
  const faults: { row: number; outcome: string }[] = [];
  const skips: typeof faults = [];
  const changes: { row: number; change: string }[] = [];
  const hints: { row: number; hint: string }[] = [];
  const open = at.open(work.client(at.push.api, deadlineMs));
  decide(at, whoAmI(work.ports), open, work).forEach((outcome, row) => {
    if (outcome === null || wordOf(outcome) === "done") counts.done++;
    else if (outcome.indexOf(at.queued) === 0) {
      sent.push(row.row);
      const hint = hints.length < MOST_PROBLEMS ? open.hint?.(at.valuesOf(row)) : null;
      if (hint) hints.push({ row: row.row, hint });
      if (open.describe && changes.length < MOST_PROBLEMS)
        changes.push({ row: row.row, change: open.describe(at.valuesOf(row)) });
    } else {
      const word = wordOf(outcome);
      counts[word]++;
      if (outcome !== UNCHANGED) (word === "failed" ? faults : skips).push({ row: row.row, outcome });
    }
  });
  return {
    ...counts,
    send: sent.length,
    rows: rowsText(sent),
    problems: faults.concat(skips).slice(0, MOST_PROBLEMS),
    hints,
    changes,
    checked: contentsOf(at),
  };
}
