import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../src/core/ports.ts";
import type { Changes } from "../../src/core/resource.ts";
import { activityChanges, jobChanges } from "../../src/huntr/changes.ts";

/** What actions tell, the newest first. */

const JOBS = { columns: ["id", "title", "employer"], filters: {} };
const ACTIVITIES = { columns: ["id", "title", "job"], filters: {} };
const action = (actionType: string, more: JsonObject = {}): JsonObject => ({ actionType, ...more });

function shown(changes: Changes | null): unknown {
  if (!changes) return null;
  const { created, gone, touched, lists, older = [] } = changes;
  return {
    created: [...created],
    gone: [...gone],
    touched: [...touched].map(([id, { path, query }]) => [id, path ?? query]),
    lists: [...lists, ...older].map(({ query }) => query),
  };
}
const nothing = { created: [], gone: [], touched: [], lists: [] };

describe("of jobs", () => {
  test.each([
    ["a move", action("JOB_MOVED", { jobId: "a" }), { touched: [["a", "jobs/a"]] }],
    [
      "an update, with the job itself",
      action("JOB_UPDATED", { job: { id: "a" } }),
      { touched: [["a", "jobs/a"]] },
    ],
    ["a new job", action("JOB_CREATED", { jobId: "a" }), { created: ["a"], touched: [["a", "jobs/a"]] }],
    ["a deletion", action("JOB_DELETED", { jobId: "a" }), { gone: ["a"], touched: [["a", "jobs/a"]] }],
    [
      "a new activity",
      action("ACTIVITY_CREATED", { jobId: "a", activityId: "b" }),
      { touched: [["a", "jobs/a"]] },
    ],
    ["a deleted activity", action("ACTIVITY_DELETED", { jobId: "a" }), { touched: [["a", "jobs/a"]] }],
    [
      "an id that is none",
      action("JOB_MOVED", { jobId: "../x?y" }),
      { touched: [["../x?y", "jobs/..%2Fx%3Fy"]] },
    ],
    ["a note", action("NOTE_CREATED", { jobId: "a" }), {}],
    ["a contact", action("CONTACT_UPDATED", { jobId: "a" }), {}],
    ["a new company", action("ORGANIZATION_COMPANY_CREATED", { employerId: "e" }), {}],
    ["an employer's field that is not shown", employer({ isPartner: true }), {}],
    ["an employer's field that is shown", employer({ name: "New" }), null],
    ["an employer's update that says nothing", action("ORGANIZATION_COMPANY_UPDATED"), null],
    ["a type of the future", action("GOAL_SET"), {}],
  ] as [string, JsonObject, object | null][])("%s", (_what, one, wanted) => {
    expect(shown(jobChanges([one], JOBS))).toEqual(wanted && { ...nothing, ...wanted });
  });

  test("where a column shows whether members are active nothing is told", () => {
    expect(jobChanges([], { ...JOBS, columns: ["id", "creator_is_active"] })).toBe(null);
  });
});

describe("of activities", () => {
  const id = "5eb0a92378ddef71d0748fb9";
  const second = 0x5eb0a923;

  test.each([
    [
      "one of a job",
      action("ACTIVITY_UPDATED", { activityId: "a", jobId: "j" }),
      { touched: [["a", { job_id: "j" }]] },
    ],
    [
      "one of no job is looked for around the second that its id begins with",
      action("ACTIVITY_UPDATED", { activityId: id }),
      { touched: [[id, { created_after: second - 2, created_before: second + 2 }]] },
    ],
    ["a job's update", action("JOB_UPDATED", { jobId: "j" }), { lists: [{ job_id: "j" }] }],
    ["a job's move", action("JOB_MOVED", { jobId: "j" }), {}],
    ["a job's deletion", action("JOB_DELETED", { jobId: "j" }), { lists: [{ job_id: "j" }] }],
    ["an employer that is not shown", employer({ name: "New" }), {}],
  ] as [string, JsonObject, object][])("%s", (_what, one, wanted) => {
    expect(shown(activityChanges([one], ACTIVITIES))).toEqual({ ...nothing, ...wanted });
  });

  test("an employer's new name is in the activities of that employer", () => {
    const changes = activityChanges([employer({ name: "New" })], { ...ACTIVITIES, columns: ["employer"] });
    expect(shown(changes)).toEqual({ ...nothing, lists: [{ employer_id: "e" }] });
  });

  test("of one employer's alone nothing tells which a changed job had", () => {
    const table = { ...ACTIVITIES, filters: { employer_id: "e" } };
    expect(activityChanges([action("JOB_UPDATED", { jobId: "j" })], table)).toBe(null);
  });
});

function employer(update: JsonObject): JsonObject {
  return action("ORGANIZATION_COMPANY_UPDATED", { employerId: "e", update });
}
