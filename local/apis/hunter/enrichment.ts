import { companies } from "../data/companies.ts";
import { textHash } from "../data/dice.ts";
import type { Call, Reply } from "../wire/call.ts";
import { isRecord, jsonBody } from "../wire/call.ts";
import { type LookupWorld, refuseClaimed } from "./lookups.ts";
import { notFound, pageNumber, refuse } from "./refusals.ts";
import { EMAIL, type FoundEmail, hunterDate } from "./shapes.ts";

/** What is found costs so many of the one pool's credits; of two pools, a search. */
const POOL_PRICE = 0.2;

export interface EnrichmentWorld extends LookupWorld {
  readonly isOnePool: boolean;
  /** Free plans page no further than their first. */
  readonly isFree: boolean;
  readonly hasDiscover: boolean;
}

function mustHave(call: Call, world: EnrichmentWorld): void {
  world.account.mustHave("searches", call.atMs);
}

function spend({ account, isOnePool }: EnrichmentWorld): void {
  account.spend("searches", isOnePool ? POOL_PRICE : 1);
}

/** GET people/find: by address, or by handle, which wins. */
export function findPerson(call: Call, world: EnrichmentWorld): Reply {
  const { email, handle } = askedPerson(call, world);
  mustHave(call, world);
  const person = personOf(email, handle, world) ?? notFound();
  spend(world);
  return { status: 200, body: { data: person, meta: { email, linkedin_handle: handle } } };
}

/** GET companies/find. */
export function findCompany(call: Call, world: EnrichmentWorld): Reply {
  const domain = call.query.get("domain")?.trim();
  if (!domain) refuse(400, "wrong_params", "You are missing the domain parameter");
  mustHave(call, world);
  const company = companyOf(domain, world) ?? notFound();
  spend(world);
  return { status: 200, body: { data: company, meta: { domain } } };
}

/** GET combined/find. */
export function findBoth(call: Call, world: EnrichmentWorld): Reply {
  const { email, handle } = askedPerson(call, world);
  mustHave(call, world);
  const person = personOf(email, handle, world) ?? notFound();
  const company = companyOf(person.employment.domain, world) ?? null;
  spend(world);
  return { status: 200, body: { data: { person, company }, meta: { email, linkedin_handle: handle } } };
}

function askedPerson(call: Call, world: EnrichmentWorld) {
  const email = call.query.get("email")?.trim() || null;
  const handle = call.query.get("linkedin_handle")?.trim() || null;
  if (email === null && handle === null) refuse(400, "wrong_params", "You are missing the email parameter");
  if (handle === null && !EMAIL.test(email ?? ""))
    refuse(400, "invalid_email", "The supplied email is invalid");
  const address = handle === null ? (email ?? "") : addressOf(handle);
  if ([email, address].some((one) => one !== null && world.isClaimed(one))) refuseClaimed();
  return { email, handle };
}

const addressOf = (handle: string) =>
  `${handle.toLowerCase().replace(/-/g, ".")}@northlightanalytics.example`;

/** Everybody has a handle that the address makes; who begins with "nobody" is found nowhere. */
function personOf(email: string | null, handle: string | null, world: EnrichmentWorld) {
  const address = handle === null ? (email ?? "").toLowerCase() : addressOf(handle);
  const [local = "", domain = ""] = address.split("@");
  if (local.startsWith("nobody") || textHash(address) % 9 === 0) return undefined;
  const known: FoundEmail | undefined = world.directory
    .domain(domain)
    .emails.find(({ value }) => value === address);
  const [given = local, family = "Doe"] = local.split(".");
  return {
    id: `u-${textHash(address)}`,
    name: {
      fullName: `${known?.first_name ?? capital(given)} ${known?.last_name ?? capital(family)}`,
      givenName: known?.first_name ?? capital(given),
      familyName: known?.last_name ?? capital(family),
    },
    email: address,
    location: "Lyon, FR",
    employment: {
      domain,
      name: world.directory.domain(domain).organization,
      title: known?.position ?? "Recruiter",
      role: known?.department ?? null,
      seniority: known?.seniority ?? null,
    },
    linkedin: { handle: handle ?? local.replace(/\./g, "-") },
    phone: known?.phone_number ?? null,
    indexedAt: hunterDate(world.nowMs),
  };
}

