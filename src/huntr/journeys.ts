import { at, type ColumnSketch, columnsOf, field, numberAt, textAt, timeAt } from "../core/columns.ts";
import { InputError } from "../core/errors.ts";
import { fieldAt } from "../core/json.ts";
import { readToEnd } from "../core/listing.ts";
import { FIRST_CURSOR, type Page, type PageCursor } from "../core/page.ts";
import type { JsonObject } from "../core/ports.ts";
import type { Query } from "../core/query.ts";
import type { ReadMany, ReadOn, Resource } from "../core/resource.ts";
import { DAY_MS } from "../core/times.ts";
import { actions } from "./actions.ts";
import { journeyChanges } from "./changes.ts";
import { createdFilters, idFilters } from "./filters.ts";
import { LISTING } from "./listing.ts";
import { memberFieldColumns } from "./member-field-values.ts";
import { daysBetween, journeyOf, type Step } from "./milestones.ts";
import { fullName } from "./nested.ts";
import { stageType } from "./stages.ts";
import { keepLines, keptStory, linesOf, OF_ONE, SOURCES, Story } from "./story.ts";

const DEFAULTS =
  "id title employer employer_domain owner owner_email stage stage_type saved_at applied_at screened_at interviewed_at offered_at accepted_at declined_at rejected_at withdrawn_at furthest stage_since days_to_apply days_to_interview days_to_offer";

/** When a step was met, Unix seconds, and the days to it from when the job was saved. */
const met = (step: Step) => at(`at.${step}`);

function daysTo(step: Step): ColumnSketch["value"] {
  const [from, to] = [met("SAVED"), met(step)];
  return (journey) => daysBetween(secondsIn(from(journey)), secondsIn(to(journey)));
}

const columns = columnsOf(DEFAULTS, () => [
  textAt("id", "Huntr id of the job."),
  textAt("title", "Title of the job."),
  textAt("employer", "Name of the employer.", at("employer.name")),
  textAt("employer.domain", "Website of the employer."),
  textAt("owner", "Job seeker who owns the job, given and family name.", fullName("ownerMember")),
  textAt("owner.email", "E-mail address of the owner.", at("ownerMember.email")),
  textAt("owner.id", "Huntr id of the owner.", at("ownerMember.id")),
  textAt("stage", "Stage of the board that the job is in.", at("list.name")),
  textAt("stage_type", "Type that Huntr infers from the stage's name, or empty.", (journey) =>
    stageType(String(fieldAt(journey, "list", "name") ?? "")),
  ),
  timeAt("saved_at", "When the job was saved.", met("SAVED")),
  timeAt("applied_at", "When the job seeker first applied; empty when nobody knows.", met("APPLIED")),
  timeAt("screened_at", "When the first phone screen was.", met("SCREEN")),
  timeAt("interviewed_at", "When the first interview was, on the phone or on site.", met("INTERVIEW")),
  timeAt("offered_at", "When the first offer came.", met("OFFER")),
  timeAt("accepted_at", "When an offer was accepted.", met("ACCEPTED")),
  timeAt("declined_at", "When an offer was declined.", met("DECLINED")),
  timeAt("rejected_at", "When the employer turned the job seeker down.", met("REJECTED")),
  timeAt("withdrawn_at", "When the application was withdrawn.", met("WITHDRAWN")),
  textAt(
    "furthest",
    "How far the job came: SAVED, APPLIED, SCREEN, INTERVIEW, OFFER or ACCEPTED. Without a date of its own the job's stage, or a later step, tells it.",
  ),
  timeAt("stage_since", "Since when the job is in its stage.", at("stageSince")),
  {
    ...numberAt("days_in_stage", "Whole days that the job is in its stage by now.", (journey) =>
      daysBetween(secondsIn(journey.stageSince), secondsIn(journey.asOf)),
    ),
    changesWithTime: true,
  },
  field("number", "days_to_apply", "Whole days from saving to applying.", daysTo("APPLIED")),
  field("number", "days_to_interview", "Whole days from saving to the first interview.", daysTo("INTERVIEW")),
  field("number", "days_to_offer", "Whole days from saving to the first offer.", daysTo("OFFER")),
]);

export const journeys: Resource = {
  ...LISTING,
  table: "huntr.journeys",
  title: "Huntr Journeys",
  help: "How far each job came and when, with the member fields of who owns it.",
  path: "jobs",
  createdSeconds: at("createdAt"),
  read: readJourneys,
  singly: { requestsEach: 2, made: madeSingly },
  filters: [...idFilters("jobs", { owner_member_id: "that this member owns" }), ...createdFilters("jobs")],
  get columns() {
    return columns();
  },
  // No action tells that a planned interview has come.
  follows: { actions, tell: journeyChanges, wholeEveryMs: DAY_MS },
  ownColumns: (read) => memberFieldColumns(read, columns()),
  formula: { name: "HUNTR_JOURNEYS", help: "How far each job came and when, newest first." },
};

