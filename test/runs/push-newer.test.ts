import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { BookFile } from "../../local/runtime/book-file.ts";
import type { PushPlan, SendForm } from "../../src/ui/calls.ts";
import { freshFile, grid, json, must, openHost, type Servers, settle, start, startServers } from "../rig.ts";
import { DEATHS, killAll } from "./killing.ts";
import { STATUS, under, withRows } from "./pushing.ts";

/** What newer accounts of Huntr can be sent: each once, however it goes. */

let servers: Servers;
let fresh: BookFile;

beforeAll(async () => {
  servers = await startServers({
    huntr: {
      size: { jobs: 0, activities: 0, members: 14, employers: 2 },
      requestsPerSecond: null,
      reading: "newer",
    },
  });
  fresh = await freshFile(servers.routes);
});
afterAll(() => servers.close());
beforeEach(restore);

function restore(): void {
  servers.huntr.faults.clear();
  servers.huntr.restore(undefined);
}

const data = () => servers.huntr.data;
const newer = () => must(data().newer);
/** Those that the sample has not enrolled by itself. */
const people = () => data().members.slice(9);

interface Case {
  readonly push: string;
  readonly rows: () => readonly (readonly (string | number)[])[];
  readonly map: Readonly<Record<string, string>>;
  readonly constants?: () => Record<string, string>;
  /** What the outcomes are, of the rows in their order. */
  readonly outcomes: readonly RegExp[];
  /** What Huntr was told of, a text for each. */
  readonly sent: () => readonly string[];
  /** What of it there is once, when it is done. */
  readonly once: () => readonly string[];
}

