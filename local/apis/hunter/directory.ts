import { type Company, companies } from "../data/companies.ts";
import { Dice, textHash } from "../data/dice.ts";
import { plainLetters, someName } from "../data/people.ts";
import { type FoundEmail, hunterDate, type Source } from "./shapes.ts";

/** What the sample's Hunter knows of a domain. */
export interface Domain {
  readonly domain: string;
  readonly organization: string;
  readonly webmail: boolean;
  readonly disposable: boolean;
  readonly acceptAll: boolean;
  readonly pattern: string;
  readonly company: Company | undefined;
  readonly emails: readonly FoundEmail[];
}

export const SENIORITIES = ["junior", "senior", "executive"] as const;

export const DEPARTMENTS = [
  "executive",
  "it",
  "finance",
  "management",
  "sales",
  "legal",
  "support",
  "hr",
  "marketing",
  "communication",
  "education",
  "design",
  "health",
  "operations",
] as const;

const WEBMAIL = new Set(["gmail.com", "outlook.com", "hotmail.com", "yahoo.com", "icloud.com"]);
const DISPOSABLE = new Set(["mailinator.com", "tempmail.example", "yopmail.com"]);
const GENERIC = ["contact", "hello", "jobs", "support", "press", "sales", "info", "billing"];
const PATTERNS = ["{first}.{last}", "{first}", "{f}{last}", "{first}{l}"];
const POSITIONS: Readonly<Record<string, string>> = {
  executive: "Cofounder",
  it: "Support Engineer",
  finance: "Controller",
  hr: "Recruiter",
  marketing: "Head of Content",
  design: "Product Designer",
};

const DAY_MS = 86_400_000;
const MOST_ADDRESSES = 150;
/** The text's own ceiling for sources. */
const MOST_SOURCES = 20;

/** Knows something of every domain that it is asked for, and the same thing each time. */
export class Directory {
  private readonly known = new Map<string, Domain>();
  private readonly byDomain = new Map<string, Company>();
  private readonly byName = new Map<string, Company>();

  constructor(
    private readonly nowMs: number,
    private readonly isClaimed: (email: string) => boolean,
  ) {
    for (const company of companies(300)) {
      this.byDomain.set(company.domain, company);
      this.byName.set(company.name.toLowerCase(), company);
    }
  }

  domain(name: string): Domain {
    const domain = name.toLowerCase();
    let entry = this.known.get(domain);
    if (entry === undefined) {
      entry = this.make(domain);
      this.known.set(domain, entry);
    }
    // Who asked not to be processed may do so at any time.
    return { ...entry, emails: entry.emails.filter((email) => !this.isClaimed(email.value)) };
  }

  /** The domain of a company, or undefined for one that nobody knows (here: a name that says so). */
  domainOf(company: string): string | undefined {
    const name = company.trim().toLowerCase();
    const known = this.byName.get(name)?.domain;
    if (known !== undefined || name.startsWith("unknown")) return known;
    const letters = plainLetters(company);
    return letters === "" ? undefined : `${letters}.example`;
  }

  private make(domain: string): Domain {
    const hash = textHash(domain);
    const dice = new Dice(hash);
    const company = this.byDomain.get(domain);
    const webmail = WEBMAIL.has(domain);
    const disposable = DISPOSABLE.has(domain);
    const pattern = dice.pick(PATTERNS);
    const isEmpty = webmail || disposable || domain.endsWith(".invalid") || hash % 12 === 0;
    const count = isEmpty ? 0 : 1 + Math.floor(dice.next() ** 2 * MOST_ADDRESSES);
    const stem = domain.split(".")[0] ?? domain;
    const about = {
      domain,
      organization: company?.name ?? stem.charAt(0).toUpperCase() + stem.slice(1),
      webmail,
      disposable,
      acceptAll: !webmail && hash % 6 === 1,
      pattern,
      company,
    };
    const taken = new Set<string>();
    const emails: FoundEmail[] = [];
    for (let index = 0; index < count; index++) {
      const email = this.makeEmail(dice, about, index);
      if (taken.has(email.value)) continue;
      taken.add(email.value);
      emails.push(email);
    }
    return { ...about, emails };
  }

  private makeEmail(dice: Dice, about: Omit<Domain, "emails">, index: number): FoundEmail {
    const generic = index % 5 === 4 ? GENERIC[(index - 4) / 5] : undefined;
    const name = generic === undefined ? someName(dice) : undefined;
    const local = generic ?? localPart(about.pattern, name?.givenName ?? "", name?.familyName ?? "");
    const department = name && dice.chance(0.7) ? dice.pick(DEPARTMENTS) : null;
    const verified = dice.chance(0.6);
    const status = about.acceptAll ? "accept_all" : "valid";
    return {
      value: `${local}@${about.domain}`,
      type: name ? "personal" : "generic",
      confidence: dice.between(60, 99),
      sources: someSources(dice, about.domain, index === 0 ? MOST_SOURCES : dice.between(1, 2), this.nowMs),
      first_name: name?.givenName ?? null,
      last_name: name?.familyName ?? null,
      position: department === null ? null : (POSITIONS[department] ?? `${department} lead`),
      seniority: name && dice.chance(0.6) ? dice.pick(SENIORITIES) : null,
      department,
      linkedin: name && dice.chance(0.2) ? `https://www.linkedin.example/in/${local}` : null,
      twitter: name && dice.chance(0.2) ? local.replaceAll(".", "_") : null,
      phone_number: dice.chance(0.2) ? `+1 555 01${dice.between(10, 99)}` : null,
      verification: {
        date: verified ? hunterDate(this.nowMs - dice.between(1, 300) * DAY_MS) : null,
        status: verified ? status : null,
      },
    };
  }
}

/** The part before the @ that a domain's pattern makes of a name. */
export function localPart(pattern: string, first: string, last: string): string {
  const given = plainLetters(first);
  const family = plainLetters(last);
  return pattern
    .replace("{first}", given)
    .replace("{last}", family)
    .replace("{f}", given.charAt(0))
    .replace("{l}", family.charAt(0));
}

export function someSources(dice: Dice, domain: string, count: number, nowMs: number): Source[] {
  return Array.from({ length: count }, (_, index) => ({
    domain: index % 2 === 0 ? domain : `blog.${domain}`,
    uri: `http://${index % 2 === 0 ? domain : `blog.${domain}`}/people/${index + 1}`,
    extracted_on: hunterDate(nowMs - dice.between(400, 1_500) * DAY_MS),
    last_seen_on: hunterDate(nowMs - dice.between(5, 399) * DAY_MS),
    still_on_page: dice.chance(0.7),
  }));
}
