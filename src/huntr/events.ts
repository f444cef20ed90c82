import { columnsOf, field } from "../core/columns.ts";
import type { Resource } from "../core/resource.ts";
import { idFilters } from "./filters.ts";
import { jobColumns, memberColumns, moveColumns, oldJobColumns } from "./nested.ts";
import { PAGE_LIMIT } from "./paging.ts";
import { recordsOf } from "./records.ts";

/** Deprecated: 'will work until the end of 2020'. When they are gone, Huntr's 404 or 410 says to use actions (api.ts). */
export const events: Resource = {
  table: "huntr.events",
  api: "huntr",
  title: "Huntr Events",
  help: "Deprecated by Huntr, use actions: what happened to jobs, newest first.",
  path: "events",
  paging: { style: "cursor", limit: PAGE_LIMIT },
  records: recordsOf,
  key: "id",
  deprecated: true,
  filters: [
    ...idFilters("events", { member_id: "of this member", job_id: "of this job" }),
    {
      name: "event_type",
      kind: "text",
      help: "Only events of this type.",
      choices: [
        "JOB_ADDED",
        "JOB_MOVED",
        "JOB_APPLICATION_DATE_SET",
        "JOB_FIRST_INTERVIEW_DATE_SET",
        "JOB_SECOND_INTERVIEW_DATE_SET",
        "JOB_OFFER_DATE_SET",
      ],
    },
  ],
  columns: columnsOf(
    ["id", "event_type", "date", "member", "job", "from_list", "to_list", "created_at"],
    [
      field("text", "Huntr id of the event.", "id"),
      field("text", "Type of event, such as JOB_MOVED.", "eventType"),
      field("time", "When it happened or is to happen, as the job seeker set it.", "date"),
      ...memberColumns("member", "member", "Member who owns the job"),
      ...jobColumns(),
      ...oldJobColumns(),
      ...moveColumns(),
      field("time", "When the event was recorded.", "createdAt"),
    ],
  ),
  formula: {
    name: "HUNTR_EVENTS",
    help: "Deprecated by Huntr, use HUNTR_ACTIONS: what happened to jobs, newest first.",
  },
};
