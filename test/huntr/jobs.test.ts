import { describe, expect, test } from "vitest";
import { cellOf } from "../../src/core/cells.ts";
import { chosenColumns } from "../../src/core/columns.ts";
import type { JsonObject } from "../../src/core/ports.ts";
import { jobs } from "../../src/huntr/jobs.ts";

function cell(name: string, job: JsonObject): [unknown, number] {
  const [column] = chosenColumns(jobs, [name], [], { withKey: false });
  if (column === undefined) throw new Error("no column");
  const warnings: string[] = [];
  const value = cellOf(column, job, (warning) => warnings.push(warning));
  return [value, warnings.length];
}

describe("jobs: odd records", () => {
  test.each<[string, string, JsonObject, unknown, number]>([
    ["No Job Title stays as it is", "title", { title: "No Job Title" }, "No Job Title", 0],
    ["an empty location", "location", { location: {} }, null, 0],
    ["no list at all", "stage_type", {}, null, 0],
    ["a stage that implies no type", "stage_type", { list: { name: "Wishlist" } }, null, 0],
    ["an owner with one name", "owner", { ownerMember: { givenName: "Ada" } }, "Ada", 0],
    ["an owner without names", "owner", { ownerMember: {} }, null, 0],
    ["an owner with a number for a name", "owner", { ownerMember: { givenName: 7 } }, "7", 0],
    ["an employer that is a text", "employer", { employer: "Etsy" }, null, 0],
    ["a salary that is a number", "salary", { salary: 90000 }, "90000", 0],
    ["an activity without a date", "applied_at", { applicationActivity: { title: "Apply" } }, null, 0],
    [
      "an activity that was only ticked off",
      "applied_at",
      { applicationActivity: { completedAt: 60 } },
      new Date(60_000),
      0,
    ],
    [
      "interviews out of order",
      "first_interview_at",
      { interviewActivities: [{ startAt: 90 }, { startAt: 60 }, {}] },
      new Date(60_000),
      0,
    ],
    [
      "interviews with odd dates only",
      "first_interview_at",
      { interviewActivities: [{ startAt: "soon" }] },
      null,
      1,
    ],
    ["no interviews", "interviews", {}, 0, 0],
    ["interviews that are no list", "interviews", { interviewActivities: "two" }, null, 1],
    ["a latitude as text", "location_lat", { location: { lat: "-49.5" } }, -49.5, 0],
    ["a latitude that is none", "location_lat", { location: { lat: "north" } }, null, 1],
    [
      "activities with an odd one among them",
      "activities",
      { activities: [{ title: "Apply" }, null, {}] },
      "Apply",
      0,
    ],
  ])("%s", (_, column, job, value, warnings) => {
    expect(cell(column, job)).toEqual([value, warnings]);
  });
});
