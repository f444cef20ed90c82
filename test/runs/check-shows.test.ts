import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { PushPlan } from "../../src/ui/calls.ts";
import { grid, json, must, settle, start } from "../rig.ts";
import { host, onStage, servers } from "../stage.ts";
import { STATUS, under } from "./pushing.ts";

/** Check shows the very thing that goes out: the row's cell as it is, or beside it what is sent in its place. */

onStage({ huntr: { size: { jobs: 0, activities: 0, members: 2, employers: 2 }, requestsPerSecond: null } });

const sheet = "In";

function fill(rows: readonly (readonly string[])[]): void {
  const id = host.book.insertSheet(sheet);
  host.book.write(
    id,
    1,
    1,
    rows.map((row) => row.map((cell) => (cell === "" ? "" : `'${cell}`))),
  );
}

const check = (spec: object) => json<PushPlan>(host.rpc("previewPush", [JSON.stringify(spec)]));
async function send(spec: object): Promise<string[]> {
  await start(host, spec);
  await settle(host);
  return under(grid(host, sheet), STATUS) as string[];
}

/** What the check says goes out in a column, by row: what stands in the cell where it says nothing. */
function shownIn({ hints }: PushPlan, field: string, cells: readonly string[]): string[] {
  return cells.map((cell, i) => {
    const said = hints.find(({ row }) => row === i + 2)?.hint ?? "";
    return new RegExp(`(?:^|; )${field} is sent as ([^;]*); the cell shows`).exec(said)?.[1] ?? cell.trim();
  });
}

/** Each address is another person's, in some dress. */
const dresses: readonly ((address: string) => string)[] = [
  (a) => a,
  (a) => `  ${a} `,
  (a) => `(${a})`,
  (a) => `[${a}]`,
  (a) => `"${a}"`,
  (a) => `‘${a}’`,
  (a) => `«${a}»`,
  (a) => `Ann Lee <${a}>`,
  (a) => `Lee, Ann (${a})`,
  (a) => `mailto:${a}`,
  (a) => `MAILTO:${a.replace("@", "%40")}?subject=Hello`,
  (a) => `[Ann](mailto:${a})`,
  (a) => `<a href="mailto:${a}">Ann</a>`,
  (a) => `SMTP:${a}`,
  (a) => `${a}.`,
  (a) => `${a};`,
  (a) => a.toUpperCase(),
  (a) => `${a}, ${a}`,
  (a) => `\u200b${a}`,
  (a) => a.replace("@", "@\u200d"),
  (a) => `\u202a${a}\u202c`,
  (a) => a.replace("@", "＠"),
  (a) => `${a}\n`,
  (a) => a.replace("example", "xn--bcher-kva.example"),
  (a) => a.replace("example", "bücher.example"),
  (a) => `o’${a}`,
];
const locals = fc.constantFrom("ann", "Ann.Lee", "ann+jobs", "ANN_LEE", "jo-ann");
const anyAddress = fc.tuple(locals, fc.constantFrom("school.example", "Acme.example"), fc.nat(25));
const rowsOf = (parts: [string, string, number][], who: string) =>
  parts.map(([local, domain, dress], i) => must(dresses[dress])(`${local}.${who}${i}@${domain}`));

describe("whatever an address is dressed in, the check shows what the server gets, and the status says it", () => {
  const campaign_id = 1;
  test.each([
    ["huntr.invitations", "email", {}],
    ["hunter.leads", "email", {}],
    ["hunter.recipients", "emails", { campaign_id }],
  ])("%s", async (push, field, constants) => {
    const { hunter, huntr } = servers;
    const id = hunter.data.campaigns.find(({ archived }) => !archived)?.id;
    const given = "campaign_id" in constants ? { campaign_id: id } : constants;
    let n = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(anyAddress, { minLength: 18, maxLength: 18 }), async (parts) => {
        n += 1;
        const cells = rowsOf(parts, `w${n}x`);
        for (const { id: old, name } of host.book.sheets()) if (name === sheet) host.book.removeSheet(old);
        fill([["Mail"], ...cells.map((cell) => [cell])]);
        const spec = { kind: "push", push, sheet, map: { [field]: "Mail" }, constants: given };
        const plan = await check(spec);
        expect(plan).toMatchObject({ send: 18, failed: 0, skipped: 0 });
        const from = { huntr: huntr.requests.length, hunter: hunter.requests.length };
        const outcomes = await send(spec);
        const bodies = [...huntr.requests.slice(from.huntr), ...hunter.requests.slice(from.hunter)]
          .filter(({ method }) => method === "POST" || method === "PUT")
          .map(({ body }) => JSON.parse(String(body)) as { [name: string]: string | string[] });
        const got = bodies.flatMap((body) => must(body[field]));
        expect(got).toEqual(shownIn(plan, field, cells));
        expect(outcomes.map((text) => / for (\S+)$/.exec(text)?.[1])).toEqual(got);
      }),
      { numRuns: 3 },
    );
  });
});

