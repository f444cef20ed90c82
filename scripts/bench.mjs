// npm run bench [-- NAME …]: runs the programs of scripts/bench, all or the ones named, one after another.
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "./build/build.mjs";
import { BuildFailure } from "./build/failure.mjs";
import { bundleProgram, programFile } from "./program.mjs";

const root = fileURLToPath(new URL("../", import.meta.url));
const folder = join(root, "scripts/bench");
const all = readdirSync(folder)
  .filter((file) => file.endsWith(".ts"))
  .map((file) => basename(file, ".ts"));
const chosen = process.argv.length > 2 ? process.argv.slice(2) : all;
const unknown = chosen.find((name) => !all.includes(name));
if (unknown) {
  console.error(`bench: there is no ${unknown}, only: ${all.join(", ")}.`);
  process.exit(2);
}

// The bench measures the built bundle.
await build().catch((error) => {
  if (!(error instanceof BuildFailure)) throw error;
  console.error(`bench: ${error.message}`);
  process.exit(1);
});

for (const name of chosen) {
  await bundleProgram(`scripts/bench/${name}.ts`, `bench-${name}`);
  // One process each: two copies of the spreadsheet's engine in one get into each other's way.
  const { status } = spawnSync(process.execPath, [programFile(`bench-${name}`)], { stdio: "inherit" });
  if (status !== 0) process.exit(1);
}
