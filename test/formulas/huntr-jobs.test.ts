import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { BookFile } from "../../local/runtime/book-file.ts";
import type { Host } from "../../local/runtime/host.ts";
import { freshFile, grid, openHost, type Servers, settle, start, startServers } from "../rig.ts";
import { compute, computeAgain, given, type Shown, serialOf } from "./computing.ts";

// biome-ignore lint/suspicious/noExplicitAny: an object of the API, as its text shows it
type Job = Record<string, any>;

const JOBS = 300;
/** Small pages make a listing of several requests. */
const PAGE = 100;

let servers: Servers;
let file: BookFile;
let host: Host;
let opened = 0;
let askedBefore = 0;

beforeAll(async () => {
  servers = await startServers({
    huntr: { size: { jobs: JOBS, activities: 0, members: 20, employers: 30 }, listing: { cap: PAGE } },
  });
  file = await freshFile(servers.routes);
});
afterAll(() => servers.close());
afterEach(() => host.close());

async function open(): Promise<Host> {
  servers.huntr.restore(undefined);
  servers.huntr.faults.clear();
  // An hour later each time: at one instant the servers would take all of them for a crowd.
  opened += 1;
  host = await openHost({ ...file, clockMs: file.clockMs + opened * 3_600_000 }, servers.routes);
  askedBefore = servers.huntr.requests.length;
  return host;
}

const jobs = () => servers.huntr.data.jobs as readonly Job[];
const idsOf = (cells: readonly (readonly Shown[])[]) => cells.slice(1).map(([id]) => id);
const sorted = (ids: readonly unknown[]) => [...ids].map(String).sort();

