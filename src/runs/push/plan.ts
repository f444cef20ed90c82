import type { Client } from "../../core/client.ts";
import type { JsonObject } from "../../core/ports.ts";
import { UNCHANGED } from "../../core/push.ts";
import type { Query } from "../../core/query.ts";
import type { Resource } from "../../core/resource.ts";
import { rowsText } from "../row-list.ts";
import { type Work, whoAmI } from "../work.ts";
import { checkedText } from "./checked.ts";
import { decide } from "./decide.ts";
import { lookAt } from "./push.ts";
import { MOST_PARTS, MoreToRead, type Part, ReadInParts, type SoFar } from "./read-in-parts.ts";
import { meantIn, wordOf } from "./sheet.ts";

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
  /** Rows that are left out since they are hidden. */
  readonly hidden: number;
  /** Of the rows that would not be sent, the first ones: those with a fault, then those that are skipped for a reason. */
  readonly problems: readonly { readonly row: number; readonly outcome: string }[];
  /** Of the rows that would be sent, the first ones of which something is odd. */
  readonly hints: readonly { readonly row: number; readonly hint: string }[];
  /** Of the rows that would be sent, what the first ones change, where a push can tell. */
  readonly changes: readonly { readonly row: number; readonly change: string }[];
  /** For `startRun`, which then sends these rows and no others, and none of them once one was changed. */
  readonly checked: string;
}

/** As many as a person reads. */
export const MOST_PROBLEMS = 20;

/** So long a part of a check goes on asking for pages, */
const PART_MS = 15_000;
/** and so long after that it is waited for the last one. */
const LAST_MS = 20_000;

/** As `planPush`, over several executions. @returns how far it has come, where there is more to read. */
export function planInParts(
  fields: JsonObject,
  work: Work,
  deadlineMs: number,
  part: Part,
): PushPlan | { readonly soFar: SoFar } {
  const untilMs = work.ports.clock.nowMs() + PART_MS;
  try {
    return planPush(fields, work, part.nth < MOST_PARTS ? untilMs + LAST_MS : deadlineMs, (client) => {
      const parts = new ReadInParts(part, client, work.ports, untilMs);
      return (resource, filters) => parts.read(resource, filters);
    });
  } catch (error) {
    if (error instanceof MoreToRead) return { soFar: error.soFar };
    throw error;
  }
}

/** Checks all that can be checked without sending, and writes nothing. @param reading how listings are read, unless at once. */
export function planPush(
  fields: JsonObject,
  work: Work,
  deadlineMs: number,
  reading?: (client: Client) => (resource: Resource, filters?: Query) => JsonObject[],
): PushPlan {
  const at = lookAt(fields, work);
  const counts = { done: 0, skipped: 0, failed: 0 };
  const sent: number[] = [];
  const faults: { row: number; outcome: string }[] = [];
  const skips: typeof faults = [];
  const changes: { row: number; change: string }[] = [];
  const hints: { row: number; hint: string }[] = [];
  const client = work.client(at.push.api, deadlineMs);
  const open = at.open(client, reading?.(client));
  const { decided, hidden } = decide(at, whoAmI(work.ports), open);
  decided.forEach((outcome, row) => {
    if (outcome === null || wordOf(outcome) === "done") counts.done++;
    else if (at.marks.isQueued(outcome)) {
      sent.push(row.row);
      if (hints.length < MOST_PROBLEMS) {
        const said = at.hintsOf(row, open).concat(open.hint?.(at.valuesOf(row)) ?? []);
        if (said.length > 0) hints.push({ row: row.row, hint: said.join("; ") });
      }
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
    done: counts.done - hidden,
    hidden,
    send: sent.length,
    rows: rowsText(sent),
    problems: faults.concat(skips).slice(0, MOST_PROBLEMS),
    hints,
    changes,
    checked: checkedText(meantIn(at), sent),
  };
}
