import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { SAMPLE_NOW_MS } from "../../local/apis/index.ts";
import { newBookFile } from "../../local/runtime/book-file.ts";
import type { Host } from "../../local/runtime/host.ts";
import { COLLEAGUE, KEYS, OWNER, openHost, type Servers, startServers, value } from "../rig.ts";
import { compute, computeAgain } from "./computing.ts";

let servers: Servers;
let host: Host;
let opened = 0;
let askedBefore = 0;

beforeAll(async () => {
  servers = await startServers({ huntr: { size: { jobs: 20, activities: 0, members: 5, employers: 5 } } });
});
afterAll(() => servers.close());
beforeEach(async () => {
  servers.huntr.faults.clear();
  opened += 1;
  const nowMs = SAMPLE_NOW_MS + opened * 3_600_000;
  host = await openHost(newBookFile({ owner: OWNER, nowMs }), servers.routes);
  askedBefore = servers.huntr.requests.length;
});
afterEach(() => host.close());

const save = (as: string, keys: object = KEYS) => value(host.rpc("saveKeys", [JSON.stringify(keys)], { as }));
const share = (as: string, isShared: boolean) => value(host.rpc("shareKey", ["huntr", isShared], { as }));
const FORMULA = '=HUNTR_MEMBER_FIELDS("", "name")';

describe("whose key a formula uses", () => {
  test.each([
    ["=HUNTR_JOBS()", "Huntr access token"],
    ['=HUNTER_VERIFY("a@b.example")', "Hunter API key"],
    ["=HUNTER_ACCOUNT()", "Hunter API key"],
  ])("none: %s says whose turn it is, and asks nobody", async (formula, key) => {
    const { cells, error } = await compute(host, formula);
    expect(cells).toEqual([["#ERROR!"]]);
    expect(error).toBe(
      `Formulas use the ${key} of this spreadsheet's owner (in a shared drive: of whoever made it), and none is set. Share yours with this spreadsheet under Huntsheet ▸ Set up, or have that person set theirs there.`,
    );
    expect(servers.huntr.requests.length).toBe(askedBefore);
  });

  test("a colleague's own is out of reach, until they share it; once taken back it is out of reach again", async () => {
    await save(COLLEAGUE);
    host.sitDown(COLLEAGUE);
    expect((await compute(host, FORMULA)).error).toContain(
      "Share yours with this spreadsheet under Huntsheet ▸ Set up",
    );
    await share(COLLEAGUE, true);
    const shared = await computeAgain(host, "HUNTR_MEMBER_FIELDS");
    expect(shared.error).toBe("");
    expect(shared.cells.length).toBe(servers.huntr.data.memberFields.length + 1);
    await share(COLLEAGUE, false);
    await host.advance(3_600_000);
    expect((await computeAgain(host, "HUNTR_MEMBER_FIELDS")).error).toContain("none is set");
  });

  test.each([
    ["another one is saved", () => save(OWNER, { huntr: KEYS.huntr })],
    ["it is shared", () => share(OWNER, true)],
    ["it is forgotten", () => value(host.rpc("forgetKey", ["huntr"], { as: OWNER }))],
  ])("of what a key was told nothing is shown when %s", async (_, change) => {
    await save(OWNER);
    await compute(host, FORMULA);
    const before = servers.huntr.requests.length;
    await computeAgain(host, "HUNTR_MEMBER_FIELDS");
    expect(servers.huntr.requests.length).toBe(before);
    await change();
    const { error } = await computeAgain(host, "HUNTR_MEMBER_FIELDS");
    expect(servers.huntr.requests.length > before || error.includes("none is set")).toBe(true);
  });

  test("the owner's, whoever looks", async () => {
    await save(OWNER);
    await save(COLLEAGUE, { huntr: "of another organization" });
    host.sitDown(COLLEAGUE);
    const { cells, error } = await compute(host, FORMULA);
    expect(error).toBe("");
    expect(cells.length).toBe(servers.huntr.data.memberFields.length + 1);
    const sent = servers.huntr.requests.slice(askedBefore).map(({ headers }) => headers.authorization);
    expect(new Set(sent)).toEqual(new Set([`Bearer ${KEYS.huntr}`]));
  });

  test("the owner's comes before a shared one", async () => {
    await save(COLLEAGUE, { huntr: "of another organization" });
    await share(COLLEAGUE, true);
    expect((await compute(host, FORMULA)).error).toContain("Huntr refused the access token");
    await save(OWNER);
    expect((await computeAgain(host, "HUNTR_MEMBER_FIELDS")).error).toBe("");
  });

  test("taking back a share is for the one who shared it, or for anybody; it takes no key of one's own away", async () => {
    await save(OWNER);
    await save(COLLEAGUE);
    await share(COLLEAGUE, true);
    await share(OWNER, false);
    const state = JSON.parse(String(await value(host.rpc("setupState", [], { as: COLLEAGUE }))));
    expect(state.huntr).toEqual({ stored: true, shared: false });
  });

  test("one who forgets a key leaves a key that a colleague shared alone", async () => {
    await save(COLLEAGUE);
    await share(COLLEAGUE, true);
    await save(OWNER, { huntr: "wrong" });
    await value(host.rpc("forgetKey", ["huntr"], { as: OWNER }));
    expect((await compute(host, FORMULA)).error).toBe("");
  });

  test("one who saves a key leaves a key that a colleague shared alone", async () => {
    await save(COLLEAGUE);
    await share(COLLEAGUE, true);
    await save(OWNER, { huntr: "owner-only-2f1b" });
    expect(JSON.stringify(host.save().properties.document)).not.toContain("owner-only-2f1b");
  });
});

describe("what goes wrong with Huntr is a sentence in the cell", () => {
  beforeEach(() => save(OWNER));

  test.each([
    [401, 1, "Huntr refused the access token while reading member fields. Set it under Huntsheet ▸ Set up."],
    [403, 1, "Huntr lets only administrators do this (reading member fields)."],
    [404, 1, "Huntr found nothing of that id while reading member fields."],
    [429, 9, "Huntr asked us to slow down"],
    [500, 9, "Huntr is out of order while reading member fields. Try again in a few minutes."],
    [503, 9, "Huntr is out of order while reading member fields. Try again in a few minutes."],
  ])("status %i", async (status, times, sentence) => {
    servers.huntr.faults.add({ times, effect: { kind: "status", status } });
    const { cells, error } = await compute(host, FORMULA);
    expect(cells).toEqual([["#ERROR!"]]);
    expect(error).toContain(sentence);
    expect(error).not.toContain(KEYS.huntr);
    // What went wrong is not kept: the next one who asks is answered.
    servers.huntr.faults.clear();
    await host.advance(120_000);
    expect((await computeAgain(host, "HUNTR_MEMBER_FIELDS")).error).toBe("");
  });

  test.each([
    ["a web page in place of data", { kind: "html" }, "Huntr answered with something that is not data"],
    ["half an answer", { kind: "cut" }, "Huntr answered with something that is not data"],
    [
      "no answer",
      { kind: "drop", when: "before" },
      "Huntr could not be reached while reading member fields.",
    ],
    [
      "another shape",
      { kind: "change", change: () => ({ status: 200, body: { data: "none" } }) },
      "Huntr answered with something else than a list of Huntr Member Fields",
    ],
  ] as const)("%s", async (_what, effect, sentence) => {
    servers.huntr.faults.add({ times: 9, effect });
    expect((await compute(host, FORMULA)).error).toContain(sentence);
  });
});
