import { expect, test } from "vitest";
import { heldByOthers } from "../../src/runs/claims.ts";
import { given } from "../formulas/computing.ts";
import {
  COLLEAGUE,
  grid,
  json,
  KEYS,
  listRuns,
  must,
  OWNER,
  type SeenRun,
  settle,
  start,
  value,
} from "../rig.ts";
import { host, onStage, servers } from "../stage.ts";
import { under } from "./pushing.ts";

/** A run claims every sheet that it writes: of two that write one sheet, one waits, and says for what. */

onStage({
  huntr: { size: { jobs: 60, activities: 0, members: 30, employers: 5 } },
  hours: 9,
  prepare: (first) => value(first.rpc("saveKeys", [JSON.stringify(KEYS)], { as: COLLEAGUE })),
});

function sheetWith(name: string, rows: string[][]): void {
  host.book.write(host.book.insertSheet(name), 1, 1, rows);
}

const leadIds = () => servers.hunter.data.leads.map(({ id }) => String(id));

const advance = (id: string, as: string) => json<SeenRun>(host.rpc("advanceRun", [id], { as }));

/** One slice of each, at once: of two that may not work together the other one waits. */
async function atOnce(one: SeenRun, other: SeenRun): Promise<SeenRun[]> {
  return Promise.all([advance(one.id, OWNER), advance(other.id, COLLEAGUE)]);
}

async function settleBoth(): Promise<SeenRun[]> {
  await Promise.all([settle(host), settle(host, COLLEAGUE)]);
  return listRuns(host);
}

const waits = (runs: readonly SeenRun[]) =>
  runs.filter(({ waitUntilMs }) => waitUntilMs !== undefined).map(({ error }) => error);

const DELETION = { kind: "push", push: "hunter.leads.delete", map: { id: "ID" } };
const UNDO = "Huntsheet deleted leads";

test("leads deleted from two sheets at once: all of them are in the sheet that keeps them", async () => {
  const ids = leadIds().slice(0, 40);
  sheetWith("A", [["ID"], ...ids.slice(0, 20).map((id) => [id])]);
  sheetWith("B", [["ID"], ...ids.slice(20).map((id) => [id])]);
  const one = await start(host, { ...DELETION, sheet: "A" });
  const other = await start(host, { ...DELETION, sheet: "B" }, COLLEAGUE);
  const seen = await atOnce(one, other);
  expect(waits(seen)).toEqual([`Waiting for another run in the sheet "${UNDO}".`]);
  const runs = await settleBoth();
  expect(runs.map(({ status, error, counts }) => [status, error, counts.deleted])).toEqual([
    ["done", null, 20],
    ["done", null, 20],
  ]);
  expect(under(grid(host, UNDO), "ID").map(String).sort()).toEqual(ids.sort());
});

test("while somebody is at work in the sheet, the list of runs says what the other run waits for", async () => {
  const [first, second] = leadIds();
  sheetWith("A", [["ID"], [must(first)]]);
  sheetWith("B", [["ID"], [must(second)]]);
  const one = await start(host, { ...DELETION, sheet: "A" });
  const other = await start(host, { ...DELETION, sheet: "B" }, COLLEAGUE);
  const slice = advance(one.id, OWNER);
  await host.advance(300);
  const list = await listRuns(host, COLLEAGUE);
  expect(list.find(({ id }) => id === other.id)).toMatchObject({
    status: "queued",
    error: `Waiting for another run in the sheet "${UNDO}".`,
    waitUntilMs: expect.any(Number),
  });
  await slice;
  expect((await settleBoth()).map(({ status, error }) => [status, error])).toEqual([
    ["done", null],
    ["done", null],
  ]);
});

test("domains searched from two sheets into one at once: one waits, and every address is there once", async () => {
  const domains = [...new Set(servers.hunter.data.leads.map(({ website }) => String(website)))].slice(0, 16);
  const spec = {
    kind: "lookup",
    lookup: "domain",
    inputs: { domain: "Domain" },
    outputs: { value: "Email", domain: "Domain searched", status: "Status" },
    filters: { limit: 10 },
  };
  sheetWith("A", [["Domain"], ...domains.slice(0, 8).map((domain) => [domain])]);
  sheetWith("B", [["Domain"], ...domains.slice(8).map((domain) => [domain])]);
  const one = await start(host, { ...spec, sheet: "A" });
  const other = await start(host, { ...spec, sheet: "B" }, COLLEAGUE);
  const seen = await atOnce(one, other);
  expect(waits(seen)).toEqual(['Waiting for another run in the sheet "Hunter Domain Search".']);
  expect((await settleBoth()).map(({ status }) => status)).toEqual(["done", "done"]);
  // One after the other, each finds what it finds alone.
  sheetWith("C", [["Domain"], ...domains.map((domain) => [domain])]);
  await start(host, { ...spec, sheet: "C", into: "Alone" });
  await settle(host);
  const rowsIn = (name: string) => grid(host, name).map((row) => JSON.stringify(row));
  expect(rowsIn("Hunter Domain Search").sort()).toEqual(rowsIn("Alone").sort());
});

