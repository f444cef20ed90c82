import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { goalsOf } from "../../local/apis/huntr/newer-calls.ts";
import type { BookFile } from "../../local/runtime/book-file.ts";
import type { Host } from "../../local/runtime/host.ts";
import { entries } from "../../src/entries.ts";
import type { Choices, ImportForm } from "../../src/ui/calls.ts";
import {
  freshFile,
  grid,
  json,
  listRuns,
  must,
  openHost,
  type Servers,
  settle,
  start,
  startServers,
  value,
} from "../rig.ts";

let servers: Servers;
let file: BookFile;
let host: Host;

beforeAll(async () => {
  servers = await startServers({
    huntr: { size: { jobs: 150, members: 60 } },
    hunter: { size: { leads: 300 } },
  });
  file = await freshFile(servers.routes);
});
afterAll(async () => {
  await host.close();
  await servers.close();
});
beforeEach(async () => {
  await host?.close();
  servers.huntr.restore(undefined);
  servers.hunter.restore(undefined);
  host = await openHost(file, servers.routes);
});

const click = (name: string) => host.call(name, [], { entry: "menu" });

/** The cells under a header, without those of rows that are marked as removed. */
function column(sheet: string, header: string): unknown[] {
  const [head = [], ...rows] = grid(host, sheet);
  const removedAt = head.indexOf("Removed");
  return rows.filter((row) => removedAt < 0 || row[removedAt] === "").map((row) => row[head.indexOf(header)]);
}

const sorted = (cells: readonly unknown[]) => cells.map(String).sort();

/** Of what needs a filter, has no future, or is no list. */
const LEFT_OUT = ["hunter.recipients", "huntr.events", "hunter.account"];

/** Sizes of what a server holds, by the sheet that it is to fill. */
function everything(api: "Huntr" | "Hunter"): Record<string, number> {
  const { data } = servers.huntr;
  const { leads, leadsLists, customAttributes, campaigns } = servers.hunter.data;
  const held: Record<string, readonly unknown[]> = {
    "huntr.jobs": data.jobs,
    "huntr.members": data.members,
    "huntr.activities": data.activities,
    "huntr.actions": data.actions,
    "huntr.notes": noteIds(),
    "huntr.contacts": contactIds(),
    "huntr.journeys": data.jobs,
    "huntr.employers": data.employers,
    "huntr.candidates": data.newer?.candidates ?? [],
    "huntr.goals": data.newer ? goalsOf(data.newer) : [],
    "huntr.goal-progress": idsIn("goalProgress"),
    "huntr.documents": idsLeft("DOCUMENT_CREATED", "DOCUMENT_DELETED", "documentId"),
    "huntr.employer-requests": idsIn("organizationEmployerRequest"),
    "huntr.profile-views": data.actions.filter(({ actionType }) => actionType === "CANDIDATE_PROFILE_VIEWED"),
    "hunter.leads": leads,
    "hunter.leads-lists": leadsLists,
    "hunter.custom-attributes": customAttributes,
    "hunter.campaigns": campaigns,
  };
  return Object.fromEntries(
    entries
      .filter(({ table }) => table.startsWith(`${api.toLowerCase()}.`) && !LEFT_OUT.includes(table))
      .filter(({ newer }) => !newer || (api === "Huntr" && data.newer))
      .map(({ table, title, path }) => {
        const records = held[table] ?? data.plainLists[path];
        if (!records) throw new Error(`Say above in "held" which records of the sample ${table} has.`);
        return [title, records.length];
      }),
  );
}

