import { addressIn, addressKey, isAddress } from "../core/addresses.ts";
import { ApiError, assertInput } from "../core/errors.ts";
import { fieldAt, objectsOf } from "../core/json.ts";
import type { JsonObject } from "../core/ports.ts";
import { onlyFields, type Push, type PushWorld, type Values } from "../core/push.ts";
import type { Answer } from "../core/request.ts";
import { campaigns } from "./campaigns.ts";
import { CLAIMED, refusals } from "./claimed.ts";
import { LATER, laterIf } from "./later.ts";
import { leads as leadsTable } from "./leads.ts";
import { recipients } from "./recipients.ts";

/** 'An array of up to 50 emails', likewise of lead ids. */
const PER_CALL = 50;

/** The text's reasons for a recipient that was skipped. */
const REASONS: Readonly<Record<string, string>> = {
  duplicate: "already in this campaign",
  invalid: "the address has a wrong form",
  removed: "was removed from this campaign before",
  bounced: "an earlier e-mail bounced",
  unsubscribed: "unsubscribed from your e-mails",
  claimed: "asked not to get any e-mails",
};

const UNSAID =
  "failed: Hunter did not add this recipient, and gave no reason. Look at the campaign in Hunter.";

/** What was sent to one campaign was not sent to another. */
const recipientNoun = ({ campaign_id }: JsonObject) => `recipient of campaign ${String(campaign_id)}`;
const cancellationNoun = ({ campaign_id }: JsonObject) => `cancellation in campaign ${String(campaign_id)}`;

/** A recipient is told by address, or by the number of a lead. */
const KEYS = ["emails", "lead_ids"];

/** U24: adds recipients to a campaign, by address or by lead. Mail may leave at once where the campaign is running. */
export const recipientPush: Push = {
  name: "hunter.recipients",
  api: "hunter",
  title: "Recipients",
  noun: recipientNoun,
  verb: "added",
  perCall: PER_CALL,
  keys: KEYS,
  named: { campaign_id: campaigns.table },
  kinds: { lead_ids: "id" },
  refusals,
  open: (world) => {
    const { client, constants, hasOptedOut } = world;
    const path = pathOf(world);
    mustBeOpen(world);
    const there = recipientsOnce(world);
    const added = `done (${recipientNoun(constants)} added)`;
    const leads = new LeadAddresses(world);

    return {
      check: (values, again) => {
        const fault = formFault(values);
        if (fault) return fault;
        const email = emailOf(values);
        if (hasOptedOut(email)) return CLAIMED;
        // Hunter says so itself; reading all of them for each slice would cost more than the calls.
        return !again && email !== "" && there().has(email) ? skipText("duplicate") : null;
      },
      sent: sentEmails,
      send: (rows) => {
        leads.ask(rows.map(leadOf));
        const going = new Set<string>();
        const outcomes = rows.map((values) => {
          const fault = leads.faultOf(values, "send it");
          if (fault !== null) return fault;
          const address = leads.addressOf(values);
          if (hasOptedOut(address)) return CLAIMED;
          // The same person by lead and by address: Hunter's answer could not tell the two rows apart.
          if (going.has(address)) return skipText("duplicate");
          going.add(address);
          return null;
        });
        const sent = rows.filter((_, i) => outcomes[i] === null);
        const emails = sent.map(sentEmail).filter((email) => email !== "");
        const leadIds = sent
          .filter((values) => emailOf(values) === "")
          .map((values) => Number(leadOf(values)));
        const body: JsonObject = {};
        if (emails.length > 0) body.emails = emails;
        if (leadIds.length > 0) body.lead_ids = leadIds;
        if (sent.length === 0) return outcomes.map(String);
        const answer = client.send("POST", path, {}, body);
        const outcomeOf = toldIn(answer, added, () => readAfter(recipientsOnce(world)));
        return rows.map((values, i) => outcomes[i] ?? outcomeOf(leads.addressOf(values)));
      },
      arrived: (values) => {
        leads.askIfNeeded(values);
        return there().has(leads.addressOf(values)) ? added : null;
      },
    };
  },
};

/**
 * What an answer tells of each address.
 * @param there reads the campaign: where the answer has no body, nobody knows otherwise whom Hunter has skipped.
 */
