import { describe, expect, test } from "vitest";
import { compute, given } from "../formulas/computing.ts";
import { grid, json, must, type SeenRun, settle, start } from "../rig.ts";
import { before, host, onStage, servers } from "../stage.ts";
import { addresses, givenAddresses, lookUp, sentTo, spentOn, sum, under, VERIFY } from "./looking-up.ts";
import { watchUntilDone } from "./open-sidebar.ts";

const PER_DOMAIN = 40;

onStage({
  hunter: {
    account: { verifications: { used: 0, available: 9_000 }, searches: { used: 0, available: 9_000 } },
    verifier: { slowPerThousand: 0, flakyPerThousand: 0, perDomainPerDay: PER_DOMAIN },
    rateLimits: false,
  },
  hours: 40 * 24,
});

const sent = () => sentTo(servers, "email-verifier", "email", before.hunter);

/** Every answer takes so long. */
function slow(ms: number): void {
  servers.hunter.faults.add({
    times: 9_000,
    when: ({ query }) => query.has("email"),
    effect: {
      kind: "change",
      change: (reply) => ({ ...reply, headers: { ...reply.headers, "x-virtual-delay": String(ms) } }),
    },
  });
}

describe("several executions at once", () => {
  test("of a domain near its daily limit, at most one batch is asked in vain", async () => {
    slow(8_000);
    givenAddresses(host, addresses(150, 2));
    await start(host, VERIFY);
    const [run] = await watchUntilDone(host);
    expect(run).toMatchObject({ status: "running", done: 2 * PER_DOMAIN });
    const refused = servers.hunter.requests.slice(before.hunter).filter(({ status }) => status === 429);
    expect(refused.length).toBeLessThanOrEqual(10);
    expect(Math.max(...sent().values())).toBe(1);
  });

  test("a cap that is just enough is enough, whatever comes for nothing", async () => {
    slow(4_000);
    const emails = [
      ...addresses(60),
      "claimed.a@one.example",
      "slow.b@two.example",
      "flaky.c@three.example",
      "stuck.d@four.example",
    ];
    givenAddresses(host, emails);
    await start(host, { ...VERIFY, maxCredits: emails.length });
    const [run] = await watchUntilDone(host);
    expect(run).toMatchObject({ status: "done", done: emails.length });
    expect(spentOn(servers, "verifications")).toBeLessThanOrEqual(emails.length);
  });

  test("a cap is not passed, and what comes for nothing is given back to it", async () => {
    slow(4_000);
    const emails = addresses(120);
    givenAddresses(host, emails);
    await start(host, { ...VERIFY, maxCredits: 57 });
    const [run] = await watchUntilDone(host);
    expect(run?.status).toBe("stopped");
    expect(run?.error).toMatch(/^The cap of 57 verifications is spent/);
    expect(spentOn(servers, "verifications")).toBe(57);
    expect(under(host, "Status").filter((status) => status !== "" && status !== "unknown").length).toBe(57);
    expect(Math.max(...sent().values())).toBe(1);
  });
});

test("an address put off until tomorrow gets all its looks then, however many others had today", async () => {
  const emails = [...addresses(PER_DOMAIN, 1), "slow.last@school0.example", "stuck.her@one.example"];
  givenAddresses(host, emails);
  expect(await lookUp(host)).toMatchObject({ status: "done", done: emails.length });
  expect(under(host, "Status").slice(-2)).toEqual([
    expect.stringMatching(/^(valid|invalid|accept_all)$/),
    "unknown",
  ]);
});

