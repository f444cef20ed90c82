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
import { circles, importsOf, importsWithin } from "../scripts/docs/imports.mjs";
import type { Resource } from "../src/core/resource.ts";
import { entries } from "../src/entries.ts";

const src = fileURLToPath(new URL("../src/", import.meta.url));

/**
 * What each part of src/ may import besides itself: core ← huntr, hunter ← tables ← ledger ← runs, formulas ← ui; gas
 * implements core's ports; entry joins. The sidebars run in a browser: of the rest they know only
 * the calls that they may make, what can be imported and in which order its columns stand, what a look-up can show, and
 * what time and a payer are called.
 */
const mayImport: Record<string, readonly string[]> = {
  core: [],
  huntr: ["core"],
  hunter: ["core"],
  entries: ["core", "huntr", "hunter"],
  pushes: ["core", "huntr", "hunter"],
  tables: ["core", "huntr", "hunter"],
  ledger: ["core", "hunter", "tables"],
  runs: ["core", "huntr", "hunter", "tables", "ledger"],
  formulas: ["core", "huntr", "hunter", "tables", "ledger"],
  ui: ["core", "huntr", "hunter", "entries", "tables", "ledger", "runs", "formulas"],
  "ui/sidebar": [
    "ui/calls.ts",
    "core/choices.ts",
    "core/columns.ts",
    "core/names.ts",
    "core/payer.ts",
    "core/resource.ts",
    "core/times.ts",
    "entries",
    "hunter/lookup.ts",
    "hunter/lookups.ts",
    "hunter/domain-search.ts",
    "hunter/industries.ts",
    "hunter/plan.ts",
    "hunter/trial-key.ts",
  ],
  apis: ["core", "huntr", "hunter"],
  // Of ui, the shape of a menu as data.
  gas: ["core", "ui/menu.ts"],
  entry: [
    "core",
    "huntr",
    "hunter",
    "entries",
    "pushes",
    "apis",
    "tables",
    "ledger",
    "runs",
    "formulas",
    "ui",
    "gas",
  ],
  main: ["entry"],
  bound: ["entry", "main"],
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

const READING =
  /\.(innerText|allInnerTexts|textContent|allTextContents|inputValue|getAttribute|count|evaluate|evaluateAll|is[A-Z]\w+)\(/;

/** @returns the lines of `expect(await …)` over something read of a page; `expect.poll(() => …)` and `eventually` wait. */
function onlyLooks(code: string): number[] {
  const file = ts.createSourceFile("a.test.ts", code, ts.ScriptTarget.Latest, true);
  const lines: number[] = [];
  const look = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && node.expression.getText() === "eventually") return;
    if (ts.isCallExpression(node) && node.expression.getText() === "expect") {
      const looked = node.arguments.map((argument) => argument.getText()).join();
      if (/\bawait\b/.test(looked) && READING.test(looked))
        lines.push(file.getLineAndCharacterOfPosition(node.getStart()).line + 1);
    }
    ts.forEachChild(node, look);
  };
  look(file);
  return lines;
}

