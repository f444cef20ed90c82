import fc from "fast-check";
import { expect, test } from "vitest";
import { fileZone } from "../../src/gas/file-zone.ts";

/** Days on which clocks somewhere skip midnight, or another hour, and when they begin there. */
test.each([
  ["America/Santiago", "2026-09-06", "2026-09-06T04:00:00.000Z"],
  ["America/Havana", "2026-03-08", "2026-03-08T05:00:00.000Z"],
  ["Africa/Cairo", "2026-04-24", "2026-04-23T22:00:00.000Z"],
  ["Asia/Beirut", "2026-03-29", "2026-03-28T22:00:00.000Z"],
  ["Atlantic/Azores", "2026-03-29", "2026-03-29T01:00:00.000Z"],
  ["America/New_York", "2026-03-08", "2026-03-08T05:00:00.000Z"],
  ["Australia/Lord_Howe", "2026-10-04", "2026-10-03T13:30:00.000Z"],
  ["Pacific/Chatham", "2026-09-27", "2026-09-26T11:15:00.000Z"],
])("in %s the day %s begins at %s", (zone, day, start) => {
  const { startOf, dayOf } = fileZone(() => zone);
  expect(startOf({ day }).toISOString()).toBe(start);
  expect(dayOf(startOf({ day }))).toBe(day);
});

test("in every zone a day begins on that day, and the millisecond before is of another one", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...Intl.supportedValuesOf("timeZone")),
      fc.integer({ min: Date.UTC(2015, 0, 1) / 86_400_000, max: Date.UTC(2035, 0, 1) / 86_400_000 }),
      (zone, days) => {
        const day = new Date(days * 86_400_000).toISOString().slice(0, 10);
        const { startOf, dayOf } = fileZone(() => zone);
        const start = startOf({ day });
        expect(dayOf(start)).toBe(day);
        expect(dayOf(new Date(start.getTime() - 1)) < day).toBe(true);
      },
    ),
    { numRuns: 1_000 },
  );
});
