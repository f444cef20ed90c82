import { describe, expect, test } from "vitest";
import { compute, computeAgain, given } from "../formulas/computing.ts";
import { COLLEAGUE, json, KEYS, must, type SeenRun, settle, start, value } from "../rig.ts";
import {
  addresses,
  givenAddresses,
  lookUp,
  sentTo,
  spentOn,
  sum,
  under,
  VERIFY,
} from "../runs/looking-up.ts";
import { watchUntilDone } from "../runs/open-sidebar.ts";
import { before, host, onStage, servers } from "../stage.ts";

const LEFT = 9_000;

onStage({
  hunter: {
    account: { verifications: { used: 0, available: LEFT }, searches: { used: 0, available: LEFT } },
    verifier: { slowPerThousand: 0, flakyPerThousand: 0 },
  },
  hours: 30,
});

const sent = () => sentTo(servers, "email-verifier", "email", before.hunter);
const searched = () => sum(sentTo(servers, "domain-search", "domain", before.hunter));
const most = () => Math.max(0, ...sent().values());
const emptyResults = () => {
  const sheet = must(host.book.sheets().find(({ name }) => name === "In")).id;
  const rows = host.book.lastRow(sheet) - 1;
  host.book.write(
    sheet,
    2,
    3,
    Array.from({ length: rows }, () => [null, null]),
  );
};
/** Hunter counts it, and the way back is cut. */
const loseAnswers = (call: string, times: number) =>
  servers.hunter.faults.add({
    effect: { kind: "drop", when: "after" },
    when: ({ path }) => path.includes(call),
    times,
  });
const DOMAINS = {
  ...VERIFY,
  lookup: "domain",
  inputs: { domain: "Domain" },
  outputs: { value: "Email", status: "Status" },
  filters: { limit: 10 },
};
const givenDomains = (count: number) => {
  const websites = servers.hunter.data.leads.flatMap(({ website }) =>
    typeof website === "string" ? [website] : [],
  );
  const domains = [...new Set(websites)].slice(0, count);
  expect(domains.length).toBe(count);
  given(host, [["Domain"], ...domains.map((domain) => [domain])]);
};

describe("asked afresh, each is paid for once", () => {
  test("300 addresses in an open sidebar, with a cap that is just enough: 300 rows, 300 requests", async () => {
    const emails = addresses(300, 60);
    givenAddresses(host, emails);
    await start(host, { ...VERIFY, maxAgeDays: 0, maxCredits: 300 });
    const [run] = await watchUntilDone(host);
    expect(run).toMatchObject({ status: "done", done: 300, error: null });
    expect([sum(sent()), most()]).toEqual([300, 1]);
  });

  test("a formula over a range that takes several computations comes to its end, and computing again asks nothing", async () => {
    const emails = addresses(260, 60);
    given(
      host,
      emails.map((email) => [email]),
    );
    let shown = await compute(host, '=HUNTER_VERIFY(In!A1:A260,"status",0)');
    for (let n = 0; n < 4; n++) {
      await host.advance(60_000);
      shown = await computeAgain(host, "HUNTER_VERIFY");
    }
    expect(shown.cells.flat().filter((cell) => !/^[a-z_]+$/.test(String(cell)))).toEqual([]);
    expect([sum(sent()), most()]).toEqual([260, 1]);
  });
});

describe("an answer that is lost may have been paid for", () => {
  test.each([1, 48])(
    "%i lost answers of a domain search: no more is asked than the cap has credits",
    async (times) => {
      givenDomains(12);
      loseAnswers("domain-search", times);
      const run = await lookUp(host, { ...DOMAINS, maxCredits: 12 });
      expect(searched()).toBeLessThanOrEqual(12);
      expect(spentOn(servers, "searches")).toBeLessThanOrEqual(12);
      expect(run.status).toBe("stopped");
    },
  );

  test("a verification: under the cap it is asked again, and no answer of its batch is missing", async () => {
    givenAddresses(host, addresses(20, 20));
    loseAnswers("email-verifier", 1);
    expect(await lookUp(host, { ...VERIFY, maxCredits: 40 })).toMatchObject({ status: "done", done: 20 });
    expect(sum(sent())).toBeLessThanOrEqual(30);
    expect(under(host, "Status").every((status) => /^[a-z_]+$/.test(String(status)))).toBe(true);
  });

  test("a cap of as many as there are rows: the run says that answers were lost", async () => {
    givenAddresses(host, addresses(20, 20));
    loseAnswers("email-verifier", 1);
    const run = await lookUp(host, { ...VERIFY, maxCredits: 20 });
    expect(sum(sent())).toBeLessThanOrEqual(20);
    expect(run.status).toBe("stopped");
    expect(run.error).toMatch(
      /^The cap of 20 verifications is spent, .* answers were lost on the way: Hunter may have counted them/,
    );
  });

  test("without a cap, one that never comes back is asked three times, its row says so, and the others have theirs", async () => {
    const emails = addresses(25, 25);
    givenAddresses(host, emails);
    servers.hunter.faults.add({
      effect: { kind: "drop", when: "after" },
      when: ({ query }) => query.get("email") === emails[3],
      times: 1_000,
    });
    const run = await lookUp(host);
    expect(run.status).toBe("done");
    expect(sent().get(must(emails[3]))).toBe(3);
    expect(under(host, "Status")[3]).toMatch(/^No answer came from Hunter, which may have counted it\./);
    const others = under(host, "Status").filter((_, i) => i !== 3);
    expect(others.filter((status) => !/^[a-z_]+$/.test(String(status)))).toEqual([]);
    expect(run.counts["without an answer"]).toBe(1);
  });

  test("while nothing comes back at all, it is tried one by one, and the run stops in the end", async () => {
    givenAddresses(host, addresses(200, 40));
    loseAnswers("email-verifier", 10_000);
    expect(await lookUp(host)).toMatchObject({ status: "stopped" });
    expect(sum(sent())).toBeLessThanOrEqual(60);
  });
});

