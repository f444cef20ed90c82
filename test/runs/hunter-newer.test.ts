import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { AS_OF_TODAY, type HunterOptions, OF_OLD } from "../../local/apis/index.ts";
import type { BookFile } from "../../local/runtime/book-file.ts";
import type { Host } from "../../local/runtime/host.ts";
import { entries } from "../../src/entries.ts";
import type { ImportForm, ImportPreview } from "../../src/ui/calls.ts";
import { compute } from "../formulas/computing.ts";
import { freshFile, grid, json, must, openHost, type Servers, settle, start, startServers } from "../rig.ts";
import { under } from "./looking-up.ts";

/** An account of today, one of a free plan, one without Discover, and one of old. */
const ACCOUNTS: { readonly [name: string]: HunterOptions } = {
  today: { reading: AS_OF_TODAY },
  free: { reading: AS_OF_TODAY, isFreePlan: true },
  without: { reading: AS_OF_TODAY, hasDiscover: false },
  old: { reading: OF_OLD },
};

const servers: { [name: string]: Servers } = {};
let file: BookFile;
let host: Host;

beforeAll(async () => {
  for (const [name, hunter] of Object.entries(ACCOUNTS))
    servers[name] = await startServers({
      huntr: { size: { jobs: 1 } },
      hunter: { ...hunter, size: { leads: 300 } },
    });
  file = await freshFile(must(servers.today).routes);
});
afterAll(async () => {
  for (const one of Object.values(servers)) await one.close();
});
beforeEach(() => () => host.close());

async function open(name: string): Promise<Servers> {
  const its = must(servers[name]);
  host = await openHost(file, its.routes);
  return its;
}

async function imported(spec: object) {
  const { id } = await start(host, { kind: "import", ...spec });
  return must((await settle(host)).find((run) => run.id === id));
}

const DISCOVER = { table: "hunter.discover", filters: { query: "Education & Career" } };
/** What was asked for, each page with what Hunter had understood. */
const posts = ({ hunter }: Servers, since: number) =>
  hunter.requests.slice(since).filter(({ method, status }) => method === "POST" && status === 200);

test("sequences stand with their state, and with what was opened, clicked and replied", async () => {
  const { hunter } = await open("today");
  expect(await imported({ table: "hunter.sequences" })).toMatchObject({ status: "done", error: null });
  const stats = hunter.data.newer["hunter.sequences"] as {
    id: number;
    status: string;
    stats: { opened: number };
  }[];
  expect(under(host, "ID", "Hunter Sequences")).toEqual(stats.map(({ id }) => id));
  expect(under(host, "Status", "Hunter Sequences")).toEqual(stats.map(({ status }) => status));
  expect(under(host, "Opened", "Hunter Sequences")).toEqual(stats.map((one) => one.stats.opened));
  const opened = must(hunter.data.newer["hunter.messages"]).filter(
    (one) => (one as { status: string }).status === "opened",
  );
  const { cells } = await compute(host, '=HUNTER_MESSAGES("sequence_id=2; status=opened", "to, opens")');
  expect(cells.length).toBe(opened.length + 1);
});

test("Discover: the filters that Hunter understood are shown, and further pages are asked with them", async () => {
  const its = await open("today");
  const since = its.hunter.requests.length;
  const preview = await json<ImportPreview>(host.rpc("previewImport", [JSON.stringify(DISCOVER)]));
  expect(preview.total).toBe(30);
  expect(preview.rows[0]?.[preview.names.indexOf("understood")]).toContain('"Education & Career"');
  expect(await imported({ ...DISCOVER, filters: { query: "a" } })).toMatchObject({ status: "done" });
  const rows = grid(host, "Hunter Discover");
  expect(new Set(rows.slice(1).map(([id]) => id)).size).toBe(rows.length - 1);
  expect(rows.length).toBeGreaterThan(150);
  const offsets = posts(its, since).map(({ url }) =>
    new URL(url, "https://a.example").searchParams.get("offset"),
  );
  expect(offsets.slice(0, 4)).toEqual([null, null, "100", "200"]);
  const { cells } = await compute(
    host,
    '=HUNTER_DISCOVER("headcount=11-50; industry=Technology", "id, emails")',
  );
  expect(cells.length).toBeGreaterThan(2);
});

test.each([
  ["nothing to go by", {}, "Say which companies"],
  ["words beside filters", { query: "x", industry: "Technology" }, "Discover takes words or filters"],
])("Discover with %s is told in a sentence", async (_, filters, sentence) => {
  await open("today");
  expect((await imported({ table: "hunter.discover", filters })).error).toContain(sentence);
});

