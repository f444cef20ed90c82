import { at, type ColumnSketch, columnsOf, numberAt, textAt, timeAt } from "../core/columns.ts";
import { fieldAt } from "../core/json.ts";
import { textIn } from "../core/names.ts";
import { ownColumnNamer } from "../core/own-columns.ts";
import type { Json, JsonObject } from "../core/ports.ts";
import type { Column, Filter, ReadWhole, Resource } from "../core/resource.ts";
import { customAttributes } from "./custom-attributes.ts";
import { readLeads } from "./leads-by-list.ts";
import { listIn, singleIn } from "./records.ts";

const DEFAULTS =
  "id email first_name last_name position company website linkedin_url phone_number confidence_score verification_status sending_status leads_list last_contacted_at created_at";

const sketches = (): ColumnSketch[] => [
  numberAt("id", "Hunter id of the lead."),
  textAt("email", "E-mail address."),
  textAt("first_name", "First name."),
  textAt("last_name", "Last name."),
  textAt("position", "Job title."),
  textAt("company", "Company the lead works for."),
  textAt("company_industry", "Sector of the company."),
  textAt("company_size", "Size of the company."),
  numberAt("confidence_score", "How probably the address is right, from 0 to 100."),
  textAt("website", "Domain of the company."),
  textAt("country_code", "Country, as two letters (ISO 3166-1)."),
  textAt("source", "Where the lead was found."),
  textAt("linkedin_url", "Address of the LinkedIn profile."),
  textAt("phone_number", "Phone number."),
  textAt("twitter", "Twitter handle."),
  textAt("sync_status", "State of the synchronization: pending, error or success."),
  textAt("notes", "Notes about the lead."),
  textAt(
    "sending_status",
    "What became of the e-mails: clicked, opened, sent, pending, error, bounced, unsubscribed or replied.",
  ),
  timeAt("last_activity_at", "When the lead was last active."),
  timeAt("last_contacted_at", "When the lead was last written to."),
  textAt("verification.status", "Outcome of the last verification of the address."),
  timeAt("verification.date", "When the address was last verified."),
  textAt("leads_list", "Name of the lead's list.", at("leads_list.name")),
  numberAt("leads_list_id", "Number of the lead's list.", leadsListId),
  numberAt("leads_list.leads_count", "How many leads that list has."),
  timeAt("created_at", "When the lead was saved."),
];

const ANY_OR_EMPTY = "* is any value, ~ is none.";

/** @param help what it is that leads have. */
function textFilter(name: string, help: string): Filter {
  return { name, kind: "text", help: `Only leads with this ${help}; ${ANY_OR_EMPTY}` };
}

const filters: readonly Filter[] = [
  {
    name: "leads_list_id",
    kind: "number",
    help: "Only leads of this list.",
    of: "hunter.leads-lists",
  },
  textFilter("email", "e-mail address"),
  textFilter("first_name", "first name"),
  textFilter("last_name", "last name"),
  textFilter("position", "job title"),
  textFilter("company", "company"),
  textFilter("industry", "industry"),
  textFilter("website", "website"),
  textFilter("country_code", "country (two letters)"),
  textFilter("company_size", "company size"),
  textFilter("source", "source"),
  textFilter("twitter", "Twitter handle"),
  textFilter("linkedin_url", "LinkedIn address"),
  textFilter("phone_number", "phone number"),
  {
    name: "sync_status",
    kind: "text",
    help: "Only leads in this state of synchronization.",
    choices: ["pending", "error", "success"],
  },
  {
    name: "sending_status",
    kind: "list",
    help: "Only leads with one of these; ~ is none.",
    choices: ["clicked", "opened", "sent", "pending", "error", "bounced", "unsubscribed", "replied", "~"],
  },
  {
    name: "verification_status",
    kind: "list",
    help: "Only leads with one of these outcomes of verification.",
    choices: ["accept_all", "disposable", "invalid", "unknown", "valid", "webmail", "pending"],
  },
  {
    name: "last_activity_at",
    kind: "text",
    help: `Only leads that were ever active, or never; ${ANY_OR_EMPTY}`,
    choices: ["*", "~"],
  },
  {
    name: "last_contacted_at",
    kind: "text",
    help: `Only leads that were ever written to, or never; ${ANY_OR_EMPTY}`,
    choices: ["*", "~"],
  },
  {
    name: "custom_attributes[]",
    kind: "text",
    help: `Only leads with this value of a custom attribute, whose slug goes between the brackets; ${ANY_OR_EMPTY}`,
  },
  { name: "query", kind: "text", help: "Only leads whose name or address has this in it." },
];

const columns = columnsOf(DEFAULTS, sketches);

export const leads: Resource = {
  table: "hunter.leads",
  api: "hunter",
  title: "Hunter Leads",
  help: "The leads saved in your Hunter account, newest first, with a column per custom attribute.",
  path: "leads",
  // 'Limit can range between 1 and 1,000. Offset can range between 0 and 100,000.'
  paging: {
    style: "offset",
    limit: 1_000,
    maxOffset: 100_000,
    beyond: "One leads list cannot be longer: split it in Hunter, or set another filter besides.",
  },
  records: listIn("leads"),
  read: readLeads,
  key: "id",
  filters,
  get columns() {
    return columns();
  },
  ownColumns: (read) => attributeColumns(read, columns()),
  // U7.
  single: { noun: "lead", id: /^\d{1,15}$/, hasEmail: true, records: singleIn },
  formula: { name: "HUNTER_LEADS", help: "The leads saved in your Hunter account, newest first." },
};

/** Within a list's own answer the list is only a number (the text's example of leads_lists/1). */
function leadsListId(lead: JsonObject): Json | undefined {
  return fieldAt(lead, "leads_list", "id") ?? fieldAt(lead, "leads_list_id");
}

/** A lead holds its custom attributes as fields of its own, named by their slugs (the text's answer to a POST). */
function attributeColumns(read: ReadWhole, taken: readonly { readonly name: string }[]): Column[] {
  const nameOf = ownColumnNamer(
    taken.map((column) => column.name),
    "custom attribute",
  );
  return read(customAttributes.table).flatMap((attribute): Column[] => {
    const slug = textIn(attribute, "slug");
    if (slug === "") return [];
    const words = textIn(attribute, "label") || slug;
    // What a lead has of its own under such a name is no custom attribute's.
    const isField = slug === "verification" || taken.some(({ name }) => name === slug);
    return [
      {
        ...nameOf(slug, words),
        ownId: String(attribute.id),
        kind: "text",
        help: `Your custom attribute '${words}'.`,
        byDefault: true,
        value: (lead) => attributeValue(lead, slug, isField),
      },
    ];
  });
}

function attributeValue(lead: JsonObject, slug: string, isField: boolean): Json | undefined {
  const plain = isField ? undefined : fieldAt(lead, slug);
  const value = fieldAt(lead, "custom_attributes", slug) ?? plain;
  return typeof value === "number" || typeof value === "boolean" ? String(value) : value;
}
