import fc from "fast-check";
import { expect, test } from "vitest";
import { CATEGORIES } from "../../local/apis/huntr/stages.ts";
import type { HuntrServer } from "../../local/apis/index.ts";
import type { Host } from "../../local/runtime/host.ts";
import { entries } from "../../src/entries.ts";
import { freshFile, grid, json, must, OWNER, openHost, type SeenRun, start, startServers } from "../rig.ts";

/** A table that is kept by refreshes equals a fresh import, whatever happened at Huntr in between. */

/** By what Huntr tells of members: jobs and activities are kept alike under both. */
const HISTORIES = [
  [150, "older"],
  [100, "newer"],
] as const;
const STAGES = ["Wishlist", "Applied", "Interview", "Offer", "Accepted"];
const MANUAL = CATEGORIES.map(({ name }) => name);
const NOTE = "My note";

interface Kept {
  readonly sheet: string;
  readonly spec: Record<string, unknown>;
}

const columnsOf = (table: string) => {
  const { columns } = must(entries.find((entry) => entry.table === table));
  return columns.map(({ name }) => name);
};
/** Those of which actions tell, so that the other ones do not have every refresh read it all. */
const followed = (table: string) => columnsOf(table).filter((name) => !/_is_active$/.test(name));
/** Some of them, other ones for each table that is kept: of all columns a history takes several times as long. */
const some = (names: readonly string[]) => {
  draws += 1;
  const drawn = fc.sample(
    fc.shuffledSubarray([...names], {
      minLength: Math.min(5, names.length),
      maxLength: Math.min(12, names.length),
    }),
    draws,
  );
  return must(drawn[draws - 1]);
};
let draws = 0;
/** With the member fields that are changed: what the actions of a newer Huntr tell of. */
const NAMES = ["given_name", "email", "nickname", "student_number"];

/** The tables that are kept, and how often each of them is refreshed. */
function tablesOf({ data }: HuntrServer): { weight: number; arbitrary: fc.Arbitrary<Kept> }[] {
  const owner_member_id = must(data.jobs[0]).ownerMember.id;
  const activity_category_id = must(CATEGORIES.find(({ name }) => name === "Apply")).id;
  const jobs = { table: "huntr.jobs", columns: some(followed("huntr.jobs")) };
  const activities = { table: "huntr.activities", columns: some(followed("huntr.activities")) };
  const middle = must(data.activities[data.activities.length >> 1]).createdAt;
  const kept: [number, string, Record<string, unknown>][] = [
    [6, "All jobs", { ...jobs, removed: "delete" }],
    [3, "Plain jobs", { table: "huntr.jobs", columns: some(followed("huntr.jobs")) }],
    [2, "Plain activities", { table: "huntr.activities", columns: some(followed("huntr.activities")) }],
    [3, "One's jobs", { ...jobs, filters: { owner_member_id } }],
    [1, "Active", { table: "huntr.jobs", columns: ["title", "owner_is_active"] }],
    [6, "All activities", activities],
    [2, "Applications", { ...activities, filters: { activity_category_id } }],
    [2, "Later activities", { ...activities, removed: "delete", filters: { created_after: middle } }],
    [1, "Any jobs", { table: "huntr.jobs", columns: some(columnsOf("huntr.jobs")) }],
    [1, "Members", { table: "huntr.members" }],
    [2, "Names", { table: "huntr.members", columns: NAMES }],
    [1, "Employers", { table: "huntr.employers", columns: some(columnsOf("huntr.employers")) }],
  ];
  return kept.map(([weight, sheet, spec]) => ({
    weight,
    arbitrary: fc.constant({ sheet, spec: { ...spec, kind: "import", sheet } }),
  }));
}

/** Something that happens; numbers choose among what there is by then. */
const happening = fc.record({
  what: fc.constantFrom(
    ...[
      "create",
      "update",
      "update",
      "move",
      "move",
      "delete",
      "revert",
      "activity",
      "activity",
      "free activity",
    ],
    ...["change activity", "change activity", "delete activity", "note", "contact", "rename", "partner"],
    ...["field", "field", "active", "join", "company", "leave"],
  ),
  which: fc.nat(10_000),
  how: fc.nat(10_000),
});
type Happening = typeof happening extends fc.Arbitrary<infer T> ? T : never;

