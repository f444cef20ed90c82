import { at, booleanAt, type ColumnSketch, columnsOf, textAt, timeAt } from "../core/columns.ts";
import { fieldAt, isJsonObject } from "../core/json.ts";
import type { Json, JsonObject } from "../core/ports.ts";
import type { Resource } from "../core/resource.ts";
import { createdFilters, idFilters } from "./filters.ts";
import { LISTING } from "./listing.ts";
import {
  activityColumns,
  documentColumns,
  employerColumns,
  fullName,
  jobColumns,
  linkedId,
  linksOfContact,
  memberColumns,
  moveColumns,
  PROFILES,
  plainFields,
  progressColumns,
  thingColumns,
  told,
} from "./nested.ts";

/** Types that share their beginning. */
const typesOf = (of: string, endings: string) => endings.split(" ").map((ending) => `${of}_${ending}`);

/** The texts' 'Action Types'. Huntr may have more by now: they show like any other. */
const ACTION_TYPES = [
  "MEMBER_CREATED",
  "JOB_CREATED",
  "JOB_UPDATED",
  "JOB_DELETED",
  "JOB_MOVED",
  "ACTIVITY_CREATED",
  "ACTIVITY_UPDATED",
  "ACTIVITY_DELETED",
  "NOTE_CREATED",
  "NOTE_UPDATED",
  "NOTE_DELETED",
  "CONTACT_CREATED",
  "CONTACT_UPDATED",
  "CONTACT_DELETED",
  "ORGANIZATION_COMPANY_CREATED",
  "ORGANIZATION_COMPANY_UPDATED",
  ...typesOf("MEMBER", "UPDATED DELETED DEACTIVATED"),
  ...typesOf("JOB_POST", "CREATED UPDATED DELETED"),
  "BULK_JOB_POST_UPDATED",
  ...typesOf("GOAL", "CREATED UPDATED ENROLLMENT_CREATED ENROLLMENT_CONCLUDED"),
  ...typesOf("GOAL_PROGRESS", "UPDATED COMPLETED INCOMPLETE IN_PROGRESS UNENROLLED"),
  ...typesOf("DOCUMENT", "CREATED UPDATED DELETED"),
  ...typesOf("ORGANIZATION_EMPLOYER_REQUEST", "CREATED VERIFIED APPROVED DECLINED"),
  "ORGANIZATION_EMPLOYER_PARTNERSHIP_CREATED",
  "CANDIDATE_PROFILE_VIEWED",
  "CANDIDATE_SEARCH_RAN",
  "ORGANIZATION_TALENT_PORTAL_ACCESSED",
];

const REQUEST = "organizationEmployerRequest";
const PARTNERSHIP = "organizationEmployerPartnership";

const DEFAULTS =
  "id action_type date owner creator job employer activity category note contact from_list to_list update created_at";

/** What newer accounts tell of besides (docs/apis.md): nobody has all of it, and many have none. */
const newerSketches = (): ColumnSketch[] => [
  ...thingColumns("jobPost", "title", "Title of the job post."),
  textAt("jobPostIds", "Huntr ids of job posts that were changed at once."),
  ...thingColumns("goal", "name", "Name of the goal."),
  ...thingColumns("goalEnrollment", "status", "State of the enrolment in the goal."),
  linkedId("goalProgress"),
  ...progressColumns("goalProgress"),
  ...thingColumns("document", "title", "Title of the document."),
  ...documentColumns("document"),
  ...thingColumns(REQUEST, "fromEmail", "E-mail address of the employer who asks."),
  ...plainFields("text", REQUEST, REQUEST, {
    approvalStatus: "What became of that: PENDING, APPROVED or REJECTED.",
  }),
  ...plainFields("time", REQUEST, REQUEST, {
    createdAt: "When the employer asked.",
    decidedAt: "When it was decided.",
  }),
  textAt(
    `${REQUEST}.utmTags`,
    "What led the employer to you, as name: value; name: value.",
    told(`${REQUEST}.utmTags`),
  ),
  linkedId(PARTNERSHIP),
  ...plainFields("boolean", PARTNERSHIP, PARTNERSHIP, {
    employerCanPostJobs: "Whether the partner may post jobs.",
    employerCanBrowseCandidates: "Whether the partner may browse candidates.",
  }),
  ...plainFields("time", PARTNERSHIP, PARTNERSHIP, { createdAt: "When the partnership was made." }),
  textAt("candidate", "Candidate, first and last name.", fullName("candidate", "firstName", "lastName")),
  linkedId("candidate"),
  textAt("candidate.email", "E-mail address of the candidate."),
  textAt("candidate.memberId", "Huntr id of the candidate as a member."),
  ...memberColumns("creator_employer_member", "creatorEmployerMember", "Who took the action, of an employer"),
  textAt("filters", "What was searched for, as name: value; name: value.", told("filters")),
];

