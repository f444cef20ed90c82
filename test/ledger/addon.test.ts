import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { newBookFile } from "../../local/runtime/book-file.ts";
import type { Host } from "../../local/runtime/host.ts";
import { openAddon } from "../addon.ts";
import { compute } from "../formulas/computing.ts";
import {
  COLLEAGUE,
  json,
  KEYS,
  listRuns,
  must,
  OWNER,
  type SeenRun,
  type Servers,
  settle,
  start,
  startServers,
  value,
} from "../rig.ts";
import { addresses, givenAddresses, sentTo, under, VERIFY } from "../runs/looking-up.ts";

/** The other way to install: a clock trigger of an add-on sees no document properties (facts, 4.3). */
const START_MS = Date.parse("2026-11-16T09:00:00Z");
const HOUR_MS = 3_600_000;

let servers: Servers;
let host: Host;
let opened = 0;
let since = 0;
beforeAll(async () => {
  servers = await startServers({
    huntr: { size: { jobs: 50, activities: 0, members: 5, employers: 5 } },
    hunter: { verifier: { slowPerThousand: 0, flakyPerThousand: 0 } },
  });
}, 120_000);
afterAll(() => servers.close());
beforeEach(async () => {
  opened += 1;
  host = await openAddon(
    newBookFile({ owner: OWNER, nowMs: START_MS + opened * 9 * HOUR_MS }),
    servers.routes,
  );
  since = servers.hunter.requests.length;
});
afterEach(() => host.close());

const sentTwice = () => [...sentTo(servers, "email-verifier", "email", since)].filter(([, n]) => n > 1);

test.each([
  ["the owner's", OWNER, 2],
  ["the owner's, a day later", OWNER, 26],
  ["a colleague's", COLLEAGUE, 2],
])(
  "what formulas paid for %s trigger does not buy again; the run goes on when somebody opens it",
  async (_, who, hours) => {
    for (const as of [OWNER, COLLEAGUE]) await value(host.rpc("saveKeys", [JSON.stringify(KEYS)], { as }));
    const emails = addresses(70, 35).map((email) => `f${opened}${email}`);
    givenAddresses(host, emails);
    const shown = (await compute(host, "=HUNTER_VERIFY(In!B2:B61)")).cells.flat();
    expect(shown.length).toBe(60);
    await start(host, VERIFY, who);
    await host.advance(hours * HOUR_MS);
    const waiting = must((await listRuns(host, who))[0]);
    expect(waiting).toMatchObject({ status: "running", done: 10 });
    expect(waiting.error).toMatch(
      /^60 rows were paid for by formulas, and Google shows their results only while/,
    );
    expect(sentTwice()).toEqual([]);
    expect((await settle(host, who))[0]).toMatchObject({ status: "done", error: null });
    expect(under(host, "Status").slice(0, 60)).toEqual(shown);
    // What Hunter does not know costs nothing, and is asked again the day after.
    const unknown = emails.filter((_, i) => shown[i] === "unknown");
    expect(sentTwice().filter(([email]) => !unknown.includes(email))).toEqual([]);
  },
);

test("with a colleague's shared key a schedule says up front that Google hides it, and its run waits for an open sidebar", async () => {
  await value(host.rpc("saveKeys", [JSON.stringify(KEYS)], { as: COLLEAGUE }));
  await value(host.rpc("shareKey", ["huntr", true], { as: COLLEAGUE }));
  await start(host, { kind: "import", table: "huntr.jobs" });
  expect((await settle(host))[0]).toMatchObject({ status: "done" });
  const sheet = must(host.book.sheets().find(({ name }) => name === "Huntr Jobs"));
  const state = await json<{ tables: { schedule: { note: string | null } | null }[] }>(
    host.rpc("saveSchedule", [sheet.id, JSON.stringify({ every: "hour" })]),
  );
  const waits = /^Google shows a shared key only while the spreadsheet is open/;
  expect(state.tables[0]?.schedule?.note).toMatch(waits);
  await host.advance(3 * HOUR_MS);
  const [run] = (await listRuns(host)) as SeenRun[];
  expect(run?.status).toBe("running");
  expect(run?.error).toMatch(waits);
  expect((await settle(host))[0]).toMatchObject({ status: "done", error: null });
  // One's own key needs no note.
  await value(host.rpc("saveKeys", [JSON.stringify(KEYS)]));
  const own = await json<typeof state>(host.rpc("tablesState", []));
  expect(own.tables[0]?.schedule?.note).toBe(null);
});
