import { describe, expect, test } from "vitest";
import { createFilter, setColumnFilter } from "../../local/book/filters.ts";
import { addProtection } from "../../local/book/protections.ts";
import type { SendForm } from "../../src/ui/calls.ts";
import { COLLEAGUE, grid, json, KEYS, must, settle, start, value } from "../rig.ts";
import { before, host, onStage, servers } from "../stage.ts";
import { under } from "./pushing.ts";

/** Sheets without headers, with twins among them, tabs and headers that are written otherwise, and protected columns. */

onStage({
  huntr: { size: { jobs: 0, activities: 0, members: 6, employers: 2 }, requestsPerSecond: null },
  hours: 1,
});

type Cell = string | number | boolean | null;

function fill(rows: readonly (readonly Cell[])[], name = "In"): number {
  const id = host.book.insertSheet(name);
  const width = Math.max(1, ...rows.map((row) => row.length));
  host.book.write(
    id,
    1,
    1,
    rows.map((row) => Array.from({ length: width }, (_, i) => row[i] ?? "")),
  );
  return id;
}

const asked = (path: RegExp) =>
  servers.hunter.requests.slice(before.hunter).filter(({ url }) => path.test(url));
const invited = () => servers.huntr.requests.slice(before.huntr).filter(({ method }) => method === "POST");
const verify = (sheet: string, more: object = {}) => ({
  kind: "lookup",
  lookup: "verify",
  sheet,
  inputs: { email: "Email" },
  outputs: { status: "Status" },
  ...more,
});
const search = (into: string) => ({
  kind: "lookup",
  lookup: "domain",
  sheet: "In",
  inputs: { domain: "Domain" },
  outputs: { value: "Email", status: "Status" },
  into,
});

