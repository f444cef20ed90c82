import { expect, test } from "vitest";
import type { Cell } from "../../src/core/resource.ts";
import { makeReport } from "../../src/reports/make-report.ts";
import type { Report, ReportName, ReportOptions } from "../../src/reports/report.ts";
import { OPTIONS, on, SOURCE, utcDay } from "./small-organisation.ts";

/** In the order of the report: in which table, in the row that begins so, under which header, what, and the reckoning. */
type Case = readonly [table: string, row: string, header: string, expected: Cell, reckoning: string];

const STEPS = "From a saved job to an accepted offer";
const COHORTS = "Members of each cohort who reached each step";
const SHARES = "As a share of the cohort";
const EACH = "Each cohort step by step";
const JOINING = "How long from joining";
const STAGES = "How long jobs have been in their stage";
const LONGEST = "Jobs unusually long in their stage";
const RISK = "Who is at risk";
const WHY = "Why they are at risk";
const RISK_BY = "At risk by cohort";
const WEEK = "Week by week";
const WEEK_BY = "Week by week and cohort";
const SIDES = "By job seekers and by staff";
const FIRMS = "Where members apply, and what comes of it";
const ADVISORS = "By advisor";
const UNTOUCHED = "Untouched for 14 days";
const PLACED = "Who was placed, and where";
const PLACED_BY = "Placed by cohort";
const CHANGED = "What changed";
const ONE_BY_ONE = "Who, one by one";

