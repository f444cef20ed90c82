import { columnsOf, textAt, timeAt } from "../core/columns.ts";
import type { Resource } from "../core/resource.ts";
import { idFilters } from "./filters.ts";
import { LISTING } from "./listing.ts";
import { jobColumns, memberColumns, moveColumns, oldJobColumns } from "./nested.ts";

const columns = columnsOf("id event_type date member job from_list to_list created_at", () => [
  textAt("id", "Huntr id of the event."),
  textAt("eventType", "Type of event, such as JOB_MOVED."),
  timeAt("date", "When it happened or is to happen, as the job seeker set it."),
  ...memberColumns("member", "member", "Member who owns the job"),
  ...jobColumns(),
  ...oldJobColumns(),
  ...moveColumns(),
  timeAt("createdAt", "When the event was recorded."),
]);

/** Deprecated: 'will work until the end of 2020'. When they are gone, Huntr's 404 or 410 says to use actions (api.ts). */
export const events: Resource = {
  ...LISTING,
  table: "huntr.events",
  title: "Huntr Events",
  help: "Deprecated by Huntr, use actions: what happened to jobs, newest first.",
  path: "events",
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
  get columns() {
    return columns();
  },
  formula: {
    name: "HUNTR_EVENTS",
    help: "Deprecated by Huntr, use HUNTR_ACTIONS: what happened to jobs, newest first.",
  },
};
