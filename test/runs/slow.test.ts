import { expect, test } from "vitest";
import { freshFile, grid, openHost, settle, start, startServers } from "../rig.ts";

const JOBS = 3_000;

test.each([
  [5, 1],
  [3, null],
  [2, 30],
])(
  "an API that allows %i requests a second and says to come back after %s s is obeyed, and read whole",
  async (requestsPerSecond, retryAfterSeconds) => {
    const servers = await startServers({
      huntr: { size: { jobs: JOBS, activities: 0 }, requestsPerSecond, retryAfterSeconds },
    });
    const host = await openHost(await freshFile(servers.routes), servers.routes);
    await start(host, { kind: "import", table: "huntr.jobs" });
    expect((await settle(host))[0]).toMatchObject({ status: "done", done: JOBS, error: null });
    expect(grid(host, "Huntr Jobs").length).toBe(JOBS + 1);
    const answered = servers.huntr.requests.filter(({ status }) => status !== 429).length;
    // Turned away now and then is how the limit is found out; it must not become the rule.
    expect(servers.huntr.requests.length).toBeLessThan(answered * 3);
    await host.close();
    await servers.close();
  },
);