/** Ids of those that were created and not deleted, by the actions' own words. */
function idsLeft(created: string, deleted: string, id: "noteId" | "contactId" | "documentId"): unknown[] {
  const of = (type: string) =>
    servers.huntr.data.actions
      .filter(({ actionType }) => actionType === type)
      .map((action) => action[id] ?? action.document?.id);
  const gone = of(deleted);
  return of(created).filter((one) => !gone.includes(one));
}
function idsIn(thing: "goalProgress" | "organizationEmployerRequest"): unknown[] {
  return [...new Set(servers.huntr.data.actions.flatMap((action) => action[thing]?.id ?? []))];
}
const noteIds = () => idsLeft("NOTE_CREATED", "NOTE_DELETED", "noteId");
const contactIds = () => idsLeft("CONTACT_CREATED", "CONTACT_DELETED", "contactId");

describe("an account that has the newer calls of Huntr", () => {
  let newer: Servers;
  beforeAll(async () => {
    newer = await startServers({ huntr: { size: { jobs: 40, members: 12 }, reading: "newer" } });
  });
  afterAll(() => newer.close());

  test("gets a sheet for each of them, with all fields of candidates where these are chosen", async () => {
    await host.close();
    const older = servers;
    servers = newer;
    host = await openHost(file, servers.routes);
    try {
      await click("importEverythingFromHuntr");
      const runs = await settle(host);
      expect(runs.filter(({ status }) => status !== "done")).toEqual([]);
      const sizes = everything("Huntr");
      const found = Object.keys(sizes).map((name) => [name, grid(host, name).length - 1]);
      expect(Object.fromEntries(found)).toEqual(sizes);
      const { candidates } = must(newer.huntr.data.newer);
      const before = newer.huntr.requests.length;
      const columns = ["first_name", "headline", "skill_names", "profile_views", "created_at"];
      await start(host, { kind: "import", table: "huntr.candidates", columns });
      expect((await settle(host))[0]).toMatchObject({ status: "done" });
      const asked = newer.huntr.requests.slice(before).filter(({ status }) => status !== 429);
      expect(asked.length).toBe(1 + 2 * candidates.length);
      expect(column("Huntr Candidates", "Headline")).toEqual(candidates.map(({ headline = "" }) => headline));
      expect(column("Huntr Candidates", "Profile views").filter((count) => count === 1)).not.toEqual([]);
    } finally {
      servers = older;
    }
  });
});

describe("an account that lacks them", () => {
  const lacking = entries.filter(({ api, newer }) => newer && api === "huntr");
  const tables = lacking.map(({ table }) => table);
  const looks = () => servers.huntr.requests.filter(({ status }) => status === 404).length;
  /** As the form tells. */
  const lacked = async () => {
    const form = await json<ImportForm>(host.rpc("importForm", []));
    return form.lacking.filter((table) => table.startsWith("huntr."));
  };
  /** The menu as it is when the file is opened. */
  const menuLabels = async () => {
    await host.onOpen();
    return JSON.stringify(host.menu());
  };

  test("is shown nothing of them once it was looked, which is done once for a key, and again after a week", async () => {
    const before = looks();
    expect(await menuLabels()).toContain('"Huntr Goals"');
    expect(await lacked()).toEqual(tables);
    const once = looks() - before;
    expect(once).toBe(lacking.filter(({ newer }) => newer?.shownBy === undefined).length);
    await click("importEverythingFromHuntr");
    await lacked();
    expect(looks() - before).toBe(once);
    for (const { title } of lacking) expect(await menuLabels()).not.toContain(`"${title}"`);
    await host.advance(8 * 86_400_000);
    await lacked();
    expect(looks() - before).toBe(2 * once);
  });

  test("keeps what is known of each: where Huntr does not answer for one, nothing is forgotten of the others", async () => {
    servers.huntr.faults.add({ effect: { kind: "status", status: 503 }, times: 99 });
    expect(await lacked()).toEqual([]);
    servers.huntr.faults.clear();
    servers.huntr.faults.add({
      effect: { kind: "status", status: 503 },
      when: ({ path }) => path.endsWith("tags"),
      times: 99,
    });
    expect(await lacked()).toEqual(tables.filter((table) => table !== "huntr.tags"));
    // After a week none of them answers: what was lacking still is, and what was not known still is not.
    await host.advance(8 * 86_400_000);
    servers.huntr.faults.add({ effect: { kind: "status", status: 503 }, times: 99 });
    expect(await lacked()).toEqual(tables.filter((table) => table !== "huntr.tags"));
    servers.huntr.faults.clear();
    expect(sorted(await lacked())).toEqual(sorted(tables));
  });

  test("a table that is imported by name all the same says so", async () => {
    await start(host, { kind: "import", table: "huntr.advisors" });
    expect((await settle(host))[0]?.error).toMatch(
      /^Huntr has no such thing for your organization \(reading advisors\)\./,
    );
  });
});

