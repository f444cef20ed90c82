import { expect, test } from "vitest";
import type { Host } from "../../local/runtime/host.ts";
import type { Execution } from "../../local/runtime/report.ts";
import type { WebAnswer } from "../../local/runtime/web-app.ts";
import type { WebhooksState } from "../../src/ui/calls.ts";
import { COLLEAGUE, grid, json, must, openHost, settle, start } from "../rig.ts";
import { file, onServers, servers } from "../stage.ts";

/** The web app is a bell: who rings has tables read what changed, soon, and nothing else. */

const MINUTE_MS = 60_000;
const JOBS = "Huntr Jobs";
const SENTINEL = "=SENTINEL-OF-A-BODY";
const HEARD = "HuntsheetHeard";

onServers({
  huntr: { size: { jobs: 40, activities: 0, members: 6, employers: 6 } },
  prepare: async (host) => {
    await start(host, { kind: "import", table: "huntr.jobs" });
    await settle(host);
    await host.advance(2 * MINUTE_MS);
  },
});

const stateOf = (host: Host, as?: string) =>
  json<WebhooksState>(host.rpc("webhooksState", [], as === undefined ? {} : { as }));
const turn = (host: Host, isOn: boolean) => json<WebhooksState>(host.rpc("setWebhooks", [isOn]));
const firing = (host: Host) =>
  host
    .triggers()
    .map((trigger) => trigger.function)
    .sort();
const ringWith = (host: Host, k: string, body = "{}") => host.post(body, { query: [["k", k]] });
const asked = () => servers.huntr.requests.length;
const titles = (host: Host) => grid(host, JOBS).flat();

/** Ways to ring that are not Huntr's, and some that are, thirty of them. */
function burst(
  k: string,
): { readonly isHuntr: boolean; readonly send: (host: Host) => Promise<WebAnswer> }[] {
  const body = JSON.stringify({ id: SENTINEL, actionType: "JOB_DELETED", job: { title: SENTINEL } });
  const forged = k.replace(/./, (digit) => (digit === "0" ? "1" : "0"));
  const post = (isHuntr: boolean, text: string, query: [string, string][], type?: string) => ({
    isHuntr,
    send: (host: Host) => host.post(text, { query, ...(type === undefined ? {} : { type }) }),
  });
  const kinds = [
    post(true, body, [["k", k]]),
    post(true, body.slice(0, 40), [["k", k]]),
    post(true, "", [["k", k]]),
    post(
      true,
      `\u0000\ud83d${SENTINEL}`,
      [
        ["k", k],
        ["k", "twice"],
      ],
      "application/octet-stream",
    ),
    post(false, body, [["k", forged]]),
    post(false, body, [["k", k.slice(1)]]),
    post(false, body, [["k", `${k}0`]]),
    post(false, body, []),
    post(false, `note=${SENTINEL}`, [["k", SENTINEL]], "application/x-www-form-urlencoded"),
    post(false, body, [
      ["s", k],
      ["k", ""],
    ]),
  ];
  return [...kinds, ...kinds, ...kinds];
}

test("bells of every kind, thirty at once, with locks throttled: each is answered 200 at once, one note is left, Huntr is asked once in three minutes, and nothing of a body stays", async () => {
  const host = await openHost(file, servers.routes, { switches: { lockRefusedShare: 0.3 } });
  const executions: Execution[] = [];
  const heard: string[] = [];
  host.on("ended", ({ execution }) => executions.push(execution));
  host.on("log", (line) => heard.push(JSON.stringify(line)));
  const { query, isOn } = await turn(host, true);
  expect([isOn, query]).toEqual([true, expect.stringMatching(/^k=[0-9a-f]{32}$/)]);
  const k = query.slice(2);
  const before = { cells: titles(host), asked: asked(), atMs: host.now(), triggers: firing(host) };
  expect(before.triggers).toEqual(["answerBells", "hourly"]);
  await ringWith(host, k, SENTINEL.repeat(60_000));
  for (let n = 0; n < 9; n++) {
    const ways = burst(k);
    const answers = await Promise.all(ways.map(({ send }) => send(host)));
    for (const [i, { status, location, body, execution }] of answers.entries()) {
      const { isHuntr } = must(ways[i]);
      expect([status, location, body === HEARD]).toEqual([200, null, isHuntr]);
      expect(execution.virtualMs).toBeLessThan(2_000);
    }
    await host.advance(MINUTE_MS / 2 + n * 1_000);
  }
  // Three quarters of them waited for no lock, and most for none at all.
  const posts = executions.filter(({ entry }) => entry === "post").map(({ virtualMs }) => virtualMs);
  expect(posts.sort((a, b) => a - b)[posts.length >> 1]).toBeLessThan(500);
  await host.advance(5 * MINUTE_MS);
  const minutes = (host.now() - before.atMs) / MINUTE_MS;
  expect(asked() - before.asked).toBeGreaterThan(1);
  expect(asked() - before.asked).toBeLessThanOrEqual(Math.ceil(minutes / 3));
  expect(executions.filter(({ ok }) => !ok)).toEqual([]);
  expect(titles(host)).toEqual(before.cells);
  expect(firing(host)).toEqual(before.triggers);
  // Without its lock a burst counts fewer than came, and none that did not.
  const state = await stateOf(host);
  expect(state.error).toBeNull();
  expect(state.bells).toBeGreaterThan(30);
  expect(state.bells).toBeLessThanOrEqual(9 * 12 + 1);
  expect(state.refused).toBeLessThanOrEqual(9 * 18);
  const saved = host.save();
  const { document } = saved.properties;
  expect(
    Object.keys(document)
      .filter((name) => /bell|webhook/.test(name))
      .sort(),
  ).toEqual(["bell", "bell.answered", "webhooks"]);
  expect(JSON.stringify([saved, executions, heard])).not.toContain(SENTINEL.slice(1));
  // The secret: where it is kept, and where it is asked for.
  const { webhooks, ...others } = document as Record<string, string>;
  expect(webhooks).toContain(k);
  expect(JSON.stringify({ ...saved, properties: { ...saved.properties, document: others } })).not.toContain(
    k,
  );
  const told = executions.filter(({ function: name }) => name !== "setWebhooks" && name !== "webhooksState");
  expect(JSON.stringify([told, heard])).not.toContain(k);
  await host.close();
});

