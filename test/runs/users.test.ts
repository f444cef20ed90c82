import { expect, test } from "vitest";
import { COLLEAGUE, grid, json, KEYS, listRuns, OWNER, type SeenRun, settle, start, value } from "../rig.ts";
import { before, host, onStage, servers } from "../stage.ts";

/** Two people on one file: nothing of one disturbs the other, and nothing is done twice. */

const JOBS = 400;
const SPEC = { kind: "import", table: "huntr.jobs", columns: ["title"] };

onStage({
  huntr: { size: { jobs: JOBS, activities: 0, members: 12, employers: 20 }, listing: { cap: 40 } },
  hours: 1,
  prepare: (first) => value(first.rpc("saveKeys", [JSON.stringify(KEYS)], { as: COLLEAGUE })),
});

const idsIn = (sheet: string) =>
  grid(host, sheet)
    .slice(1)
    .map(([id]) => String(id))
    .filter((id) => id !== "");
const jobIds = () => servers.huntr.data.jobs.map(({ id }) => id).sort();
/** How often each page of jobs was asked for. */
const asked = () => servers.huntr.requests.slice(before.huntr).map(({ url }) => url);

function advance(id: string, as: string): Promise<SeenRun> {
  return json<SeenRun>(host.rpc("advanceRun", [id], { as }));
}

/** As the open sidebar of one person, who carries on nobody else's runs. */
async function settleMine(as: string): Promise<void> {
  for (let turn = 0; turn < 100; turn++) {
    const mine = (await listRuns(host, as)).filter(
      (run) => (run as SeenRun & { isMine: boolean }).isMine && /^(queued|running)$/.test(run.status),
    );
    if (mine.length === 0) return;
    for (const { id } of mine) {
      const { waitUntilMs } = await advance(id, as);
      if (waitUntilMs !== undefined) await host.advance(Math.max(1_000, waitUntilMs - host.now()));
    }
  }
  throw new Error(`The runs of ${as} did not settle.`);
}

test("each imports a table of their own at the same time: both are whole, each with the key of its starter", async () => {
  await value(host.rpc("forgetKey", ["hunter"], { as: COLLEAGUE }));
  const [jobs, members] = await Promise.all([
    start(host, SPEC),
    start(host, { kind: "import", table: "huntr.members" }, COLLEAGUE),
  ]);
  await Promise.all([advance(jobs.id, OWNER), advance(members.id, COLLEAGUE)]);
  await Promise.all([settleMine(OWNER), settleMine(COLLEAGUE)]);
  expect((await listRuns(host)).map(({ status, error }) => [status, error])).toEqual([
    ["done", null],
    ["done", null],
  ]);
  expect(idsIn("Huntr Jobs").sort()).toEqual(jobIds());
  expect(idsIn("Huntr Members").length).toBe(servers.huntr.data.members.length);
});

test("the same import started by both is one run, and its starter's", async () => {
  const mine = await start(host, SPEC);
  const theirs = await start(host, SPEC, COLLEAGUE);
  expect(theirs.id).toBe(mine.id);
  await settle(host);
  expect(idsIn("Huntr Jobs").sort()).toEqual(jobIds());
});

test("the same import started by both at once is one run", async () => {
  const [mine, theirs] = await Promise.all([start(host, SPEC), start(host, SPEC, COLLEAGUE)]);
  expect(theirs.id).toBe(mine.id);
  expect((await listRuns(host)).length).toBe(1);
});

test("two tabs of one person that advance a run at once: one does the work, no page is read twice, no row is twice", async () => {
  const { id } = await start(host, SPEC);
  for (let i = 0; i < 4; i++) await Promise.all([advance(id, OWNER), advance(id, OWNER), advance(id, OWNER)]);
  const [run] = await settle(host);
  expect(run).toMatchObject({ status: "done", done: JOBS, error: null });
  expect(idsIn("Huntr Jobs").sort()).toEqual(jobIds());
  expect(asked().length).toBe(new Set(asked()).size);
});

