// npm run deploy: builds dist/ and pushes it to the script that .clasp.json names.
import { fileURLToPath } from "node:url";
import { build } from "./build/build.mjs";
import { BuildFailure } from "./build/failure.mjs";
import { afterFailure, clasp, firstToDo, PUSH } from "./deploy/clasp.mjs";

const root = fileURLToPath(new URL("../", import.meta.url));

/** @param {string} words */
function stop(words) {
  console.error(`deploy: ${words}`);
  process.exit(1);
}

await build().catch((error) => {
  if (!(error instanceof BuildFailure)) throw error;
  stop(error.message);
});
const missing = firstToDo({ root });
if (missing) stop(missing);
const { status, said } = await clasp(PUSH, { root, show: true });
if (status !== 0) stop(afterFailure(said));
