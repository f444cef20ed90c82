import { expect, test } from "vitest";
import { given } from "../formulas/computing.ts";
import { grid, json, listRuns, must, type SeenRun, settle, start, value } from "../rig.ts";
import { before, host, onStage, servers } from "../stage.ts";
import { addresses, givenAddresses, lookUp, sentTo, under, VERIFY } from "./looking-up.ts";

/** Which rows are a look-up's own: by its marks while it goes on, by what they said before that. */

onStage({
  hunter: { verifier: { slowPerThousand: 0, flakyPerThousand: 0, perDomainPerDay: 10_000 } },
  hours: 9,
});

const asked = () => [...sentTo(servers, "email-verifier", "email", before.hunter).keys()].sort();
const statuses = () => under(host, "Status");
const sheetId = () => must(host.book.sheets().find(({ name }) => name === "In")).id;
const advance = (id: string) => json<SeenRun>(host.rpc("advanceRun", [id]));

function stillVerifying(times: number): void {
  servers.hunter.faults.add({
    effect: { kind: "status", status: 202, body: { data: { status: "pending" } } },
    when: ({ path }) => path.includes("email-verifier"),
    times,
  });
}

/** A look-up of these rows that has marked them and not begun to ask. */
async function marked(rows: number[]): Promise<SeenRun> {
  servers.hunter.faults.add({
    effect: { kind: "status", status: 403, body: {} },
    when: ({ path }) => path.includes("email-verifier"),
    times: 99,
  });
  const run = await start(host, { ...VERIFY, rows });
  await advance(run.id);
  servers.hunter.faults.clear();
  return run;
}

test("cancelling one look-up leaves another one's rows to it, those that wait for Hunter as well", async () => {
  givenAddresses(host, addresses(8));
  const one = await start(host, { ...VERIFY, rows: [2, 3, 4] });
  await json(host.rpc("pauseRun", [one.id]));
  stillVerifying(4);
  const other = await start(host, { ...VERIFY, rows: [6, 7, 8, 9] });
  await advance(other.id);
  expect(statuses()).toEqual(["", "", "", "", "pending", "pending", "pending", "pending"]);
  await json(host.rpc("cancelRun", [one.id]));
  expect(statuses().slice(4)).toEqual(["pending", "pending", "pending", "pending"]);
  await settle(host);
  const run = (await listRuns(host)).find(({ id }) => id === other.id);
  expect(run).toMatchObject({ status: "done", done: 4, total: 4 });
  expect(statuses().map((status) => status !== "")).toEqual([0, 0, 0, 0, 1, 1, 1, 1].map((is) => is === 1));
});

test("cancelled while its rows wait for Hunter, they say nothing any more", async () => {
  givenAddresses(host, addresses(3));
  stillVerifying(2);
  const { id } = await start(host, { ...VERIFY, rows: [2, 3] });
  await advance(id);
  expect(statuses()).toEqual(["pending", "pending", ""]);
  await json(host.rpc("cancelRun", [id]));
  expect(statuses()).toEqual(["", "", ""]);
});

test("marks say whose they are, and two look-ups in one sheet each do their own rows", async () => {
  givenAddresses(host, addresses(6));
  const one = await marked([2, 3]);
  const other = await marked([5, 6]);
  const marks = (id: string) => `queued: run ${id}`;
  expect(statuses()).toEqual([
    ...[marks(one.id), marks(one.id)],
    "",
    ...[marks(other.id), marks(other.id)],
    "",
  ]);
  await json(host.rpc("cancelRun", [one.id]));
  expect(statuses()).toEqual(["", "", "", marks(other.id), marks(other.id), ""]);
  await settle(host);
  expect(statuses().map((status) => status !== "")).toEqual([false, false, false, true, true, false]);
});

