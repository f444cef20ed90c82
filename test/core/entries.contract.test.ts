import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  type HunterServer,
  type HuntrServer,
  SAMPLE_NOW_MS,
  sampleKeys,
  startHunter,
  startHuntr,
} from "../../local/apis/index.ts";
import { cellOf, chosenColumns } from "../../src/core/cells.ts";
import type { Json, JsonObject } from "../../src/core/ports.ts";
import type { Resource } from "../../src/core/resource.ts";
import { entries } from "../../src/entries.ts";

/**
 * What every entry promises, held against the two texts' parameters and against all that the sample servers have,
 * the awkward records included.
 */

/** A listing's parameters besides those of paging, as the texts name them, and what to ask the sample for. */
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
  "huntr.employers": {},
  "huntr.invitations": {},
  "huntr.member-fields": {},
  "huntr.board-templates": {},
  "huntr.activity-categories": {},
  "huntr.events": { member_id: "ID", job_id: "ID", event_type: "JOB_MOVED" },
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
  "hunter.leads-lists": {},
  "hunter.custom-attributes": {},
  "hunter.campaigns": { started: "true", archived: "false" },
  "hunter.account": {},
};

/** Lists of the API's are parameters of several values: `sending_status[]`. */
const LISTS = ["sending_status", "verification_status"];

let huntr: HuntrServer;
let hunter: HunterServer;

beforeAll(async () => {
  huntr = await startHuntr({ size: { jobs: 1_500 }, requestsPerSecond: null });
  hunter = await startHunter();
});

afterAll(async () => {
  await Promise.all([huntr?.close(), hunter?.close()]);
});

/** All records of a table, as the API would give them. */
function dataOf(table: string): JsonObject[] {
  const { data } = huntr;
  const kept: Record<string, unknown> = {
    "huntr.jobs": data.jobs,
    "huntr.members": data.members,
    "huntr.activities": data.activities,
    "huntr.actions": data.actions,
    "huntr.employers": data.countedEmployers,
    "huntr.invitations": data.invitations,
    "huntr.member-fields": data.memberFields,
    "huntr.board-templates": data.boardTemplates,
    "huntr.activity-categories": data.activityCategories,
    "huntr.events": data.events,
    "hunter.leads": hunter.data.leads,
    "hunter.leads-lists": hunter.data.leadsLists,
    "hunter.custom-attributes": hunter.data.customAttributes,
    "hunter.campaigns": hunter.data.campaigns,
    "hunter.account": [hunter.data.account],
  };
  return JSON.parse(JSON.stringify(kept[table])) as JsonObject[];
}

/** Every request has a second of its own, so that the sample's rates are never met. */
let seconds = 0;

async function ask(entry: Resource, query: Readonly<Record<string, string>>): Promise<[number, Json]> {
  const base = entry.api === "huntr" ? `${huntr.url}/org` : `${hunter.url}/v2`;
  const key =
    entry.api === "huntr"
      ? { authorization: `Bearer ${sampleKeys.huntr}` }
      : { "x-api-key": sampleKeys.hunter };
  const now = new Date(SAMPLE_NOW_MS + 1_000 * seconds++).toISOString();
  const answer = await fetch(`${base}/${entry.path}?${new URLSearchParams(query)}`, {
    headers: { ...key, accept: "application/json", "x-virtual-time": now },
  });
  return [answer.status, (await answer.json()) as Json];
}

/** Some jobs and member fields of the sample hold values of the wrong type: empty cells, and told. */
const awkward: Readonly<Record<string, readonly string[]>> = {
  "huntr.jobs": ["deadline", "salary", "title"],
  "huntr.activities": ["job", "job_salary"],
  "huntr.actions": ["job", "job_salary"],
  "huntr.members": ["hours_per_week"],
};

test("every entry is here, under a name and a menu function of its own", () => {
  expect(entries.map(({ table }) => table).sort()).toEqual(Object.keys(documented).sort());
  for (const of of [
    entries.map(({ title }) => title),
    entries.flatMap(({ formula }) => formula?.name ?? []),
  ]) {
    expect(new Set(of).size).toBe(of.length);
  }
});

describe.each(entries.map((entry) => ({ table: entry.table, entry })))("$table", ({ table, entry }) => {
  test("its filters are the documented ones", () => {
    expect(entry.filters.map(({ name }) => name).sort()).toEqual(Object.keys(documented[table] ?? {}).sort());
  });

  test("its title and formula follow its name", () => {
    const words = table.replace(".", " ").replace(/-/g, " ");
    expect(entry.title.toLowerCase()).toBe(words);
    expect(entry.formula?.name).toBe(words.toUpperCase().replace(/ /g, "_"));
  });

  test("what it shows by default is there, helps, and starts with the key", () => {
    const shown = entry.columns.filter(({ byDefault }) => byDefault);
    expect(shown.length).toBeGreaterThan(1);
    for (const { help } of shown) expect(help.length).toBeGreaterThan(5);
    if (entry.paging.style !== "single") expect(shown[0]?.name).toBe(entry.key);
  });

  test("its first page is read as records of the sample", async () => {
    const limit = "limit" in entry.paging ? { limit: String(entry.paging.limit) } : {};
    const [status, body] = await ask(entry, limit);
    expect(status).toBe(200);
    const records = entry.records(body);
    expect(records).toEqual(dataOf(table).slice(0, records.length));
    expect(records.length).toBeGreaterThan(0);
  });

  test("the sample takes each of its filters", async () => {
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
    for (const record of dataOf(table)) {
      for (const column of columns) {
        const cell = cellOf(column, record, (warning) => warned.add(warning.split(/[ :]/)[0] ?? ""));
        if (cell !== null) filled.add(column.name);
      }
    }
    expect([...warned].sort()).toEqual(awkward[table] ?? []);
    const empty = entry.columns.filter(({ name, byDefault }) => byDefault && !filled.has(name));
    expect(empty.map(({ name }) => name)).toEqual([]);
  });

  test("its key is in every record, once", () => {
    const key = entry.columns.find(({ name }) => name === entry.key);
    const keys = dataOf(table).map((record) => key?.value(record));
    for (const one of keys) expect(["string", "number"]).toContain(typeof one);
    expect(new Set(keys).size).toBe(keys.length);
  });

  test("where it is read in windows of time, it stands newest first", () => {
    const { createdSeconds } = entry;
    if (!createdSeconds) return;
    const names = entry.filters.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(["created_after", "created_before"]));
    const times = dataOf(table).map((record) => createdSeconds(record) as number);
    expect(times).toEqual([...times].sort((a, b) => b - a));
  });
});