describe("what is paid for once", () => {
  test("an address with signs that nobody sees, in brackets or as a link", async () => {
    givenAddresses(host, [
      "ann@one.example",
      "\u200bann@one.example\u2060",
      "mailto:ann@one.example",
      "Ann Lee <Ann@One.example>",
      "ann@one.example\u00a0",
      "ann@one.example;",
      "<ann@one.example>,",
    ]);
    await lookUp(host);
    expect([...sent()]).toEqual([["ann@one.example", 1]]);
    expect(new Set(under(host, "Status")).size).toBe(1);
  });

  test("a person by parts of a name or by the whole of it, a domain or its address", async () => {
    given(host, [
      ["Site", "Name", "First", "Last"],
      ["willowanalytics.example", "Jane Doe", "", ""],
      ["https://www.willowanalytics.example/team?x=1", "", "Jane", "Doe"],
      ["WILLOWANALYTICS.EXAMPLE.", "", " jane ", "DOE"],
    ]);
    const inputs = { domain: "Site", full_name: "Name", first_name: "First", last_name: "Last" };
    await lookUp(host, { ...VERIFY, lookup: "find", inputs, outputs: { email: "Found" } });
    expect(new Set(under(host, "Found")).size).toBe(1);
    expect(spentOn(servers, "searches")).toBe(1);
    expect((await compute(host, '=HUNTER_FIND("willowanalytics.example", "Jane", "Doe")')).cells).toEqual([
      [under(host, "Found")[0]],
    ]);
    expect(spentOn(servers, "searches")).toBe(1);
  });

  test("a domain that stands in two rows: each address once", async () => {
    given(host, [
      ["Site", "Note"],
      ["willowanalytics.example", "a"],
      ["www.willowanalytics.example", "b"],
    ]);
    const spec = {
      ...VERIFY,
      lookup: "domain",
      inputs: { domain: "Site" },
      outputs: { value: "Mail" },
      along: ["Note"],
    };
    await lookUp(host, spec);
    const rows = grid(host, "Hunter Domain Search").slice(1);
    expect(rows.length).toBe(28);
    expect(new Set(rows.map((row) => row[0])).size).toBe(28);
    expect(spentOn(servers, "searches")).toBe(3);
  });

  test("an internationalised domain", async () => {
    givenAddresses(host, ["jürgen@bücher.example", "JÜRGEN@BÜCHER.example"]);
    await lookUp(host);
    expect(sum(sent())).toBe(1);
    expect(new Set(under(host, "Status")).size).toBe(1);
    expect(under(host, "Status")[0]).not.toBe("");
  });
});

describe("a person who asked not to be processed", () => {
  test("is never asked about again, in a run, in a formula, and after everything was forgotten", async () => {
    givenAddresses(host, ["claimed.her@two.example"]);
    await lookUp(host);
    await lookUp(host, { ...VERIFY, rows: [2] });
    await lookUp(host, { ...VERIFY, maxAgeDays: 0, outputs: { status: "Again", score: "More" } });
    await json(host.rpc("forgetResults", [JSON.stringify({ all: true })]));
    await json(host.rpc("forgetResults", [JSON.stringify({ email: "claimed.her@two.example" })]));
    expect(
      (await compute(host, '=HUNTER_VERIFY("Claimed.Her@two.example", "status, score", 0)')).cells,
    ).toEqual([["claimed"]]);
    expect(under(host, "Again")).toEqual(["claimed"]);
    expect(under(host, "More")).toEqual([""]);
    expect([...sent()]).toEqual([["claimed.her@two.example", 1]]);
  });
});

