import { existsSync, mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import WebSocket from "ws";
import { sampleKeys } from "../../../local/apis/index.ts";
import { main } from "../../../local/cli.ts";
import type { BookFile, InstallMode } from "../../../local/runtime/book-file.ts";
import type { PageMessage, ServerMessage, Snapshot } from "../../../local/workbench/messages.ts";
import { eventually } from "../../patience.ts";
import { writeAddon } from "../runtime/fixture.ts";

/** Stores keys as the add-on does, and asks Huntr with whatever it has. */
const CODE = `
function onOpen() {}
function saveKeys(keys) { PropertiesService.getUserProperties().setProperties(JSON.parse(keys)); }
function keep() { PropertiesService.getDocumentProperties().setProperty("kept", "yes"); }
function ask() {
  var key = PropertiesService.getUserProperties().getProperty("huntr") || "my-own-token";
  var answer = UrlFetchApp.fetch("https://api.huntr.co/org/members", {
    headers: { Authorization: "Bearer " + key }, muteHttpExceptions: true });
  PropertiesService.getDocumentProperties().setProperty("status", String(answer.getResponseCode()));
}`;

/** A page without the page: what the server tells it, and what it says. */
class Line {
  private readonly heard: ServerMessage[] = [];
  private readonly socket: WebSocket;

  constructor(private readonly url: string) {
    this.socket = new WebSocket(`${url.replace("http", "ws")}line`, { origin: url.slice(0, -1) });
    this.socket.on("message", (data) => this.heard.push(JSON.parse(String(data)) as ServerMessage));
  }

  /** Waits for a message that looks like this. */
  hears(message: Partial<ServerMessage>): Promise<void> {
    return eventually(() => expect(this.heard).toContainEqual(expect.objectContaining(message)));
  }

  /** The address of the copy that was made. */
  async copy(): Promise<string> {
    await this.hears({ type: "copied" });
    return this.heard.flatMap((message) => (message.type === "copied" ? [message.url] : []))[0] ?? "";
  }

  say(message: PageMessage): void {
    this.socket.send(JSON.stringify(message));
  }

  async snapshot(): Promise<Snapshot> {
    return (await fetch(`${this.url}snapshot`)).json() as Promise<Snapshot>;
  }
}

interface Opened {
  readonly path: string;
  /** The ways to install for which the add-on was asked. */
  readonly built: readonly InstallMode[];
  /** Those that cannot be built. */
  readonly failing: Set<InstallMode>;
  /** A page that has just been opened. */
  line(): Promise<Line>;
  end(): Promise<void>;
}

let opened: Opened | null = null;
afterEach(() => opened?.end());

async function open(...options: readonly string[]): Promise<Opened> {
  const path = join(mkdtempSync(join(tmpdir(), "reopening-")), "book.json");
  const [lines, built]: [string[], InstallMode[]] = [[], []];
  const failing = new Set<InstallMode>();
  const dist = writeAddon(CODE);
  let end = () => {};
  const status = main(["open", "--port", "0", "--book", path, ...options], {
    print: () => {},
    tell: (line) => lines.push(line),
    dist: async (mode) => {
      built.push(mode);
      if (failing.has(mode)) throw new Error(`${mode} was not built.`);
      return dist;
    },
    ended: new Promise((resolve) => {
      end = resolve;
    }),
  });
  await eventually(() => expect(lines).toHaveLength(1));
  const url = /http:\S+\//.exec(lines[0] ?? "")?.[0] ?? "";
  const workbench: Opened = {
    path,
    built,
    failing,
    line: async () => {
      const line = new Line(url);
      await line.hears({ type: "menus" });
      return line;
    },
    end: async () => {
      end();
      expect(await status).toBe(0);
    },
  };
  opened = workbench;
  return workbench;
}

function kept(file: string): string | undefined {
  return (JSON.parse(readFileSync(file, "utf8")) as BookFile).properties.document.kept;
}

test("start afresh: the file gives way to a new one, and is kept beside it", async () => {
  const { path, line, end } = await open();
  const page = await line();
  page.say({ type: "menu click", function: "keep" });
  await page.hears({ type: "saved" });
  page.say({ type: "reopen", how: { kind: "afresh" } });
  await page.hears({ type: "reload" });
  await end();
  expect(existsSync(path)).toBe(true);
  expect(kept(path)).toBeUndefined();
  expect(kept(path.replace(".json", ".before.json"))).toBe("yes");
});

test("the same file opens as a bound script and as an add-on", async () => {
  const { path, built, line, end } = await open();
  const bound = await line();
  expect(await bound.snapshot()).toMatchObject({ mode: "bound", data: "sample", canReopen: true });
  bound.say({ type: "menu click", function: "keep" });
  await bound.hears({ type: "ended", name: "keep" });
  bound.say({ type: "reopen", how: { kind: "install", mode: "addon" } });
  await bound.hears({ type: "reload" });
  expect(await (await line()).snapshot()).toMatchObject({ mode: "addon", data: "sample" });
  expect(built).toEqual(["bound", "addon"]);
  await end();
  expect(kept(path)).toBe("yes");
});

test("what cannot be opened otherwise stays as it is, and says why", async () => {
  const { line, failing } = await open();
  const page = await line();
  failing.add("addon");
  page.say({ type: "reopen", how: { kind: "install", mode: "addon" } });
  await page.hears({ type: "reload" });
  const after = await line();
  const message = "The spreadsheet stays as it is: addon was not built.";
  await after.hears({ type: "toast", toast: { title: "", message, seconds: -1 } });
  expect((await after.snapshot()).mode).toBe("bound");
});

test("going live opens a spreadsheet of its own, without the sample's keys, and asks the true host", async () => {
  const { path, line, end } = await open();
  const sample = await line();
  sample.say({ type: "reopen", how: { kind: "data", data: "live" } });
  await sample.hears({ type: "reload" });
  const live = await line();
  const { data, savedTo } = await live.snapshot();
  expect([data, savedTo]).toEqual(["live", path.replace(".json", ".live.json")]);
  live.say({ type: "menu click", function: "ask" });
  await live.hears({ name: "ask", error: "Exception: DNS error: https://api.huntr.co/org/members" });
  live.say({ type: "reopen", how: { kind: "data", data: "sample" } });
  await live.hears({ type: "reload" });
  expect((await (await line()).snapshot()).data).toBe("sample");
  await end();
  expect(readFileSync(path, "utf8")).toContain(sampleKeys.huntr);
  expect(readFileSync(savedTo, "utf8")).not.toContain(sampleKeys.huntr);
});

test("make a copy: another file at another address, without what the script had stored", async () => {
  const { path, line, end } = await open();
  const page = await line();
  page.say({ type: "menu click", function: "keep" });
  await page.hears({ type: "ended", name: "keep" });
  page.say({ type: "make a copy" });
  const url = await page.copy();
  const copy = new Line(url);
  await copy.hears({ type: "menus" });
  const copied = path.replace(".json", ".copy.json");
  expect(await copy.snapshot()).toMatchObject({ title: "Copy of Untitled spreadsheet", savedTo: copied });
  await end();
  expect(kept(path)).toBe("yes");
  expect(kept(copied)).toBeUndefined();
});

test("--live begins with true hosts and no keys", async () => {
  const { line, path } = await open("--live");
  const page = await line();
  expect(await page.snapshot()).toMatchObject({ data: "live", savedTo: path.replace(".json", ".live.json") });
  expect(existsSync(path)).toBe(false);
});

test("live: the clock is the real one, and whoever asks to skip time is not heard", async () => {
  const hourMs = 3_600_000;
  const aheadMs = async (...options: readonly string[]) => {
    const { line, end } = await open(...options);
    const page = await line();
    page.say({ type: "skip ahead", ms: hourMs });
    page.say({ type: "menu click", function: "keep" });
    await page.hears({ type: "ended", name: "keep" });
    const { nowMs } = await page.snapshot();
    await end();
    return nowMs - Date.now();
  };
  expect(await aheadMs()).toBeGreaterThan(hourMs / 2);
  expect(await aheadMs("--live")).toBeLessThan(hourMs / 2);
});

test.each([
  [["menu", "--live"], /--live goes with open, not with menu/],
  [["open", "--live", "--route", "https://api.huntr.co=http://127.0.0.1:1"], /does not go with --route/],
])("%s is wrong usage", async (argv, sentence) => {
  const told: string[] = [];
  const status = await main(argv, { print: () => {}, tell: (line) => told.push(line) });
  expect([status, told.join()]).toEqual([2, expect.stringMatching(sentence)]);
});
