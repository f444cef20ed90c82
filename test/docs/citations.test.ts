import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { entries } from "../../src/entries.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const textOf = (path: string): string => readFileSync(join(root, path), "utf8");

/** Numbers of sections and calls that the pages under docs/ have: "5", "5.2", "H9". */
const facts = new Set(
  [...textOf("docs/platform-facts.md").matchAll(/^#{2,3} ([\d.]+) /gm)].map(([, section]) => section),
);
const calls = new Set(
  [...textOf("docs/apis.md").matchAll(/^\| ([^|]+) \|/gm)].flatMap(([, cell = ""]) => callsIn(cell)),
);

/** "U12 to U16" are five. */
function callsIn(cell: string): string[] {
  const named = [...cell.matchAll(/([HU])(\d+)(?: to [HU](\d+))?/g)];
  return named.flatMap(([, api = "", from, to = from]) => {
    const [first, last] = [Number(from), Number(to)];
    return Array.from({ length: last - first + 1 }, (_, index) => `${api}${first + index}`);
  });
}

/** What cites: code, and the pages beside it. */
const files = ["src", "local", "test", "scripts"].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .map((path) => `${folder}/${path.replaceAll("\\", "/")}`)
    .filter((path) => /\.(tsx?|mjs|md)$/.test(path) && !path.endsWith("docs/citations.test.ts")),
);

/** A comment's lines as one, so that a citation may be broken. */
const joined = (text: string): string => text.replace(/\n\s*(\*|\/\/)?\s*/g, " ");

/** "facts, 1.6 and 2.4" → 1.6, 2.4; "Facts 3.1, 4.1 to 4.3" → 3.1, 4.1, 4.3. */
function sectionsCited(text: string): string[] {
  const cited = joined(text).matchAll(
    /\bfacts,? (?:section )?(\d+(?:\.\d+)?(?:(?:,| and|,? to) \d+(?:\.\d+)?)*)/gi,
  );
  return [...cited].flatMap(([, list = ""]) => list.match(/\d+(\.\d+)?/g) ?? []);
}

/** "H2", "U8 to U10" in a comment that begins with it, or in parentheses; cells of sheets are called so, too. */
function callsCited(text: string): string[] {
  const cited = joined(text).matchAll(
    /(?:\/\*\* (?:\* )?|\(|api, )((?:[HU]\d+(?:, |,? and |,? to )?)+)(?=[:.,);])/g,
  );
  return [...cited].flatMap(([, list = ""]) => callsIn(list));
}

test("what is a citation", () => {
  expect(sectionsCited("/** (facts, 1.6\n * and 2.4), facts 5.2, 12: (Facts, section 13) */")).toEqual([
    "1.6",
    "2.4",
    "5.2",
    "12",
    "13",
  ]);
  expect(sectionsCited("(facts, 4.1 to\n// 4.3); const facts = 3")).toEqual(["4.1", "4.3"]);
  expect(callsCited("/** U12, GET */ (H4, H10, U7) getRange('A1:H2')")).toEqual(["U12", "H4", "H10", "U7"]);
  expect(callsCited("/** What U8 to U10 take */ (api, U8 to U10)")).toEqual(["U8", "U9", "U10"]);
});

test("every '(facts, N.M)' has its section in docs/platform-facts.md", () => {
  const cited = files.flatMap((file) => sectionsCited(textOf(file)).map((section) => ({ file, section })));
  expect(cited.length).toBeGreaterThan(300);
  expect(cited.filter(({ section }) => !facts.has(section))).toEqual([]);
});

test("every call of the APIs that is cited has its row in docs/apis.md", () => {
  const cited = files
    .filter((file) => /^(src|local\/apis)\//.test(file))
    .flatMap((file) => callsCited(textOf(file)).map((call) => ({ file, call })));
  expect(cited.length).toBeGreaterThan(20);
  expect(cited.filter(({ call }) => !calls.has(call))).toEqual([]);
});

test("the call of every table has its row in docs/apis.md", () => {
  const rows = [...textOf("docs/apis.md").matchAll(/^\| [HU]\d[^|]*\| ([^|]+) \|/gm)];
  const listed = new Set(rows.flatMap(([, call = ""]) => call.split(/,? /)));
  const missing = entries
    .filter(({ path }) => !listed.has(path))
    .map(({ api, path }) => `${api}: GET ${path}`);
  expect(
    missing,
    "give each of these calls the next number in docs/apis.md, by which comments cite it",
  ).toEqual([]);
});

test("nothing cites a page that is not in the repository", () => {
  const stray = /\(design\b|\bdesign,? (?:§|section)|design §|api\/README|apps-script-facts/;
  expect(files.filter((file) => stray.test(joined(textOf(file))))).toEqual([]);
});
