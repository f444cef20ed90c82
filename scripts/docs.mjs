// npm run docs [-- --check]: writes what follows from the entries and from the stand-in. With --check nothing is
// written; exit status 1 with one sentence when a file is not what would be written.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { BuildFailure } from "./build/failure.mjs";
import { loadSource } from "./build/load-source.mjs";
import { architecturePicture, PICTURE } from "./docs/architecture.mjs";
import { PUBLIC_NAMES, publicNamesText } from "./docs/public-names.mjs";
import { README, withLists } from "./docs/readme-lists.mjs";
import { REFERENCE, referenceText } from "./docs/reference.mjs";
import { bundleProgram, runProgram } from "./program.mjs";

const unknown = process.argv.slice(2).find((argument) => argument !== "--check");
if (unknown) {
  console.error(`docs: ${unknown} is not known; there is only --check.`);
  process.exit(2);
}

const root = fileURLToPath(new URL("../", import.meta.url));
const isCheck = process.argv.includes("--check");

/** @param {string} file below the project @param {string} text @param {string} source what it follows from */
function put(file, text, source) {
  const path = join(root, file);
  const isFresh = existsSync(path) && readFileSync(path, "utf8") === text;
  if (isCheck && !isFresh) {
    console.error(`docs: ${file} is not what ${source} say now. Write it with npm run docs.`);
    process.exit(1);
  }
  if (isCheck) return;
  mkdirSync(dirname(path), { recursive: true });
  if (!isFresh) writeFileSync(path, text);
  console.log(`${file} ${isFresh ? "was up to date" : "is written"}.`);
}

/** @param {string} path below src @returns {Promise<any>} its exports */
const load = (path) => loadSource(join(root, "src", path), { root, define: {} });

try {
  const { entries } = await load("entries.ts");
  const { importFunctionName } = await load("core/names.ts");
  put(REFERENCE, await referenceText(root), "the entries and formulas");
  const known = JSON.parse(readFileSync(join(root, PUBLIC_NAMES), "utf8"));
  put(PUBLIC_NAMES, publicNamesText(entries, importFunctionName, known), "the entries");
  put(README, withLists(readFileSync(join(root, README), "utf8"), entries), "the entries");
} catch (error) {
  if (!(error instanceof BuildFailure)) throw error;
  console.error(`docs: ${error.message}`);
  process.exit(1);
}

put(PICTURE, architecturePicture(root), "the imports in src/");

await bundleProgram("scripts/docs/members.ts", "members");
const { MEMBERS, membersText } = await runProgram("members");
put(MEMBERS, await membersText(root), "the stand-in's services");
// The stand-in keeps the connections of its fetches open.
process.exit();
