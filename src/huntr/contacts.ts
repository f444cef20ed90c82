import { at, columnsOf, field } from "../core/columns.ts";
import type { Resource } from "../core/resource.ts";
import { createdFilters, idFilters } from "./filters.ts";
import { gathered, timeColumns } from "./gathered.ts";
import { linkedId, linksOfContact, memberColumns, PROFILES } from "./nested.ts";
import { PAGE_LIMIT } from "./paging.ts";
import { recordsOf } from "./records.ts";

const DEFAULTS = [
  "id",
  "first_name",
  "last_name",
  "email",
  "title",
  "employers",
  "jobs",
  "location",
  "owner",
  "creator",
  "updated_at",
  "created_at",
];

/** A field of the contact itself. */
function own(help: string, ...path: readonly string[]) {
  return { ...field("text", help, ...path), value: at("contact", ...path) };
}

export const contacts: Resource = {
  table: "huntr.contacts",
  api: "huntr",
  title: "Huntr Contacts",
  help: "People whom your members know at employers, gathered from the actions.",
  path: "actions",
  paging: { style: "cursor", limit: PAGE_LIMIT },
  records: recordsOf,
  createdSeconds: at("createdAt"),
  read: gathered("contact"),
  key: "id",
  // The action on a deletion names no job and no employer: filtered by these, a deleted contact would stay.
  filters: [
    ...idFilters("contacts", { owner_member_id: "on this member's boards" }),
    ...createdFilters("contacts"),
  ],
  columns: columnsOf(DEFAULTS, [
    { ...linkedId("contact"), name: "id" },
    own("First name.", "firstName"),
    own("Last name.", "lastName"),
    own("E-mail address.", "email"),
    own("Job title of the contact.", "title"),
    own("Location of the contact.", "location"),
    ...PROFILES.map((site) => own(`Handle on ${site}.`, "profiles", site)),
    ...linksOfContact(),
    ...memberColumns("owner", "ownerMember", "Job seeker who owns the board"),
    ...memberColumns("creator", "creatorMember", "Who added the contact, or changed it last"),
    ...timeColumns("contact"),
  ]),
  formula: { name: "HUNTR_CONTACTS", help: "People whom your members know at employers." },
};
