import { readdirSync, readFileSync, rmSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, posix } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type BuildReport, build } from "../scripts/build/build.mjs";
import { googleNames } from "../scripts/build/google-names.mjs";
import { PAGE_BYTES, SERVER_BYTES } from "../scripts/build/limits.mjs";
import type { Resource } from "../src/core/resource.ts";
import { entries } from "../src/entries.ts";

const src = fileURLToPath(new URL("../src/", import.meta.url));

/**
 * What each part of src/ may import besides itself: core ← huntr, hunter ← tables ← runs, formulas ← ui; gas
 * implements core's ports; main joins (design, section 1). The sidebars run in a browser: of the rest they know only
 * the calls that they may make, what can be imported, and what a look-up can show.
 */
const mayImport: Record<string, readonly string[]> = {
  core: [],
  huntr: ["core"],
  hunter: ["core"],
  entries: ["core", "huntr", "hunter"],
  pushes: ["core", "huntr", "hunter"],
  tables: ["core", "huntr", "hunter"],
  runs: ["core", "huntr", "hunter", "tables"],
  formulas: ["core", "huntr", "hunter", "tables"],
  ui: ["core", "huntr", "hunter", "entries", "tables", "runs", "formulas"],
  "ui/sidebar": [
    "ui/calls.ts",
    "core/resource.ts",
    "entries",
    "hunter/lookups.ts",
    "hunter/domain-search.ts",
    "hunter/industries.ts",
  ],
  apis: ["core", "huntr", "hunter"],
  // Of ui, the shape of a menu as data.
  gas: ["core", "ui/menu.ts"],
  main: ["core", "huntr", "hunter", "entries", "pushes", "apis", "tables", "runs", "formulas", "ui", "gas"],
};

/** The packages that end up in what is built. */
const packages: Record<string, readonly string[]> = { "ui/sidebar": ["preact"] };

const files = readdirSync(src, { recursive: true, encoding: "utf8" })
  .map((path) => path.replaceAll("\\", "/"))
  .filter((path) => /\.tsx?$/.test(path))
  .sort();

/** `ui/sidebar/setup.tsx` is of `ui/sidebar`, `ui/menu.ts` of `ui`, `main.ts` of `main`. */
function partOf(path: string): string {
  if (path.startsWith("ui/sidebar/")) return "ui/sidebar";
  return path.includes("/") ? (path.split("/")[0] ?? "") : path.replace(/\.ts$/, "");
}

function isAllowed(from: string, specifier: string): boolean {
  const part = partOf(from);
  if (!specifier.startsWith("."))
    return (packages[part] ?? []).some((name) => specifier === name || specifier.startsWith(`${name}/`));
  const target = posix.normalize(posix.join(posix.dirname(from), specifier));
  return (
    partOf(target) === part || (mayImport[part] ?? []).some((it) => it === target || it === partOf(target))
  );
}

/** Every use of a name, not of a property or a key that happens to be called so. */
function namesUsedIn(path: string): Set<string> {
  const text = readFileSync(join(src, path), "utf8");
  const names = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node)) {
      const { parent } = node;
      const isLabel =
        (ts.isPropertyAccessExpression(parent) && parent.name === node) ||
        (ts.isQualifiedName(parent) && parent.right === node) ||
        ((ts.isPropertyAssignment(parent) || ts.isPropertySignature(parent)) && parent.name === node);
      if (!isLabel) names.add(node.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true));
  return names;
}

