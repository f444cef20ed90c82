import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import ts from "typescript";
import { newBookFile } from "../../local/runtime/book-file.ts";
import { Host } from "../../local/runtime/host.ts";

/** Where it lies, below the project. */
export const MEMBERS = "local/members.md";

/** Files of the type package that hold the services in use, each with what a script finds its enumerations in. */
const SERVICES = {
  spreadsheet: "SpreadsheetApp",
  utilities: "Utilities",
  "url-fetch": "UrlFetchApp",
  script: "ScriptApp",
  properties: "PropertiesService",
  cache: "CacheService",
  lock: "LockService",
  html: "HtmlService",
  content: "ContentService",
  base: "SpreadsheetApp.getUi()",
  charts: "Charts",
} as const;

const CHARTS = ["Charts", "ChartOptions"];

const SHEET = "SpreadsheetApp.getActiveSheet()";
const RANGE = `${SHEET}.getRange('A1')`;
const CHART = `${SHEET}.newChart()`;
const HANGING = "SpreadsheetApp.getActive().addDeveloperMetadata('a').getDeveloperMetadata()[0]";
const CHECKBOX = "SpreadsheetApp.newDataValidation().requireCheckbox()";
const HIDDEN = "SpreadsheetApp.newFilterCriteria().setHiddenValues(['a'])";
const RULE = `SpreadsheetApp.newConditionalFormatRule().whenCellEmpty().setRanges([${RANGE}])`;

/** How a script comes by an object of each class that the stand-in has. */
export const OBJECTS: Readonly<Record<string, string>> = {
  SpreadsheetApp: "SpreadsheetApp",
  Spreadsheet: "SpreadsheetApp.getActive()",
  Sheet: SHEET,
  Range: RANGE,
  RangeList: `${SHEET}.getRangeList(['A1'])`,
  NamedRange: `(SpreadsheetApp.getActive().setNamedRange('a', ${RANGE}), SpreadsheetApp.getActive().getNamedRanges()[0])`,
  DeveloperMetadata: HANGING,
  DeveloperMetadataLocation: `${HANGING}.getLocation()`,
  DeveloperMetadataFinder: `${RANGE}.createDeveloperMetadataFinder()`,
  ConditionalFormatRuleBuilder: RULE,
  ConditionalFormatRule: `${RULE}.build()`,
  BooleanCondition: `${RULE}.build().getBooleanCondition()`,
  RichTextValue: "SpreadsheetApp.newRichTextValue().build()",
  RichTextValueBuilder: "SpreadsheetApp.newRichTextValue()",
  TextStyle: "SpreadsheetApp.newTextStyle().build()",
  TextStyleBuilder: "SpreadsheetApp.newTextStyle()",
  Charts: "Charts",
  EmbeddedChartBuilder: CHART,
  EmbeddedAreaChartBuilder: `${CHART}.asAreaChart()`,
  EmbeddedBarChartBuilder: `${CHART}.asBarChart()`,
  EmbeddedColumnChartBuilder: `${CHART}.asColumnChart()`,
  EmbeddedComboChartBuilder: `${CHART}.asComboChart()`,
  EmbeddedLineChartBuilder: `${CHART}.asLineChart()`,
  EmbeddedPieChartBuilder: `${CHART}.asPieChart()`,
  EmbeddedScatterChartBuilder: `${CHART}.asScatterChart()`,
  EmbeddedChart: `${CHART}.build()`,
  ChartOptions: `${CHART}.build().getOptions()`,
  ContainerInfo: `${CHART}.getContainer()`,
  TextFinder: `${SHEET}.createTextFinder("a")`,
  DataValidationBuilder: CHECKBOX,
  DataValidation: `${CHECKBOX}.build()`,
  FilterCriteriaBuilder: HIDDEN,
  FilterCriteria: `${HIDDEN}.build()`,
  Filter: `(${SHEET}.getRange('A1:B2').createFilter(), ${SHEET}.getFilter())`,
  Protection: `${RANGE}.protect()`,
  Ui: "SpreadsheetApp.getUi()",
  Menu: "SpreadsheetApp.getUi().createMenu('a')",
  PromptResponse: "SpreadsheetApp.getUi().prompt('a')",
  UrlFetchApp: "UrlFetchApp",
  HTTPResponse: "UrlFetchApp.fetch('https://api.huntr.co/')",
  PropertiesService: "PropertiesService",
  Properties: "PropertiesService.getScriptProperties()",
  CacheService: "CacheService",
  Cache: "CacheService.getScriptCache()",
  LockService: "LockService",
  Lock: "LockService.getScriptLock()",
  ScriptApp: "ScriptApp",
  Service: "ScriptApp.getService()",
  AuthorizationInfo: "ScriptApp.getAuthorizationInfo(ScriptApp.AuthMode.FULL)",
  TriggerBuilder: "ScriptApp.newTrigger('a')",
  ClockTriggerBuilder: "ScriptApp.newTrigger('a').timeBased()",
  Trigger: "ScriptApp.newTrigger('a').timeBased().everyHours(1).create()",
  HtmlService: "HtmlService",
  HtmlOutput: "HtmlService.createHtmlOutput('a')",
  ContentService: "ContentService",
  TextOutput: "ContentService.createTextOutput('a')",
  Utilities: "Utilities",
  Blob: "Utilities.newBlob('a')",
  Session: "Session",
  User: "Session.getActiveUser()",
  Logger: "Logger",
  Browser: "Browser",
};