test("while one tab is at work the other is told when to look again", async () => {
  const { id } = await start(host, SPEC);
  const startedMs = host.now();
  const seen = await Promise.all([advance(id, OWNER), advance(id, OWNER)]);
  const waits = seen.filter(({ waitUntilMs }) => waitUntilMs !== undefined);
  expect(waits.length).toBe(1);
  expect(waits[0]?.waitUntilMs).toBeGreaterThan(startedMs);
  expect(waits[0]?.waitUntilMs).toBeLessThan(startedMs + 10_000);
});

test("the minute trigger and the sidebar at once: one does the work, no row is twice", async () => {
  const { id } = await start(host, SPEC);
  await Promise.all([host.advance(61_000), advance(id, OWNER)]);
  const [run] = await settle(host);
  expect(run).toMatchObject({ status: "done", done: JOBS, error: null });
  expect(idsIn("Huntr Jobs").sort()).toEqual(jobIds());
  expect(asked().length).toBe(new Set(asked()).size);
});

test("triggers: each has their own, and a colleague's carries on only what they started", async () => {
  const { id } = await start(host, SPEC);
  await start(host, { kind: "import", table: "huntr.member-fields" }, COLLEAGUE);
  expect(
    host
      .triggers()
      .map(({ user, function: name }) => `${user} ${name}`)
      .sort(),
  ).toEqual([`${COLLEAGUE} continueRuns`, `${COLLEAGUE} hourly`, `${OWNER} continueRuns`, `${OWNER} hourly`]);
  // The owner pauses theirs: the colleague's goes on by itself.
  await json(host.rpc("pauseRun", [id]));
  await host.advance(130_000);
  const runs = await listRuns(host);
  expect(runs.map(({ status }) => status).sort()).toEqual(["done", "paused"]);
  expect(host.book.sheets().map(({ name }) => name)).toEqual([
    "Sheet1",
    "Huntr Member Fields",
    "Huntsheet log",
  ]);
  // Whose work is done needs no minute trigger any more.
  expect(host.triggers().filter((trigger) => trigger.function === "continueRuns")).toEqual([]);
  await json(host.rpc("goOnRun", [id]));
  await settle(host);
  expect(idsIn("Huntr Jobs").sort()).toEqual(jobIds());
});

test("a run that goes on after a pause goes on without the sidebar too", async () => {
  const { id } = await start(host, SPEC);
  await json(host.rpc("pauseRun", [id]));
  await host.advance(130_000);
  await json(host.rpc("goOnRun", [id]));
  await host.advance(130_000);
  expect((await listRuns(host))[0]).toMatchObject({ status: "done", done: JOBS });
});

test("a colleague who takes a run over while its starter is at work: one of them at a time, and the sheet is exact", async () => {
  const { id } = await start(host, SPEC);
  await Promise.all([
    advance(id, OWNER),
    json(host.rpc("goOnRun", [id], { as: COLLEAGUE })),
    advance(id, OWNER),
  ]);
  await Promise.all([settleMine(OWNER), settleMine(COLLEAGUE)]);
  expect((await listRuns(host))[0]).toMatchObject({ status: "done", error: null });
  expect(idsIn("Huntr Jobs").sort()).toEqual(jobIds());
});

test("a run of a colleague whose key is refused stops with a sentence; the other one's is not touched by it", async () => {
  await value(host.rpc("saveKeys", [JSON.stringify({ huntr: "no-such-token-41c7" })], { as: COLLEAGUE }));
  await start(host, { kind: "import", table: "huntr.members" }, COLLEAGUE);
  await start(host, SPEC);
  await Promise.all([settleMine(OWNER), settleMine(COLLEAGUE)]);
  const runs = await listRuns(host);
  expect(runs.find(({ status }) => status === "stopped")?.error).toMatch(/^Huntr refused the access token/);
  expect(runs.find(({ status }) => status === "done")).toMatchObject({ done: JOBS });
});

test("two different imports into one sheet at once: nothing is twice", async () => {
  const one = await start(host, SPEC);
  const other = await start(host, { ...SPEC, columns: ["title", "stage"] }, COLLEAGUE);
  expect(other.id).not.toBe(one.id);
  await Promise.all([settleMine(OWNER), settleMine(COLLEAGUE)]);
  expect(idsIn("Huntr Jobs").sort()).toEqual(jobIds());
});