function companyOf(domain: string, world: EnrichmentWorld) {
  const { company, organization } = world.directory.domain(domain);
  if (!company && textHash(domain) % 4 === 0) return undefined;
  return {
    id: `u-${textHash(domain)}`,
    name: organization,
    domain: domain.toLowerCase(),
    category: { sector: company?.industry ?? null, industry: company?.industry ?? "Technology" },
    tags: ["saas", "hiring"],
    foundedYear: company?.foundedYear ?? null,
    location: company?.city ?? "Lyon, FR",
    linkedin: { handle: `company/${organization.toLowerCase().replace(/\W+/g, "-")}` },
    type: "private",
    company_type: "privately held",
    metrics: { employees: company?.size.replace(" employees", "") ?? "11-50" },
    tech: ["node-js", "react"],
    fundingRounds: [],
    description: company?.description ?? null,
  };
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

/** GET domain-finder. Refused once searches are used up, though it is free. */
export function findDomain(call: Call, world: EnrichmentWorld): Reply {
  const company = call.query.get("company")?.trim() ?? "";
  if (company.length < 3)
    refuse(400, "wrong_params", "The company must be composed of at least 3 characters");
  const limit = pageNumber(call, "limit", 1, 10, 1);
  mustHave(call, world);
  const domain = world.directory.domainOf(company);
  const found = domain
    ? [
        {
          domain,
          company_name: world.directory.domain(domain).organization,
          email_count: world.directory.domain(domain).emails.length,
        },
      ]
    : [];
  return { status: 200, body: { data: found.slice(0, limit), meta: { params: { company, limit } } } };
}

/** What words mean, as Hunter understands them here: an industry or a size that they name. */
function understood(query: string): Record<string, unknown> {
  const industry = [...new Set(companies(300).map((one) => one.industry))].filter((one) =>
    query.toLowerCase().includes(one.toLowerCase()),
  );
  const size = /\d+-\d+/.exec(query)?.[0];
  return {
    ...(industry.length > 0 && { industry: { include: industry } }),
    ...(size && { headcount: [size] }),
    ...(industry.length === 0 && !size && { keywords: { include: [query], match: "any" } }),
  };
}

const wordsIn = (value: unknown, name: "include" | "exclude"): string[] =>
  isRecord(value) && Array.isArray(value[name]) ? value[name].map((one) => String(one).toLowerCase()) : [];

/** POST discover: words or filters, of which the first page has at most 100. */
export function discover(call: Call, world: EnrichmentWorld): Reply {
  if (!world.hasDiscover) refuse(403, "no_discover_access", "Your plan does not include Discover");
  const body = jsonBody(call);
  const { query, limit: _, offset: __, ...given } = isRecord(body) ? body : {};
  const limit = pageNumber(call, "limit", 1, 100, 100);
  const offset = pageNumber(call, "offset", 0, 10_000, 0);
  if (world.isFree && (limit !== 100 || offset > 0))
    refuse(400, "pagination_error", "Your plan is limited to the first page");
  const words = typeof query === "string" ? query : call.query.get("query");
  if (!words && Object.keys(given).length === 0)
    refuse(400, "wrong_params", "You are missing the query parameter");
  const filters: Record<string, unknown> = words ? understood(words) : given;
  const found = discovered(filters, world);
  const data = found.slice(offset, offset + limit);
  return { status: 200, body: { data, meta: { results: found.length, limit, offset, params: {}, filters } } };
}

/** Companies that filters keep, with how many addresses of each there are. */
export function discovered(
  filters: Record<string, unknown>,
  { directory }: Pick<EnrichmentWorld, "directory">,
) {
  const found = companies(300).filter((company) => {
    const text = `${company.name} ${company.description} ${company.industry}`.toLowerCase();
    const industry = wordsIn(filters.industry, "include");
    const not = wordsIn(filters.industry, "exclude");
    const keywords = wordsIn(filters.keywords, "include");
    const sizes = Array.isArray(filters.headcount) ? filters.headcount.map(String) : [];
    const about = company.industry.toLowerCase();
    return (
      (industry.length === 0 || industry.includes(about)) &&
      !not.includes(about) &&
      (keywords.length === 0 || keywords.some((word) => word.split(" ").some((one) => text.includes(one)))) &&
      (sizes.length === 0 || sizes.includes(company.size.replace(" employees", "")))
    );
  });
  return found.map(({ domain, name }) => {
    const { emails } = directory.domain(domain);
    const personal = emails.filter(({ type }) => type === "personal").length;
    return {
      domain,
      organization: name,
      emails_count: { personal, generic: emails.length - personal, total: emails.length },
    };
  });
}
