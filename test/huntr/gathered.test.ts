import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cellOf } from "../../src/core/cells.ts";
import type { Client } from "../../src/core/client.ts";
import { readPage } from "../../src/core/listing.ts";
import { FIRST_CURSOR, type Page, type PageCursor } from "../../src/core/page.ts";
import type { HttpRequest, JsonObject } from "../../src/core/ports.ts";
import type { Query } from "../../src/core/query.ts";
import type { Resource } from "../../src/core/resource.ts";
import { readBatch } from "../../src/core/windows.ts";
import { huntrApi } from "../../src/huntr/api.ts";
import { contacts } from "../../src/huntr/contacts.ts";
import { goalProgress } from "../../src/huntr/goal-progress.ts";
import { notes } from "../../src/huntr/notes.ts";
import { World } from "../core/scripted.ts";

const START = 1_700_000_000;

const hex = (n: number, digits: number) => n.toString(16).padStart(digits, "0");
/** As Huntr makes ids: the second, then what tells those of one second apart. */
const idAt = (second: number, nth: number) => hex(second, 8) + hex(nth, 16);

/** Something that happened to a note: `of` is which, `text` what it said then. */
interface Happening {
  readonly what: "CREATED" | "UPDATED" | "DELETED";
  readonly note: string;
  readonly text: string;
  readonly second: number;
}

/** Huntr's actions as they came to be, told newest first, by type and within bounds of time. */
class Actions {
  readonly all: JsonObject[] = [];
  readonly asked: URLSearchParams[] = [];
  /** Whether a bound belongs to what lies within it: the text does not say. */
  isInclusive = false;

  add({ what, note, text, second }: Happening): void {
    this.tell(second, {
      actionType: `NOTE_${what}`,
      noteId: note,
      ...(what === "DELETED" ? {} : { note: { id: note, text } }),
    });
  }

  tell(second: number, action: JsonObject): void {
    this.all.push({ id: idAt(second, this.all.length), date: second, createdAt: second, ...action });
    this.all.sort((a, b) => (String(a.id) < String(b.id) ? 1 : -1));
  }

  answer({ url }: HttpRequest): { json: JsonObject } {
    const query = new URL(url).searchParams;
    this.asked.push(query);
    const after = Number(query.get("created_after") ?? 0);
    const before = Number(query.get("created_before") ?? Number.POSITIVE_INFINITY);
    const cursor = query.get("next") ?? "g";
    const rest = this.all.filter(
      ({ id, actionType, createdAt }) =>
        actionType === query.get("action_type") &&
        Number(createdAt) > after - Number(this.isInclusive) &&
        Number(createdAt) < before + Number(this.isInclusive) &&
        String(id) < cursor,
    );
    const data = rest.slice(0, Number(query.get("limit")));
    return { json: { data, ...(data.length < rest.length ? { next: data.at(-1)?.id ?? null } : {}) } };
  }
}

type Read = (client: Client, entry: Resource, filters: Query, place: PageCursor) => Page;

/** What a listing of notes gives in the end, each with its text; between two batches something may happen. */
function readAll(
  actions: Actions,
  read: Read,
  entry: Resource,
  filters: Query = {},
  between = () => {},
  shown = "text",
) {
  const world = new World();
  world.answer = (request) => actions.answer(request);
  const client = world.client(huntrApi, { seconds: 1e6 });
  const texts = new Map<unknown, unknown>();
  for (let place: PageCursor | null = FIRST_CURSOR; place !== null; ) {
    const page: Page = read(client, entry, filters, place);
    for (const record of page.records) texts.set(cell(entry, record, "id"), cell(entry, record, shown));
    // A place is stored between slices: it must survive as JSON.
    place = JSON.parse(JSON.stringify(page.next)) as PageCursor | null;
    between();
  }
  return texts;
}

function cell(entry: Resource, record: JsonObject, name: string) {
  const column = entry.columns.find((one) => one.name === name);
  return column && cellOf(column, record, () => {});
}

const inPagesOf = (limit: number, entry: Resource = notes): Resource => ({
  ...entry,
  paging: { style: "cursor", limit },
});