const byHand: { readonly [name in ReportName]: readonly Case[] } = {
  funnel: [
    [
      STEPS,
      "Saved",
      "Members",
      6,
      "Ada, Ben, Cyd, Fay, Gus, and Hal, whose job was deleted; not Dan and Eve",
    ],
    [STEPS, "Applied", "Members", 5, "the same without Cyd"],
    [STEPS, "Applied", "Of the step before", 5 / 6, "5 of the 6 who saved"],
    [STEPS, "Applied", "n", 6, "who saved"],
    [STEPS, "Applied", "Of all", 5 / 8, "5 of 8 members"],
    [STEPS, "Applied", "n of all", 8, "members"],
    [STEPS, "Applied", "Jobs", 8, "all 9 jobs but Cyd's"],
    [STEPS, "Screen", "Members", 4, "Ada; Ben and Fay, who had interviews; Hal, who was placed"],
    [STEPS, "Interview", "Of the step before", null, "4 of 4 is of fewer than 5 people"],
    [STEPS, "Interview", "Jobs", 5, "a1, b1, f1, f2, f3"],
    [STEPS, "Offer", "Of all", 2 / 8, "Ada and Hal"],
    [STEPS, "Accepted", "Jobs", 1, "a1; Hal's was deleted"],
    [COHORTS, "Design", "Members", 5, "Ada, Ben, Cyd, Dan, Eve"],
    [COHORTS, "Design", "Applied", 2, "Ada, Ben"],
    [COHORTS, "Law", "Members", 2, "Fay, and Gus, whose programme is written differently"],
    [COHORTS, "Law", "Interview", 1, "Fay"],
    [COHORTS, "Not set", "Accepted", 1, "Hal"],
    [COHORTS, "All", "Offer", 2, "Ada, Hal"],
    [SHARES, "Design", "Saved", 3 / 5, "Ada, Ben, Cyd of 5"],
    [SHARES, "Law", "Saved", null, "of 2 people only"],
    [SHARES, "Law", "n", 2, "Fay, Gus"],
    [EACH, "Design / Saved", "Of the step before", 3 / 5, "3 of the 5 in the cohort"],
    [EACH, "Design / Applied", "n", 3, "who saved: too few for a percentage"],
    [EACH, "Design / Applied", "Of the step before", null, "2 of 3 is of fewer than 5"],
    [EACH, "Law / Applied", "Jobs", 5, "f1, f2, f3, f4, g1"],
  ],
  "time-in-stage": [
    [JOINING, "First application", "Members", 4, "Ada, Ben, Fay, Gus; when Hal applied is not known"],
    [JOINING, "First application", "Median days", 7, "0 (Fay), 6 (Gus), 8 (Ada), 16 (Ben): between 6 and 8"],
    [JOINING, "First application", "n for 30 days", 5, "here for 30 days: Ada, Ben, Cyd, Eve, Fay"],
    [JOINING, "First application", "Within 30 days", 3 / 5, "Ada, Ben, Fay of these"],
    [JOINING, "First application", "n for 60 days", 4, "without Fay, who is here for 40 days"],
    [JOINING, "First application", "Within 60 days", null, "of 4 people only"],
    [JOINING, "First interview", "Median days", 30, "1 (Fay), 30 (Ada), 35 (Ben)"],
    [JOINING, "First interview", "Within 30 days", 2 / 5, "Ada and Fay"],
    [JOINING, "First offer", "Median days", 63, "Ada, 2 March to 4 May"],
    [JOINING, "First offer", "Within 30 days", 0, "nobody of 5"],
    [STAGES, "Interview", "Jobs (n)", 4, "b1, f1, f2, f3"],
    [STAGES, "Interview", "Median days", 37.5, "33, 36, 39, 51: between 36 and 39"],
    [STAGES, "Interview", "75th percentile", 42, "a quarter of the way from 39 to 51"],
    [STAGES, "Interview", "Longer than that", 1, "b1, 51 days"],
    [STAGES, "Applied", "75th percentile", 12, "5, 9, 15: half-way from 9 to 15"],
    [STAGES, "Wishlist", "Longer than that", 0, "one job is not longer than itself"],
    [LONGEST, "Ben", "Days", 51, "b1: 20 April to 10 June"],
    [LONGEST, "Gus", "Since", "2026-05-26", "g1"],
    [LONGEST, "", "", 2, "b1 and g1"],
  ],
  "at-risk": [
    [RISK, "", "", 3, "Cyd, Gus, Fay; Ada and Hal are placed, Eve is not active"],
    [RISK, "Cyd", "Flags", 3, "the three reasons that follow"],
    [
      RISK,
      "Cyd",
      "Why",
      "No action of their own for 40 days; no application since joining 70 days ago; joined 70 days ago and has not applied anywhere",
      "last acted on 1 May, joined on 1 April",
    ],
    [RISK, "Gus", "Flags", 2, "last acted on 27 May, exactly 14 days ago; applied on 26 May"],
    [RISK, "Gus", "Last application", "2026-05-26", "g1"],
    [RISK, "Fay", "Why", "3 interviews and no offer for 33 days", "the third of them was on 8 May"],
    [RISK, "Fay", "Last application", "2026-06-01", "f4, the last of four"],
    [RISK, "Fay", "Advisor", "Lou", "the member field Advisor"],
    [RISK, "Fay", "Last action of their own", "2026-06-09", "yesterday"],
    [WHY, "No action of their own for 14 days", "Members", 2, "Cyd, Gus"],
    [WHY, "20 applications and no interview", "Members", 0, "nobody"],
    [WHY, "3 interviews and no offer for 30 days", "Members", 1, "Fay"],
    [RISK_BY, "Design", "At risk", 1, "Cyd of Ben, Cyd and Dan"],
    [RISK_BY, "Design", "Share", null, "of 3 people only"],
    [RISK_BY, "All", "Share", 3 / 5, "3 of Ben, Cyd, Dan, Fay, Gus"],
  ],
  weekly: [
    [WEEK, "", "", 12, "weeks"],
    [WEEK, "2026-03-23", "Saved", 0, "the first of 12 weeks: nothing has a date in it"],
    [WEEK, "2026-03-30", "Saved", 2, "b1 on Monday, 30 March, c1 on 2 April"],
    [WEEK, "2026-04-27", "Saved", 3, "f1, f2, f3 on 1 May"],
    [WEEK, "2026-04-27", "Applied", 2, "f1 on 1 May, f2 on Sunday, 3 May"],
    [WEEK, "2026-05-04", "Applied", 1, "f3 on Monday, 4 May"],
    [WEEK, "2026-05-04", "Interviews", 2, "f2 on 5 May, f3 on 8 May"],
    [WEEK, "2026-05-04", "Offers", 1, "a1"],
    [WEEK, "2026-05-04", "Members", 2, "Ada, Fay"],
    [WEEK, "2026-05-11", "Accepted", 1, "a1"],
    [WEEK, "2026-06-01", "Applied", 2, "f4 on 1 June, b2 on 5 June"],
    [WEEK, "2026-06-08", "Members", 0, "nothing yet in this week"],
    [WEEK_BY, "2026-05-25 / Law", "Saved", 2, "g1 on 25 May, f4 on 30 May"],
    [WEEK_BY, "2026-06-01 / Design", "Applied", 1, "b2"],
    [SIDES, "7 days", "Actions of job seekers", 10, "4 of Ben's, 6 of Fay's"],
    [SIDES, "7 days", "Members whom staff reached", 2, "Ada on 8 June, Fay on 9 June"],
    [SIDES, "30 days", "Actions of job seekers", 29, "2 + 4 + 20 + 3"],
    [SIDES, "30 days", "Job seekers who acted", 4, "Ada, Ben, Fay, Gus"],
    [SIDES, "30 days", "Members whom staff reached", 3, "Ben on 20 May, too"],
  ],
  employers: [
    [FIRMS, "", "", 4, "Acme, Bolt, Corp, and Dyne, a partner; of Echo there is nothing to say"],
    [FIRMS, "Acme", "Applications", 4, "a1, b1, f1, g1"],
    [FIRMS, "Acme", "Interviews", 3, "a1, b1, f1"],
    [FIRMS, "Acme", "Accepted", 1, "a1"],
    [FIRMS, "Acme", "Members who applied (n)", 4, "Ada, Ben, Fay, Gus"],
    [FIRMS, "Acme", "Interview rate", null, "of 4 people only"],
    [FIRMS, "Acme", "Last date", "2026-05-26", "g1 was applied for"],
    [FIRMS, "Acme", "Partner", "Yes", "in Huntr"],
    [FIRMS, "Acme", "Differs", "", "Huntr counts 4, 3 and 1, too"],
    [FIRMS, "Bolt", "Members", 3, "Ben, Cyd, Fay"],
    [FIRMS, "Bolt", "Huntr's applications", 3, "as Huntr says"],
    [FIRMS, "Bolt", "Differs", "applications −1", "2 here, 3 in Huntr"],
    [FIRMS, "Corp", "Members", 1, "Fay, with two jobs"],
    [FIRMS, "Corp", "Huntr's offers", null, "Huntr does not list it"],
    [FIRMS, "Dyne", "Applications", 0, "nobody applied"],
  ],
  caseload: [
    [ADVISORS, "Kim", "Active members", 3, "Ada, Ben, Hal"],
    [ADVISORS, "Kim", "At risk", 0, "Ada and Hal are placed"],
    [ADVISORS, "Kim", "Placed in 30 days", 0, "Ada on 11 May: 12 May is the first of the last 30 days"],
    [ADVISORS, "Kim", "Placed in 90 days", 1, "Ada; Hal was 126 days ago"],
    [ADVISORS, "Kim", "Touched in 7 days", 1, "Ada on 8 June"],
    [ADVISORS, "Kim", "Untouched for 14 days", 2, "Ben for 21 days, Hal since joining"],
    [ADVISORS, "Lou", "At risk", 2, "Cyd, Fay"],
    [ADVISORS, "Lou", "Untouched for 14 days", 1, "Cyd; Dan joined 9 days ago"],
    [ADVISORS, "No advisor", "Active members", 1, "Gus; Eve is not active"],
    [ADVISORS, "All", "Active members", 7, "all but Eve"],
    [ADVISORS, "All", "Untouched for 14 days", 4, "Ben, Cyd, Gus, Hal"],
    [UNTOUCHED, "Ben", "Last action of staff", "2026-05-20", "as told"],
    [UNTOUCHED, "Gus", "Joined", "2026-05-20", "as told"],
  ],
  placements: [
    [PLACED, "", "", 2, "Ada and Hal"],
    [PLACED, "Ada", "Employer", "Acme", "a1"],
    [PLACED, "Ada", "Date", "2026-05-11", "the day of accepting"],
    [PLACED, "Ada", "Days from joining", 70, "2 March to 11 May: 29 + 30 + 11"],
    [PLACED, "Ada", "Evidence ID", "a1", "the job"],
    [PLACED, "Hal", "Employer", "", "the job was deleted"],
    [PLACED, "Hal", "Days from joining", 30, "5 January to 4 February"],
    [PLACED, "Hal", "Evidence ID", "deleted job of hal", "there is no job to point at"],
    [PLACED_BY, "Design", "Share", 1 / 5, "Ada of 5"],
    [PLACED_BY, "Not set", "Share", null, "of 1 person only"],
    [PLACED_BY, "Law", "Placed", 0, "neither Fay nor Gus"],
    [PLACED_BY, "Law", "Median days from joining", null, "of nobody"],
    [PLACED_BY, "All", "Median days from joining", 50, "between 30 and 70"],
  ],
  changes: [
    [CHANGED, "Applied", "Members", 1, "from 4 to 10 June: Ben"],
    [CHANGED, "Applied", "Jobs", 1, "b2"],
    [CHANGED, "Interviewed", "Members", 0, "nobody"],
    [CHANGED, "Fell silent", "Members", 1, "Gus: 27 May and 14 days is 10 June"],
    [CHANGED, "Came back", "Members", 1, "Ben: 4 actions in 7 days, and none else in 30"],
    [ONE_BY_ONE, "Applied / Ben", "Employer", "Bolt", "b2"],
    [ONE_BY_ONE, "Fell silent / Gus", "Date", "2026-06-10", "when it was 14 days"],
    [ONE_BY_ONE, "Came back / Ben", "Date", "2026-06-05", "when Ben last acted"],
    [ONE_BY_ONE, "", "", 3, "these three"],
  ],
};

