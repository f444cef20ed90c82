import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import ts from "typescript";
import { expect, test } from "vitest";
import { looks } from "../../../local/runtime/guest/range.ts";
import { services } from "../../../local/runtime/services/index.ts";
import { outcomeOf } from "./fixture.ts";

/** Members of every interface and enumeration of the type package, by name. */
function declaredMembers(): Map<string, Set<string>> {
  const folder = dirname(createRequire(import.meta.url).resolve("@types/google-apps-script/package.json"));
  const members = new Map<string, Set<string>>();
  const inherited: [string, string][] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isInterfaceDeclaration(node) || ts.isEnumDeclaration(node)) {
      const set = members.get(node.name.text) ?? new Set();
      members.set(node.name.text, set);
      for (const member of node.members) if (member.name) set.add(member.name.getText());
      const bases = ts.isInterfaceDeclaration(node)
        ? (node.heritageClauses ?? []).flatMap((h) => h.types)
        : [];
      for (const base of bases) inherited.push([node.name.text, base.expression.getText()]);
    }
    ts.forEachChild(node, visit);
  };
  for (const file of readdirSync(folder)) {
    if (!file.endsWith(".d.ts")) continue;
    visit(ts.createSourceFile(file, readFileSync(join(folder, file), "utf8"), ts.ScriptTarget.Latest, true));
  }
  for (const [name, base] of inherited)
    for (const member of members.get(base) ?? []) members.get(name)?.add(member);
  return members;
}

/** Newer than the type package (facts 3.5). */
const NEWER = ["AuthorizationInfo.getAuthorizedScopes"];

const OBJECTS = {
  SpreadsheetApp: "SpreadsheetApp",
  Spreadsheet: "SpreadsheetApp.getActive()",
  Sheet: "SpreadsheetApp.getActiveSheet()",
  Range: "SpreadsheetApp.getActiveSheet().getRange('A1')",
  RangeList: "SpreadsheetApp.getActiveSheet().getRangeList(['A1'])",
  Ui: "SpreadsheetApp.getUi()",
  Menu: "SpreadsheetApp.getUi().createMenu('a')",
  UrlFetchApp: "UrlFetchApp",
  PropertiesService: "PropertiesService",
  Properties: "PropertiesService.getScriptProperties()",
  CacheService: "CacheService",
  Cache: "CacheService.getScriptCache()",
  LockService: "LockService",
  Lock: "LockService.getScriptLock()",
  ScriptApp: "ScriptApp",
  AuthorizationInfo: "ScriptApp.getAuthorizationInfo(ScriptApp.AuthMode.FULL)",
  TriggerBuilder: "ScriptApp.newTrigger('a')",
  ClockTriggerBuilder: "ScriptApp.newTrigger('a').timeBased()",
  HtmlService: "HtmlService",
  HtmlOutput: "HtmlService.createHtmlOutput('a')",
  ContentService: "ContentService",
  TextOutput: "ContentService.createTextOutput('a')",
  Utilities: "Utilities",
  Blob: "Utilities.newBlob('a')",
  Session: "Session",
  User: "Session.getActiveUser()",
  Logger: "Logger",
  MimeType: "MimeType",
};

test("every member that the stand-in has exists in Apps Script", async () => {
  const body = `
    var objects = { ${Object.entries(OBJECTS)
      .map(([name, code]) => `${name}: ${code}`)
      .join(", ")} }, out = {};
    for (var name in objects) {
      var all = {};
      for (var o = objects[name]; o && o !== Object.prototype; o = Object.getPrototypeOf(o))
        Object.getOwnPropertyNames(o).forEach(function (n) { all[n] = 1; });
      out[name] = Object.keys(all);
    }
    return out;`;
  const found = (await outcomeOf(body)) as Record<string, string[]>;
  const declared = declaredMembers();
  /** What every object of the language has. */
  const ours = new Set(["constructor", "toString"]);
  const strange = Object.entries(found).flatMap(([name, members]) =>
    members
      .filter((member) => !ours.has(member) && !declared.get(name)?.has(member))
      .map((member) => `${name}.${member}`)
      .filter((member) => !NEWER.includes(member)),
  );
  expect(strange).toEqual([]);
});

test("every call of the guest is served by the host", () => {
  const folder = new URL("../../../local/runtime/guest/", import.meta.url);
  const source = readdirSync(folder)
    .map((file) => readFileSync(new URL(file, folder), "utf8"))
    .join("\n");
  const called = [...source.matchAll(/\b(?:call|active)(?:<[^(]*>)?\(\s*"([A-Za-z]+\.[A-Za-z]+)"/g)].map(
    (m) => m[1] as string,
  );
  const asked = [...source.matchAll(/\b(?:ask|insert)(?:<[^(]*>)?\(this, "(\w+)"/g)].map(
    (m) => m[1] as string,
  );
  const looked = looks.flatMap(({ one, many }) => [
    `Range.get${one}`,
    `Range.get${many}`,
    `Range.set${one}`,
    `Range.set${many}`,
    `RangeList.set${one}`,
  ]);
  const served = new Set(Object.keys(services));
  const methods = new Set([...served].map((name) => name.split(".")[1]));
  expect(called.length).toBeGreaterThan(80);
  expect([...called, ...looked].filter((name) => !served.has(name))).toEqual([]);
  expect(asked.filter((name) => !methods.has(name))).toEqual([]);
});
