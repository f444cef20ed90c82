import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { BookFile } from "../../local/runtime/book-file.ts";
import type { Host } from "../../local/runtime/host.ts";
import { RESULTS_SHEET } from "../../src/ledger/results-sheet.ts";
import type { LookupForm, LookupPreview } from "../../src/ui/calls.ts";
import { draftFor, faultOf, orderOf } from "../../src/ui/sidebar/lookup/draft.ts";
import { given } from "../formulas/computing.ts";
import { freshFile, json, must, OWNER, openHost, type Servers, settle, start, startServers } from "../rig.ts";
import { VERIFY } from "./looking-up.ts";

let servers: Servers;
let fresh: BookFile;

beforeAll(async () => {
  servers = await startServers();
  fresh = await freshFile(servers.routes);
});
afterAll(() => servers.close());

const formOf = (host: Host, sheet = "") => json<LookupForm>(host.rpc("lookupForm", [sheet]));
const sheetId = (host: Host, name: string) => must(host.book.sheets().find((one) => one.name === name)).id;

describe("the form of look-ups", () => {
  test.each([
    ["showVerify", "verify"],
    ["showFind", "find"],
    ["showSearchDomains", "domain"],
    ["showCountAddresses", "count"],
  ])("%s opens the page, which then knows what is wanted", async (item, lookup) => {
    const host = await openHost(fresh, servers.routes);
    const click = await host.call(item, [], { entry: "menu" });
    expect(click.ok && click.sidebar?.file).toBe("lookup");
    expect((await formOf(host)).lookup).toBe(lookup);
    await host.close();
  });

  test("Credits opens its page, and tells without a run that nothing was spent", async () => {
    const host = await openHost(fresh, servers.routes);
    const click = await host.call("showCredits", [], { entry: "menu" });
    expect(click.ok && click.sidebar?.file).toBe("credits");
    expect(await json(host.rpc("credits", []))).toMatchObject({ spent: [], results: 0 });
    await host.close();
  });

  test("tells headers once each, what they hold, which rows are filled and which of them are selected", async () => {
    const host = await openHost(fresh, servers.routes);
    given(host, [
      ["Our alumni", null, null],
      ["Nachname", "E-Mail", "E-Mail"],
      ["Lovelace", "ada@school.example", null],
      [null, null, null],
      ["Hopper", "grace@school.example", null],
    ]);
    host.select(OWNER, { sheet: sheetId(host, "In"), row: 4, column: 1, rows: 7, columns: 1 });
    expect(await formOf(host)).toMatchObject({
      hasKey: true,
      sheet: "In",
      headers: ["Nachname", "E-Mail"],
      samples: { Nachname: ["Lovelace", "Hopper"], "E-Mail": ["ada@school.example", "grace@school.example"] },
      twins: {
        "E-Mail": [
          { column: "B", values: ["ada@school.example", "grace@school.example"] },
          { column: "C", values: [] },
        ],
      },
      recognised: { email: "E-Mail", last_name: "Nachname" },
      rows: { all: 2, selected: [5], hidden: [] },
    });
    const part = { sheet: sheetId(host, "In"), column: 1, columns: 1 };
    host.select(OWNER, { ...part, row: 3, rows: 1 }, { ...part, row: 5, rows: 2 });
    expect((await formOf(host)).rows.selected).toEqual([3, 5]);
    // What is selected in one sheet is no row of another.
    const [first] = host.book.sheets();
    host.select(OWNER, { sheet: must(first).id, row: 3, column: 1, rows: 3, columns: 1 });
    expect((await formOf(host, "In")).rows.selected).toEqual([]);
    await host.close();
  });

  test.each(["verify", "find", "domain", "count"] as const)(
    "%s: what the page orders of itself is priced, taken and done",
    async (lookup) => {
      const host = await openHost(fresh, servers.routes);
      given(host, [
        ["First name", "Last name", "Company", "Domain", "E-mail", "Status", "ID"],
        [
          "Jane",
          "Doe",
          "Willow Analytics",
          "willowanalytics.example",
          "jane@willowanalytics.example",
          "x",
          1,
        ],
      ]);
      const form = await formOf(host, "In");
      const draft = { ...draftFor(lookup), along: form.headers };
      expect(faultOf(form, draft)).toBe(null);
      const order = orderOf(form, draft);
      const preview = await json<LookupPreview>(host.rpc("previewLookup", [JSON.stringify(order)]));
      expect(preview).toMatchObject({ rows: 1, done: 0, distinct: 1, inputs: order.inputs });
      const { id } = await start(host, order);
      expect((await settle(host)).find((run) => run.id === id)).toMatchObject({ status: "done", done: 1 });
      expect((await json<LookupPreview>(host.rpc("previewLookup", [JSON.stringify(order)]))).done).toBe(1);
      await host.close();
    },
  );

  test("the sheet of stored results is not offered", async () => {
    const host = await openHost(fresh, servers.routes);
    given(host, [["E-mail"], ["ada@school.example"]]);
    await start(host, VERIFY);
    await settle(host);
    const { sheets } = await formOf(host);
    expect(sheets).toContain("In");
    expect(host.book.sheets().map(({ name }) => name)).toContain(RESULTS_SHEET);
    expect(sheets).not.toContain(RESULTS_SHEET);
    await host.close();
  });
});
