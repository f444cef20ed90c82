import { booleanAt, type ColumnSketch, columnsOf, textAt, timeAt } from "../core/columns.ts";
import { fieldAt } from "../core/json.ts";
import type { Resource } from "../core/resource.ts";
import { SHORT_LISTING } from "./listing.ts";
import { memberFieldColumns } from "./member-field-values.ts";
import { boardTemplateColumns, fullName } from "./nested.ts";

const DEFAULTS = "id to_email board_name to_given_name to_family_name board_template created_at";

const sketches = (): ColumnSketch[] => [
  textAt("id", "Huntr id of the invitation."),
  textAt("toEmail", "E-mail address that the invitation was sent to."),
  textAt("boardName", "Name that the member's board is to have."),
  textAt("to.givenName", "First name, of a person who has a Huntr account already."),
  textAt("to.familyName", "Last name, of such a person."),
  textAt("to", "Given and family name, of such a person.", fullName("to")),
  textAt("to.id", "Huntr id, of such a person."),
  // `to_email` is the invitation's own toEmail; the text lists `email` right behind `to`.
  textAt(
    "email",
    "E-mail address of the account, of such a person.",
    (invitation) => fieldAt(invitation, "to", "email") ?? fieldAt(invitation, "email"),
  ),
  booleanAt("to.isActive", "Whether that account is active."),
  timeAt("to.createdAt", "When that account was created."),
  ...boardTemplateColumns("boardTemplate"),
  timeAt("createdAt", "When the invitation was created."),
];

const columns = columnsOf(DEFAULTS, sketches);

export const invitations: Resource = {
  ...SHORT_LISTING,
  table: "huntr.invitations",
  title: "Huntr Invitations",
  help: "Invitations not accepted yet, with a column per member field.",
  path: "organization-invitations",
  filters: [],
  get columns() {
    return columns();
  },
  ownColumns: (read) => memberFieldColumns(read, columns()),
  formula: { name: "HUNTR_INVITATIONS", help: "The invitations that are not accepted yet." },
};
