import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readPage } from "../../src/core/listing.ts";
import { type Memory, memoryIn } from "../../src/core/memory.ts";
import { FIRST_CURSOR, type Page, type PageCursor } from "../../src/core/page.ts";
import type { HttpRequest, JsonObject } from "../../src/core/ports.ts";
import type { Query } from "../../src/core/query.ts";
import { readBatch } from "../../src/core/windows.ts";
import { huntrApi } from "../../src/huntr/api.ts";
import { journeys } from "../../src/huntr/journeys.ts";
import { World } from "../core/scripted.ts";
import { journeyInWords } from "./milestones-in-words.ts";

const START = 1_700_000_000;
const hex = (n: number, digits: number) => n.toString(16).padStart(digits, "0");
const idAt = (second: number, nth: number) => hex(second, 8) + hex(nth, 16);

/** What an account holds, each list newest first, as Huntr tells it page by page. */
interface Account {
  readonly jobs: JsonObject[];
  readonly members: JsonObject[];
  readonly activities: JsonObject[];
  readonly actions: JsonObject[];
  readonly pageSize: number;
}

function answer(account: Account, { url }: HttpRequest): { json: JsonObject } {
  const { pathname, searchParams: query } = new URL(url);
  const all = account[pathname.replace("/org/", "") as "jobs"];
  const cursor = query.get("next") ?? "g";
  const fits = (record: JsonObject) =>
    Number(record.createdAt) > Number(query.get("created_after") ?? 0) &&
    Number(record.createdAt) < Number(query.get("created_before") ?? Number.POSITIVE_INFINITY) &&
    (query.get("action_type") ?? record.actionType) === record.actionType &&
    (query.get("job_id") ?? jobOf(record)) === jobOf(record) &&
    (query.get("owner_member_id") ?? ownerOf(record)) === ownerOf(record);
  const rest = all.filter((record) => fits(record) && String(record.id) < cursor);
  const data = rest.slice(0, account.pageSize);
  return { json: { data, ...(data.length < rest.length ? { next: data.at(-1)?.id ?? null } : {}) } };
}

const jobOf = ({ jobId, job }: JsonObject) => jobId ?? (job as JsonObject | undefined)?.id;
const ownerOf = ({ ownerMember }: JsonObject) => (ownerMember as JsonObject | undefined)?.id;

/** What happened on a job, each so many seconds after it was saved: an activity of a category, or a move to a stage. */
const lives = fc.array(
  fc.record({
    born: fc.integer({ min: 0, max: 50 }),
    owner: fc.integer({ min: 0, max: 3 }),
    stages: fc.array(
      fc.tuple(
        fc.integer({ min: 0, max: 40 }),
        fc.constantFrom("Wishlist", "Applied", "Entrevista", "Offer"),
      ),
      { maxLength: 3 },
    ),
    did: fc.array(
      fc.tuple(
        fc.integer({ min: 0, max: 40 }),
        fc.constantFrom("Apply", "Phone Screen", "Accept Offer", "Rejected", "Email"),
        fc.boolean(),
        fc.integer({ min: -20, max: 120 }),
      ),
      { maxLength: 3 },
    ),
  }),
  { maxLength: 14 },
);

function accountOf(all: ReturnType<typeof lives.generate>["value"], pageSize: number): Account {
  let nth = 0;
  const id = (second: number) => idAt(second, ++nth);
  const members = [0, 1, 2, 3].map((n) => ({
    id: idAt(START - n, 99),
    createdAt: START - n,
    memberFieldValues: [{ fieldId: "f", value: n }],
  }));
  const [jobs, activities, actions]: JsonObject[][] = [[], [], []];
  for (const { born, owner, stages, did } of all) {
    const createdAt = START + born;
    const ownerMember = { id: String(members[owner]?.id) };
    const jobId = id(createdAt);
    let second = createdAt;
    actions?.push({
      id: id(second),
      actionType: "JOB_CREATED",
      date: second,
      createdAt,
      ownerMember,
      jobId,
      toList: { name: "Wishlist" },
    });
    let stage = "Wishlist";
    for (const [after, name] of stages) {
      second += after;
      if (name === stage) continue;
      actions?.push({
        id: id(second),
        actionType: "JOB_MOVED",
        date: second,
        createdAt: second,
        ownerMember,
        jobId,
        fromList: { name: stage },
        toList: { name },
      });
      stage = name;
    }
    for (const [after, name, completed, start] of did) {
      const at = createdAt + after;
      activities?.push({
        id: id(at),
        createdAt: at,
        completed,
        startAt: createdAt + start,
        ownerMember,
        job: { id: jobId },
        activityCategory: { name },
      });
      actions?.push({
        id: id(at),
        actionType: "ACTIVITY_CREATED",
        date: at,
        createdAt: at,
        ownerMember,
        jobId,
      });
    }
    jobs?.push({
      id: jobId,
      createdAt,
      title: "Cook",
      description: "Long",
      ownerMember,
      list: { name: stage },
    });
  }
  const newestFirst = (list: JsonObject[] = []) =>
    list.sort((a, b) => (String(a.id) < String(b.id) ? 1 : -1));
  return {
    jobs: newestFirst(jobs),
    members: newestFirst(members),
    activities: newestFirst(activities),
    actions: newestFirst(actions),
    pageSize,
  };
}

/** Half way through what is planned. */
const NOW = START + 80;

