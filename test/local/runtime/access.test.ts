import { expect, test } from "vitest";
import { newBookFile } from "../../../local/runtime/book-file.ts";
import { COLLEAGUE, hostOn, manifest, OWNER, outcomeOf, START_MS, told } from "./fixture.ts";

/** One call per column of the matrix of facts 3.1. */
const CALLS = {
  locale: "Session.getActiveUserLocale()",
  utilities: "Utilities.getUuid()",
  person: "Session.getActiveUser()",
  project: "ScriptApp.getScriptId()",
  consent: "ScriptApp.getAuthorizationInfo(ScriptApp.AuthMode.FULL)",
  menu: "SpreadsheetApp.getUi().createMenu('a').addToUi()",
  read: "SpreadsheetApp.getActiveSheet().getRange(1, 1).getValue()",
  write: "SpreadsheetApp.getActiveSheet().getRange(1, 1).setValue(1)",
  properties: "PropertiesService.getDocumentProperties().getKeys()",
  cache: "CacheService.getScriptCache().get('a')",
  lock: "LockService.getScriptLock().tryLock(0)",
  sidebar: "SpreadsheetApp.getUi().showSidebar(HtmlService.createHtmlOutput('a'))",
  fetch: "UrlFetchApp.getRequest('https://api.huntr.co/')",
  trigger: "ScriptApp.getProjectTriggers()",
} as const;
const code = `function onOpen() {
  var calls = { ${Object.entries(CALLS)
    .map(([name, call]) => `${name}: function () { ${call}; }`)
    .join(", ")} };
  var allowed = [];
  for (var name in calls) try { calls[name](); allowed.push(name); } catch (e) { console.log(name + ": " + e.message); }
  return allowed.join(" ");
}
/** @customfunction */
function IN_CELL() { return onOpen(); }
`;

test("facts 3.1: onOpen of an add-on that is only installed has NONE", async () => {
  const host = await hostOn(code, { mode: "addon" });
  const opened = await host.onOpen();
  expect(told(opened)).toBe("locale utilities menu");
  expect(opened.log.map((l) => l.text)).toContain(
    "properties: You do not have permission to call PropertiesService.getDocumentProperties",
  );
});

test("facts 3.1: onOpen of a bound script, and of an add-on used in the file, has LIMITED", async () => {
  const bound = await hostOn(code);
  expect(told(await bound.onOpen())).toBe(
    "locale utilities person project consent menu read write properties cache lock",
  );
  const addon = await hostOn(code, { mode: "addon" });
  await addon.call("onOpen", [], { entry: "menu" });
  expect(told(await addon.onOpen())).toBe(
    "locale utilities person project consent menu read write properties cache lock",
  );
});

test("facts 3.1: a menu click has FULL, a custom function its own mode", async () => {
  const host = await hostOn(code);
  expect(told(await host.call("onOpen", [], { entry: "menu" }))).toBe(Object.keys(CALLS).join(" "));
  host.book.write(0, 1, 1, [["=IN_CELL()"]]);
  await host.book.settled();
  expect(host.book.values(0, 1, 1, 1, 1)).toEqual([
    ["locale utilities person read properties cache lock fetch"],
  ]);
});

test("facts 3.1: statements at top level run under the mode of the entry; a refused one kills onOpen", async () => {
  const host = await hostOn("var p = PropertiesService.getUserProperties(); function onOpen() {}", {
    mode: "addon",
  });
  expect(told(await host.onOpen())).toBe(
    "Exception: You do not have permission to call PropertiesService.getUserProperties",
  );
});

test.each([
  ["script.external_request", CALLS.fetch, "UrlFetchApp.getRequest"],
  ["script.container.ui", CALLS.sidebar, "Ui.showSidebar"],
  ["script.scriptapp", CALLS.trigger, "ScriptApp.getProjectTriggers"],
  ["userinfo.email", "Session.getActiveUser()", "Session.getActiveUser"],
  ["userinfo.email", "Session.getEffectiveUser()", "Session.getEffectiveUser"],
])("facts 3.5: without the scope %s the call is refused with its name", async (scope, call, name) => {
  const whole = `https://www.googleapis.com/auth/${scope}`;
  const oauthScopes = manifest.oauthScopes.filter((each) => each !== whole);
  expect(await outcomeOf(call, { manifest: { oauthScopes } })).toBe(
    `Exception: Specified permissions are not sufficient to call ${name}. Required permissions: ${whole}`,
  );
});

