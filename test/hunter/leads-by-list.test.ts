import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { FIRST_CURSOR, type Page, type PageCursor } from "../../src/core/page.ts";
import type { HttpRequest, Json, JsonObject } from "../../src/core/ports.ts";
import type { Query } from "../../src/core/query.ts";
import type { Resource } from "../../src/core/resource.ts";
import { readBatch } from "../../src/core/windows.ts";
import { hunterApi } from "../../src/hunter/api.ts";
import { leads } from "../../src/hunter/leads.ts";
import { World } from "../core/scripted.ts";

/** Leads in small: an offset reaches 20 of them, 5 on a page. */
const FEW = 5;
const REACH = 20;
const inSmall: Resource = {
  ...leads,
  paging: { style: "offset", limit: FEW, maxOffset: REACH - FEW, beyond: "Split it." },
};

interface Lead {
  readonly id: number;
  readonly list: number | null;
}

/** Hunter with some leads in lists: newest first, and no further than an offset reaches. */
class Account {
  readonly asked: string[] = [];
  private sorted: { of: readonly Lead[]; lists: Map<string | null, readonly Lead[]> } = {
    of: [],
    lists: new Map(),
  };
  constructor(
    public leads: readonly Lead[],
    public lists: readonly number[],
    private readonly plan = REACH - FEW,
    private readonly meta: (page: number, matches: number, team: number) => JsonObject = (_, total) => ({
      total,
    }),
  ) {}

  /** Sorted once, for there may be many. */
  private newestFirst(list: string | null): readonly Lead[] {
    if (this.sorted.of !== this.leads) this.sorted = { of: this.leads, lists: new Map() };
    const { lists } = this.sorted;
    const known = lists.get(list);
    if (known) return known;
    const found = this.leads
      .filter((lead) => list === null || String(lead.list) === list)
      .sort((a, b) => b.id - a.id);
    lists.set(list, found);
    return found;
  }

  answer({ url }: HttpRequest): { status?: number; json: JsonObject } {
    const { pathname, searchParams: query } = new URL(url);
    const offset = Number(query.get("offset"));
    const limit = Number(query.get("limit"));
    if (pathname.endsWith("/leads_lists")) {
      const found = this.lists.slice(offset, offset + limit).map((id) => ({ id }));
      return { json: { data: { leads_lists: found }, meta: { total: this.lists.length } } };
    }
    const list = query.get("leads_list_id");
    this.asked.push(`${list ?? "all"} ${offset}`);
    if (offset > this.plan)
      return { status: 400, json: { errors: [{ id: "pagination_error", details: "too far" }] } };
    const all = this.newestFirst(list);
    const found = all.slice(offset, offset + limit).map(({ id, list: of }) => ({
      id,
      leads_list: of === null ? null : { id: of },
    }));
    return { json: { data: { leads: found }, meta: this.meta(found.length, all.length, this.leads.length) } };
  }
}

/** The ids that came, each as often as it came. */
function readAll(account: Account, filters: Query = {}, entry: Resource = inSmall): Json[] {
  const world = new World();
  world.answer = (request) => account.answer(request);
  const client = world.client(hunterApi, { seconds: 1e6 });
  const ids: Json[] = [];
  for (let place: PageCursor | null = FIRST_CURSOR; place !== null; ) {
    const page: Page = readBatch(client, entry, filters, place);
    for (const { id } of page.records) ids.push(id ?? null);
    place = JSON.parse(JSON.stringify(page.next)) as PageCursor | null;
  }
  return ids;
}

const numbers = (count: number) => Array.from({ length: count }, (_, n) => n + 1);
const distinct = (ids: readonly Json[]) => [...new Set(ids)].sort((a, b) => Number(a) - Number(b));

