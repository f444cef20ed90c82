import { readFileSync } from "node:fs";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { goalsOf, leanOf } from "../../local/apis/huntr/newer-calls.ts";
import {
  type HunterServer,
  type HuntrServer,
  SAMPLE_NOW_MS,
  sampleKeys,
  startHunter,
  startHuntr,
} from "../../local/apis/index.ts";
import { publicNamesOf } from "../../scripts/docs/public-names.mjs";
import { cellOf } from "../../src/core/cells.ts";
import { createClient } from "../../src/core/client.ts";
import { chosenColumns } from "../../src/core/columns.ts";
import { detailedFor } from "../../src/core/details.ts";
import { parseFilters } from "../../src/core/filters.ts";
import { isJsonObject } from "../../src/core/json.ts";
import { readPage } from "../../src/core/listing.ts";
import { type Memory, memoryIn } from "../../src/core/memory.ts";
import { importFunctionName } from "../../src/core/names.ts";
import type { Page, PageCursor } from "../../src/core/page.ts";
import type { HttpRequest, HttpResponse, Json, JsonObject } from "../../src/core/ports.ts";
import type { Query } from "../../src/core/query.ts";
import type { Resource } from "../../src/core/resource.ts";
import { entries } from "../../src/entries.ts";
import { fileZone } from "../../src/gas/file-zone.ts";
import { hunterApi } from "../../src/hunter/api.ts";
import { huntrApi } from "../../src/huntr/api.ts";
import { journeyInWords } from "../huntr/milestones-in-words.ts";
import { must } from "../rig.ts";
import publicNames from "./public-names.json" with { type: "json" };
import { World } from "./scripted.ts";

/**
 * What every entry promises, held against the two texts' parameters and against all that the sample servers have,
 * the awkward records included.
 */

/** One with recipients on two pages. */
const CAMPAIGN = "2";

/** A listing's parameters besides those of paging, as the texts name them, and what to ask the sample for. None but these. */
const documented: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "huntr.jobs": { owner_member_id: "ID", creator_member_id: "ID", created_after: "1", created_before: "1" },
  "huntr.members": { active: "true", email: "nobody@mail.example" },
  "huntr.activities": {
    owner_member_id: "ID",
    creator_member_id: "ID",
    job_id: "ID",
    activity_category_id: "ID",
    employer_id: "ID",
    created_after: "1",
    created_before: "1",
  },
  "huntr.actions": {
    action_type: "JOB_MOVED",
    owner_member_id: "ID",
    creator_member_id: "ID",
    job_id: "ID",
    activity_id: "ID",
    note_id: "ID",
    contact_id: "ID",
    activity_category_id: "ID",
    employer_id: "ID",
    created_after: "1",
    created_before: "1",
  },
  // The parameters of actions that hold for every action on a note, or on a contact.
  "huntr.notes": {
    owner_member_id: "ID",
    job_id: "ID",
    employer_id: "ID",
    created_after: "1",
    created_before: "1",
  },
  "huntr.contacts": { owner_member_id: "ID", created_after: "1", created_before: "1" },
  // Of the parameters of jobs those that hold for what is told of them too.
  "huntr.journeys": { owner_member_id: "ID", created_after: "1", created_before: "1" },
  "huntr.events": { member_id: "ID", job_id: "ID", event_type: "JOB_MOVED" },
  "huntr.employers": { isPartner: "true" },
  "huntr.candidates": { email: "nobody@mail.example", memberId: "ID" },
  "huntr.goals": { includeInactive: "true" },
  "huntr.goal-progress": { owner_member_id: "ID", created_after: "1", created_before: "1" },
  "huntr.documents": { owner_member_id: "ID", created_after: "1", created_before: "1" },
  "huntr.employer-requests": { created_after: "1", created_before: "1" },
  "huntr.profile-views": { employer_id: "ID", created_after: "1", created_before: "1" },
  "hunter.leads": {
    leads_list_id: "1",
    email: "a@b.example",
    first_name: "*",
    last_name: "~",
    position: "*",
    company: "*",
    industry: "*",
    website: "*",
    country_code: "*",
    company_size: "*",
    source: "*",
    twitter: "*",
    linkedin_url: "*",
    phone_number: "*",
    sync_status: "pending",
    sending_status: "sent",
    verification_status: "valid",
    last_activity_at: "*",
    last_contacted_at: "~",
    "custom_attributes[]": "*",
    query: "a",
  },
  "hunter.campaigns": { started: "true", archived: "false" },
  "hunter.sequences": { started: "true", archived: "false" },
  "hunter.messages": {
    status: "sent",
    direction: "outbound",
    sequence_id: "2",
    lead_id: "7",
    sent_after: "2026-01-31",
  },
  // What the body is made of.
  "hunter.discover": {
    query: "Technology",
    industry: "Technology",
    headcount: "11-50",
    company_type: "privately held",
    keywords: "saas",
    country: "US",
    state: "CA",
    city: "Lyon",
    technology: "react",
    similar_to: "acme.example",
  },
  // Part of the path.
  "hunter.recipients": { campaign_id: CAMPAIGN },
};

