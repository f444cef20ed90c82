import { must } from "../core/errors.ts";
import { fieldAt, objectsOf } from "../core/json.ts";
import type { JsonObject } from "../core/ports.ts";
import {
  CLAIMED,
  isAddress,
  onlyFields,
  type Push,
  type PushWorld,
  sameKey,
  type Values,
} from "../core/push.ts";
import { campaigns } from "./campaigns.ts";
import { listIn } from "./records.ts";

/** 'An array of up to 50 emails', likewise of lead ids. */
const PER_CALL = 50;
const PAGE = 100;

/** The text's reasons for a recipient that was skipped. */
const REASONS: Readonly<Record<string, string>> = {
  duplicate: "already in this campaign",
  invalid: "the address has a wrong form",
  removed: "was removed from this campaign before",
  bounced: "an earlier e-mail bounced",
  unsubscribed: "unsubscribed from your e-mails",
  claimed: "asked not to get any e-mails",
};

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
  open: (world) => {
    const { client, read, constants, isClaimed } = world;
    const path = pathOf(world, ["emails", "lead_ids"]);
    const campaign = read(campaigns.table).find(({ id }) => String(id) === String(constants.campaign_id));
    must(campaign, `Hunter has no campaign ${String(constants.campaign_id)}.`);
    must(
      campaign.archived !== true,
      `The campaign "${String(campaign.name)}" is archived. Choose another one.`,
    );
    const there = recipientsOnce(world, path);
    const added = `done (${recipientNoun(constants)} added)`;
    const addresses = new Map<string, string>();

    /** Addresses of the leads, "" for one that there is not. */
    function addressesOf(ids: readonly string[]): void {
      const asked = ids.filter((id) => !addresses.has(id));
      client.getAll(asked.map((id) => ({ path: `leads/${id}` }))).forEach((outcome, i) => {
        if (!outcome.ok && outcome.error.kind !== "not-found") throw outcome.error;
        const email = outcome.ok ? fieldAt(outcome.body, "data", "email") : "";
        addresses.set(asked[i] as string, sameKey(email));
      });
    }
    const addressOf = (values: Values) => emailOf(values) || (addresses.get(leadOf(values)) ?? "");

    return {
      check: (values, again) => {
        const fault = formFault(values);
        if (fault) return fault;
        const email = emailOf(values);
        if (isClaimed(email)) return CLAIMED;
        // Hunter says so itself; reading all of them for each slice would cost more than the calls.
        return !again && email !== "" && there().has(email) ? skipText("duplicate") : null;
      },
      send: (rows) => {
        addressesOf(rows.map(leadOf).filter((id) => id !== ""));
        const outcomes = rows.map((values, i) => {
          const address = addressOf(values);
          if (address === "") return `failed: Hunter has no lead ${leadOf(values)}`;
          if (isClaimed(address)) return CLAIMED;
          // The same person by lead and by address: Hunter's answer could not tell the two rows apart.
          const isTwin = rows.slice(0, i).some((other) => addressOf(other) === address);
          return isTwin ? skipText("duplicate") : null;
        });
        const sent = rows.filter((_, i) => outcomes[i] === null);
        const emails = sent.map(emailOf).filter((email) => email !== "");
        const leadIds = sent
          .filter((values) => emailOf(values) === "")
          .map((values) => Number(leadOf(values)));
        const body: JsonObject = {};
        if (emails.length > 0) body.emails = emails;
        if (leadIds.length > 0) body.lead_ids = leadIds;
        const answer = sent.length > 0 ? client.send("POST", path, {}, body).body : null;
        const reasons = new Map<string, string>();
        for (const { email, reason } of objectsOf(fieldAt(answer, "data", "skipped_recipients")))
          reasons.set(sameKey(email), String(reason));
        return rows.map((values, i) => {
          const reason = reasons.get(addressOf(values));
          return outcomes[i] ?? (reason === undefined ? added : skipText(reason));
        });
      },
      arrived: (values) => {
        const id = leadOf(values);
        if (emailOf(values) === "") addressesOf([id]);
        return there().has(addressOf(values)) ? added : null;
      },
    };
  },
};

/** U25: cancels what is scheduled for recipients of a campaign. Safe to repeat. */
export const recipientCancellation: Push = {
  name: "hunter.recipients.cancel",
  api: "hunter",
  title: "Cancelled e-mails",
  noun: cancellationNoun,
  verb: "cancelled",
  perCall: PER_CALL,
  keys: ["emails"],
  made: { field: "added", words: /(?<=added\) |, )for ([^\s,]+)/ },
  open: (world) => {
    const path = pathOf(world, ["emails"]);
    const there = recipientsOnce(world, path);
    const done = `done (${cancellationNoun(world.constants)})`;
    return {
      check: (values) => {
        const { added = "" } = values;
        if (added === "" || added === emailOf(values)) return formFault(values);
        return `failed: this row was added as ${String(added)}. Put that address back, or empty its status and cancel again.`;
      },
      send: (rows) => {
        const { body } = world.client.send("DELETE", path, {}, { emails: rows.map(emailOf) });
        const list = fieldAt(body, "data", "recipients_canceled");
        const cancelled = (Array.isArray(list) ? list : []).map(sameKey);
        return rows.map((values) =>
          cancelled.indexOf(emailOf(values)) < 0 ? "skipped: nothing was scheduled" : done,
        );
      },
      arrived: (values) => (/^cancell?ed$/.test(there().get(emailOf(values)) ?? "") ? done : null),
    };
  },
};

/** @throws InputError when no campaign is named, or something that is not sent. */
function pathOf({ constants, fields, mapped }: PushWorld, keys: readonly string[]): string {
  onlyFields(fields, [...keys, "campaign_id"], "A recipient");
  must(
    mapped.indexOf("campaign_id") < 0,
    "The campaign_id is the same for all rows: give it as a constant, not as a column.",
  );
  const id = constants.campaign_id ?? "";
  must(/^\d+$/.test(String(id)), 'Say which campaign, as the constant "campaign_id".');
  return `${campaigns.path}/${String(id)}/recipients`;
}

/** U23: sending status by address, read when it is first needed. */
function recipientsOnce({ client }: PushWorld, path: string): () => Map<string, string> {
  let all: Map<string, string> | null = null;
  return () => {
    if (all) return all;
    all = new Map();
    for (let offset = 0; ; offset += PAGE) {
      const page = listIn("recipients")(client.get(path, { limit: PAGE, offset }).body);
      for (const { email, sending_status } of page) all.set(sameKey(email), String(sending_status));
      if (page.length === 0) return all;
    }
  };
}

function emailOf(values: Values): string {
  return sameKey(values.emails);
}

function leadOf(values: Values): string {
  return String(values.lead_ids ?? "").trim();
}

function formFault(values: Values): string | null {
  const email = emailOf(values);
  if (email === "")
    return /^\d+$/.test(leadOf(values)) ? null : `failed: "${leadOf(values)}" is no number of a lead`;
  return isAddress(email) ? null : `failed: "${email}" is no e-mail address`;
}

function skipText(reason: string): string {
  const words = REASONS[reason];
  return words ? `skipped: ${reason} (${words})` : `skipped: ${reason}`;
}
