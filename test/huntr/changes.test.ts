import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../src/core/ports.ts";
import type { Changes } from "../../src/core/resource.ts";
import { activityChanges, jobChanges, memberChanges } from "../../src/huntr/changes.ts";

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

  test.each(["JOB_RESTORED", "JOB_MOVED", "ACTIVITY_CREATED", "NOTE_CREATED", "GOAL_SET"])(
    "%s after a deletion: the job is there again, and is read",
    (type) => {
      const actions = [action(type, { jobId: "a" }), action("JOB_DELETED", { jobId: "a" })];
      const wanted = { ...nothing, touched: [["a", "jobs/a"]] };
      expect(shown(jobChanges(actions, JOBS))).toEqual(wanted);
      // Also where its effect is in the table, and the deletion was recorded late.
      const isNew = ({ actionType }: JsonObject) => actionType === "JOB_DELETED";
      expect(shown(jobChanges(actions, { ...JOBS, isNew }))).toEqual(wanted);
    },
  );

  test("a deletion stays one when what belonged to the job went with it", () => {
    const actions = ["ACTIVITY_DELETED", "NOTE_DELETED", "JOB_DELETED", "JOB_MOVED"];
    expect(
      shown(
        jobChanges(
          actions.map((type) => action(type, { jobId: "a" })),
          JOBS,
        ),
      ),
    ).toEqual({ ...nothing, gone: ["a"], touched: [["a", "jobs/a"]] });
  });

  test("what is in the table already is not told again", () => {
    const actions = [action("JOB_MOVED", { jobId: "a" }), action("JOB_DELETED", { jobId: "b" })];
    expect(shown(jobChanges(actions, { ...JOBS, isNew: () => false }))).toEqual(nothing);
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

describe("of members", () => {
  const MEMBERS = { columns: ["id", "email"], filters: {} };
  const told = { touched: [["a", "members/a"]] };
  test.each([
    ["a new member", [action("MEMBER_CREATED", { member: { id: "a" } })], told],
    ["an update", [action("MEMBER_UPDATED", { member: { id: "a" }, update: {} })], told],
    ["with an id alone", [action("MEMBER_UPDATED", { memberId: "a" })], told],
    ["no more active", [action("MEMBER_DEACTIVATED", { member: { id: "a" } })], told],
    ["a type of the future", [action("MEMBER_REACTIVATED", { member: { id: "a" } })], told],
    ["a deletion", [action("MEMBER_DELETED", { member: { id: "a" } })], { gone: ["a"], ...told }],
    [
      "back after a deletion",
      [action("MEMBER_CREATED", { member: { id: "a" } }), action("MEMBER_DELETED", { memberId: "a" })],
      told,
    ],
    ["of nobody", [action("MEMBER_UPDATED")], null],
    ["of a member that is none", [action("MEMBER_UPDATED", { member: "Ada" })], null],
    ["a job of theirs", [action("JOB_MOVED", { jobId: "j", ownerMember: { id: "a" }, memberId: "a" })], {}],
    ["nothing", [], {}],
  ] as [string, JsonObject[], object | null][])("%s", (_what, actions, wanted) => {
    expect(shown(memberChanges(actions, MEMBERS))).toEqual(wanted && { ...nothing, ...wanted });
  });

  test("what is in the table already is not read again, and need not say of whom it is", () => {
    const actions = [action("MEMBER_UPDATED"), action("MEMBER_CREATED", { memberId: "a" })];
    expect(shown(memberChanges(actions, { ...MEMBERS, isNew: () => false }))).toEqual(nothing);
  });

  test("a part of the list is read whole", () => {
    expect(memberChanges([], { ...MEMBERS, filters: { active: true } })).toBe(null);
  });
});
