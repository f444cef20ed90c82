import { columnsOf, numberAt, textAt, timeAt } from "../core/columns.ts";
import type { Resource } from "../core/resource.ts";
import { LISTING } from "./listing.ts";
import { listIn } from "./records.ts";

const columns = columnsOf("id name leads_count created_at", () => [
  numberAt("id", "Hunter id of the list."),
  textAt("name", "Name of the list."),
  numberAt("leads_count", "How many leads the list has."),
  timeAt("created_at", "When the list was created."),
]);

export const leadsLists: Resource = {
  ...LISTING,
  table: "hunter.leads-lists",
  title: "Hunter Leads Lists",
  help: "The lists that your leads are in.",
  path: "leads_lists",
  records: listIn("leads_lists"),
  filters: [],
  get columns() {
    return columns();
  },
  formula: { name: "HUNTER_LEADS_LISTS", help: "The lists that your leads are in." },
};
