import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { BookFile } from "../../local/runtime/book-file.ts";
import type { Host } from "../../local/runtime/host.ts";
import {
  COLLEAGUE,
  freshFile,
  grid,
  json,
  listRuns,
  must,
  openHost,
  type SeenRun,
  type Servers,
  settle,
  start,
  startServers,
  value,
} from "../rig.ts";

/** A job as the API sends it: any field may be missing, or be something else. */
interface Job {
  readonly id: string;
  readonly title?: unknown;
  readonly employer?: { readonly name?: unknown; readonly domain?: unknown };
  readonly list?: { readonly name?: unknown };
  readonly ownerMember?: {
    readonly id?: string;
    readonly givenName?: unknown;
    readonly familyName?: unknown;
    readonly email?: unknown;
  };
  readonly salary?: unknown;
  readonly url?: unknown;
  readonly location?: { readonly address?: unknown };
  readonly deadline?: unknown;
  readonly createdAt?: unknown;
  readonly applicationActivity?: Activity;
  readonly offerActivity?: Activity;
  readonly offerAcceptedActivity?: Activity;
}
interface Activity {
  readonly startAt?: unknown;
  readonly completedAt?: unknown;
}
type Value = string | number | boolean | { serial: number };

let servers: Servers;
let file: BookFile;
let host: Host;

beforeAll(async () => {
  servers = await startServers({ huntr: { size: { jobs: 700 } } });
  file = await freshFile(servers.routes);
});
afterAll(() => servers.close());

async function open(more: Parameters<typeof openHost>[2] = {}): Promise<Host> {
  servers.huntr.restore(undefined);
  servers.hunter.restore(undefined);
  host = await openHost(file, servers.routes, more);
  return host;
}

/** Days since 1899-12-30 in UTC, the file's time zone here. */
const serial = (seconds: number) => ({ serial: seconds / 86_400 + 25_569 });
const text = (given: unknown): Value =>
  typeof given === "string" || typeof given === "number" ? String(given) : "";
const time = (given: unknown): Value => (typeof given === "number" ? serial(given) : "");
const when = (activity: Activity | undefined): Value => time(activity?.startAt ?? activity?.completedAt);

/** The default columns of a job, by hand from the text of the API: shares nothing with the entries. */
const EXPECTED: Record<string, (job: Job) => Value> = {
  ID: (job) => job.id,
  Title: (job) => text(job.title),
  Employer: (job) => text(job.employer?.name),
  "Employer domain": (job) => text(job.employer?.domain),
  Stage: (job) => text(job.list?.name),
  Owner: (job) =>
    [job.ownerMember?.givenName, job.ownerMember?.familyName]
      .filter((name) => typeof name === "string" && name)
      .join(" "),
  "Owner email": (job) => text(job.ownerMember?.email),
  Salary: (job) => text(job.salary),
  URL: (job) => text(job.url),
  Location: (job) => text(job.location?.address),
  Deadline: (job) => time(job.deadline),
  "Applied at": (job) => when(job.applicationActivity),
  "Offer at": (job) => when(job.offerActivity),
  "Accepted at": (job) => when(job.offerAcceptedActivity),
  "Created at": (job) => time(job.createdAt),
};

function sameValue(found: Value | undefined, expected: Value): boolean {
  if (typeof found === "object" && typeof expected === "object")
    return Math.abs(found.serial - expected.serial) < 1e-5;
  return found === expected;
}

function expectJobs(rows: unknown[][], jobs: readonly Job[]): void {
  const [header = [], ...body] = rows as Value[][];
  const at = (name: string) => header.indexOf(name);
  const byId = new Map(body.filter((row) => row[at("ID")] !== "").map((row) => [row[at("ID")], row]));
  expect(byId.size).toBe(jobs.length);
  expect(body.filter((row) => row[at("ID")] !== "").length).toBe(jobs.length);
  const wrong: unknown[] = [];
  for (const job of jobs) {
    const row = byId.get(job.id);
    for (const [name, of] of Object.entries(EXPECTED)) {
      const found = row?.[at(name)];
      const expected = of(job);
      const whole =
        typeof expected === "string" && expected.length > 50_000 ? expected.slice(0, 100) : expected;
      const seen = whole === expected ? found : String(found).slice(0, 100);
      if (!sameValue(seen, whole)) wrong.push([job.id, name, found, expected]);
    }
  }
  expect(wrong).toEqual([]);
}

/** Types into cells as a person does. */
function type(sheet: string, row: number, column: number, values: (string | number)[][]): void {
  const { book } = host;
  book.write(must(book.sheets().find(({ name }) => name === sheet)).id, row, column, values);
}

/** All but the log. */
const tabs = () =>
  host.book
    .sheets()
    .map(({ name }) => name)
    .filter((name) => name !== "Huntsheet log");
