import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { SAMPLE_NOW_MS } from "../../local/apis/index.ts";
import { type BookFile, newBookFile } from "../../local/runtime/book-file.ts";
import type { Host, HostOptions } from "../../local/runtime/host.ts";
import { notedFiles, openAddon } from "../addon.ts";
import { compute, computeAgain } from "../formulas/computing.ts";
import {
  COLLEAGUE,
  grid,
  json,
  KEYS,
  listRuns,
  OWNER,
  type SeenRun,
  type Servers,
  settle,
  start,
  startServers,
  value,
} from "../rig.ts";
import { addresses, givenAddresses, sentTo, VERIFY } from "./looking-up.ts";

/** The other way to install: a published add-on, with what Google withholds from one (facts, 3.1, 4.1 to 4.3). */

const JOBS = 400;
const SPEC = { kind: "import", table: "huntr.jobs", columns: ["title"] };
const HOUR_MS = 3_600_000;

let servers: Servers;
let file: BookFile;
let host: Host;
let opened = 0;

beforeAll(async () => {
  servers = await startServers({
    huntr: { size: { jobs: JOBS, activities: 0, members: 12, employers: 20 }, listing: { cap: 40 } },
  });
  const first = await open(newBookFile({ owner: OWNER, nowMs: SAMPLE_NOW_MS }));
  for (const as of [OWNER, COLLEAGUE]) await value(first.rpc("saveKeys", [JSON.stringify(KEYS)], { as }));
  file = first.save();
  await first.close();
});
afterAll(() => servers.close());
beforeEach(async () => {
  servers.huntr.restore(undefined);
  servers.hunter.restore(undefined);
  // Hours later each time: at one instant the server would take all of them for a crowd.
  opened += 1;
  host = await open({ ...file, clockMs: file.clockMs + opened * 9 * HOUR_MS });
});
afterEach(() => host.close());

function open(book: BookFile, more?: Partial<HostOptions>): Promise<Host> {
  return openAddon(book, servers.routes, more);
}

const idsIn = (sheet: string) =>
  grid(host, sheet)
    .slice(1)
    .map(([id]) => String(id))
    .filter((id) => id !== "")
    .sort();
const jobIds = () => servers.huntr.data.jobs.map(({ id }) => id).sort();

test("installed but not yet used: the menu is shown with next to no rights, and touches nothing", async () => {
  await host.close();
  host = await open(newBookFile({ owner: OWNER, nowMs: SAMPLE_NOW_MS }));
  const execution = await host.onOpen();
  expect(execution).toMatchObject({ ok: true });
  expect(host.menu().length).toBe(1);
  expect(JSON.stringify(host.menu())).toContain("importHuntrJobs");
  expect(JSON.stringify(host.menu())).toContain("showSetup");
  expect(execution.serviceCalls.filter(({ name }) => /Properties|Cache|UrlFetch|Range/.test(name))).toEqual(
    [],
  );
});

test("from the menu with the sidebar open: every job once", async () => {
  const click = await host.call("importHuntrJobs", [], { entry: "menu" });
  expect(click.ok && click.sidebar?.file).toBe("progress");
  expect((await settle(host))[0]).toMatchObject({ status: "done", done: JOBS, error: null });
  expect(idsIn("Huntr Jobs")).toEqual(jobIds());
});

test("one trigger, hourly, however many runs are started", async () => {
  await start(host, SPEC);
  await start(host, { kind: "import", table: "huntr.members" });
  expect(host.triggers().map((trigger) => trigger.function)).toEqual(["hourly"]);
});

test.each([
  ["no active file and no document store", false],
  ["an active file", true],
])("sidebar closed: the hourly trigger carries on, with %s", async (_what, addonTriggerHasSpreadsheet) => {
  await host.close();
  host = await open(
    { ...file, clockMs: file.clockMs + opened * 9 * HOUR_MS + HOUR_MS },
    { switches: { addonTriggerHasSpreadsheet } },
  );
  const { id } = await start(host, SPEC);
  // The sidebar does a slice, then it is closed.
  await json(host.rpc("advanceRun", [id]));
  const firings = await host.advance(2 * HOUR_MS);
  expect(firings.map((firing) => firing.error)).toEqual(firings.map(() => null));
  expect(firings.length).toBeGreaterThan(0);
  expect((await listRuns(host))[0]).toMatchObject({ status: "done", done: JOBS, error: null });
  expect(idsIn("Huntr Jobs")).toEqual(jobIds());
});

