import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Call, Fault } from "../../local/apis/index.ts";
import type { BookFile } from "../../local/runtime/book-file.ts";
import type { Host } from "../../local/runtime/host.ts";
import type { TablesState } from "../../src/ui/calls.ts";
import {
  freshFile,
  grid,
  json,
  listRuns,
  must,
  OWNER,
  openHost,
  type SeenRun,
  type Servers,
  settle,
  start,
  startServers,
} from "../rig.ts";

/** How a refresh brings a table up to date, and what it costs. */

const JOBS = 120;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const COLUMNS = ["title", "employer", "stage", "applied_at"];
const JOBS_SHEET = "Huntr Jobs";
const ACTIVITIES_SHEET = "Huntr Activities";
const ACTIONS = /^From Huntr's actions: /;
const WHOLE = /^Whole listing: /;

let servers: Servers;
let imported: BookFile;
let host: Host;
let askedBefore = 0;

beforeAll(async () => {
  servers = await startServers({
    huntr: {
      size: { jobs: JOBS, activities: 240, members: 8, employers: 10 },
      listing: { cap: 8 },
      requestsPerSecond: null,
    },
  });
  const first = await openHost(await freshFile(servers.routes), servers.routes);
  await done(first, { kind: "import", table: "huntr.jobs", columns: COLUMNS });
  await done(first, { kind: "import", table: "huntr.activities", columns: ["title", "category", "job"] });
  imported = first.save();
  await first.close();
});
afterAll(() => servers.close());
beforeEach(async () => {
  servers.huntr.restore(undefined);
  servers.huntr.faults.clear();
  host = await openHost(imported, servers.routes);
  askedBefore = servers.huntr.requests.length;
});
afterEach(() => host.close());

async function done(on: Host, spec: object): Promise<SeenRun> {
  const { id } = await start(on, spec);
  const run = must((await settle(on)).find((other) => other.id === id));
  expect(run).toMatchObject({ status: "done", error: null });
  return run;
}

/** Puts the clock forward, and nothing that was due in between happens. */
async function later(ms: number): Promise<void> {
  const file = host.save();
  await host.close();
  host = await openHost({ ...file, clockMs: file.clockMs + ms }, servers.routes);
}

