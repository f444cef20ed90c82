// npm run pictures: takes the pictures of the README and the store listing anew, into docs/, with the add-on as it is now.
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "./build/build.mjs";
import { BuildFailure } from "./build/failure.mjs";
import { bundleProgram, runProgram } from "./program.mjs";

const root = fileURLToPath(new URL("../", import.meta.url));
const dist = join(root, ".build", "pictures");

// Apart from dist/, which tests may be reading.
await build({ outDir: dist }).catch((error) => {
  if (!(error instanceof BuildFailure)) throw error;
  console.error(`pictures: ${error.message}`);
  process.exit(1);
});
await bundleProgram("scripts/pictures/store.ts", "store-pictures");
await bundleProgram("scripts/pictures/readme.ts", "pictures");
const { drawStorePictures } = await runProgram("store-pictures");
const { takePictures } = await runProgram("pictures");
for (const { path, bytes } of [
  ...(await drawStorePictures(join(root, "docs/store"))),
  ...(await takePictures(dist, join(root, "docs"))),
])
  console.log(`${path} ${Math.ceil(bytes / 1024)} KB`);
process.exit();
