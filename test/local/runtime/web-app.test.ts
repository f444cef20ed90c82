import { expect, test } from "vitest";
import { COLLEAGUE, hostOn, manifest, OWNER, outcomeOf, writeAddon } from "./fixture.ts";

const CODE = `
  function doPost(e) {
    if (e.parameter.how === "text") return ContentService.createTextOutput("hello").setMimeType(ContentService.MimeType.JSON);
    if (e.parameter.how === "nothing") return;
    if (e.parameter.how === "throw") throw new Error("no");
    return HtmlService.createHtmlOutput(JSON.stringify(e));
  }
  function doGet(e) {
    if (e.parameter.who) return ContentService.createTextOutput(Session.getActiveUser().getEmail() + "/" + Session.getEffectiveUser().getEmail());
    return doPost(e);
  }`;

test("facts 7.3: doPost has query and body, and no headers; HTML answers 200", async () => {
  const host = await hostOn(CODE);
  const answer = await host.post('{"a":"ä"}', {
    query: [
      ["k", "1"],
      ["k", "2"],
    ],
  });
  expect(answer.status).toBe(200);
  expect(JSON.parse(answer.body)).toEqual({
    parameter: { k: "1" },
    parameters: { k: ["1", "2"] },
    queryString: "k=1&k=2",
    contextPath: "",
    contentLength: 10,
    postData: { contents: '{"a":"ä"}', type: "application/json", length: 10, name: "postData" },
  });
});

test("facts 7.3: doGet has the path behind /exec, no body and no length", async () => {
  const host = await hostOn(CODE);
  const answer = await host.get({ query: [["a b", "ä"]], pathInfo: "jobs/7" });
  expect(answer).toMatchObject({ status: 200, location: null });
  expect(JSON.parse(answer.body)).toEqual({
    parameter: { "a b": "ä" },
    parameters: { "a b": ["ä"] },
    queryString: "a%20b=%C3%A4",
    contextPath: "",
    contentLength: -1,
    pathInfo: "jobs/7",
  });
  expect(JSON.parse((await host.get()).body)).toEqual({
    parameter: {},
    parameters: {},
    queryString: "",
    contextPath: "",
    contentLength: -1,
  });
});

test("a posted form's fields stand among the parameters", async () => {
  const host = await hostOn(CODE);
  const type = "application/x-www-form-urlencoded";
  const { body } = await host.post("a=1&b=2+3", { query: [["a", "0"]], type });
  expect(JSON.parse(body)).toMatchObject({
    parameter: { a: "0", b: "2 3" },
    parameters: { a: ["0", "1"], b: ["2 3"] },
    queryString: "a=0",
    postData: { contents: "a=1&b=2+3", type },
  });
});

test("facts 7.3: text answers 302 to another address, which has it once and says what kind of text it is", async () => {
  const host = await hostOn(CODE);
  const { status, location, body } = await host.post("", { query: [["how", "text"]] });
  expect([status, body]).toEqual([302, "hello"]);
  expect(location).toMatch(/^https:\/\/script\.googleusercontent\.com\/macros\/echo\?/);
  expect(host.follow(location ?? "")).toEqual({ status: 200, type: "application/json", body: "hello" });
  expect(host.follow(location ?? "").status).toBe(404);
});

test.each([
  ["throw", "Error: no"],
  ["nothing", "Exception: The script completed but did not return anything."],
  ["other", "Exception: The script completed but the returned value is not a supported return type."],
])("facts 7.3: a failure (%s) is a page with status 200", async (how, message) => {
  const host = await hostOn(
    CODE.replace("return;", "return;\nif (e.parameter.how === 'other') return { a: 1 };"),
  );
  for (const answer of [
    await host.post("", { query: [["how", how]] }),
    await host.get({ query: [["how", how]] }),
  ]) {
    expect(answer).toMatchObject({ status: 200, location: null, execution: { ok: false } });
    expect(answer.body).toContain(message);
  }
});

test("a web app without doGet says that there is none", async () => {
  const host = await hostOn("function doPost() {}");
  expect((await host.get()).body).toContain("Script function not found: doGet");
});

test.each(["c", "sid"])("facts 7.3: the query name %s breaks the request", async (name) => {
  const host = await hostOn(CODE);
  expect(await host.post("", { query: [[name, "1"]] })).toMatchObject({
    status: 405,
    execution: { ok: false, virtualMs: 0 },
  });
});

