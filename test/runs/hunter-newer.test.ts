import { describe, expect, test } from "vitest";
import { AS_OF_TODAY, OF_OLD } from "../../local/apis/index.ts";
import { entries } from "../../src/entries.ts";
import type { ImportPreview } from "../../src/ui/calls.ts";
import { compute } from "../formulas/computing.ts";
import { grid, json, must, settle, start } from "../rig.ts";
import { before, host, onStage, servers } from "../stage.ts";
import { under } from "./looking-up.ts";

const NEWER = entries.filter((entry) => entry.api === "hunter" && entry.newer && !entry.needsFilter);

async function imported(spec: object) {
  const { id } = await start(host, { kind: "import", ...spec });
  return must((await settle(host)).find((run) => run.id === id));
}

describe("an account as of today", () => {
  onStage({ hunter: { reading: AS_OF_TODAY, size: { leads: 300 } } });

  test("has a table for each newer list, with what only a record by itself tells", async () => {
    const { newer } = servers.hunter.data;
    for (const { table, title } of NEWER) {
      expect(await imported({ table })).toMatchObject({ status: "done", error: null });
      expect([table, grid(host, title).length - 1]).toEqual([table, must(newer[table]).length]);
    }
    const sequences = must(newer["hunter.sequences"]) as { status: string; stats: { opened: number } }[];
    expect(under(host, "Status", "Hunter Sequences")).toEqual(sequences.map(({ status }) => status));
    expect(under(host, "Opened", "Hunter Sequences")).toEqual(sequences.map(({ stats }) => stats.opened));
    const lists = must(newer["hunter.company-lists"]) as { companies_count: number }[];
    expect(under(host, "Companies count", "Hunter Company Lists")).toEqual(
      lists.map(({ companies_count: count }) => count),
    );
  });

  test("has them as formulas, and what became of each recipient", async () => {
    const messages = must(servers.hunter.data.newer["hunter.messages"]) as { status: string }[];
    const opened = messages.filter(({ status }) => status === "opened");
    const { cells } = await compute(host, '=HUNTER_MESSAGES("sequence_id=2; status=opened", "to, opens")');
    expect(cells.length).toBe(opened.length + 1);
    const became = await compute(host, "=HUNTER_RECIPIENTS(2)");
    const at = must(became.cells[0]).indexOf("Sending status");
    expect(became.cells.slice(1).map((row) => row[at])).toEqual(
      servers.hunter.data.recipients(2).map(({ sending_status: status }) => status ?? ""),
    );
    const account = await compute(host, '=HUNTER_ACCOUNT("", "credits_left, credits_over_quota")');
    expect(account.cells[1]).toEqual([expect.any(Number), 0]);
  });

  test("what only a sequence by itself tells is asked for side by side, and only where a column shows it", async () => {
    const calls: string[] = [];
    host.on("call", ({ call }) => calls.push(call));
    const asked = () =>
      servers.hunter.requests.slice(before.hunter).filter(({ url }) => /sequences\/\d/.test(url)).length;
    expect((await compute(host, '=HUNTER_SEQUENCES("", "name, recipients_count")')).error).toBe("");
    expect(asked()).toBe(0);
    const { cells } = await compute(host, "=HUNTER_SEQUENCES()");
    const sequences = cells.length - 1;
    expect(sequences).toBeGreaterThan(2);
    expect(asked()).toBe(2 * sequences);
    expect(calls.filter((call) => call === "UrlFetchApp.fetchAll").length).toBe(1);
  });

  test("a sequence of which only its owner is told more keeps what the list tells", async () => {
    servers.hunter.faults.add({
      effect: {
        kind: "status",
        status: 403,
        body: { errors: [{ id: "forbidden", details: "Not the owner" }] },
      },
      when: ({ path }) => /sequences\/2/.test(path),
      times: 99,
    });
    expect(await imported({ table: "hunter.sequences", sheet: "Mine" })).toMatchObject({ status: "done" });
    servers.hunter.faults.clear();
    const at = under(host, "ID", "Mine").indexOf(2);
    expect(under(host, "Recipients count", "Mine")[at]).toBe(servers.hunter.data.recipients(2).length);
    expect(under(host, "Opened", "Mine")[at]).toBe("");
  });
});

const DISCOVER = { table: "hunter.discover", filters: { query: "Education & Career" } };
/** What Discover was asked, since the test began: the bodies. */
const posts = () =>
  servers.hunter.requests
    .slice(before.hunter)
    .flatMap(({ method, url, body }) =>
      method === "POST" ? [{ offset: /offset=(\d+)/.exec(url)?.[1] ?? null, ...JSON.parse(body) }] : [],
    );
