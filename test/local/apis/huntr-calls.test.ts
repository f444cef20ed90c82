import { createHmac } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type HuntrServer, signedWebhook, startHuntr } from "../../../local/apis/index.ts";
import { allPages, askHuntr, type Question } from "./ask.ts";

let huntr: HuntrServer;
beforeAll(async () => {
  huntr = await startHuntr({ requestsPerSecond: null });
});
afterAll(() => huntr.close());

const ABSENT = "ffffffffffffffffffffffff";

describe("Huntr: the organisation", () => {
  test("has the size that was promised, and nothing of it lies in the future", () => {
    const { jobs, activities, actions, employers, members, invitations, events, activityCategories } =
      huntr.data;
    expect([jobs.length, activities.length, employers.length, members.length]).toEqual([1500, 6000, 300, 60]);
    expect(actions.length).toBeGreaterThan(6000);
    expect([invitations.length > 5, events.length > 100, activityCategories.length]).toEqual([
      true,
      true,
      23,
    ]);
    const now = Date.parse("2026-11-16T09:00:00Z") / 1000;
    for (const { createdAt } of [...jobs, ...activities, ...actions])
      expect(createdAt).toBeLessThanOrEqual(now);
  });

  test("ids begin with the creation time, are never given twice, and order every listing newest first", () => {
    const seen = new Set<string>();
    for (const list of [huntr.data.jobs, huntr.data.activities, huntr.data.actions]) {
      let previous = "g";
      for (const { id, createdAt } of list) {
        expect(Number.parseInt(id.slice(0, 8), 16)).toBe(createdAt);
        expect(id < previous).toBe(true);
        previous = id;
        seen.add(id);
      }
    }
    expect(seen.size).toBe(huntr.data.jobs.length + huntr.data.activities.length + huntr.data.actions.length);
  });

  test("actions tell of every job, activity and move that is there", () => {
    const of = (type: string) => huntr.data.actions.filter((action) => action.actionType === type);
    const created = new Set(of("JOB_CREATED").map((action) => action.jobId));
    const deleted = new Set(of("JOB_DELETED").map((action) => action.jobId));
    expect(deleted.size).toBeGreaterThan(5);
    expect([...created].filter((id) => !deleted.has(id)).sort()).toEqual(
      huntr.data.jobs.map((job) => job.id).sort(),
    );
    const made = new Set(of("ACTIVITY_CREATED").map((action) => action.activityId));
    for (const { activityId } of of("ACTIVITY_DELETED")) made.delete(activityId);
    expect(made.size).toBe(huntr.data.activities.length);
    const lastList = new Map<string, string | undefined>();
    for (const action of huntr.data.actions) {
      if (action.jobId && action.toList && !lastList.has(action.jobId))
        lastList.set(action.jobId, action.toList.name);
    }
    for (const job of huntr.data.jobs) if (job.list) expect(lastList.get(job.id)).toBe(job.list.name);
  });

  test("is the same every time, and holds the awkward records by name", async () => {
    const other = await startHuntr();
    expect(other.data.jobs).toEqual(huntr.data.jobs);
    await other.close();
    const job = (name: string) => huntr.data.jobs.find((entry) => entry.id === huntr.data.awkward[name]);
    expect(job("plus number")?.title).toBe("+1 555 0100");
    expect(job("long description")?.description?.length).toBe(60_000);
    expect(job("number for salary")?.salary).toBe(95_000);
    expect("employer" in (job("no employer") ?? {})).toBe(false);
    expect(Math.max(...counts(huntr.data.jobs.map((entry) => entry.createdAt)))).toBeGreaterThan(30);
  });

  test("employers' counts are what their jobs add up to", async () => {
    const { body } = await askHuntr(huntr, "employers?limit=300");
    const jobs = huntr.data.jobs.filter((job) => job.employer?.id === body.data[7].id);
    expect(body.data[7].jobCount).toBe(jobs.length);
    expect(body.data[7].applicationCount).toBe(jobs.filter((job) => job.applicationActivity).length);
  });
});

function counts(values: readonly number[]): number[] {
  const found = new Map<number, number>();
  for (const value of values) found.set(value, (found.get(value) ?? 0) + 1);
  return [...found.values()];
}

