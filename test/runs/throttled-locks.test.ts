import { expect, test } from "vitest";
import type { Host } from "../../local/runtime/host.ts";
import { compute } from "../formulas/computing.ts";
import { GOOGLES_WORDS } from "../google-words.ts";
import { grid, json, listRuns, openHost, settle, start } from "../rig.ts";
import { before, file, onServers, servers } from "../stage.ts";

onServers({
  huntr: { size: { jobs: 60 } },
  hunter: {
    account: { verifications: { used: 0, available: 2_000 } },
    verifier: { slowPerThousand: 0, flakyPerThousand: 0 },
  },
});

const THROTTLED = "There are too many LockService operations against the same script.";

/** All that stands in cells, under them, or in what a person was told of runs. */
async function seenIn(host: Host): Promise<string> {
  const { book } = host;
  const sheets = book.sheets().map(({ id, name }) => {
    const rows = Array.from({ length: book.lastRow(id) }, (_, i) => i + 1);
    return [grid(host, name), rows.map((row) => book.errorMessage(id, row, 1))];
  });
  return JSON.stringify([sheets, await listRuns(host)]);
}

/** Thirty formulas side by side, computed again until each has come to its answer. */
async function thirty(lockRefusedShare: number) {
  const host = await openHost(file, servers.routes, { switches: { lockRefusedShare } });
  const { book } = host;
  let operations = 0;
  host.on("call", ({ call }) => {
    if (call.startsWith("Lock.")) operations += 1;
  });
  const sheet = book.insertSheet("Formulas");
  const rows = Array.from({ length: 30 }, (_, i) => i + 1);
  book.write(
    sheet,
    1,
    1,
    rows.map((row) => [`=HUNTER_VERIFY("person${row}@school.example")`]),
  );
  await book.settled();
  const first = operations;
  const messages = () => rows.map((row) => book.errorMessage(sheet, row, 1)).filter(Boolean);
  for (let tries = 0; tries < 8 && messages().length > 0; tries += 1) {
    for (const message of messages()) expect(message).toMatch(/^Hunter was not free, .*\.$/);
    expect(await seenIn(host)).not.toMatch(GOOGLES_WORDS);
    await host.advance(60_000);
    book.recalculate("HUNTER_VERIFY");
    await book.settled();
  }
  expect(messages()).toEqual([]);
  const values = book.values(sheet, 1, 1, rows.length, 1).flat();
  await host.close();
  return { values, first };
}

test("locks throttled at random: thirty formulas at once all come right or to a sentence, and nobody sees Google's words", async () => {
  const throttled = await thirty(0.4);
  // Nothing was bought twice.
  const asked = servers.hunter.requests
    .slice(before.hunter)
    .filter(({ url }) => url.includes("email-verifier"));
  expect(asked).toHaveLength(30);
  expect(new Set(asked.map(({ url }) => url)).size).toBe(30);
  const free = await thirty(0);
  expect(throttled.values).toEqual(free.values);
  expect(free.values.every((status) => /^[a-z_]+$/.test(String(status)))).toBe(true);
  // The throttling struck.
  expect(throttled.first).toBeGreaterThan(free.first);
});

test("locks throttled at random: an import ends whole, with nothing of Google's in log, errors or answers", async () => {
  const host = await openHost(file, servers.routes, { switches: { lockRefusedShare: 0.5 } });
  const { id } = await start(host, { kind: "import", table: "huntr.jobs", columns: ["title"] });
  expect((await settle(host)).find((run) => run.id === id)).toMatchObject({ status: "done", error: null });
  expect(grid(host, "Huntr Jobs").length).toBe(61);
  expect(await seenIn(host)).not.toMatch(GOOGLES_WORDS);
  await host.close();
});

test("a lock that cannot be released is no loss: the work that was done under it stands, and others are kept out no longer than that execution", async () => {
  const host = await openHost(file, servers.routes);
  host.fault({ call: "Lock.releaseLock", times: 1_000, message: THROTTLED });
  const { id } = await start(host, { kind: "import", table: "huntr.jobs", columns: ["title"] });
  expect((await listRuns(host)).map((run) => run.id)).toEqual([id]);
  host.disarm();
  expect(await settle(host)).toMatchObject([{ status: "done", done: 60 }]);
  await host.close();
});

test("a lock that is throttled to the end is a sentence that says what to do", async () => {
  const host = await openHost(file, servers.routes);
  host.fault({ call: "Lock.tryLock", times: 1_000, message: THROTTLED });
  await expect(json(host.rpc("startRun", [{ kind: "import", table: "huntr.jobs" }]))).rejects.toThrow(
    "This spreadsheet is busy with other work of Huntsheet. Try again in a few seconds.",
  );
  const { cells, error } = await compute(host, '=HUNTER_VERIFY("a@school.example")');
  expect(String(cells) + error).not.toContain("LockService");
  await host.close();
});
