import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "../build/build.mjs";
import { clasp } from "./clasp.mjs";
import { contentsOf } from "./contents.mjs";
import { DeployFailure, reasonFor } from "./failure.mjs";
import { keepTarget, scriptIdIn, settingsFile, targetOf } from "./settings.mjs";

const TITLE = "Huntsheet";
const BY_HAND =
  ' If it goes on: make the spreadsheet by hand ("A spreadsheet that you have" in docs/install.md).';
const VARIANTS = { bound: "the script of one spreadsheet", addon: "the variant for publishing" };

/** @typedef {{ addon?: boolean; isNew?: boolean; script?: string | undefined }} Wanted */
/** @typedef {import("./settings.mjs").Target} Target */
/**
 * @typedef {{
 *   root: string;
 *   home?: string;
 *   env?: NodeJS.ProcessEnv;
 *   temporary?: string;
 *   say?: (line: string) => void;
 *   make?: (o: { outDir: string; addon: boolean }) => Promise<unknown>;
 * }} World root: the project's folder, whose dist/ is pushed; temporary: a folder for what goes again; make: fills dist/
 */

/**
 * Builds a variant and pushes it. What it makes on the way is taken back when it fails, and the folder's settings change
 * only when all is done.
 * @param {Wanted} wanted isNew: into a new spreadsheet (the add-on: a new script); script: the id of a script that is there
 * @param {World} world
 * @throws {DeployFailure} when nothing was pushed
 */
export async function deploy(
  { addon = false, isNew = false, script },
  { root, home = homedir(), env = process.env, temporary = tmpdir(), say = () => {}, make = build },
) {
  const known = targetOf(root, addon);
  const asked = script === undefined ? undefined : scriptIdIn(script);
  assertFree(known, { addon, isNew, asked });
  assertLoggedIn(home, env);
  const dist = join(root, "dist");
  await make({ outDir: dist, addon });
  const desk = new Desk(env, temporary);
  try {
    const target = isNew
      ? await desk.create(addon)
      : await desk.read({ ...known, scriptId: asked ?? known.scriptId });
    if (!isNew) assertOurs(desk.content, target, addon);
    say(`Pushing ${VARIANTS[addon ? "addon" : "bound"]} to ${editorOf(target)}`);
    const files = await desk.push(dist, target).catch(async (error) => {
      if (isNew) error.message += ` ${await desk.takeBack([target.parentId ?? target.scriptId])}`;
      throw error;
    });
    keepTarget(root, addon, target);
    say(`Pushed ${files} files. ${nextStep(target, addon)}`);
  } finally {
    desk.clear();
  }
}

/** A folder outside the project in which clasp works: the project's own settings stay as they are until all is done. */
class Desk {
  #folder;
  #env;

  /** @param {NodeJS.ProcessEnv} env @param {string} temporary */
  constructor(env, temporary) {
    // By its real name: below a link, as the temporary folder of a Mac is, clasp refuses a folder.
    this.#folder = realpathSync(mkdtempSync(join(temporary, "huntsheet-deploy-")));
    // A person's own settings for clasp would lead it to another script, or have it leave files out.
    this.#env = { ...env, clasp_config_project: undefined, clasp_config_ignore: undefined };
    mkdirSync(this.content);
  }

