import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createFilter, filterRange, setColumnFilter } from "../../local/book/filters.ts";
import { addProtection } from "../../local/book/protections.ts";
import { type BookFile, newBookFile } from "../../local/runtime/book-file.ts";
import type { Host } from "../../local/runtime/host.ts";
import {
  COLLEAGUE,
  freshFile,
  grid,
  json,
  KEYS,
  must,
  openHost,
  type SeenRun,
  type Servers,
  settle,
  start,
  startServers,
  value,
} from "../rig.ts";

/** What people do to a managed table, and what an import or a refresh makes of it. */

const JOBS = 60;
const SHEET = "Huntr Jobs";
const IMPORT = { kind: "import", table: "huntr.jobs", columns: ["title", "stage", "created_at"] };
const REFRESH = { kind: "refresh", sheet: SHEET };

let servers: Servers;
let file: BookFile;
let host: Host;

beforeAll(async () => {
  servers = await startServers({
    huntr: {
      size: { jobs: JOBS, activities: 0, members: 30, employers: 6 },
      listing: { cap: 6 },
      requestsPerSecond: null,
    },
  });
  const first = await openHost(await freshFile(servers.routes), servers.routes);
  await start(first, IMPORT);
  await settle(first);
  file = first.save();
  await first.close();
});
afterAll(() => servers.close());
beforeEach(async () => {
  servers.huntr.restore(undefined);
  host = await openHost(file, servers.routes);
});
afterEach(() => host.close());

const idOf = (name: string) => must(host.book.sheets().find((sheet) => sheet.name === name)).id;
const id = () => idOf(SHEET);
const columnOf = (header: string, sheet = SHEET) => must(grid(host, sheet)[0]).indexOf(header) + 1;

async function run(spec: object, as?: string): Promise<SeenRun> {
  const begun = await start(host, spec, as);
  return must((await settle(host, as)).find((other) => other.id === begun.id));
}

/** One job each is moved, renamed, deleted and made. */
function changeAtHuntr(): void {
  const { huntr } = servers;
  const at = (n: number) => must(huntr.data.jobs[n]).id;
  huntr.moveJob(at(3), "Negotiating");
  huntr.updateJob(at(20), { title: "=1+1" });
  huntr.deleteJob(at(40));
  huntr.createJob({ owner: must(huntr.data.members[0]).id, title: "A new job" });
}

/** Fills a column of the user's: what stands beside each id. */
function fillColumn(column: number, header: string, cell: (key: string, row: number) => string): void {
  const rows = grid(host, SHEET).slice(1);
  const cells = rows.map(([key], i) => [key === "" ? "" : cell(String(key), i + 2)]);
  host.book.write(id(), 1, column, [[header], ...cells]);
}

/** That each job stands there once as it is, under the headers that are there; those gone are marked. */
function expectExact(): void {
  const [header = [], ...rows] = grid(host, SHEET);
  const under = (row: unknown[], name: string) => row[header.indexOf(name)];
  const live = rows.filter(
    (row) => /^[0-9a-f]{24}$/.test(String(under(row, "ID"))) && !under(row, "Removed"),
  );
  const shown = live.map((row) => [under(row, "ID"), under(row, "Title"), under(row, "Stage")]);
  const wanted = servers.huntr.data.jobs.map(({ id, title, list }) => [
    id,
    header.includes("Title") ? String(title ?? "") : undefined,
    header.includes("Stage") ? (list?.name ?? "") : undefined,
  ]);
  const byId = (a: unknown[], b: unknown[]) => (String(a[0]) < String(b[0]) ? -1 : 1);
  expect(shown.sort(byId)).toEqual(wanted.sort(byId));
}

/** @returns what must be true afterwards, besides the table's own cells. */
type Handling = () => undefined | (() => void);

