import { describe, expect, test } from "vitest";
import type { Fault } from "../../local/apis/wire/faults.ts";
import { compute } from "../formulas/computing.ts";
import { grid, json, must, settle, start } from "../rig.ts";
import { before, file, host, onStage, reopen, servers } from "../stage.ts";
import { STATUS, under, withRows } from "./pushing.ts";

onStage({});

/** Has a listing answer with these records, and that there are no more. */
function listed(path: RegExp, data: unknown): Fault {
  return {
    effect: { kind: "change", change: (reply) => ({ ...reply, body: { data, meta: { total: 1 } } }) },
    when: (call) => call.method === "GET" && path.test(call.path),
    times: 99,
  };
}

const bodies = (api: "huntr" | "hunter", method: string) =>
  servers[api].requests
    .slice(before[api])
    .filter((request) => request.method === method)
    .map(({ body }) => JSON.parse(body) as { [name: string]: unknown });

test("a lead goes to the list, and its value to the attribute, of exactly that name; of twins the row says so", async () => {
  const lists = ["Partners", "partners", "2026", "Twins", "Twins"].map((name, i) => ({
    id: [2026, 2, 3, 5, 6][i],
    name,
  }));
  const attributes = ["tier", "TIER"].map((label, i) => ({ id: i, label, slug: ["tier", "tier_2"][i] }));
  servers.hunter.faults.add(
    listed(/leads_lists$/, { leads_lists: lists }),
    listed(/custom_attributes$/, { leads_custom_attributes: attributes }),
  );
  const names = ["partners", "Partners", 2026, "TWINS", "Twins (ID 6)", "PARTNERS"];
  await reopen(
    await withRows(file, servers, "People", [
      ["Email", "List", "Tier"],
      ...names.map((name, i) => [`p${i}@new.example`, name, "gold"]),
    ]),
  );
  const map = { email: "Email", leads_list_id: "List", "custom_attributes[TIER]": "Tier" };
  await start(host, { kind: "push", push: "hunter.leads", sheet: "People", map });
  await settle(host);
  expect(bodies("hunter", "PUT").map((body) => body.leads_list_id)).toEqual([2, 2026, 3, 6]);
  expect(bodies("hunter", "PUT")[0]?.custom_attributes).toEqual({ tier_2: "gold" });
  expect(under(grid(host, "People"), STATUS)).toMatchObject({
    3: 'failed: "TWINS" may be several leads lists: "Twins (ID 5)", "Twins (ID 6)". Write one of these.',
    5: expect.stringMatching(/^failed: "PARTNERS" may be several/),
  });
  const loose = { email: "Email", "custom_attributes[Tier]": "Tier" };
  await expect(
    start(host, { kind: "push", push: "hunter.leads", sheet: "People", map: loose }),
  ).resolves.toBeDefined();
  expect((await settle(host))[0]).toMatchObject({
    status: "stopped",
    error: expect.stringMatching(
      /^"Tier" may be several custom attributes: "tier \(ID tier\)", "TIER \(ID tier_2\)"/,
    ),
  });
});

test("an invitation has the field, the choice and the board template of exactly that name", async () => {
  servers.huntr.faults.add(
    listed(/member-fields$/, [
      { id: "f1", name: " Cohort ", fieldType: "TEXT" },
      { id: "f2", name: "cohort", fieldType: "MULTIPLE_CHOICE", choices: ["Day", "day", "Night"] },
    ]),
    listed(/board-templates$/, [
      { id: "t1", name: "School" },
      { id: "t2", name: "school" },
    ]),
  );
  await reopen(
    await withRows(file, servers, "People", [
      ["Email", "Cohort", "Board"],
      ["a@new.example", "day", "school"],
      ["b@new.example", "NIGHT ", "School"],
      ["c@new.example", "DAY", "School"],
      ["d@new.example", "Day", "SCHOOL"],
    ]),
  );
  const map = { email: "Email", cohort: "Cohort", boardTemplateId: "Board" };
  await start(host, { kind: "push", push: "huntr.invitations", sheet: "People", map });
  await settle(host);
  expect(bodies("huntr", "POST")).toEqual([
    { email: "a@new.example", boardTemplateId: "t2", memberFieldValues: [{ fieldId: "f2", value: "day" }] },
    { email: "b@new.example", boardTemplateId: "t1", memberFieldValues: [{ fieldId: "f2", value: "Night" }] },
  ]);
  expect(under(grid(host, "People"), STATUS).slice(2)).toEqual([
    'failed: "DAY" may be several choices of cohort: "Day", "day". Write one of these.',
    'failed: "SCHOOL" may be several board templates: "School (ID t1)", "school (ID t2)". Write one of these.',
  ]);
});