test("an import over rows that are there, begun in the sidebar and ended by the trigger, finds what is gone", async () => {
  await start(host, SPEC);
  await settle(host);
  const gone = servers.huntr.data.jobs[30]?.id ?? "";
  servers.huntr.deleteJob(gone);
  const { id } = await start(host, SPEC);
  servers.huntr.faults.add({
    times: 9,
    when: (call) => call.query.has("created_before"),
    effect: { kind: "status", status: 429, headers: { "retry-after": "900" } },
  });
  await json(host.rpc("advanceRun", [id]));
  servers.huntr.faults.clear();
  await host.advance(3 * HOUR_MS);
  expect((await listRuns(host))[0]).toMatchObject({ status: "done", counts: { removed: 1 } });
  const [header = [], ...rows] = grid(host, "Huntr Jobs");
  const removed = rows.filter((row) => row[header.indexOf("Removed")] !== "");
  expect(removed.map(([key]) => key)).toEqual([gone]);
});

test("a file that is no longer there, or no longer shared, does not stop the trigger for the others", async () => {
  await start(host, SPEC);
  const saved = host.save();
  const mine = saved.properties.user[OWNER] ?? {};
  expect(notedFiles(host, OWNER)).toEqual([host.book.id]);
  mine["file.deleted-file.todo"] = "1";
  await host.close();
  host = await open(saved);
  const firings = await host.advance(2 * HOUR_MS);
  expect(firings.map((firing) => firing.error)).toEqual(firings.map(() => null));
  expect((await listRuns(host))[0]).toMatchObject({ status: "done", done: JOBS });
});

test("a second file of the same person: its runs are its own", async () => {
  await start(host, SPEC);
  const saved = host.save();
  const second = await open({
    ...saved,
    spreadsheet: null,
    triggers: [],
    clockMs: saved.clockMs + HOUR_MS,
  });
  try {
    expect(second.book.id).not.toBe(host.book.id);
    expect(await listRuns(second)).toEqual([]);
    await start(second, { kind: "import", table: "huntr.member-fields" });
    const firings = await second.advance(2 * HOUR_MS);
    expect(firings.map((firing) => firing.error)).toEqual(firings.map(() => null));
    expect((await listRuns(second))[0]).toMatchObject({ status: "done" });
    expect(second.book.sheets().map(({ name }) => name)).toEqual([
      "Sheet1",
      "Huntr Member Fields",
      "Huntsheet log",
    ]);
  } finally {
    await second.close();
  }
});

test("each person's runs are their own, and a colleague's import comes to the same sheet without a row twice", async () => {
  await start(host, SPEC);
  await settle(host);
  expect(await listRuns(host, COLLEAGUE)).toEqual([]);
  await start(host, SPEC, COLLEAGUE);
  expect((await settle(host, COLLEAGUE))[0]).toMatchObject({ status: "done", done: JOBS });
  expect(host.book.sheets().map(({ name }) => name)).toEqual(["Sheet1", "Huntr Jobs", "Huntsheet log"]);
  expect(idsIn("Huntr Jobs")).toEqual(jobIds());
});

test("two people who import the same at the same time: no row is twice", async () => {
  const [mine, theirs] = await Promise.all([start(host, SPEC), start(host, SPEC, COLLEAGUE)]);
  const advance = (id: string, as: string) => json<SeenRun>(host.rpc("advanceRun", [id], { as }));
  await Promise.all([advance(mine.id, OWNER), advance(theirs.id, COLLEAGUE)]);
  await settle(host);
  await settle(host, COLLEAGUE);
  expect(idsIn("Huntr Jobs")).toEqual(jobIds());
});