const handlings: [string, Handling][] = [
  [
    "the tab moved to the front and hidden",
    () => {
      host.book.moveSheet(id(), 0);
      host.book.setHidden(id(), true);
      return () => expect(host.book.sheets()[0]).toMatchObject({ name: SHEET, hidden: true });
    },
  ],
  [
    "a column of one's own between ours",
    () => {
      host.book.insertColumns(id(), 2, 1);
      fillColumn(2, "Mine", (key) => `of ${key}`);
      return () => {
        const [, ...rows] = grid(host, SHEET);
        for (const [key, mine] of rows) if (mine !== "") expect(mine).toBe(`of ${String(key)}`);
        expect(rows.filter(([, mine]) => mine !== "")).toHaveLength(JOBS);
      };
    },
  ],
  [
    "a column of ours taken out",
    () => {
      host.book.removeColumns(id(), columnOf("Stage"), 1);
      return () => expect(columnOf("Stage")).toBe(0);
    },
  ],
  [
    "a header of ours edited by mistake: the column is the person's from then on",
    () => {
      host.book.write(id(), 1, columnOf("Title"), [["Job title"]]);
      const before = new Map(grid(host, SHEET).map(([key, title]) => [key, title]));
      return () => {
        for (const [key, title] of grid(host, SHEET).slice(1)) expect(title).toBe(before.get(key) ?? "");
        expect(columnOf("Title")).toBe(0);
      };
    },
  ],
  [
    "rows sorted",
    () => {
      host.book.sortRange(id(), 2, 1, JOBS, 4, [{ column: 2, ascending: false }]);
      return undefined;
    },
  ],
  [
    "rows hidden by a filter",
    () => {
      createFilter(host.book, { sheet: id(), row: 1, column: 1, rows: JOBS + 1, columns: 4 });
      setColumnFilter(host.book, id(), columnOf("Stage"), {
        hiddenValues: ["Applied", "Wishlist", "Interview"],
      });
      return () => expect(filterRange(host.book, id())).toMatchObject({ row: 1, column: 1, columns: 4 });
    },
  ],
  [
    "formulas beside the rows",
    () => {
      const mine = columnOf("Created at") + 1;
      fillColumn(mine, "Letters", (_key, row) => `=LEN(B${row})`);
      return () => {
        // The column of dates on which rows were removed came in before it.
        const at = columnOf("Letters") - 1;
        const counted = grid(host, SHEET).filter((row) => typeof row[at] === "number");
        // One title is "#N/A": an error is no text, and has no letters.
        expect(counted).toHaveLength(JOBS - 1);
        for (const row of counted) expect(row[at]).toBe(String(row[1]).length);
      };
    },
  ],
  [
    "a total below",
    () => {
      host.book.write(id(), JOBS + 3, 1, [["Total", "=COUNTA(A2:A61)"]]);
      return () => expect(grid(host, SHEET).filter(([key]) => key === "Total")).toHaveLength(1);
    },
  ],
];

