import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/**
 * The global names of Apps Script's services (SpreadsheetApp, UrlFetchApp, Logger, …), as its type package declares
 * them: a list of our own would fall behind.
 * @returns {string[]}
 */
export function googleNames() {
  const types = dirname(createRequire(import.meta.url).resolve("@types/google-apps-script/package.json"));
  const names = new Set();
  for (const file of readdirSync(types)) {
    if (!file.endsWith(".d.ts")) continue;
    const text = readFileSync(join(types, file), "utf8");
    for (const [, name] of text.matchAll(/^declare (?:var|const) (\w+): GoogleAppsScript\./gm))
      names.add(name);
  }
  return [...names].sort();
}
