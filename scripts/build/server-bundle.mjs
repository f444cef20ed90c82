import { tokenizer } from "acorn";
import { build } from "esbuild";
import { asBuildFailure } from "./failure.mjs";

/**
 * All of the add-on's server code as one script.
 * @param {{ root: string; entry: string; globalName: string; define: Record<string, string>; stubs: readonly string[] }} o
 * @returns {Promise<{ code: string; inputs: string[]; warnings: string[] }>} inputs are paths below root
 */
export async function bundleServer({ root, entry, globalName, define, stubs }) {
  const result = await build({
    absWorkingDir: root,
    entryPoints: [entry],
    bundle: true,
    format: "iife",
    globalName,
    platform: "neutral",
    // Apps Script's V8 refuses class fields, #private and static blocks (facts, 8.2); this target lowers them.
    target: "es2019",
    charset: "utf8",
    legalComments: "none",
    define,
    // Below the bundle: above it they would make its "use strict" inert. Declarations are hoisted anyway.
    footer: { js: stubs.join("\n") },
    metafile: true,
    write: false,
    logLevel: "silent",
  }).catch((error) => {
    throw asBuildFailure(error);
  });
  return {
    code: withTabs(result.outputFiles[0]?.text ?? ""),
    inputs: Object.keys(result.metafile.inputs),
    warnings: result.warnings.map((w) => `${w.location?.file ?? entry}: ${w.text}`),
  };
}

/**
 * The bundler indents with two spaces; with tabs the same code is a twentieth shorter, and every execution reads it.
 * @param {string} code
 */
function withTabs(code) {
  const isText = /** @type {boolean[]} */ ([]);
  // Lines within a template literal are text.
  for (const token of tokenizer(code, { ecmaVersion: "latest", locations: true }))
    for (let line = token.loc?.start.line ?? 0; line < (token.loc?.end.line ?? 0); line++)
      isText[line] = true;
  return code
    .split("\n")
    .map((line, i) =>
      isText[i] ? line : line.replace(/^(?: {2})+/, (indent) => "\t".repeat(indent.length / 2)),
    )
    .join("\n");
}