describe("Huntr: refusals, in the documented shape", () => {
  const cases: readonly [
    what: string,
    path: string,
    question: Question,
    status: number,
    param: string | undefined,
  ][] = [
    ["no token", "jobs", { headers: { authorization: "" } }, 401, "authorization"],
    ["another token", "jobs", { headers: { authorization: "Bearer nobody" } }, 401, "authorization"],
    ["not JSON wanted", "jobs", { headers: { accept: "text/html" } }, 406, "accept"],
    ["no such path", "nothing", {}, 404, undefined],
    ["no such method", "jobs", { method: "DELETE" }, 405, undefined],
    ["limit of 500", "jobs?limit=500", {}, 400, "limit"],
    ["limit of 0", "jobs?limit=0", {}, 400, "limit"],
    ["limit that is no integer", "jobs?limit=1.5", {}, 400, "limit"],
    ["next that is no id", "actions?next=abcd", {}, 400, "next"],
    ["next of inf", "activities?next=inf", {}, 400, "next"],
    ["a member that is no id", "jobs?owner_member_id=me", {}, 400, "owner_member_id"],
    ["a time that is no number", "jobs?created_after=2026-01-01", {}, 400, "created_after"],
    ["a truth that is none", "members?active=yes", {}, 400, "active"],
    ["a job that is not there", `jobs/${ABSENT}`, {}, 404, "id"],
    ["a job that is no id", "jobs/1", {}, 400, "id"],
    ["a member that is not there", `members/${ABSENT}`, {}, 404, "id"],
    ["an invitation to nobody", "organization-invitations", { method: "POST", body: {} }, 400, "email"],
    [
      "an invitation that is no JSON",
      "organization-invitations",
      { method: "POST", body: "{" },
      400,
      undefined,
    ],
    [
      "an unknown template",
      "organization-invitations",
      { method: "POST", body: { email: "a@b.example", boardTemplateId: ABSENT } },
      400,
      "boardTemplateId",
    ],
    [
      "a value for an unknown field",
      "organization-invitations",
      { method: "POST", body: { email: "a@b.example", memberFieldValues: [{ fieldId: ABSENT, value: 1 }] } },
      400,
      "memberFieldValues",
    ],
    ["a field without a name", "member-fields", { method: "POST", body: { fieldType: "TEXT" } }, 400, "name"],
    [
      "a field of no type",
      "member-fields",
      { method: "POST", body: { name: "X", fieldType: "COLOUR" } },
      400,
      "fieldType",
    ],
    [
      "choices left out",
      "member-fields",
      { method: "POST", body: { name: "X", fieldType: "MULTIPLE_CHOICE" } },
      400,
      "choices",
    ],
    [
      "a name in use",
      "member-fields",
      { method: "POST", body: { name: "nickname", fieldType: "TEXT" } },
      400,
      "name",
    ],
  ];
  test.each(cases)("%s", async (_what, path, question, status, param) => {
    const { body, ...answer } = await askHuntr(huntr, path, question);
    expect(answer.status).toBe(status);
    expect(body.error.status).toBe(status);
    expect(body.error.param).toBe(param);
    expect(body.message).toBe(body.error.message);
    expect(body.errors[0]).toEqual(body.error);
    expect(JSON.stringify(body)).not.toContain("nobody");
  });

  test("two faults at once are both named, the first one first", async () => {
    const { body } = await askHuntr(huntr, "jobs?limit=10000&next=abcd");
    expect(body).toEqual({
      message: "Limit must be an integer under 500",
      error: {
        message: "Limit must be an integer under 500",
        param: "limit",
        value: "10000",
        location: "query",
        status: 400,
      },
      errors: [
        {
          message: "Limit must be an integer under 500",
          param: "limit",
          value: "10000",
          location: "query",
          status: 400,
        },
        { message: "Invalid value", param: "next", value: "abcd", location: "query", status: 400 },
      ],
    });
  });
});

