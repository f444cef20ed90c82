import { describe, expect, test } from "vitest";
import { addProtection } from "../../local/book/protections.ts";
import type { Host } from "../../local/runtime/host.ts";
import type { PushPlan } from "../../src/ui/calls.ts";
import { COLLEAGUE, grid, json, KEYS, must, openHost, settle, start, value } from "../rig.ts";
import { file, onServers, servers } from "../stage.ts";
import { STATUS, under } from "./pushing.ts";

onServers({
  huntr: { size: { jobs: 0, activities: 0, members: 12, employers: 2 }, requestsPerSecond: null },
});

type Row = readonly (string | number | null)[];

const INVITE = { kind: "push", push: "huntr.invitations", sheet: "People", map: { email: "E-mail" } };
const SAVE = { ...INVITE, push: "hunter.leads" };

/** A host with these rows on the sheet "People". */
async function open(rows: readonly Row[]): Promise<Host> {
  const host = await openHost(file, servers.routes);
  const id = host.book.insertSheet("People");
  if (rows.length > 1_000) host.book.insertRows(id, 2, rows.length - 1_000);
  host.book.write(
    id,
    1,
    1,
    rows.map((row) => [...row]),
  );
  return host;
}
const sheetId = (host: Host) => must(host.book.sheets().find(({ name }) => name === "People")).id;
const statuses = (host: Host) => under(grid(host, "People"), STATUS);
const preview = (host: Host, spec: object) => json<PushPlan>(host.rpc("previewPush", [JSON.stringify(spec)]));
const campaign = () => must(servers.hunter.data.campaigns.find(({ archived }) => !archived)).id;
/** Requests that changed something, as "PUT text". */
const changes = () =>
  [...servers.huntr.requests, ...servers.hunter.requests]
    .filter(({ method }) => method !== "GET")
    .map(({ method, body }) => `${method} ${body}`);

describe("what is meant", () => {
  test.each([
    [{ ...INVITE, row: [2] }, /^A push does not take "row"/],
    [{ ...INVITE, map: { email: "" } }, /^The email needs the header of a column/],
    [{ ...INVITE, rows: [2.5] }, /^"rows" is a list of row numbers/],
    [{ ...INVITE, rows: ["2"] }, /^"rows" is a list of row numbers/],
  ])("a spec that says something else than it seems to is refused: %j", async (spec, sentence) => {
    const host = await open([["E-mail"], ["a@new.example"]]);
    await expect(start(host, spec)).rejects.toThrow(sentence);
    await host.close();
  });

  test("a field that a push would not send stops it, also in place of a constant", async () => {
    const host = await open([["E-mail"], ["a@new.example"]]);
    const before = changes().length;
    const to = { campaign_id: campaign() };
    for (const [spec, sentence] of [
      [
        {
          ...INVITE,
          push: "hunter.recipients",
          map: { emails: "E-mail", first_name: "E-mail" },
          constants: to,
        },
        /no field "first_name"/,
      ],
      [
        {
          ...INVITE,
          push: "hunter.recipients",
          map: { emails: "E-mail", campaign_id: "E-mail" },
          constants: to,
        },
        /same for all rows/,
      ],
      [
        {
          ...INVITE,
          push: "hunter.recipients.cancel",
          map: { emails: "E-mail", email: "E-mail" },
          constants: to,
        },
        /no field "email"/,
      ],
      [
        { ...INVITE, push: "hunter.leads.delete", map: { email: "E-mail", notes: "E-mail" } },
        /no field "notes"/,
      ],
    ] as const) {
      await start(host, spec);
      const [run] = await settle(host);
      expect(run).toMatchObject({ status: "stopped", error: expect.stringMatching(sentence) });
    }
    expect(changes()).toHaveLength(before);
    await host.close();
  });

  test("a header that is there twice stops the run: which of the two addresses is meant, nobody knows", async () => {
    const host = await open([
      ["E-mail", "Name", "E-mail "],
      ["a@new.example", "A", "b@new.example"],
    ]);
    const before = changes().length;
    await expect(start(host, { ...INVITE, rows: [2] })).rejects.toThrow(/two columns "E-mail"/);
    await start(host, INVITE);
    expect((await settle(host))[0]).toMatchObject({
      status: "stopped",
      error: expect.stringMatching(/two columns "E-mail"/),
    });
    expect(changes()).toHaveLength(before);
    await host.close();
  });

  test.each([
    [
      "sorted",
      (host: Host) => host.book.sortRange(sheetId(host), 2, 1, 3, 1, [{ column: 1, ascending: false }]),
    ],
    ["added to", (host: Host) => host.book.write(sheetId(host), 5, 1, [["d@new.example"]])],
  ])("rows that were %s since they were checked are not sent", async (how, deed) => {
    const host = await open([
      ["E-mail", "Board"],
      ["a@new.example", "A"],
      ["b@new.example", "A"],
      ["c@new.example", "A"],
    ]);
    const map = { email: "E-mail", boardName: "Board" };
    const spec = { ...INVITE, map, ...(how === "sorted" ? { rows: [2, 3] } : {}) };
    const { checked } = await preview(host, spec);
    deed(host);
    const before = changes().length;
    await expect(start(host, { ...spec, checked })).rejects.toThrow(/changed since they were checked/);
    const again = await preview(host, spec);
    await start(host, { ...spec, checked: again.checked });
    expect((await settle(host))[0]).toMatchObject({ status: "done", total: again.send });
    expect(changes().length - before).toBe(again.send);
    await host.close();
  });

  test("rows that another run has in its queue are not counted as to be sent", async () => {
    const host = await open([["E-mail"], ["a@new.example"], ["b@new.example"], ["c@new.example"]]);
    servers.huntr.faults.add({
      effect: { kind: "status", status: 503 },
      when: ({ method }) => method === "POST",
    });
    const { id } = await start(host, { ...INVITE, rows: [2, 3] });
    await json(host.rpc("advanceRun", [id]));
    expect(await preview(host, INVITE)).toMatchObject({ send: 1, rows: "4" });
    await host.close();
  });
});

