import type { Cell } from "../../src/core/resource.ts";
import type { ReportOptions, ReportSource, SourceRow } from "../../src/reports/report.ts";

/**
 * The definitions once more, slowly and word by word: everything is looked for in all rows each time. It shares no code
 * with what it is held against.
 */

const ORDER = ["", "SAVED", "APPLIED", "SCREEN", "INTERVIEW", "OFFER", "ACCEPTED"];

const text = (cell: Cell | undefined) => (cell === null || cell === undefined ? "" : String(cell));

function jobsOf(person: SourceRow, source: ReportSource): SourceRow[] {
  return source.journeys.filter((job) => job.owner_email === person.email);
}

/** Whether a person has a job that reached a step, or the step is not beyond being placed. */
function reached(person: SourceRow, step: string, source: ReportSource): boolean {
  if (person.placed_at !== null) return true;
  return jobsOf(person, source).some((job) => ORDER.indexOf(text(job.furthest)) >= ORDER.indexOf(step));
}

function joinedAt(person: SourceRow, source: ReportSource): Cell {
  return source.members.find(({ id }) => id === person.id)?.created_at ?? null;
}

function dayText(instant: Cell | undefined, options: ReportOptions): string | null {
  return instant instanceof Date ? options.dayOf(instant) : null;
}

/** Counts the midnights one by one. */
function daysFrom(start: Cell | undefined, end: Cell | undefined, options: ReportOptions): number | null {
  const [from, to] = [dayText(start, options), dayText(end, options)];
  if (from === null || to === null) return null;
  let days = 0;
  for (const day = new Date(from); day.toISOString().slice(0, 10) < to; day.setUTCDate(day.getUTCDate() + 1))
    days += 1;
  return days;
}

function cohortOf(person: SourceRow, source: ReportSource, options: ReportOptions): string {
  if (options.cohort === null) return dayText(joinedAt(person, source), options)?.slice(0, 7) ?? "Not known";
  return text(person[options.cohort]).trim().toUpperCase() || "Not set";
}

/** A row per cohort and one for all: its name in capitals, members, and who reached each step. */
export function plainFunnel(source: ReportSource, options: ReportOptions): Cell[][] {
  const names = [...new Set(source.progress.map((person) => cohortOf(person, source, options)))];
  const isLast = (name: string) => name === "Not set" || name === "Not known";
  const sorted = [...names.filter((name) => !isLast(name)).sort(), ...names.filter(isLast)];
  const row = (name: string, persons: readonly SourceRow[]) => [
    name.toUpperCase(),
    persons.length,
    ...ORDER.slice(1).map((step) => persons.filter((person) => reached(person, step, source)).length),
  ];
  if (source.progress.length === 0) return [];
  return [
    ...sorted.map((name) =>
      row(
        name,
        source.progress.filter((person) => cohortOf(person, source, options) === name),
      ),
    ),
    row("All", source.progress),
  ];
}

/** Who is at risk, by ID, and for which reasons. */
export function plainRisk(source: ReportSource, options: ReportOptions): Map<string, string[]> {
  const limit = (name: string, byDefault: number) => options.thresholds[name] ?? byDefault;
  const risk = new Map<string, string[]>();
  for (const person of source.progress) {
    if (person.is_active === false || reached(person, "ACCEPTED", source)) continue;
    const jobs = jobsOf(person, source);
    const since = (instant: Cell | undefined) => daysFrom(instant, options.asOf, options) ?? -1;
    const joined = joinedAt(person, source);
    const [applications, interviews] = [Number(person.applications), Number(person.interviews)];
    const inOrder = (column: string) =>
      jobs
        .map((job) => job[column])
        .filter((at): at is Date => at instanceof Date)
        .sort((a, b) => a.getTime() - b.getTime());
    const flags: string[] = [];

    if (since(person.last_own_action_at ?? joined) >= limit("days_without_action", 14)) flags.push("action");

    const lastApplied = inOrder("applied_at").pop();
    const isUndated = lastApplied === undefined && applications > 0;
    if (!isUndated && since(lastApplied ?? joined) >= limit("days_without_application", 14))
      flags.push("application");

    if (interviews === 0 && applications >= limit("applications_without_interview", 20))
      flags.push("no interview");

    const enough = limit("interviews_without_offer", 3);
    const full = inOrder("interviewed_at")[enough - 1];
    const lastOffer = inOrder("offered_at").pop();
    const wait = limit("days_without_offer", 30);
    const isOfferUndated = lastOffer === undefined && Number(person.offers) > 0;
    if (interviews >= enough && full && !isOfferUndated)
      if (since(full) >= wait && (lastOffer === undefined || since(lastOffer) >= wait))
        flags.push("no offer");

    if (applications === 0 && since(joined) >= limit("days_to_first_application", 30))
      flags.push("never applied");
    if (since(person.last_seen_at) >= limit("days_not_seen", 21)) flags.push("not seen");
    if (flags.length > 0) risk.set(text(person.id), flags);
  }
  return risk;
}

/** Evidence, day and days from joining of each placement, by the person's e-mail address. */
export function plainPlacements(source: ReportSource, options: ReportOptions): Map<string, Cell[]> {
  const placed = new Map<string, Cell[]>();
  for (const person of source.progress) {
    if (!reached(person, "ACCEPTED", source)) continue;
    const accepted = jobsOf(person, source).filter((job) => job.furthest === "ACCEPTED");
    const dated = accepted.filter((job) => job.accepted_at !== null);
    let [first] = dated.length > 0 ? dated : accepted;
    for (const job of dated) if (first && text(job.accepted_at) !== "" && isBefore(job, first)) first = job;
    if (dated.length === 0)
      for (const job of accepted) if (first && text(job.id) < text(first.id)) first = job;
    const jobDay = dayText(first?.accepted_at, options);
    const toldDay = dayText(person.placed_at, options);
    const isDeleted = toldDay !== null && (jobDay === null || toldDay < jobDay);
    const at = isDeleted ? person.placed_at : (first?.accepted_at ?? null);
    placed.set(text(person.email), [
      isDeleted ? `deleted job of ${text(person.id)}` : text(first?.id),
      dayText(at, options),
      daysFrom(joinedAt(person, source), at, options),
    ]);
  }
  return placed;
}

function isBefore(job: SourceRow, other: SourceRow): boolean {
  const [a, b] = [job.accepted_at, other.accepted_at];
  if (!(a instanceof Date) || !(b instanceof Date)) return false;
  return a < b || (a.getTime() === b.getTime() && text(job.id) < text(other.id));
}
