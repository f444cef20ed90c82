import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ApiError } from "../../src/core/errors.ts";
import { FIRST_PLACE, type Place, readPage } from "../../src/core/listing.ts";
import type { HttpRequest, Json, JsonObject } from "../../src/core/ports.ts";
import type { Query } from "../../src/core/query.ts";
import type { Resource } from "../../src/core/resource.ts";
import { account } from "../../src/hunter/account.ts";
import { hunterApi } from "../../src/hunter/api.ts";
import { leads } from "../../src/hunter/leads.ts";
import { huntrApi } from "../../src/huntr/api.ts";
import { jobs } from "../../src/huntr/jobs.ts";
import { memberFields } from "../../src/huntr/member-fields.ts";
import { members } from "../../src/huntr/members.ts";
import { type Reply, World } from "./scripted.ts";

interface Whole {
  readonly ids: Json[];
  readonly pages: number;
  readonly largestPlace: number;
  readonly totals: (number | null)[];
}

/** Reads to the end as a run does: the place goes through JSON between pages. */
function readAll(world: World, resource: Resource, filters: Query = {}): Whole {
  const client = world.client(resource.api === "huntr" ? huntrApi : hunterApi, { seconds: 1e6 });
  const ids: Json[] = [];
  const totals: (number | null)[] = [];
  let pages = 0;
  let largestPlace = 0;
  for (let place: Place | null = FIRST_PLACE; place !== null; ) {
    const page = readPage(client, resource, filters, place);
    ids.push(...page.records.map((record) => record.id ?? null));
    totals.push(page.total);
    const text: string = JSON.stringify(page.next);
    largestPlace = Math.max(largestPlace, text.length);
    place = JSON.parse(text) as Place | null;
    pages += 1;
  }
  return { ids, pages, largestPlace, totals };
}

function errorOf(work: () => unknown): ApiError {
  try {
    work();
  } catch (error) {
    if (error instanceof ApiError) return error;
    throw error;
  }
  throw new Error("no error came");
}

const parameters = ({ url }: HttpRequest) => new URL(url).searchParams;
const record = (n: number): JsonObject => ({ id: `id${n}` });
const records = (count: number): JsonObject[] => Array.from({ length: count }, (_, n) => record(n));

type LastPage = "missing" | "null" | "empty text" | "inf" | "empty page";

/** A server with cursors that caps its pages, and ends in one of the ways that were seen or thought of. */
function cursorServer(all: JsonObject[], cap: number, last: LastPage): (request: HttpRequest) => Reply {
  return (request) => {
    const query = parameters(request);
    const from = query.has("next") ? all.findIndex(({ id }) => id === query.get("next")) + 1 : 0;
    const data = all.slice(from, from + Math.min(cap, Number(query.get("limit") ?? 100)));
    const isLast = from + data.length >= all.length;
    const next = data[data.length - 1]?.id;
    if (!isLast || (last === "empty page" && next !== undefined))
      return { json: { data, next: next ?? null } };
    const ends: Record<LastPage, JsonObject> = {
      missing: {},
      null: { next: null },
      "empty text": { next: "" },
      inf: { next: "inf" },
      "empty page": { next: "id-of-nothing" },
    };
    return { json: { data, ...ends[last] } };
  };
}

describe("listings with a cursor", () => {
  test("pages joined are the whole, each record once, however the server ends and whatever its page", () => {
    const ends = fc.constantFrom<LastPage>("missing", "null", "empty text", "inf", "empty page");
    fc.assert(
      fc.property(fc.nat(60), fc.integer({ min: 1, max: 20 }), ends, (count, cap, last) => {
        const world = new World();
        world.answer = cursorServer(records(count), cap, last);
        expect(readAll(world, jobs).ids).toEqual(records(count).map(({ id }) => id));
      }),
    );
  });

  test("asks for 499, with the filters on every page", () => {
    const world = new World();
    world.answer = cursorServer(records(3), 2, "missing");
    readAll(world, jobs, { owner_member_id: "5eb0" });
    expect(world.paths()).toEqual([
      "org/jobs?owner_member_id=5eb0&limit=499",
      "org/jobs?owner_member_id=5eb0&limit=499&next=id1",
    ]);
  });

  test.each([
    ["the same cursor again", [1, 1]],
    ["an earlier cursor", [1, 2, 3, 1]],
    ["the one before", [1, 2, 1]],
  ])("%s is an error, not an end", (_, cursors) => {
    const world = new World();
    world.answer = (_request, nth) => ({
      json: { data: [record(nth)], next: `c${cursors[Math.min(nth, cursors.length) - 1]}` },
    });
    const error = errorOf(() => readAll(world, jobs));
    expect(error.kind).toBe("loop");
    expect(error.message).toBe(
      "Huntr gave the same page of Huntr Jobs twice, so the list has no end. Try again later; if it stays so, tell Huntr's support.",
    );
    expect(world.sent).toHaveLength(cursors.length);
  });

  test("the place stays below 6 KB over 3,000 pages, and a loop far back is still found", () => {
    const world = new World();
    world.answer = (_, nth) => ({ json: { data: [record(nth)], next: nth < 3000 ? `cursor-${nth}` : null } });
    expect(readAll(world, jobs).largestPlace).toBeLessThan(6_000);
    const looping = new World();
    looping.answer = (_, nth) => ({ json: { data: [record(nth)], next: `cursor-${nth % 900}` } });
    expect(errorOf(() => readAll(looping, jobs)).kind).toBe("loop");
    expect(looping.sent.length).toBeLessThan(2_000);
  });

  test("a single member comes as a bare object", () => {
    const world = new World().replies({ json: { id: "5eb0", givenName: "Ada" } });
    expect(readAll(world, members, { email: "ada@x.test" })).toMatchObject({ ids: ["5eb0"], pages: 1 });
  });

  test.each<[string, Json]>([
    ["an object without data", {}],
    ["a text", "hello"],
    ["data that is no list", { data: "none" }],
    ["records that are none", { data: [record(1), 7] }],
    ["a next that is no cursor", { data: [record(1)], next: { id: 1 } }],
  ])("%s is no listing", (_, json) => {
    const world = new World().replies({ json });
    const error = errorOf(() => readAll(world, jobs));
    expect([error.kind, error.message]).toEqual([
      "malformed",
      "Huntr answered with something else than a list of Huntr Jobs. Try again later.",
    ]);
  });
});

