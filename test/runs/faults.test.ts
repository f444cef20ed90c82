import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type Fault as ApiFault, type Call, type HuntrServer, startHuntr } from "../../local/apis/index.ts";
import type { Reply } from "../../local/apis/wire/call.ts";
import type { BookFile } from "../../local/runtime/book-file.ts";
import { type Fault, passingFaults } from "../../local/runtime/faults.ts";
import type { Host } from "../../local/runtime/host.ts";
import type { LockTable } from "../../local/runtime/lock-table.ts";
import { freshFile, grid, json, KEYS, openHost, type SeenRun, settle, start } from "../rig.ts";

/**
 * An import or a refresh that meets faults ends complete and exact, or stops with a sentence and is exact after 'Go on'. It is
 * never short, and nothing is twice.
 */

const JOBS = 600;
/** Small pages make many requests, one after another and side by side. */
const PAGE = 60;
const SPEC = { kind: "import", table: "huntr.jobs", columns: ["title", "stage", "created_at"] };
/** Enough for several pages and kinds of calls, few enough for a hundred imports. */
const FEW_JOBS = 200;
const SHEET = "Huntr Jobs";
const ENDS = ["missing", "null", "empty", "inf", "page"] as const;

const servers = new Map<string, HuntrServer>();
let small: HuntrServer;
let file: BookFile;
/** A table of the small server's jobs, and changes since then. */
let kept: BookFile;
let host: Host | null = null;
let opened = 0;

const routesTo = (server: HuntrServer) => ({ "https://api.huntr.co": server.url });
const serverOf = (end: (typeof ENDS)[number]) => servers.get(end) as HuntrServer;

beforeAll(async () => {
  const startSized = (end: (typeof ENDS)[number], jobs: number) =>
    startHuntr({
      token: KEYS.huntr,
      size: { jobs, activities: 0, members: 10, employers: 20 },
      listing: { end, cap: PAGE },
    });
  for (const end of ENDS) servers.set(end, await startSized(end, JOBS));
  small = await startSized("page", FEW_JOBS);
  file = await freshFile(routesTo(serverOf("missing")));
  const first = await openHost(file, routesTo(small));
  await start(first, SPEC);
  await settle(first);
  kept = first.save();
  await first.close();
});
afterAll(() => Promise.all([small, ...servers.values()].map((server) => server.close())));
afterEach(async () => {
  await host?.close();
  host = null;
});

async function open(server: HuntrServer, from: BookFile = file): Promise<Host> {
  server.faults.clear();
  await host?.close();
  // Some minutes later each time: at one instant the server would take all of them for a crowd.
  opened += 1;
  host = await openHost({ ...from, clockMs: from.clockMs + opened * 600_000 }, routesTo(server));
  return host;
}

/** The faults strike the n-th and the following requests from now on. */
function from(nth: number, fault: ApiFault, times = 1): ApiFault {
  let seen = 0;
  return {
    ...fault,
    times,
    when: (call: Call) => {
      seen += 1;
      return seen >= nth && (fault.when?.(call) ?? true);
    },
  };
}

/** As a person with an open sidebar: what failed is tried again, for some time. */
async function settleStubbornly(on: Host): Promise<SeenRun[]> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await settle(on);
    } catch (error) {
      if (attempt === 8) throw error;
      await on.advance(10_000);
    }
  }
}

/** What is wrong with the sheet; null when every job stands there once, as the server holds it. */
function wrong(on: Host, server: HuntrServer): string | null {
  const [header, ...rows] = grid(on, SHEET);
  if (!/^ID,Title,Stage,Created at(,Removed)?$/.test(String(header))) return `header ${String(header)}`;
  const wanted = server.data.jobs;
  const gone = rows.filter((row) => row[4] !== undefined && row[4] !== "");
  if (rows.length - gone.length !== wanted.length) return `${rows.length} rows in place of ${wanted.length}`;
  const found = new Map(rows.map((row) => [row[0], row]));
  for (const { id, title, list, createdAt } of wanted) {
    const row = found.get(id);
    if (!row) return `no row of ${id}`;
    const shown = [row[1], row[2], Math.round((row[3] as { serial: number }).serial * 86_400)];
    const expected = [String(title ?? ""), list?.name ?? "", createdAt + 25_569 * 86_400];
    if (String(shown) !== String(expected)) return `${id} shows ${String(shown)}, not ${String(expected)}`;
  }
  return null;
}