const sheetId = (name: string) => must(host.book.sheets().find((sheet) => sheet.name === name)).id;

describe("an import of jobs", () => {
  test("from the menu: every job once, equal to what the server holds, field by field", async () => {
    await open();
    const click = await host.call("importHuntrJobs", [], { entry: "menu" });
    expect(click.ok && click.sidebar?.file).toBe("progress");
    const [run] = await settle(host);
    expect(run).toMatchObject({
      status: "done",
      done: 700,
      total: 700,
      error: null,
      counts: { added: 700, changed: 0, removed: 0 },
    });
    expectJobs(grid(host, "Huntr Jobs"), servers.huntr.data.jobs);
    expect(host.book.sheets().find(({ name }) => name === "Huntr Jobs")).toMatchObject({
      frozenRows: 1,
      hidden: false,
    });
    await host.close();
  });

  test("again, after changes on the server: changed, new, gone and returned ones, and the user's columns beside their rows", async () => {
    await open();
    await start(host, { kind: "import", table: "huntr.jobs" });
    await settle(host);
    const before = grid(host, "Huntr Jobs");
    const width = must(before[0]).length;
    // A note beside each row, which names the id that it belongs to.
    type("Huntr Jobs", 1, width + 1, [["My note"], ...before.slice(1).map((row) => [`about ${row[0]}`])]);
    // The person sorts by title, then moves a column and hides nothing else.
    host.book.sortRange(sheetId("Huntr Jobs"), 2, 1, before.length - 1, width + 1, [
      { column: 2, ascending: true },
    ]);
    const [first, second, third] = servers.huntr.data.jobs;
    servers.huntr.moveJob(must(first).id, "Offer");
    servers.huntr.updateJob(must(second).id, { title: '=HYPERLINK("http://x")' });
    servers.huntr.deleteJob(must(third).id);
    const created = servers.huntr.createJob({
      owner: must(servers.huntr.data.members[0]).id,
      title: "A new job",
    } as never);
    await start(host, { kind: "import", table: "huntr.jobs" });
    const [run] = await settle(host);
    expect(run).toMatchObject({ status: "done", counts: { added: 1, removed: 1 } });
    const after = grid(host, "Huntr Jobs");
    const removedAt = must(after[0]).indexOf("Removed");
    const noteAt = must(after[0]).indexOf("My note");
    const live = after.filter((row, i) => i === 0 || row[removedAt] === "");
    expectJobs(live, servers.huntr.data.jobs);
    expect(after.filter((row) => row[0] === must(third).id && row[removedAt] !== "").length).toBe(1);
    for (const row of after.slice(1)) if (row[0] !== created.id) expect(row[noteAt]).toBe(`about ${row[0]}`);
    await host.close();
  });

  test("starts once when the menu is clicked twice, and goes on by the minute trigger when the sidebar is closed", async () => {
    await open();
    await host.call("importHuntrJobs", [], { entry: "menu" });
    await host.call("importHuntrJobs", [], { entry: "menu" });
    expect((await listRuns(host)).length).toBe(1);
    expect(host.triggers().length).toBe(2);
    const fired = await host.advance(120_000);
    expect(fired.map((firing) => [firing.function, firing.error])).toContainEqual(["continueRuns", null]);
    expect((await listRuns(host))[0]).toMatchObject({ status: "done", done: 700 });
    // What is finished needs no minute trigger; the hourly one stays.
    expect(host.triggers().length).toBe(1);
    await host.close();
  });

  test("into a named sheet with filters and columns of one's own", async () => {
    await open();
    const owner = must(servers.huntr.data.members[1]);
    const spec = {
      kind: "import",
      table: "huntr.jobs",
      sheet: "Hers",
      filters: { owner_member_id: owner.id },
      columns: ["title", "stage_type"],
    };
    await start(host, spec);
    expect((await settle(host))[0]).toMatchObject({ status: "done", error: null });
    const jobs = servers.huntr.data.jobs.filter((job) => job.ownerMember?.id === owner.id);
    const rows = grid(host, "Hers");
    expect(rows[0]).toEqual(["ID", "Title", "Stage type"]);
    expect(
      rows
        .slice(1)
        .map(([id]) => id)
        .sort(),
    ).toEqual(jobs.map(({ id }) => id).sort());
    await host.close();
  });

  test("finds its sheet again after it was renamed, and makes it again after it was deleted", async () => {
    await open();
    await start(host, { kind: "import", table: "huntr.member-fields" });
    await settle(host);
    host.book.renameSheet(sheetId("Huntr Member Fields"), "Fields");
    await start(host, { kind: "import", table: "huntr.member-fields" });
    await settle(host);
    expect(tabs()).toEqual(["Sheet1", "Fields"]);
    host.book.removeSheet(sheetId("Fields"));
    await start(host, { kind: "import", table: "huntr.member-fields" });
    await settle(host);
    expect(tabs()).toEqual(["Sheet1", "Huntr Member Fields"]);
    await host.close();
  });

  test("never touches a sheet of the same name that holds something else", async () => {
    await open();
    const id = host.book.insertSheet("Huntr Members");
    host.book.write(id, 1, 1, [["Mine"], ["keep this"]]);
    await start(host, { kind: "import", table: "huntr.members" });
    await settle(host);
    expect(grid(host, "Huntr Members")).toEqual([["Mine"], ["keep this"]]);
    expect(grid(host, "Huntr Members 2").length).toBe(servers.huntr.data.members.length + 1);
    await start(host, { kind: "import", table: "huntr.members", sheet: "Huntr Members" });
    expect((await settle(host))[0]).toMatchObject({ status: "stopped" });
    expect(must((await settle(host))[0]).error).toContain('"Huntr Members" holds something other');
    await host.close();
  });

  test("does not write over what stands below the table, nor bring back a column that was taken out", async () => {
    await open();
    await start(host, { kind: "import", table: "huntr.member-fields" });
    await settle(host);
    const id = sheetId("Huntr Member Fields");
    const rows = grid(host, "Huntr Member Fields").length;
    host.book.write(id, rows + 2, 1, [["Total: see above"]]);
    host.book.removeColumns(id, 2, 1);
    servers.huntr.createMemberField({ name: "Shoe size", fieldType: "NUMBER" } as never);
    await start(host, { kind: "import", table: "huntr.member-fields" });
    expect((await settle(host))[0]).toMatchObject({ status: "done", error: null });
    const after = grid(host, "Huntr Member Fields");
    expect(after[0]).not.toContain("Name");
    expect(after.filter(([first]) => first === "Total: see above").length).toBe(1);
    expect(after.filter(([key]) => /^[0-9a-f]{24}$/.test(String(key))).length).toBe(
      servers.huntr.data.memberFields.length,
    );
    await host.close();
  });

  test("rows that are added look as rows, not as the gone one or the header above them", async () => {
    await open();
    const spec = { kind: "import", table: "huntr.jobs", columns: ["title"] };
    const add = () => {
      const { id } = servers.huntr.createJob({ owner: must(servers.huntr.data.members[0]).id } as never);
      return id;
    };
    const lookOf = (key: string) => {
      const id = sheetId("Huntr Jobs");
      const row = grid(host, "Huntr Jobs").findIndex(([found]) => found === key) + 1;
      return { row, look: host.book.styles(id, row, 1, 1, 1)[0]?.[0] };
    };
    await start(host, spec);
    await settle(host);
    const sheet = sheetId("Huntr Jobs");
    const rows = grid(host, "Huntr Jobs").length;
    servers.huntr.deleteJob(String(must(grid(host, "Huntr Jobs")[rows - 1])[0]));
    host.book.write(sheet, rows + 2, 5, [["Total of mine"]]);
    await start(host, spec);
    await settle(host);
    expect(host.book.styles(sheet, rows, 1, 1, 1)).toEqual([[{ fontColor: "#9aa0a6" }]]);
    const first = add();
    await start(host, spec);
    await settle(host);
    expect(lookOf(first)).toEqual({ row: rows + 1, look: {} });
    host.book.removeRows(sheet, 2, rows);
    const second = add();
    await start(host, spec);
    await settle(host);
    const { row, look } = lookOf(second);
    expect(row).toBeGreaterThan(1);
    expect(look).toEqual({});
    expect(grid(host, "Huntr Jobs").at(-1)).toContain("Total of mine");
    await host.close();
  });

  test("asks the person to put the header of the ids back when it is gone, and changes nothing", async () => {
    await open();
    await start(host, { kind: "import", table: "huntr.member-fields" });
    await settle(host);
    type("Huntr Member Fields", 1, 1, [["Number"]]);
    const before = grid(host, "Huntr Member Fields");
    await start(host, { kind: "import", table: "huntr.member-fields" });
    const [run] = await settle(host);
    expect(must(run).status).toBe("stopped");
    expect(must(run).error).toContain('has no column "ID"');
    expect(grid(host, "Huntr Member Fields")).toEqual(before);
    type("Huntr Member Fields", 1, 1, [["ID"]]);
    await json<SeenRun>(host.rpc("goOnRun", [must(run).id]));
    expect((await settle(host))[0]).toMatchObject({ status: "done" });
    await host.close();
  });

  test("can be paused, goes on from there, and can be cancelled", async () => {
    await open();
    const { id } = await start(host, { kind: "import", table: "huntr.jobs" });
    await value(host.rpc("pauseRun", [id]));
    expect((await settle(host))[0]).toMatchObject({ status: "paused", done: 0 });
    await host.advance(3_700_000);
    expect((await listRuns(host))[0]).toMatchObject({ status: "paused", done: 0 });
    await value(host.rpc("goOnRun", [id]));
    expect((await settle(host))[0]).toMatchObject({ status: "done", done: 700 });
    const other = await start(host, { kind: "import", table: "huntr.members" });
    await value(host.rpc("cancelRun", [other.id]));
    expect((await settle(host)).find((run) => run.id === other.id)).toMatchObject({ status: "cancelled" });
    await host.close();
  });

  test("is carried on by its starter alone, until a colleague takes it over", async () => {
    await open();
    await value(
      host.rpc("saveKeys", [JSON.stringify({ huntr: "huntr-sentinel-8c1f0d7e" })], { as: COLLEAGUE }),
    );
    const { id } = await start(host, { kind: "import", table: "huntr.members" });
    await json(host.rpc("advanceRun", [id], { as: COLLEAGUE }));
    expect((await listRuns(host, COLLEAGUE))[0]).toMatchObject({ status: "queued", done: 0, isMine: false });
    await json(host.rpc("goOnRun", [id], { as: COLLEAGUE }));
    expect((await settle(host, COLLEAGUE))[0]).toMatchObject({ status: "done", isMine: true });
    await host.close();
  });

  test("without a key opens Set up; with a refused one stops and says where to set it; then the same start again ends well", async () => {
    await open();
    await value(host.rpc("forgetKey", ["huntr"]));
    const click = await host.call("importHuntrJobs", [], { entry: "menu" });
    expect(click.ok && click.sidebar?.file).toBe("setup");
    expect(click.toasts[0]?.message).toBe("Paste your Huntr access token first, then import again.");
    expect(await listRuns(host)).toEqual([]);
    await value(host.rpc("saveKeys", [JSON.stringify({ huntr: "wrong" })]));
    await start(host, { kind: "import", table: "huntr.jobs" });
    const [stopped] = await settle(host);
    expect(stopped).toMatchObject({ status: "stopped" });
    expect(must(stopped).error).toMatch(
      /^Huntr refused the access token while reading jobs\. Set it under Huntsheet ▸ Set up\./,
    );
    await value(host.rpc("saveKeys", [JSON.stringify({ huntr: "huntr-sentinel-8c1f0d7e" })]));
    await start(host, { kind: "import", table: "huntr.jobs" });
    expect((await settle(host))[0]).toMatchObject({ status: "done", done: 700 });
    await host.close();
  });

  test.each([
    [{ kind: "import", table: "huntr.job" }, 'There is no table "huntr.job"'],
    [{ kind: "import", table: "huntr.jobs", filters: { created_afer: "2026-01-01" } }, "created_after"],
    [{ kind: "import", table: "huntr.jobs", columns: ["titel"] }, "title"],
    [{ kind: "launch" }, '"launch" is no kind of run'],
    ["{", "JSON text"],
  ])("says at once what is wrong with %j", async (spec, sentence) => {
    await open();
    await expect(start(host, spec as object)).rejects.toThrow(sentence);
    expect(await listRuns(host)).toEqual([]);
    await host.close();
  });
});

