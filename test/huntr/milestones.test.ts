import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../src/core/ports.ts";
import {
  daysBetween,
  ENDINGS,
  enteredBy,
  hasReached,
  journeyOf,
  MILESTONES,
  metBy,
} from "../../src/huntr/milestones.ts";
import { journeyInWords, ORDER, STEPS } from "./milestones-in-words.ts";

/** Days are those of this month: "3" is 3 March 2026, noon; today is the 20th. */
const dayAt = (day: number) => Date.UTC(2026, 2, day, 12) / 1000;
const TODAY = dayAt(20);
const dayOf = (seconds: number) => Math.round((seconds - dayAt(0)) / 86_400);

const hex = (n: number, digits: number) => n.toString(16).padStart(digits, "0");
let things = 0;
const idOn = (day: number) => hex(dayAt(day), 8) + hex(++things, 16);

/** A job that was saved on a day and is in a stage now. */
const job = (day: number, stage?: string): JsonObject => ({
  id: idOn(day),
  createdAt: dayAt(day),
  ...(stage === undefined ? {} : { list: { name: stage } }),
});

interface When {
  /** Unless given: the day after which the id was made. */
  readonly made?: number | null;
  readonly starts?: number;
  readonly ticked?: number | true;
  readonly byWorkflow?: true;
}

function activity(category: string, { made = 1, starts, ticked, byWorkflow }: When): JsonObject {
  return {
    id: idOn(made ?? 2),
    activityCategory: { name: category },
    completed: ticked !== undefined,
    createdByWorkflow: byWorkflow ?? false,
    ...(made === null ? {} : { createdAt: dayAt(made) }),
    ...(starts === undefined ? {} : { startAt: dayAt(starts) }),
    ...(typeof ticked === "number" ? { completedAt: dayAt(ticked) } : {}),
  };
}

const created = (day: number, stage: string): JsonObject => ({
  id: idOn(day),
  actionType: "JOB_CREATED",
  date: dayAt(day),
  toList: { name: stage },
});
const moved = (day: number, from: string, to: string): JsonObject => ({
  ...created(day, to),
  actionType: "JOB_MOVED",
  fromList: { name: from },
});

interface Case {
  /** What happened, in words. */
  readonly story: string;
  readonly job: JsonObject;
  readonly activities?: readonly JsonObject[];
  readonly actions?: readonly JsonObject[];
  /** The day of March of each step that has one. */
  readonly days: Readonly<Record<string, number>>;
  readonly furthest: string;
  /** Milestones that were met on a day that nobody knows. */
  readonly undated?: readonly string[];
  /** Each stage that it stood in, with the days from and to; to is left out for the one that is open. */
  readonly stays?: readonly (readonly [stage: string, from: number, to?: number])[];
}

