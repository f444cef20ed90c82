import { alike } from "../core/names.ts";
import type { Cell } from "../core/resource.ts";
import { dayCell } from "./calendar.ts";
import {
  columnsOf,
  figure,
  HOW_DAYS,
  HOW_PERCENT,
  howJobs,
  type Limit,
  type ReportKind,
  SMALLEST_N,
  share,
  shareFigure,
} from "./kind.ts";
import { median, quantile } from "./numbers.ts";
import {
  APPLIED,
  countIn,
  INTERVIEW,
  type Job,
  namesInOrder,
  OFFER,
  type Organisation,
  textIn,
} from "./people.ts";
import type { ReportTable } from "./report.ts";

/** What is waited for from joining on, with the columns of Huntr Progress that tell of it. */
const FIRSTS = [
  { label: "First application", at: "first_applied_at", count: "applications", step: APPLIED },
  { label: "First interview", at: "first_interviewed_at", count: "interviews", step: INTERVIEW },
  { label: "First offer", at: "first_offered_at", count: "offers", step: OFFER },
] as const;

const WITHIN_DAYS = [30, 60, 90];
/** So many jobs are listed. */
const MOST_LISTED = 50;

export const timeInStage: ReportKind = {
  title: "Time in stage",
  needs: ["journeys", "progress", "members"],
  thresholds: [SMALLEST_N],
  make: (organisation, limit) => {
    const waits = FIRSTS.map((first) => ({ ...first, ...waitFor(first, organisation) }));
    const stages = staysByStage(organisation);
    const past = stages.reduce((sum, stage) => sum + stage.past.length, 0);
    return {
      filters: [],
      figures: [
        ...waits.map(({ label, days }) =>
          figure(`Days to the ${label.toLowerCase()} (median)`, median(days), days.length, "days"),
        ),
        ...waits
          .slice(0, 1)
          .map(({ within }) => shareFigure("Applied within 30 days of joining", ...within(30), limit)),
        figure("Jobs unusually long in their stage", past),
      ],
      tables: [waitTable(waits, limit), stageTable(stages), longestTable(stages)],
      how: [
        "Time from joining runs to the first date that Huntr knows; a date before joining counts as 0 days. The median is over the members who got there: half of them took that long or less.",
        "The share within 30, 60 or 90 days is of the members (n) who joined at least that long ago. Members are left out when their day of joining is not known, or when they got there on a day that is not known.",
        "Time in a stage is how long each job has been in the stage where it is now. Stays that have ended are not counted, because the tables do not hold them. A job that was turned down or accepted counts in the stage where it was left.",
        "Unusually long means longer than the 75th percentile of the stage: three out of four jobs there have been waiting that long or less. The list leaves out jobs that ended with an acceptance, a decline, a rejection or a withdrawal.",
        HOW_DAYS,
        HOW_PERCENT,
        ...howJobs(organisation),
      ],
    };
  },
};

interface Wait {
  /** Of each who got there. */
  readonly days: readonly number[];
  /** How many got there within so many days, and of how many. */
  readonly within: (limit: number) => readonly [number, number];
}

function waitFor({ at, count, step }: (typeof FIRSTS)[number], { persons, calendar }: Organisation): Wait {
  const known = persons.flatMap(({ row, joined, reached }) => {
    const day = calendar.dayOf(row[at]);
    if (joined === null || (day === null && (reached >= step || countIn(row[count]) > 0))) return [];
    return [{ observed: calendar.today - joined, waited: day === null ? null : Math.max(0, day - joined) }];
  });
  return {
    days: known.flatMap(({ waited }) => waited ?? []),
    within: (limit) => {
      const observed = known.filter((one) => one.observed >= limit);
      return [
        observed.filter(({ waited }) => waited !== null && waited <= limit).length,
        observed.length,
      ] as const;
    },
  };
}

