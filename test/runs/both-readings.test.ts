import { describe, expect, test } from "vitest";
import { AS_OF_TODAY, OF_OLD, type Reading } from "../../local/apis/index.ts";
import type { Credits, LookupPreview } from "../../src/ui/calls.ts";
import { compute, given } from "../formulas/computing.ts";
import { grid, json, must, settle, start, value } from "../rig.ts";
import { before, host, onStage, servers } from "../stage.ts";
import { addresses, givenAddresses, lookUp, sentTo, spentOn, under, VERIFY } from "./looking-up.ts";
import { STATUS } from "./pushing.ts";

/** More than the offsets of a small plan reach. */
const LEADS = 11_500;
const READINGS: readonly (readonly [string, Reading])[] = [
  ["of old", OF_OLD],
  ["as of today", AS_OF_TODAY],
];

describe.each(READINGS)("%s", (_, reading) => {
  const isOnePool = reading.credits === "one pool";
  const pool = isOnePool ? "credits" : "verifications";
  const each = isOnePool ? 0.5 : 1;
  onStage({
    hunter: {
      reading,
      size: { leads: LEADS },
      // What stands beside one pool says that nothing is left: it does not count.
      account: {
        credits: { used: 100.5, available: 120 },
        searches: isOnePool ? { used: 9, available: 5 } : { used: 0, available: 20 },
        verifications: isOnePool ? { used: 9, available: 5 } : { used: 1, available: 40 },
      },
      verifier: { slowPerThousand: 0, flakyPerThousand: 0 },
    },
  });

  /** How often each address was verified; what was turned away for its rate cost nothing. */
  const verified = () => sentTo(servers, "email-verifier", "email", before.hunter, 200);
  /** Those that the plan's end turned away. */
  const refused = () =>
    servers.hunter.requests.slice(before.hunter).filter(({ status }) => status === (isOnePool ? 402 : 429));

  test("a look-up run: quoted, bought and counted by the pool that there is, each address once", async () => {
    givenAddresses(host, [...addresses(12), "someone@gmail.com", "claimed.a@one.example"]);
    const preview = await json<LookupPreview>(host.rpc("previewLookup", [JSON.stringify(VERIFY)]));
    expect(preview).toMatchObject({ pool, toBuy: 14, each });
    expect(preview.account).toMatchObject({ left: isOnePool ? 19.5 : 39 });
    const usedBefore = spentOn(servers, pool);
    const run = await lookUp(host);
    expect(run).toMatchObject({ status: "done", done: 14 });
    const spent = spentOn(servers, pool) - usedBefore;
    expect(run.counts[`${pool} spent`]).toBe(spent);
    expect(run.note).toContain(`${spent} ${pool} were spent, by the price list. Hunter counted ${spent}, `);
    expect(Math.max(...verified().values())).toBe(1);
    const credits = await json<Credits>(host.rpc("credits", []));
    expect(must(credits.spent[0])[pool]).toBe(spent);
    expect(credits.account?.credits).toEqual(
      isOnePool ? { used: usedBefore + spent, available: 120, left: 120 - usedBefore - spent } : undefined,
    );
    // Nothing is paid for twice.
    const again = await lookUp(host, { ...VERIFY, outputs: { status: "Again" } });
    expect(again.note).toContain(`Nothing was spent. ${spent} ${pool} were saved: `);
    expect(again.counts).not.toHaveProperty("searches spent");
    expect(again.counts).not.toHaveProperty("verifications spent");
    expect(await json<Credits>(host.rpc("credits", []))).toMatchObject({ saved: { [pool]: spent } });
    expect(spentOn(servers, pool) - usedBefore).toBe(spent);
  });

  test("a cap is never passed, and reached as far as it goes", async () => {
    givenAddresses(host, addresses(20));
    const usedBefore = spentOn(servers, pool);
    const run = await lookUp(host, { ...VERIFY, maxCredits: 6.5 });
    expect(run).toMatchObject({ status: "stopped" });
    expect(run.error).toMatch(new RegExp(`^The cap of 6\\.5 ${pool} is spent`));
    const spent = spentOn(servers, pool) - usedBefore;
    expect(spent).toBeLessThanOrEqual(6.5);
    expect(spent).toBeGreaterThan(6.5 - each);
    expect(await lookUp(host, { ...VERIFY, maxCredits: 30 })).toMatchObject({ status: "done" });
    expect(Math.max(...verified().values())).toBe(1);
  });

  test.each([
    ["verifications", 6],
    // Of two pools a credit is a verification: never more than the number that was said.
    ["credits", isOnePool ? 12 : 6],
  ])(
    "a cap of 6 %s is one of no more than %d verifications, whatever they are paid from",
    async (capIn, most) => {
      givenAddresses(host, addresses(20));
      const usedBefore = spentOn(servers, pool);
      const run = await lookUp(host, { ...VERIFY, maxCredits: 6, capIn });
      expect(run).toMatchObject({ status: "stopped" });
      expect(run.error).toMatch(new RegExp(`^The cap of 6 ${capIn} is spent`));
      const spent = spentOn(servers, pool) - usedBefore;
      expect(spent).toBeLessThanOrEqual(most * each);
      expect(spent).toBeGreaterThan((most - 1) * each);
    },
  );

  test("the plan's end: nothing is asked in vain, what is done is kept, and it is said when it goes on", async () => {
    givenAddresses(host, addresses(60));
    const run = await lookUp(host);
    expect(run.status).toBe("stopped");
    expect(run.error).toMatch(
      new RegExp(`^Your Hunter plan has [\\d.]+ ${pool} left until it is reset on \\d{4}-\\d\\d-\\d\\d\\.`),
    );
    expect(refused()).toEqual([]);
    const account = servers.hunter.data.account.requests as Record<string, { available: number }>;
    expect(spentOn(servers, pool)).toBeGreaterThan(must(account[pool]).available - each);
    expect(under(host, "Status").filter((status) => status !== "").length).toBe(verified().size);
    // After the reset.
    await host.advance(31 * 86_400_000);
    await value(host.rpc("goOnRun", [run.id]));
    expect((await settle(host))[0]).toMatchObject({ status: "done" });
    expect(Math.max(...verified().values())).toBe(1);
  });

  test("where the account answers no more, what it said before holds: nothing is asked in vain", async () => {
    givenAddresses(host, addresses(60));
    const preview = () => json<LookupPreview>(host.rpc("previewLookup", [JSON.stringify(VERIFY)]));
    expect((await preview()).account).toMatchObject({ left: isOnePool ? 19.5 : 39 });
    servers.hunter.faults.add({
      when: ({ path }) => path.endsWith("account"),
      times: Number.POSITIVE_INFINITY,
      effect: { kind: "status", status: 500 },
    });
    expect((await preview()).account).toBeNull();
    const run = await lookUp(host);
    expect(run).toMatchObject({ status: "stopped", error: expect.stringContaining(`${pool} left`) });
    expect(refused()).toEqual([]);
  });

  test("a formula pays once, and says when nothing is left", async () => {
    given(
      host,
      addresses(8).map((email) => [email]),
    );
    const usedBefore = spentOn(servers, pool);
    const { cells, error } = await compute(host, "=HUNTER_VERIFY(In!A1:A8)");
    expect(error).toBe("");
    const paid = cells.flat().filter((status) => status !== "unknown").length;
    expect(spentOn(servers, pool) - usedBefore).toBe(paid * each);
    await compute(host, "=HUNTER_VERIFY(In!A1:A8)");
    expect(spentOn(servers, pool) - usedBefore).toBe(paid * each);
    // Somebody else has used up the rest.
    servers.hunter.restore({
      account: { credits: 120, searches: 20, verifications: 40, resetMs: Date.parse("2026-12-01T00:00:00Z") },
    });
    await host.advance(700_000);
    const spent = await compute(host, '=HUNTER_VERIFY("late@one.example")');
    expect(spent.error).toContain(`Your Hunter plan has 0 ${pool} left until it is reset on 2026-12-01.`);
    expect(verified().get("late@one.example")).toBeUndefined();
  });

  test("HUNTER_ACCOUNT shows the pool that is there, and what is left of it", async () => {
    const { cells } = await compute(host, "=HUNTER_ACCOUNT()");
    const of = Object.fromEntries((cells[0] ?? []).map((name, i) => [String(name), cells[1]?.[i]]));
    const shown = (name: string) => ["used", "available", "left"].map((one) => of[`${name} ${one}`]);
    expect(["Searches", "Verifications", "Credits"].map(shown)).toEqual(
      isOnePool
        ? [
            ["", "", 19],
            ["", "", 39],
            [100.5, 120, 19.5],
          ]
        : [
            [0, 20, 20],
            [1, 40, 39],
            ["", "", ""],
          ],
    );
  });

  test("leads beyond a small plan's offsets are all imported, each once", async () => {
    const { id } = await start(host, { kind: "import", table: "hunter.leads", columns: ["email"] });
    expect(must((await settle(host)).find((run) => run.id === id))).toMatchObject({
      status: "done",
      error: null,
    });
    const ids = grid(host, "Hunter Leads")
      .slice(1)
      .map(([key]) => Number(key));
    expect(new Set(ids).size).toBe(LEADS);
    expect(ids.length).toBe(LEADS);
  });

  test("leads by a filter are read to their end, and counted only where it is sure", async () => {
    const company = String(servers.hunter.data.leads[0]?.company);
    const matches = servers.hunter.data.leads.filter((lead) => lead.company === company).length;
    const spec = { kind: "import", table: "hunter.leads", columns: ["email"], filters: { company } };
    const preview = await json<{ total: number | null; most?: number }>(
      host.rpc("previewImport", [JSON.stringify(spec)]),
    );
    // Neither of the two numbers of an answer is sure, but no more than the smaller one match.
    expect(preview).toMatchObject({ total: null, most: matches });
    const { id } = await start(host, spec);
    expect(must((await settle(host)).find((run) => run.id === id))).toMatchObject({
      status: "done",
      done: matches,
    });
  });

  test("campaigns and lists are found under either name", async () => {
    for (const table of ["hunter.campaigns", "hunter.leads-lists"])
      await start(host, { kind: "import", table });
    expect((await settle(host)).map(({ status }) => status)).toEqual(["done", "done"]);
    expect(grid(host, "Hunter Campaigns").length).toBe(servers.hunter.data.campaigns.length + 1);
    expect(grid(host, "Hunter Leads Lists").length).toBe(servers.hunter.data.leadsLists.length + 1);
  });

  /** A sheet of its own with these addresses, sent. */
  async function push(name: string, emails: readonly string[], map: object, constants: object = {}) {
    const sheet = `Send ${host.book.sheets().length}`;
    host.book.write(host.book.insertSheet(sheet), 1, 1, [["E-mail"], ...emails.map((email) => [email])]);
    const { id } = await start(host, { kind: "push", push: name, sheet, map, constants });
    const run = must((await settle(host)).find((one) => one.id === id));
    return { run, outcomes: under(host, STATUS, sheet).map(String) };
  }

  test("a campaign: each person is added once and cancelled, whatever the answers hold", async () => {
    const campaign = must(
      servers.hunter.data.campaigns.find(({ archived, started }) => started && !archived),
    );
    const constants = { campaign_id: campaign.id };
    const emails = addresses(4).map((email) => `new.${email}`);
    const recipients = () =>
      servers.hunter.data.recipients(campaign.id).filter(({ email }) => emails.includes(email));
    // Of today, an answer may come without its body.
    if (reading.writes === "201 and 202")
      servers.hunter.faults.add({
        when: ({ method, path }) => method !== "GET" && path.includes("/recipients"),
        times: 2,
        effect: { kind: "change", change: ({ status }) => ({ status }) },
      });
    const added = await push("hunter.recipients", emails, { emails: "E-mail" }, constants);
    expect(added.run).toMatchObject({ status: "done", counts: { added: 4 } });
    expect(added.outcomes.filter((text) => !text.startsWith("done ("))).toEqual([]);
    expect(recipients().length).toBe(4);
    const cancelled = await push("hunter.recipients.cancel", emails, { emails: "E-mail" }, constants);
    expect(cancelled.run).toMatchObject({ status: "done", counts: { cancelled: 4 } });
    expect(recipients().map(({ sending_status }) => sending_status)).toEqual(emails.map(() => "canceled"));
  });

  test("leads are saved and deleted, at once or later", async () => {
    const emails = addresses(3).map((email) => `saved.${email}`);
    const saved = await push("hunter.leads", emails, { email: "E-mail" });
    expect(saved.outcomes.every((text) => /^done \(lead \d+ created\)/.test(text))).toBe(true);
    const deleted = await push("hunter.leads.delete", emails, { email: "E-mail" });
    const later = reading.writes === "201 and 202" ? ", which Hunter does later" : "";
    for (const text of deleted.outcomes)
      expect(text.replace(/lead \d+/, "lead N")).toContain(`done (deletion of lead N${later})`);
    expect(servers.hunter.data.leads.some((lead) => emails.includes(String(lead.email)))).toBe(false);
  });
});
