import { expect, test } from "vitest";
import { isSheetCall } from "../../scripts/bench/parts/measure.ts";
import { freshFile, grid, openHost, settle, start, startServers } from "../rig.ts";
import { host, onStage, servers } from "../stage.ts";
import { givenAddresses, under, VERIFY } from "./looking-up.ts";

/** What a person waits for is counted in calls of the spreadsheet, of which each takes as long as thousands of cells. */

onStage({ huntr: { size: { jobs: 60, activities: 0 } } });

/** Does some work, and counts the spreadsheet's calls that it makes before something is there, by name. */
async function callsUntil(isThere: () => boolean, work: () => Promise<unknown>): Promise<string[]> {
  const calls: string[] = [];
  let isOver = false;
  const stop = host.on("call", ({ call }) => {
    isOver ||= isThere();
    if (!isOver && isSheetCall(call)) calls.push(call);
  });
  await work();
  stop();
  expect(isThere()).toBe(true);
  return calls;
}

function hasRows(name: string): boolean {
  return host.book.sheets().some((sheet) => sheet.name === name) && grid(host, name).length > 1;
}

async function importJobs(at = host): Promise<void> {
  await start(at, { kind: "import", table: "huntr.jobs" });
  await settle(at);
}

async function refreshJobs(at = host): Promise<void> {
  await start(at, { kind: "refresh", sheet: "Huntr Jobs", full: true });
  await settle(at);
}

test("the first rows of a new table stand there after eight calls: headers come with them, looks without a flush", async () => {
  const calls = await callsUntil(
    () => hasRows("Huntr Jobs"),
    () => importJobs(),
  );
  expect(calls.length, calls.join(", ")).toBeLessThanOrEqual(8);
  expect(calls.filter((call) => call === "Range.setValues")).toHaveLength(1);
});

test("a new log stands there after nine calls more, of which one is a flush", async () => {
  const calls = await callsUntil(
    () => hasRows("Huntsheet log"),
    () => importJobs(),
  );
  expect(calls.length, calls.join(", ")).toBeLessThanOrEqual(17);
});

test("a new table without any rows has its headers all the same", async () => {
  servers.huntr.data.jobs.length = 0;
  await importJobs();
  expect(grid(host, "Huntr Jobs")).toEqual([expect.arrayContaining(["ID", "Title"])]);
});

test("the first result of a look-up stands there after nine calls, of which two ask whether its row is hidden: the looks of its column come after it", async () => {
  givenAddresses(host, ["somebody@school.example"]);
  const calls = await callsUntil(
    () => under(host, "Status").some((status) => status),
    async () => {
      await start(host, VERIFY);
      await settle(host);
    },
  );
  expect(calls.length, calls.join(", ")).toBeLessThanOrEqual(9);
});

test("a whole refresh of a table that a person sees already is written once, however long its listing is", async () => {
  const many = await startServers({ huntr: { size: { jobs: 3_000, activities: 0 } } });
  const at = await openHost(await freshFile(many.routes), many.routes);
  try {
    await importJobs(at);
    const calls: string[] = [];
    at.on("call", ({ call }) => {
      if (isSheetCall(call)) calls.push(call);
    });
    await refreshJobs(at);
    // Once for the table, once for the log.
    expect(
      calls.filter((call) => call === "SpreadsheetApp.flush"),
      calls.join(", "),
    ).toHaveLength(2);
  } finally {
    await at.close();
    await many.close();
  }
});
