import { describe, expect, test } from "vitest";
import type { TablesState } from "../../src/ui/calls.ts";
import { COLLEAGUE, grid, json, KEYS, listRuns, must, type SeenRun, settle, start, value } from "../rig.ts";
import { host, onStage, servers } from "../stage.ts";

/** Imports and refreshes of one table that meet, and what they do to rows that stand beside a person's notes. */

const JOBS = 600;
const SHEET = "Huntr Jobs";
const IMPORT = { kind: "import", table: "huntr.jobs", columns: ["title", "stage", "created_at"] };
const HOUR_MS = 3_600_000;

onStage({
  hours: 1,
  huntr: {
    size: { jobs: JOBS, activities: 0, members: 10, employers: 9 },
    listing: { cap: 50 },
    requestsPerSecond: null,
  },
  prepare: async (first) => {
    for (const removed of ["mark", "delete"])
      await start(first, { ...IMPORT, removed, ...(removed === "delete" ? { sheet: "Deleting" } : {}) });
    await settle(first);
  },
});

const sheetOf = (removed: string) => (removed === "delete" ? "Deleting" : SHEET);
const specOf = (removed: string) => ({
  ...IMPORT,
  removed,
  ...(removed === "delete" ? { sheet: "Deleting" } : {}),
});

/** A slow day: a slice of a sidebar gets some of the pages. */
function slow(): void {
  servers.huntr.faults.add({
    effect: {
      kind: "change",
      change: (reply) => ({ ...reply, headers: { ...reply.headers, "x-virtual-delay": "9000" } }),
    },
    when: ({ path }) => path.endsWith("/jobs"),
    times: Number.POSITIVE_INFINITY,
  });
}
const fast = () => servers.huntr.faults.clear();

const slice = (id: string, as?: string) => json<SeenRun>(host.rpc("advanceRun", [id], as ? { as } : {}));
const newJob = () =>
  servers.huntr.changeAt(Math.floor(host.now() / 1000), "createJob", {
    owner: must(servers.huntr.data.members[0]).id,
    title: "Made meanwhile",
  }).id;

/** "there", "Removed" or "not there". */
function stateOf(key: string, sheet: string): string {
  const [header = [], ...rows] = grid(host, sheet);
  const row = rows.find(([id]) => id === key);
  const at = header.indexOf("Removed");
  if (!row) return "not there";
  return at >= 0 && row[at] !== "" ? "Removed" : "there";
}

async function ended(spec: object): Promise<SeenRun> {
  const { id } = await start(host, spec);
  return must((await settle(host)).find((run) => run.id === id));
}

describe.each(["mark", "delete"])("two over one table (gone ones: %s)", (removed) => {
  const sheet = sheetOf(removed);

  test("an import that rests while a refresh adds a job: the job stays when the import goes on", async () => {
    slow();
    const { id } = await start(host, specOf(removed));
    expect(await slice(id)).toMatchObject({ status: "running" });
    await json(host.rpc("pauseRun", [id]));
    fast();
    await host.advance(HOUR_MS);
    const made = newJob();
    await host.advance(HOUR_MS);
    expect(await ended({ kind: "refresh", sheet })).toMatchObject({ status: "done" });
    expect(stateOf(made, sheet)).toBe("there");
    await json(host.rpc("goOnRun", [id]));
    expect((await settle(host)).find((run) => run.id === id)).toMatchObject({
      status: "done",
      counts: { removed: 0 },
    });
    expect(stateOf(made, sheet)).toBe("there");
  });

  test("a refresh and an import by turns: a job that was made between their starts is there in the end", async () => {
    slow();
    const first = await start(host, { kind: "refresh", sheet, full: true });
    await slice(first.id);
    await json(host.rpc("pauseRun", [first.id]));
    await host.advance(HOUR_MS);
    const made = newJob();
    await host.advance(HOUR_MS);
    const second = await start(host, specOf(removed));
    await slice(second.id);
    await json(host.rpc("goOnRun", [first.id]));
    for (let n = 0; n < 40; n++) {
      const open = (await listRuns(host)).filter(({ status }) => /queued|running/.test(status));
      if (open.length === 0) break;
      for (const run of open) await slice(run.id);
      await host.advance(60_000);
    }
    expect((await listRuns(host)).slice(0, 2).map(({ status }) => status)).toEqual(["done", "done"]);
    expect(stateOf(made, sheet)).toBe("there");
  });

  test("two people by turns, each with slices of their own: both come to their end", async () => {
    await value(host.rpc("saveKeys", [JSON.stringify(KEYS)], { as: COLLEAGUE }));
    slow();
    const mine = await start(host, { kind: "refresh", sheet, full: true });
    const theirs = await start(host, specOf(removed), COLLEAGUE);
    for (let n = 0; n < 60; n++) {
      const one = await slice(mine.id);
      const other = await slice(theirs.id, COLLEAGUE);
      if (one.status === "done" && other.status === "done") break;
      await host.advance(10_000);
    }
    const runs = await listRuns(host);
    expect(runs.find(({ id }) => id === mine.id)).toMatchObject({ status: "done" });
    expect(runs.find(({ id }) => id === theirs.id)).toMatchObject({ status: "done" });
    expect(grid(host, sheet).length).toBe(JOBS + 1);
  });
});

