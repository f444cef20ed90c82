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

/** "1,500 jobs", "1 member field" */
export function countedText(count: number, unit: string): string {
  return `${countText(count)} ${count === 1 ? oneOf(unit) : unit}`;
}

/** Each unit is a plain English plural: activity categories, leads lists, addresses. */
function oneOf(unit: string): string {
  return unit.endsWith("ies") ? `${unit.slice(0, -3)}y` : unit.replace(/(ss)es$|s$/, "$1");
}

/** '600 of 1,500 jobs', or '600 jobs so far' when nobody knows how many there are. */
export function doneText({ done, total, unit }: RunView): string {
  return total === null
    ? `${countedText(done, unit)} so far`
    : `${countText(done)} of ${countedText(total, unit)}`;
}

/** '1,500 jobs in "Huntr Jobs"' */
export function resultText({ done, unit, sheet }: RunView): string {
  return countedText(done, unit) + (sheet ? ` in "${sheet.name}"` : "");
}

/** '12 added, 3 changed, 1 removed'; what did not happen is left out. */
export function changesText({ counts }: RunView): string {
  return Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([word, count]) => `${countText(count)} ${word}`)
    .join(", ");
}

/** 'Huntr asked us to slow down, going on in 12 s' */
export function waitingText({ error }: RunView, leftMs: number): string {
  const why = error?.replace(/[.\s]+$/, "") || "Waiting";
  // A reason of several sentences ends as one; a single one runs on.
  const joint = /[.!?]\s/.test(why) ? ". Going" : ", going";
  return `${why}${joint} on in ${waitText(leftMs)}`;
}
