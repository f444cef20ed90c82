import type { ReportName, ReportOptions, ReportSource, SourceRow } from "../../src/reports/report.ts";

/** Noon of a day of 2026: "05-11" is 11 May. */
export function on(day: string): Date {
  return new Date(`2026-${day}T12:00:00Z`);
}

export const utcDay = (instant: Date) => instant.toISOString().slice(0, 10);

export const OPTIONS: ReportOptions = {
  // A Wednesday: its week begins on Monday, 8 June.
  asOf: on("06-10"),
  dayOf: utcDay,
  cohort: "Programme",
  thresholds: {},
  since: null,
};

interface Told {
  readonly programme?: string;
  readonly joined: string;
  readonly advisor?: string;
  readonly inactive?: true;
  /** The last action of the member, and of the staff for the member. */
  readonly acted?: string;
  readonly staff?: string;
  /** How many jobs reached it, and when the first did. */
  readonly applied?: [number, string];
  readonly interviewed?: [number, string];
  readonly offered?: [number, string];
  readonly placed?: string;
  readonly actions?: [number, number, number];
}

const PEOPLE: { readonly [name: string]: Told } = {
  // Placed: got from joining to an accepted offer in 70 days.
  Ada: {
    programme: "Design",
    joined: "03-02",
    advisor: "Kim",
    acted: "05-12",
    staff: "06-08",
    applied: [1, "03-10"],
    interviewed: [1, "04-01"],
    offered: [1, "05-04"],
    placed: "05-11",
    actions: [0, 0, 2],
  },
  // On the way, and back after weeks without an action.
  Ben: {
    programme: "Design",
    joined: "03-16",
    advisor: "Kim",
    acted: "06-05",
    staff: "05-20",
    applied: [2, "04-01"],
    interviewed: [1, "04-20"],
    actions: [4, 4, 4],
  },
  // At risk for three reasons.
  Cyd: { programme: "Design", joined: "04-01", advisor: "Lou", acted: "05-01" },
  // New: nothing yet, and nothing to worry about.
  Dan: { programme: "Design", joined: "06-01", advisor: "Lou" },
  // Was deactivated.
  Eve: { programme: "Design", joined: "02-02", inactive: true },
  // Many interviews, and no offer.
  Fay: {
    programme: "Law",
    joined: "05-01",
    advisor: "Lou",
    acted: "06-09",
    staff: "06-09",
    applied: [4, "05-01"],
    interviewed: [3, "05-02"],
    actions: [6, 9, 20],
  },
  // Silent since 27 May: 14 days.
  Gus: { programme: " law", joined: "05-20", acted: "05-27", applied: [1, "05-26"], actions: [0, 0, 3] },
  // Placed, and the job was deleted; of no programme.
  Hal: { joined: "01-05", advisor: "Kim", placed: "02-04" },
};

const dateOf = (day: string | undefined) => (day === undefined ? null : on(day));

function progressOf(name: string, told: Told): SourceRow {
  return {
    id: name.toLowerCase(),
    name,
    email: `${name}@mail.test`,
    is_active: !told.inactive,
    Programme: told.programme ?? null,
    Advisor: told.advisor ?? null,
    applications: told.applied?.[0] ?? 0,
    interviews: told.interviewed?.[0] ?? 0,
    offers: told.offered?.[0] ?? 0,
    first_applied_at: dateOf(told.applied?.[1]),
    first_interviewed_at: dateOf(told.interviewed?.[1]),
    first_offered_at: dateOf(told.offered?.[1]),
    placed_at: dateOf(told.placed),
    last_own_action_at: dateOf(told.acted),
    last_staff_action_at: dateOf(told.staff),
    own_actions_7d: told.actions?.[0] ?? 0,
    own_actions_14d: told.actions?.[1] ?? 0,
    own_actions_30d: told.actions?.[2] ?? 0,
  };
}

/** id, owner, employer, stage and since when; then the days of saving, applying, screen, interview, offer, acceptance. */
const JOBS: readonly (readonly [string, string, string, string, string, string, ...(readonly string[])])[] = [
  [
    "a1",
    "Ada",
    "Acme",
    "Accepted",
    "05-11",
    "ACCEPTED",
    "03-05",
    "03-10",
    "03-20",
    "04-01",
    "05-04",
    "05-11",
  ],
  ["b1", "Ben", "Acme", "Interview", "04-20", "INTERVIEW", "03-30", "04-01", "", "04-20"],
  ["b2", "Ben", "Bolt", "Applied", "06-05", "APPLIED", "06-04", "06-05"],
  ["c1", "Cyd", "Bolt", "Wishlist", "04-02", "SAVED", "04-02"],
  ["f1", "Fay", "Acme", "Interview", "05-02", "INTERVIEW", "05-01", "05-01", "", "05-02"],
  ["f2", "Fay", "Bolt", "Interview", "05-05", "INTERVIEW", "05-01", "05-03", "", "05-05"],
  ["f3", "Fay", "Corp", "Interview", "05-08", "INTERVIEW", "05-01", "05-04", "", "05-08"],
  ["f4", "Fay", "Corp", "Applied", "06-01", "APPLIED", "05-30", "06-01"],
  ["g1", "Gus", "Acme", "Applied", "05-26", "APPLIED", "05-25", "05-26"],
];

const STEPS = ["saved_at", "applied_at", "screened_at", "interviewed_at", "offered_at", "accepted_at"];

export const SOURCE: ReportSource = {
  progress: Object.entries(PEOPLE).map(([name, told]) => progressOf(name, told)),
  members: Object.entries(PEOPLE).map(([name, { joined }]) => ({
    id: name.toLowerCase(),
    created_at: on(joined),
  })),
  journeys: JOBS.map(([id, owner, employer, stage, since, furthest, ...days]) => ({
    id,
    title: `Job ${id}`,
    employer,
    employer_domain: `${employer.toLowerCase()}.test`,
    owner,
    owner_email: `${owner}@mail.test`,
    stage,
    stage_since: on(since),
    furthest,
    ...Object.fromEntries(STEPS.map((step, i) => [step, days[i] ? on(days[i]) : null])),
  })),
  employers: [
    employer("Acme", true, 4, 3, 1),
    employer("Bolt", false, 3, 1, 0),
    employer("Dyne", true, 0, 0, 0),
    employer("Echo", false, 0, 0, 0),
  ],
};

function employer(name: string, isPartner: boolean, applied: number, interviews: number, offers: number) {
  return {
    name,
    domain: `https://www.${name.toLowerCase()}.test/`,
    is_partner: isPartner,
    application_count: applied,
    interview_count: interviews,
    offer_count: offers,
  };
}

export const NOBODY: ReportSource = { progress: [], members: [], journeys: [], employers: [] };

export const NAMES: readonly ReportName[] = [
  "funnel",
  "time-in-stage",
  "at-risk",
  "weekly",
  "employers",
  "caseload",
  "placements",
  "changes",
];
