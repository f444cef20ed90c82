import { dayCell } from "./calendar.ts";
import { FLAGS, flagsOf, isLooking, lastApplied, RISK_THRESHOLDS } from "./flags.ts";
import {
  columnsOf,
  figure,
  HOW_DAYS,
  HOW_PERCENT,
  howCohorts,
  howJobs,
  type Limit,
  type ReportKind,
  SMALLEST_N,
  share,
  shareFigure,
} from "./kind.ts";
import { byName, countIn, groupsBy, type Organisation, type Person } from "./people.ts";
import type { ReportTable } from "./report.ts";

export const atRisk: ReportKind = {
  title: "At risk",
  needs: ["journeys", "progress", "members"],
  thresholds: [...RISK_THRESHOLDS, SMALLEST_N],
  make: (organisation, limit) => {
    const looking = organisation.persons
      .filter(isLooking)
      .map((person) => ({ person, flags: flagsOf(person, organisation, limit) }));
    const flagged = looking.filter(({ flags }) => countOf(flags) > 0);
    const several = flagged.filter(({ flags }) => countOf(flags) > 1).length;
    const n = looking.length;
    const common = reasons(flagged, organisation, limit)
      .sort((a, b) => b[1] - a[1])
      .find(([, count]) => count > 0);
    return {
      filters: ["Active members without an accepted offer"],
      figures: [
        figure("Active and not placed", n),
        figure("At risk", flagged.length),
        shareFigure("Share at risk", flagged.length, n, limit),
        figure("For several reasons", several),
        figure("Most frequent reason", common?.[0] ?? null, common?.[1], "text"),
      ],
      tables: [
        riskTable(flagged, organisation),
        reasonTable(flagged, organisation, limit),
        cohortTable(looking, organisation, limit),
      ],
      how: howRisk(organisation),
    };
  },
};

interface Flagged {
  readonly person: Person;
  readonly flags: readonly (string | null)[];
}

function countOf(flags: Flagged["flags"]): number {
  return flags.filter((flag) => flag !== null).length;
}

function riskTable(flagged: readonly Flagged[], organisation: Organisation): ReportTable {
  const { calendar, cohortHeader } = organisation;
  const acted = ({ row }: Person) => calendar.dayOf(row.last_own_action_at);
  // Those who have been silent longest first among equals; who never acted before all of them.
  const sorted = [...flagged].sort(
    (a, b) =>
      countOf(b.flags) - countOf(a.flags) ||
      (acted(a.person) ?? 0) - (acted(b.person) ?? 0) ||
      byName(a.person, b.person),
  );
  return {
    title: "Who is at risk",
    columns: columnsOf(
      "Member",
      "E-mail",
      "Advisor",
      cohortHeader,
      "Flags|number",
      "Why",
      "Last action of their own|date",
      "Last application|date",
      "Applications|number",
      "Interviews|number",
      "Member ID",
    ),
    rows: sorted.map(({ person, flags }) => [
      person.name,
      person.email,
      person.advisor,
      person.cohort,
      countOf(flags),
      inWords(flags),
      dayCell(acted(person)),
      dayCell(lastApplied(person, organisation)),
      countIn(person.row.applications),
      countIn(person.row.interviews),
      person.id,
    ]),
    empty: "Nobody who is active and not placed is at risk.",
    key: 10,
    own: ["Notes"],
  };
}

/** "No application for 20 days; not seen in Huntr for 30 days" */
function inWords(flags: Flagged["flags"]): string {
  const words = flags.filter((flag) => flag !== null).join("; ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** How many have each flag. */
function reasons(flagged: readonly Flagged[], organisation: Organisation, limit: Limit): [string, number][] {
  return FLAGS.flatMap(({ label, isTold }, i): [string, number][] => {
    if (isTold && !isTold(organisation)) return [];
    return [[label(limit), flagged.filter(({ flags }) => (flags[i] ?? null) !== null).length]];
  });
}

function reasonTable(flagged: readonly Flagged[], organisation: Organisation, limit: Limit): ReportTable {
  return {
    title: "Why they are at risk",
    columns: columnsOf("Reason", "Members|number"),
    rows: flagged.length === 0 ? [] : reasons(flagged, organisation, limit),
    empty: "There is no reason to count.",
    chart: { kind: "bar", title: "Members at risk by reason", columns: [0, 1] },
  };
}

function cohortTable(
  looking: readonly Flagged[],
  { cohorts, cohortHeader }: Organisation,
  limit: Limit,
): ReportTable {
  const rowOf = (cohort: string, group: readonly Flagged[]) => {
    const flagged = group.filter(({ flags }) => countOf(flags) > 0).length;
    return [cohort, flagged, share(flagged, group.length, limit), group.length];
  };
  const byCohort = groupsBy(looking, ({ person }) => person.cohort);
  const groups = cohorts.flatMap((cohort) => {
    const group = byCohort.get(cohort);
    return group ? [[cohort, group] as const] : [];
  });
  return {
    title: "At risk by cohort",
    columns: columnsOf(cohortHeader, "At risk|number", "Share|percent", "n|number"),
    rows: looking.length === 0 ? [] : [...groups.map((group) => rowOf(...group)), rowOf("All", looking)],
    empty: "Nobody is active and not placed.",
    chart: { kind: "column", title: "At risk by cohort", columns: [0, 1], rows: groups.length },
  };
}

/** How flags are counted, for each report that has them. */
export function howFlags(organisation: Organisation): string[] {
  const isTold = FLAGS.every((flag) => !flag.isTold || flag.isTold(organisation));
  return [
    "At risk means active, without an accepted offer, and with at least one flag. The numbers in the flags are thresholds that you can change.",
    "For members who never acted or never applied, days are counted from joining. Their own actions are what they did themselves: nothing that staff did, and nothing that Huntr did automatically.",
    "Applications and interviews are numbers of jobs that got that far. Members who applied on days that are not known get no flag for days without an application.",
    "Days without an offer are counted from the interview that completes the number, or from the last offer if that was later. Without these dates there is no such flag.",
    isTold
      ? "Missed goals are not counted, because the tables do not hold them."
      : "Days not seen in Huntr are not counted, because the tables do not tell when members were last seen. Neither are missed goals, which they do not hold either.",
  ];
}

function howRisk(organisation: Organisation): string[] {
  return [
    ...howFlags(organisation),
    howCohorts(organisation),
    HOW_DAYS,
    HOW_PERCENT,
    ...howJobs(organisation),
  ];
}