const history = (tables: ReturnType<typeof tablesOf>) =>
  fc.record({
    happenings: fc.array(happening, { maxLength: 6 }),
    minutes: fc.nat(25),
    isSorted: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
    kept: fc.oneof(...tables),
  });

/** @param isTold that a member is active again no action tells: it does not happen where tables are kept by actions. */
function happen(server: HuntrServer, { what, which, how }: Happening, at: number, isTold: boolean): void {
  const { data } = server;
  const one = <T>(things: readonly T[]) => must(things[which % things.length]);
  const other = <T>(things: readonly T[]) => must(things[how % things.length]);
  const job = () => one(data.jobs).id;
  const member = () => one(data.members).id;
  if (data.jobs.length < 20 && what === "delete") return;
  switch (what) {
    case "create": {
      const fields = { owner: member(), employer: other(data.employers).id, stage: other(STAGES) };
      server.changeAt(at, "createJob", { ...fields, title: `Made ${how}` });
      break;
    }
    case "update":
      server.changeAt(at, "updateJob", job(), how % 2 ? { title: `=NOW()+${how}` } : { salary: `$${how}k` });
      break;
    case "revert": {
      const { id, title = "" } = one(data.jobs);
      server.changeAt(at, "updateJob", id, { title: "Not for long" });
      server.changeAt(at, "updateJob", id, { title });
      break;
    }
    case "move":
      server.changeAt(at, "moveJob", job(), other(STAGES));
      break;
    case "delete":
      server.changeAt(at, "deleteJob", job());
      break;
    case "activity":
      server.changeAt(at, "createActivity", { job: job(), category: other(MANUAL), startAt: at + how });
      break;
    case "free activity":
      server.changeAt(at, "createActivity", { owner: member(), category: other(MANUAL) });
      break;
    case "change activity":
      server.changeAt(at, "updateActivity", one(data.activities).id, {
        completed: how % 2 === 0,
        startAt: at - how,
      });
      break;
    case "delete activity":
      server.changeAt(at, "deleteActivity", one(data.activities).id);
      break;
    case "note":
      server.changeAt(at, "createNote", job(), `Note ${how}`);
      break;
    case "contact":
      server.changeAt(at, "createContact", [job()], { firstName: `Ann ${how}` });
      break;
    case "rename":
      server.changeAt(at, "updateEmployer", one(data.employers).id, { name: `Renamed ${how}` });
      break;
    case "partner":
      server.changeAt(at, "updateEmployer", one(data.employers).id, { isPartner: how % 2 === 0 });
      break;
    case "company":
      server.changeAt(at, "createEmployer", { name: `New company ${how}` });
      break;
    case "field": {
      const field = must(data.memberFields.find(({ fieldType }) => fieldType === "TEXT"));
      server.changeAt(at, "setFieldValue", member(), field.id, how % 3 === 0 ? null : `Value ${how}`);
      break;
    }
    case "leave":
      // Most have to stay: whose jobs would the rest be about?
      if (data.members.length > 12) server.changeAt(at, "deleteMember", member());
      break;
    case "active":
      server.changeAt(at, "setMemberActive", member(), !isTold && how % 2 === 0);
      break;
    case "join": {
      const [invitation] = data.invitations;
      if (invitation)
        server.changeAt(at, "acceptInvitation", invitation.id, { givenName: `Jo ${how}`, familyName: "New" });
    }
  }
}

/** Starts a run and carries it to its end. */
async function run(host: Host, spec: object): Promise<SeenRun> {
  const { id } = await start(host, spec);
  let seen: SeenRun | null = null;
  for (let slice = 0; slice < 5; slice++) {
    seen = await json<SeenRun>(host.rpc("advanceRun", [id]));
    if (seen.status === "done") return seen;
    // A table that was not refreshed for long may have lost a fifth of its jobs.
    if (/^\d+ of \d+ rows would be removed/.test(seen.error ?? "")) await json(host.rpc("goOnRun", [id]));
  }
  throw new Error(`The run did not come to its end: ${JSON.stringify(seen)}`);
}

/** Cells by key and header, but for rows that are marked as removed and the columns that are not the table's. */
function shown(host: Host, sheet: string): Record<string, Record<string, unknown>> {
  const [header = [], ...rows] = grid(host, sheet);
  const removedAt = header.indexOf("Removed");
  const cells: Record<string, Record<string, unknown>> = {};
  for (const row of rows) {
    if (row[0] === "" || (removedAt >= 0 && row[removedAt] !== "")) continue;
    const key = String(row[0]);
    if (cells[key]) throw new Error(`${key} is there twice.`);
    cells[key] = {};
    header.forEach((name, i) => {
      if (name !== NOTE && name !== "Removed") must(cells[key])[String(name)] = row[i];
    });
  }
  return cells;
}

