import { describe, expect, test } from "vitest";
import { addresses } from "../runs/looking-up.ts";
import { before, host, onStage, servers } from "../stage.ts";
import { compute, computeAgain, given } from "./computing.ts";

/** Left in the plan of the account. */
const LEFT = 2_000;

onStage({
  hunter: {
    account: { verifications: { used: 0, available: LEFT } },
    verifier: {
      slowPerThousand: 0,
      flakyPerThousand: 0,
      outcomes: {
        "good@one.example": "valid",
        "bad@one.example": "invalid",
        "any@two.example": "accept_all",
        "dim@two.example": "unknown",
      },
    },
  },
  hours: 7,
});

/** What may cost: the account is asked for nothing. */
const requests = () =>
  servers.hunter.requests.slice(before.hunter).filter(({ url }) => !url.includes("/account"));
/** Which addresses were asked for, in the order of asking. */
const asked = () =>
  requests().map(({ url }) => new URL(url, "https://api.hunter.io").searchParams.get("email") ?? "");
/** What Hunter counted. */
const spent = () =>
  (servers.hunter.data.account.requests as { verifications: { used: number } }).verifications.used;
const column = (values: readonly string[]) => values.map((value) => [value]);

describe("HUNTER_VERIFY of one address", () => {
  test.each([
    ["good@one.example", "valid"],
    [" Good@One.Example ", "valid"],
    ["bad@one.example", "invalid"],
    ["any@two.example", "accept_all"],
    ["dim@two.example", "unknown"],
    ["claimed.her@two.example", "claimed"],
    ["stuck.him@two.example", "pending"],
    ["broken.server@two.example", "unknown"],
    ["", ""],
  ])("'%s' is %s", async (address, status) => {
    given(host, [[address === "" ? null : address]]);
    expect(await compute(host, "=HUNTER_VERIFY(In!A1)")).toEqual({ cells: [[status]], error: "" });
  });

  test("what is no address is said so, and costs nothing", async () => {
    const { cells, error } = await compute(host, '=HUNTER_VERIFY("nobody at home")');
    expect([cells, error]).toEqual([[["#ERROR!"]], '"nobody at home" is no e-mail address.']);
    expect(requests()).toEqual([]);
  });

  test.each(["http://ann@one.example", "ann lee@one.example", "https://one.example/?to=ann@one.example"])(
    "out of '%s' no other address is made",
    async (text) => {
      const { error } = await compute(host, `=HUNTER_VERIFY("${text}")`);
      expect([error, requests()]).toEqual([`"${text}" is no e-mail address.`, []]);
    },
  );

  test("columns: a row of what was asked for", async () => {
    const { cells } = await compute(
      host,
      '=HUNTER_VERIFY("any@two.example", "status, score, MX records, email")',
    );
    expect(cells).toEqual([["accept_all", 67, true, "any@two.example"]]);
    const all = await compute(host, '=HUNTER_VERIFY("any@two.example", "*")');
    expect(all.cells[0]?.slice(0, 3)).toEqual(["accept_all", 67, "any@two.example"]);
    expect(asked()).toEqual(["any@two.example"]);
    expect((await compute(host, '=HUNTER_VERIFY("any@two.example", "colour")')).error).toEqual(
      expect.stringMatching(
        /^Email verification has no column 'colour'\. It has: status, score, email, .*sources, result, verified_at\./,
      ),
    );
  });

  test("is asked for again when it is older than wished, or was never settled", async () => {
    await compute(host, '=HUNTER_VERIFY("good@one.example")');
    await host.advance(3_600_000);
    await compute(host, '=HUNTER_VERIFY("GOOD@one.example",, 1)');
    expect(asked().length).toBe(1);
    // An hour is about 0.04 days.
    await compute(host, '=HUNTER_VERIFY("good@one.example", "status", 0.02)');
    expect(asked().length).toBe(2);
    expect((await compute(host, '=HUNTER_VERIFY("good@one.example",, "often")')).error).toBe(
      "max_age_days is a number of days, such as 30.",
    );
    await compute(host, '=HUNTER_VERIFY("slow.one@two.example")');
    expect((await computeAgain(host, "HUNTER_VERIFY")).cells).not.toEqual([["pending"]]);
  });

  test.each([
    '=HUNTER_VERIFY("good@one.example")',
    '=HUNTER_FIND("one.example", "Ann", "Lee")',
    '=HUNTER_DOMAIN("one.example", "limit=1", "value")',
  ])("%s: an answer of more than 90 days is not bought again unasked", async (formula) => {
    const [name = ""] = /HUNTER_[A-Z]+/.exec(formula) ?? [];
    const { cells } = await compute(host, formula);
    const paid = requests().length;
    expect(paid).toBeGreaterThan(0);
    // The cache is no place to keep anything, and Google computes a formula anew when it likes.
    await host.advance(100 * 24 * 3_600_000);
    expect((await computeAgain(host, name)).cells).toEqual(cells);
    expect((await compute(host, formula.toLowerCase().replace(/hunter_[a-z]+/, name))).cells).toEqual(cells);
    expect(requests().length).toBe(paid);
  });

  test("an old answer says of when it is, and is bought again by who says how old it may be", async () => {
    await compute(host, '=HUNTER_VERIFY("good@one.example")');
    const then = host.now();
    await host.advance(100 * 24 * 3_600_000);
    const verifiedAt = async (formula: string) =>
      (Number((await compute(host, formula)).cells[0]?.[0]) - 25_569) * 86_400_000;
    expect(await verifiedAt('=HUNTER_VERIFY("good@one.example", "verified_at")')).toBeLessThanOrEqual(then);
    expect(asked()).toHaveLength(1);
    expect(await verifiedAt('=HUNTER_VERIFY("good@one.example", "verified_at", 90)')).toBeGreaterThan(then);
    expect(asked()).toHaveLength(2);
  });

  test("somebody who claimed the address is not asked about again, whatever the age", async () => {
    await compute(host, '=HUNTER_VERIFY("claimed.her@two.example")');
    await host.advance(3_600_000);
    expect((await compute(host, '=HUNTER_VERIFY("claimed.her@two.example",, 0)')).cells).toEqual([
      ["claimed"],
    ]);
    expect(asked().length).toBe(1);
  });
});

