import { afterAll, beforeAll, expect, test } from "vitest";
import { type BookFile, newBookFile } from "../../local/runtime/book-file.ts";
import type { Host } from "../../local/runtime/host.ts";
import { notedFiles, openAddon } from "../addon.ts";
import { KEYS, listRuns, OWNER, type Servers, settle, start, startServers, value } from "../rig.ts";

/** An add-on keeps what belongs to all the files of a person in one place of 500 KB. */

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const START_MS = Date.parse("2026-11-16T09:00:00Z");
const SPEC = { kind: "import", table: "huntr.jobs", columns: ["title"] };

let servers: Servers;

beforeAll(async () => {
  servers = await startServers({ huntr: { size: { jobs: 50 } } });
});
afterAll(() => servers.close());

const open = (book: BookFile) => openAddon(book, servers.routes);

/** A new file of somebody whose 26 older ones have used up the room. */
async function whenFull(seenMs: (n: number) => number | null): Promise<Host> {
  const first = await open(newBookFile({ owner: OWNER, nowMs: START_MS }));
  await value(first.rpc("saveKeys", [JSON.stringify(KEYS)]));
  const book = first.save();
  await first.close();
  const mine = book.properties.user[OWNER] ?? {};
  for (let n = 0; n < 26; n++) {
    const at = seenMs(n);
    if (at !== null) mine[`file.deleted-${n}.seen`] = String(at);
    for (const part of [1, 2])
      mine[`file.deleted-${n}.table.${part}`] = JSON.stringify({ pad: "x".repeat(9_000) });
    mine[`file.deleted-${n}.run.1`] = JSON.stringify({ id: "1", status: "paused", startedMs: at });
  }
  return open(book);
}

test.each([
  ["noted on their last day", (n: number) => START_MS - (n + 2) * DAY_MS],
  ["from before such days were noted", () => null],
])("after 26 files that were deleted, %s, a run starts in the next one", async (_, seenMs) => {
  const host = await whenFull(seenMs);
  await start(host, SPEC);
  expect((await settle(host))[0]).toMatchObject({ status: "done", done: 50 });
  await host.close();
});

test("where nothing can go, the start is refused with a sentence, and what was there is as it was", async () => {
  const host = await whenFull(() => START_MS);
  const before = host.save().properties.user[OWNER];
  await expect(start(host, SPEC)).rejects.toThrow(/500 KB.*delete spreadsheets that you no longer need/);
  expect(await listRuns(host)).toEqual([]);
  expect(host.save().properties.user[OWNER]).toEqual(before);
  await host.close();
});

test("a file with something to do that has been out of reach for a month is forgotten by the hourly trigger", async () => {
  const host = await open(newBookFile({ owner: OWNER, nowMs: START_MS }));
  await value(host.rpc("saveKeys", [JSON.stringify(KEYS)]));
  await start(host, SPEC);
  const book = host.save();
  await host.close();
  const mine = book.properties.user[OWNER] ?? {};
  mine["file.deleted.todo"] = "1";
  mine["file.deleted.table.1"] = "{}";
  let later = await open(book);
  const kept = () =>
    Object.keys(later.save().properties.user[OWNER] ?? {}).filter((name) => /deleted/.test(name));
  await later.advance(2 * HOUR_MS);
  expect(kept()).toContain("file.deleted.table.1");
  const saved = later.save();
  await later.close();
  later = await open({ ...saved, clockMs: saved.clockMs + 31 * DAY_MS });
  await later.advance(2 * HOUR_MS);
  expect(kept()).toContain("file.deleted.table.1");
  await later.advance(7 * DAY_MS);
  expect(kept()).toEqual([]);
  expect(notedFiles(later, OWNER)).not.toContain("deleted");
  await later.close();
});
