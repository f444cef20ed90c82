import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeEach, expect, it, vi } from "vitest";
import { newBookFile } from "../../local/runtime/book-file.ts";
import { wantedIn } from "../../scripts/deploy/wanted.mjs";
import { failureOf } from "../../src/ui/sidebar/parts/call-failure.ts";
import { byName, freshMachine, type Machine } from "../build/deploying.ts";
import { must, OWNER, openHost } from "../rig.ts";

/** docs/install.md, walked by somebody who has that page and nothing else. */

const root = fileURLToPath(new URL("../../", import.meta.url));
const page = readFileSync(`${root}docs/install.md`, "utf8");

/** clasp takes 2 s to start, alone on a machine; a walk starts it twice. */
vi.setConfig({ testTimeout: 240_000 });

let machine: Machine;
beforeEach(async () => {
  machine = await freshMachine();
});
afterEach(() => machine.close());
afterAll(() => vi.resetConfig());

/** Of Set up, where colleagues can change the script. */
const WARNING = "whoever may edit this spreadsheet can change the script that uses them";

/** A part of the page, by its heading. */
function part(heading: string): string {
  const [, after] = page.split(`\n## ${heading}\n`);
  return must(after).split("\n## ")[0] ?? "";
}

/** The commands of a part, in order: its indented blocks. */
const commandsIn = (text: string) =>
  [...text.matchAll(/^(?: {4}| {7})(\S.*)$/gm)].map(([, command = ""]) => command);

/** Does at the terminal what the parts say. @returns what was said */
async function type(
  parts: readonly string[],
  { scriptId = "", env = {} }: { scriptId?: string; env?: NodeJS.ProcessEnv } = {},
): Promise<readonly string[]> {
  let hasInstalled = false;
  const all: string[] = [];
  for (const command of parts.flatMap((heading) => commandsIn(part(heading)))) {
    const [, args] = /^npm run deploy -- (.+)$/.exec(command) ?? [];
    if (command === "npm ci") hasInstalled = true;
    else if (command === "npx clasp login" && hasInstalled) machine.logIn();
    else if (args) {
      const wanted = wantedIn(args.replace("SCRIPT_ID", scriptId).split(" "));
      const { said, refusal } = await machine.deploy(wanted, env);
      expect(refusal).toBeNull();
      all.push(...said);
    } else throw new Error(`Nobody at this terminal knows: ${command}`);
  }
  return all;
}

/** Reloads a spreadsheet whose script holds these files. @returns the menu that the page names, opened down to Set up */
async function menuOf(files: Record<string, string>): Promise<readonly string[]> {
  const dist = join(machine.root, "..", "script");
  mkdirSync(dist);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(dist, name), text);
  const host = await openHost(
    newBookFile({ owner: OWNER, nowMs: Date.parse("2026-11-30T09:00:00Z") }),
    {},
    { dist },
  );
  try {
    await host.onOpen();
    const [menu] = host.menu();
    const items = must(menu).items.map((item) => ("label" in item ? item.label : ""));
    const clicked = await host.call("showSetup", [], { entry: "menu" });
    expect(clicked.ok).toBe(true);
    return items;
  } finally {
    await host.close();
  }
}

/** What lies in the folder's dist, by name. */
const dist = () => {
  const folder = join(machine.root, "dist");
  return Object.fromEntries(
    readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), "utf8")]),
  );
};
const settings = () => JSON.parse(readFileSync(join(machine.root, ".clasp.json"), "utf8"));

it("a new spreadsheet: from the page's commands to the menu", async () => {
  const said = await type(["Before the first two ways", "A new spreadsheet"]);
  const { rootDir, scriptId, parentId } = settings();
  expect(rootDir).toBe("dist");
  expect([...machine.google.drive]).toEqual([[parentId, { name: "Huntsheet" }]]);
  expect(said).toEqual([
    `Pushing the script of one spreadsheet to https://script.google.com/d/${scriptId}/edit`,
    `Pushed 9 files. Open https://docs.google.com/spreadsheets/d/${parentId}/edit, or reload it: the menu is under Extensions ▸ Huntsheet.`,
  ]);
  const arrived = byName(machine.google.files(scriptId));
  expect(arrived).toEqual(dist());
  expect(await menuOf(arrived)).toContain("Set up");
});

