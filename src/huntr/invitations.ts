import { type ColumnSketch, columnsOf, field } from "../core/columns.ts";
import { fieldAt } from "../core/json.ts";
import type { Resource } from "../core/resource.ts";
import { memberFieldColumns } from "./member-field-values.ts";
import { boardTemplateColumns, fullName } from "./nested.ts";
import { recordsOf } from "./records.ts";

const DEFAULTS = [
  "id",
  "to_email",
  "board_name",
  "to_given_name",
  "to_family_name",
  "board_template",
  "created_at",
];

const columns: ColumnSketch[] = [
  field("text", "Huntr id of the invitation.", "id"),
  field("text", "E-mail address that the invitation was sent to.", "toEmail"),
  field("text", "Name that the member's board is to have.", "boardName"),
  field("text", "First name, of a person who has a Huntr account already.", "to", "givenName"),
  field("text", "Last name, of such a person.", "to", "familyName"),
  { name: "to", kind: "text", help: "Given and family name, of such a person.", value: fullName("to") },
  field("text", "Huntr id, of such a person.", "to", "id"),
  {
    // `to_email` is the invitation's own toEmail; the text lists `email` right behind `to`.
    name: "email",
    kind: "text",
    help: "E-mail address of the account, of such a person.",
    value: (invitation) => fieldAt(invitation, "to", "email") ?? fieldAt(invitation, "email"),
  },
  field("boolean", "Whether that account is active.", "to", "isActive"),
  field("time", "When that account was created.", "to", "createdAt"),
  ...boardTemplateColumns("boardTemplate"),
  field("time", "When the invitation was created.", "createdAt"),
];

export const invitations: Resource = {
  table: "huntr.invitations",
  api: "huntr",
  title: "Huntr Invitations",
  help: "Invitations not accepted yet, with a column per member field.",
  path: "organization-invitations",
  paging: { style: "either" },
  records: recordsOf,
  key: "id",
  filters: [],
  columns: columnsOf(DEFAULTS, columns),
  ownColumns: (read) => memberFieldColumns(read, columns),
  formula: { name: "HUNTR_INVITATIONS", help: "The invitations that are not accepted yet." },
};
