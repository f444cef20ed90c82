import { addressIn, addressKey, isAddress } from "../core/addresses.ts";
import { at, type ColumnSketch, columnsOf, dateAt, numberAt, textAt } from "../core/columns.ts";
import { assertInput } from "../core/errors.ts";
import { fieldAt, isJsonObject } from "../core/json.ts";
import type { Json, JsonObject } from "../core/ports.ts";
import { answeredAt, compact, foundIf, keyOf, short, tidy } from "./inputs.ts";
import { SINGLE } from "./listing.ts";
import type { Inputs, Lookup, LookupRecord, Question, Result } from "./lookup.ts";
import { placeOf } from "./places.ts";

/** "https://www.linkedin.com/in/ann-lee/" and "in/ann-lee" are ann-lee. */
const HANDLE =
  /^(?:(?:https?:\/\/)?(?:[\w-]+\.)?linkedin\.[a-z.]+\/)?(?:in\/|pub\/)?@?([\p{L}\p{N}_%.-]{3,100})\/?(?:[?#].*)?$/iu;

/** Of a company's page, or of none. */
const NO_PERSON = /\/(company|school|jobs|posts|feed)\b|^(www|https?|linkedin)\b/i;

/** The handle of a person on LinkedIn, as what a cell holds names it; "" for none. */
export function handleIn(text: string): string {
  const handle = HANDLE.exec(text.trim())?.[1] ?? "";
  return NO_PERSON.test(text.replace(/^(https?:\/\/)?(\w+\.)?linkedin\.[a-z.]+/i, "")) ||
    /linkedin/i.test(handle)
    ? ""
    : decoded(handle).toLowerCase();
}

function decoded(text: string): string {
  try {
    return decodeURI(text);
  } catch {
    return text;
  }
}

/** The kind of a column, its name, where it stands, and its help. */
type Facts = readonly (readonly [kind: typeof textAt, name: string, path: string, help: string])[];

const personSketches = (): Facts => [
  [textAt, "full_name", "name.fullName", "Full name."],
  [textAt, "first_name", "name.givenName", "First name."],
  [textAt, "last_name", "name.familyName", "Last name."],
  [textAt, "email", "email", "E-mail address."],
  [textAt, "position", "employment.title", "Job title."],
  [textAt, "role", "employment.role", "Department, such as it or sales."],
  [textAt, "seniority", "employment.seniority", "junior, senior or executive."],
  [textAt, "company", "employment.name", "Company."],
  [textAt, "domain", "employment.domain", "Domain of the company."],
  [textAt, "location", "location", "Where the person is."],
  [textAt, "phone", "phone", "Phone number."],
  [textAt, "linkedin", "linkedin.handle", "Handle on LinkedIn."],
  [textAt, "twitter", "twitter.handle", "Handle on Twitter."],
  [dateAt, "indexed_at", "indexedAt", "When Hunter looked at the person last."],
];

const companySketches = (): Facts => [
  [textAt, "name", "name", "Name of the company."],
  [textAt, "domain", "domain", "Domain of the company."],
  [textAt, "industry", "category.industry", "Industry."],
  [textAt, "sector", "category.sector", "Sector."],
  [textAt, "employees", "metrics.employees", "How many work there, such as 11-50."],
  [textAt, "location", "location", "Where the company is."],
  [numberAt, "founded_year", "foundedYear", "Year of its founding."],
  [textAt, "type", "type", "private, public or the like."],
  [textAt, "description", "description", "What it does."],
  [textAt, "phone", "phone", "Phone number."],
  [textAt, "linkedin", "linkedin.handle", "Page on LinkedIn."],
  [textAt, "tags", "tags", "What it is about."],
  [textAt, "tech", "tech", "Technologies that it uses."],
];

/** @param outer under which the fields stand, in combined records. */
function sketchesOf(all: Facts, outer = ""): ColumnSketch[] {
  return all.map(([kind, name, path, help]) =>
    outer === ""
      ? kind(name, help, at(path))
      : kind(`${outer}_${name}`.replace("company_company", "company"), help, at(`${outer}.${path}`)),
  );
}

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
  missStatus: 404,
  record: (data: JsonObject) => foundIf(Object.keys(data).length > 0, compact(data) as JsonObject),
} as const satisfies Partial<Lookup>;

/** By address where there is one, which is how a person is kept; else by handle. `who` may be either. */
function personQuestion({ email = "", linkedin_handle = "", who = "" }: Inputs): Question | null {
  const given = tidy(who);
  const address = addressIn(tidy(email) || (given.includes("@") ? given : "")).toLowerCase();
  const text = tidy(linkedin_handle) || (given.includes("@") ? "" : given);
  if (address === "" && text === "") return null;
  const handle = handleIn(text);
  if (handle !== "" && !isAddress(address))
    return { key: `linkedin=${handle}`, query: { linkedin_handle: handle } };
  const shown = short(address || text);
  assertInput(isAddress(address), `"${shown}" is neither an e-mail address nor a person's page on LinkedIn.`);
  return { key: personKey(address), query: { email: address } };
}

/** By which a person's record is kept. */
export function personKey(address: string): string {
  return `email=${addressKey(address)}`;
}

const personColumns = columnsOf("full_name", () => [
  ...sketchesOf(personSketches()),
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
};

const companyColumns = columnsOf("name", () => [
  ...sketchesOf(companySketches()),
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
  ...sketchesOf(personSketches(), "person"),
  ...sketchesOf(companySketches(), "company").filter(({ name }) => name !== "company"),
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
  record: (data) => {
    const { person: who, company: place } = data;
    return foundIf(isJsonObject(who) || isJsonObject(place), compact(data) as JsonObject);
  },
  parts: ({ key, record }) => {
    const made: { lookup: "person" | "company"; result: Result }[] = [];
    const add = (lookup: "person" | "company", partKey: string) => {
      const part = record[lookup];
      // Whoever asks for a part finds it paid for.
      if (isJsonObject(part) && partKey !== "")
        made.push({
          lookup,
          result: { key: partKey, record: { ...part, status: "found", isPart: true } as LookupRecord },
        });
    };
    add("person", key);
    const domain = fieldAt(record, "company", "domain");
    add("company", typeof domain === "string" && domain !== "" ? keyOf({ domain }) : "");
    return made;
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
  missStatus: 404,
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