describe("the other tables", () => {
  test("members have a column for each member field, leads one for each custom attribute", async () => {
    await open();
    await start(host, { kind: "import", table: "huntr.members" });
    await start(host, { kind: "import", table: "hunter.leads" });
    const runs = await settle(host);
    expect(runs.map(({ status, error }) => [status, error])).toEqual([
      ["done", null],
      ["done", null],
    ]);
    const members = grid(host, "Huntr Members");
    for (const { name } of servers.huntr.data.memberFields)
      expect(must(members[0]).join("|")).toContain(name);
    expect(members.length).toBe(servers.huntr.data.members.length + 1);
    const leads = grid(host, "Hunter Leads");
    for (const { label } of servers.hunter.data.customAttributes)
      expect(must(leads[0]).join("|")).toContain(label);
    expect(
      leads
        .slice(1)
        .map(([id]) => id)
        .sort(),
    ).toEqual(servers.hunter.data.leads.map(({ id }) => id).sort());
    await host.close();
  });

  test("dates stand in the spreadsheet's time zone", async () => {
    await open();
    host.book.timeZone = "Asia/Tokyo";
    await start(host, { kind: "import", table: "huntr.jobs", columns: ["created_at"] });
    await settle(host);
    const job = must(servers.huntr.data.jobs[0]);
    const row = must(grid(host, "Huntr Jobs").find(([id]) => id === job.id));
    expect((row[1] as { serial: number }).serial).toBeCloseTo(
      serial((job.createdAt as number) + 9 * 3600).serial,
      5,
    );
    expect(host.book.numberFormats(sheetId("Huntr Jobs"), 2, 2, 1, 1)).toEqual([["yyyy-mm-dd hh:mm"]]);
    await host.close();
  });
});