describe("Huntr: listings", () => {
  const listings = ["jobs", "activities", "actions", "members", "events"] as const;
  test.each(listings)("%s: pages joined are the data", async (name) => {
    const { data } = await allPages(huntr, name);
    expect(data).toEqual(JSON.parse(JSON.stringify(huntr.data[name])));
  });

  test("employers: pages joined are the data, with counts", async () => {
    expect((await allPages(huntr, "employers", 77)).data).toEqual(
      JSON.parse(JSON.stringify(huntr.data.countedEmployers)),
    );
  });

  test.each([
    ["organization-invitations", "invitations"],
    ["member-fields", "memberFields"],
    ["board-templates", "boardTemplates"],
    ["activity-categories", "activityCategories"],
  ] as const)("%s: everything at once", async (path, name) => {
    expect((await askHuntr(huntr, path)).body).toEqual({ data: huntr.data[name] });
  });

  test("a page holds 100 unless asked otherwise, and `next` is the id of its last object", async () => {
    const { body } = await askHuntr(huntr, "jobs");
    expect(body.data).toHaveLength(100);
    expect(body.next).toBe(body.data[99].id);
  });

  const some = () => huntr.data.actions.find((action) => action.noteId !== undefined);
  const filters: readonly [
    list: "jobs" | "activities" | "actions" | "events" | "members",
    query: () => string,
    keeps: (thing: never) => boolean,
  ][] = [
    [
      "jobs",
      () => `owner_member_id=${huntr.data.members[4]?.id}`,
      (job: { ownerMember: { id: string } }) => job.ownerMember.id === huntr.data.members[4]?.id,
    ],
    [
      "jobs",
      () => `creator_member_id=${huntr.data.advisors[0]?.id}`,
      (job: { creatorMember?: { id: string } }) => job.creatorMember?.id === huntr.data.advisors[0]?.id,
    ],
    [
      "activities",
      () => `job_id=${huntr.data.jobs[9]?.id}`,
      (activity: { job?: { id: string } }) => activity.job?.id === huntr.data.jobs[9]?.id,
    ],
    [
      "activities",
      () => `employer_id=${huntr.data.employers[2]?.id}`,
      (activity: { employer?: { id: string } }) => activity.employer?.id === huntr.data.employers[2]?.id,
    ],
    [
      "activities",
      () => "activity_category_id=5e448f3bf2b856c29af11289",
      (activity: { activityCategory: { name: string } }) => activity.activityCategory.name === "Apply",
    ],
    [
      "actions",
      () => "action_type=JOB_MOVED",
      (action: { actionType: string }) => action.actionType === "JOB_MOVED",
    ],
    ["actions", () => "action_type=NEW_KIND", () => false],
    [
      "actions",
      () => `note_id=${some()?.noteId}`,
      (action: { noteId?: string }) => action.noteId === some()?.noteId,
    ],
    [
      "events",
      () => "event_type=JOB_ADDED",
      (event: { eventType: string }) => event.eventType === "JOB_ADDED",
    ],
    ["members", () => "active=false", (member: { isActive: boolean }) => !member.isActive],
  ];
  test.each(filters)("%s filtered (%#) are those of the data that fit", async (name, query, keeps) => {
    const { data } = await allPages(huntr, `${name}?${query()}`);
    const expected = (huntr.data[name] as never[]).filter(keeps);
    expect(data).toEqual(JSON.parse(JSON.stringify(expected)));
  });

  test("created_after and created_before leave out their own second", async () => {
    const { createdAt } = huntr.data.jobs[200] ?? { createdAt: 0 };
    const { data: after } = await allPages(huntr, `jobs?created_after=${createdAt}`);
    const { data: before } = await allPages(huntr, `jobs?created_before=${createdAt}`);
    const inSecond = huntr.data.jobs.filter((job) => job.createdAt === createdAt).length;
    expect(after.length + before.length + inSecond).toBe(1500);
  });

  test("members by e-mail: a listing of one", async () => {
    const email = huntr.data.members[3]?.email ?? "";
    const { body } = await askHuntr(huntr, `members?email=${encodeURIComponent(email.toUpperCase())}`);
    expect(body.data).toEqual([huntr.data.members[3]]);
  });

  test("one job and one member by their ids", async () => {
    expect((await askHuntr(huntr, `jobs/${huntr.data.jobs[5]?.id}`)).body).toEqual(
      JSON.parse(JSON.stringify(huntr.data.jobs[5])),
    );
    expect((await askHuntr(huntr, `members/${huntr.data.members[5]?.id}`)).body).toEqual(
      huntr.data.members[5],
    );
  });
});

describe("Huntr: webhook", () => {
  test("is signed over the very body that is sent", () => {
    const [action] = huntr.data.actions;
    if (action === undefined) throw new Error("no action");
    const { headers, body } = signedWebhook(action, "whsec");
    expect(headers["x-huntr-hmac-sha256"]).toBe(createHmac("sha256", "whsec").update(body).digest("base64"));
    expect(JSON.parse(body).id).toBe(action.id);
  });
});