/** The fields that Huntr's text lists for each of its resources, in its order; Hunter's text has only examples. */
const fields: Readonly<Record<string, string>> = {
  "huntr.invitations": "id toEmail boardName to email boardTemplate memberFieldValues createdAt",
  "huntr.members": "id givenName familyName email createdAt isActive memberFieldValues",
  "huntr.jobs":
    "id title description htmlDescription salary url location deadline activities applicationActivity interviewActivities offerActivity offerAcceptedActivity creatorMember ownerMember employer list createdAt",
  "huntr.employers":
    "id name domain foundedYear description location jobCount isPartner applicationCount interviewCount offerCount",
};

/** One of each kind of value that a field may have. */
const inner = {
  id: "5eb0",
  name: "Name",
  givenName: "Ada",
  title: "Apply",
  startAt: 1e9,
  address: "1 Main St",
};
const VALUES: readonly Json[] = ["text", 1e9, true, inner, [inner], [{ fieldId: "f1", value: "Seattle" }]];

/** Lists of the API's are parameters of several values: `sending_status[]`. */
const LISTS = ["sending_status", "verification_status"];

const bundle = `\n${readFileSync(new URL("../../dist/Code.js", import.meta.url), "utf8")}`;

let huntr: HuntrServer;
let hunter: HunterServer;

beforeAll(async () => {
  huntr = await startHuntr({ size: { jobs: 1_500 }, requestsPerSecond: null, reading: "newer" });
  hunter = await startHunter({ reading: { calls: "of today" } });
});

afterAll(async () => {
  await Promise.all([huntr?.close(), hunter?.close()]);
});

/** The newest action on each note, or contact, that was not deleted: newest created first. */
function left(thing: "note" | "contact" | "document"): unknown[] {
  const type = (what: string) => `${thing.toUpperCase()}_${what}`;
  const actions = huntr.data.actions.filter(({ actionType }) => actionType.startsWith(type("")));
  const idOf = (action: (typeof actions)[number]) => action[`${thing}Id`] ?? action[thing]?.id;
  const of = (id: string | undefined) => actions.filter((action) => idOf(action) === id);
  return actions
    .filter(({ actionType }) => actionType === type("CREATED"))
    .map((created) => of(idOf(created))[0])
    .filter((newest) => newest?.actionType !== type("DELETED"));
}

/** The newest action on each thing that actions of one kind tell of. */
function newestOf(type: RegExp, thing: "goalProgress" | "organizationEmployerRequest"): unknown[] {
  const newest = new Map<string | undefined, unknown>();
  for (const action of huntr.data.actions.filter(({ actionType }) => type.test(actionType)).reverse())
    newest.set(action[thing]?.id, action);
  return [...newest.values()];
}

/** The sample's clock stands at 1970 here: nothing that is only planned has come. */
const CONTRACT_NOW = 0;

/** What is told of each job, worked out from the definitions' words. */
function journeysLeft(): unknown[] {
  const { jobs, activities, actions, members } = huntr.data;
  const ofJob = <T>(things: readonly T[], idOf: (thing: T) => string | undefined) => {
    const by = new Map<string | undefined, T[]>();
    for (const thing of things) by.set(idOf(thing), [...(by.get(idOf(thing)) ?? []), thing]);
    return (id: string) => JSON.parse(JSON.stringify(by.get(id) ?? [])) as JsonObject[];
  };
  const activitiesOf = ofJob(activities, ({ job }) => job?.id);
  const actionsOf = ofJob(actions, ({ jobId }) => jobId);
  return jobs.map((job) => {
    const { id, title, employer, ownerMember, list, createdAt } = job;
    const plain = JSON.parse(JSON.stringify(job)) as JsonObject;
    const words = journeyInWords(plain, activitiesOf(id), actionsOf(id), CONTRACT_NOW);
    return {
      ...{ id, title, employer, ownerMember, list, createdAt },
      at: Object.fromEntries(Object.entries(words.at).filter(([, second]) => second !== null)),
      furthest: words.furthest,
      stageSince: words.stageSince ?? undefined,
      memberFieldValues: members.find((member) => member.id === ownerMember?.id)?.memberFieldValues ?? [],
      asOf: CONTRACT_NOW,
    };
  });
}

