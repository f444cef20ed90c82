// Prints "N passed, N failed" and exits with 1 when anything failed.
// Arguments: vitest's JSON report (missing when vitest never ran), the exit status of the tests, that of the checks.
import { existsSync, readFileSync } from "node:fs";

const [report = "", tests, checks] = process.argv.slice(2);
const { numPassedTests = 0, numFailedTests = 0 } = existsSync(report)
  ? JSON.parse(readFileSync(report, "utf8"))
  : {};
// A test file that does not load, or an error between tests, fails the run without failing a test.
const failedTests = tests === "0" ? numFailedTests : Math.max(numFailedTests, 1);
// The checks stop at their first failure.
const failed = failedTests + (checks === "0" ? 0 : 1);
console.log(`${numPassedTests} passed, ${failed} failed`);
process.exit(failed > 0 ? 1 : 0);
