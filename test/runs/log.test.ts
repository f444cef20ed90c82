import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { addProtection } from "../../local/book/protections.ts";
import type { BookFile } from "../../local/runtime/book-file.ts";
import type { Host } from "../../local/runtime/host.ts";
import type { SendRecord } from "../../src/ui/calls.ts";
import {
  COLLEAGUE,
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
import { BOARDS, FIELDS, fileWithTables, HOUR_MS, logOf } from "./scheduling.ts";

const LOG = "Huntsheet log";
const HEADERS = ["When", "Who", "What", "Sheet", "Outcome", "Run", "Details"];
const REFRESH = { kind: "refresh", sheet: FIELDS };

let servers: Servers;
let file: BookFile;
let host: Host;

beforeAll(async () => {
  servers = await startServers({ huntr: { size: { jobs: 0, activities: 0, members: 5, employers: 5 } } });
  file = await fileWithTables(servers.routes);
});
afterAll(() => servers.close());
beforeEach(async () => {
  host = await openHost(file, servers.routes);
});
afterEach(async () => {
  for (const server of [servers.huntr, servers.hunter]) {
    server.faults.clear();
    server.restore(undefined);
  }
  await host.close();
});

const logId = () => must(host.book.sheets().find(({ name }) => name === LOG)).id;
/** Under a header, from the top. */
const column = (header: string) => {
  const [headers = [], ...lines] = grid(host, LOG);
  return lines.map((line) => line[headers.indexOf(header)]);
};

async function refresh(as?: string): Promise<SeenRun> {
  const { id } = await start(host, REFRESH, as);
  return must((await settle(host, as)).find((run) => run.id === id));
}

describe("what is logged", () => {
  test("a run that is done, one that stopped, one that is cancelled: the newest on top, in words", async () => {
    const done = await refresh();
    servers.huntr.faults.add({ times: 9, effect: { kind: "status", status: 403 } });
    await host.advance(60_000);
    const stopped = await refresh(COLLEAGUE);
    servers.huntr.faults.clear();
    await host.advance(60_000);
    const { id } = await start(host, { kind: "import", table: "huntr.members", sheet: "People" });
    await json(host.rpc("cancelRun", [id]));
    // Once more changes nothing, and is nothing to log.
    await json(host.rpc("cancelRun", [id]));
    const [headers, ...lines] = grid(host, LOG);
    expect(headers).toEqual(HEADERS);
    expect(lines.slice(0, 3).map((line) => line.slice(1))).toEqual([
      ["Anna", "Import: People", "", "Cancelled", id, "0 members"],
      ["Ben", `Refresh: ${FIELDS}`, FIELDS, "Stopped", stopped.id, `0 member fields. ${stopped.error}`],
      [
        "Anna",
        `Refresh: ${FIELDS}`,
        FIELDS,
        "Done",
        done.id,
        "8 member fields, nothing changed. Whole listing: 1 request.",
      ],
    ]);
    const when = column("When").map((cell) => (cell as { serial: number }).serial);
    expect(when).toEqual([...when].sort((a, b) => b - a));
  });

  test("a run that stopped, went on and was done has a line for each end", async () => {
    servers.huntr.faults.add({ times: 9, effect: { kind: "status", status: 403 } });
    const { id } = await refresh();
    servers.huntr.faults.clear();
    await json(host.rpc("goOnRun", [id]));
    await settle(host);
    expect(column("Run").slice(0, 2)).toEqual([id, id]);
    expect(column("Outcome").slice(0, 2)).toEqual(["Done", "Stopped"]);
  });

  test("text that looks like a formula, a number or a date arrives as that text", async () => {
    await value(host.rpc("saveMyName", ["=1+1"]));
    await start(host, { kind: "import", table: "huntr.members", sheet: "00123" });
    await settle(host);
    expect([column("Who")[0], column("Sheet")[0]]).toEqual(["=1+1", "00123"]);
    const id = logId();
    expect(
      host.book
        .formulas(id, 2, 1, 1, 7)
        .flat()
        .filter((text) => text !== ""),
    ).toEqual([]);
  });

  test("no key ever, also when an API repeats it", async () => {
    servers.huntr.faults.add({
      times: 9,
      effect: { kind: "status", status: 403, body: { message: `No: ${KEYS.huntr}` } },
    });
    await refresh();
    expect(JSON.stringify(grid(host, LOG))).not.toContain(KEYS.huntr);
  });

  test("who gave no name is told from others all the same", async () => {
    await value(host.rpc("saveMyName", [" "]));
    await refresh();
    expect(column("Who")[0]).toMatch(/^Person [0-9a-f]{4}$/);
    await refresh(COLLEAGUE);
    expect(column("Who").slice(0, 2)).toEqual(["Ben", column("Who")[1]]);
  });
});

describe("what was made, renamed or deleted", () => {
  const change = (table: string, id: string, body: object | null, as?: string) =>
    json<SendRecord[]>(
      host.rpc("changeRecord", [table, id, JSON.stringify(body)], as === undefined ? {} : { as }),
    );
  const FIELD = { name: "Shirt", fieldType: "MULTIPLE_CHOICE", choices: ["S"] };

  test.each([
    ["hunter.leads-lists", "Hunter Leads Lists", { name: "=Fair" }, { name: "=fair" }],
    ["hunter.custom-attributes", "Hunter Custom Attributes", { label: "Town" }, { label: "Home town" }],
    ["huntr.member-fields", "Huntr Member Fields", FIELD, null],
  ] as const)("%s: a line each, with who, when, what and which", async (table, title, body, renamed) => {
    const nameIn = (record: object) => String(Object.values(record)[0]);
    const before = grid(host, LOG).length;
    const made = await change(table, "", body);
    // It is there already, in another spelling: nothing is made.
    await change(table, "", { ...body, [Object.keys(body)[0] as string]: ` ${nameIn(body).toUpperCase()}` });
    const lines = [["Anna", `Create: ${title}`, "", "Done", "", `"${nameIn(body)}"`]];
    if (renamed) {
      const { id } = must(made.find((record) => nameIn(body) === (record.name ?? record.label)));
      await change(table, String(id), renamed);
      await change(table, String(id), null, COLLEAGUE);
      // It is gone already.
      await change(table, String(id), null, COLLEAGUE);
      lines.unshift(
        ["Ben", `Delete: ${title}`, "", "Done", "", `"${nameIn(renamed)}" (ID ${id})`],
        [
          "Anna",
          `Rename: ${title}`,
          "",
          "Done",
          "",
          `"${nameIn(body)}" (ID ${id}), now "${nameIn(renamed)}"`,
        ],
      );
    }
    const [, ...all] = grid(host, LOG);
    expect(all.slice(0, all.length + 1 - before).map((line) => line.slice(1))).toEqual(lines);
    const when = column("When").map((cell) => (cell as { serial: number }).serial);
    expect(Math.abs(must(when[0]) - must(when[lines.length - 1]))).toBeLessThan(1 / 1440);
    expect(host.book.formulas(logId(), 2, 1, 1, 7).flat().join("")).toBe("");
  });

  test("what was refused leaves no line, and what got no answer but is there does", async () => {
    const before = grid(host, LOG).length;
    servers.hunter.faults.add({
      effect: { kind: "status", status: 422 },
      when: ({ method }) => method === "POST",
    });
    await expect(change("hunter.leads-lists", "", { name: "No" })).rejects.toThrow(/Hunter/);
    expect(grid(host, LOG)).toHaveLength(before);
    servers.hunter.faults.add({
      effect: { kind: "drop", when: "after" },
      when: ({ method }) => method === "POST",
    });
    await change("hunter.leads-lists", "", { name: "Yes" });
    expect(column("Details")[0]).toBe('"Yes"');
    expect(grid(host, LOG)).toHaveLength(before + 1);
  });
});

describe("its sheet", () => {
  test("is the last tab, and nobody is shown it", async () => {
    host.book.removeSheet(logId());
    const board = must(host.book.sheets().find(({ name }) => name === BOARDS)).id;
    host.select(COLLEAGUE, { sheet: board, row: 1, column: 1, rows: 1, columns: 1 });
    await refresh(COLLEAGUE);
    expect(host.book.sheets().at(-1)?.name).toBe(LOG);
    expect(host.activeSheet(COLLEAGUE)).toBe(board);
    expect(grid(host, LOG).length).toBe(2);
  });

  test("holds 1,000 lines, the oldest go", async () => {
    const id = logId();
    const before = grid(host, LOG).slice(1);
    const filler = Array.from({ length: 998 }, (_, i) => HEADERS.map(() => `old ${i}`));
    host.book.write(id, 2 + before.length, 1, filler.slice(0, 1000 - before.length));
    for (let i = 0; i < 3; i++) {
      await refresh();
      await host.advance(60_000);
    }
    expect(column("Outcome").length).toBe(1_000);
    expect(column("Outcome").slice(0, 3)).toEqual(["Done", "Done", "Done"]);
    expect(column("Details").at(-1)).toBe("old 993");
    await json(host.rpc("changeRecord", ["hunter.leads-lists", "", JSON.stringify({ name: "Fair" })]));
    expect(column("Details").slice(0, 1)).toEqual(['"Fair"']);
    expect(column("Details").at(-1)).toBe("old 992");
    expect(must(host.book.sheets().find((sheet) => sheet.id === id)).rows).toBe(1_001);
  });

  test.each<[string, (id: number) => void, string[]]>([
    [
      "a column was moved",
      (id) => {
        host.book.write(id, 1, 1, [["Details", "Who", "What", "Sheet", "Outcome", "Run", "When"]]);
      },
      ["Details", "Who", "What", "Sheet", "Outcome", "Run", "When"],
    ],
    [
      "columns were taken out and added",
      (id) => {
        host.book.removeColumns(id, 6, 1);
        host.book.insertColumns(id, 2, 1);
        host.book.write(id, 1, 2, [["My notes"]]);
      },
      ["When", "My notes", "Who", "What", "Sheet", "Outcome", "Details"],
    ],
    ["the header was deleted", (id) => host.book.removeRows(id, 1, 1), HEADERS],
    [
      "everything was emptied",
      (id) => {
        host.book.clear(id, 1, 1, 50, 26, { contents: true });
      },
      HEADERS,
    ],
    ["all rows but one were deleted", (id) => host.book.removeRows(id, 2, 999), HEADERS],
  ])("%s: the next line still comes on top, under the right headers", async (_what, change, headers) => {
    change(logId());
    const run = await refresh();
    expect(run.status).toBe("done");
    expect(grid(host, LOG)[0]?.slice(0, 7)).toEqual(headers);
    expect([column("Who")[0], column("Sheet")[0], column("Outcome")[0]]).toEqual(["Anna", FIELDS, "Done"]);
    expect(column("Details")[0]).toBe("8 member fields, nothing changed. Whole listing: 1 request.");
  });

  test("protected: the run is done all the same, and its line comes from somebody who may write it", async () => {
    const lines = logOf(host).length;
    addProtection(host.book, {
      sheet: logId(),
      range: null,
      unprotected: [],
      description: "",
      isWarningOnly: false,
      editors: [],
    });
    expect(await refresh(COLLEAGUE)).toMatchObject({ status: "done", error: null });
    expect(logOf(host).length).toBe(lines);
    // The owner may write there, and his trigger does.
    await host.advance(2 * HOUR_MS);
    expect(
      logOf(host)
        .slice(lines)
        .map(([, who, , outcome]) => [who, outcome]),
    ).toEqual([["Ben", "Done"]]);
  });

  test("costs a run at most five calls to the sheet, and reads no more of it than its top", async () => {
    const { id } = await start(host, REFRESH);
    await json(host.rpc("pauseRun", [id]));
    const cancelled = await host.rpc("cancelRun", [id]);
    const calls = cancelled.serviceCalls.filter(({ name }) => /^(Range|Sheet|Spreadsheet)/.test(name));
    expect(calls.map(({ name, count }) => [name, count])).toEqual([
      ["Range.getValues", 1],
      ["Sheet.insertRowsBefore", 1],
      ["Range.setValues", 1],
      ["Sheet.deleteRows", 1],
      ["SpreadsheetApp.flush", 1],
    ]);
  });
});

test("killed before and after each call at the end of a run: one line, whoever writes it", async () => {
  const died = new Set<string>();
  for (const [when, queued] of [
    ["before", "lost"],
    ["after", "applied"],
  ] as const) {
    await host.close();
    host = await openHost(file, servers.routes, { switches: { queuedWritesOnKill: queued } });
    for (let call = 1; ; call++) {
      const { id } = await start(host, REFRESH);
      await json(host.rpc("pauseRun", [id]));
      host.killAt({ call, when });
      const cancelled = await host.rpc("cancelRun", [id]);
      host.killAt(null);
      if (!("killed" in cancelled)) break;
      died.add(String(cancelled.call));
      // Whose click died clicks again; whose line is missing has it from the next trigger.
      await json(host.rpc("cancelRun", [id]));
      await host.advance(HOUR_MS);
      const where = `${when} call ${call}, ${cancelled.call}`;
      expect(column("Run").filter((run) => run === id).length, where).toBe(1);
      expect(column("Outcome")[0], where).toBe("Cancelled");
      expect(column("When").indexOf(""), where).toBe(-1);
    }
  }
  expect([...died]).toEqual(
    expect.arrayContaining(["Properties.setProperty", "Range.setValues", "SpreadsheetApp.flush"]),
  );
}, 120_000);
