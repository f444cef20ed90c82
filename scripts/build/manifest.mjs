import { readFileSync } from "node:fs";
import { BuildFailure } from "./failure.mjs";

const SCOPES = "https://www.googleapis.com/auth/";
const CURRENT_FILE_ONLY = `${SCOPES}spreadsheets.currentonly`;
const ANY_FILE = `${SCOPES}spreadsheets`;

/**
 * The manifest's text. An add-on opens the file by its id in clock triggers, which the narrow scope does not allow
 * (facts, 3.5 and 4.3), and has no web app, which would be its publisher's (facts, 7.3).
 * @param {string} file
 * @param {boolean} addon
 */
export function manifestText(file, addon) {
  const text = readFileSync(file, "utf8");
  let manifest;
  try {
    manifest = JSON.parse(text);
  } catch (error) {
    throw new BuildFailure(`appsscript.json is not JSON: ${/** @type {Error} */ (error).message}.`);
  }
  if (!addon) return text;
  if (!manifest.oauthScopes?.includes(CURRENT_FILE_ONLY))
    throw new BuildFailure(
      `appsscript.json does not ask for ${CURRENT_FILE_ONLY}, which the add-on build widens.`,
    );
  const oauthScopes = manifest.oauthScopes.map((/** @type {string} */ scope) =>
    scope === CURRENT_FILE_ONLY ? ANY_FILE : scope,
  );
  const { webapp: _, ...others } = manifest;
  return `${JSON.stringify({ ...others, oauthScopes }, null, 2)}\n`;
}

/**
 * Whether a manifest is that of the variant for publishing.
 * @param {string} text
 */
export const isAddonManifest = (text) => JSON.parse(text).oauthScopes?.includes(ANY_FILE) ?? false;
