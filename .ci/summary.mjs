// node .ci/summary.mjs FOLDER PART…: says what failed in the parts of a run, and then "N passed, N failed"; exits with 1
// when anything failed. In the folder are, for each part, its NAME.log, its exit status in NAME.status and, when it ran
// tests to their end, reporter.mjs's NAME.json.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";

/** Lines of each failure, and of the end of a part that failed without one. */
const MOST_LINES = 15;

/**
 * @param {string} folder
 * @param {string} part
 * @returns {import("./reporter.mjs").Report}
 */
function outcomeOf(folder, part) {
  /** @param {string} kind */
  const read = (kind) => {
    const path = join(folder, `${part}.${kind}`);
    return existsSync(path) ? readFileSync(path, "utf8") : null;
  };
  const json = read("json");
  /** @type {import("./reporter.mjs").Report} */
  const report = json === null ? { passed: 0, failures: [] } : JSON.parse(json);
  const status = read("status")?.trim();
  if (status === "0" || report.failures.length > 0) return report;
  // A build that failed, a check, a process that died: the last of what it said tells.
  const said = stripVTControlCharacters(read("log") ?? "").trim();
  const messages = [said.split("\n").slice(-MOST_LINES).join("\n")];
  const where = status === undefined ? "it never ran" : `exit status ${status}`;
  return { ...report, failures: [{ where, messages }] };
}

/** @param {string} text */
function indented(text) {
  const lines = stripVTControlCharacters(text).split("\n").slice(0, MOST_LINES);
  return lines.map((line) => `    ${line}`).join("\n");
}

const [folder = "", ...parts] = process.argv.slice(2);
let passed = 0;
let failed = 0;
for (const part of parts) {
  const report = outcomeOf(folder, part);
  passed += report.passed;
  failed += report.failures.length;
  for (const { where, messages } of report.failures)
    console.log([`FAILED in ${part}: ${where}`, ...messages.map(indented)].join("\n"));
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed > 0 ? 1 : 0);