/** In Google's reference and not in the type package (facts 3.5). */
const NEWER = ["AuthorizationInfo.getAuthorizedScopes", "SheetType.DATASOURCE"];

/** Classes and members ("Class.member") that an add-on of this kind has no use for, and why. */
const NO_USE: readonly (readonly [test: RegExp, why: string])[] = [
  [/DataSource|BigQuery|DataExecution|refreshAllData/, "BigQuery and Looker as sources of a sheet"],
  [/Pivot/, "pivot tables"],
  [/Image|Drawing|getContainerInfo/, "pictures in and over the grid"],
  [/Slicer/, "slicers"],
  [
    /^Charts\.|^(ColumnType|CurveStyle|MatchType|Orientation|PickerValuesLayout|PointStyle)\b/,
    "charts in pages",
  ],
  [/^BlobSource/, "what other classes have in common"],
  [/Banding/, "coloured stripes"],
  [/Group/, "folding of rows and columns"],
  [
    /^(PageProtection|ScriptProperties|UserProperties)|(Sheet|Spreadsheet)\.[gs]etSheetProtection/,
    "withdrawn by Google",
  ],
  [
    /CalendarTrigger|DocumentTrigger|FormTrigger|TriggerBuilder\.(for(Document|Form|UserCalendar))|Form(?!ula|at)/,
    "forms, documents, calendars",
  ],
  [/Theme|Gradient|InterpolationType/, "themes and colour scales"],
  [
    /Viewer|[eE]ditor|anonymous|Anonymous|Recalculation|Iterative|ForegroundSheet/,
    "sharing and settings of the file",
  ],
  [/Jdbc|OAuthToken|IdentityToken|StateToken|Rsa|newStateToken/, "signing in elsewhere"],
  [
    /AutoFill|autoFill|TextToColumns|splitText|trimWhitespace|removeDuplicates|randomize|shiftRowGroup/,
    "clean-up that people do by hand",
  ],
];

/** What the type package says of the services in use: members by class, enumerations apart. */
function declaredMembers(): { members: Map<string, string[]>; enumerations: Map<string, string> } {
  const folder = dirname(createRequire(import.meta.url).resolve("@types/google-apps-script/package.json"));
  const members = new Map<string, string[]>();
  const enumerations = new Map<string, string>();
  const inherited: [string, string][] = [];
  for (const [file, owner] of Object.entries(SERVICES)) {
    const path = join(folder, `google-apps-script.${file}.d.ts`);
    const visit = (node: ts.Node): void => {
      if (ts.isInterfaceDeclaration(node) || ts.isEnumDeclaration(node)) {
        const name = node.name.text;
        const names = [...node.members].flatMap((member) => (member.name ? [member.name.getText()] : []));
        // Of the service for charts in pages, what charts in sheets need.
        if (file === "charts" && ts.isInterfaceDeclaration(node) && !CHARTS.includes(name)) return;
        const isClass = ts.isEnumDeclaration(node) || node.members.some(ts.isMethodSignature);
        if (isClass) members.set(name, [...new Set([...(members.get(name) ?? []), ...names])]);
        if (ts.isEnumDeclaration(node)) enumerations.set(name, enumerations.get(name) ?? owner);
        else
          for (const { types } of node.heritageClauses ?? [])
            for (const { expression } of types) inherited.push([name, expression.getText()]);
      }
      ts.forEachChild(node, visit);
    };
    visit(ts.createSourceFile(path, readFileSync(path, "utf8"), ts.ScriptTarget.Latest, true));
  }
  for (const [name, base] of inherited)
    members.set(name, [...new Set([...(members.get(name) ?? []), ...(members.get(base) ?? [])])]);
  // Dates are the language's.
  for (const name of ["Date", "DateConstructor"]) members.delete(name);
  return { members, enumerations };
}

