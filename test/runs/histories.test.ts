import fc from "fast-check";
import { expect, test } from "vitest";
import type { HuntrServer } from "../../local/apis/index.ts";
import type { Host } from "../../local/runtime/host.ts";
import {
  COLLEAGUE,
  freshFile,
  grid,
  json,
  KEYS,
  listRuns,
  must,
  OWNER,
  openHost,
  type SeenRun,
  start,
  startServers,
  value,
} from "../rig.ts";

/**
 * Two people and one table: imports and refreshes that are paused, taken over, cancelled and started while others are
 * under way, on days on which Huntr is slow, beside a person who sorts and writes notes. At no instant is a row gone,
 * doubled or marked whose job is still there, nor a note anywhere but beside the row that it was written for.
 */

const HISTORIES = 40;
const SHEET = "Jobs";
const NOTE = "My note";
const SPEC = { kind: "import", table: "huntr.jobs", columns: ["title", "stage", "created_at"], sheet: SHEET };
const PEOPLE = [OWNER, COLLEAGUE];

const step = fc.record({
  what: fc.constantFrom(
    ...[
      "import",
      "refresh",
      "whole",
      "slice",
      "slice",
      "slice",
      "slice",
      "pause",
      "go on",
      "go on",
      "cancel",
    ],
    ...["create", "create", "update", "delete", "sort", "note", "wait", "long wait"],
  ),
  who: fc.nat(1),
  which: fc.nat(1_000),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

const history = fc.record({
  steps: fc.array(step, { minLength: 6, maxLength: 24 }),
  isSlow: fc.boolean(),
  removed: fc.constantFrom("mark", "delete"),
  cacheEvictsEvery: fc.constantFrom(0, 0, 7),
});

const sheetId = (host: Host) => host.book.sheets().find(({ name }) => name === SHEET)?.id ?? null;

interface Look {
  /** Keys that are there, and not marked as removed. */
  readonly live: readonly string[];
  readonly notes: ReadonlyMap<string, string>;
}

function look(host: Host): Look {
  if (sheetId(host) === null) return { live: [], notes: new Map() };
  const [header = [], ...rows] = grid(host, SHEET);
  const [removedAt, noteAt] = [header.indexOf("Removed"), header.indexOf(NOTE)];
  const keyed = rows.filter(([key]) => key !== "");
  return {
    live: keyed.filter((row) => removedAt < 0 || row[removedAt] === "").map(([key]) => String(key)),
    notes: new Map(noteAt < 0 ? [] : rows.map((row) => [String(row[0]), String(row[noteAt])])),
  };
}

/** Writes a note beside each id that has none. */
function annotate(host: Host): void {
  const id = sheetId(host);
  if (id === null) return;
  const [header = [], ...rows] = grid(host, SHEET);
  const at = header.indexOf(NOTE) < 0 ? header.length : header.indexOf(NOTE);
  if (at === header.length) host.book.write(id, 1, at + 1, [[NOTE]]);
  rows.forEach((row, i) => {
    if (row[0] !== "") host.book.write(id, i + 2, at + 1, [[`of ${String(row[0])}`]]);
  });
}

function sort(host: Host): void {
  const id = sheetId(host);
  if (id === null || host.book.lastRow(id) < 3) return;
  const [rows, columns] = [host.book.lastRow(id) - 1, host.book.lastColumn(id)];
  host.book.sortRange(id, 2, 1, rows, columns, [{ column: 2, ascending: true }]);
}

/** One step; what a person may not do at that instant they do not do. */
async function take(
  host: Host,
  huntr: HuntrServer,
  { what, who, which }: Step,
  removed: string,
): Promise<void> {
  const as = must(PEOPLE[who]);
  const { data } = huntr;
  const at = Math.floor(host.now() / 1000);
  const runs = await listRuns(host, as);
  const run = runs[which % Math.max(1, runs.length)];
  const job = must(data.jobs[which % data.jobs.length]);
  switch (what) {
    case "import":
      await start(host, { ...SPEC, removed }, as);
      break;
    case "refresh":
    case "whole":
      if (look(host).live.length > 0)
        await start(host, { kind: "refresh", sheet: SHEET, full: what === "whole" }, as);
      break;
    case "slice": {
      const open = runs.filter(({ status, isMine }) => isMine && /queued|running/.test(status));
      const one = open[which % Math.max(1, open.length)];
      if (one) await json(host.rpc("advanceRun", [one.id], { as }));
      break;
    }
    case "pause":
      if (run) await value(host.rpc("pauseRun", [run.id], { as }));
      break;
    case "go on":
      if (run) await value(host.rpc("goOnRun", [run.id], { as }));
      break;
    case "cancel":
      if (run && which % 3 === 0) await value(host.rpc("cancelRun", [run.id], { as }));
      break;
    case "create":
      huntr.changeAt(at, "createJob", { owner: must(data.members[0]).id, title: `Made ${which}` });
      break;
    case "update":
      huntr.changeAt(at, "updateJob", job.id, { title: `Title ${which}` });
      break;
    case "delete":
      if (data.jobs.length > 30) huntr.changeAt(at, "deleteJob", job.id);
      break;
    case "sort":
      sort(host);
      break;
    case "note":
      annotate(host);
      break;
    case "wait":
      await host.advance(60_000 * (1 + (which % 10)));
      break;
    case "long wait":
      await host.advance(3_600_000 * (1 + (which % 9)));
  }
}

/** Brings what is unfinished, paused or asked about to its end. */
async function endAll(host: Host): Promise<void> {
  for (let turn = 0; turn < 300; turn++) {
    const runs = (await Promise.all(PEOPLE.map((as) => listRuns(host, as)))).flatMap((list, i) =>
      list.filter(({ isMine }) => isMine).map((run) => ({ ...run, as: must(PEOPLE[i]) })),
    );
    const resting = runs.filter(({ status }) => status === "paused" || status === "stopped");
    const open = runs.filter(({ status }) => status === "queued" || status === "running");
    if (resting.length + open.length === 0) return;
    for (const { id, as } of resting) await value(host.rpc("goOnRun", [id], { as }));
    for (const { id, as } of open) await json(host.rpc("advanceRun", [id], { as }));
    await host.advance(60_000);
  }
  throw new Error("The runs came to no end.");
}

async function end(host: Host, spec: object): Promise<SeenRun> {
  const { id } = await start(host, spec);
  await endAll(host);
  return must((await listRuns(host)).find((run) => run.id === id));
}

test(`${HISTORIES} histories of two people: no row or note is lost, and in the end the table is exact`, async () => {
  const servers = await startServers({
    huntr: {
      size: { jobs: 60, activities: 0, members: 4, employers: 4 },
      listing: { cap: 5 },
      requestsPerSecond: null,
    },
  });
  const { huntr } = servers;
  const file = await freshFile(servers.routes);
  const scope = "https://www.googleapis.com/auth/script.scriptapp";
  const refusedScopes = { [OWNER]: [scope], [COLLEAGUE]: [scope] };
  try {
    await fc.assert(
      fc.asyncProperty(history, async ({ steps, isSlow, removed, cacheEvictsEvery }) => {
        huntr.restore(undefined);
        huntr.faults.clear();
        if (isSlow)
          huntr.faults.add({
            effect: {
              kind: "change",
              change: (reply) => ({ ...reply, headers: { ...reply.headers, "x-virtual-delay": "9000" } }),
            },
            when: ({ path }) => path.endsWith("/jobs"),
            times: Number.POSITIVE_INFINITY,
          });
        const host = await openHost(file, servers.routes, { refusedScopes, switches: { cacheEvictsEvery } });
        await value(host.rpc("saveKeys", [JSON.stringify(KEYS)], { as: COLLEAGUE }));
        let before = look(host);
        const check = () => {
          const now = look(host);
          const there = new Set(huntr.data.jobs.map(({ id }) => id));
          expect(new Set(now.live).size).toBe(now.live.length);
          const isLost = (key: string) => there.has(key) && !now.live.includes(key);
          expect(before.live.filter(isLost)).toEqual([]);
          for (const [key, note] of before.notes)
            if (note !== "" && there.has(key)) expect([key, now.notes.get(key)]).toEqual([key, note]);
          for (const [key, note] of now.notes) if (note !== "") expect(note).toBe(`of ${key}`);
          before = now;
        };
        for (const one of steps) {
          await take(host, huntr, one, removed);
          check();
        }
        huntr.faults.clear();
        await endAll(host);
        check();
        await end(host, { ...SPEC, removed });
        check();
        expect([...look(host).live].sort()).toEqual(huntr.data.jobs.map(({ id }) => id).sort());
        const [header = [], ...rows] = grid(host, SHEET);
        const titles = new Map(rows.map((row) => [row[0], row[header.indexOf("Title")]]));
        for (const { id, title } of huntr.data.jobs) expect(titles.get(id)).toBe(String(title ?? ""));
        await host.close();
      }),
      { numRuns: HISTORIES, endOnFailure: true },
    );
  } finally {
    await servers.close();
  }
}, 400_000);
