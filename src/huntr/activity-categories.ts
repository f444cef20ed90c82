import { columnsOf, field } from "../core/columns.ts";
import { fieldAt } from "../core/json.ts";
import type { Json, JsonObject } from "../core/ports.ts";
import type { Resource } from "../core/resource.ts";
import { recordsOf } from "./records.ts";

/** The text's 'Key Activity Categories': milestones in a job seeker's search. */
const KEY_CATEGORIES = [
  "Apply",
  "Phone Screen",
  "Phone Interview",
  "Assignment",
  "On Site Interview",
  "Rejected",
  "Offer Received",
  "Decline Offer",
  "Accept Offer",
  "Application Withdrawn",
];

export const activityCategories: Resource = {
  table: "huntr.activity-categories",
  api: "huntr",
  title: "Huntr Activity Categories",
  help: "The kinds of activities, and which of them are milestones.",
  path: "activity-categories",
  paging: { style: "either" },
  records: recordsOf,
  key: "id",
  filters: [],
  columns: columnsOf(
    ["id", "name", "is_key_category"],
    [
      field("text", "Huntr id of the category.", "id"),
      field("text", "Name of the category.", "name"),
      {
        name: "is_key_category",
        kind: "boolean",
        help: "Whether Huntr counts it among the milestones of a search.",
        value: isKeyCategory,
      },
    ],
  ),
  formula: { name: "HUNTR_ACTIVITY_CATEGORIES", help: "The kinds of activities." },
};

function isKeyCategory(category: JsonObject): Json | undefined {
  const name = fieldAt(category, "name");
  return typeof name === "string" ? KEY_CATEGORIES.includes(name) : undefined;
}
