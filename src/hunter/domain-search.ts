import { at, booleanAt, columnsOf, dateAt, numberAt, textAt } from "../core/columns.ts";
import { fieldAt, isJsonObject, objectsOf, recordsIn, UnexpectedShape } from "../core/json.ts";
import type { JsonObject } from "../core/ports.ts";
import { answeredAt, foundIf, keyOf, slim, tidy } from "./inputs.ts";
import { SINGLE } from "./listing.ts";
import type { Lookup, LookupRecord, Result } from "./lookup.ts";
import { placeOf } from "./places.ts";
import { listIn } from "./records.ts";

/**
 * So many addresses are kept as one result: with the longest texts they fit into a cell of 50,000 characters (facts,
 * 1.5). A search is paid for by tens of addresses, so that each result has a price of its own.
 */
const KEPT_TOGETHER = 20;
const LONGEST_TEXT = 120;
/** Vendor's price list: one search, or one credit, for so many addresses returned, or part of them. */
export const ADDRESSES_PER_SEARCH = 10;

const addressSketches = () => [
  { ...textAt("value", "The address."), header: "Email" },
  textAt("first_name", "First name."),
  textAt("last_name", "Last name."),
  textAt("position", "Position in the company."),
  textAt("department", "Department, such as it or sales."),
  textAt("seniority", "junior, senior or executive."),
  numberAt("confidence", "How likely the address is right, from 0 to 100."),
  textAt("type", "personal or generic."),
  textAt("phone_number", "Phone number."),
  textAt("linkedin", "Profile on LinkedIn."),
  textAt("twitter", "Name on Twitter."),
  textAt("verification.status", "What a recent verification of the address came to."),
  dateAt("verification.date", "The day of that verification."),
  numberAt("sources", "On how many web pages Hunter found the address (20 at most)."),
  textAt("domain", "The domain that was searched.", at("search.domain")),
];

const ABOUT =
  "organization pattern industry headcount country state city postal_code street company_type description";

const searchSketches = () => [
  textAt("status", "found, or not found."),
  numberAt("results", "How many addresses Hunter has."),
  ...ABOUT.split(" ").map((name) => textAt(name, `Of the company: ${name.replace("_", " ")}.`)),
  textAt("technologies", "Technologies that its web pages use."),
  booleanAt("disposable", "Whether the domain is a service for throw-away addresses."),
  booleanAt("webmail", "Whether the domain is a webmail service."),
  booleanAt("accept_all", "Whether the server takes any address."),
  ...["twitter", "facebook", "linkedin", "instagram", "youtube"].map((name) => ({
    ...textAt(name, `The company on ${name}.`),
    name: `company_${name}`,
  })),
  answeredAt("looked_up_at"),
];

const DEFAULTS =
  "value first_name last_name position department seniority confidence type phone_number domain";

/** Of one address that a search found. Its record has the search's own under `search`. */
export const addressColumns = columnsOf(DEFAULTS, addressSketches);

/** Of a search as a whole, under `search` too. */
const searchColumns = columnsOf("", () =>
  searchSketches().map((sketch) => ({
    ...sketch,
    value: (record: JsonObject) => {
      const search = fieldAt(record, "search");
      return isJsonObject(search) ? sketch.value(search) : undefined;
    },
  })),
);

/** U1. A call with at least one result costs a search. */
export const domainSearch: Lookup = {
  ...SINGLE,
  name: "domain",
  table: "hunter.domain-search",
  title: "Domain search",
  help: "The addresses that Hunter knows of a domain or company.",
  path: "domain-search",
  records: listIn("emails"),
  key: "value",
  filters: [
    { name: "limit", kind: "number", help: "How many addresses at most; all unless given." },
    { name: "type", kind: "text", help: "Whose addresses.", choices: ["personal", "generic"] },
    { name: "seniority", kind: "list", help: "Seniorities.", choices: ["junior", "senior", "executive"] },
    { name: "department", kind: "list", help: "Departments, such as it, hr." },
    {
      name: "required_field",
      kind: "list",
      help: "Only addresses that have it.",
      choices: ["full_name", "position", "phone_number"],
    },
  ],
  get columns() {
    return [...addressColumns(), ...searchColumns()];
  },
  inputs: ["domain", "company", "limit", "type", "seniority", "department", "required_field"],
  needs: [["domain", "company"]],
  credit: "searches",
  question: (inputs) => {
    const place = placeOf(inputs);
    if (!place) return null;
    const query: { [name: string]: string } = { ...place };
    for (const name of ["type", "seniority", "department", "required_field"]) {
      const words = tidy(inputs[name])
        .toLowerCase()
        .split(/\s*,\s*/)
        .sort()
        .join(",");
      if (words !== "") query[name] = words;
    }
    // How many are wanted does not make another question: what is kept of them counts.
    const key = keyOf(query);
    const most = Number(inputs.limit);
    return { key, query: most > 0 ? { ...query, limit: most } : query };
  },
  record: (data) => foundIf(objectsOf(data.emails).length > 0, data),
  pages: {
    standing: ({ key, query }, kept, perPage) => {
      const most = typeof query.limit === "number" ? query.limit : Number.POSITIVE_INFINITY;
      let search: LookupRecord | null = null;
      const emails: JsonObject[] = [];
      for (;;) {
        const record: LookupRecord | null = kept(pageKey(key, emails.length));
        if (!record) {
          const limit = Math.min(perPage, most - emails.length);
          const ask = { key: pageKey(key, emails.length), query: { ...query, limit, offset: emails.length } };
          return { ask };
        }
        const page = objectsOf(record.emails);
        if (!search) search = record;
        if (!Array.isArray(record.emails)) return { record };
        emails.push(...page);
        const isWhole = page.length === 0 || emails.length >= Number(record.results ?? 0);
        if (isWhole || emails.length >= most) return { record: { ...search, emails: emails.slice(0, most) } };
      }
    },
    results: ({ key, query }, body) => {
      const offset = Number(query.offset);
      const stem = key.replace(OFFSET, "");
      const found = fieldAt(body, "data", "emails");
      if (!Array.isArray(found)) throw new UnexpectedShape();
      const emails = recordsIn(found).map((email) => slim(email, LONGEST_TEXT));
      const { emails: _, linked_domains: __, ...about } = slim(fieldAt(body, "data") as JsonObject);
      const results = fieldAt(body, "meta", "results") ?? offset + emails.length;
      const made: Result[] = [];
      let from = 0;
      do {
        const page = emails.slice(from, from + KEPT_TOGETHER);
        const first = offset + from === 0 ? about : {};
        const status = offset + from + page.length > 0 ? "found" : "not found";
        made.push({ key: pageKey(stem, offset + from), record: { ...first, results, emails: page, status } });
        from += page.length;
      } while (from < emails.length);
      return made;
    },
  },
};

const OFFSET = /; offset=\d+$/;

function pageKey(key: string, offset: number): string {
  return offset === 0 ? key : `${key}; offset=${offset}`;
}

/** The addresses of a whole search, each as `addressColumns` and the others read it. */
export function addressesIn(record: LookupRecord): JsonObject[] {
  const { emails, ...search } = record;
  // One that was forgotten has left its place behind.
  return objectsOf(emails).flatMap((email) => (email.value === undefined ? [] : [{ ...email, search }]));
}
