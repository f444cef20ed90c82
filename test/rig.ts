import { fileURLToPath } from "node:url";
import {
  type HunterOptions,
  type HunterServer,
  type HuntrOptions,
  type HuntrServer,
  startHunter,
  startHuntr,
} from "../local/apis/index.ts";
import { type BookFile, newBookFile } from "../local/runtime/book-file.ts";
import { Host, type HostOptions } from "../local/runtime/host.ts";

/** The built add-on, as it would be pushed. */
const DIST = fileURLToPath(new URL("../dist/", import.meta.url));

export const OWNER = "owner@school.example";
export const COLLEAGUE = "colleague@school.example";
export const KEYS = { huntr: "huntr-sentinel-8c1f0d7e", hunter: "hunter-sentinel-4b9a26e3" } as const;
const START_MS = Date.parse("2026-11-16T09:00:00Z");

/** What a sidebar gets to see of a run. */
export interface SeenRun {
  readonly id: string;
  readonly status: string;
  readonly done: number;
  readonly total: number | null;
  readonly note: string | null;
  readonly error: string | null;
  readonly sheet: { readonly id: number; readonly name: string } | null;
  readonly counts: { readonly [word: string]: number };
  readonly waitUntilMs?: number;
  readonly workers?: number;
  readonly isMine: boolean;
  readonly needsSidebar?: boolean;
}

/** A thing that a test takes to be there. */
export function must<T>(thing: T | null | undefined): T {
  if (thing === null || thing === undefined) throw new Error("Something is missing that the test needs.");
  return thing;
}

/** Both sample servers, with the tests' keys. */
export async function startServers(o: { huntr?: HuntrOptions; hunter?: HunterOptions } = {}) {
  const huntr = await startHuntr({ token: KEYS.huntr, ...o.huntr });
  const hunter = await startHunter({ key: KEYS.hunter, ...o.hunter });
  return {
    huntr,
    hunter,
    routes: { "https://api.huntr.co": huntr.url, "https://api.hunter.io": hunter.url },
    close: async () => {
      await Promise.all([huntr.close(), hunter.close()]);
    },
  };
}
export type Servers = {
  huntr: HuntrServer;
  hunter: HunterServer;
  routes: Record<string, string>;
  close(): Promise<void>;
};

/** A fresh file in which the owner has stored both keys. */
export async function freshFile(routes: Record<string, string>): Promise<BookFile> {
  const host = await openHost(newBookFile({ owner: OWNER, nowMs: START_MS }), routes);
  await value(host.rpc("saveKeys", [JSON.stringify(KEYS)]));
  const file = host.save();
  await host.close();
  return file;
}

export function openHost(
  file: BookFile,
  routes: Record<string, string>,
  more: Partial<HostOptions> = {},
): Promise<Host> {
  return Host.open({ dist: DIST, book: structuredClone(file), routes, ...more });
}

/** What a call gave. @throws Error with the message that a person would have seen. */
export async function value(running: ReturnType<Host["call"]>): Promise<unknown> {
  const execution = await running;
  if (execution.ok) return execution.value;
  throw new Error("killed" in execution ? `killed: ${execution.killed}` : execution.error.message);
}

export async function json<T = unknown>(running: ReturnType<Host["call"]>): Promise<T> {
  return JSON.parse((await value(running)) as string) as T;
}

export function start(host: Host, spec: object, as = OWNER): Promise<SeenRun> {
  return json<SeenRun>(host.rpc("startRun", [spec], { as }));
}

export function listRuns(host: Host, as = OWNER): Promise<SeenRun[]> {
  return json<SeenRun[]>(host.rpc("listRuns", [], { as }));
}

/**
 * Does what an open progress sidebar does, until nothing goes on by itself. Waits move the clock; a person whose
 * sidebar shows the same for long looks away for longer.
 */
export async function settle(host: Host, as = OWNER): Promise<SeenRun[]> {
  for (let turn = 0; turn < 500; turn++) {
    const runs = await listRuns(host, as);
    const open = runs.find(({ status, isMine }) => isMine && (status === "queued" || status === "running"));
    if (!open) return runs;
    for (let looks = 1; ; looks++) {
      const run = await json<SeenRun>(host.rpc("advanceRun", [open.id], { as }));
      if (run.waitUntilMs === undefined) break;
      await host.advance(Math.max(run.waitUntilMs - host.now(), looks * 60_000));
    }
  }
  throw new Error("The run did not settle in 500 turns.");
}

/** A sheet's values as a script would read them: dates as ISO text. */
export function grid(host: Host, name: string): unknown[][] {
  const { book } = host;
  const sheet = book.sheets().find((other) => other.name === name);
  if (!sheet)
    throw new Error(
      `There is no sheet "${name}", only ${book
        .sheets()
        .map((other) => other.name)
        .join(", ")}.`,
    );
  return book.values(
    sheet.id,
    1,
    1,
    Math.max(1, book.lastRow(sheet.id)),
    Math.max(1, book.lastColumn(sheet.id)),
  );
}