describe("out of a link, and out of an address with a blank in it, no other one is made", () => {
  const cells = [
    "http://ann@new.example",
    "ann lee@new.example",
    "mailto://bo@new.example",
    "https://mail.google.com/mail/?view=cm&to=cy@new.example",
    "a b@new.example",
    "<http://di@new.example>",
    "ed@new.co m",
    "fay,lee@new.example",
    "sip:gus@new.example",
    "//hal@new.example",
    "(ida lee@new.example)",
    "jo @new.example",
  ];
  test.each(["huntr.invitations", "hunter.leads", "hunter.recipients", "hunter.recipients.cancel"])(
    "%s",
    async (push) => {
      const field = push.startsWith("hunter.recipients") ? "emails" : "email";
      const open = must(servers.hunter.data.campaigns.find(({ archived }) => !archived));
      const constants = field === "emails" ? { campaign_id: open.id } : {};
      fill([["Mail"], ...cells.map((cell) => [cell])]);
      const spec = { kind: "push", push, sheet, map: { [field]: "Mail" }, constants };
      expect(await check(spec)).toMatchObject({ send: 0, failed: cells.length, hints: [] });
      const all = () => [...servers.huntr.requests, ...servers.hunter.requests];
      const before = all().filter(({ method }) => method !== "GET").length;
      expect(await send(spec)).toEqual(cells.map((cell) => `failed: "${cell}" is no e-mail address`));
      expect(all().filter(({ method }) => method !== "GET")).toHaveLength(before);
    },
  );
});

describe("what else is sent otherwise than the cell shows", () => {
  test("a lead's country, industry and list", async () => {
    const list = must(servers.hunter.data.leadsLists[0]);
    fill([
      ["Mail", "Country", "Industry", "List"],
      ["a@new.example", "gb", "food & drink", String(list.name).toUpperCase()],
      ["b@new.example", "GB", "Food & Drink", String(list.name)],
      ["c@new.example", "", "", String(list.id)],
    ]);
    const map = {
      email: "Mail",
      country_code: "Country",
      company_industry: "Industry",
      leads_list_id: "List",
    };
    const { hints } = await check({ kind: "push", push: "hunter.leads", sheet, map });
    expect(hints).toEqual([
      {
        row: 2,
        hint: `country_code is sent as GB; the cell shows "gb"; company_industry is sent as Food & Drink; the cell shows "food & drink"; leads_list_id is sent as ${list.name} (ID ${list.id}); the cell shows "${String(list.name).toUpperCase()}"`,
      },
    ]);
  });

  test("an invitation's template and choice", async () => {
    const template = must(servers.huntr.data.boardTemplates[0]);
    const field = must(
      servers.huntr.data.memberFields.find(({ fieldType }) => fieldType === "MULTIPLE_CHOICE"),
    );
    const choice = String((field.choices as string[])[0]);
    fill([
      ["Mail", "Template", "Choice"],
      ["a@new.example", ` ${String(template.name).toUpperCase()}`, choice.toUpperCase()],
      ["b@new.example", String(template.name), choice],
    ]);
    const map = { email: "Mail", boardTemplateId: "Template", [String(field.name)]: "Choice" };
    const { hints } = await check({ kind: "push", push: "huntr.invitations", sheet, map });
    expect(hints).toEqual([
      {
        row: 2,
        hint: `boardTemplateId is sent as ${template.name} (ID ${template.id}); the cell shows "${String(template.name).toUpperCase()}"; ${field.name} is sent as ${choice}; the cell shows "${choice.toUpperCase()}"`,
      },
    ]);
  });

  test("an address with a letter that is no address: a hint that leads nowhere is none", async () => {
    fill([["Mail"], ["no address"]]);
    const plan = await check({ kind: "push", push: "huntr.invitations", sheet, map: { email: "Mail" } });
    expect(plan).toMatchObject({ send: 0, failed: 1, hints: [] });
  });
});
