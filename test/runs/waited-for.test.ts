import { expect, test } from "vitest";
import { isSheetCall } from "../../scripts/bench/parts/measure.ts";
import { grid, settle, start } from "../rig.ts";
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

async function importJobs(): Promise<void> {
  await start(host, { kind: "import", table: "huntr.jobs" });
  await settle(host);
}

test("the first rows of a new table stand there after eight calls: headers come with them, looks without a flush", async () => {
  const calls = await callsUntil(() => hasRows("Huntr Jobs"), importJobs);
  expect(calls.length, calls.join(", ")).toBeLessThanOrEqual(8);
  expect(calls.filter((call) => call === "Range.setValues")).toHaveLength(1);
});

test("a new log stands there after nine calls more, of which one is a flush", async () => {
  const calls = await callsUntil(() => hasRows("Huntsheet log"), importJobs);
  expect(calls.length, calls.join(", ")).toBeLessThanOrEqual(17);
});

test("a new table without any rows has its headers all the same", async () => {
  servers.huntr.data.jobs.length = 0;
  await importJobs();
  expect(grid(host, "Huntr Jobs")).toEqual([expect.arrayContaining(["ID", "Title"])]);
});

test("the first result of a look-up stands there after thirteen calls, of which two ask whether its row is hidden: where nothing was written yet nothing is flushed", async () => {
  givenAddresses(host, ["somebody@school.example"]);
  const calls = await callsUntil(
    () => under(host, "Status").some((status) => status),
    async () => {
      await start(host, VERIFY);
      await settle(host);
    },
  );
  expect(calls.length, calls.join(", ")).toBeLessThanOrEqual(13);
});
