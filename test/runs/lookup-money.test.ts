import { expect, test } from "vitest";
import type { LookupPreview } from "../../src/ui/calls.ts";
import { given } from "../formulas/computing.ts";
import { json } from "../rig.ts";
import { before, host, onStage, servers } from "../stage.ts";
import { lookUp, under } from "./looking-up.ts";

onStage({
  hunter: { account: { searches: { used: 0, available: 900 } }, rateLimits: false },
  hours: 24,
});

interface Person {
  readonly first: string;
  readonly last: string;
  readonly domain: string;
  readonly company: string;
}

const PEOPLE =
  "Ann Lee,Bo Roe,Zoé O'Brien,Jan Berg,Mia Kuhn,Lou Diaz,Kim Novak,Pia Horn,Tom Reed,Eva Senn".split(",");
const people = PEOPLE.map((name, i): Person => {
  const [first = "", last = ""] = name.split(" ");
  return { first, last, domain: `firm${i}.example`, company: `Firm ${String.fromCharCode(65 + i)} Ltd` };
});

/** What a careful person would ask for in such a row: by the domain, by the company, or not at all. */
type Meant = "domain" | "company" | null;
type Row = readonly (string | number)[];

/** First name, last name, website, company. */
const MESS: readonly (readonly [Meant, (person: Person) => Row])[] = [
  ["domain", ({ first, last, domain, company }) => [first, last, domain, company]],
  ["domain", ({ first, last, domain, company }) => [first, last, `https://www.${domain}/about?x=1`, company]],
  ["domain", ({ first, last, domain, company }) => [`Dr. ${first}`, `${last}, PhD`, `(${domain})`, company]],
  ["domain", ({ first, last, domain }) => [`${first} ${last}`, "", domain, ""]],
  ["domain", ({ first, last, domain }) => ["-", `${last}, ${first}`, `https:/${domain}`, ""]],
  [
    "domain",
    ({ first, last, domain }) => [
      `${first} 🚀`,
      `${last.replace("'", "’")} (she/her)`,
      `hello@${domain}`,
      "",
    ],
  ],
  ["company", ({ first, last, company }) => [first, last, "N/A", company]],
  ["company", ({ first, last, company }) => [first, last, "—", `\u200b${company}`]],
  ["company", ({ first, last, company }) => [first, last, "https://www.linkedin.com/in/some-one", company]],
  ["company", ({ first, last, company }) => [first, last, "https://boards.greenhouse.io/firm", company]],
  ["company", ({ first, last, company }) => [first.toUpperCase(), last, "99%", `"${company}"`]],
  ["company", ({ first, last, company }) => [first, last, "coming soon", company]],
  [null, ({ first, last, domain, company }) => [first, last, `${domain}, other.example`, company]],
  [null, ({ first, domain, company }) => [first, "N/A", domain, company]],
  [null, ({ domain, company }) => ["N/A", "none", domain, company]],
  [null, ({ first, last, domain, company }) => [first, `${last.charAt(0)}.`, domain, company]],
  [null, ({ first, last, domain, company }) => [`${first} & Bob`, last, domain, company]],
  [null, ({ first, last }) => [first, last, "N/A", "self-employed"]],
  [null, ({ first, last }) => [first, last, 4711, ""]],
  [null, ({ domain, company }) => ["Hiring", "Manager", domain, company]],
];