describe("a sheet without headers", () => {
  test.each<[string, object]>([
    ["an address", { push: "huntr.invitations", map: { email: "first@alumni.example" } }],
    ["an address in capitals", { push: "huntr.invitations", map: { email: "FIRST@Alumni.example" } }],
    ["an address for another field", { push: "hunter.leads", map: { email: "Email", notes: "a@b.example" } }],
    [
      "a domain for a key",
      { push: "hunter.recipients", map: { emails: "alumni.example" }, constants: { campaign_id: 1 } },
    ],
  ])("is refused by pushes: %s", async (_, spec) => {
    fill([
      ["first@alumni.example", "Ann"],
      ["second@alumni.example", "Bo"],
    ]);
    const push = { kind: "push", sheet: "In", ...spec };
    const no = /is no header\. Insert a row with headers above your first row\.$/;
    await expect(value(host.rpc("previewPush", [JSON.stringify(push)]))).rejects.toThrow(no);
    await expect(start(host, push)).rejects.toThrow(no);
    expect(invited()).toEqual([]);
  });

  test("is refused by pushes: the number of a lead", async () => {
    fill([
      [501, "Ann"],
      [502, "Bo"],
    ]);
    const push = { kind: "push", push: "hunter.recipients", sheet: "In", map: { lead_ids: "501" } };
    const spec = { ...push, constants: { campaign_id: 1 } };
    const no = '"501" is no header. Insert a row with headers above your first row.';
    await expect(value(host.rpc("previewPush", [JSON.stringify(spec)]))).rejects.toThrow(no);
    await expect(start(host, spec)).rejects.toThrow(no);
  });

  test.each([
    ["E-mail\naddress", "E-mail address"],
    ["E-mail  address", "e-mail address"],
    ["E-mail address", "\u200bE-mail address"],
    ["E-mail address", "E-mail address"],
  ])("an answer is not written over the column that it is asked with: %j, %j", async (header, output) => {
    const rows = [[header], ["ann@one.example"], ["bo@one.example"]];
    fill(rows);
    const spec = {
      kind: "lookup",
      lookup: "verify",
      sheet: "In",
      inputs: { email: header },
      outputs: { status: output },
    };
    await expect(value(host.rpc("previewLookup", [JSON.stringify(spec)]))).rejects.toThrow(
      /another header\.$/,
    );
    await expect(start(host, spec)).rejects.toThrow(/another header\.$/);
    // The sheet may be called otherwise than the form remembers.
    const seen = { ...spec, inputs: { email: "E-mail address" }, outputs: { status: "E-mail\u00a0Address" } };
    await expect(start(host, seen)).rejects.toThrow(/another header\.$/);
    expect(grid(host, "In")).toEqual(rows);
    expect(servers.hunter.requests.filter(({ url }) => url.includes("email-verifier"))).toEqual([]);
  });

  test("nor two answers into one column, nor outcomes over what is sent", async () => {
    const rows = [
      ["Email", "Status  of mail", "Huntsheet  Status"],
      ["ann@one.example", "mine", "bo@one.example"],
    ];
    fill(rows);
    const two = { status: "Status of mail", score: "status\nof mail" };
    await expect(start(host, { ...verify("In"), outputs: two })).rejects.toThrow(/another header\.$/);
    const push = { kind: "push", push: "hunter.leads", sheet: "In", map: { email: "Huntsheet  Status" } };
    await expect(start(host, push)).rejects.toThrow(/choose another column\.$/);
    expect(grid(host, "In")).toEqual(rows);
  });

  const find = (name: string, company: string) => ({
    kind: "lookup",
    lookup: "find",
    sheet: "In",
    inputs: { full_name: name, company },
    outputs: { status: "Status" },
  });

  test.each<[string, Cell[][]]>([
    [
      "numbers beside",
      [
        [501, "Ann Lee", "Acme"],
        [502, "Bo Roe", "Globex"],
      ],
    ],
    [
      "numbers as text",
      [
        ["00444", "Ann Lee", "Acme"],
        ["00445", "Bo Roe", "Globex"],
      ],
    ],
    [
      "a box beside",
      [
        [false, "Ann Lee", "Acme"],
        [true, "Bo Roe", "Globex"],
      ],
    ],
    [
      "addresses beside",
      [
        ["Ann Lee", "Acme", "ann@one.example"],
        ["Bo Roe", "Globex"],
      ],
    ],
    ["profiles beside", [["Ann Lee", "Acme", "https://www.linkedin.com/in/ann"]]],
    [
      "phone numbers beside",
      [
        ["Ann Lee", "Acme", "+49 171 555"],
        ["Bo Roe", "Globex"],
      ],
    ],
    [
      "a company that comes again",
      [
        ["Ann", "Acme"],
        ["Bo", "Globex"],
        ["Cy", "ACME"],
      ],
    ],
    [
      "nothing but names",
      [
        ["Ann Lee", "Acme"],
        ["Bo Roe", "Globex"],
      ],
    ],
    [
      "a name and our own column",
      [
        ["Ann Lee", "Acme", "Status"],
        ["Bo Roe", "Globex"],
      ],
    ],
  ])("is refused by look-ups: %s", async (_, rows) => {
    fill(rows);
    const first = rows[0] ?? [];
    const at = first.indexOf("Acme");
    const spec = find(String(first[at - 1]), "Acme");
    const no = /^The row with "Ann.*" seems to hold no headers\. Insert a row with headers, such as/;
    await expect(value(host.rpc("previewLookup", [JSON.stringify(spec)]))).rejects.toThrow(no);
    await expect(start(host, spec)).rejects.toThrow(no);
    expect(asked(/email-finder/)).toEqual([]);
  });

  test.each<[string, string, string, Cell[][]]>([
    ["titles above", "Name", "Company", [["Our fair 2026"], [2026, "Ann Lee"], ["Name", "Company"]]],
    ["headers of one's own", "Speaker", "Works where", [["Speaker", "Works where", "Notes"]]],
    ["a language that is not known", "Imię i nazwisko", "Pracodawca", [["Imię i nazwisko", "Pracodawca"]]],
    ["years beside", "Name", "Company", [["Name", "Company", 2025, 2026]]],
    ["a year beside headers of one's own", "Speaker", "Works where", [["Speaker", "Works where", 2025]]],
    ["an example in another header", "Name", "Company", [["Name", "Company", "ann@one.example"]]],
  ])("stays fine with headers: %s", async (_, name, company, above) => {
    fill([...above, ["Ann Lee", "Acme"], ["Bo Roe", "Globex"]]);
    const spec = find(name, company);
    expect(await json(host.rpc("previewLookup", [JSON.stringify(spec)]))).toMatchObject({
      rows: 2,
      toBuy: 2,
    });
  });

  test("headers that were pasted again below are no person, and no company", async () => {
    const header = ["First name", "Last name", "Company", "Website"];
    fill([header, ["Ann", "Lee", "Acme", ""], header, ["Bo", "Roe", "Globex", ""]]);
    const inputs = {
      first_name: "First name",
      last_name: "Last name",
      company: "Company",
      domain: "Website",
    };
    const spec = { ...find("", ""), inputs };
    expect(await json(host.rpc("previewLookup", [JSON.stringify(spec)]))).toMatchObject({
      rows: 3,
      toBuy: 2,
    });
  });

  test("titles above headers stay fine, and a column may be called Node.js", async () => {
    fill([["Our fair"], ["Email", "Node.js"], ["first@alumni.example", "yes"]]);
    await start(host, {
      kind: "push",
      push: "hunter.leads",
      sheet: "In",
      map: { email: "Email", notes: "Node.js" },
    });
    expect((await settle(host))[0]).toMatchObject({ error: null, status: "done", counts: { saved: 1 } });
  });
});

