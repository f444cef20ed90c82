import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createClient } from "../../src/core/client.ts";
import type { Pacer } from "../../src/core/pacing.ts";
import { FIRST_CURSOR, type PageCursor } from "../../src/core/page.ts";
import type { HttpRequest, HttpResponse, JsonObject, NoAnswer } from "../../src/core/ports.ts";
import { readBatch } from "../../src/core/windows.ts";
import { huntrApi } from "../../src/huntr/api.ts";
import { jobs } from "../../src/huntr/jobs.ts";

/** A record by when its id was made, what it says of that, and what the server filters by. */
interface Times {
  readonly id: number;
  readonly createdAt?: number | undefined;
}

interface Server {
  readonly seconds: readonly (number | Times)[];
  /** The server gives no more than this, whatever the limit. */
  readonly cap: number;
  readonly lastNext: "missing" | "null" | "empty page";
  readonly inclusive: boolean | "after" | "before";
  readonly knowsWindows: boolean;
  /** By what it is sorted and filtered: the ids, unless said. What says nothing of its creation goes by its id. */
  readonly sorts?: "id" | "createdAt";
  readonly filters?: "id" | "createdAt";
  /** Takes no cursor together with windows. */
  readonly refuses?: boolean;
}

interface Held {
  readonly id: string;
  readonly createdAt?: number | undefined;
  readonly sortsAt: number;
  readonly passesAt: number;
}

/** Sorting thousands of records for each request would take longer than the test. */
const sorted = new WeakMap<Server, Held[]>();

function recordsOf(server: Server): Held[] {
  const known = sorted.get(server);
  if (known) return known;
  const all = server.seconds
    .map((times, i): Held => {
      const { id, ...said } = typeof times === "number" ? { id: times, createdAt: times } : times;
      const by = (what: "id" | "createdAt" = "id") => (what === "id" ? id : (said.createdAt ?? id));
      return {
        id: `${id.toString(16).padStart(8, "0")}${String(i).padStart(16, "0")}`,
        ...said,
        sortsAt: by(server.sorts),
        passesAt: by(server.filters),
      };
    })
    .sort((a, b) => b.sortsAt - a.sortsAt || (a.id < b.id ? 1 : -1));
  sorted.set(server, all);
  return all;
}

/** A listing as the text describes it: newest first, `next` is the id of the last object. */
function answer(server: Server, request: HttpRequest): HttpResponse {
  const query = new URL(request.url).searchParams;
  const all = recordsOf(server);
  const bound = (name: string) => (server.knowsWindows && query.has(name) ? Number(query.get(name)) : null);
  const after = bound("created_after");
  const before = bound("created_before");
  const cursor = query.get("next");
  if (server.refuses && cursor !== null && after !== null) return { status: 400, headers: {}, body: "{}" };
  const edge = (name: string) => (server.inclusive === true || server.inclusive === name ? 0 : 1);
  const start = cursor === null ? 0 : all.findIndex(({ id }) => id === cursor) + 1;
  const rest = all
    .slice(start)
    .filter(
      ({ passesAt }) =>
        (after === null || passesAt >= after + edge("after")) &&
        (before === null || passesAt <= before - edge("before")),
    );
  const data = rest.slice(0, Math.min(server.cap, Number(query.get("limit"))));
  const last = data[data.length - 1]?.id;
  const isLast = data.length === rest.length;
  const next =
    !isLast || (server.lastNext === "empty page" && last)
      ? { next: last }
      : server.lastNext === "null"
        ? { next: null }
        : {};
  const shown = data.map(({ sortsAt: _, passesAt: __, ...record }) => record);
  return { status: 200, headers: {}, body: JSON.stringify({ data: shown, ...next }) };
}

/** @param fails how often a request is answered 500 before it is answered: five times is as often as a client asks. */
function readAll(server: Server, fails: (nth: number) => number = () => 0) {
  let requests = 0;
  const asked = new Map<string, number>();
  let nowMs = 0;
  const batches: number[] = [];
  const clock = {
    nowMs: () => nowMs,
    sleepMs: (ms: number) => {
      nowMs += ms;
    },
  };
  const send = (list: readonly HttpRequest[]): (HttpResponse | NoAnswer)[] => {
    batches.push(list.length);
    return list.map((request) => {
      requests++;
      const left = asked.get(request.url) ?? fails(asked.size);
      asked.set(request.url, left - 1);
      return left > 0 ? { status: 500, headers: {}, body: "" } : answer(server, request);
    });
  };
  const pacer: Pacer = {
    reserve: (_, count) => ({ granted: true, waitMs: 0, count }),
    slowDown: () => {},
  };
  const client = () =>
    createClient(huntrApi, {
      ports: { transport: { send }, clock, random: () => 0 },
      pacer,
      key: "k",
      deadlineMs: nowMs + 1e6,
    });
  const ids = new Set<string>();
  let longestPlace = 0;
  for (let place: PageCursor | null = FIRST_CURSOR, turns = 0; place !== null; turns++) {
    expect(turns).toBeLessThan(5_000);
    // A place is stored between slices: it must survive as JSON.
    const stored: string = JSON.stringify(place);
    longestPlace = Math.max(longestPlace, stored.length);
    try {
      const page: { records: JsonObject[]; next: PageCursor | null } = readBatch(
        client(),
        jobs,
        {},
        JSON.parse(stored),
      );
      for (const { id } of page.records) ids.add(String(id));
      place = page.next;
    } catch {
      nowMs += 60_000;
    }
  }
  return { ids, requests, batches, longestPlace };
}

