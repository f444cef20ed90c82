import { describe, expect, test } from "vitest";
import { AS_OF_TODAY, OF_OLD } from "../../local/apis/index.ts";
import { entries } from "../../src/entries.ts";
import { compute } from "../formulas/computing.ts";
import { grid, must, settle, start } from "../rig.ts";
import { before, host, onStage, servers } from "../stage.ts";
import { under } from "./looking-up.ts";

const NEWER = entries.filter(({ api, newer }) => api === "hunter" && newer);

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
    const since = servers.hunter.requests.slice(before.hunter).length;
    await host.call("importEverythingFromHunter", [], { entry: "menu" });
    expect((await settle(host)).filter(({ status }) => status === "stopped").length).toBe(1);
    expect(servers.hunter.requests.length).toBeGreaterThan(since);
  });
});
