import { booleanAt, type ColumnSketch, columnsOf, textAt, timeAt } from "../core/columns.ts";
import type { Resource } from "../core/resource.ts";
import { LISTING } from "./listing.ts";
import { memberFieldColumns } from "./member-field-values.ts";

const columns: ColumnSketch[] = [
  textAt("id", "Huntr id of the member."),
  textAt("givenName", "First name."),
  textAt("familyName", "Last name."),
  textAt("email", "E-mail address."),
  booleanAt("isActive", "False when an administrator or advisor has deactivated the member."),
  timeAt("createdAt", "When the member signed up for Huntr."),
];

/** Header of what the fields held when the row was last read from Huntr. */
export const BASE_HEADER = "Member fields in Huntr";

export const members: Resource = {
  ...LISTING,
  table: "huntr.members",
  title: "Huntr Members",
  help: "The job seekers of your organization, with a column per member field.",
  path: "members",
  label: ["given_name", "family_name", "email"],
  filters: [
    {
      name: "active",
      kind: "boolean",
      help: "Only active members (true), or only deactivated ones (false).",
    },
    { name: "email", kind: "text", help: "Only the member with this e-mail address." },
  ],
  columns: columnsOf("id given_name family_name email is_active created_at", columns),
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
