import { mkdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import type { Browser, Page } from "playwright-core";
import { projectRoot } from "../local/runtime/bundle.ts";
import { shiftDate } from "../scripts/days/shifted-date.mjs";

/**
 * A real Chromium for tests and pictures, out of a package: nothing has to be installed on the machine. The package
 * unpacks into the system's temporary folder and does not guard against two processes unpacking at once, so it is
 * given a folder of this project, behind a lock, and the folder takes its name only when it is whole.
 */

const root = projectRoot();

/** The package brings the shared libraries of this system with it, and unpacks them only when told that it runs there. */
const BUNDLED_LIBRARIES = "AWS_Lambda_nodejs20.x";

/** Unpacking takes about 5 s alone; a lock this old was left by a process that died. */
const LOCK_STALE_MS = 120_000;
const LOCK_POLL_MS = 200;

/**
 * The package's own list of arguments is made for Lambda: it turns web security off (the sandboxed sidebar is
 * something we test) and forces a single process (which dies with its first crashed page).
 */
const ARGUMENTS = [
  "--no-sandbox",
  "--font-render-hinting=none",
  "--disable-gpu",
  "--force-color-profile=srgb",
];

export interface LaunchOptions {
  /** Milliseconds that the browser may take to start; two busy cores need a while. */
  readonly timeoutMs?: number;
}

let shared: Promise<Browser> | null = null;

/**
 * The Chromium of this process, for one test file after another: to start one takes longer than most tests. A test that
 * opens a page has a context of its own, as if it were in another browser. It ends with the process.
 */
export async function sharedBrowser(): Promise<Browser> {
  const running = await shared?.catch(() => null);
  if (running?.isConnected()) return running;
  shared = launchBrowser();
  return shared;
}

/** Closes whatever pages a test file has left open. */
export async function leave(browser: Browser | undefined): Promise<void> {
  await Promise.all((browser?.contexts() ?? []).map((context) => context.close()));
}

/** How often a picture is asked for before its refusal is believed, and the rest between. */
const PICTURE_TRIES = 5;
const PICTURE_REST_MS = 200;

/**
 * A picture as PNG. Chromium refuses one now and then, mostly of a page that has just changed its size, and takes the
 * very same a moment later (MarketSquare/robotframework-browser#5237).
 */
export async function pictureOf(
  what: Pick<Page, "screenshot">,
  options: Parameters<Page["screenshot"]>[0] = {},
): Promise<Buffer> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await what.screenshot(options);
    } catch (error) {
      if (tries === PICTURE_TRIES || !String(error).includes("Unable to capture screenshot")) throw error;
      await wait(PICTURE_REST_MS);
    }
  }
}

/** Starts Chromium, unpacking it first when this is the first time. The caller closes it. */
export async function launchBrowser({ timeoutMs = 60_000 }: LaunchOptions = {}): Promise<Browser> {
  const home = await unpacked();
  const { chromium } = await import("playwright-core");
  const browser = await chromium.launch({
    executablePath: join(home, "chromium"),
    args: ARGUMENTS,
    timeout: timeoutMs,
    env: {
      ...process.env,
      HOME: home,
      FONTCONFIG_PATH: join(home, "fonts"),
      LD_LIBRARY_PATH: [join(home, "al2023", "lib"), process.env.LD_LIBRARY_PATH].filter(Boolean).join(":"),
    },
  });
  return onTheDay(browser);
}

/** In a run on another day (scripts/days.mjs) the pages are of the day of this process. */
function onTheDay(browser: Browser): Browser {
  const aheadMs = Number(process.env.SHIFTED_BY_MS ?? 0);
  if (aheadMs === 0) return browser;
  const newContext = browser.newContext.bind(browser);
  // A page of its own comes by its context as well.
  browser.newContext = async (options) => {
    const context = await newContext(options);
    await context.addInitScript(shiftedBy(aheadMs));
    return context;
  };
  return browser;
}

/** A page's script, after which its Date is ahead of the machine's by so much. */
export function shiftedBy(aheadMs: number): string {
  return `(${shiftDate.toString()})(globalThis, ${aheadMs});`;
}

async function unpacked(): Promise<string> {
  const manifest = createRequire(import.meta.url)
    .resolve("@sparticuz/chromium")
    .replace(/build\/.*$/, "package.json");
  const { version } = JSON.parse(await readFile(manifest, "utf8")) as { version: string };
  const home = join(root, ".build", `chromium-${version}`);
  const lock = `${home}.lock`;
  await mkdir(join(root, ".build"), { recursive: true });
  while (!(await exists(home))) {
    if (!(await taken(lock))) {
      await wait(LOCK_POLL_MS);
      continue;
    }
    try {
      if (!(await exists(home))) await unpackInto(home);
    } finally {
      await rm(lock, { recursive: true, force: true });
    }
  }
  return home;
}

async function unpackInto(home: string): Promise<void> {
  const draft = `${home}.draft`;
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { recursive: true });
  const before = { ...process.env };
  process.env.TMPDIR = draft;
  process.env.AWS_EXECUTION_ENV = BUNDLED_LIBRARIES;
  try {
    const { default: chromium } = await import("@sparticuz/chromium");
    await chromium.executablePath();
  } finally {
    for (const name of ["TMPDIR", "AWS_EXECUTION_ENV", "LD_LIBRARY_PATH", "FONTCONFIG_PATH"]) {
      const was = before[name];
      if (was === undefined) delete process.env[name];
      else process.env[name] = was;
    }
  }
  // The fonts' configuration names the folder that it expects to lie in, and folders of Lambda. The package brings one
  // font, which lacks signs such as ▸; where the machine has fonts, they fill in.
  const configuration = join(draft, "fonts", "fonts.conf");
  if (await exists(configuration)) {
    const text = await readFile(configuration, "utf8");
    await writeFile(
      configuration,
      text.replaceAll("/tmp/fonts", join(home, "fonts")).replace("/opt/fonts", "/usr/share/fonts"),
    );
  }
  await rename(draft, home);
}

/** Whether this process now holds the lock. */
async function taken(lock: string): Promise<boolean> {
  try {
    await mkdir(lock);
    return true;
  } catch {
    const age = await stat(lock).then(
      (entry) => Date.now() - entry.mtimeMs,
      () => 0,
    );
    if (age > LOCK_STALE_MS) await rm(lock, { recursive: true, force: true });
    return false;
  }
}

function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
