import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";
import { PATIENCE_MS } from "./test/patience.ts";

/** Files that may take half a minute and more. Where no earlier run is remembered, vitest begins with the largest ones. */
const LONG =
  /(kill|equality|faults|schedules|lookup|pass|histories|edits|story|page|panel|import-sidebar|keyboard)[^/]*\.test\.ts$/;

/** Begins with what takes longest, so that no worker is left alone with it at the end. */
class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isLong = ({ moduleId }: TestSpecification) => LONG.test(moduleId);
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))];
  }
}

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    // CI wants to know what failed, and no more.
    reporters: process.env.TEST_REPORT ? ["minimal", "./.ci/reporter.mjs"] : ["default"],
    // The built bundle is what is tested, so it is built once before anything runs.
    globalSetup: ["test/setup.ts"],
    setupFiles: ["test/seed.ts"],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: PATIENCE_MS } },
    maxWorkers: 2,
    isolate: false,
    sequence: { sequencer: LongFirst },
  },
});