function toldIn(
  { status, body }: Answer,
  added: string,
  there: () => ReadonlyMap<string, string>,
): (address: string) => string {
  if (status === LATER) return () => added.replace(" added)", ", later added)");
  const skipped = fieldAt(body, "data", "skipped_recipients");
  if (!Array.isArray(skipped)) {
    const now = there();
    return (address) => (now.has(address) ? added : UNSAID);
  }
  const reasons = new Map(objectsOf(skipped).map(({ email, reason }) => [addressKey(email), String(reason)]));
  return (address) => {
    const reason = reasons.get(address);
    return reason === undefined ? added : skipText(reason);
  };
}

/** U25: cancels what is scheduled for recipients of a campaign, who are told to Hunter by address. Safe to repeat. */
export const recipientCancellation: Push = {
  name: "hunter.recipients.cancel",
  api: "hunter",
  title: "Cancelled e-mails",
  noun: cancellationNoun,
  verb: "cancelled",
  perCall: PER_CALL,
  keys: KEYS,
  named: { campaign_id: campaigns.table },
  kinds: { lead_ids: "id" },
  made: { field: "added", words: /(?<=added\) |, )for ([^\s,]+)/ },
  open: (world) => {
    const path = pathOf(world);
    const there = recipientsOnce(world);
    const done = `done (${cancellationNoun(world.constants)})`;
    const leads = new LeadAddresses(world);

    /** Why nobody is cancelled by a row that was added as somebody else; null where it was not. */
    function addedFault(values: Values): string | null {
      const added = addressKey(values.added);
      if (added === "" || added === (emailOf(values) || leadOf(values))) return null;
      const was = isLeadId(added) ? leads.of(added) : added;
      if (was === "")
        return `failed: this row was added as lead ${added}, which Hunter has no more. Empty its status and cancel again.`;
      if (was === leads.addressOf(values)) return null;
      return `failed: this row was added as ${was}. Put that address back, or empty its status and cancel again.`;
    }
    const isByAddress = ({ added = "", ...values }: Values) =>
      !isLeadId(String(added)) && emailOf(values) !== "";

    return {
      // What the number of a lead stands for is asked when the row is sent, with those of other rows.
      check: (values) => formFault(values) ?? (isByAddress(values) ? addedFault(values) : null),
      sent: sentEmails,
      send: (rows) => {
        leads.ask(rows.map(leadOf).concat(rows.map(({ added }) => String(added ?? "")).filter(isLeadId)));
        const faults = rows.map((values) => leads.faultOf(values, "cancel") ?? addedFault(values));
        const sent = rows.filter((_, i) => faults[i] === null);
        if (sent.length === 0) return faults.map(String);
        const emails = [...new Set(sent.map((values) => sentEmail(values) || leads.addressOf(values)))];
        const answer = world.client.send("DELETE", path, {}, { emails });
        const outcomeOf = cancelledIn(answer, done, () => readAfter(recipientsOnce(world)));
        return rows.map((values, i) => faults[i] ?? outcomeOf(leads.addressOf(values)));
      },
      arrived: (values) => {
        leads.askIfNeeded(values);
        return isCancelled(there().get(leads.addressOf(values))) ? done : null;
      },
    };
  },
};

/** What an answer tells of each address. @param there as of `toldIn` */
function cancelledIn(
  { status, body }: Answer,
  done: string,
  there: () => ReadonlyMap<string, string>,
): (address: string) => string {
  if (status === LATER) return () => done.replace(/\)$/, `${laterIf(status)})`);
  const list = fieldAt(body, "data", "recipients_canceled");
  const now = Array.isArray(list) ? null : there();
  const cancelled = Array.isArray(list) ? list.map(addressKey) : [];
  return (address) => {
    const isDone = now ? isCancelled(now.get(address)) : cancelled.includes(address);
    return isDone ? done : "skipped: nothing was scheduled";
  };
}

/** The addresses of leads that rows name by number: each is asked for once. */
class LeadAddresses {
  /** "" for a lead that there is not. */
  private readonly known = new Map<string, string>();

  constructor(private readonly world: Pick<PushWorld, "client">) {}

