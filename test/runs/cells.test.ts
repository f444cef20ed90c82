import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CUT_MARK } from "../../src/core/cells.ts";
import type { PushPlan } from "../../src/ui/calls.ts";
import { compute } from "../formulas/computing.ts";
import { grid, json, must, settle, start } from "../rig.ts";
import { before, file, host, onStage, reopen, servers } from "../stage.ts";
import { STATUS, under } from "./pushing.ts";

/** What a person sees in a cell is what goes out, and the check says so where a cell holds something else. */

onStage({ huntr: { size: { jobs: 0, activities: 0, members: 24, employers: 2 }, requestsPerSecond: null } });

type Cell = string | number | boolean | null;
/** What is in a cell, and its number format. */
type Formatted = Cell | { readonly is: Cell; readonly as: string };

function fill(rows: readonly (readonly Formatted[])[], name = "In"): number {
  const id = host.book.insertSheet(name);
  const bare = (cell: Formatted) => (typeof cell === "object" && cell ? cell.is : cell);
  host.book.write(
    id,
    1,
    1,
    rows.map((row) => row.map(bare)),
  );
  rows.forEach((row, r) => {
    row.forEach((cell, c) => {
      if (typeof cell === "object" && cell) host.book.setNumberFormats(id, r + 1, c + 1, [[cell.as]]);
    });
  });
  return id;
}

const sheet = "In";
const check = (spec: object) => json<PushPlan>(host.rpc("previewPush", [JSON.stringify(spec)]));
const send = async (spec: object) => {
  await start(host, spec);
  return must((await settle(host))[0]);
};
const leadOf = (email: string) => servers.hunter.data.leads.find((lead) => lead.email === email);
const LEADS = { kind: "push", push: "hunter.leads", sheet };

