import { expect } from "vitest";
import type { BookFile } from "../../local/runtime/book-file.ts";
import type { Switches } from "../../local/runtime/switches.ts";
import { grid, must, openHost, type SeenRun, type Servers, settle, start } from "../rig.ts";

export const STATUS = "Huntsheet status";

type Cell = string | number | boolean | null;

/** A file in which a sheet of the user's holds these rows; the first one is the header. */
export async function withRows(
  file: BookFile,
  { routes }: Servers,
  name: string,
  rows: readonly (readonly Cell[])[],
): Promise<BookFile> {
  const host = await openHost(file, routes);
  const id = host.book.insertSheet(name);
  host.book.write(
    id,
    1,
    1,
    rows.map((row) => [...row]),
  );
  const saved = host.save();
  await host.close();
  return saved;
}

/** What stands under a header, from row 2 down. */
export function under(rows: readonly (readonly unknown[])[], header: string): unknown[] {
  const at = must(rows[0]).indexOf(header);
  return rows.slice(1).map((row) => row[at]);
}

interface Spec {
  readonly sheet: string;
}

interface Kill {
  readonly call: number;
  readonly when: "before" | "after";
  readonly queued: Switches["queuedWritesOnKill"];
}

/** One push from click to end; a person whose click or sidebar died begins again. */
async function pushOnce(file: BookFile, { routes }: Servers, spec: Spec, kill?: Kill) {
  const host = await openHost(
    file,
    routes,
    kill ? { kill, switches: { queuedWritesOnKill: kill.queued } } : {},
  );
  let killed: string | null = null;
  host.on("ended", ({ execution }) => {
    if ("killed" in execution) killed = execution.call ?? "?";
  });
  await start(host, spec).catch(() => start(host, spec));
  const runs: SeenRun[] = await settle(host).catch(() => settle(host));
  const rows = grid(host, spec.sheet);
  await host.close();
  return { runs, rows, killed };
}

/** Far beyond what one push makes; the loop ends at the first call that no longer comes. */
const MOST_CALLS = 1_000;

/**
 * Kills a push at every service call in turn, has it resumed, and compares the outcomes with those of the one that was
 * left alone.
 * @param step 2 kills at every other call: right before and right after those, it dies between any two calls.
 * @param check that the API was told of each row once, called after every push.
 */
export async function killPushEverywhere(
  file: BookFile,
  servers: Servers,
  spec: Spec,
  when: Kill["when"],
  queued: Kill["queued"],
  step: number,
  check: (where: string) => void,
): Promise<void> {
  const restore = () => {
    servers.huntr.restore(undefined);
    servers.hunter.restore(undefined);
  };
  restore();
  const unkilled = await pushOnce(file, servers, spec);
  expect(unkilled.runs[0]).toMatchObject({ status: "done", error: null });
  check("unkilled");
  const died = new Set<string>();
  let call = step;
  for (; call < MOST_CALLS; call += step) {
    restore();
    const { runs, rows, killed } = await pushOnce(file, servers, spec, { call, when, queued });
    if (killed === null) break;
    died.add(killed);
    const where = `${when} call ${call}, ${killed}`;
    check(where);
    expect(
      runs.map(({ status }) => status),
      where,
    ).toContain("done");
    expect(rows.map(withoutNumbers), where).toEqual(unkilled.rows.map(withoutNumbers));
  }
  expect(call).toBeGreaterThan(30);
  expect(call).toBeLessThan(MOST_CALLS);
  if (step === 1) expect([...died]).toEqual(expect.arrayContaining(["UrlFetchApp.fetch", "Range.setValues"]));
}

/** Ids are given anew each time, and what was created before a kill is found there after it. */
function withoutNumbers(row: readonly unknown[]): unknown[] {
  return row.map((cell) =>
    typeof cell === "string" ? cell.replace(/[0-9a-f]{24}|lead \d+ (created|updated)/g, "…") : cell,
  );
}
