import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { FaultEffect } from "../../local/apis/wire/faults.ts";
import type { Host } from "../../local/runtime/host.ts";
import {
  freshFile,
  grid,
  json,
  must,
  openHost,
  type SeenRun,
  type Servers,
  start,
  startServers,
  value,
} from "../rig.ts";
import { STATUS, under } from "./pushing.ts";

let servers: Servers;
let host: Host;

beforeAll(async () => {
  servers = await startServers({
    huntr: { size: { jobs: 0, activities: 0, members: 2, employers: 2 }, requestsPerSecond: null },
  });
  host = await openHost(await freshFile(servers.routes), servers.routes);
});
afterAll(async () => {
  await host.close();
  await servers.close();
});

/** A push of a few rows, and what is to be there in the end. */
interface Case {
  readonly api: "huntr" | "hunter";
  readonly rows: () => readonly (readonly (string | number)[])[];
  readonly spec: () => object;
  /** By row, how often it had its effect. */
  readonly times: () => readonly number[];
}

const people = (count: number) => Array.from({ length: count }, (_, i) => `person${i + 1}@new.example`);
const PEOPLE = people(2);
/** One more than a call takes. */
const MANY = people(51);
const countIn = (all: readonly unknown[]) => (email: string) => all.filter((other) => other === email).length;
const campaign = () => must(servers.hunter.data.campaigns.find(({ archived }) => !archived));
const busyCampaign = () =>
  must(
    servers.hunter.data.campaigns.find(
      ({ archived, recipients_count }) => !archived && recipients_count > MANY.length,
    ),
  );
const memberField = () => must(servers.huntr.data.memberFields.find(({ fieldType }) => fieldType === "TEXT"));
const knownLeads = () => servers.hunter.data.leads.slice(0, 2).map(({ email }) => String(email));
let leadsBefore: string[] = [];
let scheduled: string[] = [];

const CASES: { readonly [push: string]: Case } = {
  "huntr.invitations": {
    api: "huntr",
    rows: () => PEOPLE.map((email) => [email]),
    spec: () => ({ map: { email: "E-mail" } }),
    times: () => PEOPLE.map(countIn(servers.huntr.data.invitations.map(({ toEmail }) => toEmail))),
  },
  "huntr.member-fields": {
    api: "huntr",
    rows: () => servers.huntr.data.members.map(({ email }, i) => [email, `value ${i}`]),
    spec: () => ({ map: { email: "E-mail", [memberField().name]: "Value" } }),
    times: () =>
      servers.huntr.data.members.map(
        ({ memberFieldValues }, i) =>
          memberFieldValues.filter((one) => one.fieldId === memberField().id && one.value === `value ${i}`)
            .length,
      ),
  },
  "hunter.leads": {
    api: "hunter",
    rows: () => PEOPLE.map((email) => [email]),
    spec: () => ({ map: { email: "E-mail" } }),
    times: () => PEOPLE.map(countIn(servers.hunter.data.leads.map(({ email }) => email))),
  },
  "hunter.leads.delete": {
    api: "hunter",
    rows: () => {
      leadsBefore = knownLeads();
      return leadsBefore.map((email) => [email]);
    },
    spec: () => ({ map: { email: "E-mail" } }),
    times: () =>
      leadsBefore.map((email) => 1 - countIn(servers.hunter.data.leads.map((lead) => lead.email))(email)),
  },
  "hunter.recipients": {
    api: "hunter",
    rows: () => MANY.map((email) => [email]),
    spec: () => ({ map: { emails: "E-mail" }, constants: { campaign_id: campaign().id } }),
    times: () => MANY.map(countIn(servers.hunter.data.recipients(campaign().id).map(({ email }) => email))),
  },
  "hunter.recipients.cancel": {
    api: "hunter",
    rows: () => {
      const { id } = busyCampaign();
      scheduled = servers.hunter.data
        .recipients(id)
        .slice(0, MANY.length)
        .map(({ email }) => email);
      for (const email of scheduled) servers.hunter.setSendingStatus(id, email, "pending");
      return scheduled.map((email) => [email]);
    },
    spec: () => ({ map: { emails: "E-mail" }, constants: { campaign_id: busyCampaign().id } }),
    times: () => {
      const cancelled = servers.hunter.data
        .recipients(busyCampaign().id)
        .filter(({ sending_status }) => sending_status === "canceled");
      return scheduled.map(countIn(cancelled.map(({ email }) => email)));
    },
  },
};