describe("a text field gets what the cell shows", () => {
  test("a size that Sheets took for a date, a time, a month and a number with zeros", async () => {
    const { slug } = must(servers.hunter.data.customAttributes[0]);
    fill([
      ["Email", "Size", "Own", "Phone"],
      ["a@cells.example", { is: "=DATE(2026,1,10)", as: "m-d" }, { is: "=TIME(14,30,0)", as: "hh:mm" }, ""],
      ["b@cells.example", "11-50", { is: "=DATE(2026,5,1)", as: "mmm yyyy" }, { is: 444, as: "00000" }],
      ["c@cells.example", "51-200", "", 442079460000],
    ]);
    const own = `custom_attributes[${slug}]`;
    const spec = {
      ...LEADS,
      map: { email: "Email", company_size: "Size", [own]: "Own", phone_number: "Phone" },
    };
    const held = (what: string, sent: string, as = "a date or a time") =>
      `${what} is sent as "${sent}", as the cell shows it, though it holds ${as}`;
    expect((await check(spec)).hints).toEqual([
      { row: 2, hint: `${held("company_size", "1-10")}; ${held(own, "14:30")}` },
      { row: 3, hint: `${held(own, "May 2026")}; ${held("phone_number", "00444", "the number 444")}` },
    ]);
    await send(spec);
    expect(leadOf("a@cells.example")).toMatchObject({ company_size: "1-10", [String(slug)]: "14:30" });
    expect(leadOf("b@cells.example")).toMatchObject({ [String(slug)]: "May 2026", phone_number: "00444" });
    expect(leadOf("c@cells.example")).toMatchObject({ company_size: "51-200", phone_number: "442079460000" });
  });

  test("a text that the cell's format does not show goes nowhere, and the check names its row", async () => {
    fill([
      ["Email", "Notes", "City"],
      ["a@cells.example", { is: "secret", as: ";;;" }, { is: "Rome", as: '@" (IT)"' }],
      ["b@cells.example", "open", "Rome"],
      [{ is: "c@cells.example", as: ";;;" }, "open", ""],
    ]);
    const spec = { ...LEADS, map: { email: "Email", notes: "Notes", source: "City" } };
    const plan = await check(spec);
    expect(plan).toMatchObject({
      send: 2,
      failed: 1,
      hints: [{ row: 2, hint: "notes is left out: its cell holds a text, and shows nothing" }],
      problems: [{ row: 4, outcome: "failed: no id or email in this row" }],
    });
    await send(spec);
    const { notes, source } = must(leadOf("a@cells.example"));
    expect([notes ?? null, source]).toEqual([null, "Rome (IT)"]);
    expect(under(grid(host, sheet), STATUS)[0]).toMatch(
      /^done \(lead \d+ created; without notes, which its cell does not show\) for a@/,
    );
    expect(leadOf("b@cells.example")).toMatchObject({ notes: "open", source: "Rome" });
  });

  test("a header that Sheets took for a date is one all the same", async () => {
    fill([
      ["Email", { is: "=DATE(2026,5,1)", as: "mmm yyyy" }],
      ["a@cells.example", "Barcelona"],
    ]);
    const form = await json<{ headers: string[] }>(host.rpc("sendForm", ["hunter.leads", sheet]));
    expect(form.headers).toEqual(["Email", "May 2026"]);
    await send({ ...LEADS, map: { email: "Email", notes: "May 2026" } });
    expect(leadOf("a@cells.example")).toMatchObject({ notes: "Barcelona" });
  });

  test("what was cut to fit into its cell stays whole in Hunter, and the row says so", async () => {
    const email = "cut@cells.example";
    const lead = servers.hunter.addLead({ email, notes: "n".repeat(200) });
    const cut = `${"n".repeat(100)}${CUT_MARK}`;
    fill([
      ["Email", "Notes", "Phone"],
      [email, cut, "444"],
    ]);
    const spec = { ...LEADS, map: { email: "Email", notes: "Notes", phone_number: "Phone" } };
    expect((await check(spec)).hints).toEqual([
      { row: 2, hint: "notes was cut by Huntsheet to fit into its cell, and is left out" },
    ]);
    await send(spec);
    expect(leadOf(email)).toMatchObject({ notes: "n".repeat(200), phone_number: "444" });
    expect(under(grid(host, sheet), STATUS)[0]).toBe(
      `done (lead ${lead.id} updated; without notes, which Huntsheet cut) for ${email}`,
    );
  });
});

test.each([
  ["find", "Company", { full_name: "Name", company: "Company" }],
  ["find", "Name", { full_name: "Name", company: "Company" }],
  ["verify", "Email", { email: "Email" }],
  ["domain", "Company", { company: "Company" }],
  ["count", "Company", { company: "Company" }],
])("%s: nothing is asked with a %s that was cut, and the row says so", async (lookup, header, inputs) => {
  const row = { Email: "a@cut.example", Name: "Ann Lee", Company: "Stripe" };
  const headers = Object.keys(row);
  fill([headers, headers.map((name) => row[name as keyof typeof row] + (name === header ? CUT_MARK : ""))]);
  const outputs = { status: "Status" };
  const spec = { kind: "lookup", lookup, sheet, inputs, outputs };
  const from = servers.hunter.requests.length;
  await send(spec);
  expect(under(grid(host, sheet), "Status")).toEqual([
    `${header} was cut by Huntsheet to fit into its cell, and is left out.`,
  ]);
  const asked = servers.hunter.requests.slice(from).map(({ url }) => url);
  expect(asked.filter((url) => /email-finder|verifier|domain-search|email-count/.test(url))).toEqual([]);
});

test("a field that was cut is told by its name, whatever signs are in it", async () => {
  const attribute = must(servers.hunter.data.customAttributes[0]);
  const label = attribute.label;
  try {
    Object.assign(attribute, { label: "Costs $1 or $&" });
    fill([
      ["Email", "Costs"],
      ["signs@cells.example", `abc${CUT_MARK}`],
    ]);
    await send({ ...LEADS, map: { email: "Email", "custom_attributes[Costs $1 or $&]": "Costs" } });
    expect(under(grid(host, sheet), STATUS)[0]).toMatch(
      /; without custom_attributes\[Costs \$1 or \$&\], which Huntsheet cut\)/,
    );
  } finally {
    Object.assign(attribute, { label });
  }
});