/** Each worked out by hand from the definitions. Today is 20 March. */
const cases: readonly Case[] = [
  { story: "saved on the 1st, and no more", job: job(1), days: { SAVED: 1 }, furthest: "SAVED" },
  {
    story: "without a day of its own: the id tells when it was saved",
    job: { id: idOn(4) },
    days: { SAVED: 4 },
    furthest: "SAVED",
  },
  {
    story: "applied on the 3rd, ticked off on the 5th: the 3rd counts",
    job: job(1),
    activities: [activity("Apply", { starts: 3, ticked: 5 })],
    days: { SAVED: 1, APPLIED: 3 },
    furthest: "APPLIED",
  },
  {
    story: "applied without a start, ticked off on the 5th: the 5th counts",
    job: job(1),
    activities: [activity("Apply", { made: 2, ticked: 5 })],
    days: { SAVED: 1, APPLIED: 5 },
    furthest: "APPLIED",
  },
  {
    story: "ticked off, nobody knows when: the day on which it was noted counts",
    job: job(1),
    activities: [activity("Apply", { made: 2, ticked: true })],
    days: { SAVED: 1, APPLIED: 2 },
    furthest: "APPLIED",
  },
  {
    story: "ticked off, and nothing has a day: that of the id counts",
    job: job(1),
    activities: [activity("Apply", { made: null, ticked: true })],
    days: { SAVED: 1, APPLIED: 2 },
    furthest: "APPLIED",
  },
  {
    story: "an interview on the 25th is planned and does not count",
    job: job(1),
    activities: [activity("Phone Interview", { starts: 25 })],
    days: { SAVED: 1 },
    furthest: "SAVED",
  },
  {
    story: "an interview that begins today counts, ticked off or not",
    job: job(1),
    activities: [activity("On Site Interview", { starts: 20 })],
    days: { SAVED: 1, INTERVIEW: 20 },
    furthest: "INTERVIEW",
    undated: ["APPLIED", "SCREEN"],
  },
  {
    story: "an interview on the 25th that is ticked off already counts, on its own day",
    job: job(1),
    activities: [activity("Phone Interview", { starts: 25, ticked: 19 })],
    days: { SAVED: 1, INTERVIEW: 25 },
    furthest: "INTERVIEW",
    undated: ["APPLIED", "SCREEN"],
  },
  {
    story: "an application without a start, not ticked off: no",
    job: job(1),
    activities: [activity("Apply", { made: 2 })],
    days: { SAVED: 1 },
    furthest: "SAVED",
  },
  {
    story: "made by a workflow: counts, not ticked off and without a start",
    job: job(1),
    activities: [activity("Apply", { made: 2, byWorkflow: true })],
    days: { SAVED: 1, APPLIED: 2 },
    furthest: "APPLIED",
  },
  {
    story: "two interviews: the earlier one counts",
    job: job(1),
    activities: [
      activity("On Site Interview", { starts: 9, ticked: 9 }),
      activity("Phone Interview", { starts: 6, ticked: 6 }),
    ],
    days: { SAVED: 1, INTERVIEW: 6 },
    furthest: "INTERVIEW",
    undated: ["APPLIED", "SCREEN"],
  },
  {
    story: "a phone screen is no interview; a take-home assignment is nothing",
    job: job(1),
    activities: [
      activity("Phone Screen", { starts: 4, ticked: 4 }),
      activity("Assignment", { starts: 5, ticked: 5 }),
    ],
    days: { SAVED: 1, SCREEN: 4 },
    furthest: "SCREEN",
    undated: ["APPLIED"],
  },
  {
    story: "moved to Applied on the 4th, and an activity says the 6th: the earlier counts",
    job: job(1, "Applied"),
    activities: [activity("Apply", { starts: 6, ticked: 6 })],
    actions: [created(1, "Wishlist"), moved(4, "Wishlist", "Applied")],
    days: { SAVED: 1, APPLIED: 4 },
    furthest: "APPLIED",
    stays: [
      ["Wishlist", 1, 4],
      ["Applied", 4],
    ],
  },
  {
    story: "saved right into Applied",
    job: job(2, "Applied"),
    actions: [created(2, "Applied")],
    days: { SAVED: 2, APPLIED: 2 },
    furthest: "APPLIED",
    stays: [["Applied", 2]],
  },
  {
    story: "moved back: a new stay opens, and what was met stays met",
    job: job(1, "Wishlist"),
    actions: [moved(8, "Applied", "Wishlist"), created(1, "Wishlist"), moved(3, "Wishlist", "Applied")],
    days: { SAVED: 1, APPLIED: 3 },
    furthest: "APPLIED",
    stays: [
      ["Wishlist", 1, 3],
      ["Applied", 3, 8],
      ["Wishlist", 8],
    ],
  },
  {
    story: "moved about within its stage: the stay goes on",
    job: job(1, "Wishlist"),
    actions: [created(1, "Wishlist"), moved(6, "Wishlist", "Wishlist")],
    days: { SAVED: 1 },
    furthest: "SAVED",
    stays: [["Wishlist", 1]],
  },
  {
    story: "stands in Offer, and nothing tells since when: met, date unknown",
    job: job(1, "Offer"),
    days: { SAVED: 1 },
    furthest: "OFFER",
    undated: ["APPLIED", "SCREEN", "INTERVIEW", "OFFER"],
  },
  {
    story: "accepted on the 10th: all before it was met",
    job: job(1, "Offer Accepted"),
    actions: [created(1, "Wishlist"), moved(10, "Wishlist", "Offer Accepted")],
    days: { SAVED: 1, ACCEPTED: 10 },
    furthest: "ACCEPTED",
    undated: ["APPLIED", "SCREEN", "INTERVIEW", "OFFER"],
    stays: [
      ["Wishlist", 1, 10],
      ["Offer Accepted", 10],
    ],
  },
  {
    story: "declined on the 12th: an offer had been made, but was not accepted",
    job: job(1, "Wishlist"),
    activities: [activity("Decline Offer", { starts: 12, ticked: 12 })],
    days: { SAVED: 1, DECLINED: 12 },
    furthest: "OFFER",
    undated: ["APPLIED", "SCREEN", "INTERVIEW", "OFFER"],
  },
  {
    story: "stands in Offer Declined, undated",
    job: job(1, "Offer declined"),
    days: { SAVED: 1 },
    furthest: "OFFER",
    undated: ["APPLIED", "SCREEN", "INTERVIEW", "OFFER"],
  },
  {
    story: "rejected after it was applied for, and withdrawn: neither is a step further",
    job: job(1, "Rejected"),
    activities: [
      activity("Apply", { starts: 3, ticked: 3 }),
      activity("Rejected", { starts: 8, ticked: 8 }),
      activity("Application Withdrawn", { starts: 9, ticked: 9 }),
    ],
    days: { SAVED: 1, APPLIED: 3, REJECTED: 8, WITHDRAWN: 9 },
    furthest: "APPLIED",
  },
  {
    story: "stands in Rejected, which is no type of stage: nothing was applied for that anybody knows",
    job: job(1, "Rejected"),
    days: { SAVED: 1 },
    furthest: "SAVED",
  },
  {
    story: "applied before it was saved: the application has its own day",
    job: job(5),
    activities: [activity("Apply", { starts: 2, ticked: 2 })],
    days: { SAVED: 5, APPLIED: 2 },
    furthest: "APPLIED",
  },
];

