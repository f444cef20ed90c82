import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { AS_OF_TODAY } from "../../local/apis/index.ts";
import { cellUnder } from "../../src/core/cells.ts";
import type { JsonObject } from "../../src/core/ports.ts";
import { handleIn } from "../../src/hunter/enrichment.ts";
import { lookups } from "../../src/hunter/lookups.ts";
import type { LookupForm, LookupName, LookupPreview } from "../../src/ui/calls.ts";
import { besideColumns, draftFor, orderOf, usualHeader } from "../../src/ui/sidebar/lookup/draft.ts";
import { compute, given } from "../formulas/computing.ts";
import { grid, json, must, settle, start } from "../rig.ts";
import { before, host, onStage, servers } from "../stage.ts";
import { lookUp, sentTo, sum, under } from "./looking-up.ts";

/** Whom the sample knows, and whom nobody does; the last two ask for one whom we know by address. */
const PEOPLE = [
  "ann.lee@copperleafhealth.example",
  "bo.diaz@bluefinrobotics.example",
  "nobody.at@all.example",
  "claimed.her@two.example",
  "Ann.Lee@copperleafhealth.example",
];
const PERSON = {
  kind: "lookup",
  lookup: "person",
  sheet: "In",
  inputs: { email: "E-mail" },
  outputs: { full_name: "Name", company: "Company", status: "Status" },
};

onStage({
  hunter: {
    reading: AS_OF_TODAY,
    account: { credits: { used: 10.5, available: 60 } },
    rateLimits: false,
  },
  prepare: (first) => given(first, [["E-mail"], ...PEOPLE.map((email) => [email])]),
});

const used = () =>
  (servers.hunter.data.account.requests as Record<string, { used: number }>).credits?.used ?? 0;
const asked = (call: string) => sentTo(servers, call, "email", before.hunter);

test("people on columns: quoted as up to, paid once, a miss is free, and what Hunter counted is told", async () => {
  const preview = await json<LookupPreview>(host.rpc("previewLookup", [JSON.stringify(PERSON)]));
  expect(preview).toMatchObject({ pool: "credits", each: 1, distinct: 4, toBuy: 4 });
  const usedBefore = used();
  const run = await lookUp(host, PERSON);
  expect(run).toMatchObject({ status: "done", done: 5, counts: { found: 3, "not found": 1, claimed: 1 } });
  expect(under(host, "Status")).toEqual(["found", "found", "not found", "claimed", "found"]);
  expect(under(host, "Name")[2]).toBe("");
  expect(used() - usedBefore).toBeCloseTo(0.4);
  expect(run.note).toMatch(/^Up to 2 credits were spent, by the price list\. Hunter counted 0\.4, /);
  expect(Math.max(...asked("people/find").values())).toBe(1);
  const again = await lookUp(host, { ...PERSON, outputs: { position: "Position", status: "Again" } });
  expect(again.note).toMatch(/^Nothing was spent\./);
  // Formulas read what runs bought.
  const { cells } = await compute(host, '=HUNTER_PERSON(In!A2:A5, "full_name, status")');
  expect(cells.map(([, status]) => status)).toEqual(["found", "found", "not found", "claimed"]);
  expect(sum(asked("people/find"))).toBe(4);
});

test("both at once: who and what the company is, and neither is paid for again by itself", async () => {
  const outputs = { person_full_name: "Name", company_name: "Company", status: "Status" };
  const run = await lookUp(host, { ...PERSON, lookup: "combined", outputs });
  expect(run).toMatchObject({ status: "done" });
  expect(under(host, "Company").slice(0, 2)).toEqual(["Copperleaf Health", "Bluefin Robotics"]);
  const usedBefore = used();
  const { cells, error } = await compute(host, '=HUNTER_PERSON(In!A2, "full_name, company")');
  expect([error, cells[0]]).toEqual(["", ["Ann Lee", "Copperleaf Health"]]);
  const found = await compute(
    host,
    '=HUNTER_COMPANY("https://www.copperleafhealth.example/jobs", "name, industry")',
  );
  expect(found.cells[0]).toEqual(["Copperleaf Health", "Science"]);
  expect(used()).toBe(usedBefore);
});