it("a spreadsheet that there is: from its script's id to the menu, whatever settings for clasp one has", async () => {
  const { google, root: folder } = machine;
  const [scriptId, other] = [google.openScript(), google.openScript()];
  const own = { clasp: join(folder, "../.clasp.json"), ignored: join(folder, "../ignored") };
  writeFileSync(own.clasp, JSON.stringify({ scriptId: other, rootDir: "." }));
  writeFileSync(own.ignored, "**/*.html\n");
  const said = await type(["Before the first two ways", "A spreadsheet that you have"], {
    scriptId: `https://script.google.com/u/0/home/projects/${scriptId}/edit`,
    env: { clasp_config_project: own.clasp, clasp_config_ignore: own.ignored },
  });
  expect(said.at(-1)).toBe(
    "Pushed 9 files. Reload the spreadsheet: the menu is under Extensions, by the name of its script.",
  );
  expect(settings()).toEqual({ rootDir: "dist", scriptId });
  expect(google.drive.size).toBe(0);
  expect(google.files(other)).toHaveLength(2);
  const arrived = byName(google.files(scriptId));
  expect(arrived).toEqual(dist());
  expect(await menuOf(arrived)).toContain("Set up");
  expect(readdirSync(folder).sort()).toEqual([".clasp.json", "dist"]);
});

it("by hand: what the page has pasted is all that was built, and leads to the menu", async () => {
  const text = part("By hand");
  const built = (name: string) => readFileSync(`${root}dist/${name}`, "utf8");
  expect(text).toContain("the whole content of `Code.js` over it");
  expect(text).toContain("paste the content of `dist/appsscript.json`");
  const pasted: Record<string, string> = {
    "Code.js": built("Code.js"),
    "appsscript.json": built("appsscript.json"),
  };
  for (const [, name = "", file = ""] of text.matchAll(/\| `(\w+)` \| `(\w+\.html)` \|/g))
    pasted[`${name}.html`] = built(file);
  expect(Object.keys(pasted).sort()).toEqual(readdirSync(`${root}dist`).sort());
  expect(pasted["setup.html"]).toContain(WARNING);
  expect(await menuOf(pasted)).toContain("Set up");
});

it("what a sidebar says of several accounts is what the page quotes, where it warns and where it helps", () => {
  const said = failureOf(new Error("PERMISSION_DENIED")).message;
  const quoted = [...page.matchAll(/Google answered[^"|]*/g)].map(([text]) =>
    text.trim().replace(/\s+/g, " "),
  );
  expect(quoted).toHaveLength(2);
  for (const text of quoted) expect(said.startsWith(`${text}.`), text).toBe(true);
  expect(page).not.toMatch(/PERMISSION_DENIED|permission is denied/);
});

it("every sheet that Huntsheet makes for itself is told where all is removed, and in the privacy policy", () => {
  const sources = readdirSync(`${root}src`, { recursive: true }).filter((name) => /\.ts$/.test(String(name)));
  const made = sources.flatMap((name) => {
    const text = readFileSync(`${root}src/${name}`, "utf8");
    return [...text.matchAll(/(?:SHEET =|sheet:) ("Huntsheet [\w ]+")/g)].map(([, sheet = ""]) => sheet);
  });
  expect(made.length).toBeGreaterThan(3);
  const listed = part("Remove everything").match(/"Huntsheet [\w ]+"/g) ?? [];
  expect([...listed].sort()).toEqual([...made].sort());
  const policy = readFileSync(`${root}docs/privacy.md`, "utf8");
  for (const sheet of made) expect(policy).toContain(sheet);
});

it("what the command says when it fails is in the page's list, word for word", () => {
  const seen = [...part("When it does not work").matchAll(/^\| (The Apps|Google does|holds code)[^|]*/gm)];
  expect(seen).toHaveLength(3);
  const said = ["failure.mjs", "deploy.mjs"]
    .map((name) => readFileSync(`${root}scripts/deploy/${name}`, "utf8"))
    .join();
  for (const [cell] of seen) expect(said).toContain(cell.slice(2).trim());
});
