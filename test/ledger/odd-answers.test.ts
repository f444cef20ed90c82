import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import type { Host } from "../../local/runtime/host.ts";
import { compute, given } from "../formulas/computing.ts";
import { freshFile, grid, must, openHost, type Servers, settle, start, startServers } from "../rig.ts";
import { sentTo, sum } from "../runs/looking-up.ts";

let servers: Servers;
let host: Host;
let since = 0;
beforeAll(async () => {
  servers = await startServers();
});
afterAll(() => servers.close());
beforeEach(async () => {
  servers.hunter.faults.clear();
  host = await openHost(await freshFile(servers.routes), servers.routes);
  since = servers.hunter.requests.length;
});
afterEach(() => host.close());

const searched = () => sum(sentTo(servers, "domain-search", "domain", since));
const DOMAINS = {
  kind: "lookup",
  lookup: "domain",
  sheet: "In",
  inputs: { domain: "Domain" },
  outputs: { value: "Email", first_name: "First name", status: "Status" },
};

/** A company whose people have names of letters that take several bytes each, and a longer one than is kept at once. */
function answersIn(letters: string, count: number): void {
  const text = letters.repeat(Math.ceil(110 / letters.length));
  const emails = Array.from({ length: count }, (_, i) => ({
    value: `person${i}@company.example`,
    confidence: 92,
    ...{ first_name: text, last_name: text, position: text, department: text },
  }));
  servers.hunter.faults.add({
    times: 1_000,
    when: ({ path }) => path.endsWith("domain-search"),
    effect: {
      kind: "change",
      change: (reply) => ({
        ...reply,
        status: 200,
        body: { data: { domain: "company.example", organization: text, emails }, meta: { results: count } },
      }),
    },
  });
}

test.each([
  ["Cyrillic", "Александр "],
  ["Japanese", "山田太郎"],
  ["emoji", "👩‍🚀🚀"],
  ["quotes and line ends", '"\\\n'],
  ["accents", "Renée"],
])(
  "people whose names are %s are found, paid for once and kept: by a run and by a formula",
  async (_, letters) => {
    answersIn(letters, 45);
    given(host, [["Domain"], ["company.example"], ["other.example"]]);
    await start(host, DOMAINS);
    expect((await settle(host))[0]).toMatchObject({ status: "done", error: null });
    expect(searched()).toBe(2);
    expect(grid(host, "Hunter Domain Search").length).toBe(1 + 45);
    const first = String(
      must((await compute(host, '=HUNTER_DOMAIN("third.example", "", "first_name")')).cells[1])[0],
    );
    expect(first.length).toBeGreaterThan(50);
    // Later, when no cache knows of it.
    await host.advance(7 * 3_600_000);
    const again = await compute(host, '=HUNTER_DOMAIN("third.example", "", "first_name, email")');
    expect([again.error, again.cells.length, must(again.cells[1])[0]]).toEqual(["", 46, first]);
    await compute(host, '=HUNTER_DOMAIN("company.example", "", "email")');
    expect(searched()).toBe(3);
  },
);

test("a store that takes nothing more keeps no answer from its row, and does not stop the run", async () => {
  answersIn("Александр ", 45);
  given(host, [["Domain"], ["company.example"], ["other.example"]]);
  host.fault({
    call: /^Properties\.setPropert/,
    nth: 4,
    message: "You have exceeded the property storage quota. Please remove some properties and try again.",
    times: 2,
  });
  await start(host, DOMAINS);
  expect((await settle(host))[0]).toMatchObject({ status: "done", error: null });
  expect(searched()).toBe(2);
  expect(grid(host, "Hunter Domain Search").length).toBe(1 + 45);
});
