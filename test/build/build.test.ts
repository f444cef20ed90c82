import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createContext, Script } from "node:vm";
import { describe, expect, it } from "vitest";
import { type BuildReport, build } from "../../scripts/build/build.mjs";
import { PAGE_BYTES, SERVER_BYTES } from "../../scripts/build/limits.mjs";
import { buildAll } from "../setup.ts";
import { buildFixture, fixture, write } from "./fixture.ts";

const textOf = (report: BuildReport, file: string) => readFileSync(join(report.outDir, file), "utf8");

/** Evaluates the built script and calls one of its functions as a click would: with a spreadsheet open. */
function call(report: BuildReport, name: string, ...args: unknown[]): unknown {
  const context = createContext({ SpreadsheetApp: { getUi: () => ({ createMenu() {} }) } });
  new Script(textOf(report, "Code.js")).runInContext(context);
  return context[name](...args);
}

const ENTRIES = `
export const entries = [
  {
    table: "huntr.jobs", title: "Huntr Jobs", help: "Jobs.",
    paging: { style: "cursor" }, filters: [{ name: "created_after", kind: "time", help: "" }, { name: "member_id", kind: "text", help: "" }],
    columns: [{ name: "id" }, { name: "title" }, { name: "employer" }, { name: "stage" }],
    formula: { name: "HUNTR_JOBS", help: "The jobs that members track in Huntr." },
  },
  {
    table: "huntr.member-fields", title: "Huntr Member Fields", help: "Fields.", paging: { style: "either" }, filters: [], columns: [{ name: "id" }],
    formula: { name: "HUNTR_MEMBER_FIELDS", help: "The fields that members have." },
  },
  { table: "hunter.lists", title: "Hunter Lists", help: "Lists.", paging: { style: "cursor" }, filters: [], columns: [] },
];`;

const NAMES = 'export const importFunctionName = (title: string) => "import" + title.replace(/ /g, "");';

const TABLE_FUNCTIONS = `
export function importTable_(table: string) { return "imports " + table; }
export function tableFormula_(...args: unknown[]) { return args; }
`;

