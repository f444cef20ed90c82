import { afterAll, afterEach, beforeAll, beforeEach } from "vitest";
import type { BookFile } from "../local/runtime/book-file.ts";
import type { Host } from "../local/runtime/host.ts";
import { freshFile, openHost, type Servers, startServers } from "./rig.ts";

/** What the tests of a file share, once it has called `onServers` or `onStage`: read from here, it is always today's. */
export let servers: Servers;
/** What each test begins with. */
export let file: BookFile;
/** The test's own. */
export let host: Host;
/** How many requests there had been before the test. */
export let before = { huntr: 0, hunter: 0 };

type Prepared = Parameters<typeof startServers>[0] & {
  /** What is in the file besides both keys. */
  readonly prepare?: (host: Host) => unknown;
};

/** Both servers for all tests of the file, without faults and as they were at first before each of them. */
export function onServers({ prepare, ...apis }: Prepared): void {
  beforeAll(async () => {
    servers = await startServers(apis);
    file = await freshFile(servers.routes);
    if (!prepare) return;
    host = await openHost(file, servers.routes);
    await prepare(host);
    file = host.save();
    await host.close();
  });
  afterAll(() => servers.close());
  beforeEach(() => {
    for (const server of [servers.huntr, servers.hunter]) {
      server.restore(undefined);
      server.faults.clear();
    }
    before = { huntr: servers.huntr.requests.length, hunter: servers.hunter.requests.length };
  });
}

/** As `onServers`, and a host for each test. @param hours between them: at one instant the servers would take all of them for a crowd. */
export function onStage({ hours = 0, ...more }: Prepared & { readonly hours?: number }): void {
  let opened = 0;
  onServers(more);
  beforeEach(async () => {
    opened += 1;
    host = await openHost({ ...file, clockMs: file.clockMs + opened * hours * 3_600_000 }, servers.routes);
  });
  afterEach(() => host.close());
}

/** Goes on in another file. */
export async function reopen(book: BookFile): Promise<void> {
  await host.close();
  host = await openHost(book, servers.routes);
}
