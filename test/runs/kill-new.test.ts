import { afterAll, beforeAll, expect, test } from "vitest";
import { freshFile, type Servers, startServers } from "../rig.ts";
import { killEverywhere, runOnce } from "./killing.ts";

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

test.each(["before", "after"] as const)(
  `an import of ${JOBS} jobs, killed right %s each service call and resumed, ends as if nothing had happened`,
  async (when) => {
    const file = await freshFile(servers.routes);
    expect((await runOnce(file, servers)).rows.length).toBe(JOBS + 1);
    await killEverywhere(file, servers, when, "lost");
  },
  600_000,
);
