import { at, type ColumnSketch, columnsOf, numberAt, textAt, timeAt } from "../core/columns.ts";
import type { Resource } from "../core/resource.ts";
import { SHORT_LISTING } from "./listing.ts";
import { memberColumns, told } from "./nested.ts";

const DEFAULTS =
  "id name status schedule_type objective_entity objective_numeric_target enrollment_type current_goal_interval_start_at current_goal_interval_end_at";

function intervalColumns(name: "first" | "current"): ColumnSketch[] {
  const of = `${name}GoalInterval`;
  const help = `${name} interval, of a goal that recurs`;
  return [
    textAt(`${of}.id`, `Huntr id of the ${help}.`),
    { ...timeAt(`${of}.startAt`, `When the ${help}, begins.`), value: at(`${of}.start`) },
    { ...timeAt(`${of}.endAt`, `When the ${help}, ends.`), value: at(`${of}.end`) },
  ];
}

const columns = columnsOf(DEFAULTS, () => [
  textAt("id", "Huntr id of the goal."),
  textAt("name", "Name of the goal."),
  textAt("description", "What staff wrote about the goal; members do not see it."),
  textAt("instructions", "What members read about the goal, as HTML."),
  textAt("status", "ACTIVE, or what else Huntr says of it."),
  textAt("scheduleType", "RECURRING or ONE_TIME."),
  textAt("objectiveEntity", "What is counted: Activity, Job or Contact."),
  textAt("objectiveTargetType", "How it is counted: NUMERIC."),
  textAt(
    "objectiveEntityConditions",
    "Which of them are counted, as name: value; name: value.",
    told("objectiveEntityConditions"),
  ),
  numberAt("objectiveNumericTarget", "How many it takes."),
  textAt("enrollmentType", "MANUAL, ON_SIGNUP or ON_TRIGGER."),
  textAt("enrollmentTriggers", "What enrolls a member.", told("enrollmentTriggers")),
  timeAt("enrollmentStartDate", "From when on members are enrolled."),
  numberAt("oneTimeGoalDueDaysCount", "Days that a member has for a goal of the kind ONE_TIME."),
  ...memberColumns("owner", "ownerMember", "Who owns the goal"),
  textAt("goalRecurrence", "How it recurs, as name: value; name: value.", told("goalRecurrence")),
  ...intervalColumns("first"),
  ...intervalColumns("current"),
]);

export const goals: Resource = {
  ...SHORT_LISTING,
  table: "huntr.goals",
  title: "Huntr Goals",
  help: "The goals that members can be enrolled in.",
  path: "goals",
  newer: {},
  filters: [{ name: "includeInactive", kind: "boolean", help: "Also goals that are not active (true)." }],
  get columns() {
    return columns();
  },
  formula: { name: "HUNTR_GOALS", help: "The goals that members can be enrolled in." },
};
