import fc from "fast-check";
import { DateTime } from "luxon";
import { describe, expect, test } from "vitest";
import type { Workbook } from "../../src/core/spreadsheet.ts";
import { fileZone } from "../../src/gas/file-zone.ts";
import type { Schedule } from "../../src/runs/schedule.ts";
import { nextMs } from "../../src/runs/schedules.ts";

const DAILY: Schedule = { every: "day", hour: 9, day: 0, who: "me", startedMs: 0 };

/** The next times at which it falls due when each start comes a while after. */
function dues(schedule: Schedule, zone: string, from: string, count: number): number[] {
  // Of a file only its clocks are asked.
  const book = fileZone(() => zone) as Workbook;
  const found: number[] = [];
  let startedMs = Date.parse(from);
  for (let i = 0; i < count; i++) {
    const next = nextMs({ ...schedule, startedMs }, book);
    found.push(next);
    startedMs = next + 600_000;
  }
  return found;
}

describe("when a schedule falls due", () => {
  test.each<[string, Partial<Schedule>, string, string, string[]]>([
    [
      "daily, in winter and in summer",
      { hour: 9 },
      "Europe/Berlin",
      "2026-03-28T12:00:00Z",
      ["2026-03-29T07:00:00Z", "2026-03-30T07:00:00Z"],
    ],
    [
      "daily, the same day when its hour is still to come",
      { hour: 9 },
      "America/New_York",
      "2026-11-01T03:00:00Z",
      ["2026-11-01T14:00:00Z", "2026-11-02T14:00:00Z"],
    ],
    [
      "an hour that the clocks leave out: beside it",
      { hour: 2 },
      "Europe/Berlin",
      "2026-03-28T12:00:00Z",
      ["2026-03-29T01:00:00Z", "2026-03-30T00:00:00Z"],
    ],
    [
      "an hour that the clocks leave out, west of Greenwich",
      { hour: 2 },
      "America/New_York",
      "2026-03-07T12:00:00Z",
      ["2026-03-08T06:00:00Z", "2026-03-09T06:00:00Z"],
    ],
    [
      "an hour that comes twice: once",
      { hour: 2 },
      "Europe/Berlin",
      "2026-10-24T12:00:00Z",
      ["2026-10-25T01:00:00Z", "2026-10-26T01:00:00Z"],
    ],
    [
      "an hour that comes twice, west of Greenwich",
      { hour: 1 },
      "America/New_York",
      "2026-10-31T12:00:00Z",
      ["2026-11-01T05:00:00Z", "2026-11-02T06:00:00Z"],
    ],
    [
      "midnight",
      { hour: 0 },
      "Asia/Kolkata",
      "2026-05-01T12:00:00Z",
      ["2026-05-01T18:30:00Z", "2026-05-02T18:30:00Z"],
    ],
    [
      "weekly, over a change of the clocks",
      { every: "week", hour: 8, day: 1 },
      "America/New_York",
      "2026-10-26T12:30:00Z",
      ["2026-11-02T13:00:00Z", "2026-11-09T13:00:00Z"],
    ],
    [
      "weekly, the same day",
      { every: "week", hour: 23, day: 0 },
      "Pacific/Auckland",
      "2026-04-05T00:00:00Z",
      ["2026-04-05T11:00:00Z", "2026-04-12T11:00:00Z"],
    ],
    [
      "hourly: an hour after the last start",
      { every: "hour" },
      "Etc/UTC",
      "2026-04-05T00:10:00Z",
      ["2026-04-05T01:10:00Z", "2026-04-05T02:20:00Z"],
    ],
  ])("%s", (_what, schedule, zone, from, expected) => {
    const found = dues({ ...DAILY, ...schedule }, zone, from, expected.length);
    expect(found.map((ms) => new Date(ms).toISOString().replace(".000", ""))).toEqual(expected);
  });

  test("daily: once on each day of the file's calendar, in any zone and season", () => {
    const zones = [
      "America/New_York",
      "Europe/Berlin",
      "Australia/Lord_Howe",
      "America/St_Johns",
      "Asia/Tokyo",
    ];
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.integer({ min: 0, max: 23 }),
        fc.integer({ min: 0, max: 364 }),
        (zone, hour, dayOfYear) => {
          const from = new Date(Date.UTC(2026, 0, 1 + dayOfYear, 12)).toISOString();
          const days = dues({ ...DAILY, hour }, zone, from, 10).map((ms) =>
            DateTime.fromMillis(ms, { zone }).toISODate(),
          );
          const first = DateTime.fromISO(days[0] ?? "", { zone });
          expect(days).toEqual(days.map((_, i) => first.plus({ days: i }).toISODate()));
        },
      ),
      { numRuns: 150 },
    );
  });
});
