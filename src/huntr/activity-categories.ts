import { booleanAt, columnsOf, textAt } from "../core/columns.ts";
import { fieldAt } from "../core/json.ts";
import type { Json, JsonObject } from "../core/ports.ts";
import type { Resource } from "../core/resource.ts";
import { SHORT_LISTING } from "./listing.ts";

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

const columns = columnsOf("id name is_key_category", () => [
  textAt("id", "Huntr id of the category."),
  textAt("name", "Name of the category."),
  booleanAt("is_key_category", "Whether Huntr counts it among the milestones of a search.", isKeyCategory),
]);

export const activityCategories: Resource = {
  ...SHORT_LISTING,
  table: "huntr.activity-categories",
  title: "Huntr Activity Categories",
  help: "The kinds of activities, and which of them are milestones.",
  path: "activity-categories",
  filters: [],
  get columns() {
    return columns();
  },
  formula: { name: "HUNTR_ACTIVITY_CATEGORIES", help: "The kinds of activities." },
};

function isKeyCategory(category: JsonObject): Json | undefined {
  const name = fieldAt(category, "name");
  return typeof name === "string" ? KEY_CATEGORIES.includes(name) : undefined;
}
