import { at, columnsOf, numberAt, textAt } from "../core/columns.ts";
import { ApiError, assertInput, type ErrorKind } from "../core/errors.ts";
import { fieldAt, isJsonObject } from "../core/json.ts";
import { isPagingFault } from "../core/listing.ts";
import type { Page, PageCursor } from "../core/page.ts";
import type { Json, JsonObject } from "../core/ports.ts";
import type { Query } from "../core/query.ts";
import type { Filter, Resource } from "../core/resource.ts";
import { listIn } from "./records.ts";

/** As today's text has them. */
const HEADCOUNTS = "1-10 11-50 51-200 201-500 501-1000 1001-5000 5001-10000 10001+".split(" ");

/** A filter of several words: the name that the body has it under. */
const INCLUDED = ["industry", "company_type", "keywords", "technology"];
const PLACES = ["country", "state", "city"];

const filters: readonly Filter[] = [
  {
    name: "query",
    kind: "text",
    help: "In your words, such as design agencies in Berlin; no other filter beside it. Hunter counts how often words are asked in a month.",
  },
  { name: "industry", kind: "list", help: "Industries." },
  { name: "headcount", kind: "list", help: "How many work there.", choices: HEADCOUNTS },
  { name: "company_type", kind: "list", help: "Types of companies." },
  { name: "keywords", kind: "list", help: "Words that the company is about." },
  { name: "country", kind: "text", help: "Country of the headquarters, as two letters." },
  { name: "state", kind: "text", help: "State of the headquarters, in the US." },
  { name: "city", kind: "text", help: "City of the headquarters, beside its country." },
  { name: "technology", kind: "list", help: "Technologies that it uses; not in every plan." },
  {
    name: "similar_to",
    kind: "text",
    help: "The domain of a company that these are like; not in every plan.",
  },
];

/** The body of the request. @throws InputError for nothing to go by, or words beside filters */
function bodyOf(query: Query): JsonObject {
  const { query: words, ...rest } = query;
  const names = Object.keys(rest);
  assertInput(
    words !== undefined || names.length > 0,
    "Say which companies: in words, as query=design agencies in Berlin, or by filters such as industry.",
  );
  assertInput(
    words === undefined || names.length === 0,
    "Discover takes words or filters: leave out the query, or the other filters.",
  );
  if (words !== undefined) return { query: words as Json };
  const body: JsonObject = {};
  const place: JsonObject = {};
  for (const name of names) {
    const value = rest[name] as Json;
    if (PLACES.includes(name)) place[name] = value;
    else if (name === "similar_to") body[name] = { domain: value };
    else body[name] = INCLUDED.includes(name) ? { include: value } : value;
  }
  return Object.keys(place).length > 0 ? { ...body, headquarters_location: { include: [place] } } : body;
}

/** What Hunter understood goes with each company: the next page is asked with it, and a person sees it. */
function companiesIn(body: Json): JsonObject[] {
  const understood = fieldAt(body, "meta", "filters") ?? null;
  const results = fieldAt(body, "meta", "results") ?? null;
  return listIn("companies")(body).map((company) => ({ ...company, understood, results }));
}

const columns = columnsOf("id name emails personal_emails generic_emails understood", () => [
  textAt("id", "Domain of the company.", at("domain")),
  textAt("name", "Name of the company.", at("organization")),
  numberAt("emails", "How many addresses Hunter has there.", at("emails_count.total")),
  numberAt("personal_emails", "Of these, how many are a person's.", at("emails_count.personal")),
  numberAt("generic_emails", "Of these, how many are a role's.", at("emails_count.generic")),
  textAt("understood", "What Hunter took your words for.", ({ understood }) =>
    understood ? JSON.stringify(understood) : null,
  ),
  numberAt("results", "How many companies there are in all; a small plan is shown the first ones."),
]);

/** After these nobody knows whether the words were counted. */
const LOST: readonly ErrorKind[] = ["unreachable", "malformed"];

/** U32, free: companies by words or filters. A plan without it answers no_discover_access. */
export const discover: Resource = {
  table: "hunter.discover",
  api: "hunter",
  title: "Hunter Discover",
  help: "Companies by words or filters, with how many addresses Hunter has of each. Free.",
  path: "discover",
  newer: {},
  posted: { isCounted: ({ query }) => query !== undefined },
  needsFilter: true,
  paging: { style: "offset", limit: 100, maxOffset: 10_000 },
  records: companiesIn,
  read: (readOn, listing, query, place) => {
    const asked = isJsonObject(place.filters) ? place.filters : bodyOf(query);
    let page: Page;
    try {
      page = readOn(listing, asked as Query, place);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      const { status, kind, after } = error;
      if (asked.query !== undefined && LOST.includes(after ?? kind))
        throw new ApiError("Hunter", "bad-request", NO_ANSWER);
      // A plan may have the first page only. Our own end of a list has no status.
      if (!isPagingFault(error) || status !== 400 || !place.offset) throw error;
      return { records: [], next: null, total: null, note: cutText(place) };
    }
    const [first] = page.records;
    if (isJsonObject(first?.understood))
      return { ...page, next: page.next && { ...page.next, filters: first.understood } };
    // Words are not asked twice for the sake of a second page.
    if (page.next && asked.query !== undefined) return { ...page, next: null, note: cutText(page.next) };
    return { ...page, next: page.next && { ...page.next, filters: asked } };
  },
  key: "id",
  filters,
  get columns() {
    return columns();
  },
  formula: {
    name: "HUNTER_DISCOVER",
    help: "Companies by words or filters, with how many addresses Hunter has.",
  },
};

const NO_ANSWER =
  "Hunter gave no answer to these words, and may have counted them: a plan has so many a month. Go on, or import again, to ask once more.";

/** Where a listing stops. */
function cutText({ offset, total }: PageCursor): string {
  const all = typeof total === "number" ? ` of ${total.toLocaleString("en-US")}` : "";
  return `Hunter shows the first ${Number(offset).toLocaleString("en-US")}${all} companies only, for that is what your plan includes. Narrower filters show others.`;
}
