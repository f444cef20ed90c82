import { expect, test } from "vitest";
import type { Cell } from "../../src/core/resource.ts";
import { makeReport, reportKinds } from "../../src/reports/make-report.ts";
import type { ReportName, ReportOptions, ReportSource, SourceRow } from "../../src/reports/report.ts";
import { NAMES, NOBODY, OPTIONS, on, utcDay } from "./small-organisation.ts";

/** Members who joined on 1 January, with what is told of each. */
function members(...rows: SourceRow[]): Pick<ReportSource, "progress" | "members"> {
  return {
    progress: rows.map((row, i) => ({ id: `p${i}`, name: `P${i}`, email: `p${i}@mail.test`, ...row })),
    members: rows.map((row, i) => ({ id: `p${i}`, created_at: on("01-01"), ...row })),
  };
}

const job = (row: SourceRow): SourceRow => ({
  id: "j",
  owner_email: "p0@mail.test",
  furthest: "SAVED",
  ...row,
});

function rowsOf(
  name: ReportName,
  title: string,
  source: Partial<ReportSource>,
  options: Partial<ReportOptions> = {},
): (readonly Cell[])[] {
  const { tables } = makeReport(name, { ...NOBODY, ...source }, { ...OPTIONS, ...options });
  return [...(tables.find((table) => table.title === title)?.rows ?? [])].map((row) =>
    row.map((cell) => (cell instanceof Date ? utcDay(cell) : cell)),
  );
}

test("a job is its owner's by id, else by e-mail address; jobs of nobody are left out, and said so", () => {
  const source = {
    ...NOBODY,
    ...members({}, {}),
    journeys: [
      job({ id: "1", owner_id: "p1", owner_email: "was@mail.test", furthest: "OFFER" }),
      job({ id: "2", owner_email: " P0@Mail.test" }),
      job({ id: "3", owner_email: "stranger@mail.test" }),
      job({ id: "4", owner_email: null }),
    ],
  };
  const [saved, , , , offer] = rowsOf("funnel", "From a saved job to an accepted offer", source);
  expect([saved?.[1], saved?.[6], offer?.[1]]).toEqual([2, 2, 1]);
  expect(makeReport("funnel", source, OPTIONS).how).toContain(
    "Left out: 2 jobs whose owner is not among the members.",
  );
});

test("a step on a day that is not known counts as reached, and in no week, median or list of changes", () => {
  const source = {
    ...members({ applications: 1, interviews: 1 }),
    journeys: [job({ furthest: "INTERVIEW", saved_at: on("06-08") })],
  };
  const steps = rowsOf("funnel", "From a saved job to an accepted offer", source);
  expect(steps.map(([, n]) => n)).toEqual([1, 1, 1, 1, 0, 0]);
  expect(rowsOf("weekly", "Week by week", source)[11]).toEqual(["2026-06-08", 1, 0, 0, 0, 0, 0, 1]);
  expect(rowsOf("time-in-stage", "How long from joining", source)[1]?.slice(0, 5)).toEqual([
    "First interview",
    0,
    null,
    null,
    0,
  ]);
  expect(rowsOf("changes", "Who, one by one", source)).toEqual([]);
});

test("an acceptance that only its stage tells of is a placement without a date", () => {
  const source = {
    ...members({ Programme: "Law" }),
    journeys: [job({ id: "b", furthest: "ACCEPTED" }), job({ id: "a", furthest: "ACCEPTED" })],
  };
  const rows = rowsOf("placements", "Who was placed, and where", source);
  expect(rows.map((row) => row.slice(7))).toEqual([[null, null, "a"]]);
  expect(rowsOf("at-risk", "At risk by cohort", source)).toEqual([]);
});

test("salary and place are shown where the journeys have them", () => {
  const accepted = { furthest: "ACCEPTED", accepted_at: on("05-01"), salary: "40–45k", location: "Graz" };
  const [row] = rowsOf("placements", "Who was placed, and where", {
    ...members({}),
    journeys: [job(accepted)],
  });
  expect(row?.slice(5, 9)).toEqual(["40–45k", "Graz", "2026-05-01", 120]);
});

test("what is ticked off ahead of its day is not counted before that day", () => {
  const source = { ...members({}), journeys: [job({ furthest: "APPLIED", applied_at: on("06-12") })] };
  expect(rowsOf("weekly", "Week by week", source)[11]?.slice(2, 3)).toEqual([0]);
  expect(rowsOf("changes", "What changed", source)[0]).toEqual(["Applied", 0, 0]);
});

