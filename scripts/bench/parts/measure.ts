import { join } from "node:path";
import { newBookFile } from "../../../local/runtime/book-file.ts";
import { projectRoot } from "../../../local/runtime/bundle.ts";
import { spreadsheetMs } from "../../../local/runtime/costs.ts";
import { Host } from "../../../local/runtime/host.ts";
import type { Execution } from "../../../local/runtime/report.ts";

export const TOKEN = "bench-token";
const HOUR_MS = 3_600_000;
const START_MS = Date.parse("2026-11-16T09:00:00Z");

const ORIGINS = { huntr: "https://api.huntr.co", hunter: "https://api.hunter.io" } as const;

/** What a cell costs is all that tells afterwards how many were written. */
const CELLS_PER_MS = 1 / (spreadsheetMs(1) - spreadsheetMs(0));

export interface Cost {
  /** Of all executions together. */
  modelledS: number;
  /** What passed on the file's clock: executions side by side count once, and so do the waits between them. */
  passedS: number;
  realS: number;
  requests: number;
  spreadsheetCalls: number;
  /** Cells that were given values. */
  cellsWritten: number;
}

let hosts = 0;

/**
 * A host on a new file, an hour later than the last one: what that one asked a server which both use is no part of
 * what this one may ask. @param dist of the script that is to run @param url of the API's sample server
 */
export function openHost(dist: string, url: string, api: keyof typeof ORIGINS = "huntr"): Promise<Host> {
  const nowMs = START_MS + hosts++ * HOUR_MS;
  return Host.open({
    dist,
    book: newBookFile({ owner: "owner@example.com", nowMs }),
    routes: { [ORIGINS[api]]: url },
  });
}

/** Whether a service call is one of the spreadsheet's. */
export function isSheetCall(call: string): boolean {
  return /^(SpreadsheetApp|Spreadsheet|Sheet|Range|RangeList)\./.test(call);
}

/** What the executions cost that some work sets off. */
export async function measured(host: Host, work: () => Promise<void>): Promise<Cost> {
  const executions: Execution[] = [];
  const stop = host.on("ended", ({ execution }) => executions.push(execution));
  const startedMs = performance.now();
  const fileMs = host.now();
  await work();
  const realS = (performance.now() - startedMs) / 1000;
  stop();
  const failed = executions.find(({ ok }) => !ok);
  if (failed) throw new Error(`${failed.function} failed: ${JSON.stringify(failed).slice(0, 500)}`);
  const calls = executions.flatMap(({ serviceCalls }) => serviceCalls);
  return {
    modelledS: executions.reduce((ms, { virtualMs }) => ms + virtualMs, 0) / 1000,
    passedS: (host.now() - fileMs) / 1000,
    realS,
    requests: executions.reduce((n, { requests }) => n + requests.length, 0),
    spreadsheetCalls: calls.filter(({ name }) => isSheetCall(name)).reduce((n, { count }) => n + count, 0),
    cellsWritten: Math.round(
      calls
        .filter(({ name }) => name === "Range.setValues")
        .reduce((cells, { ms, count }) => cells + (ms - count * spreadsheetMs(0)) * CELLS_PER_MS, 0),
    ),
  };
}

/** The built add-on. */
export const OURS = join(projectRoot(), "dist");

/** Stores the key, once for all runs. */
export async function setUp(host: Host, api: keyof typeof ORIGINS = "huntr"): Promise<void> {
  await host.rpc("saveKeys", [JSON.stringify({ [api]: TOKEN })]);
}

/**
 * Starts a run and does what an open sidebar does until it is done: one call after the other, and others beside it where
 * the run has use for more workers. @returns the run as a sidebar sees it
 */
export async function carried(host: Host, spec: object): Promise<{ done: number; note: string | null }> {
  const started = await host.rpc("startRun", [spec]);
  if (!started.ok) throw new Error(`The run did not start: ${JSON.stringify(started).slice(0, 500)}`);
  const { id } = JSON.parse(String(started.value)) as { id: string };
  const helping = new Set<Promise<unknown>>();
  for (;;) {
    const listed = await host.rpc("listRuns", []);
    const runs = JSON.parse(listed.ok ? String(listed.value) : "[]") as {
      id: string;
      status: string;
      done: number;
      note: string | null;
      error: string | null;
      workers?: number;
    }[];
    const run = runs.find((other) => other.id === id);
    if (run?.status === "done" || run?.status === "stopped") await Promise.all(helping);
    if (run?.status === "done") return run;
    if (run?.status === "stopped") throw new Error(String(run.error));
    while (helping.size < (run?.workers ?? 1) - 1) {
      const call: Promise<unknown> = host.rpc("advanceRun", [id]).finally(() => helping.delete(call));
      helping.add(call);
    }
    const advanced = await host.rpc("advanceRun", [id]);
    const { waitUntilMs = 0 } = JSON.parse(advanced.ok ? String(advanced.value) : "{}") as {
      waitUntilMs?: number;
    };
    // The clock must not be moved under a call.
    if (waitUntilMs > host.now()) await Promise.all(helping);
    if (waitUntilMs > host.now()) await host.advance(waitUntilMs - host.now());
  }
}

/** A line of a table: a name and numbers with so many digits behind the point. */
export function line(name: string, cells: readonly (readonly [number: number, digits: number])[]): string {
  return name.padEnd(24) + cells.map(([n, digits]) => n.toFixed(digits).padStart(13)).join("");
}
