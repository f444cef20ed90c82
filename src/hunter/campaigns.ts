import { columnsOf, field } from "../core/columns.ts";
import type { Resource } from "../core/resource.ts";
import { HUNDREDS } from "./paging.ts";
import { listIn } from "./records.ts";

export const campaigns: Resource = {
  table: "hunter.campaigns",
  api: "hunter",
  title: "Hunter Campaigns",
  help: "Your campaigns, newest first.",
  path: "campaigns",
  paging: HUNDREDS,
  records: listIn("campaigns"),
  key: "id",
  filters: ["started", "archived"].map((state) => ({
    name: state,
    kind: "boolean",
    help: `Only campaigns that have been ${state}.`,
  })),
  columns: columnsOf(
    ["id", "name", "recipients_count", "editable", "started", "archived", "paused"],
    [
      field("number", "Hunter's number of the campaign.", "id"),
      field("text", "Name of the campaign.", "name"),
      field("number", "How many recipients the campaign has.", "recipients_count"),
      field("boolean", "Whether the campaign can be edited.", "editable"),
      field("boolean", "Whether the campaign is started.", "started"),
      field("boolean", "Whether the campaign is archived.", "archived"),
      field("boolean", "Whether the campaign is paused.", "paused"),
    ],
  ),
  formula: { name: "HUNTER_CAMPAIGNS", help: "Your campaigns, newest first." },
};
