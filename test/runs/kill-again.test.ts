import { afterAll, beforeAll, test } from "vitest";
import type { BookFile } from "../../local/runtime/book-file.ts";
import { freshFile, openHost, type Servers, settle, start, startServers } from "../rig.ts";
import { DEATHS, killTable, SPEC } from "./killing.ts";

const JOBS = 520;

let servers: Servers;
let file: BookFile;

beforeAll(async () => {
  servers = await startServers({
    huntr: {
      size: { jobs: JOBS, activities: 0, members: 10, employers: 20 },
      // Each import begins at the same instant of its own clock: together they would pass for a crowd.
      requestsPerSecond: null,
    },
  });
  const host = await openHost(await freshFile(servers.routes), servers.routes);
  await start(host, SPEC);
  await settle(host);
  file = host.save();
  await host.close();
  const ids = servers.huntr.data.jobs.map(({ id }) => id);
  for (const id of ids.slice(10, 13)) servers.huntr.deleteJob(id);
  for (const id of ids.slice(300, 303)) servers.huntr.moveJob(id, "Offer");
  servers.huntr.createJob({ owner: servers.huntr.data.members[0]?.id ?? "", title: "New" });
});
afterAll(() => servers.close());

test.each(DEATHS)(
  "an import over rows of which some changed, some are new and some gone, killed right $when each service call (queued writes $queued)",
  (death) => killTable(file, servers, death),
  600_000,
);