/** Asks a running stand-in what it has: names by class. @throws Error when an expression of OBJECTS does not work */
export async function writtenMembers(): Promise<Map<string, string[]>> {
  const { enumerations } = declaredMembers();
  const places = [...enumerations].map(
    ([name, owner]) =>
      `if ("${name}" in ${owner}) objects.${name} = function () { return ${owner}.${name}; };`,
  );
  const code = `function ask() {
    var objects = { ${Object.entries(OBJECTS)
      .map(([name, expression]) => `${name}: function () { return ${expression}; }`)
      .join(",\n")} }, out = {};
    ${places.join("\n")}
    for (var name in objects) {
      var all = {};
      for (var o = objects[name](); o && o !== Object.prototype; o = Object.getPrototypeOf(o))
        Object.getOwnPropertyNames(o).forEach(function (n) { all[n] = 1; });
      out[name] = Object.keys(all);
    }
    return out;
  }`;
  const dist = mkdtempSync(join(tmpdir(), "members-"));
  writeFileSync(join(dist, "Code.js"), code);
  // No list of scopes: all are granted.
  writeFileSync(join(dist, "appsscript.json"), "{}");
  const book = newBookFile({ owner: "owner@example.com", nowMs: 0 });
  const host = await Host.open({ dist, book, routes: { "https://api.huntr.co": "http://127.0.0.1" } });
  try {
    // No request leaves.
    host.requestFault({ outcome: { status: 200, body: {} }, times: 1 });
    const execution = await host.call("ask", [], { entry: "menu" });
    if (!execution.ok) throw new Error("killed" in execution ? execution.killed : execution.error.message);
    return new Map(Object.entries(execution.value as Record<string, string[]>));
  } finally {
    await host.close();
    rmSync(dist, { recursive: true });
  }
}

/** One class: what of it is written, what throws its name, and what of that nobody here needs. */
interface ClassRow {
  readonly name: string;
  readonly written: readonly string[];
  readonly refused: readonly string[];
  readonly noUse: Readonly<Record<string, readonly string[]>>;
}

export async function classRows(): Promise<ClassRow[]> {
  const { members } = declaredMembers();
  const written = await writtenMembers();
  for (const newer of NEWER) {
    const [name = "", member = ""] = newer.split(".");
    members.get(name)?.push(member);
  }
  return [...members].map(([name, all]) => {
    const has = written.get(name) ?? [];
    const refused: string[] = [];
    const noUse: Record<string, string[]> = {};
    for (const member of all.filter((each) => !has.includes(each))) {
      const why = NO_USE.find(([test]) => test.test(`${name}.${member}`))?.[1];
      if (why === undefined) refused.push(member);
      else noUse[why] = [...(noUse[why] ?? []), member];
    }
    return { name, written: all.filter((member) => has.includes(member)), refused, noUse };
  });
}

const code = (names: readonly string[]) => names.map((name) => `\`${name}\``).join(" ");

/**
 * What written members refuse for some arguments, in the words that they throw: "Range.merge inside of a filter". Read
 * from the stand-in's source; what follows from an argument is an ellipsis.
 */
function refusedArguments(root: string): string[] {
  const runtime = join(root, "local/runtime");
  const source = readdirSync(runtime, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".ts"))
    .map((path) => readFileSync(join(runtime, path), "utf8"))
    .join("\n");
  const said =
    /(?:notImplemented\(["`]|not implemented in the stand-in: )([A-Z]\w+\.\w+[^"`\w][^"`]*|[A-Z]\w+ [^"`]+)["`]/g;
  const all = [...source.matchAll(said)].map(([, words = ""]) => words.replace(/\$\{\w+(?:\.\w+)?\}/g, "…"));
  return [...new Set(all)].sort((a, b) => a.localeCompare(b, "en"));
}

/** The table of classes and members, as Markdown. It follows from the type package and from a running stand-in. `root`: the project's folder. */
export async function membersText(root: string): Promise<string> {
  const rows = await classRows();
  const sum = (count: (row: ClassRow) => number) => rows.reduce((total, row) => total + count(row), 0);
  const unused = (row: ClassRow) => Object.values(row.noUse).flat().length;
  const lines = rows
    .sort((a, b) => a.name.localeCompare(b.name, "en"))
    .map(({ name, written, refused, noUse }) => {
      const all = written.length + refused.length + Object.values(noUse).flat().length;
      // Of a class that nothing here needs at all, the reason says enough.
      const reasons = Object.entries(noUse).map(([why, names]) =>
        names.length === all ? why : `${why}: ${code(names)}`,
      );
      return `| \`${name}\` | ${written.length} of ${all} | ${code(written)} | ${code(refused)} | ${reasons.join("; ")} |`;
    });
  return `<!-- Written by npm run docs; do not edit. -->
# What of Apps Script the stand-in has

Every class and enumeration of the services in use, as \`@types/google-apps-script\` declares them, asked of the running stand-in. What is not written throws \`not implemented in the stand-in: Class.member\`; so does what no add-on of this kind has a use for, which the last column gives with the reason. Written: ${sum((row) => row.written.length)} members; refused: ${sum((row) => row.refused.length)}; of no use here: ${sum(unused)}.

| class | written | members written | refused | no use here |
|---|---|---|---|---|
${lines.join("\n")}

## What written members refuse

${refusedArguments(root)
  .map((words) => `- \`${words}\``)
  .join("\n")}
`;
}
