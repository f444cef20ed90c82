import { expect, test } from "vitest";
import { newBookFile } from "../../local/runtime/book-file.ts";
import type { Host } from "../../local/runtime/host.ts";
import { openAddon } from "../addon.ts";
import { KEYS, listRuns, OWNER, openHost, start, value } from "../rig.ts";
import { file, onServers, servers } from "../stage.ts";

onServers({ huntr: { size: { jobs: 40 } } });

const AUTH = "https://www.googleapis.com/auth/";
const HOUR = 3_600_000;
/** What Google ends the execution with in the menu, where it then shows its dialog. */
const ASKS = "Authorization is required to perform that action.";
const IMPORT = { kind: "import", table: "huntr.jobs", columns: ["title"] };

/** Of each kind one: a sidebar, one that is told what to show, an import, a refresh, formulas. */
const ITEMS = [
  "showSetup",
  "showCredits",
  "showInvite",
  "showVerify",
  "importHuntrJobs",
  "refreshSheet",
  "recalculateFormulas",
];

/** What sidebars ask for when they open, and what they do. */
const CALLS: readonly (readonly [string, ...unknown[]])[] = [
  ["setupState"],
  ["saveKeys", JSON.stringify(KEYS)],
  ["testKey", "huntr"],
  ["forgetKey", "hunter"],
  ["importForm"],
  ["previewImport", JSON.stringify(IMPORT)],
  ["choices", "huntr.members", ""],
  ["startRun", JSON.stringify(IMPORT)],
  ["listRuns"],
  ["tablesState"],
  ["lookupForm", ""],
  ["credits"],
];

async function said(outcome: Promise<Awaited<ReturnType<Host["rpc"]>>>): Promise<string | null> {
  const result = await outcome;
  return result.ok ? null : "error" in result ? result.error.message : "killed";
}

test.each(["spreadsheets.currentonly", "script.external_request", "script.container.ui"])(
  "%s was refused: whatever is chosen in the menu, Google asks for it again",
  async (scope) => {
    const host = await openHost(file, servers.routes, { refusedScopes: { [OWNER]: [AUTH + scope] } });
    for (const item of ITEMS)
      expect([item, await said(host.call(item, [], { entry: "menu" }))]).toEqual([item, ASKS]);
    host.refuseScopes(OWNER, []);
    for (const item of ITEMS)
      expect([item, await said(host.call(item, [], { entry: "menu" }))]).toEqual([item, null]);
    await host.close();
  },
);

test("in whichever language: Google's own error goes back to Google, and no other text of it to the person", async () => {
  const host = await openHost(file, servers.routes);
  const german = "Zum Ausführen dieser Aktion ist eine Autorisierung erforderlich.";
  for (const item of ITEMS) {
    host.fault({ call: "ScriptApp.requireScopes", message: german });
    expect([item, await said(host.call(item, [], { entry: "menu" }))]).toEqual([item, german]);
    host.disarm();
  }
  await host.close();
});

test("who refused triggers is not asked for them at each click", async () => {
  const host = await openHost(file, servers.routes, {
    refusedScopes: { [OWNER]: [`${AUTH}script.scriptapp`] },
  });
  for (const item of ITEMS)
    expect([item, await said(host.call(item, [], { entry: "menu" }))]).toEqual([item, null]);
  await host.close();
});

test.each([
  // Without the file nobody can write down that the run stopped.
  ["spreadsheets.currentonly", "read and change this spreadsheet", "queued"],
  ["script.external_request", "connect to Huntr and Hunter", "stopped"],
])(
  "%s is taken back while sidebars are open: they say what is not allowed and how to allow it",
  async (scope, does, status) => {
    const host = await openHost(file, servers.routes);
    const run = await start(host, IMPORT);
    host.refuseScopes(OWNER, [AUTH + scope]);
    const sentence = `Google does not let Huntsheet ${does}: that was not allowed when Google asked. Choose Huntsheet ▸ Set up, allow everything, then try again.`;
    const told = new Set<string | null>();
    for (const [name, ...values] of CALLS) told.add(await said(host.rpc(name, values)));
    expect([...told].filter((text) => text !== null)).toEqual([sentence]);
    host.refuseScopes(OWNER, []);
    await host.rpc("saveKeys", [JSON.stringify(KEYS)]);
    host.refuseScopes(OWNER, [AUTH + scope]);
    await host.rpc("advanceRun", [run.id]);
    host.refuseScopes(OWNER, []);
    const after = (await listRuns(host)).find(({ id }) => id === run.id);
    expect(after).toMatchObject({ status, error: status === "stopped" ? sentence : null });
    await host.rpc("goOnRun", [run.id]);
    await host.advance(HOUR);
    expect((await listRuns(host)).find(({ id }) => id === run.id)).toMatchObject({
      status: "done",
      done: 40,
    });
    await host.close();
  },
);

const NOW_MS = Date.parse("2026-11-16T09:00:00Z");

test.each([
  ["bound", () => openHost(file, servers.routes)],
  ["as an add-on", () => openAddon(newBookFile({ owner: OWNER, nowMs: NOW_MS }), servers.routes)],
] as const)(
  "%s: somebody takes something back: triggers do nothing until it is allowed, then they go on",
  async (variant, open) => {
    const host = await open();
    await value(host.rpc("saveKeys", [JSON.stringify(KEYS)]));
    await start(host, IMPORT);
    host.refuseScopes(OWNER, [`${AUTH}script.external_request`]);
    const fired = await host.advance(2 * HOUR);
    if (variant === "bound") expect(fired).not.toEqual([]);
    // Google itself does not let a bound script's begin.
    if (variant !== "bound") expect(fired.map(({ error }) => error)).toEqual(fired.map(() => null));
    expect((await listRuns(host))[0]).toMatchObject({ status: "queued", done: 0 });
    host.refuseScopes(OWNER, []);
    await host.advance(2 * HOUR);
    expect((await listRuns(host))[0]).toMatchObject({ status: "done", done: 40 });
    await host.close();
  },
);
