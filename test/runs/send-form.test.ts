import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { FaultEffect } from "../../local/apis/wire/faults.ts";
import { validations } from "../../local/book/validations.ts";
import type { BookFile } from "../../local/runtime/book-file.ts";
import type { ImportPreview, PushPlan, SendForm, SendRecord, SendTemplate } from "../../src/ui/calls.ts";
import { freshFile, grid, json, must, OWNER, openHost, type Servers, startServers, value } from "../rig.ts";
import { STATUS, withRows } from "./pushing.ts";

let servers: Servers;
let fresh: BookFile;

beforeAll(async () => {
  servers = await startServers({ huntr: { size: { jobs: 0, activities: 0, members: 5, employers: 2 } } });
  fresh = await freshFile(servers.routes);
});
beforeEach(() => {
  for (const api of [servers.huntr, servers.hunter]) {
    api.faults.clear();
    api.restore(undefined);
  }
});
afterAll(() => servers.close());

type Host = Awaited<ReturnType<typeof openHost>>;

const formOf = (host: Host, push = "", sheet = "") => json<SendForm>(host.rpc("sendForm", [push, sheet]));
const asked = (from: number, api: "huntr" | "hunter") =>
  servers[api].requests.slice(from).map(({ method, url }) => `${method} ${url}`);
const sheetId = (host: Host, name: string) => must(host.book.sheets().find((one) => one.name === name)).id;

describe("the form of pushes", () => {
  test.each([
    ["showInvite", "huntr.invitations"],
    ["showMemberFieldChanges", "huntr.member-fields"],
    ["showSaveLeads", "hunter.leads"],
    ["showDeleteLeads", "hunter.leads.delete"],
    ["showAddRecipients", "hunter.recipients"],
    ["showCancelEmails", "hunter.recipients.cancel"],
  ])("%s opens the page, which then knows what is wanted", async (item, push) => {
    const host = await openHost(fresh, servers.routes);
    const click = await host.call(item, [], { entry: "menu" });
    expect(click.ok && click.sidebar?.file).toBe("send");
    expect((await formOf(host)).push).toBe(push);
    await host.close();
  });

  test("tells the sheet, its headers, and which rows are selected, failed or can be taken back", async () => {
    const rows = [
      ["Our leads", "", ""],
      ["E-mail", "Town", STATUS],
      ["a@x.example", "Paris", "done (lead 5 created)"],
      ["b@x.example", "", "done (lead 6 updated)"],
      ["", "", "failed: a word without a row"],
      ["c@x.example", "", "failed: no such list"],
      ["d@x.example", "", ""],
    ];
    const host = await openHost(await withRows(fresh, servers, "People", rows), servers.routes);
    host.select(OWNER, { sheet: sheetId(host, "People"), row: 5, column: 1, rows: 2, columns: 1 });
    const form = await formOf(host, "hunter.leads");
    expect(form).toMatchObject({
      push: "hunter.leads",
      hasKey: true,
      sheet: { name: "People" },
      headers: ["E-mail", "Town"],
      rows: { all: 4, hidden: [], selected: [6], failed: [6], undoable: [{ row: 3, campaign: "" }] },
      problems: [{ row: 6, outcome: "failed: no such list" }],
    });
    expect(form.sheets).toEqual(host.book.sheets().map(({ name }) => name));
    const part = { sheet: sheetId(host, "People"), column: 1, columns: 1 };
    host.select(
      OWNER,
      { ...part, row: 7, rows: 1 },
      { ...part, row: 1, rows: 1 },
      { ...part, row: 3, rows: 2 },
    );
    expect((await formOf(host, "hunter.leads")).rows.selected).toEqual([3, 4, 7]);
    host.select(OWNER, {
      sheet: must(host.book.sheets()[0]).id,
      row: 3,
      column: 1,
      rows: 1,
      columns: 1,
    });
    expect((await formOf(host, "hunter.leads", "People")).rows.selected).toEqual([]);
    await host.close();
  });

  test.each([
    [
      "hunter.recipients",
      "done (recipient of campaign 12 added) for a@x.example",
      [{ row: 2, campaign: "12" }],
    ],
    [
      "hunter.recipients",
      "done (recipient of campaign 12, later added) for a@x.example",
      [{ row: 2, campaign: "12" }],
    ],
    ["hunter.recipients", "done (cancellation in campaign 12) for a@x.example", []],
    [
      "hunter.leads",
      "done (lead 5 created, which Hunter does later) for a@x.example",
      [{ row: 2, campaign: "" }],
    ],
    ["hunter.leads", "done (lead 5 saved, which Hunter does later) for a@x.example", []],
    ["hunter.leads", "done (lead 5 updated) for a@x.example", []],
  ])("%s: what can be taken back of %j", async (push, outcome, undoable) => {
    const rows = [
      ["E-mail", STATUS],
      ["a@x.example", outcome],
    ];
    const host = await openHost(await withRows(fresh, servers, "People", rows), servers.routes);
    host.select(OWNER, { sheet: sheetId(host, "People"), row: 1, column: 1, rows: 1, columns: 1 });
    expect((await formOf(host, push)).rows.undoable).toEqual(undoable);
    await host.close();
  });

  test("asks only for what is chosen among, and without a key for nothing", async () => {
    const host = await openHost(fresh, servers.routes);
    let before = servers.hunter.requests.length;
    const { records } = await formOf(host, "hunter.leads");
    expect(Object.keys(records)).toEqual(["hunter.custom-attributes", "hunter.leads-lists"]);
    expect(must(records["hunter.leads-lists"]).map(({ name }) => name)).toEqual(
      servers.hunter.data.leadsLists.map(({ name }) => name),
    );
    expect(new Set(asked(before, "hunter").map((call) => call.replace(/\?.*/, "")))).toEqual(
      new Set(["GET /v2/leads_custom_attributes", "GET /v2/leads_lists"]),
    );
    await value(host.rpc("forgetKey", ["hunter"]));
    before = servers.hunter.requests.length;
    expect(await formOf(host, "hunter.leads")).toMatchObject({ hasKey: false, records: {} });
    expect(asked(before, "hunter")).toEqual([]);
    await host.close();
  });

  test("goes to a row that the page points at", async () => {
    const host = await openHost(
      await withRows(fresh, servers, "People", [["E-mail"], ["a@x.example"]]),
      servers.routes,
    );
    await value(host.rpc("openSheet", [sheetId(host, "People"), 2]));
    expect((await formOf(host)).sheet.name).toBe("People");
    expect((await formOf(host)).rows.selected).toEqual([2]);
    await host.close();
  });
});

