import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { FIRST_PLACE, type Page, type Place } from "../../src/core/listing.ts";
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
  constructor(
    public leads: readonly Lead[],
    public lists: readonly number[],
  ) {}

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
    if (offset > REACH - FEW)
      return { status: 400, json: { errors: [{ id: "pagination_error", details: "too far" }] } };
    const all = this.leads
      .filter((lead) => list === null || String(lead.list) === list)
      .sort((a, b) => b.id - a.id);
    const found = all.slice(offset, offset + limit).map(({ id, list: of }) => ({
      id,
      leads_list: of === null ? null : { id: of },
    }));
    return { json: { data: { leads: found }, meta: { total: all.length } } };
  }
}

/** The ids that came, each as often as it came. */
function readAll(account: Account, filters: Query = {}, entry: Resource = inSmall): Json[] {
  const world = new World();
  world.answer = (request) => account.answer(request);
  const client = world.client(hunterApi, { seconds: 1e6 });
  const ids: Json[] = [];
  for (let place: Place | null = FIRST_PLACE; place !== null; ) {
    const page: Page = readBatch(client, entry, filters, place);
    for (const { id } of page.records) ids.push(id ?? null);
    place = JSON.parse(JSON.stringify(page.next)) as Place | null;
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
      "Hunter lists no more than 20 leads, and 2 beyond these are in no leads list. Put them into a list in Hunter, then import again.",
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
    for (let place: Place | null = {}; place !== null; ) {
      const page: Page = readBatch(client, inSmall, {}, place);
      for (const { id } of page.records) seen.add(id ?? null);
      place = page.next;
    }
    expect(lists).toBe(3);
    expect(distinct([...seen])).toEqual(numbers(60));
  });
});
