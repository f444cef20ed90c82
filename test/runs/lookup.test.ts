import { describe, expect, test } from "vitest";
import { given } from "../formulas/computing.ts";
import { grid, json, must, type SeenRun, settle, start, value } from "../rig.ts";
import { before, host, onStage, reopen, servers } from "../stage.ts";
import { addresses, givenAddresses, lookUp, sentTo, spentOn, sum, under, VERIFY } from "./looking-up.ts";

const DAY_MS = 86_400_000;
const PER_DOMAIN = 40;

onStage({
  hunter: {
    account: { verifications: { used: 0, available: 2_000 }, searches: { used: 0, available: 2_000 } },
    verifier: {
      slowPerThousand: 0,
      flakyPerThousand: 0,
      perDomainPerDay: PER_DOMAIN,
      outcomes: {
        "good@one.example": "valid",
        "bad@one.example": "invalid",
        "any@two.example": "accept_all",
        "dim@two.example": "unknown",
        "web@two.example": "webmail",
        "gone@two.example": "disposable",
      },
    },
  },
  hours: 60 * 24,
});

const sent = () => sentTo(servers, "email-verifier", "email", before.hunter);
const refusal = (status: number, id: string) => ({ errors: [{ id, code: status, details: "Why" }] });

/** Some days later, with no trigger fired in between. */
function later(days: number): Promise<void> {
  const book = host.save();
  return reopen({ ...book, clockMs: book.clockMs + days * DAY_MS });
}