/** What a case finds; without a row, how many rows there are. */
function found(report: Report, [title, row, header]: Case): Cell | undefined {
  const table = report.tables.find((one) => one.title === title);
  if (!table) throw new Error(`There is no table "${title}".`);
  if (row === "") return table.rows.length;
  const column = table.columns.findIndex((one) => one.header === header);
  if (column < 0) throw new Error(`"${title}" has no column "${header}".`);
  const wanted = row.split(" / ");
  const shown = (cell: Cell | undefined) => (cell instanceof Date ? utcDay(cell) : cell);
  const matches = table.rows.filter((cells) => wanted.every((words, i) => shown(cells[i]) === words));
  if (matches.length !== 1) throw new Error(`"${title}" has ${matches.length} rows "${row}".`);
  return shown(matches[0]?.[column]);
}

const cases = Object.entries(byHand).flatMap(([name, list]) =>
  list.map((one) => [name as ReportName, one] as const),
);

test.each(cases)("%s: %j", (name, one) => {
  expect(found(makeReport(name, SOURCE, OPTIONS), one)).toBe(one[3]);
});

const other = (name: ReportName, options: Partial<ReportOptions>, ...one: Case) => ({ name, options, one });

test.each([
  other("funnel", { thresholds: { smallest_n: 2 } }, SHARES, "Law", "Saved", 1, "2 of 2"),
  other(
    "funnel",
    { thresholds: { smallest_n: 0 } },
    EACH,
    "Law / Accepted",
    "Of the step before",
    null,
    "of 0",
  ),
  other(
    "funnel",
    { thresholds: { smallest_n: -1 } },
    SHARES,
    "Law",
    "Saved",
    null,
    "−1 is no threshold: 5 counts",
  ),
  other("funnel", { thresholds: { smallest_n: Number.NaN } }, SHARES, "Law", "Saved", null, "nor is that"),
  other("funnel", { cohort: null }, COHORTS, "2026-03", "Members", 2, "Ada and Ben joined in March"),
  other("funnel", { cohort: "Age" }, COHORTS, "Not set", "Members", 8, "nobody has such a field"),
  other(
    "at-risk",
    { thresholds: { days_without_action: 15 } },
    RISK,
    "Gus",
    "Flags",
    1,
    "the 14 days do not count",
  ),
  other(
    "at-risk",
    { thresholds: { days_without_offer: 34 } },
    RISK,
    "",
    "",
    2,
    "Fay has waited for 33 days only",
  ),
  other(
    "at-risk",
    { thresholds: { interviews_without_offer: 2 } },
    RISK,
    "Fay",
    "Why",
    "3 interviews and no offer for 36 days",
    "the second was on 5 May",
  ),
  other(
    "at-risk",
    { thresholds: { applications_without_interview: 1 } },
    RISK,
    "Gus",
    "Flags",
    3,
    "1 application and no interview",
  ),
  other(
    "employers",
    { thresholds: { smallest_n: 4 } },
    FIRMS,
    "Acme",
    "Interview rate",
    3 / 4,
    "Ada, Ben, Fay of 4",
  ),
  other("changes", { since: on("05-01") }, CHANGED, "Applied", "Jobs", 6, "b2, f1, f2, f3, f4, g1"),
  other("changes", { since: on("05-01") }, CHANGED, "Applied", "Members", 3, "Ben, Fay, Gus"),
  other("changes", { since: on("05-01") }, CHANGED, "Interviewed", "Jobs", 3, "f1, f2, f3"),
  other("changes", { since: on("05-01") }, CHANGED, "Fell silent", "Members", 2, "Cyd on 15 May, Gus"),
  other("changes", { since: on("05-11") }, ONE_BY_ONE, "Placed / Ada", "Job ID", "a1", "on the day itself"),
  other("changes", { since: on("05-12") }, CHANGED, "Placed", "Members", 0, "a day later"),
  other("changes", { since: on("05-12") }, CHANGED, "", "", 5, "who came back is not told of so many days"),
])("$name with $options: $one", ({ name, options, one }) => {
  expect(found(makeReport(name, SOURCE, { ...OPTIONS, ...options }), one)).toBe(one[3]);
});

test("the figures at the top, with how many they are of", () => {
  const figures = (name: ReportName) =>
    makeReport(name, SOURCE, OPTIONS).figures.map(({ label, value, n }) => [label, value, n]);
  expect(figures("funnel")).toEqual([
    ["Members", 8, null],
    ["Applied", 5 / 8, 8],
    ["Had an interview", 4 / 8, 8],
    ["Had an offer", 2 / 8, 8],
    ["Accepted an offer", 2 / 8, 8],
  ]);
  expect(figures("at-risk")).toEqual([
    ["Active and not placed", 5, null],
    ["At risk", 3, null],
    ["Share at risk", 3 / 5, 5],
    ["For several reasons", 2, null],
    ["Most frequent reason", "No action of their own for 14 days", 2],
  ]);
  expect(figures("placements").slice(0, 3)).toEqual([
    ["Placed", 2, null],
    ["Share of the members", 2 / 8, 8],
    ["Days from joining (median)", 50, 2],
  ]);
  expect(figures("weekly").map(([, value]) => value)).toEqual([2, 0, 0, 0, 2]);
  expect(figures("time-in-stage").map(([, value]) => value)).toEqual([7, 30, 63, 3 / 5, 2]);
});