const sketches = (): ColumnSketch[] => [
  textAt("id", "Huntr id of the action."),
  textAt("actionType", "Type of action, such as JOB_MOVED."),
  timeAt("date", "When it happened."),
  ...memberColumns("owner", "ownerMember", "Job seeker who owns the board"),
  ...memberColumns("creator", "creatorMember", "Who took the action"),
  ...jobColumns(),
  ...employerColumns("employer"),
  ...linksOfContact(),
  ...activityColumns("activity"),
  textAt("note", "Text of the note.", at("note.text")),
  linkedId("note"),
  textAt("contact", "Contact, first and last name.", fullName("contact", "firstName", "lastName")),
  linkedId("contact"),
  textAt("contact.email", "E-mail address of the contact."),
  textAt("contact.title", "Job title of the contact."),
  textAt("contact.location", "Location of the contact."),
  ...PROFILES.map((site) => textAt(`contact.profiles.${site}`, `Contact's handle on ${site}.`)),
  ...moveColumns(),
  ...memberColumns("member", "member", "Member who joined or was changed").map((column) =>
    column.name === "member_id" ? linkedId("member") : column,
  ),
  textAt(
    "organization_invitation",
    "E-mail address that the accepted invitation was sent to.",
    at("organizationInvitation.toEmail"),
  ),
  linkedId("organizationInvitation"),
  textAt("organizationInvitation.boardName", "Name for the board, from that invitation."),
  timeAt("organizationInvitation.createdAt", "When that invitation was created."),
  textAt("update", "What was changed, as name: value; name: value.", changes),
  ...newerSketches(),
  booleanAt("createdByWorkflow", "Whether Huntr took the action by itself, as a workflow."),
  timeAt("createdAt", "When the action was recorded."),
];

const columns = columnsOf(DEFAULTS, sketches);

export const actions: Resource = {
  ...LISTING,
  table: "huntr.actions",
  title: "Huntr Actions",
  help: "What was created, changed, moved and deleted on your members' boards, newest first.",
  path: "actions",
  filters: [
    { name: "action_type", kind: "text", help: "Only actions of this type.", choices: ACTION_TYPES },
    ...idFilters("actions", {
      owner_member_id: "on this member's boards",
      creator_member_id: "that this member took",
      job_id: "on this job",
      activity_id: "on this activity",
      note_id: "on this note",
      contact_id: "on this contact",
      activity_category_id: "on activities of this category",
      employer_id: "of this employer",
    }),
    ...createdFilters("actions"),
  ],
  get columns() {
    return columns();
  },
  createdSeconds: at("createdAt"),
  formula: { name: "HUNTR_ACTIONS", help: "What happened on your members' boards, newest first." },
};

/** The fields that an update set, with the API's own names: they are not the same for every resource. */
function changes(action: JsonObject): Json | undefined {
  const update = fieldAt(action, "update");
  if (!isJsonObject(update)) return update;
  const shown = (value: Json | undefined) => (typeof value === "string" ? value : JSON.stringify(value));
  return Object.entries(update)
    .map(([name, value]) => `${name}: ${shown(value)}`)
    .join("; ");
}
