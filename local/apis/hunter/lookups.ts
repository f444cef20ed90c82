import { Dice, textHash } from "../data/dice.ts";
import { plainLetters } from "../data/people.ts";
import type { Call, Reply } from "../wire/call.ts";
import type { Account } from "./account.ts";
import {
  DEPARTMENTS,
  type Directory,
  type Domain,
  localPart,
  SENIORITIES,
  someSources,
} from "./directory.ts";
import { DUMMY_FINDER, DUMMY_SEARCH } from "./dummies.ts";
import { oneOf, pageNumber, refuse } from "./refusals.ts";
import type { FoundEmail } from "./shapes.ts";

/** Addresses for one search, by the vendor's price list. */
const ADDRESSES_PER_SEARCH = 10;
const SEARCH_PAGE = { most: 100, usual: 10 };
/** Seconds. */
const FINDER_DURATION = { least: 3, most: 20 };
const REQUIRED_FIELDS = ["full_name", "position", "phone_number"];
const DOMAIN = /^(?=.{4,253}$)([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$/i;

export interface LookupWorld {
  readonly directory: Directory;
  readonly account: Account;
  readonly isClaimed: (email: string) => boolean;
  /** The plan's largest domain-search page. */
  readonly planPage: number;
  readonly nowMs: number;
}

interface Asked {
  readonly domain: string | null;
  readonly company: string | null;
  /** The domain meant by either; undefined when nobody knows the company. */
  readonly meant: string | undefined;
}

function asked(call: Call, directory: Directory): Asked {
  const domain = call.query.get("domain")?.trim() || null;
  const company = call.query.get("company")?.trim() || null;
  if (domain === null && company === null)
    refuse(400, "wrong_params", "You are missing the domain parameter");
  return { domain, company, meant: domain ?? directory.domainOf(company ?? "") };
}

function typeOf(call: Call): string | null {
  const type = call.query.get("type");
  return type === null ? null : oneOf(["personal", "generic"], type, "invalid_type", "type");
}

function wordsOf(call: Call, name: string, words: readonly string[]): string[] | null {
  const value = call.query.get(name);
  return value === null
    ? null
    : value.split(",").map((word) => oneOf(words, word.trim(), `invalid_${name}`, name));
}

/** U1, GET domain-search. */
export function domainSearch(call: Call, world: LookupWorld, isTrial: boolean): Reply {
  const { domain, company, meant } = asked(call, world.directory);
  const limit = pageNumber(call, "limit", 1, SEARCH_PAGE.most, SEARCH_PAGE.usual);
  const offset = pageNumber(call, "offset", 0, 1_000_000, 0);
  const type = typeOf(call);
  const seniority = wordsOf(call, "seniority", SENIORITIES);
  const department = wordsOf(call, "department", DEPARTMENTS);
  const required = wordsOf(call, "required_field", REQUIRED_FIELDS);
  if (limit > world.planPage) {
    refuse(400, "pagination_error", `Your plan is limited to ${world.planPage} email addresses per call`);
  }
  if (isTrial) return { status: 200, body: DUMMY_SEARCH };
  world.account.mustHave("searches", call.atMs);
  const found = meant === undefined ? undefined : world.directory.domain(meant);
  const matching = (found?.emails ?? []).filter(
    (email) =>
      (type === null || email.type === type) &&
      (seniority === null || seniority.includes(email.seniority ?? "")) &&
      (department === null || department.includes(email.department ?? "")) &&
      (required ?? []).every((field) => has(email, field)),
  );
  const emails = matching.slice(offset, offset + limit);
  world.account.spend("searches", Math.ceil(emails.length / ADDRESSES_PER_SEARCH));
  const params = {
    domain,
    company,
    type,
    seniority: seniority?.join(",") ?? null,
    department: department?.join(",") ?? null,
  };
  const meta = { results: matching.length, limit, offset, params };
  return { status: 200, body: { data: { ...aboutDomain(found), emails, linked_domains: [] }, meta } };
}

function has(email: FoundEmail, field: string): boolean {
  if (field === "full_name") return email.first_name !== null && email.last_name !== null;
  return (field === "position" ? email.position : email.phone_number) !== null;
}

function aboutDomain(found: Domain | undefined) {
  return {
    domain: found?.domain ?? null,
    disposable: found?.disposable ?? false,
    webmail: found?.webmail ?? false,
    accept_all: found?.acceptAll ?? false,
    pattern: found && found.emails.length > 0 ? found.pattern : null,
    organization: found?.organization ?? null,
    description: found?.company?.description ?? null,
    industry: found?.company?.industry ?? null,
    twitter: null,
    facebook: null,
    linkedin: null,
    instagram: null,
    youtube: null,
    technologies: found?.company ? ["node-js", "react"] : [],
    country: null,
    state: null,
    city: found?.company?.city ?? null,
    postal_code: null,
    street: null,
    headcount: found?.company?.size.replace(" employees", "") ?? null,
    company_type: null,
  };
}

/** U2, GET email-finder. A found address costs one search. */
export function emailFinder(call: Call, world: LookupWorld, isTrial: boolean): Reply {
  const { domain, company, meant } = asked(call, world.directory);
  const name = askedName(call);
  if (domain !== null && (!DOMAIN.test(domain) || domain.endsWith(".invalid"))) {
    refuse(400, "invalid_domain", "The supplied domain name is invalid or has no MX record");
  }
  const duration = call.query.get("max_duration");
  if (duration !== null && !isDuration(duration)) {
    refuse(400, "invalid_max_duration", "The supplied max_duration must range between 3 and 20");
  }
  if (isTrial) return { status: 200, body: DUMMY_FINDER };
  world.account.mustHave("searches", call.atMs);
  const params = {
    first_name: call.query.get("first_name"),
    last_name: call.query.get("last_name"),
    full_name: call.query.get("full_name"),
    domain,
    company,
    max_duration: duration === null ? null : Number(duration),
  };
  const place = meant === undefined ? undefined : world.directory.domain(meant);
  const found = place && findPerson(place, name, world);
  if (found) world.account.spend("searches", 1);
  return {
    status: 200,
    body: {
      data: {
        first_name: name.first,
        last_name: name.last,
        email: found?.value ?? null,
        score: found?.confidence ?? null,
        domain: place?.domain ?? null,
        accept_all: place?.acceptAll ?? null,
        position: found?.position ?? null,
        twitter: found?.twitter ?? null,
        linkedin_url: found?.linkedin ?? null,
        phone_number: found?.phone_number ?? null,
        company: place?.organization ?? company,
        sources: found?.sources ?? [],
        verification: found?.verification ?? { date: null, status: null },
      },
      meta: { params },
    },
  };
}

function isDuration(text: string): boolean {
  const seconds = /^\d{1,3}$/.test(text) ? Number(text) : Number.NaN;
  return seconds >= FINDER_DURATION.least && seconds <= FINDER_DURATION.most;
}

function askedName(call: Call): { first: string; last: string } {
  const first = call.query.get("first_name")?.trim() ?? "";
  const last = call.query.get("last_name")?.trim() ?? "";
  const full = call.query.get("full_name")?.trim() ?? "";
  if (first !== "" && last !== "")
    return { first: nameOf(first, "first_name"), last: nameOf(last, "last_name") };
  if (full === "")
    refuse(400, "wrong_params", "You are missing the first_name, last_name or full_name parameter");
  const words = nameOf(full, "full_name").split(/\s+/);
  if (words.length < 2) refuse(400, "invalid_full_name", "The supplied full_name is invalid");
  return { first: words[0] ?? "", last: words.slice(1).join(" ") };
}

function nameOf(text: string, parameter: string): string {
  return /\d|@/.test(text)
    ? refuse(400, `invalid_${parameter}`, `The supplied ${parameter} is invalid`)
    : text;
}

function findPerson(
  place: Domain,
  name: { first: string; last: string },
  world: LookupWorld,
): FoundEmail | undefined {
  const address = `${localPart(place.pattern, name.first, name.last)}@${place.domain}`;
  const known = place.emails.find(
    (email) =>
      plainLetters(email.first_name ?? "") === plainLetters(name.first) &&
      plainLetters(email.last_name ?? "") === plainLetters(name.last),
  );
  const value = known?.value ?? address;
  if (world.isClaimed(value)) refuseClaimed();
  if (known) return known;
  const hash = textHash(address);
  if (place.webmail || place.disposable || place.emails.length === 0 || hash % 5 === 0) return undefined;
  const dice = new Dice(hash);
  return {
    value,
    type: "personal",
    confidence: dice.between(50, 97),
    sources: someSources(dice, place.domain, dice.between(0, 2), world.nowMs),
    first_name: name.first,
    last_name: name.last,
    position: null,
    seniority: null,
    department: null,
    linkedin: null,
    twitter: null,
    phone_number: null,
    verification: { date: null, status: place.acceptAll ? "accept_all" : "valid" },
  };
}

export function refuseClaimed(): never {
  refuse(
    451,
    "claimed_email",
    "The person owning the email address asked us to stop the processing of their personal data.",
  );
}

/** U4, GET email-count: free, and without a key. */
export function emailCount(call: Call, world: LookupWorld): Reply {
  const { domain, company, meant } = asked(call, world.directory);
  if (domain === null && (company ?? "").length < 3) {
    refuse(400, "wrong_params", "The company must be composed of at least 3 characters");
  }
  const type = typeOf(call);
  const all = meant === undefined ? [] : world.directory.domain(meant).emails;
  const emails = all.filter((email) => type === null || email.type === type);
  const count = (keeps: (email: FoundEmail) => boolean) => emails.filter(keeps).length;
  const tally = (words: readonly string[], field: "department" | "seniority") =>
    Object.fromEntries(words.map((word) => [word, count((email) => email[field] === word)]));
  const data = {
    total: emails.length,
    personal_emails: count((email) => email.type === "personal"),
    generic_emails: count((email) => email.type === "generic"),
    department: tally(DEPARTMENTS, "department"),
    seniority: tally(SENIORITIES, "seniority"),
  };
  return { status: 200, body: { data, meta: { params: { domain, company, type } } } };
}