test("facts 3.5: without a spreadsheet scope the file is out of reach; either of the two will do", async () => {
  const scope = (name: string) => `https://www.googleapis.com/auth/${name}`;
  const read = (...oauthScopes: string[]) =>
    outcomeOf("return SpreadsheetApp.getActive().getName()", { manifest: { oauthScopes } });
  expect(await read()).toBe(
    `Exception: Specified permissions are not sufficient to call SpreadsheetApp.getActive. Required permissions: ${scope("spreadsheets.currentonly")} || ${scope("spreadsheets")}`,
  );
  expect(await read(scope("spreadsheets.currentonly"))).toBe("Untitled spreadsheet");
  expect(await read(scope("spreadsheets"))).toBe("Untitled spreadsheet");
});

test("facts 2.4, 9.3: formulas and simple triggers ask for no scope, and are told nobody's address", async () => {
  const host = await hostOn(
    `function onOpen() { return Session.getActiveUser().getEmail(); } /** @customfunction */ function WHO() { return "[" + onOpen() + Session.getTemporaryActiveUserKey() + "]"; }`,
    { manifest: { oauthScopes: [] } },
  );
  expect(told(await host.onOpen())).toBe("");
  host.book.write(0, 1, 1, [["=WHO()"]]);
  await host.book.settled();
  expect(host.book.values(0, 1, 1, 1, 1)).toEqual([["[]"]]);
});

test("facts 3.5: a person who refused one scope is refused, another is not", async () => {
  const scope = "https://www.googleapis.com/auth/script.external_request";
  const host = await hostOn(`function main() { ${CALLS.fetch}; return "ok"; }`, {
    refusedScopes: { [COLLEAGUE]: [scope] },
  });
  expect(told(await host.call("main", [], { entry: "menu" }))).toBe("ok");
  expect(told(await host.call("main", [], { entry: "menu", as: COLLEAGUE }))).toMatch(
    /not sufficient.*external_request$/,
  );
});

test("facts 3.5: granular consent shows in getAuthorizationInfo and stops requireScopes", async () => {
  const scope = "https://www.googleapis.com/auth/script.scriptapp";
  const body = `
    var info = ScriptApp.getAuthorizationInfo(ScriptApp.AuthMode.FULL);
    var status = String(info.getAuthorizationStatus());
    try { ScriptApp.requireScopes(ScriptApp.AuthMode.FULL, ["${scope}"]); return [status, "went on"]; }
    catch (e) { return [status, e.message]; }`;
  expect(await outcomeOf(body)).toEqual(["NOT_REQUIRED", "went on"]);
  expect(await outcomeOf(body, { refusedScopes: { [OWNER]: [scope] } })).toEqual([
    "REQUIRED",
    "Authorization is required to perform that action.",
  ]);
});

test("facts 3.5: each person on a file has granted what that person granted, until that changes", async () => {
  const scope = (name: string) => `https://www.googleapis.com/auth/${name}`;
  const host = await hostOn(`
    function granted(scopes) {
      var mode = ScriptApp.AuthMode.FULL;
      return (scopes ? ScriptApp.getAuthorizationInfo(mode, scopes) : ScriptApp.getAuthorizationInfo(mode)).getAuthorizedScopes();
    }
    function all() { ScriptApp.requireAllScopes(ScriptApp.AuthMode.FULL); return "all"; }
    function leave() { ScriptApp.invalidateAuth(); }`);
  const ask = async (as: string, name: string, ...args: unknown[]) =>
    told(await host.call(name, args, { entry: "menu", as }));
  host.refuseScopes(COLLEAGUE, [scope("script.external_request"), scope("script.scriptapp")]);
  expect(await ask(OWNER, "granted")).toEqual(manifest.oauthScopes);
  expect(await ask(COLLEAGUE, "granted")).toEqual(
    ["spreadsheets.currentonly", "script.container.ui", "userinfo.email"].map(scope),
  );
  const some = [scope("script.external_request"), scope("userinfo.email"), scope("gmail.send")];
  expect(await ask(COLLEAGUE, "granted", some)).toEqual([scope("userinfo.email")]);
  expect(await ask(OWNER, "all")).toBe("all");
  expect(await ask(COLLEAGUE, "all")).toMatch(/^Exception: Authorization is required/);
  host.refuseScopes(COLLEAGUE, []);
  expect(await ask(COLLEAGUE, "all")).toBe("all");
  await ask(OWNER, "leave");
  expect(await ask(OWNER, "granted")).toEqual([]);
});