/** Lets a run that was started come to its end. @returns the sentence with which it stopped, null if it did not. */
async function endOf(on: Host, server: HuntrServer): Promise<string | null> {
  const [run] = await settleStubbornly(on);
  if (run?.status === "done") return null;
  expect(run?.status).toBe("stopped");
  server.faults.clear();
  await json(on.rpc("goOnRun", [run?.id]));
  const [again] = await settleStubbornly(on);
  expect([again?.status, again?.error]).toEqual(["done", null]);
  return run?.error ?? "";
}

const status = (code: number, headers: Record<string, string> = {}): ApiFault => ({
  effect: { kind: "status", status: code, headers },
});

describe("faults of Huntr at some request of an import", () => {
  test.each([
    ["429 with Retry-After", status(429, { "retry-after": "7" }), 1],
    ["429 for long", status(429, { "retry-after": "600" }), 1],
    ["429 without Retry-After", status(429), 3],
    ["500", status(500), 2],
    ["500 for a whole slice", status(500), 12],
    ["503", status(503, { "retry-after": "3" }), 2],
    ["no answer, the server did not act", { effect: { kind: "drop", when: "before" } }, 2],
    ["no answer, the server acted", { effect: { kind: "drop", when: "after" } }, 2],
    ["no answer for a whole slice", { effect: { kind: "drop", when: "before" } }, 12],
    ["a web page", { effect: { kind: "html" } }, 2],
    ["a web page with 502", { effect: { kind: "html", status: 502 } }, 2],
    ["JSON cut off", { effect: { kind: "cut" } }, 2],
    ["JSON cut off for a whole slice", { effect: { kind: "cut" } }, 12],
    ["an answer after a minute: the fetch times out", slow(61_000), 2],
    ["an answer after half a minute", slow(30_000), 3],
  ] as [string, ApiFault, number][])(
    "%s: passes by itself, and the sheet is exact",
    async (_what, fault, times) => {
      for (const [i, nth] of [1, 7].entries()) {
        const server = serverOf(ENDS[i % ENDS.length] ?? "missing");
        const on = await open(server);
        server.faults.add(from(nth, fault, times));
        await start(on, SPEC);
        expect([nth, await endOf(on, server)]).toEqual([nth, null]);
        expect([nth, server.faults.pending, wrong(on, server)]).toEqual([nth, 0, null]);
      }
    },
  );

  test.each([
    [
      "401",
      status(401),
      /^Huntr refused the access token while reading jobs\. Set it under Huntsheet ▸ Set up\./,
    ],
    ["403", status(403), /^Huntr lets only administrators do this \(reading jobs\)\./],
    ["400", status(400), /^Huntr would not do this while reading jobs\./],
    [
      "500 for hours",
      status(500),
      /^Huntr is out of order while reading jobs\. Try again in a few minutes\./,
    ],
    ["no answer for hours", { effect: { kind: "drop", when: "before" } }, /^Huntr could not be reached/],
    ["web pages for hours", { effect: { kind: "html" } }, /^Huntr answered with something that is not data/],
  ] as [string, ApiFault, RegExp][])(
    "%s: stops with a sentence, and 'Go on' ends at the exact sheet",
    async (what, fault, sentence) => {
      // What lasts for hours takes a thousand requests: once is enough.
      const positions = what.endsWith("for hours") ? [5] : [1, 5];
      for (const nth of positions) {
        const server = serverOf(nth === 1 ? "null" : "inf");
        const on = await open(server);
        server.faults.add(from(nth, fault, Number.POSITIVE_INFINITY));
        await start(on, SPEC);
        expect(await endOf(on, server)).toMatch(sentence);
        expect([nth, wrong(on, server)]).toEqual([nth, null]);
      }
    },
  );

  test.each([1, Number.POSITIVE_INFINITY])(
    "a cursor that repeats, %d times: no page is taken for the end",
    async (times) => {
      for (const nth of [1, 4]) {
        const server = serverOf("page");
        const on = await open(server);
        const fault: ApiFault = { effect: { kind: "repeat-cursor" }, when: ({ query }) => query.has("next") };
        server.faults.add(from(nth, fault, times));
        await start(on, SPEC);
        const sentence = await endOf(on, server);
        // Asked again, a cursor that repeated once may lead on.
        if (times > 1 || sentence !== null)
          expect(sentence).toMatch(/^Huntr gave the same page of Huntr Jobs twice, so the list has no end\./);
        expect([nth, wrong(on, server)]).toEqual([nth, null]);
      }
    },
  );

  test("the same start again after a stop begins anew in the same sheet", async () => {
    const server = serverOf("inf");
    const on = await open(server);
    server.faults.add(from(4, status(401), Number.POSITIVE_INFINITY));
    await start(on, SPEC);
    const [stopped] = await settleStubbornly(on);
    expect(stopped?.status).toBe("stopped");
    server.faults.clear();
    await start(on, SPEC);
    expect(await endOf(on, server)).toBe(null);
    expect(on.book.sheets().map(({ name }) => name)).toEqual(["Sheet1", SHEET, "Huntsheet log"]);
    expect(wrong(on, server)).toBe(null);
  });

  test("until when it waits is told meanwhile", async () => {
    const server = serverOf("missing");
    const on = await open(server);
    server.faults.add(from(4, status(429, { "retry-after": "600" })));
    const { id } = await start(on, SPEC);
    let run = await json<SeenRun>(on.rpc("advanceRun", [id]));
    for (let i = 0; i < 5 && run.waitUntilMs === undefined; i++)
      run = await json<SeenRun>(on.rpc("advanceRun", [id]));
    expect(run.waitUntilMs).toBeGreaterThan(on.now() + 500_000);
  });
});