const EFFECTS: readonly (readonly [string, FaultEffect])[] = [
  ["429", { kind: "status", status: 429, headers: { "retry-after": "1" } }],
  ["402", { kind: "status", status: 402 }],
  ["403", { kind: "status", status: 403 }],
  ["403 forbidden", { kind: "status", status: 403, body: { errors: [{ id: "forbidden", code: 403 }] } }],
  ["401", { kind: "status", status: 401 }],
  ["500", { kind: "status", status: 500 }],
  ["dropped before the effect", { kind: "drop", when: "before" }],
  ["dropped after the effect", { kind: "drop", when: "after" }],
  ["HTML after the effect", { kind: "html", after: true }],
  ["cut JSON after the effect", { kind: "cut" }],
];

/** Somebody has to act; the others pass by themselves. Of Hunter, a 403 that says nothing may be its rate. */
const STOPS: { readonly [api: string]: readonly string[] } = {
  huntr: ["401", "403", "403 forbidden"],
  hunter: ["401", "402", "403 forbidden"],
};

describe.each(Object.keys(CASES))("%s", (push) => {
  const isHunters = CASES[push]?.api === "hunter";
  test.each(EFFECTS.filter(([name]) => isHunters || name !== "402"))(
    "each request meets a fault once: %s. Every row has its effect once and says so",
    async (name, effect) => {
      const { api, rows, spec, times } = must(CASES[push]);
      const server = servers[api];
      server.restore(undefined);
      const sheet = `${push} ${name}`;
      const cells = rows();
      host.book.write(host.book.insertSheet(sheet), 1, 1, [
        ["E-mail", "Value"],
        ...cells.map((row) => [...row, ...(row.length === 1 ? [""] : [])]),
      ]);
      const met = new Set<string>();
      let struckLast = false;
      server.faults.clear();
      server.faults.add({
        effect,
        times: Number.POSITIVE_INFINITY,
        when: ({ method, path, text, query }) => {
          // What tells when a plan is reset is asked for beside what stops a run.
          if (path.endsWith("/account")) return false;
          const request = `${method} ${path} ${String(query)} ${text}`;
          struckLast = !met.has(request);
          met.add(request);
          return struckLast;
        },
      });
      const { id } = await start(host, { kind: "push", push, sheet, ...spec() });
      let stops = 0;
      for (let status = ""; status !== "done"; ) {
        const run = await json<SeenRun>(host.rpc("advanceRun", [id]));
        status = run.status;
        if (run.waitUntilMs !== undefined) await host.advance(run.waitUntilMs - host.now());
        if (status !== "stopped") continue;
        expect(run.error).toMatch(/Huntr|Hunter/);
        // Nothing more was asked after the answer that stopped it.
        expect(struckLast).toBe(true);
        stops++;
        await value(host.rpc("goOnRun", [id]));
      }
      server.faults.clear();
      expect(stops).toBe(must(STOPS[api]).includes(name) ? met.size : 0);
      expect([...met].filter((request) => !request.startsWith("GET")).length).toBeGreaterThan(1);
      expect(times()).toEqual(cells.map(() => 1));
      const outcomes = under(grid(host, sheet), STATUS).map(String);
      expect(outcomes.filter((outcome) => !outcome.startsWith("done ("))).toEqual([]);
    },
  );
});
