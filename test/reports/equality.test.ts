import fc from "fast-check";
import { expect, test } from "vitest";
import type { Cell } from "../../src/core/resource.ts";
import { makeReport } from "../../src/reports/make-report.ts";
import type {
  Report,
  ReportOptions,
  ReportSource,
  ReportTable,
  SourceRow,
} from "../../src/reports/report.ts";
import { plainFunnel, plainPlacements, plainRisk } from "./plain.ts";
import { NAMES, NOBODY, on, utcDay } from "./small-organisation.ts";

const HOUR_MS = 3_600_000;
const AS_OF = on("06-10");
/** Five hours behind UTC: what happens early in the day there still belongs to the day before. */
const dayOf = (instant: Date) => utcDay(new Date(instant.getTime() - 5 * HOUR_MS));

const STEPS = ["saved_at", "applied_at", "screened_at", "interviewed_at", "offered_at", "accepted_at"];
const FURTHEST = ["SAVED", "APPLIED", "SCREEN", "INTERVIEW", "OFFER", "ACCEPTED"];

/** An instant of the last 100 days, by hours: many fall on the same. */
const instant = fc
  .integer({ min: 0, max: 100 * 24 })
  .map((hours) => new Date(AS_OF.getTime() - hours * HOUR_MS));
const perhaps = fc.option(instant, { freq: 2 });
const rarely = fc.oneof({ weight: 4, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: instant });
const byChance = <T>(...values: T[]) => fc.constantFrom(...values);

type Drawn<A> = A extends fc.Arbitrary<infer T> ? T : never;

const someJob = fc.record({
  owner: fc.integer({ min: 0, max: 7 }),
  // The first steps are the most frequent.
  steps: fc.tuple(instant, perhaps, perhaps, perhaps, rarely, rarely),
  implied: byChance(0, 0, 0, 1, 3, 4, 5),
  stage: byChance("Wishlist", "Applied", "Interview", "interview", null),
  employer: byChance("Acme", "Bolt", ""),
});

const somePerson = fc.record({
  programme: byChance("Design", "design ", "Law", "", null),
  joined: perhaps,
  isActive: byChance(true, true, true, false),
  acted: perhaps,
  staff: perhaps,
  seen: perhaps,
  deleted: rarely,
  actions: fc.tuple(fc.nat(3), fc.nat(3), fc.nat(3)),
});

/** Rows as Huntr Journeys, Progress and Members would have them. */
const organisations = fc
  .tuple(fc.array(somePerson, { maxLength: 7 }), fc.array(someJob, { maxLength: 40 }))
  .map(([persons, jobs]): ReportSource => {
    const journeys = jobs.map(({ owner, steps, implied, stage, employer }, i): SourceRow => {
      const told = steps.reduce((last, at, step) => (at === null ? last : step), 0);
      return {
        id: `j${i}`,
        title: "",
        owner_email: `p${owner}@mail.test`,
        employer,
        employer_domain: null,
        stage,
        stage_since: steps[1],
        furthest: FURTHEST[Math.max(told, implied)] ?? null,
        ...Object.fromEntries(STEPS.map((step, n) => [step, steps[n] ?? null])),
      };
    });
    const progress = persons.map((person, i) => progressOf(person, i, journeys));
    const members = persons.map(({ joined }, i) => ({ id: `p${i}`, created_at: joined }));
    return { journeys, progress, members, employers: [] };
  });

function progressOf(person: Drawn<typeof somePerson>, i: number, all: readonly SourceRow[]): SourceRow {
  const email = `p${i}@mail.test`;
  const jobs = all.filter((job) => job.owner_email === email);
  const first = (at: string) =>
    jobs
      .map((job) => job[at])
      .filter((time): time is Date => time instanceof Date)
      .sort((a, b) => a.getTime() - b.getTime())[0] ?? null;
  const count = (step: number) =>
    jobs.filter(({ furthest }) => FURTHEST.indexOf(String(furthest)) >= step).length;
  const [inSeven, more, most] = person.actions;
  const accepted = first("accepted_at");
  return {
    id: `p${i}`,
    name: `Person ${i}`,
    email,
    is_active: person.isActive,
    Programme: person.programme,
    applications: count(1),
    interviews: count(3),
    offers: count(4),
    first_applied_at: first("applied_at"),
    first_interviewed_at: first("interviewed_at"),
    first_offered_at: first("offered_at"),
    placed_at: person.deleted && !(accepted && accepted < person.deleted) ? person.deleted : accepted,
    last_own_action_at: person.acted,
    last_staff_action_at: person.staff,
    last_seen_at: person.seen,
    own_actions_7d: inSeven,
    own_actions_14d: inSeven + more,
    own_actions_30d: inSeven + more + most,
  };
}

const someOptions = fc.record({
  cohort: byChance("Programme", "Programme", null),
  thresholds: fc.record(
    {
      days_without_action: fc.nat(40),
      days_without_application: fc.nat(40),
      applications_without_interview: fc.integer({ min: 1, max: 4 }),
      interviews_without_offer: fc.integer({ min: 1, max: 3 }),
      days_without_offer: fc.nat(40),
      days_to_first_application: fc.nat(60),
      days_not_seen: fc.nat(60),
      smallest_n: fc.nat(6),
    },
    { requiredKeys: [] },
  ),
  since: perhaps,
});

const optionsOf = (drawn: Drawn<typeof someOptions>): ReportOptions => ({
  ...drawn,
  asOf: AS_OF,
  dayOf,
  // What was not drawn is not there.
  thresholds: JSON.parse(JSON.stringify(drawn.thresholds)),
});

function check(hold: (source: ReportSource, options: ReportOptions) => void, numRuns: number): void {
  fc.assert(
    fc.property(organisations, someOptions, (source, drawn) => hold(source, optionsOf(drawn))),
    { numRuns },
  );
}

