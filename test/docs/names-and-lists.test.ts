import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { type Names, PUBLIC_NAMES, publicNamesText } from "../../scripts/docs/public-names.mjs";
import { README, withLists } from "../../scripts/docs/readme-lists.mjs";
import { importFunctionName } from "../../src/core/names.ts";
import { entries } from "../../src/entries.ts";
import { must } from "../rig.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const readme = readFileSync(join(root, README), "utf8");
const names = readFileSync(join(root, PUBLIC_NAMES), "utf8");
const known = () => JSON.parse(names) as Record<string, Names>;

test("README's lists and the public names are what the entries say now (npm run docs writes them)", () => {
  expect(readme, "npm run docs writes README's lists").toBe(withLists(readme, entries));
  expect(names, "npm run docs adds what is new").toBe(publicNamesText(entries, importFunctionName, known()));
});

test("a table that is new is added to the public names and to both lists", () => {
  const { "huntr.employers": _, ...others } = known();
  expect(publicNamesText(entries, importFunctionName, others)).toBe(
    publicNamesText(entries, importFunctionName, known()),
  );
  const [first] = entries;
  const more = [
    ...entries,
    { ...must(first), table: "huntr.mentors", title: "Huntr Mentors", formula: { name: "HUNTR_MENTORS" } },
  ];
  const lists = withLists(readme, more);
  expect(lists).toContain(" and mentors from Huntr, and for leads,");
  expect(lists).toContain("`HUNTR_MENTORS`");
});

test.each<[string, (names: Names) => Names]>([
  [
    'huntr.employers has no column title "Title" any more',
    (of) => ({ ...of, columns: { ...of.columns, title: "Title" } }),
  ],
  [
    'huntr.employers has no column name "Label" any more',
    (of) => ({ ...of, columns: { ...of.columns, name: "Label" } }),
  ],
  ["huntr.employers has no filter city any more", (of) => ({ ...of, filters: ["city"] })],
  ["huntr.employers has no formula HUNTR_FIRMS any more", (of) => ({ ...of, formula: "HUNTR_FIRMS" })],
  ["huntr.employers has no sheet Huntr Firms any more", (of) => ({ ...of, sheet: "Huntr Firms" })],
])("a name that people may hold is never taken out: %s", (sentence, change) => {
  const held = known();
  held["huntr.employers"] = change(must(held["huntr.employers"]));
  expect(() => publicNamesText(entries, importFunctionName, held)).toThrow(
    `${sentence}, which people's sheets and scripts hold: keep it, or take it out of ${PUBLIC_NAMES} by hand.`,
  );
});

test("a README without the places for the lists is told of", () => {
  expect(() => withLists(readme.replace("<!-- /tables -->", ""), entries)).toThrow(
    "README.md has no <!-- tables --><!-- /tables -->, between which the list of tables belongs.",
  );
});