describe("HUNTR_JOBS", () => {
  test("without arguments: a header and every job once, newest first, as the server holds it", async () => {
    await open();
    const { cells, error } = await compute(host, "=HUNTR_JOBS()");
    expect(error).toBe("");
    expect(cells[0]).toEqual([
      "ID",
      "Title",
      "Employer",
      "Employer domain",
      "Stage",
      "Stage type",
      "Owner",
      "Owner email",
      "Salary",
      "URL",
      "Location",
      "Deadline",
      "Applied at",
      "First interview at",
      "Offer at",
      "Accepted at",
      "Interviews",
      "Created at",
    ]);
    expect(idsOf(cells)).toEqual(jobs().map(({ id }) => id));
    expect(cells.slice(1).map(([, title, , , stage]) => [title, stage])).toEqual(
      jobs().map(({ title, list }) => [String(title ?? ""), list?.name ?? ""]),
    );
    const created = cells.slice(1).map((row) => rounded(row.at(-1) ?? ""));
    expect(created).toEqual(jobs().map(({ createdAt }) => rounded({ serial: serialOf(createdAt) })));
  });

  test("shows what an import of the same listing writes", async () => {
    await open();
    const { cells } = await compute(host, "=HUNTR_JOBS()");
    await start(host, { kind: "import", table: "huntr.jobs" });
    await settle(host);
    const imported = grid(host, "Huntr Jobs") as Shown[][];
    expect(cells[0]).toEqual(imported[0]);
    const rows = new Map(imported.slice(1).map((row) => [row[0], row]));
    expect(rows.size).toBe(JOBS);
    for (const row of cells.slice(1)) expect(row.map(rounded)).toEqual(rows.get(row[0])?.map(rounded));
  });

  test.each([
    ["text", () => `=HUNTR_JOBS("owner_member_id=${owner()}; created_after=${DAY}")`],
    ["text with Unix seconds", () => `=HUNTR_JOBS("created_after=${SECONDS};owner_member_id=${owner()};")`],
    ["a range of two columns", () => "=HUNTR_JOBS(In!A1:B2)"],
    ["a range with blank rows and a filter without a value", () => "=HUNTR_JOBS(In!A1:B5)"],
    ["a range with a date cell", () => "=HUNTR_JOBS(In!D1:E2)"],
    [
      "names as a person writes them",
      () => `=HUNTR_JOBS("Owner member ID = ${owner()}; Created after=${DAY}")`,
    ],
  ])("filters as %s", async (_what, formula) => {
    await open();
    given(host, [
      ["owner_member_id", owner(), null, "owner_member_id", owner()],
      ["created_after", SECONDS, null, "created_after", { serial: serialOf(SECONDS) }],
      [null, null],
      ["creator_member_id", null],
    ]);
    const { cells, error } = await compute(host, formula());
    expect(error).toBe("");
    const wanted = jobs().filter((job) => job.ownerMember.id === owner() && job.createdAt > SECONDS);
    expect(wanted.length).toBeGreaterThan(1);
    expect(sorted(idsOf(cells))).toEqual(sorted(wanted.map(({ id }) => id)));
    expect(servers.huntr.requests.at(-1)?.url).toContain(`created_after=${SECONDS}`);
  });

  test("a date cell is midnight in the spreadsheet's time zone", async () => {
    await open();
    host.book.timeZone = "America/New_York";
    given(host, [["created_after", { serial: serialOf(SECONDS) }]]);
    await compute(host, "=HUNTR_JOBS(In!A1:B1)");
    // In July New York is four hours behind.
    expect(servers.huntr.requests.at(-1)?.url).toContain(`created_after=${SECONDS + 4 * 3600}`);
  });

  test.each([
    ['=HUNTR_JOBS(, "title, stage")', ["Title", "Stage"]],
    ['=HUNTR_JOBS("", "Created at; TITLE")', ["Created at", "Title"]],
    ["=HUNTR_JOBS(In!D1:D2, In!A1:B2)", ["Stage", "Title", "Employer"]],
    ["=HUNTR_JOBS(, In!A1)", ["Stage"]],
  ])("columns: %s", async (formula, header) => {
    await open();
    given(host, [
      ["stage", "title", null, null],
      ["employer", null, null, null],
    ]);
    const { cells, error } = await compute(host, formula);
    expect(error).toBe("");
    expect(cells[0]).toEqual(header);
    expect(cells.length).toBe(JOBS + 1);
  });

  test("columns: * is every column, of which the default ones are a part", async () => {
    await open();
    const all = (await compute(host, '=HUNTR_JOBS(, "*")')).cells[0] ?? [];
    const some = (await compute(host, "=HUNTR_JOBS()")).cells[0] ?? [];
    expect(all.length).toBeGreaterThan(40);
    expect(all).toEqual(expect.arrayContaining([...some]));
    expect(all).toContain("Description");
    expect(new Set(all).size).toBe(all.length);
  });

  test("a listing that holds nothing is a header alone", async () => {
    await open();
    const { cells, error } = await compute(host, '=HUNTR_JOBS("created_after=2039-01-01", "id, title")');
    expect([cells, error]).toEqual([[["ID", "Title"]], ""]);
  });

  test.each([
    [
      '=HUNTR_JOBS("created_afer=2026-01-01")',
      "Huntr Jobs has no filter 'created_afer'. Did you mean created_after",
    ],
    [
      '=HUNTR_JOBS("colour=red")',
      "Huntr Jobs has no filter 'colour'. Huntr Jobs has the filters owner_member_id",
    ],
    ['=HUNTR_JOBS("red")', "Filters are text like owner_member_id=…; …=…, or a range of two columns"],
    ["=HUNTR_JOBS(5)", "Filters are text like owner_member_id=…"],
    ['=HUNTR_JOBS("created_after=yesterday")', "created_after takes a date like 2026-01-31"],
    ['=HUNTR_JOBS("created_after=2026-01-01;created_after=2026-02-01")', "created_after is given twice"],
    ['=HUNTR_JOBS(, "titel")', "Huntr Jobs has no column 'titel'. Did you mean title"],
    ['=HUNTR_JOBS(, "colour")', "Huntr Jobs has no column 'colour'. It has: id, title"],
    ['=HUNTR_JOBS("owner_member_id=me")', "Huntr would not do this while reading jobs."],
  ])("%s says what is wrong", async (formula, sentence) => {
    await open();
    const { cells, error } = await compute(host, formula);
    expect(cells).toEqual([["#ERROR!"]]);
    expect(error).toContain(sentence);
  });

  test("a second formula of the same text, and a recalculation, cost no request", async () => {
    await open();
    let computed = 0;
    host.on("ended", ({ execution }) => {
      if (execution.entry === "formula") computed += 1;
    });
    const first = await compute(host, '=HUNTR_JOBS("created_after=2026-01-01")');
    const asked = servers.huntr.requests.length;
    // Other words for the same question.
    const second = await compute(host, '=HUNTR_JOBS("created_after=2026-01-01T00:00:00Z")');
    const third = await computeAgain(host, "HUNTR_JOBS");
    expect(computed).toBe(4);
    expect(servers.huntr.requests.length).toBe(asked);
    expect(second).toEqual(first);
    expect(third).toEqual(first);
    // An answer is not kept for ever.
    await host.advance(3_600_000);
    await computeAgain(host, "HUNTR_JOBS");
    expect(servers.huntr.requests.length).toBeGreaterThan(asked);
  });

  test("ten cells with different formulas at once keep to Huntr's limit and each other's answers", async () => {
    await open();
    const owners = servers.huntr.data.members.slice(0, 10).map(({ id }) => id);
    const sheet = host.book.insertSheet("Side by side");
    host.book.write(
      sheet,
      1,
      1,
      owners.map((id) => [`=COUNTA(HUNTR_JOBS("owner_member_id=${id}", "id"))-1`]),
    );
    await host.book.settled();
    expect(host.book.values(sheet, 1, 1, 10, 1).flat()).toEqual(
      owners.map((id) => jobs().filter(({ ownerMember }) => ownerMember.id === id).length),
    );
    expect(servers.huntr.requests.slice(askedBefore).map(({ status }) => status)).not.toContain(429);
  });
});