test("what happened is in the table within five minutes of a bell; one that was rung twice costs one more request", async () => {
  const host = await openHost(file, servers.routes);
  const k = (await turn(host, true)).query.slice(2);
  // Looks once, as whoever turned it on may have missed something.
  await host.advance(MINUTE_MS);
  for (const title of ["Baker", "=NOW()", "Smith"]) {
    servers.huntr.changeAt(Math.floor(host.now() / 1000), "updateJob", must(servers.huntr.data.jobs[3]).id, {
      title,
    });
    await ringWith(host, k);
    await ringWith(host, k);
    await host.advance(5 * MINUTE_MS);
    expect(titles(host)).toContain(title);
    await host.advance(5 * MINUTE_MS);
    const quiet = asked();
    await ringWith(host, k);
    await host.advance(5 * MINUTE_MS);
    expect(asked() - quiet).toBe(1);
    await host.advance(20 * MINUTE_MS);
    expect(asked() - quiet).toBe(1);
  }
  const { bells, refused, today, lastBell, lagMs } = await stateOf(host);
  expect([bells, refused, today]).toEqual([9, 0, 9]);
  expect(Date.parse(must(lastBell))).toBeLessThan(host.now());
  expect(must(lagMs)).toBeLessThan(5 * MINUTE_MS);
  await host.close();
});

test("Huntr refuses, and a trigger dies: Set up says so, the next bell has it read all the same", async () => {
  const host = await openHost(file, servers.routes);
  const k = (await turn(host, true)).query.slice(2);
  await host.advance(MINUTE_MS);
  const change = (title: string) =>
    servers.huntr.changeAt(Math.floor(host.now() / 1000), "updateJob", must(servers.huntr.data.jobs[2]).id, {
      title,
    });
  await host.advance(5 * MINUTE_MS);
  servers.huntr.faults.add({ times: 1_000, effect: { kind: "status", status: 401 } });
  change("Refused first");
  const before = asked();
  await ringWith(host, k);
  await host.advance(14 * MINUTE_MS);
  expect(asked() - before).toBe(1);
  expect((await stateOf(host)).error).toMatch(/^Huntr refused the access token/);
  servers.huntr.faults.clear();
  await host.advance(6 * MINUTE_MS);
  expect(titles(host)).toContain("Refused first");
  expect((await stateOf(host)).error).toBeNull();
  // Killed in the middle of a refresh: the next look goes on.
  await host.advance(5 * MINUTE_MS);
  change("Killed first");
  await ringWith(host, k);
  host.killAt({ call: 25, when: "before" });
  await host.advance(10 * MINUTE_MS);
  expect(host.armed().kill).toBeNull();
  expect(titles(host)).toContain("Killed first");
  await host.close();
});

test("a new address, somebody else's turn, and off: the old secret is refused, and nobody's trigger stays", async () => {
  const host = await openHost(file, servers.routes);
  const first = await turn(host, true);
  expect((await turn(host, true)).query).toBe(first.query);
  const second = await json<WebhooksState>(host.rpc("renewWebhooks", []));
  expect(second.query).not.toBe(first.query);
  expect((await ringWith(host, first.query.slice(2))).body).not.toBe(HEARD);
  expect((await ringWith(host, second.query.slice(2))).body).toBe(HEARD);
  expect(await stateOf(host)).toMatchObject({ bells: 1, refused: 1, owner: null });
  expect(await stateOf(host, COLLEAGUE)).toMatchObject({
    isOn: true,
    owner: expect.stringMatching(/^Person /),
  });
  await host.rpc("setWebhooks", [true], { as: COLLEAGUE });
  await host.advance(5 * MINUTE_MS);
  const mine = (name: string) => host.triggers().filter((trigger) => trigger.function === name);
  expect(mine("answerBells").map(({ user }) => user)).toEqual([COLLEAGUE]);
  expect(await turn(host, false)).toMatchObject({ isOn: false, query: "", bells: 0, lastBell: null });
  const before = structuredClone(host.save().properties.document);
  expect((await ringWith(host, second.query.slice(2))).body).not.toBe(HEARD);
  expect(host.save().properties.document).toEqual(before);
  await host.advance(5 * MINUTE_MS);
  expect(mine("answerBells")).toEqual([]);
  expect((await host.get({ query: [["k", second.query.slice(2)]] })).body).toBe(
    "This address is for Huntr's webhooks. There is nothing to see here.",
  );
  await host.close();
});
