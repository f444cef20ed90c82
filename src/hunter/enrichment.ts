import { addressIn, addressKey, isAddress } from "../core/addresses.ts";
import { at, type ColumnSketch, columnsOf, dateAt, numberAt, textAt } from "../core/columns.ts";
import { assertInput, InputError } from "../core/errors.ts";
import { fieldAt, isJsonObject } from "../core/json.ts";
import type { Json, JsonObject } from "../core/ports.ts";
import { answeredAt, compact, foundIf, keyOf, short, tidy } from "./inputs.ts";
import { SINGLE } from "./listing.ts";
import type { Inputs, Lookup, LookupName, Part, Question } from "./lookup.ts";
import { isPlaceholder } from "./people.ts";
import { placeOf } from "./places.ts";

/** "https://www.linkedin.com/in/ann-lee/", wherever it stands in a cell; and "in/ann-lee". */
const PAGES = /(?:linkedin\.com\/(?:[a-z]+\/)?|^)in\/[^\s/?#,;()<>"']+/giu;
/** What people choose for the end of that address, or are given: small letters, digits and dashes (linkedin.com). */
const HANDLE = /^@?(?=.*[a-z])[a-z\d][a-z\d-]{2,99}$/;
/** What stands in such a column and is nobody's handle. */
const NO_HANDLE = /^(linked-?in|profile|link|url|page|here|view|click|connect|contact|www|https?)$/;

/** The handle of a person on LinkedIn that a cell names, by its page or by itself; "" for none. */
export function handleIn(text: string): string {
  const bare = text.trim();
  const [page = "", ...more] = (bare.match(PAGES) ?? []).map((one) =>
    decoded(one.replace(/^.*\//, "")).toLowerCase(),
  );
  if (page !== "") return more.every((one) => one === page) ? page : "";
  return HANDLE.test(bare) && !NO_HANDLE.test(bare) && !isPlaceholder(bare) ? bare.replace(/^@/, "") : "";
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Makes a column of a record's field, under the thing that it is of in a combined one. */
type Maker = (kind: typeof textAt, name: string, path: string, help: string) => ColumnSketch;

const alone: Maker = (kind, name, path, help) => kind(name, help, at(path));

const under =
  (outer: string): Maker =>
  (kind, name, path, help) =>
    kind(`${outer}_${name}`, help, at(`${outer}.${path}`));

const personSketches = (of: Maker): ColumnSketch[] => [
  of(textAt, "full_name", "name.fullName", "Full name."),
  of(textAt, "first_name", "name.givenName", "First name."),
  of(textAt, "last_name", "name.familyName", "Last name."),
  of(textAt, "email", "email", "E-mail address."),
  of(textAt, "position", "employment.title", "Job title."),
  of(textAt, "role", "employment.role", "Department, such as it or sales."),
  of(textAt, "seniority", "employment.seniority", "junior, senior or executive."),
  of(textAt, "company", "employment.name", "Company."),
  of(textAt, "domain", "employment.domain", "Domain of the company."),
  of(textAt, "location", "location", "Where the person is."),
  of(textAt, "phone", "phone", "Phone number."),
  of(textAt, "linkedin", "linkedin.handle", "Handle on LinkedIn."),
  of(textAt, "twitter", "twitter.handle", "Handle on Twitter."),
  of(dateAt, "indexed_at", "indexedAt", "When Hunter looked at the person last."),
];

const companySketches = (of: Maker): ColumnSketch[] => [
  of(textAt, "name", "name", "Name of the company."),
  of(textAt, "domain", "domain", "Domain of the company."),
  of(textAt, "industry", "category.industry", "Industry."),
  of(textAt, "sector", "category.sector", "Sector."),
  of(textAt, "employees", "metrics.employees", "How many work there, such as 11-50."),
  of(textAt, "location", "location", "Where the company is."),
  of(numberAt, "founded_year", "foundedYear", "Year of its founding."),
  of(textAt, "type", "type", "private, public or the like."),
  of(textAt, "description", "description", "What it does."),
  of(textAt, "phone", "phone", "Phone number."),
  of(textAt, "linkedin", "linkedin.handle", "Page on LinkedIn."),
  of(textAt, "tags", "tags", "What it is about."),
  of(textAt, "tech", "tech", "Technologies that it uses."),
];

/** Hunter writes it in two ways (docs/apis.md, U29). */
function companyType(company: Json | undefined): Json | undefined {
  return fieldAt(company, "company_type") ?? fieldAt(company, "companyType");
}

function fundingRounds(company: Json | undefined): number | undefined {
  const rounds = fieldAt(company, "fundingRounds");
  return Array.isArray(rounds) ? rounds.length : undefined;
}

const status = () => textAt("status", "found, not found or claimed.");

/** What is alike: only what is found costs, at most a credit; a miss is 404. */
const ENRICHMENT = {
  ...SINGLE,
  key: "status",
  filters: [],
  credit: "searches",
  isMissed404: true,
  record: (data: JsonObject) => foundIf(Object.keys(data).length > 0, compact(data) as JsonObject),
} as const satisfies Partial<Lookup>;

/** By address where there is one, which is how a person is kept; else by handle. `who` may be either. */
function personQuestion({ email = "", linkedin_handle = "", who = "" }: Inputs): Question | null {
  const given = tidy(who);
  const address = addressIn(tidy(email) || (given.includes("@") ? given : "")).toLowerCase();
  const text = tidy(linkedin_handle) || (given.includes("@") ? "" : given);
  if (isAddress(address)) return { key: personKey(address), query: { email: address } };
  const handle = handleIn(text);
  if (handle !== "") return { key: handleKey(handle), query: { linkedin_handle: handle } };
  if (address === "" && text === "") return null;
  const shown = short(address || text);
  throw new InputError(`"${shown}" is neither an e-mail address nor a person's page on LinkedIn.`);
}

/** By which a person's record is kept. */
export function personKey(address: string): string {
  return `email=${addressKey(address)}`;
}

/** The address that such a key is of; "" for others. */
export function addressOfKey(key: string): string {
  return key.startsWith("email=") ? key.slice("email=".length) : "";
}

function handleKey(handle: string): string {
  return `linkedin=${handle}`;
}

/** By which a person's record, or one of both, is kept where it was asked for by handle. */
export function handleKeysOf(record: JsonObject): string[] {
  return [record, record.person].flatMap((found) => {
    const handle = fieldAt(found, "linkedin", "handle");
    return typeof handle === "string" && handle !== "" ? handleKey(handle.toLowerCase()) : [];
  });
}

/** Under which else a person who was found may be asked for: whoever does finds the answer paid for. */
function othersOf(lookup: "person" | "combined", key: string, record: JsonObject): Part[] {
  const email = fieldAt(record, "email") ?? fieldAt(record, "person", "email");
  const keys = handleKeysOf(record);
  if (typeof email === "string" && isAddress(email)) keys.push(personKey(email));
  return keys.filter((other) => other !== key).map((other) => partOf(lookup, other, record));
}

function partOf(lookup: LookupName, key: string, record: JsonObject): Part {
  return { lookup, result: { key, record: { ...record, status: "found", isPart: true } } };
}

const personColumns = columnsOf("full_name", () => [
  ...personSketches(alone),
  status(),
  answeredAt("looked_up_at"),
]);

/** GET people/find (docs/apis.md, U28). */
export const person: Lookup = {
  ...ENRICHMENT,
  name: "person",
  table: "hunter.people",
  title: "People",
  help: "Who a person is, by address or LinkedIn.",
  path: "people/find",
  get columns() {
    return personColumns();
  },
  inputs: ["email", "linkedin_handle"],
  needs: [["email", "linkedin_handle"]],
  question: personQuestion,
  addressOf: addressOfKey,
  parts: ({ key, record }) => othersOf("person", key, record),
};

const companyColumns = columnsOf("name", () => [
  ...companySketches(alone),
  textAt("company_type", "privately held, public company or the like.", companyType),
  numberAt("funding_rounds", "How many rounds of funding there were.", fundingRounds),
  status(),
  answeredAt("looked_up_at"),
]);

/** GET companies/find (U29). */
export const company: Lookup = {
  ...ENRICHMENT,
  name: "company",
  table: "hunter.companies-found",
  title: "Company facts",
  help: "What a company is, by its domain.",
  path: "companies/find",
  get columns() {
    return companyColumns();
  },
  inputs: ["domain"],
  needs: [["domain"]],
  question: ({ domain = "" }) => {
    const place = placeOf({ domain });
    if (!place) return null;
    assertInput("domain" in place, `"${short(tidy(domain))}" is no domain.`);
    return { key: keyOf(place), query: place };
  },
};

const combinedColumns = columnsOf("person_full_name", () => [
  ...personSketches(under("person")),
  ...companySketches(under("company")),
  status(),
  answeredAt("looked_up_at"),
]);

/** GET combined/find (U30): both at once, of one address, at the price of one. */
export const combined: Lookup = {
  ...ENRICHMENT,
  name: "combined",
  table: "hunter.combined",
  title: "People and companies",
  help: "Who a person is, and what the company is, by address or LinkedIn.",
  path: "combined/find",
  get columns() {
    return combinedColumns();
  },
  inputs: ["email", "linkedin_handle"],
  needs: [["email", "linkedin_handle"]],
  question: personQuestion,
  addressOf: addressOfKey,
  record: (data) => {
    const { person: who, company: place } = data;
    return foundIf(isJsonObject(who) || isJsonObject(place), compact(data) as JsonObject);
  },
  parts: ({ key, record }) => {
    const { person: who, company: place } = record;
    const domain = fieldAt(place, "domain");
    return [
      ...othersOf("combined", key, record),
      ...(isJsonObject(who) ? [partOf("person", key, who), ...othersOf("person", key, who)] : []),
      ...(isJsonObject(place) && typeof domain === "string" && domain !== ""
        ? [partOf("company", keyOf({ domain }), place)]
        : []),
    ];
  },
};

const finderSketches = () => [
  textAt("domain", "The most likely domain of the company."),
  textAt("company_name", "The company's name, as Hunter has it."),
  numberAt("email_count", "How many addresses Hunter knows there."),
  textAt("status", "found, or not found."),
  answeredAt("looked_up_at"),
];

const finderColumns = columnsOf("domain", finderSketches);

/** GET domain-finder (U31): free. One or several may come, bare or in a list. */
export const domainFinder: Lookup = {
  ...SINGLE,
  name: "domain-finder",
  table: "hunter.domain-finder",
  title: "Domain finder",
  help: "The most likely domain of a company.",
  path: "domain-finder",
  key: "domain",
  filters: [],
  get columns() {
    return finderColumns();
  },
  inputs: ["company"],
  needs: [["company"]],
  credit: null,
  isMissed404: true,
  data: (body) => {
    const data = fieldAt(body, "data");
    const [first] = Array.isArray(data) ? data : Object.values(isJsonObject(data) ? data : {}).flat();
    if (Array.isArray(data) || isJsonObject(first)) return isJsonObject(first) ? first : {};
    return isJsonObject(data) ? data : null;
  },
  question: ({ company: name = "" }) => {
    const place = placeOf({ company: name });
    if (!place) return null;
    assertInput("company" in place, `"${short(tidy(name))}" is a domain already.`);
    return { key: keyOf(place), query: { ...place, limit: 1 } };
  },
  record: (data) =>
    foundIf(typeof data.domain === "string" && data.domain !== "", compact(data) as JsonObject),
};
