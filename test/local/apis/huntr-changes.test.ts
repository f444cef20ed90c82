import { afterAll, beforeEach, expect, test } from "vitest";
import { type HuntrServer, SAMPLE_NOW_MS, startHuntr } from "../../../local/apis/index.ts";
import { askHuntr } from "./ask.ts";

const servers: HuntrServer[] = [];
let huntr: HuntrServer;
beforeEach(async () => {
  huntr = await startHuntr({ size: { jobs: 60, members: 12, employers: 20 } });
  servers.push(huntr);
});
afterAll(() => Promise.all(servers.map((server) => server.close())));

const NOW = SAMPLE_NOW_MS / 1000;
const latest = () => huntr.data.actions[0];
const plain = (value: unknown) => JSON.parse(JSON.stringify(value));

test("a new job is the first of the listing, with its action and its workflow's activity", async () => {
  const owner = huntr.data.members[2]?.id ?? "";
  const employer = huntr.data.employers[0]?.id ?? "";
  const job = huntr.changeAt(NOW + 60, "createJob", { owner, employer, title: "=New", stage: "Applied" });
  expect(job.applicationActivity?.createdAt).toBe(NOW + 60);
  expect((await askHuntr(huntr, "jobs?limit=1")).body.data).toEqual([plain(job)]);
  const types = huntr.data.actions.slice(0, 2).map((action) => action.actionType);
  expect(types).toEqual(["ACTIVITY_CREATED", "JOB_CREATED"]);
  expect(latest()?.createdByWorkflow).toBe(true);
});

test("a move changes the list and not createdAt, and tells where from and where to", () => {
  const before = huntr.data.jobs[10];
  const job = huntr.changeAt(NOW + 60, "moveJob", before?.id ?? "", "Somewhere else");
  expect(job.list?.name).toBe("Somewhere else");
  expect(job.createdAt).toBe(before?.createdAt);
  expect(latest()).toMatchObject({
    actionType: "JOB_MOVED",
    fromList: before?.list,
    toList: { name: "Somewhere else" },
    jobId: job.id,
  });
});

test("an update shows in the job and its activities, while older actions keep what they saw", () => {
  const old = huntr.data.activities.find((activity) => activity.job !== undefined)?.job;
  huntr.changeAt(NOW + 60, "updateJob", old?.id ?? "", { title: "Renamed" });
  expect(huntr.data.jobs.find((job) => job.id === old?.id)?.title).toBe("Renamed");
  for (const activity of huntr.data.activities)
    if (activity.job?.id === old?.id) expect(activity.job?.title).toBe("Renamed");
  expect(latest()).toMatchObject({
    actionType: "JOB_UPDATED",
    update: { title: "Renamed" },
    job: { title: "Renamed" },
  });
  const created = huntr.data.actions.find(
    (action) => action.jobId === old?.id && action.actionType === "JOB_CREATED",
  );
  expect(created?.job?.title).toBe(old?.title);
});

test("a deleted job takes its activities with it", async () => {
  const job = huntr.data.jobs.find((entry) => entry.activities.length > 2);
  huntr.changeAt(NOW + 60, "deleteJob", job?.id ?? "");
  expect((await askHuntr(huntr, `jobs/${job?.id}`)).status).toBe(404);
  expect(huntr.data.activities.some((activity) => activity.job?.id === job?.id)).toBe(false);
  const told = huntr.data.actions
    .slice(0, (job?.activities.length ?? 0) + 1)
    .map((action) => action.actionType);
  expect(told[0]).toBe("JOB_DELETED");
  expect(new Set(told.slice(1))).toEqual(new Set(["ACTIVITY_DELETED"]));
  expect(latest()).not.toHaveProperty("job");
});

test("activities, notes, contacts and employers: each change has its action", () => {
  const job = huntr.data.jobs[0]?.id ?? "";
  const types: unknown[] = [];
  const tell = <T>(result: T): T => {
    types.push(latest()?.actionType);
    return result;
  };
  const activity = tell(huntr.changeAt(NOW + 10, "createActivity", { job, category: "Offer Received" }));
  expect(huntr.data.jobs[0]?.offerActivity?.id).toBe(activity.id);
  tell(huntr.changeAt(NOW + 11, "updateActivity", activity.id, { completed: true, completedAt: NOW + 11 }));
  expect(huntr.data.jobs[0]?.offerActivity?.completed).toBe(true);
  tell(huntr.changeAt(NOW + 12, "deleteActivity", activity.id));
  const note = tell(huntr.changeAt(NOW + 13, "createNote", job, "-1"));
  tell(huntr.changeAt(NOW + 14, "updateNote", note.id, "two"));
  tell(huntr.changeAt(NOW + 15, "deleteNote", note.id));
  const contact = tell(huntr.changeAt(NOW + 16, "createContact", [job], { firstName: "Pepe" }));
  tell(huntr.changeAt(NOW + 17, "updateContact", contact.id, { title: "HR" }));
  tell(huntr.changeAt(NOW + 18, "deleteContact", contact.id));
  const employer = tell(huntr.changeAt(NOW + 19, "createEmployer", { name: "New Co" }));
  tell(huntr.changeAt(NOW + 20, "updateEmployer", employer.id, { isPartner: true }));
  expect(types).toEqual([
    "ACTIVITY_CREATED",
    "ACTIVITY_UPDATED",
    "ACTIVITY_DELETED",
    "NOTE_CREATED",
    "NOTE_UPDATED",
    "NOTE_DELETED",
    "CONTACT_CREATED",
    "CONTACT_UPDATED",
    "CONTACT_DELETED",
    "ORGANIZATION_COMPANY_CREATED",
    "ORGANIZATION_COMPANY_UPDATED",
  ]);
});

