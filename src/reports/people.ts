import { alike } from "../core/names.ts";
import type { Cell } from "../core/resource.ts";
import { DAY_MS } from "../core/times.ts";
import { Calendar, dayText } from "./calendar.ts";
import type { ReportOptions, ReportSource, SourceRow } from "./report.ts";

/** What a job reaches, in order, as Huntr Journeys names it, and the column with its date. */
export const STEPS = [
  { name: "SAVED", label: "Saved", at: "saved_at" },
  { name: "APPLIED", label: "Applied", at: "applied_at" },
  { name: "SCREEN", label: "Screen", at: "screened_at" },
  { name: "INTERVIEW", label: "Interview", at: "interviewed_at" },
  { name: "OFFER", label: "Offer", at: "offered_at" },
  { name: "ACCEPTED", label: "Accepted", at: "accepted_at" },
] as const;

/** How many steps were made by then: 0 is nothing yet. */
const SAVED = 1;
export const APPLIED = 2;
export const INTERVIEW = 4;
export const OFFER = 5;
export const ACCEPTED = 6;

export interface Job {
  readonly row: SourceRow;
  readonly owner: Person;
  /** How many of the steps it made. */
  readonly reached: number;
}

export interface Person {
  /** The row in Huntr Progress. */
  readonly row: SourceRow;
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly advisor: string;
  readonly isActive: boolean;
  readonly cohort: string;
  /** The day of joining; null where it is not known. */
  readonly joined: number | null;
  readonly lastSeen: Cell;
  readonly jobs: Job[];
  /** How many of the steps the best job made. */
  reached: number;
}

/** The members with their jobs. */
export interface Organisation {
  readonly source: ReportSource;
  readonly options: ReportOptions;
  readonly calendar: Calendar;
  readonly persons: readonly Person[];
  readonly jobs: readonly Job[];
  /** Those that have somebody, in order; who has none last. */
  readonly cohorts: readonly string[];
  /** What the cohorts are called: "Month of joining". */
  readonly cohortHeader: string;
  /** Where the advisors' names are from; null where they are not known. */
  readonly advisorFrom: string | null;
  /** Jobs whose owner is no member. */
  readonly strayJobs: number;
}

/** Member fields in which organisations keep who looks after somebody. */
const ADVISOR_FIELDS = [
  "advisor",
  "career advisor",
  "coach",
  "career coach",
  "career counselor",
  "counselor",
];

export function organisationOf(source: ReportSource, options: ReportOptions): Organisation {
  const calendar = new Calendar(options);
  const members = new Map(source.members.map((row) => [textIn(row.id), row]));
  const headers = Object.keys(source.progress[0] ?? {});
  const field = headers.find((header) => header !== "advisor" && ADVISOR_FIELDS.includes(alike(header)));
  const isTold = source.progress.some(({ id, advisor }) => advisor || members.get(textIn(id))?.huntr_advisor);
  const cohortName = cohortNamer(options, calendar);
  const persons = source.progress.map((row): Person => {
    const member = members.get(textIn(row.id)) ?? {};
    const joined = calendar.dayOf(member.created_at);
    return {
      row,
      id: textIn(row.id),
      name: textIn(row.name) || textIn(row.email) || textIn(row.id),
      email: textIn(row.email),
      advisor: isTold
        ? textIn(row.advisor) || textIn(member.huntr_advisor)
        : textIn(field === undefined ? null : row[field]),
      isActive: row.is_active !== false,
      cohort: cohortName(row, joined),
      joined,
      lastSeen: row.last_seen_at ?? member.last_seen_at ?? null,
      jobs: [],
      // Whose accepted job was deleted is placed all the same.
      reached: row.placed_at instanceof Date ? ACCEPTED : 0,
    };
  });
  const jobs = ownJobs(source.journeys, persons);
  const last = options.cohort === null ? NOT_KNOWN : NOT_SET;
  return {
    source,
    options,
    calendar,
    persons,
    jobs,
    cohorts: namesInOrder(
      persons.map(({ cohort }) => cohort),
      last,
    ),
    cohortHeader: options.cohort ?? "Month of joining",
    advisorFrom: isTold ? "Huntr" : field === undefined ? null : `the member field "${field}"`,
    strayJobs: source.journeys.length - jobs.length,
  };
}

/** Different names in order, numbers within them by their size; `last` stands behind all others. */
export function namesInOrder(names: readonly string[], last: string): string[] {
  return [...new Set(names)].sort(
    (a, b) => Number(a === last) - Number(b === last) || a.localeCompare(b, "en", { numeric: true }),
  );
}

/** Orders persons by their names; those of one name stay in one order, too. */
export function byName(a: Person, b: Person): number {
  return a.name.localeCompare(b.name, "en") || a.id.localeCompare(b.id);
}

/** The things by the name of their group, each in the order that it came in. */
export function groupsBy<T>(things: readonly T[], nameOf: (thing: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const thing of things) {
    const name = nameOf(thing);
    const group = groups.get(name);
    if (group) group.push(thing);
    else groups.set(name, [thing]);
  }
  return groups;
}

/** Gives each job to its owner: by the id where the table has it, else by the e-mail address. */
function ownJobs(journeys: readonly SourceRow[], persons: readonly Person[]): Job[] {
  const byId = new Map(persons.map((person) => [person.id, person]));
  const byEmail = new Map(persons.map((person) => [alike(person.email), person]));
  byEmail.delete("");
  const jobs: Job[] = [];
  for (const row of journeys) {
    const owner = byId.get(textIn(row.owner_id)) ?? byEmail.get(alike(textIn(row.owner_email)));
    if (!owner) continue;
    const reached = Math.max(SAVED, STEPS.findIndex(({ name }) => name === row.furthest) + 1);
    const job = { row, owner, reached };
    jobs.push(job);
    owner.jobs.push(job);
    owner.reached = Math.max(owner.reached, reached);
  }
  return jobs;
}

const NOT_SET = "Not set";
const NOT_KNOWN = "Not known";

/** Names that differ in nothing but case and blanks are one cohort, called as it was met first. */
function cohortNamer(
  { cohort }: ReportOptions,
  calendar: Calendar,
): (row: SourceRow, joined: number | null) => string {
  if (cohort === null) return (_, joined) => (joined === null ? NOT_KNOWN : dayText(joined).slice(0, 7));
  const names = new Map<string, string>();
  return (row) => {
    const name = cohortText(row[cohort], calendar) || NOT_SET;
    const key = alike(name);
    if (!names.has(key)) names.set(key, name);
    return names.get(key) ?? name;
  };
}

/** A member field's day is at 00:00 UTC, unless a sheet has given it the time zone of its file. */
function cohortText(cell: Cell | undefined, calendar: Calendar): string {
  if (!(cell instanceof Date)) return textIn(cell);
  const day = cell.getTime() % DAY_MS === 0 ? cell.getTime() / DAY_MS : calendar.dayOf(cell);
  return day === null ? "" : dayText(day);
}

/** A cell as a text, "" for a blank one. */
export function textIn(cell: Cell | undefined): string {
  return cell === null || cell === undefined ? "" : String(cell).trim();
}

/** A count in a cell, 0 for a blank one. */
export function countIn(cell: Cell | undefined): number {
  return typeof cell === "number" && Number.isFinite(cell) ? cell : 0;
}
