import { columnsOf, field } from "../core/columns.ts";
import type { Resource } from "../core/resource.ts";
import { HUNDREDS } from "./paging.ts";
import { listIn } from "./records.ts";

export const leadsLists: Resource = {
  table: "hunter.leads-lists",
  api: "hunter",
  title: "Hunter Leads Lists",
  help: "The lists that your leads are in.",
  path: "leads_lists",
  paging: HUNDREDS,
  records: listIn("leads_lists"),
  key: "id",
  filters: [],
  columns: columnsOf(
    ["id", "name", "leads_count", "created_at"],
    [
      field("number", "Hunter's number of the list.", "id"),
      field("text", "Name of the list.", "name"),
      field("number", "How many leads the list has.", "leads_count"),
      field("time", "When the list was created.", "created_at"),
    ],
  ),
  formula: { name: "HUNTER_LEADS_LISTS", help: "The lists that your leads are in." },
};
