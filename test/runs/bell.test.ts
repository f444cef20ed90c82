import { expect, test } from "vitest";
import { passingFaults } from "../../local/runtime/faults.ts";
import type { Execution } from "../../local/runtime/report.ts";
import { grid, json, must, OWNER, openHost, settle, start } from "../rig.ts";
import { before, file, host, onStage, servers } from "../stage.ts";
import { distWithMany, MINUTE_MS, minutely, stateOf, switchOn } from "./ringing.ts";

/** Huntr's webhooks ring, anybody may ring, and what changed is read from Huntr alone. */

onStage({
  huntr: { size: { jobs: 40, activities: 20, members: 8, employers: 6 }, requestsPerSecond: null },
  hours: 24,
  prepare: async (one) => {
    for (const table of ["huntr.jobs", "huntr.activities"]) await start(one, { kind: "import", table });
    await settle(one);
    await one.advance(2 * MINUTE_MS);
  },
});

const SENTINEL = "sentinel-of-a-body";
const asked = () => servers.huntr.requests.slice(before.huntr);
const second = () => Math.floor(host.now() / 1000);

test("an address with the secret rings, any other does not; each is answered by a page with status 200, and doGet says one sentence", async () => {
  expect(await stateOf(host)).toMatchObject({ isOn: false, query: null, bells: 0, lastBell: null });
  expect((await host.post("{}", { query: [["k", ""]] })).body).toBe("HuntsheetBellRefused");
  expect((await stateOf(host)).refused).toBe(0);
  const secret = await switchOn(host);
  const other = `${secret.slice(1)}${secret[0] === "0" ? "1" : "0"}`;
  const cases: [query: [string, string][], word: string][] = [
    [[["k", secret]], "HuntsheetBellHeard"],
    [[["k", other]], "HuntsheetBellRefused"],
    [[["k", `${secret}0`]], "HuntsheetBellRefused"],
    [[["k", secret.slice(1)]], "HuntsheetBellRefused"],
    [[["k", secret.toUpperCase()]], secret === secret.toUpperCase() ? "" : "HuntsheetBellRefused"],
    [[], "HuntsheetBellRefused"],
    [[["k", ""]], "HuntsheetBellRefused"],
  ];
  for (const [query, word] of cases)
    expect(await host.post("{}", { query }), String(query)).toMatchObject({
      status: 200,
      location: null,
      body: word,
    });
  const state = await stateOf(host);
  expect(state).toMatchObject({ bells: 1, refused: 6, today: { bells: 1, refused: 6 }, isMine: true });
  expect(Math.abs(Date.parse(must(state.lastBell)) - host.now())).toBeLessThan(5_000);
  const { status, body } = await host.get({ query: [["k", secret]] });
  expect([status, body]).toEqual([
    200,
    "This address is for the webhooks of Huntr. There is nothing to see here.",
  ]);
  // On again the address stays; a new secret, or off and on, makes it another.
  expect(await switchOn(host)).toBe(secret);
  await json(host.rpc("changeWebhookSetup", ['{"newSecret":true}']));
  expect((await host.post("{}", { query: [["k", secret]] })).body).toBe("HuntsheetBellRefused");
  await json(host.rpc("setWebhooks", [false]));
  expect(await stateOf(host)).toMatchObject({ isOn: false, query: null, bells: 0 });
  await host.advance(2 * MINUTE_MS);
  expect(host.triggers().map((trigger) => trigger.function)).toEqual(["hourly"]);
});

test("a bell brings the tables up to date within five minutes, and what rings without news costs one request a minute", async () => {
  const secret = await switchOn(host);
  const made = host.triggers().map(({ id }) => id);
  const ring = () => host.post("{}", { query: [["k", secret]] });
  const title = () => grid(host, "Huntr Jobs").some((row) => row.includes("Rung"));
  await ring();
  await host.advance(10 * MINUTE_MS);
  await host.advance(MINUTE_MS);
  let from = asked().length;
  const job = must(servers.huntr.data.jobs[0]);
  servers.huntr.changeAt(second(), "updateJob", job.id, { title: "Rung" });
  await ring();
  await host.advance(MINUTE_MS);
  expect(title()).toBe(true);
  // A look, what each of the two tables reads of the actions, and the job.
  expect(asked().length - from).toBeLessThanOrEqual(6);
  expect((await stateOf(host)).lagMs).toBeLessThan(5 * MINUTE_MS);
  await host.advance(10 * MINUTE_MS);
  // Nothing rings, nothing is asked.
  from = asked().length;
  await host.advance(30 * MINUTE_MS);
  expect(asked().length).toBe(from);
  // Nobody knows of something new.
  for (let minute = 0; minute < 6; minute++) {
    await ring();
    await host.advance(MINUTE_MS);
  }
  expect(asked().length - from).toBeLessThanOrEqual(6);
  // No trigger is made or taken away as long as webhooks are on.
  expect(host.triggers().map(({ id }) => id)).toEqual(made);
});

