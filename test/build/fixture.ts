import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";
import { type BuildReport, build } from "../../scripts/build/build.mjs";

const project = fileURLToPath(new URL("../../", import.meta.url));

const MANIFEST = JSON.stringify({
  runtimeVersion: "V8",
  oauthScopes: [
    "https://www.googleapis.com/auth/spreadsheets.currentonly",
    "https://www.googleapis.com/auth/script.scriptapp",
  ],
});

/** Of the project itself: no build is without it. */
const GAS = Object.fromEntries(
  ["gas/guard.ts", "gas/faults.ts"].map((path) => [path, readFileSync(join(project, "src", path), "utf8")]),
);

/**
 * A small project of its own, gone after the test. It lies below this project, where packages are found.
 * @param files text by path: "main.ts" stands for src/main.ts, and so on; "/appsscript.json" for the project's own folder
 * @returns its folder
 */
export function fixture(files: Record<string, string>): string {
  mkdirSync(join(project, ".build"), { recursive: true });
  const root = mkdtempSync(join(project, ".build/fixture-"));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  write(root, { "/appsscript.json": MANIFEST, ...GAS, ...files });
  return root;
}

/** Adds files to a fixture, or changes them. */
export function write(root: string, files: Record<string, string>): void {
  for (const [path, text] of Object.entries(files)) {
    const file = path.startsWith("/") ? join(root, path) : join(root, "src", path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}

export function buildFixture(
  files: Record<string, string>,
  options: { addon?: boolean } = {},
): Promise<BuildReport> {
  return build({ root: fixture(files), ...options });
}
