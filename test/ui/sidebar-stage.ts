import { mkdir } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import type { Browser, Page } from "playwright-core";
import { onTestFinished } from "vitest";
import { buildSidebarPage } from "../../scripts/build/sidebar-page.mjs";
import type { ServerCalls } from "../../src/ui/calls.ts";
import { leave, pictureOf, sharedBrowser, shiftedBy } from "../browser.ts";
import { PATIENCE_MS } from "../patience.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const pictures = fileURLToPath(new URL("../../artifacts/sidebar/", import.meta.url));

/** What the script of a test answers: JSON text of a value, a fault as Google hands it over, or nothing ever. */
export const never = Symbol("never answers");
export class Fault extends Error {}

export type Script = {
  [Name in keyof ServerCalls]?: (
    ...values: Parameters<ServerCalls[Name]>
  ) => MaybePromise<ReturnType<ServerCalls[Name]> | typeof never | Fault>;
};
type MaybePromise<T> = T | Promise<T>;

export interface Scene {
  readonly page: Page;
  /** In order; each with its arguments as JSON text. */
  readonly calls: { readonly name: string; readonly values: readonly unknown[] }[];
  /** The most calls that were under way at one time, by name. */
  readonly mostAtOnce: Map<string, number>;
  /** Everything that the page complained about or asked of a network. */
  readonly complaints: string[];
  picture(name: string): Promise<void>;
  callsOf(name: keyof ServerCalls): readonly (readonly unknown[])[];
}

const PAGES = ["setup", "progress", "import", "tables", "send", "lookup", "credits"] as const;

export interface Stage {
  open(
    name: (typeof PAGES)[number],
    script: Script,
    o?: { clockMs?: number; reducedMotion?: boolean },
  ): Promise<Scene>;
  close(): Promise<void>;
}

/**
 * google.script.run as Google documents it, over one function that the browser lends the page: handlers make a new
 * runner, every other name is a function of the script, an answer comes to one of the two handlers, later.
 */
const GOOGLE = `
  const runner = (success, failure) => new Proxy({}, { get: (_, name) =>
    name === "withSuccessHandler" ? (handler) => runner(handler, failure)
    : name === "withFailureHandler" ? (handler) => runner(success, handler)
    : (...values) => { askScript(name, values).then((reply) => {
        if ("fault" in reply) failure(Object.assign(new Error(reply.fault), { name: "ScriptError" }));
        else if ("text" in reply) success(reply.text);
      }); } });
  window.google = { script: { run: runner(() => {}, () => {}), host: { close() {}, editor: { focus() {} } } } };
`;

/** The day of a sidebar whose clock runs: what it says of other days is the same whenever the tests run. */
const USUAL_DAY_MS = Date.UTC(2026, 10, 22, 12);

/** Google's sidebar is 300 px wide; a window of usual height leaves it about this much. */
const SIDEBAR = { width: 300, height: 640 };

/** By path. Built once for all test files of this process. */
let built: Promise<ReadonlyMap<string, string>> | null = null;

async function buildPages(): Promise<ReadonlyMap<string, string>> {
  const pages = PAGES.map(async (name): Promise<[string, string]> => {
    const { html } = await buildSidebarPage({ root, entry: `src/ui/sidebar/${name}.tsx`, name });
    return [`/${name}`, html];
  });
  return new Map(await Promise.all(pages));
}