describe("everything at once", () => {
  test.each(["Huntr", "Hunter"] as const)(
    "of %s: a sheet for each table that needs no filter and has a future",
    async (api) => {
      const clicked = await click(`importEverythingFrom${api}`);
      const sizes = everything(api);
      const count = Object.keys(sizes).length;
      expect(clicked.ok && clicked.sidebar?.file).toBe("progress");
      expect(clicked.toasts.map(({ message }) => message)).toEqual([
        `${count} tables of ${api} are being imported.`,
      ]);
      expect(await listRuns(host)).toHaveLength(count);
      const runs = await settle(host);
      expect(runs.filter(({ status }) => status !== "done")).toEqual([]);
      const sheets = host.book.sheets().filter(({ name }) => name.startsWith(`${api} `));
      const found = sheets.map(({ name }) => [name, grid(host, name).length - 1]);
      expect(Object.fromEntries(found)).toEqual(sizes);
    },
  );

  test("without a key asks for one and starts nothing", async () => {
    await value(host.rpc("forgetKey", ["hunter"]));
    const clicked = await click("importEverythingFromHunter");
    expect(clicked.ok && clicked.sidebar?.file).toBe("setup");
    expect(clicked.toasts[0]?.message).toBe("Paste your Hunter API key first, then import again.");
    expect(await listRuns(host)).toEqual([]);
  });
});

describe("recipients", () => {
  test("from the menu: the Import sidebar opens on them, once", async () => {
    const clicked = await click("importHunterRecipients");
    expect(clicked.ok && clicked.sidebar?.file).toBe("import");
    expect(await listRuns(host)).toEqual([]);
    expect((await json<ImportForm>(host.rpc("importForm", []))).table).toBe("hunter.recipients");
    expect((await json<ImportForm>(host.rpc("importForm", []))).table).toBeUndefined();
  });

  test("of a campaign, and of another one in a sheet of its own; one that is gone is marked", async () => {
    const of = (id: number, sheet?: string) =>
      start(host, {
        kind: "import",
        table: "hunter.recipients",
        filters: { campaign_id: id },
        ...(sheet && { sheet }),
      });
    await of(2);
    await of(3, "Autumn");
    expect((await settle(host)).map(({ status }) => status)).toEqual(["done", "done"]);
    const emails = (id: number) => servers.hunter.data.recipients(id).map(({ email }) => email);
    expect(column("Hunter Recipients", "Email")).toEqual(emails(2));
    expect(column("Autumn", "Email")).toEqual(emails(3));
    expect(column("Autumn", "ID")).toEqual(emails(3).map((email) => `3/${email}`));
    servers.hunter.removeRecipient(3, must(emails(3)[5]));
    await of(3, "Autumn");
    expect((await settle(host))[0]).toMatchObject({ status: "done", counts: { removed: 1 } });
    expect(column("Autumn", "Email")).toEqual(emails(3));
  });

  test("without a campaign cannot be started, and a campaign that there is not stops it", async () => {
    await expect(start(host, { kind: "import", table: "hunter.recipients" })).rejects.toThrow(
      "Hunter Recipients needs the filter campaign_id. Give its number or its name.",
    );
    await start(host, { kind: "import", table: "hunter.recipients", filters: { campaign_id: 99 } });
    const [run] = await settle(host);
    expect(must(run).status).toBe("stopped");
    expect(must(run).error).toMatch(/^Hunter found nothing of that id while reading campaigns\./);
  });
});

