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

/** '1,500 jobs in "Huntr Jobs"'; of a refresh that found all as it was, '1,500 jobs, nothing changed in "Huntr Jobs"'. */
export function resultText(run: RunView): string {
  const { done, unit, sheet } = run;
  return (
    (isUnchanged(run) ? unchangedText(run) : countedText(done, unit)) + (sheet ? ` in "${sheet.name}"` : "")
  );
}

function isUnchanged({ kind, status, counts }: RunView): boolean {
  return kind === "refresh" && status === "done" && Object.values(counts).every((count) => count === 0);
}

/** By what actions tell, nothing was read of a table that did not change. */
function unchangedText({ done, unit }: RunView): string {
  return done > 0 ? `${countedText(done, unit)}, nothing changed` : "Nothing changed";
}

/** Between two that one click starts, one after the other. */
const AT_ONCE_MS = 5_000;

/** The newest click first; of what one click started, the first first. */
function clicks(runs: readonly RunView[]): RunView[][] {
  const groups: RunView[][] = [];
  let lastMs = Number.NEGATIVE_INFINITY;
  for (const run of [...runs].sort((a, b) => a.startedMs - b.startedMs)) {
    if (run.startedMs - lastMs < AT_ONCE_MS) groups[groups.length - 1]?.push(run);
    else groups.push([run]);
    lastMs = run.startedMs;
  }
  return groups.reverse();
}

/** In an order that stays while they are worked on: nobody's click meets another run than the one that stood there. */
export const inOrder = (runs: readonly RunView[]): RunView[] => clicks(runs).flat();

/** 'Working on 4 of 11: Huntr Activities, 2,300 activities so far', null where there is but one to look at. */
export function overallText(runs: readonly RunView[]): string | null {
  const meant = clicks(runs)
    .filter((click) => click.some(isUnfinished))
    .flat()
    .filter(({ status }) => status !== "cancelled");
  const open = meant.filter(isUnfinished);
  const working = open.find(({ status }) => status === "running") ?? open[0];
  if (!working || meant.length < 2) return null;
  return `Working on ${meant.length - open.length + 1} of ${meant.length}: ${working.what}, ${doneText(working)}`;
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
