import { describe, expect, test } from "vitest";
import type { Host } from "../../local/runtime/host.ts";
import { grid, json, must, OWNER, openHost, type SeenRun, settle, start, value } from "../rig.ts";
import { file, onServers, servers } from "../stage.ts";

/** What an import meets in a sheet that it filled before. */

const JOBS = 600;
const SPEC = { kind: "import", table: "huntr.jobs", columns: ["title"] };

onServers({ huntr: { size: { jobs: JOBS } } });

function open(more: Parameters<typeof openHost>[2] = {}): Promise<Host> {
  servers.huntr.restore(undefined);
  return openHost(file, servers.routes, more);
}

async function imported(host: Host, spec: object): Promise<SeenRun> {
  const { id } = await start(host, spec);
  return must((await settle(host)).find((run) => run.id === id));
}

const sheetId = (host: Host, name: string) =>
  must(host.book.sheets().find((sheet) => sheet.name === name)).id;

/** Sheet writes of the calls made while something runs. */
async function writes(host: Host, work: () => Promise<unknown>): Promise<number> {
  let calls = 0;
  host.on("ended", ({ execution }) => {
    for (const { name, count } of execution.serviceCalls)
      if (/^(Range|RangeList|Sheet)\.(set|insert|delete)/.test(name)) calls += count;
  });
  await work();
  return calls;
}

describe("rows of the person's own", () => {
  test.each(["mark", "delete"] as const)(
    "a word below the ids is left alone where gone ones are %s",
    async (removed) => {
      const host = await open();
      await imported(host, SPEC);
      const id = sheetId(host, "Huntr Jobs");
      host.book.write(id, JOBS + 3, 1, [["Total", "=COUNTA(B2:B601)"]]);
      servers.huntr.deleteJob(must(servers.huntr.data.jobs[0]).id);
      expect(await imported(host, { ...SPEC, removed })).toMatchObject({
        status: "done",
        counts: { removed: 1 },
      });
      const total = must(grid(host, "Huntr Jobs").find(([key]) => key === "Total"));
      expect(total.slice(2).every((cell) => cell === "")).toBe(true);
      await host.close();
    },
  );
});

describe("columns that were chosen", () => {
  test("stay as they are in a named sheet that is imported again without naming them", async () => {
    const host = await open();
    await imported(host, { ...SPEC, sheet: "Mine" });
    await imported(host, { kind: "import", table: "huntr.jobs", sheet: "Mine" });
    expect(grid(host, "Mine")[0]).toEqual(["ID", "Title"]);
    await host.close();
  });

  test("of a sheet that was deleted do not come into the one made after it", async () => {
    const host = await open();
    await imported(host, { ...SPEC, columns: ["salary"] });
    host.book.removeSheet(sheetId(host, "Huntr Jobs"));
    await imported(host, SPEC);
    await imported(host, { kind: "import", table: "huntr.jobs" });
    expect(grid(host, "Huntr Jobs")[0]).toEqual(["ID", "Title"]);
    await host.close();
  });
});

test("a column that was left out, though its header stayed, is filled when it is chosen again", async () => {
  const host = await open();
  await imported(host, { ...SPEC, columns: ["title", "stage"] });
  await imported(host, SPEC);
  const { id } = must(servers.huntr.data.jobs[7]);
  servers.huntr.moveJob(id, "Negotiating");
  expect(await imported(host, { ...SPEC, columns: ["title", "stage"] })).toMatchObject({
    status: "done",
    error: null,
  });
  expect(grid(host, "Huntr Jobs").find(([key]) => key === id)?.[2]).toBe("Negotiating");
  await host.close();
});

describe("many scattered changes", () => {
  test("take few calls: those of records that are gone, and of records that changed", async () => {
    const host = await open();
    await imported(host, SPEC);
    const jobs = [...servers.huntr.data.jobs];
    jobs.forEach(({ id }, n) => {
      if (n % 12 === 0) servers.huntr.updateJob(id, { title: `New title ${n}` });
      if (n % 12 === 6) servers.huntr.deleteJob(id);
    });
    const calls = await writes(host, async () => {
      expect(await imported(host, SPEC)).toMatchObject({
        status: "done",
        counts: { changed: 50, removed: 50 },
      });
    });
    expect(calls).toBeLessThan(70);
    const rows = grid(host, "Huntr Jobs");
    expect(rows.filter(([, , gone]) => typeof gone === "object").length).toBe(50);
    for (const job of servers.huntr.data.jobs)
      expect(rows.find(([key]) => key === job.id)?.[1], job.id).toBe(String(job.title ?? ""));
    // All are back: their dates go, and again not row by row.
    servers.huntr.restore(undefined);
    const back = await writes(host, () => imported(host, SPEC));
    expect(back).toBeLessThan(70);
    expect(grid(host, "Huntr Jobs").every(([, , gone]) => gone === "" || gone === "Removed")).toBe(true);
    await host.close();
  });
});

test("a cache that always forgets stops a run with a sentence, after a few readings; it does not read for ever", async () => {
  const host = await open();
  await imported(host, SPEC);
  const saved = host.save();
  await host.close();
  const forgetful = await openHost(saved, servers.routes, { switches: { cacheEvictsEvery: 1 } });
  // What one execution reads from start to end needs no cache.
  expect(await imported(forgetful, SPEC)).toMatchObject({ status: "done" });
  servers.huntr.faults.add({
    effect: {
      kind: "change",
      change: (reply) => ({ ...reply, headers: { ...reply.headers, "x-virtual-delay": "20000" } }),
    },
    when: ({ path }) => path.endsWith("/jobs"),
    times: Number.POSITIVE_INFINITY,
  });
  const run = await imported(forgetful, SPEC);
  expect(run).toMatchObject({ status: "stopped" });
  expect(run.error).toContain("Google's cache forgot");
  const again = await openHost(forgetful.save(), servers.routes);
  await forgetful.close();
  servers.huntr.faults.clear();
  await json(again.rpc("goOnRun", [run.id]));
  expect((await settle(again)).find(({ id }) => id === run.id)).toMatchObject({ status: "done", done: JOBS });
  await again.close();
});

test("a sheet whose name differs in case alone is found", async () => {
  const host = await open();
  host.book.insertSheet("my jobs");
  expect(await imported(host, { ...SPEC, sheet: "My Jobs" })).toMatchObject({ status: "done" });
  expect(grid(host, "my jobs").length).toBe(JOBS + 1);
  await host.close();
});

test("where a person refused Google's own consent, the run stops and says so, and blames no API", async () => {
  const scope = "https://www.googleapis.com/auth/script.external_request";
  const host = await open({ refusedScopes: { [OWNER]: [scope] } });
  const run = await imported(host, SPEC);
  expect(run).toMatchObject({ status: "stopped" });
  expect(run.error).toContain("allow everything");
  expect(run.error).not.toContain("Huntr could not be reached");
  await host.close();
});

test("without leave for triggers a run starts all the same, and the sidebar carries it", async () => {
  const scope = "https://www.googleapis.com/auth/script.scriptapp";
  const host = await open({ refusedScopes: { [OWNER]: [scope] } });
  await value(host.rpc("startRun", [SPEC]));
  expect((await settle(host))[0]).toMatchObject({ status: "done", done: JOBS });
  await host.close();
});
