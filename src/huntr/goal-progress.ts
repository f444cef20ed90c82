import { at, columnsOf, numberAt, textAt, timeAt } from "../core/columns.ts";
import type { Resource } from "../core/resource.ts";
import { createdFilters, idFilters } from "./filters.ts";
import { gathered, timeColumns } from "./gathered.ts";
import { LISTING } from "./listing.ts";
import { linkedId, memberColumns, PROGRESS, thingColumns } from "./nested.ts";

/** No type of action tells that one was made: each of them may be the first that is told. */
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
    ...PROGRESS.map(([kind, path, help]) => ({
      ...(kind === "number" ? numberAt : textAt)(path, help, at(`goalProgress.${path}`)),
    })),
    timeAt("startAt", "When the interval begins.", at("goalProgress.start")),
    timeAt("endAt", "When the interval ends.", at("goalProgress.end")),
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
  read: gathered("goalProgress", { of: "GOAL_PROGRESS", first: TYPES, later: TYPES, gone: [] }),
  filters: [...idFilters("progress", { owner_member_id: "of this member" }), ...createdFilters("progress")],
  get columns() {
    return columns();
  },
  formula: { name: "HUNTR_GOAL_PROGRESS", help: "How far members are with their goals." },
};