test("formulas: a handle, a company and its domain, each paid for once", async () => {
  const usedBefore = used();
  const url = "https://www.linkedin.com/in/Ann-Lee-42/";
  for (const formula of [`=HUNTER_PERSON("${url}")`, `=HUNTER_PERSON("ann-lee-42", "linkedin")`]) {
    const { cells, error } = await compute(host, formula);
    expect([error, cells.flat().length]).toEqual(["", 1]);
  }
  expect(used() - usedBefore).toBeLessThanOrEqual(0.2001);
  expect((await compute(host, '=HUNTER_COMPANY("no domain")')).error).toContain("no domain");
  expect((await compute(host, '=HUNTER_DOMAIN_FINDER("Bluefin Robotics")')).cells).toEqual([
    ["bluefinrobotics.example"],
  ]);
  expect((await compute(host, '=HUNTER_DOMAIN_FINDER("unknown firm", "domain, status")')).cells[0]).toEqual([
    "",
    "not found",
  ]);
  expect((await compute(host, '=HUNTER_DOMAIN_FINDER("stripe.com")')).error).toContain("is a domain already");
});

test("domains of companies on columns are found for nothing", async () => {
  given(host, [["Company"], ["Bluefin Robotics"], ["unknown firm"], ["Bluefin Robotics"], ["N/A"], [null]]);
  const spec = { ...PERSON, lookup: "domain-finder", inputs: { company: "Company" } };
  const run = await lookUp(host, { ...spec, outputs: { domain: "Domain", status: "Status" } });
  expect(run).toMatchObject({ status: "done", note: null });
  expect(under(host, "Domain").slice(0, 3)).toEqual([
    "bluefinrobotics.example",
    "",
    "bluefinrobotics.example",
  ]);
  expect(sum(sentTo(servers, "domain-finder", "company", before.hunter))).toBe(2);
});

test("an answer that was lost counts as paid, is asked again only under the cap, and the cap holds", async () => {
  servers.hunter.faults.add({
    effect: { kind: "drop", when: "after" },
    when: ({ path }) => path.includes("people/find"),
    times: 4,
  });
  const run = await lookUp(host, { ...PERSON, maxCredits: 5 });
  expect(run.status).toBe("stopped");
  expect(run.error).toMatch(/^The cap of 5 credits is spent/);
  expect(await lookUp(host, { ...PERSON, maxCredits: 10 })).toMatchObject({ status: "done" });
  expect(under(host, "Status")).toEqual(["found", "found", "not found", "claimed", "found"]);
});

test("an account without the call: it is said, nothing is kept, and it costs nothing", async () => {
  servers.hunter.faults.add({
    effect: { kind: "status", status: 404, body: { errors: [{ id: "not_found", code: 404 }] } },
    when: ({ path }) => path.includes("/find"),
    times: 100,
  });
  const usedBefore = used();
  const run = await lookUp(host, PERSON);
  expect(run).toMatchObject({ status: "stopped" });
  expect(run.error).toContain("Hunter does not offer this to your account (People).");
  const { error } = await compute(host, '=HUNTER_COMPANY("acme.example")');
  expect(error).toContain("Hunter does not offer this to your account (Company facts).");
  servers.hunter.faults.clear();
  expect(used()).toBe(usedBefore);
  expect(await lookUp(host, PERSON)).toMatchObject({ status: "done", counts: { found: 3 } });
});

/** A sheet "Mine" with these rows alone. */
function mine(rows: readonly (readonly (string | null)[])[]): void {
  const id = host.book.sheets().find(({ name }) => name === "Mine")?.id;
  if (id !== undefined) host.book.removeSheet(id);
  host.book.write(
    host.book.insertSheet("Mine"),
    1,
    1,
    rows.map((row) => [...row]),
  );
}
const MINE = { ...PERSON, sheet: "Mine" };

/** What the page orders with nothing changed in it. */
async function usualOrder(lookup: LookupName) {
  const form = await json<LookupForm>(host.rpc("lookupForm", ["Mine"]));
  return orderOf(form, draftFor(lookup));
}

