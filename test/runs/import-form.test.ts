import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type BookFile, newBookFile } from "../../local/runtime/book-file.ts";
import { entries } from "../../src/entries.ts";
import type { ImportForm, ImportPreview } from "../../src/ui/calls.ts";
import {
  freshFile,
  grid,
  json,
  KEYS,
  must,
  OWNER,
  openHost,
  type Servers,
  settle,
  startServers,
  value,
} from "../rig.ts";

let servers: Servers;
let file: BookFile;

beforeAll(async () => {
  servers = await startServers({ huntr: { size: { jobs: 120 } } });
  file = await freshFile(servers.routes);
});
afterAll(() => servers.close());

const open = () => openHost(file, servers.routes);
type Host = Awaited<ReturnType<typeof open>>;

const preview = (host: Host, spec: object) =>
  json<ImportPreview>(host.rpc("previewImport", [JSON.stringify({ kind: "import", ...spec })]));

/** The previewed cells of one column. */
const column = ({ names, rows }: ImportPreview, name: string) => rows.map((row) => row[names.indexOf(name)]);

describe("the form of imports", () => {
  test("opens from the menu, and tells the keys and the sheets that were filled; what the account lacks is asked once", async () => {
    const host = await open();
    const click = await host.call("showImport", [], { entry: "menu" });
    expect(click.ok && click.sidebar?.file).toBe("import");
    // What is asked by POST may be counted.
    const lacking = entries.filter(({ newer, posted }) => newer && !posted).map(({ table }) => table);
    const asked = () => servers.huntr.requests.length + servers.hunter.requests.length;
    const before = asked();
    const form = await json<ImportForm>(host.rpc("importForm", []));
    expect(asked() - before).toBe(lacking.length);
    expect(form).toEqual({ keys: { huntr: true, hunter: true }, lacking, sheets: [] });
    expect(await json<ImportForm>(host.rpc("importForm", []))).toEqual(form);
    expect(asked() - before).toBe(lacking.length);
    await host.close();
  });

  test("knows the sheets that were filled, under the names that they have now", async () => {
    const host = await open();
    const spec = { kind: "import", table: "huntr.jobs", columns: ["title"], removed: "delete" };
    await value(host.rpc("startRun", [JSON.stringify(spec)]));
    await settle(host);
    expect(must(grid(host, "Huntr Jobs")[0])).toEqual(["ID", "Title"]);
    const sheet = must(host.book.sheets().find(({ name }) => name === "Huntr Jobs"));
    host.book.renameSheet(sheet.id, "Our jobs");
    const { sheets } = await json<ImportForm>(host.rpc("importForm", []));
    expect(sheets).toEqual([
      {
        name: "Our jobs",
        table: "huntr.jobs",
        columns: ["title"],
        filters: {},
        removed: "delete",
        isMain: true,
      },
    ]);
    await host.close();
  });

  test("without keys: says so", async () => {
    const host = await openHost(
      // An hour of its own: what it asks is not to count for the rate of the others.
      newBookFile({ owner: OWNER, nowMs: Date.parse("2026-11-16T08:00:00Z") }),
      servers.routes,
    );
    expect((await json<ImportForm>(host.rpc("importForm", []))).keys).toEqual({
      huntr: false,
      hunter: false,
    });
    await expect(preview(host, { table: "huntr.jobs" })).rejects.toThrow("Set it under Huntsheet ▸ Set up.");
    // What somebody wanted without a key is what the form begins with once there is one.
    const click = await host.call("importHuntrActivities", [], { entry: "menu" });
    expect(click.ok && click.sidebar?.file).toBe("setup");
    await value(host.rpc("saveKeys", [JSON.stringify(KEYS)]));
    expect((await json<ImportForm>(host.rpc("importForm", []))).table).toBe("huntr.activities");
    await host.close();
  });
});

