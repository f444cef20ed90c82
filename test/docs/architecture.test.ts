import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { expect, test } from "vitest";
import { architecturePicture, PICTURE, pictureOf } from "../../scripts/docs/architecture.mjs";
import { layered } from "../../scripts/docs/layers.mjs";

const root = fileURLToPath(new URL("../../", import.meta.url));

test("docs/architecture.svg is what the imports in src/ say now (npm run docs writes it)", () => {
  expect(readFileSync(join(root, PICTURE), "utf8")).toBe(architecturePicture(root));
});

const FILES: [string, string[]][] = [
  ["src/core/a.ts", []],
  ["src/core/b.ts", ["src/core/a.ts"]],
  ["src/tables/a.ts", ["src/core/a.ts", "src/core/b.ts"]],
  ["src/runs/import/a.ts", ["src/tables/a.ts", "src/core/a.ts"]],
  ["src/runs/b.ts", ["src/tables/a.ts", "src/runs/import/a.ts"]],
  ["src/entries.ts", ["src/core/a.ts"]],
];

/** What stands in the picture, from above. */
function textsOf(picture: string): string[] {
  return [...picture.matchAll(/<text [^>]*y="([\d.]+)"[^>]*>([^<]*)</g)]
    .sort(([, a], [, b]) => Number(a) - Number(b))
    .map(([, , text = ""]) => text);
}

test("a box stands above what it imports; what lies further down is counted in the box", () => {
  const texts = textsOf(pictureOf(new Map(FILES)));
  const runs = texts.indexOf("runs/");
  expect(texts.slice(runs, runs + 5)).toEqual(["runs/", expect.any(String), "import/", "also core 1", "2"]);
  expect(runs).toBeLessThan(texts.indexOf("tables/"));
  expect(texts.indexOf("tables/")).toBeLessThan(texts.indexOf("core/"));
  expect(texts).toContain("entries.ts");
});

test("one more import is another picture", () => {
  const more = FILES.map(([file, targets]): [string, string[]] =>
    file === "src/runs/b.ts" ? [file, [...targets, "src/core/b.ts"]] : [file, targets],
  );
  expect(pictureOf(new Map(more))).not.toBe(pictureOf(new Map(FILES)));
});

test("many imports are told in tens", () => {
  const files = Array.from({ length: 26 }, (_, i): [string, string[]] => [
    `src/runs/${i}.ts`,
    ["src/tables/a.ts"],
  ]);
  expect(textsOf(pictureOf(new Map([...FILES, ...files])))).toContain("~30");
});

test("a new folder is refused until somebody says what it is", () => {
  expect(() => pictureOf(new Map([...FILES, ["src/news/a.ts", []]]))).toThrow("src/news is new: say in");
});

test("boxes of a row never overlap, and every arrow points downward", () => {
  const graphs = fc.integer({ min: 1, max: 12 }).chain((size) =>
    fc.record({
      widths: fc.array(fc.integer({ min: 20, max: 300 }), { minLength: size, maxLength: size }),
      pairs: fc.uniqueArray(fc.tuple(fc.nat(size - 1), fc.nat(size - 1)), {
        selector: ([a, b]) => `${Math.min(a, b)} ${Math.max(a, b)}`,
      }),
    }),
  );
  fc.assert(
    fc.property(graphs, ({ widths, pairs }) => {
      const boxes = widths.map((width, i): [string, number] => [String(i), width]);
      const arrows = pairs
        .filter(([a, b]) => a !== b)
        .map(([a, b]) => ({ from: String(Math.max(a, b)), to: String(Math.min(a, b)) }));
      const { places, bends, total } = layered(boxes, arrows, 10);
      const spans = boxes.map(([name, width]) => ({ ...at(places, name), width }));
      for (const [i, a] of spans.entries()) {
        expect(a.x - a.width / 2).toBeGreaterThanOrEqual(-0.001);
        expect(a.x + a.width / 2).toBeLessThanOrEqual(total + 0.001);
        for (const b of spans.slice(i + 1))
          if (a.row === b.row)
            expect(Math.abs(a.x - b.x)).toBeGreaterThanOrEqual((a.width + b.width) / 2 + 9.999);
      }
      for (const { from, to } of arrows) {
        const [top, bottom] = [at(places, from).row, at(places, to).row];
        expect(top).toBeGreaterThan(bottom);
        // One bend in each row between: it passes beside the boxes there.
        expect(bends.get(`${from} ${to}`)?.map(({ row }) => row)).toEqual(
          Array.from({ length: top - bottom - 1 }, (_, i) => top - 1 - i),
        );
      }
    }),
  );
});

function at<T>(places: ReadonlyMap<string, T>, name: string): T {
  const place = places.get(name);
  if (place === undefined) throw new Error(`${name} has no place`);
  return place;
}

const rows = [
  ...readFileSync(join(root, "docs/architecture.md"), "utf8").matchAll(
    /^\| (.+?) \| `(\S+\.ts)` \| `(\w+)(?:\.(\w+))?` \|$/gm,
  ),
].map(([, behaviour = "", file = "", name = "", method = ""]) => ({ behaviour, file, name, method }));

test("'Where is …?' tells of at least ten behaviours", () => {
  expect(rows.length).toBeGreaterThanOrEqual(10);
});

test.each(rows)("'Where is $behaviour?' is answered: $name in $file", ({ file, name, method }) => {
  const text = readFileSync(join(root, file), "utf8");
  expect(text).toMatch(new RegExp(`^export (const|function|class|interface|type) ${name}\\b`, "m"));
  if (method !== "") expect(text).toMatch(new RegExp(`^  (private )?${method}\\(`, "m"));
});

test("every line of 'Where is …?' is one that the test above reads", () => {
  const table = readFileSync(join(root, "docs/architecture.md"), "utf8").split("## Where is …?")[1] ?? "";
  expect(rows).toHaveLength(table.split("\n").filter((line) => line.startsWith("|")).length - 2);
});
