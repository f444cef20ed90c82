import { addressIn, addressKey, isAddress } from "../core/addresses.ts";
import { ApiError, assertInput } from "../core/errors.ts";
import { fieldAt, objectsOf } from "../core/json.ts";
import { readWhole } from "../core/listing.ts";
import type { JsonObject } from "../core/ports.ts";
import { onlyFields, type Push, type PushWorld, type Values } from "../core/push.ts";
import type { Answer } from "../core/request.ts";
import { campaigns } from "./campaigns.ts";
import { CLAIMED, refusals } from "./claimed.ts";
import { LATER, laterIf } from "./later.ts";
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

/** U24: adds recipients to a campaign, by address or by lead. Mail may leave at once where the campaign is running. */
export const recipientPush: Push = {
  name: "hunter.recipients",
  api: "hunter",
  title: "Recipients",
  noun: recipientNoun,
  verb: "added",
  perCall: PER_CALL,
  keys: ["emails", "lead_ids"],
  named: { campaign_id: campaigns.table },
  kinds: { lead_ids: "id" },
  refusals,
  open: (world) => {
    const { client, constants, hasOptedOut } = world;
    const path = pathOf(world, ["emails", "lead_ids"]);
    mustBeOpen(world);
    const there = recipientsOnce(world);
    const added = `done (${recipientNoun(constants)} added)`;
    const addresses = new Map<string, string>();

    /** Addresses of the leads, "" for one that there is not. */
    function addressesOf(ids: readonly string[]): void {
      const asked = ids.filter((id) => !addresses.has(id));
      client.getAll(asked.map((id) => ({ path: `leads/${id}` }))).forEach((outcome, i) => {
        if (!outcome.ok && outcome.error.kind !== "not-found") throw outcome.error;
        const email = outcome.ok ? fieldAt(outcome.body, "data", "email") : "";
        addresses.set(asked[i] as string, addressKey(email));
      });
    }
    const addressOf = (values: Values) => emailOf(values) || (addresses.get(leadOf(values)) ?? "");

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
        addressesOf(rows.map(leadOf).filter((id) => id !== ""));
        const going = new Set<string>();
        const outcomes = rows.map((values) => {
          const address = addressOf(values);
          if (address === "") return `failed: Hunter has no lead ${leadOf(values)}`;
          const held = addresses.get(leadOf(values)) || address;
          if (held !== address)
            return `failed: lead ${leadOf(values)} is ${held}, not ${address}. Mend the row, then send it again.`;
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
        return rows.map((values, i) => outcomes[i] ?? outcomeOf(addressOf(values)));
      },
      arrived: (values) => {
        const id = leadOf(values);
        if (emailOf(values) === "") addressesOf([id]);
        return there().has(addressOf(values)) ? added : null;
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

/** U25: cancels what is scheduled for recipients of a campaign. Safe to repeat. */
export const recipientCancellation: Push = {
  name: "hunter.recipients.cancel",
  api: "hunter",
  title: "Cancelled e-mails",
  noun: cancellationNoun,
  verb: "cancelled",
  perCall: PER_CALL,
  keys: ["emails"],
  named: { campaign_id: campaigns.table },
  made: { field: "added", words: /(?<=added\) |, )for ([^\s,]+)/ },
  open: (world) => {
    const path = pathOf(world, ["emails"]);
    const there = recipientsOnce(world);
    const done = `done (${cancellationNoun(world.constants)})`;
    return {
      check: (values) => {
        const { added = "" } = values;
        if (added === "" || addressKey(added) === emailOf(values)) return formFault(values);
        return `failed: this row was added as ${String(added)}. Put that address back, or empty its status and cancel again.`;
      },
      sent: sentEmails,
      send: (rows) => {
        const { body, status } = world.client.send("DELETE", path, {}, { emails: rows.map(sentEmail) });
        if (status === LATER) return rows.map(() => done.replace(/\)$/, `${laterIf(status)})`));
        const list = fieldAt(body, "data", "recipients_canceled");
        const now = Array.isArray(list) ? null : readAfter(recipientsOnce(world));
        const cancelled = Array.isArray(list) ? list.map(addressKey) : [];
        return rows.map((values) => {
          const email = emailOf(values);
          const isDone = now ? isCancelled(now.get(email)) : cancelled.includes(email);
          return isDone ? done : "skipped: nothing was scheduled";
        });
      },
      arrived: (values) => (isCancelled(there().get(emailOf(values))) ? done : null),
    };
  },
};

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
function pathOf({ constants, fields, mapped }: PushWorld, keys: readonly string[]): string {
  onlyFields(fields, [...keys, "campaign_id"], "A recipient");
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
function recipientsOnce({ client, constants }: PushWorld): () => Map<string, string> {
  let all: Map<string, string> | null = null;
  return () => {
    if (all) return all;
    const found = readWhole(client, recipients, { campaign_id: String(constants.campaign_id) });
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

function formFault(values: Values): string | null {
  const email = emailOf(values);
  if (email === "")
    return /^\d+$/.test(leadOf(values)) ? null : `failed: "${leadOf(values)}" is no number of a lead`;
  return isAddress(sentEmail(values)) ? null : `failed: "${email}" is no e-mail address`;
}

function skipText(reason: string): string {
  const words = REASONS[reason];
  return words ? `skipped: ${reason} (${words})` : `skipped: ${reason}`;
}
