import { expect, test } from "vitest";
import type { Host } from "../../local/runtime/host.ts";
import { grid, must, openHost, settle, start } from "../rig.ts";
import { file, onServers, servers } from "../stage.ts";

const JOBS = 40;
const SPEC = { kind: "import", table: "huntr.jobs", columns: ["title", "created_at", "salary"] };

onServers({ huntr: { size: { jobs: JOBS } } });

const sheetOf = (host: Host) => must(host.book.sheets().find(({ name }) => name === "Huntr Jobs"));
const keys = (host: Host) =>
  grid(host, "Huntr Jobs")
    .slice(1)
    .map(([id]) => id);
const theirs = () => servers.huntr.data.jobs.map(({ id }) => id).sort();

test("a table whose columns somebody made typed ones: the data arrives, its looks are done without", async () => {
  const host = await openHost(file, servers.routes);
  await start(host, SPEC);
  await settle(host);
  const { id, rows, columns } = sheetOf(host);
  host.convertToTable({ sheet: id, row: 1, column: 1, rows, columns });
  // A table without rows is formatted anew.
  host.book.removeRows(id, 2, JOBS);
  await start(host, SPEC);
  expect((await settle(host))[0]).toMatchObject({ status: "done", error: null });
  expect(keys(host).sort()).toEqual(theirs());
  await host.close();
});

test("where an apostrophe is kept under the format @, keys and texts arrive as they are all the same", async () => {
  const [eaten, kept] = await Promise.all(
    (["eaten", "kept"] as const).map(async (apostropheInText) => {
      const host = await openHost(file, servers.routes);
      host.book.typedInput = { ...host.book.typedInput, apostropheInText };
      await start(host, SPEC);
      await settle(host);
      host.book.removeRows(sheetOf(host).id, 5, 10);
      await start(host, SPEC);
      expect((await settle(host))[0]).toMatchObject({ status: "done", error: null });
      const rows = grid(host, "Huntr Jobs");
      await host.close();
      return rows;
    }),
  );
  expect(eaten).toHaveLength(JOBS + 1);
  expect(kept).toEqual(eaten);
});

test("where an apostrophe is kept under the format @, a column that comes to an older table holds the texts as they are all the same", async () => {
  const odd = ["00123", "=1+1", "1/2", "plain words", "'quoted'"];
  odd.forEach((title, i) => {
    Object.assign(must(servers.huntr.data.jobs[i]), { title });
  });
  const titles = await Promise.all(
    (["eaten", "kept"] as const).map(async (apostropheInText) => {
      const host = await openHost(file, servers.routes);
      host.book.typedInput = { ...host.book.typedInput, apostropheInText };
      await start(host, { ...SPEC, columns: ["created_at"] });
      await settle(host);
      await start(host, { ...SPEC, columns: ["created_at", "title"] });
      expect((await settle(host))[0]).toMatchObject({ status: "done", error: null });
      const [header = [], ...rows] = grid(host, "Huntr Jobs");
      await host.close();
      return rows.map((row) => row[header.indexOf("Title")]);
    }),
  );
  expect(titles[0]).toEqual(expect.arrayContaining(odd));
  expect(titles[1]).toEqual(titles[0]);
});

test("writes that take 20 ms a cell are cut until they fit: no execution is killed, and nothing is twice there", async () => {
  const host = await openHost(file, servers.routes, { switches: { flushMicrosecondsPerCell: 20_000 } });
  const killed: string[] = [];
  host.on("ended", ({ execution }) => {
    if (!execution.ok) killed.push("killed" in execution ? execution.killed : execution.error.message);
  });
  // Whoever writes has the run for longer than a write may take.
  const leftMs: number[] = [];
  host.on("call", ({ call }) => {
    if (call !== "Range.setValues" && call !== "SpreadsheetApp.flush") return;
    const [run] = Object.entries(host.save().properties.document).filter(([name]) => name.startsWith("run."));
    const { lease } = JSON.parse(run?.[1] ?? "{}") as { lease?: { untilMs: number } | null };
    if (lease) leftMs.push(lease.untilMs - host.now());
  });
  await start(host, { ...SPEC, columns: ["*"] });
  expect((await settle(host))[0]).toMatchObject({ status: "done", error: null });
  expect(keys(host).sort()).toEqual(theirs());
  expect(killed).toEqual([]);
  expect(leftMs.length).toBeGreaterThan(3);
  expect(Math.min(...leftMs)).toBeGreaterThan(60_000);
  await host.close();
});

test("a rule that refuses a whole write stops the import at once with a sentence, and going on ends at the whole", async () => {
  const host = await openHost(file, servers.routes);
  host.fault({
    call: "Range.setValues",
    nth: 1,
    times: 50,
    message: "The data you entered in cell B2 violates the data validation rules set on this sheet.",
  });
  await start(host, SPEC);
  expect((await settle(host))[0]).toMatchObject({
    status: "stopped",
    error: expect.stringMatching(/^A data validation rule of this sheet refuses/),
  });
  host.disarm();
  await start(host, SPEC);
  expect((await settle(host))[0]).toMatchObject({ status: "done" });
  expect(keys(host).sort()).toEqual(theirs());
  await host.close();
});