describe("HUNTER_VERIFY of a range", () => {
  test("one row per cell: blank ones stay blank, what is no address is named, twins are asked for once", async () => {
    given(host, [
      ["good@one.example"],
      [null],
      ["GOOD@ONE.example"],
      ["not an address"],
      ["claimed.her@two.example"],
      ["bad@one.example"],
      [12],
      ["stuck.him@two.example"],
    ]);
    const { cells, error } = await compute(host, "=HUNTER_VERIFY(In!A1:A8)");
    expect(error).toBe("");
    expect(cells.map(([status]) => status)).toEqual([
      "valid",
      "",
      "valid",
      '"not an address" is no e-mail address.',
      "claimed",
      "invalid",
      '"12" is no e-mail address.',
      "pending",
    ]);
    expect(new Set(asked())).toEqual(
      new Set(["good@one.example", "claimed.her@two.example", "bad@one.example", "stuck.him@two.example"]),
    );
    expect(asked().filter((email) => email === "good@one.example").length).toBe(1);
  });

  test("with columns: a rectangle", async () => {
    given(host, [["good@one.example"], [null], ["nobody"], ["claimed.her@two.example"]]);
    const { cells } = await compute(host, '=HUNTER_VERIFY(In!A1:A4, "email, status, accept_all")');
    expect(cells).toEqual([
      ["good@one.example", "valid", false],
      ["", "", ""],
      ["", '"nobody" is no e-mail address.', ""],
      ["", "claimed", ""],
    ]);
  });

  test("a range of blank cells costs nothing", async () => {
    given(host, [[null]]);
    expect((await compute(host, "=HUNTER_VERIFY(In!A1:A50)")).error).toBe("");
    expect(requests()).toEqual([]);
  });

  test("a hundred addresses in one cell: within the time and within Hunter's rate", async () => {
    given(host, column(addresses(100, 20)));
    const { cells, error } = await compute(host, "=HUNTER_VERIFY(In!A1:A100)");
    expect(error).toBe("");
    expect(cells.length).toBe(100);
    expect(cells.flat().every((status) => /^(valid|invalid|unknown|accept_all)$/.test(String(status)))).toBe(
      true,
    );
    expect(requests().map(({ status }) => status)).toEqual(Array(100).fill(200));
    const again = await computeAgain(host, "HUNTER_VERIFY");
    expect(again.cells).toEqual(cells);
    expect(asked().length).toBe(100);
    // Unknown ones may be better known later and cost nothing: they are all that is asked for again.
    await host.advance(25 * 3_600_000);
    expect((await computeAgain(host, "HUNTER_VERIFY")).cells).toEqual(cells);
    expect(asked().length - 100).toBe(cells.flat().filter((status) => status === "unknown").length);
  });

  test("thirty cells with an address each at the same instant: within Hunter's rate", async () => {
    given(host, column(addresses(30, 20)));
    const sheet = host.book.insertSheet("Side by side");
    host.book.write(
      sheet,
      1,
      1,
      addresses(30, 20).map((_, i) => [`=HUNTER_VERIFY(In!A${i + 1})`]),
    );
    await host.book.settled();
    const shown = host.book.values(sheet, 1, 1, 30, 1).flat();
    expect(shown.filter((status) => String(status).startsWith("#"))).toEqual([]);
    expect(requests().map(({ status }) => status)).toEqual(Array(30).fill(200));
  });

  test("more than fit into 30 seconds: what is known, a sentence in the other cells, and computing again asks only for the rest", async () => {
    const many = addresses(400, 50);
    given(host, column(many));
    let shown = await compute(host, `=HUNTER_VERIFY(In!A1:A${many.length})`);
    const left = () => shown.cells.flat().filter((cell) => cell === TIME_WAS_UP).length;
    expect([shown.error, shown.cells.length]).toEqual(["", many.length]);
    expect(left()).toBeGreaterThan(100);
    expect(left()).toBe(many.length - asked().length);
    for (let i = 0; i < 6 && left() > 0; i++) {
      await host.advance(60_000);
      shown = await computeAgain(host, "HUNTER_VERIFY");
    }
    expect(left()).toBe(0);
    expect(shown.error).toBe("");
    expect(shown.cells.length).toBe(many.length);
    expect(requests().map(({ status }) => status)).not.toContain(403);
    const paid = shown.cells.flat().filter((status) => status !== "unknown").length;
    expect(spent()).toBe(paid);
  });

  test("the plan's end in the middle keeps what is paid for", async () => {
    const many = addresses(60, 20).map((address) => address.replace("person", "payer"));
    for (const i of many.keys()) if (i >= LEFT) throw new Error("more than the plan has");
    servers.hunter.faults.add({
      when: ({ query }) => query.get("email") === many[34],
      effect: { kind: "status", status: 429, body: usageLimit },
    });
    given(host, column(many));
    const first = await compute(host, "=HUNTER_VERIFY(In!A1:A60)");
    expect(first.error).toBe("");
    expect(first.cells.flat()[59]).toMatch(
      /^Not asked yet: Hunter says that your plan's usage limit is reached\. What is done is kept\./,
    );
    expect(first.cells.flat()[0]).toMatch(/^[a-z_]+$/);
    const before = asked();
    // Nothing is asked for in vain once the plan is used up, but for what went out side by side.
    expect(before.length).toBeLessThanOrEqual(40);
    const second = await computeAgain(host, "HUNTER_VERIFY");
    expect(second.error).toBe("");
    expect(second.cells.length).toBe(60);
    const paid = second.cells.flat().filter((status) => status !== "unknown").length;
    expect(spent()).toBe(paid);
  });

  test("an address that Hunter will not take does not keep the others from their answers", async () => {
    const many = addresses(25, 20);
    servers.hunter.faults.add({
      times: 100,
      when: ({ query }) => query.get("email") === many[3],
      effect: { kind: "status", status: 400, body: invalidEmail },
    });
    given(host, column(many));
    const { cells, error } = await compute(host, "=HUNTER_VERIFY(In!A1:A25)");
    expect(error).toBe("");
    expect(cells[3]).toEqual(["Hunter: The supplied email is invalid"]);
    expect(cells.length).toBe(25);
  });

  test("a domain past its daily limit stops only its own addresses", async () => {
    const full = Array.from({ length: 30 }, (_, i) => `p${i}@full.example`);
    const others = addresses(15, 20);
    servers.hunter.faults.add({
      times: 100,
      when: ({ query }) => query.get("email")?.endsWith("@full.example") ?? false,
      effect: { kind: "status", status: 429, body: domainLimit },
    });
    given(host, column([...full, ...others]));
    const shown = (await compute(host, "=HUNTER_VERIFY(In!A1:A45)")).cells.flat();
    expect(new Set(shown.slice(0, 30))).toEqual(
      new Set(["Not asked yet: Hunter verifies no more addresses of this domain today. Try again tomorrow."]),
    );
    expect(shown.slice(30).every((status) => /^[a-z_]+$/.test(String(status)))).toBe(true);
    const ofFull = asked().filter((email) => email.endsWith("@full.example")).length;
    expect(ofFull).toBeLessThanOrEqual(10);
    const beforeOthers = asked().length;
    const { cells } = await compute(host, "=HUNTER_VERIFY(In!A31:A45)");
    expect(cells.length).toBe(15);
    const unknown = cells.flat().filter((status) => status === "unknown").length;
    expect(asked().length - beforeOthers).toBe(unknown);
  });
});