test("two people who delete leads from two sheets at once, neither of whom sees the other's run: all are kept", async () => {
  const ids = servers.hunter.data.leads.slice(0, 40).map(({ id }) => String(id));
  const people = [OWNER, COLLEAGUE];
  const runs: SeenRun[] = [];
  for (const [i, as] of people.entries()) {
    const rows = ids.slice(20 * i, 20 * i + 20).map((id) => [id]);
    host.book.write(host.book.insertSheet(as), 1, 1, [["ID"], ...rows]);
    const spec = { kind: "push", push: "hunter.leads.delete", sheet: as, map: { id: "ID" } };
    runs.push(await start(host, spec, as));
  }
  const seen = await Promise.all(
    runs.map(({ id }, i) => json<SeenRun>(host.rpc("advanceRun", [id], { as: people[i] as string }))),
  );
  expect(seen.flatMap(({ error }) => error ?? [])).toEqual([
    'Waiting for another run in the sheet "Huntsheet deleted leads".',
  ]);
  for (const as of people) {
    await settle(host, as);
    expect((await listRuns(host, as))[0]).toMatchObject({ status: "done", counts: { deleted: 20 } });
  }
  expect(idsIn("Huntsheet deleted leads")).toEqual(ids.sort());
});

test("keys: formulas use the owner's; a shared one works; forgotten ones are gone", async () => {
  const formula = '=HUNTR_MEMBER_FIELDS("", "name")';
  expect((await compute(host, formula)).error).toBe("");
  await value(host.rpc("forgetKey", ["huntr"]));
  await host.advance(HOUR_MS);
  expect((await computeAgain(host, "HUNTR_MEMBER_FIELDS")).error).toContain("none is set");
  await value(host.rpc("shareKey", ["huntr", true], { as: COLLEAGUE }));
  expect((await computeAgain(host, "HUNTR_MEMBER_FIELDS")).error).toBe("");
});

test("a run with a colleague's shared key: the trigger, which cannot reach it, leaves it to an open sidebar and says so", async () => {
  await value(host.rpc("shareKey", ["huntr", true], { as: COLLEAGUE }));
  await value(host.rpc("forgetKey", ["huntr"]));
  await value(host.rpc("shareKey", ["huntr", true], { as: COLLEAGUE }));
  await start(host, SPEC);
  await host.advance(2 * HOUR_MS);
  const [run] = await listRuns(host);
  expect(run).toMatchObject({ status: "running", done: 0 });
  expect(run?.error).toMatch(/^Google shows a shared key only while the spreadsheet is open/);
  await settle(host);
  expect((await listRuns(host))[0]).toMatchObject({ status: "done" });
  expect(idsIn("Huntr Jobs")).toEqual(jobIds());
});

test("rows out, while the cache forgets who is at work: two people on the same rows, each row is sent once", async () => {
  await host.close();
  host = await open(file, { switches: { cacheEvictsEvery: 1 } });
  const emails = Array.from({ length: 8 }, (_, i) => `person${i + 1}@new.example`);
  host.book.write(host.book.insertSheet("People"), 1, 1, [["E-mail"], ...emails.map((email) => [email])]);
  const spec = { kind: "push", push: "huntr.invitations", sheet: "People", map: { email: "E-mail" } };
  const people = [OWNER, COLLEAGUE];
  const runs = await Promise.all(people.map((as) => start(host, spec, as)));
  await Promise.all(runs.map(({ id }, i) => json(host.rpc("advanceRun", [id], { as: people[i] as string }))));
  for (const as of people) await settle(host, as);
  const invited = servers.huntr.data.invitations.map(({ toEmail }) => toEmail);
  expect(emails.map((email) => invited.filter((other) => other === email).length)).toEqual(
    emails.map(() => 1),
  );
  const outcomes = grid(host, "People").map((row) => String(row[1]));
  expect(outcomes.slice(1).filter((text) => !/^(done|skipped: already invited)/.test(text))).toEqual([]);
});

test("a sidebar that is opened while the hourly trigger looks up buys nothing that the trigger is asking", async () => {
  const emails = addresses(300);
  givenAddresses(host, emails);
  const { id } = await start(host, VERIFY);
  const since = servers.hunter.requests.length;
  const openings: Promise<SeenRun>[] = [];
  host.on("call", ({ call }) => {
    if (call.startsWith("UrlFetchApp.fetch") && openings.length < 3)
      openings.push(json<SeenRun>(host.rpc("advanceRun", [id])));
  });
  await host.advance(2 * HOUR_MS);
  expect((await Promise.all(openings)).length).toBe(3);
  await settle(host);
  const sent = sentTo(servers, "email-verifier", "email", since, 200);
  expect([sent.size, Math.max(...sent.values())]).toEqual([emails.length, 1]);
});