describe("leads", () => {
  test("within reach are read as one listing", () => {
    const account = new Account(
      numbers(REACH).map((id) => ({ id, list: null })),
      [],
    );
    expect(readAll(account)).toEqual(numbers(REACH).reverse());
    expect(account.asked).toEqual(["all 0", "all 5", "all 10", "all 15"]);
  });

  test("beyond it are read list by list, in small lists and large: none lost, and told after one page", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: REACH }), { minLength: 1, maxLength: 9 }), (sizes) => {
        let id = 0;
        const all = sizes.flatMap((size, n) => numbers(size).map((): Lead => ({ id: ++id, list: n + 1 })));
        const account = new Account(all, numbers(sizes.length).reverse());
        const ids = readAll(account);
        expect(distinct(ids)).toEqual(all.map((lead) => lead.id));
        // The page that told how many there are may come again with its list, nothing else.
        expect(ids.length).toBeLessThanOrEqual(all.length + (all.length > REACH ? FEW : 0));
      }),
      { numRuns: 100 },
    );
  });

  test("that are in no list are found among the newest", () => {
    const all = numbers(45).map((id): Lead => ({ id, list: id > 30 ? null : 1 + (id % 3) }));
    const account = new Account(all, [3, 2, 1]);
    expect(distinct(readAll(account))).toEqual(numbers(45));
    expect(account.asked.slice(-4)).toEqual(["all 0", "all 5", "all 10", "all 15"]);
  });

  test("that are in no list and out of reach are told of, not left out", () => {
    const all = numbers(45).map((id): Lead => ({ id, list: id <= 2 ? null : 1 + (id % 3) }));
    expect(() => readAll(new Account(all, [3, 2, 1]))).toThrow(
      "Hunter lists no more than 20 leads, and up to 2 beyond these are in no leads list. Put them into a list in Hunter, then import again.",
    );
  });

  test.each<[string, Query]>([
    ["in one list that is too long itself", {}],
    ["of one list that is too long, asked for by its number", { leads_list_id: 1 }],
  ])("%s are told of, with what to do", (_, filters) => {
    const all = numbers(45).map((id): Lead => ({ id, list: id <= 22 ? 1 : 2 + (id % 2) }));
    expect(() => readAll(new Account(all, [3, 2, 1]), filters)).toThrow(
      "Hunter has 22 records here and lists no more than 20. Split it.",
    );
  });

  test.each<[string, (page: number, matches: number, team: number) => JsonObject]>([
    ["count of the page, total of the matches", (count, total) => ({ count, total })],
    ["count of the matches, total of the team", (_, count, total) => ({ count, total })],
    ["no total", () => ({})],
  ])("are read whole where the plan's offsets reach less far, and whatever the meta says: %s", (_, meta) => {
    for (const filters of [{}, { company: "Stripe" }])
      for (const size of [3, 12, 30]) {
        const all = numbers(size).map((id): Lead => ({ id, list: id > size - 4 ? null : 1 + (id % 4) }));
        const read = () => distinct(readAll(new Account(all, [4, 3, 2, 1], 10, meta), filters));
        // Where nothing tells how many there are, nobody can know that all are there.
        if (size > 10 && Object.keys(meta(1, 2, 3)).length === 0)
          expect(read).toThrow("does not say whether any beyond these are in no leads list");
        else expect(read()).toEqual(numbers(size));
      }
  });

  test("in several lists each are counted once: one in no list is not taken for read", () => {
    const all = numbers(30).map((id): Lead => ({ id, list: id === 30 ? null : 1 + (id % 3) }));
    const account = new Account(all, [3, 2, 1]);
    const answer = account.answer.bind(account);
    // Of list 2, every other lead is listed in list 3 too.
    account.answer = (request) => {
      const asked = new URL(request.url);
      if (asked.searchParams.get("leads_list_id") !== "3") return answer(request);
      const offset = Number(asked.searchParams.get("offset"));
      const both = all.filter(({ id, list }) => list === 3 || (list === 2 && id % 2 === 0));
      const page = both.slice(offset, offset + FEW);
      const found = page.map(({ id, list }) => ({ id, leads_list: { id: list } }));
      return { json: { data: { leads: found }, meta: { total: both.length } } };
    };
    expect(distinct(readAll(account))).toEqual(numbers(30));
  });

  describe.each<[string, (page: number, matches: number, team: number) => JsonObject]>([
    ["of old", (count, total) => ({ count, total })],
    ["as of today", (_, count, total) => ({ count, total })],
  ])("120,000 of them, in lists of 10,000, %s", (_, meta) => {
    const all = numbers(120_000).map((id): Lead => ({ id, list: id > 119_500 ? null : 1 + (id % 12) }));
    test.each([100_000, 10_000])("with offsets up to %d: none is lost", (plan) => {
      const account = new Account(all, numbers(12), plan, meta);
      const ids = readAll(account, {}, leads);
      expect(new Set(ids).size).toBe(all.length);
      // The pages before it is clear that they do not reach come again with their lists, as do those with what is in none.
      expect(account.asked.length).toBeLessThanOrEqual(250);
      expect(account.asked.every((one) => Number(one.split(" ")[1]) <= Math.max(plan, 11_000))).toBe(true);
    });
  });

  test("filtered by another word are read by list with that filter", () => {
    const account = new Account(
      numbers(30).map((id) => ({ id, list: 1 + (id % 2) })),
      [2, 1],
    );
    const world = new World();
    world.answer = (request) => account.answer(request);
    const client = world.client(hunterApi);
    const { next } = readBatch(client, inSmall, { company: "Stripe" }, {});
    readBatch(client, inSmall, { company: "Stripe" }, next ?? {});
    const asked = world.paths().filter((path) => path.includes("leads_list_id"));
    expect(asked.length).toBeGreaterThan(0);
    for (const path of asked) expect(path).toContain("company=Stripe");
  });

  test("of a list that comes or goes meanwhile do not move those of the others", () => {
    const all = numbers(60).map((id): Lead => ({ id, list: 1 + (id % 6) }));
    const account = new Account(all, numbers(6).reverse());
    const world = new World();
    let lists = 0;
    world.answer = (request) => {
      // The second time that the lists are asked for, one is new and one gone.
      if (request.url.includes("/leads_lists") && ++lists === 2) {
        account.lists = [7, 6, 5, 4, 3, 1];
        account.leads = all.map((lead) => (lead.list === 2 ? { ...lead, list: null } : lead));
      }
      return account.answer(request);
    };
    const client = world.client(hunterApi, { seconds: 1e6 });
    const seen = new Set<Json>();
    for (let place: PageCursor | null = {}; place !== null; ) {
      const page: Page = readBatch(client, inSmall, {}, place);
      for (const { id } of page.records) seen.add(id ?? null);
      place = page.next;
    }
    expect(lists).toBe(3);
    expect(distinct([...seen])).toEqual(numbers(60));
  });
});
