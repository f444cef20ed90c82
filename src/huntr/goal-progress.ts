import { at, columnsOf, textAt } from "../core/columns.ts";
import type { Resource } from "../core/resource.ts";
import { idFilters } from "./filters.ts";
import { timeColumns } from "./gathered.ts";
import { LISTING } from "./listing.ts";
import { linkedId, memberColumns, progressColumns, thingColumns } from "./nested.ts";
import { readUpwards } from "./upwards.ts";

/** No type of action tells that one was made: each of them may be the first that is told, and the last. */
const TYPES = ["UPDATED", "COMPLETED", "INCOMPLETE", "IN_PROGRESS", "UNENROLLED"];

const columns = columnsOf(
  "id goal owner status objective_numeric_count objective_numeric_target start_at end_at updated_at",
  () => [
    { ...linkedId("goalProgress"), name: "id" },
    ...thingColumns("goal", "name", "Name of the goal."),
    ...memberColumns("owner", "ownerMember", "Whose progress it is"),
    textAt(
      "goalEnrollment.id",
      "Huntr id of the enrolment.",
      (action) => at("goalEnrollment.id")(action) ?? at("goalProgress.goalEnrollmentId")(action),
    ),
    ...progressColumns(""),
    ...timeColumns("goalProgress"),
  ],
);

export const goalProgress: Resource = {
  ...LISTING,
  table: "huntr.goal-progress",
  title: "Huntr Goal Progress",
  help: "How far members are with their goals, gathered from the actions.",
  path: "actions",
  newer: { shownBy: "GOAL_PROGRESS_UPDATED" },
  createdSeconds: at("createdAt"),
  read: readUpwards(
    "goalProgress",
    TYPES.map((type) => `GOAL_PROGRESS_${type}`),
  ),
  filters: [
    ...idFilters("progress", { owner_member_id: "of this member" }),
    { name: "created_after", kind: "time", help: "Only progress that was told of after this time." },
    { name: "created_before", kind: "time", help: "Only progress as it was told of before this time." },
  ],
  get columns() {
    return columns();
  },
  formula: { name: "HUNTR_GOAL_PROGRESS", help: "How far members are with their goals." },
};
