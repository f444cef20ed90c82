import { columnsOf, textAt } from "../core/columns.ts";
import type { Resource } from "../core/resource.ts";
import { SHORT_LISTING } from "./listing.ts";

const columns = columnsOf("id name field_type choices", () => [
  textAt("id", "Huntr id of the field."),
  textAt("name", "Name of the field."),
  textAt("fieldType", "MULTIPLE_CHOICE, MULTIPLE_SELECT (several choices), TEXT, NUMBER or DATE."),
  textAt("choices", "Choices of a field that has some."),
]);

export const memberFields: Resource = {
  ...SHORT_LISTING,
  table: "huntr.member-fields",
  title: "Huntr Member Fields",
  help: "The fields by which your organization describes its members.",
  path: "member-fields",
  filters: [],
  get columns() {
    return columns();
  },
  formula: { name: "HUNTR_MEMBER_FIELDS", help: "The member fields of your organization." },
};
