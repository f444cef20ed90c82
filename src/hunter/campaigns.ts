import { booleanAt, columnsOf, numberAt, textAt } from "../core/columns.ts";
import type { Resource } from "../core/resource.ts";
import { LISTING } from "./listing.ts";
import { listIn } from "./records.ts";

const columns = columnsOf("id name recipients_count editable started archived paused", () => [
  numberAt("id", "Hunter id of the campaign."),
  textAt("name", "Name of the campaign."),
  numberAt("recipients_count", "How many recipients the campaign has."),
  booleanAt("editable", "Whether the campaign can be edited."),
  booleanAt("started", "Whether the campaign is started."),
  booleanAt("archived", "Whether the campaign is archived."),
  booleanAt("paused", "Whether the campaign is paused."),
]);

export const campaigns: Resource = {
  ...LISTING,
  table: "hunter.campaigns",
  title: "Hunter Campaigns",
  help: "Your campaigns, newest first.",
  path: "campaigns",
  records: listIn("campaigns"),
  filters: ["started", "archived"].map((state) => ({
    name: state,
    kind: "boolean",
    help: `Only campaigns that have been ${state}.`,
  })),
  get columns() {
    return columns();
  },
  formula: { name: "HUNTER_CAMPAIGNS", help: "Your campaigns, newest first." },
};