const refresh = (sheet: string, more: object = {}) => done(host, { kind: "refresh", sheet, ...more });
const asked = () => servers.huntr.requests.slice(askedBefore).map(({ url }) => url.replace(/^\/org\//, ""));
const job = (n: number) => must(servers.huntr.data.jobs[n]);
const sheetId = (name: string) => must(host.book.sheets().find((sheet) => sheet.name === name)).id;

/** Has the server's answers to some requests changed. */
function changed(
  when: (call: Call) => boolean,
  change: (data: Record<string, unknown>[]) => unknown[],
): void {
  const effect: Fault["effect"] = {
    kind: "change",
    change: (reply) => {
      const body = reply.body as { data: Record<string, unknown>[] };
      return { ...reply, body: { ...body, data: change(body.data) } };
    },
  };
  servers.huntr.faults.add({ effect, when, times: Number.POSITIVE_INFINITY });
}

/** That a sheet holds what a new import would write, rows that are marked as removed left aside. */
async function expectExact(sheet: string, spec: object): Promise<void> {
  servers.huntr.faults.clear();
  await done(host, { kind: "import", sheet: "Fresh", ...spec });
  const rows = (name: string) => {
    const [header = [], ...body] = grid(host, name);
    const gone = header.indexOf("Removed");
    const kept = body.filter((row) => row[0] !== "" && (gone < 0 || row[gone] === ""));
    return kept
      .map((row) => row.filter((_, i) => i !== gone))
      .sort((a, b) => (String(a[0]) < String(b[0]) ? -1 : 1));
  };
  expect(rows(sheet)).toEqual(rows("Fresh"));
}
const expectExactJobs = () => expectExact(JOBS_SHEET, { table: "huntr.jobs", columns: COLUMNS });
const expectExactActivities = () =>
  expectExact(ACTIVITIES_SHEET, { table: "huntr.activities", columns: ["title", "category", "job"] });

describe("by actions", () => {
  test("only what they tell of is read, and only that is written", async () => {
    const [moved, gone] = [job(5).id, job(40).id];
    servers.huntr.moveJob(moved, "Negotiating");
    servers.huntr.deleteJob(gone);
    servers.huntr.createJob({ owner: job(0).ownerMember.id, title: "New" });
    const run = await refresh(JOBS_SHEET);
    expect(run.counts).toEqual({ added: 1, changed: 1, removed: 1 });
    const requests = asked();
    expect(run.note).toBe(`From Huntr's actions: ${requests.length} requests, 2 rows read.`);
    expect(requests.filter((url) => url.startsWith("jobs/"))).toEqual([`jobs/${moved}`]);
    expect(requests.filter((url) => url.startsWith("jobs?"))).toHaveLength(1);
    await expectExactJobs();
  });

  test("what happened once is not read again, though the time is overlapped", async () => {
    servers.huntr.moveJob(job(5).id, "Negotiating");
    await refresh(JOBS_SHEET);
    expect(await refresh(JOBS_SHEET)).toMatchObject({
      note: expect.stringMatching(/ 0 rows read\.$/),
      counts: { added: 0, changed: 0, removed: 0 },
    });
  });

  test("what was recorded late is found nevertheless", async () => {
    await refresh(JOBS_SHEET);
    servers.huntr.changeAt(Math.floor(host.now() / 1000) - 300, "moveJob", job(7).id, "Negotiating");
    expect((await refresh(JOBS_SHEET)).counts).toMatchObject({ changed: 1 });
  });

  test("what happened while the import was under way is in the first refresh", async () => {
    const spec = { kind: "import", table: "huntr.jobs", columns: COLUMNS, sheet: "Slow" };
    const { id } = await start(host, spec);
    servers.huntr.faults.add({
      effect: { kind: "status", status: 429, headers: { "retry-after": "10000" } },
      at: servers.huntr.requests.length + 2,
    });
    for (let slice = 0; slice < 3; slice++) await host.rpc("advanceRun", [id]);
    const id0 = String(must(grid(host, "Slow")[1])[0]);
    servers.huntr.updateJob(id0, { title: "Changed meanwhile" });
    await later(3 * HOUR_MS);
    await settle(host);
    expect(must(grid(host, "Slow")[1])[1]).not.toBe("Changed meanwhile");
    expect((await refresh("Slow")).note).toMatch(ACTIONS);
    await expectExact("Slow", { table: "huntr.jobs", columns: COLUMNS });
  });

  test("an activity changes its job, a job the rows of its activities", async () => {
    const idle = must(servers.huntr.data.jobs.find(({ applicationActivity }) => !applicationActivity));
    servers.huntr.createActivity({ job: idle.id, category: "Apply", startAt: 1_780_000_000 });
    const busy = must(servers.huntr.data.jobs.find(({ activities }) => activities.length > 2));
    servers.huntr.updateJob(busy.id, { title: "Another title" });
    expect(await refresh(JOBS_SHEET)).toMatchObject({
      note: expect.stringMatching(ACTIONS),
      counts: { changed: expect.toSatisfy((count: number) => count >= 1) },
    });
    await expectExactJobs();
    host.book.removeSheet(sheetId("Fresh"));
    expect((await refresh(ACTIVITIES_SHEET)).note).toMatch(ACTIONS);
    await expectExactActivities();
  });

  test("a job that is deleted takes its activities along, told or not", async () => {
    const { id } = must(must(servers.huntr.data.activities.find((activity) => activity.job)).job);
    servers.huntr.deleteJob(id);
    changed(
      ({ path }) => path.endsWith("/actions"),
      (data) => data.filter(({ actionType }) => actionType !== "ACTIVITY_DELETED"),
    );
    expect((await refresh(ACTIVITIES_SHEET)).note).toMatch(ACTIONS);
    await expectExactActivities();
  });

  test("unknown types of actions, and actions that lack what they should have, do no harm", async () => {
    servers.huntr.moveJob(job(5).id, "Negotiating");
    changed(
      ({ path }) => path.endsWith("/actions"),
      (data) => [
        { id: "x", actionType: "GOAL_SET" },
        { id: 7 },
        { actionType: "JOB_MOVED", jobId: 5 },
        ...data,
      ],
    );
    expect((await refresh(JOBS_SHEET)).counts).toEqual({ added: 0, changed: 1, removed: 0 });
    await expectExactJobs();
  });

  test("a row that the user deleted stays away until its record changes or the listing is read whole", async () => {
    const { id } = job(4);
    const row = grid(host, JOBS_SHEET).findIndex(([key]) => key === id) + 1;
    host.book.removeRows(sheetId(JOBS_SHEET), row, 1);
    await refresh(JOBS_SHEET);
    expect(grid(host, JOBS_SHEET)).toHaveLength(JOBS);
    await refresh(JOBS_SHEET, { full: true });
    expect(grid(host, JOBS_SHEET)).toHaveLength(JOBS + 1);
  });
});

describe("the whole listing is read", () => {
  test("when asked", async () => {
    expect((await refresh(JOBS_SHEET, { full: true })).note).toBe(
      `Whole listing: ${asked().length} requests.`,
    );
  });

  test("when it takes fewer requests, the actions that were read counted in", async () => {
    for (let n = 0; n < 60; n++) servers.huntr.updateJob(job(n).id, { title: `Changed ${n}` });
    expect((await refresh(JOBS_SHEET)).note).toBe(`Whole listing: ${asked().length} requests.`);
    expect(asked().some((url) => url.startsWith("actions"))).toBe(true);
    await expectExactJobs();
  });

  test("a week after the last time, and then not again", async () => {
    await later(7 * DAY_MS);
    expect((await refresh(JOBS_SHEET)).note).toMatch(WHOLE);
    expect((await refresh(JOBS_SHEET)).note).toMatch(ACTIONS);
  });

  test("where an employer was renamed that the jobs show; another field of it changes nothing there", async () => {
    const { id } = must(job(0).employer);
    servers.huntr.updateEmployer(id, { isPartner: true });
    expect((await refresh(JOBS_SHEET)).note).toMatch(ACTIONS);
    servers.huntr.updateEmployer(id, { name: "Renamed" });
    expect((await refresh(JOBS_SHEET)).note).toMatch(WHOLE);
    await expectExactJobs();
  });

  test("where a column shows what no action tells", async () => {
    const columns = ["title", "owner_is_active"];
    await done(host, { kind: "import", table: "huntr.jobs", columns, sheet: "Active" });
    servers.huntr.setMemberActive(job(0).ownerMember.id, false);
    expect((await refresh("Active")).note).toMatch(WHOLE);
    await expectExact("Active", { table: "huntr.jobs", columns });
  });

  test("after two tries by actions that failed", async () => {
    servers.huntr.moveJob(job(5).id, "Negotiating");
    servers.huntr.faults.add({
      effect: { kind: "status", status: 500 },
      when: ({ path }) => path.includes("/jobs/"),
      times: Number.POSITIVE_INFINITY,
    });
    expect((await refresh(JOBS_SHEET)).note).toMatch(WHOLE);
    await expectExactJobs();
  });
});

describe("which table", () => {
  test("one whose tab was renamed is found by the name that it had, and by the new one", async () => {
    host.book.renameSheet(sheetId(JOBS_SHEET), "Our jobs");
    expect((await refresh(JOBS_SHEET)).sheet).toMatchObject({ name: "Our jobs" });
    expect((await refresh("Our jobs")).sheet).toMatchObject({ name: "Our jobs" });
  });

  test.each([
    ["Nowhere", 'There is no sheet "Nowhere". Check its name, or import it again.'],
    [
      "Sheet1",
      'The sheet "Sheet1" holds no table that Huntsheet keeps up to date. Import one into it, or into a sheet of its own.',
    ],
  ])("%s: a sentence, and nothing is started", async (sheet, sentence) => {
    await expect(start(host, { kind: "refresh", sheet })).rejects.toThrow(sentence);
  });

  test("the menu's is that of the open sheet; where that holds none, a toast says so", async () => {
    const click = () => host.call("refreshSheet", [], { entry: "menu", as: OWNER });
    const lookAt = (name: string) =>
      host.select(OWNER, { sheet: sheetId(name), row: 1, column: 1, rows: 1, columns: 1 });
    lookAt("Sheet1");
    const refused = await click();
    expect([refused.ok, refused.sidebar]).toEqual([true, null]);
    expect(must(refused.toasts[0]).message).toMatch(/^The sheet "Sheet1" holds no table/);
    lookAt(JOBS_SHEET);
    expect((await click()).sidebar).toMatchObject({ file: "progress" });
    expect((await settle(host))[0]).toMatchObject({ status: "done", sheet: { name: JOBS_SHEET } });
  });
});

describe("a column whose header the user renamed, or that was deleted,", () => {
  const LOST =
    '"Title" is no longer in this sheet: its column was renamed or deleted. Put that header over a column to have it back.';
  const at = (header: string) => must(grid(host, JOBS_SHEET)[0]).indexOf(header) + 1;
  const head = (column: number, header: string) =>
    host.book.write(sheetId(JOBS_SHEET), 1, column, [[header]]);
  const change = () => servers.huntr.moveJob(job(5).id, "Negotiating");

  test.each<[string, object, () => void]>([
    ["read whole", { full: true }, () => {}],
    ["by changes", {}, change],
  ])("is told once, in the run and in the log, and comes back exact: %s", async (_, more, happen) => {
    const column = at("Title");
    const own = grid(host, JOBS_SHEET).map((row) => row[column - 1]);
    head(column, "Rolle");
    happen();
    const run = await refresh(JOBS_SHEET, more);
    expect(run.note).toContain(LOST);
    expect(grid(host, "Huntsheet log").flat().join("\n")).toContain(LOST);
    servers.huntr.moveJob(job(6).id, "Negotiating");
    expect((await refresh(JOBS_SHEET, more)).note ?? "").not.toContain("no longer");
    // What stands there is the user's.
    expect(
      grid(host, JOBS_SHEET)
        .map((row) => row[column - 1])
        .slice(1),
    ).toEqual(own.slice(1));
    const { id } = job(7);
    changed(
      ({ path }) => path.includes("/jobs"),
      (data) => data.map((one) => (one.id === id ? { ...one, title: "Called otherwise" } : one)),
    );
    head(column, "Title");
    servers.huntr.moveJob(job(8).id, "Negotiating");
    expect((await refresh(JOBS_SHEET, more)).note ?? "").not.toContain("no longer");
    const row = grid(host, JOBS_SHEET).find(([key]) => key === id);
    expect(row?.[column - 1]).toBe("Called otherwise");
  });

  test("is told with others, and not where it was not chosen any more", async () => {
    for (const header of ["Title", "Employer"]) head(at(header), `My ${header}`);
    expect((await refresh(JOBS_SHEET, { full: true })).note).toContain(
      '"Title", "Employer" are no longer in this sheet: their columns were renamed or deleted.',
    );
    head(at("Stage"), "My stage");
    const fewer = { kind: "import", table: "huntr.jobs", sheet: JOBS_SHEET, columns: ["title", "employer"] };
    expect((await done(host, fewer)).note).toBeNull();
  });
});

describe("all tables at once", () => {
  const click = () => host.call("refreshAllTables", [], { entry: "menu", as: OWNER });

  test("by one click: a refresh of each, and in the log that nothing changed", async () => {
    await click();
    const runs = await settle(host);
    expect(
      runs.filter(({ sheet }) => sheet !== null).filter(({ note }) => ACTIONS.test(note ?? "")),
    ).toHaveLength(2);
    const log = grid(host, "Huntsheet log");
    const details = log.slice(1, 3).map((row) => String(row[must(log[0]).indexOf("Details")]));
    for (const text of details) expect(text).toMatch(/^Nothing changed\. From Huntr's actions/);
  });

  test("on one schedule; and Never takes it away", async () => {
    const save = (rhythm: object) =>
      json<TablesState>(host.rpc("saveScheduleOfAll", [JSON.stringify(rhythm)]));
    const state = await save({ every: "day", hour: 7 });
    expect(state.tables.map(({ schedule }) => schedule?.every)).toEqual(["day", "day"]);
    await host.advance(DAY_MS);
    const runs = await listRuns(host);
    expect(runs.filter(({ note }) => ACTIONS.test(note ?? ""))).toHaveLength(2);
    const none = await save({});
    expect(none.tables.map(({ schedule }) => schedule)).toEqual([null, null]);
  });

  test("where there is no table: a word, and no sidebar", async () => {
    await host.close();
    host = await openHost(await freshFile(servers.routes), servers.routes);
    const { toasts, sidebar } = await click();
    expect(must(toasts[0]).message).toContain("fills no sheet here yet");
    expect(sidebar).toBeNull();
  });
});
