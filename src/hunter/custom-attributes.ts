import { columnsOf, numberAt, textAt } from "../core/columns.ts";
import type { Resource } from "../core/resource.ts";
import { listIn } from "./records.ts";

const columns = columnsOf("id label slug", () => [
  numberAt("id", "Hunter id of the attribute."),
  textAt("label", "Name of the attribute."),
  textAt("slug", "What the attribute is called in filters."),
]);

export const customAttributes: Resource = {
  table: "hunter.custom-attributes",
  api: "hunter",
  title: "Hunter Custom Attributes",
  help: "The custom attributes of your leads.",
  path: "leads_custom_attributes",
  paging: { style: "either" },
  records: listIn("leads_custom_attributes"),
  key: "id",
  filters: [],
  get columns() {
    return columns();
  },
  formula: { name: "HUNTER_CUSTOM_ATTRIBUTES", help: "The custom attributes of your leads." },
};
