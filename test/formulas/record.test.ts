import { describe, expect, test } from "vitest";
import { must } from "../rig.ts";
import { before, host, onStage, servers } from "../stage.ts";
import { compute, computeAgain, given } from "./computing.ts";

// biome-ignore lint/suspicious/noExplicitAny: an object of an API, as its text shows it
type Thing = Record<string, any>;

onStage({
  huntr: { size: { jobs: 60, activities: 0, members: 30, employers: 5 } },
  hunter: { size: { leads: 40 } },
  hours: 1,
});

const jobs = () => servers.huntr.data.jobs as readonly Thing[];
const members = () => servers.huntr.data.members as readonly Thing[];
const leads = () => servers.hunter.data.leads as readonly Thing[];
const pathsOf = (requests: readonly { url: string }[]) =>
  requests.map(({ url }) => decodeURIComponent(url.replace(/^.*?\/(org|v2)\//, "")));
const huntrAsked = () => pathsOf(servers.huntr.requests.slice(before.huntr));
const hunterAsked = () => pathsOf(servers.hunter.requests.slice(before.hunter));
/** Without those that came too fast for the server, and came again. */
const huntrAnswered = () =>
  servers.huntr.requests.slice(before.huntr).filter(({ status }) => status !== 429).length;
const titled = () => jobs().filter(({ title }) => typeof title === "string");

/** Neither of these is the id of anything. */
const NOBODY = "ffffffffffffffffffffffff";

describe("HUNTR_JOB", () => {
  test("a single id: one row, no header, of the columns asked for, by one request", async () => {
    const job = must(titled()[3]);
    const { cells, error } = await compute(host, `=HUNTR_JOB("${job.id}", "title, id")`);
    expect(error).toBe("");
    expect(cells).toEqual([[job.title, job.id]]);
    expect(huntrAsked()).toEqual([`jobs/${job.id}`]);
  });

  test("without columns it is the row that HUNTR_JOBS has", async () => {
    const listing = await compute(host, "=HUNTR_JOBS()");
    const row = must(listing.cells[5]);
    const one = await compute(host, `=HUNTR_JOB("${row[0]}")`);
    expect(one.error).toBe("");
    expect(one.cells).toEqual([row]);
  });

  test("one column of one job is a single cell", async () => {
    const job = must(titled()[0]);
    expect((await compute(host, `=HUNTR_JOB("${job.id}", "title")`)).cells).toEqual([[job.title]]);
  });

  test("a range: a row per cell in its order, blank for blank, 'not found' for what is none, each id asked once", async () => {
    const [a, b] = [must(titled()[1]), must(titled()[2])];
    given(host, [[a.id], [""], [b.id], [NOBODY], ["no id!"], [a.id], ["short"]]);
    const { cells, error } = await compute(host, '=HUNTR_JOB(In!A1:A7, "id, title")');
    expect(error).toBe("");
    expect(cells).toEqual([
      [a.id, a.title],
      ["", ""],
      [b.id, b.title],
      ["not found", ""],
      ["not found", ""],
      [a.id, a.title],
      ["not found", ""],
    ]);
    expect(huntrAsked().sort()).toEqual(
      [`jobs/${a.id}`, `jobs/${b.id}`, `jobs/${NOBODY}`, "jobs/short"].sort(),
    );
  });

  test("what is found is kept: one more cell costs one more request", async () => {
    const some = titled().slice(0, 6);
    given(
      host,
      some.map(({ id }) => [id]),
    );
    await compute(host, '=HUNTR_JOB(In!A1:A5, "title")');
    expect(huntrAsked().length).toBe(5);
    const more = await compute(host, '=HUNTR_JOB(In!A1:A6, "title")');
    expect(more.cells).toEqual(some.map(({ title }) => [title]));
    expect(huntrAsked().length).toBe(6);
    await computeAgain(host, "HUNTR_JOB");
    expect(huntrAsked().length).toBe(6);
  });

  test.each([
    [
      `=HUNTR_JOB("${NOBODY}")`,
      `Huntr has no job "${NOBODY}". Give its id, as the import of Huntr Jobs shows it.`,
    ],
    ['=HUNTR_JOB("me@school.example")', 'Huntr has no job "me@school.example".'],
    ['=HUNTR_JOB("../members")', 'Huntr has no job "../members".'],
  ])("%s is the error: %s", async (formula, sentence) => {
    const { cells, error } = await compute(host, formula);
    expect(cells).toEqual([["#ERROR!"]]);
    expect(error).toContain(sentence);
  });

  test("a cell whose formula failed is told in a sentence, and nothing is asked", async () => {
    const job = must(titled()[4]);
    given(host, [[job.id], ["=NA()"], ["=1/0"]]);
    const no = (error: string) => `The cell shows ${error}: mend its formula first.`;
    expect((await compute(host, '=HUNTR_JOB(In!A1:A3, "title, id")')).cells).toEqual([
      [job.title, job.id],
      [no("#N/A"), ""],
      [no("#DIV/0!"), ""],
    ]);
    expect(huntrAsked()).toEqual([`jobs/${job.id}`]);
    expect((await compute(host, '=HUNTR_MEMBER("#N/A")')).error).toContain(no("#N/A"));
    expect(huntrAsked()).toHaveLength(1);
  });

  test("an unknown column is a sentence, whatever the id", async () => {
    const { error } = await compute(host, `=HUNTR_JOB("${jobs()[0]?.id}", "titel")`);
    expect(error).toBe("Huntr Jobs has no column 'titel'. Did you mean title? Use * for all columns.");
  });

  test("an outage in the middle is an error that says what is kept; computing again asks only for the rest", async () => {
    const some = titled().slice(0, 45);
    given(
      host,
      some.map(({ id }) => [id]),
    );
    servers.huntr.faults.add({
      when: ({ path }) => path.endsWith(some[30]?.id),
      effect: { kind: "status", status: 403 },
    });
    const first = await compute(host, '=HUNTR_JOB(In!A1:A45, "title")');
    expect(first.error).toMatch(/^Huntr lets only administrators do this .* 39 of 45 jobs are read and kept/);
    expect(huntrAnswered()).toBe(40);
    const second = await computeAgain(host, "HUNTR_JOB");
    expect(second.cells).toEqual(some.map(({ title }) => [title]));
    expect(huntrAnswered()).toBe(46);
  });
});

describe("HUNTR_MEMBER", () => {
  test("by id or by e-mail address in any case, with the member fields", async () => {
    const [a, b] = [must(members()[1]), must(members()[4])];
    given(host, [[a.id], [` ${String(b.email).toUpperCase()} `], ["nobody@mail.example"]]);
    const { cells, error } = await compute(host, '=HUNTR_MEMBER(In!A1:A3, "email, id")');
    expect(error).toBe("");
    expect(cells).toEqual([
      [a.email, a.id],
      [b.email, b.id],
      ["not found", ""],
    ]);
    expect(
      huntrAsked()
        .filter((path) => path.startsWith("members"))
        .sort(),
    ).toEqual(
      [
        `members/${a.id}`,
        // As it was typed, for nobody knows whether Huntr takes the two for one.
        `members?email=${String(b.email).toUpperCase()}`,
        `members?email=${String(b.email).toLowerCase()}`,
        "members?email=nobody@mail.example",
      ].sort(),
    );
    const listing = await compute(host, "=HUNTR_MEMBERS()");
    const row = must(listing.cells.find(([id]) => id === b.id));
    expect((await compute(host, `=HUNTR_MEMBER("${b.email}")`)).cells).toEqual([row]);
  });

  test("by an address in any dress; of two in one cell, and of none, the row says why", async () => {
    const a = must(members()[1]);
    expect((await compute(host, `=HUNTR_MEMBER("${a.email}\u200b", "id")`)).cells).toEqual([[a.id]]);
    given(host, [
      [`\u200b${a.email}`],
      [`(${a.email})`],
      [`Lee, Ann <${a.email}>`],
      [`\u202a${a.email}\u202c`],
      [`${a.email}, other@mail.example`],
    ]);
    const { cells } = await compute(host, '=HUNTR_MEMBER(In!A1:A5, "id")');
    expect(cells).toEqual([
      [a.id],
      [a.id],
      [a.id],
      [a.id],
      [`"${a.email}, other@mail.example" holds several addresses: keep one in a cell.`],
    ]);
    expect((await compute(host, "=HUNTR_MEMBER(In!A5)")).error).toContain("holds several addresses");
  });

  test("an address with capitals, of an organization that compares letter by letter", async () => {
    const { id } = must(members()[0]);
    const a = { id, email: "Ann.Lee@School.example" };
    servers.huntr.faults.add({
      times: 9,
      when: ({ query }) => query.get("email") === a.email.toLowerCase(),
      effect: { kind: "status", status: 200, body: JSON.stringify({ data: [] }) },
    });
    servers.huntr.faults.add({
      when: ({ query }) => query.get("email") === a.email,
      effect: { kind: "status", status: 200, body: JSON.stringify({ data: [a] }) },
    });
    expect((await compute(host, '=HUNTR_MEMBER("Ann.Lee@School.example", "id")')).cells).toEqual([[id]]);
  });

  test("a list with somebody else in it is no match", async () => {
    const [a, b] = [must(members()[0]), must(members()[1])];
    servers.huntr.faults.add({
      when: ({ query }) => query.get("email") !== null,
      effect: { kind: "status", status: 200, body: JSON.stringify({ data: [b] }) },
    });
    const { error } = await compute(host, `=HUNTR_MEMBER("${a.email}", "id")`);
    expect(error).toContain(`Huntr has no member "${String(a.email).toLowerCase()}".`);
  });

  test("a single bare object, as the text has it, is the member", async () => {
    const a = must(members()[0]);
    servers.huntr.faults.add({
      when: ({ query }) => query.get("email") !== null,
      effect: { kind: "status", status: 200, body: JSON.stringify(a) },
    });
    expect((await compute(host, `=HUNTR_MEMBER("${a.email}", "id")`)).cells).toEqual([[a.id]]);
  });
});

describe("HUNTER_LEAD", () => {
  test("by number or by e-mail address", async () => {
    const [a, b] = [must(leads()[2]), must(leads()[5])];
    given(host, [[a.id], [b.email], [987_654], ["nobody@mail.example"], ["x"]]);
    const { cells, error } = await compute(host, '=HUNTER_LEAD(In!A1:A5, "id, email")');
    expect(error).toBe("");
    expect(cells).toEqual([
      [a.id, a.email],
      [b.id, b.email],
      ["not found", ""],
      ["not found", ""],
      ["not found", ""],
    ]);
    expect(hunterAsked().filter((path) => !path.startsWith("leads_")).length).toBe(4);
  });

  test("the error for a single address that no lead has", async () => {
    const { error } = await compute(host, '=HUNTER_LEAD("nobody@mail.example")');
    expect(error).toBe(
      'Hunter has no lead "nobody@mail.example". Give its id or e-mail address, as the import of Hunter Leads shows it.',
    );
  });
});
