// A reporter of vitest's: writes how many tests passed and what failed into the file that TEST_REPORT names, for
// summary.mjs. Vitest's own JSON leaves out what fails between tests.
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/**
 * @typedef {{ where: string; messages: string[] }} Failure where: the file, and the names of the test and the groups
 *   around it
 * @typedef {{ passed: number; failures: Failure[] }} Report
 */

/**
 * What is wrong, where, and in what way the two sides of an assertion differ.
 * @param {import("vitest").SerializedError} error
 */
function messageOf({ name, message, stack = "", diff = "" }) {
  const at = stack.split("\n").find((line) => /^\s+at /.test(line) && !line.includes("node_modules"));
  return [`${name ?? "Error"}: ${message}`, at, diff].filter(Boolean).join("\n");
}

export default class {
  /**
   * @param {readonly import("vitest/node").TestModule[]} modules
   * @param {readonly import("vitest").SerializedError[]} unhandled
   */
  onTestRunEnd(modules, unhandled) {
    /** @type {Report} */
    const report = { passed: 0, failures: [] };
    /** @param {string} where @param {readonly import("vitest").SerializedError[]} errors */
    const note = (where, errors) => {
      if (errors.length > 0) report.failures.push({ where, messages: errors.map(messageOf) });
    };
    for (const module of modules) {
      const file = module.relativeModuleId;
      note(file, module.errors());
      for (const suite of module.children.allSuites()) note(`${file} > ${suite.fullName}`, suite.errors());
      for (const test of module.children.allTests()) {
        const { state, errors } = test.result();
        if (state === "passed") report.passed += 1;
        if (state === "failed") note(`${file} > ${test.fullName}`, errors);
      }
    }
    note("outside of any test", unhandled);
    const path = String(process.env.TEST_REPORT);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, JSON.stringify(report));
  }
}
