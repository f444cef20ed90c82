import { existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { SAMPLE_NOW_MS } from "../apis/index.ts";
import { type BookFile, newBookFile, parseBookFile } from "../runtime/book-file.ts";
import { Host, type HostOptions } from "../runtime/host.ts";
import { closeConnections } from "../runtime/http.ts";
import type { DataSource } from "../workbench/messages.ts";
import { LIVE_ROUTES, Samples } from "./samples.ts";
import { type Options, WrongUsage } from "./usage.ts";

/** Who makes a book when nobody says so. */
const FIRST_OWNER = "owner@example.com";

/** A book that is open: its host, and the sample servers behind it. */
export interface OpenBook {
  readonly host: Host;
  /** Who acts. */
  readonly user: string;
  readonly data: DataSource;
  /** Writes everything to the book's file, in one step. Nothing to do for a throw-away. */
  save(): void;
  close(): Promise<void>;
}

function readFile(path: string): BookFile | null {
  if (!existsSync(path)) return null;
  if (statSync(path).isDirectory()) throw new WrongUsage(`${path} is a folder, not a book file.`);
  try {
    return parseBookFile(readFileSync(path, "utf8"), path);
  } catch (error) {
    throw new WrongUsage((error as Error).message);
  }
}

/**
 * On the sample servers and a virtual clock, which does not know the day, a new book begins on the same day everywhere.
 * The sample is of the day on which its book begins, whichever that is.
 */
function newBookMs(options: Options, isSample: boolean): number {
  return options.nowMs ?? (isSample && !options.isRealTime ? SAMPLE_NOW_MS : Date.now());
}

/** Stores the sample keys for the owner, as the set-up sidebar would; a bundle without saveKeys goes without. */
async function seedKeys(host: Host, samples: Samples, file: BookFile): Promise<void> {
  if (samples.names.length === 0) return;
  await host.rpc("saveKeys", [JSON.stringify(samples.keys())]);
  // Nobody has used the add-on in this file yet.
  file.enabled = false;
}

/**
 * Opens a book, or makes it.
 * @param path null for a throw-away
 * @throws WrongUsage when the file holds something else
 */
export async function openBook(
  dist: string,
  path: string | null,
  options: Options,
  more: Partial<HostOptions> = {},
): Promise<OpenBook> {
  const found = path === null ? null : readFile(path);
  const given = options.isLive ? LIVE_ROUTES : options.routes;
  const hasRoutes = Object.keys(given).length > 0;
  const file =
    found ?? newBookFile({ owner: options.user ?? FIRST_OWNER, nowMs: newBookMs(options, !hasRoutes) });
  const samples = new Samples(file, given, { livesOn: options.isRealTime, isToday: options.isToday });
  const host = await Host.open({
    dist,
    book: file,
    routes: samples.routes,
    mode: options.mode,
    realTime: options.isRealTime,
    ...more,
  });
  if (!found) await seedKeys(host, samples, file);
  host.killAt(options.kill);
  const user = options.user ?? file.owner;
  host.sitDown(user);
  return {
    host,
    user,
    data: options.isLive ? "live" : samples.names.length === 2 ? "sample" : "routed",
    save: () => {
      samples.keep();
      if (path === null) return;
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(`${path}.new`, `${JSON.stringify(host.save())}\n`);
      renameSync(`${path}.new`, path);
    },
    close: async () => {
      await host.close();
      closeConnections();
      await samples.close();
    },
  };
}
