import { expect, test } from "vitest";
import { grid, json, listRuns, must, type SeenRun, settle, start } from "../rig.ts";
import { before, host, onStage, reopen, servers } from "../stage.ts";
import { addresses, givenAddresses, sentTo, sum, under, VERIFY } from "./looking-up.ts";
import { STATUS } from "./pushing.ts";

/** What a run keeps in mind of many rows, people, domains or actions: all of them, however long the list. */

const JOBS = 700;

onStage({
  huntr: {
    size: { jobs: JOBS, activities: 0, members: 3, employers: 5 },
    listing: { cap: 100 },
    requestsPerSecond: null,
  },
  hunter: {
    account: { verifications: { used: 0, available: 9_000 } },
    verifier: { slowPerThousand: 0, flakyPerThousand: 0, perDomainPerDay: 10_000 },
    rateLimits: false,
  },
  hours: 40 * 24,
});

const sent = () => sentTo(servers, "email-verifier", "email", before.hunter);
/** Bytes of the longest run that is kept with the file. */
const longestRun = () =>
  Math.max(
    ...Object.values(
      Object.entries(host.save().properties.document)
        .filter(([name]) => name.startsWith("run."))
        .reduce<Record<string, number>>((sizes, [name, text]) => {
          const [id = ""] = name.split("~");
          return Object.assign(sizes, { [id]: (sizes[id] ?? 0) + text.length });
        }, {}),
    ),
  );
const people = (count: number) => Array.from({ length: count }, (_, i) => `person${i + 1}@new.example`);

test("every other one of 120,000 rows can be sent at a time", async () => {
  givenAddresses(host, ["no address", "none either", "nor here"]);
  const rows = Array.from({ length: 60_000 }, (_, i) => 2 + i * 2);
  const spec = { kind: "push", push: "huntr.invitations", sheet: "In", map: { email: "E-mail" }, rows };
  await start(host, spec);
  expect(longestRun()).toBeGreaterThan(20_000);
  expect((await settle(host))[0]).toMatchObject({ status: "done", total: 2, counts: { failed: 2 } });
  expect(under(host, STATUS).map((text) => text !== "")).toEqual([true, false, true]);
});

test("of 50 rows that are deleted while they are sent the run tells what became of each", async () => {
  const emails = people(50);
  givenAddresses(host, emails);
  const campaign = must(servers.hunter.data.campaigns.find(({ archived }) => !archived));
  const sheet = must(host.book.sheets().find(({ name }) => name === "In")).id;
  servers.hunter.faults.add({
    effect: { kind: "change", change: (reply) => reply },
    when: ({ method }) => {
      if (method === "POST") host.book.removeRows(sheet, 2, emails.length);
      return method === "POST";
    },
  });
  await start(host, {
    kind: "push",
    push: "hunter.recipients",
    sheet: "In",
    map: { emails: "E-mail" },
    constants: { campaign_id: campaign.id },
  });
  const [run] = await settle(host);
  expect(run).toMatchObject({ status: "done", done: 50 });
  for (const email of emails) expect(run?.note).toContain(` ${email} done (`);
  expect(grid(host, "Huntsheet log")[1]?.join(" ")).toContain("person50@new.example");
});

test("1,045 rows can be picked out for a look-up, and are known again when the sheet was sorted", async () => {
  const emails = Array.from({ length: 1_100 }, (_, i) => `person${i % 20}@school.example`);
  givenAddresses(host, emails);
  const rows = emails.flatMap((email, i) => (email.startsWith("person7@") ? [] : [2 + i]));
  const { id } = await start(host, { ...VERIFY, rows });
  const sheet = must(host.book.sheets().find(({ name }) => name === "In")).id;
  host.book.sortRange(sheet, 2, 1, emails.length, 2, [{ column: 1, ascending: false }]);
  await json<SeenRun>(host.rpc("advanceRun", [id]));
  // It is kept with each batch.
  expect(longestRun()).toBeLessThan(5_000);
  expect((await settle(host))[0]).toMatchObject({ status: "done", done: 1_045, total: 1_045 });
  expect(sum(sent())).toBe(19);
  const statuses = under(host, "Status");
  under(host, "E-mail").forEach((email, i) => {
    expect([email, statuses[i] === ""]).toEqual([email, email === "person7@school.example"]);
  });
});

