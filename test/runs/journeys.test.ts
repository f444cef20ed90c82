import { expect, test } from "vitest";
import { grid, must, type SeenRun, settle, start } from "../rig.ts";
import { before, host, onStage, reopen, servers } from "../stage.ts";

/** Journeys in the sheet: imported, and refreshed by what changed. */

const HOUR_MS = 3_600_000;
const SHEET = "Huntr Journeys";
const JOBS = 240;

onStage({
  // In small pages, so that reading all of it again takes many requests.
  huntr: {
    size: { jobs: JOBS, members: 24, employers: 20 },
    listing: { cap: 20 },
    requestsPerSecond: null,
    reading: "newer",
  },
  hours: 1,
});

async function done(spec: object): Promise<SeenRun> {
  const { id } = await start(host, spec);
  const run = must((await settle(host)).find((other) => other.id === id));
  expect(run).toMatchObject({ status: "done", error: null });
  return run;
}

async function later(ms: number): Promise<void> {
  const file = host.save();
  await reopen({ ...file, clockMs: file.clockMs + ms });
}

function rows(name: string): Record<string, unknown>[] {
  const [header = [], ...body] = grid(host, name);
  const gone = header.indexOf("Removed");
  return body
    .filter((row) => row[0] !== "" && (gone < 0 || row[gone] === ""))
    .map((row) => Object.fromEntries(header.map((head, n) => [String(head), row[n]])))
    .map(({ Removed: _, ...row }) => row)
    .sort((a, b) => (String(a.ID) < String(b.ID) ? -1 : 1));
}

const asked = () => servers.huntr.requests.slice(before.huntr).map(({ url }) => url.replace(/^\/org\//, ""));

test("an import reads every listing that it needs once, and of the actions only those that create and move", async () => {
  await done({ kind: "import", table: "huntr.journeys" });
  expect(rows(SHEET)).toHaveLength(JOBS);
  const listings = asked().map((url) =>
    url.replace(/\?.*?(action_type=\w+).*/, "?$1").replace(/\?(?!action).*/, ""),
  );
  expect([...new Set(listings)]).toEqual([
    "member-fields",
    "members",
    "activities",
    "actions?action_type=JOB_CREATED",
    "actions?action_type=JOB_MOVED",
    "jobs",
  ]);
  const furthest = rows(SHEET).map((row) => row.Furthest);
  for (const milestone of ["SAVED", "APPLIED", "INTERVIEW", "OFFER", "ACCEPTED"])
    expect(furthest).toContain(milestone);
});

test("a refresh asks for what changed, and the table is as a new import writes it", async () => {
  await done({ kind: "import", table: "huntr.journeys" });
  await later(2 * HOUR_MS);
  const { huntr } = servers;
  const [moved, met, gone] = [20, 40, 60].map((n) => must(huntr.data.jobs[n]).id);
  huntr.moveJob(must(moved), "Offer");
  huntr.createActivity({ job: must(met), category: "On Site Interview", completed: true });
  huntr.deleteJob(must(gone));
  const field = must(huntr.data.memberFields.find(({ fieldType }) => fieldType === "TEXT"));
  huntr.setFieldValue(must(huntr.data.members[3]).id, field.id, "New");
  const requestsBefore = huntr.requests.length;
  const run = await done({ kind: "refresh", sheet: SHEET });
  expect(run.note).toMatch(/^From Huntr's actions: /);
  expect(run.counts).toMatchObject({ added: 0, removed: 1 });
  const requests = huntr.requests.slice(requestsBefore).map(({ url }) => url);
  expect(requests.filter((url) => /\/activities\?/.test(url) && !/job_id=/.test(url))).toEqual([]);
  await done({ kind: "import", table: "huntr.journeys", sheet: "Fresh" });
  expect(rows(SHEET)).toEqual(rows("Fresh"));
});

test("days_in_stage says something else each day: a table that shows it is read whole", async () => {
  await done({ kind: "import", table: "huntr.journeys", columns: ["title", "days_in_stage"] });
  const [first] = rows(SHEET);
  await later(48 * HOUR_MS);
  const run = await done({ kind: "refresh", sheet: SHEET });
  expect(run.note).toMatch(/^Whole listing: /);
  expect(rows(SHEET)[0]).toEqual({ ...first, "Days in stage": Number(first?.["Days in stage"]) + 2 });
});