test("a tab whose name ends in a blank is found by forms, look-ups, pushes and imports", async () => {
  await reopen(await withRows(file, servers, "Leads ", [["Email"], ["ada@new.example"]]));
  const inputs = { email: "Email" };
  const lookup = { kind: "lookup", lookup: "verify", inputs, outputs: { status: "Verified" } };
  for (const sheet of ["Leads ", "leads"])
    expect(await json(host.rpc("previewLookup", [JSON.stringify({ ...lookup, sheet })]))).toMatchObject({
      rows: 1,
    });
  await start(host, { ...lookup, sheet: "Leads " });
  expect((await settle(host))[0]?.status).toBe("done");
  await start(host, { kind: "push", push: "hunter.leads", sheet: "Leads ", map: { email: "Email" } });
  expect((await settle(host))[0]?.status).toBe("done");
  const importing = { kind: "import", table: "huntr.member-fields" };
  await start(host, { ...importing, sheet: "Leads " });
  expect((await settle(host))[0]?.error).toMatch(/^The sheet "Leads " holds something other than/);

  host.book.insertSheet("Fields ");
  await start(host, { ...importing, sheet: "Fields " });
  expect((await settle(host))[0]?.status).toBe("done");
  expect(grid(host, "Fields ")[0]?.[0]).toBe("ID");
});

test("recipients go to the campaign of exactly that name; of twins, and of none, a sentence says so", async () => {
  const open = servers.hunter.data.campaigns.filter(({ archived }) => !archived);
  const [one, two] = [0, 1].map((i) => ({ ...open[i], name: ["Spring fair", "SPRING fair"][i] }));
  servers.hunter.faults.add(listed(/campaigns$/, { campaigns: [one, two] }));
  await reopen(await withRows(file, servers, "People", [["Email"], ["named@new.example"]]));
  const spec = { kind: "push", push: "hunter.recipients", sheet: "People", map: { emails: "Email" } };
  const to = (campaign_id: string | number) => ({ ...spec, constants: { campaign_id } });
  await expect(start(host, to("spring FAIR"))).rejects.toThrow(
    /^"spring FAIR" may be several campaigns: "Spring fair \(ID \d+\)", .*Write one of these\.$/,
  );
  await expect(start(host, to("No such"))).rejects.toThrow('Hunter has no campaign "No such".');
  const id = two?.id;
  await start(host, to("SPRING fair"));
  expect((await settle(host))[0]).toMatchObject({ status: "done", counts: { added: 1 } });
  const done = `done (recipient of campaign ${id} added) for named@new.example`;
  expect(under(grid(host, "People"), STATUS)).toEqual([done]);
  for (const again of [Number(id), String(id), `SPRING fair (ID ${id})`]) {
    await start(host, to(again));
    expect((await settle(host))[0]).toMatchObject({ status: "done", counts: { added: 0 } });
  }
  expect(bodies("hunter", "POST")).toHaveLength(1);
});