/** A note's life: how long after the start it was written, and after how long each it was changed, or deleted. */
const lives = fc.array(
  fc.record({
    born: fc.integer({ min: 0, max: 60 }),
    changes: fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 3 }),
    isDeleted: fc.boolean(),
    /** It was written before Huntr began to record actions. */
    isUnrecorded: fc.boolean(),
  }),
  { maxLength: 40 },
);

/** All that happened, in the order of time, and the notes that are left. */
function story(all: ReturnType<typeof lives.generate>["value"]) {
  const happenings: Happening[] = [];
  const left = new Map<string, string>();
  all.forEach(({ born, changes, isDeleted, isUnrecorded }, nth) => {
    let second = START + born;
    const note = idAt(second, nth);
    const add = (what: Happening["what"], text: string) => happenings.push({ what, note, text, second });
    if (!isUnrecorded) add("CREATED", `${nth} new`);
    changes.forEach((after, n) => {
      second += after;
      add("UPDATED", `${nth} change ${n}`);
    });
    if (isDeleted) add("DELETED", "");
    else if (!isUnrecorded || changes.length > 0)
      left.set(note, changes.length > 0 ? `${nth} change ${changes.length - 1}` : `${nth} new`);
  });
  return { happenings: happenings.sort((a, b) => a.second - b.second), left };
}

const sorted = (texts: ReadonlyMap<unknown, unknown>) => [...texts].sort();

describe("notes gathered from actions", () => {
  test("are what the newest action on each says, but for the deleted, page by page and in windows of time", () => {
    fc.assert(
      fc.property(lives, fc.integer({ min: 1, max: 9 }), (all, limit) => {
        const { happenings, left } = story(all);
        const actions = new Actions();
        for (const happening of happenings) actions.add(happening);
        expect(sorted(readAll(actions, readPage, inPagesOf(limit)))).toEqual(sorted(left));
        expect(sorted(readAll(actions, readBatch, inPagesOf(limit)))).toEqual(sorted(left));
      }),
      { numRuns: 200 },
    );
  });

  test("that nobody touches meanwhile are right, whatever happens to others between two batches", () => {
    fc.assert(
      fc.property(lives, lives, fc.integer({ min: 1, max: 5 }), (before, more, limit) => {
        const { happenings, left } = story(before);
        const actions = new Actions();
        for (const happening of happenings) actions.add(happening);
        const touched = new Set<string>();
        // Changes and deletions of what is there, and new notes, one with each batch.
        const ids = [...left.keys()];
        const later = more.flatMap((life, n): Happening[] => {
          const note = n % 2 === 0 ? ids[life.born % Math.max(1, ids.length)] : undefined;
          const second = START + 1_000 + n;
          return note === undefined
            ? [{ what: "CREATED", note: idAt(second, n), text: "born meanwhile", second }]
            : [{ what: life.isDeleted ? "DELETED" : "UPDATED", note, text: "meanwhile", second }];
        });
        const texts = readAll(actions, readPage, inPagesOf(limit), {}, () => {
          const next = later.shift();
          if (next === undefined) return;
          touched.add(next.note);
          actions.add(next);
        });
        const untouched = (all: ReadonlyMap<unknown, unknown>) =>
          sorted(all).filter(([id]) => !touched.has(String(id)));
        expect(untouched(texts)).toEqual(untouched(left));
      }),
      { numRuns: 200 },
    );
  });

  test("of a time: those written then, as they are now", () => {
    const actions = new Actions();
    const write = (second: number, text: string) => {
      const note = idAt(START + second, 0);
      actions.add({ what: "CREATED", note, text, second: START + second });
      return note;
    };
    const [, second, third] = [write(10, "first"), write(20, "second"), write(30, "third")];
    actions.add({ what: "UPDATED", note: second, text: "second, changed later", second: START + 90 });
    actions.add({ what: "UPDATED", note: idAt(START + 1, 0), text: "unrecorded", second: START + 25 });
    const filters = { created_after: START + 15, created_before: START + 25 };
    expect(sorted(readAll(actions, readPage, notes, filters))).toEqual([[second, "second, changed later"]]);
    actions.add({ what: "DELETED", note: third, text: "", second: START + 95 });
    expect(sorted(readAll(actions, readPage, notes, { created_after: START + 15 }))).toEqual([
      [second, "second, changed later"],
    ]);
  });

  test("cost one page each of the three types of actions, and what is older than a batch is not asked for", () => {
    const actions = new Actions();
    for (let n = 0; n < 30; n++)
      actions.add({ what: "CREATED", note: idAt(START + n, n), text: "", second: START + n });
    readAll(actions, readPage, notes);
    expect(actions.asked.map((query) => query.get("action_type"))).toEqual([
      "NOTE_CREATED",
      "NOTE_UPDATED",
      "NOTE_DELETED",
    ]);
    actions.asked.length = 0;
    readAll(actions, readPage, inPagesOf(20));
    expect(actions.asked.map((query) => query.get("created_after"))).toEqual(
      // The newest 20 of 30 were written from the tenth second on; then comes the rest.
      [null, START + 9, START + 9, null, null, null].map((after) => after && String(after)),
    );
  });

  test("show when they were written and last changed, and who did that", () => {
    const written = {
      id: "5eae1460180a05fbb45f73af",
      actionType: "NOTE_UPDATED",
      date: START,
      noteId: "5eae14603eabef4cb322078e",
      note: { id: "5eae14603eabef4cb322078e", text: "=1+1" },
      ownerMember: { givenName: "Rennie", familyName: "Haylock" },
      creatorMember: { givenName: "Ada" },
      job: { title: "Cook" },
    };
    const names = ["id", "text", "job", "owner", "creator", "created_at", "updated_at"];
    expect(names.map((name) => cell(notes, written, name))).toEqual([
      "5eae14603eabef4cb322078e",
      "=1+1",
      "Cook",
      "Rennie Haylock",
      "Ada",
      new Date("2020-05-03T00:46:24Z"),
      new Date(START * 1000),
    ]);
  });
});

