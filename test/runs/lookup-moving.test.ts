import fc from "fast-check";
import { expect, test } from "vitest";
import type { Host } from "../../local/runtime/host.ts";
import { must, openHost, settle, start } from "../rig.ts";
import { file, onServers, servers } from "../stage.ts";
import { givenAddresses, sentTo, under, VERIFY } from "./looking-up.ts";

const EMAILS = Array.from({ length: 60 }, (_, i) => `person${i % 50}@school${i % 7}.example`);

onServers({
  hunter: {
    verifier: { slowPerThousand: 0, flakyPerThousand: 0, perDomainPerDay: 10_000 },
    rateLimits: false,
  },
  prepare: (first) => givenAddresses(first, EMAILS),
});

/** A look-up of these makes some more. */
const MOST_CALLS = 200;

const deed = fc.oneof(
  fc.record({ kind: fc.constant("insert" as const), row: fc.integer({ min: 2, max: 40 }) }),
  fc.record({ kind: fc.constant("delete" as const), row: fc.integer({ min: 2, max: 40 }) }),
  fc.record({ kind: fc.constant("edit" as const), row: fc.integer({ min: 2, max: 40 }) }),
  fc.record({ kind: fc.constant("swap" as const), row: fc.integer({ min: 2, max: 40 }) }),
);

function act(book: Host["book"], sheet: number, { kind, row }: { kind: string; row: number }): void {
  if (kind === "insert") book.insertRows(sheet, row, 1);
  else if (kind === "delete") book.removeRows(sheet, row, 1);
  else if (kind === "edit") {
    // Whoever changes an address that has its answer keeps the answer: that is theirs to see.
    const [[, email = "", status = ""] = []] = book.values(sheet, row, 1, 1, 3);
    if (email !== "" && status === "") book.write(sheet, row, 2, [[`other${row}@school1.example`]]);
  } else {
    const [one = [], other = []] = book.values(sheet, row, 1, 2, book.lastColumn(sheet));
    book.write(sheet, row, 1, [other, one] as never);
  }
}

test("rows inserted, deleted, moved and given another address while a look-up goes on: every result beside its input", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ call: fc.nat(MOST_CALLS), deed }), { minLength: 1, maxLength: 6 }),
      async (deeds) => {
        servers.hunter.restore(undefined);
        const since = servers.hunter.requests.length;
        const host = await openHost(file, servers.routes);
        const { book } = host;
        const sheet = must(book.sheets().find(({ name }) => name === "In")).id;
        let calls = 0;
        // A person acts in the moment before a service call, wherever the look-up is by then.
        host.on("call", () => {
          calls++;
          for (const { call, deed } of deeds) if (call === calls) act(book, sheet, deed);
        });
        await start(host, VERIFY);
        await settle(host);
        expect(calls).toBeGreaterThan(MOST_CALLS / 2);
        const known = new Map<unknown, unknown>();
        const emails = under(host, "E-mail");
        const statuses = under(host, "Status");
        emails.forEach((email, i) => {
          if (email === "") expect(statuses[i]).toBe("");
          else {
            expect(statuses[i]).not.toBe("");
            expect(known.get(email) ?? statuses[i]).toBe(statuses[i]);
            known.set(email, statuses[i]);
          }
        });
        // Hunter's own word for each, asked once more.
        for (const [email, status] of known) {
          const answer = await fetch(`${servers.hunter.url}/v2/email-verifier?email=${email}`, {
            headers: { "x-api-key": "hunter-sentinel-4b9a26e3" },
          });
          const { data } = (await answer.json()) as { data: { status: string } };
          expect([email, status]).toEqual([email, data.status]);
        }
        expect(
          Math.max(...[...sentTo(servers, "email-verifier", "email", since).values()]),
        ).toBeLessThanOrEqual(2);
        await host.close();
      },
    ),
    {
      numRuns: 16,
      // A row that goes between the look at the sheet's size and a call for that many rows.
      examples: [[[{ call: 23, deed: { kind: "delete", row: 2 } }]]],
    },
  );
}, 200_000);
