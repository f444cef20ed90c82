import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildRuntime } from "../local/runtime/bundle.ts";
import { build } from "../scripts/build/build.mjs";
import { BuildFailure } from "../scripts/build/failure.mjs";

/**
 * Builds, once before all tests, what they load as Google would. A build that fails stops only the tests that need it:
 * the others still say what they have to say, and test/architecture.test.ts fails with the build's own sentence. Also
 * gives the tests a temporary folder of their own, of which nothing is left afterwards.
 * @returns what is done after all tests.
 */
export default async function setup(): Promise<() => void> {
  const temporary = mkdtempSync(join(tmpdir(), "huntsheet-tests-"));
  process.env.TMPDIR = temporary;
  process.env.TEMP = temporary;
  await buildRuntime();
  try {
    await build();
  } catch (error) {
    if (!(error instanceof BuildFailure)) throw error;
    console.error(`The add-on was not built: ${error.message}`);
  }
  return () => rmSync(temporary, { recursive: true, force: true, maxRetries: 10 });
}