function worked({ job: of, activities = [], actions = [] }: Case) {
  const met = activities.map((one) => metBy(one, TODAY)).filter((one) => one !== null);
  const entered = actions.map(enteredBy).filter((one) => one !== null);
  return journeyOf(of, { met, entered });
}

describe("a job's milestones, worked out by hand", () => {
  test.each(cases)("$story", (one) => {
    const journey = worked(one);
    const days = Object.entries(journey.at).map(([step, second]) => [step, dayOf(second)]);
    expect(Object.fromEntries(days)).toEqual(one.days);
    expect(journey.furthest).toBe(one.furthest);
    const reached = MILESTONES.filter((milestone) => hasReached(journey, milestone));
    expect(reached.filter((milestone) => journey.at[milestone] === undefined)).toEqual(one.undated ?? []);
    const stays = journey.stays.map(({ stage, from, to }) => [
      stage,
      dayOf(from),
      ...(to ? [dayOf(to)] : []),
    ]);
    expect(stays).toEqual(one.stays ?? []);
  });

  test("of two moves in one second the one with the greater id came later", () => {
    const [first, second] = [moved(3, "Wishlist", "Applied"), moved(3, "Applied", "Offer")];
    const { stays } = worked({ story: "", job: job(1), actions: [second, first], days: {}, furthest: "" });
    expect(stays.map(({ stage }) => stage)).toEqual(["Applied", "Offer"]);
  });

  test.each([
    ["from noon to noon a week later", 1, 8, 7],
    ["on the same day", 1, 1, 0],
    ["in the wrong order", 8, 1, 0],
  ])("days %s", (_, from, to, days) => {
    expect(daysBetween(dayAt(from), dayAt(to))).toBe(days);
    expect(daysBetween(dayAt(from), dayAt(to) - 1)).toBe(Math.max(0, days - 1));
  });

  test("no days without a day", () => {
    expect([daysBetween(undefined, 1), daysBetween(1, undefined)]).toEqual([undefined, undefined]);
  });
});