/** How often words were asked, of which a plan has 50 a month. */
const worded = () => posts().filter(({ query }) => query !== undefined).length;

describe("Discover", () => {
  onStage({ hunter: { reading: AS_OF_TODAY, size: { leads: 10 }, rateLimits: false }, hours: 12 });

  test("asks words once, shows the filters that Hunter understood, and reads on with these", async () => {
    const preview = await json<ImportPreview>(host.rpc("previewImport", [JSON.stringify(DISCOVER)]));
    expect(preview.total).toBe(30);
    expect(preview.rows[0]?.[preview.names.indexOf("understood")]).toContain('"Education & Career"');
    expect(await imported(DISCOVER)).toMatchObject({ status: "done", error: null, note: null });
    expect(worded()).toBe(1);
    expect(await imported({ ...DISCOVER, sheet: "Many", filters: { query: "a" } })).toMatchObject({
      status: "done",
      note: null,
    });
    const ids = under(host, "ID", "Many");
    expect([new Set(ids).size, ids.length > 150]).toEqual([ids.length, true]);
    expect([worded(), posts().map(({ offset }) => offset)]).toEqual([2, [null, null, "100", "200"]]);
    const formula = '=HUNTER_DISCOVER("headcount=11-50; industry=Technology", "id, emails")';
    expect((await compute(host, formula)).cells.length).toBeGreaterThan(2);
    expect(posts().at(-1)).toMatchObject({ headcount: ["11-50"], industry: { include: ["Technology"] } });
    expect(worded()).toBe(2);
  });

  test.each([
    { kind: "drop", when: "after" },
    { kind: "status", status: 502, after: true },
  ] as const)(
    "words whose answer was lost ($kind) are not asked again unless a person says so",
    async (effect) => {
      const when = ({ path }: { path: string }) => path.endsWith("discover");
      servers.hunter.faults.add({ effect, when });
      const run = await imported(DISCOVER);
      expect([run.status, run.error]).toEqual(["stopped", expect.stringContaining("may have counted them")]);
      expect(worded()).toBe(1);
      servers.hunter.faults.add({ effect, when });
      const { error } = await compute(host, '=HUNTER_DISCOVER("query=Education & Career")');
      expect([error.includes("may have counted them"), worded()]).toEqual([true, 2]);
      // Filters are free, and asked for again.
      servers.hunter.faults.add({ effect, when });
      expect(await imported({ ...DISCOVER, filters: { industry: "Technology" } })).toMatchObject({
        status: "done",
      });
    },
  );

  test.each([
    ["nothing to go by", {}, "Say which companies"],
    ["words beside filters", { query: "x", industry: "Technology" }, "Discover takes words or filters"],
  ])("with %s is told in a sentence", async (_, filters, sentence) => {
    expect((await imported({ table: "hunter.discover", filters })).error).toContain(sentence);
    expect(posts()).toEqual([]);
  });
});

describe("Discover on a free plan", () => {
  onStage({ hunter: { reading: AS_OF_TODAY, size: { leads: 10 }, isFreePlan: true, rateLimits: false } });

  test("ends after its one page, and says so", async () => {
    const cut = /^Hunter shows the first 100 of \d+ companies only, for that is what your plan includes\./;
    const run = await imported({ ...DISCOVER, filters: { query: "a" } });
    expect([run.status, run.note]).toEqual(["done", expect.stringMatching(cut)]);
    expect(grid(host, "Hunter Discover").length).toBe(101);
    const { cells } = await compute(host, '=HUNTER_DISCOVER("query=a", "id")');
    expect([cells.length, cells.at(-1)]).toEqual([102, [expect.stringMatching(cut)]]);
  });
});

describe("an account without Discover", () => {
  onStage({ hunter: { reading: AS_OF_TODAY, size: { leads: 10 }, hasDiscover: false } });

  test("is told so, and asked once", async () => {
    const run = await imported(DISCOVER);
    expect([run.status, run.error]).toEqual([
      "stopped",
      expect.stringContaining("does not include Discover"),
    ]);
    expect(posts().length).toBe(1);
  });
});

/** A sheet of leads for several lists, with tags. */
async function saveLeads(rows: readonly (readonly string[])[]) {
  const sheet = host.book.insertSheet("Leads");
  host.book.write(sheet, 1, 1, [["E-mail", "Lists", "Tags"], ...rows.map((row) => [...row])]);
  const map = { email: "E-mail", leads_list_ids: "Lists", tags: "Tags" };
  const { id } = await start(host, { kind: "push", push: "hunter.leads", sheet: "Leads", map });
  return must((await settle(host)).find((run) => run.id === id));
}
const outcomes = () => under(host, "Huntsheet status", "Leads").map(String);

