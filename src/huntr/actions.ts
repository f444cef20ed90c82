import { at, type ColumnSketch, columnsOf, field } from "../core/columns.ts";
import { fieldAt, isJsonObject } from "../core/json.ts";
import type { Json, JsonObject } from "../core/ports.ts";
import type { Resource } from "../core/resource.ts";
import { createdFilters, idFilters } from "./filters.ts";
import {
  activityColumns,
  employerColumns,
  fullName,
  jobColumns,
  linkedId,
  linksOfContact,
  memberColumns,
  moveColumns,
  PROFILES,
} from "./nested.ts";
import { PAGE_LIMIT } from "./paging.ts";
import { recordsOf } from "./records.ts";

/** The text's 'Action Types'. Huntr may have more by now: they show like any other. */
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
];

const DEFAULTS = [
  "id",
  "action_type",
  "date",
  "owner",
  "creator",
  "job",
  "employer",
  "activity",
  "category",
  "note",
  "contact",
  "from_list",
  "to_list",
  "update",
  "created_at",
];

const columns: ColumnSketch[] = [
  field("text", "Huntr id of the action.", "id"),
  field("text", "Type of action, such as JOB_MOVED.", "actionType"),
  field("time", "When it happened.", "date"),
  ...memberColumns("owner", "ownerMember", "Job seeker who owns the board"),
  ...memberColumns("creator", "creatorMember", "Who took the action"),
  ...jobColumns(),
  ...employerColumns("employer"),
  ...linksOfContact(),
  ...activityColumns("activity"),
  { name: "note", kind: "text", help: "Text of the note.", value: at("note", "text") },
  linkedId("note"),
  {
    name: "contact",
    kind: "text",
    help: "Contact, first and last name.",
    value: fullName("contact", "firstName", "lastName"),
  },
  linkedId("contact"),
  field("text", "E-mail address of the contact.", "contact", "email"),
  field("text", "Job title of the contact.", "contact", "title"),
  field("text", "Location of the contact.", "contact", "location"),
  ...PROFILES.map((site) => field("text", `Contact's handle on ${site}.`, "contact", "profiles", site)),
  ...moveColumns(),
  ...memberColumns("member", "member", "Member who joined"),
  {
    name: "organization_invitation",
    kind: "text",
    help: "E-mail address that the accepted invitation was sent to.",
    value: at("organizationInvitation", "toEmail"),
  },
  field("text", "Huntr id of that invitation.", "organizationInvitation", "id"),
  field("text", "Name for the board, from that invitation.", "organizationInvitation", "boardName"),
  field("time", "When that invitation was created.", "organizationInvitation", "createdAt"),
  { name: "update", kind: "text", help: "What was changed, as name: value; name: value.", value: changes },
  field("boolean", "Whether Huntr took the action by itself, as a workflow.", "createdByWorkflow"),
  field("time", "When the action was recorded.", "createdAt"),
];

export const actions: Resource = {
  table: "huntr.actions",
  api: "huntr",
  title: "Huntr Actions",
  help: "What was created, changed, moved and deleted on your members' boards, newest first.",
  path: "actions",
  paging: { style: "cursor", limit: PAGE_LIMIT },
  records: recordsOf,
  key: "id",
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
  columns: columnsOf(DEFAULTS, columns),
  createdSeconds: at("createdAt"),
  formula: { name: "HUNTR_ACTIONS", help: "What happened on your members' boards, newest first." },
};

/** The fields that an update set, with the API's own names: they are not the same for every resource. */
function changes(action: JsonObject): Json | undefined {
  const update = fieldAt(action, "update");
  if (!isJsonObject(update)) return update;
  const shown = (value: Json | undefined) => (typeof value === "string" ? value : JSON.stringify(value));
  return Object.keys(update)
    .map((name) => `${name}: ${shown(update[name])}`)
    .join("; ");
}