describe("a preview", () => {
  test("jobs: ten rows for one small request, newest first, and no total since Huntr tells none", async () => {
    const host = await open();
    const before = servers.huntr.requests.length;
    const jobs = await preview(host, { table: "huntr.jobs" });
    const asked = servers.huntr.requests.slice(before);
    expect(asked.map(({ url }) => new URL(url, "http://huntr").search)).toEqual(["?limit=10"]);
    expect(jobs.rows.length).toBe(10);
    expect(jobs.total).toBe(null);
    const ids = new Set<unknown>(servers.huntr.data.jobs.map(({ id }) => id));
    expect(column(jobs, "id").filter((id) => !ids.has(id))).toEqual([]);
    const created = column(jobs, "created_at").map((time) => Date.parse(String(time)));
    expect(created).toEqual([...created].sort((a, b) => b - a));
    for (const cell of jobs.rows.flat()) expect(String(cell).length).toBeLessThanOrEqual(121);
    await host.close();
  });

  test("jobs of one owner: only theirs, and the total where one page holds them all", async () => {
    const host = await open();
    const { id } = must(servers.huntr.data.members[1]);
    const theirs = servers.huntr.data.jobs.filter((job) => (job as Owned).ownerMember?.id === id);
    const found = await preview(host, { table: "huntr.jobs", filters: { owner_member_id: id } });
    expect(new Set(column(found, "owner_id"))).toEqual(new Set([id]));
    expect(found.rows.length).toBe(Math.min(10, theirs.length));
    const none = await preview(host, { table: "huntr.jobs", filters: { created_before: "2001-01-01" } });
    expect(none).toMatchObject({ rows: [], total: 0 });
    await host.close();
  });

  test("members: with the organization's own columns", async () => {
    const host = await open();
    const members = await preview(host, { table: "huntr.members", filters: { active: true } });
    expect(members.ownColumns.length).toBeGreaterThan(0);
    expect(members.names.slice(-members.ownColumns.length)).toEqual(
      members.ownColumns.map(({ name }) => name),
    );
    for (const row of members.rows) expect(row.length).toBe(members.names.length);
    await host.close();
  });

  test("notes: a small page of new ones, and what happened to these since", async () => {
    const host = await open();
    const before = servers.huntr.requests.length;
    const notes = await preview(host, { table: "huntr.notes" });
    const asked = servers.huntr.requests
      .slice(before)
      .map(({ url }) => new URL(url, "http://huntr").searchParams);
    expect(asked.map((query) => query.get("action_type"))).toEqual([
      "NOTE_CREATED",
      "NOTE_UPDATED",
      "NOTE_DELETED",
    ]);
    expect(asked[0]?.get("limit")).toBe("10");
    const of = (type: string) => servers.huntr.data.actions.filter(({ actionType }) => actionType === type);
    const deleted = of("NOTE_DELETED").map(({ noteId }) => noteId);
    const newest = of("NOTE_CREATED")
      .slice(0, 10)
      .map(({ noteId }) => noteId);
    expect(column(notes, "id")).toEqual(newest.filter((id) => !deleted.includes(id)));
    await host.close();
  });

  test("leads: how many there are in all is said where all fit, since Hunter's texts differ on what its numbers count", async () => {
    const host = await open();
    const leads = await preview(host, { table: "hunter.leads" });
    expect(leads).toMatchObject({ total: null, most: servers.hunter.data.leads.length });
    const [lead] = servers.hunter.data.leads;
    expect((await preview(host, { table: "hunter.leads", filters: { email: lead?.email } })).total).toBe(1);
    expect(leads.rows.length).toBe(10);
    await host.close();
  });

  test.each([
    [{ table: "huntr.jobs", filters: { owner: "x" } }, "Huntr Jobs has no filter 'owner'."],
    [{ table: "huntr.jobs", filters: { created_after: "soon" } }, "The filter created_after takes a date"],
    [{ table: "hunter.account" }, "is no list"],
    [{ table: "huntr.cats" }, 'There is no table "huntr.cats".'],
  ])("%j: %s", async (spec, sentence) => {
    const host = await open();
    await expect(preview(host, spec)).rejects.toThrow(sentence);
    await host.close();
  });
});

/** A job as the API sends it, as far as it is looked at here. */
interface Owned {
  readonly ownerMember?: { readonly id?: string };
}