describe("notes and contacts", () => {
  test("are imported as they are now, and again after they were written, changed and deleted", async () => {
    const importBoth = async () => {
      await start(host, { kind: "import", table: "huntr.notes" });
      await start(host, { kind: "import", table: "huntr.contacts" });
      return settle(host);
    };
    await importBoth();
    expect(sorted(column("Huntr Notes", "ID"))).toEqual(sorted(noteIds()));
    expect(sorted(column("Huntr Contacts", "ID"))).toEqual(sorted(contactIds()));

    const { huntr } = servers;
    const [changed, deleted] = noteIds().map(String);
    const [gone, renamed] = contactIds().map(String);
    const job = must(huntr.data.jobs[0]).id;
    huntr.updateNote(must(changed), "=1+1");
    huntr.deleteNote(must(deleted));
    const written = huntr.createNote(job, "Written later");
    huntr.deleteContact(must(gone));
    huntr.updateContact(must(renamed), { firstName: "Pepe", title: "Head of Talent" });
    const runs = await importBoth();
    expect(runs.slice(0, 2).map(({ counts }) => counts)).toEqual([
      { added: 0, changed: 1, removed: 1 },
      { added: 1, changed: 1, removed: 1 },
    ]);
    const notes = new Map(column("Huntr Notes", "ID").map((id, n) => [id, column("Huntr Notes", "Text")[n]]));
    expect(sorted([...notes.keys()])).toEqual(sorted(noteIds()));
    expect([notes.get(changed), notes.get(written.id), notes.has(deleted)]).toEqual([
      "=1+1",
      "Written later",
      false,
    ]);
    expect(sorted(column("Huntr Contacts", "ID"))).toEqual(sorted(contactIds()));
    const at = column("Huntr Contacts", "ID").indexOf(renamed);
    expect([column("Huntr Contacts", "First name")[at], column("Huntr Contacts", "Title")[at]]).toEqual([
      "Pepe",
      "Head of Talent",
    ]);
  });
});

describe("choices for a filter", () => {
  const choices = (table: string, from = "") => json<Choices>(host.rpc("choices", [table, from]));

  test.each([
    [
      "huntr.members",
      () => servers.huntr.data.members.map((m) => [m.id, `${m.givenName} ${m.familyName} ${m.email}`]),
    ],
    ["huntr.employers", () => servers.huntr.data.employers.map(({ id, name }) => [id, name])],
    [
      "huntr.activity-categories",
      () => servers.huntr.data.activityCategories.map(({ id, name }) => [id, name]),
    ],
    ["hunter.leads-lists", () => servers.hunter.data.leadsLists.map(({ id, name }) => [`${id}`, name])],
    ["hunter.campaigns", () => servers.hunter.data.campaigns.map(({ id, name }) => [`${id}`, name])],
  ])("%s: all of them by name", async (table, wanted) => {
    const found = await choices(table);
    expect(found.next).toBeNull();
    expect(found.choices.map(({ id, label }) => [id, label])).toEqual(
      wanted().map(([id, label]) => [id, String(label).replace(/\bundefined /, "")]),
    );
  });

  test("every table that a filter takes ids of can be asked for", async () => {
    const tables = new Set(entries.flatMap(({ filters }) => filters.flatMap(({ of }) => of ?? [])));
    for (const table of tables) expect((await choices(table)).choices.length).toBeGreaterThan(0);
    expect(tables.size).toBe(5);
  });

  test("that cannot be read say why", async () => {
    await value(host.rpc("forgetKey", ["huntr"]));
    await expect(choices("huntr.members")).rejects.toThrow(
      "Huntr needs an access token, and none is set. Set it under Huntsheet ▸ Set up.",
    );
  });
});
