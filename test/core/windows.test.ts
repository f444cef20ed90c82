import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createClient } from "../../src/core/client.ts";
import { FIRST_PLACE, type Place } from "../../src/core/listing.ts";
import type { Pacer } from "../../src/core/pacing.ts";
import type { HttpRequest, HttpResponse, JsonObject, NoAnswer } from "../../src/core/ports.ts";
import { readBatch } from "../../src/core/windows.ts";
import { huntrApi } from "../../src/huntr/api.ts";
import { jobs } from "../../src/huntr/jobs.ts";

interface Server {
  readonly seconds: readonly number[];
  /** The server gives no more than this, whatever the limit. */
  readonly cap: number;
  readonly lastNext: "missing" | "null" | "empty page";
  readonly inclusive: boolean;
  readonly knowsWindows: boolean;
}

/** Sorting thousands of records for each request would take longer than the test. */
const sorted = new WeakMap<Server, { id: string; createdAt: number }[]>();

function recordsOf(server: Server): { id: string; createdAt: number }[] {
  const known = sorted.get(server);
  if (known) return known;
  const all = server.seconds
    .map((createdAt, i) => ({
      id: `${createdAt.toString(16).padStart(8, "0")}${String(i).padStart(16, "0")}`,
      createdAt,
    }))
    .sort((a, b) => (a.id < b.id ? 1 : -1));
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
  const edge = server.inclusive ? 0 : 1;
  const within = all.filter(
    ({ createdAt }) =>
      (after === null || createdAt >= after + edge) && (before === null || createdAt <= before - edge),
  );
  const cursor = query.get("next");
  const rest = cursor === null ? within : within.filter(({ id }) => id < cursor);
  const data = rest.slice(0, Math.min(server.cap, Number(query.get("limit"))));
  const last = data[data.length - 1]?.id;
  const isLast = data.length === rest.length;
  const next =
    !isLast || (server.lastNext === "empty page" && last)
      ? { next: last }
      : server.lastNext === "null"
        ? { next: null }
        : {};
  return { status: 200, headers: {}, body: JSON.stringify({ data, ...next }) };
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
    reserve: () => ({ granted: true, waitMs: 0 }),
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
  for (let place: Place | null = FIRST_PLACE, turns = 0; place !== null; turns++) {
    expect(turns).toBeLessThan(5_000);
    // A place is stored between slices: it must survive as JSON.
    const stored: string = JSON.stringify(place);
    longestPlace = Math.max(longestPlace, stored.length);
    try {
      const page: { records: JsonObject[]; next: Place | null } = readBatch(
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
  inclusive: fc.boolean(),
  knowsWindows: fc.boolean(),
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