describe("what stands in a cell", () => {
  test("a day that is the name of a board is sent as the cell shows it, and the check says so", async () => {
    const host = await open([
      ["E-mail", "Board"],
      ["a@new.example", "=DATE(2026,5,1)"],
    ]);
    const map = { email: "E-mail", boardName: "Board" };
    const hint = 'boardName is sent as "5/1/2026", as the cell shows it, though it holds a date or a time';
    expect(await preview(host, { ...INVITE, map })).toMatchObject({ hints: [{ row: 2, hint }] });
    await start(host, { ...INVITE, map });
    expect((await settle(host))[0]).toMatchObject({ status: "done", counts: { invited: 1 } });
    expect(changes().at(-1)).toBe('POST {"email":"a@new.example","boardName":"5/1/2026"}');
    await host.close();
  });

  test("blanks are no value of a lead's attribute, and none stand around one", async () => {
    const { slug } = must(servers.hunter.data.customAttributes[0]);
    const host = await open([
      ["E-mail", "Own"],
      ["a@new.example", "  "],
      ["b@new.example", " B12 "],
    ]);
    await start(host, { ...SAVE, map: { email: "E-mail", [`custom_attributes[${slug}]`]: "Own" } });
    expect((await settle(host))[0]).toMatchObject({ status: "done", counts: { saved: 2 } });
    expect(changes().slice(-2)).toEqual([
      'PUT {"email":"a@new.example"}',
      `PUT {"email":"b@new.example","custom_attributes":{"${slug}":"B12"}}`,
    ]);
    await host.close();
  });

  test("what is no address, by its form, is not sent, and one in four dresses is sent once", async () => {
    const dressed = ["Ada <a@new.example>", "mailto:a@new.example", "a@new.example.", "a\u200b@new.example"];
    const wrong = [
      "a@new.example; b@new.example",
      "a@new..example",
      ".a@new.example",
      "a.@new.example",
      "a@.new.example",
      "a@[127.0.0.1]",
      "a@b@new.example",
    ];
    const host = await open([
      ["E-mail"],
      ...[...dressed, ...wrong].map((text) => [text]),
      ["a.b-c+d@new-er.example"],
    ]);
    expect(await preview(host, INVITE)).toMatchObject({
      send: 2,
      rows: "2, 13",
      skipped: dressed.length - 1,
      failed: wrong.length,
    });
    await host.close();
  });

  test.each(["", "null", "[]", "{", "5"])("what is no spec is refused in a sentence: %j", async (text) => {
    const host = await open([["E-mail"]]);
    for (const call of ["previewPush", "previewImport", "previewLookup", "startRun"])
      await expect(value(host.rpc(call, [text]))).rejects.toThrow(/takes an object, or its JSON text/);
    await host.close();
  });
});