describe("imports", () => {
  it("every file of src is of a part that has a place in the order", () => {
    expect(files.filter((path) => !(partOf(path) in mayImport))).toEqual([]);
  });

  it("run one way: core ← huntr, hunter ← tables ← runs, formulas ← ui; gas and sidebars apart; main joins", () => {
    const wrong = files.flatMap((path) =>
      ts
        .preProcessFile(readFileSync(join(src, path), "utf8"), true, true)
        .importedFiles.filter(({ fileName }) => !isAllowed(path, fileName))
        .map(({ fileName }) => `${path} imports ${fileName}`),
    );
    expect(wrong).toEqual([]);
  });

  it("tells a wrong import from a right one", () => {
    const cases: [string, string, boolean][] = [
      ["core/client.ts", "./ports.ts", true],
      ["core/client.ts", "../huntr/api.ts", false],
      ["huntr/api.ts", "../hunter/api.ts", false],
      ["tables/plan.ts", "../runs/run.ts", false],
      ["runs/start.ts", "../formulas/jobs.ts", false],
      ["gas/stores.ts", "../core/ports.ts", true],
      ["gas/stores.ts", "../tables/plan.ts", false],
      ["ui/sidebar/parts/call.ts", "../../calls.ts", true],
      ["ui/sidebar/parts/call.ts", "../../menu.ts", false],
      ["ui/sidebar/setup.tsx", "preact/hooks", true],
      ["core/client.ts", "preact", false],
      ["main.ts", "../local/cli.ts", false],
    ];
    expect(cases.map(([from, to]) => [from, to, isAllowed(from, to)])).toEqual(cases);
  });
});

describe("names", () => {
  it("of Google's services stand in src/gas and nowhere else", () => {
    const google = [...googleNames(), "GoogleAppsScript"];
    expect(google).toEqual(
      expect.arrayContaining(["SpreadsheetApp", "UrlFetchApp", "PropertiesService", "Logger"]),
    );
    const wrong = files
      .filter((path) => partOf(path) !== "gas")
      .flatMap((path) => {
        const used = namesUsedIn(path);
        // google.script.run is how a page calls the server, so a sidebar has it and nothing else has.
        const forbidden = partOf(path) === "ui/sidebar" ? google : [...google, "google"];
        return forbidden.filter((name) => used.has(name)).map((name) => `${path} names ${name}`);
      });
    expect(wrong).toEqual([]);
  });
});

describe.each([
  ["bound", false],
  ["add-on", true],
])("what is built: %s", (_, addon) => {
  let outDir: string;
  let report: BuildReport;

  beforeAll(async () => {
    outDir = await mkdtemp(join(tmpdir(), "huntsheet-"));
    report = await build({ outDir, addon });
  });
  afterAll(() => rmSync(outDir, { recursive: true, force: true }));

  it("holds server code of src, pages of src/ui, the entries and preact, and nothing else", () => {
    expect(report.server.inputs.filter((path) => !path.startsWith("src/"))).toEqual([]);
    const pageInputs = report.pages.flatMap(({ inputs }) =>
      inputs.map((path) => path.replace(/^(\.\.\/)+/, "")),
    );
    expect(
      pageInputs.filter(
        (path) => !/^(src\/(ui|core|huntr|hunter)|node_modules\/preact)\/|^src\/entries\.ts$/.test(path),
      ),
    ).toEqual([]);
  });

  it("has the help texts in the page that shows them, and not in what every execution reads", () => {
    const code = readFileSync(join(outDir, "Code.js"), "utf8");
    const page = readFileSync(join(outDir, "import.html"), "utf8");
    const source = files.map((path) => readFileSync(join(src, path), "utf8")).join("\n");
    const helpOf = ({ help, filters, columns }: Resource) =>
      [help].concat([...filters, ...columns].map((one) => one.help));
    const texts = entries.filter(({ paging }) => paging.style !== "single").flatMap(helpOf);
    // The comments of the formulas, behind the bundle, have their own.
    const bundle = code.slice(0, code.indexOf("\n/**"));
    expect(entries.flatMap(helpOf).filter((help) => bundle.includes(help))).toEqual([]);
    // Some are put together at run time.
    const written = texts.filter((help) => source.includes(help));
    expect(written.length).toBeGreaterThan(100);
    expect(written.filter((help) => !page.includes(help))).toEqual([]);
  });

  it("is no larger than a cold start can bear", () => {
    expect(report.server.bytes).toBeLessThanOrEqual(SERVER_BYTES);
    for (const { file, bytes } of report.pages) expect(bytes, file).toBeLessThanOrEqual(PAGE_BYTES);
  });
});