const ways: [string, object, RegExp | null][] = [
  ["an import", IMPORT, null],
  ["a refresh by actions", REFRESH, /^From Huntr's actions/],
  ["a whole refresh", { ...REFRESH, full: true }, /^Whole listing/],
];

describe.each(ways)("%s", (_way, spec, note) => {
  test.each(handlings)("%s", async (_what, handle) => {
    const check = handle();
    changeAtHuntr();
    const seen = await run(spec);
    expect(seen).toMatchObject({ status: "done", error: null, counts: { added: 1, removed: 1 } });
    if (note) expect(seen.note).toMatch(note);
    expectExact();
    check?.();
  });

  test("the header of the ids gone: a sentence, and nothing changed until it is back", async () => {
    host.book.write(id(), 1, 1, [["Number"]]);
    changeAtHuntr();
    const before = grid(host, SHEET);
    const seen = await run(spec);
    expect(seen).toMatchObject({ status: "stopped", error: expect.stringContaining('has no column "ID"') });
    expect(grid(host, SHEET)).toEqual(before);
    host.book.write(id(), 1, 1, [["ID"]]);
    await json(host.rpc("goOnRun", [seen.id]));
    expect((await settle(host))[0]).toMatchObject({ status: "done" });
    expectExact();
  });

  test("a column of one's own under a header of ours, left of it: a sentence, and nothing changed until it is renamed", async () => {
    host.book.insertColumns(id(), 2, 1);
    fillColumn(2, "Stage", (key) => `mine of ${key}`);
    changeAtHuntr();
    const before = grid(host, SHEET);
    const seen = await run(spec);
    expect(seen).toMatchObject({ status: "stopped", error: expect.stringContaining('headed "Stage"') });
    expect(grid(host, SHEET)).toEqual(before);
    host.book.write(id(), 1, 2, [["My stage"]]);
    await json(host.rpc("goOnRun", [seen.id]));
    expect((await settle(host))[0]).toMatchObject({ status: "done" });
    expectExact();
    for (const [key, mine] of grid(host, SHEET).slice(1))
      if (mine !== "") expect(mine).toBe(`mine of ${key}`);
  });

  test("a column of one's own called Removed: a sentence, and it stays as it is, then under another name", async () => {
    const mine = columnOf("Created at") + 1;
    fillColumn(mine, "Removed", () => "no");
    changeAtHuntr();
    const before = grid(host, SHEET);
    const seen = await run(spec);
    expect(seen).toMatchObject({ status: "stopped", error: expect.stringContaining('"Removed"') });
    // What reads the whole listing can only tell at its end what is gone, and has written by then.
    if (spec === REFRESH) expect(grid(host, SHEET)).toEqual(before);
    expect(grid(host, SHEET).filter((row) => row[mine - 1] === "no")).toHaveLength(JOBS);
    host.book.write(id(), 1, mine, [["Withdrawn"]]);
    await json(host.rpc("goOnRun", [seen.id]));
    expect((await settle(host))[0]).toMatchObject({ status: "done", counts: { removed: 1 } });
    expectExact();
    const at = columnOf("Withdrawn") - 1;
    expect(grid(host, SHEET).filter((row) => row[at] === "no")).toHaveLength(JOBS);
  });

  test("a protected column: a sentence, and exact once it may be edited", async () => {
    await value(host.rpc("saveKeys", [JSON.stringify(KEYS)], { as: COLLEAGUE }));
    const range = { sheet: id(), row: 1, column: 3, rows: 1_000, columns: 1 };
    const words = { description: "", isWarningOnly: false, editors: [] };
    addProtection(host.book, { ...words, sheet: id(), range, unprotected: [] });
    changeAtHuntr();
    const seen = await run(spec, COLLEAGUE);
    expect(seen).toMatchObject({
      status: "stopped",
      error: expect.stringMatching(/^A protected range is in the way/),
    });
    // The owner may edit it.
    await json(host.rpc("goOnRun", [seen.id]));
    expect((await settle(host)).find((other) => other.id === seen.id)).toMatchObject({ status: "done" });
    expectExact();
  });

  test("no room for one more row among ten million cells: a sentence, and the rows that are there stay", async () => {
    const big = host.book.insertSheet("Big");
    // A sheet has 26 columns; what is left is less than a row of the table.
    const left =
      10_000_000 - host.book.sheets().reduce((cells, { rows, columns }) => cells + rows * columns, 0);
    host.book.removeRows(
      id(),
      JOBS + 2,
      must(host.book.sheets().find((one) => one.id === id())).rows - JOBS - 1,
    );
    host.book.insertRows(big, 2, Math.floor((left + (1_000 - JOBS - 1) * 26) / 26));
    changeAtHuntr();
    const seen = await run(spec);
    expect(seen.status).toBe("stopped");
    expect(seen.error).toMatch(
      /^1 more rows would bring this spreadsheet to 10,0.* cells; Google Sheets holds 10,000,000\./,
    );
    expect(grid(host, SHEET)).toHaveLength(JOBS + 1);
  });

  test("no room for a sheet of its own among ten million cells: our sentence, not only Google's", async () => {
    const big = host.book.insertSheet("Big");
    const used = host.book.sheets().reduce((cells, { rows, columns }) => cells + rows * columns, 0);
    host.book.insertRows(big, 2, Math.floor((10_000_000 - used) / 26));
    const seen = await run({ kind: "import", table: "huntr.jobs", sheet: "Another" });
    expect(seen).toMatchObject({
      status: "stopped",
      error: expect.stringMatching(
        /^This spreadsheet would get more than 10,000,000 cells, .*then start again\.$/,
      ),
    });
  });
});

test.each(["import", "refresh"])(
  "%s: rows that are sorted while a page is on its way are found again",
  async (kind) => {
    const spec = { kind: "import", table: "huntr.members", columns: ["given_name", "is_active"] };
    await run(spec);
    const sheet = idOf("Huntr Members");
    const { huntr } = servers;
    for (const { id: member } of huntr.data.members.filter((_, n) => n % 3 === 0))
      huntr.setMemberActive(member, false);
    const sorted = { times: 0 };
    huntr.faults.add({
      // After the first pages were written, before the next is.
      at: huntr.requests.length + 4,
      effect: {
        kind: "change",
        change: (reply) => {
          host.book.sortRange(sheet, 2, 1, 30, 3, [{ column: 2, ascending: true }]);
          sorted.times += 1;
          return reply;
        },
      },
    });
    const seen = await run(kind === "import" ? spec : { kind, sheet: "Huntr Members" });
    expect([seen.status, sorted.times]).toEqual(["done", 1]);
    const wanted = huntr.data.members.map(({ id: member, givenName, isActive }) => [
      member,
      givenName,
      isActive,
    ]);
    const byId = (a: unknown[], b: unknown[]) => (String(a[0]) < String(b[0]) ? -1 : 1);
    expect(grid(host, "Huntr Members").slice(1).sort(byId)).toEqual(wanted.sort(byId));
  },
);

describe("a refresh", () => {
  test("of one of two tables of a resource leaves the other alone", async () => {
    await run({ ...IMPORT, sheet: "Second", removed: "delete" });
    const before = grid(host, "Second");
    changeAtHuntr();
    expect(await run(REFRESH)).toMatchObject({ counts: { added: 1, changed: 2, removed: 1 } });
    expectExact();
    expect(grid(host, "Second")).toEqual(before);
    expect(await run({ kind: "refresh", sheet: "Second" })).toMatchObject({
      counts: { added: 1, changed: 2, removed: 1 },
    });
    expect(grid(host, "Second")).toHaveLength(JOBS + 1);
  });

  test.each([true, false])(
    "of a sheet that somebody emptied reads it whole (changes at Huntr: %s)",
    async (isAny) => {
      const rows = must(host.book.sheets().find((sheet) => sheet.id === id())).rows;
      host.book.removeRows(id(), 2, rows - 2);
      host.book.write(id(), 1, 1, [["", "", "", ""]]);
      host.book.write(id(), 2, 1, [["", "", "", ""]]);
      if (isAny) changeAtHuntr();
      expect(await run(REFRESH)).toMatchObject({
        status: "done",
        note: expect.stringMatching(/^Whole listing/),
      });
      expectExact();
    },
  );

  test.each(["first", "second"])(
    "of the %s table's deleted sheet makes it again as it was",
    async (which) => {
      await run({ ...IMPORT, sheet: "Second", columns: ["id", "title"], removed: "delete" });
      const sheet = which === "first" ? SHEET : "Second";
      const [header] = grid(host, sheet);
      host.book.removeSheet(idOf(sheet));
      expect(await run({ kind: "refresh", sheet })).toMatchObject({ status: "done", done: JOBS });
      expect(grid(host, sheet)[0]).toEqual(header);
      expect(grid(host, sheet)).toHaveLength(JOBS + 1);
      // A table like any other from now on, and of its own settings.
      changeAtHuntr();
      expect(await run({ kind: "refresh", sheet })).toMatchObject({
        note: expect.stringMatching(/actions?/),
        counts: { added: 1, changed: which === "first" ? 2 : 1, removed: 1 },
      });
      expect(grid(host, sheet)).toHaveLength(JOBS + (which === "first" ? 2 : 1));
      expect(host.book.sheets().filter(({ name }) => name.includes(sheet))).toHaveLength(1);
    },
  );

  test("of a sheet that was deleted meanwhile says so", async () => {
    const { id: begun } = await start(host, REFRESH);
    host.book.removeSheet(id());
    expect((await settle(host)).find((other) => other.id === begun)).toMatchObject({
      status: "stopped",
      error: 'The sheet "Huntr Jobs" is gone. Import it again, or do without this refresh.',
    });
  });

  test("of a table that was pasted into another file asks to import it; an import takes the sheet over", async () => {
    const rows = grid(host, SHEET);
    const other = await openHost(newBookFile({ owner: COLLEAGUE, nowMs: file.clockMs }), servers.routes);
    await value(other.rpc("saveKeys", [JSON.stringify(KEYS)], { as: COLLEAGUE }));
    other.book.write(
      other.book.insertSheet(SHEET),
      1,
      1,
      rows.map(([key, title, stage]) => [key, `'${String(title)}`, stage, ""]) as string[][],
    );
    other.book.write(must(other.book.sheets()[1]).id, 1, 1, [["ID", "Title", "Stage", "Created at"]]);
    await expect(start(other, REFRESH, COLLEAGUE)).rejects.toThrow(
      /holds no table that Huntsheet keeps up to date\. Import/,
    );
    await start(other, IMPORT, COLLEAGUE);
    expect((await settle(other, COLLEAGUE))[0]).toMatchObject({ status: "done", counts: { added: 0 } });
    expect(grid(other, SHEET)).toHaveLength(JOBS + 1);
    await start(other, REFRESH, COLLEAGUE);
    expect((await settle(other, COLLEAGUE))[0]).toMatchObject({ status: "done", sheet: { name: SHEET } });
    await other.close();
  });
});