describe("listings that may or may not page", () => {
  test("a whole answer without a cursor is asked for once, without parameters that the text does not name", () => {
    const world = new World().replies({ json: { data: records(7) } });
    expect(readAll(world, memberFields)).toMatchObject({ pages: 1 });
    expect(world.paths()).toEqual(["org/member-fields"]);
  });

  test("a bare list will do, and a cursor is followed when there is one", () => {
    expect(readAll(new World().replies({ json: records(2) }), memberFields).ids).toEqual(["id0", "id1"]);
    const world = new World();
    world.answer = cursorServer(records(25), 10, "missing");
    expect(readAll(world, memberFields).ids).toHaveLength(25);
  });
});

/** Hunter's leads: `plan` is the largest page that the plan allows. */
function leadServer(count: () => number, cap: number, plan = 1000): (request: HttpRequest) => Reply {
  return (request) => {
    const query = parameters(request);
    const limit = Number(query.get("limit"));
    if (limit > plan)
      return { status: 400, json: { errors: [{ id: "pagination_error", code: 400, details: "Too large" }] } };
    const offset = Number(query.get("offset"));
    const all = Array.from({ length: count() }, (_, id) => ({ id }));
    const page = all.slice(offset, offset + Math.min(limit, cap));
    return {
      json: {
        data: { leads: page },
        meta: { count: page.length, total: all.length, params: { limit, offset } },
      },
    };
  };
}

describe("listings with an offset", () => {
  test("pages joined are the whole, each record once, also when the server gives less than asked for", () => {
    fc.assert(
      fc.property(fc.nat(200), fc.integer({ min: 1, max: 40 }), (count, cap) => {
        const world = new World();
        world.answer = leadServer(() => count, cap);
        const whole = readAll(world, leads);
        expect(whole.ids).toEqual(Array.from({ length: count }, (_, id) => id));
        expect(new Set(whole.totals)).toEqual(new Set([count]));
      }),
    );
  });

  test("asks for 1,000 at a time", () => {
    const world = new World();
    world.answer = leadServer(() => 1500, 1000);
    readAll(world, leads);
    expect(world.paths()).toEqual(["v2/leads?limit=1000&offset=0", "v2/leads?limit=1000&offset=1000"]);
  });

  test("where the plan allows small pages only it falls back to 10, and remembers", () => {
    const world = new World();
    world.answer = leadServer(() => 25, 1000, 10);
    expect(readAll(world, leads).ids).toHaveLength(25);
    expect(world.sent.map((request) => parameters(request).get("limit"))).toEqual(["1000", "10", "10", "10"]);
  });

  test("records that go away while it reads push nothing past it", () => {
    const world = new World();
    let gone = 0;
    const all = Array.from({ length: 50 }, (_, id) => ({ id }));
    world.answer = (request, nth) => {
      gone = nth > 2 ? 8 : 0;
      const left = all.slice(gone);
      const offset = Number(parameters(request).get("offset"));
      return { json: { data: { leads: left.slice(offset, offset + 10) }, meta: { total: left.length } } };
    };
    expect(new Set(readAll(world, leads).ids)).toEqual(new Set(all.map(({ id }) => id)));
  });

  test("without a total it goes on to an empty page", () => {
    const world = new World();
    world.answer = (_, nth) => ({ json: { data: { leads: nth <= 2 ? [{ id: nth }] : [] }, meta: {} } });
    expect(readAll(world, leads)).toMatchObject({ ids: [1, 2], pages: 3 });
  });

  test("a list that is longer than offsets reach is refused at once, with what to do", () => {
    const world = new World();
    world.answer = leadServer(() => 130_000, 1000);
    const error = errorOf(() => readAll(world, leads, { leads_list_id: 7 }));
    expect(error.message).toBe(
      "Hunter has 130,000 records here and lists no more than 101,000. One leads list cannot be longer: split it in Hunter, or set another filter besides.",
    );
    expect(world.sent).toHaveLength(1);
  });

  test("a list that just fits is read to its end", () => {
    const world = new World();
    world.answer = leadServer(() => 101_000, 1000);
    expect(readAll(world, leads).ids).toHaveLength(101_000);
  });
});

describe("a single object", () => {
  test("is a listing of one", () => {
    const world = new World().replies({ json: { data: { email: "a@b.test" } } });
    expect(readAll(world, account)).toMatchObject({ pages: 1, totals: [1] });
    expect(world.paths()).toEqual(["v2/account"]);
  });
});
