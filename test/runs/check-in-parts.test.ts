import { expect, test } from "vitest";
import type { PushPlan, SoFar } from "../../src/ui/calls.ts";
import { must, openHost, value } from "../rig.ts";
import { file, onServers, servers } from "../stage.ts";

/** A check that has much to read answers in parts, each long before a page gives up waiting (60 s). */

const MEMBERS = 60;
const PAGE = 5;
const PAGE_GIVES_UP_MS = 60_000;
const TOKEN = "0123456789abcdef";

onServers({
  huntr: {
    size: { jobs: 0, activities: 0, members: MEMBERS, employers: 1 },
    listing: { cap: PAGE },
    requestsPerSecond: null,
  },
});

const INVITE = { kind: "push", push: "huntr.invitations", sheet: "People", map: { email: "E-mail" } };

/** Each page takes so long, on the moved clock. */
function slowPages(ms: number): void {
  servers.huntr.faults.add({
    times: 10_000,
    when: () => true,
    effect: {
      kind: "change",
      change: (reply) => ({ ...reply, headers: { ...reply.headers, "x-virtual-delay": String(ms) } }),
    },
  });
}

async function open(more = {}) {
  const host = await openHost(file, servers.routes, more);
  const emails = [must(servers.huntr.data.members[7]).email, "new@school.example", "no address"];
  host.book.write(host.book.insertSheet("People"), 1, 1, [["E-mail"], ...emails.map((email) => [email])]);
  return host;
}

type Answer = PushPlan | { readonly soFar: SoFar };

/** Part after part, as the page asks for them. */
async function parts(host: Awaited<ReturnType<typeof open>>, most = 60) {
  const seen: { answer: Answer; tookMs: number }[] = [];
  for (let nth = 0; nth < most; nth++) {
    const execution = await host.rpc("previewPush", [JSON.stringify(INVITE), TOKEN, nth]);
    if (!execution.ok) throw new Error(JSON.stringify(execution));
    const answer = JSON.parse(String(execution.value)) as Answer;
    seen.push({ answer, tookMs: execution.virtualMs });
    if (!("soFar" in answer)) return seen;
  }
  throw new Error(`No plan after ${most} parts.`);
}

const members = () => servers.huntr.requests.slice(0).filter(({ url }) => url.includes("/members"));

test("with pages that take 9 s each the check is the same as of a fast server, no part is longer than a page waits, and each page is read once", async () => {
  const host = await open();
  const fast = JSON.parse(String(await value(host.rpc("previewPush", [JSON.stringify(INVITE)])))) as PushPlan;
  expect(fast).toMatchObject({ send: 1, skipped: 1, failed: 1 });
  const before = members().length;
  slowPages(9_000);
  const seen = await parts(host);
  expect(seen.at(-1)?.answer).toEqual(fast);
  expect(seen.length).toBeGreaterThan(4);
  for (const { tookMs } of seen) expect(tookMs).toBeLessThan(PAGE_GIVES_UP_MS);
  const done = seen.flatMap(({ answer }) => ("soFar" in answer ? answer.soFar : []));
  const ofMembers = done.filter(({ unit }) => unit === "members").map((soFar) => soFar.done);
  expect(ofMembers).toEqual([...ofMembers].sort((a, b) => a - b));
  expect(new Set(ofMembers).size).toBe(ofMembers.length);
  expect(members().length - before).toBeLessThanOrEqual(MEMBERS / PAGE + 1);
  await host.close();
});

test("where the cache forgets what was read, the check ends all the same", async () => {
  const host = await open({ switches: { cacheEvictsEvery: 2 } });
  slowPages(4_000);
  const { answer } = must((await parts(host)).at(-1));
  expect(answer).toMatchObject({ send: 1, skipped: 1, failed: 1 });
  await host.close();
});

test("a check that fits into one part keeps nothing in the cache", async () => {
  const host = await open();
  expect(await parts(host)).toHaveLength(1);
  expect(Object.keys(host.save().caches.document).filter((name) => name.startsWith("check."))).toEqual([]);
  await host.close();
});
