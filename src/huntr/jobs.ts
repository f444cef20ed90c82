import { at, type ColumnSketch, columnsOf, field } from "../core/columns.ts";
import { fieldAt, objectsOf } from "../core/json.ts";
import type { Json, JsonObject } from "../core/ports.ts";
import type { Resource } from "../core/resource.ts";
import { actions } from "./actions.ts";
import { jobChanges } from "./changes.ts";
import { createdFilters, idFilters } from "./filters.ts";
import { employerColumns, listed, locationColumns, memberColumns } from "./nested.ts";
import { PAGE_LIMIT } from "./paging.ts";
import { recordsOf } from "./records.ts";
import { stageType } from "./stages.ts";

const DEFAULTS = [
  "id",
  "title",
  "employer",
  "employer_domain",
  "stage",
  "stage_type",
  "owner",
  "owner_email",
  "salary",
  "url",
  "location",
  "deadline",
  "applied_at",
  "first_interview_at",
  "offer_at",
  "accepted_at",
  "interviews",
  "created_at",
];

/** Each column is one of the text's job fields, or one field within it. */
const columns: ColumnSketch[] = [
  field("text", "Huntr id of the job.", "id"),
  field("text", "Title of the job.", "title"),
  ...employerColumns("employer"),
  { name: "stage", kind: "text", help: "Stage of the board that the job is in.", value: at("list", "name") },
  {
    name: "stage_type",
    kind: "text",
    help: "Type that Huntr infers from the stage's name: APPLY, PHONE_SCREEN, PHONE_INTERVIEW, ON_SITE_INTERVIEW, OFFER_RECEIVED, OFFER_ACCEPTED, OFFER_DECLINED, or empty.",
    value: stageTypeOf,
  },
  ...memberColumns("owner", "ownerMember", "Job seeker who owns the job"),
  ...memberColumns("creator", "creatorMember", "Who created the job"),
  field("text", "Salary as the job seeker wrote it.", "salary"),
  field("text", "Address of the original job post.", "url"),
  ...locationColumns(),
  field("time", "When applications close.", "deadline"),
  {
    name: "applied_at",
    kind: "time",
    help: "When the job seeker applied, from the application activity.",
    value: whenOf("applicationActivity"),
  },
  {
    name: "first_interview_at",
    kind: "time",
    help: "When the earliest interview is or was.",
    value: firstInterviewAt,
  },
  {
    name: "offer_at",
    kind: "time",
    help: "When the offer came, from the offer activity.",
    value: whenOf("offerActivity"),
  },
  {
    name: "accepted_at",
    kind: "time",
    help: "When the offer was accepted, from the activity.",
    value: whenOf("offerAcceptedActivity"),
  },
  { name: "interviews", kind: "number", help: "How many interviews the job has.", value: interviewCount },
  field("text", "Description of the job.", "description"),
  field("text", "Description of the job as HTML.", "htmlDescription"),
  {
    name: "activities",
    kind: "text",
    help: "Titles of the job's activities.",
    value: listed("activities", "title"),
  },
  {
    name: "interview_activities",
    kind: "text",
    help: "Titles of the job's interviews.",
    value: listed("interviewActivities", "title"),
  },
  {
    name: "application_activity",
    kind: "text",
    help: "Title of the application activity.",
    value: at("applicationActivity", "title"),
  },
  {
    name: "offer_activity",
    kind: "text",
    help: "Title of the offer activity.",
    value: at("offerActivity", "title"),
  },
  {
    name: "offer_accepted_activity",
    kind: "text",
    help: "Title of the activity of accepting the offer.",
    value: at("offerAcceptedActivity", "title"),
  },
  field("time", "Deprecated by Huntr: see applied_at.", "applicationDate"),
  field("time", "Deprecated by Huntr: see first_interview_at.", "firstInterviewDate"),
  field("time", "Deprecated by Huntr: see interviews.", "secondInterviewDate"),
  field("time", "Deprecated by Huntr: see offer_at.", "offerDate"),
  ...memberColumns("member", "member", "Deprecated by Huntr (see owner): who owns the job"),
  field("time", "When the job was created.", "createdAt"),
];

export const jobs: Resource = {
  table: "huntr.jobs",
  api: "huntr",
  title: "Huntr Jobs",
  help: "Jobs on the boards of your members, newest first.",
  path: "jobs",
  paging: { style: "cursor", limit: PAGE_LIMIT },
  records: recordsOf,
  key: "id",
  filters: [
    ...idFilters("jobs", {
      owner_member_id: "that this member owns",
      creator_member_id: "that this member created",
    }),
    ...createdFilters("jobs"),
  ],
  columns: columnsOf(DEFAULTS, columns),
  createdSeconds: at("createdAt"),
  follows: { actions, tell: jobChanges },
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