describe("build: what it makes", () => {
  it("a top-level function for each export, with its parameters, and a formula's help", async () => {
    const report = await buildFixture({
      "main.ts": `
        import { join } from "./core/join.ts";
        /**
         * Joins two texts, ‘so’.
         * @param {string} first The one.
         * @param {string} second The other.
         * @return {string} Both,
         *   as one.
         * @customfunction
         */
        export function HUNTR_JOIN(first: string, second = "x") { return join(first, second); }
        export const onOpen = (e: unknown) => e;
        export { renamed as hourly } from "./core/join.ts";
        export type Kind = "a";
      `,
      "core/join.ts": `
        export const join = (a: string, b: string) => a + (b ?? "");
        /** Every hour. */
        export function renamed() { return 1; }`,
    });
    const code = textOf(report, "Code.js");
    expect(report.functions).toEqual(["HUNTR_JOIN", "onOpen", "hourly"]);
    expect(report.formulas).toEqual(["HUNTR_JOIN"]);
    expect(code).toContain(
      [
        "/**",
        " * Joins two texts, ‘so’.",
        " * @param {string} first The one.",
        " * @param {string} second The other.",
        " * @customfunction",
        " */",
        "function HUNTR_JOIN(first, second) {",
      ].join("\n"),
    );
    // Nobody sees what is said of others, and it would be read at every cold start.
    expect(code).not.toContain("Every hour.");
    expect(code).toContain("\nfunction hourly() {");
    expect(call(report, "HUNTR_JOIN", "a")).toBe("ax");
  });

  it("no top-level function for a private export, which the others still reach", async () => {
    const report = await buildFixture({
      "main.ts": `${TABLE_FUNCTIONS} export function onOpen() {}`,
      "entries.ts": ENTRIES,
      "core/names.ts": NAMES,
    });
    expect(report.functions.filter((name) => name.endsWith("_"))).toEqual([]);
    expect(() => call(report, "importTable_", "huntr.jobs")).toThrow("not a function");
    expect(call(report, "importHuntrJobs")).toBe("imports huntr.jobs");
  });

  it("optional chains and their like as they are written, and class fields lowered", async () => {
    const report = await buildFixture({
      "main.ts": "export const onOpen = (e?: { n?: number }) => e?.n ?? new (class { n = 1; })().n;",
    });
    expect(textOf(report, "Code.js")).toContain("e?.n ?? ");
    expect(textOf(report, "Code.js")).not.toMatch(/^n = 1/m);
  });

  it("strict code without indentation and comments, whose texts keep theirs", async () => {
    const report = await buildFixture({
      "main.ts": `
        export function isStrict() {
          return (function (this: unknown) { return this === undefined; })();
        }
        /** Of text. */
        const known = /* @__PURE__ */ new Map([
          // First
          ["a", "// b"],
        ]);
        export const text = () => \`a
          /* b */ \${known.size /* c */ }
          // d\`;`,
    });
    expect(call(report, "isStrict")).toBe(true);
    expect(call(report, "text")).toBe("a\n          /* b */ 1\n          // d");
    const lines = textOf(report, "Code.js").split("\n");
    expect(lines.slice(0, 3)).toEqual(['"use strict";', "(() => {", "// main.ts"]);
    expect(lines.filter((line) => /^\s|^$|\/\*|\/\//.test(line))).toEqual([
      "// main.ts",
      '["a", "// b"]',
      // biome-ignore lint/suspicious/noTemplateCurlyInString: it is code
      "          /* b */ ${known.size}",
      "          // d`;",
      "// gas/faults.ts",
      "// gas/guard.ts",
      "// exports.js",
      "",
    ]);
  });

  it("an import and a formula for each resource entry", async () => {
    const report = await buildFixture({
      "main.ts": TABLE_FUNCTIONS,
      "entries.ts": ENTRIES,
      "core/names.ts": NAMES,
    });
    expect(report.functions).toEqual([
      "importHuntrJobs",
      "HUNTR_JOBS",
      "importHuntrMemberFields",
      "HUNTR_MEMBER_FIELDS",
      "importHunterLists",
    ]);
    expect(call(report, "importHuntrMemberFields")).toBe("imports huntr.member-fields");
    expect(call(report, "HUNTR_JOBS", "member_id=1", "title")).toEqual([
      "huntr.jobs",
      "member_id=1",
      "title",
    ]);
    expect(call(report, "HUNTR_MEMBER_FIELDS")).toEqual(["huntr.member-fields"]);
    expect(textOf(report, "Code.js")).toContain(
      [
        "/**",
        " * The jobs that members track in Huntr.",
        " *",
        ' * @param {string|Array<Array<string>>} filters Optional. Such as "created_after=2026-01-01; member_id=…", or two columns of name and value. Names: created_after, member_id.',
        ' * @param {string|Array<Array<string>>} columns Optional. A list or a range of names, "*" for all. Names: id, title, employer, stage.',
        " * @customfunction",
        " */",
        "function HUNTR_JOBS(filters, columns) {",
      ].join("\n"),
    );
  });

  it("server code without the help texts of resources, wherever they are given", async () => {
    const report = await buildFixture({
      "main.ts": `
        import { all } from "./huntr/jobs.ts";
        export const columns = () => all("Mia");`,
      "huntr/jobs.ts": `
        import { textAt } from "../core/columns.ts";
        const idFilters = (help: Record<string, string>) => Object.keys(help).map((name) => ({ name }));
        export function all(who: string) {
          const of = (path: string, help: string, by: string) => ({ ...textAt(path, help), by });
          return [
            { name: "id", help: "A secret." },
            textAt("title", "A secret."),
            of("url", who ? "A secret." : \`A secret.\`, who),
            { ...textAt("owner", \`A secret. \${who}.\`), text: "No secret." },
            { name: "salary", ownId: "f1", help: \`Of \${who}.\` },
            ...idFilters({ job_id: "A secret." }),
          ];
        }`,
      "core/columns.ts": `
        export const textAt = (path: string, help: string) => ({ name: path, help });`,
    });
    expect(textOf(report, "Code.js")).not.toContain("A secret.");
    expect(call(report, "columns")).toEqual([
      { name: "id" },
      { name: "title" },
      { name: "url", by: "Mia" },
      { name: "owner", text: "No secret." },
      { name: "salary", ownId: "f1", help: "Of Mia." },
      { name: "job_id" },
    ]);
  });

  it("a page without the functions that entries read with, nor what only they call", async () => {
    const report = await buildFixture({
      "main.ts": "export function onOpen() {}",
      "ui/sidebar/import.tsx": `
        import { jobs } from "../../huntr/jobs.ts";
        document.title = JSON.stringify(jobs);`,
      "huntr/jobs.ts": `
        import { secret } from "../core/secret.ts";
        import { textAt } from "../core/columns.ts";
        const reading = () => "secret";
        export const jobs = {
          records: (body: string) => [secret(body), { value: 1 }],
          help: "Jobs.",
          columns: [
            { name: "id", value: reading, kind: "text" },
            { name: "url", value: () => reading() },
            textAt("title", "Its title.", reading),
          ],
          read: secret,
        };`,
      "core/columns.ts":
        'export const textAt = (name: string, help: string, value = () => "at") => ({ name, help, at: value() });',
      "core/secret.ts": 'export const secret = (body: string) => body + "secret";',
    });
    const [, script = ""] = /<script>(.*)<\/script>/s.exec(textOf(report, "import.html")) ?? [];
    const document = { title: "" };
    new Script(script).runInContext(createContext({ document }));
    expect(JSON.parse(document.title)).toEqual({
      help: "Jobs.",
      columns: [
        { name: "id", kind: "text" },
        { name: "url" },
        { name: "title", help: "Its title.", at: "at" },
      ],
    });
    expect(script).not.toContain("secret");
  });

  it("the constant and the scope of either install", async () => {
    const files = {
      "main.ts": `declare const __INSTALL__: string; export function install() { return __INSTALL__; }`,
    };
    const bound = await buildFixture(files);
    const addon = await buildFixture(files, { addon: true });
    expect([call(bound, "install"), call(addon, "install")]).toEqual(["bound", "addon"]);
    const scopes = (report: BuildReport): string[] =>
      JSON.parse(textOf(report, "appsscript.json")).oauthScopes.map((scope: string) =>
        scope.split("/").at(-1),
      );
    expect(scopes(bound)).toEqual(["spreadsheets.currentonly", "script.scriptapp"]);
    expect(scopes(addon)).toEqual(["spreadsheets", "script.scriptapp"]);
  });

  it("a page that HtmlService leaves intact for each file of src/ui/sidebar", async () => {
    const report = await buildFixture({
      "main.ts": "export function onOpen() {}",
      "ui/sidebar/setup.tsx": `
        import { render } from "preact";
        import { Title } from "./parts/title.tsx";
        import "./parts/styles.css";
        const url = "x";
        render(<Title text={\`https://\${url}/* a */ <!-- <? \${url}\`} />, document.body);`,
      "ui/sidebar/parts/title.tsx": "export const Title = (p: { text: string }) => <h1>{p.text}</h1>;",
      "ui/sidebar/parts/styles.css": "h1 { color: red; }",
    });
    expect(report.pages.map(({ file }) => file)).toEqual(["setup.html"]);
    const html = textOf(report, "setup.html");
    expect(html).toContain("h1{color:red}");
    expect(html).toContain("https://");
    expect(html).not.toMatch(/`|<!--|<\?/);
    expect(report.pages[0]?.inputs.some((path) => path.includes("preact"))).toBe(true);
  });

  it("nothing at all when it fails, and no page that is gone when it passes", async () => {
    const root = fixture({ "main.ts": "export const version = 1;" });
    await expect(build({ root })).rejects.toThrow();
    expect(existsSync(join(root, "dist"))).toBe(false);
    write(root, { "main.ts": "export function onOpen() {}", "/dist/old.html": "" });
    await build({ root });
    expect(readdirSync(join(root, "dist")).sort()).toEqual(["Code.js", "appsscript.json"]);
  });

  it.each([
    ["a rule of ours", { "main.ts": "export const version = 1;" }],
    ["the language", { "main.ts": "export function onOpen( {}" }],
    ["a module that is not there", { "main.ts": 'export { onOpen } from "./gone.ts";' }],
  ])(
    "no add-on of before when it fails by %s: nobody would test or upload the present source",
    async (_, files) => {
      const root = fixture({ "main.ts": "export function onOpen() {}" });
      await build({ root });
      write(root, { ...files, "/dist/.clasp.json": "{}" });
      await expect(build({ root })).rejects.toThrow();
      expect(readdirSync(join(root, "dist"))).toEqual([".clasp.json"]);
    },
  );

  it("no test that passes on it either: the tests do not begin", async () => {
    const root = fixture({ "main.ts": "const a = 1;" });
    await expect(buildAll(root)).rejects.toThrow(
      "The add-on was not built: src/main.ts exports nothing, so Apps Script would have nothing to call.",
    );
  });

  it("a guard before every function that is no formula, and a list of them", async () => {
    const report = await buildFixture({
      "main.ts": `${TABLE_FUNCTIONS} ${FORMULA(" * Verifies.\n * @param {string} email It.\n * @customfunction")}
        export function shareKey(api: string) { return api; }
        export const hourly = () => "done";`,
      "entries.ts": ENTRIES,
      "core/names.ts": NAMES,
    });
    expect(report.guarded).toEqual([
      "shareKey",
      "hourly",
      "importHuntrJobs",
      "importHuntrMemberFields",
      "importHunterLists",
    ]);
    const inCell = createContext({});
    new Script(textOf(report, "Code.js")).runInContext(inCell);
    for (const name of report.guarded)
      expect(() => inCell[name]("huntr")).toThrow("This is no formula. Use the menu Extensions ▸ Huntsheet.");
    expect(inCell.HUNTER_VERIFY("a@b.example")).toBe("a@b.example");
    // A trigger's event comes with its mode; there is no Ui then.
    expect(inCell.hourly({ authMode: "FULL" })).toBe("done");
    expect(inCell.shareKey({ parameter: {} })).toEqual({ parameter: {} });
    expect(call(report, "shareKey", "huntr")).toBe("huntr");
  });
});

const OPEN = "export function onOpen() {}\n";
const IN_OUR_WORDS = "export const inOurWords = (body: () => unknown) => body();";
const FORMULA = (doc: string, params = "email: string") =>
  `/**\n${doc}\n */\nexport function HUNTER_VERIFY(${params}) { return ${params ? "email" : "1"}; }`;

/** What is wrong, the files that have it, and the sentence that says so. */
const failures: [string, Record<string, string>, string | RegExp][] = [
  ["no entry file", { "core/a.ts": "" }, "src/main.ts is missing: it names what Apps Script may call."],
  [
    "an entry file without exports",
    { "main.ts": "const a = 1;" },
    "src/main.ts exports nothing, so Apps Script would have nothing to call.",
  ],
  [
    "an export that is a value",
    { "main.ts": 'export const version = "1";' },
    "src/main.ts exports version, which is no function with a name: Apps Script can call nothing else.",
  ],
  [
    "an export that is a class",
    { "main.ts": "export class Run {}" },
    "src/main.ts exports Run, which is no function with a name: Apps Script can call nothing else.",
  ],
  [
    "a default export",
    { "main.ts": "export default function open() {}" },
    "src/main.ts exports default, which is no function with a name: Apps Script can call nothing else.",
  ],
  [
    "code that does not parse",
    { "main.ts": "export function onOpen() { return ; ) }" },
    /^src\/main\.ts:1: .*Unexpected "\)"/,
  ],
  [
    "an import of Node",
    { "main.ts": 'import { readFileSync } from "node:fs"; export function onOpen() { readFileSync("a"); }' },
    /^src\/main\.ts:1: Could not resolve "node:fs"/,
  ],
  [
    "syntax beyond ES2019 that nothing lowers",
    {
      "main.ts": 'import { load } from "./core/load.ts"; export function onOpen() { return load("a"); }',
      "core/load.ts": "export const load = (name: string) => import(name);",
    },
    /^src\/core\/load\.ts uses syntax beyond ES2019 \(.*Code\.js:\d+\): .*import\(name\)/,
  ],
  [
    "a regular expression beyond ES2019",
    { "main.ts": "export const onOpen = (text: string) => /(?i:open)/.test(text);" },
    /^src\/main\.ts uses syntax beyond ES2019 \(Invalid regular expression/,
  ],
  [
    "a service touched at top level",
    {
      "main.ts": 'import { store } from "./gas/store.ts"; export function onOpen() { return store; }',
      "gas/store.ts":
        "declare const PropertiesService: any;\nexport const store = PropertiesService.getUserProperties();",
    },
    /^src\/gas\/store\.ts touches PropertiesService at top level \(Code\.js:\d+\): where a user has granted nothing yet, onOpen would fail with it and the menu stay empty\.$/,
  ],
  [
    "a service touched at top level by code that hides the error",
    {
      "main.ts": `declare const Logger: any; try { Logger.log("hello"); } catch { /* hidden */ } ${OPEN}`,
    },
    /^src\/main\.ts touches Logger at top level/,
  ],
  [
    "a global that Apps Script lacks, used at top level",
    { "main.ts": `const base = new URL("https://api.huntr.co"); export function onOpen() { return base; }` },
    /^src\/main\.ts throws at top level \(Code\.js:\d+\): URL is not defined\.$/,
  ],
  [
    "a menu item that leads nowhere",
    {
      "main.ts": OPEN,
      "ui/menu.ts":
        'export const menu = [{ label: "Open", function: "onOpen" }, "separator", { label: "Import", items: [{ label: "Jobs", function: "importJobs" }] }];',
    },
    'The menu item "Jobs" calls importJobs, and there is no such function.',
  ],
  [
    "a menu item that calls a private function",
    {
      "main.ts": "export function open_() {}",
      "ui/menu.ts": 'export const menu = [{ label: "Open", function: "open_" }];',
    },
    'The menu item "Open" calls open_, and there is no such function.',
  ],
  [
    "a trigger that leads nowhere",
    { "main.ts": OPEN, "runs/resume.ts": 'export const triggerHandlers = ["onOpen", "hourly"];' },
    "A trigger would call hourly, and there is no such function.",
  ],
  [
    "a menu module without a menu",
    { "main.ts": OPEN, "ui/menu.ts": "export const items = [];" },
    "src/ui/menu.ts does not export menu, which the build reads.",
  ],
  [
    "a formula without its tag",
    { "main.ts": FORMULA(" * Says whether it exists.\n * @param {string} email The address.") },
    "The formula HUNTER_VERIFY has no @customfunction, so that Sheets would not offer it.",
  ],
  [
    "a formula without any comment",
    { "main.ts": "export function HUNTER_ACCOUNT() { return 1; }" },
    "The formula HUNTER_ACCOUNT has no @customfunction, so that Sheets would not offer it.",
  ],
  [
    "a formula without help",
    { "main.ts": FORMULA(" * @param {string} email The address.\n * @customfunction") },
    "The formula HUNTER_VERIFY has no help text above its tags.",
  ],
  [
    "a formula with a parameter that is not described",
    {
      "main.ts": FORMULA(
        " * Says whether it exists.\n * @param {string} email The address.\n * @customfunction",
        "email: string, columns: string",
      ),
    },
    "The formula HUNTER_VERIFY has no @param for columns.",
  ],
  [
    "a formula with a parameter without words",
    { "main.ts": FORMULA(" * Says whether it exists.\n * @param {string} email\n * @customfunction") },
    "The formula HUNTER_VERIFY has no help text at its @param email.",
  ],
  [
    "a resource formula without help",
    {
      "main.ts": TABLE_FUNCTIONS,
      "entries.ts": ENTRIES.replace("The jobs that members track in Huntr.", ""),
      "core/names.ts": NAMES,
    },
    "The formula HUNTR_JOBS has no help text above its tags.",
  ],
  [
    "resource entries, and no function that imports them",
    { "main.ts": OPEN, "entries.ts": ENTRIES, "core/names.ts": NAMES },
    "importHuntrJobs calls importTable_, which src/main.ts does not export.",
  ],
  [
    "no guard",
    { "main.ts": OPEN, "gas/guard.ts": "" },
    "onOpen is no formula, yet a cell that names it is not refused at once.",
  ],
  [
    "a guard that lets a cell through",
    { "main.ts": OPEN, "gas/guard.ts": `export function guard() {} ${IN_OUR_WORDS}` },
    "onOpen is no formula, yet a cell that names it is not refused at once.",
  ],
  [
    "a guard that does more than to refuse",
    {
      "main.ts": OPEN,
      "gas/guard.ts": `declare const Logger: any; export function guard() { try { Logger.log("a"); } catch {} throw new Error("This is no formula."); } ${IN_OUR_WORDS}`,
    },
    "onOpen is no formula, yet a cell that names it is not refused at once.",
  ],
  [
    "two functions of one name",
    {
      "main.ts": `${TABLE_FUNCTIONS} export function importHuntrJobs() {}`,
      "entries.ts": ENTRIES,
      "core/names.ts": NAMES,
    },
    "Two functions are called importHuntrJobs.",
  ],
  [
    "two functions whose names differ in case",
    { "main.ts": "export function onOpen() {} export function onopen() {}" },
    "Two functions are called onopen or onOpen.",
  ],
  [
    "server code that is too large",
    { "main.ts": `const text = "${"x".repeat(SERVER_BYTES)}"; export function onOpen() { return text; }` },
    new RegExp(`^Code\\.js is [\\d,]+ bytes; ${SERVER_BYTES.toLocaleString("en")} are allowed\\.$`),
  ],
  [
    "a sidebar that is too large",
    { "main.ts": OPEN, "ui/sidebar/setup.tsx": `document.title = "${"x".repeat(PAGE_BYTES)}";` },
    new RegExp(`^setup\\.html is [\\d,]+ bytes; ${PAGE_BYTES.toLocaleString("en")} are allowed\\.$`),
  ],
  [
    "styles that would close their own element",
    {
      "main.ts": OPEN,
      "ui/sidebar/setup.tsx": 'import "./parts/a.css";',
      "ui/sidebar/parts/a.css": 'h1::after { content: "<!--"; }',
    },
    "setup.html holds <!--, which HtmlService would not leave intact.",
  ],
  [
    "a manifest that is not JSON",
    { "main.ts": OPEN, "/appsscript.json": "{" },
    /^appsscript\.json is not JSON: /,
  ],
];

describe("build: what it refuses", () => {
  it.each(failures)("%s", async (_, files, sentence) => {
    const error = await buildFixture(files).then(
      () => null,
      (e: Error) => e,
    );
    expect(error?.name).toBe("BuildFailure");
    expect(error?.message).toEqual(typeof sentence === "string" ? sentence : expect.stringMatching(sentence));
    expect(error?.message).not.toContain("\n");
  });
});