describe("who is meant", () => {
  test("an address written in two ways of Unicode, or with other capitals, is one person", async () => {
    const host = await open([
      ["E-mail"],
      ["josé@new.example"],
      ["Jose\u0301@NEW.example "],
      ["a.b@new.example"],
      ["ab@new.example"],
    ]);
    const before = changes().length;
    await start(host, INVITE);
    expect((await settle(host))[0]).toMatchObject({ status: "done", counts: { invited: 3, skipped: 1 } });
    expect(statuses(host)[1]).toBe("skipped: twice in the sheet, see row 2");
    expect(changes().length - before).toBe(3);
    await host.close();
  });

  test("a person named by address in one row and by lead in another is added once, and told so", async () => {
    const lead = servers.hunter.addLead({ email: "twice@new.example" });
    const host = await open([
      ["E-mail", "Lead"],
      ["twice@new.example", null],
      [null, Number(lead.id)],
    ]);
    const id = campaign();
    await start(host, {
      ...INVITE,
      push: "hunter.recipients",
      map: { emails: "E-mail", lead_ids: "Lead" },
      constants: { campaign_id: id },
    });
    expect((await settle(host))[0]).toMatchObject({ status: "done", counts: { added: 1, skipped: 1 } });
    expect(statuses(host)).toEqual([
      `done (recipient of campaign ${id} added) for twice@new.example`,
      "skipped: duplicate (already in this campaign)",
    ]);
    await host.close();
  });

  test("who asked Hunter not to be processed, as a look-up was told, is sent to neither leads nor campaigns", async () => {
    servers.hunter.claim("claimed@new.example");
    const lead = servers.hunter.addLead({ email: "claimed@new.example" });
    const host = await open([
      ["E-mail", "Lead"],
      ["Claimed@new.example", null],
      ["free@new.example", null],
      [null, Number(lead.id)],
    ]);
    await start(host, {
      kind: "lookup",
      lookup: "verify",
      sheet: "People",
      inputs: { email: "E-mail" },
      outputs: { status: "Verified" },
    });
    await settle(host);
    const from = changes().length;
    await start(host, SAVE);
    expect((await settle(host))[0]).toMatchObject({
      status: "done",
      counts: { saved: 1, skipped: 1, failed: 0 },
    });
    expect(statuses(host)[0]).toBe("skipped: claimed (asked Hunter not to be processed)");
    const map = { emails: "E-mail", lead_ids: "Lead" };
    const constants = { campaign_id: campaign() };
    await start(host, { ...INVITE, push: "hunter.recipients", map, constants });
    expect((await settle(host))[0]).toMatchObject({ status: "done", counts: { added: 1, skipped: 2 } });
    const sent = changes().slice(from);
    expect(sent.filter((call) => /claimed@/i.test(call) || call.includes(String(lead.id)))).toEqual([]);
    expect(sent).toHaveLength(2);
    await host.close();
  });

  test("taking back deletes the lead that was made from the row, and never one whose address stands there by now", async () => {
    const known = must(servers.hunter.data.leads[0]);
    const host = await open([["E-mail"], ["one@new.example"], ["two@new.example"]]);
    await start(host, SAVE);
    await settle(host);
    const number = /lead (\d+) created/.exec(String(statuses(host)[0]))?.[1];
    host.book.write(sheetId(host), 2, 1, [[String(known.email)]]);
    await start(host, { ...SAVE, push: "hunter.leads.delete", rows: [2, 3] });
    expect((await settle(host))[0]).toMatchObject({ status: "done", counts: { deleted: 1, failed: 1 } });
    expect(statuses(host)[0]).toBe(
      `failed: lead ${number} was made from this row as one@new.example. Put that address back, or delete a lead by its ID.`,
    );
    const left = servers.hunter.data.leads.map(({ email }) => email);
    expect(left).toContain(known.email);
    expect(left).toContain("one@new.example");
    expect(left).not.toContain("two@new.example");
    await host.close();
  });
});

