import { afterEach, expect, test } from "vitest";
import type { Host } from "../../local/runtime/host.ts";
import { freshFile, must, openHost, type Servers, start, startServers } from "../rig.ts";
import { givenAddresses, sentTo, spentOn, under, VERIFY } from "./looking-up.ts";
import { watchUntilDone } from "./open-sidebar.ts";

let servers: Servers;
let host: Host;
/** When each verification left. */
const moments: number[] = [];
afterEach(async () => {
  await host.close();
  await servers.close();
});

/** A server that takes its time for each verification, and counts it. */
async function slowHunter(leastMs: number, mostMs: number): Promise<void> {
  servers = await startServers({
    hunter: {
      account: { verifications: { used: 0, available: 2_000 } },
      verifier: { slowPerThousand: 0, flakyPerThousand: 0 },
    },
  });
  let n = 0;
  moments.length = 0;
  servers.hunter.faults.add({
    times: 5_000,
    when: ({ query, atMs }) => {
      if (query.has("email")) moments.push(atMs);
      return query.has("email");
    },
    effect: {
      kind: "change",
      change: (reply) => {
        n += 1;
        const ms = leastMs + ((n * 617) % 1_000) * 0.001 * (mostMs - leastMs);
        return { ...reply, headers: { ...reply.headers, "x-virtual-delay": String(Math.round(ms)) } };
      },
    },
  });
  host = await openHost(await freshFile(servers.routes), servers.routes);
}

// With the cap that the sidebar always sends, the price that the person was told.
test.each([
  [1_000, 3_000, 0.95],
  [20_000, 20_000, 0.8],
])(
  "answers in %i to %i ms: 1,000 verifications at %f of 300 a minute or more, no 403, each paid once",
  async (least, most, share) => {
    const count = 1_000;
    await slowHunter(least, most);
    givenAddresses(
      host,
      Array.from({ length: count }, (_, i) => `person${i}@school${i % 50}.example`),
    );
    await start(host, { ...VERIFY, maxCredits: count });
    const [run] = await watchUntilDone(host);
    expect(run).toMatchObject({ status: "done", done: count });
    const departures = [...moments].sort((a, b) => a - b);
    const minutes = (must(departures[departures.length - 10]) - must(departures[0])) / 60_000;
    expect(under(host, "Status").every((status) => status !== "")).toBe(true);
    expect(servers.hunter.requests.filter(({ status }) => status === 403).length).toBe(0);
    expect(Math.max(...sentTo(servers, "email-verifier", "email", 0).values())).toBe(1);
    const unknown = under(host, "Status").filter((status) => status === "unknown").length;
    expect(spentOn(servers, "verifications")).toBe(count - unknown);
    expect((count - 10) / minutes).toBeGreaterThanOrEqual(300 * share);
  },
  120_000,
);

test("a sidebar, formulas and a trigger at once: no 403, and what two of them want is paid for once", async () => {
  await slowHunter(300, 4_000);
  const emails = Array.from({ length: 120 }, (_, i) => `person${i}@school${i % 30}.example`);
  givenAddresses(host, emails);
  await start(host, VERIFY);
  const watching = watchUntilDone(host);
  const sheet = host.book.insertSheet("Formulas");
  const cells = emails.slice(60).concat(Array.from({ length: 20 }, (_, i) => `other${i}@school${i}.example`));
  host.book.write(
    sheet,
    1,
    1,
    cells.map((email) => [`=HUNTER_VERIFY("${email}")`]),
  );
  const [[run]] = await Promise.all([watching, host.advance(65_000), host.book.settled()]);
  expect(run).toMatchObject({ status: "done", done: 120 });
  expect(servers.hunter.requests.filter(({ status }) => status === 403)).toEqual([]);
  const sent = sentTo(servers, "email-verifier", "email", 0);
  expect([sent.size, Math.max(...sent.values())]).toEqual([140, 1]);
  const beside = under(host, "Status");
  host.book.values(sheet, 1, 1, 80, 1).forEach(([status], i) => {
    expect(status).toMatch(/^[a-z_]+$/);
    if (i < 60) expect(status).toBe(beside[60 + i]);
  });
}, 60_000);