test("many cells of numbers in a format cost no more calls to Google than few", async () => {
  const asked: number[] = [];
  for (const count of [12, 40]) {
    const name = `Leads ${count}`;
    fill(
      [
        ["Email", "Score"],
        ...Array.from({ length: count }, (_, i): Formatted[] => [
          `s${i}@of${count}.example`,
          { is: 40 + i, as: "0.0" },
        ]),
      ],
      name,
    );
    const before = asked.length;
    asked.push(0);
    const stop = host.on("ended", ({ execution }) => {
      for (const call of execution.serviceCalls) asked[before] = must(asked[before]) + call.count;
    });
    const spec = { ...LEADS, sheet: name, map: { email: "Email", confidence_score: "Score" } };
    await check(spec);
    stop();
    const locales: number[] = [];
    const end = host.on("ended", ({ execution }) => {
      const found = execution.serviceCalls.find((call) => call.name === "Spreadsheet.getSpreadsheetLocale");
      locales.push(found?.count ?? 0);
    });
    await send(spec);
    end();
    expect(Math.max(...locales)).toBe(1);
  }
  expect(asked[1]).toBeLessThanOrEqual(must(asked[0]));
});

test("a look-up asks what the cells show, and never with a date", async () => {
  fill([
    ["First", "Last", "Company"],
    ["Ann", "Lee", { is: "=DATE(2026,7,11)", as: "m-d" }],
    ["Cy", "Mo", { is: 1234567890123456, as: "0.0E+0" }],
    ["Di", "Ong", { is: 360, as: '0" Degrees"' }],
  ]);
  const inputs = { first_name: "First", last_name: "Last", company: "Company" };
  const spec = { kind: "lookup", lookup: "find", sheet, inputs, outputs: { status: "Status" } };
  const { first } = await json<{ first: { inputs: object; problem: string | null }[] }>(
    host.rpc("previewLookup", [JSON.stringify(spec)]),
  );
  expect(first.map((row) => row.problem)).toEqual([
    null,
    expect.stringContaining("short for a longer"),
    null,
  ]);
  const from = servers.hunter.requests.length;
  await send(spec);
  const asked = servers.hunter.requests
    .slice(from)
    .map(({ url }) => new URL(url, "https://x").searchParams.get("company"));
  expect(asked.filter((company) => company !== null).sort()).toEqual(["360 Degrees", "7-11"]);
  expect(under(grid(host, sheet), "Status")[1]).toBe(
    "Company shows 1.2E+15, short for a longer number: make the cell plain text, and type it again.",
  );
});

test.each([
  ['=HUNTER_FIND(In!A1,"Ann","Lee")'],
  ["=HUNTER_DOMAIN(In!A1)"],
  ["=HUNTER_VERIFY(In!A1)"],
  ["=HUNTR_MEMBER(In!A1)"],
  ['=HUNTER_VERIFY("a@b.example","status",In!A1)'],
])("%s of a date asks nothing, and says what to do", async (formula) => {
  fill([[{ is: "=DATE(2026,7,11)", as: "m-d" }]]);
  const { error } = await compute(host, formula);
  expect(error).toMatch(/holds a date or a time\. Make it plain text|is a number of days/);
  expect([servers.huntr.requests.length, servers.hunter.requests.length]).toEqual([
    before.huntr,
    before.hunter,
  ]);
});

test("a range of which one cell is a date: that one says so, the others are asked", async () => {
  fill([[{ is: "=DATE(2026,7,11)", as: "m-d" }], ["Reddit"]]);
  const { cells } = await compute(host, '=HUNTER_FIND(In!A1:A2,"Alexis","Ohanian","status")');
  expect(cells[0]?.[0]).toMatch(/holds a date/);
  expect(servers.hunter.requests.length).toBeGreaterThan(before.hunter);
});

