import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it, test } from "vitest";
import { manifestText } from "../../scripts/build/manifest.mjs";
import { must } from "../rig.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const page = (name: string) => readFileSync(`${root}docs/${name}`, "utf8");
const SCOPE = /`(https:\/\/www\.googleapis\.com\/auth\/[\w.]+)`/g;

/** The text below a heading, up to the next one of its level or above. */
function section(text: string, heading: string): string {
  const [, after] = text.split(new RegExp(`^#+ ${heading}\\n`, "m"));
  return must(after).split(/^#/m)[0] ?? "";
}

it.each([
  ["install.md", "What it asks for", false],
  ["publishing.md", "Scopes", true],
])("%s lists the scopes of the manifest, each with a reason", (name, heading, addon) => {
  const { oauthScopes, urlFetchWhitelist } = JSON.parse(manifestText(`${root}appsscript.json`, addon));
  const table = section(page(name), heading)
    .split("\n")
    .filter((line) => line.startsWith("| ") && line.match(SCOPE));
  expect(table.flatMap((line) => [...line.matchAll(SCOPE)].map(([, scope]) => scope))).toEqual(oauthScopes);
  for (const row of table) for (const cell of row.split("|").slice(1, -1)) expect(cell.trim()).not.toBe("");
  for (const address of urlFetchWhitelist)
    expect(table.join()).toContain(addon ? new URL(address).hostname : address);
  expect(urlFetchWhitelist).toHaveLength(2);
});

/** Google's page "Create a store listing". */
const LIMITS: [field: string, characters: number][] = [
  ["Application name", 50],
  ["Short description", 200],
  ["Detailed description", 16_000],
];

it.each(LIMITS)("the listing's %s has at most %i characters", (field, characters) => {
  const text = section(page("store/listing.md"), field).trim();
  expect(text.length).toBeGreaterThan(0);
  expect(text.length).toBeLessThanOrEqual(characters);
  // Not in an app's name, by the same page.
  if (field === "Application name") expect(text).not.toMatch(/google|sheets|drive/i);
});

test("pages that strangers read say that Huntsheet is not affiliated", () => {
  for (const name of ["privacy.md", "terms.md", "store/listing.md"])
    expect(page(name), name).toMatch(/not affiliated with(, endorsed by or supported by)? Huntr or Hunter/);
  expect(section(page("store/listing.md"), "Short description")).toContain(
    "Not affiliated with Huntr or Hunter",
  );
});

test("every blank is explained to the publisher, and no other is", () => {
  const blanks = (text: string) => new Set(text.match(/\{\{\w+\}\}/g));
  const used = ["privacy.md", "terms.md", "store/listing.md"].map(page).join("");
  expect(blanks(used)).toEqual(blanks(page("publishing.md")));
});

/** Width and height of a PNG: its first chunk (RFC 2083, 4.1.1). */
function sizeOf(path: string): [number, number] {
  const png = readFileSync(path);
  return [png.readUInt32BE(16), png.readUInt32BE(20)];
}

test("the listing's pictures have the sizes that it says", () => {
  const rows = [...section(page("store/listing.md"), "Pictures").matchAll(/(\d+) × (\d+).*\| `(.+)` \|/g)];
  expect(rows).toHaveLength(10);
  for (const [, width, height, file = ""] of rows)
    expect(sizeOf(`${root}docs/store/${file}`), file).toEqual([Number(width), Number(height)]);
});

test("the pages for publishing name the screenshots of the listing, and no picture of another size", () => {
  const [row = ""] = page("publishing.md").match(/^\| screenshots.*$/m) ?? [];
  const listed = [...page("store/listing.md").matchAll(/Screenshot.*`\.\.\/(.+)`/g)].map(
    ([, file]) => `docs/${file}`,
  );
  expect([...row.matchAll(/`(docs\/[^`]+)`/g)].map(([, file]) => file)).toEqual(listed);
});

test("links between the pages lead somewhere", () => {
  for (const name of ["install.md", "publishing.md", "privacy.md", "terms.md"])
    for (const [, file = "", anchor] of page(name).matchAll(/\]\((?!https?:)([^)#]*)(?:#([^)]*))?\)/g)) {
      const target = readFileSync(`${root}docs/${file || name}`, "utf8");
      const anchors = [...target.matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) =>
        heading
          .toLowerCase()
          .replace(/[^\w -]/g, "")
          .replaceAll(" ", "-"),
      );
      if (anchor) expect(anchors, `${name}: ${file}#${anchor}`).toContain(anchor);
    }
});
