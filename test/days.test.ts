import { execFileSync } from "node:child_process";
import { createContext, runInContext } from "node:vm";
import { expect, test } from "vitest";
import { Host } from "../local/runtime/host.ts";
import { shiftDate } from "../scripts/days/shifted-date.mjs";
import { SHIFTS } from "../scripts/days/shifts.mjs";
import { sharedBrowser } from "./browser.ts";
import { newFile, writeAddon } from "./local/runtime/fixture.ts";

/** Two clocks of one machine; a busy one takes a while from the look at one to the look at the other. */
const LOOKS_APART_MS = 60_000;

test.each(SHIFTS)("$name: the next one that is to come", ({ name, from }) => {
  const at = (text: string) => new Date(from(Date.parse(text))).toISOString();
  const expected: Record<string, string> = {
    day: "2026-12-01T09:00:00.000Z",
    month: "2026-12-31T09:00:00.000Z",
    "spring-eu": "2027-03-28T00:59:00.000Z",
    "autumn-us": "2027-11-07T05:59:00.000Z",
    "leap-day": "2028-02-29T12:00:00.000Z",
    "new-year": "2026-12-31T23:59:00.000Z",
  };
  expect(at("2026-11-30T09:00:00Z")).toBe(expected[name]);
});

test("a shifted Date is ahead, and is a Date in all else", () => {
  const realm = createContext({ shiftDate });
  const shown = runInContext(
    `const before = Date.now();
     shiftDate(globalThis, 86400000);
     class Day extends Date {}
     [Date.now() - before >= 86400000, new Date() - before >= 86400000, new Date(5).getTime(), new Date(2028, 1, 29).getDate(),
      Date.UTC(1970, 0, 2), typeof Date(), new Date() instanceof Date, new Day() instanceof Day, new Date().constructor === Date]`,
    realm,
  );
  expect(shown).toEqual([true, true, 5, 29, 86_400_000, "string", true, true, true]);
});

/** Who else has a clock, and how one asks for it. */
const OTHERS: readonly [string, () => Promise<number>][] = [
  [
    "another process",
    async () =>
      Number(execFileSync(process.execPath, ["-e", "console.log(Date.now())"], { encoding: "utf8" })),
  ],
  [
    "a script of a book on the real clock, in a thread of its own",
    async () => {
      const dist = writeAddon("function when() { return new Date().getTime(); }");
      const host = await Host.open({ dist, realTime: true, book: { ...newFile(), clockMs: 0 } });
      const execution = await host.call("when", [], { entry: "menu" });
      await host.close();
      return execution.ok ? Number(execution.value) : Number.NaN;
    },
  ],
  [
    "a page",
    async () => {
      const page = await (await sharedBrowser()).newPage();
      const ms = await page.evaluate("new Date().getTime()");
      await page.context().close();
      return Number(ms);
    },
  ],
];

test.each(OTHERS)("%s is of the same day, also when the tests run on another one", async (_, ask) => {
  expect(Math.abs((await ask()) - Date.now())).toBeLessThan(LOOKS_APART_MS);
});
