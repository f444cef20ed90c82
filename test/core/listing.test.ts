import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ApiError } from "../../src/core/errors.ts";
import { readPage } from "../../src/core/listing.ts";
import { FIRST_CURSOR, type PageCursor } from "../../src/core/page.ts";
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
  for (let place: PageCursor | null = FIRST_CURSOR; place !== null; ) {
    const page = readPage(client, resource, filters, place);
    ids.push(...page.records.map((record) => record.id ?? null));
    totals.push(page.total);
    const text: string = JSON.stringify(page.next);
    largestPlace = Math.max(largestPlace, text.length);
    place = JSON.parse(text) as PageCursor | null;
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
function cursorServer(all: JsonObject[], cap: number, end: LastPage): (request: HttpRequest) => Reply {
  return (request) => {
    const query = parameters(request);
    const last = all.findIndex(({ id }) => id === query.get("next"));
    // After a cursor that names nothing there is nothing.
    const from = !query.has("next") ? 0 : last < 0 ? all.length : last + 1;
    const data = all.slice(from, from + Math.min(cap, Number(query.get("limit") ?? 100)));
    const isLast = from + data.length >= all.length;
    const next = data[data.length - 1]?.id;
    if (!isLast || (end === "empty page" && next !== undefined))
      return { json: { data, next: next ?? null } };
    const ends: Record<LastPage, JsonObject> = {
      missing: {},
      null: { next: null },
      "empty text": { next: "" },
      inf: { next: "inf" },
      "empty page": { next: "id-of-nothing" },
    };
    return { json: { data, ...ends[end] } };
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

  test.each<[string, ([count: number, next: Json] | [count: number])[], number, number]>([
    ["one in the middle", [[3, "a"], [0, "b"], [3, "c"], [3]], 9, 4],
    ["two in a row", [[3, "a"], [0, "b"], [0, "c"], [3]], 6, 4],
    ["two in a row, twice", [[0, "a"], [0, "b"], [1, "c"], [0, "d"], [0, "e"], [1]], 2, 6],
    ["the first", [[0, "a"], [3]], 3, 2],
    ["one that leads to itself, which is an end", [[3, "a"], [0, "a"], [3]], 3, 2],
    ["one that leads to a page of before, which is an end", [[3, "a"], [3, "b"], [0, "a"], [3]], 6, 3],
    ["one that leads to the beginning, which is an end", [[3, "a"], [0, "x"], [3, "a"], [3]], 6, 3],
    ["one without a cursor, which is an end", [[3, "a"], [0, null], [3]], 3, 2],
  ])("empty pages with a cursor are followed: %s", (_, pages, count, requests) => {
    const world = new World();
    let given = 0;
    world.answer = (_request, nth) => {
      const [size, next = null] = pages[nth - 1] ?? [0];
      return { json: { data: Array.from({ length: size }, () => record(given++)), next } };
    };
    const { ids } = readAll(world, jobs);
    expect([ids.length, world.sent.length]).toEqual([count, requests]);
  });

  test.each<[string, number[]]>([
    ["behind some records", [3, 0, 0, 0]],
    ["at once", [0, 0, 0]],
    ["behind one that was followed", [3, 0, 3, 0, 0, 0]],
  ])("three empty pages in a row that lead on, %s, are an error, not an end", (_, sizes) => {
    const world = new World();
    world.answer = (_request, nth) => ({
      json: { data: records(sizes[nth - 1] ?? 0), next: `c${nth}` },
    });
    const error = errorOf(() => readAll(world, jobs));
    expect([error.kind, error.message]).toEqual([
      "loop",
      "Huntr gave 3 empty pages of Huntr Jobs in a row, and says that there is more. Try again later; if it stays so, tell Huntr's support.",
    ]);
    expect(world.sent).toHaveLength(sizes.length);
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
function leadServer(
  count: () => number,
  cap: number,
  plan = 1000,
): (request: HttpRequest, nth: number) => Reply {
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
        for (const total of whole.totals) expect([null, count]).toContain(total);
        expect(world.sent.length).toBeLessThanOrEqual(Math.ceil(count / cap) + 1);
      }),
    );
  });

  test("asks for 1,000 at a time", () => {
    const world = new World();
    world.answer = leadServer(() => 1500, 1000);
    readAll(world, leads);
    expect(world.paths()).toEqual([0, 1000, 1500].map((offset) => `v2/leads?limit=1000&offset=${offset}`));
  });

  test("where the plan allows small pages only it falls back to 10, and remembers", () => {
    const world = new World();
    world.answer = leadServer(() => 25, 1000, 10);
    expect(readAll(world, leads).ids).toHaveLength(25);
    expect(world.sent.map((request) => parameters(request).get("limit"))).toEqual([
      "1000",
      "100",
      "10",
      "10",
      "10",
      "10",
    ]);
  });

  test("where it allows pages of 100 it asks for these", () => {
    const world = new World();
    world.answer = leadServer(() => 250, 1000, 100);
    expect(readAll(world, leads).ids).toHaveLength(250);
    expect(world.sent).toHaveLength(5);
  });

  test("where it allows no offset as great as that, it says how far it reaches", () => {
    const world = new World();
    const serve = leadServer(() => 50, 10);
    world.answer = (request) =>
      Number(parameters(request).get("offset")) > 20
        ? { status: 400, json: { errors: [{ id: "pagination_error", details: "too far" }] } }
        : serve(request, 0);
    expect(errorOf(() => readAll(world, leads, { leads_list_id: 7 })).message).toMatch(
      /^Hunter has more records here and lists no more than 30\. One leads list cannot be longer/,
    );
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

  test.each<[string, JsonObject[], JsonObject]>([
    ["without a total", [{ id: 1 }, { id: 2 }], {}],
    ["with a total", [{ id: 1 }, { id: 2 }], { total: 300 }],
    ["of records without ids", [{ email: "a@b.test" }, { email: "c@d.test" }], {}],
  ])("a server that ignores offsets, %s, is told of and not asked for ever", (_, page, meta) => {
    const world = new World().replies({ json: { data: { leads: page }, meta } });
    expect(errorOf(() => readAll(world, leads)).kind).toBe("loop");
    expect(world.sent).toHaveLength(2);
  });

  /** A page of 10 by its offset, out of 95. */
  const tens = (offset: number) =>
    Array.from({ length: Math.max(0, Math.min(10, 95 - offset)) }, (_, i) => ({ id: offset + i }));
  const misbehaviours: [string, (offset: number, nth: number) => JsonObject[]][] = [
    ["repeats its last page", (offset) => tens(Math.min(offset, 85))],
    ["repeats its last full page", (offset) => tens(Math.min(offset, 80))],
    ["ignores offsets", () => tens(0)],
    ["ignores offsets, in another order each time", (_, nth) => (nth % 2 ? tens(0) : tens(0).reverse())],
    [
      "ignores offsets, with a new record each time",
      (_, nth) => [{ id: `new${nth}` }, ...(nth > 1 ? [{ id: `new${nth - 1}` }] : []), ...tens(0)],
    ],
    ["goes round", (offset) => tens(offset % 40)],
    ["goes between two pages", (_, nth) => tens(nth % 2 ? 0 : 10)],
    ["begins again at the end", (offset) => tens(offset >= 95 ? 0 : offset)],
    ["gives one record, always", () => tens(94)],
    ["takes the offset for a page's number", (offset) => tens(offset > 0 ? 0 : offset)],
  ];

  test.each(misbehaviours)(
    "a server that %s, without a total, is told of after no more requests than its rows justify",
    (_, page) => {
      const world = new World();
      world.answer = (request, nth) => ({
        json: { data: { leads: page(Number(parameters(request).get("offset")), nth) }, meta: {} },
      });
      expect(errorOf(() => readAll(world, leads)).kind).toBe("loop");
      expect(world.sent.length).toBeLessThanOrEqual(12);
    },
  );

  test.each(misbehaviours)("one that %s, with a total, gives all or an error", (_, page) => {
    const world = new World();
    world.answer = (request, nth) => ({
      json: { data: { leads: page(Number(parameters(request).get("offset")), nth) }, meta: { total: 95 } },
    });
    let ids: Json[] = [];
    try {
      ({ ids } = readAll(world, leads));
    } catch (error) {
      expect((error as ApiError).kind).toBe("loop");
      return;
    }
    expect(new Set(ids).size).toBe(95);
  });

  test.each<[string, number, number | "loop"]>([
    ["once", 1, 25],
    ["twice in a row", 2, 25],
    ["again and again", 99, "loop"],
  ])("an empty page %s, where the total says more, is asked for again", (_, times, expected) => {
    const world = new World();
    const serve = leadServer(() => 25, 10);
    let left = times;
    world.answer = (request, nth) => {
      const isEmpty = parameters(request).get("offset") === "10" && left-- > 0;
      return isEmpty ? { json: { data: { leads: [] }, meta: { total: 25 } } } : serve(request, nth);
    };
    if (expected === "loop") expect(errorOf(() => readAll(world, leads)).kind).toBe("loop");
    else expect(new Set(readAll(world, leads).ids).size).toBe(expected);
    expect(world.sent.length).toBeLessThanOrEqual(6);
  });

  test.each<[string, (page: number, matches: number) => JsonObject]>([
    ["count of the page, total of the matches", (page, matches) => ({ count: page, total: matches })],
    ["count of the matches, total of the team", (_, matches) => ({ count: matches, total: 120_000 })],
    ["both of the matches", (_, matches) => ({ count: matches, total: matches })],
    ["a total", (_, matches) => ({ total: matches })],
    ["neither", () => ({})],
    ["a count of the page", (page) => ({ count: page })],
    ["a count of the matches", (_, matches) => ({ count: matches })],
  ])("filtered leads are read whole whatever the meta says: %s", (_, meta) => {
    for (const matches of [0, 1, 5, 10, 11, 25]) {
      const world = new World();
      world.answer = (request) => {
        const offset = Number(parameters(request).get("offset"));
        const page = Array.from({ length: matches }, (_, id) => ({ id })).slice(offset, offset + 10);
        return { json: { data: { leads: page }, meta: meta(page.length, matches) } };
      };
      const whole = readAll(world, leads, { company: "Stripe" });
      expect(whole.ids).toHaveLength(matches);
      // A number is shown only where both readings agree on it.
      for (const total of whole.totals) expect([null, matches]).toContain(total);
    }
  });

  test("a total that goes up and down for ever has an end", () => {
    const world = new World();
    world.answer = (request, nth) => {
      const offset = Number(parameters(request).get("offset"));
      const page = Array.from({ length: 10 }, (_, i) => ({ id: offset + i }));
      return { json: { data: { leads: offset < 100 ? page : [] }, meta: { total: nth % 2 ? 100 : 90 } } };
    };
    expect(new Set(readAll(world, leads).ids).size).toBe(100);
    expect(world.sent.length).toBeLessThan(60);
  });

  test("without a total it goes on to an empty page", () => {
    const world = new World();
    world.answer = (_, nth) => ({ json: { data: { leads: nth <= 2 ? [{ id: nth }] : [] }, meta: {} } });
    expect(readAll(world, leads)).toMatchObject({ ids: [1, 2], pages: 3 });
  });

  test("a list that is longer than offsets reach is refused when our own offset passes that, with what to do", () => {
    const world = new World();
    world.answer = leadServer(() => 130_000, 1000);
    const error = errorOf(() => readAll(world, leads, { leads_list_id: 7 }));
    expect(error.message).toBe(
      "Hunter has more records here and lists no more than 101,000. One leads list cannot be longer: split it in Hunter, or set another filter besides.",
    );
    // What `total` says may be of the whole team: it refuses nothing.
    expect(world.sent).toHaveLength(101);
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
    expect(world.paths()).toEqual(["v2/account", "v2/usage?show_overage_requests=true"]);
  });
});
