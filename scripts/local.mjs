// npm run local -- COMMAND: bundles local/cli.ts, the stand-in's worker and the add-on when their sources changed, and
// runs the command. `npm start` is the command `open`.
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { bundleProgram, programFile, runProgram } from "./program.mjs";

const root = fileURLToPath(new URL("../", import.meta.url));
const argv = process.argv.slice(2);

/** The time of the newest file in a folder, or of a file. */
function newestMs(/** @type {string} */ path) {
  if (!existsSync(path)) return 0;
  if (!statSync(path).isDirectory()) return statSync(path).mtimeMs;
  let latest = statSync(path).mtimeMs;
  for (const name of readdirSync(path))
    if (name !== "node_modules") latest = Math.max(latest, newestMs(join(path, name)));
  return latest;
}

const isStale = (/** @type {string} */ made, /** @type {string[]} */ sources) =>
  newestMs(made) === 0 || sources.some((source) => newestMs(join(root, source)) > newestMs(made));

/** Bundles the program that the command runs in. */
async function bundleCli() {
  if (isStale(programFile("cli"), ["local", "package-lock.json"])) await bundleProgram("local/cli.ts", "cli");
  return runProgram("cli");
}

/** dist/ holds the bound script unless somebody built the add-on there; the add-on for --mode addon lies apart. */
function isAddonBuild(/** @type {string} */ dist) {
  const manifest = JSON.parse(readFileSync(join(dist, "appsscript.json"), "utf8"));
  return !manifest.oauthScopes.some((/** @type {string} */ scope) =>
    scope.endsWith("spreadsheets.currentonly"),
  );
}

/** Builds the add-on for a way to install it, when its sources changed. @returns its folder */
async function buildAddon(/** @type {"bound" | "addon"} */ mode) {
  const addon = mode === "addon";
  const outDir = join(root, addon ? ".build/addon" : "dist");
  const sources = ["src", "scripts/build", "appsscript.json", "package-lock.json"];
  if (isStale(join(outDir, "Code.js"), sources) || isAddonBuild(outDir) !== addon) {
    const { build } = await import("./build/build.mjs");
    await build({ addon, outDir }).catch((/** @type {Error} */ error) => {
      error.message = `The add-on was not built: ${error.message}`;
      throw error;
    });
  }
  return outDir;
}

/** Settles when the person ends the program. */
const untilEnded = () =>
  new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => resolve(undefined));
  });

// Whoever reads our output may have read enough.
process.stdout.on("error", (/** @type {NodeJS.ErrnoException} */ error) => {
  if (error.code === "EPIPE") process.exit();
  throw error;
});

const { main } = await bundleCli();
process.exitCode = await main(argv, {
  print: (/** @type {string} */ text) => process.stdout.write(text),
  tell: (/** @type {string} */ line) => console.error(line),
  dist: buildAddon,
  ...(argv[0] === "open" ? { ended: untilEnded() } : {}),
});