test("one that rang while a refresh was under way, or before its action could be read, is looked at again; Huntr out of reach delays it", async () => {
  const secret = await switchOn(host);
  const ring = () => host.post("{}", { query: [["k", secret]] });
  const shows = (text: string) => grid(host, "Huntr Jobs").some((row) => row.includes(text));
  await ring();
  await host.advance(10 * MINUTE_MS);
  const { id } = must(servers.huntr.data.jobs[1]);
  await ring();
  await host.advance(MINUTE_MS / 2);
  servers.huntr.changeAt(second(), "updateJob", id, { title: "Late" });
  await host.advance(2 * MINUTE_MS);
  expect(shows("Late")).toBe(true);
  await host.advance(10 * MINUTE_MS);
  servers.huntr.changeAt(second(), "updateJob", id, { title: "Down" });
  await ring();
  servers.huntr.faults.add({ effect: { kind: "html", status: 503 }, when: () => true, times: 1_000 });
  await host.advance(5 * MINUTE_MS);
  expect(shows("Down")).toBe(false);
  servers.huntr.faults.clear();
  await host.advance(4 * MINUTE_MS);
  expect(shows("Down")).toBe(true);
  // A key that is refused is told, and not tried each minute.
  await host.advance(10 * MINUTE_MS);
  await json(host.rpc("saveKeys", ['{"huntr":"wrong"}']));
  await ring();
  const from = asked().length;
  await host.advance(30 * MINUTE_MS);
  expect(asked().length - from).toBe(1);
  expect((await stateOf(host)).problem).toMatch(/^Huntr refused/);
});

test("10,000 bells, forged, repeated, oversized, broken, in bursts of 30 at once, with locks throttled: no error, one note, one look a minute, nothing of a body anywhere", async () => {
  const many = await openHost(
    { ...file, clockMs: file.clockMs + 100 * 24 * 60 * MINUTE_MS },
    servers.routes,
    {
      dist: await distWithMany(),
      switches: { lockOperationsPerSecond: 0 },
    },
  );
  const told: string[] = [];
  many.on("log", (line) => told.push(JSON.stringify(line)));
  const ended: Execution[] = [];
  many.on("ended", ({ execution }) => ended.push(execution));
  const secret = await switchOn(many);
  const sheets = () => JSON.stringify(many.book.sheets().map(({ name }) => grid(many, name)));
  const tables = () => ["Sheet1", "Huntr Jobs", "Huntr Activities"].map((name) => grid(many, name));
  const properties = () => {
    const { document, script, user } = many.save().properties;
    return { ...document, ...script, ...user[OWNER] } as Record<string, string>;
  };
  const shown = tables();
  const kept = properties();
  const genuine = { parameter: { k: secret } };
  const forged = { parameter: { k: "0".repeat(32) } };
  const body = `{"title":"=${SENTINEL}()"}`;
  const events = [
    { ...genuine, body },
    { ...forged, body },
    { ...genuine, body, times: 100_000 },
    { ...genuine, body: `{"${SENTINEL}` },
    { parameter: { k: [SENTINEL] }, body },
    { parameter: {} },
    { ...genuine },
    { parameter: { k: SENTINEL.repeat(1_000), __proto__: null } },
  ];
  const from = servers.huntr.requests.length;
  const startMs = many.now();
  const words: Record<string, number> = {};
  for (let part = 0; part < 4; part++) {
    const tally = await json<Record<string, number>>(
      many.call("manyBells", [2_470, events], { entry: "menu" }),
    );
    for (const [word, times] of Object.entries(tally)) words[word] = (words[word] ?? 0) + times;
    // Half of what they ask of the lock is refused, in Google's words.
    many.fault({ call: /^Lock\./, times: 30, message: passingFaults.locks });
    const burst = Array.from({ length: 30 }, (_, i) =>
      many.post(i % 7 === 0 ? "{" : body, { query: [["k", i % 3 === 0 ? "no" : secret]] }),
    );
    for (const answer of await Promise.all(burst)) {
      expect(answer).toMatchObject({ status: 200, location: null });
      expect(answer.execution.virtualMs).toBeLessThan(1_500);
      words[answer.body] = (words[answer.body] ?? 0) + 1;
    }
    many.disarm();
    await many.advance(5 * MINUTE_MS);
  }
  expect(Object.values(words).reduce((sum, n) => sum + n)).toBe(10_000);
  expect(Object.keys(words).sort()).toEqual(["HuntsheetBellHeard", "HuntsheetBellRefused"]);
  expect(ended.filter(({ ok }) => !ok)).toEqual([]);
  // The first look refreshes both tables, which are as they were.
  const minutes = Math.ceil((many.now() - startMs) / MINUTE_MS);
  const requests = servers.huntr.requests.slice(from);
  const looks = requests.filter(({ url }) => url.includes("limit=50"));
  expect(looks.length).toBeLessThanOrEqual(minutes);
  expect(requests.length - looks.length).toBeLessThanOrEqual(4);
  expect(sheets()).not.toContain(SENTINEL);
  const after = properties();
  const changed = Object.keys(after).filter((name) => after[name] !== kept[name]);
  expect(changed.filter((name) => !/^(table|outcome|run)\./.test(name)).sort()).toEqual([
    "bell",
    "bell.answered",
  ]);
  expect(JSON.stringify(many.save()) + told.join()).not.toContain(SENTINEL);
  expect(must(after.bell).length).toBeLessThan(300);
  expect(tables()).toEqual(shown);
  expect(minutely(many)).toBeDefined();
  await many.close();
});