test("a look-up of all rows leaves those of a paused one to it, and takes them once that one is cancelled", async () => {
  givenAddresses(host, addresses(4));
  const paused = await marked([3]);
  await json(host.rpc("pauseRun", [paused.id]));
  expect(await lookUp(host)).toMatchObject({ status: "done", done: 3, total: 3 });
  expect(statuses()[1]).toBe(`queued: run ${paused.id}`);
  await json(host.rpc("goOnRun", [paused.id]));
  await settle(host);
  expect(statuses()).not.toContain("");
  expect(asked()).toEqual(addresses(4));
});

test("rows that a run of long ago left behind are looked up, whatever their marks look like", async () => {
  givenAddresses(host, addresses(4));
  given(host, [["Name", "E-mail", "Status", "Score"]]);
  host.book.write(sheetId(), 2, 3, [["queued"], ["queued: run 0badc0de"], ["pending"], [null]]);
  expect(await lookUp(host)).toMatchObject({ status: "done", done: 4, total: 4 });
  expect(asked()).toEqual(addresses(4));
});

test("chosen rows that are sorted before the first slice: the same people are asked about, where they are now", async () => {
  const emails = addresses(6);
  givenAddresses(host, emails);
  await start(host, { ...VERIFY, rows: [2, 3] });
  given(host, [["Name", "E-mail"], ...[...emails].reverse().map((email, i) => [`Person ${5 - i}`, email])]);
  expect((await settle(host))[0]).toMatchObject({ status: "done", done: 2, total: 2 });
  expect(asked()).toEqual(emails.slice(0, 2));
  expect(statuses().map((status) => status !== "")).toEqual([false, false, false, false, true, true]);
});

test("rows inserted above the chosen ones before the first slice: the same people are asked about", async () => {
  const emails = addresses(6);
  givenAddresses(host, emails);
  await start(host, { ...VERIFY, rows: [2, 3] });
  host.book.insertRows(sheetId(), 2, 2);
  expect((await settle(host))[0]).toMatchObject({ status: "done", done: 2, total: 2 });
  expect(asked()).toEqual(emails.slice(0, 2));
});

test.each([
  ["edited", () => host.book.write(sheetId(), 2, 2, [["other@school.example"]])],
  ["deleted", () => host.book.removeRows(sheetId(), 3, 1)],
  ["emptied", () => host.book.write(sheetId(), 3, 2, [[null]])],
])(
  "a chosen row that is %s before the first slice stops the look-up, and nobody is asked about",
  async (_, act) => {
    givenAddresses(host, addresses(6));
    await start(host, { ...VERIFY, rows: [2, 3] });
    act();
    expect((await settle(host))[0]).toMatchObject({
      status: "stopped",
      done: 0,
      error: "The chosen rows were moved or changed before they were looked up. Choose them again.",
    });
    expect(asked()).toEqual([]);
  },
);

test("of two rows with the same address, only the chosen one gets the answer", async () => {
  givenAddresses(host, ["ann@one.example", "bob@two.example", "ann@one.example"]);
  await lookUp(host, { ...VERIFY, rows: [4] });
  expect(statuses().map((status) => status !== "")).toEqual([false, false, true]);
});

test("rows that changed since their price was shown are not looked up", async () => {
  givenAddresses(host, addresses(6));
  const spec = { ...VERIFY, rows: [2, 3] };
  const { checked } = await json<{ checked: string }>(host.rpc("previewLookup", [JSON.stringify(spec)]));
  host.book.insertRows(sheetId(), 2, 1);
  await expect(start(host, { ...spec, checked })).rejects.toThrow(
    /^The chosen rows were changed since they were checked\. Choose them again\.$/,
  );
  const after = { ...VERIFY, rows: [3, 4] };
  const again = await json<{ checked: string }>(host.rpc("previewLookup", [JSON.stringify(after)]));
  await start(host, { ...after, checked: again.checked });
  await settle(host);
  expect(asked()).toEqual(addresses(6).slice(0, 2));
});

test("a look-up that is cancelled before it began adds no columns", async () => {
  givenAddresses(host, addresses(3));
  const { id } = await start(host, VERIFY);
  await value(host.rpc("cancelRun", [id]));
  expect(grid(host, "In")[0]).toEqual(["Name", "E-mail"]);
});