describe("two columns of one name are a question, and nothing is asked meanwhile", () => {
  test.each<[string, readonly string[], object]>([
    ["of what is asked with", ["Name", "Email", "Email "], {}],
    ["in other cases, of which none is that", ["EMAIL", "email", "Name"], {}],
    ["of what is filled", ["Email", "STATUS", "status"], {}],
    ["but for a sign that nobody sees", ["e\u200bmail", "EMAIL"], {}],
    ["but for blanks in between", ["E  mail", "E mail"], { inputs: { email: "e mail" } }],
    [
      "of what is taken along",
      ["Email", "Name", "Name"],
      { lookup: "domain", inputs: { domain: "Email" }, outputs: { domain: "D" }, along: ["Name"] },
    ],
  ])("%s", async (_, header, more) => {
    fill([header, ["a@one.example", "b@one.example", "c@one.example"]]);
    const spec = verify("In", more);
    await expect(value(host.rpc("previewLookup", [JSON.stringify(spec)]))).rejects.toThrow(/two columns/);
    await expect(start(host, spec)).rejects.toThrow(/Rename one of them, then start again/);
    expect(asked(/./)).toEqual([]);
  });

  test.each<[string, readonly string[], readonly number[]]>([
    ["what is asked with", ["EMAIL", "Email", "email", "Status"], [3]],
    ["what is filled", ["Status", "Email", "STATUS", "status "], [0]],
  ])("of several that differ in case, %s is the one of exactly that name", async (_, header, filled) => {
    fill([header, header.map((_name, i) => (/^email$/i.test(String(header[i])) ? `${i}@one.example` : ""))]);
    await start(host, verify("In"));
    expect((await settle(host))[0]).toMatchObject({ status: "done", done: 1 });
    const row = grid(host, "In")[1] ?? [];
    const isOwn = (i: number) => !/^email$/i.test(String(header[i]));
    expect(row.flatMap((cell, i) => (cell !== "" && isOwn(i) ? i : []))).toEqual(filled);
    expect(
      asked(/email-verifier/).map(({ url }) => new URL(url, "https://x").searchParams.get("email")),
    ).toEqual(["1@one.example"]);
  });

  test("a lead is sent from the column of exactly that name", async () => {
    fill([
      ["email", "NOTES", "notes"],
      ["a@one.example", "loud", "soft"],
    ]);
    const spec = { kind: "push", push: "hunter.leads", sheet: "In" };
    await start(host, { ...spec, map: { email: "Email", notes: "notes" } });
    expect((await settle(host))[0]).toMatchObject({ status: "done", counts: { saved: 1 } });
    expect(servers.hunter.data.leads.find(({ email }) => email === "a@one.example")).toMatchObject({
      notes: "soft",
    });
    const loose = JSON.stringify({ ...spec, map: { email: "Email", notes: "Notes" } });
    await expect(value(host.rpc("previewPush", [loose]))).rejects.toThrow(/two columns "Notes"/);
  });

  test("of columns that are not used they are no matter", async () => {
    fill([
      ["Email", "Note", "Note"],
      ["a@one.example", "x", "y"],
    ]);
    await start(host, verify("In"));
    expect((await settle(host))[0]).toMatchObject({ status: "done" });
  });
});

describe("a tab is found by its very name, also with blanks around it", () => {
  test.each([
    "Leads ",
    " Leads",
    "leads",
    "LEADS",
    "  Leads  ",
    "Leads\u00a0",
    "\u200bLeads",
    "Le\u00adads",
    "Leads  of May",
    "Leads, May; June",
    "2026",
    "A1",
  ])("%j", async (tab) => {
    fill([["Email"], ["a@one.example"]], tab);
    const { sheet } = await json<{ sheet: string }>(host.rpc("lookupForm", [tab]));
    expect(sheet).toBe(tab);
    const spec = verify(tab);
    expect(await json(host.rpc("previewLookup", [JSON.stringify(spec)]))).toMatchObject({ rows: 1 });
    await start(host, spec);
    expect((await settle(host))[0]).toMatchObject({ status: "done", sheet: { name: tab } });
    const push = { kind: "push", push: "hunter.leads", sheet: tab, map: { email: "Email" } };
    expect(await json(host.rpc("previewPush", [JSON.stringify(push)]))).toMatchObject({ send: 1 });
  });

  test("an import fills it, and a refresh finds it", async () => {
    fill([], "Fields ");
    for (const spec of [
      { kind: "import", table: "huntr.member-fields", sheet: "Fields " },
      { kind: "refresh", sheet: "Fields " },
    ]) {
      await start(host, spec);
      expect((await settle(host))[0]).toMatchObject({ status: "done", sheet: { name: "Fields " } });
    }
    expect(grid(host, "Fields ").length).toBe(servers.huntr.data.memberFields.length + 1);
    expect(host.book.sheets().some(({ name }) => name === "Fields")).toBe(false);
  });
});

