// npm run days [-- SHIFT [FILES]]: runs tests as if it were another day: tomorrow, next month, the hour in which the clocks
// change, 29 February, the last minute of the year. Without a name it takes the one whose turn it is today, so that CI has
// each of them within a week; without files those that look at the real clock: everything else runs on a virtual one.
//
// Date is shifted in each process, thread and page. It is one of the days at a time, since most of the suite would pass or
// fail the same on each, and a whole run takes minutes.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { SHIFTS } from "./days/shifts.mjs";

const root = fileURLToPath(new URL("../", import.meta.url));
const DAY_MS = 86_400_000;

/** Where the real clock is looked at: the page and its book, the command line, the sample servers, certificates. */
const CLOCKED = [
  "test/build/deploy.test",
  "test/days",
  "test/local/apis",
  "test/local/cli",
  "test/local/runtime/by-hand",
  "test/local/runtime/fetch",
  "test/local/workbench/panel",
  "test/local/workbench/reopening",
  "test/local/workbench/story",
  "test/ui",
];

const [name, ...given] = process.argv.slice(2);
const nowMs = Date.now();
const shift = name
  ? SHIFTS.find((one) => one.name === name)
  : SHIFTS[Math.floor(nowMs / DAY_MS) % SHIFTS.length];
if (!shift) {
  console.error(`days: ${name} is not known; there are ${SHIFTS.map((one) => one.name).join(", ")}.`);
  process.exit(2);
}
const aheadMs = shift.from(nowMs) - nowMs;
const preload = new URL(`./days/preload.mjs?ms=${aheadMs}`, import.meta.url).href;
console.log(`days: ${shift.name}, from ${new Date(nowMs + aheadMs).toISOString()} in ${shift.timeZone}`);
const { status } = spawnSync(
  process.execPath,
  [
    join(root, "node_modules/vitest/vitest.mjs"),
    "run",
    // Threads that are given no environment have their process's own arguments still.
    `--execArgv=--import=${preload}`,
    ...(given.length > 0 ? given : CLOCKED),
  ],
  {
    cwd: root,
    stdio: "inherit",
    env: {
      ...process.env,
      TZ: shift.timeZone,
      NODE_OPTIONS: `${process.env.NODE_OPTIONS ?? ""} --import=${preload}`.trim(),
      // Chromium knows nothing of Node's options: test/browser.ts hands this on to its pages.
      SHIFTED_BY_MS: String(aheadMs),
    },
  },
);
process.exitCode = status ?? 1;
