import { at, columnsOf } from "../core/columns.ts";
import type { Resource } from "../core/resource.ts";
import { DAY_MS } from "../core/times.ts";
import { actions } from "./actions.ts";
import { activityChanges } from "./changes.ts";
import { createdFilters, idFilters } from "./filters.ts";
import { LISTING } from "./listing.ts";
import { activityColumns, employerColumns, jobColumns, memberColumns, thingColumns } from "./nested.ts";

const DEFAULTS =
  "id title category completed start_at end_at completed_at note job employer owner creator created_by_workflow created_at";

const columns = columnsOf(DEFAULTS, () => [
  ...activityColumns(),
  ...jobColumns(),
  ...thingColumns(
    "jobPost",
    "title",
    "Title of the job post of the activity's job, in newer accounts of Huntr.",
  ),
  ...employerColumns("employer"),
  ...memberColumns("owner", "ownerMember", "Job seeker who owns the board"),
  ...memberColumns("creator", "creatorMember", "Who created the activity"),
]);

export const activities: Resource = {
  ...LISTING,
  table: "huntr.activities",
  title: "Huntr Activities",
  help: "What your members did and plan to do, newest first.",
  path: "activities",
  filters: [
    ...idFilters("activities", {
      owner_member_id: "of this member's boards",
      creator_member_id: "that this member created",
      job_id: "of this job",
      activity_category_id: "of this category",
      employer_id: "of this employer's jobs",
    }),
    ...createdFilters("activities"),
  ],
  get columns() {
    return columns();
  },
  createdSeconds: at("createdAt"),
  follows: { actions, tell: activityChanges, wholeEveryMs: 7 * DAY_MS },
  formula: { name: "HUNTR_ACTIVITIES", help: "What your members did and plan to do, newest first." },
};
