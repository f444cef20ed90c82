import { expect, test } from "vitest";
import { COLLEAGUE, grid, json, KEYS, listRuns, type SeenRun, settle, start, value } from "../rig.ts";
import { host, onStage, servers } from "../stage.ts";
import { givenAddresses } from "./looking-up.ts";

/** A run is cancelled while somebody is at work in its sheet: its marks go all the same, as soon as they may. */

onStage({
  huntr: { size: { jobs: 0, activities: 0, members: 3, employers: 1 }, requestsPerSecond: null },
  hunter: {
    verifier: { slowPerThousand: 0, flakyPerThousand: 0, perDomainPerDay: 10_000 },
    rateLimits: false,
  },
  prepare: async (first) => {
    await value(first.rpc("saveKeys", [JSON.stringify(KEYS)], { as: COLLEAGUE }));
    givenAddresses(
      first,
      Array.from({ length: 8 }, (_, i) => `person${i}@new.example`),
    );
  },
  hours: 9,
});

const KINDS = {
  push: {
    spec: { kind: "push", push: "huntr.invitations", sheet: "In", map: { email: "E-mail" } },
    server: () => servers.huntr,
    isIts: ({ method }: { method: string }) => method === "POST",
  },
  lookup: {
    spec: {
      kind: "lookup",
      lookup: "verify",
      sheet: "In",
      inputs: { email: "E-mail" },
      outputs: { status: "Status" },
    },
    server: () => servers.hunter,
    isIts: ({ path }: { path: string }) => path.includes("email-verifier"),
  },
} as const;
const kinds = Object.keys(KINDS) as (keyof typeof KINDS)[];

const marksOf = ({ id }: SeenRun) =>
  grid(host, "In")
    .flat()
    .filter((cell) => /^queued/.test(String(cell)) && String(cell).includes(`run ${id}`)).length;
const advance = (run: SeenRun, as?: string) =>
  json<SeenRun>(host.rpc("advanceRun", [run.id], as ? { as } : {}));

/** Nothing is taken until this is undone. */
function busy(kind: keyof typeof KINDS): () => void {
  const { server, isIts } = KINDS[kind];
  const effect =
    kind === "push"
      ? ({ kind: "status", status: 503 } as const)
      : ({ kind: "status", status: 403, body: {} } as const);
  server().faults.add({ effect, when: isIts, times: 99 });
  return () => server().faults.clear();
}

/** A run that has marked its rows and sent none. */
async function marked(kind: keyof typeof KINDS, rows: number[]): Promise<SeenRun> {
  const free = busy(kind);
  const run = await start(host, { ...KINDS[kind].spec, rows });
  await advance(run);
  free();
  expect(marksOf(run)).toBeGreaterThan(0);
  return run;
}

/** In the middle of the next request, which then takes long, something is done. */
function meanwhile(kind: keyof typeof KINDS, act: () => Promise<unknown>): () => Promise<unknown> {
  let acting: Promise<unknown> = Promise.resolve();
  KINDS[kind].server().faults.add({
    when: KINDS[kind].isIts,
    effect: {
      kind: "change",
      change: (reply) => {
        acting = act();
        return { ...reply, headers: { ...reply.headers, "x-virtual-delay": "20000" } };
      },
    },
  });
  return () => acting;
}

test.each(kinds)("%s: at its own rows, which then say nothing any more", async (kind) => {
  const run = await marked(kind, [2, 3, 4, 5, 6, 7]);
  await host.advance(5_000);
  const cancelled = meanwhile(kind, () => value(host.rpc("cancelRun", [run.id])));
  await host.advance(30_000);
  await advance(run);
  await cancelled();
  expect((await settle(host))[0]).toMatchObject({ status: "cancelled" });
  expect(marksOf(run)).toBe(0);
});

test.each(kinds.flatMap((kind) => kinds.map((other) => [kind, other] as const)))(
  "a %s while a colleague's %s is at work in the sheet: whoever is through there takes its marks away",
  async (kind, other) => {
    const run = await marked(kind, [2, 3]);
    await json(host.rpc("pauseRun", [run.id]));
    const theirs = await start(host, { ...KINDS[other].spec, rows: [6, 7, 8] }, COLLEAGUE);
    const before = marksOf(run);
    let left = -1;
    const cancelled = meanwhile(other, async () => {
      await value(host.rpc("cancelRun", [run.id]));
      left = marksOf(run);
    });
    await advance(theirs, COLLEAGUE);
    await cancelled();
    // While somebody writes there, nobody else does.
    expect(left).toBe(before);
    expect(marksOf(run)).toBe(0);
    await settle(host, COLLEAGUE);
    expect((await listRuns(host)).map(({ status }) => status)).toEqual(["done", "cancelled"]);
  },
);

test.each(kinds)("%s: its worker dies with it: the trigger takes its marks away", async (kind) => {
  const run = await marked(kind, [2, 3, 4, 5, 6, 7]);
  const cancelled = meanwhile(kind, async () => {
    await value(host.rpc("cancelRun", [run.id]));
    host.killAt({ call: 1, when: "before" });
  });
  await host.advance(12_000);
  await advance(run).catch(() => undefined);
  await cancelled();
  host.killAt(null);
  expect(marksOf(run)).toBeGreaterThan(0);
  await host.advance(240_000);
  expect(marksOf(run)).toBe(0);
  expect((await listRuns(host))[0]).toMatchObject({ status: "cancelled" });
});
