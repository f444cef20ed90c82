import fc from "fast-check";
import { expect, test } from "vitest";
import { given } from "../formulas/computing.ts";
import { COLLEAGUE, KEYS, must, OWNER, openHost, settle, start, value } from "../rig.ts";
import { addresses, givenAddresses, sentTo, sum, VERIFY } from "../runs/looking-up.ts";
import { file, onServers, servers } from "../stage.ts";

const EMAILS = addresses(40, 20);

onServers({
  hunter: {
    account: { verifications: { used: 0, available: 9_000 } },
    verifier: {
      slowPerThousand: 0,
      flakyPerThousand: 0,
      // Each is charged for: what Hunter does not know would be asked for nothing.
      outcomes: Object.fromEntries(EMAILS.map((email) => [email, "valid"])),
    },
    rateLimits: false,
  },
  prepare: async (host) => {
    await value(host.rpc("saveKeys", [JSON.stringify(KEYS)], { as: COLLEAGUE }));
    givenAddresses(host, EMAILS);
    const other = host.book.insertSheet("Other");
    host.book.write(other, 1, 1, [["Mail"], ...EMAILS.slice(10, 35).map((email) => [email])]);
    given(host, []);
  },
});

const ofOther = { ...VERIFY, sheet: "Other", inputs: { email: "Mail" } };
const sent = (since: number) => sentTo(servers, "email-verifier", "email", since);

/** What two people do with the look-ups of a file. */
const deed = fc.oneof(
  fc
    .constantFrom("advance", "advanceOther", "pause", "goOn", "cancel", "formula", "startAgain")
    .map((does) => ({ does })),
  fc.record({ does: fc.constant("wait"), seconds: fc.integer({ min: 1, max: 120 }) }),
);

test("two people, runs paused, cancelled and started again, and formulas at once: nobody pays for an address twice", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(deed, { minLength: 3, maxLength: 9 }), async (deeds) => {
      const since = servers.hunter.requests.length;
      const host = await openHost(file, servers.routes);
      const mine = await start(host, { ...VERIFY, maxAgeDays: 0 });
      const theirs = await start(host, ofOther, COLLEAGUE);
      const underWay: Promise<unknown>[] = [];
      for (const one of deeds) {
        // Refusals, such as going on with what was cancelled, are part of the history.
        const call = (name: string, id: string, as = OWNER) => host.rpc(name, [id], { as }).catch(() => null);
        if (one.does === "advance") underWay.push(call("advanceRun", mine.id));
        if (one.does === "advanceOther") underWay.push(call("advanceRun", theirs.id, COLLEAGUE));
        if (one.does === "pause") underWay.push(call("pauseRun", mine.id));
        if (one.does === "goOn") underWay.push(call("goOnRun", mine.id));
        if (one.does === "cancel") underWay.push(call("cancelRun", theirs.id, COLLEAGUE));
        if (one.does === "startAgain") underWay.push(start(host, VERIFY).catch(() => null));
        if (one.does === "formula") {
          const sheet = host.book.insertSheet(`Formula ${host.book.sheets().length}`);
          host.book.write(sheet, 1, 1, [["=HUNTER_VERIFY(In!B2:B41)"]]);
        }
        if ("seconds" in one) {
          await Promise.all(underWay);
          await host.book.settled();
          await host.advance(one.seconds * 1_000);
        }
      }
      await Promise.all(underWay);
      await host.book.settled();
      for (const as of [OWNER, COLLEAGUE]) await settle(host, as);
      await host.close();
      expect(Math.max(0, ...sent(since).values())).toBeLessThanOrEqual(1);
    }),
    { numRuns: 8 },
  );
}, 240_000);

test("with answers lost and executions killed, a cap is not passed by what may have been charged", async () => {
  const fault = fc.record({
    nth: fc.integer({ min: 1, max: 40 }),
    times: fc.integer({ min: 1, max: 6 }),
    when: fc.constantFrom("before" as const, "after" as const),
  });
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 60 }),
      fc.array(fault, { maxLength: 3 }),
      fc.array(fc.integer({ min: 5, max: 120 }), { maxLength: 3 }),
      async (cap, faults, kills) => {
        const since = servers.hunter.requests.length;
        servers.hunter.faults.clear();
        for (const { nth, times, when } of faults)
          servers.hunter.faults.add({
            times,
            when: ({ query }) => query.get("email") === must(EMAILS[nth - 1]),
            effect: { kind: "drop", when },
          });
        const host = await openHost(file, servers.routes);
        const { id } = await start(host, { ...VERIFY, maxCredits: cap });
        for (const call of kills) {
          host.killAt({ when: "after", call });
          await host.rpc("advanceRun", [id]);
          host.killAt(null);
          await host.advance(180_000);
        }
        await settle(host);
        await host.close();
        expect(sum(sent(since))).toBeLessThanOrEqual(cap);
      },
    ),
    { numRuns: 10 },
  );
}, 240_000);
