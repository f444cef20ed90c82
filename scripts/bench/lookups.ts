// Verifies the same addresses in two ways, twice each, and compares what it costs: Huntsheet's look-up, and a script as
// one would write it first, with one fetch and one setValue per row. Prints a table; nothing passes or fails.
import { startHunter } from "../../local/apis/index.ts";
import { buildRuntime } from "../../local/runtime/bundle.ts";
import type { Host } from "../../local/runtime/host.ts";
import { must } from "../../test/rig.ts";
import { addresses, givenAddresses, under, VERIFY } from "../../test/runs/looking-up.ts";
import {
  type Cost,
  carried,
  isSheetCall,
  line,
  measured,
  OURS,
  openHost,
  setUp,
  TOKEN,
} from "./parts/measure.ts";
import { withPlainScript } from "./parts/plain.ts";

const ROWS = 1_000;
const DISTINCT = 800;
const DOMAINS = 40;
const LEAST_MS = 1_000;
const MOST_MS = 3_000;
/** Rows of a look-up whose first result a person waits for. */
const WAITED_FOR = [1, 100, 1_000];
/** Stored results that a formula and a look-up of one row find theirs among. */
const STORED = [200, 2_000, 20_000];

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
function emptyResults({ book }: Host, rows = ROWS): void {
  const sheet = must(book.sheets().find(({ name }) => name === "In")).id;
  const columns = book.lastColumn(sheet) - 2;
  if (columns > 0)
    book.write(
      sheet,
      2,
      3,
      Array.from({ length: rows }, () => Array(columns).fill(null)),
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

/** How long after the click the first status stands in the sheet, and what that took. */
async function firstResult(rows: number): Promise<void> {
  const server = await startHunter({
    key: TOKEN,
    account: { verifications: { used: 0, available: 10_000 } },
    verifier: { slowPerThousand: 0, flakyPerThousand: 0 },
  });
  const host = await openHost(OURS, server.url, "hunter");
  try {
    await setUp(host, "hunter");
    givenAddresses(host, addresses(rows, DOMAINS));
    // The sidebar shows the price first.
    await host.rpc("previewLookup", [JSON.stringify(VERIFY)]);
    const clickMs = host.now();
    let calls = 0;
    let first: { readonly atMs: number; readonly calls: number } | null = null;
    const stop = host.on("call", ({ call }) => {
      if (isSheetCall(call)) calls += 1;
      const isThere = first === null && under(host, "Status").some((status) => status);
      if (isThere) first = { atMs: host.now(), calls };
    });
    const cost = await measured(host, async () => void (await carried(host, VERIFY)));
    stop();
    const { atMs, calls: until } = must(first as { atMs: number; calls: number } | null);
    const cells = [(atMs - clickMs) / 1_000, cost.passedS] as const;
    console.log(
      line(`${rows.toLocaleString("en-US")} rows`, [
        [cells[0], 1],
        [until, 0],
        [cells[1], 1],
        [cost.requests, 0],
        [cost.spreadsheetCalls, 0],
      ]),
    );
  } finally {
    await host.close();
    await server.close();
  }
}

/** What a formula and a look-up cost that find their answer among so many. */
async function among(stored: number): Promise<void> {
  const server = await startHunter({ key: TOKEN });
  const host = await openHost(OURS, server.url, "hunter");
  try {
    await setUp(host, "hunter");
    givenAddresses(host, ["person0@school0.example"]);
    await carried(host, VERIFY);
    const sheet = must(host.book.sheets().find(({ name }) => name === "Huntsheet results")).id;
    const [line1 = []] = host.book.values(sheet, 2, 1, 1, 7);
    const lines = Array.from({ length: stored }, (_, i) =>
      line1.map((cell, column) => (column === 1 ? `stored${i}@school.example` : cell)),
    );
    host.book.insertRows(sheet, 3, stored);
    host.book.write(sheet, 3, 1, lines as Parameters<typeof host.book.write>[3]);
    // The cache is empty by then.
    await host.advance(7 * 3_600_000);
    const formulas = host.book.insertSheet("Formula");
    const formula = await measured(host, async () => {
      host.book.write(formulas, 1, 1, [[`=HUNTER_VERIFY("stored${stored >> 1}@school.example")`]]);
      await host.book.settled();
    });
    await host.advance(7 * 3_600_000);
    givenAddresses(host, [`stored${stored >> 1}@school.example`]);
    emptyResults(host, 1);
    const lookup = await measured(host, async () => void (await carried(host, VERIFY)));
    console.log(
      line(`${stored.toLocaleString("en-US")} stored`, [
        [formula.modelledS, 2],
        [formula.spreadsheetCalls, 0],
        [lookup.passedS, 2],
        [lookup.requests, 0],
        [lookup.spreadsheetCalls, 0],
      ]),
    );
  } finally {
    await host.close();
    await server.close();
  }
}

console.log("\nThe first result of a look-up, after the click, and the whole of it; answers in 250 ms");
console.log(`${" ".repeat(24)}      first s  sheet calls        all s     requests  sheet calls`);
for (const rows of WAITED_FOR) await firstResult(rows);
console.log("\nA formula and a look-up of one address that was paid for, among stored results");
console.log(`${" ".repeat(24)}    formula s  sheet calls    look-up s     requests  sheet calls`);
for (const stored of STORED) await among(stored);