test("columns of a person's own are never written over: what was found has headers that nobody gives", async () => {
  const own = [
    ...["Company name", "Industry", "Employees", "Position", "Location", "Full name", "Status", "Role"],
    ...["Company status", "Person status", "Company location", "Found domain", "Tags", "Type", "Sector"],
  ];
  const facts = own.map((header) => `my ${header}`);
  mine([
    ["Person", "Domain", "Company", ...own],
    ["ann.lee@copperleafhealth.example", "copperleafhealth.example", "Copperleaf Health", ...facts],
    [
      "bo.diaz@bluefinrobotics.example",
      "bluefinrobotics.example",
      "Bluefin Robotics",
      ...own.map(() => null),
    ],
  ]);
  const headers = new Map<string, string>();
  for (const lookup of ["person", "company", "combined", "domain-finder"] as const) {
    const order = await usualOrder(lookup);
    const all = besideColumns(lookup).map((column) => usualHeader(lookup, column));
    expect(all.filter((header) => !/^Hunter ./.test(header))).toEqual([]);
    const inputs = {
      person: { email: "Person" },
      combined: { email: "Person" },
      company: { domain: "Domain" },
      "domain-finder": { company: "Company" },
    }[lookup];
    const outputs = Object.fromEntries(
      besideColumns(lookup).map((column) => [column.name, usualHeader(lookup, column)]),
    );
    const run = await lookUp(host, { ...order, inputs, outputs });
    expect(run, lookup).toMatchObject({ status: "done", error: null });
    for (const header of all) headers.set(header, lookup);
  }
  for (const [i, header] of own.entries()) expect(under(host, header, "Mine")).toEqual([facts[i], ""]);
  expect(under(host, "Hunter person full name", "Mine")[0]).toBe("Ann Lee");
  expect(under(host, "Hunter company industry", "Mine")[0]).toBe("Science");
  expect(under(host, "Hunter domain", "Mine")).toEqual([
    "copperleafhealth.example",
    "bluefinrobotics.example",
  ]);
  expect(headers.size).toBeGreaterThan(35);
});

test("one person by handle and again by address, in whatever order, is paid for once", async () => {
  const [page, address] = ["linkedin.com/in/ann-lee", "ann.lee@northlightanalytics.example"];
  mine([
    ["E-mail", "LinkedIn"],
    [null, `https://www.${page}/`],
  ]);
  const byHandle = { ...MINE, inputs: { linkedin_handle: "LinkedIn" } };
  expect(await lookUp(host, byHandle)).toMatchObject({ status: "done", counts: { found: 1 } });
  const usedBefore = used();
  mine([["E-mail"], [address]]);
  const run = await lookUp(host, { ...MINE, outputs: { full_name: "Again" } });
  expect([run.status, run.note]).toEqual(["done", expect.stringMatching(/^Nothing was spent\./)]);
  expect((await compute(host, `=HUNTER_PERSON("${address}", "linkedin")`)).cells).toEqual([["ann-lee"]]);
  expect(used()).toBe(usedBefore);
  // The other way round, by formulas.
  await compute(host, '=HUNTER_PERSON("bo.diaz@bluefinrobotics.example")');
  const then = used();
  const { cells } = await compute(host, '=HUNTER_PERSON("linkedin.com/in/bo-diaz", "email")');
  expect([cells, used()]).toEqual([[["bo.diaz@bluefinrobotics.example"]], then]);
});

test("what is no handle is not asked as one: the row says why", async () => {
  const texts = [
    "none",
    "n/a",
    "Recruiter at Acme",
    "linkedin.com/company/acme",
    "4711",
    "Profile",
    "student",
  ];
  mine([["LinkedIn"], ...texts.map((text) => [text])]);
  const run = await lookUp(host, {
    ...MINE,
    inputs: { linkedin_handle: "LinkedIn" },
    outputs: { status: "Status" },
  });
  expect(run).toMatchObject({ status: "done", counts: { "not usable": texts.length } });
  expect(under(host, "Status", "Mine")).toEqual(
    texts.map((text) => `"${text}" is neither an e-mail address nor a person's page on LinkedIn.`),
  );
  const { error } = await compute(host, '=HUNTER_PERSON("none")');
  expect(error).toContain("is neither an e-mail address");
  expect(servers.hunter.requests.slice(before.hunter).some(({ url }) => url.includes("/find"))).toBe(false);
});