describe("verifying the rows of a sheet", () => {
  test("every answer is right: each status, 202, 222, claimed, blank, twice, no address", async () => {
    const rows: [string | null, string][] = [
      ["good@one.example", "valid"],
      [" GOOD@One.example ", "valid"],
      [null, ""],
      ["bad@one.example", "invalid"],
      ["any@two.example", "accept_all"],
      ["dim@two.example", "unknown"],
      ["web@two.example", "webmail"],
      ["gone@two.example", "disposable"],
      ["nobody", '"nobody" is no e-mail address.'],
      ["claimed.her@two.example", "claimed"],
      ["slow.him@one.example", "accept_all"],
      ["flaky.him@one.example", "accept_all"],
      ["broken.him@four.example", "unknown"],
      ["stuck.him@four.example", "unknown"],
    ];
    givenAddresses(
      host,
      rows.map(([email]) => email),
    );
    const run = await lookUp(host);
    expect(run).toMatchObject({ status: "done", done: 13, total: 13, error: null });
    expect(run.counts).toMatchObject({ valid: 2, invalid: 1, claimed: 1, "not usable": 1 });
    expect(under(host, "Status")).toEqual(rows.map(([, status]) => status));
    // Nothing but the status of a person who asked not to be processed.
    expect(under(host, "Score")[9]).toBe("");
    expect(sent().get("good@one.example")).toBe(1);
    expect(sent().get("claimed.her@two.example")).toBe(1);
    expect(run.note).toMatch(
      /^\d+ verifications were spent, by the price list\. Hunter counted \d+, \d+ are left\.$/,
    );
    expect(run.counts["verifications spent"]).toBe(spentOn(servers, "verifications"));
  });

  test("what is still verified shows 'pending', and the run goes on by itself", async () => {
    givenAddresses(host, ["slow.one@four.example", "good@one.example"]);
    const { id } = await start(host, VERIFY);
    const run = await json<SeenRun>(host.rpc("advanceRun", [id]));
    expect(run.waitUntilMs).toBeGreaterThan(host.now());
    expect(under(host, "Status")).toEqual(["pending", "valid"]);
    expect((await settle(host))[0]).toMatchObject({ status: "done" });
    expect(under(host, "Status")[0]).not.toBe("pending");
  });

  test("a second run asks nothing; chosen rows are asked for afresh", async () => {
    const many = addresses(30);
    givenAddresses(host, many);
    await lookUp(host);
    const first = sum(sent());
    expect(first).toBe(30);
    expect(await lookUp(host)).toMatchObject({ status: "done", done: 0 });
    await later(30);
    await lookUp(host, { ...VERIFY, maxAgeDays: 90 });
    expect(sum(sent())).toBe(first);
    await lookUp(host, { ...VERIFY, rows: [2, 3, 4, 5, 6, 7, 8, 9, 10, 11] });
    expect(sum(sent())).toBe(first + 10);
    expect(under(host, "Status").every((status) => /^[a-z_]+$/.test(String(status)))).toBe(true);
  });

  test("1,000 rows with 800 different inputs: each row right, each payable one bought once, nothing bought again", async () => {
    const odd = [
      ...["claimed", "slow", "flaky", "broken", "stuck"].flatMap((kind) =>
        [1, 2, 3].map((n) => `${kind}.person${n}@odd.example`),
      ),
      ...[1, 2, 3, 4, 5].map((n) => `nobody ${n}`),
    ];
    const normal = addresses(780);
    const rows = [...normal, ...odd, ...normal.slice(100, 300)];
    expect([rows.length, new Set(rows).size]).toEqual([1_000, 800]);
    givenAddresses(host, rows);
    let sheetCalls = 0;
    const stop = host.on("call", ({ call }) => {
      if (/^(SpreadsheetApp|Spreadsheet|Sheet|Range|RangeList)\./.test(call)) sheetCalls++;
    });
    const run = await lookUp(host);
    stop();
    expect(sheetCalls).toBeLessThanOrEqual(400);
    expect(run).toMatchObject({ status: "done", done: 1_000, error: null });
    const shown = new Map<string, string>();
    under(host, "Status").forEach((status, i) => {
      const address = must(rows[i]);
      expect([address, status]).toEqual([address, shown.get(address) ?? status]);
      shown.set(address, String(status));
    });
    const statuses = (kind: string) => odd.filter((one) => one.startsWith(kind)).map((one) => shown.get(one));
    expect(new Set(statuses("claimed"))).toEqual(new Set(["claimed"]));
    expect(new Set([...statuses("broken"), ...statuses("stuck")])).toEqual(new Set(["unknown"]));
    expect(statuses("nobody").every((status) => status?.endsWith("is no e-mail address."))).toBe(true);
    for (const address of [...normal, ...odd])
      expect(shown.get(address)).toMatch(
        /^(valid|invalid|accept_all|webmail|disposable|unknown|claimed)$| is no /,
      );
    expect(normal.map((address) => sent().get(address))).toEqual(normal.map(() => 1));
    // Hunter takes nothing for what it does not know, nor for a person who asked not to be processed.
    const payable = [...shown].filter(([, status]) => !/^(unknown|claimed)$| is no /.test(status)).length;
    expect(spentOn(servers, "verifications")).toBe(payable);

    const asked = sum(sent());
    expect(await lookUp(host)).toMatchObject({ status: "done", done: 0 });
    await later(30);
    await lookUp(host, { ...VERIFY, maxAgeDays: 90 });
    expect(normal.filter((address) => sent().get(address) !== 1)).toEqual([]);
    await lookUp(host, { ...VERIFY, rows: [2, 3, 4, 5, 6, 7, 8, 9, 10, 11] });
    expect(spentOn(servers, "verifications") - payable).toBeLessThanOrEqual(10);
    expect(asked).toBeGreaterThan(795);
  }, 120_000);

  test("what shared a batch with a request that got no answer is asked again in its turn: no 403", async () => {
    const emails = addresses(60);
    givenAddresses(host, emails);
    let n = 0;
    servers.hunter.faults.add({
      times: 4,
      when: ({ query }) => query.has("email") && ++n % 5 === 0,
      effect: { kind: "drop", when: "before" },
    });
    const sheet = host.book.insertSheet("Formulas");
    const cells = addresses(60, 25).map((email) => [email]);
    host.book.write(sheet, 1, 2, cells);
    await start(host, VERIFY);
    host.book.write(sheet, 1, 1, [["=HUNTER_VERIFY(B1:B30)"]]);
    host.book.write(sheet, 31, 1, [["=HUNTER_VERIFY(B31:B60)"]]);
    await Promise.all([settle(host), host.book.settled()]);
    // What lost its answer is asked one by one, which may take longer than a formula has.
    await host.advance(60_000);
    host.book.recalculate("HUNTER_VERIFY");
    await host.book.settled();
    expect(servers.hunter.requests.slice(before.hunter).filter(({ status }) => status === 403)).toEqual([]);
    const statuses = [...under(host, "Status"), ...host.book.values(sheet, 1, 1, 60, 1).flat()];
    expect(statuses.filter((status) => !/^[a-z_]+$/.test(String(status)))).toEqual([]);
  });

  test("an answer older than asked for is bought again, where it stands beside its row too", async () => {
    givenAddresses(host, ["good@one.example"]);
    await lookUp(host);
    await later(20);
    await lookUp(host, { ...VERIFY, maxAgeDays: 10 });
    expect(sent().get("good@one.example")).toBe(2);
    expect(under(host, "Status")).toEqual(["valid"]);
  });

  test("another sheet with the same addresses costs nothing", async () => {
    givenAddresses(host, ["good@one.example", "bad@one.example", "claimed.her@two.example"]);
    await lookUp(host);
    const used = spentOn(servers, "verifications");
    const sheet = host.book.insertSheet("Other");
    host.book.write(sheet, 1, 1, [["Mail"], ["bad@one.example"], ["claimed.her@two.example"]]);
    const run = await lookUp(host, { ...VERIFY, sheet: "Other", inputs: { email: "Mail" } });
    expect(under(host, "Status", "Other")).toEqual(["invalid", "claimed"]);
    expect(run.note).toBe(
      "Nothing was spent. 1 verifications were saved: their results had been paid for before.",
    );
    expect([sum(sent()), spentOn(servers, "verifications")]).toEqual([3, used]);
  });

  test("a new status column is coloured by rules that its user can change", async () => {
    givenAddresses(host, ["good@one.example"]);
    await lookUp(host);
    const saved = JSON.stringify(host.save());
    expect(saved.toLowerCase()).toContain("#fff2cc");
    expect(saved).toMatch(/"accept_all"/);
  });

  test("'Verified at' is the instant of the answer", async () => {
    givenAddresses(host, ["good@one.example"]);
    await lookUp(host, { ...VERIFY, outputs: { status: "Status", verified_at: "Verified at" } });
    const [at] = under(host, "Verified at") as [{ serial: number }];
    expect(Math.abs((at.serial - 25_569) * DAY_MS - host.now())).toBeLessThan(60_000);
  });

  test("the plan's end stops the run with the day of the reset, and keeps what is paid for", async () => {
    const many = addresses(30);
    servers.hunter.faults.add({
      when: ({ query }) => query.get("email") === many[15],
      effect: { kind: "status", status: 402, body: refusal(402, "payment_required") },
    });
    givenAddresses(host, many);
    const run = await lookUp(host);
    expect(run.status).toBe("stopped");
    expect(run.error).toMatch(
      /usage limit is reached\..* reset on \d{4}-\d{2}-\d{2}, or get a larger plan\./,
    );
    const found = under(host, "Status").filter((status) => status !== "").length;
    expect(found).toBeGreaterThanOrEqual(10);
    await value(host.rpc("goOnRun", [run.id]));
    expect((await settle(host))[0]).toMatchObject({ status: "done" });
    expect(under(host, "Status").every((status) => status !== "")).toBe(true);
    expect(Math.max(...[...sent()].filter(([email]) => email !== many[15]).map(([, n]) => n))).toBe(1);
  });

  test("a cap is never passed, and more of it goes on", async () => {
    givenAddresses(host, addresses(30));
    const run = await lookUp(host, { ...VERIFY, maxCredits: 12 });
    expect(run.status).toBe("stopped");
    expect(run.error).toBe(
      "The cap of 12 verifications is spent, and rows are left. Start it again with a higher cap.",
    );
    expect(spentOn(servers, "verifications")).toBeLessThanOrEqual(12);
    expect(await lookUp(host, { ...VERIFY, maxCredits: 30 })).toMatchObject({ status: "done" });
    expect(Math.max(...sent().values())).toBe(1);
  });

  test("a domain that stays past its limit for days stops the run, and the others keep their answers", async () => {
    servers.hunter.faults.add({
      effect: { kind: "status", status: 429, body: { errors: [{ id: "too_many_requests", code: 429 }] } },
      times: Number.POSITIVE_INFINITY,
      when: ({ query }) => query.get("email")?.endsWith("@full.example") === true,
    });
    givenAddresses(host, ["a@full.example", "good@one.example"]);
    const run = await lookUp(host);
    expect(run).toMatchObject({
      status: "stopped",
      error: "Hunter has verified no address of full.example for 3 days. Start it again another day.",
    });
    expect(under(host, "Status")).toEqual(["", "valid"]);
    expect(sent().get("a@full.example")).toBe(4);
  });

  test("a domain past its daily limit is put off before many are asked in vain, the others go on", async () => {
    const full = addresses(PER_DOMAIN + 15, 1);
    const others = addresses(20).slice(1);
    givenAddresses(host, [...full, ...others]);
    const { id } = await start(host, VERIFY);
    for (let slice = 0; slice < 10; slice++) {
      const run = await json<SeenRun>(host.rpc("advanceRun", [id]));
      if (run.waitUntilMs !== undefined) {
        expect(run.note).toBe(
          "Addresses of school0.example wait until tomorrow: Hunter verifies only so many of a domain per day.",
        );
        break;
      }
    }
    const ofFull = () => [...sent()].filter(([email]) => email.endsWith("@school0.example"));
    expect(sum(new Map(ofFull()))).toBeLessThanOrEqual(PER_DOMAIN + 10);
    expect(
      under(host, "Status")
        .slice(full.length)
        .every((status) => status !== ""),
    ).toBe(true);
    expect((await settle(host))[0]).toMatchObject({ status: "done", error: null });
    expect(under(host, "Status").every((status) => status !== "")).toBe(true);
  });

  test.each([
    ["an address that Hunter will not take", 400, refusal(400, "invalid_email"), "Hunter: Why"],
    ["a 403", 403, refusal(403, "rate_limit"), "valid"],
    ["a server error", 500, {}, "valid"],
  ])("%s", async (_what, status, body, shown) => {
    servers.hunter.faults.add({
      when: ({ query }) => query.has("email"),
      effect: { kind: "status", status, body },
    });
    givenAddresses(host, ["good@one.example"]);
    await lookUp(host);
    expect(under(host, "Status")).toEqual([shown]);
  });

  test("a refused key stops it with a sentence", async () => {
    servers.hunter.faults.add({
      times: 9,
      effect: { kind: "status", status: 401, body: refusal(401, "authentication_failed") },
    });
    givenAddresses(host, ["good@one.example"]);
    const run = await lookUp(host);
    expect([run.status, run.error]).toEqual([
      "stopped",
      "Hunter refused the API key while verifying an address. Set it under Huntsheet ▸ Set up. Hunter: Why",
    ]);
  });

  test("cancelled, the marks of the rows to be asked for afresh go", async () => {
    givenAddresses(host, addresses(20));
    await lookUp(host);
    servers.hunter.faults.add({ times: 99, effect: { kind: "status", status: 403, body: {} } });
    const { id } = await start(host, { ...VERIFY, rows: [2, 3] });
    await json<SeenRun>(host.rpc("advanceRun", [id]));
    expect(under(host, "Status").slice(0, 2)).toEqual(Array(2).fill(`queued: run ${id}`));
    await value(host.rpc("cancelRun", [id]));
    expect(under(host, "Status").slice(0, 2)).toEqual(["", ""]);
  });
});