describe("a managed table", () => {
  test("a header typed in another case, the key's too, is the same one and is put right", async () => {
    await start(host, { kind: "import", table: "hunter.leads-lists" });
    await settle(host);
    const tab = "Hunter Leads Lists";
    const headers = grid(host, tab)[0] as string[];
    const id = must(host.book.sheets().find(({ name }) => name === tab)).id;
    host.book.write(id, 1, 1, [
      headers.map((header, i) => (i % 2 ? header.toUpperCase() : header.toLowerCase())),
    ]);
    const list = must(servers.hunter.data.leadsLists[0]);
    await value(host.rpc("changeRecord", ["hunter.leads-lists", String(list.id), '{"name":"Renamed"}']));
    await start(host, { kind: "refresh", sheet: tab });
    expect((await settle(host))[0]).toMatchObject({ status: "done" });
    expect(grid(host, tab)[0]).toEqual(headers);
    expect(under(grid(host, tab), "Name")).toEqual(servers.hunter.data.leadsLists.map(({ name }) => name));
  });

  test.each([
    "NAME",
    "nAME",
    " name ",
    "Name\u00a0",
    "\u200bName",
    "Na\u00adme",
    "\ufeffNAME",
    "name\n",
    "\u202aName\u202c",
    "Name",
  ])("whose header was typed as %j goes on under its own", async (typed) => {
    await start(host, { kind: "import", table: "hunter.leads-lists" });
    await settle(host);
    const tab = "Hunter Leads Lists";
    const headers = must(grid(host, tab)[0]);
    const id = must(host.book.sheets().find(({ name }) => name === tab)).id;
    host.book.write(id, 1, headers.indexOf("Name") + 1, [[typed]]);
    const list = must(servers.hunter.data.leadsLists[0]);
    await value(host.rpc("changeRecord", ["hunter.leads-lists", String(list.id), '{"name":"Renamed"}']));
    await start(host, { kind: "refresh", sheet: tab });
    expect((await settle(host))[0]).toMatchObject({
      status: "done",
      note: expect.not.stringContaining("no longer in this sheet"),
    });
    expect(grid(host, tab)[0]?.map((header) => String(header).trim())).toEqual(headers);
    expect(under(grid(host, tab), "Name")[0] ?? under(grid(host, tab), typed)[0]).toBe("Renamed");
  });

  test("a header of several words, with other blanks between them, is the same one", async () => {
    await start(host, { kind: "import", table: "huntr.members" });
    await settle(host);
    const tab = "Huntr Members";
    const headers = must(grid(host, tab)[0]).map(String);
    const id = must(host.book.sheets().find(({ name }) => name === tab)).id;
    host.book.write(id, 1, 1, [
      headers.map((header, i) => header.replace(/ /g, ["  ", "\n", "\u00a0"][i % 3] ?? "")),
    ]);
    await start(host, { kind: "refresh", sheet: tab, full: true });
    expect((await settle(host))[0]).toMatchObject({
      status: "done",
      note: expect.not.stringContaining("no longer in this sheet"),
    });
    expect(grid(host, tab)[0]).toEqual(headers);
  });

  test("a column of one's own called 'removed', with dates, keeps them", async () => {
    await start(host, { kind: "import", table: "huntr.members" });
    await settle(host);
    const id = must(host.book.sheets().find(({ name }) => name === "Huntr Members")).id;
    const at = must(grid(host, "Huntr Members")[0]).length + 1;
    const dates = servers.huntr.data.members.map((_, i) => ({ serial: 45_700 + i }));
    host.book.write(id, 1, at, [["removed"], ...dates.map((date) => [date])]);
    await start(host, { kind: "refresh", sheet: "Huntr Members", full: true });
    expect((await settle(host))[0]).toMatchObject({ status: "done" });
    expect(under(grid(host, "Huntr Members"), "removed")).toEqual(dates);
  });

  test("member fields called as our own columns are columns beside them", async () => {
    const names = [
      "ID",
      "id",
      "Removed",
      "REMOVED",
      "Huntsheet status",
      "Member fields in Huntr",
      "Email",
      "created at",
    ];
    for (const name of names) servers.huntr.createMemberField({ name, fieldType: "TEXT" });
    await start(host, { kind: "import", table: "huntr.members" });
    expect((await settle(host))[0]).toMatchObject({ status: "done" });
    await start(host, { kind: "refresh", sheet: "Huntr Members", full: true });
    expect((await settle(host))[0]).toMatchObject({ status: "done" });
    const headers = (grid(host, "Huntr Members")[0] as string[]).map((header) => header.toLowerCase());
    expect(new Set(headers).size).toBe(headers.length);
    for (const name of names)
      expect(headers.some((header) => header.startsWith(name.toLowerCase()))).toBe(true);
  });
});

