import { describe, expect, test } from "vitest";
import type { Call, Reply } from "../../local/apis/wire/call.ts";
import { compute } from "../formulas/computing.ts";
import { grid, json, must, settle, start, value } from "../rig.ts";
import { before, file, host, onStage, reopen, servers } from "../stage.ts";
import { STATUS, under, withRows } from "./pushing.ts";

onStage({});

/** As many lists, and as many recipients of the first campaign. */
const ROWS = 25;
const LISTS = Array.from({ length: ROWS }, (_, n) => ({ id: n + 1, name: `List ${n + 1}` }));
const RECIPIENTS = LISTS.map(({ id }) => ({ email: `p${id}@school.example`, sending_status: "sent" }));

const offsetOf = ({ query }: Call) => Number(query.get("offset") ?? 0);
const limitOf = ({ query }: Call) => Number(query.get("limit") ?? 20);
const refused: Reply = {
  status: 400,
  body: { errors: [{ id: "pagination_error", code: 400, details: "Your plan allows 10" }] },
};

interface Odd {
  /** What a server answers: the page, or a refusal. */
  readonly page: (call: Call, all: readonly object[], nth: number) => readonly object[] | Reply;
  readonly meta?: object;
  /** Requests for a listing that are as many as its rows justify. */
  readonly most: number;
  /** Nobody can know whether all are there. */
  readonly isLoop?: true;
}

const part = (call: Call, all: readonly object[], most = 100) =>
  all.slice(offsetOf(call), offsetOf(call) + Math.min(most, limitOf(call)));

const odd: [string, Odd][] = [
  ["ignores offsets", { page: (_, all) => all.slice(0, 10), most: 2, isLoop: true }],
  [
    "repeats its last page",
    {
      page: (call, all) => (offsetOf(call) > 19 ? all.slice(10, 20) : part(call, all, 10)),
      most: 4,
      isLoop: true,
    },
  ],
  ["gives fewer than asked for, and no total", { page: (call, all) => part(call, all, 4), most: 8 }],
  ["allows pages of 10", { page: (call, all) => (limitOf(call) > 10 ? refused : part(call, all)), most: 5 }],
  [
    "gives an empty page once, where its total says more",
    { page: (call, all, nth) => (nth === 2 ? [] : part(call, all, 10)), meta: { total: ROWS }, most: 4 },
  ],
  [
    "gives empty pages for ever, where its total says more",
    {
      page: (call, all) => (offsetOf(call) > 9 ? [] : part(call, all, 10)),
      meta: { total: ROWS },
      most: 4,
      isLoop: true,
    },
  ],
];

const LISTING = /leads_lists$|campaigns\/\d+\/recipients$/;

/** Has the listings of leads lists and recipients answer so. */
function misbehave({ page, meta = {} }: Odd): void {
  let nth = 0;
  let asked: Call;
  servers.hunter.faults.add({
    effect: {
      kind: "change",
      change: () => {
        const isLists = /leads_lists$/.test(asked.path);
        const found = page(asked, isLists ? LISTS : RECIPIENTS, ++nth);
        if ("status" in found) return found;
        return { status: 200, body: { data: { [isLists ? "leads_lists" : "recipients"]: found }, meta } };
      },
    },
    when: (call) => {
      asked = call;
      return call.method === "GET" && LISTING.test(call.path);
    },
    times: 999,
  });
}

const requests = (method = "GET") =>
  servers.hunter.requests
    .slice(before.hunter)
    .filter((request) => request.method === method && LISTING.test(new URL(request.url, "http://x").pathname))
    .length;

const LOOP = /^Hunter gave (the same page of|3 empty pages of) Hunter (Leads Lists|Recipients) /;

describe.each(odd)("a server that %s", (_, how) => {
  test("an import is whole, or ends with an error", async () => {
    misbehave(how);
    await start(host, { kind: "import", table: "hunter.leads-lists" });
    const [run] = await settle(host);
    if (how.isLoop) expect(run).toMatchObject({ status: "stopped", error: expect.stringMatching(LOOP) });
    else expect([run?.status, grid(host, "Hunter Leads Lists").length]).toEqual(["done", ROWS + 1]);
    expect(requests()).toBeLessThanOrEqual(how.most);
  });

  test("a refresh loses no row", async () => {
    misbehave({ page: part, most: 2 });
    await start(host, { kind: "import", table: "hunter.leads-lists", removed: "delete" });
    await settle(host);
    servers.hunter.faults.clear();
    const asked = requests();
    misbehave(how);
    await start(host, { kind: "refresh", sheet: "Hunter Leads Lists" });
    const [run] = await settle(host);
    expect(run?.status).toBe(how.isLoop ? "stopped" : "done");
    expect(grid(host, "Hunter Leads Lists")).toHaveLength(ROWS + 1);
    expect(requests() - asked).toBeLessThanOrEqual(how.most);
  });

  test("a formula is whole, or an error", async () => {
    misbehave(how);
    const { cells, error } = await compute(host, "=HUNTER_LEADS_LISTS()");
    if (how.isLoop) expect(error).toMatch(LOOP);
    else expect([error, cells.length]).toEqual(["", ROWS + 1]);
    expect(requests()).toBeLessThanOrEqual(how.most);
  });

  test("the form that sends leads offers all lists, or says why not", async () => {
    misbehave(how);
    const form = json<{ records: { [table: string]: object[] } }>(host.rpc("sendForm", ["hunter.leads", ""]));
    if (how.isLoop) await expect(form).rejects.toThrow(LOOP);
    else expect((await form).records["hunter.leads-lists"]).toHaveLength(ROWS);
    expect(requests()).toBeLessThanOrEqual(how.most);
  });

  test("recipients are imported, checked and added, or the run says why not", async () => {
    misbehave(how);
    const campaign = must(servers.hunter.data.campaigns.find(({ archived }) => !archived));
    await reopen(
      await withRows(file, servers, "People", [["Email"], ["p25@school.example"], ["new@school.example"]]),
    );
    const spec = {
      kind: "push",
      push: "hunter.recipients",
      sheet: "People",
      map: { emails: "Email" },
      constants: { campaign_id: campaign.id },
    };
    const plan = value(host.rpc("previewPush", [JSON.stringify(spec)]));
    if (how.isLoop) await expect(plan).rejects.toThrow(LOOP);
    else expect(JSON.parse((await plan) as string)).toMatchObject({ send: 1, skipped: 1 });
    expect(requests()).toBeLessThanOrEqual(how.most);
    await start(host, spec);
    const [run] = await settle(host);
    if (how.isLoop) {
      expect(run).toMatchObject({ status: "stopped", error: expect.stringMatching(LOOP) });
      expect(requests("POST")).toBe(0);
      return;
    }
    expect(run?.status).toBe("done");
    expect(under(grid(host, "People"), STATUS)).toEqual([
      "skipped: duplicate (already in this campaign)",
      expect.stringMatching(/^done/),
    ]);
  });
});
