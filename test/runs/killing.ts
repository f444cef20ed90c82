import { expect } from "vitest";
import type { BookFile } from "../../local/runtime/book-file.ts";
import type { Switches } from "../../local/runtime/switches.ts";
import { grid, openHost, type SeenRun, type Servers, settle, start } from "../rig.ts";

/** Few columns keep a hundred imports short; what is killed is the same. */
export const SPEC = { kind: "import", table: "huntr.jobs", columns: ["title", "stage", "created_at"] };

/** With what an execution dies: right before a call, or right after; with the writes it had queued, or without. */
export type Death = { readonly when: "before" | "after"; readonly queued: Switches["queuedWritesOnKill"] };

/** The two ends of what may happen. */
export const DEATHS: readonly Death[] = [
  { when: "before", queued: "lost" },
  { when: "after", queued: "applied" },
];

/** What is run, from a click to its end. */
export interface Killable {
  readonly file: BookFile;
  readonly servers: Servers;
  readonly spec: object;
  /** The sheet in which it ends. */
  readonly sheet: string;
  /** Puts the APIs back to where the first run found them; where runs change nothing there, not needed. */
  readonly restore?: () => void;
}

export interface Ending {
  readonly runs: readonly SeenRun[];
  readonly rows: readonly unknown[][];
  /** Names of the service calls that were made, in their order. */
  readonly calls: readonly string[];
  /** The service call at which the execution died, null when it lived. */
  readonly killed: string | null;
}

/** One run from click to end, in which the execution of the n-th service call dies. */
export async function runOnce(
  { file, servers, spec, sheet, restore }: Killable,
  kill?: Death & { readonly call: number },
): Promise<Ending> {
  restore?.();
  const host = await openHost(
    file,
    servers.routes,
    kill ? { kill, switches: { queuedWritesOnKill: kill.queued } } : {},
  );
  let killed: string | null = null;
  const calls: string[] = [];
  host.on("call", ({ call }) => calls.push(call));
  host.on("ended", ({ execution }) => {
    if ("killed" in execution) killed = execution.call ?? "?";
  });
  // A person whose click died clicks again, and one whose sidebar died opens it again.
  await start(host, spec).catch(() => start(host, spec));
  const runs = await settle(host).catch(() => settle(host));
  const rows = grid(host, sheet);
  await host.close();
  return { runs, rows, calls, killed };
}

/**
 * Kills a run at its service calls, has it resumed, and hands in how that ended.
 * @param which `every`: one run for each call. `kinds`: where the same is done row after row it does not matter at
 *   which row it dies; of calls with the same one before them, the first is taken where it dies before it, the last where
 *   it dies after it. `sends`: only around the first and the last call that sends, which follows the flush of its mark.
 *   With KILLS=every in the environment it is every one: half an hour for pushes.
 * @param check called with each ending and where it died; first with that of the run that was left alone.
 * @returns the names of the calls at which it died.
 */
export async function killAll(
  what: Killable,
  death: Death,
  which: "every" | "kinds" | "sends",
  check: (ending: Ending, unkilled: Ending, where: string) => void,
): Promise<Set<string>> {
  const unkilled = await runOnce(what);
  expect(unkilled.runs[0]).toMatchObject({ status: "done", error: null });
  check(unkilled, unkilled, "unkilled");
  const died = new Set<string>();
  const chosen = { every: everyOf, kinds: kindsOf, sends: sendsOf }[which];
  for (const call of chosen(unkilled.calls, death)) {
    const ending = await runOnce(what, { ...death, call });
    const where = `${death.when} call ${call}, ${ending.killed}`;
    expect(ending.killed, where).toBe(unkilled.calls[call - 1]);
    died.add(String(ending.killed));
    expect(
      ending.runs.map(({ status, error }) => [status, error]),
      where,
    ).toContainEqual(["done", null]);
    check(ending, unkilled, where);
  }
  return died;
}

function everyOf(calls: readonly string[]): number[] {
  return calls.map((_, i) => i + 1);
}

function sendsOf(calls: readonly string[]): number[] {
  if (process.env.KILLS === "every") return everyOf(calls);
  const sends = everyOf(calls).filter((call) => {
    const since = calls.slice(calls.slice(0, call - 1).lastIndexOf("SpreadsheetApp.flush"), call - 1);
    const isFirst =
      since[0] === "SpreadsheetApp.flush" && !since.some((name) => /^(UrlFetch|Range\.set)/.test(name));
    return calls[call - 1] === "UrlFetchApp.fetch" && isFirst;
  });
  const around = [sends[0], sends[sends.length - 1]].flatMap((call = 1) => [call - 1, call, call + 1]);
  return [...new Set(around)].filter((call) => call > 0 && call <= calls.length);
}

function kindsOf(calls: readonly string[], { when }: Death): number[] {
  if (process.env.KILLS === "every") return everyOf(calls);
  const kinds = new Map<string, number>();
  calls.forEach((_, i) => {
    const kind = `${calls[i - 1]} ${calls[i]}`;
    if (when === "after" || !kinds.has(kind)) kinds.set(kind, i + 1);
  });
  return [...kinds.values()];
}

/**
 * Kills an import or a refresh at every service call, and compares its rows with those of the one that was left alone: by key,
 * for where a page was written a second time they may stand in another order.
 */
export async function killTable(file: BookFile, servers: Servers, death: Death, spec: object = SPEC) {
  const died = await killAll(
    { file, servers, spec, sheet: "Huntr Jobs" },
    death,
    "every",
    ({ rows }, unkilled, where) => {
      expect(rows.length, where).toBe(unkilled.rows.length);
      const found = new Map(rows.map((row) => [row[0], withoutInstant(row)]));
      expect(
        unkilled.rows.map(([key]) => found.get(key)),
        where,
      ).toEqual(unkilled.rows.map(withoutInstant));
    },
  );
  // It is all of it that was killed bit by bit, fetches, writes and checkpoints among it.
  expect([...died]).toEqual(
    expect.arrayContaining([
      "UrlFetchApp.fetch",
      "UrlFetchApp.fetchAll",
      "Range.setValues",
      "Properties.setProperty",
      "SpreadsheetApp.flush",
    ]),
  );
}

/** When a row was found gone depends on when that was: only that it was counts. */
function withoutInstant(row: readonly unknown[]): unknown[] {
  return row.map((cell, column) => (column === 4 && typeof cell === "object" ? "gone" : cell));
}