  /** Where the files of the script are that was read. */
  get content() {
    return join(this.#folder, "content");
  }

  clear() {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** @param {readonly string[]} args @param {Target & { rootDir: string }} settings */
  #clasp(args, settings, tellMade = false) {
    const file = join(this.#folder, ".clasp.json");
    writeFileSync(file, JSON.stringify(settings));
    return clasp([...args, "--project", file], { cwd: this.#folder, env: this.#env, tellMade });
  }

  /** A new spreadsheet with an empty script, or a script of its own for the add-on. @param {boolean} addon @returns {Promise<Target>} */
  async create(addon) {
    const args = [
      "create-script",
      "--type",
      addon ? "standalone" : "sheets",
      "--title",
      TITLE,
      "--rootDir",
      "content",
    ];
    const { complaint, madeIds } = await this.#clasp(args, { rootDir: "content" }, true);
    const made = JSON.parse(readFileSync(join(this.#folder, ".clasp.json"), "utf8"));
    // It writes the id when all the rest has worked. Its exit status is 0 also for some of its refusals.
    if (made.scriptId) return made;
    const reason = reasonFor(complaint, { isNew: true });
    throw new DeployFailure(
      `${reason} ${await this.takeBack(madeIds)}${madeIds.length > 0 && !addon ? BY_HAND : ""}`,
    );
  }

  /** Fetches what a script holds. @param {Target} target @returns {Promise<Target>} the same */
  async read(target) {
    const { status, complaint } = await this.#clasp(["pull"], { ...target, rootDir: "content" });
    if (status !== 0 || !existsSync(join(this.content, "appsscript.json")))
      throw new DeployFailure(`${reasonFor(complaint, { isNew: false })} Nothing was pushed.`);
    return target;
  }

  /** @param {string} dist @param {Target} target @returns {Promise<number>} how many files */
  async push(dist, target) {
    cpSync(dist, join(this.#folder, "dist"), { recursive: true });
    // Without --force, and without a terminal to ask on, clasp skips the push and reports success.
    const { status, out, complaint } = await this.#clasp(["push", "--force", "--json"], {
      ...target,
      rootDir: "dist",
    });
    if (status !== 0 || !/^\s*\[/.test(out))
      throw new DeployFailure(`${reasonFor(complaint, { isNew: false })} Nothing was pushed.`);
    return readdirSync(dist).length;
  }

  /** Puts what a failed command made into the bin. @param {readonly (string | undefined)[]} ids the first holds the others @returns {Promise<string>} what became of it */
  async takeBack([id]) {
    if (id === undefined) return "Nothing was made.";
    const { out } = await this.#clasp(["delete-script", "--force"], { scriptId: id, rootDir: "content" });
    return out.includes("Deleted script")
      ? `The "${TITLE}" that had been made for it is in the bin of your Drive.`
      : `A "${TITLE}" without content is left in your Drive: delete it there, https://drive.google.com/open?id=${id}`;
  }
}

/** @param {Target} target */
const editorOf = ({ scriptId }) => `https://script.google.com/d/${scriptId}/edit`;

/** @param {Target} known @param {{ addon: boolean; isNew: boolean; asked: string | undefined }} wanted */
function assertFree(known, { addon, isNew, asked }) {
  const more = addon ? " --addon" : "";
  if (known.scriptId === undefined && !isNew && asked === undefined)
    throw new DeployFailure(
      `This folder is for no ${addon ? "script for publishing" : "spreadsheet"} yet. Make a new one with \`npm run deploy --${more} --new\`, or name one that is there with \`npm run deploy --${more} --script ID\`; docs/${addon ? "publishing" : "install"}.md has the steps.`,
    );
  if (known.scriptId === undefined || known.scriptId === asked || (!isNew && asked === undefined)) return;
  throw new DeployFailure(
    `This folder is for another script already, ${editorOf(known)}, which \`npm run deploy${addon ? " -- --addon" : ""}\` updates. Take a further copy of this folder for each further spreadsheet; if that script is gone, delete ${settingsFile(addon)} here.`,
  );
}

/** @param {string} home @param {NodeJS.ProcessEnv} env */
function assertLoggedIn(home, env) {
  if (!existsSync(env.clasp_config_auth ?? join(home, ".clasprc.json")))
    throw new DeployFailure(
      "Nobody has logged in to Google here yet. Run `npx clasp login`, then run the same command again.",
    );
}

/** @param {string} folder with what the script holds @param {Target} target @param {boolean} addon */
function assertOurs(folder, target, addon) {
  const there = contentsOf(folder);
  const own = readdirSync(folder).filter((name) => name !== "appsscript.json");
  if (there === "foreign")
    throw new DeployFailure(
      `The script at ${editorOf(target)} holds code that is not Huntsheet's (${own.join(", ")}), which would be lost. Nothing was pushed. Take a spreadsheet without a script of its own, or take that code out first.`,
    );
  if (there === (addon ? "bound" : "addon"))
    throw new DeployFailure(
      `The script at ${editorOf(target)} holds ${VARIANTS[there]}, which ${VARIANTS[addon ? "addon" : "bound"]} would overwrite. Nothing was pushed. \`npm run deploy -- ${addon ? "" : "--addon "}--script ID\` is the command for it.`,
    );
}

/** @param {Target} target @param {boolean} addon */
function nextStep({ parentId }, addon) {
  if (addon) return "Users have what was published until you make a new version (docs/publishing.md).";
  return parentId
    ? `Open https://docs.google.com/spreadsheets/d/${parentId}/edit, or reload it: the menu is under Extensions ▸ ${TITLE}.`
    : "Reload the spreadsheet: the menu is under Extensions, by the name of its script.";
}
