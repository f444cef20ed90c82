// npm run build [-- --addon]: builds dist/ and says how large it is. Exit status 1 with one sentence when it cannot.
import { build } from "./build/build.mjs";
import { BuildFailure } from "./build/failure.mjs";
import { PAGE_BYTES, SERVER_BYTES } from "./build/limits.mjs";

const unknown = process.argv.slice(2).find((argument) => argument !== "--addon");
if (unknown) {
  console.error(`build: ${unknown} is not known; there is only --addon.`);
  process.exit(2);
}

const kb = (/** @type {number} */ bytes) => `${(bytes / 1000).toFixed(1)} KB`;

try {
  const { addon, server, pages, functions, formulas, warnings } = await build({
    addon: process.argv.includes("--addon"),
  });
  for (const warning of warnings) console.error(`build: warning: ${warning}`);
  console.log(`dist/ holds the ${addon ? "add-on" : "bound script"}:`);
  console.log(
    `  Code.js  ${kb(server.bytes)} of ${kb(SERVER_BYTES)}, evaluated in ${server.evaluateMs.toFixed(1)} ms`,
  );
  for (const { file, bytes } of pages) console.log(`  ${file}  ${kb(bytes)} of ${kb(PAGE_BYTES)}`);
  console.log(`  ${functions.length} functions, ${formulas.length} of them formulas`);
} catch (error) {
  if (!(error instanceof BuildFailure)) throw error;
  console.error(`build: ${error.message}`);
  process.exit(1);
}