/** All records of a table, as the API would give them. */
function dataOf(table: string): JsonObject[] {
  const { data } = huntr;
  const { path } = must(entries.find((entry) => entry.table === table));
  const kept: Record<string, unknown> = {
    "huntr.jobs": data.jobs,
    "huntr.members": data.members,
    "huntr.activities": data.activities,
    "huntr.actions": data.actions,
    "huntr.notes": left("note"),
    "huntr.contacts": left("contact"),
    "huntr.journeys": table === "huntr.journeys" ? journeysLeft() : [],
    "huntr.employers": data.countedEmployers,
    "huntr.events": data.events,
    "huntr.candidates": data.newer?.candidates.map(leanOf),
    "huntr.goals": data.newer && goalsOf(data.newer),
    "huntr.goal-progress": newestOf(/^GOAL_PROGRESS_/, "goalProgress"),
    "huntr.documents": left("document"),
    "huntr.employer-requests": newestOf(/_EMPLOYER_REQUEST_/, "organizationEmployerRequest"),
    "huntr.profile-views": data.actions.filter(({ actionType }) => actionType === "CANDIDATE_PROFILE_VIEWED"),
    "hunter.leads": hunter.data.leads,
    "hunter.leads-lists": hunter.data.leadsLists,
    "hunter.custom-attributes": hunter.data.customAttributes,
    "hunter.campaigns": hunter.data.campaigns,
    "hunter.recipients": hunter.data
      .recipients(Number(CAMPAIGN))
      .map((recipient) => ({ ...recipient, campaign_id: Number(CAMPAIGN) })),
  };
  const records = kept[table] ?? hunter.data.newer[table] ?? data.plainLists[path];
  if (!records)
    throw new Error(`The sample has no ${path} for ${table}: add them to local/apis/huntr/plain-lists.ts.`);
  return JSON.parse(JSON.stringify(records)) as JsonObject[];
}

/** A record of which some fields, at any depth, are left out or of another type, and others added. */
function bentWith(record: JsonObject, next: () => [number, Json]): JsonObject {
  const bent: JsonObject = {};
  for (const [name, value] of Object.entries(record)) {
    const [what, odd] = next();
    if (what === 0) continue;
    if (what === 1) bent[name] = odd;
    else if (what === 2) bent[`${name}More`] = odd;
    else bent[name] = isJsonObject(value) ? bentWith(value, next) : value;
  }
  return bent;
}

/** Every request has a second of its own, so that the sample's rates are never met. */
let seconds = 0;

async function ask({ api, path, posted }: Resource, query: Readonly<Record<string, string>>) {
  if (posted) return fetched(api, `v2/${path}`, JSON.stringify(query));
  return fetched(api, `${api === "huntr" ? "org" : "v2"}/${path}?${new URLSearchParams(query)}`);
}

async function fetched(api: Resource["api"], path: string, body?: string | null): Promise<[number, Json]> {
  const key =
    api === "huntr" ? { authorization: `Bearer ${sampleKeys.huntr}` } : { "x-api-key": sampleKeys.hunter };
  const now = new Date(SAMPLE_NOW_MS + 1_000 * seconds++).toISOString();
  const answer = await fetch(`${(api === "huntr" ? huntr : hunter).url}/${path}`, {
    headers: {
      ...key,
      accept: "application/json",
      "content-type": "application/json",
      "x-virtual-time": now,
    },
    ...(body ? { method: "POST", body } : {}),
  });
  return [answer.status, (await answer.json()) as Json];
}

/** What the client has been told so far, by the request's address. */
const told = new Map<string, HttpResponse>();
class Untold extends Error {
  constructor(readonly requests: readonly HttpRequest[]) {
    super();
  }
}

