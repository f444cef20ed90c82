import { expect } from "vitest";
import type { BookFile } from "../../local/runtime/book-file.ts";
import type { Switches } from "../../local/runtime/switches.ts";
import { grid, openHost, type SeenRun, type Servers, settle, start } from "../rig.ts";

/** Few columns keep a hundred imports short; what is killed is the same. */
export const SPEC = { kind: "import", table: "huntr.jobs", columns: ["title", "stage", "created_at"] };
/** Far beyond what one run makes; the loop ends at the first call that no longer comes. */
const MOST_CALLS = 400;

type Queued = Switches["queuedWritesOnKill"];

interface Ending {
  readonly runs: readonly SeenRun[];
  readonly rows: readonly unknown[][];
  /** The service call at which the execution died, null when it lived. */
  readonly killed: string | null;
}

/** One run from click to end, in which the execution of the n-th service call dies right before or after it. */
export async function runOnce(
  file: BookFile,
  { routes }: Servers,
  spec: object = SPEC,
  kill?: { readonly call: number; readonly when: "before" | "after"; readonly queued: Queued },
): Promise<Ending> {
  const host = await openHost(
    file,
    routes,
    kill ? { kill, switches: { queuedWritesOnKill: kill.queued } } : {},
  );
  let killed: string | null = null;
  host.on("ended", ({ execution }) => {
    if ("killed" in execution) killed = execution.call ?? "?";
  });
  // A person whose click died clicks again, and one whose sidebar died opens it again.
  await start(host, spec).catch(() => start(host, spec));
  const runs = await settle(host).catch(() => settle(host));
  const rows = grid(host, "Huntr Jobs");
  await host.close();
  return { runs, rows, killed };
}

/**
 * Kills a run at every service call in turn (at each `step`-th), has it resumed, and compares with the one that was left alone.
 * Rows are compared by key: where a page was written a second time, they may stand in another order.
 */
export async function killEverywhere(
  file: BookFile,
  servers: Servers,
  when: "before" | "after",
  queued: Queued,
  spec: object = SPEC,
  step = 1,
): Promise<void> {
  const unkilled = await runOnce(file, servers, spec);
  expect(unkilled.runs[0]).toMatchObject({ status: "done", error: null });
  const died = new Set<string>();
  let calls = 0;
  for (let call = 1; call <= MOST_CALLS; call += step) {
    const ending = await runOnce(file, servers, spec, { call, when, queued });
    if (ending.killed === null) break;
    calls = call;
    died.add(ending.killed);
    const where = `${when} call ${call}, ${ending.killed}`;
    expect(
      ending.runs.map(({ status, error }) => [status, error]),
      where,
    ).toContainEqual(["done", null]);
    expect(ending.rows.length, where).toBe(unkilled.rows.length);
    const found = new Map(ending.rows.map((row) => [row[0], row]));
    for (const row of unkilled.rows)
      expect(withoutInstant(found.get(row[0])), where).toEqual(withoutInstant(row));
  }
  // It is all of it that was killed bit by bit, fetches, writes and checkpoints among it.
  expect(calls).toBeGreaterThan(40);
  expect(calls).toBeLessThan(MOST_CALLS);
  if (step > 1) return;
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
function withoutInstant(row: unknown[] | undefined): unknown[] | undefined {
  return row?.map((cell, column) => (column === 4 && typeof cell === "object" ? "gone" : cell));
}