describe("a listing that does not fit into a formula's time", () => {
  test.each([
    ["every page slow", 12_000, 3],
    ["the first page very slow", 24_000, 1],
  ])(
    "%s: an error that names the import and a filter, never a short table",
    async (_what, delayMs, times) => {
      await open();
      servers.huntr.faults.add({
        times,
        effect: {
          kind: "change",
          change: (reply) => ({
            ...reply,
            headers: { ...reply.headers, "x-virtual-delay": String(delayMs) },
          }),
        },
      });
      const { cells, error } = await compute(host, "=HUNTR_JOBS()");
      expect(cells).toEqual([["#ERROR!"]]);
      expect(error).toMatch(/^This listing has more than \d+ rows, too many for a formula's 30 seconds\./);
      expect(error).toContain("Import it instead (Huntsheet ▸ Import ▸ Huntr Jobs)");
      expect(error).toContain("created_after");
      // What was read in vain is not kept as if it were the whole.
      servers.huntr.faults.clear();
      expect((await computeAgain(host, "HUNTR_JOBS")).cells.length).toBe(JOBS + 1);
    },
  );

  test("no turn in time because Huntr asked to slow down: a sentence that says so", async () => {
    await open();
    servers.huntr.faults.add({
      effect: { kind: "status", status: 429, headers: { "retry-after": "120" } },
    });
    const { cells, error } = await compute(host, "=HUNTR_JOBS()");
    expect(cells).toEqual([["#ERROR!"]]);
    expect(error).toMatch(
      /^Huntr asked us to slow down.* Try again in a minute\. To ask again, choose Huntsheet ▸ Recalculate formulas\./,
    );
  });
});

const DAY = "2026-07-01";
const SECONDS = Date.parse(`${DAY}T00:00:00Z`) / 1000;
/** Somebody with several jobs since that day. */
function owner(): string {
  const counts = new Map<string, number>();
  for (const job of jobs())
    if (job.createdAt > SECONDS) counts.set(job.ownerMember.id, (counts.get(job.ownerMember.id) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? "";
}

/** A sheet keeps dates as fractions of days. */
function rounded(value: Shown): unknown {
  return typeof value === "object" ? Math.round(value.serial * 1e5) : value;
}
