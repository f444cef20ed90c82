import { columnsOf, textAt, timeAt } from "../core/columns.ts";
import type { Resource } from "../core/resource.ts";
import { SHORT_LISTING } from "./listing.ts";

const columns = columnsOf("id name description created_at", () => [
  textAt("id", "Huntr id of the group."),
  textAt("name", "Name of the group."),
  textAt("description", "What the group is for."),
  timeAt("createdAt", "When the group was made."),
]);

export const memberGroups: Resource = {
  ...SHORT_LISTING,
  table: "huntr.member-groups",
  title: "Huntr Member Groups",
  help: "The groups of your members. Huntr does not tell who is in them.",
  path: "member-groups",
  newer: {},
  filters: [],
  get columns() {
    return columns();
  },
  formula: { name: "HUNTR_MEMBER_GROUPS", help: "The groups of your members." },
};
