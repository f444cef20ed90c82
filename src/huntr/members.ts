import { type ColumnSketch, columnsOf, field } from "../core/columns.ts";
import type { Resource } from "../core/resource.ts";
import { memberFieldColumns } from "./member-field-values.ts";
import { PAGE_LIMIT } from "./paging.ts";
import { recordsOf } from "./records.ts";

const columns: ColumnSketch[] = [
  field("text", "Huntr id of the member.", "id"),
  field("text", "First name.", "givenName"),
  field("text", "Last name.", "familyName"),
  field("text", "E-mail address.", "email"),
  field("boolean", "False when an administrator or advisor has deactivated the member.", "isActive"),
  field("time", "When the member signed up for Huntr.", "createdAt"),
];

/** Header of what the fields held when the row was last read from Huntr. */
export const BASE_HEADER = "Member fields in Huntr";

export const members: Resource = {
  table: "huntr.members",
  api: "huntr",
  title: "Huntr Members",
  help: "The job seekers of your organization, with a column per member field.",
  path: "members",
  paging: { style: "cursor", limit: PAGE_LIMIT },
  records: recordsOf,
  key: "id",
  label: ["given_name", "family_name", "email"],
  filters: [
    {
      name: "active",
      kind: "boolean",
      help: "Only active members (true), or only deactivated ones (false).",
    },
    { name: "email", kind: "text", help: "Only the member with this e-mail address." },
  ],
  columns: columnsOf(["id", "given_name", "family_name", "email", "is_active", "created_at"], columns),
  ownColumns: (read) => memberFieldColumns(read, columns),
  base: {
    name: "base",
    header: BASE_HEADER,
    kind: "text",
    help: "",
    byDefault: false,
    isHidden: true,
    value: (member) => JSON.stringify(member.memberFieldValues ?? []),
  },
  formula: { name: "HUNTR_MEMBERS", help: "The job seekers of your organization." },
};
