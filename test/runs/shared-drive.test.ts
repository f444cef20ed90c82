import { expect, test } from "vitest";
import { newBookFile } from "../../local/runtime/book-file.ts";
import { compute, computeAgain } from "../formulas/computing.ts";
import { COLLEAGUE, grid, KEYS, listRuns, must, OWNER, openHost, settle, start, value } from "../rig.ts";
import { onServers, servers } from "../stage.ts";

/** A file in a shared drive: nobody owns it, and formulas see the keys of whoever made it (facts, 13). */

const JOBS = 40;
const SPEC = { kind: "import", table: "huntr.jobs", columns: ["title", "created_at", "salary"] };
const TRIGGERS = "https://www.googleapis.com/auth/script.scriptapp";

onServers({ huntr: { size: { jobs: JOBS } } });

const open = (more = {}) =>
  openHost(
    newBookFile({ owner: OWNER, nowMs: Date.parse("2026-11-16T09:00:00Z"), isInSharedDrive: true }),
    servers.routes,
    more,
  );

test("formulas there use the key of whoever made the file, say so when there is none, and a shared key helps", async () => {
  const host = await open();
  await value(host.rpc("saveKeys", [JSON.stringify(KEYS)], { as: COLLEAGUE }));
  expect((await compute(host, '=HUNTR_MEMBER_FIELDS("", "name")')).error).toBe(
    "Formulas use the Huntr access token of this spreadsheet's owner (in a shared drive: of whoever made it), and none is set. Share yours with this spreadsheet under Huntsheet ▸ Set up, or have that person set theirs there.",
  );
  await value(host.rpc("shareKey", ["huntr", true], { as: COLLEAGUE }));
  expect((await computeAgain(host, "HUNTR_MEMBER_FIELDS")).error).toBe("");
  await host.close();
});

test("an import under typed columns, in a shared drive, by somebody who refused triggers: whole data, one sentence", async () => {
  const host = await open({ refusedScopes: { [COLLEAGUE]: [TRIGGERS] } });
  await value(host.rpc("saveKeys", [JSON.stringify(KEYS)], { as: COLLEAGUE }));
  await start(host, SPEC, COLLEAGUE);
  await settle(host, COLLEAGUE);
  const { id, rows, columns } = must(host.book.sheets().find(({ name }) => name === "Huntr Jobs"));
  host.convertToTable({ sheet: id, row: 1, column: 1, rows, columns });
  host.book.removeRows(id, 2, JOBS);
  const run = await start(host, SPEC, COLLEAGUE);
  const said = new Set([run.note]);
  host.on("ended", ({ execution }) => {
    expect(execution.ok).toBe(true);
  });
  const [ended] = await settle(host, COLLEAGUE);
  for (const { note, error } of await listRuns(host, COLLEAGUE)) said.add(note).add(error);
  said.delete(null);
  expect(ended).toMatchObject({ status: "done", done: JOBS, error: null });
  expect([...said]).toEqual([
    expect.stringMatching(/^Google refused Huntsheet a trigger: keep this sidebar open until this is done\./),
  ]);
  expect(
    grid(host, "Huntr Jobs")
      .slice(1)
      .map(([key]) => key)
      .sort(),
  ).toEqual(servers.huntr.data.jobs.map((job) => job.id).sort());
  await host.close();
});
