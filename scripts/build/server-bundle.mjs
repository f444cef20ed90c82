import { dirname } from "node:path";
import { parse } from "acorn";
import { build } from "esbuild";
import { GUARD, IN_OUR_WORDS } from "./entry-points.mjs";
import { asBuildFailure } from "./failure.mjs";

/**
 * All of the add-on's server code as one script.
 * @param {{
 *   root: string; entry: string; guard: string; names: readonly string[]; globalName: string; define: Record<string, string>;
 *   plugins: import("esbuild").Plugin[]; stubs: readonly string[];
 * }} o guard: path of the module that has it; names: of the entry's functions; globalName: the variable that holds them, for the stubs
 * @returns {Promise<{ code: string; inputs: string[]; warnings: string[] }>} inputs are paths below root
 */
export async function bundleServer({ root, entry, guard, names, globalName, define, plugins, stubs }) {
  const list = names.join(", ");
  const result = await build({
    absWorkingDir: root,
    // A plain object: the bundler's own form of exports comes with a page of helpers.
    stdin: {
      contents: `"use strict";\nimport { ${list} } from ${JSON.stringify(entry)};\nimport { ${GUARD}, ${IN_OUR_WORDS} } from ${JSON.stringify(guard)};\n${globalName} = { ${GUARD}, ${IN_OUR_WORDS}, ${list} };`,
      resolveDir: dirname(entry),
      sourcefile: "exports.js",
    },
    bundle: true,
    format: "iife",
    platform: "neutral",
    // Apps Script's V8 refuses class fields, #private and static blocks (facts, 8.2); this target lowers them.
    target: "es2019",
    // Google's own samples have these two (googleworkspace/apps-script-samples), and lowered they are hard to read.
    supported: { "optional-chain": true, "nullish-coalescing": true },
    charset: "utf8",
    legalComments: "none",
    define,
    plugins,
    metafile: true,
    write: false,
    logLevel: "silent",
  }).catch((error) => {
    throw asBuildFailure(error);
  });
  return {
    // Below the bundle: above it they would make its "use strict" inert. Declarations are hoisted anyway.
    code: bare(result.outputFiles[0]?.text ?? "") + [`var ${globalName};`, ...stubs, ""].join("\n"),
    inputs: Object.keys(result.metafile.inputs).filter((path) => path !== "exports.js"),
    warnings: result.warnings.map((w) => `${w.location?.file ?? entry}: ${w.text}`),
  };
}

/** All but the names of the modules. */
const COMMENT = /\/\*[\s\S]*?\*\/ ?|\/\/(?! src\/).*/g;

/**
 * Code without blanks before its lines, blank lines, and comments other than the modules' names: every execution reads
 * it, and a tenth of what the bundler writes is that.
 * @param {string} code
 */
function bare(code) {
  let text = "";
  let end = 0;
  parse(code, {
    ecmaVersion: "latest",
    onToken: (token) => {
      // Between tokens there is nothing else; the lines of a template literal are in tokens.
      const between = code
        .slice(end, token.start)
        .replace(COMMENT, "")
        .replace("// src/", "// ")
        .replace(/\s*\n\s*/g, "\n");
      text += between + code.slice(token.start, token.end);
      end = token.end;
    },
  });
  return text;
}