const servers = fc.record({
  // Crowded ones have records on every border between two windows.
  seconds: fc.oneof(
    fc.array(fc.integer({ min: 0, max: 200 }), { minLength: 60, maxLength: 160 }),
    fc.array(fc.oneof(fc.integer({ min: 0, max: 2_000 }), fc.integer({ min: 0, max: 2e9 })), {
      maxLength: 120,
    }),
  ),
  cap: fc.integer({ min: 1, max: 9 }),
  lastNext: fc.constantFrom("missing" as const, "null" as const, "empty page" as const),
  inclusive: fc.constantFrom(true, false, "after" as const, "before" as const),
  knowsWindows: fc.boolean(),
});

const NOW = 1_700_000_000;

/** Times that are mostly a listing's, some of them off, all of them at random, or none: by seconds, years or wholly. */
const odd = fc.record({
  seconds: fc
    .tuple(
      fc.array(fc.integer({ min: 0, max: 5_000 }), { minLength: 20, maxLength: 120 }),
      fc.array(
        fc.tuple(
          fc.nat(119),
          fc.oneof(
            fc.constantFrom(0, undefined, 1, NOW - 2_000, NOW + 1e8),
            fc.integer({ min: NOW - 6_000, max: NOW + 100 }),
            fc.integer({ min: 0, max: 2 * NOW }),
          ),
        ),
        { maxLength: 6 },
      ),
      fc.constantFrom(0, 0, 1, 2, 30),
    )
    .map(([ages, offs, jitter]) => {
      const all: Times[] = ages.map((age, i) => {
        const id = NOW - age;
        return { id, createdAt: id + (((i * 7919) % 61) % (2 * jitter + 1)) - jitter };
      });
      for (const [index, createdAt] of offs) {
        const one = all[index];
        if (one) all[index] = { id: one.id, createdAt };
      }
      return all;
    }),
  cap: fc.integer({ min: 1, max: 9 }),
  lastNext: fc.constantFrom("missing" as const, "null" as const, "empty page" as const),
  inclusive: fc.constantFrom(true, false, "after" as const, "before" as const),
  knowsWindows: fc.boolean(),
  sorts: fc.constantFrom("id" as const, "createdAt" as const),
  filters: fc.constantFrom("id" as const, "createdAt" as const),
  refuses: fc.boolean(),
});

