import fc from "fast-check";
import { expect, test } from "vitest";
import type { BookFile } from "../../local/runtime/book-file.ts";
import type { Host } from "../../local/runtime/host.ts";
import {
  COLLEAGUE,
  grid,
  json,
  KEYS,
  listRuns,
  must,
  OWNER,
  openHost,
  type SeenRun,
  start,
  value,
} from "../rig.ts";
import { file, onServers, servers } from "../stage.ts";
import { under, withRows } from "./pushing.ts";

/**
 * Two people who work in the same sheets at the same time, pause, cancel, take over and are killed, in any order. Each
 * history begins with a run of each of them that is under way, and faults meet it before the clock moves: else the
 * triggers would have done everything.
 */

const SHEETS = { People: 8, More: 5 } as const;
type SheetName = keyof typeof SHEETS;
/** The first of these stand in both sheets. */
const emailsOf = (sheet: SheetName) =>
  Array.from(
    { length: SHEETS[sheet] },
    (_, i) => `${sheet === "More" && i > 1 ? "more" : "person"}${i}@new${i}.example`,
  );
const NAMES = Object.keys(SHEETS) as SheetName[];
const MARK = /^(queued|sending): (?:.+, )?run (\w+)/;
const JOBS = { sheet: "Huntr Jobs", count: 40 } as const;
const IMPORT = { kind: "import", table: "huntr.jobs", columns: ["title"], removed: "delete" };
const DELETION = { kind: "push", push: "hunter.leads.delete", map: { id: "ID" } };
const BY_OTHER = "failed: a person with another key may have sent it";
const UNDO = "Huntsheet deleted leads";

onServers({
  huntr: {
    size: { jobs: JOBS.count, activities: 0, members: 3, employers: 1 },
    listing: { cap: 4 },
    requestsPerSecond: null,
  },
  hunter: {
    verifier: { slowPerThousand: 0, flakyPerThousand: 0, perDomainPerDay: 10_000 },
    rateLimits: false,
  },
  prepare: (first) => value(first.rpc("saveKeys", [JSON.stringify(KEYS)], { as: COLLEAGUE })),
});

const person = fc.constantFrom(OWNER, COLLEAGUE);
const which = fc.nat(20);
const rows = fc.option(fc.uniqueArray(fc.integer({ min: 2, max: 9 }), { minLength: 1, maxLength: 5 }), {
  freq: 4,
});
const sending = fc.record({
  kind: fc.constantFrom("push" as const, "push" as const, "lookup" as const),
  as: person,
  sheet: fc.constantFrom("People" as const, "People" as const, "More" as const),
  rows,
});
/** Both carry on what is theirs, one after the other or at once. */
const carrying = (faults: readonly ("none" | "busy" | "slow" | "before" | "after")[]) =>
  fc.record({
    kind: fc.constant("carry" as const),
    isAtOnce: fc.boolean(),
    fault: fc.constantFrom(...faults),
    dies: fc.option(
      fc.record({
        call: fc.integer({ min: 5, max: 120 }),
        when: fc.constantFrom("before" as const, "after" as const),
      }),
      { freq: 1 },
    ),
  });
const ordering = fc.record({
  kind: fc.constantFrom("pauseRun" as const, "goOnRun" as const, "goOnRun" as const, "cancelRun" as const),
  as: person,
  which,
});
const waiting = fc.record({ kind: fc.constant("wait" as const) });
const sorting = fc.record({
  kind: fc.constant("sort" as const),
  sheet: fc.constantFrom(...NAMES),
  isUp: fc.boolean(),
});
const sendingDeed = fc.oneof(
  { weight: 4, arbitrary: sending },
  // An API takes nothing, so that rows stay in the queue; an execution dies; an answer is lost.
  { weight: 6, arbitrary: carrying(["none", "busy", "busy", "busy", "before", "after"]) },
  { weight: 8, arbitrary: ordering },
  { weight: 1, arbitrary: waiting },
  { weight: 1, arbitrary: sorting },
);
const tableDeed = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constantFrom("import" as const, "refresh" as const), as: person }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant("delete" as const),
      as: person,
      sheet: fc.constantFrom("A" as const, "B" as const),
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constantFrom("made" as const, "gone" as const), which }) },
  { weight: 6, arbitrary: carrying(["none", "slow", "slow", "slow"]) },
  { weight: 6, arbitrary: ordering },
);
type Of<A> = A extends fc.Arbitrary<infer D> ? D : never;
type Deed = Of<typeof sendingDeed> | Of<typeof tableDeed>;