describe("what is the user's", () => {
  test("the addresses of a search go to no sheet of theirs", async () => {
    given(host, [["Site"], ["willowanalytics.example"]]);
    const other = host.book.insertSheet("Mine");
    host.book.write(other, 1, 1, [
      ["Name", "Phone"],
      ["Ann", "1"],
    ]);
    const spec = { ...VERIFY, lookup: "domain", inputs: { domain: "Site" }, outputs: { value: "Mail" } };
    const mine = grid(host, "Mine");
    const sheets = grid(host, "In");
    await expect(start(host, { ...spec, into: "In" })).rejects.toThrow(
      'The addresses cannot go to "In" itself. Name another sheet.',
    );
    const run = await lookUp(host, { ...spec, into: "Mine" }).catch((error: Error) => ({
      status: "refused",
      error: error.message,
    }));
    expect(run.status).not.toBe("done");
    expect(run.error).toMatch(/"Mine"/);
    expect(grid(host, "Mine")).toEqual(mine);
    expect(grid(host, "In").map(([site]) => [site])).toEqual(sheets);
    expect(spentOn(servers, "searches")).toBe(0);
  });

  test("rows that are sorted between the last look and the write get their own answers all the same", async () => {
    const emails = ["claimed.a@one.example", "ann@gmail.com", "nobody", ...addresses(5, 1)];
    givenAddresses(host, emails);
    const sheet = must(host.book.sheets().find(({ name }) => name === "In")).id;
    await lookUp(host);
    const expected = new Map(under(host, "E-mail").map((email, i) => [email, under(host, "Status")[i]]));
    expect(new Set(expected.values()).size).toBeGreaterThan(3);
    let writes = 0;
    let wanted = 0;
    host.on("call", ({ call }) => {
      if (call !== "Range.setValues" || ++writes !== wanted) return;
      const rows = host.book.values(sheet, 2, 1, emails.length, host.book.lastColumn(sheet));
      host.book.write(sheet, 2, 1, [...rows].reverse() as never);
    });
    for (let nth = 1; nth <= 4; nth++) {
      host.book.write(sheet, 2, 3, Array(emails.length).fill([null, null]));
      [writes, wanted] = [0, nth];
      await lookUp(host);
      const found = new Map(under(host, "E-mail").map((email, i) => [email, under(host, "Status")[i]]));
      expect([nth, ...found]).toEqual([
        nth,
        ...[...found.keys()].map((email) => [email, expected.get(email)]),
      ]);
    }
    expect(writes).toBeGreaterThan(0);
  });

  test("an address that is changed between the last look and the write gets the answer of its own", async () => {
    const emails = addresses(6, 1);
    givenAddresses(host, emails);
    const sheet = must(host.book.sheets().find(({ name }) => name === "In")).id;
    await lookUp(host);
    let writes = 0;
    let wanted = 0;
    let edits = 0;
    host.on("call", ({ call }) => {
      if (call !== "Range.setValues" || ++writes !== wanted) return;
      const isOpen = host.book.values(sheet, 3, 3, 1, 1)[0]?.[0] === "";
      if (isOpen) host.book.write(sheet, 3, 2, [["claimed.new@two.example"]]);
      edits += isOpen ? 1 : 0;
    });
    for (let nth = 1; nth <= 4; nth++) {
      host.book.write(sheet, 2, 2, emails.map((email) => [email, null, null]) as never);
      [writes, wanted] = [0, nth];
      await lookUp(host);
      const isChanged = under(host, "E-mail")[1] !== emails[1];
      expect([nth, under(host, "Status")[1] === "claimed"]).toEqual([nth, isChanged]);
    }
    expect(edits).toBeGreaterThan(0);
  });

  test("an address that is changed while it is asked about gets the answer of its own", async () => {
    slow(5_000);
    givenAddresses(host, addresses(10));
    const { id } = await start(host, VERIFY);
    const slice = json<SeenRun>(host.rpc("advanceRun", [id]));
    await host.advance(3_000);
    const sheet = must(host.book.sheets().find(({ name }) => name === "In")).id;
    host.book.write(sheet, 3, 2, [["claimed.new@two.example"]]);
    await slice;
    await settle(host);
    expect(under(host, "Status")[1]).toBe("claimed");
  });

  test("one address in several dresses is bought once; a cell with two of them says so", async () => {
    const dressed = [
      "(lena@school1.example)",
      '"lena@school1.example"',
      "lena@school1.example",
      "\u202alena@school1.example\u202c",
      "Kuhn, Lena (lena@school1.example)",
      "ann@münchen.example",
      "ann@xn--mnchen-3ya.example",
      "mailto:ann%2Bjobs@school1.example?subject=Hello",
      "ann@school1.example; lena@school1.example",
    ];
    givenAddresses(host, dressed);
    await lookUp(host);
    expect([...sent().keys()]).toEqual([
      "lena@school1.example",
      "ann@xn--mnchen-3ya.example",
      "ann+jobs@school1.example",
    ]);
    expect(sum(sent())).toBe(3);
    const statuses = under(host, "Status");
    expect(new Set(statuses.slice(0, 5)).size).toBe(1);
    expect(statuses[6]).toBe(statuses[5]);
    expect(statuses[8]).toBe(
      '"ann@school1.example; lena@school1.example" holds several addresses: keep one in a cell.',
    );
  });

  test("a score beside a column of dates, where the grid grows, is a number", async () => {
    givenAddresses(host, addresses(2));
    const sheet = must(host.book.sheets().find(({ name }) => name === "In")).id;
    host.book.removeColumns(sheet, 3, 24);
    host.book.setNumberFormats(sheet, 1, 2, [["yyyy-mm-dd"], ["yyyy-mm-dd"], ["yyyy-mm-dd"]]);
    await lookUp(host);
    expect(under(host, "Score")).toEqual([expect.any(Number), expect.any(Number)]);
  });
});
