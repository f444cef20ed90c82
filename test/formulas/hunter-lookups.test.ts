import { describe, expect, test } from "vitest";
import { grid, value } from "../rig.ts";
import { sentTo, spentOn, sum } from "../runs/looking-up.ts";
import { before, host, onStage, servers } from "../stage.ts";
import { compute, computeAgain, given } from "./computing.ts";

onStage({
  hunter: {
    account: { verifications: { used: 0, available: 2_000 }, searches: { used: 0, available: 2_000 } },
    verifier: { slowPerThousand: 0, flakyPerThousand: 0 },
  },
  hours: 40 * 24,
});

describe("HUNTER_FIND", () => {
  test("one person, and a range of them", async () => {
    expect(await compute(host, '=HUNTER_FIND("willowanalytics.example", "Jane", "Doe")')).toEqual({
      cells: [["jane@willowanalytics.example"]],
      error: "",
    });
    given(host, [
      ["willowanalytics.example", "Jane Doe"],
      ["", ""],
      ["yopmail.com", "Ann Lee"],
      ["willowanalytics.example", "Jane"],
    ]);
    const { cells } = await compute(host, '=HUNTER_FIND(In!A1:A4, In!B1:B4, "", "email, status")');
    expect(cells).toEqual([
      ["jane@willowanalytics.example", "found"],
      ["", ""],
      ["", "not found"],
      ["", "Hunter needs a first and a last name to find an address."],
    ]);
    expect(spentOn(servers, "searches")).toBeLessThanOrEqual(2);
  });

  test("what cannot be asked is an error, and costs nothing", async () => {
    expect((await compute(host, '=HUNTER_FIND("", "Jane", "Doe")')).error).toBe(
      "There is no domain or company in this row.",
    );
    expect(servers.hunter.requests.length).toBe(before.hunter);
  });
});

describe("HUNTER_DOMAIN", () => {
  test("all addresses under headers, bought once; with a limit only so many", async () => {
    const few = await compute(
      host,
      '=HUNTER_DOMAIN("willowanalytics.example", "limit=10", "email, position")',
    );
    expect(few.cells[0]).toEqual(["Email", "Position"]);
    expect(few.cells.length).toBe(11);
    expect(spentOn(servers, "searches")).toBe(1);
    const all = await compute(host, '=HUNTER_DOMAIN("https://willowanalytics.example/jobs")');
    expect(all.cells.length).toBe(29);
    expect(spentOn(servers, "searches")).toBe(3);
    expect((await computeAgain(host, "HUNTER_DOMAIN")).cells).toEqual(all.cells);
    expect(spentOn(servers, "searches")).toBe(3);
  });

  test("of a plan that has no second page, what the first one said is shown", async () => {
    servers.hunter.faults.add({
      times: 99,
      when: ({ query }) => Number(query.get("limit")) > 10 || Number(query.get("offset")) > 0,
      effect: { kind: "status", status: 400, body: { errors: [{ id: "pagination_error", code: 400 }] } },
    });
    const { cells, error } = await compute(host, '=HUNTER_DOMAIN("willowanalytics.example")');
    expect([error, cells.length]).toEqual(["", 11]);
    expect((await computeAgain(host, "HUNTER_DOMAIN")).cells).toEqual(cells);
    expect(spentOn(servers, "searches")).toBe(1);
  });

  test.each(["0", "-5", "2.5"])("a limit of %s is none, and costs nothing", async (limit) => {
    const { error } = await compute(host, `=HUNTER_DOMAIN("willowanalytics.example", "limit=${limit}")`);
    expect(error).toBe("The filter limit takes a whole number, 1 or more.");
    expect(servers.hunter.requests.length).toBe(before.hunter);
  });

  test("more addresses than there is room for: what was paid for is kept, and the rest follows", async () => {
    const about = "a long text ".repeat(9);
    const emails = Array.from({ length: 100 }, (_, i) => ({
      value: `person${i}@big.example`,
      confidence: 90,
      ...{ first_name: about, last_name: about, position: about, department: about, linkedin: about },
    }));
    servers.hunter.faults.add({
      times: 99,
      when: ({ path }) => path.endsWith("domain-search"),
      effect: {
        kind: "change",
        change: (reply) => ({ ...reply, status: 200, body: { data: { emails }, meta: { results: 100 } } }),
      },
    });
    given(
      host,
      Array.from({ length: 9 }, (_, i) => [`big${i}.example`]),
    );
    const few = await compute(host, '=HUNTER_DOMAIN(In!A1:A9, "", "email")');
    expect(few.error).toBe("");
    expect(few.cells.length).toBeGreaterThan(400);
    expect(few.cells.slice(-1)[0]?.[0]).toMatch(
      /^Not asked yet: There is no room left for what formulas pay for\. Choose Huntsheet ▸ Recalc/,
    );
    await value(host.call("recalculateFormulas", [], { entry: "menu" }));
    const { cells } = await compute(host, '=HUNTER_DOMAIN(In!A1:A9, "", "email, confidence")');
    expect(cells.length).toBe(901);
    const asked = sentTo(servers, "domain-search", "domain", before.hunter);
    expect([asked.size, sum(asked)]).toEqual([9, 9]);
  });

  test("nothing found is said", async () => {
    const { cells } = await compute(host, '=HUNTER_DOMAIN("yopmail.com", "", "email, domain")');
    expect(cells).toEqual([
      ["Email", "Domain"],
      ["not found", ""],
    ]);
  });

  test("at a webmail domain nothing is asked", async () => {
    expect((await compute(host, '=HUNTER_DOMAIN("gmail.com")')).error).toBe(
      `"gmail.com" is used by people of all companies: it is nobody's own domain.`,
    );
    expect(servers.hunter.requests.length).toBe(before.hunter);
  });

  test("a filter that there is not", async () => {
    expect((await compute(host, '=HUNTER_DOMAIN("gmail.com", "colour=red")')).error).toMatch(
      /^Domain search has no filter 'colour'\. Domain search has the filters limit, type,/,
    );
  });
});

