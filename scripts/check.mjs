// npm run check [-- --without-tests]: everything that must hold before a commit. Stops at the first step that fails
// and names it.
import { spawn } from "node:child_process";
import { readdirSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../", import.meta.url));

/** Each folder that lives in a world of its own (Apps Script, a browser) has one; together they hold every file. */
const tsconfigs = [
  "tsconfig.json",
  ...["local", "src"].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
      .filter((path) => /(^|[\\/])tsconfig\.json$/.test(path))
      .map((path) => join(folder, path)),
  ),
];

/** @type {[name: string, commands: string[][]][]} */
const steps = [
  ["format and lint", [["biome", "check", "--error-on-warnings"]]],
  ["types", tsconfigs.map((path) => ["tsc", "--project", path])],
  ["dead code", [["knip"]]],
  ["tests", [["vitest", "run"]]],
  ["build", [["node", "scripts/build.mjs"]]],
  ["reference", [["node", "scripts/docs.mjs", "--check"]]],
];

/**
 * @param {string[]} command
 * @returns {Promise<boolean>}
 */
function passes([program = "", ...args]) {
  const isWindows = process.platform === "win32";
  const path = program === "node" ? process.execPath : join(root, "node_modules/.bin", program);
  const child = spawn(path, args, { cwd: root, stdio: "inherit", shell: isWindows && program !== "node" });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", (status) => resolve(status === 0));
  });
}

/**
 * Runs a step's commands, as many at a time as there are processors: one takes as long as all the others.
 * @param {string[][]} commands
 */
async function allPass(commands) {
  const left = [...commands];
  let isFine = true;
  const work = async () => {
    for (let next = left.shift(); next; next = left.shift()) if (!(await passes(next))) isFine = false;
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
  return isFine;
}

const chosen = steps.filter(([name]) => name !== "tests" || !process.argv.includes("--without-tests"));
for (const [name, commands] of chosen) {
  console.log(`check: ${name}`);
  if (await allPass(commands)) continue;
  console.log(`check: failed at ${name}`);
  process.exit(1);
}
console.log(`check: passed (${chosen.map(([name]) => name).join(", ")})`);
