import { expect, test } from "vitest";
import type { JsonObject } from "../../src/core/ports.ts";
import { compute } from "../formulas/computing.ts";
import { grid, must, settle, start } from "../rig.ts";
import { host, onStage, servers } from "../stage.ts";
import { under } from "./pushing.ts";

onStage({});

function listed(path: RegExp, data: readonly JsonObject[]): void {
  servers.huntr.faults.clear();
  servers.huntr.faults.add({
    effect: { kind: "change", change: (reply) => ({ ...reply, body: { data } }) },
    when: (call) => path.test(call.path),
    times: 99,
  });
}

/** A listing's job, with something else than usual. */
const job = (n: number, odd: JsonObject): JsonObject => ({
  id: `5eb0000000000000000000a${n}`,
  title: "Welder",
  createdAt: 1_767_225_600 - n,
  ...odd,
});

const plain: readonly [JsonObject[string], string | boolean][] = [
  [42, "42"],
  [0, "0"],
  [-1.5, "-1.5"],
  [true, "true"],
  [false, "false"],
  [["Cook", 7, true], "Cook, 7, true"],
  ["007", "007"],
  ["=1+1", "=1+1"],
  [1e21, "1e+21"],
  ["TRUE", "TRUE"],
];

test("text columns show any plain value that arrives, in a table and in a formula", async () => {
  listed(
    /jobs$/,
    plain.map(([title], n) => job(n, { title })),
  );
  await start(host, { kind: "import", table: "huntr.jobs" });
  expect((await settle(host))[0]).toMatchObject({ status: "done", note: null });
  const shown = plain.map(([, text]) => text);
  expect(under(grid(host, "Huntr Jobs"), "Title")).toEqual(shown);
  const { cells } = await compute(host, '=HUNTR_JOBS("","title")');
  // Its order is that of the ids.
  expect(cells.slice(1).map(([title]) => title)).toEqual([...shown].reverse());
});

test("what could not be shown is one line in the log, with how many and in which columns", async () => {
  const records = [
    job(0, { title: { en: "Cook" }, salary: [{ min: 1 }] }),
    job(1, { title: [{}], url: { href: "x" } }),
    job(2, { createdAt: "soon" }),
    { title: "of nobody" },
    { id: { $oid: "5eb" }, title: "of an object" },
  ];
  listed(/jobs$/, records);
  await start(host, { kind: "import", table: "huntr.jobs" });
  const [run] = await settle(host);
  const sentence =
    'Could not be shown: 2 without an ID, 2 under "Title", 1 under "Salary", 1 under "URL", 1 under "Created at".';
  expect(run).toMatchObject({ status: "done", done: 3, note: sentence });
  expect(under(grid(host, "Huntsheet log"), "Details")).toEqual([expect.stringContaining(sentence)]);
  expect(under(grid(host, "Huntr Jobs"), "Title")).toEqual(["", "", "Welder"]);

  await start(host, { kind: "refresh", sheet: "Huntr Jobs", full: true });
  const [refreshed] = await settle(host);
  expect(must(refreshed).note).toMatch(
    /^Whole listing: \d+ requests?\. Could not be shown: 2 without an ID, 2 under "Title"/,
  );
});

test("a member field and an attribute that are called by a number have their column", async () => {
  servers.huntr.faults.add({
    effect: {
      kind: "change",
      change: (reply) => ({ ...reply, body: { data: [{ id: "f1", name: 2026, fieldType: "TEXT" }] } }),
    },
    when: (call) => /member-fields$/.test(call.path),
  });
  await start(host, { kind: "import", table: "huntr.members" });
  await settle(host);
  expect(grid(host, "Huntr Members")[0]).toContain("2026");
});
