import type { Limit } from "./kind.ts";
import { counted } from "./kind.ts";
import { ACCEPTED, countIn, type Organisation, type Person } from "./people.ts";
import type { Threshold } from "./report.ts";

const DAYS = [7, 10, 14, 21, 30, 45, 60];

const threshold = (name: string, label: string, value: number, choices = DAYS): Threshold => ({
  name,
  label,
  value,
  choices,
});

/** When a person is at risk; a number in its cell on the sheet changes it. */
export const RISK_THRESHOLDS: readonly Threshold[] = [
  threshold("days_without_action", "Days without an action of their own", 14),
  threshold("days_without_application", "Days without an application", 14),
  threshold("applications_without_interview", "Applications without an interview", 20, [10, 15, 20, 30, 50]),
  threshold("interviews_without_offer", "Interviews without an offer", 3, [2, 3, 4, 5, 8]),
  threshold("days_without_offer", "Days without an offer after these interviews", 30),
  threshold("days_to_first_application", "Days from joining without any application", 30),
  threshold("days_not_seen", "Days not seen in Huntr", 21),
];

/** Why a person is at risk. */
interface Flag {
  /** For the table that counts them. */
  readonly label: (limit: Limit) => string;
  /** Whether the tables can tell; they can unless it says otherwise. */
  readonly isTold?: (organisation: Organisation) => boolean;
  /** In words, with the person's own numbers; null where the person has it not. */
  readonly of: (person: Person, organisation: Organisation, limit: Limit) => string | null;
}

export const FLAGS: readonly Flag[] = [
  {
    label: (limit) => `No action of their own for ${counted(limit("days_without_action"), "day")}`,
    of: ({ row, joined }, { calendar }, limit) => {
      const last = calendar.dayOf(row.last_own_action_at);
      return forDays("no action of their own", last, joined, calendar.today, limit("days_without_action"));
    },
  },
  {
    label: (limit) => `No application for ${counted(limit("days_without_application"), "day")}`,
    of: (person, organisation, limit) => {
      const last = lastApplied(person, organisation);
      // Applied on days that nobody knows: it may have been today.
      if (last === null && countIn(person.row.applications) > 0) return null;
      const { today } = organisation.calendar;
      return forDays("no application", last, person.joined, today, limit("days_without_application"));
    },
  },
  {
    label: (limit) => `${limit("applications_without_interview")} applications and no interview`,
    of: ({ row: { applications, interviews } }, _, limit) =>
      countIn(interviews) === 0 && countIn(applications) >= limit("applications_without_interview")
        ? `${counted(countIn(applications), "application")} and no interview`
        : null,
  },
  {
    label: (limit) =>
      `${limit("interviews_without_offer")} interviews and no offer for ${counted(limit("days_without_offer"), "day")}`,
    of: offerMissing,
  },
  {
    label: (limit) =>
      `Joined ${counted(limit("days_to_first_application"), "day")} ago and no application at all`,
    of: ({ row, joined }, { calendar }, limit) =>
      joined !== null &&
      countIn(row.applications) === 0 &&
      calendar.today - joined >= limit("days_to_first_application")
        ? `joined ${counted(calendar.today - joined, "day")} ago and has not applied anywhere`
        : null,
  },
  {
    isTold: ({ persons }) => persons.some(({ lastSeen }) => lastSeen instanceof Date),
    label: (limit) => `Not seen in Huntr for ${counted(limit("days_not_seen"), "day")}`,
    of: ({ lastSeen }, { calendar }, limit) =>
      forDays("not seen in Huntr", calendar.dayOf(lastSeen), null, calendar.today, limit("days_not_seen")),
  },
];

/** @param last when it last was; where it never was, days are counted from joining. */
function forDays(what: string, last: number | null, joined: number | null, today: number, limit: number) {
  const since = last ?? joined;
  if (since === null || today - since < limit) return null;
  return `${what} ${last === null ? "since joining" : "for"} ${counted(today - since, "day")}${last === null ? " ago" : ""}`;
}

/** Days run from the interview that makes the number full, or from the last offer where that came later. */
function offerMissing(person: Person, { calendar }: Organisation, limit: Limit): string | null {
  const interviews = countIn(person.row.interviews);
  const enough = limit("interviews_without_offer");
  if (interviews === 0 || interviews < enough) return null;
  const dates = (at: string) =>
    person.jobs.flatMap(({ row }) => calendar.dayOf(row[at]) ?? []).sort((a, b) => a - b);
  const full = dates("interviewed_at")[Math.max(1, Math.ceil(enough)) - 1];
  const offers = dates("offered_at");
  const last = offers[offers.length - 1];
  const hasUndatedOffer = last === undefined && countIn(person.row.offers) > 0;
  if (full === undefined || hasUndatedOffer) return null;
  const days = calendar.today - Math.max(full, last ?? full);
  return days >= limit("days_without_offer")
    ? `${counted(interviews, "interview")} and no offer for ${counted(days, "day")}`
    : null;
}

/** The day of the last application; null where none has a date. */
export function lastApplied(person: Person, { calendar }: Organisation): number | null {
  let last = calendar.dayOf(person.row.first_applied_at);
  for (const { row } of person.jobs) {
    const day = calendar.dayOf(row.applied_at);
    if (day !== null && (last === null || day > last)) last = day;
  }
  return last;
}

/** Active, and without an accepted offer. */
export function isLooking({ isActive, reached }: Person): boolean {
  return isActive && reached < ACCEPTED;
}

/** The flags of somebody who is looking, in words; null for each that the person has not. */
export function flagsOf(person: Person, organisation: Organisation, limit: Limit): (string | null)[] {
  return FLAGS.map((flag) => (isLooking(person) ? flag.of(person, organisation, limit) : null));
}