function tableIn({ tables }: Report, title: string): ReportTable {
  const table = tables.find((one) => one.title === title);
  if (!table) throw new Error(`There is no table "${title}".`);
  return table;
}

const shown = (cell: Cell | undefined) => (cell instanceof Date ? utcDay(cell) : (cell ?? null));

test("the funnel is what the definitions say, over random organisations", () => {
  check((source, options) => {
    const report = makeReport("funnel", source, options);
    const { rows } = tableIn(report, "Members of each cohort who reached each step");
    const told = rows.map(([cohort, ...counts]) => [String(cohort).toUpperCase().trim(), ...counts]);
    expect(told).toEqual(
      plainFunnel(source, options).map(([name, ...rest]) => [String(name).toUpperCase(), ...rest]),
    );
    const all = rows[rows.length - 1];
    const steps = tableIn(report, "From a saved job to an accepted offer").rows;
    expect(steps.map(([, members]) => members)).toEqual(all?.slice(2) ?? []);
  }, 200);
});

/** How the words for each reason begin. */
const REASONS: readonly [RegExp, string][] = [
  [/^no action of their own/i, "action"],
  [/^no application/i, "application"],
  [/^\d+ applications? and no interview/, "no interview"],
  [/^\d+ interviews? and no offer/, "no offer"],
  [/^joined/i, "never applied"],
  [/^not seen/i, "not seen"],
];

test("who is at risk, and why, is what the definitions say, the most flags first", () => {
  check((source, options) => {
    const { rows } = tableIn(makeReport("at-risk", source, options), "Who is at risk");
    const told = rows.map((row): [string, (string | undefined)[]] => [
      String(row[10]),
      String(row[5])
        .split("; ")
        .map((words) => REASONS.find(([beginning]) => beginning.test(words))?.[1]),
    ]);
    expect(new Map(told)).toEqual(plainRisk(source, options));
    const flags = rows.map((row) => Number(row[4]));
    expect(flags).toEqual(told.map(([, reasons]) => reasons.length));
    expect(flags).toEqual([...flags].sort((a, b) => b - a));
  }, 300);
});

test("placements are the first accepted offers, each with its evidence", () => {
  check((source, options) => {
    const { rows } = tableIn(makeReport("placements", source, options), "Who was placed, and where");
    const told = rows.map((row) => [String(row[1]), [row[9], shown(row[7]), row[8]]] as const);
    expect(told.length).toBe(new Map(told).size);
    expect(new Map(told)).toEqual(plainPlacements(source, options));
  }, 300);
});

/** What every report promises to the sheet. */
function isSound(report: Report): void {
  expect(report.figures.length).toBeLessThanOrEqual(5);
  const values = report.figures
    .map(({ value }) => value)
    .concat(...report.tables.flatMap(({ rows }) => rows));
  for (const value of values) {
    if (typeof value === "number") expect(Number.isFinite(value)).toBe(true);
    if (typeof value === "string") expect(value).not.toMatch(/NaN|Infinity|undefined|null/);
    if (value instanceof Date) expect(value.getTime() % (24 * HOUR_MS)).toBe(0);
  }
  for (const { columns, rows, empty, key, chart, title } of report.tables) {
    for (const row of rows) expect(row.length).toBe(columns.length);
    expect(`${title}${empty}`).not.toMatch(/NaN|Infinity|undefined/);
    expect(empty).toMatch(/\.$/);
    if (key !== undefined) expect(new Set(rows.map((row) => row[key])).size).toBe(rows.length);
    for (const column of chart?.columns ?? []) expect(columns[column]).toBeDefined();
    expect(chart?.rows ?? 0).toBeLessThanOrEqual(rows.length);
    columns.forEach(({ kind }, i) => {
      const smallest = report.thresholds.find(({ name }) => name === "smallest_n")?.value ?? 0;
      if (kind !== "percent") return;
      // Its n stands right of it, or one for several stands left of them.
      const isN = (at: number) => /^n\b|\(n\)/.test(columns[at]?.header ?? "");
      const besides = isN(i + 1) ? i + 1 : columns.findIndex((_, at) => isN(at));
      expect(besides).toBeGreaterThanOrEqual(0);
      for (const row of rows) {
        const share = row[i];
        if (share === null) continue;
        expect(share).toBeGreaterThanOrEqual(0);
        expect(share).toBeLessThanOrEqual(1);
        expect(row[besides]).toBeGreaterThanOrEqual(Math.max(1, smallest));
      }
    });
  }
  for (const { value, n, kind } of report.figures)
    if (kind === "percent" && n !== null && n < 1) expect(value).toBeNull();
}

test.each(NAMES)("%s: no cell is out of place, whoever there is", (name) => {
  check((source, options) => isSound(makeReport(name, source, options)), 60);
});

test.each(NAMES)("%s: of nobody it says so", (name) => {
  const options: ReportOptions = { asOf: AS_OF, dayOf, cohort: null, thresholds: {}, since: null };
  const report = makeReport(name, NOBODY, options);
  isSound(report);
  expect(report.tables.map(({ rows }) => rows.length).filter((rows) => rows > 0)).toEqual([]);
  for (const { value, kind } of report.figures) expect(value).toBe(kind === "number" ? 0 : null);
});

test.each(NAMES)("%s: of one person of whom nothing is known", (name) => {
  const one: ReportSource = { ...NOBODY, progress: [{ id: "p", name: null, email: null }] };
  const report = makeReport(name, one, {
    asOf: AS_OF,
    dayOf,
    cohort: "Programme",
    thresholds: {},
    since: null,
  });
  isSound(report);
  expect(report.how.every((sentence) => /^\S.*\.$/.test(sentence))).toBe(true);
});