describe("a row that says two people, as after a sort of one column", () => {
  test("no lead is deleted by its ID whose address is another one, and one that two rows name is deleted once", async () => {
    const [one, two, three] = servers.hunter.data.leads;
    const host = await open([
      ["ID", "E-mail"],
      [Number(must(one).id), String(must(two).email)],
      [Number(must(three).id), String(must(three).email).toUpperCase()],
      ["", String(must(three).email)],
    ]);
    await start(host, { ...SAVE, push: "hunter.leads.delete", map: { id: "ID", email: "E-mail" } });
    expect((await settle(host))[0]).toMatchObject({
      status: "done",
      counts: { deleted: 1, skipped: 1, failed: 1 },
    });
    expect(statuses(host)).toEqual([
      `failed: lead ${must(one).id} is ${must(one).email}, not ${must(two).email}. Mend the row, then delete again.`,
      `done (deletion of lead ${must(three).id}) for ${must(three).id}`,
      "skipped: Hunter has no such lead",
    ]);
    const left = servers.hunter.data.leads.map(({ id }) => id);
    expect(left).toEqual(expect.arrayContaining([must(one).id, must(two).id]));
    await host.close();
  });

  test("a lead's ID beside two addresses: Check names the row, and deletes no lead", async () => {
    const [one, two] = servers.hunter.data.leads;
    const both = `${must(one).email}, ${must(two).email}`;
    const host = await open([
      ["ID", "E-mail"],
      [Number(must(one).id), both],
      [Number(must(two).id), String(must(two).email)],
    ]);
    const spec = { ...SAVE, push: "hunter.leads.delete", map: { id: "ID", email: "E-mail" } };
    const outcome = `failed: "${both}" holds several addresses: keep one in a cell.`;
    expect(await preview(host, spec)).toMatchObject({
      send: 1,
      failed: 1,
      problems: [{ row: 2, outcome }],
    });
    await start(host, spec);
    await settle(host);
    expect(statuses(host)).toEqual([outcome, `done (deletion of lead ${must(two).id}) for ${must(two).id}`]);
    await host.close();
  });

  test("no member's field is set by an ID whose address is another one", async () => {
    const [one, two] = servers.huntr.data.members;
    const host = await open([
      ["ID", "E-mail", "Nick"],
      [must(one).id, must(two).email, "Zed"],
      [must(two).id, ` ${must(two).email.toUpperCase()}`, "Ypsilon"],
      [must(one).id, "", "Ix"],
    ]);
    const map = { id: "ID", email: "E-mail", Nickname: "Nick" };
    const spec = { ...INVITE, push: "huntr.member-fields", map };
    const fault = `failed: the ID is that of ${must(one).email}, not of ${must(two).email}; refresh, or mend the row`;
    expect(await preview(host, spec)).toMatchObject({
      send: 2,
      rows: "3–4",
      problems: [{ row: 2, outcome: fault }],
    });
    await start(host, spec);
    expect((await settle(host))[0]).toMatchObject({ status: "done", counts: { changed: 2, failed: 1 } });
    expect(statuses(host)[0]).toBe(fault);
    await host.close();
  });
});

