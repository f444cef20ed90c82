/** Hunter's objects as its API v2 shows them, and the records that they are made from. */

export interface Verification {
  readonly date: string | null;
  readonly status: string | null;
}

/** The fields of a lead that are text, in the order in which Hunter shows them. */
export const LEAD_TEXTS = [
  "first_name",
  "last_name",
  "position",
  "company",
  "company_industry",
  "company_size",
  "website",
  "country_code",
  "source",
  "linkedin_url",
  "phone_number",
  "twitter",
  "notes",
] as const;

export type LeadText = (typeof LEAD_TEXTS)[number];

/** A lead as it is kept; custom attributes by slug, which Hunter shows beside the other fields. */
export interface LeadRecord extends Readonly<Record<LeadText, string | null>> {
  readonly id: number;
  readonly email: string;
  readonly confidence_score: number | null;
  readonly sync_status: string | null;
  readonly sending_status: string | null;
  readonly last_activity_at: string | null;
  readonly last_contacted_at: string | null;
  readonly verification: Verification;
  readonly attributes: Readonly<Record<string, string>>;
  readonly leads_list_id: number | null;
  /** Newer accounts put one on several, the first of which is the one above. */
  readonly leads_list_ids?: readonly number[];
  readonly tag_ids?: readonly number[];
  readonly created_at: string;
}

export interface ListRecord {
  readonly id: number;
  readonly name: string;
  readonly created_at: string;
}

export interface CustomAttribute {
  readonly id: number;
  readonly label: string;
  readonly slug: string;
}

export interface Recipient {
  readonly email: string;
  readonly first_name: string | null;
  readonly last_name: string | null;
  readonly position: string | null;
  readonly company: string | null;
  readonly website: string | null;
  readonly sending_status: string | null;
  readonly lead_id: number;
}

export interface CampaignRecord {
  readonly id: number;
  readonly name: string;
  readonly editable: boolean;
  readonly started: boolean;
  readonly archived: boolean;
  readonly paused: boolean;
  readonly recipients: readonly Recipient[];
  /** Addresses taken out of the campaign again; they cannot be put back. */
  readonly removed: readonly string[];
}

export interface Source {
  readonly domain: string;
  readonly uri: string;
  readonly extracted_on: string;
  readonly last_seen_on: string;
  readonly still_on_page: boolean;
}

/** An address as the domain search shows it. */
export interface FoundEmail {
  readonly value: string;
  readonly type: "personal" | "generic";
  readonly confidence: number;
  readonly sources: readonly Source[];
  readonly first_name: string | null;
  readonly last_name: string | null;
  readonly position: string | null;
  readonly seniority: string | null;
  readonly department: string | null;
  readonly linkedin: string | null;
  readonly twitter: string | null;
  readonly phone_number: string | null;
  readonly verification: Verification;
}

/** Hunter's way of writing an instant: `2021-01-01 12:00:00 UTC`. */
export function hunterTime(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19).replace("T", " ")} UTC`;
}

export function hunterDate(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}

export const EMAIL = /^[^\s@]+@[^\s@.]+(\.[^\s@.]+)+$/;
