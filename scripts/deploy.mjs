// npm run deploy [-- [--addon] [--new | --script ID]]: builds dist/ and pushes it to a script. Exit status 1 with what
// to do when nothing was pushed.
import { fileURLToPath } from "node:url";
import { BuildFailure } from "./build/failure.mjs";
import { deploy } from "./deploy/deploy.mjs";
import { DeployFailure } from "./deploy/failure.mjs";
import { wantedIn } from "./deploy/wanted.mjs";

const root = fileURLToPath(new URL("../", import.meta.url));

/** @type {import("./deploy/deploy.mjs").Wanted} */
let wanted;
try {
  wanted = wantedIn(process.argv.slice(2));
} catch (error) {
  console.error(`deploy: ${/** @type {Error} */ (error).message}`);
  process.exit(2);
}

try {
  await deploy(wanted, { root, say: console.log });
} catch (error) {
  if (!(error instanceof DeployFailure || error instanceof BuildFailure)) throw error;
  console.error(`deploy: ${error.message}`);
  process.exit(1);
}
