import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DeployFailure } from "./failure.mjs";

/** A file for each variant: a command for the one then never reaches the script of the other. */
const FILES = { bound: ".clasp.json", addon: ".clasp.addon.json" };

/** @typedef {{ scriptId?: string | undefined; parentId?: string | undefined }} Target parentId: of the spreadsheet, where it is known */

/** @param {boolean} addon */
export const settingsFile = (addon) => (addon ? FILES.addon : FILES.bound);

/**
 * Which script this folder is for.
 * @param {string} root
 * @param {boolean} addon
 * @returns {Target}
 */
export function targetOf(root, addon) {
  const name = settingsFile(addon);
  const file = join(root, name);
  if (!existsSync(file)) return {};
  try {
    const { scriptId, parentId } = JSON.parse(readFileSync(file, "utf8"));
    return { scriptId, parentId };
  } catch {
    throw new DeployFailure(
      `${name} cannot be read. Put { "rootDir": "dist" } into it, then run \`npm run deploy -- --script ID\` with your script's id.`,
    );
  }
}

/**
 * @param {string} root
 * @param {boolean} addon
 * @param {Target} target
 */
export function keepTarget(root, addon, { scriptId, parentId }) {
  const text = JSON.stringify({ rootDir: "dist", scriptId, parentId }, null, 2);
  writeFileSync(join(root, settingsFile(addon)), `${text}\n`);
}

/**
 * A script's id out of what people copy: the id, or the address of the editor.
 * @param {string} pasted
 * @returns {string}
 * @throws {DeployFailure} for what cannot be one
 */
export function scriptIdIn(pasted) {
  if (/docs\.google\.com\/spreadsheets/.test(pasted))
    throw new DeployFailure(
      "That is the address of the spreadsheet. The script's id stands in Extensions ▸ Apps Script ▸ Project Settings, under IDs.",
    );
  const id = /\/(?:projects|d)\/([\w-]+)/.exec(pasted)?.[1] ?? pasted.trim();
  // A script's id has 57 characters where it was made since 2013, a spreadsheet's 44.
  if (!/^[\w-]{50,80}$/.test(id))
    throw new DeployFailure(
      `"${pasted}" is not a script's id, which has some 57 letters and digits. It stands in Extensions ▸ Apps Script ▸ Project Settings, under IDs.`,
    );
  return id;
}
