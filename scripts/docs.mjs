// npm run docs [-- --check]: writes docs/reference.md. With --check nothing is written; exit status 1 with one sentence
// when the file is not what would be written.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { BuildFailure } from "./build/failure.mjs";
import { REFERENCE, referenceText } from "./docs/reference.mjs";

const unknown = process.argv.slice(2).find((argument) => argument !== "--check");
if (unknown) {
  console.error(`docs: ${unknown} is not known; there is only --check.`);
  process.exit(2);
}

const root = fileURLToPath(new URL("../", import.meta.url));
const path = join(root, REFERENCE);
const text = await referenceText(root).catch((error) => {
  if (!(error instanceof BuildFailure)) throw error;
  console.error(`docs: ${error.message}`);
  process.exit(1);
});
const isFresh = existsSync(path) && readFileSync(path, "utf8") === text;
if (process.argv.includes("--check")) {
  if (!isFresh) {
    console.error(
      `docs: ${REFERENCE} is not what the entries and formulas say now. Write it with npm run docs.`,
    );
    process.exit(1);
  }
} else {
  mkdirSync(dirname(path), { recursive: true });
  if (!isFresh) writeFileSync(path, text);
  console.log(`${REFERENCE} ${isFresh ? "was up to date" : "is written"}.`);
}
