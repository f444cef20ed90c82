import { build } from "esbuild";
import { asBuildFailure, BuildFailure } from "./failure.mjs";
import { withoutReading } from "./trimmed-entries.mjs";

/** Inside JavaScript, `\x3C` is `<` in strings, templates and regular expressions alike; elsewhere these never occur. */
const escapeForHtml = (/** @type {string} */ js) => js.replace(/<(?=\?|!--|\/script)/gi, "\\x3C");

/**
 * A sidebar as one HTML file that `HtmlService.createHtmlOutputFromFile` serves as it is.
 * @param {{ root: string; entry: string; name: string; define?: Record<string, string> }} o entry: a .tsx below root; the
 *   styles that it imports come along. define: constants of the build
 * @returns {Promise<{ html: string; inputs: string[] }>} inputs are paths below root
 * @throws {BuildFailure} when the page holds what HtmlService would not leave intact
 */
export async function buildSidebarPage({ root, entry, name, define = {} }) {
  const result = await build({
    absWorkingDir: root,
    entryPoints: [entry],
    bundle: true,
    format: "iife",
    // The browsers of Sheets' own system requirements: the two latest versions of each; these are older still.
    target: ["chrome109", "firefox115", "safari15.4"],
    // HtmlService strips what follows // and /* inside template literals.
    supported: { "template-literal": false },
    minify: true,
    charset: "utf8",
    legalComments: "none",
    jsx: "automatic",
    jsxImportSource: "preact",
    define: { "process.env.NODE_ENV": '"production"', ...define },
    plugins: [withoutReading],
    loader: { ".svg": "dataurl", ".png": "dataurl" },
    outdir: "page",
    metafile: true,
    write: false,
    logLevel: "silent",
  }).catch((error) => {
    throw asBuildFailure(error);
  });
  const textOf = (/** @type {string} */ ending) =>
    result.outputFiles
      .filter((file) => file.path.endsWith(ending))
      .map((file) => file.text.trim())
      .join("\n");
  const html = [
    "<!DOCTYPE html>",
    '<html lang="en"><head><base target="_top"><meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1"><title>Huntsheet</title>',
    `<style>${textOf(".css")}</style></head>`,
    `<body><div id="app"></div><script>${escapeForHtml(textOf(".js"))}</script></body></html>`,
    "",
  ].join("\n");
  const harm = html.match(/<\?|<!--/)?.[0] ?? (countOf(html, "</script") > 1 ? "</script" : null);
  if (harm) throw new BuildFailure(`${name}.html holds ${harm}, which HtmlService would not leave intact.`);
  if (countOf(html, "</style") > 1)
    throw new BuildFailure(`${name}.html holds </style inside its styles or script.`);
  return { html, inputs: Object.keys(result.metafile.inputs) };
}

/**
 * @param {string} text
 * @param {string} part
 */
const countOf = (text, part) => text.toLowerCase().split(part).length - 1;
