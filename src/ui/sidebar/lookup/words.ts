import type { LookupName, LookupPreview, Pool } from "../../calls.ts";
import { countedCredits, countText, dateText } from "../parts/numbers.ts";

/** How a look-up is talked about. */
interface LookupWords {
  /** As the menu has it. */
  readonly title: string;
  /** What it tells, and what it costs. */
  readonly help: string;
  /** What one question is about, and several. */
  readonly one: string;
  readonly many: string;
  /** On the button that starts, before the number. */
  readonly verb: string;
  /** In front of all headers but those below: what was found is put under none that people give to columns of their own. */
  readonly prefix?: string;
  /** Headers of columns whose own would be mistaken for the user's, or not say enough beside other columns. */
  readonly headers: { readonly [column: string]: string };
  /** The columns that most people want. */
  readonly usual: readonly string[];
}

export const words: { readonly [name in LookupName]: LookupWords } = {
  verify: {
    title: "Verify addresses",
    help: "Whether mail to each row's address would arrive. An answer costs at most a verification, or half a credit.",
    one: "address",
    many: "addresses",
    verb: "Verify",
    headers: { status: "Email status", score: "Email score" },
    usual: ["status", "score", "verified_at"],
  },
  find: {
    title: "Find addresses",
    help: "The most likely address of each row's person. One that is found costs a search or credit.",
    one: "address",
    many: "addresses",
    verb: "Find",
    headers: {
      email: "Found email",
      status: "Finder status",
      score: "Finder score",
      domain: "Found domain",
      first_name: "Found first name",
      last_name: "Found last name",
      company: "Found company",
    },
    usual: ["email", "status", "score"],
  },
  domain: {
    title: "Search domains",
    help: "The addresses that Hunter knows of each row's company, on a sheet of their own. Ten addresses cost a search or credit.",
    one: "domain",
    many: "domains",
    verb: "Search",
    headers: { status: "Domain search", results: "Addresses known", domain: "Searched domain" },
    usual: ["status", "results"],
  },
  count: {
    title: "Count addresses",
    help: "How many addresses Hunter knows of each row's company. Free, and without a key.",
    one: "domain",
    many: "domains",
    verb: "Count for",
    headers: { total: "Addresses known", status: "Count status" },
    usual: ["total"],
  },
  person: {
    title: "Look up people",
    help: "Who each row's person is, by address or LinkedIn page. One who is found costs up to one credit.",
    one: "person",
    many: "people",
    verb: "Look up",
    prefix: "Hunter person",
    headers: {},
    usual: ["full_name", "position", "company", "location", "status"],
  },
  company: {
    title: "Look up companies",
    help: "What each row's company is, by its domain. One that is found costs up to one credit.",
    one: "company",
    many: "companies",
    verb: "Look up",
    prefix: "Hunter company",
    headers: {},
    usual: ["name", "industry", "employees", "location", "status"],
  },
  combined: {
    title: "Look up people and companies",
    help: "Who each row's person is, and what the company is. One who is found costs up to one credit, for both.",
    one: "person",
    many: "people",
    verb: "Look up",
    prefix: "Hunter",
    headers: { status: "Hunter person and company" },
    usual: ["person_full_name", "person_position", "company_name", "company_industry", "status"],
  },
  "domain-finder": {
    title: "Find domains",
    help: "The most likely domain of each row's company, by its name. Free.",
    one: "company",
    many: "companies",
    verb: "Find domains of",
    prefix: "Hunter domain",
    headers: { domain: "Hunter domain" },
    usual: ["domain", "status"],
  },
};

/** What a column of the user's may hold: how it is called here, and a header that is recognised by itself. */
export const parameters: { readonly [name: string]: { readonly label: string; readonly header: string } } = {
  email: { label: "E-mail address", header: "E-mail" },
  domain: { label: "Domain or website", header: "Domain" },
  company: { label: "Company", header: "Company" },
  first_name: { label: "First name", header: "First name" },
  last_name: { label: "Last name", header: "Last name" },
  full_name: { label: "Whole name", header: "Full name" },
  linkedin_handle: { label: "LinkedIn page", header: "LinkedIn" },
};

/** "42 addresses" */
export function countedQuestions(lookup: LookupName, count: number): string {
  const { one, many } = words[lookup];
  return `${countText(count)} ${count === 1 ? one : many}`;
}

/** "958 verifications left until December 1, 2026" */
export function leftText({ left, resetDate }: NonNullable<LookupPreview["account"]>, pool: Pool): string {
  return `${countedCredits(left, pool)} left${resetDate ? ` until ${dateText(resetDate)}` : ""}`;
}
