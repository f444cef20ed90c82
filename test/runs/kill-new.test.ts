import { afterAll, beforeAll, expect, test } from "vitest";
import { freshFile, type Servers, startServers } from "../rig.ts";
import { DEATHS, killTable, runOnce, SPEC } from "./killing.ts";

const JOBS = 1_200;

let servers: Servers;

beforeAll(async () => {
  servers = await startServers({
    huntr: {
      size: { jobs: JOBS, activities: 0, members: 10, employers: 20 },
      // Each import begins at the same instant of its own clock: together they would pass for a crowd.
      requestsPerSecond: null,
    },
  });
});
afterAll(() => servers.close());

test.each(DEATHS)(
  `an import of ${JOBS} jobs, killed right $when each service call (queued writes $queued) and resumed, ends as if nothing had happened`,
  async (death) => {
    const file = await freshFile(servers.routes);
    expect((await runOnce({ file, servers, spec: SPEC, sheet: "Huntr Jobs" })).rows.length).toBe(JOBS + 1);
    await killTable(file, servers, death);
  },
  600_000,
);