test("advisors are Huntr's where it tells them, else those of a member field", () => {
  const advisorsOf = (...rows: SourceRow[]) =>
    rowsOf("caseload", "By advisor", members(...rows)).map(([name, active]) => [name, active]);
  const field = { "Career Coach": "Kim" };
  expect(advisorsOf(field, { "Career Coach": null })).toEqual([
    ["Kim", 1],
    ["No advisor", 1],
    ["All", 2],
  ]);
  expect(advisorsOf({ ...field, advisor: "Lou" }, { huntr_advisor: "Max" }, field)).toEqual([
    ["Lou", 1],
    ["Max", 1],
    ["No advisor", 1],
    ["All", 3],
  ]);
});

test.each([
  ["a day of Huntr's", new Date("2026-05-15T00:00:00Z"), "2026-05-15"],
  ["a day of a sheet in Vienna", new Date("2026-05-14T22:00:00Z"), "2026-05-15"],
  ["a number", 2026, "2026"],
  ["blanks", "  ", "Not set"],
])("a cohort may be %s", (_, value, expected) => {
  const dayOf = (instant: Date) => utcDay(new Date(instant.getTime() + 2 * 3_600_000));
  const rows = rowsOf("funnel", "As a share of the cohort", members({ Programme: value }), { dayOf });
  expect(rows[0]?.[0]).toBe(expected);
});

test("cohorts are in the order of what they are called, numbers by size, who has none last", () => {
  const programmes = ["Class 10", null, "Class 9", "art"].map((Programme) => ({ Programme }));
  const rows = rowsOf("placements", "Placed by cohort", members(...programmes));
  expect(rows.map(([name]) => name)).toEqual(["art", "Class 9", "Class 10", "Not set", "All"]);
});

test("days and months are those of the file's time zone", () => {
  // 3 hours after midnight in Greenwich it is still the evening before, by five hours.
  const dayOf = (instant: Date) => utcDay(new Date(instant.getTime() - 5 * 3_600_000));
  const early = (day: string) => new Date(`2026-${day}T03:00:00Z`);
  const source = {
    ...members({ created_at: early("05-01"), last_seen_at: early("05-20") }),
    journeys: [job({ saved_at: early("06-08") })],
  };
  expect(rowsOf("funnel", "As a share of the cohort", source, { dayOf, cohort: null })[0]?.[0]).toBe(
    "2026-04",
  );
  expect(
    rowsOf("weekly", "Week by week", source, { dayOf })
      .map(([, saved]) => saved)
      .slice(-2),
  ).toEqual([1, 0]);
  expect(rowsOf("at-risk", "Who is at risk", source, { dayOf })[0]?.[5]).toMatch(
    /; not seen in Huntr for 22 days$/,
  );
});

test("an employer is one whatever way its website is written, or its name where there is none", () => {
  const at = (id: string, employer: string | null, employer_domain: string | null) =>
    job({ id, employer, employer_domain, furthest: "APPLIED" });
  const source = {
    ...members({}),
    journeys: [
      at("1", "Acme", "acme.test"),
      at("2", "ACME Inc.", "HTTPS://www.Acme.test/jobs?x"),
      at("3", "Bolt", null),
      at("4", "bolt ", ""),
      at("5", null, null),
    ],
    employers: [{ name: "Acme", domain: "acme.test", is_partner: false, application_count: 2 }],
  };
  const rows = rowsOf("employers", "Where members apply, and what comes of it", source);
  expect(rows.map((row) => [row[0], row[1], row[13], row[14]])).toEqual([
    ["Acme", 2, "", "acme.test"],
    ["Bolt", 2, "", "bolt"],
    ["No employer", 1, "", "No employer"],
  ]);
});

test("of a flag that the tables cannot tell there is no row", () => {
  const why = (row: SourceRow) =>
    rowsOf("at-risk", "Why they are at risk", members(row)).map(([reason]) => String(reason));
  expect(why({}).filter((reason) => /seen/.test(reason))).toEqual([]);
  expect(why({ last_seen_at: on("06-01") }).filter((reason) => /seen/.test(reason))).toHaveLength(1);
});

test.each(NAMES)("%s: reads the tables that it says it needs, and no other", (name) => {
  const read = new Set<string | symbol>();
  const source = new Proxy(NOBODY, {
    get: (tables, table: keyof ReportSource) => {
      read.add(table);
      return tables[table];
    },
  });
  makeReport(name, source, OPTIONS);
  expect([...read].sort()).toEqual([...reportKinds[name].needs].sort());
});