function waitTable(waits: readonly (Wait & { readonly label: string })[], limit: Limit): ReportTable {
  const isEmpty = waits.every(({ days, within }) => days.length === 0 && within(0)[1] === 0);
  return {
    title: "How long from joining",
    columns: columnsOf(
      "Until",
      "Members|number",
      "Median days|days",
      ...WITHIN_DAYS.flatMap((limit) => [`Within ${limit} days|percent`, `n for ${limit} days|number`]),
    ),
    rows: isEmpty
      ? []
      : waits.map(({ label, days, within }) => [
          label,
          days.length,
          median(days),
          ...WITHIN_DAYS.flatMap((most): Cell[] => [share(...within(most), limit), within(most)[1]]),
        ]),
    empty: "There are no members yet whose day of joining is known.",
    chart: { kind: "column", title: "Median days from joining", columns: [0, 2] },
  };
}

interface Stay {
  readonly job: Job;
  readonly days: number;
  readonly since: number | null;
}

interface Stage {
  readonly name: string;
  /** Open stays of a length that is known. */
  readonly stays: readonly Stay[];
  readonly unknown: number;
  readonly past: readonly Stay[];
}

function staysByStage({ jobs, calendar }: Organisation): Stage[] {
  const found = new Map<string, { name: string; stays: Stay[]; unknown: number }>();
  for (const job of jobs) {
    const name = textIn(job.row.stage) || NO_STAGE;
    const stage = found.get(alike(name)) ?? { name, stays: [], unknown: 0 };
    found.set(alike(name), stage);
    const since = calendar.dayOf(job.row.stage_since);
    const told = job.row.days_in_stage;
    if (since !== null) stage.stays.push({ job, since, days: calendar.daysSince(since) });
    else if (typeof told === "number") stage.stays.push({ job, since, days: told });
    else stage.unknown += 1;
  }
  const stages = [...found.values()].map((stage) => {
    const limit = quantile(daysOf(stage.stays), 0.75) ?? 0;
    return { ...stage, past: stage.stays.filter(({ days }) => days > limit) };
  });
  const order = namesInOrder(
    stages.map(({ name }) => name),
    NO_STAGE,
  );
  const size = ({ stays, unknown }: Stage) => stays.length + unknown;
  return stages.sort((a, b) => size(b) - size(a) || order.indexOf(a.name) - order.indexOf(b.name));
}

const NO_STAGE = "No stage";

function daysOf(stays: readonly Stay[]): number[] {
  return stays.map(({ days }) => days);
}

function stageTable(stages: readonly Stage[]): ReportTable {
  return {
    title: "How long jobs have been in their stage",
    columns: columnsOf(
      "Stage",
      "Jobs (n)|number",
      "Median days|days",
      "75th percentile|days",
      "Longer than that|number",
      "Since when not known|number",
    ),
    rows: stages.map(({ name, stays, unknown, past }) => [
      name,
      stays.length,
      median(daysOf(stays)),
      quantile(daysOf(stays), 0.75),
      past.length,
      unknown,
    ]),
    empty: "There are no jobs yet.",
    chart: { kind: "bar", title: "Days in the present stage", columns: [0, 2, 3] },
  };
}

const ENDINGS = ["accepted_at", "declined_at", "rejected_at", "withdrawn_at"];

function longestTable(stages: readonly Stage[]): ReportTable {
  const longest = stages
    .flatMap(({ name, past }) => past.map((stay) => ({ ...stay, name })))
    .filter(({ job }) => ENDINGS.every((at) => !(job.row[at] instanceof Date)))
    .sort((a, b) => b.days - a.days || textIn(a.job.row.id).localeCompare(textIn(b.job.row.id)));
  return {
    title: `Jobs unusually long in their stage${longest.length > MOST_LISTED ? `: the ${MOST_LISTED} longest of ${longest.length}` : ""}`,
    columns: columnsOf("Member", "Job", "Employer", "Stage", "Since|date", "Days|days", "Job ID"),
    rows: longest
      .slice(0, MOST_LISTED)
      .map(({ job: { owner, row }, name, since, days }) => [
        owner.name,
        textIn(row.title),
        textIn(row.employer),
        name,
        dayCell(since),
        days,
        textIn(row.id),
      ]),
    empty: "No job has been unusually long in its stage.",
    key: 6,
  };
}
