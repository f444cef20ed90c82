import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../src/core/ports.ts";
import { journeyInWords, ORDER } from "../huntr/milestones-in-words.ts";
import { must } from "../rig.ts";
import { before, host, onStage, servers } from "../stage.ts";
import { compute } from "./computing.ts";

onStage({
  huntr: { size: { jobs: 300, members: 40, employers: 5 }, requestsPerSecond: null },
  hours: 1,
});

const HEADER = ["Cohort", "Members", "Saved", "Applied", "Screen", "Interview", "Offer", "Accepted"];
/** Some of the sample's members have no cohort: they stand behind the others. */
const NONE = "(none)";
const plain = (thing: unknown) => JSON.parse(JSON.stringify(thing)) as JsonObject;

/** The milestones that each person met with any of the jobs that stand, by the definitions' words. */
function reachedBy(): Map<string, Set<string>> {
  const { jobs, activities, actions } = servers.huntr.data;
  const reached = new Map<string, Set<string>>();
  for (const job of jobs) {
    const its = activities.filter((one) => one.job?.id === job.id).map(plain);
    const told = actions.filter((one) => one.jobId === job.id).map(plain);
    const words = journeyInWords(plain(job), its, told, host.now() / 1000);
    const known = reached.get(job.ownerMember.id) ?? new Set();
    for (const milestone of words.reached) known.add(milestone);
    reached.set(job.ownerMember.id, known);
  }
  return reached;
}

function expected(cohortOf: (member: { id: string; createdAt: number }) => string): unknown[][] {
  const { members } = servers.huntr.data;
  const reached = reachedBy();
  const row = (name: string, of: readonly { id: string }[]) => [
    name,
    of.length,
    ...ORDER.map((milestone) => of.filter(({ id }) => reached.get(id)?.has(milestone)).length),
  ];
  const named = new Set(members.map(cohortOf));
  const cohorts = [...[...named].filter((name) => name !== NONE).sort(), ...(named.has(NONE) ? [NONE] : [])];
  return [
    HEADER,
    ...cohorts.map((name) =>
      row(
        name,
        members.filter((one) => cohortOf(one) === name),
      ),
    ),
    row("All", members),
  ];
}

function cohortField(member: { id: string }): string {
  const { memberFields, members } = servers.huntr.data;
  const field = must(memberFields.find(({ name }) => name === "Cohort"));
  const { memberFieldValues } = must(members.find(({ id }) => id === member.id));
  return String(memberFieldValues.find(({ fieldId }) => fieldId === field.id)?.value ?? NONE);
}

describe("HUNTR_FUNNEL", () => {
  test("by a member field: persons who reached each milestone, as the definitions' words have it", async () => {
    const { cells, error } = await compute(host, '=HUNTR_FUNNEL(,"cohort")');
    expect(error).toBe("");
    expect(cells).toEqual(expected(cohortField));
  });

  test("by the month of joining unless a field is named; a second formula asks nothing", async () => {
    const { cells } = await compute(host, "=HUNTR_FUNNEL()");
    const month = ({ createdAt }: { createdAt: number }) =>
      new Date(createdAt * 1000).toISOString().slice(0, 7);
    expect(cells.at(-1)).toEqual(expected(month).at(-1));
    const asked = servers.huntr.requests.length;
    expect((await compute(host, "=HUNTR_FUNNEL()")).cells).toEqual(cells);
    expect(servers.huntr.requests.length).toBe(asked);
  });

  test("a job that is deleted after it was accepted still counts its person as placed", async () => {
    const { huntr } = servers;
    const reached = reachedBy();
    const owner = must(
      huntr.data.members.find(({ id }) => reached.has(id) && !reached.get(id)?.has("ACCEPTED")),
    );
    const job = must(huntr.data.jobs.find(({ ownerMember }) => ownerMember.id === owner.id));
    huntr.moveJob(job.id, "Offer Accepted");
    huntr.deleteJob(job.id);
    const { cells } = await compute(host, `=HUNTR_FUNNEL("owner_member_id=${owner.id}")`);
    expect(cells.at(-1)).toEqual(["All", 1, 1, 1, 1, 1, 1, 1]);
  });

  test("of one person, and of active members only", async () => {
    const { members } = servers.huntr.data;
    const [one] = members;
    expect((await compute(host, `=HUNTR_FUNNEL("owner_member_id=${one?.id}")`)).cells.at(-1)?.[1]).toBe(1);
    const active = members.filter(({ isActive }) => isActive).length;
    expect((await compute(host, '=HUNTR_FUNNEL("active=true")')).cells.at(-1)?.[1]).toBe(active);
  });

  test("a field that there is not: a sentence that names those that there are, and no more is asked", async () => {
    const { error } = await compute(host, '=HUNTR_FUNNEL(,"Intake")');
    expect(error).toContain('Huntr has no member field "Intake". It has: "Location"');
    expect(servers.huntr.requests.length - before.huntr).toBe(1);
  });
});