describe("what cannot be meant is said at once", () => {
  test.each([
    [
      { ...VERIFY, lookup: "guess" },
      'There is no look-up "guess". There are: verify, find, domain, count, person, company, combined, domain-finder.',
    ],
    [{ ...VERIFY, sheet: "Nowhere" }, 'There is no sheet "Nowhere".'],
    [{ ...VERIFY, inputs: {} }, "Say which column holds the email of each row."],
    [
      { ...VERIFY, inputs: { email: "Post" } },
      'The sheet "In" has no column "Post". Put that header back, or choose the columns again.',
    ],
    [{ ...VERIFY, inputs: { mail: "E-mail" } }, 'Email verification takes no "mail". It takes: email.'],
    [
      { ...VERIFY, outputs: {} },
      '"outputs" says which columns are to be filled, such as {"status": "Status"}.',
    ],
    [
      { ...VERIFY, outputs: { status: "E-mail" } },
      'Two columns are called "e-mail". Give each another header.',
    ],
    [
      { ...VERIFY, outputs: { status: " " } },
      '"outputs" is an object of columns and the headers of their columns.',
    ],
    [
      { ...VERIFY, inputs: { email: "good@one.example" } },
      '"good@one.example" is no header. Insert a row with headers above your first row.',
    ],
    [
      { ...VERIFY, lookup: "count", inputs: { domain: "www.one.example" }, outputs: { total: "Total" } },
      '"www.one.example" is no header. Insert a row with headers above your first row.',
    ],
    [
      {
        ...VERIFY,
        ...{
          lookup: "domain",
          inputs: { domain: "E-mail" },
          outputs: { value: "Mail" },
          filters: { limit: 0 },
        },
      },
      "The filter limit takes a whole number, 1 or more.",
    ],
    [{ ...VERIFY, rows: "2" }, '"rows" is a list of row numbers.'],
    [{ ...VERIFY, rows: [2, 2.5] }, '"rows" is a list of row numbers.'],
    [{ ...VERIFY, rows: [0] }, '"rows" is a list of row numbers.'],
    [{ ...VERIFY, capIn: "euros" }, '"capIn" is one of searches, verifications, credits.'],
    [{ ...VERIFY, maxCredits: -1 }, '"maxAgeDays" and "maxCredits" are numbers.'],
    [
      { ...VERIFY, lookup: "find", inputs: { domain: "E-mail" } },
      "Say which column holds the full_name or first_name of each row.",
    ],
  ])("%j", async (spec, sentence) => {
    givenAddresses(host, ["good@one.example"]);
    await expect(start(host, spec)).rejects.toThrow(sentence);
  });
});

