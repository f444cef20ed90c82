import { afterAll, expect, test } from "vitest";
import { type HuntrServer, startHuntr } from "../../../local/apis/index.ts";
import { askHuntr } from "./ask.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const SIZE = { jobs: 60, members: 12, employers: 20 };

const servers: HuntrServer[] = [];
async function begun(now: number, livesOn = true): Promise<HuntrServer> {
  const server = await startHuntr({ now, size: SIZE, livesOn, requestsPerSecond: null });
  servers.push(server);
  return server;
}
afterAll(() => Promise.all(servers.map((server) => server.close())));

const plain = (value: unknown) => JSON.parse(JSON.stringify(value));
const held = ({ data }: HuntrServer) => plain([data.jobs, data.activities, data.actions]);

/** Days on which something is odd: the clocks change in Europe or America, a leap day, the last evening of a year. */
const PRESENTS = [
  "2026-11-16T09:00:00Z",
  "2027-03-14T09:30:00Z",
  "2027-03-28T00:30:00Z",
  "2027-10-31T00:30:00Z",
  "2028-02-29T12:00:00Z",
  "2026-12-31T23:59:30Z",
];

test.each(PRESENTS)(
  "whose present is %s: the sample is as recent as that, and nothing of it is yet to come",
  async (present) => {
    const now = Date.parse(present);
    const { data } = await begun(now, false);
    const newest = Math.max(...data.actions.map(({ createdAt }) => createdAt)) * 1000;
    expect(newest).toBeLessThanOrEqual(now);
    expect(newest).toBeGreaterThan(now - 3 * DAY_MS);
    expect(Math.max(...data.jobs.map(({ createdAt }) => createdAt)) * 1000).toBeGreaterThan(
      now - 14 * DAY_MS,
    );
  },
);

test.each(PRESENTS)("begun at %s: people go on, the same in whatever steps one looks", async (present) => {
  const now = Date.parse(present);
  const often = await begun(now);
  for (let hour = 1; hour <= 72; hour += 1)
    await askHuntr(often, "jobs?limit=1", { atMs: now + hour * HOUR_MS });
  const once = await begun(now);
  const before = once.data.jobs.length;
  await askHuntr(once, "jobs?limit=1", { atMs: now + 3 * DAY_MS });
  expect(held(often)).toEqual(held(once));
  expect(once.data.jobs.length).toBeGreaterThan(before);
  const newest = Number(once.data.actions[0]?.createdAt) * 1000;
  expect(newest).toBeGreaterThan(now + 2 * DAY_MS);
  expect(newest).toBeLessThanOrEqual(now + 3 * DAY_MS);
});

test("what has happened is kept with the server's state, and goes on from there", async () => {
  const now = Date.parse("2026-11-16T09:00:00Z");
  const first = await begun(now);
  await askHuntr(first, "jobs?limit=1", { atMs: now + 2 * DAY_MS });
  const second = await begun(now);
  second.restore(plain(first.state()));
  expect(held(second)).toEqual(held(first));
  for (const server of [first, second]) await askHuntr(server, "jobs?limit=1", { atMs: now + 5 * DAY_MS });
  expect(held(second)).toEqual(held(first));
});

test("unless it is asked for, nothing happens that nobody did", async () => {
  const now = Date.parse("2026-11-16T09:00:00Z");
  const server = await begun(now, false);
  const before = held(server);
  await askHuntr(server, "jobs?limit=1", { atMs: now + 30 * DAY_MS });
  expect(held(server)).toEqual(before);
});