  /** @param ids "" for a row that names none. @throws ApiError */
  ask(ids: readonly string[]): void {
    const asked = [...new Set(ids)].filter((id) => id !== "" && !this.known.has(id));
    this.world.client
      .getAll(asked.map((id) => ({ path: `${leadsTable.path}/${id}` })))
      .forEach((outcome, i) => {
        if (!outcome.ok && outcome.error.kind !== "not-found") throw outcome.error;
        const email = outcome.ok ? fieldAt(outcome.body, "data", "email") : "";
        this.known.set(asked[i] as string, addressKey(email));
      });
  }

  /** For a row that names nobody else. */
  askIfNeeded(values: Values): void {
    if (emailOf(values) === "") this.ask([leadOf(values)]);
  }

  /** "" for a lead that there is not, or that was not asked for. */
  of(id: string): string {
    return this.known.get(id) ?? "";
  }

  addressOf(values: Values): string {
    return emailOf(values) || this.of(leadOf(values));
  }

  /** Why a row names nobody, or two people, once its lead was asked for. @param again "send it" */
  faultOf(values: Values, again: string): string | null {
    const address = this.addressOf(values);
    const id = leadOf(values);
    if (address === "") return `failed: Hunter has no lead ${id}`;
    const held = this.of(id) || address;
    return held === address
      ? null
      : `failed: lead ${id} is ${held}, not ${address}. Mend the row, then ${again} again.`;
  }
}

/**
 * What a call that succeeded came to. However the read ends, the call had its effect: its rows stay in doubt.
 * @throws ApiError of the kind `unreachable`
 */
function readAfter<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const { api, message, retryAtMs } = error;
    throw new ApiError(api, "unreachable", message, retryAtMs === undefined ? {} : { retryAtMs });
  }
}

function isCancelled(sendingStatus: string | undefined): boolean {
  return /^cancell?ed$/.test(sendingStatus ?? "");
}

/** @throws InputError when no campaign is named, or something that is not sent. */
function pathOf({ constants, fields, mapped }: PushWorld): string {
  onlyFields(fields, [...KEYS, "campaign_id"], "A recipient");
  assertInput(
    mapped.indexOf("campaign_id") < 0,
    "The campaign_id is the same for all rows: give it as a constant, not as a column.",
  );
  const id = constants.campaign_id ?? "";
  assertInput(/^\d+$/.test(String(id)), 'Say which campaign, as the constant "campaign_id".');
  return `${campaigns.path}/${String(id)}/recipients`;
}

/** @throws InputError where there is no such campaign, or it takes nobody any more. */
function mustBeOpen({ read, constants }: PushWorld): void {
  const campaign = read(campaigns.table).find(({ id }) => String(id) === String(constants.campaign_id));
  assertInput(campaign, `Hunter has no campaign ${String(constants.campaign_id)}.`);
  assertInput(
    campaign.archived !== true,
    `The campaign "${String(campaign.name)}" is archived. Choose another one.`,
  );
}

/** U23: sending status by address, read when it is first needed. */
function recipientsOnce({ read, constants }: PushWorld): () => Map<string, string> {
  let all: Map<string, string> | null = null;
  return () => {
    if (all) return all;
    const found = read(recipients.table, { campaign_id: String(constants.campaign_id) });
    all = new Map(found.map(({ email, sending_status }) => [addressKey(email), String(sending_status)]));
    return all;
  };
}

function emailOf(values: Values): string {
  return addressKey(values.emails);
}

/** In the row's own spelling. @throws InputError */
function sentEmail(values: Values): string {
  return addressIn(values.emails);
}

function sentEmails(values: Values): { readonly emails: string } {
  return { emails: sentEmail(values) };
}

function leadOf(values: Values): string {
  return String(values.lead_ids ?? "").trim();
}

function isLeadId(text: string): boolean {
  return /^\d+$/.test(text);
}

function formFault(values: Values): string | null {
  const email = emailOf(values);
  if (email === "")
    return isLeadId(leadOf(values)) ? null : `failed: "${leadOf(values)}" is no number of a lead`;
  return isAddress(sentEmail(values)) ? null : `failed: "${email}" is no e-mail address`;
}

function skipText(reason: string): string {
  const words = REASONS[reason];
  return words ? `skipped: ${reason} (${words})` : `skipped: ${reason}`;
}
