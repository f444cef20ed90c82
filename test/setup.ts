import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildRuntime } from "../local/runtime/bundle.ts";
import { build } from "../scripts/build/build.mjs";

/**
 * Builds what the tests load as Google would.
 * @param root the project, this one unless given
 * @throws Error with the build's own sentence. No test runs then: one that passed would have passed on something else
 *   than the present source.
 */
export async function buildAll(root?: string): Promise<void> {
  await buildRuntime();
  await build(root === undefined ? {} : { root }).catch((error: Error) => {
    error.message = `The add-on was not built: ${error.message}`;
    throw error;
  });
}

/**
 * Builds once before all tests, and gives them a temporary folder of their own, of which nothing is left afterwards.
 * @returns what is done after all tests.
 */
export default async function setup(): Promise<() => void> {
  const temporary = mkdtempSync(join(tmpdir(), "huntsheet-tests-"));
  process.env.TMPDIR = temporary;
  process.env.TEMP = temporary;
  await buildAll();
  return () => rmSync(temporary, { recursive: true, force: true, maxRetries: 10 });
}