test("while Hunter is still verifying 800 addresses, the others are asked about before those are looked at again", async () => {
  const emails = addresses(15);
  givenAddresses(host, emails);
  const { id } = await start(host, VERIFY);
  const book = host.save();
  const kept = book.properties.document;
  const run = JSON.parse(must(kept[`run.${id}`])) as { state: { waitingMarks: string } };
  run.state.waitingMarks = Array.from({ length: 800 }, (_, i) => String(i).padStart(4, "~")).join("");
  kept[`run.${id}`] = JSON.stringify(run);
  await reopen(book);
  await json<SeenRun>(host.rpc("advanceRun", [id]));
  expect(sent()).toEqual(new Map(emails.map((email) => [email, 1])));
});

test("a look that an earlier version began, whose marks were shorter, is taken up and waits for what Hunter is still verifying", async () => {
  servers.hunter.faults.add({
    effect: { kind: "status", status: 202, body: {} },
    times: Number.POSITIVE_INFINITY,
    when: ({ query }) => query.has("email"),
  });
  const emails = addresses(3);
  givenAddresses(host, emails);
  const { id } = await start(host, VERIFY);
  const book = host.save();
  const kept = book.properties.document;
  const run = JSON.parse(must(kept[`run.${id}`])) as { state: Record<string, unknown> };
  const { waitingMarks: _, ...before } = run.state;
  kept[`run.${id}`] = JSON.stringify({ ...run, state: { ...before, open: "aaabbbccc" } });
  await reopen(book);
  await json<SeenRun>(host.rpc("advanceRun", [id]));
  expect(sent()).toEqual(new Map(emails.map((email) => [email, 1])));
  const [seen] = await listRuns(host);
  expect(seen?.note).toMatch(/still verifying/);
  expect(must(seen?.waitUntilMs)).toBeGreaterThan(host.now());
});

test("with 60 domains past their daily limit a look-up waits until tomorrow, and asks of none in vain", async () => {
  servers.hunter.faults.add({
    effect: { kind: "status", status: 429, body: { errors: [{ id: "too_many_requests", code: 429 }] } },
    times: Number.POSITIVE_INFINITY,
    when: ({ query }) => query.has("email"),
  });
  givenAddresses(host, addresses(60, 60));
  const { id } = await start(host, VERIFY);
  for (let slices = 0; slices < 2; slices++) await json<SeenRun>(host.rpc("advanceRun", [id]));
  const [run] = await listRuns(host);
  expect(must(run?.waitUntilMs) - host.now()).toBeGreaterThan(20 * 3_600_000);
  expect(run?.note).toMatch(/and of 59 other domains wait until tomorrow/);
  expect(sum(sent())).toBe(60);
});

test("of 200 actions since the last refresh none is read again, though the time is overlapped", async () => {
  const spec = { kind: "import", table: "huntr.jobs", columns: ["title", "stage"] };
  await start(host, spec);
  expect((await settle(host))[0]).toMatchObject({ status: "done", done: JOBS });
  for (let i = 0; i < 200; i++)
    servers.huntr.moveJob(must(servers.huntr.data.jobs[i % 2]).id, i % 4 < 2 ? "Negotiating" : "Applied");
  const refresh = async () => {
    const { id } = await start(host, { kind: "refresh", sheet: "Huntr Jobs" });
    return must((await settle(host)).find((run) => run.id === id));
  };
  expect((await refresh()).note).toMatch(/ 2 rows read\.$/);
  expect((await refresh()).note).toMatch(/ 0 rows read\.$/);
});