const idOf = (host: Host, sheet: string) => must(host.book.sheets().find(({ name }) => name === sheet)).id;

function specOf({ kind, sheet, rows }: { kind: "push" | "lookup"; sheet: SheetName; rows: number[] | null }) {
  const there = rows?.filter((row) => row <= SHEETS[sheet] + 1);
  const chosen = there && there.length > 0 ? { rows: there } : {};
  return kind === "push"
    ? { kind, push: "huntr.invitations", sheet, map: { email: "E-mail" }, ...chosen }
    : {
        kind,
        lookup: "verify",
        sheet,
        inputs: { email: "E-mail" },
        outputs: { status: "Status" },
        ...chosen,
      };
}

/** Marks by run: how many rows each has. */
function queues(host: Host): Map<string, number> {
  const counts = new Map<string, number>();
  for (const cell of host.book.sheets().flatMap(({ name }) => grid(host, name).flat())) {
    const id = MARK.exec(String(cell))?.[2];
    if (id !== undefined) counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  return counts;
}

/** A call whose execution may die, or be told to come again. */
const tried = (call: Promise<unknown>) => call.catch(() => undefined);

async function carry(host: Host, isAtOnce = true): Promise<void> {
  const runs = await listRuns(host);
  const one = (as: string) => {
    const isMine = as === OWNER;
    const run = runs.find((other) => other.isMine === isMine && /^(queued|running)$/.test(other.status));
    return run ? tried(json(host.rpc("advanceRun", [run.id], { as }))) : null;
  };
  if (isAtOnce) await Promise.all([one(OWNER), one(COLLEAGUE)]);
  else for (const as of [OWNER, COLLEAGUE]) await one(as);
}

async function order(
  host: Host,
  { kind, as, which }: { kind: string; as: string; which: number },
): Promise<void> {
  const runs = await listRuns(host);
  const run = runs[which % Math.max(1, runs.length)];
  if (!run) return;
  const before = queues(host);
  await tried(json(host.rpc(kind, [run.id], { as })));
  const after = queues(host);
  for (const [id, count] of before) if (id !== run.id) expect([id, after.get(id)]).toEqual([id, count]);
}

/** Whatever happens to others, the rows of a run that is paused wait for it. */
async function keepingPaused(host: Host, deed: Deed): Promise<void> {
  const paused = async () =>
    (await listRuns(host)).filter(({ status }) => status === "paused").map(({ id }) => id);
  const ids = await paused();
  const before = queues(host);
  await act(host, deed);
  const after = queues(host);
  const still = ids.length > 0 ? await paused() : [];
  for (const id of ids) if (still.includes(id)) expect([id, after.get(id)]).toEqual([id, before.get(id)]);
}

async function act(host: Host, deed: Deed): Promise<void> {
  switch (deed.kind) {
    case "push":
    case "lookup":
      await tried(start(host, specOf(deed), deed.as));
      return;
    case "import":
    case "refresh":
      await tried(
        start(
          host,
          deed.kind === "import" ? IMPORT : { kind: "refresh", sheet: JOBS.sheet, full: true },
          deed.as,
        ),
      );
      return;
    case "delete":
      await tried(start(host, { ...DELETION, sheet: deed.sheet }, deed.as));
      return;
    case "made":
      servers.huntr.changeAt(Math.floor(host.now() / 1000), "createJob", {
        owner: must(servers.huntr.data.members[deed.which % 3]).id,
        title: "Made meanwhile",
      });
      return;
    case "gone": {
      const { jobs } = servers.huntr.data;
      servers.huntr.deleteJob(must(jobs[deed.which % jobs.length]).id);
      return;
    }
    case "carry": {
      fault(deed.fault);
      // What waits after a fault is due again.
      await host.advance(20_000);
      if (deed.dies) host.killAt(deed.dies);
      await carry(host, deed.isAtOnce);
      host.killAt(null);
      for (const server of [servers.huntr, servers.hunter]) server.faults.clear();
      return;
    }
    case "wait":
      await host.advance(180_000);
      return;
    case "sort":
      host.book.sortRange(
        idOf(host, deed.sheet),
        2,
        1,
        SHEETS[deed.sheet],
        host.book.lastColumn(idOf(host, deed.sheet)),
        [{ column: 1, ascending: deed.isUp }],
      );
      return;
    default:
      await order(host, deed);
  }
}

function fault(kind: "none" | "busy" | "slow" | "before" | "after"): void {
  const when = ({ method }: { method: string }) => method === "POST";
  if (kind === "slow") {
    // A slice of a sidebar gets some of the pages.
    servers.huntr.faults.add({
      effect: {
        kind: "change",
        change: (reply) => ({ ...reply, headers: { ...reply.headers, "x-virtual-delay": "9000" } }),
      },
      when: ({ path }) => path.endsWith("/jobs"),
      times: 999,
    });
  } else if (kind === "busy") {
    servers.huntr.faults.add({ effect: { kind: "status", status: 503 }, when, times: 99 });
    servers.hunter.faults.add({ effect: { kind: "status", status: 403, body: {} }, times: 99 });
  } else if (kind !== "none") servers.huntr.faults.add({ effect: { kind: "drop", when: kind }, when });
}

/** Carries on until nothing goes on by itself. */
async function settleAll(host: Host): Promise<SeenRun[]> {
  for (let turn = 0; turn < 60; turn++) {
    const runs = await listRuns(host);
    if (!runs.some(({ status }) => /^(queued|running)$/.test(status))) return runs;
    await carry(host);
    await host.advance(130_000);
  }
  throw new Error("The runs did not settle.");
}

async function fileWithRows(): Promise<BookFile> {
  let book = file;
  for (const name of NAMES)
    book = await withRows(book, servers, name, [["E-mail"], ...emailsOf(name).map((email) => [email])]);
  return book;
}

/** Does the deeds in a file with fresh servers, and then cancels what does not go on by itself. */
async function inFile(
  begun: BookFile,
  deeds: readonly Deed[],
  after: (host: Host) => void,
  end: (host: Host) => Promise<void>,
): Promise<void> {
  servers.huntr.restore(undefined);
  servers.hunter.restore(undefined);
  for (const server of [servers.huntr, servers.hunter]) server.faults.clear();
  const host = await openHost(begun, servers.routes);
  try {
    for (const one of deeds) {
      await keepingPaused(host, one);
      after(host);
    }
    await settleAll(host);
    for (const { id, status } of await listRuns(host))
      if (status === "paused" || status === "stopped") await json(host.rpc("cancelRun", [id]));
    await end(host);
  } finally {
    await host.close();
  }
}

const checked = { endOnFailure: true } as const;
const runsOf = (usual: number) => ({ ...checked, numRuns: Number(process.env.HISTORIES ?? usual) });
/** Both mark their rows, one after the other, and get none sent. */
const BUSY: Deed = { kind: "carry", isAtOnce: false, fault: "busy", dies: null };
const AT_ONCE: Deed = { kind: "carry", isAtOnce: true, fault: "none", dies: null };
const SLOW: Deed = { kind: "carry", isAtOnce: false, fault: "slow", dies: null };

test("two people at two sheets, whatever they do: nobody invited twice, no row lost, no queue but one's own touched", async () => {
  const begun = await fileWithRows();
  const both = fc
    .tuple(sending, sending)
    .map(([mine, theirs]): Deed[] => [{ ...mine, as: OWNER }, { ...theirs, as: COLLEAGUE }, BUSY]);
  await fc.assert(
    fc.asyncProperty(both, fc.array(sendingDeed, { minLength: 3, maxLength: 10 }), (first, deeds) =>
      inFile(
        begun,
        [...first, ...deeds],
        () => {},
        async (host) => {
          // Whoever was stopped somewhere sends and looks up what is left.
          for (const sheet of NAMES)
            for (const kind of ["push", "lookup"] as const)
              await start(host, specOf({ kind, sheet, rows: null }));
          const runs = await settleAll(host);
          for (const { status } of runs.slice(0, 4)) expect(status).toBe("done");
          const doubtful = new Set<string>();
          for (const name of NAMES) {
            const [header = [], ...rows] = grid(host, name);
            expect(rows.map(([email]) => email).sort()).toEqual(emailsOf(name).sort());
            for (const row of rows) {
              const [sent = "", found] = ["Huntsheet status", "Status"].map((one) =>
                String(row[header.indexOf(one)]),
              );
              // Whoever takes a run over cannot see what became of the other's: that row is a person's to settle.
              if (sent.startsWith(BY_OTHER)) doubtful.add(String(row[0]));
              else expect(sent).toMatch(/^(done \(|skipped: (already invited|twice))/);
              expect(found).toMatch(/^(valid|invalid|accept_all|unknown|webmail|disposable)$/);
            }
          }
          const invited = servers.huntr.data.invitations.map(({ toEmail }) => toEmail);
          for (const email of new Set(NAMES.flatMap(emailsOf))) {
            const times = invited.filter((other) => other === email).length;
            if (doubtful.has(email)) expect([email, times]).toEqual([email, Math.min(times, 1)]);
            else expect([email, times]).toEqual([email, 1]);
          }
        },
      ),
    ),
    runsOf(8),
  );
}, 600_000);

test("two people at one table and at one undo sheet, whatever they do: no row loses its note, every deleted lead is kept", async () => {
  const leads = servers.hunter.data.leads.slice(0, 20).map(({ id }) => String(id));
  let begun = await withRows(file, servers, "A", [["ID"], ...leads.slice(0, 10).map((id) => [id])]);
  begun = await withRows(begun, servers, "B", [["ID"], ...leads.slice(10).map((id) => [id])]);
  const first = await openHost(begun, servers.routes);
  await start(first, IMPORT);
  await settleAll(first);
  first.book.write(idOf(first, JOBS.sheet), 1, 10, [["Notes"]]);
  begun = first.save();
  await first.close();
  const importing: Deed = { kind: "import", as: OWNER };
  const made: Deed = { kind: "made", which: 0 };
  const both = fc.constantFrom<Deed[]>(
    [importing, { kind: "refresh", as: COLLEAGUE }, SLOW, made, SLOW],
    [importing, { kind: "delete", as: COLLEAGUE, sheet: "B" }, SLOW, made],
    [{ kind: "delete", as: OWNER, sheet: "A" }, { kind: "delete", as: COLLEAGUE, sheet: "B" }, AT_ONCE],
  );
  await fc.assert(
    fc.asyncProperty(both, fc.array(tableDeed, { minLength: 3, maxLength: 10 }), async (first, deeds) => {
      const noted = new Set<string>();
      /** Somebody writes a note beside each row that has none. */
      const note = (host: Host) => {
        const [header = [], ...rows] = grid(host, JOBS.sheet);
        const at = header.indexOf("Notes");
        rows.forEach((row, i) => {
          const id = String(row[0] ?? "");
          if (id === "") return;
          if (noted.has(id)) expect([id, row[at]]).toEqual([id, `note of ${id}`]);
          else host.book.write(idOf(host, JOBS.sheet), i + 2, at + 1, [[`note of ${id}`]]);
          noted.add(id);
        });
      };
      await inFile(begun, [...first, ...deeds], note, async (host) => {
        note(host);
        await start(host, IMPORT);
        for (const sheet of ["A", "B"]) await start(host, { ...DELETION, sheet });
        for (const { status } of (await settleAll(host)).slice(0, 3)) expect(status).toBe("done");
        note(host);
        const alive = servers.huntr.data.jobs.map(({ id }) => id);
        expect(
          under(grid(host, JOBS.sheet), "ID")
            .filter((id) => id !== "")
            .sort(),
        ).toEqual(alive.sort());
        expect([...new Set(under(grid(host, UNDO), "ID").map(String))].sort()).toEqual([...leads].sort());
        expect(servers.hunter.data.leads.filter(({ id }) => leads.includes(String(id)))).toEqual([]);
      });
    }),
    runsOf(6),
  );
}, 600_000);
