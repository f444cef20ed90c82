import type { Call, Reply } from "../wire/call.ts";
import { isRecord } from "../wire/call.ts";
import { refuseClaimed } from "./lookups.ts";
import type { Reading } from "./reading.ts";
import { bodyOf, idOf, notFound, oneOf, pageNumber, refuse } from "./refusals.ts";
import { EMAIL, hunterTime, LEAD_TEXTS, type LeadRecord, type LeadText } from "./shapes.ts";
import type { Store } from "./store.ts";

const PAGE = { most: 1_000, usual: 20 };
const SYNC_STATUSES = ["pending", "error", "success"];
const SENDING_STATUSES = [
  "clicked",
  "opened",
  "sent",
  "pending",
  "error",
  "bounced",
  "unsubscribed",
  "replied",
  "~",
];
const VERIFICATION_STATUSES = [
  "accept_all",
  "disposable",
  "invalid",
  "unknown",
  "valid",
  "webmail",
  "pending",
];
const MOST_CONFIDENCE = 100;

/** Filters that take `*`, `~` or a value: parameter → the lead's field. */
const TEXT_FILTERS: Readonly<Record<string, LeadText | "email">> = {
  email: "email",
  first_name: "first_name",
  last_name: "last_name",
  position: "position",
  company: "company",
  industry: "company_industry",
  website: "website",
  country_code: "country_code",
  company_size: "company_size",
  source: "source",
  twitter: "twitter",
  linkedin_url: "linkedin_url",
  phone_number: "phone_number",
};

const ANY_VALUE = "*";
const NO_VALUE = "~";

/** A lead as Hunter shows it, its custom attributes among its own fields. */
export function showLead(store: Store, lead: LeadRecord): Record<string, unknown> {
  const list = lead.leads_list_id === null ? undefined : store.lists.get(lead.leads_list_id);
  return {
    ...leadFields(store, lead),
    leads_list: list ? { id: list.id, name: list.name, leads_count: store.leadsCount(list.id) } : null,
    created_at: lead.created_at,
  };
}

/** A lead inside its list: the list's id in place of the list. */
export function showListedLead(store: Store, lead: LeadRecord): Record<string, unknown> {
  return { ...leadFields(store, lead), leads_list_id: lead.leads_list_id, created_at: lead.created_at };
}

function leadFields(store: Store, lead: LeadRecord): Record<string, unknown> {
  const attributes = store.attributes.all().map(({ slug }) => [slug, lead.attributes[slug] ?? null]);
  return {
    id: lead.id,
    email: lead.email,
    first_name: lead.first_name,
    last_name: lead.last_name,
    position: lead.position,
    company: lead.company,
    company_industry: lead.company_industry,
    company_size: lead.company_size,
    confidence_score: lead.confidence_score,
    website: lead.website,
    country_code: lead.country_code,
    source: lead.source,
    linkedin_url: lead.linkedin_url,
    phone_number: lead.phone_number,
    twitter: lead.twitter,
    sync_status: lead.sync_status,
    notes: lead.notes,
    sending_status: lead.sending_status,
    last_activity_at: lead.last_activity_at,
    last_contacted_at: lead.last_contacted_at,
    verification: lead.verification,
    ...Object.fromEntries(attributes),
  };
}

/** U6, GET leads. */
export function listLeads(call: Call, store: Store, reading: Reading): Reply {
  const limit = pageNumber(call, "limit", 1, PAGE.most, PAGE.usual);
  const offset = pageNumber(call, "offset", 0, reading.leadsReach, 0);
  const { keeps, params } = leadFilter(call, store);
  const matching = store.leads.all().filter(keeps);
  const page = matching.slice(offset, offset + limit);
  const leads = page.map((lead) => showLead(store, lead));
  const [count, total] =
    reading.leadsMeta === "page and matches"
      ? [leads.length, matching.length]
      : [matching.length, store.leads.all().length];
  const meta = { count, total, params: { limit, offset, ...params } };
  return { status: 200, body: { data: { leads }, meta } };
}

