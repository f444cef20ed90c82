import { columnsOf, field } from "../core/columns.ts";
import type { Resource } from "../core/resource.ts";
import { recordsOf } from "./records.ts";

export const memberFields: Resource = {
  table: "huntr.member-fields",
  api: "huntr",
  title: "Huntr Member Fields",
  help: "The fields by which your organization describes its members.",
  path: "member-fields",
  paging: { style: "either" },
  records: recordsOf,
  key: "id",
  filters: [],
  columns: columnsOf(
    ["id", "name", "field_type", "choices"],
    [
      field("text", "Huntr id of the field.", "id"),
      field("text", "Name of the field.", "name"),
      field("text", "MULTIPLE_CHOICE, TEXT, NUMBER or DATE.", "fieldType"),
      field("text", "Choices of a multiple choice field.", "choices"),
    ],
  ),
  formula: { name: "HUNTR_MEMBER_FIELDS", help: "The member fields of your organization." },
};
