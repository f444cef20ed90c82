import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Browser, Frame } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { bundlePage } from "../../../local/workbench/bundle.ts";
import { leave, sharedBrowser } from "../../browser.ts";
import { PATIENCE_MS } from "../../patience.ts";

/**
 * `google.script.run` as a sidebar sees it (facts 7.2): the script that the workbench puts before an add-on's page, in
 * a sandboxed frame of a parent that writes down what arrives and answers when told to.
 */
const PARENT = `<!doctype html><iframe sandbox="allow-scripts allow-forms"></iframe><script>
  const heard = [];
  addEventListener("message", (event) => heard.push(event.data));
  function answer(message) { document.querySelector("iframe").contentWindow.postMessage(message, "*"); }
</script>`;

/** What the sidebar's script may touch, as far as these tests do. */
interface SidebarGlobals {
  readonly google: { readonly script: { readonly run: Runner; readonly host: { close(): void } } };
  outcomes: unknown[];
}

interface Runner {
  withSuccessHandler(handler: (value: unknown, userObject: unknown) => void): Runner;
  withFailureHandler(handler: (fault: Error, userObject: unknown) => void): Runner;
  withUserObject(value: unknown): Runner;
  work(...args: unknown[]): void;
}

let browser: Browser;
let scriptRun: string;

beforeAll(async () => {
  scriptRun = await readFile(join(await bundlePage(), "script-run.js"), "utf8");
  browser = await sharedBrowser();
});
afterAll(() => leave(browser));

interface Opened {
  readonly frame: Frame;
  /** Messages that the parent got, once there are so many. */
  heard(count: number): Promise<Record<string, unknown>[]>;
  answer(message: object): Promise<void>;
}

async function openSidebar(body = ""): Promise<Opened> {
  const page = await browser.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  await page.setContent(PARENT);
  const srcdoc = `<script>var outcomes = [];</script><script>${scriptRun}</script>${body}<p>open</p>`;
  await page.evaluate(`document.querySelector("iframe").srcdoc = ${JSON.stringify(srcdoc)}`);
  await page.frameLocator("iframe").locator("p").waitFor();
  const frame = page.frames()[1];
  if (!frame) throw new Error("The frame is gone.");
  return {
    frame,
    heard: async (count) => {
      await page.waitForFunction(`heard.length >= ${count}`);
      return page.evaluate("heard") as Promise<Record<string, unknown>[]>;
    },
    answer: (message) => page.evaluate(`answer(${JSON.stringify(message)})`) as Promise<void>,
  };
}

test.each([
  ["numbers, booleans, strings, null", `1.5, true, "x", null`, [1.5, true, "x", null]],
  ["nested objects and arrays", `{ a: [1, { b: "c" }] }`, [{ a: [1, { b: "c" }] }]],
  ["undefined in an array, as null", `[1, undefined]`, [[1, null]]],
  ["nothing", "", []],
])("facts 7.2: sends %s", async (_name, args, arrived) => {
  const { frame, heard } = await openSidebar();
  await frame.evaluate(`google.script.run.work(${args})`);
  expect(await heard(1)).toEqual([{ call: 1, function: "work", args: arrived }]);
});

test.each([
  ["a Date", "new Date()", "TypeError: Failed due to illegal value in property: 0"],
  ["a Date in an object", "{ when: new Date() }", "TypeError: Failed due to illegal value in property: when"],
  ["a function", "[() => 1]", "TypeError: Failed due to illegal value in property: 0"],
  ["a DOM node", "{ node: document.body }", "TypeError: Failed due to illegal value in property: node"],
  ["a Map", "new Map()", "TypeError: Failed due to illegal value in property: 0"],
  [
    "a cycle",
    "(() => { const a = {}; a.a = a; return a; })()",
    "TypeError: Failed due to circular reference.",
  ],
  [
    "a form that is not alone",
    "document.forms[0], 1",
    "TypeError: Failed due to illegal value in property: 0",
  ],
])("facts 7.2: refuses %s at once", async (_name, args, refusal) => {
  const { frame } = await openSidebar("<form><input name=a></form>");
  const thrown = await frame.evaluate(`(() => {
    try { google.script.run.work(${args}); return "sent"; } catch (fault) { return String(fault); }
  })()`);
  expect(thrown).toBe(refusal);
});

test("facts 7.2: a form may be the only argument, and arrives as its fields", async () => {
  const form = `<form><input name="a" value="1"><input name="b" value="2"><input name="b" value="3"></form>`;
  const { frame, heard } = await openSidebar(form);
  await frame.evaluate("google.script.run.work(document.forms[0])");
  expect((await heard(1))[0]?.args).toEqual([{ a: "1", b: ["2", "3"] }]);
});

test("facts 7.2: every with… gives a new runner; handlers get the user object", async () => {
  const { frame, heard, answer } = await openSidebar();
  await frame.evaluate(() => {
    const globals = globalThis as unknown as SidebarGlobals;
    const note =
      (name: string) =>
      (value: unknown, userObject: unknown): void => {
        globals.outcomes.push([name, value instanceof Error ? String(value) : value, userObject]);
      };
    const plain = globals.google.script.run.withSuccessHandler(note("ok")).withFailureHandler(note("fault"));
    plain.withUserObject("mine").work(1);
    plain.work(2);
  });
  await heard(2);
  await answer({ reply: 2, error: { name: "Exception", message: "No." } });
  await answer({ reply: 1, value: "done" });
  await frame.waitForFunction("outcomes.length === 2");
  await expect
    .poll(() => frame.evaluate("outcomes"))
    .toEqual([
      ["fault", "Exception: No.", undefined],
      ["ok", "done", "mine"],
    ]);
});

test("facts 1.6: ten calls are under way at once, the eleventh waits", async () => {
  const { frame, heard, answer } = await openSidebar();
  await frame.evaluate("for (let i = 1; i <= 11; i++) google.script.run.work(i)");
  expect(await heard(10)).toHaveLength(10);
  await answer({ reply: 4, value: null });
  expect((await heard(11))[10]).toEqual({ call: 11, function: "work", args: [11] });
});

test("facts 7.2: google.script.host.close tells the workbench", async () => {
  const { frame, heard } = await openSidebar();
  await frame.evaluate("google.script.host.close()");
  expect(await heard(1)).toEqual([{ host: "close" }]);
});

test("the sandbox keeps a sidebar away from the page around it", async () => {
  const { frame } = await openSidebar();
  await expect
    .poll(() =>
      frame.evaluate(`(() => {
      try { return parent.document.title; } catch (fault) { return fault.name; }
    })()`),
    )
    .toBe("SecurityError");
});
