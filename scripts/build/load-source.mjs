import { createContext, Script } from "node:vm";
import { build } from "esbuild";
import { asBuildFailure } from "./failure.mjs";

/**
 * Runs one module of the add-on's pure source and gives its exports: the menu and the resource entries are data that
 * the build needs before Apps Script has them.
 * @param {string} file absolute path of a TypeScript module
 * @param {{ root: string; define: Record<string, string> }} o
 * @returns {Promise<Record<string, unknown>>}
 */
export async function loadSource(file, { root, define }) {
  const bundle = await build({
    absWorkingDir: root,
    entryPoints: [file],
    bundle: true,
    format: "iife",
    globalName: "loaded",
    platform: "neutral",
    define,
    write: false,
    logLevel: "silent",
  }).catch((error) => {
    throw asBuildFailure(error);
  });
  const context = createContext({});
  new Script(bundle.outputFiles[0]?.text ?? "", { filename: file }).runInContext(context);
  return context.loaded;
}