/** A cell of any kind that Sheets has, in formats of its own. */
const anyCell: fc.Arbitrary<Formatted> = fc.oneof(
  fc.constantFrom<Formatted>(
    "",
    null,
    "11-50",
    "'1.000",
    "'1,000",
    "'3,5",
    "'3.5",
    "'0x1A",
    "'007",
    "'TRUE",
    "=NA()",
    "=1/0",
  ),
  fc.constantFrom<Formatted>(
    "'2026-05-01",
    "'2026-05-01T23:30:00-05:00",
    "'01.05.2026",
    "'5/1/2026",
    "'14:30",
    "' Rome '",
  ),
  fc.constantFrom<Formatted>(
    true,
    false,
    "=1=1",
    { is: "=TODAY()", as: "yyyy-mm-dd" },
    "'#N/A",
    "'Loading...",
  ),
  fc.record({
    is: fc.oneof(
      fc.integer({ min: -2000, max: 2000 }),
      fc.constantFrom(0.5, 0.97, 2.3456, 1e15, 46143, 1234567.25),
    ),
    as: fc.constantFrom(
      "General",
      "0",
      "00000",
      "0.00",
      "0%",
      "#,##0.00",
      '"€ "0',
      "0.00E+00",
      "@",
      "yyyy-mm-dd",
    ),
  }),
  fc.record({
    is: fc.constantFrom(
      "=DATE(2026,1,10)",
      "=TIME(14,30,0)",
      "=DATE(2026,5,1)+0.99",
      "=1.5",
      "=DATE(1900,1,1)",
    ),
    as: fc.constantFrom(
      "m-d",
      "hh:mm",
      "mmm yyyy",
      "[h]:mm:ss",
      "yyyy-mm-dd",
      "dd.mm.yyyy",
      "d",
      "yyyy-mm-dd hh:mm",
    ),
  }),
);

describe("whatever the cells hold, the check shows what Huntr then gets, or the row's fault", () => {
  test.each(["en_US", "de_DE", "fr_FR", "ja_JP", "pt_BR"])("in a file of %s", async (locale) => {
    const fields = ["TEXT", "NUMBER", "DATE"].map((type) =>
      must(servers.huntr.data.memberFields.find(({ fieldType }) => fieldType === type)),
    );
    const { members } = servers.huntr.data;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(anyCell, anyCell, anyCell), { minLength: 20, maxLength: 20 }),
        async (rows) => {
          servers.huntr.restore(undefined);
          await reopen(file);
          host.book.locale = locale;
          host.book.timeZone = "America/New_York";
          fill([
            ["ID", "Text", "Number", "Date"],
            ...rows.map((row, i) => [String(must(members[i]).id), ...row]),
          ]);
          const [text, number, date] = fields.map(({ name }) => String(name));
          const map = { id: "ID", [must(text)]: "Text", [must(number)]: "Number", [must(date)]: "Date" };
          const spec = { kind: "push", push: "huntr.member-fields", sheet, map };
          const from = servers.huntr.requests.length;
          const { changes, problems } = await check(spec);
          await send(spec);
          const got = new Map<string, string[]>();
          for (const { method, url, body } of servers.huntr.requests.slice(from)) {
            const [, member = "", id = ""] = /members\/(\w+)\/member-fields\/(\w+)$/.exec(url) ?? [];
            if (method !== "PUT") continue;
            const field = must(fields.find((one) => one.id === id));
            const { value } = JSON.parse(String(body)) as { value: string | number };
            const isDay = field.fieldType === "DATE";
            const sent = isDay ? new Date(Number(value) * 1000).toISOString().slice(0, 10) : String(value);
            expect(typeof value).toBe(field.fieldType === "TEXT" ? "string" : "number");
            got.set(member, [...(got.get(member) ?? []), `${field.name} "${sent}"`]);
          }
          const said = new Map(
            changes.map(({ row, change }) => [
              String(must(members[row - 2]).id),
              [...change.matchAll(/(?:^|; )([^:]+): "[^"]*" → ("[^"]*")/g)].map(
                ([, name, sent]) => `${name} ${sent}`,
              ),
            ]),
          );
          expect(got).toEqual(said);
          for (const { row, outcome } of problems) {
            expect(got.has(String(must(members[row - 2]).id))).toBe(false);
            expect(outcome).toMatch(/^failed: .* (is no (number|date), as |shows )/);
          }
        },
      ),
      { numRuns: 2 },
    );
  });
});