test("HUNTER_COUNT: how many, without a key", async () => {
  await value(host.rpc("forgetKey", ["hunter"]));
  expect((await compute(host, '=HUNTER_COUNT("willowanalytics.example")')).cells).toEqual([[28]]);
  expect(
    (await compute(host, '=HUNTER_COUNT("willowanalytics.example", "personal")')).cells[0]?.[0],
  ).toBeLessThan(28);
  expect(servers.hunter.requests.slice(before.hunter).some(({ headers }) => "x-api-key" in headers)).toBe(
    false,
  );
});

describe("what formulas pay for", () => {
  test("waits in a journal, is moved to the hidden sheet within the hour, and still counts", async () => {
    await compute(host, '=HUNTER_VERIFY("person1@school1.example")');
    expect(host.book.sheets().some(({ name }) => name === "Huntsheet results")).toBe(false);
    await value(host.call("recalculateFormulas", [], { entry: "menu" }));
    expect(grid(host, "Huntsheet results").map(([lookup, key]) => [lookup, key])).toEqual([
      ["Look-up", "Input"],
      ["verify", "person1@school1.example"],
    ]);
    expect(JSON.stringify(host.save())).not.toContain('"paid.');
    const { cells } = await compute(host, '=HUNTER_VERIFY(" PERSON1@school1.example ")');
    expect(cells[0]?.[0]).not.toBe("");
    expect(sum(sentTo(servers, "email-verifier", "email", before.hunter))).toBe(1);
  });

  test("500 cells at once: no 403, each right and paid for once", async () => {
    const emails = Array.from({ length: 500 }, (_, i) => `person${i % 450}@school${i % 45}.example`);
    given(
      host,
      emails.map((email) => [email]),
    );
    const sheet = host.book.insertSheet("Storm");
    const beganMs = host.now();
    host.book.write(
      sheet,
      1,
      1,
      emails.map((_, i) => [`=HUNTER_VERIFY(In!A${i + 1})`]),
    );
    await host.book.settled();
    const shown = host.book.values(sheet, 1, 1, 500, 1).flat().map(String);
    const failed = shown.filter((cell) => cell.startsWith("#"));
    const sentences = emails
      .map((_, i) => host.book.errorMessage(sheet, i + 1, 1))
      .filter((text) => text !== "");
    expect(servers.hunter.requests.slice(before.hunter).filter(({ status }) => status === 403)).toEqual([]);
    expect(sentences.length).toBe(failed.length);
    for (const sentence of sentences)
      expect(sentence).toMatch(/To ask again, choose Huntsheet ▸ Recalculate formulas\.$/);
    expect(failed.length).toBe(0);
    expect(host.now() - beganMs).toBeLessThan(180_000);
    const sent = sentTo(servers, "email-verifier", "email", before.hunter);
    expect([sent.size, Math.max(...sent.values())]).toEqual([450, 1]);
  }, 200_000);
});
