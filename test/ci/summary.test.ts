import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import type { Report } from "../../.ci/reporter.mjs";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** What each part left behind, by the ending of its file. */
type Parts = Readonly<Record<string, { json?: object; status?: number; log?: string }>>;

function summary(parts: Parts) {
  const folder = mkdtempSync(join(tmpdir(), "summary-"));
  for (const [part, { json, status, log }] of Object.entries(parts)) {
    if (json) writeFileSync(join(folder, `${part}.json`), JSON.stringify(json));
    if (status !== undefined) writeFileSync(join(folder, `${part}.status`), `${status}\n`);
    if (log) writeFileSync(join(folder, `${part}.log`), log);
  }
  const program = join(root, ".ci/summary.mjs");
  const { stdout, status } = spawnSync(process.execPath, [program, folder, ...Object.keys(parts)], {
    encoding: "utf8",
  });
  return { lines: stdout.trimEnd().split("\n"), status };
}

const lines = (count: number) => Array.from({ length: count }, (_, i) => `line ${i + 1}`);
const failure = (where: string, message: string) => ({ where, messages: [message] });

test.each<[string, Parts, number, readonly string[]]>([
  [
    "all is well",
    { tests: { json: { passed: 3, failures: [] }, status: 0 }, checks: { status: 0, log: "check: passed" } },
    0,
    ["3 passed, 0 failed"],
  ],
  [
    "a test failed: its file, its name, what is wrong",
    {
      tests: { json: { passed: 3, failures: [failure("a.test.ts > one", "Error: 1 is not 2")] }, status: 1 },
    },
    1,
    ["FAILED in tests: a.test.ts > one", "    Error: 1 is not 2", "3 passed, 1 failed"],
  ],
  [
    "of each the beginning only, and no colours",
    {
      tests: {
        json: { passed: 0, failures: [failure("a > one", `\u001b[31m${lines(40).join("\n")}`)] },
        status: 1,
      },
    },
    1,
    ["FAILED in tests: a > one", ...lines(15).map((line) => `    ${line}`), "0 passed, 1 failed"],
  ],
  [
    "failures on another day count as well",
    {
      tests: { json: { passed: 3, failures: [] }, status: 0 },
      days: {
        json: { passed: 2, failures: [failure("b > two", "late"), failure("b > three", "early")] },
        status: 1,
      },
    },
    1,
    ["FAILED in days: b > two", "    late", "FAILED in days: b > three", "    early", "5 passed, 2 failed"],
  ],
  [
    "a check failed: the end of what it said",
    {
      tests: { json: { passed: 3, failures: [] }, status: 0 },
      checks: { status: 1, log: [...lines(40), "check: failed at types", ""].join("\n") },
    },
    1,
    [
      "FAILED in checks: exit status 1",
      ...lines(40)
        .slice(-14)
        .map((line) => `    ${line}`),
      "    check: failed at types",
      "3 passed, 1 failed",
    ],
  ],
  [
    "the tests died before they came to their end",
    { tests: { status: 137, log: "Killed" } },
    1,
    ["FAILED in tests: exit status 137", "    Killed", "0 passed, 1 failed"],
  ],
  [
    "tests that all pass in a run that fails",
    { tests: { json: { passed: 3, failures: [] }, status: 1, log: "No longer enough coverage" } },
    1,
    ["FAILED in tests: exit status 1", "    No longer enough coverage", "3 passed, 1 failed"],
  ],
  ["a part that never ran", { days: {} }, 1, ["FAILED in days: it never ran", "    ", "0 passed, 1 failed"]],
])("summary: %s", (_, parts, status, expected) => {
  expect(summary(parts)).toEqual({ lines: expected, status });
});

test("the report names what failed in a test, around it, between tests, and in a file that does not load", () => {
  const folder = mkdtempSync(join(tmpdir(), "reported-"));
  const report = join(folder, "out", "report.json");
  mkdirSync(join(folder, "test"));
  const files = {
    good: `test("fine", () => {}); test.skip("left out", () => {});`,
    wrong: `describe("group", () => { test("sum", () => expect([1, 2]).toEqual([1, 3])); });`,
    hook: `describe("group", () => { beforeAll(() => { throw new Error("no server"); }); test("asks", () => {}); });`,
    unloaded: `import "./missing.ts";`,
    between: `test("leaves", () => { setTimeout(() => { throw new Error("too late"); }); return new Promise((r) => setTimeout(r, 50)); });`,
  };
  for (const [name, text] of Object.entries(files))
    writeFileSync(join(folder, "test", `${name}.test.ts`), text);
  const { status } = spawnSync(
    process.execPath,
    [
      join(root, "node_modules/vitest/vitest.mjs"),
      "run",
      `--root=${folder}`,
      "--globals",
      "--maxWorkers=1",
      `--reporter=${join(root, ".ci/reporter.mjs")}`,
    ],
    { env: { ...process.env, TEST_REPORT: report }, encoding: "utf8" },
  );
  expect(status).toBe(1);
  const { passed, failures }: Report = JSON.parse(readFileSync(report, "utf8"));
  expect(passed).toBe(2);
  expect(Object.fromEntries(failures.map(({ where, messages }) => [where, messages.join("\n")]))).toEqual({
    "test/wrong.test.ts > group > sum": expect.stringMatching(/deeply equal.*wrong\.test\.ts:1:.*-\s+3/s),
    "test/hook.test.ts > group": expect.stringContaining("Error: no server"),
    "test/unloaded.test.ts": expect.stringContaining("./missing.ts"),
    "outside of any test": expect.stringMatching(/Error: too late.*between\.test\.ts/s),
  });
});
