import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { BookFile } from "../../local/runtime/book-file.ts";
import type { Host } from "../../local/runtime/host.ts";
import {
  COLLEAGUE,
  freshFile,
  grid,
  json,
  KEYS,
  listRuns,
  must,
  openHost,
  type SeenRun,
  type Servers,
  settle,
  start,
  startServers,
  value,
} from "../rig.ts";
import { STATUS, under, withRows } from "./pushing.ts";

const SPEC = { kind: "push", push: "huntr.invitations", sheet: "People", map: { email: "E-mail" } };
const EMAILS = Array.from({ length: 6 }, (_, i) => `person${i + 1}@new.example`);
const DONE = expect.stringMatching(/^done \(invitation [0-9a-f]{24}, /);

let servers: Servers;
let file: BookFile;

beforeAll(async () => {
  servers = await startServers({
    huntr: { size: { jobs: 0, activities: 0, members: 12, employers: 2 }, requestsPerSecond: null },
  });
  const rows = [["E-mail", "Notes"], ...EMAILS.map((email) => [email, `note of ${email}`])];
  file = await withRows(await freshFile(servers.routes), servers, "People", rows);
});
beforeEach(() => {
  for (const server of [servers.huntr, servers.hunter]) {
    server.faults.clear();
    server.restore(undefined);
  }
});
afterAll(() => servers.close());

const posts = () => servers.huntr.requests.filter(({ method }) => method === "POST").length;
const statuses = (host: Host) => under(grid(host, "People"), STATUS);
const sheetId = (host: Host) => must(host.book.sheets().find(({ name }) => name === "People")).id;
/** How often each address was invited. */
const times = () =>
  EMAILS.map((email) => servers.huntr.data.invitations.filter(({ toEmail }) => toEmail === email).length);

/** The next POST that Huntr gets is answered so, after a deed. */
function atNextPost(
  effect: Parameters<Servers["huntr"]["faults"]["add"]>[0]["effect"],
  deed = () => {},
): void {
  servers.huntr.faults.add({
    effect,
    when: ({ method }) => {
      if (method === "POST") deed();
      return method === "POST";
    },
  });
}
const BEFORE = { kind: "drop", when: "before" } as const;
const AFTER = { kind: "drop", when: "after" } as const;
const AS_IT_IS = { kind: "delay", ms: 0 } as const;

/** A run that was stopped by a fault with rows still in the queue. */
async function halted(host: Host, spec: object): Promise<SeenRun> {
  const { id } = await start(host, spec);
  return json<SeenRun>(host.rpc("advanceRun", [id]));
}

test("two campaigns on one sheet: each row goes to its own, and later to the other one as well", async () => {
  const [one, two] = servers.hunter.data.campaigns.filter(({ archived }) => !archived).map(({ id }) => id);
  const spec = (campaign_id: unknown, rows: number[]) => ({
    ...SPEC,
    push: "hunter.recipients",
    map: { emails: "E-mail" },
    constants: { campaign_id },
    rows,
  });
  const added = (id: unknown) =>
    servers.hunter.data
      .recipients(id as number)
      .map(({ email }) => email)
      .filter((email) => EMAILS.includes(email));
  const host = await openHost(file, servers.routes);
  servers.hunter.faults.add({
    effect: { kind: "status", status: 500 },
    when: ({ method }) => method === "POST",
  });
  await halted(host, spec(one, [2, 3, 4]));
  await halted(host, spec(two, [5, 6, 7]));
  await settle(host);
  expect(added(one)).toEqual(EMAILS.slice(0, 3));
  expect(added(two)).toEqual(EMAILS.slice(3));
  await start(host, spec(two, [2, 3, 4]));
  expect((await settle(host))[0]).toMatchObject({ status: "done", counts: { added: 3 } });
  expect([...added(two)].sort()).toEqual(EMAILS);
  await host.close();
});

test("a row in doubt of a cancelled run is asked about, and sent by no run that did not choose it", async () => {
  const host = await openHost(file, servers.routes);
  atNextPost(BEFORE);
  const { id } = await halted(host, { ...SPEC, rows: [2, 3] });
  await value(host.rpc("cancelRun", [id]));
  await start(host, { ...SPEC, rows: [5] });
  expect((await settle(host))[0]).toMatchObject({ status: "done", done: 1, total: 1 });
  expect(times()).toEqual([0, 0, 0, 1, 0, 0]);
  await start(host, SPEC);
  expect((await settle(host))[0]).toMatchObject({ status: "done", done: 5 });
  expect(times()).toEqual(EMAILS.map(() => 1));
  await host.close();
});

test("a doubt of a stopped run that turned out to have arrived is done for the next run", async () => {
  const host = await openHost(file, servers.routes);
  atNextPost(AFTER);
  const { id } = await halted(host, SPEC);
  await value(host.rpc("cancelRun", [id]));
  await start(host, SPEC);
  expect((await settle(host))[0]).toMatchObject({ status: "done", counts: { invited: 6 } });
  expect(statuses(host)).toEqual(EMAILS.map(() => DONE));
  expect(times()).toEqual(EMAILS.map(() => 1));
  await host.close();
});

describe.each(["goes on", "is cancelled, and another begins"])("a run that %s", (end) => {
  test.each([
    ["huntr", "huntr.invitations", "email"],
    ["hunter", "hunter.leads", "email"],
    ["hunter", "hunter.leads.delete", "email"],
    ["hunter", "hunter.recipients", "emails"],
  ] as const)(
    "%s: %s whose cell in doubt is made two addresses: that row fails, the others are done",
    async (api, push, key) => {
      if (push === "hunter.leads.delete") for (const email of EMAILS) servers.hunter.addLead({ email });
      const campaign = must(servers.hunter.data.campaigns.find(({ archived }) => !archived)).id;
      const constants = push === "hunter.recipients" ? { campaign_id: campaign } : {};
      const spec = { ...SPEC, push, map: { [key]: "E-mail" }, constants };
      const host = await openHost(file, servers.routes);
      servers[api].faults.add({ effect: AFTER, when: ({ method }) => method !== "GET" });
      const { id } = await halted(host, spec);
      expect(statuses(host)[0]).toMatch(/^sending/);
      host.book.write(sheetId(host), 2, 1, [[`${EMAILS[0]}, other@new.example`]]);
      if (end !== "goes on") {
        await value(host.rpc("cancelRun", [id]));
        await start(host, spec);
      }
      expect((await settle(host))[0]).toMatchObject({ status: "done", counts: { failed: 1 } });
      const [first, ...others] = statuses(host).map(String);
      expect(first).toBe(
        `failed: "${EMAILS[0]}, other@new.example" holds several addresses: keep one in a cell.`,
      );
      for (const other of others) expect(other).toMatch(/^(done|skipped: duplicate)/);
      await host.close();
    },
  );
});

test("cancelling one run leaves the rows of another one in their queue", async () => {
  const host = await openHost(file, servers.routes);
  atNextPost(BEFORE);
  await halted(host, { ...SPEC, rows: [2, 3, 4] });
  atNextPost(BEFORE);
  const { id } = await halted(host, { ...SPEC, rows: [5, 6, 7] });
  await value(host.rpc("cancelRun", [id]));
  await settle(host);
  expect(times()).toEqual([1, 1, 1, 0, 0, 0]);
  await host.close();
});

test("chosen rows that moved before the first slice are not sent", async () => {
  const host = await openHost(file, servers.routes);
  await start(host, { ...SPEC, rows: [2, 3] });
  host.book.sortRange(sheetId(host), 2, 1, 6, 2, [{ column: 1, ascending: false }]);
  const [run] = await settle(host);
  expect(run).toMatchObject({ status: "stopped", done: 0 });
  expect(run?.error).toMatch(/^The chosen rows were moved or changed/);
  expect(times()).toEqual([0, 0, 0, 0, 0, 0]);
  await host.close();
});

test("a status column that is renamed under way stops the run, and is no end of it", async () => {
  const host = await openHost(file, servers.routes);
  atNextPost(BEFORE, () => host.book.write(sheetId(host), 1, 3, [["My status"]]));
  const { id } = await start(host, SPEC);
  const [run] = await settle(host);
  expect(run).toMatchObject({ status: "stopped" });
  expect(run?.error).toMatch(/has no column "Huntsheet status". Put that header back/);
  host.book.write(sheetId(host), 1, 3, [[STATUS]]);
  await value(host.rpc("goOnRun", [id]));
  expect((await settle(host))[0]).toMatchObject({ status: "done", counts: { invited: 6 } });
  expect(times()).toEqual(EMAILS.map(() => 1));
  await host.close();
});

test("the sheet is deleted while its rows are sent: the run and the log tell who was invited, and who was not", async () => {
  const host = await openHost(file, servers.routes);
  atNextPost(AS_IT_IS, () => host.book.removeSheet(sheetId(host)));
  await start(host, { ...SPEC, rows: [2, 3] });
  const [run] = await settle(host);
  expect(run).toMatchObject({ status: "stopped", done: 2, counts: { invited: 2 } });
  expect(run?.error).toMatch(/^The sheet "People" was deleted/);
  for (const text of [run?.note, grid(host, "Huntsheet log")[1]?.at(-1)]) {
    expect(text).toMatch(/person1@new\.example done \(invitation/);
    expect(text).toMatch(/person2@new\.example done \(invitation/);
  }
  expect(times()).toEqual([1, 1, 0, 0, 0, 0]);
  await host.close();
});

test("addresses that are emptied while their rows wait or are sent leave no mark behind", async () => {
  const rows = Array.from({ length: 60 }, (_, i) => [`more${i}@new.example`]);
  const host = await openHost(file, servers.routes);
  host.book.write(sheetId(host), 8, 1, rows);
  const clear = (row: number) => host.book.write(sheetId(host), row, 1, [["", ""]]);
  atNextPost(AS_IT_IS, () => [3, 66].forEach(clear));
  await start(host, SPEC);
  const [run] = await settle(host);
  expect(run).toMatchObject({ status: "done", counts: { invited: 65 } });
  expect(run?.note).toMatch(/person2@new\.example done \(invitation/);
  const all = statuses(host);
  expect([all[1], all[64]]).toEqual(["", ""]);
  expect(all.filter((text) => !/^done \(invitation/.test(String(text)))).toHaveLength(2);
  await host.close();
});

test("status cells that are emptied while their rows are sent get their outcomes all the same", async () => {
  const host = await openHost(file, servers.routes);
  atNextPost(AS_IT_IS, () =>
    host.book.write(
      sheetId(host),
      2,
      3,
      EMAILS.map(() => [null]),
    ),
  );
  await start(host, SPEC);
  expect((await settle(host))[0]).toMatchObject({ status: "done", counts: { invited: 6 } });
  expect(statuses(host)).toEqual(EMAILS.map(() => DONE));
  expect(times()).toEqual(EMAILS.map(() => 1));
  await host.close();
});

test("cancelled while a batch is sent: what was sent says so, nothing else is sent, and no row stays marked", async () => {
  const host = await openHost(file, servers.routes);
  const { id } = await start(host, SPEC);
  let cancelling: Promise<unknown> = Promise.resolve();
  atNextPost({
    kind: "change",
    change: (reply) => {
      cancelling = value(host.rpc("cancelRun", [id]));
      return { ...reply, headers: { ...reply.headers, "x-virtual-delay": "20000" } };
    },
  });
  await json(host.rpc("advanceRun", [id]));
  await cancelling;
  expect((await settle(host))[0]).toMatchObject({ status: "cancelled" });
  const sent = times().reduce((all, n) => all + n, 0);
  expect(sent).toBeLessThan(EMAILS.length);
  expect(statuses(host)).toEqual([...Array(sent).fill(DONE), ...Array(EMAILS.length - sent).fill("")]);
  await host.close();
});

test("an address that is changed while it is sent: the outcome of the old one is told, the new one is sent", async () => {
  const host = await openHost(file, servers.routes);
  atNextPost(AS_IT_IS, () => host.book.write(sheetId(host), 2, 1, [["other@new.example"]]));
  await start(host, SPEC);
  const [run] = await settle(host);
  expect(run).toMatchObject({ status: "done" });
  expect(run?.note).toMatch(/changed or deleted while they were sent: person1@new.example done \(invitation/);
  expect(statuses(host)).toEqual(EMAILS.map(() => DONE));
  expect(times()).toEqual(EMAILS.map(() => 1));
  await host.close();
});

test.each([
  [
    "that did not arrive is not sent by them",
    BEFORE,
    expect.stringMatching(/^failed: a person with another key/),
  ],
  ["that arrived is done", AFTER, DONE],
])("a colleague takes the run over: a row in doubt %s", async (_, effect, outcome) => {
  const host = await openHost(file, servers.routes);
  await value(host.rpc("saveKeys", [JSON.stringify(KEYS)], { as: COLLEAGUE }));
  atNextPost(effect);
  const { id } = await halted(host, SPEC);
  await value(host.rpc("goOnRun", [id], { as: COLLEAGUE }));
  expect((await settle(host, COLLEAGUE))[0]).toMatchObject({ status: "done", done: 6 });
  expect(statuses(host)).toEqual([outcome, ...EMAILS.slice(1).map(() => DONE)]);
  await host.close();
});

test("asked to wait for longer than the lease lasts, the worker ends instead of sleeping over it", async () => {
  const host = await openHost(file, servers.routes);
  atNextPost({ kind: "status", status: 429, headers: { "retry-after": "100" } });
  await start(host, SPEC);
  const before = posts();
  await host.advance(60_000);
  expect(posts() - before).toBe(1);
  expect((await listRuns(host))[0]).toMatchObject({
    error: expect.stringMatching(/^Huntr asked us to slow down/),
  });
  expect((await settle(host))[0]).toMatchObject({ status: "done", counts: { invited: 6 } });
  expect(times()).toEqual(EMAILS.map(() => 1));
  await host.close();
});

test("a Huntr that takes nothing for long stops the run, which goes on later", async () => {
  const host = await openHost(file, servers.routes);
  servers.huntr.faults.add({
    effect: { kind: "status", status: 503 },
    times: Number.POSITIVE_INFINITY,
    when: ({ method }) => method === "POST",
  });
  await start(host, SPEC);
  expect((await settle(host))[0]).toMatchObject({ status: "stopped" });
  servers.huntr.faults.clear();
  await start(host, SPEC);
  expect((await settle(host))[0]).toMatchObject({ status: "done", counts: { invited: 6 } });
  expect(times()).toEqual(EMAILS.map(() => 1));
  await host.close();
});

test("rows inserted in the moment between a look and a write: no note stays beside a blank row", async () => {
  const host = await openHost(file, servers.routes);
  let writes = 0;
  let inserted = 0;
  host.on("call", ({ call }) => {
    // The header, the queue, the mark of what is being sent and the outcomes are written, each put right after a look.
    if (call !== "Range.setValues" || ++writes % 2 === 0 || inserted === 4) return;
    inserted++;
    host.book.insertRows(sheetId(host), 4, 1);
  });
  await start(host, SPEC);
  expect((await settle(host))[0]).toMatchObject({ status: "done", counts: { invited: 6 } });
  const rows = grid(host, "People");
  expect(inserted).toBe(4);
  under(rows, "E-mail").forEach((email, i) => {
    expect(under(rows, STATUS)[i] || null).toEqual(email === null || email === "" ? null : DONE);
  });
  expect(times()).toEqual(EMAILS.map(() => 1));
  await host.close();
});

test("a preview writes nothing, and 120 rows take at most five calls to the sheet per 50, and two flushes", async () => {
  const host = await openHost(file, servers.routes);
  const before = grid(host, "People");
  await value(host.rpc("previewPush", [JSON.stringify(SPEC)]));
  expect(grid(host, "People")).toEqual(before);
  host.book.insertRows(sheetId(host), 8, 114);
  host.book.write(
    sheetId(host),
    8,
    1,
    Array.from({ length: 114 }, (_, i) => [`more${i}@new.example`, ""]),
  );
  await start(host, SPEC);
  const already = posts();
  const between: number[] = [];
  let calls = 0;
  host.on("call", ({ call }) => {
    if (/^(Range|SpreadsheetApp)\./.test(call)) calls++;
    if (call !== "UrlFetchApp.fetch") return;
    if (calls > 0 && posts() > already) between.push(calls);
    calls = 0;
  });
  // The trigger of each minute: all in one slice.
  await host.advance(60_000);
  expect((await listRuns(host))[0]).toMatchObject({ status: "done", counts: { invited: 120 } });
  expect(between).toHaveLength(2);
  expect(Math.max(...between)).toBeLessThanOrEqual(7);
  await host.close();
});
