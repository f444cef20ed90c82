import { expect, test } from "vitest";
import { file, onServers, servers } from "../stage.ts";
import { DEATHS, killAll } from "./killing.ts";
import { givenAddresses, sentTo, VERIFY } from "./looking-up.ts";

const EMAILS = [
  ...Array.from({ length: 13 }, (_, i) => `person${i}@school${i}.example`),
  "person1@school1.example",
  "claimed.her@two.example",
];
/** What one call of Hunter's holds: all that a dying worker may have paid for in vain. */
const BATCH = 10;

onServers({
  hunter: {
    verifier: { slowPerThousand: 0, flakyPerThousand: 0, perDomainPerDay: 10_000 },
    rateLimits: false,
  },
  prepare: (first) => givenAddresses(first, EMAILS),
});

test.each(DEATHS)(
  "killed right $when each service call (queued writes $queued), a look-up ends with each result beside its row, and at most one batch paid for twice",
  async (death) => {
    let since = 0;
    const twice: number[] = [];
    const restore = () => {
      since = servers.hunter.requests.length;
    };
    await killAll(
      { file, servers, spec: VERIFY, sheet: "In", restore },
      death,
      "every",
      ({ rows }, unkilled, where) => {
        expect(rows, where).toEqual(unkilled.rows);
        const sent = sentTo(servers, "email-verifier", "email", since);
        expect(sent.size, where).toBe(14);
        twice.push([...sent.values()].reduce((sum, n) => sum + n - 1, 0));
      },
    );
    expect(twice.length).toBeGreaterThan(40);
    expect(Math.max(...twice)).toBeLessThanOrEqual(BATCH);
    expect(Math.max(...twice)).toBeGreaterThan(0);
  },
  600_000,
);