describe("rows that changed after they were sent", () => {
  test("a corrected address, or a row copied with its outcome, is another person: sent once", async () => {
    const host = await open([["E-mail"], ["typo@new.example"], ["b@new.example"], ["c@new.example"]]);
    await start(host, INVITE);
    await settle(host);
    const [, outcome] = statuses(host);
    host.book.write(sheetId(host), 2, 1, [["right@new.example"]]);
    host.book.write(sheetId(host), 5, 1, [["copied@new.example", String(outcome)]]);
    expect(await preview(host, INVITE)).toMatchObject({ send: 2, done: 2, rows: "2, 5" });
    await start(host, INVITE);
    expect((await settle(host))[0]).toMatchObject({ status: "done", counts: { invited: 2 } });
    const sent = servers.huntr.data.invitations
      .map(({ toEmail }) => toEmail)
      .filter((email) => email.endsWith("@new.example"));
    const all = ["typo", "b", "c", "right", "copied"].map((name) => `${name}@new.example`);
    expect([...sent].sort()).toEqual(all.sort());
    expect(String(statuses(host)[0])).toMatch(/^done \(invitation .*\) for right@new\.example$/);
    await host.close();
  });

  test.each([
    ["of chosen ones is left out, and the run says so", { rows: [2, 3, 4] }],
    ["is sent as it is by then, where all are meant", {}],
  ])("a row that is edited while members are read: %s", async (_, which) => {
    const host = await open([["E-mail"], ["a@new.example"], ["b@new.example"], ["c@new.example"]]);
    servers.huntr.faults.add({
      effect: {
        kind: "change",
        change: (reply) => {
          host.book.write(sheetId(host), 3, 1, [["edited@new.example"]]);
          return reply;
        },
      },
      when: ({ path }) => path.endsWith("/members"),
    });
    await start(host, { ...INVITE, ...which });
    const [run] = await settle(host);
    if ("rows" in which) {
      expect(run).toMatchObject({
        status: "done",
        total: 2,
        counts: { invited: 2 },
        note: "1 row was changed while it was checked, and is left out. Send again for it.",
      });
      expect(statuses(host)[1]).toBe("");
      await start(host, INVITE);
      await settle(host);
    } else expect(run).toMatchObject({ status: "done", total: 3, counts: { invited: 3 }, note: null });
    expect(String(statuses(host)[1])).toMatch(/^done .* for edited@new\.example$/);
    await host.close();
  });

  test("rows inserted between the two calls of any read: no row is left waiting, or without its outcome", async () => {
    const emails = Array.from({ length: 4 }, (_, i) => `person${i + 1}@new.example`);
    for (let nth = 1; ; nth++) {
      servers.huntr.restore(undefined);
      const host = await open([["E-mail"], ...emails.map((email) => [email])]);
      await start(host, INVITE);
      let reads = 0;
      host.on("call", ({ call }) => {
        if (call === "Range.getValues" && ++reads === nth) host.book.insertRows(sheetId(host), 2, 2);
      });
      expect((await settle(host))[0]).toMatchObject({ status: "done" });
      const rows = grid(host, "People")
        .slice(1)
        .filter(([email]) => email);
      expect(rows.filter(([, outcome]) => !String(outcome).startsWith("done (invitation"))).toEqual([]);
      const times = emails.map(
        (email) => servers.huntr.data.invitations.filter(({ toEmail }) => toEmail === email).length,
      );
      expect(times).toEqual(emails.map(() => 1));
      await host.close();
      if (reads < nth) break;
    }
  });

  test("cancelling what was added leaves those alone whose address came into the row later", async () => {
    const id = campaign();
    const host = await open([["E-mail"], ["a@new.example"], ["b@new.example"], ["other@new.example"]]);
    const spec = { ...INVITE, map: { emails: "E-mail" }, constants: { campaign_id: id } };
    await start(host, { ...spec, push: "hunter.recipients" });
    await settle(host);
    host.book.write(sheetId(host), 3, 1, [["other@new.example"]]);
    host.book.removeRows(sheetId(host), 4, 1);
    await start(host, { ...spec, push: "hunter.recipients.cancel", rows: [2, 3] });
    expect((await settle(host))[0]).toMatchObject({ status: "done", counts: { cancelled: 1, failed: 1 } });
    expect(statuses(host)[1]).toBe(
      "failed: this row was added as b@new.example. Put that address back, or empty its status and cancel again.",
    );
    const statusOf = (name: string) =>
      servers.hunter.data.recipients(id).find(({ email }) => email === `${name}@new.example`)?.sending_status;
    expect(["a", "b", "other"].map(statusOf)).toEqual(["canceled", "pending", "pending"]);
    await host.close();
  });
});

test("cancelling who was added by the number of a lead: by that number, or by the address that the lead has", async () => {
  const id = campaign();
  const ids = ["a", "b", "c", "gone"].map((name) =>
    Number(servers.hunter.addLead({ email: `${name}@lead.example` }).id),
  );
  const host = await open([["E-mail", "Lead"], ...ids.map((lead) => ["", lead])]);
  const spec = { ...INVITE, map: { emails: "E-mail", lead_ids: "Lead" }, constants: { campaign_id: id } };
  await start(host, { ...spec, push: "hunter.recipients" });
  expect((await settle(host))[0]).toMatchObject({ counts: { added: 4 } });
  const written = [
    ["A@lead.example", ""],
    ["other@lead.example", ""],
    ["", ids[2] ?? 0],
    ["gone@lead.example", ""],
  ];
  host.book.write(sheetId(host), 2, 1, written);
  servers.hunter.deleteLead(Number(ids[3]));
  await start(host, { ...spec, push: "hunter.recipients.cancel", rows: [2, 3, 4, 5] });
  expect((await settle(host))[0]).toMatchObject({ status: "done", counts: { cancelled: 2, failed: 2 } });
  const cancelled = `done (cancellation in campaign ${id}) for`;
  expect(statuses(host)).toEqual([
    `${cancelled} A@lead.example`,
    "failed: this row was added as b@lead.example. Put that address back, or empty its status and cancel again.",
    `${cancelled} ${ids[2]}`,
    `failed: this row was added as lead ${ids[3]}, which Hunter has no more. Empty its status and cancel again.`,
  ]);
  const states = servers.hunter.data
    .recipients(id)
    .filter(({ email }) => String(email).endsWith("@lead.example"))
    .map(({ email, sending_status }) => [email, sending_status]);
  expect(states).toEqual([
    ["a@lead.example", "canceled"],
    ["b@lead.example", "pending"],
    ["c@lead.example", "canceled"],
    ["gone@lead.example", "pending"],
  ]);
  await host.close();
});

