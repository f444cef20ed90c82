import { describe, expect, test } from "vitest";
import { addressKey } from "../../src/core/addresses.ts";
import { lineOf } from "../../src/ledger/result-line.ts";
import { withoutPerson } from "../../src/ledger/results.ts";
import { compute, computeAgain } from "../formulas/computing.ts";
import { grid, json, must, value } from "../rig.ts";
import { givenAddresses, lookUp, sentTo, sum, under, VERIFY } from "../runs/looking-up.ts";
import { before, host, onStage, reopen, servers } from "../stage.ts";

const EMAILS = [
  "good@one.example",
  "bad@one.example",
  "claimed.her@two.example",
  "ann@willowanalytics.example",
];

onStage({
  hunter: { verifier: { slowPerThousand: 0, flakyPerThousand: 0 }, rateLimits: false },
  prepare: async (first) => {
    givenAddresses(first, EMAILS);
    await lookUp(first);
  },
});

const sheetId = () => must(host.book.sheets().find(({ name }) => name === "Huntsheet results")).id;
const sent = () => sum(sentTo(servers, "email-verifier", "email", before.hunter));
const forget = (which: object) =>
  json<{ forgotten: number }>(host.rpc("forgetResults", [JSON.stringify(which)]));
const askAll = () => compute(host, "=HUNTER_VERIFY(In!B2:B5)");

