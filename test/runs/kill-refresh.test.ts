import { afterAll, beforeAll, expect, test } from "vitest";
import type { BookFile } from "../../local/runtime/book-file.ts";
import { freshFile, must, openHost, type Servers, settle, start, startServers } from "../rig.ts";
import { DEATHS, killTable, runOnce, SPEC } from "./killing.ts";

const JOBS = 120;
const REFRESH = { kind: "refresh", sheet: "Huntr Jobs" };

let servers: Servers;
let file: BookFile;

beforeAll(async () => {
  servers = await startServers({
    huntr: {
      size: { jobs: JOBS, activities: 0, members: 10, employers: 20 },
      listing: { cap: 8 },
      requestsPerSecond: null,
    },
  });
  const host = await openHost(await freshFile(servers.routes), servers.routes);
  await start(host, SPEC);
  await settle(host);
  file = host.save();
  await host.close();
  const { huntr } = servers;
  const ids = huntr.data.jobs.map(({ id }) => id);
  for (const id of ids.slice(10, 12)) huntr.deleteJob(id);
  for (const id of ids.slice(60, 62)) huntr.moveJob(id, "Negotiating");
  for (const n of [1, 2]) huntr.createJob({ owner: must(huntr.data.members[0]).id, title: `New ${n}` });
});
afterAll(() => servers.close());

test.each(DEATHS)(
  "a refresh by actions, killed right $when each service call (queued writes $queued) and carried on, ends as if nothing had happened",
  async (death) => {
    const { runs } = await runOnce({ file, servers, spec: REFRESH, sheet: "Huntr Jobs" });
    expect(must(runs[0])).toMatchObject({
      note: expect.stringMatching(/^From Huntr's actions/),
      counts: { added: 2, changed: 2, removed: 2 },
    });
    await killTable(file, servers, death, REFRESH);
  },
  600_000,
);