/** The built pages on a loopback server, and a browser to show them in. */
export async function setStage(): Promise<Stage> {
  built ??= buildPages();
  const html = await built;
  await mkdir(pictures, { recursive: true });
  const server = createServer({ keepAliveTimeout: 0 }, (request, response) => {
    response.writeHead(200, { "Content-Type": "text/html; charset=utf-8" });
    response.end(html.get(request.url ?? "") ?? "");
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const browser: Browser = await sharedBrowser();

  return {
    async open(name, script, { clockMs, reducedMotion = false } = {}) {
      const context = await browser.newContext({
        viewport: SIDEBAR,
        deviceScaleFactor: 2,
        locale: "en-US",
        timezoneId: "Etc/UTC",
        reducedMotion: reducedMotion ? "reduce" : "no-preference",
      });
      // A page that stays open goes on drawing, and takes the time of the tests that come after.
      onTestFinished(() => context.close());
      const page = await context.newPage();
      page.setDefaultTimeout(PATIENCE_MS);
      const scene = sceneOf(page);
      page.on("console", (message) => scene.complaints.push(message.text()));
      page.on("pageerror", (error) => scene.complaints.push(error.message));
      page.on("request", (request) => {
        if (request.url() !== `${origin}/${name}`) scene.complaints.push(request.url());
      });
      await page.exposeFunction("askScript", asking(script, scene));
      await page.addInitScript({ content: GOOGLE });
      if (clockMs !== undefined) await stopClock(page, clockMs);
      else await page.addInitScript(shiftedBy(USUAL_DAY_MS - Date.now()));
      await page.goto(`${origin}/${name}`);
      return scene;
    },
    async close() {
      await leave(browser);
      await new Promise((done) => server.close(done));
    },
  };
}

/** What a page does within this time is drawing (preact/hooks runs its effects so); what takes longer is waiting. */
const DRAWING_MS = 100;

/** Waiting ends only by page.clock.runFor, so that no test hangs on the machine's speed; drawing goes on by itself. */
async function stopClock(page: Page, ms: number): Promise<void> {
  const real = "requestAnimationFrame, cancelAnimationFrame, setTimeout, clearTimeout";
  await page.addInitScript(`window.real = { ${real} };`);
  // The clock runs until it is stopped, on a slow machine for seconds, and cannot be stopped at a time that is over.
  await page.clock.install({ time: ms - 60_000 });
  await page.clock.pauseAt(ms);
  await page.addInitScript(`{
    const { setTimeout: draw, clearTimeout: undraw, ...frames } = window.real;
    const { setTimeout: wait, clearTimeout: unwait } = window;
    const drawing = new Set();
    const soon = (...timer) => {
      const id = draw(...timer);
      drawing.add(id);
      return id;
    };
    Object.assign(window, frames, {
      setTimeout: (work, ms = 0, ...values) => (ms <= ${DRAWING_MS} ? soon : wait)(work, ms, ...values),
      clearTimeout: (id) => (drawing.has(id) ? undraw : unwait)(id),
    });
  }`);
}

function sceneOf(page: Page): Scene {
  const calls: Scene["calls"] = [];
  return {
    page,
    calls,
    mostAtOnce: new Map(),
    complaints: [],
    callsOf: (name) => calls.filter((call) => call.name === name).map((call) => call.values),
    async picture(name) {
      // As high as the page is: what sticks to the window's foot would stand in the middle of a longer picture.
      const height = await page.evaluate("document.documentElement.scrollHeight");
      await page.setViewportSize({ ...SIDEBAR, height: Math.max(SIDEBAR.height, Number(height)) });
      await pictureOf(page, { path: `${pictures}${name}.png`, animations: "disabled" });
      await page.setViewportSize(SIDEBAR);
    },
  };
}

function asking(script: Script, { calls, mostAtOnce }: Scene) {
  const underWay = new Map<string, number>();
  return async (name: keyof ServerCalls, values: unknown[]) => {
    calls.push({ name, values });
    const now = (underWay.get(name) ?? 0) + 1;
    underWay.set(name, now);
    mostAtOnce.set(name, Math.max(now, mostAtOnce.get(name) ?? 0));
    const answer = script[name] as ((...values: unknown[]) => unknown) | undefined;
    if (!answer) return { fault: `Script function not found: ${name}` };
    const value = await answer(...values);
    if (value === never) return new Promise(() => {});
    underWay.set(name, now - 1);
    return value instanceof Fault ? { fault: value.message } : { text: JSON.stringify(value) };
  };
}
