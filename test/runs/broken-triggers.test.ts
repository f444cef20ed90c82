import { expect, test } from "vitest";
import { COLLEAGUE, json, KEYS, listRuns, must, OWNER, openHost, start, value } from "../rig.ts";
import { file, onServers, servers } from "../stage.ts";

const SPEC = { kind: "import", table: "huntr.jobs", columns: ["title"] };
const TRIGGERS = "https://www.googleapis.com/auth/script.scriptapp";

onServers({ huntr: { size: { jobs: 40 } } });

const NEEDS_SIDEBAR = /^Google refused Huntsheet a trigger: keep this sidebar open until this is done\./;
const TOO_MANY = {
  call: "ClockTriggerBuilder.create",
  times: 9,
  message:
    "This script has too many triggers. Triggers must be deleted from the script before more can be added.",
};

const firing = (host: Awaited<ReturnType<typeof openHost>>, as = OWNER) =>
  host
    .triggers()
    .filter(({ nextMs, user }) => nextMs !== null && user === as)
    .map((trigger) => trigger.function)
    .sort();

test.each(["gone", "dead"] as const)(
  "triggers that are %s are made anew when the sidebar looks, and the run ends without it",
  async (how) => {
    const host = await openHost(file, servers.routes);
    await start(host, SPEC);
    host.breakTriggers(how);
    await host.advance(240_000);
    await listRuns(host);
    expect(firing(host)).toEqual([]);
    await host.advance(120_000);
    await listRuns(host);
    expect(firing(host)).toEqual(["continueRuns", "hourly"]);
    await host.advance(120_000);
    expect((await listRuns(host))[0]).toMatchObject({ status: "done", done: 40 });
    await host.close();
  },
);

test.each([
  ["the cap is reached", TOO_MANY],
  ["the scope was not granted", null],
] as const)(
  "%s: the run says that the sidebar has to stay open, until triggers are allowed",
  async (_, fault) => {
    const host = await openHost(
      file,
      servers.routes,
      fault ? {} : { refusedScopes: { [OWNER]: [TRIGGERS] } },
    );
    if (fault) host.fault(fault);
    const run = await start(host, SPEC);
    expect(run.note).toMatch(NEEDS_SIDEBAR);
    expect((await listRuns(host))[0]?.note).toBe(run.note);
    host.disarm();
    host.refuseScopes(OWNER, []);
    expect((await start(host, SPEC)).note).toBe(null);
    await host.advance(120_000);
    expect((await listRuns(host))[0]).toMatchObject({ status: "done", done: 40 });
    await host.close();
  },
);

test("triggers that Google does not make anew: every run of that person says that the sidebar has to stay open, until it does", async () => {
  const host = await openHost(file, servers.routes);
  await value(host.rpc("saveKeys", [JSON.stringify(KEYS)], { as: COLLEAGUE }));
  await start(host, SPEC);
  await start(host, { kind: "import", table: "huntr.members" });
  await start(host, { kind: "import", table: "huntr.member-fields" }, COLLEAGUE);
  host.breakTriggers("dead");
  await host.advance(360_000);
  host.fault(TOO_MANY);
  const needy = expect.objectContaining({ note: expect.stringMatching(NEEDS_SIDEBAR), needsSidebar: true });
  const needless = expect.not.objectContaining({ needsSidebar: true });
  expect(await listRuns(host)).toEqual([needless, needy, needy]);
  expect(await listRuns(host)).toEqual([needless, needy, needy]);
  host.disarm();
  await host.advance(3_600_000);
  expect(await listRuns(host)).toEqual([needless, needless, needless]);
  expect(firing(host)).toEqual(["continueRuns", "hourly"]);
  await host.close();
});

test("a run that a trigger is at no longer says that the sidebar has to stay open", async () => {
  const host = await openHost(file, servers.routes, { refusedScopes: { [OWNER]: [TRIGGERS] } });
  expect((await start(host, SPEC)).note).toMatch(NEEDS_SIDEBAR);
  host.refuseScopes(OWNER, []);
  await start(host, { kind: "import", table: "huntr.members" });
  servers.huntr.faults.add({ effect: { kind: "status", status: 503 }, when: () => true, times: 99 });
  await host.advance(120_000);
  const open = { status: "running", note: null };
  expect(await listRuns(host)).toMatchObject([open, open]);
  await host.close();
});

test("triggers are made anew for each person, whoever looked before", async () => {
  const host = await openHost(file, servers.routes);
  await value(host.rpc("saveKeys", [JSON.stringify(KEYS)], { as: COLLEAGUE }));
  await start(host, SPEC);
  await start(host, { kind: "import", table: "huntr.members" }, COLLEAGUE);
  host.breakTriggers("dead");
  await host.advance(360_000);
  for (const as of [OWNER, COLLEAGUE]) {
    await listRuns(host, as);
    expect(firing(host, as)).toEqual(["continueRuns", "hourly"]);
  }
  await host.close();
});

test("a run that only waits for a colleague's sheet has no trigger made anew", async () => {
  const host = await openHost(file, servers.routes);
  await value(host.rpc("saveKeys", [JSON.stringify(KEYS)], { as: COLLEAGUE }));
  const [first, second] = servers.hunter.data.leads.map(({ id }) => String(id));
  const deletion = (sheet: string, id: string | undefined) => {
    host.book.write(host.book.insertSheet(sheet), 1, 1, [["ID"], [must(id)]]);
    return { kind: "push", push: "hunter.leads.delete", map: { id: "ID" }, sheet };
  };
  await start(host, deletion("A", first));
  const other = await start(host, deletion("B", second), COLLEAGUE);
  host.breakTriggers("dead");
  await host.advance(360_000);
  const slice = json(host.rpc("advanceRun", [other.id], { as: COLLEAGUE }));
  await host.advance(300);
  expect((await listRuns(host)).map(({ error }) => error)).toContain(
    'Waiting for another run in the sheet "Huntsheet deleted leads".',
  );
  expect(firing(host)).toEqual([]);
  await slice;
  await host.close();
});

test("a trigger that cannot be removed fails no execution that did its work", async () => {
  const host = await openHost(file, servers.routes);
  await start(host, SPEC);
  host.fault({ call: "ScriptApp.deleteTrigger", times: 99, message: "Service unavailable: Script" });
  expect((await host.advance(120_000)).map(({ error }) => error)).toEqual([null, null]);
  expect((await listRuns(host))[0]).toMatchObject({ status: "done", done: 40 });
  await host.close();
});
