import { type ColumnSketch, columnsOf, field } from "../core/columns.ts";
import type { Resource } from "../core/resource.ts";
import { HUNDREDS } from "./paging.ts";
import { listIn } from "./records.ts";

const columns: ColumnSketch[] = [
  {
    // An address is in a campaign once, and may be in several campaigns.
    name: "id",
    kind: "text",
    help: "Number of the campaign and e-mail address, which name a recipient together.",
    value: ({ campaign_id, email }) =>
      typeof email === "string" && email !== "" ? `${campaign_id}/${email}` : undefined,
  },
  field("text", "E-mail address.", "email"),
  field("text", "First name.", "first_name"),
  field("text", "Last name.", "last_name"),
  field("text", "Job title.", "position"),
  field("text", "Company that the recipient works for.", "company"),
  field("text", "Domain of the company.", "website"),
  field("text", "What became of the campaign's e-mails to the recipient.", "sending_status"),
  field("number", "Number of the lead with this address.", "lead_id"),
  field("number", "Number of the campaign.", "campaign_id"),
];

export const recipients: Resource = {
  table: "hunter.recipients",
  api: "hunter",
  title: "Hunter Recipients",
  help: "The recipients of a campaign, in the order in which they were added.",
  path: "campaigns",
  paging: HUNDREDS,
  records: listIn("recipients"),
  read: (readOn, listing, { campaign_id, ...filters }, place) => {
    const page = readOn({ ...listing, path: `campaigns/${campaign_id}/recipients` }, filters, place);
    return {
      ...page,
      records: page.records.map((recipient) => ({ ...recipient, campaign_id: Number(campaign_id) })),
    };
  },
  key: "id",
  filters: [
    {
      name: "campaign_id",
      kind: "number",
      help: "The campaign whose recipients they are.",
      of: "hunter.campaigns",
      required: true,
    },
  ],
  columns: columnsOf(
    columns.map(({ name }) => name).filter((name) => name !== "campaign_id"),
    columns,
  ),
  formula: { name: "HUNTER_RECIPIENTS", help: "The recipients of a campaign." },
};
