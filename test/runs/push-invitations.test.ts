import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { BookFile } from "../../local/runtime/book-file.ts";
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

let servers: Servers;
let fresh: BookFile;

beforeAll(async () => {
  servers = await startServers({
    huntr: { size: { jobs: 0, activities: 0, members: 12, employers: 2 }, requestsPerSecond: null },
  });
  fresh = await freshFile(servers.routes);
});
beforeEach(() => {
  servers.huntr.faults.clear();
  servers.huntr.restore(undefined);
});
afterAll(() => servers.close());

const people = (count: number) => Array.from({ length: count }, (_, i) => `person${i + 1}@new.example`);
const rowsOf = (emails: readonly string[]) => [
  ["E-mail", "Notes"],
  ...emails.map((email) => [email, `note of ${email}`]),
];

test("200 rows with every kind of fault: each outcome right, each good address posted once, then nothing more", async () => {
  const { invitations, members, memberFields, boardTemplates } = servers.huntr.data;
  const fieldOf = (type: string) => must(memberFields.find(({ fieldType }) => fieldType === type));
  const [choice, number, date] = ["MULTIPLE_CHOICE", "NUMBER", "DATE"].map(fieldOf);
  const headers = ["E-mail", "Template", "Choice", "Number", "Date", "Notes"];
  const good = (n: number) => [
    `person${n}@new.example`,
    must(boardTemplates[n % boardTemplates.length]).name,
    must(must(choice?.choices)[n % must(choice?.choices).length]),
    n,
    "2026-05-01",
    `note ${n}`,
  ];
  const faulty: [string, RegExp, (n: number) => (string | number)[]][] = [
    ["no address", /^failed: "nobody\d+" is no e-mail/, (n) => [`nobody${n}`, "", "", "", "", ""]],
    [
      "no such template",
      /^failed: there is no board template "None"/,
      (n) => [`t${n}@new.example`, "None", "", "", "", ""],
    ],
    [
      "no such choice",
      /^failed: "Purple" is no choice of /,
      (n) => [`c${n}@new.example`, "", "Purple", "", "", ""],
    ],
    ["no number", /^failed: "many" is no number/, (n) => [`n${n}@new.example`, "", "", "many", "", ""]],
    ["no date", /^failed: "soon" is no date/, (n) => [`d${n}@new.example`, "", "", "", "soon", ""]],
    ["blank", /^failed: no email in this row/, (n) => ["", "", "", n, "", ""]],
    [
      "twice",
      /^skipped: twice in the sheet, see row \d+/,
      (n) => [`PERSON${n + 1}@new.example`, "", "", "", "", ""],
    ],
    [
      "a member",
      /^skipped: already (a member|invited)/,
      (n) => [must(members[n % members.length]).email, "", "", "", "", ""],
    ],
    [
      "invited",
      /^skipped: already invited/,
      (n) => [must(invitations[n % invitations.length]).toEmail, "", "", "", "", ""],
    ],
  ];
  const rows = Array.from({ length: 119 }, (_, n) => ({
    cells: good(n),
    outcome: /^done \(invitation [0-9a-f]{24}, /,
  }));
  for (let n = 0; rows.length < 200; n++) {
    const [, outcome, cells] = must(faulty[n % faulty.length]);
    rows.push({ cells: cells(Math.floor(n / faulty.length)), outcome });
  }
  const file = await withRows(fresh, servers, "People", [headers, ...rows.map(({ cells }) => cells)]);
  const spec = {
    ...SPEC,
    map: {
      email: "E-mail",
      boardTemplateId: "Template",
      [must(choice).name]: "Choice",
      [must(number).name]: "Number",
      [must(date).name]: "Date",
    },
  };
  const host = await openHost(file, servers.routes);
  const from = servers.huntr.requests.length;
  await start(host, spec);
  expect((await settle(host))[0]).toMatchObject({ status: "done", total: 200, counts: { invited: 119 } });
  const statuses = under(grid(host, "People"), STATUS);
  // Of members and invited people there are fewer than rows: the second row of one is there twice.
  rows.forEach(({ outcome }, i) => {
    const text = String(statuses[i]);
    if (!text.startsWith("skipped: twice")) expect([i, text]).toEqual([i, expect.stringMatching(outcome)]);
  });
  expect(posts(from)).toHaveLength(119);
  const sent = new Map(invited());
  expect(Array.from({ length: 119 }, (_, n) => sent.get(`person${n}@new.example`))).toEqual(
    Array(119).fill(1),
  );
  expect(under(grid(host, "People"), "Notes").slice(0, 119)).toEqual(
    rows.slice(0, 119).map((_, n) => `note ${n}`),
  );
  await start(host, spec);
  await settle(host);
  expect(posts(from)).toHaveLength(119);
  await host.close();
});

/** How often each address was posted and taken. */
function invited(): Map<string, number> {
  const times = new Map<string, number>();
  for (const { toEmail } of servers.huntr.data.invitations) times.set(toEmail, (times.get(toEmail) ?? 0) + 1);
  return times;
}

test("each row is invited once, and the next run sends nothing", async () => {
  const emails = people(25);
  const file = await withRows(fresh, servers, "People", rowsOf(emails));
  const host = await openHost(file, servers.routes);
  await start(host, SPEC);
  expect((await settle(host))[0]).toMatchObject({
    status: "done",
    done: 25,
    total: 25,
    counts: { invited: 25 },
  });
  const statuses = under(grid(host, "People"), STATUS);
  expect(
    statuses.every((text) =>
      /^done \(invitation [0-9a-f]{24}, 2026-11-\d\d\) for person\d+@new\.example$/.test(String(text)),
    ),
  ).toBe(true);
  expect(emails.map((email) => invited().get(email))).toEqual(emails.map(() => 1));

  const before = servers.huntr.requests.length;
  await start(host, SPEC);
  expect((await settle(host))[0]).toMatchObject({ status: "done", done: 0, total: 0 });
  expect(servers.huntr.requests.slice(before).filter(({ method }) => method === "POST")).toEqual([]);
  await host.close();
});

test("who was invited by somebody else since the check is skipped, with whatever status Huntr refuses", async () => {
  const email = "raced@one.example";
  const host = await openHost(
    await withRows(fresh, servers, "People", [["E-mail"], [email]]),
    servers.routes,
  );
  servers.huntr.faults.add({
    effect: { kind: "status", status: 422, body: { message: "There is one already" } },
    when: ({ method }) => {
      if (method !== "POST") return false;
      const [like] = servers.huntr.data.invitations;
      servers.huntr.data.invitations.unshift({ ...must(like), toEmail: email });
      return true;
    },
  });
  await start(host, SPEC);
  await settle(host);
  expect(under(grid(host, "People"), STATUS)).toEqual(["skipped: already invited"]);
  await host.close();
});

test("all that is wrong with a row is said at once", async () => {
  const rows = [
    ["E-mail", "Template"],
    ["no address", "no such board"],
  ];
  const host = await openHost(await withRows(fresh, servers, "People", rows), servers.routes);
  const spec = { ...SPEC, map: { email: "E-mail", boardTemplateId: "Template" } };
  expect(await json(host.rpc("previewPush", [JSON.stringify(spec)]))).toMatchObject({
    problems: [
      {
        outcome: expect.stringMatching(
          /^failed: "no address" is no e-mail address; there is no board template "no such board"/,
        ),
      },
    ],
  });
  await host.close();
});

test("rows that cannot or need not be sent say why, and cost nobody a mail", async () => {
  const pending = must(servers.huntr.data.invitations[0]).toEmail;
  const member = must(servers.huntr.data.members[0]).email;
  const rows = [
    ["E-mail", "Board"],
    ["new@one.example", "Mine"],
    ["no address", ""],
    [pending.toUpperCase(), ""],
    [member, ""],
    ["NEW@one.example ", ""],
    ["", "a row without an address"],
    ["Lee, Ann (\u200bnew@one.example)", ""],
    ["Two <Two.Dressed@one.example>;", ""],
    [`mailto:${member.replace("@", "%40")}`, ""],
    ["a@one.example, b@one.example", ""],
  ];
  const host = await openHost(await withRows(fresh, servers, "People", rows), servers.routes);
  await start(host, { ...SPEC, map: { email: "E-mail", boardName: "Board" } });
  const [run] = await settle(host);
  expect(run).toMatchObject({ status: "done", counts: { invited: 2, skipped: 5, failed: 3 } });
  expect(under(grid(host, "People"), STATUS)).toEqual([
    expect.stringMatching(/^done \(invitation/),
    'failed: "no address" is no e-mail address',
    "skipped: already invited",
    "skipped: already a member",
    "skipped: twice in the sheet, see row 2",
    "failed: no email in this row",
    "skipped: twice in the sheet, see row 2",
    expect.stringMatching(/^done \(invitation .* for Two\.Dressed@one\.example$/),
    "skipped: already a member",
    'failed: "a@one.example, b@one.example" holds several addresses: keep one in a cell.',
  ]);
  expect(servers.huntr.data.invitations.map(({ toEmail }) => toEmail)).toContain("Two.Dressed@one.example");
  expect(servers.huntr.data.invitations.find(({ toEmail }) => toEmail === "new@one.example")?.boardName).toBe(
    "Mine",
  );
  await host.close();
});

const posts = (from = 0) => servers.huntr.requests.slice(from).filter(({ method }) => method === "POST");
const once = (emails: readonly string[]) => emails.map(() => 1);
const times = (emails: readonly string[]) => emails.map((email) => invited().get(email) ?? 0);

test("a row that gets no answer three times says so; the others are sent", async () => {
  const emails = people(5);
  const host = await openHost(await withRows(fresh, servers, "People", rowsOf(emails)), servers.routes);
  servers.huntr.faults.add({
    effect: { kind: "status", status: 500 },
    times: Number.POSITIVE_INFINITY,
    when: ({ text }) => text.includes("person3@"),
  });
  await start(host, SPEC);
  expect((await settle(host))[0]).toMatchObject({ status: "done", counts: { invited: 4, failed: 1 } });
  expect(under(grid(host, "People"), STATUS)[2]).toBe(
    "failed: Huntr gave no answer, and it did not arrive. Send it again later.",
  );
  servers.huntr.faults.clear();
  await start(host, SPEC);
  expect((await settle(host))[0]).toMatchObject({ status: "done", done: 1, counts: { invited: 1 } });
  expect(times(emails)).toEqual(once(emails));
  await host.close();
});

test("a refused token stops at once; the rows wait for 'Go on', and are then sent once", async () => {
  const emails = people(13);
  const host = await openHost(await withRows(fresh, servers, "People", rowsOf(emails)), servers.routes);
  let seen = 0;
  servers.huntr.faults.add({
    effect: { kind: "status", status: 401, body: { message: "no" } },
    times: Number.POSITIVE_INFINITY,
    when: ({ method }) => method === "POST" && ++seen > 4,
  });
  const { id } = await start(host, SPEC);
  const [run] = await settle(host);
  expect(run).toMatchObject({ status: "stopped", counts: { invited: 4 } });
  expect(run?.error).toMatch(/^Huntr refused the access token/);
  expect(seen).toBe(5);
  servers.huntr.faults.clear();
  await value(host.rpc("goOnRun", [id]));
  expect((await settle(host))[0]).toMatchObject({ status: "done", counts: { invited: 13 } });
  expect(times(emails)).toEqual(once(emails));
  await host.close();
});

test("two editors and a trigger on the same rows at the same moment: each row is sent once", async () => {
  const emails = people(30);
  const host = await openHost(await withRows(fresh, servers, "People", rowsOf(emails)), servers.routes);
  await value(host.rpc("saveKeys", [JSON.stringify(KEYS)], { as: COLLEAGUE }));
  const [mine, theirs] = await Promise.all([
    start(host, SPEC),
    start(host, { ...SPEC, rows: emails.map((_, i) => i + 2) }, COLLEAGUE),
  ]);
  expect(mine.id).not.toBe(theirs.id);
  await Promise.all([
    json<SeenRun>(host.rpc("advanceRun", [mine.id])),
    json<SeenRun>(host.rpc("advanceRun", [theirs.id], { as: COLLEAGUE })),
    json<SeenRun>(host.rpc("advanceRun", [mine.id])),
    host.advance(60_000),
  ]);
  await settle(host);
  await settle(host, COLLEAGUE);
  expect((await listRuns(host)).map(({ status }) => status)).toEqual(["done", "done"]);
  expect(times(emails)).toEqual(once(emails));
  await host.close();
});

test("sorted, inserted and deleted rows while it sends: each outcome beside its own row", async () => {
  const emails = people(30);
  const host = await openHost(await withRows(fresh, servers, "People", rowsOf(emails)), servers.routes);
  const sheet = must(host.book.sheets().find(({ name }) => name === "People")).id;
  const { book } = host;
  const deeds = [
    () => book.sortRange(sheet, 2, 1, 30, 3, [{ column: 1, ascending: false }]),
    () => book.insertRows(sheet, 2, 3),
    () => book.sortRange(sheet, 2, 1, 33, 3, [{ column: 2, ascending: true }]),
    () => book.removeRows(sheet, 4, 1),
    () => book.insertColumns(sheet, 1, 1),
  ];
  let calls = 0;
  // In the middle of an execution, between two of its calls.
  host.on("call", () => {
    if (++calls % 13 === 0) deeds.shift()?.();
  });
  await start(host, SPEC);
  expect((await settle(host))[0]).toMatchObject({ status: "done" });
  expect(deeds).toEqual([]);
  const rows = grid(host, "People");
  const ids = new Map(servers.huntr.data.invitations.map(({ id, toEmail }) => [toEmail, id]));
  const found = under(rows, "E-mail").filter((email) => email !== "");
  expect(found).toHaveLength(29);
  under(rows, "E-mail").forEach((email, i) => {
    if (email === "") return;
    expect(under(rows, STATUS)[i]).toContain(String(ids.get(String(email))));
    expect(under(rows, "Notes")[i]).toBe(`note of ${String(email)}`);
  });
  for (const [email, count] of invited()) expect([email, count]).toEqual([email, 1]);
  await host.close();
});

test("cancelled under way: what was not sent is no longer marked for it", async () => {
  const emails = people(12);
  const host = await openHost(await withRows(fresh, servers, "People", rowsOf(emails)), servers.routes);
  servers.huntr.faults.add({
    effect: { kind: "status", status: 503 },
    when: ({ method }) => method === "POST",
  });
  const { id } = await start(host, SPEC);
  await json<SeenRun>(host.rpc("advanceRun", [id]));
  await value(host.rpc("cancelRun", [id]));
  expect(under(grid(host, "People"), STATUS).filter((text) => String(text).startsWith("queued"))).toEqual([]);
  expect(posts().length).toBeGreaterThan(0);
  await host.close();
});

test("member fields called __proto__, constructor and ID: what the cells say is sent, and the members are imported", async () => {
  const names = ["__proto__", "constructor", "ID", "Removed", "Huntsheet status", "Member fields in Huntr"];
  const { data } = servers.huntr;
  const before = data.memberFields.length;
  names.forEach((name, i) => {
    data.memberFields.push({
      ...must(data.memberFields[0]),
      id: `5b3f908c99c94b6177d55${i}29`,
      name,
      fieldType: "TEXT",
    });
  });
  const map = JSON.stringify({ email: "E-mail" }).replace("}", ',"__proto__":"P","constructor":"C"}');
  const file = await withRows(fresh, servers, "People", [
    ["E-mail", "P", "C"],
    ["odd@new.example", "Seattle", "Web"],
  ]);
  const host = await openHost(file, servers.routes);
  await value(host.rpc("startRun", [JSON.stringify({ ...SPEC, map: 0 }).replace('"map":0', `"map":${map}`)]));
  expect((await settle(host))[0]?.status).toBe("done");
  const sent = must(data.invitations.find(({ toEmail }) => toEmail === "odd@new.example"));
  expect(JSON.stringify(sent.memberFieldValues)).toMatch(/Seattle.*Web/);
  await start(host, { kind: "import", table: "huntr.members" });
  expect((await settle(host))[0]).toMatchObject({ status: "done", error: null });
  await start(host, { kind: "refresh", sheet: "Huntr Members", full: true });
  expect((await settle(host))[0]).toMatchObject({ status: "done", error: null });
  const header = must(grid(host, "Huntr Members")[0]);
  expect(new Set(header).size).toBe(header.length);
  await host.close();
  data.memberFields.length = before;
});