describe("imports", () => {
  it("every file of src is of a part that has a place in the order", () => {
    expect(files.filter((path) => !(partOf(path) in mayImport))).toEqual([]);
  });

  it("run one way: core ← huntr, hunter ← tables ← ledger ← runs, formulas ← ui; gas and sidebars apart; entry joins", () => {
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
      ["main.ts", "./entry/menu.ts", true],
      ["main.ts", "./runs/start.ts", false],
      ["entry/menu.ts", "../gas/ui.ts", true],
      ["entry/menu.ts", "../../local/cli.ts", false],
    ];
    expect(cases.map(([from, to]) => [from, to, isAllowed(from, to)])).toEqual(cases);
  });

  it.each(["src", "local"])("run in no circles in %s, type-only ones included", (folder) => {
    const root = join(src, "..");
    expect(circles(importsWithin(root, folder)).map((circle) => [...circle, circle[0]].join(" → "))).toEqual(
      [],
    );
  });

  it("shows each knot by its shortest circle", () => {
    const imports = new Map([
      ["a.ts", ["b.ts", "e.ts"]],
      ["b.ts", ["c.ts"]],
      ["c.ts", ["d.ts", "a.ts"]],
      ["d.ts", ["a.ts"]],
      ["e.ts", ["f.ts", "e.ts"]],
      ["f.ts", []],
    ]);
    expect(circles(imports)).toEqual([["a.ts", "b.ts", "c.ts"], ["e.ts"]]);
  });

  it("are seen in each form that a file may import another", () => {
    const text = `
      import { a, type A } from "./a.ts";
      import type { B } from "../b.ts";
      export * from "./c.ts";
      export type { D } from "./d.ts";
      import "./e.ts";
      const f = await import("./f.ts");
      let g: import("./g.ts").G;
      import { h } from "preact";
      import { type I } from "./a.ts";
      // import "./j.ts";
    `;
    const expected = [
      "src/x/a.ts",
      "src/b.ts",
      "src/x/c.ts",
      "src/x/d.ts",
      "src/x/e.ts",
      "src/x/f.ts",
      "src/x/g.ts",
    ];
    expect(importsOf("src/x/y.ts", text).sort()).toEqual(expected.sort());
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

/** So many lines of a function are read without scrolling. */
const MOST_LINES = 60;
/**
 * Those that are longer, and how long they were: forms whose parts are elements, and objects that are made of small
 * functions around what these share. The list may only shrink.
 */
const LONG: Readonly<Record<string, number>> = {
  "gas/spreadsheet.ts sheetIn": 94,
  "hunter/recipient-push.ts open": 67,
  "huntr/invitation-push.ts open": 67,
  "runs/lookup/spec.ts lookupSpec": 61,
  "ui/server/lookup-form.ts previewLookup": 65,
  "ui/sidebar/credits/credits-page.tsx CreditsPage": 82,
  "ui/sidebar/credits/forget-form.tsx ForgetForm": 99,
  "ui/sidebar/import/filter-list.tsx FilterList": 75,
  "ui/sidebar/import/picker.tsx Picker": 107,
  "ui/sidebar/import/use-import.ts useImport": 64,
  "ui/sidebar/lookup/lookup-form.tsx LookupForm": 72,
  "ui/sidebar/lookup/lookup-form.tsx Results": 70,
  "ui/sidebar/lookup/lookup-page.tsx LookupPage": 91,
  "ui/sidebar/lookup/use-lookup.ts useLookup": 79,
  "ui/sidebar/progress/run-list.tsx RunList": 68,
  "ui/sidebar/send/records.tsx NewRecord": 100,
  "ui/sidebar/send/records.tsx RecordList": 112,
  "ui/sidebar/send/records.tsx a callback": 79,
  "ui/sidebar/send/send-form.tsx SendForm": 115,
  "ui/sidebar/send/use-send.ts useSend": 88,
  "ui/sidebar/setup/key-card.tsx KeyCard": 109,
  "ui/sidebar/setup/key-form.tsx KeyForm": 94,
  "ui/sidebar/setup/stored-key.tsx StoredKey": 67,
  "ui/sidebar/tables/table-card.tsx TableCard": 110,
  "ui/sidebar/tables/tables-page.tsx TablesPage": 102,
};

/** Functions with what is nested in them, by file and name: a class is none. */
function functionsIn(path: string): { readonly name: string; readonly lines: number }[] {
  const file = ts.createSourceFile(path, readFileSync(join(src, path), "utf8"), ts.ScriptTarget.ES2022, true);
  const found: { name: string; lines: number }[] = [];
  const lineAt = (position: number) => file.getLineAndCharacterOfPosition(position).line;
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) && "body" in node && node.body) {
      const { parent } = node;
      const named =
        node.name ??
        (ts.isVariableDeclaration(parent) || ts.isPropertyAssignment(parent) ? parent.name : null);
      const lines = lineAt(node.end) - lineAt(node.getStart()) + 1;
      found.push({ name: `${path} ${named?.getText() ?? "a callback"}`, lines });
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

describe("tests of pages", () => {
  it("wait for what they read: a page draws when it can, and one look may come too early", () => {
    const pages = ["ui", "local/workbench"].map((folder) => fileURLToPath(new URL(folder, import.meta.url)));
    const looks = pages.flatMap((folder) =>
      readdirSync(folder)
        .filter((name) => name.endsWith(".test.ts"))
        .flatMap((name) =>
          onlyLooks(readFileSync(join(folder, name), "utf8")).map((line) => `${name}:${line}`),
        ),
    );
    expect(looks).toEqual([]);
    expect(onlyLooks("expect(await page.getByRole('bar').count()).toBe(0)")).toEqual([1]);
  });
});

describe("functions", () => {
  it(`have at most ${MOST_LINES} lines, or as many as they had`, () => {
    const long = files.flatMap(functionsIn).filter(({ name, lines }) => lines > (LONG[name] ?? MOST_LINES));
    expect(long.map(({ name, lines }) => `${name}: ${lines}`)).toEqual([]);
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