const idOf = (host: Host, name: string) => must(host.book.sheets().find((sheet) => sheet.name === name)).id;

/** Writes a note beside each id that has none. */
function annotate(host: Host, sheet: string): void {
  const [header = [], ...rows] = grid(host, sheet);
  const at = header.indexOf(NOTE) < 0 ? header.length : header.indexOf(NOTE);
  if (at === header.length) {
    // The table may take all columns that a new sheet has.
    const { columns } = must(host.book.sheets().find(({ name }) => name === sheet));
    if (at === columns) host.book.insertColumns(idOf(host, sheet), at + 1, 1, "left");
    host.book.write(idOf(host, sheet), 1, at + 1, [[NOTE]]);
  }
  rows.forEach((row, i) => {
    if (row[0] !== "" && (row[at] ?? "") === "")
      host.book.write(idOf(host, sheet), i + 2, at + 1, [[`of ${String(row[0])}`]]);
  });
}

/** Notes that do not lie beside the id that they were written for. */
function strayNotes(host: Host, sheet: string): unknown[] {
  const [header = [], ...rows] = grid(host, sheet);
  const at = header.indexOf(NOTE);
  return rows.filter((row) => row[at] !== "" && row[at] !== `of ${String(row[0])}`);
}

test.each(HISTORIES)(
  "%i histories (%s reading): a table kept by refreshes equals a fresh import, and each note is still beside its id",
  async (histories, reading) => {
    const servers = await startServers({
      huntr: {
        size: { jobs: 40, activities: 90, members: 16, employers: 6 },
        listing: { cap: 5, inclusive: "both" },
        requestsPerSecond: null,
        reading,
      },
    });
    const { huntr } = servers;
    // Without leave for triggers none of them fires in between.
    const refusedScopes = { [OWNER]: ["https://www.googleapis.com/auth/script.scriptapp"] };
    const host = await openHost(await freshFile(servers.routes), servers.routes, { refusedScopes });
    const tables = tablesOf(huntr);
    const ways: Record<string, number> = {};
    try {
      for (const { arbitrary } of tables) {
        const { sheet, spec } = must(fc.sample(arbitrary, 1)[0]);
        await run(host, spec);
        annotate(host, sheet);
      }
      let lastMs = host.now();
      await fc.assert(
        fc.asyncProperty(
          history(tables),
          async ({ happenings, minutes, isSorted, kept: { sheet, spec } }) => {
            await host.advance(minutes * 60_000 + 2_000);
            const spanMs = host.now() - lastMs;
            happenings.forEach((one, i) => {
              const at = Math.floor((lastMs + (spanMs * i) / happenings.length) / 1000);
              happen(huntr, one, at, reading === "newer");
            });
            lastMs = host.now();
            if (isSorted) {
              const id = idOf(host, sheet);
              const rows = host.book.lastRow(id) - 1;
              host.book.sortRange(id, 2, 1, rows, host.book.lastColumn(id), [{ column: 2, ascending: true }]);
            }
            const { note, error } = await run(host, { kind: "refresh", sheet });
            expect(error).toBe(null);
            const way = must(note).split(":")[0] ?? "";
            ways[way] = (ways[way] ?? 0) + 1;
            expect(strayNotes(host, sheet)).toEqual([]);
            annotate(host, sheet);
            const fresh = `${sheet}, fresh`;
            await run(host, { ...spec, sheet: fresh });
            expect(shown(host, sheet)).toEqual(shown(host, fresh));
            // A blank sheet is filled like a new one, and sooner made.
            host.book.write(
              idOf(host, fresh),
              1,
              1,
              grid(host, fresh).map((row) => row.map(() => "")),
            );
          },
        ),
        // What came before is part of every history: there is nothing to shrink.
        { numRuns: histories, endOnFailure: true },
      );
    } finally {
      await host.close();
      await servers.close();
    }
    expect(Object.keys(ways).sort()).toEqual(["From Huntr's actions", "Whole listing"]);
    expect(Math.min(...Object.values(ways))).toBeGreaterThan(histories / 8);
  },
  300_000,
);