test("who asked not to be found is asked about by no look-up again, nor saved, and nothing else is kept", async () => {
  const [email, handle] = ["ann.lee@northlightanalytics.example", "ann-lee"];
  mine([["E-mail"], [email]]);
  expect(await lookUp(host, MINE)).toMatchObject({ counts: { found: 1 } });
  servers.hunter.claim(email);
  // Asked afresh, Hunter says so; every other column of the row is emptied.
  expect(await lookUp(host, { ...MINE, rows: [2] })).toMatchObject({ counts: { claimed: 1 } });
  expect(["Name", "Company", "Status"].map((header) => under(host, header, "Mine")[0])).toEqual([
    "",
    "",
    "claimed",
  ]);
  for (const who of [email, handle]) {
    const { cells } = await compute(host, `=HUNTER_PERSON("${who}", "full_name, status")`);
    expect(cells).toEqual([["", "claimed"]]);
  }
  const kept = host.book.sheets().find(({ name }) => name === "Huntsheet results");
  expect(JSON.stringify(grid(host, must(kept).name))).not.toContain("Northlight");
  await start(host, { kind: "push", push: "hunter.leads", sheet: "Mine", map: { email: "E-mail" } });
  await settle(host);
  expect(under(host, "Huntsheet status", "Mine")[0]).toBe(
    "skipped: claimed (asked Hunter not to be processed)",
  );
  // Whoever was verified, and claimed there.
  mine([["E-mail"], ["claimed.her@two.example"]]);
  expect(await lookUp(host, { ...MINE, lookup: "verify", outputs: { status: "Verified" } })).toMatchObject({
    counts: { claimed: 1 },
  });
  const since = servers.hunter.requests.length;
  expect(await lookUp(host, { ...MINE, lookup: "combined", outputs: { status: "Both" } })).toMatchObject({
    counts: { claimed: 1 },
  });
  expect(servers.hunter.requests.slice(since).filter(({ url }) => url.includes("/find"))).toEqual([]);
});

test("whether the account has the call is asked only after what was paid for is kept, and only where nothing tells", async () => {
  const probes = () =>
    servers.hunter.requests.slice(before.hunter).filter(({ url }) => url.endsWith("people/find"));
  // One of the batch was found: nothing is to be asked.
  expect(await lookUp(host, PERSON)).toMatchObject({ counts: { found: 3, "not found": 1 } });
  expect(probes()).toEqual([]);
  mine([["E-mail"], ["nobody.one@all.example"], ["nobody.two@all.example"]]);
  expect(await lookUp(host, MINE)).toMatchObject({ counts: { "not found": 2 } });
  expect(probes().length).toBe(1);
  await compute(host, '=HUNTER_PERSON("nobody.three@all.example")');
  expect(probes().length).toBe(1);
});

describe("what is asked, and what is read", () => {
  test.each([
    ["https://www.linkedin.com/in/ann-lee/", "ann-lee"],
    ["linkedin.com/in/ann-lee?trk=x", "ann-lee"],
    ["See https://linkedin.com/in/Ann-Lee, please", "ann-lee"],
    ["de.linkedin.com/in/Jos%C3%A9", "josé"],
    ["https://www.linkedin.com/mwlite/in/alpo", "alpo"],
    ["in/al%po", "al%po"],
    ["in/alpo", "alpo"],
    ["alpo", "alpo"],
    ["@al-po7", "al-po7"],
    ["linkedin.com/in/one and linkedin.com/in/two", ""],
    ["https://www.linkedin.com/company/acme", ""],
    ["https://www.linkedin.com/sales/lead/ACwAA", ""],
    ["https://www.linkedin.com/", ""],
    ["Ann Lee", ""],
    ["Ann", ""],
    ["none", ""],
    ["n/a", ""],
    ["unknown", ""],
    ["linkedin", ""],
    ["view", ""],
    ["student", ""],
    ["2026-01-02", ""],
    ["12345", ""],
    ["", ""],
  ])("the handle in %j is %j", (text, handle) => {
    expect(handleIn(text)).toBe(handle);
  });

  test("any record with fields added, removed, retyped gives cells, and fits into one", () => {
    const names =
      "name email employment linkedin category metrics fundingRounds tech person company domain".split(" ");
    const odd = fc.dictionary(fc.constantFrom(...names), fc.jsonValue({ maxDepth: 3 }));
    for (const name of ["person", "company", "combined", "domain-finder"] as const) {
      const { columns, record, parts, data } = lookups[name];
      fc.assert(
        fc.property(odd, fc.jsonValue(), (answer, body) => {
          const kept = record(answer as JsonObject);
          expect(["found", "not found"]).toContain(kept.status);
          for (const column of columns) cellUnder(column, kept, () => {});
          for (const { result } of parts?.({ key: "email=a@b.example", record: kept }) ?? [])
            expect([result.record.status, result.record.isPart]).toEqual(["found", true]);
          data?.({ data: body } as JsonObject);
        }),
        { numRuns: 60 },
      );
    }
    const long = Array.from({ length: 500 }, () => "x".repeat(900));
    expect(JSON.stringify(must(lookups.company.record({ tech: long }))).length).toBeLessThan(12_000);
  });
});