test.each([
  ["the status", 2],
  ["the score beside it", 3],
])("a protected column is told before the first answer is paid for: %s", async (_, column) => {
  const id = fill([["Email", "Status", "Score"], ["a@one.example"], ["b@one.example"]]);
  addProtection(host.book, {
    description: "",
    isWarningOnly: false,
    editors: [],
    sheet: id,
    range: { sheet: id, row: 1, column, rows: 9, columns: 1 },
    unprotected: [],
  });
  await value(host.rpc("saveKeys", [JSON.stringify(KEYS)], { as: COLLEAGUE }));
  await start(host, verify("In", { outputs: { status: "Status", score: "Score" } }), COLLEAGUE);
  const [run] = await settle(host, COLLEAGUE);
  expect(run).toMatchObject({ status: "stopped", error: expect.stringMatching(/protected/) });
  expect(asked(/email-verifier/)).toEqual([]);
});

test.each<[string, Cell[][]]>([
  ["is blank", []],
  ["has a table", [["ID", "Email"]]],
  [
    "has addresses",
    [
      ["ID", "Email"],
      ["ann@stripe.com stripe.com", "ann@stripe.com"],
    ],
  ],
])("a protected sheet for addresses that %s is told before the first search is paid for", async (_, rows) => {
  const range = { sheet: fill(rows, "Out"), row: 1, column: 1, rows: 1000, columns: 26 };
  const words = { description: "", isWarningOnly: false, editors: [], unprotected: [] };
  addProtection(host.book, { ...words, sheet: range.sheet, range });
  fill([["Domain"], ["stripe.com"], ["intercom.io"]]);
  await value(host.rpc("saveKeys", [JSON.stringify(KEYS)], { as: COLLEAGUE }));
  await start(host, search("Out"), COLLEAGUE);
  const [run] = await settle(host, COLLEAGUE);
  expect(run).toMatchObject({ status: "stopped", error: expect.stringMatching(/protected/) });
  expect(asked(/domain-search/)).toEqual([]);
});

test("a sheet for addresses whose header alone is protected gets them, and keeps what stands there", async () => {
  const key = "ann@stripe.com stripe.com";
  const rows = [
    ["Note", "ID", "Email"],
    ["mine", key, "ann@stripe.com"],
    ["below", "", ""],
  ];
  const range = { sheet: fill(rows, "Out"), row: 1, column: 1, rows: 1, columns: 26 };
  const words = { description: "", isWarningOnly: false, editors: [], unprotected: [] };
  addProtection(host.book, { ...words, sheet: range.sheet, range });
  fill([["Domain"], ["stripe.com"]]);
  await value(host.rpc("saveKeys", [JSON.stringify(KEYS)], { as: COLLEAGUE }));
  await start(host, search("Out"), COLLEAGUE);
  const [run] = await settle(host, COLLEAGUE);
  expect(run).toMatchObject({ status: "done" });
  const seen = grid(host, "Out");
  expect(seen.slice(0, 2)).toEqual(rows.slice(0, 2));
  expect(seen.at(-1)).toEqual(rows.at(-1));
  expect(seen.length).toBeGreaterThan(rows.length);
});

test.each<[Cell, boolean]>([
  ["", false],
  [" ", false],
  ["\u00a0", false],
  ["\u200b", false],
  ["\u2060 \ufeff", false],
  ["\n", false],
  [false, false],
  ['=IF(FALSE,"x","")', false],
  ["=1=2", false],
  [true, true],
  [0, true],
  ["-", true],
  ["=0", true],
  ["=NA()", true],
  ["'", false],
])("a row with nothing but %j in it is one that somebody filled: %s", async (cell, is) => {
  fill([
    ["Email", "Sent"],
    ["a@one.example", ""],
    ["", cell],
  ]);
  const all = is ? 2 : 1;
  expect(await json(host.rpc("sendForm", ["hunter.leads", "In"]))).toMatchObject({ rows: { all } });
  expect(await json(host.rpc("lookupForm", ["In"]))).toMatchObject({ rows: { all } });
});

