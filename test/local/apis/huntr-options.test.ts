import fc from "fast-check";
import { expect, test } from "vitest";
import { type HuntrOptions, type HuntrServer, SAMPLE_NOW_MS, startHuntr } from "../../../local/apis/index.ts";
import { allPages, askHuntr } from "./ask.ts";

async function withHuntr(options: HuntrOptions, use: (huntr: HuntrServer) => Promise<void>): Promise<void> {
  const huntr = await startHuntr({
    size: { jobs: 120, members: 12, employers: 20 },
    requestsPerSecond: null,
    ...options,
  });
  try {
    await use(huntr);
  } finally {
    await huntr.close();
  }
}

const ends = [
  { end: "missing", last: [60, {}], pages: 2 },
  { end: "null", last: [60, { next: null }], pages: 2 },
  { end: "empty", last: [60, { next: "" }], pages: 2 },
  { end: "inf", last: [60, { next: "inf" }], pages: 2 },
  { end: "page", last: [0, {}], pages: 3 },
] as const;
test.each(ends)("a listing ends as the option says: $end", async ({ end, last, pages }) => {
  await withHuntr({ listing: { end } }, async (huntr) => {
    const joined = await allPages(huntr, "jobs", 60);
    expect(joined.pages).toBe(pages);
    expect(joined.data).toEqual(JSON.parse(JSON.stringify(huntr.data.jobs)));
    const cursor = end === "page" ? huntr.data.jobs[119] : huntr.data.jobs[59];
    const { body } = await askHuntr(huntr, `jobs?limit=60&next=${cursor?.id}`);
    const { data, ...rest } = body;
    expect([data.length, rest]).toEqual(last);
  });
});

test("pages joined are the data, whatever the page size, the cap, the end and the window", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 7, max: 499 }),
      fc.option(fc.integer({ min: 7, max: 50 }), { nil: undefined }),
      fc.constantFrom("missing", "null", "empty", "inf", "page"),
      fc.constantFrom("jobs", "activities", "actions"),
      fc.integer({ min: 0, max: 119 }),
      async (limit, cap, end, list, since) => {
        await withHuntr({ listing: { end, ...(cap !== undefined && { cap }) } }, async (huntr) => {
          const after = huntr.data.jobs[since]?.createdAt ?? 0;
          const { data } = await allPages(huntr, `${list}?created_after=${after}`, limit);
          const expected = (huntr.data[list] as { createdAt: number }[]).filter(
            ({ createdAt }) => createdAt > after,
          );
          expect(data).toEqual(JSON.parse(JSON.stringify(expected)));
        });
      },
    ),
    { numRuns: 25 },
  );
});

test("a capped server gives shorter pages than asked for, and loses nothing", async () => {
  await withHuntr({ listing: { cap: 25 } }, async (huntr) => {
    const { data, pages } = await allPages(huntr, "jobs", 100);
    expect(pages).toBe(5);
    expect(data).toHaveLength(120);
  });
});

test("a cursor goes on behind its object even when that object is gone", async () => {
  await withHuntr({}, async (huntr) => {
    const [first, second] = huntr.data.jobs;
    huntr.deleteJob(first?.id ?? "");
    const { body } = await askHuntr(huntr, `jobs?limit=1&next=${first?.id}`);
    expect(body.data[0].id).toBe(second?.id);
  });
});

test("small lists page too where that is wanted", async () => {
  await withHuntr({ listing: { pageEverything: true } }, async (huntr) => {
    for (const [path, list] of [
      ["member-fields", huntr.data.memberFields],
      ["activity-categories", huntr.data.activityCategories],
    ] as const) {
      const { data, pages } = await allPages(huntr, path, 3);
      expect(pages).toBe(Math.ceil(list.length / 3));
      expect(new Set(data.map((entry) => JSON.stringify(entry)))).toEqual(
        new Set(list.map((entry) => JSON.stringify(entry))),
      );
    }
  });
});

test("members by e-mail as a bare member, where that is wanted", async () => {
  await withHuntr({ listing: { memberByEmail: "bare" } }, async (huntr) => {
    const [member] = huntr.data.members;
    expect((await askHuntr(huntr, `members?email=${member?.email}`)).body).toEqual(member);
    expect((await askHuntr(huntr, "members?email=nobody@alumni.example")).status).toBe(404);
  });
});

test.each([
  ["neither", [false, false]],
  ["after", [true, false]],
  ["before", [false, true]],
  ["both", [true, true]],
] as const)("which end of a window is inclusive is an option: %s", async (inclusive, expected) => {
  await withHuntr({ listing: { inclusive } }, async (huntr) => {
    const job = huntr.data.jobs[50];
    const has = async (filter: string) =>
      (await allPages(huntr, `jobs?${filter}=${job?.createdAt}`)).data.some(
        (entry) => (entry as { id: string }).id === job?.id,
      );
    expect([await has("created_after"), await has("created_before")]).toEqual(expected);
  });
});

test("events may be gone", async () => {
  await withHuntr({ events: "gone" }, async (huntr) => {
    expect((await askHuntr(huntr, "events")).status).toBe(410);
  });
});

test("the rate is judged on the virtual clock, and a refusal says when to come again", async () => {
  await withHuntr({ requestsPerSecond: 5, retryAfterSeconds: 2 }, async (huntr) => {
    const at = (ms: number) => askHuntr(huntr, "member-fields", { atMs: SAMPLE_NOW_MS + ms });
    const statuses: number[] = [];
    for (const ms of [0, 100, 200, 300, 400, 500, 999, 1000]) statuses.push((await at(ms)).status);
    expect(statuses).toEqual([200, 200, 200, 200, 200, 429, 429, 200]);
    const refused = await at(1001);
    expect([refused.status, refused.headers.get("retry-after"), refused.body.error.status]).toEqual([
      429,
      "2",
      429,
    ]);
    expect((await at(60_000)).status).toBe(200);
  });
});

test("20,000 jobs are made at once, and are listed each once", async () => {
  await withHuntr({ size: { jobs: 20_000 } }, async (huntr) => {
    const { data } = await allPages(huntr, "jobs");
    expect(new Set(data.map((job) => (job as { id: string }).id)).size).toBe(20_000);
  });
});