/** The client waits for nothing: what it asks for anew is fetched, and it reads once more. */
async function readOn(entry: Resource, query: Query, place: PageCursor, memory: Memory): Promise<Page> {
  const api = entry.api === "huntr" ? huntrApi : hunterApi;
  for (;;) {
    const send = (requests: readonly HttpRequest[]) => {
      const untold = requests.filter(({ url }) => !told.has(url));
      if (untold.length > 0) throw new Untold(untold);
      return requests.map(({ url }) => must(told.get(url)));
    };
    const client = createClient(api, {
      ports: {
        transport: { send },
        clock: { nowMs: () => CONTRACT_NOW, sleepMs: () => {} },
        random: () => 0,
      },
      pacer: { reserve: (_, count) => ({ granted: true, waitMs: 0, count }), slowDown: () => {} },
      key: sampleKeys[entry.api],
      deadlineMs: 1e6,
    });
    try {
      const shown = entry.columns.filter(({ byDefault }) => byDefault);
      return readPage(client, detailedFor(entry, shown, client), query, place, memory);
    } catch (error) {
      if (!(error instanceof Untold)) throw error;
      for (const { url, body: posted } of error.requests) {
        const { pathname, search } = new URL(url);
        const [status, body] = await fetched(entry.api, `${pathname.slice(1)}${search}`, posted);
        told.set(url, { status, headers: {}, body: JSON.stringify(body) });
      }
    }
  }
}

function inPages(entry: Resource, limit: number): Resource {
  const { paging } = entry;
  return "limit" in paging
    ? { ...entry, paging: { ...paging, limit: Math.min(limit, paging.limit) } }
    : entry;
}

/** What a status means where a listing is read (the texts' lists of statuses, as docs/apis.md settles them). */
const errors: Readonly<Record<Resource["api"], [number, string][]>> = {
  huntr: [
    [400, "bad-request"],
    [401, "refused"],
    [403, "forbidden"],
    [404, "not-found"],
    [410, "gone"],
    [422, "conflict"],
    [429, "rate"],
    [500, "unreachable"],
    [503, "unreachable"],
  ],
  hunter: [
    [400, "bad-request"],
    [401, "refused"],
    [402, "usage"],
    [403, "rate"],
    [404, "not-found"],
    [422, "conflict"],
    [429, "rate"],
    [451, "claimed"],
    [500, "unreachable"],
    [503, "unreachable"],
  ],
};

/** What it does may neither look at the clock nor throw dice. */
function withoutClock<T>(work: () => T): T {
  const { Date: date, Math: math } = globalThis;
  const { random } = math;
  const refuse = (): never => {
    throw new Error("A column's value is to follow from its record alone; say changesWithTime of this one.");
  };
  globalThis.Date = new Proxy(date, {
    construct: (target, args, as) => (args.length === 0 ? refuse() : Reflect.construct(target, args, as)),
    apply: refuse,
    get: (target, name) => (name === "now" ? refuse : Reflect.get(target, name)),
  });
  math.random = refuse;
  try {
    return work();
  } finally {
    globalThis.Date = date;
    math.random = random;
  }
}

/** Records of the newer reading, where the sample's are of the older one and columns belong to one of the two. */
const ofTheOther: Readonly<Record<string, readonly JsonObject[]>> = {
  "hunter.account": [
    JSON.parse(readFileSync(new URL("../samples/hunter/account-of-one-pool.json", import.meta.url), "utf8"))
      .data,
  ],
};

/** Some jobs and member fields of the sample hold values of the wrong type: empty cells, and told. */
const awkward: Readonly<Record<string, readonly string[]>> = {
  "huntr.jobs": ["deadline"],
  "huntr.members": ["hours_per_week"],
  "huntr.journeys": ["hours_per_week"],
};

test("every entry has a name and a menu function of its own, and what is said here is said of entries", () => {
  const tables = entries.map(({ table }) => table);
  for (const of of [documented, fields, awkward, publicNames])
    expect(Object.keys(of).filter((table) => !tables.includes(table))).toEqual([]);
  for (const of of [
    tables,
    entries.map(({ title }) => title),
    entries.flatMap(({ formula }) => formula?.name ?? []),
  ]) {
    expect(new Set(of).size).toBe(of.length);
  }
});

