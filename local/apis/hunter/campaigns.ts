import type { Call, Reply } from "../wire/call.ts";
import { addLead } from "./leads.ts";
import { bodyOf, idOf, notFound, oneOf, pageNumber, refuse } from "./refusals.ts";
import { type CampaignRecord, EMAIL, type LeadRecord, type Recipient } from "./shapes.ts";
import type { Store } from "./store.ts";

const PAGE = { most: 100, usual: 20, furthest: 1_000_000 };
/** Addresses or lead ids in one call. */
const MOST_AT_ONCE = 50;

export type SkipReason = "duplicate" | "invalid" | "removed" | "bounced" | "unsubscribed" | "claimed";

export function showCampaign({ id, name, recipients, editable, started, archived, paused }: CampaignRecord) {
  return { id, name, recipients_count: recipients.length, editable, started, archived, paused };
}

/** U22, GET campaigns. */
export function listCampaigns(call: Call, store: Store, name: "campaigns" | "sequences"): Reply {
  const limit = pageNumber(call, "limit", 1, PAGE.most, PAGE.usual);
  const offset = pageNumber(call, "offset", 0, PAGE.furthest, 0);
  const started = truthOf(call, "started");
  const archived = truthOf(call, "archived");
  const campaigns = store.campaigns
    .all()
    .filter((campaign) => started === undefined || campaign.started === started)
    .filter((campaign) => archived === undefined || campaign.archived === archived)
    .slice(offset, offset + limit)
    .map(showCampaign);
  return { status: 200, body: { data: { [name]: campaigns }, meta: { limit, offset } } };
}

function truthOf(call: Call, name: "started" | "archived"): boolean | undefined {
  const value = call.query.get(name);
  return value === null ? undefined : oneOf(["true", "false"], value, "wrong_params", name) === "true";
}

/** U23, GET campaigns/ID/recipients, in the order in which they were added. */
export function listRecipients(call: Call, id: string, store: Store): Reply {
  const campaign = store.campaigns.get(idOf(id)) ?? notFound();
  const limit = pageNumber(call, "limit", 1, PAGE.most, PAGE.usual);
  const offset = pageNumber(call, "offset", 0, PAGE.furthest, 0);
  const recipients = campaign.recipients.slice(offset, offset + limit);
  return { status: 200, body: { data: { recipients }, meta: { limit, offset } } };
}

/**
 * U24, POST campaigns/ID/recipients. One address of the wrong form, or one lead that is not there, fails the whole
 * call; who may not be written to is skipped with the reason.
 */
export function addRecipients(call: Call, id: string, store: Store): Reply {
  const campaign = store.campaigns.get(idOf(id)) ?? notFound();
  const body = bodyOf(call);
  const emails = body.emails === undefined ? [] : emailsOf(body.emails);
  const leadIds = body.lead_ids === undefined ? [] : leadIdsOf(body.lead_ids);
  if (emails.length + leadIds.length === 0)
    refuse(400, "wrong_params", "You are missing the emails or lead_ids parameter");
  const leads = leadIds.map((leadId) => store.leads.get(leadId) ?? notFound());
  if (campaign.archived) refuse(422, "archived_campaign", "The campaign is archived");

  const recipients = [...campaign.recipients];
  const skipped: { email: string; reason: SkipReason }[] = [];
  for (const email of [...emails, ...leads.map((lead) => lead.email)]) {
    const reason = skipReason({ ...campaign, recipients }, email, store);
    if (reason !== undefined) skipped.push({ email, reason });
    else recipients.push(recipientOf(store.leadByEmail(email) ?? addLead(store, { email }, call.atMs)));
  }
  store.campaigns.put({ ...campaign, recipients });
  const params = {
    ...(body.emails !== undefined && { emails }),
    ...(body.lead_ids !== undefined && { lead_ids: leadIds }),
  };
  return {
    status: 201,
    body: {
      data: { recipients_added: recipients.length - campaign.recipients.length, skipped_recipients: skipped },
      meta: { params },
    },
  };
}

/** U25, DELETE campaigns/ID/recipients: cancels what is scheduled; the recipients stay listed. */
export function cancelRecipients(call: Call, id: string, store: Store, status: 200 | 201): Reply {
  const campaign = store.campaigns.get(idOf(id)) ?? notFound();
  const body = bodyOf(call);
  if (body.emails === undefined) refuse(400, "wrong_params", "You are missing the emails parameter");
  const emails = emailsOf(body.emails);
  const wanted = new Set(emails.map((email) => email.toLowerCase()));
  const canceled: string[] = [];
  let messages = 0;
  const recipients = campaign.recipients.map((recipient) => {
    if (!wanted.has(recipient.email.toLowerCase()) || recipient.sending_status !== "pending")
      return recipient;
    canceled.push(recipient.email);
    messages += scheduledMessages(recipient);
    return { ...recipient, sending_status: "canceled" };
  });
  store.campaigns.put({ ...campaign, recipients });
  const data = { recipients_canceled: canceled, messages_canceled: messages };
  return { status, body: { data, meta: { params: { emails } } } };
}

/** A first message to everyone, and a reminder to every other one. */
function scheduledMessages(recipient: Recipient): number {
  return recipient.sending_status === "pending" ? 1 + (recipient.lead_id % 2) : 0;
}

export function recipientOf(lead: LeadRecord): Recipient {
  const { email, first_name, last_name, position, company, website } = lead;
  return {
    email,
    first_name,
    last_name,
    position,
    company,
    website,
    sending_status: "pending",
    lead_id: lead.id,
  };
}

function skipReason(campaign: CampaignRecord, email: string, store: Store): SkipReason | undefined {
  const address = email.toLowerCase();
  const has = (recipient: Recipient) => recipient.email.toLowerCase() === address;
  if (store.isClaimed(address)) return "claimed";
  // An address that came with a lead may have a form that no mail reaches.
  if (!EMAIL.test(address) || address.endsWith(".invalid")) return "invalid";
  if (campaign.removed.includes(address)) return "removed";
  if (campaign.recipients.some(has)) return "duplicate";
  for (const { recipients } of store.campaigns.all()) {
    const status = recipients.find(has)?.sending_status;
    if (status === "bounced" || status === "unsubscribed") return status;
  }
  return undefined;
}

function emailsOf(value: unknown): string[] {
  const emails: unknown[] = Array.isArray(value) ? value : [value];
  if (emails.length > MOST_AT_ONCE)
    refuse(400, "wrong_params", `You can supply up to ${MOST_AT_ONCE} emails`);
  return emails.map((email) =>
    typeof email === "string" && EMAIL.test(email)
      ? email
      : refuse(400, "invalid_email", `The supplied email ${String(email)} is invalid`),
  );
}

function leadIdsOf(value: unknown): number[] {
  const ids: unknown[] = Array.isArray(value)
    ? value
    : refuse(400, "wrong_params", "The lead_ids must be an array");
  if (ids.length > MOST_AT_ONCE) refuse(400, "wrong_params", `You can supply up to ${MOST_AT_ONCE} lead_ids`);
  return ids.map((leadId) => idOf(String(leadId)));
}
