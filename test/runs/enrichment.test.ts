import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { AS_OF_TODAY } from "../../local/apis/index.ts";
import { cellUnder } from "../../src/core/cells.ts";
import type { JsonObject } from "../../src/core/ports.ts";
import { handleIn } from "../../src/hunter/enrichment.ts";
import { lookups } from "../../src/hunter/lookups.ts";
import type { LookupPreview } from "../../src/ui/calls.ts";
import { compute, given } from "../formulas/computing.ts";
import { json, must } from "../rig.ts";
import { before, file, host, onStage, servers } from "../stage.ts";
import { DEATHS, killAll } from "./killing.ts";
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
  expect(preview).toMatchObject({ price: { credits: 4 }, each: 1, distinct: 4, toBuy: 4 });
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

// What is killed is the ledger's, as of a verification, of which every call is killed both ways.
test.each(DEATHS.slice(1))(
  "killed right $when service calls of each kind (queued writes $queued), people are beside their rows, and at most one batch is paid for twice",
  async (death) => {
    let since = 0;
    const restore = () => {
      since = servers.hunter.requests.length;
    };
    const twice: number[] = [];
    await killAll(
      { file, servers, spec: PERSON, sheet: "In", restore },
      death,
      "kinds",
      ({ rows }, unkilled, where) => {
        expect(rows, where).toEqual(unkilled.rows);
        const sent = sentTo(servers, "people/find", "email", since);
        expect(sent.size, where).toBe(4);
        twice.push(sum(sent) - sent.size);
      },
    );
    expect(Math.max(...twice)).toBeLessThanOrEqual(4);
  },
  300_000,
);

describe("what is asked, and what is read", () => {
  test.each([
    ["https://www.linkedin.com/in/ann-lee/", "ann-lee"],
    ["linkedin.com/in/ann-lee?trk=x", "ann-lee"],
    ["de.linkedin.com/in/Jos%C3%A9", "josé"],
    ["in/al%po", "al%po"],
    ["in/alpo", "alpo"],
    ["alpo", "alpo"],
    ["https://www.linkedin.com/company/acme", ""],
    ["https://www.linkedin.com/", ""],
    ["Ann Lee", ""],
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
          for (const part of parts?.({ key: "email=a@b.example", record: kept }) ?? [])
            expect(part.result.record.status).toBe("found");
          data?.({ data: body } as JsonObject);
        }),
        { numRuns: 60 },
      );
    }
    const long = Array.from({ length: 500 }, () => "x".repeat(900));
    expect(JSON.stringify(must(lookups.company.record({ tech: long }))).length).toBeLessThan(12_000);
  });
});