test("what only looks blank is a blank row, to which nothing is said", async () => {
  const rows = [["Email"], ["a@one.example"], ["\u200b"], [" \u00a0"], ["\u2060\ufeff"]];
  fill(rows);
  const spec = { kind: "push", push: "hunter.leads", sheet: "In", map: { email: "Email" } };
  expect(await json(host.rpc("previewPush", [JSON.stringify(spec)]))).toMatchObject({ send: 1, failed: 0 });
  await start(host, spec);
  expect((await settle(host))[0]).toMatchObject({ status: "done", counts: { saved: 1, failed: 0 } });
  expect(under(grid(host, "In"), "Huntsheet status").slice(1)).toEqual(["", "", ""]);
  expect(await json(host.rpc("previewLookup", [JSON.stringify(verify("In"))]))).toMatchObject({ rows: 1 });
});

test("forms count the rows that somebody filled, not drop-downs, unticked boxes and blanks", async () => {
  fill([
    ["Email", "Sent", "Note"],
    ["a@one.example", false, ""],
    ["b@one.example", true, ""],
    ...Array.from({ length: 57 }, () => ["", false, " "]),
  ]);
  const form = await json<SendForm>(host.rpc("sendForm", ["hunter.leads", "In"]));
  expect(form.rows.all).toBe(2);
  expect(await json(host.rpc("lookupForm", ["In"]))).toMatchObject({ rows: { all: 2 } });
});

test("a format on a text that nobody asks for costs no further reads of the sheet", async () => {
  const id = fill([
    ["Email", "Phone", "Name"],
    ["a@one.example", 444, "Lee"],
  ]);
  const spec = {
    kind: "push",
    push: "hunter.leads",
    sheet: "In",
    map: { email: "Email", phone_number: "Phone" },
  };
  const reads = async () => {
    let count = 0;
    const stop = host.on("call", ({ call }) => {
      if (/^Range\.get(Display)?Values$/.test(call)) count++;
    });
    await json(host.rpc("previewPush", [JSON.stringify(spec)]));
    stop();
    return count;
  };
  const plain = await reads();
  host.book.setNumberFormats(id, 2, 3, [['"Mr. "@']]);
  expect(await reads()).toBe(plain);
});