describe("many rows at once", () => {
  const EMPLOYERS = { kind: "import", table: "huntr.employers", columns: ["name"], removed: "delete" };
  const employers = () => grid(host, "Huntr Employers").filter(([id]) => /\d/.test(String(id))).length;

  /** Has Huntr list nothing, so many times. */
  const empty = (times: number) =>
    servers.huntr.faults.add({
      effect: { kind: "status", status: 200, body: { data: [] } },
      when: ({ path }) => /\/(employers|jobs)$/.test(path),
      times,
    });

  async function withNotes(): Promise<void> {
    expect(await ended(EMPLOYERS)).toMatchObject({ status: "done", done: 9 });
    const sheet = must(host.book.sheets().find(({ name }) => name === "Huntr Employers"));
    host.book.write(sheet.id, 1, 5, [["My note"], ...Array.from({ length: 9 }, (_, i) => [`note ${i}`])]);
  }

  test("one empty answer takes nothing away: the listing is read once more", async () => {
    await withNotes();
    empty(1);
    expect(await ended({ kind: "refresh", sheet: "Huntr Employers", full: true })).toMatchObject({
      status: "done",
      counts: { removed: 0 },
    });
    expect(employers()).toBe(9);
  });

  test("a listing that stays empty is asked about, and nothing goes before somebody agrees", async () => {
    await withNotes();
    const before = grid(host, "Huntr Employers");
    empty(1_000);
    const run = await ended({ kind: "refresh", sheet: "Huntr Employers", full: true });
    expect(run).toMatchObject({
      status: "stopped",
      error:
        "9 of 9 rows would be removed, since Huntr does not list them any more. Resume to remove them, or cancel to keep them.",
    });
    expect(grid(host, "Huntr Employers")).toEqual(before);
    await value(host.rpc("goOnRun", [run.id]));
    expect((await settle(host)).find(({ id }) => id === run.id)).toMatchObject({
      status: "done",
      counts: { removed: 9 },
    });
    expect(employers()).toBe(0);
  });

  test("who cancels keeps them, and the next refresh brings all up to date", async () => {
    await withNotes();
    empty(1_000);
    const run = await ended({ kind: "refresh", sheet: "Huntr Employers", full: true });
    await value(host.rpc("cancelRun", [run.id]));
    fast();
    expect(employers()).toBe(9);
    expect(await ended({ kind: "refresh", sheet: "Huntr Employers" })).toMatchObject({
      status: "done",
      counts: { added: 0, removed: 0 },
    });
  });

  test("who agreed to some is asked again about more", async () => {
    const run0 = await ended(IMPORT);
    expect(run0.status).toBe("done");
    const { data } = servers.huntr;
    const ids = data.jobs.map(({ id }) => id);
    for (const id of ids.slice(0, 150)) servers.huntr.deleteJob(id);
    const run = await ended({ kind: "refresh", sheet: SHEET, full: true });
    expect(run.error).toMatch(/^150 of 600 rows would be removed/);
    for (const id of ids.slice(150, 200)) servers.huntr.deleteJob(id);
    await value(host.rpc("goOnRun", [run.id]));
    const again = must((await settle(host)).find(({ id }) => id === run.id));
    expect(again.error).toMatch(/^200 of 600 rows would be removed/);
    await value(host.rpc("goOnRun", [run.id]));
    expect((await settle(host)).find(({ id }) => id === run.id)).toMatchObject({
      status: "done",
      counts: { removed: 200 },
    });
  });

  test("actions that tell of many deletions are not believed alone", async () => {
    const ids = servers.huntr.data.jobs.map(({ id }) => id);
    for (const id of ids.slice(0, 150)) servers.huntr.deleteJob(id);
    expect((await ended({ kind: "refresh", sheet: SHEET })).error).toMatch(
      /^150 of 600 rows would be removed/,
    );
    expect(stateOf(must(ids[0]), SHEET)).toBe("there");
  });

  test("a few rows of a small table, and a fifth of a large one, go unasked", async () => {
    await withNotes();
    const gone = servers.huntr.data.employers.slice(0, 5).map(({ id }) => id);
    servers.huntr.faults.add({
      effect: {
        kind: "change",
        change: (reply) => {
          const body = reply.body as { data: { id: string }[] };
          return { ...reply, body: { ...body, data: body.data.filter(({ id }) => !gone.includes(id)) } };
        },
      },
      when: ({ path }) => path.endsWith("/employers"),
      times: Number.POSITIVE_INFINITY,
    });
    expect(await ended({ kind: "refresh", sheet: "Huntr Employers" })).toMatchObject({
      status: "done",
      counts: { removed: 5 },
    });
    for (const { id } of servers.huntr.data.jobs.slice(0, 120)) servers.huntr.deleteJob(id);
    expect(await ended({ kind: "refresh", sheet: SHEET, full: true })).toMatchObject({
      status: "done",
      counts: { removed: 120 },
    });
  });
});