function inWords({ jobs, members, activities, actions }: Account): Map<string, unknown> {
  return new Map(
    jobs.map((job) => {
      const id = String(job.id);
      const its = (all: JsonObject[]) => all.filter((one) => jobOf(one) === id);
      const { at, furthest, stageSince } = journeyInWords(job, its(activities), its(actions), NOW);
      const owner = members.find((one) => one.id === ownerOf(job));
      const met = Object.fromEntries(Object.entries(at).filter(([, second]) => second !== null));
      return [id, { at: met, furthest, stageSince, fields: owner?.memberFieldValues }];
    }),
  );
}

type Read = (world: World, filters: Query, place: PageCursor, memory: Memory | undefined) => Page;
const clientIn = (world: World) => world.client(huntrApi, { seconds: 1e6 });
const byPages: Read = (world, filters, place, memory) =>
  readPage(clientIn(world), journeys, filters, place, memory);
const byBatches: Read = (world, filters, place, memory) =>
  readBatch(clientIn(world), journeys, filters, place, 3, memory);

/** @param memoryFor each reading on. */
function readAll(
  account: Account,
  read: Read,
  memoryFor: (world: World) => Memory | undefined,
  filters: Query = {},
) {
  const world = new World();
  world.nowMs = NOW * 1_000;
  world.answer = (request) => answer(account, request);
  const found = new Map<string, unknown>();
  for (let place: PageCursor | null = FIRST_CURSOR; place !== null; ) {
    const page: Page = read(world, filters, place, memoryFor(world));
    for (const { id, at, furthest, stageSince, memberFieldValues, ...rest } of page.records) {
      expect(rest).not.toHaveProperty("description");
      found.set(String(id), { at, furthest, stageSince, fields: memberFieldValues });
    }
    place = page.next && (JSON.parse(JSON.stringify(page.next)) as PageCursor);
  }
  return { found, world };
}

const sorted = (found: ReadonlyMap<string, unknown>) => [...found].sort(([a], [b]) => (a < b ? -1 : 1));

describe("journeys are what the plain second reading says of each job", () => {
  test.each([
    [
      "page by page, with nothing kept but what the cache holds",
      byPages,
      (world: World) => memoryIn(world.cache, ""),
    ],
    ["in windows of time", byBatches, (world: World) => memoryIn(world.cache, "")],
    ["one by one, where nothing can be kept", byPages, () => undefined],
  ] as const)("%s", (_, read, memoryFor) => {
    fc.assert(
      fc.property(lives, fc.integer({ min: 1, max: 9 }), (all, pageSize) => {
        const account = accountOf(all, pageSize);
        expect(sorted(readAll(account, read, memoryFor).found)).toEqual(sorted(inWords(account)));
      }),
      { numRuns: 100 },
    );
  });

  test("of one owner, saved after a time: what is told of others is not asked for", () => {
    fc.assert(
      fc.property(lives, (all) => {
        const account = accountOf(all, 4);
        const [first] = account.members;
        const filters = { owner_member_id: String(first?.id), created_after: START + 20 };
        const { found, world } = readAll(account, byPages, ({ cache }) => memoryIn(cache, ""), filters);
        const kept = account.jobs.filter(
          (job) => ownerOf(job) === first?.id && Number(job.createdAt) > START + 20,
        );
        const words = sorted(inWords(account)).filter(([id]) => kept.some((job) => job.id === id));
        expect(sorted(found)).toEqual(words);
        const others = world.sent.filter(
          ({ url }) => !/\/members/.test(url) && !url.includes(filters.owner_member_id),
        );
        expect(others).toEqual([]);
      }),
      { numRuns: 50 },
    );
  });
});

test("what the cache forgot is read again, a few times, and then told; never a journey that lacks something", () => {
  const life = { born: 5, owner: 1, stages: [[3, "Offer"]] as [number, "Offer"][], did: [] };
  const account = accountOf([life, { ...life, born: 9 }], 1);
  let forgets = 2;
  const forgetful = (world: World) => {
    const memory = memoryIn(world.cache, "");
    return { ...memory, kept: (names: readonly string[]) => (forgets-- > 0 ? null : memory.kept(names)) };
  };
  expect(sorted(readAll(account, byPages, forgetful).found)).toEqual(sorted(inWords(account)));
  forgets = 99;
  expect(() => readAll(account, byPages, forgetful)).toThrow(/^Google's cache forgot several times/);
});

test("what is kept comes back as it was, in parts that the cache takes; what lacks a part is forgotten", () => {
  const { cache, cached } = new World();
  const text = JSON.stringify(["é\u2028", "x".repeat(200_000), "entrevista ✓"]);
  memoryIn(cache, "a").keep("0", text);
  memoryIn(cache, "a").keep("1", "[]");
  for (const value of Object.values(cached)) expect(Buffer.byteLength(value)).toBeLessThan(100_000);
  const kept = memoryIn(cache, "a")
    .kept(["0", "1"])
    ?.map((one) => JSON.parse(one) as unknown);
  expect(kept).toEqual([JSON.parse(text), []]);
  expect(memoryIn(cache, "b").kept(["1"])).toBeNull();
  const last = Object.keys(cached).find((name) => name.endsWith(".0.2"));
  cache.remove([must(last)]);
  expect(memoryIn(cache, "a").kept(["0"])).toBeNull();
});

function must(name: string | undefined): string {
  if (name === undefined) throw new Error("There is no third part.");
  return name;
}