describe("at the same moment", () => {
  const EMAILS = Array.from({ length: 8 }, (_, i) => `person${i + 1}@new.example`);
  const invited = () =>
    EMAILS.map((email) => servers.huntr.data.invitations.filter(({ toEmail }) => toEmail === email).length);

  test("the same people on two sheets: each is invited once, and the other row says so", async () => {
    const host = await open([["E-mail"], ...EMAILS.map((email) => [email])]);
    const id = host.book.insertSheet("Others");
    host.book.write(id, 1, 1, [["E-mail"], ...EMAILS.map((email) => [email.toUpperCase()])]);
    const runs = [await start(host, INVITE), await start(host, { ...INVITE, sheet: "Others" })];
    await Promise.all(runs.map((run) => json(host.rpc("advanceRun", [run.id]))));
    await settle(host);
    expect(invited()).toEqual(EMAILS.map(() => 1));
    EMAILS.forEach((_, i) => {
      const both = [statuses(host)[i], under(grid(host, "Others"), STATUS)[i]].map(String);
      expect(both.filter((text) => text.startsWith("done (invitation"))).toHaveLength(1);
      expect(both).toContain("skipped: already invited");
    });
    await host.close();
  });

  test("an answer that takes nearly a minute: nobody else sends meanwhile, and nobody is invited twice", async () => {
    const host = await open([["E-mail"], ...EMAILS.map((email) => [email])]);
    servers.huntr.faults.add({
      times: 3,
      effect: {
        kind: "change",
        change: (reply) => ({ ...reply, headers: { ...reply.headers, "x-virtual-delay": "58000" } }),
      },
      when: ({ method }) => method === "POST",
    });
    const { id } = await start(host, INVITE);
    const before = changes().length;
    await Promise.all([
      json(host.rpc("advanceRun", [id])),
      host.advance(180_000),
      json(host.rpc("advanceRun", [id])),
    ]);
    await settle(host);
    expect(invited()).toEqual(EMAILS.map(() => 1));
    expect(changes().length - before).toBe(EMAILS.length);
    expect(statuses(host).every((text) => String(text).startsWith("done (invitation"))).toBe(true);
    await host.close();
  });
});

describe("many rows", () => {
  test("5,000 chosen rows, in one piece or every other one, are kept with the run and told in the log", async () => {
    const host = await open([["E-mail"], ...Array.from({ length: 5_000 }, (_, i) => [`no address ${i}`])]);
    for (const step of [1, 2]) {
      const rows = Array.from({ length: 5_000 / step }, (_, i) => 2 + i * step);
      await start(host, { ...INVITE, rows });
      expect((await settle(host))[0]).toMatchObject({ status: "done", total: rows.length });
    }
    const texts = statuses(host);
    expect(texts.filter((text) => String(text).startsWith("failed"))).toHaveLength(5_000);
    const details = under(grid(host, "Huntsheet log"), "Details").map(String);
    expect(details[1]).toMatch(/^5,000 rows, 5,000 failed\. Rows 2–5001$/);
    expect(details[0]).toMatch(/^2,500 rows, 2,500 failed\. Rows 2, 4, 6, .*, and more$/);
    await host.close();
  });

  test("rows in between that are not meant do not make it more calls: five to the sheet per 50 rows, and two flushes", async () => {
    const host = await open([
      ["E-mail"],
      ...Array.from({ length: 240 }, (_, i) => [`person${i}@new.example`]),
    ]);
    await start(host, { ...SAVE, rows: Array.from({ length: 80 }, (_, i) => 2 + i * 3) });
    const between: number[] = [];
    let calls = 0;
    let seen = changes().length;
    host.on("call", ({ call }) => {
      if (/^(Range|SpreadsheetApp)\./.test(call)) calls++;
      if (call !== "UrlFetchApp.fetch") return;
      if (calls > 0 && changes().length > seen) between.push(calls);
      seen = changes().length;
      calls = 0;
    });
    await host.advance(60_000);
    expect((await settle(host))[0]).toMatchObject({ status: "done", counts: { saved: 80 } });
    expect(between).toHaveLength(1);
    expect(Math.max(...between)).toBeLessThanOrEqual(7);
    expect(statuses(host).filter((text) => text === "" || text === null)).toHaveLength(160);
    await host.close();
  });
});