function leadFilter(
  call: Call,
  store: Store,
): { keeps: (lead: LeadRecord) => boolean; params: Record<string, unknown> } {
  const params: Record<string, unknown> = {};
  const tests: ((lead: LeadRecord) => boolean)[] = [];
  const { query } = call;
  for (const [name, value] of query) {
    const field = TEXT_FILTERS[name];
    const slug = /^custom_attributes\[(.+)\]$/.exec(name)?.[1];
    if (field !== undefined) tests.push((lead) => matches(lead[field], value));
    else if (slug !== undefined) {
      if (!store.attributes.all().some((attribute) => attribute.slug === slug)) {
        refuse(400, "invalid_custom_attribute", `There is no custom attribute ${slug}`);
      }
      tests.push((lead) => matches(lead.attributes[slug], value));
    } else if (name === "last_activity_at" || name === "last_contacted_at") {
      oneOf([ANY_VALUE, NO_VALUE], value, `invalid_${name}`, name);
      tests.push((lead) => matches(lead[name], value));
    } else if (name === "sync_status") {
      oneOf(SYNC_STATUSES, value, "invalid_sync_status", name);
      tests.push((lead) => lead.sync_status === value);
    } else if (name === "leads_list_id") {
      tests.push((lead) => [lead.leads_list_id, ...(lead.leads_list_ids ?? [])].map(String).includes(value));
    } else if (name === "query") {
      const part = value.toLowerCase();
      tests.push((lead) =>
        [lead.first_name, lead.last_name, lead.email].some((text) => text?.toLowerCase().includes(part)),
      );
    } else continue;
    params[name] = value;
  }
  const sending = query.getAll("sending_status[]");
  for (const status of sending) oneOf(SENDING_STATUSES, status, "invalid_sending_status", "sending_status");
  if (sending.length > 0) tests.push((lead) => sending.includes(lead.sending_status ?? NO_VALUE));
  const verified = query.getAll("verification_status[]");
  for (const status of verified)
    oneOf(VERIFICATION_STATUSES, status, "invalid_verification_status", "verification_status");
  if (verified.length > 0) tests.push((lead) => verified.includes(lead.verification.status ?? ""));
  if (sending.length > 0) params.sending_status = sending;
  if (verified.length > 0) params.verification_status = verified;
  return { keeps: (lead) => tests.every((test) => test(lead)), params };
}

function matches(text: string | null | undefined, wanted: string): boolean {
  const isEmpty = text === null || text === undefined || text === "";
  if (wanted === ANY_VALUE) return !isEmpty;
  if (wanted === NO_VALUE) return isEmpty;
  return !isEmpty && text.toLowerCase() === wanted.toLowerCase();
}

/** U7, GET leads/ID. */
export function oneLead(id: string, store: Store): Reply {
  return { status: 200, body: { data: showLead(store, store.leads.get(idOf(id)) ?? notFound()) } };
}

/** U8, POST leads. An address that is there already is refused. */
export function createLead(call: Call, store: Store): Reply {
  const fields = leadBody(call, store);
  const { email } = fields;
  if (email === undefined) refuse(400, "wrong_params", "You are missing the email parameter");
  if (store.leadByEmail(email)) refuse(422, "duplicate_email", "Email has already been taken");
  return { status: 201, body: { data: showLead(store, addLead(store, { ...fields, email }, call.atMs)) } };
}

/** U9, PUT leads: creates the lead, or updates the one with this address. */
export function upsertLead(call: Call, store: Store): Reply {
  const fields = leadBody(call, store);
  const { email } = fields;
  if (email === undefined) refuse(400, "wrong_params", "You are missing the email parameter");
  const existing = store.leadByEmail(email);
  if (!existing)
    return { status: 201, body: { data: showLead(store, addLead(store, { ...fields, email }, call.atMs)) } };
  return { status: 200, body: { data: showLead(store, changeLead(store, existing, fields)) } };
}

/** U10, PUT leads/ID. */
export function updateLead(call: Call, id: string, store: Store, status: 200 | 204): Reply {
  const existing = store.leads.get(idOf(id)) ?? notFound();
  const fields = leadBody(call, store);
  const other = fields.email === undefined ? undefined : store.leadByEmail(fields.email);
  if (other && other.id !== existing.id) refuse(422, "duplicate_email", "Email has already been taken");
  const lead = changeLead(store, existing, fields);
  return status === 204 ? { status } : { status, body: { data: showLead(store, lead) } };
}

/** U11, DELETE leads/ID. */
export function deleteLead(id: string, store: Store, status: 202 | 204): Reply {
  return store.leads.remove(idOf(id)) ? { status } : notFound();
}

/** What a create or update call gave, checked; absent fields stay as they are. */
export type LeadFields = Partial<Omit<LeadRecord, "id" | "created_at" | "verification">>;

