import { companies } from "../data/companies.ts";
import type { Call, Reply } from "../wire/call.ts";
import { notFound, pageNumber } from "./refusals.ts";
import { type CampaignRecord, hunterTime } from "./shapes.ts";
import type { Store } from "./store.ts";

const DAY_MS = 86_400_000;

type Record_ = Readonly<Record<string, unknown> & { readonly id: number }>;

/** What newer accounts keep besides leads and campaigns: the same for the same "now". */
export function seedNewer(store: Store, nowMs: number): Readonly<Record<string, readonly Record_[]>> {
  const times = (days: number) => hunterTime(nowMs - days * DAY_MS);
  const of = <T extends object>(count: number, make: (i: number) => T) =>
    Array.from({ length: count }, (_, i) => ({ id: count - i, ...make(count - i) }));
  const people = store.campaigns.get(2)?.recipients ?? [];
  return {
    messages: people.slice(0, 60).map(({ email, lead_id, sending_status }, i) => ({
      id: 60 - i,
      subject: i % 7 === 0 ? "=Re: our meeting" : "Hiring our graduates",
      to: email,
      from: "ada@careers.example",
      status: sending_status ?? "pending",
      direction: "outbound",
      sent_at: times(i + 1),
      opens: sending_status === "opened" || sending_status === "clicked" ? 1 + (i % 3) : 0,
      clicks: sending_status === "clicked" ? 1 : 0,
      replied: sending_status === "replied",
      sequence_id: 2,
      lead_id,
    })),
    "email-accounts": of(3, (i) => ({
      email: `ada${i}@careers.example`,
      provider: i % 2 === 0 ? "google" : "microsoft",
      daily_limit: 50 * i,
      sending_status: ["active", "paused", "warming"][i % 3],
    })),
    "message-templates": of(5, (i) => ({
      name: `Template ${i}`,
      subject: "Hello {{first_name}}",
      body: "<p>We train people whom you may want to hire.</p>",
      message_format: i % 2 === 0 ? "html" : "text",
      created_at: times(10 * i),
    })),
    tags: of(6, (i) => ({
      name: ["Warm", "Cold", "Alumni", "Partner", "+1", "Hot"][i - 1],
      color: "FF8800",
    })),
    companies: companies(23)
      .map(({ domain, name }, i) => ({
        id: i + 1,
        domain,
        name,
        leads_count: i % 4,
        created_at: times(23 - i),
      }))
      .reverse(),
    "company-lists": of(5, (i) => ({
      name: `Companies ${i}`,
      type: i % 2 === 0 ? "static" : "dynamic",
      filters: i % 2 === 0 ? null : { headcount: ["11-50"] },
      created_at: times(5 * i),
      companies_count: 4 * i,
    })),
  };
}

/** Fields that a list's own listing leaves out. */
const ONLY_ALONE = ["companies_count"];

/** GET of one of these lists. Some come bare, some under their name. */
export function listNewer(call: Call, name: string, records: readonly Record_[]): Reply {
  const limit = pageNumber(call, "limit", 1, 100, 20);
  const offset = pageNumber(call, "offset", 0, name === "companies" ? 9_999 : 100_000, 0);
  const wanted = records.filter((record) =>
    ["status", "direction", "sequence_id", "lead_id"].every((field) => {
      const value = call.query.get(field);
      return value === null || String(record[field]) === value;
    }),
  );
  const page = wanted.slice(offset, offset + limit).map((record) => {
    const shown = Object.entries(record).filter(([field]) => !ONLY_ALONE.includes(field));
    return Object.fromEntries(shown);
  });
  const data = name === "email-accounts" ? page : { [name.replace(/-/g, "_")]: page };
  return { status: 200, body: { data, meta: { total: wanted.length, limit, offset } } };
}

export function oneNewer(id: string, records: readonly Record_[]): Reply {
  return { status: 200, body: { data: records.find((record) => String(record.id) === id) ?? notFound() } };
}

/** A sequence by itself: what its list leaves out. */
export function sequenceOf(campaign: CampaignRecord) {
  const { id, name, started, archived, paused } = campaign;
  const state = archived ? "archived" : paused ? "paused" : started ? "active" : "draft";
  return {
    id,
    name,
    status: state,
    started,
    archived,
    paused,
    schedule: { start_at: null, time_start: 28_800, time_end: 64_800, days: [1, 2, 3, 4, 5] },
    email_account_ids: [1],
    follow_ups: {
      unique_steps_count: 1,
      steps: [{ id: id * 10, step: 0, subject: "Hello", body: "Hello", wait_days: 0 }],
    },
  };
}

/** GET sequences/ID/stats: of people, but for what bounced. */
export function statsOf({ id, name, recipients }: CampaignRecord) {
  const count = (...statuses: readonly string[]) =>
    recipients.filter(({ sending_status }) => statuses.includes(sending_status ?? "")).length;
  const sent = count("sent", "opened", "clicked", "replied", "bounced", "unsubscribed");
  const told = {
    opened: count("opened", "clicked", "replied"),
    clicked: count("clicked"),
    replied: count("replied"),
    bounced: count("bounced"),
    unsubscribed_recipients: count("unsubscribed"),
  };
  const rate = (some: number) => (sent === 0 ? 0 : some / sent);
  return {
    id,
    name,
    recipients_count: recipients.length,
    sent,
    delivered: sent - told.bounced,
    ...told,
    open_rate: rate(told.opened),
    click_rate: rate(told.clicked),
    reply_rate: rate(told.replied),
    bounce_rate: rate(told.bounced),
    unsubscribed_recipients_rate: rate(told.unsubscribed_recipients),
    follow_ups: [
      {
        id: id * 10,
        step: 0,
        variant: null,
        messages_sent: sent,
        replied: told.replied,
        reply_rate: rate(told.replied),
      },
    ],
  };
}
