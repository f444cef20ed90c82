import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, expect, test } from "vitest";
import { REFERENCE, referenceText } from "../../scripts/docs/reference.mjs";
import { entries } from "../../src/entries.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
let text: string;

beforeAll(async () => {
  text = await referenceText(root);
});

/** What stands under a heading, down to the next one. */
function sectionOf(title: string): string {
  const [, rest = ""] = text.split(`\n### ${title}\n`);
  return rest.split(/\n##/)[0] ?? "";
}

test("docs/reference.md is what the entries and formulas say now (npm run docs writes it)", () => {
  expect(readFileSync(join(root, REFERENCE), "utf8")).toBe(text);
});

test.each(entries)("$title: every filter with its choices, and every column, in its section", (entry) => {
  const section = sectionOf(entry.title);
  expect(section).toContain(entry.help);
  for (const { name, choices = [] } of entry.filters) {
    const row = section.split("\n").find((line) => line.startsWith(`| \`${name}\` |`)) ?? "";
    for (const choice of choices) expect(row).toContain(`\`${choice}\``);
    expect(row).not.toBe("");
  }
  for (const { name, header, kind, byDefault } of entry.columns)
    expect(section).toContain(`| \`${name}\` | ${header} | ${kind} | ${byDefault ? "yes" : ""} |`);
});

test("formulas of entries and of main.ts have a section with their arguments", () => {
  expect(sectionOf("HUNTR_JOBS(filters, columns)")).toContain("| `filters` | ");
  expect(sectionOf("HUNTER_VERIFY(email, columns, max_age_days)")).toContain("| `max_age_days` | ");
  expect(sectionOf("HUNTR_MEMBER_FIELDS()")).toContain("[Huntr Member Fields](#huntr-member-fields)");
  for (const { formula } of entries)
    if (formula) expect(text).toMatch(new RegExp(`^### ${formula.name}\\(`, "m"));
});

test("links lead to headings, and every row of a table has as many cells as its head", () => {
  const anchors = [...text.matchAll(/^### (.+)$/gm)].map(([, title = ""]) =>
    title.toLowerCase().replaceAll(" ", "-"),
  );
  for (const [, anchor = ""] of text.matchAll(/\]\(#([^)]+)\)/g)) expect(anchors).toContain(anchor);
  let width = 0;
  for (const line of text.split("\n")) {
    if (!line.startsWith("|")) width = 0;
    else {
      const cells = line.replaceAll("\\|", "").split("|").length;
      if (width > 0) expect([line, cells]).toEqual([line, width]);
      width = cells;
    }
  }
});
