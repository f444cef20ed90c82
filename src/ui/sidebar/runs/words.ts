import type { RunStatus, RunView } from "../../calls.ts";
import { countText, waitText } from "../parts/numbers.ts";

export const STATUS_WORDS: Readonly<Record<RunStatus, string>> = {
  queued: "Queued",
  running: "Running",
  paused: "Paused",
  done: "Done",
  stopped: "Stopped",
  cancelled: "Cancelled",
};

export function isUnfinished({ status }: RunView): boolean {
  return status === "queued" || status === "running";
}

/** "1,500 jobs", "1 member field": the name of what is imported, without the service that it comes from. */
export function recordsText(count: number, what: string): string {
  const records = what.slice(what.indexOf(" ") + 1).toLowerCase();
  return `${countText(count)} ${count === 1 ? oneOf(records) : records}`;
}

/** Each of the listings' names is a plain English plural: activity categories, leads lists, jobs. */
function oneOf(records: string): string {
  return records.endsWith("ies") ? `${records.slice(0, -3)}y` : records.replace(/s$/, "");
}

/** '600 of 1,500 jobs', or '600 jobs so far' when nobody knows how many there are. */
export function doneText({ done, total, what }: RunView): string {
  return total === null
    ? `${recordsText(done, what)} so far`
    : `${countText(done)} of ${recordsText(total, what)}`;
}

/** '1,500 jobs in "Huntr Jobs"' */
export function resultText({ done, what, sheet }: RunView): string {
  return recordsText(done, what) + (sheet ? ` in "${sheet.name}"` : "");
}

/** '12 added, 3 changed, 1 removed'; what did not happen is left out. */
export function changesText({ counts }: RunView): string {
  const said = [
    [counts.added, "added"],
    [counts.changed, "changed"],
    [counts.removed, "removed"],
  ] as const;
  return said
    .filter(([count]) => count > 0)
    .map(([count, word]) => `${countText(count)} ${word}`)
    .join(", ");
}

/** 'Huntr asked us to slow down, going on in 12 s' */
export function waitingText({ error }: RunView, leftMs: number): string {
  const why = error?.replace(/[.\s]+$/, "") || "Waiting";
  // A reason of several sentences ends as one; a single one runs on.
  const joint = /[.!?]\s/.test(why) ? ". Going" : ", going";
  return `${why}${joint} on in ${waitText(leftMs)}`;
}
