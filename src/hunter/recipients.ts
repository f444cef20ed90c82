import { type ColumnSketch, columnsOf, numberAt, textAt } from "../core/columns.ts";
import type { Resource } from "../core/resource.ts";
import { LISTING } from "./listing.ts";
import { listIn } from "./records.ts";

const sketches = (): ColumnSketch[] => [
  // An address is in a campaign once, and may be in several campaigns.
  textAt(
    "id",
    "Number of the campaign and e-mail address, which name a recipient together.",
    ({ campaign_id, email }) =>
      typeof email === "string" && email !== "" ? `${campaign_id}/${email}` : undefined,
  ),
  textAt("email", "E-mail address."),
  textAt("first_name", "First name."),
  textAt("last_name", "Last name."),
  textAt("position", "Job title."),
  textAt("company", "Company that the recipient works for."),
  textAt("website", "Domain of the company."),
  textAt("sending_status", "What became of the campaign's e-mails to the recipient."),
  numberAt("lead_id", "Number of the lead with this address."),
  numberAt("campaign_id", "Number of the campaign."),
];

const columns = columnsOf(
  "id email first_name last_name position company website sending_status lead_id",
  sketches,
);

export const recipients: Resource = {
  ...LISTING,
  table: "hunter.recipients",
  title: "Hunter Recipients",
  help: "The recipients of a campaign, in the order in which they were added.",
  path: "campaigns",
  records: listIn("recipients"),
  read: (readOn, listing, { campaign_id, ...filters }, place) => {
    const page = readOn({ ...listing, path: `campaigns/${campaign_id}/recipients` }, filters, place);
    return {
      ...page,
      records: page.records.map((recipient) => ({ ...recipient, campaign_id: Number(campaign_id) })),
    };
  },
  filters: [
    {
      name: "campaign_id",
      kind: "number",
      help: "The campaign whose recipients they are.",
      of: "hunter.campaigns",
      required: true,
    },
  ],
  get columns() {
    return columns();
  },
  formula: { name: "HUNTER_RECIPIENTS", help: "The recipients of a campaign." },
};
