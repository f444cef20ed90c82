import { at, type ColumnSketch, columnsOf, textAt } from "../core/columns.ts";
import type { Resource } from "../core/resource.ts";
import { createdFilters, idFilters } from "./filters.ts";
import { gathered, timeColumns } from "./gathered.ts";
import { LISTING } from "./listing.ts";
import { linkedId, linksOfContact, memberColumns, PROFILES } from "./nested.ts";

const DEFAULTS =
  "id first_name last_name email title employers jobs location owner creator updated_at created_at";

/** A field of the contact itself. */
function own(path: string, help: string): ColumnSketch {
  return textAt(path, help, at(`contact.${path}`));
}

const columns = columnsOf(DEFAULTS, () => [
  { ...linkedId("contact"), name: "id" },
  own("firstName", "First name."),
  own("lastName", "Last name."),
  own("email", "E-mail address."),
  own("title", "Job title of the contact."),
  own("location", "Location of the contact."),
  ...PROFILES.map((site) => own(`profiles.${site}`, `Handle on ${site}.`)),
  ...linksOfContact(),
  ...memberColumns("owner", "ownerMember", "Job seeker who owns the board"),
  ...memberColumns("creator", "creatorMember", "Who added the contact, or changed it last"),
  ...timeColumns("contact"),
]);

export const contacts: Resource = {
  ...LISTING,
  table: "huntr.contacts",
  title: "Huntr Contacts",
  help: "People whom your members know at employers, gathered from the actions.",
  path: "actions",
  createdSeconds: at("createdAt"),
  read: gathered("contact"),
  // The action on a deletion names no job and no employer: filtered by these, a deleted contact would stay.
  filters: [
    ...idFilters("contacts", { owner_member_id: "on this member's boards" }),
    ...createdFilters("contacts"),
  ],
  get columns() {
    return columns();
  },
  formula: { name: "HUNTR_CONTACTS", help: "People whom your members know at employers." },
};