test("the sheet of one run's addresses is another run's own: they wait for each other", async () => {
  sheetWith("Found", [["ID", "Email"]]);
  given(host, [["Domain"], ["stripe.com"], ["intercom.io"]]);
  const search = await start(host, {
    kind: "lookup",
    lookup: "domain",
    sheet: "In",
    into: "Found",
    inputs: { domain: "Domain" },
    outputs: { value: "Email" },
  });
  const verify = {
    kind: "lookup",
    lookup: "verify",
    sheet: "Found",
    inputs: { email: "Email" },
    outputs: { status: "Status" },
  };
  const check = await start(host, verify, COLLEAGUE);
  expect(waits(await atOnce(search, check))).toEqual(['Waiting for another run in the sheet "Found".']);
});

test("rows of a table are sent while the table is refreshed: one waits", async () => {
  await start(host, { kind: "import", table: "huntr.members" });
  await settle(host);
  const refresh = await start(host, { kind: "refresh", sheet: "Huntr Members", full: true });
  const spec = { kind: "push", push: "huntr.invitations", sheet: "Huntr Members", map: { email: "Email" } };
  const push = await start(host, spec, COLLEAGUE);
  expect(waits(await atOnce(refresh, push))).toEqual([
    'Waiting for another run in the sheet "Huntr Members".',
  ]);
  expect((await settleBoth()).map(({ status }) => status)).toEqual(["done", "done", "done"]);
  expect(new Set(under(grid(host, "Huntr Members"), "ID")).size).toBe(servers.huntr.data.members.length);
});

test("two runs that write different sheets work at once", async () => {
  const [first, second] = servers.hunter.data.leads.map(({ email }) => String(email));
  sheetWith("A", [["E-mail"], [must(first)]]);
  sheetWith("B", [["E-mail"], [must(second)]]);
  const spec = {
    kind: "lookup",
    lookup: "verify",
    inputs: { email: "E-mail" },
    outputs: { status: "Status" },
  };
  const one = await start(host, { ...spec, sheet: "A" });
  const other = await start(host, { ...spec, sheet: "B" }, COLLEAGUE);
  expect(waits(await atOnce(one, other))).toEqual([]);
});

test("many runs that end at once have a line each in the log", async () => {
  const names = Array.from({ length: 8 }, (_, i) => `Sheet of run ${i}`);
  const runs = [];
  for (const name of names) {
    sheetWith(name, [["E-mail"], ["ann@one.example"]]);
    runs.push(
      await start(host, {
        kind: "lookup",
        lookup: "verify",
        sheet: name,
        inputs: { email: "E-mail" },
        outputs: { status: "Status" },
      }),
    );
  }
  await Promise.all(runs.map(({ id }) => json(host.rpc("cancelRun", [id]))));
  const lines = grid(host, "Huntsheet log");
  expect(lines[0]?.[0]).toBe("When");
  expect(under(lines, "Run").sort()).toEqual(runs.map(({ id }) => id).sort());
});

test("a claim of the version before an update is seen, under the name that it has always had", () => {
  const untilMs = 120_000;
  const claims = {
    getAll: () => ({ "carrier.sheet.7": `${untilMs} theirs` }),
    putAll: () => {},
    remove: () => {},
  };
  const clock = { nowMs: () => 0, sleepMs: () => {} };
  const run = { id: "r1", lease: null, writes: [], sheet: { id: 7, name: "Jobs" } };
  expect(heldByOthers(run, [], { claims, clock })?.sentence).toBe(
    'Waiting for another run in the sheet "Jobs".',
  );
});

test("who waits for the run itself looks again after two seconds, or when its lease ends", () => {
  const look = (untilMs: number) => {
    const lease = { holder: "theirs", untilMs, claims: [] };
    const clock = { nowMs: () => 0, sleepMs: () => {} };
    return heldByOthers({ id: "r1", lease, writes: [], sheet: null }, [], { claims: null, clock });
  };
  expect(look(120_000)).toEqual({ againMs: 2_000, sentence: null });
  expect(look(1_500)).toEqual({ againMs: 1_500, sentence: null });
});
