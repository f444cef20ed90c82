import type { Cell } from "../core/resource.ts";
import { dayCell, dayText } from "./calendar.ts";
import { isLooking } from "./flags.ts";
import {
  columnsOf,
  counted,
  figure,
  HOW_DAYS,
  howJobs,
  type Limit,
  NO_MEMBERS,
  type ReportKind,
} from "./kind.ts";
import { byName, countIn, type Organisation, type Person, textIn } from "./people.ts";
import type { ReportTable, SourceRow, Threshold } from "./report.ts";

const SILENT: Threshold = {
  name: "days_without_action",
  label: "Days without an action of their own until somebody has fallen silent",
  value: 14,
  choices: [7, 10, 14, 21, 30],
};

/** So far back the days are counted one by one, so that a return can be told. */
const RETURN_DAYS = 7;

export const changes: ReportKind = {
  title: "Changed since",
  needs: ["journeys", "progress", "members"],
  thresholds: [SILENT],
  make: (organisation, limit) => {
    const { today, first } = windowOf(organisation);
    const found = changesIn(organisation, limit);
    const silent = counted(limit(SILENT.name), "day");
    return {
      filters: [`From ${dayText(first)} to ${dayText(today)}, both days included`],
      figures: found.slice(0, 5).map(({ label, lines }) => figure(label, membersIn(lines))),
      tables: [sumTable(found, organisation), listTable(found)],
      how: [
        "Applied, interviewed and got an offer are members with a job that first got there in these days. What happened on a day that is not known is not counted.",
        "Placed are members who accepted their first offer in these days.",
        `Fell silent are active members without an accepted offer for whom, on one of these days, ${silent} had passed since their last own action. It is the date shown.`,
        isReturnKnown(organisation, limit)
          ? `Came back are members who acted in these days, after ${30 - RETURN_DAYS} days without an action of their own before the last ${RETURN_DAYS}. The date is that of their last action.`
          : `Who came back cannot be told: the tables hold enough for the last ${RETURN_DAYS} days only, and for at most ${30 - RETURN_DAYS} days of silence.`,
        "Jobs that have since been deleted are counted only as placements.",
        HOW_DAYS,
        ...howJobs(organisation),
      ],
    };
  },
};

/** The days that are looked at, both included. */
function windowOf({ calendar, options }: Organisation): { readonly first: number; readonly today: number } {
  const { today } = calendar;
  return { first: Math.min(today, calendar.dayOf(options.since) ?? today - 6), today };
}

interface Line {
  readonly person: Person;
  readonly day: number;
  /** Null where no job is behind it, or one that was deleted. */
  readonly job: SourceRow | null;
}

interface Change {
  readonly label: string;
  readonly lines: readonly Line[];
  /** Whether jobs are behind it. */
  readonly ofJobs: boolean;
}

function changesIn(organisation: Organisation, limit: Limit): Change[] {
  const { jobs, persons, calendar } = organisation;
  const { first, today } = windowOf(organisation);
  const isIn = (day: number | null): day is number => day !== null && day >= first && day <= today;
  const ofJobs = (label: string, at: string): Change => ({
    label,
    ofJobs: true,
    lines: jobs.flatMap(({ owner, row }) => {
      const day = calendar.dayOf(row[at]);
      return isIn(day) ? [{ person: owner, day, job: row }] : [];
    }),
  });
  const ofPersons = (label: string, dayOf: (person: Person) => number | null): Change => ({
    label,
    ofJobs: false,
    lines: persons.flatMap((person) => {
      const day = dayOf(person);
      return isIn(day) ? [{ person, day, job: null }] : [];
    }),
  });
  const acted = ({ row }: Person) => calendar.dayOf(row.last_own_action_at);
  const placed = ofPersons("Placed", ({ row }) => calendar.dayOf(row.placed_at));
  return [
    ofJobs("Applied", "applied_at"),
    ofJobs("Interviewed", "interviewed_at"),
    ofJobs("Got an offer", "offered_at"),
    {
      ...placed,
      ofJobs: true,
      lines: placed.lines.map((line) => ({ ...line, job: acceptedOn(line, organisation) })),
    },
    ofPersons("Fell silent", (person) => {
      const last = acted(person);
      return last !== null && isLooking(person) ? last + limit(SILENT.name) : null;
    }),
    ...(isReturnKnown(organisation, limit)
      ? [ofPersons("Came back", (person) => (hasReturned(person, organisation) ? acted(person) : null))]
      : []),
  ];
}

/** The job that was accepted on the day of a placement. */
function acceptedOn({ person, day }: Line, { calendar }: Organisation): SourceRow | null {
  return person.jobs.find(({ row }) => calendar.dayOf(row.accepted_at) === day)?.row ?? null;
}

function isReturnKnown(organisation: Organisation, limit: Limit): boolean {
  const { first, today } = windowOf(organisation);
  return today - first < RETURN_DAYS && limit(SILENT.name) <= 30 - RETURN_DAYS;
}

/** Acted in the last days, and before that not at all for the rest of 30 days, though they were there. */
function hasReturned({ row, joined }: Person, { calendar }: Organisation): boolean {
  const recent = countIn(row.own_actions_7d);
  return (
    recent > 0 &&
    countIn(row.own_actions_30d) === recent &&
    joined !== null &&
    calendar.daysSince(joined) >= 30
  );
}

function membersIn(lines: readonly Line[]): number {
  return new Set(lines.map(({ person }) => person.id)).size;
}

function sumTable(found: readonly Change[], { persons }: Organisation): ReportTable {
  return {
    title: "What changed",
    columns: columnsOf("Change", "Members|number", "Jobs|number"),
    rows:
      persons.length === 0
        ? []
        : found.map(({ label, lines, ofJobs }) => [label, membersIn(lines), ofJobs ? lines.length : null]),
    empty: NO_MEMBERS,
    chart: { kind: "bar", title: "Members by change", columns: [0, 1] },
  };
}

function listTable(found: readonly Change[]): ReportTable {
  const rows = found.flatMap(({ label, lines }) =>
    [...lines]
      .sort((a, b) => b.day - a.day || byName(a.person, b.person))
      .map(({ person, day, job }): Cell[] => [
        label,
        person.name,
        person.email,
        person.advisor,
        textIn(job?.employer),
        textIn(job?.title),
        dayCell(day),
        person.id,
        textIn(job?.id),
      ]),
  );
  return {
    title: "Who, one by one",
    columns: columnsOf(
      "Change",
      "Member",
      "E-mail",
      "Advisor",
      "Employer",
      "Title",
      "Date|date",
      "Member ID",
      "Job ID",
    ),
    rows,
    empty: "Nothing has changed in these days.",
  };
}