test("contacts: a deletion, which names no job, is found all the same, for none can be asked for", () => {
  expect(contacts.filters.map(({ name }) => name)).toEqual([
    "owner_member_id",
    "created_after",
    "created_before",
  ]);
});

describe("progress with goals", () => {
  const TYPES = ["UPDATED", "COMPLETED", "INCOMPLETE", "IN_PROGRESS", "UNENROLLED"];
  /** What was told of whom, and how long after the telling before. Many at one second: intervals begin for all at once. */
  const tellings = fc.array(
    fc.record({ of: fc.nat(6), type: fc.constantFrom(...TYPES), after: fc.constantFrom(0, 0, 0, 1, 30) }),
    { maxLength: 60 },
  );

  test("is what was told last of each, of whichever type, with each page of the feed read twice at most", () => {
    fc.assert(
      fc.property(tellings, fc.integer({ min: 1, max: 9 }), fc.boolean(), (all, limit, isInclusive) => {
        const actions = new Actions();
        actions.isInclusive = isInclusive;
        const newest = new Map<string, number>();
        let second = START;
        all.forEach(({ of, type, after }, objectiveNumericCount) => {
          second += after;
          const id = idAt(START, of);
          newest.set(id, objectiveNumericCount);
          actions.tell(second, {
            actionType: `GOAL_PROGRESS_${type}`,
            goalProgress: { id, objectiveNumericCount },
          });
        });
        for (const read of [readPage, readBatch]) {
          const entry = inPagesOf(limit, goalProgress);
          const found = readAll(actions, read, entry, {}, () => {}, "objective_numeric_count");
          expect(sorted(found)).toEqual(sorted(newest));
        }
      }),
      { numRuns: 200 },
    );
  });

  test("of a long feed takes two requests a page and a few, and of a short one a request for each type", () => {
    const asked = (count: number) => {
      const actions = new Actions();
      for (let i = 0; i < count; i++)
        actions.tell(START + i, {
          actionType: `GOAL_PROGRESS_${TYPES[i % 5]}`,
          goalProgress: { id: idAt(START, i % 97), objectiveNumericCount: i },
        });
      expect(readAll(actions, readPage, inPagesOf(20, goalProgress)).size).toBe(Math.min(count, 97));
      return actions.asked.length;
    };
    expect(asked(90)).toBe(5);
    const [pages, twice] = [1_000 / 20, asked(1_000) - asked(90)];
    expect(twice).toBeLessThanOrEqual(3 * pages);
    // Linear: ten times as many, ten times the requests.
    expect(asked(10_000)).toBeLessThanOrEqual(11 * (twice + 5));
  });
});
