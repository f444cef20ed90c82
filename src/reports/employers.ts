import { alike } from "../core/names.ts";
import { dayCell } from "./calendar.ts";
import {
  columnsOf,
  figure,
  HOW_PERCENT,
  howJobs,
  type Limit,
  type ReportKind,
  SMALLEST_N,
  share,
} from "./kind.ts";
import {
  ACCEPTED,
  APPLIED,
  countIn,
  INTERVIEW,
  type Job,
  OFFER,
  type Organisation,
  STEPS,
  textIn,
} from "./people.ts";
import type { ReportTable, SourceRow } from "./report.ts";

/** So many employers are in the chart. */
const MOST_DRAWN = 10;

export const employers: ReportKind = {
  title: "Employers",
  needs: ["journeys", "progress", "members", "employers"],
  thresholds: [SMALLEST_N],
  make: (organisation, limit) => {
    const found = employersIn(organisation);
    const counted = (label: string, isMeant: (employer: Employer) => boolean) =>
      figure(label, found.filter(isMeant).length);
    return {
      filters: [],
      figures: [
        counted("Employers with jobs", ({ jobs }) => jobs.length > 0),
        counted("Partners", ({ isPartner }) => isPartner),
        counted("Employers that interviewed", ({ jobs }) => jobsFrom(jobs, INTERVIEW) > 0),
        counted("Employers that made an offer", ({ jobs }) => jobsFrom(jobs, OFFER) > 0),
        counted("Employers whose offer was accepted", ({ jobs }) => jobsFrom(jobs, ACCEPTED) > 0),
      ],
      tables: [employerTable(found, organisation, limit)],
      how: [
        "Jobs belong to the same employer when its website is the same or, where there is none, its name.",
        "Applications, interviews, offers and accepted are numbers of jobs that got that far; members are the people behind them. The interview rate is the share of those who applied there (n) that got an interview.",
        "Huntr's own counts are shown beside these. Huntr counts in its own way; where the two differ, 'Differs' says by how much the number here is higher (+) or lower (−).",
        "Employers without a job are listed when they are partners or Huntr counts something for them.",
        HOW_PERCENT,
        ...howJobs(organisation),
      ],
    };
  },
};

interface Employer {
  readonly name: string;
  /** What tells it from others: its website, else its name in small letters. */
  readonly key: string;
  readonly jobs: Job[];
  readonly rows: SourceRow[];
  isPartner: boolean;
}

const NO_EMPLOYER = "No employer";

function employersIn({ jobs, source }: Organisation): Employer[] {
  const found = new Map<string, Employer>();
  const employer = (name: string, domain: string): Employer => {
    const key = siteOf(domain) || alike(name) || NO_EMPLOYER;
    const one = found.get(key) ?? {
      name: name || domain || NO_EMPLOYER,
      key,
      jobs: [],
      rows: [],
      isPartner: false,
    };
    found.set(key, one);
    return one;
  };
  for (const row of source.employers) {
    const one = employer(textIn(row.name), textIn(row.domain));
    one.rows.push(row);
    one.isPartner = one.isPartner || row.is_partner === true;
  }
  for (const job of jobs) employer(textIn(job.row.employer), textIn(job.row.employer_domain)).jobs.push(job);
  const isShown = ({ jobs, rows, isPartner }: Employer) =>
    jobs.length > 0 || isPartner || rows.some((row) => COUNTS.some(({ theirs }) => countIn(row[theirs]) > 0));
  return [...found.values()]
    .filter(isShown)
    .sort(
      (a, b) =>
        jobsFrom(b.jobs, APPLIED) - jobsFrom(a.jobs, APPLIED) ||
        b.jobs.length - a.jobs.length ||
        a.name.localeCompare(b.name, "en") ||
        a.key.localeCompare(b.key),
    );
}

/** "https://www.acme.test/jobs" is acme.test. */
function siteOf(domain: string): string {
  return alike(domain)
    .replace(/^https?:\/\//, "")
    .replace(/^www\./, "")
    .replace(/\/.*$/, "");
}

/** What Huntr counts for an employer, too. */
const COUNTS = [
  { label: "applications", theirs: "application_count", step: APPLIED },
  { label: "interviews", theirs: "interview_count", step: INTERVIEW },
  { label: "offers", theirs: "offer_count", step: OFFER },
] as const;

function jobsFrom(jobs: readonly Job[], step: number): number {
  return jobs.filter(({ reached }) => reached >= step).length;
}

function membersFrom(jobs: readonly Job[], step: number): number {
  return new Set(jobs.filter(({ reached }) => reached >= step).map(({ owner }) => owner.id)).size;
}

function employerTable(found: readonly Employer[], { calendar }: Organisation, limit: Limit): ReportTable {
  const lastOf = (jobs: readonly Job[]) =>
    jobs.reduce<number | null>(
      (last, { row }) =>
        STEPS.reduce<number | null>((latest, { at }) => {
          const day = calendar.dayOf(row[at]);
          return day !== null && (latest === null || day > latest) ? day : latest;
        }, last),
      null,
    );
  return {
    title: "Where members apply, and what comes of it",
    columns: columnsOf(
      "Employer",
      "Applications|number",
      "Interviews|number",
      "Offers|number",
      "Accepted|number",
      "Members|number",
      "Members who applied (n)|number",
      "Interview rate|percent",
      "Last date|date",
      "Partner",
      ...COUNTS.map(({ label }) => `Huntr's ${label}|number`),
      "Differs",
      "Website or name",
    ),
    rows: found.map(({ name, key, jobs, rows, isPartner }) => {
      const theirs = COUNTS.map((count) =>
        rows.length === 0 ? null : rows.reduce((sum, row) => sum + countIn(row[count.theirs]), 0),
      );
      const applied = membersFrom(jobs, APPLIED);
      return [
        name,
        ...[APPLIED, INTERVIEW, OFFER, ACCEPTED].map((step) => jobsFrom(jobs, step)),
        membersFrom(jobs, 1),
        applied,
        share(membersFrom(jobs, INTERVIEW), applied, limit),
        dayCell(lastOf(jobs)),
        isPartner ? "Yes" : "",
        ...theirs,
        differences(jobs, theirs),
        key,
      ];
    }),
    empty: "There are no jobs yet.",
    key: 14,
    chart: {
      kind: "bar",
      title: "Employers with the most applications",
      columns: [0, 1, 2, 3],
      rows: Math.min(MOST_DRAWN, found.length),
    },
  };
}

/** "applications +2, offers −1" */
function differences(jobs: readonly Job[], theirs: readonly (number | null)[]): string {
  return COUNTS.flatMap(({ label, step }, i) => {
    const their = theirs[i] ?? null;
    const by = their === null ? 0 : jobsFrom(jobs, step) - their;
    return by === 0 ? [] : [`${label} ${by > 0 ? "+" : "−"}${Math.abs(by)}`];
  }).join(", ");
}