const cases: readonly Case[] = [
  {
    push: "huntr.internal-notes",
    rows: () => [
      ["Member", "Note", "ID"],
      ...people().map(({ email }, i) => [email, `Called & said <${i}>`]),
      [must(people()[0]).email, "A second one"],
      [must(people()[0]).email.toUpperCase(), "a second one"],
      ["", "a second  one", must(people()[0]).id],
      ["nobody@mail.example", "No member"],
      [must(people()[1]).email, ""],
    ],
    map: { memberEmail: "Member", htmlText: "Note", memberId: "ID" },
    outcomes: [
      ...Array.from({ length: 6 }, () => /^done \(internal note [0-9a-f]{24}\) for \S+$/),
      // Where it was killed, Huntr tells of the one above.
      /^skipped: (twice in the sheet, see row 7|Huntr has this very note)/,
      /^skipped: (twice in the sheet, see row 7|Huntr has this very note)/,
      /^failed: Huntr has no such member$/,
      /^failed: there is no text for the note$/,
    ],
    sent: () => newer().internalNotes.map(({ memberId, text }) => `${memberId} ${text}`),
    once: () => [
      ...people().map(({ id }, i) => `${id} Called & said <${i}>`),
      `${must(people()[0]).id} A second one`,
    ],
  },
  {
    push: "huntr.goal-enrollments",
    rows: () => [["Member"], ...people().map(({ email }) => [email]), [must(data().members[0]).email]],
    map: { memberEmail: "Member" },
    constants: () => ({ goalId: must(newer().goals[0]).name as string }),
    outcomes: [
      ...Array.from({ length: 5 }, () => /^done \(enrollment in goal [0-9a-f]{24}\) for \S+$/),
      /^skipped: already enrolled$/,
    ],
    sent: () => newer().enrollments.map(({ memberId }) => memberId),
    once: () => people().map(({ id }) => id),
  },
  {
    push: "huntr.tags",
    rows: () => [
      ["Tag", "Color"],
      ["Night shift", "#00ff00"],
      ["Part time", "112233"],
      ["night  shift", "#00ff00"],
      ["Remote First", "#00ff00"],
      ["No color", "green"],
    ],
    map: { name: "Tag", color: "Color" },
    outcomes: [
      /^done \(tag [0-9a-f]{24}\) for Night shift$/,
      /^done \(tag /,
      /^skipped: /,
      /^skipped: there is a tag of this name$/,
      /^failed: "green" is no color: write it as #FF0000$/,
    ],
    sent: () => newer().tags.map(({ name, color }) => `${name} ${color}`),
    once: () => ["Night shift #00FF00", "Part time #112233"],
  },
];

const specOf = ({ push, map, constants }: Case) => ({
  kind: "push",
  push,
  sheet: "People",
  map,
  ...(constants && { constants: constants() }),
});

const counted = (all: readonly string[], once: readonly string[]) =>
  once.map((text) => all.filter((other) => other === text).length);

describe.each(cases)("$push", (one) => {
  test("each row is sent once, and told what became of it; once more sends nothing", async () => {
    const host = await openHost(await withRows(fresh, servers, "People", one.rows()), servers.routes);
    await start(host, specOf(one));
    expect((await settle(host))[0]).toMatchObject({ status: "done" });
    const outcomes = under(grid(host, "People"), STATUS).map(String);
    expect(outcomes.length).toBe(one.outcomes.length);
    one.outcomes.forEach((outcome, i) => {
      expect(outcomes[i]).toMatch(outcome);
    });
    expect(counted(one.sent(), one.once())).toEqual(one.once().map(() => 1));
    const before = one.sent().length;
    await start(host, specOf(one));
    await settle(host);
    // Nor from a sheet that knows nothing of it.
    await host.close();
    const other = await openHost(await withRows(fresh, servers, "People", one.rows()), servers.routes);
    await start(other, specOf(one));
    await settle(other);
    expect(one.sent().length).toBe(before);
    expect(under(grid(other, "People"), STATUS).filter((text) => /^done/.test(String(text)))).toEqual([]);
    await other.close();
  });

  test("an answer that is lost: nothing twice, nothing forgotten", async () => {
    const host = await openHost(await withRows(fresh, servers, "People", one.rows()), servers.routes);
    servers.huntr.faults.add({
      effect: { kind: "drop", when: "after" },
      when: ({ method }) => method === "POST",
    });
    await start(host, specOf(one));
    expect((await settle(host))[0]).toMatchObject({ status: "done" });
    expect(counted(one.sent(), one.once())).toEqual(one.once().map(() => 1));
    await host.close();
  });

  test.each(DEATHS)(
    "killed right $when its calls (queued writes $queued): nothing twice, nothing forgotten",
    async (death) => {
      const file = await withRows(fresh, servers, "People", one.rows());
      await killAll(
        { file, servers, spec: specOf(one), sheet: "People", restore },
        death,
        "sends",
        ({ rows }, _, where) => {
          const outcomes = under(rows, STATUS).map(String);
          expect(counted(one.sent(), one.once()), where).toEqual(one.once().map(() => 1));
          one.outcomes.forEach((outcome, i) => {
            expect(outcomes[i], where).toMatch(outcome);
          });
        },
      );
    },
  );
});

test("invitations name an advisor, by address or name; one that there is not fails", async () => {
  const [advisor] = newer().advisors;
  const rows = [
    ["E-mail", "Advisor"],
    ["a@new.example", must(advisor).email],
    ["b@new.example", must(advisor).fullName],
    ["c@new.example", ""],
    ["d@new.example", "nobody@school.example"],
  ];
  const host = await openHost(await withRows(fresh, servers, "People", rows), servers.routes);
  const map = { email: "E-mail", advisorEmail: "Advisor" };
  await start(host, { kind: "push", push: "huntr.invitations", sheet: "People", map });
  await settle(host);
  expect([...newer().advised]).toEqual([
    ["a@new.example", must(advisor).email],
    ["b@new.example", must(advisor).email],
  ]);
  expect(under(grid(host, "People"), STATUS).at(-1)).toMatch(/^failed: there is no advisor "nobody@school/);
  await host.close();
});

test("what an account has not got is not in the form; of what it has, Check tells whom it is about", async () => {
  const rows = [["E-mail"], [must(people()[0]).email]];
  const host = await openHost(await withRows(fresh, servers, "People", rows), servers.routes);
  const form = () => json<SendForm>(host.rpc("sendForm", ["huntr.goal-enrollments", "People"]));
  expect((await form()).lacking).toEqual([]);
  const goal = must((await form()).records["huntr.goals"]?.[0]);
  const map = { memberEmail: "E-mail" };
  const spec = { kind: "push", push: "huntr.goal-enrollments", sheet: "People", map };
  const plan = (constants: object) =>
    json<PushPlan>(host.rpc("previewPush", [JSON.stringify({ ...spec, constants })]));
  const { givenName, familyName, email } = must(people()[0]);
  expect((await plan({ goalId: goal.id })).changes.map(({ change }) => change)).toEqual([
    `${givenName} ${familyName} <${email}> into "${goal.name}"`,
  ]);
  const faults = await plan({ goalId: goal.id, oneTimeGoalStart: "2026-05-01" });
  expect(faults.problems.map(({ outcome }) => outcome)).toEqual([
    "failed: only a goal of the kind ONE_TIME takes a day on which it starts",
  ]);
  await host.close();
});

test("a day on which a goal starts is the file's, not that of UTC", async () => {
  const rows = [
    ["E-mail", "Start"],
    [must(people()[0]).email, "2026-05-01"],
  ];
  const host = await openHost(await withRows(fresh, servers, "People", rows), servers.routes);
  host.book.timeZone = "America/Los_Angeles";
  const once = must(newer().goals.find(({ scheduleType }) => scheduleType === "ONE_TIME"));
  const map = { memberEmail: "E-mail", oneTimeGoalStart: "Start" };
  const constants = { goalId: once.id };
  await start(host, { kind: "push", push: "huntr.goal-enrollments", sheet: "People", map, constants });
  expect((await settle(host))[0]).toMatchObject({ status: "done" });
  const { body } = must(servers.huntr.requests.findLast(({ method }) => method === "POST"));
  expect(JSON.parse(String(body))).toMatchObject({
    oneTimeGoalStart: Date.parse("2026-05-01T00:00-07:00") / 1000,
  });
  await host.close();
});