describe("made-up answers of the trial key", () => {
  test("are gone when the real key is there, for a run, a colleague and a formula", async () => {
    const emails = addresses(5);
    await value(host.rpc("saveKeys", [JSON.stringify({ hunter: "test-api-key" })]));
    await value(host.rpc("saveKeys", [JSON.stringify({ hunter: KEYS.hunter })], { as: COLLEAGUE }));
    givenAddresses(host, emails);
    await lookUp(host);
    expect(new Set(under(host, "Status"))).toEqual(new Set(["valid"]));
    emptyResults();
    const { id } = await start(host, VERIFY, COLLEAGUE);
    expect(must((await settle(host, COLLEAGUE)).find((run) => run.id === id))).toMatchObject({
      status: "done",
    });
    expect(new Set(under(host, "Status"))).not.toEqual(new Set(["valid"]));
    const real = under(host, "Status");
    await value(host.rpc("saveKeys", [JSON.stringify({ hunter: KEYS.hunter })]));
    expect((await compute(host, "=HUNTER_VERIFY(In!B2:B6)")).cells.flat()).toEqual(real);
    expect([...sent().values()].sort()).toEqual([2, 2, 2, 2, 2]);
  });
});

describe("what the account has left is known before it is asked", () => {
  const leave = (left: number) => {
    const resetMs = host.now() + 20 * 86_400_000;
    servers.hunter.restore({ account: { searches: 0, verifications: LEFT - left, resetMs } });
  };
  const refusals = () =>
    servers.hunter.requests.slice(before.hunter).filter(({ status }) => status === 429).length;

  test("100 left and 250 to ask: 100 are bought, their rows written, and the run says what is left and until when", async () => {
    givenAddresses(host, addresses(250, 50));
    leave(100);
    await start(host, VERIFY);
    const [run] = await watchUntilDone(host);
    expect(refusals()).toBe(0);
    expect(run?.status).toBe("stopped");
    expect(run?.error).toMatch(
      /^Your Hunter plan has 0 verifications left until it is reset on \d{4}-\d\d-\d\d\./,
    );
    const shown = under(host, "Status").filter((status) => status !== "");
    expect(shown.length).toBe(sum(sent()));
    expect(shown.filter((status) => status !== "unknown").length).toBe(100);
  });

  test("a plan that is used up: nothing is asked, by a run or by 20 formulas", async () => {
    const emails = addresses(20);
    givenAddresses(host, emails);
    leave(0);
    expect(await lookUp(host)).toMatchObject({
      status: "stopped",
      error: expect.stringContaining("0 verifications"),
    });
    const sheet = host.book.insertSheet("Cells");
    host.book.write(
      sheet,
      1,
      1,
      emails.map((_, i) => [`=HUNTER_VERIFY(In!B${i + 2})`]),
    );
    await host.book.settled();
    expect(host.book.errorMessage(sheet, 20, 1)).toMatch(/^Your Hunter plan has 0 verifications left until/);
    expect(sum(sent())).toBe(0);
  });

  test("a larger plan is seen at once", async () => {
    givenAddresses(host, addresses(12));
    leave(0);
    const { id } = await lookUp(host);
    leave(500);
    await host.advance(15_000);
    await value(host.rpc("goOnRun", [id]));
    await settle(host);
    expect(under(host, "Status").every((status) => status !== "")).toBe(true);
  });
});

test("cancelling one look-up leaves the rows that another one waits for", async () => {
  givenAddresses(host, addresses(8));
  const a = await start(host, { ...VERIFY, rows: [2, 3, 4] });
  await json(host.rpc("pauseRun", [a.id]));
  servers.hunter.faults.add({
    effect: { kind: "status", status: 202, body: { data: { status: "pending" } } },
    when: ({ query }) => query.has("email"),
    times: 4,
  });
  const b = await start(host, { ...VERIFY, rows: [6, 7, 8, 9] });
  await json(host.rpc("advanceRun", [b.id]));
  await json(host.rpc("cancelRun", [a.id]));
  await host.advance(60_000);
  const runs: readonly SeenRun[] = await settle(host);
  expect(runs.find(({ id }) => id === b.id)).toMatchObject({ status: "done", done: 4 });
});
