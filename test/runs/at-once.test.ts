import { afterAll, beforeAll, expect, test } from "vitest";
import type { BookFile } from "../../local/runtime/book-file.ts";
import {
  COLLEAGUE,
  freshFile,
  grid,
  json,
  KEYS,
  listRuns,
  openHost,
  type SeenRun,
  type Servers,
  settle,
  start,
  startServers,
  value,
} from "../rig.ts";

const SPEC = { kind: "import", table: "huntr.jobs", columns: ["title"] };
const JOBS = 700;

let servers: Servers;
let file: BookFile;

beforeAll(async () => {
  servers = await startServers({ huntr: { size: { jobs: JOBS } } });
  file = await freshFile(servers.routes);
});
afterAll(() => servers.close());

const open = () => openHost(file, servers.routes);

/** Ids in the sheet, and how many of them are there only once. */
function ids(rows: unknown[][]): { rows: number; distinct: number } {
  const keys = rows.slice(1).map(([id]) => id);
  return { rows: keys.length, distinct: new Set(keys).size };
}

test("two runs of one table, carried by two at once, write no job twice", async () => {
  const host = await open();
  const first = await start(host, SPEC);
  const second = await start(host, { ...SPEC, sheet: "Huntr Jobs" });
  expect(second.id).not.toBe(first.id);
  await Promise.all([first, second].map(({ id }) => json<SeenRun>(host.rpc("advanceRun", [id]))));
  const runs = await settle(host);
  expect(runs.map(({ status }) => status)).toEqual(["done", "done"]);
  expect(ids(grid(host, "Huntr Jobs"))).toEqual({ rows: JOBS, distinct: JOBS });
  await host.close();
});

test("an import cancelled under way and started again at once writes no job twice", async () => {
  const host = await open();
  const first = await start(host, SPEC);
  const slice = json<SeenRun>(host.rpc("advanceRun", [first.id]));
  await host.advance(300);
  await value(host.rpc("cancelRun", [first.id]));
  const second = await start(host, SPEC);
  await json<SeenRun>(host.rpc("advanceRun", [second.id]));
  await slice;
  const runs = await settle(host);
  expect(runs.map(({ status }) => status)).toEqual(["done", "cancelled"]);
  expect(ids(grid(host, "Huntr Jobs"))).toEqual({ rows: JOBS, distinct: JOBS });
  await host.close();
});

test("a colleague who takes a run over while it is carried writes no job twice", async () => {
  const host = await open();
  await value(host.rpc("saveKeys", [JSON.stringify(KEYS)], { as: COLLEAGUE }));
  const { id } = await start(host, SPEC);
  const slice = json<SeenRun>(host.rpc("advanceRun", [id]));
  await host.advance(300);
  await value(host.rpc("goOnRun", [id], { as: COLLEAGUE }));
  await json<SeenRun>(host.rpc("advanceRun", [id], { as: COLLEAGUE }));
  await slice;
  expect((await settle(host, COLLEAGUE))[0]).toMatchObject({ status: "done", done: JOBS });
  expect(ids(grid(host, "Huntr Jobs"))).toEqual({ rows: JOBS, distinct: JOBS });
  await host.close();
});

test("a run that a colleague took over goes on by their own trigger when their sidebar is closed", async () => {
  const host = await open();
  await value(host.rpc("saveKeys", [JSON.stringify(KEYS)], { as: COLLEAGUE }));
  const { id } = await start(host, SPEC);
  await value(host.rpc("goOnRun", [id], { as: COLLEAGUE }));
  await host.advance(180_000);
  expect((await listRuns(host, COLLEAGUE))[0]).toMatchObject({ status: "done", done: JOBS });
  await host.close();
});

test("a run that goes on after a pause has its minute trigger back", async () => {
  const host = await open();
  const { id } = await start(host, SPEC);
  await value(host.rpc("pauseRun", [id]));
  await host.advance(180_000);
  expect(host.triggers().map((trigger) => trigger.function)).not.toContain("continueRuns");
  await value(host.rpc("goOnRun", [id]));
  await host.advance(180_000);
  expect((await listRuns(host))[0]).toMatchObject({ status: "done", done: JOBS });
  await host.close();
});