const categories = [
  "Apply",
  "Phone Screen",
  "Phone Interview",
  "On Site Interview",
  "Offer Received",
  "Accept Offer",
  "Decline Offer",
  "Rejected",
  "Application Withdrawn",
  "Assignment",
  "constructor",
];
const stages = [
  "Wishlist",
  "Applied",
  "Applying",
  "Phone Screen",
  "Phone Interview",
  "Entrevista",
  "Ofertas",
  "Offer Accepted",
  "Offer Declined",
  "Rejected",
];

const START = dayAt(1);
const seconds = fc.integer({ min: START, max: START + 40 });
const idAt = fc.tuple(seconds, fc.integer({ min: 0, max: 9 })).map(([at, nth]) => hex(at, 8) + hex(nth, 16));
const stageNames = fc.constantFrom(...stages);
const named = stageNames.map((name) => ({ name }));

const someActivity = fc.record(
  {
    id: idAt,
    activityCategory: fc.constantFrom(...categories).map((name) => ({ name })),
    completed: fc.boolean(),
    createdByWorkflow: fc.boolean(),
    startAt: seconds,
    completedAt: seconds,
    createdAt: seconds,
  },
  { requiredKeys: ["id"] },
);
const someAction = fc
  .record(
    {
      id: idAt,
      actionType: fc.constantFrom("JOB_CREATED", "JOB_MOVED", "JOB_UPDATED", "ACTIVITY_CREATED"),
      date: seconds,
      createdAt: seconds,
      toList: named,
      fromList: named,
    },
    { requiredKeys: ["id", "actionType", "toList"] },
  )
  // Within a stage a move opens no stay: that is a case above.
  .map(({ fromList, ...action }) =>
    fromList?.name === action.toList.name ? action : { ...action, fromList },
  )
  .map((action) => JSON.parse(JSON.stringify(action)) as JsonObject);
const someJob = fc.record({ id: idAt, createdAt: seconds, list: named }, { requiredKeys: ["id"] });

test("whatever happened to a job, the plain second reading of the definitions says the same", () => {
  fc.assert(
    fc.property(
      someJob,
      fc.array(someActivity, { maxLength: 6 }),
      fc.uniqueArray(someAction, { maxLength: 6, selector: ({ id }) => String(id) }),
      seconds,
      (of, activities, actions, now) => {
        const met = activities.map((one) => metBy(one, now)).filter((one) => one !== null);
        const entered = actions.map(enteredBy).filter((one) => one !== null);
        const journey = journeyOf(of, { met, entered });
        const words = journeyInWords(of, activities, actions, now);
        const at = Object.fromEntries(
          [...MILESTONES, ...ENDINGS].map((step) => [step, journey.at[step] ?? null]),
        );
        expect([Object.keys(at), at]).toEqual([STEPS, words.at]);
        expect(ORDER.filter((step) => hasReached(journey, step as "SAVED"))).toEqual(words.reached);
        expect(journey.furthest).toBe(words.furthest);
        expect(journey.stays.at(-1)?.from ?? null).toBe(words.stageSince);
        // One after another, without a gap, and only the last one open.
        const ends = journey.stays.map(({ to }) => to);
        expect(ends).toEqual(journey.stays.map((_, n) => journey.stays[n + 1]?.from ?? null));
      },
    ),
    { numRuns: 2_000 },
  );
});