/** A refresh by actions of the small server's jobs asks for actions, for what is new, and for two jobs by their ids. */
describe("faults of Huntr at each request of a refresh", () => {
  const REFRESH = { kind: "refresh", sheet: SHEET };
  let asked = 0;
  /** Of these the first ones. */
  let actions = 0;

  beforeAll(async () => {
    const ids = small.data.jobs.map(({ id }) => id);
    small.moveJob(ids[30] ?? "", "Negotiating");
    small.moveJob(ids[90] ?? "", "Negotiating");
    small.deleteJob(ids[150] ?? "");
    small.createJob({ owner: small.data.members[0]?.id ?? "", title: "New" });
    const on = await open(small, kept);
    const before = small.requests.length;
    await start(on, REFRESH);
    const [run] = await settle(on);
    expect(run?.note).toMatch(/^From Huntr's actions/);
    asked = small.requests.length - before;
    actions = small.requests.slice(before).filter(({ url }) => url.includes("actions")).length;
    expect(wrong(on, small)).toBe(null);
  });
  afterAll(() => small.restore(undefined));

  test.each([
    ["429", status(429, { "retry-after": "7" }), 1],
    ["429 for long", status(429, { "retry-after": "600" }), 2],
    ["403", status(403), 1],
    ["500", status(500), 2],
    ["500 for a whole slice", status(500), 12],
    ["503", status(503, { "retry-after": "3" }), 2],
    ["no answer", { effect: { kind: "drop", when: "before" } }, 2],
    ["no answer for a whole slice", { effect: { kind: "drop", when: "after" } }, 12],
    ["an answer after a minute: the fetch times out", slow(61_000), 2],
    ["a web page", { effect: { kind: "html" } }, 2],
    ["JSON cut off", { effect: { kind: "cut" } }, 2],
    ["a cursor that repeats", { effect: { kind: "change", change: repeated } }, 1],
  ] as [string, ApiFault, number][])(
    "%s: ends exact, or stops with a sentence and is exact after 'Go on'",
    async (what, fault, times) => {
      for (let nth = 1; nth <= asked; nth++) {
        const on = await open(small, kept);
        small.faults.add(from(nth, fault, times));
        await start(on, REFRESH);
        const sentence = await endOf(on, small);
        // Without the actions nothing is told; without one record, or some, the whole listing is read.
        if (what === "403" && nth <= actions)
          expect([nth, sentence]).toEqual([nth, expect.stringMatching(/^Huntr lets only admin/)]);
        else if (!/cursor/.test(what)) expect([nth, sentence]).toEqual([nth, null]);
        expect([nth, wrong(on, small)]).toEqual([nth, null]);
      }
    },
  );

  /** A page that says it goes on where it began. */
  function repeated(reply: Reply): Reply {
    const { data } = reply.body as { data?: { id: string }[] };
    return data ? { ...reply, body: { data, next: data[0]?.id } } : reply;
  }
});

describe("faults of Google's services at some call of an import", () => {
  const messages: Readonly<Record<string, string>> = {
    Cache: passingFaults.internal,
    Lock: passingFaults.tooMany,
    Properties: passingFaults.serverError,
    UrlFetchApp: passingFaults.addressUnavailable("https://api.huntr.co/org/jobs"),
  };
  const textFor = (call: string) => messages[call.split(".")[0] ?? ""] ?? passingFaults.timedOut("1x");

  /** Which calls an import makes, and how often. */
  async function callsOf(on: Host): Promise<Map<string, number>> {
    const calls = new Map<string, number>();
    const stop = on.on("ended", ({ execution }) => {
      for (const { name, count } of execution.serviceCalls) calls.set(name, (calls.get(name) ?? 0) + count);
    });
    await start(on, SPEC);
    await settle(on);
    stop();
    return calls;
  }

  /** Every call in turn fails at its last time, and before its effect at its first too. @returns what went wrong. */
  async function failEverywhere(
    server: HuntrServer,
    base: BookFile,
    when: "before" | "after",
  ): Promise<string[]> {
    const troubles: string[] = [];
    const calls = await callsOf(await open(server, base));
    expect([...calls.keys()]).toEqual(
      expect.arrayContaining([
        "Range.setValues",
        "SpreadsheetApp.flush",
        "Lock.tryLock",
        "UrlFetchApp.fetchAll",
      ]),
    );
    for (const [call, count] of calls) {
      // A sleep that fails is none of Google's faults.
      if (call === "Utilities.sleep") continue;
      for (const nth of when === "before" ? new Set([1, count]) : [count]) {
        const on = await open(server, base);
        const fault: Fault = { call, nth, message: textFor(call), when };
        const where = `${when} ${call} ${nth}`;
        on.fault(fault);
        // A click that failed is repeated.
        await start(on, SPEC).catch(() => start(on, SPEC));
        const sentence = await endOf(on, server).catch((error: Error) => `never done: ${error.message}`);
        if (sentence !== null) troubles.push(`${where} stopped: ${sentence}`);
        const fault2 = wrong(on, server);
        if (fault2) troubles.push(`${where}: ${fault2}`);
      }
    }
    return troubles;
  }

  test.each(["before", "after"] as const)(
    "each kind of call fails %s its effect: the import gets over it, and the sheet is exact",
    async (when) => {
      expect(await failEverywhere(small, file, when)).toEqual([]);
    },
    120_000,
  );

  test("what waiting does not cure stops at once and says what Google said", async () => {
    const server = serverOf("missing");
    const on = await open(server);
    on.fault({
      call: "Range.setValues",
      nth: 1,
      message:
        "You are trying to edit a protected cell or object. Please contact the spreadsheet owner to remove protection if you need to edit.",
    });
    await start(on, SPEC);
    expect(await endOf(on, server)).toMatch(/^A protected range is in the way\. Ask the spreadsheet's owner/);
    expect(wrong(on, server)).toBe(null);
  });
});

describe("another execution holds the document's lock", () => {
  /** No execution has this number. */
  const SOMEBODY = 0;

  function holdLock(on: Host): () => void {
    const { locks } = (on as unknown as { world: { locks: LockTable } }).world;
    const key = `document ${on.book.id}`;
    expect(locks.take(key, SOMEBODY)).toBe(true);
    return () => locks.release(key, SOMEBODY, on.now());
  }

  test("a click and a sidebar are told so in a sentence; once it is free the run goes on to the exact sheet", async () => {
    const server = serverOf("missing");
    const on = await open(server);
    let release = holdLock(on);
    const busy = "This spreadsheet is busy with other work of Huntsheet. Try again in a few seconds.";
    await expect(start(on, SPEC)).rejects.toThrow(busy);
    release();
    const { id } = await start(on, SPEC);
    release = holdLock(on);
    await expect(json(on.rpc("advanceRun", [id]))).rejects.toThrow(busy);
    await expect(json(on.rpc("pauseRun", [id]))).rejects.toThrow(busy);
    release();
    expect(await endOf(on, server)).toBe(null);
    expect(wrong(on, server)).toBe(null);
  });

  test("a trigger that meets it ends without an error, and the next one carries on", async () => {
    const server = serverOf("null");
    const on = await open(server);
    await start(on, SPEC);
    const release = holdLock(on);
    const firings = await on.advance(61_000);
    expect(firings.map((firing) => [firing.function, firing.error])).toEqual([["continueRuns", null]]);
    release();
    await on.advance(61_000);
    expect(wrong(on, server)).toBe(null);
  });
});

/** An answer that takes so many milliseconds of the virtual clock. */
function slow(delayMs: number): ApiFault {
  return {
    effect: {
      kind: "change",
      change: (reply) => ({ ...reply, headers: { ...reply.headers, "x-virtual-delay": String(delayMs) } }),
    },
  };
}
