import { afterAll, beforeAll, expect, test } from "vitest";
import type { BookFile } from "../../local/runtime/book-file.ts";
import { freshFile, must, type Servers, startServers } from "../rig.ts";
import { killPushEverywhere, withRows } from "./pushing.ts";

let servers: Servers;
let fresh: BookFile;

beforeAll(async () => {
  servers = await startServers({
    huntr: { size: { jobs: 0, activities: 0, members: 12, employers: 2 }, requestsPerSecond: null },
  });
  fresh = await freshFile(servers.routes);
});
afterAll(() => servers.close());

/**
 * What is killed is the same for more rows, save for calls between others of their kind. The whole of it (PUSH_KILL=whole:
 * the 60, 120 and 120 rows, both ways at every call) takes an hour; otherwise it is killed at some calls of each kind.
 */
const isWhole = process.env.PUSH_KILL === "whole";
const ROWS = isWhole
  ? { invitations: 60, leads: 120, recipients: 120 }
  : { invitations: 4, leads: 4, recipients: 52 };

/** Leads and recipients go the same way as invitations, but for what is asked about a row in doubt. */
const STEP = isWhole ? 1 : 4;

const TIMEOUT_MS = 3_600_000;

const addresses = (count: number) => Array.from({ length: count }, (_, i) => `person${i + 1}@new.example`);
const times = (all: readonly string[]) => (email: string) => all.filter((other) => other === email).length;
/** Refused by form, twice in the sheet, and a row of the user's own: they are left out however it was killed. */
const ODD_ROWS = [
  ["no address", "odd"],
  ["PERSON1@new.example", "twice"],
  ["", "no address either"],
];
const rowsOf = (emails: readonly string[]) => [
  ["E-mail", "Notes"],
  ...emails.map((email) => [email, `note of ${email}`]),
  ...ODD_ROWS,
];

const KILLS = [
  ["before", "lost"],
  ["after", "applied"],
] as const;

test.each(KILLS)(
  `${ROWS.invitations} invitations killed right %s each service call (queued writes %s): nobody is invited twice or forgotten`,
  async (when, queued) => {
    const emails = addresses(ROWS.invitations);
    const file = await withRows(fresh, servers, "People", rowsOf(emails));
    const spec = { kind: "push", push: "huntr.invitations", sheet: "People", map: { email: "E-mail" } };
    await killPushEverywhere(file, servers, spec, when, queued, STEP, (where) => {
      const sent = times(servers.huntr.data.invitations.map(({ toEmail }) => toEmail));
      expect(emails.map(sent), where).toEqual(emails.map(() => 1));
    });
  },
  TIMEOUT_MS,
);

test.each(isWhole ? KILLS : KILLS.slice(0, 1))(
  `${ROWS.leads} leads killed right %s each service call (queued writes %s): each is saved once`,
  async (when, queued) => {
    const emails = addresses(ROWS.leads);
    const file = await withRows(fresh, servers, "People", rowsOf(emails));
    const spec = {
      kind: "push",
      push: "hunter.leads",
      sheet: "People",
      map: { email: "E-mail", notes: "Notes" },
    };
    await killPushEverywhere(file, servers, spec, when, queued, STEP * (isWhole ? 1 : 2), (where) => {
      const sent = times(servers.hunter.data.leads.map(({ email }) => String(email)));
      expect(emails.map(sent), where).toEqual(emails.map(() => 1));
    });
  },
  TIMEOUT_MS,
);

test.each(isWhole ? KILLS : KILLS.slice(1))(
  `${ROWS.recipients} recipients killed right %s each service call (queued writes %s): each is added once`,
  async (when, queued) => {
    const emails = addresses(ROWS.recipients);
    const file = await withRows(fresh, servers, "People", rowsOf(emails));
    servers.hunter.restore(undefined);
    const campaign = must(servers.hunter.data.campaigns.find(({ archived }) => !archived));
    const spec = {
      kind: "push",
      push: "hunter.recipients",
      sheet: "People",
      map: { emails: "E-mail" },
      constants: { campaign_id: campaign.id },
    };
    await killPushEverywhere(file, servers, spec, when, queued, STEP * (isWhole ? 1 : 2), (where) => {
      const sent = times(servers.hunter.data.recipients(campaign.id).map(({ email }) => email));
      expect(emails.map(sent), where).toEqual(emails.map(() => 1));
    });
  },
  TIMEOUT_MS,
);