describe("what actions tell", () => {
  const add = (type: string, id: string, secondsAgo: number) => {
    const createdAt = Math.floor(host.now() / 1000) - secondsAgo;
    const action = {
      id: `${createdAt.toString(16)}0000000000${String(secondsAgo).padStart(6, "0")}`,
      actionType: type,
      date: createdAt,
      createdAt,
      ownerMember: { id: must(servers.huntr.data.members[0]).id },
      ...(type === "JOB_DELETED" ? { jobId: id } : { job: { id } }),
    };
    servers.huntr.faults.add({
      effect: {
        kind: "change",
        change: (reply) => {
          const body = reply.body as { data: object[] };
          return { ...reply, body: { ...body, data: [...told, ...body.data] } };
        },
      },
      when: ({ path, query }) => path.endsWith("/actions") && !query.has("next"),
      times: told.length === 0 ? Number.POSITIVE_INFINITY : 0,
    });
    told.unshift(action);
  };
  const told: object[] = [];

  test.each(["JOB_RESTORED", "JOB_MOVED", "SOMETHING_NEW", "NOTE_CREATED"])(
    "a job that was deleted, and then %s: its row and the note beside it stay",
    async (type) => {
      told.length = 0;
      await host.advance(2 * HOUR_MS);
      const { id } = must(servers.huntr.data.jobs[300]);
      add("JOB_DELETED", id, 120);
      add(type, id, 60);
      const run = await ended({ kind: "refresh", sheet: "Deleting" });
      expect(run).toMatchObject({
        status: "done",
        note: expect.stringMatching(/^From Huntr's actions/),
        counts: { removed: 0 },
      });
      expect(stateOf(id, "Deleting")).toBe("there");
    },
  );

  test.each([400, 403])("one job that is answered by %i stops no refresh", async (status) => {
    await host.advance(2 * HOUR_MS);
    const made = newJob();
    const { id } = must(servers.huntr.data.jobs[5]);
    servers.huntr.updateJob(id, { title: "Hidden" });
    servers.huntr.faults.add({
      effect: { kind: "status", status, body: { message: "no" } },
      when: ({ path }) => path.endsWith(`/jobs/${id}`),
      times: Number.POSITIVE_INFINITY,
    });
    for (let day = 0; day < 2; day++) {
      expect(await ended({ kind: "refresh", sheet: SHEET })).toMatchObject({ status: "done", error: null });
      expect(stateOf(made, SHEET)).toBe("there");
      await host.advance(24 * HOUR_MS);
    }
  });
});

test("many rows that lie far apart: fifty are deleted at a time, and those that a person moves meanwhile stay", async () => {
  const ids = servers.huntr.data.jobs.map(({ id }) => id);
  const gone = ids.filter((_, i) => i % 6 === 0);
  for (const id of gone) servers.huntr.deleteJob(id);
  const sheet = must(host.book.sheets().find(({ name }) => name === "Deleting"));
  const { book } = host;
  book.write(sheet.id, 1, 5, [
    ["My note"],
    ...ids.map((_, i) => [`of ${String(grid(host, "Deleting")[i + 1]?.[0])}`]),
  ]);
  let deletions = 0;
  let most = 0;
  let sorted = 0;
  host.on("call", ({ call }) => {
    if (call === "Sheet.deleteRows") most = Math.max(most, ++deletions);
    if (call !== "Properties.setProperty") return;
    // Between two steps, while the lease is taken anew.
    if (deletions > 0 && sorted++ === 0)
      book.sortRange(sheet.id, 2, 1, book.lastRow(sheet.id) - 1, 5, [{ column: 2, ascending: true }]);
    deletions = 0;
  });
  expect(await ended({ kind: "refresh", sheet: "Deleting", full: true })).toMatchObject({
    status: "done",
    counts: { removed: gone.length },
  });
  expect([most, sorted > 0]).toEqual([50, true]);
  const rows = grid(host, "Deleting").slice(1);
  expect(rows.map(([id]) => id).sort()).toEqual(servers.huntr.data.jobs.map(({ id }) => id).sort());
  for (const [id, , , , note] of rows) expect(note).toBe(`of ${String(id)}`);
});

test("a paused refresh does not silence its schedule", async () => {
  const sheet = must(host.book.sheets().find(({ name }) => name === SHEET));
  await value(host.rpc("saveSchedule", [sheet.id, JSON.stringify({ every: "hour" })]));
  const { id } = await start(host, { kind: "refresh", sheet: SHEET });
  await json(host.rpc("pauseRun", [id]));
  await host.advance(48 * HOUR_MS);
  const { tables } = await json<TablesState>(host.rpc("tablesState", []));
  const { lastSuccessMs } = must(tables.find((table) => table.sheet.id === sheet.id));
  expect(host.now() - must(lastSuccessMs)).toBeLessThan(2 * HOUR_MS);
  expect((await listRuns(host)).find((run) => run.id === id)?.status ?? "paused").toBe("paused");
});

test("after the file's time zone changed, a refresh rewrites the times of all rows", async () => {
  await host.advance(2 * HOUR_MS);
  host.book.timeZone = "America/New_York";
  const made = newJob();
  expect(await ended({ kind: "refresh", sheet: SHEET })).toMatchObject({
    note: expect.stringMatching(/^Whole listing/),
  });
  expect(stateOf(made, SHEET)).toBe("there");
  await ended({ ...IMPORT, sheet: "Fresh" });
  const times = (name: string) => {
    const [header = [], ...rows] = grid(host, name);
    return new Map(rows.map((row) => [row[0], row[header.indexOf("Created at")]]));
  };
  expect(times(SHEET)).toEqual(times("Fresh"));
  // It is told once.
  newJob();
  expect((await ended({ kind: "refresh", sheet: SHEET })).note).toMatch(/^From Huntr's actions/);
});