describe.each(entries.map((entry) => ({ table: entry.table, entry })))("$table", ({ table, entry }) => {
  const filters = parseFilters(
    entry,
    entry.needsFilter
      ? { industry: documented[table]?.industry ?? "" }
      : entry.filters.some(({ required }) => required)
        ? documented[table]
        : {},
    { ...fileZone(() => "UTC"), locale: () => "en_US" },
  );

  test("its filters are the documented ones", () => {
    expect(
      entry.filters.map(({ name }) => name).sort(),
      `say above in "documented" which parameters the text has for ${table}`,
    ).toEqual(Object.keys(documented[table] ?? {}).sort());
  });

  test("its title and formula follow its name", () => {
    const words = table.replace(".", " ").replace(/-/g, " ");
    expect(entry.title.toLowerCase()).toBe(words);
    expect(entry.formula?.name).toBe(words.toUpperCase().replace(/ /g, "_"));
  });

  test("its public names are those that people's sheets and scripts hold", () => {
    expect(
      publicNamesOf(entry, importFunctionName),
      "npm run docs adds what is new to test/core/public-names.json",
    ).toEqual((publicNames as Record<string, unknown>)[table]);
  });

  test("what it shows by default is there, helps, and starts with the key", () => {
    const shown = entry.columns.filter(({ byDefault }) => byDefault);
    expect(shown.length).toBeGreaterThan(1);
    for (const { help } of shown) expect(help.length).toBeGreaterThan(5);
    if (entry.paging.style !== "single") expect(shown[0]?.name).toBe(entry.key);
  });

  test("its pages joined are what the server has, and reading on after each page ends at the same", async () => {
    const all = dataOf(table);
    const key = must(entry.columns.find(({ name }) => name === entry.key));
    const byKey = (records: readonly JsonObject[]) =>
      new Map(records.map((record) => [String(key.value(record)), record]));
    const few = inPages(entry, Math.max(1, Math.ceil(all.length / 4)));
    const whole: JsonObject[] = [];
    const pieces: JsonObject[] = [];
    let pages = 0;
    const memory = memoryIn(null, "");
    for (let place: PageCursor | null = {}; place !== null; pages++) {
      const page: Page = await readOn(few, filters, place, memory);
      whole.push(...page.records);
      place = page.next;
    }
    const { cache } = new World();
    // Nothing but the place, and what the cache remembers, is kept from one page to the next, as between two slices of a run.
    for (let stored: string | null = "{}"; stored !== null; ) {
      const page: Page = await readOn(few, filters, JSON.parse(stored) as PageCursor, memoryIn(cache, ""));
      pieces.push(...page.records);
      stored = page.next && JSON.stringify(page.next);
    }
    expect(pieces).toEqual(whole);
    // What is gathered may come twice, the same each time.
    if (!entry.read) expect(whole).toEqual(all);
    expect(byKey(whole)).toEqual(byKey(all));
    if (all.length >= 4 && "limit" in entry.paging) expect(pages).toBeGreaterThanOrEqual(3);
    expect(all.length).toBeGreaterThan(0);
  });

  test.each(errors[entry.api])("status %i ends as %s", (status, kind) => {
    const world = new World().replies({ status, json: {} });
    const expected = table === "huntr.events" && (status === 404 || status === 410) ? "gone" : kind;
    let error: unknown;
    try {
      readPage(world.client(entry.api === "huntr" ? huntrApi : hunterApi), entry, filters, {});
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toMatchObject({ kind: expected, name: "HuntsheetError" });
    expect((error as Error).message).toMatch(entry.api === "huntr" ? /^Huntr / : /^(Hunter|The person) /);
    // When a used-up plan is reset, the account tells.
    const asked = world.sent.filter(({ url }) => entry.path === "account" || !url.endsWith("/account"));
    expect(asked.length > 1).toBe(["unreachable", "rate"].includes(kind));
  });

  test("its menu function and its formula are in the bundle, under names that a sheet can hold", () => {
    const { menuFunction, formula } = publicNamesOf(entry, importFunctionName);
    for (const name of [menuFunction, formula]) {
      if (name === undefined) continue;
      expect(name).toMatch(/^[A-Za-z][A-Za-z0-9_]*[A-Za-z0-9]$/);
      expect(bundle.split(`\nfunction ${name}(`)).toHaveLength(2);
    }
    for (const { header } of entry.columns) expect(header).toMatch(/^[A-Z][\w ]*$/);
  });

  test("every field that the text lists is reachable", () => {
    const own = entry.ownColumns?.(() => [{ id: "f1", name: "City", fieldType: "TEXT" }]) ?? [];
    const columns = chosenColumns(entry, ["*"], table.startsWith("huntr.") ? own : []);
    const shown = (record: JsonObject) => columns.map((column) => cellOf(column, record, () => {}));
    const listed = fields[table]?.split(" ") ?? [];
    const hidden = listed.filter((field) =>
      VALUES.every((value) => JSON.stringify(shown({ [field]: value })) === JSON.stringify(shown({}))),
    );
    expect(hidden, "give each of these fields a column").toEqual([]);
  });

  test("the sample takes each of its filters", async () => {
    // Not a parameter, but part of the path.
    if (table === "hunter.recipients") return;
    for (const [name, value] of Object.entries(documented[table] ?? {})) {
      const parameter = LISTS.includes(name) ? `${name}[]` : name.replace("[]", "[campaign_id]");
      const [status] = await ask(entry, { [parameter]: value === "ID" ? "5eb0a4338899ba51bf96f645" : value });
      expect([name, status]).toEqual([name, 200]);
    }
  });

  test("every record of the sample has its cells, and only the awkward ones are warned of", () => {
    const columns = chosenColumns(entry, ["*"], entry.ownColumns?.(dataOf) ?? []);
    const warned = new Set<string>();
    const filled = new Set<string>();
    for (const record of [...dataOf(table), ...(ofTheOther[table] ?? [])]) {
      for (const column of columns) {
        const cell = cellOf(column, record, (warning) => warned.add(warning.split(/[ :]/)[0] ?? ""));
        if (cell !== null) filled.add(column.name);
      }
    }
    expect(
      [...warned].sort(),
      "mend these columns' kinds, or say in \"awkward\" that the sample's values are of the wrong type",
    ).toEqual(awkward[table] ?? []);
    const empty = entry.columns.filter(({ name, byDefault }) => byDefault && !filled.has(name));
    expect(
      empty.map(({ name }) => name),
      "give some of the sample's records (local/apis) the fields of these columns, or do not show them by default",
    ).toEqual([]);
  });

  test("fields that are added, removed or of another type do no harm", () => {
    const columns = chosenColumns(entry, ["*"], entry.ownColumns?.(dataOf) ?? []);
    const records = dataOf(table).slice(0, 40);
    const odd = fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<Json>;
    fc.assert(
      fc.property(
        fc.constantFrom(...records),
        fc.infiniteStream(fc.tuple(fc.nat(5), odd)),
        (record, changes) => {
          const bent = bentWith(record, () => changes.next().value);
          for (const column of columns) cellOf(column, bent, () => {});
          entry.createdSeconds?.(bent);
          for (const body of [[bent], { data: [bent], more: bent }])
            if (entry.api === "huntr") expect(entry.records(body)).toEqual([bent]);
        },
      ),
      { numRuns: 60 },
    );
  });

  test("its cells follow from the record alone, or the column says that they change with time", () => {
    const columns = chosenColumns(entry, ["*"], entry.ownColumns?.(dataOf) ?? []);
    const timeless = (entry.base ? [...columns, entry.base] : columns).filter(
      ({ changesWithTime }) => !changesWithTime,
    );
    const records = dataOf(table);
    const cells = () => records.map((record) => timeless.map((column) => cellOf(column, record, () => {})));
    const before = cells();
    expect(withoutClock(cells)).toEqual(before);
  });

  test("its key is in every record, once", () => {
    const key = entry.columns.find(({ name }) => name === entry.key);
    const keys = dataOf(table).map((record) => key?.value(record));
    for (const one of keys)
      expect(
        ["string", "number"],
        `name another column as the key: ${entry.key} is not in every record`,
      ).toContain(typeof one);
    expect(new Set(keys).size).toBe(keys.length);
  });

  test("where it is read in windows of time, it stands newest first", () => {
    const { createdSeconds, read } = entry;
    if (!createdSeconds || read) return;
    const names = entry.filters.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(["created_after", "created_before"]));
    const times = dataOf(table).map((record) => createdSeconds(record) as number);
    expect(times).toEqual([...times].sort((a, b) => b - a));
  });
});