describe("the template sheet", () => {
  const TEMPLATE: SendTemplate = {
    name: "Invitations",
    example: "Example, never sent: ada@school.example | Default",
    columns: [
      { header: "E-mail", kind: "text", choices: [] },
      { header: "Board template", kind: "text", choices: ["Default", "=1+1", "+1"] },
      { header: "Graduation", kind: "date", choices: [] },
    ],
  };

  test("has headers, drop-downs without formulas, and an example that no push takes for a row", async () => {
    const host = await openHost(fresh, servers.routes);
    const make = () => json<{ sheet: string }>(host.rpc("templateSheet", [JSON.stringify(TEMPLATE)]));
    expect([await make(), await make()]).toEqual([{ sheet: "Invitations" }, { sheet: "Invitations 2" }]);
    expect(grid(host, "Invitations")).toEqual([
      [TEMPLATE.example, "", ""],
      ["E-mail", "Board template", "Graduation"],
    ]);
    const id = sheetId(host, "Invitations");
    const rules = validations(host.book, { sheet: id, row: 3, column: 1, rows: 1, columns: 3 });
    expect(must(rules[0]).map((rule) => rule?.criterion.values[0] ?? null)).toEqual([null, "Default", null]);
    expect((await formOf(host, "huntr.invitations", "Invitations")).rows.all).toBe(0);
    const plan = () =>
      json<PushPlan>(
        host.rpc("previewPush", [
          JSON.stringify({
            kind: "push",
            push: "huntr.invitations",
            sheet: "Invitations",
            map: { email: "E-mail" },
          }),
        ]),
      );
    expect(await plan()).toMatchObject({ send: 0, failed: 0, skipped: 0 });
    host.book.write(id, 3, 1, [["new@people.example", "", ""]]);
    expect(await plan()).toMatchObject({ send: 1, failed: 0, skipped: 0 });
    await host.close();
  });
});