describe("paid results", () => {
  test("lie in a hidden sheet, and formulas read them", async () => {
    expect(host.book.sheets().find(({ name }) => name === "Huntsheet results")?.hidden).toBe(true);
    expect((await askAll()).cells.flat()).toEqual(under(host, "Status"));
    expect(sent()).toBe(0);
  });

  test("sorted, with other columns, and spoilt rows: what is whole still counts, the rest is left out", async () => {
    const rows = grid(host, "Huntsheet results");
    const [header = [], ...lines] = rows as (string | number)[][];
    host.book.write(sheetId(), 2, 1, [...lines].reverse() as never);
    host.book.write(sheetId(), 6, 1, [
      ["verify", "x@y.example", "yesterday", "valid", 1, "me", "{}"],
    ] as never);
    host.book.write(sheetId(), 7, 1, [
      ["verify", "good@one.example", lines[0]?.[2], "valid", 1, "me", "{cut"],
    ] as never);
    host.book.write(sheetId(), 8, 1, [["guess", "a", lines[0]?.[2], "b", "c", "d", "e"]] as never);
    expect(header[0]).toBe("Look-up");
    const told: string[] = [];
    // The cache is no place to keep anything.
    await reopen({ ...host.save(), clockMs: host.now() + 7 * 3_600_000 });
    host.on("log", ({ text }) => told.push(text));
    const { error } = await askAll();
    expect(told).toEqual(['2 rows of the sheet "Huntsheet results" are spoilt and were left out.']);
    expect(error).toBe("");
    expect(sent()).toBeLessThanOrEqual(1);
  });

  test("survive a copy of the file, which takes no properties along, and need no key", async () => {
    const shown = under(host, "Status");
    const copy = host.copyFile();
    await reopen(copy);
    expect((await askAll()).cells.flat()).toEqual(shown);
    expect(sent()).toBe(0);
  });

  test("survive that somebody shows and renames their sheet, and go on there", async () => {
    host.book.renameSheet(sheetId(), "Spent on Hunter");
    await askAll();
    expect(sent()).toBe(0);
    await compute(host, '=HUNTER_VERIFY("new@one.example")');
    await value(host.call("recalculateFormulas", [], { entry: "menu" }));
    expect(grid(host, "Spent on Hunter").length).toBe(6);
    expect(host.book.sheets().some(({ name }) => name === "Huntsheet results")).toBe(false);
  });

  test("survive a title above their headers, a renamed header, one that is gone, and that all was emptied", async () => {
    const noteNew = async (address: string) => {
      await compute(host, `=HUNTER_VERIFY("${address}")`);
      await value(host.call("recalculateFormulas", [], { entry: "menu" }));
    };
    /** The cache is no place to keep anything. */
    const later = () => {
      const book = host.save();
      return reopen({ ...book, clockMs: book.clockMs + 3_600_000 });
    };
    host.book.insertRows(sheetId(), 1, 1);
    host.book.write(sheetId(), 1, 1, [["What we bought"]]);
    host.book.insertColumns(sheetId(), 1, 1);
    host.book.write(sheetId(), 2, 7, [["Wofür"]]);
    host.book.removeColumns(sheetId(), 6, 1);
    await later();
    await noteNew("new@one.example");
    await later();
    expect((await askAll()).error).toBe("");
    await compute(host, '=HUNTER_VERIFY("NEW@one.example")');
    expect(sent()).toBe(1);
    expect(await forget({ email: "new@one.example" })).toEqual({ forgotten: 1 });

    const rows = grid(host, "Huntsheet results");
    host.book.write(
      sheetId(),
      1,
      1,
      rows.map((row) => row.map(() => null)),
    );
    await noteNew("other@one.example");
    await later();
    await compute(host, '=HUNTER_VERIFY("other@one.example")');
    expect(sent()).toBe(2);
  });

  test("whoever died between two places left some in both: they count once", async () => {
    const results = async () => {
      const { results, spent } = await json<{ results: number; spent: { verifications: number }[] }>(
        host.rpc("credits", []),
      );
      return [results, spent.reduce((sum, { verifications }) => sum + verifications, 0)];
    };
    const [lines = 0, credits = 0] = await results();
    await compute(host, '=HUNTER_VERIFY("new@one.example")');
    host.fault({ call: "Properties.deleteProperty", message: "Service unavailable: Properties" });
    for (let n = 0; n < 2; n++) {
      await host.call("recalculateFormulas", [], { entry: "menu" });
      expect(await results()).toEqual([lines + 1, credits + 1]);
    }
  });

  test("20,000 of them: their keys are read and one row, and one of them is forgotten", async () => {
    const rows = grid(host, "Huntsheet results");
    const at = must((rows[1] as unknown[])[2]);
    const record = JSON.stringify({
      status: "valid",
      score: 90,
      email: "person1@school.example",
      regexp: true,
    });
    const many = Array.from({ length: 20_000 }, (_, i) => [
      ...["verify", `person${i}@school.example`, at, "valid", 1, "me", record],
    ]);
    host.book.insertRows(sheetId(), 6, 20_000);
    host.book.write(sheetId(), 6, 1, many as never);
    const calls: string[] = [];
    host.on("call", ({ call }) => calls.push(call));
    // What the stand-in reckons: 60 ms for a call, a microsecond for a cell.
    let cellsRead = 0;
    host.on("ended", ({ execution: { serviceCalls } }) => {
      const { count = 0, ms = 0 } = serviceCalls.find(({ name }) => name === "Range.getValues") ?? {};
      cellsRead = Math.round((ms - count * 60) * 1_000);
    });
    const { cells } = await compute(host, '=HUNTER_VERIFY("person19999@school.example")');
    expect([cells, sent()]).toEqual([[["valid"]], 0]);
    expect(calls.filter((call) => /^Range\.get|^Sheet\.get/.test(call)).length).toBeLessThanOrEqual(4);
    // Three columns of all, and one row.
    expect(cellsRead).toBeGreaterThan(3 * many.length);
    expect(cellsRead).toBeLessThan(3 * host.book.lastRow(sheetId()) * 1.1);
    // The next who asks finds it in the cache.
    calls.length = 0;
    await computeAgain(host, "HUNTER_VERIFY");
    expect(calls.filter((call) => /^Range\.get|^Sheet\.get/.test(call))).toEqual([]);
    expect(await forget({ email: "person7@school.example" })).toEqual({ forgotten: 1 });
  });

  test("of a person: all is forgotten, everywhere", async () => {
    await askAll();
    expect(await forget({ email: " Ann <GOOD@one.example>" })).toEqual({ forgotten: 1 });
    expect(JSON.stringify(grid(host, "Huntsheet results"))).not.toContain("good@one.example");
    expect(grid(host, "Huntsheet results").length).toBe(4);
    await computeAgain(host, "HUNTER_VERIFY");
    expect(sent()).toBe(1);
  });

  test("of a person: also what waits in the journal, in the cache, and in a search among others", async () => {
    const [first] = (
      await compute(host, '=HUNTER_DOMAIN("willowanalytics.example", "limit=10", "email")')
    ).cells.slice(1);
    const person = String(must(first)[0]);
    const verify = `=HUNTER_VERIFY("${person.toUpperCase()}")`;
    await compute(host, verify);
    await compute(host, '=HUNTER_VERIFY("other@one.example")');
    expect(JSON.stringify(host.save())).toContain(`\\"${person}\\"`);
    await forget({ email: person });
    const { spreadsheet, ...rest } = host.save();
    expect(JSON.stringify(rest)).not.toContain(person);
    expect(JSON.stringify(grid(host, "Huntsheet results"))).not.toContain(person);
    expect(JSON.stringify(grid(host, "Huntsheet results"))).toContain("other@one.example");
    expect(spreadsheet).toBeDefined();
    // Of the search the others are still there, and not bought again.
    const again = await compute(
      host,
      '=HUNTER_DOMAIN("willowanalytics.example", "limit=10", "value, domain")',
    );
    expect(again.cells.length).toBe(10);
    const paid = servers.hunter.requests.slice(before.hunter).filter(({ url }) => !url.includes("/account"));
    expect(paid.length).toBe(3);
  });

  test("of a person whose domain Hunter writes as xn--…: out of searches, and what was verified under that form", () => {
    const theirs = "Ann@xn--mnchen-3ya.example";
    const key = addressKey("ann@münchen.example");
    const emails = [{ value: theirs, first_name: "Ann" }, { value: "bob@xn--mnchen-3ya.example" }];
    const search = lineOf("domain", "domain=münchen.example", 1, 1, "me", { status: "found", emails });
    const left = withoutPerson(search, key)?.text ?? "";
    expect(JSON.parse(left)).toEqual({ status: "found", emails: [{}, emails[1]] });
    const verified = lineOf("verify", theirs.toLowerCase(), 1, 1, "me", { status: "valid" });
    expect(withoutPerson(verified, key)).toBeNull();
  });

  test("answers of before addresses had one key: nobody is paid for twice, and who opted out stays out", async () => {
    const [header = [], first = []] = grid(host, "Huntsheet results");
    const lines = [
      ["(old@one.example)", "valid"],
      ["ann@xn--mnchen-3ya.example", "claimed"],
    ].map(([address, status]) => {
      const line: Record<string, unknown> = {
        "Look-up": "verify",
        Input: address,
        Status: status,
        For: "me",
      };
      return { ...line, When: first[header.indexOf("When")], Credits: 0, Result: JSON.stringify({ status }) };
    });
    host.book.write(
      sheetId(),
      grid(host, "Huntsheet results").length + 1,
      1,
      lines.map((line) => header.map((name) => line[String(name) as keyof typeof line])) as never,
    );
    const people = host.book.insertSheet("People");
    host.book.write(people, 1, 1, [["Email"], ["old@one.example"], ["ann@münchen.example"]]);
    const asked = await compute(host, "=HUNTER_VERIFY(People!A2:A3)");
    expect([asked.cells.flat(), sent()]).toEqual([["valid", "claimed"], 0]);
    const spec = { kind: "push", push: "hunter.leads", sheet: "People", map: { email: "Email" } };
    expect(await json(host.rpc("previewPush", [JSON.stringify(spec)]))).toMatchObject({ send: 1, rows: "2" });
  });

  test("all are forgotten, but for those who asked not to be processed", async () => {
    expect(await forget({ all: true })).toEqual({ forgotten: 3 });
    expect(
      grid(host, "Huntsheet results")
        .slice(1)
        .map((row) => row[3]),
    ).toEqual(["claimed"]);
    await askAll();
    expect(sent()).toBe(3);
  });

  test("by age: the older ones", async () => {
    expect(await forget({ olderThanDays: 10 })).toEqual({ forgotten: 0 });
    const later = { ...host.save(), clockMs: host.now() + 20 * 86_400_000 };
    await reopen(later);
    expect(await forget({ olderThanDays: 10 })).toEqual({ forgotten: 3 });
    await expect(forget({})).rejects.toThrow("Say which results go");
  });
});