describe("a campaign, and a leads list, are read by exactly that name", () => {
  const ids = () =>
    servers.hunter.data.campaigns.flatMap(({ id, archived }) => (archived ? [] : id)).slice(0, 2);
  const [one, two] = ["Spring fair", "SPRING fair"];
  const rename = () => {
    const open = servers.hunter.data.campaigns.filter(({ archived }) => !archived);
    const campaigns = [one, two].map((name, i) => ({ ...open[i], name }));
    servers.hunter.faults.add(listed(/campaigns$/, { campaigns }));
  };
  const addressesOf = (id: unknown) => servers.hunter.data.recipients(Number(id)).map(({ email }) => email);
  const listings = (path: RegExp) =>
    servers.hunter.requests.slice(before.hunter).filter(({ url }) => path.test(url)).length;

  test("by HUNTER_RECIPIENTS", async () => {
    rename();
    const [first, second] = ids();
    for (const [said, id] of [
      [`"${one}"`, first],
      [`"${two}"`, second],
      [`"campaign_id=${two}"`, second],
      [`"${one} (ID ${first})"`, first],
      ['{"Campaign ID","Spring fair"}', first],
    ] as const) {
      const { cells, error } = await compute(host, `=HUNTER_RECIPIENTS(${said},"email")`);
      expect([error, cells.slice(1).map(([email]) => email)]).toEqual(["", addressesOf(id)]);
    }
    const asked = listings(/campaigns\?/);
    for (const said of [String(first), `"${first}"`, `" ${first} "`])
      expect((await compute(host, `=HUNTER_RECIPIENTS(${said},"email")`)).cells.slice(1)).toEqual(
        addressesOf(first).map((email) => [email]),
      );
    expect(listings(/campaigns\?/)).toBe(asked);
    for (const [said, sentence] of [
      ["spring FAIR", '"spring FAIR" may be several campaigns: "Spring fair (ID'],
      ["No such", 'Hunter has no campaign "No such".'],
    ] as const)
      expect((await compute(host, `=HUNTER_RECIPIENTS("${said}")`)).error).toContain(sentence);
  });

  test("by an import, which stays with the campaign when it is renamed", async () => {
    rename();
    const [, second] = ids();
    const spec = { kind: "import", table: "hunter.recipients" };
    await start(host, { ...spec, filters: { campaign_id: two } });
    expect((await settle(host))[0]).toMatchObject({ status: "done", error: null });
    const shown = () => under(grid(host, "Hunter Recipients"), "ID");
    const all = () => addressesOf(second).map((email) => `${second}/${email}`);
    expect(shown()).toEqual(all());
    servers.hunter.faults.clear();
    await start(host, { kind: "refresh", sheet: "Hunter Recipients" });
    expect((await settle(host))[0]).toMatchObject({ status: "done", error: null });
    expect(shown()).toEqual(all());
    await expect(start(host, { ...spec, filters: { "Campaign ID": "No such" } })).rejects.toThrow(
      'Hunter has no campaign "No such".',
    );
  });

  test("a leads list by HUNTER_LEADS, and by an import", async () => {
    const lists = servers.hunter.data.leadsLists.slice(0, 2);
    servers.hunter.faults.add(
      listed(/leads_lists$/, {
        leads_lists: lists.map((list, i) => ({ ...list, name: ["Partners", "partners"][i] })),
      }),
    );
    const asked = () => new URL(must(servers.hunter.requests.at(-1)).url, "https://x").searchParams;
    for (const [name, i] of [
      ["partners", 1],
      ["Partners", 0],
    ] as const) {
      expect((await compute(host, `=HUNTER_LEADS("leads_list_id=${name}","email")`)).error).toBe("");
      expect(asked().get("leads_list_id")).toBe(String(lists[i]?.id));
    }
    expect((await compute(host, '=HUNTER_LEADS("leads_list_id=PARTNERS")')).error).toContain(
      '"PARTNERS" may be several leads lists',
    );
    expect((await compute(host, '=HUNTER_LEADS("leads_list_id=None")')).error).toContain(
      'Hunter has no leads list "None".',
    );
  });
});