const who = [["who", "1"]] as const;
const STRANGER = "sam@elsewhere.org";

test.each([
  ["USER_DEPLOYING", `/${OWNER}`],
  ["USER_ACCESSING", `${COLLEAGUE}/${COLLEAGUE}`],
])("facts 9.3: a web app that runs as %s knows who calls, or does not", async (executeAs, people) => {
  const host = await hostOn(CODE, { manifest: { webapp: { executeAs, access: "ANYONE" } } });
  expect((await host.get({ query: who, as: COLLEAGUE })).body).toBe(people);
});

test("a script knows its web app's address once the manifest has one", async () => {
  const body = "var s = ScriptApp.getService(); return [s.isEnabled(), s.getUrl()]";
  expect(await outcomeOf(body)).toEqual([false, null]);
  expect(await outcomeOf(body, { manifest: { webapp: { access: "ANYONE_ANONYMOUS" } } })).toEqual([
    true,
    expect.stringMatching(/^https:\/\/script\.google\.com\/macros\/s\/.+\/exec$/),
  ]);
});

test.each([
  ["MYSELF", [302, 302, 403, 403]],
  ["DOMAIN", [302, 302, 302, 403]],
  ["ANYONE", [302, 302, 302, 302]],
  ["ANYONE_ANONYMOUS", [302, 302, 302, 302]],
])("facts 3.4: a web app for %s lets in nobody else", async (access, statuses) => {
  const host = await hostOn(CODE, { manifest: { webapp: { executeAs: "USER_DEPLOYING", access } } });
  const callers = [null, OWNER, COLLEAGUE, STRANGER];
  const answers = [];
  for (const as of callers) answers.push(await host.get({ query: who, as }));
  expect(answers.map(({ status }) => status)).toEqual(statuses);
  // Who is not signed in is sent to sign in, not to the script's text.
  const signIn = answers[0]?.location?.startsWith("https://accounts.google.com/");
  expect(signIn).toBe(access !== "ANYONE_ANONYMOUS");
});

const answering = (text: string) =>
  `function doGet() { return HtmlService.createHtmlOutput("${text} " + Session.getEffectiveUser().getEmail()); }`;
const WEB_APP = { webapp: { executeAs: "USER_DEPLOYING", access: "ANYONE_ANONYMOUS" } };

test("facts 7.3: /exec runs the version that was deployed, as who deployed it, until the next one is; /dev the newest code", async () => {
  const host = await hostOn(answering("first"), { manifest: WEB_APP });
  const exec = async () => (await host.get()).body;
  const dev = async () => (await host.get({ to: "dev", as: OWNER })).body;
  expect(host.deploy(COLLEAGUE)).toBe(1);
  host.push(writeAddon(answering("second"), { manifest: { ...manifest, ...WEB_APP } }));
  expect([await exec(), await dev()]).toEqual([`first ${COLLEAGUE}`, `second ${OWNER}`]);
  expect(host.deploy()).toBe(2);
  expect([await exec(), await dev()]).toEqual([`second ${OWNER}`, `second ${OWNER}`]);
});

test("facts 7.3: /dev is for editors, whoever may use /exec", async () => {
  const host = await hostOn(answering("here"), { manifest: WEB_APP });
  host.select(COLLEAGUE, { sheet: host.book.sheets()[0]?.id ?? 0, row: 1, column: 1, rows: 1, columns: 1 });
  const statuses = [];
  for (const as of [null, STRANGER, COLLEAGUE, OWNER])
    statuses.push((await host.get({ to: "dev", as })).status, (await host.get({ as })).status);
  expect(statuses).toEqual([302, 200, 403, 200, 200, 200, 200, 200]);
});

test.each([
  ["bound", true],
  ["addon", false],
] as const)("facts 7.3, 13: the web app of a %s script has a spreadsheet at hand: %s", async (mode, has) => {
  const code = `function doPost() { return HtmlService.createHtmlOutput(String(SpreadsheetApp.getActiveSpreadsheet() !== null)); }`;
  const host = await hostOn(code, { mode, manifest: WEB_APP });
  expect((await host.post("{}")).body).toBe(String(has));
});
