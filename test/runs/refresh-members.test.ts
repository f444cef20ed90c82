import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { BookFile } from "../../local/runtime/book-file.ts";
import type { Host } from "../../local/runtime/host.ts";
import {
  freshFile,
  grid,
  must,
  openHost,
  type SeenRun,
  type Servers,
  settle,
  start,
  startServers,
} from "../rig.ts";

/** Members are refreshed by what actions tell of them, where an account's actions do. */

const SHEET = "Huntr Members";
const HOUR_MS = 3_600_000;
const ACTIONS = /^From Huntr's actions: /;
const WHOLE = /^Whole listing: /;

describe.each(["older", "newer"] as const)("the %s reading", (reading) => {
  let servers: Servers;
  let imported: BookFile;
  let host: Host;
  let askedBefore = 0;
  let begun: unknown;

  const text = () => must(servers.huntr.data.memberFields.find(({ fieldType }) => fieldType === "TEXT"));
  const member = (n: number) => must(servers.huntr.data.members[n]);
  const refresh = (more: object = {}) => done({ kind: "refresh", sheet: SHEET, ...more });
  const asked = () => servers.huntr.requests.slice(askedBefore).map(({ url }) => url.replace(/^\/org\//, ""));
  const way = reading === "newer" ? ACTIONS : WHOLE;

  beforeAll(async () => {
    servers = await startServers({
      huntr: {
        size: { jobs: 4, activities: 8, members: 40, employers: 3 },
        listing: { cap: 4 },
        requestsPerSecond: null,
        reading,
      },
    });
    servers.huntr.setFieldValue(member(30).id, text().id, "Once");
    begun = servers.huntr.state();
    host = await openHost(await freshFile(servers.routes), servers.routes);
    await done({ kind: "import", table: "huntr.members" });
    imported = host.save();
    await host.close();
  });
  beforeEach(async () => {
    servers.huntr.faults.clear();
    servers.huntr.restore(begun);
    // The actions of the last minutes are read again.
    host = await openHost({ ...imported, clockMs: imported.clockMs + HOUR_MS }, servers.routes);
    askedBefore = servers.huntr.requests.length;
    servers.huntr.setFieldValue(member(31).id, text().id, "Before");
    await refresh();
    askedBefore = servers.huntr.requests.length;
  });
  afterEach(() => host.close());
  afterAll(() => servers.close());

  async function done(spec: object): Promise<SeenRun> {
    const { id } = await start(host, spec);
    const run = must((await settle(host)).find((other) => other.id === id));
    expect(run).toMatchObject({ status: "done", error: null });
    return run;
  }
  async function later(ms: number): Promise<void> {
    const file = host.save();
    await host.close();
    host = await openHost({ ...file, clockMs: file.clockMs + ms }, servers.routes);
  }
  /** That the table holds what a new import would write, rows that are marked as removed left aside. */
  async function expectExact(): Promise<void> {
    servers.huntr.faults.clear();
    await done({ kind: "import", table: "huntr.members", sheet: "Fresh" });
    const rows = (name: string) => {
      const [header = [], ...body] = grid(host, name);
      const gone = header.indexOf("Removed");
      const isMeant = (name: unknown) => name !== "Removed" && name !== "Member fields in Huntr";
      return body
        .filter((row) => row[0] !== "" && (gone < 0 || row[gone] === ""))
        .map((row) =>
          Object.fromEntries(header.flatMap((name, i) => (isMeant(name) ? [[name, row[i]]] : []))),
        )
        .sort((a, b) => (String(a.ID) < String(b.ID) ? -1 : 1));
    };
    expect(rows(SHEET)).toEqual(rows("Fresh"));
  }

  test("what changed is in the table: fields, who joined, was deleted or is not active any more", async () => {
    const { huntr } = servers;
    const [changed, gone, idle] = [
      member(3).id,
      member(7).id,
      must(huntr.data.members.find((one) => one.isActive)).id,
    ];
    huntr.setFieldValue(changed, text().id, "=New");
    huntr.deleteMember(gone);
    huntr.setMemberActive(idle, false);
    const [invitation] = huntr.data.invitations;
    huntr.acceptInvitation(must(invitation).id, { givenName: "Jo", familyName: "New" });
    const run = await refresh();
    expect(run.note).toMatch(way);
    expect(run.counts).toEqual({ added: 1, changed: 2, removed: 1 });
    if (reading === "newer") {
      const requests = asked();
      expect(requests.filter((url) => /^members\//.test(url))).toHaveLength(3);
      expect(requests.filter((url) => /^members(\?|$)/.test(url))).toEqual([]);
      expect(run.note).toBe(`From Huntr's actions: ${requests.length} requests, 3 rows read.`);
    }
    await expectExact();
  });

  test("nothing changed: a newer Huntr is asked two things", async () => {
    const run = await refresh();
    expect([run.note, run.counts]).toEqual([
      expect.stringMatching(way),
      { added: 0, changed: 0, removed: 0 },
    ]);
    if (reading === "newer")
      expect(asked().map((url) => url.split("?")[0])).toEqual(["member-fields", "actions"]);
  });

  test("what no action tells comes with the whole listing, a day after the last one", async () => {
    const { huntr } = servers;
    huntr.renameMember(member(5).id, "Renamed");
    const idle = must(huntr.data.members.find(({ isActive }) => !isActive));
    huntr.setMemberActive(idle.id, true);
    expect((await refresh()).note).toMatch(way);
    await later(24 * HOUR_MS);
    expect((await refresh()).note).toMatch(WHOLE);
    await expectExact();
    expect((await refresh()).note).toMatch(way);
  });

  test("a field that is new, or renamed, has the listing read whole", async () => {
    const { huntr } = servers;
    huntr.createMemberField({ name: "Brand new", fieldType: "TEXT" });
    expect((await refresh()).note).toMatch(WHOLE);
    expect(grid(host, SHEET)[0]).toContain("Brand new");
    const fields = huntr.data.memberFields;
    const at = fields.findIndex(({ id }) => id === text().id);
    fields[at] = { ...must(fields[at]), name: "Alias" };
    expect((await refresh()).note).toMatch(WHOLE);
    expect(grid(host, SHEET)[0]).toContain("Alias");
    expect((await refresh()).note).toMatch(way);
    await expectExact();
  });

  test("what a person typed and has not sent stays, with a note where Huntr changed it too", async () => {
    const { huntr } = servers;
    const sheet = must(host.book.sheets().find(({ name }) => name === SHEET)).id;
    const column = must(grid(host, SHEET)[0]).indexOf(text().name) + 1;
    const row = (id: string) => grid(host, SHEET).findIndex(([key]) => key === id) + 1;
    for (const n of [3, 4]) host.book.write(sheet, row(member(n).id), column, [["mine"]]);
    huntr.setFieldValue(member(3).id, text().id, "theirs");
    expect((await refresh()).note).toMatch(way);
    for (const n of [3, 4]) expect(grid(host, SHEET)[row(member(n).id) - 1]?.[column - 1]).toBe("mine");
    const note = host.book.notes(sheet, row(member(3).id), column, 1, 1)[0]?.[0];
    expect(note).toMatch(/This is "theirs" in Huntr by now/);
  });

  test("an action that does not say of whom it is has the listing read whole; a memberId alone says it", async () => {
    const { huntr } = servers;
    const without = (change: (action: Record<string, unknown>) => object) =>
      huntr.faults.add({
        effect: {
          kind: "change",
          change: (reply) => {
            const body = reply.body as { data: Record<string, unknown>[] };
            return { ...reply, body: { ...body, data: body.data.map(change) } };
          },
        },
        when: ({ path }) => path.endsWith("/actions"),
      });
    huntr.setFieldValue(member(3).id, text().id, "A");
    without(({ member: of, ...action }) => ({ ...action, memberId: (of as { id: string } | undefined)?.id }));
    expect((await refresh()).note).toMatch(way);
    huntr.setFieldValue(member(3).id, text().id, "B");
    huntr.faults.clear();
    without(({ member: _, ...action }) => action);
    expect((await refresh()).note).toMatch(WHOLE);
    await expectExact();
  });

  test("when a member was last seen no action tells: a table that shows it is read whole", async () => {
    const columns = ["given_name", "last_seen_at"];
    await done({ kind: "import", table: "huntr.members", sheet: "Seen", columns });
    expect((await done({ kind: "refresh", sheet: "Seen" })).note).toMatch(WHOLE);
  });

  test("members of a filter are read whole", async () => {
    await done({ kind: "import", table: "huntr.members", sheet: "Active", filters: { active: true } });
    servers.huntr.setMemberActive(must(servers.huntr.data.members.find((one) => one.isActive)).id, false);
    expect(await done({ kind: "refresh", sheet: "Active" })).toMatchObject({
      note: expect.stringMatching(WHOLE),
      counts: { removed: 1 },
    });
  });

  test("a Huntr that knows no such type of action, or takes no heed of the filter, is read whole", async () => {
    for (const status of [400, 0]) {
      host = await reopened();
      servers.huntr.faults.clear();
      servers.huntr.faults.add({
        effect:
          status > 0
            ? { kind: "status", status }
            : {
                kind: "change",
                change: (reply) => ({ ...reply, body: { data: [{ id: "x", actionType: "JOB_MOVED" }] } }),
              },
        when: ({ query }) => query.get("action_type") === "MEMBER_UPDATED",
        times: Number.POSITIVE_INFINITY,
      });
      servers.huntr.setFieldValue(member(3).id, text().id, `Now ${status}`);
      expect(await refresh()).toMatchObject({
        note: expect.stringMatching(WHOLE),
        counts: { added: 0, removed: 0 },
      });
      await expectExact();
    }
  });
  /** As it was before anything was known of the account's actions. */
  async function reopened(): Promise<Host> {
    await host.close();
    return openHost({ ...imported, clockMs: imported.clockMs + 2 * HOUR_MS }, servers.routes);
  }
});

test("a listing that takes no more than asking does is read whole, and nothing is asked before", async () => {
  const servers = await startServers({
    huntr: { size: { jobs: 4, activities: 8, members: 12, employers: 3 }, reading: "newer" },
  });
  const host = await openHost(await freshFile(servers.routes), servers.routes);
  try {
    for (const spec of [
      { kind: "import", table: "huntr.members" },
      { kind: "refresh", sheet: SHEET },
    ]) {
      const { id } = await start(host, spec);
      const run = must((await settle(host)).find((one) => one.id === id));
      expect(run).toMatchObject({ status: "done", done: 12 });
      if (spec.kind === "refresh") expect(run.note).toMatch(WHOLE);
    }
    expect(servers.huntr.requests.filter(({ url }) => url.includes("/members?"))).toHaveLength(2);
    expect(servers.huntr.requests.filter(({ url }) => url.includes("actions"))).toEqual([]);
  } finally {
    await host.close();
    await servers.close();
  }
});