describe("a listing read in windows of time", () => {
  test("holds every record, whatever the server's pages, ends and bounds are like", () => {
    fc.assert(
      fc.property(servers, (server) => {
        const { ids } = readAll(server);
        expect(ids.size).toBe(server.seconds.length);
      }),
      { numRuns: 300 },
    );
  });

  test("holds every record although one request in three fails for as long as it is tried", () => {
    fc.assert(
      fc.property(servers, fc.nat(2), (server, phase) => {
        const { ids } = readAll(server, (nth) => (nth % 3 === phase ? 5 : 0));
        expect(ids.size).toBe(server.seconds.length);
      }),
      { numRuns: 100 },
    );
  });

  test("holds every record, whatever their times are like and whatever the server sorts and filters by", () => {
    fc.assert(
      fc.property(odd, (server) => {
        const { ids } = readAll(server);
        expect(ids.size).toBe(server.seconds.length);
      }),
      { numRuns: 500 },
    );
  });

  const times = (change: (nth: number) => Partial<Times>): Times[] =>
    Array.from({ length: 3_000 }, (_, i) => {
      const id = NOW - i * 300;
      return { id, createdAt: id, ...change(i) };
    });
  const only = (nth: number, createdAt: number | undefined) => (i: number) =>
    i === nth ? { createdAt } : {};

  test.each<[string, (nth: number) => Partial<Times>, "id" | "createdAt"]>([
    ["0, on the first page", only(100, 0), "createdAt"],
    ["0, the last of the first page", only(498, 0), "createdAt"],
    ["0, the first of the second page", only(499, 0), "createdAt"],
    ["years old, the last of the first page, filtered by id", only(498, 1_500_000_000), "id"],
    ["an hour older than its neighbours", only(100, NOW - 33_600), "createdAt"],
    ["missing, on the first page", only(100, undefined), "createdAt"],
    ["missing, far down", only(2_000, undefined), "id"],
    ["in the future, far down", only(2_000, NOW + 1e8), "createdAt"],
    ["that of the first page, far down", only(2_000, NOW - 1_000), "createdAt"],
    ["jitter of seconds", (i) => ({ createdAt: NOW - i * 300 + ((i * 7) % 5) - 2 }), "id"],
    ["all of one second", () => ({ id: NOW, createdAt: NOW }), "createdAt"],
    [
      "three pages of one second",
      (i) => (i > 600 && i < 2_100 ? { id: NOW - 180_300, createdAt: NOW - 180_300 } : {}),
      "createdAt",
    ],
  ])("an odd time loses nothing: %s", (_, change, filters) => {
    const seconds = times(change);
    const server = { seconds, cap: 499, lastNext: "null", inclusive: false, knowsWindows: true } as const;
    const { ids, requests } = readAll({ ...server, filters });
    expect(ids.size).toBe(3_000);
    expect(requests).toBeLessThanOrEqual(25);
  });

  test("of pages that do not descend is read one page after another", () => {
    const seconds = times((i) => ({ createdAt: NOW - ((i * 7_919) % 3_000) * 300 }));
    const server = { seconds, cap: 499, lastNext: "null", inclusive: false, knowsWindows: true } as const;
    const { batches, requests } = readAll({ ...server, sorts: "id", filters: "createdAt" });
    expect(new Set(batches)).toEqual(new Set([1]));
    expect(requests).toBe(7);
  });

  test("of 1,500 jobs is read in two rounds and five requests", () => {
    const seconds = Array.from({ length: 1_500 }, (_, i) => NOW - i * 977 - ((i * i) % 613));
    const server = { seconds, cap: 499, lastNext: "missing", inclusive: false, knowsWindows: true } as const;
    const { ids, batches } = readAll(server);
    expect(ids.size).toBe(1_500);
    expect(batches).toEqual([1, 4]);
  });

  test.each([
    [5_000, 4],
    [20_000, 8],
  ])("of %i jobs leaves none for a round of its own: it takes %i rounds", (jobs, rounds) => {
    const seconds = Array.from({ length: jobs }, (_, i) => NOW - i * 977 - ((i * i) % 613));
    const server = { seconds, cap: 499, lastNext: "missing", inclusive: false, knowsWindows: true } as const;
    const { ids, batches, requests } = readAll(server);
    expect(ids.size).toBe(jobs);
    expect(batches.length, batches.join(", ")).toBe(rounds);
    expect(requests, batches.join(", ")).toBeLessThanOrEqual(1.15 * Math.ceil(jobs / 499) + 3);
  });

  test.each([3, 12, 40, 120])("of %i pages takes few requests more than it has pages", (pages) => {
    const seconds = Array.from({ length: pages * 480 }, (_, i) => NOW - i * 977 - ((i * i) % 6_130));
    const server = { seconds, cap: 499, lastNext: "missing", inclusive: false, knowsWindows: true } as const;
    const { ids, requests } = readAll(server);
    expect(ids.size).toBe(seconds.length);
    expect(requests).toBeLessThanOrEqual(1.15 * pages + 3);
  });

  test("of 20,000 jobs takes few rounds, and its place stays small enough for a property", () => {
    const seconds = Array.from({ length: 20_000 }, (_, i) => 1_700_000_000 + i * 977 + ((i * i) % 613));
    const { ids, batches, requests, longestPlace } = readAll({
      seconds,
      cap: 499,
      lastNext: "empty page",
      inclusive: false,
      knowsWindows: true,
    });
    expect(ids.size).toBe(20_000);
    expect(batches.length).toBeLessThanOrEqual(10);
    expect(requests).toBeLessThanOrEqual(90);
    expect(longestPlace).toBeLessThan(6_000);
  });

  test("keeps a small place where every window turns out to be crowded", () => {
    const day = 86_400;
    // One a day at the newest end makes wide windows; before that there are sixty a day.
    const quiet = Array.from({ length: 6 }, (_, i) => 1_700_000_000 - i * day);
    const crowded = Array.from({ length: 9_000 }, (_, i) => 1_700_000_000 - 6 * day - i * (day / 60));
    const { ids, longestPlace } = readAll({
      seconds: [...quiet, ...crowded],
      cap: 6,
      lastNext: "null",
      inclusive: true,
      knowsWindows: true,
    });
    expect(ids.size).toBe(9_006);
    expect(longestPlace).toBeLessThan(6_000);
  });

  test("of a server that does not know the filters is read one page after another", () => {
    const seconds = Array.from({ length: 5_000 }, (_, i) => 1_700_000_000 + i * 977);
    const { ids, requests } = readAll({
      seconds,
      cap: 499,
      lastNext: "null",
      inclusive: false,
      knowsWindows: false,
    });
    expect(ids.size).toBe(5_000);
    expect(requests).toBeLessThanOrEqual(25);
  });
});
