import { hasReached, MILESTONES, type Milestone } from "./milestones.ts";

/** A member, and the cohort that they are counted in; "" for none. */
export interface Person {
  readonly id: string;
  readonly cohort: string;
}

export const FUNNEL_HEADER = ["Cohort", "Members", ...MILESTONES.map(capitalised)];

/** The row of those who are in no cohort, behind the others; and of all, which is the last. */
const NO_COHORT = "(none)";
const ALL = "All";

/**
 * How many persons of each cohort have at least one job that met a milestone. A person counts once, however many jobs.
 * @param furthest how far the best job of each person came, by their id; none for who has no job.
 */
export function funnelRows(
  persons: readonly Person[],
  furthest: ReadonlyMap<string, Milestone>,
): (string | number)[][] {
  const cohorts = new Map<string, Person[]>();
  for (const person of persons) {
    const known = cohorts.get(person.cohort);
    if (known) known.push(person);
    else cohorts.set(person.cohort, [person]);
  }
  const row = (name: string, of: readonly Person[]) => {
    const best = of.map(({ id }) => furthest.get(id));
    const reached = (milestone: Milestone) =>
      best.filter((one) => one !== undefined && hasReached({ furthest: one }, milestone)).length;
    return [name, of.length, ...MILESTONES.map(reached)];
  };
  const names = [...cohorts.keys()].sort((a, b) => Number(a === "") - Number(b === "") || (a < b ? -1 : 1));
  return [...names.map((name) => row(name || NO_COHORT, cohorts.get(name) ?? [])), row(ALL, persons)];
}

/** The further one of two. */
export function further(one: Milestone, other: Milestone | undefined): Milestone {
  return other !== undefined && hasReached({ furthest: other }, one) ? other : one;
}

function capitalised(milestone: Milestone): string {
  return milestone.charAt(0) + milestone.slice(1).toLowerCase();
}