describe("what a person has among the outcomes", () => {
  /** Between sent rows: a total, one that shows nothing yet, a date, a number, words. */
  const OWN: Row[] = [
    ["", '=COUNTIF(B2:B3,"done*")'],
    ["", '=IF(A6="","","?")'],
    ["later@new.example", "=1/1"],
    ["", 12.5],
    ["", "call them"],
  ];
  const SENT = [2, 3, 5, 8, 11];

  test("stays as it is while rows above and below are sent: formulas, numbers, words", async () => {
    const host = await open([
      ["E-mail", STATUS],
      ["a@new.example", ""],
      ["b@new.example", ""],
      must(OWN[0]),
      ["c@new.example", ""],
      must(OWN[1]),
      must(OWN[2]),
      ["d@new.example", ""],
      must(OWN[3]),
      must(OWN[4]),
      ["e@new.example", ""],
    ]);
    const own = () => host.book.formulas(sheetId(host), 2, 2, 10, 1).flat();
    const before = own();
    expect(before.filter((formula) => formula !== "")).toHaveLength(3);
    await start(host, { ...INVITE, rows: SENT });
    expect((await settle(host))[0]).toMatchObject({ status: "done", counts: { invited: SENT.length } });
    expect(own()).toEqual(before);
    const texts = statuses(host);
    for (const row of SENT) expect(texts[row - 2]).toMatch(/^done \(invitation/);
    expect([texts[2], texts[4], texts[5], texts[7], texts[8]]).toEqual([2, "", 1, 12.5, "call them"]);
    await host.close();
  });

  test("a formula that comes among them while they are sent, or moves, stays one", async () => {
    const emails = Array.from({ length: 60 }, (_, i) => `person${i}@new.example`);
    const host = await open([
      ["E-mail", STATUS],
      ...emails.flatMap((email) => [
        [email, ""],
        ["", ""],
      ]),
    ]);
    const formulas = () =>
      host.book
        .formulas(sheetId(host), 1, 2, 130, 1)
        .flat()
        .filter((formula) => formula !== "");
    let posts = 0;
    servers.huntr.faults.add({
      times: Number.POSITIVE_INFINITY,
      effect: { kind: "delay", ms: 0 },
      when: ({ method }) => {
        if (method !== "POST") return false;
        posts++;
        if (posts === 5) host.book.write(sheetId(host), 13, 2, [['="a"&"b"']]);
        if (posts === 52) host.book.insertRows(sheetId(host), 104, 1);
        if (posts === 55) host.book.write(sheetId(host), 116, 2, [['="c"&"d"']]);
        return true;
      },
    });
    await start(host, { ...INVITE, rows: emails.map((_, i) => 2 + 2 * i) });
    // The trigger of each minute: all in one slice.
    await host.advance(60_000);
    expect((await settle(host))[0]).toMatchObject({ status: "done", counts: { invited: 60 } });
    expect(formulas()).toEqual(['="a"&"b"', '="c"&"d"']);
    await host.close();
  });
});

test("a sheet that is protected stops the run before anything is sent, and says so", async () => {
  const host = await open([["E-mail"], ["a@new.example"]]);
  addProtection(host.book, {
    description: "",
    isWarningOnly: false,
    editors: [],
    sheet: sheetId(host),
    range: null,
    unprotected: [],
  });
  await value(host.rpc("saveKeys", [JSON.stringify(KEYS)], { as: COLLEAGUE }));
  const before = changes().length;
  await start(host, INVITE, COLLEAGUE);
  const [run] = await settle(host, COLLEAGUE);
  expect(run).toMatchObject({ status: "stopped", error: expect.stringMatching(/protected/) });
  expect(changes()).toHaveLength(before);
  await host.close();
});

describe("what was checked", () => {
  const first = (header: string) => [[header], ["Ada"], ["Bob"], ["Cid"]].map(([cell]) => must(cell));
  const table = (header: string, key: string): Row[] =>
    first(header).map((cell, i) => [i === 0 ? key : `p${i}@new.example`, cell]);
  test.each<[string, object, Row[]]>([
    ["invitation", { ...INVITE, map: { email: "E-mail", boardName: "Board" } }, table("Board", "E-mail")],
    ["lead", { ...SAVE, map: { email: "E-mail", first_name: "First" } }, table("First", "E-mail")],
    ["lead's company", { ...SAVE, map: { email: "E-mail", company: "Firm" } }, table("Firm", "E-mail")],
  ])(
    "a value of an %s that was typed since the check is not sent, in whatever row",
    async (_, spec, rows) => {
      for (const which of [{}, { rows: [2, 3] }]) {
        const host = await open(rows);
        const { checked } = await preview(host, { ...spec, ...which });
        host.book.write(sheetId(host), 3, 2, [["Never shown"]]);
        const before = changes().length;
        await expect(start(host, { ...spec, ...which, checked })).rejects.toThrow(
          "The rows were changed since they were checked. Check them again, then send.",
        );
        expect(await settle(host)).toEqual([]);
        expect(changes()).toHaveLength(before);
        // Put back as it was, it is what was checked.
        host.book.write(sheetId(host), 3, 2, [["Bob"]]);
        expect(await json(host.rpc("previewPush", [JSON.stringify({ ...spec, ...which })]))).toMatchObject({
          checked,
        });
        await host.close();
      }
    },
  );

  test("another column, or another choice for all rows, than the one that was checked is not sent", async () => {
    const host = await open([
      ["E-mail", "Other", "Name"],
      ["a@new.example", "b@new.example", "A"],
    ]);
    const spec = { ...SAVE, map: { email: "E-mail", first_name: "Name" }, constants: { company: "One" } };
    const { checked } = await preview(host, spec);
    for (const other of [
      { map: { email: "Other", first_name: "Name" } },
      { map: { email: "E-mail", last_name: "Name" } },
      { constants: { company: "Two" } },
    ])
      await expect(start(host, { ...spec, ...other, checked })).rejects.toThrow(
        /changed since they were checked/,
      );
    await start(host, { ...spec, checked });
    expect((await settle(host))[0]).toMatchObject({ status: "done", total: 1 });
    await host.close();
  });

  test("values typed between the start and the first look at the sheet are not sent", async () => {
    const host = await open(table("Board", "E-mail"));
    const spec = { ...INVITE, map: { email: "E-mail", boardName: "Board" } };
    const { checked } = await preview(host, spec);
    const before = changes().length;
    await start(host, { ...spec, checked });
    host.book.write(sheetId(host), 4, 2, [["Never shown"]]);
    expect((await settle(host))[0]).toMatchObject({
      status: "stopped",
      error:
        "The chosen rows were moved or changed before they were sent. Choose them again. Where a formula shows something else each time, type its value in.",
    });
    expect(changes()).toHaveLength(before);
    await host.close();
  });

  test("a row that the check left out stays out, though its outcome was emptied since", async () => {
    const host = await open([["E-mail"], ["a@new.example"], ["b@new.example"]]);
    await start(host, { ...SAVE, rows: [2] });
    await settle(host);
    const plan = await preview(host, SAVE);
    expect(plan).toMatchObject({ send: 1, rows: "3", done: 1 });
    host.book.write(sheetId(host), 2, 2, [[null]]);
    const before = changes().length;
    await start(host, { ...SAVE, checked: plan.checked });
    expect((await settle(host))[0]).toMatchObject({
      status: "done",
      counts: { saved: 1 },
      note: "1 row was changed while it was checked, and is left out. Send again for it.",
    });
    expect(changes().slice(before).join()).not.toContain("a@new.example");
    expect(statuses(host)[0]).toBe("");
    await host.close();
  });
});
