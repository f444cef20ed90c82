import { type ColumnSketch, columnsOf, numberAt, textAt, timeAt } from "../core/columns.ts";
import { fieldAt } from "../core/json.ts";
import type { Json, JsonObject } from "../core/ports.ts";
import type { Details, Filter, Resource } from "../core/resource.ts";
import { LISTING } from "./listing.ts";
import { listIn } from "./records.ts";

/** Lists that only newer accounts have: no more to each than its columns. */
function listing(
  words: string,
  help: string,
  defaults: string,
  sketches: () => readonly ColumnSketch[],
  more: Partial<Resource> = {},
): Resource {
  const path = words.toLowerCase().replace(/ /g, "-");
  const columns = columnsOf(defaults, sketches);
  return {
    ...LISTING,
    table: `hunter.${path}`,
    title: `Hunter ${words}`,
    help,
    path,
    records: listIn(path.replace(/-/g, "_")),
    filters: [],
    newer: {},
    ...more,
    get columns() {
      return columns();
    },
    formula: { name: `HUNTER_${path.replace(/-/g, "_").toUpperCase()}`, help },
  };
}

const idOf = (what: string) => numberAt("id", `Hunter id of the ${what}.`);
const createdAt = () => timeAt("created_at", "When it was made.");

/** A person's address, as text or in an object. */
function addressAt(name: string): (message: JsonObject) => Json | undefined {
  return (message) => fieldAt(message, name, "email") ?? fieldAt(message, name);
}

const messageFilters: readonly Filter[] = [
  { name: "status", kind: "text", help: "Only messages in this state." },
  { name: "direction", kind: "text", help: "Only messages that went out, or that came in." },
  // Sequences and campaigns are the same; each sequence would be asked for what it tells by itself.
  { name: "sequence_id", kind: "number", help: "Only messages of this sequence.", of: "hunter.campaigns" },
  { name: "lead_id", kind: "number", help: "Only messages to this lead." },
  { name: "sent_after", kind: "text", help: "Only messages sent after a day, such as 2026-01-31." },
];

export const messages = listing(
  "Messages",
  "The e-mails of your sequences, with how often each was opened and clicked.",
  "id subject to status direction sent_at opens clicks replied sequence_id",
  () => [
    idOf("message"),
    textAt("subject", "Subject of the e-mail."),
    textAt("to", "To whom it went.", addressAt("to")),
    textAt("from", "From whom it came.", addressAt("from")),
    textAt("status", "What became of it."),
    textAt("direction", "Whether it went out or came in."),
    timeAt("sent_at", "When it was sent."),
    numberAt("opens", "How often it was opened."),
    numberAt("clicks", "How often somebody clicked in it."),
    textAt("replied", "Whether it was replied to."),
    numberAt("sequence_id", "Number of the sequence."),
    numberAt("lead_id", "Number of the lead."),
  ],
  { filters: messageFilters },
);

export const emailAccounts = listing(
  "Email Accounts",
  "The e-mail accounts that your sequences are sent from.",
  "id email provider daily_limit sending_status",
  () => [
    idOf("account"),
    textAt("email", "E-mail address."),
    textAt("provider", "Who runs the mailbox."),
    numberAt("daily_limit", "How many e-mails it may send in a day."),
    textAt("sending_status", "active, paused or warming."),
  ],
);

export const messageTemplates = listing(
  "Message Templates",
  "The templates of your e-mails.",
  "id name subject message_format created_at",
  () => [
    idOf("template"),
    textAt("name", "Name of the template."),
    textAt("subject", "Subject."),
    textAt("body", "Text."),
    textAt("message_format", "html or text."),
    createdAt(),
  ],
);

export const tags = listing("Tags", "The tags of your leads.", "id name color", () => [
  idOf("tag"),
  textAt("name", "Name of the tag."),
  textAt("color", "Its colour, as six hexadecimal digits."),
]);

export const companies = listing(
  "Companies",
  "The companies saved in your Hunter account.",
  "id domain leads_count created_at",
  () => [
    idOf("company"),
    textAt("domain", "Domain of the company."),
    textAt("name", "Name of the company."),
    numberAt("leads_count", "How many of your leads work there."),
    createdAt(),
  ],
  // 'Offset can range between 0 and 9,999.'
  { paging: { style: "offset", limit: 100, maxOffset: 9_999 } },
);

/** How many companies a list has, only the list itself tells. */
const COMPANY_LIST: Details = {
  path: ({ id }) => `company-lists/${String(id)}`,
  into: (list, whole) => ({ ...list, ...whole }),
};

export const companyLists = listing(
  "Company Lists",
  "The lists that your companies are in.",
  "id name type companies_count created_at",
  () => [
    idOf("list"),
    textAt("name", "Name of the list."),
    textAt("type", "static, or dynamic: filled by its filters."),
    { ...numberAt("companies_count", "How many companies the list has."), details: COMPANY_LIST },
    textAt("filters", "What fills a dynamic list.", ({ filters }) =>
      filters ? JSON.stringify(filters) : null,
    ),
    createdAt(),
  ],
);