describe("what goes wrong with Hunter is a sentence in the cell", () => {
  test.each([
    [
      401,
      { errors: [{ id: "authentication_failed", code: 401, details: "No user found" }] },
      1,
      "Hunter refused the API key while verifying an address. Set it under Huntsheet ▸ Set up.",
    ],
    [
      403,
      { errors: [{ id: "rate_limit_reached", code: 403, details: "Slow" }] },
      9,
      "Hunter asked us to slow down",
    ],
    [500, {}, 9, "Hunter is out of order while verifying an address. Try again in a few minutes."],
    [503, {}, 9, "Hunter is out of order while verifying an address. Try again in a few minutes."],
  ] as const)("status %i", async (status, body, times, sentence) => {
    const when = ({ query }: { readonly query: URLSearchParams }) => query.has("email");
    servers.hunter.faults.add({ times, when, effect: { kind: "status", status, body } });
    const { cells, error } = await compute(host, '=HUNTER_VERIFY("good@one.example")');
    expect(cells).toEqual([["#ERROR!"]]);
    expect(error).toContain(sentence);
  });

  test.each([
    ["a single 403", { kind: "status", status: 403, body: {} }],
    ["a single 500", { kind: "status", status: 500, body: {} }],
    ["a dropped connection", { kind: "drop", when: "before" }],
    ["a web page", { kind: "html", status: 502 }],
  ] as const)("%s is waited out", async (_what, effect) => {
    servers.hunter.faults.add({ effect, when: ({ query }) => query.has("email") });
    expect((await compute(host, '=HUNTER_VERIFY("good@one.example")')).cells).toEqual([["valid"]]);
  });
});

const TIME_WAS_UP = "Not asked yet: time was up. Choose Huntsheet ▸ Recalculate formulas.";
const usageLimit = {
  errors: [{ id: "usage_limit_reached", code: 429, details: "You have reached the limit of your plan" }],
};
const invalidEmail = {
  errors: [{ id: "invalid_email", code: 400, details: "The supplied email is invalid" }],
};
const domainLimit = { errors: [{ id: "too_many_requests", code: 429, details: "Per domain" }] };
