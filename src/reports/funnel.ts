import type { Cell } from "../core/resource.ts";
import {
  columnsOf,
  figure,
  HOW_PERCENT,
  howCohorts,
  howJobs,
  type Limit,
  NO_MEMBERS,
  type ReportKind,
  SMALLEST_N,
  share,
  shareFigure,
} from "./kind.ts";
import {
  ACCEPTED,
  APPLIED,
  groupsBy,
  INTERVIEW,
  OFFER,
  type Organisation,
  type Person,
  STEPS,
} from "./people.ts";
import type { ReportTable } from "./report.ts";

export const funnel: ReportKind = {
  title: "Cohort funnel",
  needs: ["journeys", "progress", "members"],
  thresholds: [SMALLEST_N],
  make: (organisation, limit) => {
    const { persons } = organisation;
    const reached = (label: string, step: number) =>
      shareFigure(label, reachedBy(persons, step), persons.length, limit);
    return {
      filters: [],
      figures: [
        figure("Members", persons.length),
        reached("Applied", APPLIED),
        reached("Had an interview", INTERVIEW),
        reached("Had an offer", OFFER),
        reached("Accepted an offer", ACCEPTED),
      ],
      tables: [
        allSteps(organisation, limit),
        cohortCounts(organisation),
        cohortShares(organisation, limit),
        cohortSteps(organisation, limit),
      ],
      how: [
        "A member has reached a step when at least one of their jobs has. A job that reached a later step, or is in a later stage, counts for the steps before it as well.",
        "A member who accepted an offer counts for every step, even if the job has since been deleted.",
        howCohorts(organisation),
        HOW_PERCENT,
        ...howJobs(organisation),
      ],
    };
  },
};

function reachedBy(persons: readonly Person[], step: number): number {
  return persons.filter(({ reached }) => reached >= step).length;
}

/** A row per step: who reached it, what share of the step before and of all that is, and their jobs. */
function stepRows(persons: readonly Person[], limit: Limit): Cell[][] {
  const jobs = persons.flatMap((person) => person.jobs);
  return STEPS.map(({ label }, i) => {
    const reached = reachedBy(persons, i + 1);
    const before = reachedBy(persons, i);
    return [
      label,
      reached,
      share(reached, before, limit),
      before,
      share(reached, persons.length, limit),
      persons.length,
      jobs.filter((job) => job.reached > i).length,
    ];
  });
}

const STEP_COLUMNS = [
  "Step",
  "Members|number",
  "Of the step before|percent",
  "n|number",
  "Of all|percent",
  "n of all|number",
  "Jobs|number",
];

function allSteps({ persons }: Organisation, limit: Limit): ReportTable {
  return {
    title: "From a saved job to an accepted offer",
    columns: columnsOf(...STEP_COLUMNS),
    rows: persons.length === 0 ? [] : stepRows(persons, limit),
    empty: NO_MEMBERS,
    chart: { kind: "bar", title: "Members who reached each step", columns: [0, 1] },
  };
}

/** Each cohort with its people. */
function cohortsIn({ cohorts, persons }: Organisation): (readonly [string, readonly Person[]])[] {
  const groups = groupsBy(persons, ({ cohort }) => cohort);
  return cohorts.map((cohort) => [cohort, groups.get(cohort) ?? []]);
}

/** Each cohort with its people, then all together. */
function groupsIn(organisation: Organisation): (readonly [string, readonly Person[]])[] {
  const { persons } = organisation;
  return persons.length === 0 ? [] : [...cohortsIn(organisation), ["All", persons]];
}

function cohortCounts(organisation: Organisation): ReportTable {
  return {
    title: "Members of each cohort who reached each step",
    columns: columnsOf(
      organisation.cohortHeader,
      "Members|number",
      ...STEPS.map(({ label }) => `${label}|number`),
    ),
    rows: groupsIn(organisation).map(([cohort, persons]) => [
      cohort,
      persons.length,
      ...STEPS.map((_, i) => reachedBy(persons, i + 1)),
    ]),
    empty: NO_MEMBERS,
    chart: {
      kind: "column",
      title: "Members by cohort",
      columns: [0, 1, 3, 5, 6, 7],
      rows: organisation.cohorts.length,
    },
  };
}

function cohortShares(organisation: Organisation, limit: Limit): ReportTable {
  return {
    title: "As a share of the cohort",
    columns: columnsOf(
      organisation.cohortHeader,
      "n|number",
      ...STEPS.map(({ label }) => `${label}|percent`),
    ),
    rows: groupsIn(organisation).map(([cohort, persons]) => [
      cohort,
      persons.length,
      ...STEPS.map((_, i) => share(reachedBy(persons, i + 1), persons.length, limit)),
    ]),
    empty: NO_MEMBERS,
  };
}

function cohortSteps(organisation: Organisation, limit: Limit): ReportTable {
  return {
    title: "Each cohort step by step",
    columns: columnsOf(organisation.cohortHeader, ...STEP_COLUMNS),
    rows: cohortsIn(organisation).flatMap(([cohort, persons]) =>
      stepRows(persons, limit).map((row) => [cohort, ...row]),
    ),
    empty: NO_MEMBERS,
  };
}