/** A cache that forgot what was told so often will not keep it next time either. */
const MOST_READINGS = 3;
/** What is told of a job is recorded about when it happens, by clocks that need not agree. */
const SECONDS_BEFORE = 600;

/** Where the reading is: in which source, and where in that; behind the last one in the listing of jobs. */
interface Stand extends JsonObject {
  readonly source: number;
  readonly at: PageCursor;
  /** Batches that are kept. */
  readonly batches: number;
  /** How often it began. */
  readonly readings: number;
}

const START: Stand = { source: 0, at: FIRST_CURSOR, batches: 0, readings: 1 };

/**
 * First what is told of the jobs is read and kept, as short as it can be, then the jobs themselves: every page once, in
 * whatever order windows of time bring them. What the cache forgot of it between two executions is read again.
 */
function readJourneys(
  readOn: ReadOn,
  jobs: Resource,
  filters: Query,
  place: PageCursor,
  { nowMs, memory }: Parameters<NonNullable<Resource["read"]>>[4],
): Page {
  if (!memory) {
    const page = readOn(jobs, filters, place);
    const each: ReadMany = (listing, requests) =>
      requests.flatMap(({ query }) => readToEnd(readOn, listing, query));
    return { ...page, records: madeSingly(page.records, each, nowMs) ?? [] };
  }
  let stand: Stand = place.source === undefined ? START : (place as Stand);
  for (let source = SOURCES[stand.source]; source; source = SOURCES[stand.source]) {
    const page = readOn(source.listing, { ...source.query, ...bounds(source.listing, filters) }, stand.at);
    keepLines(memory, stand.batches, linesOf(source, page.records, nowMs));
    const batches = stand.batches + 1;
    if (page.next) return nothingYet({ ...stand, at: page.next, batches });
    stand = { ...stand, source: stand.source + 1, at: FIRST_CURSOR, batches };
  }
  const story = keptStory(memory, stand.batches);
  if (!story) {
    if (stand.readings < MOST_READINGS) return nothingYet({ ...START, readings: stand.readings + 1 });
    throw new InputError(
      "Google's cache forgot several times what Huntr tells of the jobs. Go on later, or narrow the table with filters.",
    );
  }
  const page = readOn(jobs, filters, stand.at);
  const records = page.records.map((job) => journey(job, story, nowMs));
  return { records, next: page.next && { ...stand, at: page.next }, total: null };
}

function nothingYet(next: Stand): Page {
  return { records: [], next, total: null };
}

/** What tells of the jobs that filters keep: where it is read, and what it says in short. */
export function told(filters: Query): {
  readonly listing: Resource;
  readonly query: Query;
  readonly lines: (records: readonly JsonObject[], nowMs: number) => ReturnType<typeof linesOf>;
}[] {
  return SOURCES.filter((source) => source !== OF_ONE.members).map((source) => ({
    listing: source.listing,
    query: { ...source.query, ...bounds(source.listing, filters) },
    lines: (records, nowMs) => linesOf(source, records, nowMs),
  }));
}

/** Whose jobs are asked for, and from when: nothing is told of a job before there is one. */
function bounds({ filters }: Resource, { owner_member_id, created_after }: Query): Query {
  const takes = (name: string) => filters.some((filter) => filter.name === name);
  return {
    ...(owner_member_id !== undefined && takes("owner_member_id") ? { owner_member_id } : {}),
    ...(created_after !== undefined && takes("created_after")
      ? { created_after: Number(created_after) - SECONDS_BEFORE }
      : {}),
  };
}

function madeSingly(jobs: readonly JsonObject[], readMany: ReadMany, nowMs: number): JsonObject[] | null {
  const story = new Story();
  const ofEach = jobs.map(({ id }) => ({ query: { job_id: String(id) } }));
  for (const [source, requests] of [
    [OF_ONE.members, [{ query: {} }]],
    [OF_ONE.activities, ofEach],
    [OF_ONE.actions, ofEach],
  ] as const) {
    const records = jobs.length > 0 ? readMany(source.listing, requests) : [];
    if (!records) return null;
    story.add(linesOf(source, records, nowMs));
  }
  return jobs.map((job) => journey(job, story, nowMs));
}

/** What the columns are read from; the rest of the job is left behind. */
function journey(job: JsonObject, story: Story, nowMs: number): JsonObject {
  const { at: times, furthest, stays } = journeyOf(job, story.of(job));
  const { id, title, employer, ownerMember, list, createdAt } = job;
  const stageSince = stays[stays.length - 1]?.from;
  const known = { id, title, employer, ownerMember, list, createdAt, stageSince };
  const record: Record<string, JsonObject[string]> = {};
  for (const [name, value] of Object.entries(known)) if (value !== undefined) record[name] = value;
  return {
    ...record,
    at: { ...times },
    furthest,
    memberFieldValues: story.fieldsOf(job),
    asOf: Math.floor(nowMs / 1000),
  };
}

function secondsIn(value: unknown): number | undefined {
  return typeof value === "number" ? value : undefined;
}