describe("records made from the page", () => {
  const change = (host: Host, table: string, id: string, body: object | null) =>
    json<SendRecord[]>(host.rpc("changeRecord", [table, id, JSON.stringify(body)]));
  const LISTS = "hunter.leads-lists";
  const called = (name: string) => servers.hunter.data.leadsLists.filter((list) => list.name === name);

  test("a list is made, renamed and deleted; the answer is what there is then", async () => {
    const host = await openHost(fresh, servers.routes);
    const made = await change(host, LISTS, "", { name: "Fair" });
    const id = String(must(made.find(({ name }) => name === "Fair")).id);
    const renamed = await change(host, LISTS, id, { name: "Spring fair" });
    expect(renamed.find((list) => String(list.id) === id)?.name).toBe("Spring fair");
    expect((await change(host, LISTS, id, null)).map((list) => String(list.id))).not.toContain(id);
    await host.close();
  });

  test("an attribute gets its slug, and a member field its type and choices", async () => {
    const host = await openHost(fresh, servers.routes);
    const attributes = await change(host, "hunter.custom-attributes", "", { label: "Home town" });
    expect(attributes.find(({ label }) => label === "Home town")).toMatchObject({ slug: "home_town" });
    const field = { name: "Shirt", fieldType: "MULTIPLE_CHOICE", choices: ["S", "M"] };
    const fields = await change(host, "huntr.member-fields", "", field);
    expect(fields.find(({ name }) => name === "Shirt")).toMatchObject(field);
    await host.close();
  });

  test.each<[string, FaultEffect, number]>([
    ["lost after Hunter had acted", { kind: "drop", when: "after" }, 1],
    ["answered with 502 after Hunter had acted", { kind: "status", status: 502, after: true }, 1],
    ["dropped before it was read", { kind: "drop", when: "before" }, 0],
  ])("a list whose making is %s is looked for, never made twice", async (_, effect, there) => {
    const host = await openHost(fresh, servers.routes);
    servers.hunter.faults.add({ effect, when: ({ method }) => method === "POST" });
    const before = servers.hunter.requests.length;
    const made = change(host, LISTS, "", { name: "Fair" });
    if (there > 0) expect((await made).filter(({ name }) => name === "Fair")).toHaveLength(1);
    else await expect(made).rejects.toThrow(/Hunter/);
    expect(asked(before, "hunter").filter((call) => call.startsWith("POST"))).toHaveLength(1);
    expect(called("Fair")).toHaveLength(there);
    await change(host, LISTS, "", { name: " fair " });
    expect(servers.hunter.data.leadsLists.filter(({ name }) => /fair/i.test(name))).toHaveLength(1);
    await host.close();
  });

  test("how many leads hang on a list or an attribute is told by the preview of an import", async () => {
    const host = await openHost(fresh, servers.routes);
    // Hunter's texts differ on what its numbers count: which of them is right, a number of many pages does not show.
    const total = async (filters: object) => {
      const spec = JSON.stringify({ kind: "import", table: "hunter.leads", filters });
      const { total: sure, most } = await json<ImportPreview>(host.rpc("previewImport", [spec]));
      return sure ?? most;
    };
    const list = must(servers.hunter.data.leadsLists.find(({ leads_count }) => leads_count > 0));
    expect(await total({ leads_list_id: list.id })).toBe(list.leads_count);
    const having = (slug: string) => servers.hunter.data.leads.filter((lead) => lead[slug]);
    const { slug } = must(servers.hunter.data.customAttributes.find((one) => having(one.slug).length > 0));
    expect(await total({ [`custom_attributes[${slug}]`]: "*" })).toBe(having(slug).length);
    await host.close();
  });

  test("a new name that another one has is refused, and one that is gone already is gone", async () => {
    const host = await openHost(fresh, servers.routes);
    await change(host, "hunter.custom-attributes", "", { label: "One" });
    const both = await change(host, "hunter.custom-attributes", "", { label: "Two" });
    const two = String(must(both.find(({ label }) => label === "Two")).id);
    await expect(change(host, "hunter.custom-attributes", two, { label: "One" })).rejects.toThrow(/taken/);
    await change(host, "hunter.custom-attributes", two, null);
    expect(
      (await change(host, "hunter.custom-attributes", two, null)).some(({ label }) => label === "Two"),
    ).toBe(false);
    await host.close();
  });
});
