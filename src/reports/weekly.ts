import type { Cell } from "../core/resource.ts";
import { dayCell, mondayOf } from "./calendar.ts";
import { columnsOf, figure, HOW_DAYS, howCohorts, howJobs, NO_MEMBERS, type ReportKind } from "./kind.ts";
import { countIn, type Organisation, STEPS } from "./people.ts";
import type { ReportTable } from "./report.ts";

const WEEKS = 12;

export const weekly: ReportKind = {
  title: "Weekly activity",
  needs: ["journeys", "progress", "members"],
  thresholds: [],
  make: (organisation) => {
    const first = mondayOf(organisation.calendar.today) - (WEEKS - 1) * 7;
    const weeks = tally(organisation, first, () => "");
    // The last week that is over.
    const week = weeks[WEEKS - 2]?.get("");
    const lastWeek = (label: string, step: number) => figure(`${label} last week`, week?.steps[step] ?? 0);
    return {
      filters: [`The last ${WEEKS} weeks`],
      figures: [
        lastWeek("Applications", 1),
        lastWeek("Interviews", 3),
        lastWeek("Offers", 4),
        lastWeek("Accepted", 5),
        figure("Members with progress last week", week?.members.size ?? 0),
      ],
      tables: [
        weekTable(weeks, first, organisation),
        sidesTable(organisation),
        cohortTable(organisation, first),
      ],
      how: [
        "The numbers are of jobs, by the first date on which each was saved, applied for and so on. A job counts once for each step; a step on a day that is not known is in no week.",
        "Weeks begin on Monday. The last one may not be over yet; 'last week' is the one before it.",
        "Members are the people behind these jobs, each counted once a week.",
        "Job seekers' own actions are known for the last 7, 14 and 30 days, not week by week. Of staff, only the last action for each member is known: how many members they reached, not how often.",
        "Contacts, notes and deleted jobs are not counted, because the tables do not hold them.",
        howCohorts(organisation),
        HOW_DAYS,
        ...howJobs(organisation),
      ],
    };
  },
};

interface Tally {
  readonly steps: number[];
  readonly members: Set<string>;
}

/** Per week, what happened in each group of the jobs' owners. */
function tally(
  { jobs, calendar }: Organisation,
  first: number,
  groupOf: (cohort: string) => string,
): Map<string, Tally>[] {
  const weeks = Array.from({ length: WEEKS }, () => new Map<string, Tally>());
  for (const { row, owner } of jobs)
    STEPS.forEach(({ at }, step) => {
      const day = calendar.dayOf(row[at]);
      if (day === null || day > calendar.today) return;
      const week = weeks[Math.floor((day - first) / 7)];
      if (!week) return;
      const group = groupOf(owner.cohort);
      const found = week.get(group) ?? { steps: STEPS.map(() => 0), members: new Set() };
      week.set(group, found);
      found.steps[step] = (found.steps[step] ?? 0) + 1;
      found.members.add(owner.id);
    });
  return weeks;
}

const STEP_COLUMNS = ["Saved", "Applied", "Screens", "Interviews", "Offers", "Accepted", "Members"].map(
  (label) => `${label}|number`,
);

function cellsOf(found: Tally | undefined): Cell[] {
  return [...(found?.steps ?? STEPS.map(() => 0)), found?.members.size ?? 0];
}

function weekTable(
  weeks: readonly Map<string, Tally>[],
  first: number,
  { persons }: Organisation,
): ReportTable {
  return {
    title: "Week by week",
    columns: columnsOf("Week from|date", ...STEP_COLUMNS),
    rows:
      persons.length === 0 ? [] : weeks.map((week, i) => [dayCell(first + i * 7), ...cellsOf(week.get(""))]),
    empty: NO_MEMBERS,
    chart: { kind: "line", title: `Jobs in the last ${WEEKS} weeks`, columns: [0, 1, 2, 3, 4, 5, 6] },
  };
}

function cohortTable(organisation: Organisation, first: number): ReportTable {
  const weeks = tally(organisation, first, (cohort) => cohort);
  return {
    title: "Week by week and cohort",
    columns: columnsOf("Week from|date", organisation.cohortHeader, ...STEP_COLUMNS),
    rows: weeks.flatMap((week, i) =>
      organisation.cohorts.flatMap((cohort) => {
        const found = week.get(cohort);
        return found ? [[dayCell(first + i * 7), cohort, ...cellsOf(found)]] : [];
      }),
    ),
    empty: `Nothing has a date in the last ${WEEKS} weeks.`,
  };
}

function sidesTable({ persons, calendar }: Organisation): ReportTable {
  return {
    title: "By job seekers and by staff",
    columns: columnsOf(
      "In the last",
      "Actions of job seekers|number",
      "Job seekers who acted|number",
      "Members whom staff reached|number",
    ),
    rows:
      persons.length === 0
        ? []
        : [7, 14, 30].map((days) => {
            const actions = persons.map(({ row }) => countIn(row[`own_actions_${days}d`]));
            const reached = persons.filter(({ row }) => {
              const day = calendar.dayOf(row.last_staff_action_at);
              return day !== null && calendar.daysSince(day) < days;
            });
            return [
              `${days} days`,
              actions.reduce((sum, n) => sum + n, 0),
              actions.filter((n) => n > 0).length,
              reached.length,
            ];
          }),
    empty: NO_MEMBERS,
  };
}