describe("what nobody sees", () => {
  const people = [
    ["Email", "Town", "Status"],
    ["a@one.example", "Rome"],
    ["b@one.example", "Oslo"],
    ["c@one.example", "Rome"],
    ["b@one.example", "Rome"],
    ["e@one.example", "Rome"],
    ["f@one.example", "Rome"],
  ];
  const hide = (id: number, ...rows: number[]) =>
    host.book.dispatch("HIDE_COLUMNS_ROWS", {
      sheetId: host.book.sheetKey(id),
      dimension: "ROW",
      elements: rows.map((row) => row - 1),
    });
  /** A filter hides row 3, rows 5 and 6 are hidden by hand. */
  function fillAndHide(): number {
    const id = fill(people);
    createFilter(host.book, { sheet: id, row: 1, column: 1, rows: 7, columns: 2 });
    setColumnFilter(host.book, id, 2, { hiddenValues: ["Oslo"] });
    hide(id, 5, 6);
    return id;
  }
  const verified = () =>
    asked(/email-verifier/).map(({ url }) => new URL(url, "https://x").searchParams.get("email"));

  test("is not looked up, and counted; the box takes it along", async () => {
    fillAndHide();
    const form = await json<{ rows: object }>(host.rpc("lookupForm", ["In"]));
    expect(form.rows).toMatchObject({ all: 6, hidden: [3, 5, 6] });
    const spec = verify("In");
    const preview = await json(host.rpc("previewLookup", [JSON.stringify(spec)]));
    expect(preview).toMatchObject({ rows: 3, hidden: 3, toBuy: 3, pool: "verifications" });
    await start(host, spec);
    expect((await settle(host))[0]).toMatchObject({
      status: "done",
      total: 3,
      done: 3,
      counts: { hidden: 3 },
    });
    expect(verified().sort()).toEqual(["a@one.example", "c@one.example", "f@one.example"]);
    expect(under(grid(host, "In"), "Status").map((status) => status !== "")).toEqual([
      true,
      false,
      true,
      false,
      false,
      true,
    ]);
    await start(host, { ...spec, hidden: true });
    expect((await settle(host))[0]).toMatchObject({ status: "done", total: 3 });
    expect(verified().length).toBe(5);
  });

  test.each<[string, object, object]>([
    ["chosen rows", { rows: [2, 3, 4, 5] }, { rows: 6 - 2, hidden: 2, toBuy: 2 }],
    ["old answers", { maxAgeDays: 30 }, { hidden: 3, toBuy: 3 }],
  ])("among %s neither", async (_, more, preview) => {
    fillAndHide();
    const spec = verify("In", more);
    expect(await json(host.rpc("previewLookup", [JSON.stringify(spec)]))).toMatchObject(preview);
    await start(host, spec);
    expect((await settle(host))[0]).toMatchObject({ status: "done" });
    expect(verified()).not.toContain("b@one.example");
  });

  test("is not bought because it says pending, and what is in sight and says so is", async () => {
    const id = fill([
      ["Email", "Status"],
      ["a@one.example", ""],
      ["b@one.example", "pending"],
      ["c@one.example", "pending"],
      ["d@one.example", ""],
    ]);
    hide(id, 3);
    const spec = verify("In");
    const preview = await json(host.rpc("previewLookup", [JSON.stringify(spec)]));
    expect(preview).toMatchObject({ hidden: 1, toBuy: 3 });
    await start(host, spec);
    expect((await settle(host))[0]).toMatchObject({
      status: "done",
      total: 3,
      done: 3,
      counts: { hidden: 1 },
    });
    expect(verified().sort()).toEqual(["a@one.example", "c@one.example", "d@one.example"]);
    expect(under(grid(host, "In"), "Status")[1]).toBe("pending");
  });

  test("what is in sight stays the run's while Hunter is still at work on it", async () => {
    const id = fill([
      ["Email", "Status"],
      ["a@one.example", "pending"],
      ["b@one.example", "pending"],
      ["slow@one.example", ""],
    ]);
    hide(id, 3);
    servers.hunter.faults.add({
      effect: { kind: "status", status: 202, body: { data: { status: "pending" } } },
      when: ({ path }) => path.endsWith("/email-verifier"),
      times: 2,
    });
    await start(host, verify("In"));
    expect((await settle(host))[0]).toMatchObject({ status: "done", done: 2 });
    const [a, b, slow] = under(grid(host, "In"), "Status");
    expect([a === "pending", b, slow === "pending"]).toEqual([false, "pending", false]);
  });

  test("is not sent, is no twin of what is, and is counted; the box takes it along", async () => {
    fillAndHide();
    const form = await json<SendForm>(host.rpc("sendForm", ["hunter.leads", "In"]));
    expect(form.rows).toMatchObject({ all: 6, hidden: [3, 5, 6] });
    const spec = { kind: "push", push: "hunter.leads", sheet: "In", map: { email: "Email" } };
    expect(await json(host.rpc("previewPush", [JSON.stringify(spec)]))).toMatchObject({
      send: 3,
      rows: "2, 4, 7",
      hidden: 3,
      done: 0,
      skipped: 0,
    });
    await start(host, spec);
    expect((await settle(host))[0]).toMatchObject({ status: "done", counts: { saved: 3, hidden: 3 } });
    expect(asked(/leads/).filter(({ method }) => method === "PUT").length).toBe(3);
    await start(host, { ...spec, hidden: true });
    expect((await settle(host))[0]).toMatchObject({ counts: { saved: 2, skipped: 1 } });
  });

  test("is told by where it is when rows are marked, not by where it was before listings were read", async () => {
    const id = fill([["Email"], ["a@new.example"], ["b@new.example"], ["c@new.example"]]);
    hide(id, 3);
    const spec = { kind: "push", push: "huntr.invitations", sheet: "In", map: { email: "Email" } };
    await start(host, spec);
    let isInserted = false;
    const stop = host.on("call", ({ call }) => {
      if (isInserted || !call.startsWith("UrlFetchApp")) return;
      isInserted = true;
      host.book.insertRows(id, 2, 1);
    });
    expect((await settle(host))[0]).toMatchObject({ status: "done", counts: { hidden: 1 } });
    stop();
    expect(isInserted).toBe(true);
    expect(under(grid(host, "In"), "Huntsheet status").map((text) => /^done/.test(String(text)))).toEqual([
      false,
      true,
      false,
      true,
    ]);
  });

  test.each([
    ["by hand, one of them below all others", (id: number) => hide(id, 3, 2_009), [3, 2_009]],
    [
      "by a filter",
      (id: number) => {
        createFilter(host.book, { sheet: id, row: 1, column: 1, rows: 2_011, columns: 1 });
        setColumnFilter(host.book, id, 1, { hiddenValues: ["p1@one.example", "p2007@one.example"] });
      },
      [3, 2_009],
    ],
    ["by nobody", () => {}, []],
  ])(
    "%s, among thousands: told in a few calls to Google by form, check and run",
    async (_, conceal, hidden) => {
      const id = fill([["Email"]]);
      host.book.insertRows(id, 2, 2_100);
      const people = Array.from({ length: 2_010 }, (_, i) => [`p${i}@one.example`]);
      host.book.write(id, 2, 1, people);
      conceal(id);
      const calls: number[] = [];
      const stop = host.on("ended", ({ execution }) => {
        calls.push(
          execution.serviceCalls.reduce(
            (sum, { name, count }) => (/^(Sheet|Range|Filter)/.test(name) ? sum + count : sum),
            0,
          ),
        );
      });
      const spec = { kind: "push", push: "hunter.leads", sheet: "In", map: { email: "Email" } };
      const form = await json<SendForm>(host.rpc("sendForm", ["hunter.leads", "In"]));
      expect(form.rows).toMatchObject({ all: 2_010, hidden });
      const send = 2_010 - hidden.length;
      expect(await json(host.rpc("previewPush", [JSON.stringify(spec)]))).toMatchObject({
        send,
        hidden: hidden.length,
      });
      expect(await json(host.rpc("previewLookup", [JSON.stringify(verify("In"))]))).toMatchObject({
        hidden: hidden.length,
        toBuy: send,
      });
      const run = await start(host, verify("In"));
      await json(host.rpc("advanceRun", [run.id]));
      stop();
      expect(Math.max(...calls)).toBeLessThan(100);
      const marked = under(grid(host, "In"), "Status").filter((status) => status !== "").length;
      expect(marked).toBe(hidden.length > 0 ? send : marked);
      expect(host.book.sheets().filter(({ name }) => /hidden rows/.test(name))).toMatchObject([
        { hidden: true },
      ]);
      expect(grid(host, "Huntsheet hidden rows")).toEqual([[""]]);
      const all = JSON.stringify(verify("In", { hidden: true }));
      expect(await json(host.rpc("previewLookup", [all]))).toMatchObject({ rows: 2_010, hidden: 0 });
    },
  );

  test("in a file whose decimals have a comma, and whose helper somebody showed", async () => {
    host.book.locale = "de_DE";
    const id = fill([["Email"], ...Array.from({ length: 30 }, (_, i) => [`p${i}@one.example`])]);
    hide(id, 3);
    const preview = () => json(host.rpc("previewLookup", [JSON.stringify(verify("In"))]));
    expect(await preview()).toMatchObject({ hidden: 1, toBuy: 29 });
    const helper = () => must(host.book.sheets().find(({ name }) => /hidden rows/.test(name)));
    host.book.setHidden(helper().id, false);
    expect(await preview()).toMatchObject({ hidden: 1, toBuy: 29 });
    expect(helper()).toMatchObject({ hidden: true, columns: 1 });
  });

  test.each([
    [300, "Service unavailable: Spreadsheets", { hidden: 1, toBuy: 299 }],
    [600, "Service unavailable: Spreadsheets", "Google was busy or out of reach. Try again in a minute."],
    [
      600,
      "This action would increase the number of cells in the workbook above the limit of 10000000 cells.",
      "Google Sheets holds no more",
    ],
  ])(
    "where Google refuses the helper, among %i, and says %j: asked one by one, or told why",
    async (count, message, told) => {
      const id = fill([["Email"]]);
      host.book.insertRows(id, 2, 700);
      host.book.write(
        id,
        2,
        1,
        Array.from({ length: count }, (_, i) => [`p${i}@one.example`]),
      );
      hide(id, 3);
      host.fault({ call: "Spreadsheet.insertSheet", times: 9, message });
      const preview = json(host.rpc("previewLookup", [JSON.stringify(verify("In"))]));
      if (typeof told === "object") expect(await preview).toMatchObject(told);
      else await expect(preview).rejects.toThrow(told);
    },
  );

  test("in a tab whose name needs quotes, beside rows of nothing but formulas, and while others are asked", async () => {
    const id = host.book.insertSheet('Ann\'s "A1" leads');
    const rows = [["Email"], ...Array.from({ length: 30 }, (_, i) => [`="q${i}"&"@one.example"`])];
    host.book.write(id, 1, 1, rows);
    hide(id, 5, 31);
    const spec = { kind: "push", push: "hunter.leads", sheet: 'Ann\'s "A1" leads', map: { email: "Email" } };
    const [one, two] = await Promise.all(
      [1, 2].map(() => json(host.rpc("previewPush", [JSON.stringify(spec)]))),
    );
    expect([one, two]).toMatchObject([
      { send: 28, hidden: 2 },
      { send: 28, hidden: 2 },
    ]);
  });
});
