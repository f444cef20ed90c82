import { columnsOf, textAt } from "../core/columns.ts";
import type { Resource } from "../core/resource.ts";
import { SHORT_LISTING } from "./listing.ts";

const columns = columnsOf("id name description color", () => [
  textAt("id", "Huntr id of the tag."),
  textAt("name", "Name of the tag."),
  textAt("description", "What the tag means."),
  textAt("color", "Color of the tag, as #FF0000."),
  textAt("targetObjects", "What can have the tag: JOB_POST."),
]);

export const tags: Resource = {
  ...SHORT_LISTING,
  table: "huntr.tags",
  title: "Huntr Tags",
  help: "The tags that job posts can have.",
  path: "tags",
  newer: {},
  filters: [],
  get columns() {
    return columns();
  },
  formula: { name: "HUNTR_TAGS", help: "The tags that job posts can have." },
};