describe("the other look-ups", () => {
  const COMPANIES = [
    ["Company", "Name", "Note"],
    ["willowanalytics.example", "Jane Doe", "=1"],
    ["https://www.harborlogistics.example/about", "John Roe", "b"],
    ["ab", "Z Y", "c"],
    ["yopmail.com", "Ann Lee", "d"],
    [null, null, "e"],
  ];

  test("find: the address beside the row, or why there is none", async () => {
    given(host, COMPANIES);
    const inputs = { domain: "Company", full_name: "Name" };
    const run = await lookUp(host, {
      ...VERIFY,
      lookup: "find",
      inputs,
      outputs: { email: "Found", score: "Sure" },
    });
    expect(under(host, "Found").map((cell) => String(cell).replace(/^.*@/, "@"))).toEqual([
      "@willowanalytics.example",
      "@harborlogistics.example",
      '"ab" is too short for a company: give 3 characters or its domain.',
      "not found",
      "",
    ]);
    expect(run.counts).toEqual({ found: 2, "not found": 1, "not usable": 1, "searches spent": 2 });
    expect(spentOn(servers, "searches")).toBe(2);
  });

  test("count: free, and without a key", async () => {
    given(host, COMPANIES);
    await value(host.rpc("forgetKey", ["hunter"]));
    await lookUp(host, {
      ...VERIFY,
      lookup: "count",
      inputs: { domain: "Company" },
      outputs: { total: "Total" },
    });
    expect(under(host, "Total").slice(0, 2)).toEqual([28, 21]);
    const counts = servers.hunter.requests
      .slice(before.hunter)
      .filter(({ url }) => url.includes("email-count"));
    expect(counts.length).toBe(3);
    expect(counts.some(({ headers }) => "x-api-key" in headers)).toBe(false);
  });

  test("domain: a row per address on a sheet of its own, with what the source row says", async () => {
    given(host, COMPANIES);
    const spec = {
      ...VERIFY,
      lookup: "domain",
      inputs: { domain: "Company" },
      outputs: { results: "Addresses", value: "Mail", first_name: "First" },
      along: ["Note"],
    };
    const run = await lookUp(host, spec);
    expect(run).toMatchObject({ status: "done", done: 4 });
    expect(under(host, "Addresses")).toEqual([
      28,
      21,
      '"ab" is too short for a company: give 3 characters or its domain.',
      0,
      "",
    ]);
    const rows = grid(host, "Hunter Domain Search");
    expect(rows[0]).toEqual(["ID", "Mail", "First", "Note"]);
    expect(rows.length).toBe(1 + 28 + 21);
    expect(new Set(rows.slice(1).map(([id]) => id)).size).toBe(49);
    expect(rows.slice(1).every(([id, mail]) => String(id).startsWith(`${mail} `))).toBe(true);
    expect(new Set(rows.slice(1).map((row) => row[3]))).toEqual(new Set(["1", "b"]));
    expect(spentOn(servers, "searches")).toBe(3 + 3);
    await lookUp(host, { ...spec, sheet: "In", outputs: { ...spec.outputs, results: "Again" } });
    expect(spentOn(servers, "searches")).toBe(6);
    expect(grid(host, "Hunter Domain Search").length).toBe(50);
  });

  test("domain: a plan with small pages, and a limit", async () => {
    servers.hunter.faults.add({
      times: 99,
      when: ({ query }) => query.get("limit") === "100",
      effect: { kind: "status", status: 400, body: refusal(400, "pagination_error") },
    });
    given(host, COMPANIES.slice(0, 3));
    const spec = { ...VERIFY, lookup: "domain", inputs: { domain: "Company" }, outputs: { value: "Mail" } };
    await lookUp(host, { ...spec, filters: { limit: 15 } });
    expect(grid(host, "Hunter Domain Search").length).toBe(1 + 30);
    expect(under(host, "Domain search")).toEqual(["found", "found"]);
    const limits = () =>
      servers.hunter.requests
        .slice(before.hunter)
        .filter(({ url }) => url.includes("domain-search"))
        .map(({ url }) => new URL(url, "https://a.example").searchParams.get("limit"));
    expect(limits().filter((limit) => limit === "100").length).toBe(0);
    await lookUp(host, { ...spec, outputs: { value: "Mail", status: "All" } });
    expect(grid(host, "Hunter Domain Search").length).toBe(1 + 28 + 21);
    // One of each domain, side by side: after the first refusal pages are small.
    expect(limits().filter((limit) => limit === "100").length).toBeLessThanOrEqual(2);
    // What was bought with the limit is not bought again.
    expect(spentOn(servers, "searches")).toBe(2 * 2 + 2 + 1);
  });
});