/** The relatives of these: nobody asks for any of them, but for the company where there is one. */
const MORE: typeof MESS = [
  ["company", ({ first, last, company }) => [first, last, "gmail.com", company]],
  ["company", ({ first, last, company }) => [first, last, "acme.wordpress.com", company]],
  ["company", ({ first, last, company }) => [first, last, "https://sites.google.com/view/x", company]],
  ["company", ({ first, last, company }) => [first, last, "localhost", company]],
  ["company", ({ first, last, company }) => [first, last, "192.168.0.1", company]],
  ["company", ({ first, last, company }) => [first, last, "no website", company]],
  [
    "company",
    ({ first, last, company }) => [`${last}, Dr. ${first}`, "", "https://u1.ct.sendgrid.net/x", company],
  ],
  ["domain", ({ first, last, domain, company }) => [first, last, `//${domain}`, company]],
  ["domain", ({ first, last, domain }) => [`${first} ${last}\nPhD`, "", domain, "Student at MIT"]],
  [null, ({ first, last, domain, company }) => [`${first} ${last}\nBob Roe`, "", domain, company]],
  [null, ({ first, last, domain, company }) => [`${first} ${last}, Acme`, "", domain, company]],
  [null, ({ first, last, domain, company }) => [`${first} ${last} - Acme`, "", domain, company]],
  [null, ({ last, domain, company }) => [`${last}, Dr.`, "", domain, company]],
  [null, ({ first, domain, company }) => [first, "MD", domain, company]],
  [null, ({ domain, company }) => ["Acme", "GmbH", domain, company]],
  [null, ({ domain, company }) => [company, "", domain, company]],
  [null, ({ domain, company }) => ["LinkedIn Member", "", domain, company]],
  [null, ({ first, last }) => [first, last, "gmail.com", "Stealth Startup"]],
  [null, ({ first, last }) => [first, last, "acme.github.io", "Looking for opportunities"]],
  [null, ({ first, last }) => [first, last, "", "Acme / Globex"]],
  [null, ({ first, last }) => [first, last, "one,de", "Acme\nGlobex"]],
  [null, ({ first, last }) => [first, last, "N/A", "Étudiant"]],
  [null, ({ first, last }) => [first, last, "", "Arbeitssuchend"]],
  [null, () => ["First Name", "Last Name", "Website", "Company"]],
  ["company", ({ first, last, company }) => [first, last, "join.com", company]],
  ["company", ({ first, last, company }) => [first, last, "firm.teamtailor.com", company]],
  ["company", ({ first, last, company }) => [first, last, "forms.gle/3x", `${company} · Full-time`]],
  ["company", ({ first, last, company }) => [first, last, "google.com/search?q=firm", `=${company}`]],
  ["domain", ({ first, last, domain }) => [`=${first} ${last} SPHR`, "", `*.${domain}`, "Remote"]],
  ["domain", ({ first, last, domain }) => [`${first} ${last}, Ph.D., P.E.`, "", domain, "see notes"]],
  ["domain", ({ first, last, domain }) => [`Prof. Dr. h.c. ${first}`, last, domain, "via agency"]],
  [null, ({ first, last }) => [first, last, "huntr.co", "Multiple"]],
  [null, ({ first, last }) => [first, last, "", "#firm"]],
  ["domain", ({ first, last, domain }) => [`"${first} ${last}"`, "", domain, ""]],
  ["company", ({ first, last, domain, company }) => [first, last, `${domain} (old)`, company]],
  ["company", ({ first, last, domain, company }) => [first, last, `was ${domain}`, company]],
  [null, ({ last, domain, company }) => [`Al ${last}, Acme`, "", domain, company]],
  [null, ({ first, last, domain, company }) => [first, last, `${domain} → other.example`, company]],
  [null, ({ first, last, domain }) => [first, last, `${domain} (UK)`, ""]],
];

test("590 messy rows: 20 searches are paid for, each of which somebody meant; the other rows say why", async () => {
  const rows = people.flatMap((person) =>
    [...MESS, ...MORE].map(([meant, row]) => ({ meant, person, cells: [...row(person)] })),
  );
  given(host, [["First Name", "Last Name", "Website", "Company"], ...rows.map(({ cells }) => cells)]);
  const find = { kind: "lookup", lookup: "find", sheet: "In", outputs: { email: "Found", status: "Status" } };
  const preview = await json<LookupPreview>(host.rpc("previewLookup", [JSON.stringify(find)]));
  expect(preview.inputs).toEqual({
    first_name: "First Name",
    last_name: "Last Name",
    domain: "Website",
    company: "Company",
  });
  await lookUp(host, { ...find, inputs: preview.inputs });
  const asked = servers.hunter.requests.slice(before.hunter).flatMap(({ url }) => {
    const { pathname, searchParams: q } = new URL(url, "https://api.hunter.io");
    const name = q.get("full_name") ?? `${q.get("first_name")} ${q.get("last_name")}`;
    return pathname.endsWith("email-finder")
      ? [`${q.get("domain") ?? q.get("company")}: ${name}`.toLowerCase()]
      : [];
  });
  const wanted = new Set(
    rows.flatMap(({ meant, person }) =>
      meant ? [`${person[meant]}: ${person.first} ${person.last}`.toLowerCase()] : [],
    ),
  );
  const unwanted = asked.filter((one) => !wanted.has(one));
  expect({
    rows: rows.length,
    priced: preview.toBuy,
    paid: asked.length,
    wanted: wanted.size,
    unwanted,
  }).toEqual({
    rows: 590,
    priced: 20,
    paid: 20,
    wanted: 20,
    unwanted: [],
  });
  const said = under(host, "Status");
  expect(
    rows.flatMap(({ meant }, i) => (meant === null && !/\.$/.test(String(said[i])) ? [said[i]] : [])),
  ).toEqual([]);
});