describe("before and after", () => {
  test("the preview: what is bought already, what is to buy, and what the account has left", async () => {
    givenAddresses(host, [...EMAILS, "new@one.example", "NEW@one.example", "nobody"]);
    const preview = await json(
      host.rpc("previewLookup", [JSON.stringify({ ...VERIFY, outputs: { status: "Else" } })]),
    );
    expect(preview).toMatchObject({
      inputs: { email: "E-mail" },
      rows: 7,
      done: 0,
      distinct: 5,
      alreadyPaid: 4,
      toBuy: 1,
      invalid: 1,
      pool: "verifications",
      each: 1,
      account: { left: expect.any(Number), resetDate: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) },
    });
    expect(sent()).toBe(0);
    expect(grid(host, "In")[0]).toEqual(["Name", "E-mail", "Status", "Score"]);
    const done = await json<{ done: number }>(host.rpc("previewLookup", [JSON.stringify(VERIFY)]));
    expect(done.done).toBe(4);
  });

  test("without inputs the columns are recognised", async () => {
    const spec = { kind: "lookup", lookup: "verify", sheet: "In" };
    expect(await json(host.rpc("previewLookup", [JSON.stringify(spec)]))).toMatchObject({
      inputs: { email: "E-mail" },
    });
    expect(await json(host.rpc("lookupForm", ["In"]))).toMatchObject({
      hasKey: true,
      sheet: "In",
      headers: ["Name", "E-mail", "Status", "Score"],
      // Its names have digits, which no person has.
      recognised: { email: "E-mail" },
    });
  });

  test("credits: spent by which run, and by formulas", async () => {
    await compute(host, '=HUNTER_VERIFY("other@one.example")');
    const credits = await json<{ spent: { what: string; isMine: boolean | null; verifications: number }[] }>(
      host.rpc("credits", []),
    );
    expect(credits).toMatchObject({ account: { plan: "Growth" }, saved: { searches: 0, verifications: 0 } });
    const [run, formula] = [...credits.spent].sort((a, b) => (a.what < b.what ? -1 : 1));
    expect(run).toMatchObject({
      what: expect.stringMatching(/^Email verification in In \(\w{8}\)$/),
      isMine: true,
    });
    expect(formula).toMatchObject({ what: "HUNTER_VERIFY", isMine: null, verifications: 1 });
  });
});
