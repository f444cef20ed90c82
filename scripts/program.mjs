import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = fileURLToPath(new URL("../", import.meta.url));

/**
 * Bundles a program of TypeScript into .build, where everything that looks for files beside itself finds them.
 * @param {string} entry below the project
 * @param {string} name of the file in .build
 */
export async function bundleProgram(entry, name) {
  // Most commands find their program bundled: they need no bundler.
  const { build } = await import("esbuild");
  await build({
    absWorkingDir: root,
    entryPoints: [entry],
    outfile: programFile(name),
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    packages: "external",
    sourcemap: "inline",
    logLevel: "warning",
  });
}

/** @param {string} name */
export const programFile = (name) => join(root, ".build", `${name}.mjs`);

/** @param {string} name @returns {Promise<any>} the program's exports */
export const runProgram = (name) => import(pathToFileURL(programFile(name)).href);