describe("whatever the cells hold, the check shows what Hunter then gets, or the row's fault", () => {
  test.each(["en_US", "en_GB", "de_DE", "fr_FR", "pt_BR"])("in a file of %s", async (locale) => {
    let n = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(anyCell, anyCell), { minLength: 20, maxLength: 20 }),
        async (rows) => {
          n += 1;
          await reopen(file);
          host.book.locale = locale;
          host.book.timeZone = "America/New_York";
          const email = (i: number) => `p${i}@${locale.toLowerCase().replace("_", "-")}${n}.example`;
          const id = fill([["Email", "Phone", "Score"], ...rows.map((row, i) => [email(i), ...row])]);
          const map = { email: "Email", phone_number: "Phone", confidence_score: "Score" };
          const spec = { ...LEADS, map };
          const from = servers.hunter.requests.length;
          const { hints, problems, send: sends } = await check(spec);
          await send(spec);
          const bodies = servers.hunter.requests
            .slice(from)
            .filter(({ method }) => method === "PUT")
            .map(({ body }) => JSON.parse(String(body)) as { [field: string]: string | number });
          expect(bodies.length).toBe(sends);
          expect(sends + problems.length).toBe(20);
          const shown = host.book.displayValues(id, 2, 1, 20, 3);
          const got = new Map(bodies.map((body) => [body.email, body]));
          rows.forEach((_, i) => {
            const body = got.get(email(i));
            const fault = problems.find(({ row }) => row === i + 2);
            expect(body === undefined).toBe(fault !== undefined);
            if (!body) return;
            const said = hints.find(({ row }) => row === i + 2)?.hint ?? "";
            ["phone_number", "confidence_score"].forEach((field, column) => {
              const [, as] =
                new RegExp(`(?:^|; )${field} is sent as "?(.*?)"?(?:; the cell shows|, as the cell)`).exec(
                  said,
                ) ?? [];
              const isLeftOut = said.includes(`${field} is left out`);
              const cell = must(shown[i])[column + 1]?.trim() ?? "";
              expect(String(body[field] ?? "")).toBe(isLeftOut ? "" : (as ?? cell).trim());
            });
          });
        },
      ),
      { numRuns: 2 },
    );
  });

  test("a score in the format of percentages is the one that is seen", async () => {
    fill([
      ["Email", "Score"],
      ["a@percent.example", { is: 0.85, as: "0%" }],
      ["b@percent.example", "'85 %"],
      ["c@percent.example", { is: 0.29, as: "0.0%" }],
      ["d@percent.example", 85],
      ["e@percent.example", { is: 0.005, as: "0%" }],
      ["f@percent.example", { is: 1.2, as: "0%" }],
    ]);
    const spec = { ...LEADS, map: { email: "Email", confidence_score: "Score" } };
    const { hints, problems } = await check(spec);
    const as = (score: number, cell: string) =>
      `confidence_score is sent as ${score}; the cell shows "${cell}"`;
    expect(hints).toEqual([
      { row: 2, hint: as(85, "85%") },
      { row: 3, hint: as(85, "85 %") },
      { row: 4, hint: as(29, "29.0%") },
    ]);
    expect(problems.map(({ row }) => row)).toEqual([6, 7]);
    await send(spec);
    expect("abcd".split("").map((name) => leadOf(`${name}@percent.example`)?.confidence_score)).toEqual([
      85, 85, 29, 85,
    ]);
  });
});
