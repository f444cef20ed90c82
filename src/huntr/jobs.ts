import { at, type ColumnSketch, columnsOf, numberAt, textAt, timeAt } from "../core/columns.ts";
import { fieldAt, objectsOf } from "../core/json.ts";
import type { Json, JsonObject } from "../core/ports.ts";
import type { Resource } from "../core/resource.ts";
import { DAY_MS } from "../core/times.ts";
import { actions } from "./actions.ts";
import { jobChanges } from "./changes.ts";
import { createdFilters, idFilters } from "./filters.ts";
import { HUNTR_ID, LISTING } from "./listing.ts";
import { employerColumns, listed, locationColumns, memberColumns, thingColumns } from "./nested.ts";
import { stageType } from "./stages.ts";

const DEFAULTS =
  "id title employer employer_domain stage stage_type owner owner_email salary url location deadline applied_at first_interview_at offer_at accepted_at interviews created_at";

/** Each column is one of the text's job fields, or one field within it. */
const sketches = (): ColumnSketch[] => [
  textAt("id", "Huntr id of the job."),
  textAt("title", "Title of the job."),
  ...employerColumns("employer"),
  textAt("stage", "Stage of the board that the job is in.", at("list.name")),
  textAt(
    "stage_type",
    "Type that Huntr infers from the stage's name: APPLY, PHONE_SCREEN, PHONE_INTERVIEW, ON_SITE_INTERVIEW, OFFER_RECEIVED, OFFER_ACCEPTED, OFFER_DECLINED, or empty.",
    stageTypeOf,
  ),
  ...memberColumns("owner", "ownerMember", "Job seeker who owns the job"),
  ...memberColumns("creator", "creatorMember", "Who created the job"),
  textAt("salary", "Salary as the job seeker wrote it."),
  textAt("url", "Address of the original job post."),
  ...locationColumns(),
  timeAt("deadline", "When applications close."),
  timeAt(
    "applied_at",
    "When the job seeker applied, from the application activity.",
    whenOf("applicationActivity"),
  ),
  timeAt("first_interview_at", "When the earliest interview is or was.", firstInterviewAt),
  timeAt("offer_at", "When the offer came, from the offer activity.", whenOf("offerActivity")),
  timeAt("accepted_at", "When the offer was accepted, from the activity.", whenOf("offerAcceptedActivity")),
  numberAt("interviews", "How many interviews the job has.", interviewCount),
  textAt("boardId", "Huntr id of the board, in newer accounts of Huntr."),
  textAt(
    "listId",
    "Huntr id of the stage, likewise.",
    (job) => fieldAt(job, "listId") ?? fieldAt(job, "list", "id"),
  ),
  ...thingColumns("jobPost", "title", "Title of the job post that the job was saved from, likewise."),
  textAt("description", "Description of the job."),
  textAt("htmlDescription", "Description of the job as HTML."),
  textAt("activities", "Titles of the job's activities.", listed("activities", "title")),
  textAt("interview_activities", "Titles of the job's interviews.", listed("interviewActivities", "title")),
  textAt("application_activity", "Title of the application activity.", at("applicationActivity.title")),
  textAt("offer_activity", "Title of the offer activity.", at("offerActivity.title")),
  textAt(
    "offer_accepted_activity",
    "Title of the activity of accepting the offer.",
    at("offerAcceptedActivity.title"),
  ),
  timeAt("applicationDate", "Deprecated by Huntr: see applied_at."),
  timeAt("firstInterviewDate", "Deprecated by Huntr: see first_interview_at."),
  timeAt("secondInterviewDate", "Deprecated by Huntr: see interviews."),
  timeAt("offerDate", "Deprecated by Huntr: see offer_at."),
  ...memberColumns("member", "member", "Deprecated by Huntr (see owner): who owns the job"),
  timeAt("createdAt", "When the job was created."),
];

const columns = columnsOf(DEFAULTS, sketches);

export const jobs: Resource = {
  ...LISTING,
  table: "huntr.jobs",
  title: "Huntr Jobs",
  help: "Jobs on the boards of your members, newest first.",
  path: "jobs",
  filters: [
    ...idFilters("jobs", {
      owner_member_id: "that this member owns",
      creator_member_id: "that this member created",
    }),
    ...createdFilters("jobs"),
  ],
  get columns() {
    return columns();
  },
  createdSeconds: at("createdAt"),
  follows: { actions, tell: jobChanges, wholeEveryMs: 7 * DAY_MS },
  single: { noun: "job", id: HUNTR_ID },
  formula: { name: "HUNTR_JOBS", help: "The jobs on the boards of your members, newest first." },
};

function stageTypeOf(job: JsonObject): Json | undefined {
  const name = fieldAt(job, "list", "name");
  return typeof name === "string" ? stageType(name) : undefined;
}

/**
 * When an activity happened or is to happen: `startAt` is the date that the job seeker gave it, `completedAt` only the
 * moment of ticking it off (in the text's example days before the interview itself).
 */
function activityTime(activity: Json | undefined): Json | undefined {
  return fieldAt(activity, "startAt") ?? fieldAt(activity, "completedAt");
}

function whenOf(field: string): (job: JsonObject) => Json | undefined {
  return (job) => activityTime(fieldAt(job, field));
}

function firstInterviewAt(job: JsonObject): Json | undefined {
  const times = objectsOf(fieldAt(job, "interviewActivities")).map(activityTime);
  const numbers = times.filter((time): time is number => typeof time === "number");
  // Nothing but oddities: hand one on, so that it is warned of.
  return numbers.length > 0 ? Math.min(...numbers) : times.find((time) => time !== undefined);
}

/** The text leaves the field out of jobs that have none. */
function interviewCount(job: JsonObject): Json | undefined {
  const list = fieldAt(job, "interviewActivities");
  if (Array.isArray(list)) return list.length;
  return list ?? 0;
}
