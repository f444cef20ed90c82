import { buildRuntime } from "../local/runtime/bundle.ts";
import { build } from "../scripts/build/build.mjs";
import { BuildFailure } from "../scripts/build/failure.mjs";

/**
 * Builds, once before all tests, what they load as Google would. A build that fails stops only the tests that need it:
 * the others still say what they have to say, and test/architecture.test.ts fails with the build's own sentence.
 */
export default async function setup(): Promise<void> {
  await buildRuntime();
  try {
    await build();
  } catch (error) {
    if (!(error instanceof BuildFailure)) throw error;
    console.error(`The add-on was not built: ${error.message}`);
  }
}