export function addLead(store: Store, fields: LeadFields & { email: string }, atMs: number): LeadRecord {
  const blank = Object.fromEntries(LEAD_TEXTS.map((name) => [name, null])) as Record<LeadText, null>;
  return store.leads.add((id) => ({
    id,
    ...blank,
    confidence_score: null,
    sync_status: null,
    sending_status: null,
    last_activity_at: null,
    last_contacted_at: null,
    attributes: {},
    leads_list_id: store.currentList(),
    ...fields,
    verification: { date: null, status: null },
    created_at: hunterTime(atMs),
  }));
}

export function changeLead(store: Store, lead: LeadRecord, fields: LeadFields): LeadRecord {
  const changed = { ...lead, ...fields, attributes: { ...lead.attributes, ...fields.attributes } };
  store.leads.put(changed);
  return changed;
}

function leadBody(call: Call, store: Store): LeadFields {
  const body = bodyOf(call);
  const fields: Record<string, unknown> = {};
  for (const name of LEAD_TEXTS) {
    const value = body[name];
    if (value === undefined) continue;
    if (value !== null && typeof value !== "string" && typeof value !== "number") {
      refuse(422, `invalid_${name}`, `The supplied ${name} is invalid`);
    }
    fields[name] = value === null || value === "" ? null : String(value);
  }
  if (body.email !== undefined) fields.email = emailOf(body.email, store);
  if (body.confidence_score !== undefined) fields.confidence_score = confidenceOf(body.confidence_score);
  if (body.leads_list_id !== undefined) fields.leads_list_id = listIdOf(body.leads_list_id, store);
  if (Array.isArray(body.leads_list_ids)) {
    if (body.leads_list_id !== undefined)
      refuse(422, "validation_failed", "leads_list_id beside leads_list_ids");
    fields.leads_list_ids = body.leads_list_ids.map((id) => listIdOf(id, store));
    [fields.leads_list_id] = fields.leads_list_ids as number[];
  }
  if (body.custom_attributes !== undefined) fields.attributes = attributesOf(body.custom_attributes, store);
  const country = fields.country_code;
  if (typeof country === "string" && !/^[A-Za-z]{2}$/.test(country)) {
    refuse(422, "invalid_country_code", "The supplied country_code is invalid");
  }
  return fields as LeadFields;
}

function emailOf(value: unknown, store: Store): string {
  if (typeof value !== "string" || !EMAIL.test(value))
    refuse(400, "invalid_email", "The supplied email is invalid");
  return store.isClaimed(value) ? refuseClaimed() : value;
}

function confidenceOf(value: unknown): number | null {
  if (value === null) return null;
  const isRight = Number.isInteger(value) && Number(value) >= 0 && Number(value) <= MOST_CONFIDENCE;
  return isRight
    ? Number(value)
    : refuse(422, "invalid_confidence_score", "The supplied confidence_score is invalid");
}

function listIdOf(value: unknown, store: Store): number {
  const id = Number(value);
  return store.lists.get(id)
    ? id
    : refuse(422, "invalid_leads_list_id", "The supplied leads_list_id is invalid");
}

function attributesOf(value: unknown, store: Store): Record<string, string> {
  if (!isRecord(value))
    refuse(422, "invalid_custom_attributes", "The supplied custom_attributes are invalid");
  const attributes: Record<string, string> = {};
  for (const [slug, entry] of Object.entries(value)) {
    const isKnown = store.attributes.all().some((attribute) => attribute.slug === slug);
    if (!isKnown) refuse(422, "invalid_custom_attributes", `There is no custom attribute ${slug}`);
    attributes[slug] = entry === null ? "" : String(entry);
  }
  return attributes;
}

/** POST leads/ID/tags: as often as asked, once. */
export function tagLead(call: Call, id: string, store: Store): Reply {
  const lead = store.leads.get(idOf(id)) ?? notFound();
  const tag = Number(bodyOf(call).tag_id);
  store.leads.put({ ...lead, tag_ids: [...new Set([...(lead.tag_ids ?? []), tag])] });
  return { status: 201, body: { data: { id: lead.id, tag_id: tag } } };
}

/** GET leads/exist. */
export function leadExists(call: Call, store: Store): Reply {
  const lead = store.leadByEmail(call.query.get("email") ?? "");
  const list = lead?.leads_list_id ? store.lists.get(lead.leads_list_id) : undefined;
  const data = { id: lead?.id ?? null, leads_list_id: list?.id ?? null, leads_list_name: list?.name ?? null };
  return { status: 200, body: { data } };
}
