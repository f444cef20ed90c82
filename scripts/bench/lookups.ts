// Verifies the same addresses in two ways, twice each, and compares what it costs: Huntsheet's look-up, and a script as
// one would write it first, with one fetch and one setValue per row. Prints a table; nothing passes or fails.
import { startHunter } from "../../local/apis/index.ts";
import { buildRuntime } from "../../local/runtime/bundle.ts";
import type { Host } from "../../local/runtime/host.ts";
import { must } from "../../test/rig.ts";
import { givenAddresses, under, VERIFY } from "../../test/runs/looking-up.ts";
import { type Cost, carried, line, measured, OURS, openHost, setUp, TOKEN } from "./parts/measure.ts";
import { withPlainScript } from "./parts/plain.ts";

const ROWS = 1_000;
const DISTINCT = 800;
const DOMAINS = 40;
const LEAST_MS = 1_000;
const MOST_MS = 3_000;

/** A server that takes its time for each verification. No answer is put off: the plain script could not go on from it. */
async function slowHunter() {
  const server = await startHunter({
    key: TOKEN,
    account: { verifications: { used: 0, available: 10_000 } },
    verifier: { slowPerThousand: 0, flakyPerThousand: 0 },
  });
  let n = 0;
  server.faults.add({
    times: Number.MAX_SAFE_INTEGER,
    when: ({ query }) => query.has("email"),
    effect: {
      kind: "change",
      change: (reply) => {
        n += 1;
        const ms = Math.round(LEAST_MS + (((n * 617) % 1_000) / 1_000) * (MOST_MS - LEAST_MS));
        return { ...reply, headers: { ...reply.headers, "x-virtual-delay": String(ms) } };
      },
    },
  });
  return server;
}

/** Empties the cells to the right of the addresses, below the headers: each run has the whole column to fill. */
function emptyResults({ book }: Host): void {
  const sheet = must(book.sheets().find(({ name }) => name === "In")).id;
  const columns = book.lastColumn(sheet) - 2;
  if (columns > 0)
    book.write(
      sheet,
      2,
      3,
      Array.from({ length: ROWS }, () => Array(columns).fill(null)),
    );
}

/** Verifies every row twice and prints what each time cost. @param verify fills the column "Status" */
async function twice(
  name: string,
  dist: string,
  prepare: (host: Host) => Promise<void>,
  verify: (host: Host) => Promise<void>,
): Promise<void> {
  const server = await slowHunter();
  const host = await openHost(dist, server.url, "hunter");
  const spent = () =>
    (server.data.account.requests as { verifications: { used: number } }).verifications.used;
  try {
    await prepare(host);
    const emails = Array.from({ length: ROWS }, (_, i) => i % DISTINCT);
    givenAddresses(
      host,
      emails.map((n) => `person${n}@school${n % DOMAINS}.example`),
    );
    for (const run of ["first run", "second run"]) {
      emptyResults(host);
      const before = spent();
      const cost = await measured(host, () => verify(host));
      const filled = under(host, "Status").filter((status) => status !== "").length;
      if (filled !== ROWS) throw new Error(`${name}: ${filled} of ${ROWS} rows have a status.`);
      console.log(show(`${name}, ${run}`, cost, spent() - before));
    }
  } finally {
    await host.close();
    await server.close();
  }
}

const show = (name: string, cost: Cost, credits: number) =>
  line(name, [
    [cost.passedS, 1],
    [cost.requests, 0],
    [cost.spreadsheetCalls, 0],
    [credits, 0],
  ]);

await buildRuntime();
const rows = ROWS.toLocaleString("en-US");
console.log(`\n${rows} rows, ${DISTINCT} distinct addresses, verified in ${LEAST_MS} to ${MOST_MS} ms each`);
console.log(`${" ".repeat(24)}   modelled s     requests  sheet calls      credits`);
await withPlainScript("lookups", (dist) =>
  twice(
    "row by row",
    dist,
    async () => {},
    async (host) => {
      // Somebody who sits by starts it again at once.
      for (let row: unknown = 2; row !== null; ) {
        const execution = await host.call("main", [row], { entry: "menu" });
        if (!execution.ok) return;
        row = execution.value;
      }
    },
  ),
);
await twice(
  "Huntsheet",
  OURS,
  (host) => setUp(host, "hunter"),
  async (host) => void (await carried(host, VERIFY)),
);