describe("leads in newer accounts", () => {
  onStage({ hunter: { reading: AS_OF_TODAY, size: { leads: 30 } }, hours: 1 });

  test("go on several lists and get their tags, once, though an answer is lost, and come off none", async () => {
    const { hunter } = servers;
    const [one, two, three] = hunter.data.leadsLists.map(({ id, name }) => ({ id, name: String(name) }));
    const there = "on.it@several.example";
    hunter.addLead({ email: there, leads_list_id: must(three).id });
    hunter.addLead({ email: "on.all@several.example", leads_list_id: must(one).id });
    hunter.faults.add({
      effect: { kind: "drop", when: "after" },
      when: ({ method, path }) => method === "POST" && path.endsWith("/tags"),
    });
    const run = await saveLeads([
      ["ann@several.example", `${must(one).name}, ${must(two).name}`, "Warm; alumni, Warm"],
      ["bo@several.example", must(one).name, "N/A"],
      [there, must(one).name, ""],
      ["on.all@several.example", must(one).name, "Hot"],
      ["cy@several.example", "No such list", ""],
      ["di@several.example", "", "No such tag"],
      ["ed@several.example", "", "+1"],
    ]);
    expect(run.status).toBe("done");
    expect(outcomes().map((text) => text.split(" ")[0])).toEqual([
      ...["done", "done", "done", "done"],
      ...["failed:", "failed:", "failed:"],
    ]);
    expect(outcomes()[4]).toContain('Hunter has no leads list "No such list". Make it there first.');
    const tags = must(hunter.data.newer["hunter.tags"]) as { id: number; name: string }[];
    const tag = (name: string) => must(tags.find((other) => other.name === name)).id;
    const places = (email: string) => {
      const { lists, tags: its } = hunter.placesOf(email);
      return [[...lists].sort(), [...its].sort()];
    };
    const ids = [must(one).id, must(two).id].sort();
    expect(places("ann@several.example")).toEqual([ids, [tag("Alumni"), tag("Warm")].sort()]);
    expect(places("bo@several.example")).toEqual([[must(one).id], []]);
    expect(places(there)).toEqual([[must(one).id, must(three).id].sort(), []]);
    expect(places("on.all@several.example")).toEqual([[must(one).id], [tag("Hot")]]);
    expect(hunter.data.leads.filter(({ email }) => String(email).endsWith("@several.example")).length).toBe(
      4,
    );
  });

  test("that Hunter saves later get their tags when they are there, once", async () => {
    servers.hunter.faults.add({
      effect: { kind: "status", status: 202, body: {} },
      when: ({ method, path }) => method === "PUT" && path.endsWith("/leads"),
    });
    expect(await saveLeads([["late@several.example", "", "Warm"]])).toMatchObject({ status: "done" });
    expect(outcomes()[0]).toMatch(/^done \(lead \d+ /);
    expect(servers.hunter.placesOf("late@several.example").tags.length).toBe(1);
    const sent = servers.hunter.requests.slice(before.hunter);
    expect(sent.filter(({ method }) => method === "POST").length).toBe(1);
  });
});

describe("an account of old", () => {
  onStage({ hunter: { reading: OF_OLD, size: { leads: 10 } } });

  test("is told in a sentence that it has none of them, and nothing of Hunter's own words", async () => {
    for (const formula of ["=HUNTER_TAGS()", "=HUNTER_SEQUENCES()"]) {
      const { error } = await compute(host, formula);
      expect(error).toMatch(
        /^Hunter offers this in newer accounts only, and not in yours \(reading \w+\)\.$/,
      );
    }
    const run = await imported({ table: "hunter.company-lists" });
    expect([run.status, run.error]).toEqual(["stopped", expect.stringContaining("newer accounts only")]);
    expect((await compute(host, '=HUNTER_ACCOUNT(, "plan_name, searches_left")')).error).toBe("");
    const writes = () =>
      servers.hunter.requests.slice(before.hunter).filter(({ method }) => method !== "GET");
    const saved = await saveLeads([["ann@several.example", "Partners", "Warm"]]);
    expect([saved.status, saved.error, writes()]).toEqual([
      "stopped",
      expect.stringContaining("newer accounts only"),
      [],
    ]);
    const since = servers.hunter.requests.slice(before.hunter).length;
    await host.call("importEverythingFromHunter", [], { entry: "menu" });
    expect((await settle(host)).filter(({ status }) => status === "stopped").length).toBe(2);
    expect(servers.hunter.requests.length).toBeGreaterThan(since);
  });
});
