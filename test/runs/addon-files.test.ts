import { afterAll, beforeAll, expect, test } from "vitest";
import { type BookFile, newBookFile } from "../../local/runtime/book-file.ts";
import { notedFiles, openAddon } from "../addon.ts";
import { json, KEYS, listRuns, OWNER, type Servers, start, startServers, value } from "../rig.ts";

/** What an add-on's hourly trigger finds, or does not find, in the files of a person. */

const SPEC = { kind: "import", table: "huntr.jobs", columns: ["title"] };
const HOUR_MS = 3_600_000;
const START_MS = Date.parse("2026-11-16T09:00:00Z");

let servers: Servers;

beforeAll(async () => {
  servers = await startServers({ huntr: { size: { jobs: 50 } } });
});
afterAll(() => servers.close());

const open = (book: BookFile) => openAddon(book, servers.routes);

test("a file is noted while something is left to do in it, and no longer", async () => {
  const host = await open(newBookFile({ owner: OWNER, nowMs: START_MS }));
  await value(host.rpc("saveKeys", [JSON.stringify(KEYS)]));
  const { id } = await start(host, SPEC);
  expect(notedFiles(host, OWNER)).toEqual([host.book.id]);
  await host.advance(2 * HOUR_MS);
  expect((await listRuns(host))[0]).toMatchObject({ status: "done" });
  expect(notedFiles(host, OWNER)).toEqual([]);
  // A pause leaves nothing to do by itself; to go on does.
  const other = await start(host, { ...SPEC, sheet: "Other" });
  expect(other.id).not.toBe(id);
  await value(host.rpc("pauseRun", [other.id]));
  await host.advance(HOUR_MS);
  expect(notedFiles(host, OWNER)).toEqual([]);
  await json(host.rpc("goOnRun", [other.id]));
  await host.advance(HOUR_MS);
  expect((await listRuns(host))[0]).toMatchObject({ id: other.id, status: "done" });
  await host.close();
});
