import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { BookFile } from "../../local/runtime/book-file.ts";
import {
  freshFile,
  json,
  must,
  openHost,
  type SeenRun,
  type Servers,
  settle,
  start,
  startServers,
} from "../rig.ts";
import { givenAddresses, sentTo, under, VERIFY } from "./looking-up.ts";

const EMAILS = Array.from({ length: 60 }, (_, i) => `person${i % 50}@school${i % 7}.example`);

let servers: Servers;
let file: BookFile;

beforeAll(async () => {
  servers = await startServers({
    hunter: {
      verifier: { slowPerThousand: 0, flakyPerThousand: 0, perDomainPerDay: 10_000 },
      rateLimits: false,
    },
  });
  const host = await openHost(await freshFile(servers.routes), servers.routes);
  givenAddresses(host, EMAILS);
  file = host.save();
  await host.close();
});
afterAll(() => servers.close());

const deed = fc.oneof(
  fc.record({ kind: fc.constant("insert" as const), row: fc.integer({ min: 2, max: 40 }) }),
  fc.record({ kind: fc.constant("delete" as const), row: fc.integer({ min: 2, max: 40 }) }),
  fc.record({ kind: fc.constant("edit" as const), row: fc.integer({ min: 2, max: 40 }) }),
  fc.record({ kind: fc.constant("swap" as const), row: fc.integer({ min: 2, max: 40 }) }),
);

test("rows inserted, deleted, moved and given another address while a look-up goes on: every result beside its input", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ afterMs: fc.nat(2_500), deed }), { minLength: 1, maxLength: 6 }),
      async (deeds) => {
        const since = servers.hunter.requests.length;
        const host = await openHost(file, servers.routes);
        const { book } = host;
        const { id } = await start(host, VERIFY);
        const slice = json<SeenRun>(host.rpc("advanceRun", [id]));
        const sheet = must(book.sheets().find(({ name }) => name === "In")).id;
        for (const { afterMs, deed } of deeds) {
          await host.advance(afterMs);
          if (deed.kind === "insert") book.insertRows(sheet, deed.row, 1);
          else if (deed.kind === "delete") book.removeRows(sheet, deed.row, 1);
          else if (deed.kind === "edit") {
            // Whoever changes an address that has its answer keeps the answer: that is theirs to see.
            const [[, , status = ""] = []] = book.values(sheet, deed.row, 1, 1, 3);
            if (status === "") book.write(sheet, deed.row, 2, [[`other${deed.row}@school1.example`]]);
          } else {
            const [one = [], other = []] = book.values(sheet, deed.row, 1, 2, book.lastColumn(sheet));
            book.write(sheet, deed.row, 1, [other, one] as never);
          }
        }
        await slice;
        await settle(host);
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
    { numRuns: 16 },
  );
}, 200_000);