test.each([
  ["bound", "Authorization is required to perform that action.", 0],
  ["addon", /^Specified permissions are not sufficient to call UrlFetchApp.getRequest/, 1],
] as const)("facts 4.2: a trigger of a %s script whose maker took a scope back", async (mode, error, ran) => {
  const host = await hostOn(
    `function set() { ScriptApp.newTrigger("work").timeBased().everyHours(1).create(); }
     function work() { UrlFetchApp.getRequest("https://api.huntr.co/"); }`,
    { mode },
  );
  await host.call("set", [], { entry: "menu" });
  host.refuseScopes(OWNER, ["https://www.googleapis.com/auth/script.external_request"]);
  const [firing] = await host.advance(3_600_000);
  expect(firing?.error).toMatch(error);
  expect(firing?.execution === null ? 0 : 1).toBe(ran);
  expect(host.triggers()).toHaveLength(1);
});

test("facts 3.5: openById wants the full scope, and knows this file only", async () => {
  const open = (id: string) => `return SpreadsheetApp.openById(${id}).getName()`;
  expect(await outcomeOf(open("SpreadsheetApp.getActive().getId()"))).toMatch(
    /not sufficient.*auth\/spreadsheets$/,
  );
  const full = { manifest: { oauthScopes: ["https://www.googleapis.com/auth/spreadsheets"] } };
  expect(await outcomeOf(open("SpreadsheetApp.getActive().getId()"), full)).toBe("Untitled spreadsheet");
  expect(await outcomeOf(open("'elsewhere'"), full)).toBe(
    "Exception: Unexpected error while getting the method or property openById on object SpreadsheetApp.",
  );
});

test("facts 3.2: getUi is not for triggers", async () => {
  expect(await outcomeOf("SpreadsheetApp.getUi()", { call: { entry: "trigger" } })).toBe(
    "Exception: Cannot call SpreadsheetApp.getUi() from this context.",
  );
});

test("facts 9.3: who is known where", async () => {
  const body = "return [Session.getActiveUser().getEmail(), Session.getEffectiveUser().getEmail()]";
  expect(await outcomeOf(body, { call: { entry: "menu", as: COLLEAGUE } })).toEqual([COLLEAGUE, COLLEAGUE]);
  expect(await outcomeOf(body, { call: { entry: "open" } })).toEqual(["", ""]);
});

test("facts 9.2: user properties are each person's, document and script properties everybody's", async () => {
  const host = await hostOn(`
    function put(v) { var P = PropertiesService; P.getUserProperties().setProperty("k", v); P.getDocumentProperties().setProperty("k", v); }
    function get() { var P = PropertiesService; return [P.getUserProperties().getProperty("k"), P.getDocumentProperties().getProperty("k")]; }`);
  await host.call("put", ["olga's"], { entry: "menu" });
  expect(told(await host.call("get", [], { entry: "menu", as: COLLEAGUE }))).toEqual([null, "olga's"]);
  expect(told(await host.call("get", [], { entry: "menu" }))).toEqual(["olga's", "olga's"]);
  expect(host.save().properties).toEqual({
    document: { k: "olga's" },
    script: {},
    user: { [OWNER]: { k: "olga's" }, [COLLEAGUE]: {} },
  });
});

test("facts 2.4: a formula sees the owner's user properties, whoever looks, and cannot set any", async () => {
  const file = newBookFile({ owner: OWNER, nowMs: START_MS });
  file.properties.user = { [OWNER]: { k: "owner's" }, [COLLEAGUE]: { k: "colleague's" } };
  const host = await hostOn(
    `/** @customfunction */ function GET() { return PropertiesService.getUserProperties().getProperty("k"); }
     /** @customfunction */ function SET() { PropertiesService.getUserProperties().setProperty("k", "x"); return 1; }`,
    { book: file },
  );
  host.sitDown(COLLEAGUE);
  host.book.write(0, 1, 1, [["=GET()", "=SET()"]]);
  await host.book.settled();
  expect(host.book.values(0, 1, 1, 1, 2)).toEqual([["owner's", "#ERROR!"]]);
  expect(host.book.errorMessage(0, 1, 2)).toContain("You do not have permission to call setProperty");
});
