import { afterAll, beforeAll, expect, test } from "vitest";
import type { BookFile } from "../../local/runtime/book-file.ts";
import { freshFile, openHost, type Servers, settle, start, startServers } from "../rig.ts";
import { givenAddresses, sentTo, under, VERIFY } from "./looking-up.ts";

const EMAILS = [
  ...Array.from({ length: 13 }, (_, i) => `person${i}@school${i}.example`),
  "person1@school1.example",
  "claimed.her@two.example",
];
/** What one call of Hunter's holds: all that a dying carrier may have paid for in vain. */
const BATCH = 10;
const MOST_CALLS = 200;
/** Each of them takes two minutes and a half: with 1 they were all seen to end well. */
const STEP = 3;

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

test("killed at service calls all along, a look-up ends with each result beside its row, and at most one batch paid for twice", async () => {
  let expected: unknown[] = [];
  let mostTwice = 0;
  let call = 0;
  for (; call <= MOST_CALLS; call += STEP) {
    const since = servers.hunter.requests.length;
    // Right after a call is nearly right before the next one.
    const when = call % 2 === 0 ? "before" : "after";
    const host = await openHost(file, servers.routes, call === 0 ? {} : { kill: { call, when } });
    let isKilled = false;
    host.on("ended", ({ execution }) => {
      if ("killed" in execution) isKilled = true;
    });
    await start(host, VERIFY).catch(() => start(host, VERIFY));
    const runs = await settle(host).catch(() => settle(host));
    const shown = under(host, "Status");
    await host.close();
    if (call === 0) expected = shown;
    else if (!isKilled) break;
    const where = `${when} call ${call}`;
    expect(
      runs.some(({ status }) => status === "done"),
      where,
    ).toBe(true);
    expect(shown, where).toEqual(expected);
    const sent = sentTo(servers, "email-verifier", "email", since);
    expect(sent.size, where).toBe(14);
    mostTwice = Math.max(
      mostTwice,
      [...sent.values()].reduce((twice, n) => twice + n - 1, 0),
    );
  }
  expect(call).toBeGreaterThan(40);
  expect(mostTwice).toBeLessThanOrEqual(BATCH);
  expect(mostTwice).toBeGreaterThan(0);
}, 300_000);
