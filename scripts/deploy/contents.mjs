import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isAddonManifest } from "../build/manifest.mjs";

/** What Google puts into a new script, whatever the editor's language. */
const NEW_SCRIPT = /^\s*function \w+\(\)\s*\{\s*\}\s*$/;
/** Every Huntsheet has it. */
const OUR_FORMULA = /^function HUNTR_JOBS\(/m;

/**
 * What a script holds, by its files in a folder: nothing yet, one of Huntsheet's variants, or somebody's own code.
 * @param {string} folder
 * @returns {"new" | "bound" | "addon" | "foreign"}
 */
export function contentsOf(folder) {
  const read = (/** @type {string} */ name) => readFileSync(join(folder, name), "utf8");
  const files = existsSync(folder) ? readdirSync(folder) : [];
  const code = files.filter((name) => name !== "appsscript.json");
  if (code.some((name) => /\.(js|gs)$/.test(name) && OUR_FORMULA.test(read(name))))
    return files.includes("appsscript.json") && isAddonManifest(read("appsscript.json")) ? "addon" : "bound";
  return code.every(
    (name) => /\.(js|gs)$/.test(name) && (NEW_SCRIPT.test(read(name)) || read(name).trim() === ""),
  )
    ? "new"
    : "foreign";
}