test("Discover on a free plan ends well after its one page, and says how many there are", async () => {
  await open("free");
  expect(await imported({ ...DISCOVER, filters: { query: "a" } })).toMatchObject({
    status: "done",
    error: null,
  });
  expect(grid(host, "Hunter Discover").length).toBe(101);
});

test("an account without Discover: it is said once, and then it is in no menu", async () => {
  const { hunter } = await open("without");
  const since = hunter.requests.length;
  const run = await imported(DISCOVER);
  expect([run.status, run.error]).toEqual(["stopped", expect.stringContaining("does not include Discover")]);
  expect(hunter.requests.slice(since).filter(({ url }) => url.includes("discover")).length).toBe(1);
  expect((await json<ImportForm>(host.rpc("importForm", []))).lacking).toContain("hunter.discover");
  expect((await json<ImportForm>(host.rpc("importForm", []))).lacking).not.toContain("hunter.sequences");
});

test.each(["today", "old"])("everything from Hunter, where the account is of %s", async (name) => {
  const { hunter } = await open(name);
  const isOld = name === "old";
  await host.call("importEverythingFromHunter", [], { entry: "menu" });
  const runs = await settle(host);
  expect(runs.filter(({ status }) => status !== "done")).toEqual([]);
  const newer = entries.filter((entry) => entry.newer && entry.api === "hunter" && !entry.needsFilter);
  for (const { title, table } of newer) {
    const sheet = host.book.sheets().find((one) => one.name === title);
    expect([title, sheet !== undefined]).toEqual([title, !isOld]);
    if (!isOld) expect(grid(host, title).length - 1).toBe(hunter.data.newer[table]?.length);
  }
  await host.onOpen();
  const menu = JSON.stringify(host.menu());
  for (const { title } of newer) expect([title, menu.includes(`"${title}"`)]).toEqual([title, !isOld]);
  for (const label of ["Look up people…", "Find domains…", "Discover companies…"])
    expect([label, menu.includes(label)]).toEqual([label, !isOld]);
});

/** A sheet of leads for several lists, with tags. */
async function saveLeads(rows: readonly (readonly string[])[], map: object) {
  const sheet = host.book.insertSheet("Leads");
  host.book.write(sheet, 1, 1, [["E-mail", "Lists", "Tags"], ...rows.map((row) => [...row])]);
  const { id } = await start(host, { kind: "push", push: "hunter.leads", sheet: "Leads", map });
  return must((await settle(host)).find((run) => run.id === id));
}
const LEAD = { email: "E-mail", leads_list_ids: "Lists", tags: "Tags" };

test("leads go on several lists and get their tags, once, though an answer is lost", async () => {
  const { hunter } = await open("today");
  hunter.restore(undefined);
  hunter.faults.add({
    effect: { kind: "drop", when: "after" },
    when: ({ method, path }) => method === "POST" && path.endsWith("/tags"),
  });
  const rows = [
    ["ann@several.example", "Partners, Alumni employers", "Warm, Alumni"],
    ["bo@several.example", "Partners", "N/A"],
    ["cy@several.example", "No such list", ""],
    ["di@several.example", "", "No such tag"],
  ];
  const run = await saveLeads(rows, LEAD);
  expect(run.status).toBe("done");
  const outcomes = under(host, "Huntsheet status", "Leads").map(String);
  expect(outcomes.map((text) => text.split(" ")[0])).toEqual(["done", "done", "failed:", "failed:"]);
  expect(outcomes[2]).toContain('Hunter has no leads list "No such list"');
  expect(hunter.placesOf("ann@several.example")).toEqual({ lists: [4, 5], tags: [1, 3] });
  expect(hunter.placesOf("bo@several.example")).toEqual({ lists: [4], tags: [] });
  expect(hunter.data.leads.filter(({ email }) => String(email).endsWith("@several.example")).length).toBe(2);
});

test("an account of old has no several lists and no tags: it is said, and nothing is sent", async () => {
  const { hunter } = await open("old");
  const since = hunter.requests.length;
  const run = await saveLeads([["ann@several.example", "Partners", "Warm"]], LEAD).catch((error) => error);
  expect(JSON.stringify(run.error ?? run.message)).toMatch(/Hunter/);
  expect(hunter.requests.slice(since).filter(({ method }) => method !== "GET")).toEqual([]);
});
