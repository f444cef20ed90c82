import { readFileSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import type { InstallMode } from "../../local/runtime/book-file.ts";
import type { Host } from "../../local/runtime/host.ts";
import { readCode } from "../../local/runtime/project.ts";
import type { Entry, Menu, MenuItem } from "../../local/runtime/report.ts";
import { getEvent } from "../../local/runtime/web-app.ts";
import { build } from "../../scripts/build/build.mjs";
import { compute, given } from "../formulas/computing.ts";
import { COLLEAGUE, openHost, start } from "../rig.ts";
import { before, file, onServers, servers } from "../stage.ts";

/** A cell says so, whatever function without @customfunction its formula names (src/gas/guard.ts). */
const REFUSED = "This is no formula. Use the menu Extensions ▸ Huntsheet.";

const INVITE = { kind: "push", push: "huntr.invitations", sheet: "In", map: { email: "E-mail" } };
const VERIFY = { kind: "lookup", lookup: "verify", sheet: "In", inputs: { email: "E-mail" } };
const RHYTHM = '{"every":"day","hour":3}';
const TEMPLATE = '{"name":"Template","headers":["a"],"example":["b"]}';

/** What a page gives to the functions that take something. A cell gives the same, objects as their text. */
const ARGUMENTS: { readonly [name: string]: readonly unknown[] } = {
  startRun: [INVITE],
  advanceRun: ["1"],
  pauseRun: ["1"],
  goOnRun: ["1"],
  cancelRun: ["1"],
  saveSchedule: [0, RHYTHM],
  saveMyName: ["Mallory"],
  openSheet: [0, 1],
  previewImport: [JSON.stringify({ kind: "import", table: "huntr.members" })],
  choices: ["huntr.members", ""],
  previewPush: [JSON.stringify(INVITE)],
  sendForm: ["huntr.invitations", "In"],
  changeRecord: ["hunter.leads-lists", "1", "null"],
  templateSheet: [TEMPLATE],
  lookupForm: ["In"],
  previewLookup: [JSON.stringify(VERIFY)],
  forgetResults: ['{"which":"all"}'],
  saveKeys: ['{"huntr":"mine","hunter":"mine"}'],
  forgetKey: ["huntr"],
  shareKey: ["hunter", true],
  testKey: ["hunter"],
  setWebhooks: [true],
  signWebhooks: [""],
};

/** As a cell's text: texts quoted, with quotation marks as CHAR(34), which the stand-in's formulas cannot hold. */
function inFormula(value: unknown): string {
  if (typeof value === "boolean") return String(value).toUpperCase();
  if (typeof value === "number") return String(value);
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text
    .split('"')
    .map((part) => `"${part}"`)
    .join("&CHAR(34)&");
}

const itemsOf = (items: readonly (Menu | MenuItem)[]): string[] =>
  items.flatMap((item) =>
    "items" in item ? itemsOf(item.items) : "function" in item ? [item.function] : [],
  );

const TRIGGERS = ["hourly", "continueRuns", "answerBells"];
/** What Google calls for a request to the web app, which an add-on has not. */
const WEB = ["doGet", "doPost"];

describe.each<[InstallMode]>([["bound"], ["addon"]])("%s", (mode) => {
  let dist: string;
  /** All that Google would let a formula name, but what is meant to be one. */
  let guarded: string[];
  onServers({ huntr: { size: { jobs: 20, members: 6 } } });
  beforeAll(async () => {
    dist = await mkdtemp(join(tmpdir(), "huntsheet-"));
    await build({ outDir: dist, addon: mode === "addon" });
    guarded = readCode(readFileSync(join(dist, "Code.js"), "utf8"))
      .nameable.filter(({ doc }) => doc === "")
      .map(({ name }) => name);
  });

  /** In a file that is in use: a table with a schedule, so a trigger, and rows that could be sent. */
  async function hostInUse(): Promise<Host> {
    const host = await openHost(file, servers.routes, { dist, mode });
    await host.onOpen();
    given(host, [["E-mail"], ["victim@elsewhere.example"]]);
    await start(host, { kind: "import", table: "huntr.member-fields" });
    return host;
  }

  it("a formula that names what is none shows the sentence, asks nobody and changes nothing", async () => {
    const host = await hostInUse();
    host.sitDown(COLLEAGUE);
    const kept = () => {
      const { properties, caches, triggers } = host.save();
      return structuredClone({ properties, caches, triggers });
    };
    const at = kept();
    const asked = [servers.huntr.requests.length, servers.hunter.requests.length];
    const { book } = host;
    const sheet = book.insertSheet("Formulas");
    // Every second row, so that what spills would be seen.
    guarded.forEach((name, i) => {
      const args = (ARGUMENTS[name] ?? []).map(inFormula).join(", ");
      book.write(sheet, 1 + 2 * i, 1, [[`=${name}(${args})`]]);
    });
    await book.settled();
    expect(guarded.length).toBeGreaterThan(60);
    const shown = guarded.map((name, i) => [name, book.errorMessage(sheet, 1 + 2 * i, 1)]);
    expect(shown).toEqual(guarded.map((name) => [name, REFUSED]));
    expect(new Set(book.values(sheet, 1, 1, 2 * guarded.length, 1).flat())).toEqual(new Set(["#ERROR!", ""]));
    expect([servers.huntr.requests.length, servers.hunter.requests.length]).toEqual(asked);
    expect(kept()).toEqual(at);
    await host.close();
  });

  it("not even with a cell's list of values in place of an event, or in the wrong case", async () => {
    const host = await hostInUse();
    given(host, [["authMode", "FULL"]]);
    for (const formula of ["=hourly(In!A1:B1)", '=hourly("authMode")', "=HOURLY(In!A1)", "=ShowSetup(TRUE)"])
      expect((await compute(host, formula)).error).toBe(REFUSED);
    await host.close();
  });

  it("each of them works by its own way: the menu, the sidebar, a trigger, the opening", async () => {
    const host = await hostInUse();
    const inMenu = new Set(itemsOf(host.menu()));
    const wayOf = (name: string): Entry => {
      if (name === "onOpen") return "open";
      if (TRIGGERS.includes(name)) return "trigger";
      if (WEB.includes(name)) return name === "doGet" ? "get" : "post";
      return inMenu.has(name) || name === "onInstall" ? "menu" : "rpc";
    };
    const refused = [];
    for (const name of guarded) {
      const entry = wayOf(name);
      const args = WEB.includes(name) ? [getEvent({})] : (ARGUMENTS[name] ?? []);
      const execution = entry === "rpc" ? await host.rpc(name, args) : await host.call(name, args, { entry });
      if (!execution.ok && !("killed" in execution) && execution.error.message === REFUSED)
        refused.push(name);
    }
    expect(refused).toEqual([]);
    expect([...inMenu].filter((name) => !guarded.includes(name))).toEqual([]);
    // They did what they are for.
    expect(servers.hunter.requests.length).toBeGreaterThan(before.hunter);
    expect(host.menu()).not.toEqual([]);
    await host.close();
  });
});
