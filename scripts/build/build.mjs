import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { checkFormulas, isFormula } from "./check-formulas.mjs";
import { checkGuards } from "./check-guards.mjs";
import { checkDistinct, checkMenu, checkTriggers } from "./check-names.mjs";
import { checkSyntax } from "./check-syntax.mjs";
import { entryPoints, entryStubs, isPublic } from "./entry-points.mjs";
import { checkTopLevel, evaluationMs } from "./evaluate.mjs";
import { BuildFailure } from "./failure.mjs";
import { checkSize, PAGE_BYTES, SERVER_BYTES } from "./limits.mjs";
import { loadSource } from "./load-source.mjs";
import { manifestText } from "./manifest.mjs";
import { resourcePoints, resourceStubs } from "./resource-stubs.mjs";
import { bundleServer } from "./server-bundle.mjs";
import { buildSidebarPage } from "./sidebar-page.mjs";
import { sourceProgram } from "./source-program.mjs";
import { withoutHelp } from "./trimmed-entries.mjs";

/** The variable that holds the entry module's functions. */
const GLOBAL_NAME = "app";
const PROJECT = join(dirname(fileURLToPath(import.meta.url)), "../..");

/**
 * @typedef {{ file: string; bytes: number; inputs: string[] }} BuiltFile inputs: paths below the project
 * @typedef {{
 *   addon: boolean;
 *   outDir: string;
 *   server: BuiltFile & { evaluateMs: number };
 *   pages: BuiltFile[];
 *   functions: string[];
 *   formulas: string[];
 *   guarded: string[];
 *   warnings: string[];
 * }} BuildReport functions: all that Apps Script finds; of these the formulas, and those that refuse to be one
 */

/**
 * Builds the add-on as it is uploaded: Code.js, one HTML file per sidebar, appsscript.json. Nothing is written unless
 * everything passed, so that outDir never holds half of a build; and what an earlier build left there goes when this one
 * fails, so that nobody tests or uploads it for the present source.
 * @param {{ root?: string; outDir?: string; addon?: boolean }} [o] root: the folder that holds src/ and appsscript.json
 * @returns {Promise<BuildReport>}
 * @throws {BuildFailure} with one sentence that says what to change
 */
export async function build({ root = PROJECT, outDir = join(root, "dist"), addon = false } = {}) {
  try {
    return await buildInto(outDir, root, addon);
  } catch (error) {
    removeBuilt(outDir);
    throw error;
  }
}

/**
 * @param {string} outDir
 * @param {string} root
 * @param {boolean} addon
 * @returns {Promise<BuildReport>}
 */
async function buildInto(outDir, root, addon) {
  const source = join(root, "src");
  const main = join(source, "main.ts");
  if (!existsSync(main))
    throw new BuildFailure("src/main.ts is missing: it names what Apps Script may call.");
  const guard = join(source, "gas/guard.ts");
  if (!existsSync(guard))
    throw new BuildFailure("src/gas/guard.ts is missing: without it a cell could call what is no formula.");
  const bound = join(source, "bound.ts");
  const entry = !addon && existsSync(bound) ? bound : main;
  const define = { __INSTALL__: JSON.stringify(addon ? "addon" : "bound") };

  /**
   * One export of a module that a project may do without.
   * @param {string} path below src
   * @param {string} name
   * @returns {Promise<any>} null when the module is not there
   */
  const exportOf = async (path, name) => {
    const file = join(source, path);
    if (!existsSync(file)) return null;
    const value = (await loadSource(file, { root, define }))[name];
    if (value === undefined)
      throw new BuildFailure(`src/${path} does not export ${name}, which the build reads.`);
    return value;
  };

  const program = sourceProgram(entry);
  const exported = entryPoints(program, entry, root);
  const derived = resourcePoints(
    (await exportOf("entries.ts", "entries")) ?? [],
    await exportOf("core/names.ts", "importFunctionName"),
    GLOBAL_NAME,
  );
  const points = [...exported.filter(isPublic), ...derived];
  checkDistinct(points);
  checkFormulas(points);
  const names = new Set(points.map(({ name }) => name));
  checkMenu((await exportOf("ui/menu.ts", "menu")) ?? [], names);
  checkTriggers((await exportOf("runs/resume.ts", "triggerHandlers")) ?? [], names);

  const stubs = [...entryStubs(exported, GLOBAL_NAME), ...resourceStubs(derived, exported, GLOBAL_NAME)];
  const server = await bundleServer({
    root,
    entry,
    guard,
    names: exported.map(({ name }) => name),
    globalName: GLOBAL_NAME,
    define,
    plugins: [withoutHelp(program)],
    stubs,
  });
  const serverBytes = checkSize("Code.js", server.code, SERVER_BYTES);
  checkSyntax(server.code);
  checkTopLevel(server.code, [...names]);
  const formulas = points.filter(isFormula).map(({ name }) => name);
  const guarded = [...names].filter((name) => !formulas.includes(name));
  checkGuards(server.code, guarded);

  /** @type {Record<string, string>} */
  const files = {
    "Code.js": server.code,
    "appsscript.json": manifestText(join(root, "appsscript.json"), addon),
  };
  const pages = [];
  for (const name of sidebarNames(source)) {
    const page = await buildSidebarPage({
      root,
      entry: join(source, "ui/sidebar", `${name}.tsx`),
      name,
      define,
    });
    const file = `${name}.html`;
    pages.push({ file, bytes: checkSize(file, page.html, PAGE_BYTES), inputs: page.inputs });
    files[file] = page.html;
  }

  writeAll(outDir, files);
  return {
    addon,
    outDir,
    server: {
      file: "Code.js",
      bytes: serverBytes,
      inputs: server.inputs,
      evaluateMs: evaluationMs(server.code),
    },
    pages,
    functions: [...names],
    formulas,
    guarded,
    warnings: server.warnings,
  };
}

/**
 * Every .tsx directly in src/ui/sidebar is a sidebar; what they share lies in folders below.
 * @param {string} source
 */
function sidebarNames(source) {
  const folder = join(source, "ui/sidebar");
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((file) => file.endsWith(".tsx"))
    .map((file) => file.slice(0, -".tsx".length))
    .sort();
}

/**
 * Takes away what a build writes, and nothing else that lies in its folder.
 * @param {string} outDir
 * @param {readonly string[]} [kept]
 */
function removeBuilt(outDir, kept = []) {
  if (!existsSync(outDir)) return;
  for (const file of readdirSync(outDir)) {
    const isBuilt = file.endsWith(".html") || file === "Code.js" || file === "appsscript.json";
    if (isBuilt && !kept.includes(file)) rmSync(join(outDir, file));
  }
}

/**
 * Each file is exchanged in one step, and only when it differs: others may be reading the folder.
 * @param {string} outDir
 * @param {Record<string, string>} files
 */
function writeAll(outDir, files) {
  mkdirSync(outDir, { recursive: true });
  removeBuilt(outDir, Object.keys(files));
  for (const [name, text] of Object.entries(files)) {
    const path = join(outDir, name);
    if (existsSync(path) && readFileSync(path, "utf8") === text) continue;
    const fresh = `${path}.${process.pid}`;
    writeFileSync(fresh, text);
    renameSync(fresh, path);
  }
}
