import type { Cell } from "../core/resource.ts";
import { dayCell } from "./calendar.ts";
import {
  columnsOf,
  figure,
  HOW_DAYS,
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
import { median } from "./numbers.ts";
import { ACCEPTED, byName, groupsBy, type Organisation, type Person, textIn } from "./people.ts";
import type { ReportTable, SourceRow } from "./report.ts";

export const placements: ReportKind = {
  title: "Placements",
  needs: ["journeys", "progress", "members"],
  thresholds: [SMALLEST_N],
  make: (organisation, limit) => {
    const { persons, calendar } = organisation;
    const placed = placementsIn(organisation);
    const waited = placed.flatMap(({ waited }) => waited ?? []);
    const recent = placed.filter(({ day }) => day !== null && calendar.daysSince(day) < 30).length;
    return {
      filters: [],
      figures: [
        figure("Placed", placed.length),
        shareFigure("Share of the members", placed.length, persons.length, limit),
        figure("Days from joining (median)", median(waited), waited.length, "days"),
        figure("Placed in the last 30 days", recent),
        figure("Without a known date", placed.filter(({ day }) => day === null).length),
      ],
      tables: [placementTable(placed, organisation), cohortTable(placed, organisation, limit)],
      how: [
        "A placement is the first job whose offer a member accepted; later ones are not counted. The evidence is that job in Huntr.",
        'A job that was deleted after its offer was accepted still counts. Its employer and title are no longer known; its evidence is "deleted job of" and the member\'s ID.',
        "When only the stage of a job tells of the acceptance, the date is not known and left blank.",
        "Salary and place are as the member wrote them; they are blank where the tables do not hold them. 'Confirmed by' and 'Confirmed on' are yours to fill in.",
        "An offer that was accepted before joining counts as 0 days.",
        howCohorts(organisation),
        HOW_DAYS,
        HOW_PERCENT,
        ...howJobs(organisation),
      ],
    };
  },
};

interface Placement {
  readonly person: Person;
  /** Null for a job that was deleted. */
  readonly job: SourceRow | null;
  readonly day: number | null;
  /** Days from joining. */
  readonly waited: number | null;
}

/** The newest first, those without a date last. */
function placementsIn(organisation: Organisation): Placement[] {
  return organisation.persons
    .filter(({ reached }) => reached >= ACCEPTED)
    .map((person) => placementOf(person, organisation))
    .sort((a, b) => (b.day ?? -Infinity) - (a.day ?? -Infinity) || byName(a.person, b.person));
}

function placementOf(person: Person, { calendar }: Organisation): Placement {
  const first = firstAccepted(person);
  const jobDay = calendar.dayOf(first?.accepted_at);
  // Of a job that was deleted only the member's row still tells.
  const toldDay = calendar.dayOf(person.row.placed_at);
  const isDeleted = toldDay !== null && (jobDay === null || toldDay < jobDay);
  const day = isDeleted ? toldDay : jobDay;
  const waited = day === null || person.joined === null ? null : Math.max(0, day - person.joined);
  return { person, job: isDeleted ? null : first, day, waited };
}

/** By its date; one without a date only when there is no other. */
function firstAccepted({ jobs }: Person): SourceRow | null {
  const time = ({ accepted_at: at }: SourceRow) => (at instanceof Date ? at.getTime() : Infinity);
  return jobs
    .filter(({ reached }) => reached >= ACCEPTED)
    .map(({ row }) => row)
    .reduce<SourceRow | null>((first, row) => {
      if (first === null || time(row) < time(first)) return row;
      return time(row) === time(first) && textIn(row.id) < textIn(first.id) ? row : first;
    }, null);
}

function placementTable(placed: readonly Placement[], { cohortHeader }: Organisation): ReportTable {
  return {
    title: "Who was placed, and where",
    columns: columnsOf(
      "Member",
      "E-mail",
      cohortHeader,
      "Employer",
      "Title",
      "Salary",
      "Place",
      "Date|date",
      "Days from joining|days",
      "Evidence ID",
    ),
    rows: placed.map(({ person, job, day, waited }): Cell[] => [
      person.name,
      person.email,
      person.cohort,
      textIn(job?.employer),
      textIn(job?.title),
      textIn(job?.salary),
      textIn(job?.location),
      dayCell(day),
      waited,
      job ? textIn(job.id) : `deleted job of ${person.id}`,
    ]),
    empty: "Nobody has accepted an offer yet.",
    key: 9,
    own: ["Confirmed by", "Confirmed on"],
  };
}

function cohortTable(
  placed: readonly Placement[],
  { persons, cohorts, cohortHeader }: Organisation,
  limit: Limit,
): ReportTable {
  const members = groupsBy(persons, ({ cohort }) => cohort);
  const theirs = groupsBy(placed, ({ person }) => person.cohort);
  const rowOf = (name: string, n: number, group: readonly Placement[]): Cell[] => [
    name,
    group.length,
    share(group.length, n, limit),
    n,
    median(group.flatMap(({ waited }) => waited ?? [])),
  ];
  return {
    title: "Placed by cohort",
    columns: columnsOf(
      cohortHeader,
      "Placed|number",
      "Share|percent",
      "n|number",
      "Median days from joining|days",
    ),
    rows:
      persons.length === 0
        ? []
        : [
            ...cohorts.map((one) => rowOf(one, members.get(one)?.length ?? 0, theirs.get(one) ?? [])),
            rowOf("All", persons.length, placed),
          ],
    empty: NO_MEMBERS,
    chart: { kind: "column", title: "Placed by cohort", columns: [0, 1], rows: cohorts.length },
  };
}