test("an invitation is pending until it is accepted, and cannot be sent twice", async () => {
  const body = {
    email: "new@mail.example",
    boardName: "B",
    memberFieldValues: [{ fieldId: huntr.data.memberFields[5]?.id, value: "Gigi" }],
  };
  const question = { method: "POST", body, atMs: SAMPLE_NOW_MS + 5_000 };
  const sent = await askHuntr(huntr, "organization-invitations", question);
  expect(sent.body).toMatchObject({
    toEmail: "new@mail.example",
    boardTemplate: { name: "Tech Jobs" },
    createdAt: NOW + 5,
  });
  expect((await askHuntr(huntr, "organization-invitations")).body.data[0]).toEqual(sent.body);
  const again = await askHuntr(huntr, "organization-invitations", {
    ...question,
    body: { email: "NEW@mail.example" },
  });
  expect([again.status, again.body.error.param]).toEqual([400, "email"]);
  const member = huntr.changeAt(NOW + 60, "acceptInvitation", sent.body.id, {
    givenName: "N",
    familyName: "W",
  });
  expect(member.memberFieldValues).toEqual(body.memberFieldValues);
  expect(huntr.data.invitations.some((invitation) => invitation.id === sent.body.id)).toBe(false);
  expect(latest()).toMatchObject({
    actionType: "MEMBER_CREATED",
    organizationInvitation: { id: sent.body.id },
  });
});

test("someone with an account is named in the invitation", async () => {
  const member = huntr.data.members[0];
  const { body } = await askHuntr(huntr, "organization-invitations", {
    method: "POST",
    body: { email: member?.email },
  });
  expect(body.to).toMatchObject({ id: member?.id, email: member?.email });
  expect(body.to).not.toHaveProperty("isActive");
});

test.each([
  ["Location", "Seattle", 200],
  ["Location", ["Seattle", "Miami"], 200],
  ["Location", "Atlantis", 400],
  ["Nickname", "=1+1", 200],
  ["Nickname", 3, 400],
  ["Hours per week", 12.5, 200],
  ["Hours per week", "twelve", 400],
  ["Graduation", 1_780_099_200, 200],
  ["Graduation", "2026-05-30", 200],
  ["Graduation", "soon", 400],
] as const)("member field %s set to %j: %i", async (name, value, status) => {
  const member = huntr.data.members[1];
  const field = huntr.data.memberFields.find((entry) => entry.name === name)?.id;
  const answer = await askHuntr(huntr, `members/${member?.id}/member-fields/${field}`, {
    method: "PUT",
    body: { value },
  });
  expect(answer.status).toBe(status);
  if (status === 200) expect(answer.body.memberFieldValues).toContainEqual({ fieldId: field, value });
});

test("a new member field is listed", async () => {
  const body = { name: "Shift", fieldType: "MULTIPLE_CHOICE", choices: ["Day", "Night"] };
  const created = await askHuntr(huntr, "member-fields", { method: "POST", body });
  expect(created.body).toMatchObject(body);
  expect((await askHuntr(huntr, "member-fields")).body.data).toContainEqual(created.body);
});

test("state holds only what was done, and another server goes on from it to the same data", async () => {
  expect(JSON.stringify(huntr.state()).length).toBeLessThan(20);
  const id = huntr.data.jobs[7]?.id ?? "";
  huntr.changeAt(NOW + 1, "moveJob", id, "Offer");
  huntr.changeAt(NOW + 2, "updateJob", id, { title: "Other" });
  huntr.changeAt(NOW + 3, "deleteJob", huntr.data.jobs[8]?.id ?? "");
  await askHuntr(huntr, "organization-invitations", { method: "POST", body: { email: "x@mail.example" } });
  const state = plain(huntr.state());
  expect(JSON.stringify(state).length).toBeLessThan(1_000);
  const other = await startHuntr({ size: { jobs: 60, members: 12, employers: 20 } });
  servers.push(other);
  other.deleteJob(other.data.jobs[0]?.id ?? "");
  other.restore(state);
  for (const name of ["jobs", "activities", "actions", "invitations", "members"] as const) {
    expect(plain(other.data[name])).toEqual(plain(huntr.data[name]));
  }
  expect(plain(other.state())).toEqual(state);
  other.restore(undefined);
  expect(JSON.stringify(other.state()).length).toBeLessThan(20);
});
